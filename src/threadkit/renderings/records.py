"""Which lines of a rendering are comments: the section, the records in it, and each record's header and body.

In come the lines; out go `Record`s in page order, the lines above them (the post) and around them. Three layouts:

    marked    a record begins with a list marker:   "  1. Ann says:" / blank / body
    signed    the same, but signed below the body:  "  1. Body …" / blank / "     Ann — 05.14.19 @ 12:15 PM"
    headed    no list; a line that names somebody and a time stands above each body, or below it

The one that explains most candidate lines is taken. Lists that readers wrote look like records; the page's header
template, the blank line before a record, and the ordinals of its siblings tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import frozen

from threadkit import lazy_re
from threadkit.model import Issue
from threadkit.renderings.candidates import (
    counted_names,
    explain_the_page,
    headed_candidates,
    introduction_at,
    marked_candidates,
    unmark,
)
from threadkit.renderings.headed import read_headed, read_named
from threadkit.renderings.headers import MAX_HEADER, learn, learn_normalised, normalise
from threadkit.renderings.introduction import comments_open, read_introduction
from threadkit.renderings.lines import Line
from threadkit.renderings.marked import MarkedPage, read_marked, read_signed
from threadkit.renderings.record import REPLY_LINK, Record

__all__ = ["Found", "Record", "find_records"]

_PING_HEADING: Final = lazy_re.pattern(
    r"\W*(?:\d+\s+)?(?:pingbacks?|trackbacks?)(?:\s*(?:/|&|and)\s*(?:pingbacks?|trackbacks?))?\W*(?:\d+\W*)?",
    re.IGNORECASE,
)


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
    issues: tuple[Issue, ...] = ()
    """Where two readings were possible."""


def find_records(lines: Sequence[Line]) -> Found:
    """The records of a rendering's comment section; none where there is no such section."""
    lines = unmark(lines)
    marked = marked_candidates(lines)
    headed = [] if explain_the_page(lines, marked) else headed_candidates(lines)
    introduction = introduction_at(lines, sorted(marked + headed))
    low = 0 if introduction is None else introduction + 1
    marked = [i for i in marked if i >= low]
    headed = [i for i in headed if i >= low]
    records, high, issues, indented = _choose(lines, marked, headed, low, introduced=introduction is not None)
    if not records and (named := counted_names(lines)):
        introduction, low = named[0], named[0] + 1
        records, high, indented = *read_named(lines, named[1:]), False
    if introduction is None and _is_the_post(lines, records):
        records = records[1:]
    if not records:
        return _without_comments(lines)
    first = records[0].line - 1
    while first > low and REPLY_LINK.fullmatch(lines[first - 1].text):
        first -= 1
    above = lines[:first] if introduction is None else [*lines[:introduction], *lines[low:first]]
    return Found(
        post=above,
        introduction=None if introduction is None else lines[introduction].full_text,
        records=records,
        around=[*lines[max(0, first - 8) : first], *lines[high : high + 40]],
        indented=indented,
        issues=tuple(issues),
    )


def _is_the_post(lines: Sequence[Line], records: Sequence[Record]) -> bool:
    """Whether the first record is the post: all others hang below it, and no text stands above it (p2 sets its posts
    in a list).
    """
    if len(records) < 2 or any(record.column <= records[0].column for record in records[1:]):
        return False
    return all(len(line.text) < 140 for line in lines[: records[0].line - 1])


def _without_comments(lines: Sequence[Line]) -> Found:
    """A page without comments: an introduction ("No comments yet") may still stand below the post."""
    end = len(lines)
    said: str | None = None
    for i in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        text = lines[i].full_text
        if text and (comments_open([text]) is not None or (lines[i].indent == 0 and read_introduction(text))):
            end, said = i, text if read_introduction(text) else said
    return Found(post=lines[:end], introduction=said, records=(), around=lines[end : end + 40], indented=True)


def _choose(
    lines: Sequence[Line], marked: list[int], headed: list[int], low: int, *, introduced: bool
) -> tuple[list[Record], int, list[Issue], bool]:
    """Records, the index behind them, issues, and whether columns are list levels."""
    run, high = _run(lines, marked, low, introduced=introduced)
    heads = {i: normalise(lines[i].text) for i in run if 0 < len(lines[i].text) <= MAX_HEADER}
    template = learn_normalised(heads.values())
    headers = {i: header for i, head in heads.items() if (header := template.match_normalised(head))}
    marked_page = MarkedPage(lines, run, high, template, heads, headers)
    fitting = len(headers)
    in_run = [i for i in headed if run and run[0] < i < high]
    if run and (not headed or len(headed) <= max(2, fitting) or len(headed) < 0.3 * len(run)):
        return (*read_marked(marked_page), True)
    if run and len(in_run) >= 0.7 * len(run) and _close_records(lines, in_run, run, high):
        return (*read_signed(lines, run, high, in_run), True)
    records, end = read_headed(lines, headed, low, introduced=introduced)
    if records and len(records) >= 0.5 * len(run):
        return records, end, [], False
    return (*read_marked(marked_page), True) if run else ([], low, [], True)


def _run(lines: Sequence[Line], marked: Sequence[int], low: int, *, introduced: bool) -> tuple[list[int], int]:
    """The candidates of one uninterrupted stretch of indented lines, and the index behind it.

    Behind an introduction it is the first stretch; without one the fullest, if it is more than a menu. A stretch
    goes on over lines at the margin where the next root's number continues the last one's, or where pings follow.
    """
    stretches: list[list[int]] = []
    ends: list[int] = []
    at = low
    for i in marked:
        margin = _margin(lines, at, i)
        if stretches and (not margin or _continues(lines, stretches[-1], i, margin)):
            stretches[-1].append(i)
        else:
            stretches.append([i])
            ends.append(0)
        at = i
    if not stretches:
        return [], low
    if introduced:
        best = stretches[0]
    else:
        best = max(stretches, key=len)
        if len(best) < 3 and not learn(lines[i].text for i in best).strong:
            return [], low
    margin = _margin(lines, best[-1], len(lines))
    return best, margin[0] if margin else len(lines)


def _margin(lines: Sequence[Line], low: int, high: int) -> list[int]:
    """The lines between two places that stand at the margin: outside of all lists."""
    return [k for k in range(low + 1, high) if lines[k].indent == 0 and not lines[k].blank]


def _continues(lines: Sequence[Line], stretch: Sequence[int], i: int, margin: Sequence[int]) -> bool:
    if len(margin) == 1 and _PING_HEADING.fullmatch(lines[margin[0]].full_text):
        return True
    root = min(lines[k].indent for k in stretch)
    last = next((lines[k].ordinal for k in reversed(stretch) if lines[k].indent == root), None)
    ordinal = lines[i].ordinal
    return lines[i].indent == root and last is not None and ordinal is not None and last < ordinal <= last + 5


def _close_records(lines: Sequence[Line], headed: Sequence[int], run: Sequence[int], high: int) -> bool:
    """Whether the naming lines stand at the ends of the records, not at their beginnings."""
    ends = set()
    for start, stop in zip(run, [*run[1:], high], strict=True):
        last = stop - 1
        while last > start and lines[last].blank:
            last -= 1
        ends.add(last)
    return sum(i in ends for i in headed) >= 0.7 * len(headed)
