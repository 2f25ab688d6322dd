"""One text → what it says of a time, before anybody knows whether 05/06 is May or June.

In comes a displayed text ("Posted by: Ann | May 3rd, 2009 4:10 PM") or an attribute; out goes a `TimeReading`. A text
is *scanned* for a date (numbers; a day and a named month in any order; 年月日) and for the time of day beside it. A
page has thousands of texts of one form, so each scan leaves a pattern behind (`TimeReader`) that reads the next such
text in a few microseconds; what doesn't fit it exactly is scanned anew. Both ways end in `_interpret`.

Names of months and halves of the day come from CLDR (`_calendar`): the page's language first, then English, then
those on which all languages agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple

from threadkit.vocabulary import calendar
from threadkit.vocabulary.patterns import BEFORE_CLOCK

__all__ = [
    "ABSENT",
    "ORDERS",
    "Clock",
    "Lack",
    "Precision",
    "TimeReader",
    "TimeReading",
    "arrange",
    "base_language",
    "is_weekday",
    "scan",
    "weekdays_in",
]


# -- what one text says ------------------------------------------------------------------------------------------


class Lack(IntEnum):
    """What keeps a text from being a date, from the best case to the worst."""

    NOTHING = 0
    YEAR = 1
    RELATIVE = 2
    DATE = 3
    ABSENT = 4


class Precision(IntEnum):
    """The smallest unit that a displayed time gives."""

    DAY = 0
    HOUR = 1
    MINUTE = 2
    SECOND = 3


# Looking up a member costs as much as a small function, and each comment needs some.
_DAY, _HOUR, _MINUTE, _SECOND = Precision


class Clock(NamedTuple):
    """A time of day as displayed."""

    hour: int = 0
    minute: int = 0
    second: int = 0
    precision: Precision = _DAY
    zone: str | None = None
    """As displayed, e.g. "+0200", "Z", "GMT", "EDT"; None without one."""


_NO_CLOCK: Final = Clock()


class TimeReading(NamedTuple):
    """What one text says, before the order of day and month is known."""

    numbers: tuple[int, int, int] = (0, 0, 0)
    """The date's numbers: in the text's own order where `form` is one, else year, month, day."""
    form: str = ""
    """What the dates of a page share that share one order: how their year is written ("Y": first, "4": four digits
    last, "2": two digits) and the separator, e.g. "2/"; "" where nothing is open."""
    clock: Clock = _NO_CLOCK
    span: tuple[int, int] = (0, 0)
    lack: Lack = Lack.NOTHING
    exact: datetime | None = None
    """Where the text is a machine's own form, what it means; then nothing else is needed."""


ABSENT: Final = TimeReading(lack=Lack.ABSENT)
_UNREADABLE: Final = TimeReading(lack=Lack.DATE)


# -- words -------------------------------------------------------------------------------------------------------

_ALIASES: Final = {"no": "nb", "iw": "he", "in": "id", "tl": "fil", "sh": "sr"}


def base_language(language: str | None) -> str:
    """The language without its region: "pt" of "pt_BR"; "" where there is none."""
    base = re.split(r"[-_]", (language or "").strip().lower())[0]
    return _ALIASES.get(base, base)


def _fold(text: str) -> str:
    """Lower case, without accents, dots and spaces: the form in which `_calendar` holds its words."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(c for c in plain if c.isalnum() or (c in _VOWELS and unicodedata.category(c)[0] == "M"))


_VOWELS: Final = frozenset(map(chr, range(0x900, 0xF00)))
"""The scripts of India and Thailand write vowels as marks; without them June would be January."""

_TABLES: Final = {
    "months": (calendar.MONTHS, 1),
    "weekdays": (calendar.WEEKDAYS, 0),
    "halves": (calendar.DAY_HALVES, 0),
}


@cache
def _table(which: str, language: str) -> Mapping[str, int]:
    """One language's months (1-12), weekdays (0-6, Monday first) or halves of the day (0, 1) by folded name."""
    rows, first = _TABLES[which]
    groups = rows.get(language, "").split("|")
    return {name: i for i, group in enumerate(groups, first) for name in group.split(",") if name}


