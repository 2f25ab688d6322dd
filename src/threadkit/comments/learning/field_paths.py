"""Where records of one make have their name, time and text, told by what stands in the same place in all of them.

In come a page's records; out come the same records with what was found declared on each, or None where nothing was. No
class name is needed, and no language: the nodes of all records are laid side by side by their *paths* (the tags and
classes from the record down to them), and each path is judged by what its texts have in common:

* a **time** is a path whose texts are times;
* a **name** is a path of short texts that differ from record to record, without numbers, near the time;
* a **text** is the path that holds most of what differs, and neither the name nor the time;
* a **byline** is a line with a time and, beside it, what differs: a name and what the theme says around it.

It is learned from a few records and then looked up in each. The hints that class names give (`hints`) count, as one
reason among others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

import attrs
from attrs import define, field, frozen

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord
from threadkit.comments.learning.author_names import TIME, clean_name, common_affixes, is_introduction, name_in_line
from threadkit.comments.learning.hints import hint_of
from threadkit.dates import find_time

__all__ = ["declared_by_paths"]

_SAMPLE: Final = 24
_LONGEST: Final = 160
"""A text that may be a name, a time or a byline is no longer."""
_MOST: Final = 0.6
"""So many of the records have what all of them have."""
_DIGIT: Final = lazy_re.pattern(r"\d")
_LETTER: Final = lazy_re.pattern(r"[^\W\d_]")
_DIGITS: Final = lazy_re.pattern(r"\d+")
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "svg", "form", "textarea", "select", "button"})
_LEAST_OF_ALL: Final = 0.35
"""A path that holds less of the records' text is not their text."""
_COMMAS: Final = 6
"""A name has no more words than this."""

_Path = tuple[tuple[str, str], ...]


@define
class _Place:
    """What stands on one path, record by record."""

    path: _Path
    nodes: dict[int, int] = field(factory=dict)
    """The record's number in the sample → the first node on the path."""
    texts: dict[int, str] = field(factory=dict)
    sizes: int = 0
    """Characters in all nodes of the path."""

    @property
    def words(self) -> list[str]:
        return list(self.texts.values())


@frozen
class _Learned:
    """Which paths hold what."""

    name: _Path | None
    time: _Path | None
    body: _Path | None
    byline: _Path | None
    before: str = ""
    behind: str = ""
    """What all bylines have before and behind their names."""
    signs: bool = False
    """Whether names stand behind their texts, as under a letter."""


def declared_by_paths(page: CommentPage, records: Sequence[CommentRecord]) -> list[CommentRecord] | None:
    """The records with their names, times and texts declared; None where no path tells a name or a time.

    >>> from threadkit.document.columns import parse_columns
    >>> rows = [f"<div><i>{name}</i><u>{n} May 2009</u><p>{name} says {n}.</p></div>" for n, name in
    ...         enumerate(("Ann", "Bob", "Cy"), 1)]
    >>> columns, _ = parse_columns("".join(rows))
    >>> found = declared_by_paths(CommentPage(columns=columns), [CommentRecord(None, n) for n in (2, 6, 10)])
    >>> [(columns.all_text(one.author), columns.all_text(one.time), one.body) for one in found][0]
    ('Ann', '1 May 2009', [5])
    """
    sample = records[:_SAMPLE]
    outers = {record.outer for record in records}
    ends = sorted(outers)
    places = _places(page, sample, outers, ends)
    whole = sum(_own_size(page, root, ends) for one in sample for root in one.roots)
    learned = _learn(page, places, sample, whole)
    if learned is None:
        return None
    return [_declared(page, record, outers, learned) for record in records]


# -- laying side by side ----------------------------------------------------------------------------------------------


def _own_nodes(page: CommentPage, record: CommentRecord, outers: set[int]) -> Iterator[tuple[int, _Path]]:
    """The nodes of a record, not those of records inside it, each with its path."""
    columns = page.columns
    for root in record.roots:
        paths: dict[int, _Path] = {root: ()}
        counts: dict[tuple[int, str, str], int] = {}
        node, end = root + 1, columns.ends[root]
        if root != record.outer:
            paths[root] = ((columns.tags[root], columns.classes[root] or ""),)
            yield root, paths[root]
        while node < end:
            tag = columns.tags[node]
            if node in outers or tag in _UNSEEN or tag[0] == "#":
                node = columns.ends[node]
                continue
            around = paths.get(columns.parents[node])
            if around is None:
                node = columns.ends[node]
                continue
            classes = columns.classes[node]
            step = _DIGITS.sub("#", classes) if classes else ""
            if tag in _INLINE:
                # Two bold words in one line are two places; two paragraphs of one text are one.
                count = counts.get((columns.parents[node], tag, step), 0)
                counts[columns.parents[node], tag, step] = count + 1
                step = f"{step}@{count}" if count else step
            path = (*around, (tag, step))
            if len(path) > _DEEPEST:
                node = columns.ends[node]
                continue
            paths[node] = path
            yield node, path
            node += 1


