"""Squarespace, versions 5 to 7."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["SQUARESPACE"]

SQUARESPACE: Final = System(
    name="squarespace",
    generator="squarespace",
    marks="div.squarespace-comments .comment, .sqs-comments-container .comment, div.journal-comment-area",
    records="div.comment[id^=comment-], .squarespace-comments .comment, .journal-comment-area .comment-wrapper",
    numbered=r"(\w{8,})$",
    author=".comment-header .author, .author, .signature a, .signature",
    time=".comment-header .date, .date, .posted, .signature",
    body=".comment-body, .body",
    score=".comment-like-control .like-count, .comment-likes",
    permalink="a.comment-permalink",
)