@cache
def _everywhere(which: str) -> Mapping[str, frozenset[int]]:
    """Every language's names, with all that each of them stands for."""
    found: dict[str, set[int]] = {}
    for language in _TABLES[which][0]:
        for name, number in _table(which, language).items():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(meanings) for name, meanings in found.items()}


@cache
def _beginnings() -> frozenset[str]:
    """How the names of months begin, in any language: what begins otherwise needs no second look."""
    return frozenset(name[:2] for name in _everywhere("months"))


@lru_cache(maxsize=8192)
def _month(word: str, language: str) -> int:
    """1-12, or 0 for what is no month."""
    # "d'abril", "Mayıs'ta": the name is on one side of the apostrophe.
    for part in re.split("['’]", word):
        for key in _stems(_fold(part), language):
            if key[:2] not in _beginnings():
                continue
            for table in (_table("months", language), _table("months", "en")):
                if found := table.get(key) or _abbreviated(key, table):
                    return found
            if found := _only(_everywhere("months").get(key, ())) or 0:
                return found
    return 0


_INFLECTED: Final = frozenset({"", "az", "et", "eu", "fi", "hu", "lt", "lv", "sq", "tr"})


def _stems(key: str, language: str) -> Iterator[str]:
    """A word and what may be its root: endings of Finnish or Lithuanian, the article glued to Hebrew names."""
    yield key
    if key[:1] == "ב":
        yield key[1:]
    if not key.isascii() or language in _INFLECTED:
        for cut in range(1, 4):
            if len(key) - cut >= 5:
                yield key[:-cut]


def _abbreviated(key: str, table: Mapping[str, int]) -> int:
    """The month of which this is the beginning (three letters or more); 0 if of none or several."""
    if len(key) < 3:
        return 0
    return _only(number for name, number in table.items() if name.startswith(key)) or 0


@lru_cache(maxsize=1024)
def _half(word: str, language: str) -> int | None:
    """0 for what means before noon, 1 for after noon, None for any other word."""
    key = _fold(word)
    if key in ("am", "a", "pm", "p"):
        return 0 if key[0] == "a" else 1
    found = _table("halves", language).get(key)
    # Two Latin letters, such as Hungarian "de", are everyday words elsewhere: only their own language has them.
    if found is None and not (key.isascii() and len(key) <= 2):
        found = _only(_everywhere("halves").get(key, ()))
    return found


def weekdays_in(text: str, language: str) -> set[int]:
    """The weekdays (0 is Monday) that a text may name; short names mean different days in different languages."""
    mine = _table("weekdays", language)
    keys = [_fold(word) for word in _WORD.findall(text)]
    named = {mine[key] for key in keys if key in mine}
    return named or {number for key in keys for number in _everywhere("weekdays").get(key, ())}


@cache
def _past_phrases() -> Mapping[str, frozenset[str]]:
    """Every language's way to say "… years ago": words behind the number → words that then stand before it."""
    found: dict[str, set[str]] = {}
    for row in calendar.PAST.values():
        for phrase in filter(None, row.split(";")):
            before, _, behind = phrase.partition("|")
            found.setdefault(behind, set()).add(before)
    return {behind: frozenset(before) for behind, before in found.items()}


@cache
def _past_openings() -> frozenset[str]:
    """The first word behind the number in each of those."""
    return frozenset(behind.partition(" ")[0] for behind in _past_phrases())


def is_weekday(word: str, language: str) -> bool:
    """Whether a word is a weekday in that language or in English."""
    key = _fold(word)
    return key in _table("weekdays", language) or key in _table("weekdays", "en")


def _only(numbers: Iterable[int]) -> int | None:
    """The one number among equals; None where there is none or several."""
    distinct = set(numbers)
    return distinct.pop() if len(distinct) == 1 else None


# -- grammar -----------------------------------------------------------------------------------------------------

