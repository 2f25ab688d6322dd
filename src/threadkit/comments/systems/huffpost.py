"""The Huffington Post's own engine, 2009 to 2012: ``div.comment_item``, replies by their left margin."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, indented_by

__all__ = ["HUFFPOST"]

HUFFPOST: Final = System(
    name="huffpost",
    marks="div.comment_item .comment_body",
    records="div.comment_item[id^=comment_]",
    numbered=r"^comment_(\d+)$",
    author=".author_name > a",
    time=".comment_time",
    body=".comment_body",
    boilerplate=".comment_time",
    level=indented_by("margin-left", 50),
    permalink="a.comment_permalink",
)
