"""Meetup's comments on events, until 2017."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["MEETUP"]

MEETUP: Final = System(
    name="meetup",
    marks="li[id^=event_comment-] .comment-body",
    records="li[id^=event_comment-]",
    author=".figureset-description h5 a, h5",
    time="p.small.muted",
    body=".comment-body",
    score=".likeWidget",
)
