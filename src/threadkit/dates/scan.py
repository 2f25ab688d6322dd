"""One text → the best time in it, and where its parts stand.

In comes a displayed text ("Posted by: Ann | May 3rd, 2009 4:10 PM"); out goes a `TimeReading`. A text is *scanned* for
a date, in each form that `grammar` knows, and for the time of day beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from threadkit import lazy_re
from threadkit.dates.grammar import CLOCK, DIGIT, DOT_GAP, GAP, HALF, LAST_WORD, ZONE, shapes
from threadkit.dates.interpretation import ORDERS, arrange, interpret, make_date, numbers_of
from threadkit.dates.names import folded, half_of_day, month_number, past_openings, past_phrases
from threadkit.dates.time_reading import UNREADABLE, Lack, TimeReading

__all__ = ["Fields", "scan", "scan_parts"]

Fields = dict[str, tuple[int, int]]
"""Where each part of a time stands in a text, by its name in the grammar."""


def scan(text: str, language: str) -> TimeReading:
    """The best time in a text, with its span; `language` is a base language or ""."""
    return scan_parts(text, language)[0]


def scan_parts(text: str, language: str) -> tuple[TimeReading, Fields]:
    """The best time in a text, and where its parts stand: a date with a four-digit year before others, one with a time
    of day before others, then the first; else a day without its year, else a relative time.
    """
    if not text.isascii():
        text = text.translate(_MARKS)
    best = _find_best(text, language, with_year=True) or _find_best(text, language, with_year=False)
    if best:
        if not best.keys() & _YEARS:
            return TimeReading(span=best["span"], lack=Lack.YEAR), {}
        if reading := interpret(_cut(text, best), language):
            return reading._replace(span=best["span"]), best
    span = _find_relative(text)
    return (TimeReading(span=span, lack=Lack.RELATIVE) if span else UNREADABLE), {}


def _cut(text: str, fields: Fields) -> dict[str, str]:
    return {name: text[start:end] for name, (start, end) in fields.items() if name != "span"}


_MARKS: Final = dict.fromkeys((0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x2066, 0x2067, 0x2069), " ")
"""Invisible marks of direction, which Hebrew and Arabic pages put between numbers; a space keeps all places."""


_YEARS: Final = frozenset({"year", "short", "a", "c"})


def _find_best(text: str, language: str, *, with_year: bool) -> Fields | None:
    """The best date among all shapes; where one is as good as can be, only what stands before it is still looked at."""
    if not with_year and len(text) >= _SHORT and not CLOCK.search(text):
        return None
    best: Fields | None = None
    end = len(text)
    for shape in shapes():
        if shape.year is with_year and shape.sign.search(text, 0, end):
            fields = _find_date(shape.pattern, text, end, language)
            if fields and (best is None or _rank(fields) < _rank(best)):
                best = fields
                if _rank(best)[:2] == (False, False):
                    end = best["span"][0]
    return best


_SHORT: Final = 30
"""A text shorter than this may be a day without a year and nothing else."""


def _rank(fields: Fields) -> tuple[bool, bool, int]:
    longest = max((fields[name][1] - fields[name][0] for name in fields.keys() & _YEARS), default=4)
    return longest < 4, "hour" not in fields, fields["span"][0]


def _find_date(pattern: re.Pattern[str], text: str, end: int, language: str) -> Fields | None:
    """The first match of a shape that is a date, with its time of day; one that has such a time is preferred."""
    first: Fields | None = None
    match = pattern.search(text, 0, end)
    while match:
        parts = match.groupdict()
        if _is_date(parts, language):
            fields = {name: match.span(name) for name, value in parts.items() if value}
            fields["span"] = match.span()
            if _add_clock(text, fields, language):
                return fields
            # A day without year and time, such as "May 2", is a date only where nothing else stands.
            if parts.keys() & _YEARS or fields["span"] == (0, len(text)):
                first = first or fields
            match = pattern.search(text, match.end(), end)
        else:
            match = pattern.search(text, match.start() + 1, end)
    return first


def _is_date(parts: Mapping[str, str | None], language: str) -> bool:
    if "year" not in parts and "a" not in parts:
        month = int(parts.get("moon") or 0) or month_number(parts.get("month") or "", language)
        return make_date(2000, month, int(parts["day"] or 0)) is not None
    numbers, form = numbers_of(parts, language)
    return any(arrange(numbers, order) for order in ORDERS[form[:1]])


def _add_clock(text: str, fields: Fields, language: str) -> bool:
    """Adds the time of day that stands behind a date, or before it; says whether there is one."""
    if "hour" in fields:
        return True
    found = _clock_behind(text, fields["span"], language) or _clock_before(text, fields["span"], language)
    if found:
        fields.update(found)
    return found is not None


def _clock_behind(text: str, span: tuple[int, int], language: str) -> Fields | None:
    start, end = span
    match = CLOCK.search(text, end, end + 2 * GAP)
    if not match or not _belongs(match, gap := text[end : match.start()]):
        return None
    clock = _clock_fields(text, match, language)
    if "half" not in clock and (half := LAST_WORD.search(gap)) and _is_half(half, language):
        clock["half"] = (end + half.start("half"), end + half.end("half"))
    last = clock["span"][1]
    if "(" in gap and text[last : last + 1] == ")":
        last += 1
    return clock | {"span": (start, last)}


def _clock_before(text: str, span: tuple[int, int], language: str) -> Fields | None:
    start, end = span
    matches = list(CLOCK.finditer(text, max(0, start - 2 * GAP), start))
    if not matches:
        return None
    clock = _clock_fields(text[:start], matches[-1], language)
    if not _belongs(matches[-1], text[clock["span"][1] : start]):
        return None
    # "13:15, 14 May 2019 (UTC)", as wikis sign
    if "zone" not in clock and (zone := ZONE.match(text, end)):
        clock["zone"], end = zone.span("zone"), zone.end()
    return clock | {"span": (clock["span"][0], end)}


def _belongs(match: re.Match[str], gap: str) -> bool:
    """Whether a time exists and stands so near to a date, on its line, that it is the date's."""
    return len(gap) <= GAP and "\n" not in gap and not DIGIT.search(gap) and _fits(match, gap)


