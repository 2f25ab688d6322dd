"""Comments that are list items: "  1. Ann says:" / body, or "  1. Body" / "     Ann — 05.14.19 @ 12:15 PM".

Lists that readers wrote look like comments; the page's header template, and the numbers and the kind of the siblings,
tell them apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from threadkit import lazy_re
from threadkit.model import Issue
from threadkit.renderings.headers import (
    MAX_HEADER,
    Header,
    Normalised,
    Template,
    is_noise,
    learn,
    learn_normalised,
    looks_like_name,
    normalise,
)
from threadkit.renderings.lines import Line
from threadkit.renderings.record import (
    PING,
    Record,
    drop_furniture,
    fill_bodies,
    has_body,
    has_digit,
    is_time_line,
    new_record,
    repeated_lines,
    take_header,
    take_signatures_below,
)
from threadkit.renderings.section import Proposal, Section

__all__ = ["propose_listed"]

_PING_HEADING: Final = lazy_re.pattern(
    r"\W*(?:\d+\s+)?(?:pingbacks?|trackbacks?)(?:\s*(?:/|&|and)\s*(?:pingbacks?|trackbacks?))?\W*(?:\d+\W*)?",
    re.IGNORECASE,
)
_STAMPED: Final = 80
"""A line that gives a time and has the theme's links behind it is no longer."""


class _Stretch(NamedTuple):
    """A stretch of lines whose records may begin with list markers."""

    lines: Sequence[Line]
    run: Sequence[int]
    """The candidates."""
    template: Template
    """What their first lines share."""
    heads: Mapping[int, Normalised]
    """Their first lines, where these are short enough for a header."""
    headers: Mapping[int, Header]
    """Those that fit the template."""


def propose_listed(section: Section, marked: Sequence[int]) -> Iterator[Proposal]:
    """List items as records; `marked` are the items that may be some, in order."""
    lines = section.lines
    marked = marked[bisect_left(marked, section.low) :]
    run, high = _run(lines, marked, section.low, introduced=section.introduced)
    heads = {i: normalise(lines[i].text) for i in run if 0 < len(lines[i].text) <= MAX_HEADER}
    template = learn_normalised(heads.values())
    headers = {i: header for i, head in heads.items() if (header := template.match_normalised(head))}
    stretch = _Stretch(lines, run, template, heads, headers)
    chosen, issues = _without_readers_lists(stretch)
    if chosen:
        records = _read(stretch, chosen, [*chosen[1:], high])
        yield Proposal(
            layout="listed",
            records=records,
            low=run[0],
            high=high,
            indented=True,
            speech=_speaks(template),
            issues=tuple(issues),
        )


def _speaks(template: Template) -> bool:
    """Whether the words around the names say that somebody speaks, or are a sign that no sentence has ("Ann*")."""
    words = (*template.prefix, *template.suffix)
    return any(word == "*" or is_noise(word) for word in words if word not in ".,-–—")


def _read(stretch: _Stretch, chosen: Sequence[int], stops: Sequence[int]) -> list[Record]:
    lines, template = stretch.lines, stretch.template
    records = [new_record(lines, i) for i in chosen]
    repeated = repeated_lines(lines, chosen)
    lenient = not template.strong and _often_named(lines, chosen, stops)
    dated = sum(is_time_line(lines, i + 1) for i in chosen) >= 0.6 * len(chosen)
    bodies = []
    for record, start, stop in zip(records, chosen, stops, strict=True):
        record.header, taken = take_header(
            lines, start, stop, template, repeated, dated=dated, lenient=lenient, known=stretch.headers.get(start)
        )
        bodies.append(start + taken)
    _take_dates_below(lines, records, bodies, stops)
    fill_bodies(lines, records, chosen, bodies, stops)
    drop_furniture(records)
    take_signatures_below(records)
    return records


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


def _often_named(lines: Sequence[Line], chosen: Sequence[int], stops: Sequence[int]) -> bool:
    """Whether bare names are how this page heads its comments."""
    named = [looks_like_name(lines[i].text) and has_body(lines, i, stop) for i, stop in zip(chosen, stops, strict=True)]
    return sum(named) >= 0.15 * len(chosen)