_DIGIT: Final = re.compile(r"\d")
_SP, _SPS = r"\s{0,4}", r"\s{1,4}"
"""White space between parts; without a bound, a run of it would cost the square of its length."""
_LETTERS: Final = r"[^\W\d_][^\s\d_,.;:/|@()\[\]<>«»\"“”•·∙–—-]{1,19}+"
_WORD: Final = re.compile(_LETTERS)
_MONTH: Final = (
    rf"(?<![^\W\d_])(?P<month>th(?:á|a|)n?g{_SPS}(?:\d{{1,2}}|[^\W\d_]{{2,4}}(?:{_SPS}(?:một|hai)\b)?)|{_LETTERS})"
)
_ORDINAL: Final = r"(?:[.ºª°]|[^\W\d_]{1,3}(?=[\s,.]))?"
_PARTICLE: Final = rf"(?:[^\W\d_]{{1,3}}['’]?{_SPS})?"
_YEAR: Final = r"(?P<year>\d{4}|['’]?\d{2})(?!\d|[:h.]\d|\s?(?:[ap]\.?m|Uhr)\b)"
_DAY_AHEAD: Final = r"(?<!\d)(?<!\d[.,:/-])(?P<day>\d{1,2})"
_DAY_BEHIND: Final = r"(?P<day>\d{1,2})(?!\d|[:h]\d)"


class _Shape(NamedTuple):
    """One way to write a date."""

    sign: re.Pattern[str]
    """What every such date holds, led by a digit and therefore cheap to look for."""
    pattern: re.Pattern[str]
    year: bool


def _shape(pattern: str, *, sign: str = r"\d", year: bool = True) -> _Shape:
    return _Shape(re.compile(sign), re.compile(pattern, re.IGNORECASE), year)


@cache
def _shapes() -> tuple[_Shape, ...]:
    """All ways, compiled when the first text is scanned: it takes longer than importing the module."""
    return (
        # 05.14.19 · 14/05/2019 · 2019-05-14 · 14. 5. 2019
        _shape(
            r"(?<!\d)(?<!\d[.,/-])(?P<a>\d{4}|\d{1,2})\s?(?P<sep>[./·–-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?"
            r"(?P<c>\d{4}|['’]?\d{2}|\d)(?!\d|[./-]\d)",
            sign=r"\d\s?[./·–-]\s?\d",
        ),
        # 3. Mai 2011 · 14 de mayo de 2019 · 14-May-19 · 1er mai 2019 · 3rd of May, 2009
        _shape(rf"{_DAY_AHEAD}{_ORDINAL}{_SP}[-./]?{_SP}{_PARTICLE}{_MONTH}\.?[\s,.’'/-]{{0,4}}{_PARTICLE}{_YEAR}"),
        # May 3rd, 2009 · May 14 '09 · Sep 14, 09
        _shape(
            rf"{_MONTH}\.?[\s/.-]{{1,3}}{_DAY_BEHIND}{_ORDINAL}(?:[\s,./-]{{1,4}}{_PARTICLE}(?P<year>\d{{4}}|['’]\d{{2}})"
            rf"|,\s?(?P<short>\d{{2}})(?=\s?(?:$|[|@)•·–—-]|(?:{BEFORE_CLOCK}|a)\s)))(?!\d)",
            sign=rf"\d{_ORDINAL}[\s,./-]{{1,4}}{_PARTICLE}['’]?\d\d",
        ),
        # 2019. május 14. · 2019 m. gegužės 14 d. · 2009-May-03
        _shape(
            rf"(?<!\d)(?P<year>\d{{4}})(?:\s?m\.|[.,])?[\s/-]{{0,4}}{_MONTH}\.?[\s,/-]{{0,4}}{_DAY_BEHIND}",
            sign=r"\d{4}",
        ),
        # 2019. gada 14. maijs
        _shape(rf"(?<!\d)(?P<year>\d{{4}})\.?{_SPS}gada{_SPS}(?P<day>\d{{1,2}})\.{_SPS}{_MONTH}", sign="gada"),
        # Tue May 14 12:15:39 EDT 2019
        _shape(
            rf"{_MONTH}{_SPS}(?P<day>\d{{1,2}}){_SPS}(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
            r"\s(?P<zone>[A-Z]{1,5}|[+-]\d{4})?\s?(?P<year>\d{4})(?!\d)",
            sign=r"\d\s+\d{1,2}:\d\d",
        ),
        # 2019年5月14日 · 2019년 5월 14일 · 5月 14, 2019
        _shape(
            r"(?<!\d)(?P<year>\d{4}|\d{2})\s?[年년]\s?(?P<moon>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})(?:\s?[日일號号])?",
            sign="[月월]",
        ),
        _shape(r"(?<!\d)(?P<moon>\d{1,2})[月월]\s?(?P<day>\d{1,2})[日일]?,?\s(?P<year>\d{4})(?!\d)", sign="[月월]"),
        # May 2 at 7:10 PM · 7 фев в 21:00 · 5月14日 12:15
        _shape(rf"{_DAY_AHEAD}{_ORDINAL}{_SP}[-./]?{_SP}{_PARTICLE}{_MONTH}\.?", year=False),
        _shape(rf"{_MONTH}\.?[\s/.-]{{1,3}}{_DAY_BEHIND}(?:st|nd|rd|th)?", year=False),
        _shape(r"(?<!\d)(?P<moon>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일號号]?", sign="[月월]", year=False),
    )


