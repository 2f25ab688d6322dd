"""What only all readings of a page together show: words that are the theme's and not the writers'.

In come a page's readings; they are changed in place. Names lose the words that all of them share, bodies the lines that
most of them share ("Guest", "Reply", "1."), and where a page shows no times, a first line that is nothing but a time
becomes one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from threadkit import lazy_re
from threadkit.comments.learning.author_names import (
    TIME,
    clean_name,
    common_affixes,
    is_byline_word,
    is_introduction,
    name_in_line,
)
from threadkit.comments.learning.record_reading import RecordReading, pieces_inside
from threadkit.comments.learning.survey import PROSE, is_short
from threadkit.dates import find_time
from threadkit.document.columns import Columns
from threadkit.inner_text import Part, is_block, text_of_parts

__all__ = ["clean", "is_blank"]

_FEW: Final = 40
"""A theme's decoration is no longer than this."""
_SEVERAL: Final = 3
"""From so many records on, what they share is the theme's."""
_PHRASE: Final = 8
"""A theme prints no more words around a name."""
_DIGIT: Final = lazy_re.pattern(r"\d")
_COUNTER: Final = lazy_re.pattern(r"[\s#(\[№]*\d+[\s).\]:|]*")


def clean(readings: Sequence[RecordReading], language: str | None) -> None:
    """Take what is the theme's out of names and bodies."""
    _take_unmarked_headers(readings, language)
    _drop_affixes(readings)
    _drop_ordinals(readings)
    _drop_decoration(readings)
    _take_unmarked_times(readings, language)
    _take_text_behind_headers(readings, language)


def _drop_affixes(readings: Sequence[RecordReading]) -> None:
    """Take words off the names that all of them share: "says" in a language that no list here knows."""
    for is_name_in_line in (True, False):
        named = [reading for reading in readings if reading.is_name_in_line is is_name_in_line and reading.name]
        for _ in range(_PHRASE):
            first, last = common_affixes([reading.name or "" for reading in named])
            # Anybody's first name may be shared on a small page; in an element for names alone, only known words go.
            first = first if is_name_in_line or is_introduction(first) or is_byline_word(first) else ""
            last = last if is_name_in_line or is_introduction(last) else ""
            if not first and not last:
                break
            for reading in named:
                reading.name = clean_name((reading.name or "").removeprefix(first).removesuffix(last)) or reading.name


def _drop_ordinals(readings: Sequence[RecordReading]) -> None:
    """Take the numbers off bodies that a theme counts ("1. …", "2. …"), where nearly all begin with their own."""
    if len(readings) < _SEVERAL or not any(_ORDINAL.match(reading.text) for reading in readings[:_SEVERAL]):
        return
    found = [
        (place, reading, ordinal) for place, reading in enumerate(readings) if (ordinal := _ORDINAL.match(reading.text))
    ]
    # The first of a page may be the thirtieth of the thread, or stand behind what is no comment.
    ranked = Counter(int(ordinal[1]) - place for place, _, ordinal in found).most_common(1)
    if ranked and 10 * ranked[0][1] >= 9 * len(readings):
        for place, reading, ordinal in found:
            if int(ordinal[1]) - place == ranked[0][0]:
                reading.prefix = ordinal[0]


_ORDINAL: Final = lazy_re.pattern(r"#?(\d{1,6})[.):]\s+")


def _take_unmarked_headers(readings: Sequence[RecordReading], language: str | None) -> None:
    """Where nothing marks the headers, take the line at one end of each body that has the time and a name in it.

    Themes of 2004 print "On 05.14.04 Ann wrote these words:" or "By Ann on 05.14.04" and mark no more than the link.
    """
    bare = [reading for reading in readings if not (reading.name or reading.machine or reading.kind)]
    if len(bare) < _SEVERAL:
        return
    for end in (0, -1):
        found = [(reading, header) for reading in bare if (header := _header_at(reading, end, language))]
        names = {header.name for _, header in found}
        if 5 * len(found) >= 4 * len(bare) and 2 * len(names) > len(found):
            for reading, header in found:
                reading.parts, reading.displayed = header.rest, header.displayed
                reading.name, reading.is_name_in_line = header.name, True
            return


class _Header(NamedTuple):
    """A line that nothing marks as a comment's header."""

    rest: list[Part]
    """The body without it."""
    displayed: str
    name: str


def _header_at(reading: RecordReading, end: int, language: str | None) -> _Header | None:
    """The first or last line of a body, where it is a time and a name; None where it is no header."""
    columns, parts = reading.columns, list(reading.parts)
    if len(parts) == 1 and isinstance(parts[0], int) and columns.tags[parts[0]] not in PROSE:
        parts = pieces_inside(columns, parts[0])
    lines = list(_lines(columns, parts))
    line = lines[end] if len(lines) > 1 else []
    pieces = [parts[place] for place in line]
    if not pieces or any(isinstance(piece, int) and not is_short(columns, piece) for piece in pieces):
        return None
    text = " ".join(text_of_parts(columns, pieces).split())
    span = find_time(text, language) if len(text) < 4 * _FEW and _DIGIT.search(text) else None
    name = name_in_line(text[: span[0]] + TIME + text[span[1] :]) if span else ""
    if not span or not name:
        return None
    rest = [None if place in line else part for place, part in enumerate(parts)]
    return _Header(rest, text[span[0] : span[1]], name)


