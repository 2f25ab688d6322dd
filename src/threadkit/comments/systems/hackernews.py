"""Hacker News: comments are rows of one table, and the width of a spacer tells the level.

The mark-up changed often: the rows have ids since 2016, the user's link has a class since 2016, the body was a ``span``
and is a ``div``. What all years have is a cell ``td.default`` in a row with the spacer. A text post is the post.
"""

from __future__ import annotations

from typing import Final

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import System, width_of
from threadkit.comments.selecting import first

__all__ = ["HACKERNEWS"]


def _level(page: CommentPage, node: int) -> int | None:
    """The level in the spacer's cell since 2021, else the spacer's width."""
    cell = first(page.index, "td.ind", within=node)
    indent = page.columns.get(cell, "indent") if cell is not None else None
    return int(indent) if indent and _SMALL.fullmatch(indent) else _width(page, node)


_SMALL: Final = lazy_re.pattern(r"[0-9]{1,4}")
_width: Final = width_of("img[src$=s.gif]", 40)

HACKERNEWS: Final = System(
    name="hackernews",
    marks="td.default span.comhead",
    records="td.default",
    around="tr",
    number="id href",
    numbered=r"(?:up_|unv_|item\?id=)(\d+)$",
    author="a.hnuser, .comhead a[href*=user?id=]",
    time=".comhead .age, .comhead a[href*=item?id=], .comhead",
    body=".comment, .commtext",
    boilerplate=".reply, font[size=1]",
    level=_level,
    score=".comhead span[id^=score_]",
    permalink=".comhead .age a, .comhead a[href*=item?id=]",
    declared=".subtext a[href*=item?id=]",
    more="a.morelink",
)