_ZONE_NAMES: Final = (
    "UTC|GMT|WES?T|CES?T|EES?T|MES?Z|BST|IST|MSK|JST|KST|HKT|SGT|SAST|[ECMP][SD]T|AK[SD]T|HST|A[CE][SD]T|AWST|NZ[SD]T"
)
_ZONE_TEXT: Final = rf"Z\b|(?:UTC|GMT)\s?[+−-]\d{{1,2}}(?::?\d\d)?(?!\d)|[+−-]\d\d:?\d\d(?!\d)|(?:{_ZONE_NAMES})\b"
_ZONE: Final = re.compile(rf"\s?\(?(?P<zone>{_ZONE_TEXT})\)?")
_CLOCK: Final = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})(?:"
    r"\s?(?P<dot>[:：h.])\s?(?P<minute>\d\d)(?!\d)(?:(?:[:：]|(?<=\.\d\d)\.)(?P<second>\d\d)(?!\d)(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?:Uhr|min)\b)?"
    r"|\s*(?:[時时點点]|시)(?:\s*(?P<minute_cjk>\d{1,2})\s*[分분])?(?:\s*(?P<second_cjk>\d{1,2})\s*[秒초])?"
    r"|(?=\s?[ap]\.?\s?m\b)|\s?Uhr\b|\s?h\b)",
    re.IGNORECASE,
)
_HALF_TEXT: Final = r"[^\W\d_]\.?\s?[^\W\d_]\.(?!\w)|[^\W\d_]\s[^\W\d_](?!\w)|[^\W\d_][^\s\d_,;:/|@()\[\]<>•·–—-]{0,14}"
_HALF: Final = re.compile(rf"\s?(?P<half>{_HALF_TEXT})")
_LAST_WORD: Final = re.compile(rf"(?P<half>{_HALF_TEXT})\s?$")
_GAP: Final = 24
"""How far a time may stand from its date, in characters: " kl. ", " — at ", " / Tuesday / "."""
_DOT_GAP: Final = re.compile(rf"[\s,;@|–-]{{1,3}}(?:{BEFORE_CLOCK}\b\.?\s*){{0,2}}", re.IGNORECASE)
"""What may stand between a date and a time whose hours end in a dot; elsewhere "4.10" is a price or a version."""


# -- scanning ----------------------------------------------------------------------------------------------------

_Fields = dict[str, tuple[int, int]]
"""Where each part of a time stands in a text, by its name in the grammar."""


def scan(text: str, language: str) -> TimeReading:
    """The best time in a text, with its span; `language` is a base language or ""."""
    return _scan(text, language)[0]


