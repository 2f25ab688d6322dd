"""Flarum and NodeBB: every post of a discussion is a comment, the first as well."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["FLARUM"]

FLARUM: Final = (
    System(
        name="flarum",
        marks="article.CommentPost .Post-body",
        records="article.CommentPost",
        around="div.PostStream-item",
        number="data-id",
        numbered=r"^(\d+)$",
        author=".PostUser .username, .PostUser-name, .PostUser h3",
        time=".PostMeta time, .Post-header time, time",
        body=".Post-body",
        level=flat,
        hidden="article.Post--hidden",
    ),
    System(
        name="nodebb",
        marks="[component=post][data-pid]",
        records="li[component=post][data-pid], div[component=post][data-pid]",
        number="data-pid",
        numbered=r"^(\d+)$",
        author="[itemprop=author]@data-username, [component=post]@data-username, [data-username]@data-username",
        time="[itemprop=datePublished]@content, .timeago@title, .timeago",
        body="[component=post/content]",
        level=flat,
        score="[component=post/vote-count]",
    ),
)
