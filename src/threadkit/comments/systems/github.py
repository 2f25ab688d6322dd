"""GitHub's issues and pull requests: the comments below the description, which is the post."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["GITHUB"]

GITHUB: Final = System(
    name="github",
    marks="div.timeline-comment .js-comment-body",
    records="div[id^=issuecomment-]",
    numbered=r"^issuecomment-(\d+)$",
    author=".timeline-comment-header a.author, a.author",
    time=".timeline-comment-header relative-time, relative-time, time-ago, time",
    body=".js-comment-body, .comment-body",
    level=flat,
    score=".js-reaction-group-button",
    permalink=".timeline-comment-header a[href*=issuecomment], a.timestamp",
)
