"""Records by what every one of them has once: a time, or a word that somebody speaks.

A layout is *where records begin* x *where the name stands*. The anchors are the times ("May 3, 2019"), or the lines
that hold name and time, or those that say who speaks ("Ann says:"). A record begins with its anchor's header, or ends
with it. The name is in the anchor's line, in a line above or below it, or it comes first:

    head, -1        head, 0                 foot, 0                    foot, first
    Ann             Ann on May 3, 2019      Mine too.                  Ann
    May 3, 2019     Mine too.               Ann on May 3, 2019         Mine too.
    Mine too.                                                          May 3, 2019

In come a section's views, and of these only the solid ones count: not what the theme prints again and again. Out goes
a proposal for every layout in which most names read like names. Which of them is right is not asked here; `judging`
looks at each as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from attrs import frozen

from threadkit import lazy_re
from threadkit.renderings.headers import Header, Template, learn_normalised, says
from threadkit.renderings.lines import Line
from threadkit.renderings.record import EXCERPT, PING, REPLY_LINK, Record, drop_furniture, drop_links_above
from threadkit.renderings.section import Proposal, Section, before_the_tail, tail
from threadkit.renderings.views import Kind, View
from threadkit.vocabulary.patterns import ALL_BY, BEFORE_TIME, COMMENT_BYLINE

__all__ = ["propose_anchored"]

_NUMBERS: Final = lazy_re.pattern(r"\d+")
_OFTEN: Final = 3
_THEMES: Final = 0.4
"""The share of records from which on a line that they repeat is the theme's: no name is so common."""
_NAMED: Final = 0.6
"""The share of anchors beside which a name must stand."""
_VARIED: Final = 0.2
"""The share of names that must differ, where there are a handful."""
_MANY: Final = 8
"""So many different names are enough, however often each of them stands there."""
_SHIFTS: Final = (0, -1, 1, -2, 2)
"""How far from its anchor the name may stand, in solid lines."""
_REACH: Final = 3
"""How many lines of the theme may stand between the parts of a header."""
_NAME_LENGTH: Final = 100
_BY: Final = lazy_re.pattern(
    rf"\W*(?:{COMMENT_BYLINE}|{ALL_BY})(?:\s*+:)?\s++"
    rf"(?P<name>\S.{{0,80}}?)\s{{0,3}}(?:\(\d{{1,9}}\))?\W{{0,8}}(?:{BEFORE_TIME})?\W{{0,8}}\x01",
    re.IGNORECASE,
)
"""A name between a word for its deed and the time, where the words around vary: "by Ann (1234) on May 3, 2009"."""
_BADGES: Final = lazy_re.pattern(
    r"\W*(?:(?:post |blog |article )?author|op|moderator|mod|admin(?:istrator)?|staff)\W*", re.IGNORECASE
)


@frozen
class _Ground:
    """What all layouts of a section share."""

    section: Section
    solid: Sequence[View]
    """The views without what the theme prints again and again."""
    views: Mapping[int, View]
    """All views, by their lines."""

    @property
    def lines(self) -> Sequence[Line]:
        """The lines of the text."""
        return self.section.lines


@frozen
class _Anchors:
    """Lines that every record has one of."""

    name: str
    """What they are, for messages and tests."""
    spots: Sequence[int]
    """Their places among the solid views."""
    template: Template | None
    """What the lines share around the name; None where the name stands elsewhere."""


class _Head(NamedTuple):
    """One record's header: its first and its last line, and what they say."""

    first: int
    last: int
    header: Header | None


def propose_anchored(section: Section) -> Iterator[Proposal]:
    """Every reading by anchors that is worth a judgement."""
    views = before_the_tail(section)
    counts = Counter(_shape(view) for view in views if view.kind in (Kind.NAME, Kind.LINK))
    kinds = Counter(view.kind for view in views)
    expected = max(kinds[Kind.TIME], kinds[Kind.DATED], kinds[Kind.SPEECH], min(section.declared or 0, len(views)))
    often = {shape for shape, n in counts.items() if n >= max(_OFTEN, _THEMES * expected)}
    solid = [view for view in views if not _is_theme(view, often)]
    ground = _Ground(section, solid, {view.at: view for view in views})
    for anchors in _families(ground):
        for shift in _SHIFTS:
            if _names_stand(solid, anchors, shift):
                yield from _read(ground, anchors, shift)
        if anchors.template is None and len(anchors.spots) > 1:
            yield from _read_first(ground, anchors)


