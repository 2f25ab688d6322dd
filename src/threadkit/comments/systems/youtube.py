"""YouTube: the pages of 2017 on, whose elements have names of their own, and those before."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, level_around

__all__ = ["YOUTUBE"]

YOUTUBE: Final = (
    System(
        name="youtube",
        marks="ytd-comment-renderer, ytd-comment-view-model",
        records="ytd-comment-renderer, ytd-comment-view-model",
        number="href",
        numbered=r"[?&;]lc=([\w.-]+)",
        author="#author-text span, #author-text",
        time=".published-time-text a, #published-time-text a, .published-time-text",
        body="#content-text",
        score="#vote-count-middle",
        level=level_around("ytd-comment-replies-renderer"),
        declared="ytd-comments-header-renderer #count",
        permalink=".published-time-text a, #published-time-text a",
    ),
    System(
        name="youtube",
        marks="div.comment-renderer .comment-renderer-text-content",
        records="div.comment-renderer",
        number="data-cid",
        numbered=r"([\w.-]+)",
        author=".comment-author-text",
        time=".comment-renderer-time",
        body=".comment-renderer-text-content",
        score=".comment-renderer-like-count.off, .comment-renderer-like-count",
        level=level_around("div.comment-replies-renderer"),
        permalink=".comment-renderer-time a",
    ),
)