def _scan(text: str, language: str) -> tuple[TimeReading, _Fields]:
    """The best time in a text, and where its parts stand: a date with a four-digit year before others, one with a time
    of day before others, then the first; else a day without its year, else a relative time.
    """
    if not text.isascii():
        text = text.translate(_MARKS)
    best = _find_best(text, language, with_year=True) or _find_best(text, language, with_year=False)
    if best:
        if not best.keys() & _YEARS:
            return TimeReading(span=best["span"], lack=Lack.YEAR), {}
        if reading := _interpret(_cut(text, best), language):
            return reading._replace(span=best["span"]), best
    span = _find_relative(text)
    return (TimeReading(span=span, lack=Lack.RELATIVE) if span else _UNREADABLE), {}


def _cut(text: str, fields: _Fields) -> dict[str, str]:
    return {name: text[start:end] for name, (start, end) in fields.items() if name != "span"}


_MARKS: Final = dict.fromkeys((0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x2066, 0x2067, 0x2069), " ")
"""Invisible marks of direction, which Hebrew and Arabic pages put between numbers; a space keeps all places."""


_YEARS: Final = frozenset({"year", "short", "a", "c"})


def _find_best(text: str, language: str, *, with_year: bool) -> _Fields | None:
    """The best date among all shapes; where one is as good as can be, only what stands before it is still looked at."""
    if not with_year and len(text) >= _SHORT and not _CLOCK.search(text):
        return None
    best: _Fields | None = None
    end = len(text)
    for shape in _shapes():
        if shape.year is with_year and shape.sign.search(text, 0, end):
            fields = _find_date(shape.pattern, text, end, language)
            if fields and (best is None or _rank(fields) < _rank(best)):
                best = fields
                if _rank(best)[:2] == (False, False):
                    end = best["span"][0]
    return best


_SHORT: Final = 30
"""A text shorter than this may be a day without a year and nothing else."""


def _rank(fields: _Fields) -> tuple[bool, bool, int]:
    longest = max((fields[name][1] - fields[name][0] for name in fields.keys() & _YEARS), default=4)
    return longest < 4, "hour" not in fields, fields["span"][0]


def _find_date(pattern: re.Pattern[str], text: str, end: int, language: str) -> _Fields | None:
    """The first match of a shape that is a date, with its time of day; one that has such a time is preferred."""
    first: _Fields | None = None
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
        month = int(parts.get("moon") or 0) or _month(parts.get("month") or "", language)
        return _make_date(2000, month, int(parts["day"] or 0)) is not None
    numbers, form = _numbers(parts, language)
    return any(arrange(numbers, order) for order in ORDERS[form[:1]])


def _add_clock(text: str, fields: _Fields, language: str) -> bool:
    """Adds the time of day that stands behind a date, or before it; says whether there is one."""
    if "hour" in fields:
        return True
    found = _clock_behind(text, fields["span"], language) or _clock_before(text, fields["span"], language)
    if found:
        fields.update(found)
    return found is not None


def _clock_behind(text: str, span: tuple[int, int], language: str) -> _Fields | None:
    start, end = span
    match = _CLOCK.search(text, end, end + 2 * _GAP)
    if not match or not _belongs(match, gap := text[end : match.start()]):
        return None
    clock = _clock_fields(text, match, language)
    if "half" not in clock and (half := _LAST_WORD.search(gap)) and _is_half(half, language):
        clock["half"] = (end + half.start("half"), end + half.end("half"))
    last = clock["span"][1]
    if "(" in gap and text[last : last + 1] == ")":
        last += 1
    return clock | {"span": (start, last)}


def _clock_before(text: str, span: tuple[int, int], language: str) -> _Fields | None:
    start, end = span
    matches = list(_CLOCK.finditer(text, max(0, start - 2 * _GAP), start))
    if not matches:
        return None
    clock = _clock_fields(text[:start], matches[-1], language)
    if not _belongs(matches[-1], text[clock["span"][1] : start]):
        return None
    # "13:15, 14 May 2019 (UTC)", as wikis sign
    if "zone" not in clock and (zone := _ZONE.match(text, end)):
        clock["zone"], end = zone.span("zone"), zone.end()
    return clock | {"span": (clock["span"][0], end)}


