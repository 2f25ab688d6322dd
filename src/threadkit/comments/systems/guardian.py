"""The Guardian: "Comment is free" of 2006 to 2009, and the pages since 2013."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["GUARDIAN"]

GUARDIAN: Final = (
    System(
        name="guardian",
        marks="div.individualcomment .commentsleft",
        records="div.individualcomment .commentsright",
        around="div.individualcomment",
        number="name",
        numbered=r"^comment-(\d+)$",
        author=".commentsleft .byline",
        time=".commentsleft",
        body=".commentsright",
        boilerplate=".reportthiscomment",
        permalink=".dateline a",
    ),
    System(
        name="guardian",
        marks="li.d-comment .d-comment__body",
        records="li.d-comment",
        number="id data-comment-id",
        author=".d-comment__author",
        time=".d-comment__timestamp time, .d-comment__timestamp, time",
        body=".d-comment__body",
        score=".d-comment__recommend-count--old, .d-comment__recommend-count",
        hidden=".d-comment--blocked",
        permalink=".d-comment__timestamp",
    ),
)