def _take_text_behind_headers(readings: Sequence[RecordReading], language: str | None) -> None:
    """Where a page's bodies are raw text behind their headers ("<cite>Ann</cite> says: Me too."), take them there."""
    bodiless = [reading for reading in readings if not reading.parts and not reading.kind]
    if 2 * len(bodiless) < len(readings):
        return
    for reading in bodiless:
        first, *others = reading.behind_header or [None]
        if isinstance(first, str):
            span = find_time(first, language) if _DIGIT.search(first) else None
            if span and span[0] < _FEW:
                reading.displayed = reading.displayed or first[span[0] : span[1]]
                first = first[span[1] :]
            before, colon, behind = first.partition(":")
            first = behind if colon and (is_introduction(before) or not before.strip()) else first
        if name_in_line(f"x {text_of_parts(reading.columns, [first, *others])}") != "x":
            reading.parts = [first, *others]


def _take_unmarked_times(readings: Sequence[RecordReading], language: str | None) -> None:
    """Where a page's records show no time, take what stands before each body and is nothing but a time."""
    timeless = [reading for reading in readings if not (reading.displayed or reading.machine) and reading.parts]
    if 2 * len(timeless) < len(readings):
        return
    found = [(reading, *time) for reading in timeless if (time := _time_before(reading, language))]
    if 2 * len(found) > len(timeless):
        for reading, line, displayed in found:
            reading.displayed = displayed
            for place in line:
                reading.parts[place] = None


def _time_before(reading: RecordReading, language: str | None) -> tuple[list[int], str] | None:
    """The first line of a body and the time in it, where it is a time and hardly more."""
    columns = reading.columns
    line = next(_lines(columns, reading.parts), []) if len(reading.parts) > 1 else []
    pieces = [reading.parts[place] for place in line]
    if any(isinstance(piece, int) and not is_short(columns, piece) for piece in pieces):
        return None
    text = " ".join(text_of_parts(columns, pieces).split())
    span = find_time(text, language) if len(text) < 2 * _FEW and _DIGIT.search(text) else None
    return (line, text[span[0] : span[1]]) if span and span[1] - span[0] > 0.6 * len(text) else None


def _drop_decoration(readings: Sequence[RecordReading]) -> None:
    """Take lines out of the bodies that most of them share: a theme's own ("Guest", "Reply", "1.")."""
    short_lines: list[tuple[RecordReading, list[int], str]] = []
    for reading in readings:
        if len(reading.parts) > 1:
            lines = (
                (line, [reading.parts[place] for place in line]) for line in _lines(reading.columns, reading.parts)
            )
            short_lines += [
                (reading, line, text) for line, pieces in lines if (text := _short(reading.columns, pieces))
            ]
    times = Counter(text for _, _, text in short_lines)
    least = max(3, len(readings) // 2)
    for reading, line, text in short_lines:
        if times[text] >= least or _COUNTER.fullmatch(text):
            for place in line:
                reading.parts[place] = None


def _lines(columns: Columns, parts: Sequence[Part]) -> Iterator[list[int]]:
    """The places of the pieces that stand on a line together; a block is a line of its own."""
    line: list[int] = []
    for place, part in enumerate(parts):
        block = part is None or (isinstance(part, int) and is_block(columns.tags[part]))
        if block and line:
            yield line
            line = []
        if block and part is not None:
            yield [place]
        elif not block:
            line.append(place)
    if line:
        yield line


def is_blank(columns: Columns, part: Part) -> bool:
    """Whether a piece is nothing of a body: an anchor, a box for the avatar."""
    if not isinstance(part, int):
        return not (part or "").strip()
    if any(text.strip() for text in columns.texts(part)):
        return False
    shown = (node for node in range(part, columns.ends[part]) if columns.tags[node] in _SHOWN)
    return not any("avatar" not in (columns.classes[node] or "") for node in shown)


_SHOWN: Final = frozenset({"img", "iframe", "embed", "object", "video", "audio"})


def _short(columns: Columns, pieces: Sequence[Part]) -> str:
    """The text of a line that may be decoration: a few words outside of paragraphs; "" for all others."""
    for piece in pieces:
        if isinstance(piece, int) and (columns.tags[piece] in PROSE or columns.ends[piece] - piece > _PIECES):
            return ""
    text = " ".join(text_of_parts(columns, pieces).split())
    return text if len(text) < _FEW else ""


_PIECES: Final = 10
"""Decoration holds no more nodes than these."""