def _shape(view: View) -> str:
    return _NUMBERS.sub("0", view.text)


def _is_theme(view: View, often: set[str]) -> bool:
    if view.kind in (Kind.LINK, Kind.MARK):
        return True
    return view.kind is Kind.NAME and (_shape(view) in often or _BADGES.fullmatch(view.text) is not None)


def _families(ground: _Ground) -> Iterator[_Anchors]:
    """The kinds of lines that may be anchors, those with enough of them."""
    solid = ground.solid
    least = 1 if ground.section.introduced else 2
    by_kind: dict[Kind, list[int]] = {Kind.TIME: [], Kind.DATED: [], Kind.SPEECH: []}
    for k, view in enumerate(solid):
        if view.kind in by_kind:
            by_kind[view.kind].append(k)
    times = by_kind[Kind.TIME]
    if len(times) >= least:
        yield _Anchors("time", times, None)
    for kind in (Kind.DATED, Kind.SPEECH):
        spots = by_kind[kind]
        if len(spots) < least:
            continue
        template = learn_normalised([norm for k in spots if (norm := solid[k].normalised)])
        if kind is Kind.DATED:
            spots = [k for k in spots if _says(solid[k], template) is not None]
            if len(times) < len(spots):  # bare times among them are headers that lost their names
                spots = sorted({*spots, *times})
        if len(spots) >= least:
            yield _Anchors(kind.name.lower(), spots, template)


# -- where the names stand -------------------------------------------------------------------------------------------


def _names_stand(solid: Sequence[View], anchors: _Anchors, shift: int) -> bool:
    """Whether names stand where the layout says."""
    if shift == 0 or anchors.template is not None:
        return shift == 0 and anchors.template is not None
    names = [view.text for k in anchors.spots if (view := _neighbour(solid, k, shift)) and _may_name(view)]
    if len(names) < _NAMED * len(anchors.spots):
        return False
    return len(names) < 6 or len(set(names)) >= min(_MANY, _VARIED * len(names))


def _neighbour(solid: Sequence[View], k: int, shift: int) -> View | None:
    """The solid line so far away, if no other record's time stands between."""
    step = 1 if shift > 0 else -1
    at = k + shift
    if not 0 <= at < len(solid):
        return None
    if any(solid[m].kind in (Kind.TIME, Kind.DATED) for m in range(k + step, at + step, step)):
        return None
    return solid[at]


def _may_name(view: View) -> bool:
    return view.kind in (Kind.NAME, Kind.SPEECH) and len(view.text) <= _NAME_LENGTH


def _says(view: View, template: Template) -> Header | None:
    """What a line says as the line that holds the name."""
    norm = view.normalised
    if norm is None:
        return None
    if header := template.match_normalised(norm):
        return header
    if view.kind is Kind.SPEECH:
        ends = view.text.endswith((":", "…", "..."))
        if header := says(view.text if ends else view.text + ":"):
            return header
    if view.kind is Kind.DATED and (by := _BY.match(norm.text)):
        return Header(by["name"], norm.time, norm.badge)
    return Header(norm.text, None, norm.badge) if view.kind is Kind.NAME else None


def _heads(ground: _Ground, anchors: _Anchors, shift: int) -> list[_Head]:
    """The header at each anchor, the name `shift` solid lines away."""
    solid = ground.solid
    beside = [(k, _neighbour(solid, k, shift) if shift else solid[k]) for k in anchors.spots]
    template = anchors.template or learn_normalised([v.normalised for _, v in beside if v and v.normalised])
    heads = []
    for k, view in beside:
        header = _says(view, template) if view and (not shift or _may_name(view)) else None
        at, time = solid[k].at, _time(solid[k])
        if header is None or view is None:
            heads.append(_Head(at, at, Header(None, time, badge=False) if time else None))
        else:
            header = header._replace(time=header.time or time)
            heads.append(_Head(_twice(ground, min(at, view.at), header), max(at, view.at), header))
    return heads