def _belongs(match: re.Match[str], gap: str) -> bool:
    """Whether a time exists and stands so near to a date, on its line, that it is the date's."""
    return len(gap) <= _GAP and "\n" not in gap and not _DIGIT.search(gap) and _fits(match, gap)


def _fits(match: re.Match[str], gap: str) -> bool:
    """Whether it is a time that exists, and not a number with a decimal point."""
    if match["dot"] == "." and not _DOT_GAP.fullmatch(gap):
        return False
    return int(match["hour"]) < 24 and int(match["minute"] or 0) < 60 and int(match["second"] or 0) < 60


def _clock_fields(text: str, match: re.Match[str], language: str) -> _Fields:
    """A time of day with the am or pm and the zone behind it."""
    names = {"hour": "hour", "minute": "minute", "second": "second", "minute_cjk": "minute", "second_cjk": "second"}
    fields = {field_: match.span(name) for name, field_ in names.items() if match[name]}
    end = match.end()
    if (half := _HALF.match(text, end)) and _is_half(half, language):
        fields["half"] = half.span("half")
        end = half.end()
    if zone := _ZONE.match(text, end):
        fields["zone"] = zone.span("zone")
        end = zone.end()
    return fields | {"span": (match.start(), end)}


def _is_half(match: re.Match[str], language: str) -> bool:
    """Whether a word means am or pm; a lone Latin letter only if glued to the digits ("4:10p", but not "à")."""
    word = match["half"]
    if _half(word, language) is None:
        return False
    return match.group() == word or len(word.strip(". ")) > 1 or _fold(word) not in "ap"


_RELATIVE: Final = re.compile(r"(?<!\d)\d{1,3}(?!\d)(?P<behind>(?:\s?[^\W\d_][^\s\d,;:|()]{0,20}){0,3})")


def _find_relative(text: str) -> tuple[int, int] | None:
    """The span of "2 years ago", "vor 3 Tagen", "il y a 2 ans", "2年前"."""
    phrases, openings = _past_phrases(), _past_openings()
    for match in _RELATIVE.finditer(text):
        behind = list(_ANY_WORD.finditer(match["behind"]))
        if (_fold(behind[0].group()) if behind else "") not in openings:
            continue
        folded = [_fold(word.group()) for word in behind]
        for j in range(len(folded), -1, -1):
            possible = phrases.get(" ".join(folded[:j]))
            start = None if possible is None else _opening(text, match.start(), possible)
            if start is not None:
                return start, match.start("behind") + (behind[j - 1].end() if j else 0)
    return None


def _opening(text: str, end: int, possible: frozenset[str]) -> int | None:
    """Where one of the possible phrases of up to three words before `end` begins, the longest first."""
    words = list(_ANY_WORD.finditer(text, max(0, end - 40), end))[-3:]
    for i, word in enumerate(words):
        if " ".join(_fold(other.group()) for other in words[i:]) in possible:
            return word.start()
    return end if "" in possible else None


_ANY_WORD: Final = re.compile(r"[^\W\d_][^\s\d]*")


# -- from parts to a reading -------------------------------------------------------------------------------------

ORDERS: Final = {"": ("YMD",), "Y": ("YMD", "YDM"), "4": ("DMY", "MDY"), "2": ("DMY", "MDY", "YMD")}
"""The orders that a date of numbers can have, by the first letter of its form: with the year first, with a year of four
digits last, with a year of two digits anywhere."""


def _interpret(parts: Mapping[str, str | None], language: str) -> TimeReading | None:
    """What the parts of a text mean together; None where its words are no month, no am or pm.

    The one place for scanned texts and for those that fit a known form.
    """
    numbers, form = _numbers(parts, language)
    if not numbers[1]:
        return None
    hour = parts.get("hour")
    if hour is None:
        return TimeReading(numbers, form)
    h, minute, second, half = int(hour), parts.get("minute"), parts.get("second"), parts.get("half")
    if half is not None:
        later = _half(half, language)
        if later is None:
            return None
        if h <= 12:
            h = h % 12 + 12 * later
    precision = _SECOND if second else _MINUTE if minute else _HOUR
    return TimeReading(numbers, form, Clock(h, int(minute or 0), int(second or 0), precision, parts.get("zone")))


