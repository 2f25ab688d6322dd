"""Slashdot since 2007: nested lists of ``li.comment``, of which many are one line or hidden.

A hidden comment's place is there with its number and nothing else; one that is "oneline" has its beginning.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["SLASHDOT"]

SLASHDOT: Final = System(
    name="slashdot",
    marks="ul#commentlisting",
    records="li.comment[id^=tree_]",
    numbered=r"^tree_(\d+)$",
    author=".details .by > a, .details .by",
    time=".otherdetails",
    body="div[id^=comment_body_]",
    score="span.score",
    hidden="li.comment.hidden",
    permalink="a[id^=comment_link_]",
    declared=".totalcommentcnt",
)