def _twice(ground: _Ground, first: int, header: Header) -> int:
    """The first line of a header, above which an avatar's text may say the name as well."""
    for k in range(first - 1, max(ground.section.low, first - _REACH) - 1, -1):
        if not ground.lines[k].blank:
            return k if ground.lines[k].text == header.author else first
    return first


# -- readings --------------------------------------------------------------------------------------------------------


def _read(ground: _Ground, anchors: _Anchors, shift: int) -> Iterator[Proposal]:
    """The two readings with the name `shift` lines from the anchor."""
    heads = _heads(ground, anchors, shift)
    yield _read_heads(ground, heads, f"{anchors.name}, head, {shift}")
    yield _read_feet(ground, heads, f"{anchors.name}, foot, {shift}")


def _read_heads(ground: _Ground, heads: Sequence[_Head], layout: str) -> Proposal:
    """Records that begin with their headers."""
    lines = ground.lines
    edges = []
    above = ground.section.low
    for head in heads:
        edges.append(_reach_up(lines, above, head.first))
        above = head.last + 1
    stops = [*edges[1:], tail(lines, heads[-1].last)]
    records = []
    for head, edge, stop in zip(heads, edges, stops, strict=True):
        below, header = _reach_down(ground, head.last + 1, stop, head.header)
        record = _record(lines, edge, head.first, below, stop)
        record.header, record.header_column = header, lines[head.first].indent
        records.append(record)
    return _proposal(layout, records, edges[0], stops[-1])


def _read_feet(ground: _Ground, heads: Sequence[_Head], layout: str) -> Proposal:
    """Records that end with their headers."""
    lines = ground.lines
    edges = [_first_edge(ground, heads[0].first), *(head.last + 1 for head in heads[:-1])]
    records = []
    for head, edge in zip(heads, edges, strict=True):
        record = _record(lines, edge, edge, edge, head.first)
        record.header, record.header_column = head.header, lines[head.first].indent
        records.append(record)
    _drop_numbers(records)
    return _proposal(layout, records, edges[0], heads[-1].last + 1)


def _read_first(ground: _Ground, anchors: _Anchors) -> Iterator[Proposal]:
    """Records that begin with the name and end with the anchor; none where no names stand there."""
    solid, lines, spots = ground.solid, ground.lines, anchors.spots
    firsts = [0 if ground.section.introduced else max(0, spots[0] - 2), *(k + 1 for k in spots[:-1])]
    if any(first >= k for first, k in zip(firsts, spots, strict=True)):
        return
    views = [solid[k] for k in firsts]
    template = learn_normalised([view.normalised for view in views if view.normalised])
    headers = [_says(view, template) if _may_name(view) else None for view in views]
    if sum(header is not None for header in headers) < _NAMED * len(headers):
        return
    low = _reach_up(lines, ground.section.low, views[0].at)
    edges = [low, *(solid[k].at + 1 for k in spots[:-1])]
    records = []
    for edge, view, header, k in zip(edges, views, headers, spots, strict=True):
        named = header is not None
        record = _record(lines, edge, view.at, view.at + named, solid[k].at)
        record.header = (header or Header(None, None, badge=False))._replace(time=_time(solid[k]))
        record.header_column = lines[view.at].indent
        records.append(record)
    yield _proposal(f"{anchors.name}, foot, first", records, low, solid[spots[-1]].at + 1)


def _proposal(layout: str, records: list[Record], low: int, high: int) -> Proposal:
    drop_furniture(records)
    drop_links_above(records)
    return Proposal(
        layout=layout,
        records=records,
        low=low,
        high=high,
        indented=_settle_columns(records),
        speech=layout.startswith("speech"),
    )


# -- one record ------------------------------------------------------------------------------------------------------