_DEEPEST: Final = 16
_LOOKED_AT: Final = 400
"""So many events behind a name tell whether the text stands there."""
_INLINE: Final = frozenset("a b strong em i cite span small font td dd dt".split())


def _own_size(page: CommentPage, root: int, outers: Sequence[int]) -> int:
    """The characters of a record before the first record inside it."""
    columns = page.columns
    inner = bisect_right(outers, root)
    end = columns.stops[root]
    if inner < len(outers) and outers[inner] < columns.ends[root]:
        end = columns.starts[outers[inner]]
    return sum(len(one.strip()) for one in columns.events[columns.starts[root] : end] if isinstance(one, str))


def _places(
    page: CommentPage, sample: Sequence[CommentRecord], outers: set[int], sorted_outers: Sequence[int]
) -> list[_Place]:
    columns = page.columns
    places: dict[_Path, _Place] = {}
    for number, record in enumerate(sample):
        for node, path in _own_nodes(page, record, outers):
            inner = bisect_right(sorted_outers, node)
            if inner < len(sorted_outers) and sorted_outers[inner] < columns.ends[node]:
                continue  # it holds other records, and so neither a name nor a text
            place = places.get(path)
            if place is None:
                place = places[path] = _Place(path)
            size = sum(len(text.strip()) for text in columns.texts(node))
            place.sizes += size
            if number not in place.nodes:
                place.nodes[number] = node
                if 0 < size <= _LONGEST:
                    place.texts[number] = " ".join(columns.all_text(node).split())
    return [place for place in places.values() if len(place.nodes) >= _MOST * len(sample)]


# -- judging ----------------------------------------------------------------------------------------------------------


def _learn(page: CommentPage, places: Sequence[_Place], sample: Sequence[CommentRecord], whole: int) -> _Learned | None:
    count = len(sample)
    time = _choose_time(page, places, count)
    name = _choose_name(page, places, count, time)
    byline, before, behind = (None, "", "") if name is not None else _choose_byline(page, places, count)
    if name is None and byline is None:
        return None
    heads = [one for one in (name, time, byline) if one is not None]
    body = _choose_body(places, heads)
    if body is not None and body.sizes < _LEAST_OF_ALL * (whole - sum(head.sizes for head in heads)):
        body = None  # what is most of the text stands in no node of its own
    return _Learned(
        name.path if name else None,
        time.path if time else None,
        body.path if body else None,
        byline.path if byline else None,
        before,
        behind,
        _signs(page, name or byline, sample),
    )


def _signs(page: CommentPage, place: _Place | None, sample: Sequence[CommentRecord]) -> bool:
    """Whether most of the records' text stands before the names."""
    before = behind = 0
    for number, node in place.nodes.items() if place is not None else ():
        root = sample[number].outer
        at = page.columns.starts[node]
        for event in page.columns.events[page.columns.starts[root] : at]:
            before += len(event.strip()) if isinstance(event, str) else 0
        for event in page.columns.events[at : min(page.columns.stops[root], at + _LOOKED_AT)]:
            behind += len(event.strip()) if isinstance(event, str) else 0
    return before > behind


def _choose_time(page: CommentPage, places: Sequence[_Place], count: int) -> _Place | None:
    best: tuple[float, _Place] | None = None
    for place in places:
        if place.path[-1][0] == "time":
            rating = 100.0
        else:
            texts = [text for text in place.words if _DIGIT.search(text)]
            if len(texts) < _MOST * count:
                continue
            spans = [find_time(text, page.language) for text in texts]
            timed = [span for span in spans if span is not None]
            if len(timed) < 0.8 * len(texts):
                continue
            rest = median(len(text) - (span[1] - span[0]) for text, span in zip(texts, spans, strict=True) if span)
            rating = 50 - rest + min(20, median(span[1] - span[0] for span in timed))
        if best is None or rating > best[0]:
            best = rating, place
    return best[1] if best is not None else None


def _choose_name(page: CommentPage, places: Sequence[_Place], count: int, time: _Place | None) -> _Place | None:
    best: tuple[float, _Place] | None = None
    for place in places:
        rating = _name_rating(page, place, count)
        if rating is None or (time is not None and _is_inside(time.path, place.path)):
            continue
        rating += _nearness(place, time)
        if best is None or rating > best[0]:
            best = rating, place
    return best[1] if best is not None else None


