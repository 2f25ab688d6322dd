"""Mobile Nations (Android Central, iMore, Windows Central): their forum's comments below articles, 2017 to 2019.

Without scripts the records have bodies only; names and times come later.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["MOBILENATIONS"]

MOBILENATIONS: Final = System(
    name="mobilenations",
    marks="li.xenforo-comment .xenforo-comment-content",
    records="li.xenforo-comment",
    author=".xenforo-comment-content header .username, .xenforo-comment-content header a",
    time=".xenforo-comment-content header time, .xenforo-comment-content header .date",
    body=".js-read-more",
    declared=".comments-total",
    level=flat,
)