def _fits(match: re.Match[str], gap: str) -> bool:
    """Whether it is a time that exists, and not a number with a decimal point."""
    if match["dot"] == "." and not DOT_GAP.fullmatch(gap):
        return False
    return int(match["hour"]) < 24 and int(match["minute"] or 0) < 60 and int(match["second"] or 0) < 60


def _clock_fields(text: str, match: re.Match[str], language: str) -> Fields:
    """A time of day with the am or pm and the zone behind it."""
    names = {"hour": "hour", "minute": "minute", "second": "second", "minute_cjk": "minute", "second_cjk": "second"}
    fields = {field_: match.span(name) for name, field_ in names.items() if match[name]}
    end = match.end()
    if (half := HALF.match(text, end)) and _is_half(half, language):
        fields["half"] = half.span("half")
        end = half.end()
    if zone := ZONE.match(text, end):
        fields["zone"] = zone.span("zone")
        end = zone.end()
    return fields | {"span": (match.start(), end)}


def _is_half(match: re.Match[str], language: str) -> bool:
    """Whether a word means am or pm; a lone Latin letter only if glued to the digits ("4:10p", but not "à")."""
    word = match["half"]
    if half_of_day(word, language) is None:
        return False
    return match.group() == word or len(word.strip(". ")) > 1 or folded(word) not in "ap"


_RELATIVE: Final = lazy_re.pattern(r"(?<!\d)\d{1,3}(?!\d)(?P<behind>(?:\s?[^\W\d_][^\s\d,;:|()]{0,20}){0,3})")


def _find_relative(text: str) -> tuple[int, int] | None:
    """The span of "2 years ago", "vor 3 Tagen", "il y a 2 ans", "2年前"."""
    phrases, openings = past_phrases(), past_openings()
    for match in _RELATIVE.finditer(text):
        behind = list(_ANY_WORD.finditer(match["behind"]))
        if (folded(behind[0].group()) if behind else "") not in openings:
            continue
        keys = [folded(word.group()) for word in behind]
        for j in range(len(keys), -1, -1):
            possible = phrases.get(" ".join(keys[:j]))
            start = None if possible is None else _opening(text, match.start(), possible)
            if start is not None:
                return start, match.start("behind") + (behind[j - 1].end() if j else 0)
    return None


def _opening(text: str, end: int, possible: frozenset[str]) -> int | None:
    """Where one of the possible phrases of up to three words before `end` begins, the longest first."""
    words = list(_ANY_WORD.finditer(text, max(0, end - 40), end))[-3:]
    for i, word in enumerate(words):
        if " ".join(folded(other.group()) for other in words[i:]) in possible:
            return word.start()
    return end if "" in possible else None


_ANY_WORD: Final = lazy_re.pattern(r"[^\W\d_][^\s\d]*")