def _numbers(parts: Mapping[str, str | None], language: str) -> tuple[tuple[int, int, int], str]:
    """The three numbers of a date and the form that says in which orders they may be; zeros for what can't be one."""
    a = parts.get("a")
    if a is None:
        month = parts.get("month")
        number = _month(month, language) if month else int(parts.get("moon") or 0)
        year = parts.get("year") or parts.get("short") or "0"
        return (_year(year, language), number, int(parts["day"] or 0)), ""
    b, c, separator = int(parts["b"] or 0), (parts["c"] or "").lstrip("'’"), parts["sep"] or ""
    if len(a) == 4:
        return (_year(a, language), b, int(c)), "Y" + separator
    if len(c) == 4:
        return (int(a), b, _year(c, language)), "4" + separator
    return (int(a), b, int(c)) if len(c) == 2 else (0, 0, 0), "2" + separator


def _year(digits: str, language: str) -> int:
    """A year as written; two digits are a year of the web (1970 to 2069); Thai years count from the Buddha."""
    year = int(digits.lstrip("'’"))
    if year < 100:
        # WordPress prints the date of an empty database field as "November 30, -0001".
        return -1 if len(digits) == 4 else year + (1900 if year >= 70 else 2000)
    return year - 543 if language == "th" and 2400 < year < 2700 else year


_PLACES: Final = {"YMD": (0, 1, 2), "YDM": (0, 2, 1), "DMY": (2, 1, 0), "MDY": (2, 0, 1)}


def arrange(numbers: tuple[int, int, int], order: str) -> date | None:
    """The date of three numbers in an order; None where there is no such day.

    >>> arrange((5, 6, 19), "DMY"), arrange((5, 6, 19), "MDY"), arrange((31, 6, 2019), "DMY")
    (datetime.date(2019, 6, 5), datetime.date(2019, 5, 6), None)
    """
    y, m, d = _PLACES[order]
    year = numbers[y]
    if 0 <= year < 100:
        year += 1900 if year >= 70 else 2000
    return _make_date(year, numbers[m], numbers[d])


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year < 2200 else None
    except ValueError:
        return None


# -- reading a page's texts --------------------------------------------------------------------------------------