def _record(lines: Sequence[Line], edge: int, start: int, below: int, stop: int) -> Record:
    """The record from `edge` to `stop`: its words begin at `start`, its body at `below`."""
    marked = _marker(lines, edge, max(start + 1, stop))
    body = list(lines[below:stop])
    filled = [line.indent for line in (*lines[start:below], *body) if not line.blank]
    record = Record(
        column=marked.indent if marked else min(filled, default=0),
        at=lines[edge].start,
        body_at=next((line.text_at for line in body if not line.blank), lines[start].text_at),
        line=start + 1,
        marker=marked.marker if marked else "",
        body=body,
    )
    for k, line in enumerate(body[: 3 * _REACH]):
        if line is marked:
            body[k] = line._replace(marker="", marked=False, indent=line.indent + 2)
    if EXCERPT.match(next((line.text for line in body if line.text), "")):
        record.kind = "pingback"
    if ping := PING.match(lines[start].text):
        record.kind = "trackback" if ping[1].lower() == "trackback" else "pingback"
    return record


def _marker(lines: Sequence[Line], edge: int, stop: int) -> Line | None:
    """The line with which a record begins, where it is a list item; links of the theme may stand above it."""
    for k in range(edge, min(stop, edge + 3 * _REACH)):
        line = lines[k]
        if line.marked:
            return line
        if not line.blank and not REPLY_LINK.fullmatch(line.text):
            return None
    return None


def _reach_up(lines: Sequence[Line], low: int, start: int) -> int:
    """Where a record begins whose words begin at `start`: with the marker above them, if it stands alone."""
    if lines[start].marked:
        return start
    for k in range(start - 1, max(low, start - 2 * _REACH) - 1, -1):
        line = lines[k]
        if line.marked:
            return k if REPLY_LINK.fullmatch(line.text) or line.text.isdigit() else start
        if not line.blank and len(line.text) > 8 * _REACH:
            return start
    return start


def _reach_down(ground: _Ground, below: int, stop: int, header: Header | None) -> tuple[int, Header | None]:
    """Where the body begins: behind the time, where it stands below the name, with links of the theme between."""
    if header is not None and header.time is not None:
        return below, header
    seen = 0
    for k in range(below, min(stop, below + 2 * _REACH)):
        view = ground.views.get(k)
        if view is None:
            continue
        if view.kind is Kind.TIME:
            time = _time(view)
            return k + 1, header._replace(time=time) if header else Header(None, time, badge=False)
        seen += 1
        if seen > 1 or (view.kind not in (Kind.LINK, Kind.MARK) and not _BADGES.fullmatch(view.text)):
            break
    return below, header


def _first_edge(ground: _Ground, header: int) -> int:
    """Where the first record begins that ends with its header; without an introduction it is one paragraph."""
    if ground.section.introduced:
        return ground.section.low
    above = bisect_left(ground.solid, header, key=lambda view: view.at)
    return ground.solid[above - 1].at if above else ground.section.low


def _time(view: View) -> str | None:
    return view.normalised.time if view.normalised else None


# -- what only all records together show -----------------------------------------------------------------------------


def _drop_numbers(records: Sequence[Record]) -> None:
    """Take the running numbers off the bodies."""
    firsts = [next((k for k, line in enumerate(record.body) if not line.blank), None) for record in records]
    numbered = [
        (record, k, ordinal)
        for record, k in zip(records, firsts, strict=True)
        if k is not None and (ordinal := record.body[k].ordinal) is not None
    ]
    rising = sum(below[2] > above[2] for above, below in pairwise(numbered))
    if len(records) > 1 and len(numbered) >= 0.8 * len(records) and rising >= 0.9 * (len(numbered) - 1):
        for record, k, _ in numbered:
            record.body[k] = record.body[k]._replace(marker="", marked=False)


def _settle_columns(records: Sequence[Record]) -> bool:
    """Whether most records are list items, so that their columns are levels; those of the others are put right."""
    marked = sum(record.marker != "" for record in records)
    if marked < _NAMED * len(records):
        return False
    for record in records:
        if not record.marker:
            record.column = max(2, record.column - 2)
    return True
