"""Where comments may stand in a text: behind the line that introduces them, before the words that end them.

An introduction is a wall. What is behind it is no part of the post, whether it can be read or not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import define

from threadkit import lazy_re
from threadkit.model import Issue
from threadkit.renderings.introduction import invites, read_introduction
from threadkit.renderings.lines import Line
from threadkit.renderings.record import SHORT, Record
from threadkit.renderings.views import Kind, View

__all__ = ["Proposal", "Section", "before_the_tail", "introductions", "section_of", "tail"]

_TAIL: Final = lazy_re.pattern(
    # what follows the last comment, by its first words
    r"\W*(?:previous post|next post|leave a|post a comment|add a comment|older comments|newer comments"
    r"|comment navigation|post navigation|older posts|newer posts|cancel reply|your email address|copyright|powered by"
    r"|proudly powered|©|rss\b|subscribe|\d+ (?:trackbacks?|pingbacks?)"
    r"|trackbacks?|pingbacks?|about\b.{0,40}\Z|search\b.{0,20}\Z|archives?\b.{0,10}\Z|categories\b.{0,10}\Z"
    r"|recent (?:posts|comments)|comments? are closed|sign up|follow (?:us|me)\b.{0,30}\Z|related (?:posts|articles)"
    r"|trackback ur[il]|this entry was|you (?:can|must|need to|have to) (?:be )?log)",
    re.IGNORECASE,
)


_ANCHORS: Final = frozenset({Kind.TIME, Kind.DATED, Kind.SPEECH})
_STRAY: Final = 0.15
"""The share of a section's times and speakers that may stand behind its comments."""


@define
class Section:
    """A stretch of lines in which comments may stand."""

    lines: Sequence[Line]
    low: int
    """The first line behind the introduction; 0 without one."""
    introduction: int | None
    """The line that introduces the comments; None without one."""
    declared: int | None
    """How many it says there are."""
    views: list[View]
    """Of the lines from `low` on that are not blank."""

    @property
    def introduced(self) -> bool:
        """Whether a line introduces the comments."""
        return self.introduction is not None


@define(kw_only=True)
class Proposal:
    """A reading of a section, to be judged."""

    layout: str
    """How it was read, for messages and tests: "time, head, -1"."""
    records: list[Record]
    """In page order."""
    low: int
    """The first line that belongs to a record."""
    high: int
    """The line behind the last record."""
    indented: bool
    """Whether columns are list levels of two columns each (else only their order tells depth)."""
    speech: bool = False
    """Whether the headers say that somebody speaks."""
    issues: tuple[Issue, ...] = ()
    """Where two readings of a part were possible."""


def section_of(lines: Sequence[Line], views: Sequence[View], introduction: int | None) -> Section:
    """The section behind an introduction, or the whole text."""
    low = 0 if introduction is None else introduction + 1
    said = None if introduction is None else read_introduction(lines[introduction].full_text)
    return Section(
        lines=lines,
        low=low,
        introduction=introduction,
        declared=said.count if said else None,
        views=[view for view in views if view.at >= low] if low else list(views),
    )


def before_the_tail(section: Section) -> Sequence[View]:
    """The section's views up to the line behind which next to no anchors stand: sidebars and forms have some too."""
    views = section.views
    anchors = [view.kind in _ANCHORS for view in views]
    left = sum(anchors)
    most = _STRAY * left
    if not left:
        return views
    for n, (view, anchor) in enumerate(zip(views, anchors, strict=True)):
        if left <= most:
            text = view.text
            if _ends_comments(text):
                return views[:n]
        left -= anchor
    return views


def introductions(lines: Sequence[Line]) -> list[int]:
    """Every line outside of lists that introduces comments."""
    return [i for i, line in enumerate(lines) if line.text and line.indent <= 2 and read_introduction(line.full_text)]


def tail(lines: Sequence[Line], start: int) -> int:
    """Where the last record, which begins at `start`, ends: before the first line that begins like a footer."""
    column = lines[start].indent
    for k in range(start + 1, len(lines)):
        line = lines[k]
        if line.blank:
            continue
        text = line.full_text
        if line.indent < column and line.indent == 0 and column > 3:
            return k
        if line.heading and line.indent == 0:
            return k
        if _ends_comments(text):
            return k
        if line.marked and line.indent == 2 and lines[k - 1].blank and _is_menu(lines, k):
            return k
    return len(lines)


def _ends_comments(text: str) -> bool:
    """Whether a line begins what stands behind the comments."""
    if len(text) > SHORT:
        return False
    return _TAIL.match(text) is not None or invites(text)


def _is_menu(lines: Sequence[Line], k: int) -> bool:
    """Whether a heading set as a list item, with a list below it, begins a sidebar."""
    below = next((line for line in lines[k + 1 : k + 4] if not line.blank), None)
    return below is not None and below.marked and below.indent > lines[k].indent and lines[k].marker == "•"
