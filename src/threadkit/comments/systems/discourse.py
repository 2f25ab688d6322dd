"""Discourse: the pages for browsers, those for crawlers, and what stands embedded below articles.

Every post of a topic is a comment, the first as well. Pages for crawlers (2013 on) have microdata; the posts of pages
for browsers are ``article`` elements with ``data-post-id``.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["DISCOURSE"]

DISCOURSE: Final = (
    System(
        name="discourse",
        marks="div.crawler-post, [itemtype*=DiscussionForumPosting] div.post",
        records="div.crawler-post, [itemtype*=DiscussionForumPosting] div.post",
        around="div.crawler-post, div[itemprop=comment], div[itemscope]",
        numbered=r"^post_(\d+)$",
        author=".creator [itemprop=name], .creator a, .creator",
        time="time.post-time, .crawler-post-infos time, time",
        body="div.post",
        score="[itemprop=interactionCount]@content, .post-likes, [itemprop=userInteractionCount]@content",
    ),
    System(
        name="discourse",
        marks="article[data-post-id] .cooked",
        records="article[data-post-id]",
        number="data-post-id",
        author=".names .username a, .names .first a, .names a",
        time=".post-date .relative-date@data-time, .post-info .relative-date@data-time, .relative-date",
        body=".cooked, .regular .contents",
        boilerplate=".cooked-selection-barrier, .quote-controls, .lightbox .meta",
        score="button.like-count, .like-count",
        permalink="a.post-date",
        hidden="article.deleted",
    ),
    System(
        name="discourse",
        marks="article.post[id^=post-] .cooked",
        records="article.post[id^=post-]",
        numbered=r"^post-(\d+)$",
        author=".author .username, .username, .author a",
        time=".post-date, .author a[href*=/t/]",
        body=".cooked",
    ),
)
