"""Which lines of a rendering are comments: proposals, judged as wholes, and the best of them.

In come the lines; out go `Record`s in page order, the lines above them (the post) and around them. A proposal is a
whole reading: list items as records (`listed`), or what every record has once (`anchored`). Each is read to the end,
and `judging` says what speaks for it; where nothing introduces comments, it must be plausible besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from threadkit.model import Issue
from threadkit.renderings.anchored import propose_anchored
from threadkit.renderings.candidates import introduction_at, marked_candidates, unmark
from threadkit.renderings.counted import read_counted
from threadkit.renderings.introduction import comments_open, read_introduction
from threadkit.renderings.judging import is_counted, is_plausible, worth
from threadkit.renderings.lines import Line
from threadkit.renderings.listed import propose_listed
from threadkit.renderings.record import REPLY_LINK, Record
from threadkit.renderings.section import Proposal, section_of, tail
from threadkit.renderings.views import Kind, view_lines

__all__ = ["Found", "Record", "find_records"]

_OTHERS: Final = 2
_TEXT: Final = 140
"""A line of so many letters above the first record is the post's."""
_FAR: Final = 2
_POST: Final = 200
"""So many letters of paragraphs are a post."""
_PROSE: Final = 100
"""A longer line is a paragraph."""


@frozen(kw_only=True)
class Found:
    """The comment section and what is left."""

    post: Sequence[Line]
    """The lines above the comments, without the introduction."""
    introduction: str | None
    """The comment introduction; None without one."""
    records: Sequence[Record]
    """In page order."""
    around: Sequence[Line]
    """The lines that stand right before and behind the comments."""
    indented: bool
    """Whether columns are list levels of two columns each (else only their order tells depth)."""
    unread: Sequence[Line] = ()
    """What stands where comments stand and could not be read."""
    issues: tuple[Issue, ...] = ()
    """Where two readings were possible."""
    layout: str = ""
    """How the comments were read, for tests."""


def find_records(lines: Sequence[Line]) -> Found:
    """The records of a rendering's comment section; none where there is no such section."""
    lines = unmark(lines)
    marked = marked_candidates(lines)
    views = view_lines(lines, 0, len(lines))
    anchors = [view.at for view in views if view.kind in (Kind.TIME, Kind.DATED, Kind.SPEECH)]
    introduction = introduction_at(lines, sorted({*marked, *anchors}))
    section = section_of(lines, views, introduction)
    proposals = [*propose_listed(section, marked), *propose_anchored(section)]
    judged = [(worth(proposal, section), -n) for n, proposal in enumerate(proposals)]
    best: Proposal | None = None
    if judged:
        value, n = max(judged)
        best = proposals[-n] if value > 0 or is_counted(proposals[-n], section) else None
    if best is not None and not section.declared and not is_plausible(best, section):
        best = None
    if best is None and (counted := read_counted(lines)):
        introduction, best = counted
    if best is None or not best.records:
        return _without_comments(lines)
    records = best.records
    low = 0 if introduction is None else introduction + 1
    if introduction is None and _is_the_post(lines, records):
        records = records[1:]
    first = min(best.low, records[0].line - 1) if introduction is not None else records[0].line - 1
    while first > low and REPLY_LINK.fullmatch(lines[first - 1].text):
        first -= 1
    above = lines[:first] if introduction is None else [*lines[:introduction], *_between(lines, low, first)]
    return Found(
        post=above,
        introduction=None if introduction is None else lines[introduction].full_text,
        records=records,
        around=[*lines[max(0, first - 8) : first], *lines[best.high : best.high + 40]],
        indented=best.indented,
        issues=tuple(best.issues),
        layout=best.layout,
    )


def _between(lines: Sequence[Line], low: int, high: int) -> Sequence[Line]:
    """What the post has between a count above it and its comments; nothing where the count stands below the post.

    An introduction is a wall: what a theme prints behind it is no part of the post.
    """
    post = sum(len(line.text) for line in lines[: low - 1] if len(line.text) > _PROSE)
    between = sum(len(line.text) for line in lines[low:high] if len(line.text) > _PROSE)
    return lines[low:high] if between > post else ()


def _is_the_post(lines: Sequence[Line], records: Sequence[Record]) -> bool:
    """Whether the first record is the post: no text stands above it, and all others hang below it (p2 sets its posts
    in a list), or it alone is no list item, or it says far more than any other.
    """
    if len(records) < _OTHERS or any(len(line.text) >= _TEXT for line in lines[: records[0].line - 1]):
        return False
    first, others = records[0], records[1:]
    if all(record.column > first.column for record in others):
        return True
    if not first.marker and all(record.marker for record in others):
        return True
    return _length(first) > _FAR * max(map(_length, others))


def _length(record: Record) -> int:
    return sum(len(line.text) for line in record.body)


def _wall(lines: Sequence[Line]) -> int | None:
    """The first line below a post that says that there are comments, and how many; None without one."""
    above = 0
    for i, line in enumerate(lines):
        if len(line.text) > _PROSE:
            above += len(line.text)
        elif above >= _POST and line.text and line.indent == 0:
            said = read_introduction(line.full_text)
            if said is not None and said.count:
                return i
    return None


def _unread(lines: Sequence[Line], wall: int) -> Found:
    """A page whose comments could not be read: they are kept in one piece, and are no part of the post."""
    first = next((k for k in range(wall + 1, len(lines)) if not lines[k].blank), wall)
    end = tail(lines, first) if first > wall else len(lines)
    said = sum(len(line.text) for line in lines[first:end]) >= _POST
    return Found(
        post=lines[:wall],
        introduction=lines[wall].full_text,
        records=(),
        around=lines[end : end + 40],
        indented=True,
        unread=lines[first:end] if said else (),
    )


def _without_comments(lines: Sequence[Line]) -> Found:
    """A page without comments: an introduction ("No comments yet") may still stand below the post."""
    if (wall := _wall(lines)) is not None:
        return _unread(lines, wall)
    end = len(lines)
    said: str | None = None
    for i in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        text = lines[i].full_text
        if text and (comments_open([text]) is not None or (lines[i].indent == 0 and read_introduction(text))):
            end, said = i, text if read_introduction(text) else said
    return Found(post=lines[:end], introduction=said, records=(), around=lines[end : end + 40], indented=True)
