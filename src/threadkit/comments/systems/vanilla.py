"""Vanilla: a discussion's first post and its comments, which are all comments here."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["VANILLA"]

VANILLA: Final = System(
    name="vanilla",
    marks="li.ItemComment .Message, div.ItemDiscussion .Message",
    records="li.ItemComment .Message, div.ItemDiscussion .Message",
    around="li.ItemComment, div.ItemDiscussion",
    number="id",
    numbered=r"^((?:Comment|Discussion)_\d+)$",
    author=".Author a.Username, a.Username, .Author .Username, .AuthorName a",
    time=".DateCreated time, .CommentMeta time, time",
    body=".Message",
    level=flat,
    permalink="a.Permalink, .DateCreated a",
)
