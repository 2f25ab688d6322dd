"""The New York Times' own engine, 2011 to 2019."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["NYTIMES"]

NYTIMES: Final = System(
    name="nytimes",
    marks="article.comment .commenter, li.commentThread .commentText",
    records="article.comment[data-id], li.commentThread",
    number="data-id id",
    numbered=r"(\d+)$",
    author=".commenter, .commenter-name",
    time=".comment-time, .commentTime, time",
    body=".comment-text, .commentText",
    score=".recommend-count, .recommendCount",
    parent="data-parentid",
)
