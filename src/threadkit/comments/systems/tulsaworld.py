"""The Tulsa World's ASP.NET control of 2011: one table a comment, without names that say anything."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["TULSAWORLD"]

TULSAWORLD: Final = System(
    name="tulsaworld",
    marks="a.comment[id*=CommentControl]",
    records="a.comment[id*=CommentControl]",
    around="table",
    number="name",
    numbered=r"^(\d+)$",
    author="a.comment[id$=lnkScreenName]",
    time="span.comment[id$=lblCommentDate]",
    body="td > div.comment",
    declared=".commentLink",
    level=flat,
)
