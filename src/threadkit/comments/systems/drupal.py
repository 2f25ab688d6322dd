"""Drupal 5 to 10: each comment stands behind its anchor or has its id; replies stand in ``div.indented`` behind it.

* 5 and 6: ``<a id="comment-7"></a><div class="comment">`` with ``div.submitted`` and ``div.content``;
* 7: the same with RDFa: ``span.username``, ``property="dc:date"``, ``div.field-name-comment-body``;
* 8 and later: ``article`` with ``data-comment-user-id`` and ``field--name-comment-body``.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["DRUPAL"]

_BYLINE: Final = (
    r"(?i)\b(?:by|von|par|por|da|door|af|av)\s+(?P<author>.+?)"
    r"\s+(?:on|am|le|el|il|op|em|den)\s+(?P<time>\S.*\d.*)$"
)
"""How Drupal 5 and 6 say who wrote a comment that has no link: "Submitted by Ann on Mon, 05/03/2010 - 16:10"."""

DRUPAL: Final = System(
    name="drupal",
    generator="drupal",
    assets=r"/sites/[\w.-]+/(?:themes|modules|files)/|/misc/drupal\.js|/core/(?:misc|themes)/",
    marks="div.field-name-comment-body, div.field--name-comment-body, div.comment[typeof*=sioc],"
    " article.comment[typeof*=sioc], article[data-comment-user-id], div[data-comment-user-id]",
    records="div.comment, article.comment, li.comment, article[data-comment-user-id], div[data-comment-user-id]",
    number="id about",
    numbered=r"comment-(\d+)$",
    author=".submitted .username, .comment-submitted .username, .comment__author .username,"
    " .comment__submitted .username, .author .username, .username, .submitted",
    byline=_BYLINE,
    time=".submitted time, .comment__time time, .comment__submitted time, .submitted [property~=dc:date]@content,"
    " .submitted [property~=dc:created]@content, time, .comment__time, .submitted .comment-time, .comment-date",
    body=".field-name-comment-body .field-item, .field--name-comment-body, .comment__content .field__item,"
    " .comment__content, .comment-content, div.content",
    boilerplate=".links, .comment__links, .expanding-formatter-ellipsis, .expanding-formatter-trigger, .user-signature",
    marked=".comment-by-node-author, .by-node-author",
    declared="h2.comments__title, #comments > h2, .bloc-comments .bloc-head_title",
    permalink="a.permalink, .permalink a, .comment__permalink a, a[rel=bookmark]",
)