def _name_rating(page: CommentPage, place: _Place, count: int) -> float | None:
    """How much the texts of a path look like names; None where they can't be."""
    texts = place.words
    if len(texts) < _MOST * count:
        return None
    distinct = len(set(texts))
    if distinct < 2 and count > 1:
        return None
    if count > 3 and distinct < 0.25 * len(texts):
        return None
    if median(map(len, texts)) > 30 or median(len(text.split()) for text in texts) > 3:
        return None
    lettered = sum(1 for text in texts if _LETTER.search(text) and len(text.split()) <= _COMMAS)
    if lettered < 0.8 * len(texts):
        return None
    if sum(1 for text in texts if _DIGIT.search(text) and find_time(text, page.language)) > 0.1 * len(texts):
        return None
    tag, classes = place.path[-1]
    hint = hint_of(tag, classes.partition("@")[0])
    if hint.control or hint.time > 2:
        return None
    bold = any(step[0] in ("b", "strong", "cite", "h3", "h4", "h5") for step in place.path[-2:])
    # An element for the name alone lies further inside than one for the name and what stands beside it.
    return hint.author + 3 * (tag == "a") + 2 * bold + 0.1 * len(place.path) + 2 * distinct / len(texts)


def _nearness(place: _Place, time: _Place | None) -> float:
    """Names stand next to times: in one box, a few nodes apart."""
    if time is None:
        return 0.0
    gaps = [abs(place.nodes[n] - time.nodes[n]) for n in place.nodes if n in time.nodes]
    return max(0.0, 5 - median(gaps) / 2) if gaps else 0.0


def _choose_byline(page: CommentPage, places: Sequence[_Place], count: int) -> tuple[_Place | None, str, str]:
    """The line that has the time and the name in it, where neither has an element of its own."""
    best: tuple[int, _Place, str, str] | None = None
    for place in places:
        lines = [line for text in place.words if (line := _line_around_time(page, text))]
        if len(lines) < _MOST * count:
            continue
        names = [name_in_line(line) for line in lines]
        first, last = common_affixes(names)
        first = first if is_introduction(first) or len(set(names)) > 3 else ""
        distinct = {name.removeprefix(first).removesuffix(last) for name in names if name}
        if len(distinct) < max(2, 0.25 * len(lines)) and count > 1:
            continue
        size = sum(map(len, lines))
        if best is None or size < best[0]:
            best = size, place, first, last
    return (best[1], best[2], best[3]) if best is not None else (None, "", "")


def _line_around_time(page: CommentPage, text: str) -> str | None:
    """A line with `TIME` in the place of its time; None where it has none, or nothing else."""
    span = find_time(text, page.language) if _DIGIT.search(text) else None
    if span is None:
        return None
    line = text[: span[0]] + TIME + text[span[1] :]
    return line if _LETTER.search(line) else None


def _choose_body(places: Sequence[_Place], heads: Sequence[_Place]) -> _Place | None:
    """The path that holds most text, and nothing of the header; of those that hold as much, the outermost."""
    best: _Place | None = None
    for place in places:
        if any(_is_inside(head.path, place.path) or head.path == place.path for head in heads):
            continue
        if any(_is_inside(place.path, head.path) for head in heads):
            continue
        if best is None or place.sizes > 1.02 * best.sizes:
            best = place
    return best


def _is_inside(path: _Path, outer: _Path) -> bool:
    return len(path) > len(outer) and path[: len(outer)] == outer


# -- each record ------------------------------------------------------------------------------------------------------


def _declared(page: CommentPage, record: CommentRecord, outers: set[int], learned: _Learned) -> CommentRecord:
    columns = page.columns
    found: dict[_Path, list[int]] = defaultdict(list)
    wanted = {learned.name, learned.time, learned.body, learned.byline}
    for node, path in _own_nodes(page, record, outers):
        if path in wanted:
            found[path].append(node)
    new = attrs.evolve(record)
    if learned.name is not None and (nodes := found[learned.name]):
        new.author = nodes[0]
    if learned.time is not None and (nodes := found[learned.time]):
        new.time = nodes[0]
    if learned.byline is not None and (nodes := found[learned.byline]):
        text = " ".join(columns.all_text(nodes[0]).split())
        if line := _line_around_time(page, text):
            name = name_in_line(line).removeprefix(learned.before).removesuffix(learned.behind)
            new.name = clean_name(name) or None
            span = find_time(text, page.language)
            new.stamp = text[span[0] : span[1]] if span else None
    if learned.body is not None and (nodes := found[learned.body]):
        new.body = nodes
    new.is_loose = new.body is None and learned.signs
    return new