class TimeReader:
    """Reads texts that mostly share a form: what was learnt from one text is tried first on the next.

    >>> reader = TimeReader("de")
    >>> [reader.read(text).numbers for text in ("3. Mai 2011 um 14:05 Uhr", "4. Mai 2011 um 9:00 Uhr")]
    [(2011, 5, 3), (2011, 5, 4)]
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._forms: list[re.Pattern[str]] = []
        self._scans = 0

    def read(self, text: str | None) -> TimeReading:
        """What a displayed text says."""
        if not text or not (text := " ".join(text.split())):
            return ABSENT
        for i, form in enumerate(self._forms):
            if (match := form.fullmatch(text)) and (reading := _interpret(match.groupdict(), self._language)):
                if i:
                    self._forms.insert(0, self._forms.pop(i))
                return reading
        text = _DAY_HALF.sub(_as_am_pm, text)
        reading, fields = _scan(text, self._language)
        self._scans += 1
        if fields and 1 < self._scans <= _LESSONS and (learnt := _learn(text, fields)):
            self._forms = [learnt, *self._forms[: _FORMS_KEPT - 1]]
        return reading

    def read_machine(self, text: str | None) -> TimeReading:
        """What an attribute says: ISO 8601, seconds or milliseconds since 1970, YYYYMMDDhhmmss, or prose."""
        if not text or not (text := text.strip()):
            return ABSENT
        return _read_iso(text) or _read_digits(text) or self.read(text)


_AM: Final = ("mañana", "madrugada", "manhã", "mattina", "morning", "matin")
_PM: Final = ("tarde", "pomeriggio", "afternoon", "après-midi")
_DAY_HALVES: Final = (*_AM, *_PM)
_DAY_HALF: Final = re.compile(
    rf"(\d{{1,2}}[:.]\d\d)\s(?:de la|de l['’]|da|di|del|du|in the)\s?({'|'.join(_DAY_HALVES)})\b", re.IGNORECASE
)
"""Halves of the day in words: "4:10 de la tarde". The evening and the night span noon or midnight, and say no half."""


def _as_am_pm(found: re.Match[str]) -> str:
    return f"{found[1]} {'am' if found[2].lower() in _AM else 'pm'}"


_FORMS_KEPT: Final = 8
"""How many forms a page may have before its texts are scanned one by one; trying more would cost as much."""
_LESSONS: Final = 24
"""How many texts are learnt from, the first excepted, which may be the only one: learning costs as much as twenty
scans, so it must not go on where each text has a form of its own."""


_PART_PATTERNS: Final = {
    "month": _MONTH,
    "day": r"(?P<day>[0-2]?\d|3[01])",
    "moon": r"(?P<moon>0?[1-9]|1[0-2])",
    "hour": r"(?P<hour>[01]?\d|2[0-3])",
    "minute": r"(?P<minute>[0-5]?\d)",
    "second": r"(?P<second>[0-5]?\d)",
    "sep": r"(?P<sep>[./·–-])",
    "half": rf"(?P<half>{_HALF_TEXT})",
    "zone": rf"(?P<zone>{_ZONE_TEXT})",
}


def _learn(text: str, fields: _Fields) -> re.Pattern[str] | None:
    """The form of a text: its parts with the very words between and behind them; None where those hold digits,
    since then the text alone doesn't show which of its numbers matter.
    """
    parts = sorted((span, name) for name, span in fields.items() if name != "span")
    pattern, at, last = "", fields["span"][0], ""
    if _DIGIT.search(text, 0, at):
        return None
    if text[:at].strip():
        pattern = r"\D*?"
    for (start, end), name in parts:
        literal = _learn_literal(text[at:start], last)
        if literal is None:
            return None
        width = end - start
        pattern += literal + (_PART_PATTERNS.get(name) or _number_pattern(name, width))
        at, last = end, name
    literal = _learn_literal(text[at:], last)
    return None if literal is None else re.compile(pattern + literal, re.IGNORECASE)


def _number_pattern(name: str, width: int) -> str:
    return rf"(?P<{name}>\d{{4}})" if width == 4 else rf"(?P<{name}>['’]?\d{{1,2}})"


def _learn_literal(literal: str, behind: str) -> str | None:
    """What stands between two parts, as a pattern: any space for a space, any ordinal for "st" behind a day."""
    if _DIGIT.search(literal):
        return None
    before = ""
    if behind == "day" and (ordinal := re.match("st|nd|rd|th", literal)):
        before, literal = "(?:st|nd|rd|th)", literal[ordinal.end() :]
    elif behind == "month":
        before, literal = r"\.?", literal.removeprefix(".")
    return before + r"\s+".join(re.escape(piece) for piece in re.split(r"\s+", literal))


_ISO: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?P<clock>[T ]\d\d:?\d\d(?P<second>:?\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)


_MACHINES: Final = {precision: Clock(precision=precision) for precision in Precision}
"""What a machine's time says beside the instant; shared, as there are thousands of such times on a page."""


def _read_iso(text: str) -> TimeReading | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    try:
        exact = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    precision = _SECOND if match["second"] else _MINUTE if match["clock"] else _DAY
    return TimeReading(exact=exact, clock=_MACHINES[precision]) if 1900 <= exact.year < 2200 else None


def _read_digits(text: str) -> TimeReading | None:
    """Seconds, milliseconds or microseconds since 1970, or the fourteen digits of Movable Type and of archives."""
    if not (text.isascii() and text.isdigit()) or len(text) not in (10, 13, 14, 16):
        return None
    try:
        if len(text) == 14:
            exact = datetime.strptime(text, "%Y%m%d%H%M%S")
        else:
            exact = _EPOCH + timedelta(microseconds=int(text) * 10 ** (16 - len(text)))
    except ValueError:
        return None
    return TimeReading(exact=exact, clock=_MACHINES[_SECOND]) if 1900 <= exact.year < 2200 else None


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