def _without_readers_lists(page: _Stretch) -> tuple[list[int], list[Issue]]:
    """The candidates without the lists that readers wrote, on a page whose headers are known."""
    lines, run = page.lines, page.run
    if not page.template.strong:
        return list(run), []
    fits = {i: i in page.headers or _is_bare_time(page.heads.get(i)) or bool(PING.match(lines[i].text)) for i in run}
    if all(fits.values()):
        return list(run), []
    siblings = _sibling_lists(lines, run)
    mixed = [group for group in siblings if any(fits[i] for i in group)]
    total = sum(map(len, mixed))
    dropped = sum(not fits[i] for group in mixed for i in group) / total if total else 1.0
    ordered = Counter(lines[i].marker == "•" for group in mixed for i in group if len(group) > 1 or lines[i].indent > 2)
    parents = {_parent_of(lines, run, group[0]) for group in mixed}
    out: set[int] = set()
    issues: list[Issue] = []
    for group in siblings:
        if any(fits[i] for i in group) or any(i in parents for i in group):
            out.update(group)
        elif page.template.dated and dropped < 0.3 and lines[group[0]].marker != "•":
            continue  # headers with a time are seldom dropped, and readers number their paragraphs
        elif len(group) == 1 or dropped ** len(group) > 0.03:
            if ordered and not ordered[lines[group[0]].marker == "•"]:
                continue  # a bullet where the page numbers its comments, or the other way round
            out.update(group)
        else:
            message = (
                "a numbered list inside a comment could also be replies whose authors are missing; taken as a list"
            )
            issues.append(Issue(code="ambiguous-list", message=message, grade="info", line=group[0] + 1))
    return sorted(out), issues


def _is_bare_time(head: Normalised | None) -> bool:
    """Whether a header lost its name and kept its time."""
    return head is not None and head.time is not None and is_noise(head.text)


def _sibling_lists(lines: Sequence[Line], run: Sequence[int]) -> list[list[int]]:
    """The candidates by the list they would be items of: one column, no outer item between, rising numbers."""
    groups: list[list[int]] = []
    stack: list[list[int]] = []
    for i in run:
        line = lines[i]
        while stack and lines[stack[-1][-1]].indent > line.indent:
            stack.pop()
        top = stack[-1] if stack else None
        if top and lines[top[-1]].indent == line.indent and _may_follow(lines[top[-1]], line):
            top.append(i)
            continue
        if top and lines[top[-1]].indent == line.indent:
            stack.pop()
        stack.append([i])
        groups.append(stack[-1])
    return groups


def _may_follow(before: Line, line: Line) -> bool:
    if before.marker == "•" or line.marker == "•":
        return before.marker == line.marker
    return (before.ordinal or 0) < (line.ordinal or 0)


def _parent_of(lines: Sequence[Line], run: Sequence[int], i: int) -> int | None:
    """The candidate that item `i` would be a reply to."""
    at = bisect_left(run, i)
    for k in range(at - 1, max(-1, at - 400), -1):
        if lines[run[k]].indent < lines[i].indent:
            return run[k]
    return None


def _take_dates_below(
    lines: Sequence[Line], records: Sequence[Record], bodies: list[int], stops: Sequence[int]
) -> None:
    """Dates that stand alone in a block under the header (Genesis), where most records have them."""
    spots: list[int | None] = []
    for record, body, stop in zip(records, bodies, stops, strict=True):
        if len(spots) == 12 and not any(spots):
            return
        k = body
        while k < stop and lines[k].blank:
            k += 1
        alone = k < stop and (k + 1 >= len(lines) or lines[k + 1].blank) and _begins_with_time(lines, k)
        spots.append(k if alone and record.header and record.header.time is None else None)
    if sum(spot is not None for spot in spots) < max(2, 0.6 * len(records)):
        return
    for n, (record, spot) in enumerate(zip(records, spots, strict=True)):
        if spot is not None and record.header:
            record.header = record.header._replace(time=normalise(lines[spot].text).time)
            bodies[n] = spot + 1


def _begins_with_time(lines: Sequence[Line], k: int) -> bool:
    """Whether a line is a time with no more behind it than a theme prints: "(UTC 1) Link to this comment"."""
    if is_time_line(lines, k):
        return True
    line = lines[k]
    if line.marked or len(line.text) > _STAMPED or not has_digit(line.text):
        return False
    found = normalise(line.text)
    return found.time is not None and line.text.startswith(found.time) and found.text[-1:].isalnum()
