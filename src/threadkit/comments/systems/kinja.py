"""Kinja (Gawker's sites since 2012) and Gawker's engine before it.

Kinja gives each reply its parent's number in ``data-parentid`` and the time in milliseconds; the mark-up of 2008 is a
flat ``div.CommentBox`` with a byline.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["KINJA"]

KINJA: Final = (
    System(
        name="kinja",
        marks="article.js_reply",
        records="article.js_reply",
        number="data-id id",
        author=".author .fn, article@data-authorname",
        time=".js_publish_time@data-publishtime, .publish-time",
        body=".post-content, .reply-content, .entry-content",
        score=".js_like_count",
        parent="data-parentid",
        permalink=".publish-time a",
        declared="a.js_allview, #js_reply-count",
        more=".js_load-more-replies, .js_show-more",
    ),
    System(
        name="gawker",
        marks="div.CommentBox .commenter",
        records="div.CommentBox .commenter > a[href*=#c]",
        around="div.CommentBox",
        numbered=r"\bc(\d+)$",
        author=".commenter > a[href*=commenter]",
        time=".commenter > a[href*=#c], .commenter",
        body="div.CommentBox > p",
        permalink=".commenter > a[href*=#c]",
    ),
)
