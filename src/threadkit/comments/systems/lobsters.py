"""Lobsters and what runs on its code: nested lists of ``div.comment`` with short ids of letters and digits."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["LOBSTERS"]

LOBSTERS: Final = System(
    name="lobsters",
    marks="div.comment[id^=c_] .comment_text",
    records="div.comment[id^=c_]",
    numbered=r"^c_(\w+)$",
    author=".byline a.user_is_author, .byline a.u-author, .byline > a[href^=/u/], .byline > a[href^=/~], .byline a",
    time=".byline time, .byline span[title]",
    body=".comment_text",
    score=".voters .score, .voters .upvoter, .score",
    hidden=".comment_text .na",
    marked=".byline a.user_is_author",
    can_mark=lambda _page: True,
    declared=".byline .comments_label a",
)
