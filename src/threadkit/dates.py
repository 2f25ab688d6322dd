"""Displayed times → datetime: what a page shows as times goes in, all of them together and in page order; out goes
one `datetime`, or None, for each.

1. **Scan.** One text is searched for a date (numbers; day and named month in any order; 年月日) with a time beside it,
   whatever stands around them. Names of months come from CLDR: the page's language first, then English, then all.
2. **Form.** Thousands of comments share one form, so the first scan leaves a pattern behind that reads the next text
   in a few microseconds; what doesn't fit it is scanned anew.
3. **Order.** Whether 05/06/19 is May or June is asked once for all dates of one form: which order gives days that
   exist, fits weekdays and machine attributes, and keeps neighbours close together? The language only tips the scale.
4. **Machine attributes** (ISO, epoch, prose) are believed where they agree with the displayed text, up to the
   distance of a time zone. If most of a page's attributes don't, none of them is believed.

Nothing is made up: no year, no day, "2 years ago" or an undecided order is None, and an issue counts them.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import IntEnum
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from attrs import frozen

from threadkit import _calendar
from threadkit.model import Issue

__all__ = ["Stamp", "Times", "find_time", "read_times"]


@frozen(kw_only=True)
class Stamp:
    """What a page shows of one time.

    >>> Stamp(displayed="12:15 pm on May 14, 2019", machine="2019-05-14T16:15:39Z").machine
    '2019-05-14T16:15:39Z'
    """

    displayed: str | None = None
    """The displayed text, e.g. "May 3, 2009 at 4:10 pm"; noise around it does no harm. None where nothing is shown."""
    machine: str | None = None
    """A machine attribute (``datetime=``, ``title=``, ``content=``) as it stands there; None without one."""


@frozen(kw_only=True)
class Times:
    """What the stamps of a page mean."""

    published: tuple[datetime | None, ...]
    """One a stamp, in their order: aware where the page gives an offset, else naive; midnight where it gives the day
    only; None where it can't be read for certain."""
    issues: tuple[Issue, ...]
    """One a kind of trouble, with counts: "unreadable-date", "ambiguous-date", and "date-only" (grade "info")."""


def read_times(stamps: Sequence[Stamp], *, language: str | None = None, tz: tzinfo | None = None) -> Times:
    """What a page's times mean, read together, since one form and one order of day and month holds for all.

    `language` is the page's (``"de"``, ``"pt-BR"``); other languages are understood too. `tz` becomes the zone of times
    that the page gives without an offset.

    >>> read_times([Stamp(displayed="5. März 2011 um 14:05 Uhr")], language="de").published
    (datetime.datetime(2011, 3, 5, 14, 5),)

    A date of numbers is decided by its neighbours, or not at all:

    >>> [t and t.month for t in read_times([Stamp(displayed=f"0{n}/06/19 at 13:55") for n in (5, 6, 7)]).published]
    [6, 6, 6]
    >>> for issue in read_times([Stamp(displayed="05/06/19 at 13:55")]).issues: print(issue)
    warning: ambiguous-date: 1 of 1 times: day and month can't be told apart, e.g. '05/06/19 at 13:55'
    """
    words = _Words(language)
    shown_reader, machine_reader = _Reader(words), _Reader(words)
    shown = [shown_reader.read(stamp.displayed) for stamp in stamps]
    machine = [machine_reader.read_machine(stamp.machine) for stamp in stamps]
    orders = _decide_orders(stamps, shown, machine, words)
    named = _only_utc_named((*shown, *machine))
    moments = [_settle(reading, orders, named_zones=named) for reading in shown]
    attributes = [_settle(reading, orders, named_zones=named) for reading in machine]
    believed = _believe(moments, attributes)
    chosen = [_choose(moment, attribute, believed) for moment, attribute in zip(moments, attributes, strict=True)]
    published = tuple(_publish(moment, tz) for moment in chosen)
    return Times(published=published, issues=tuple(_issues(stamps, chosen, shown, machine)))


def find_time(text: str, language: str | None = None) -> tuple[int, int] | None:
    """The span of the displayed time inside a line, with the words between date and time; None without one.

    A date with its time is preferred to a date alone, that to a day without a year ("May 2 at 7:10 pm"), that to a
    relative time ("2 years ago"). A time of day alone is none.

    >>> line = "Bob on May 3, 2009 at 4:10 pm said:"
    >>> start, end = find_time(line)
    >>> line[start:end]
    'May 3, 2009 at 4:10 pm'
    >>> find_time("I have 2 cats and 10 fish.") is None
    True
    """
    if not _DIGIT.search(text):
        return None
    reading, _ = _scan(text, _words(language))
    if reading.lack in (_Lack.NOTHING, _Lack.YEAR, _Lack.RELATIVE):
        return reading.span
    return None


# -- what one text says ------------------------------------------------------------------------------------------


class _Lack(IntEnum):
    """What keeps a text from being a date, from the best case to the worst."""

    NOTHING = 0
    YEAR = 1
    RELATIVE = 2
    DATE = 3
    ABSENT = 4


class _Precision(IntEnum):
    DAY = 0
    HOUR = 1
    MINUTE = 2
    SECOND = 3


class _Clock(NamedTuple):
    """A time of day as displayed."""

    hour: int = 0
    minute: int = 0
    second: int = 0
    precision: _Precision = _Precision.DAY
    zone: str | None = None
    """As displayed, e.g. "+0200", "Z", "GMT", "EDT"; None without one."""


_NO_CLOCK: Final = _Clock()


class _Reading(NamedTuple):
    """What one text says, before the order of day and month is known."""

    numbers: tuple[int, int, int] = (0, 0, 0)
    """The date's numbers: in the text's own order where `form` is one, else year, month, day."""
    form: str = ""
    """What the dates of a page that share one order have in common, e.g. "2/displayed"; "" where nothing is open."""
    clock: _Clock = _NO_CLOCK
    span: tuple[int, int] = (0, 0)
    lack: _Lack = _Lack.NOTHING
    exact: datetime | None = None
    """Where the text is a machine's own form, what it means; then nothing else is needed."""


_ABSENT: Final = _Reading(lack=_Lack.ABSENT)
_UNREADABLE: Final = _Reading(lack=_Lack.DATE)


# -- words -------------------------------------------------------------------------------------------------------


def _fold(text: str) -> str:
    """Lower case, without accents, dots and spaces: the form in which `_calendar` holds its words."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(filter(str.isalnum, plain))


_ALIASES: Final = {"no": "nb", "iw": "he", "in": "id", "tl": "fil", "sh": "sr"}


def _base_language(language: str | None) -> str:
    """The language without its region: "pt" of "pt_BR"; "" where there is none."""
    base = re.split(r"[-_]", (language or "").strip().lower())[0]
    return _ALIASES.get(base, base)


@cache
def _table(which: str, language: str) -> Mapping[str, int]:
    """One language's months (1–12), weekdays (0–6) or halves of the day (0, 1) by folded name."""
    tables = {"months": (_calendar.MONTHS, 1), "weekdays": (_calendar.WEEKDAYS, 0), "halves": (_calendar.DAY_HALVES, 0)}
    rows, first = tables[which]
    groups = rows.get(language, "").split("|")
    return {name: i for i, group in enumerate(groups, first) for name in group.split(",") if name}


@cache
def _everywhere(which: str) -> Mapping[str, frozenset[tuple[str, int]]]:
    """Every language's names: what each of them stands for, in which language."""
    found: dict[str, set[tuple[str, int]]] = {}
    for language in _calendar.MONTHS:
        for name, number in _table(which, language).items():
            found.setdefault(name, set()).add((language, number))
    return {name: frozenset(meanings) for name, meanings in found.items()}


@cache
def _past_phrases() -> frozenset[str]:
    """Every language's "|years ago" and "vor|Jahren", folded."""
    return frozenset(phrase for row in _calendar.PAST.values() for phrase in row.split(";") if phrase)


class _Words:
    """The words of one page: its language's, then English, then everybody's."""

    def __init__(self, language: str | None) -> None:
        self.tag = (language or "").strip().lower().replace("_", "-")
        self.language = _base_language(language)
        self._months: dict[str, int] = {}
        self._halves: dict[str, int | None] = {"am": 0, "pm": 1, "a": 0, "p": 1}

    def month(self, word: str) -> int:
        """1–12, or 0 for what is no month."""
        found = self._months.get(word)
        if found is None:
            found = self._months[word] = self._find_month(word)
        return found

    def half(self, word: str) -> int | None:
        """0 for what means before noon, 1 for after noon, None for any other word."""
        key = _fold(word)
        if key not in self._halves:
            found = _table("halves", self.language).get(key)
            # Two Latin letters, such as Hungarian "de", are everyday words elsewhere: only their own language has them.
            if found is None and not (key.isascii() and len(key) <= 2):
                found = _only(number for _, number in _everywhere("halves").get(key, ()))
            self._halves[key] = found
        return self._halves[key]

    def weekdays(self, text: str) -> set[int]:
        """The weekdays that a text may name, Monday is 0; short names mean different days in different languages."""
        mine = _table("weekdays", self.language)
        keys = [_fold(word) for word in _WORD.findall(text)]
        named = {mine[key] for key in keys if key in mine}
        return named or {number for key in keys for _, number in _everywhere("weekdays").get(key, ())}

    def _find_month(self, word: str) -> int:
        # "d'abril", "Mayıs'ta": the name is on one side of the apostrophe.
        for part in (word, *re.split("['’]", word)):
            key = _fold(part)
            for form in _stems(key, self.language):
                for language in (self.language, "en"):
                    if found := _table("months", language).get(form) or _abbreviated(form, language):
                        return found
                if found := _only(number for _, number in _everywhere("months").get(form, ())) or 0:
                    return found
        return 0


@cache
def _words(language: str | None) -> _Words:
    return _Words(language)


def _stems(key: str, language: str) -> Iterator[str]:
    """A word and what may be its root: endings of Finnish or Lithuanian, the article glued to Hebrew names."""
    yield key
    if language in ("he", "") and key[:1] == "ב":
        yield key[1:]
    if not key.isascii() or language in ("", "fi", "et", "hu", "eu", "lt", "lv", "tr", "az", "sq"):
        for cut in range(1, 4):
            if len(key) - cut >= 5:
                yield key[:-cut]


def _abbreviated(key: str, language: str) -> int:
    """The month of which this is the beginning (three letters or more), in that language; 0 if none or several."""
    if len(key) < 3:
        return 0
    return _only(n for name, n in _table("months", language).items() if name.startswith(key)) or 0


def _only(numbers: Iterable[int]) -> int | None:
    """The one number among equals; None where there is none or several."""
    distinct = set(numbers)
    return distinct.pop() if len(distinct) == 1 else None


# -- grammar -----------------------------------------------------------------------------------------------------

_DIGIT: Final = re.compile(r"\d")
_LETTERS: Final = r"[^\W\d_][^\s\d_,.;:/|@()\[\]<>«»\"“”•·∙–—-]{1,19}"
_WORD: Final = re.compile(_LETTERS)
_MONTH: Final = rf"(?<![^\W\d_])(?P<month>th(?:á|a)ng\s+(?:\d{{1,2}}|[^\W\d_]{{2,4}}(?:\s+(?:một|hai)\b)?)|{_LETTERS})"
_ORDINAL: Final = r"(?:[.ºª°]|[^\W\d_]{1,3}(?=[\s,.]))?"
_PARTICLE: Final = r"(?:[^\W\d_]{1,3}['’]?\s+)?"
_YEAR: Final = r"(?P<year>\d{4}|['’]?\d{2})(?!\d|[:h]\d|\s?[ap]\.?m\b)"
_DAY: Final = r"(?<!\d)(?<!\d[.,:/-])(?P<day>\d{1,2})"
_DAY_BEHIND: Final = r"(?P<day>\d{1,2})(?!\d|[:h]\d)"

_DATES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 05.14.19 · 14/05/2019 · 2019-05-14 · 14. 5. 2019
        (
            r"(?<!\d)(?<!\d[.,/-])(?P<a>\d{4}|\d{1,2})\s?(?P<sep>[./·–-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<c>\d{4}|['’]?\d{2}|\d)"
            r"(?!\d|[./-]\d)"
        ),
        # 3. Mai 2011 · 14 de mayo de 2019 · 14-May-19 · 1er mai 2019 · 3rd of May, 2009
        rf"{_DAY}{_ORDINAL}\s*[-./]?\s*{_PARTICLE}{_MONTH}\.?[\s,.’'/-]*{_PARTICLE}{_YEAR}",
        # May 3rd, 2009 · May 14 '09 · Sep 14, 09
        (
            rf"{_MONTH}\.?[\s/.-]{{1,3}}{_DAY_BEHIND}{_ORDINAL}(?:[\s,./-]+{_PARTICLE}(?P<year>\d{{4}}|['’]\d{{2}})"
            r"|,\s?(?P<short>\d{2})(?=\s*(?:$|[|@)•·–—-]|(?:at|um|a|à|om|kl)\s)))(?!\d)"
        ),
        # 2019. május 14. · 2019 m. gegužės 14 d. · 2009-May-03
        rf"(?<!\d)(?P<year>\d{{4}})(?:\s?m\.|[.,])?[\s/-]*{_MONTH}\.?[\s,/-]*{_DAY_BEHIND}",
        # 2019. gada 14. maijs
        rf"(?<!\d)(?P<year>\d{{4}})\.?\s+gada\s+(?P<day>\d{{1,2}})\.\s+{_MONTH}",
        # Tue May 14 12:15:39 EDT 2019
        (
            rf"{_MONTH}\s+(?P<day>\d{{1,2}})\s+(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
            r"\s+(?P<zone>[A-Z]{1,5}|[+-]\d{4})?\s*(?P<year>\d{4})(?!\d)"
        ),
        # 2019年5月14日 · 2019년 5월 14일 · 5月 14, 2019
        r"(?<!\d)(?P<year>\d{4}|\d{2})\s*[年년]\s*(?P<moon>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})(?:\s*[日일號号])?",
        r"(?<!\d)(?P<moon>\d{1,2})[月월]\s*(?P<day>\d{1,2})[日일]?,?\s+(?P<year>\d{4})(?!\d)",
    )
)
_ASIAN: Final = _DATES[-2:]

_DATES_WITHOUT_YEAR: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY}{_ORDINAL}\s*[-./]?\s*{_PARTICLE}{_MONTH}\.?",
        rf"{_MONTH}\.?[\s/.-]{{1,3}}{_DAY_BEHIND}(?:st|nd|rd|th)?",
        r"(?<!\d)(?P<moon>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일號号]?",
    )
)

_ZONE_NAMES: Final = (
    "UTC|GMT|WES?T|CES?T|EES?T|MES?Z|BST|IST|MSK|JST|KST|HKT|SGT|SAST|[ECMP][SD]T|AK[SD]T|HST|A[CE][SD]T|AWST|NZ[SD]T"
)
_ZONE_TEXT: Final = rf"Z\b|(?:UTC|GMT)\s?[+−-]\d{{1,2}}(?::?\d\d)?(?!\d)|[+−-]\d\d:?\d\d(?!\d)|(?:{_ZONE_NAMES})\b"
_ZONE: Final = re.compile(rf"\s?\(?(?P<zone>{_ZONE_TEXT})\)?")
_CLOCK: Final = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})(?:"
    r"\s?(?P<dot>[:：h.])\s?(?P<minute>\d\d)(?!\d)(?:(?:[:：]|(?<=\.\d\d)\.)(?P<second>\d\d)(?!\d)(?:[.,]\d{1,9})?)?"
    r"|\s*(?:[時时點点]|시)(?:\s*(?P<minute_cjk>\d{1,2})\s*[分분])?(?:\s*(?P<second_cjk>\d{1,2})\s*[秒초])?"
    r"|(?=\s?[ap]\.?\s?m\b)|(?=\s(?:Uhr|h)\b)|h\b)",
    re.IGNORECASE,
)
_HALF_TEXT: Final = r"[^\W\d_]\.?\s?[^\W\d_]\.(?!\w)|[^\W\d_]\s[^\W\d_](?!\w)|[^\W\d_][^\s\d_,;:/|@()\[\]<>•·–—-]{0,14}"
_HALF: Final = re.compile(rf"\s?(?P<half>{_HALF_TEXT})")
_LAST_WORD: Final = re.compile(rf"(?P<half>{_HALF_TEXT})\s?$")
_GAP: Final = 24
"""How far a time may stand from its date, in characters: " kl. ", " — at ", " / Tuesday / "."""
_DOT_GAP: Final = re.compile(
    r"[\s,;@|–-]{1,3}(?:(?:kl|klo|ore|alle|um|pukul|jam|ob|at|u|o|om|à|as|às)\b\.?)?\s*", re.IGNORECASE
)
"""What may stand between a date and a time whose hours end in a dot; elsewhere "4.10" is a price or a version."""


# -- scanning ----------------------------------------------------------------------------------------------------

_Fields = dict[str, tuple[int, int]]
"""Where each part of a time stands in a text, by its name in the grammar."""


def _scan(text: str, words: _Words) -> tuple[_Reading, _Fields]:
    """The best time in a text, and where its parts stand: a date with a four-digit year before others, one with a time
    of day before others, then the first; else a day without its year, else a relative time.
    """
    if not text.isascii():
        text = text.translate(_MARKS)
    found = [fields for pattern in _patterns_for(text) if (fields := _find_date(pattern, text, words, year=True))]
    if found:
        best = min(found, key=_rank)
        return _interpret(_cut(text, best), words)._replace(span=best["span"]), best
    for pattern in _DATES_WITHOUT_YEAR:
        fields = _find_date(pattern, text, words, year=False)
        if fields and ("hour" in fields or fields["span"] == (0, len(text))):
            return _Reading(span=fields["span"], lack=_Lack.YEAR), {}
    span = _find_relative(text)
    return (_Reading(span=span, lack=_Lack.RELATIVE) if span else _UNREADABLE), {}


def _cut(text: str, fields: _Fields) -> dict[str, str]:
    return {name: text[start:end] for name, (start, end) in fields.items() if name != "span"}


_MARKS: Final = dict.fromkeys((0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x2066, 0x2067, 0x2069), " ")
"""Invisible marks of direction, which Hebrew and Arabic pages put between numbers; a space keeps all places."""


def _patterns_for(text: str) -> tuple[re.Pattern[str], ...]:
    return _DATES if "月" in text or "월" in text else _DATES[: -len(_ASIAN)]


def _rank(fields: _Fields) -> tuple[bool, bool, int]:
    years = [fields[name] for name in ("year", "a", "c") if name in fields]
    return max((end - start for start, end in years), default=0) < 4, "hour" not in fields, fields["span"][0]


def _find_date(pattern: re.Pattern[str], text: str, words: _Words, *, year: bool) -> _Fields | None:
    """The first match of a date pattern that is a date, with its time of day; one that has such a time is preferred."""
    first: _Fields | None = None
    match = pattern.search(text)
    while match:
        fields = {name: match.span(name) for name, value in match.groupdict().items() if value and name != "sep"}
        if _is_date(match.groupdict(), words, year=year):
            fields["span"] = match.span()
            if _add_clock(text, fields, words):
                return fields
            first = first or fields
            match = pattern.search(text, match.end())
        else:
            match = pattern.search(text, match.start() + 1)
    return first


def _is_date(parts: Mapping[str, str | None], words: _Words, *, year: bool) -> bool:
    if not year:
        month = int(parts.get("moon") or 0) or words.month(parts.get("month") or "")
        return _make_date(2000, month, int(parts["day"] or 0)) is not None
    numbers, form = _numbers(parts, words)
    return any(_arrange(numbers, order) for order in _ORDERS[form])


def _add_clock(text: str, fields: _Fields, words: _Words) -> bool:
    """Adds the time of day that stands behind a date, or before it; says whether there is one."""
    if "hour" in fields:
        return True
    start, end = fields["span"]
    for match in _CLOCK.finditer(text, end, end + _GAP + 24):
        gap = text[end : match.start()]
        if len(gap) <= _GAP and "\n" not in gap and not _DIGIT.search(gap) and _fits(match, gap):
            clock = _clock_fields(text, match, words)
            if "half" not in clock and (half := _LAST_WORD.search(gap)) and _is_half(half, words):
                clock["half"] = (end + half.start("half"), end + half.end("half"))
            fields |= clock | {"span": (start, clock["span"][1])}
            return True
        break
    before = list(_CLOCK.finditer(text, max(0, start - _GAP - 24), start))
    if not before:
        return False
    clock = _clock_fields(text[:start], before[-1], words)
    gap = text[clock["span"][1] : start]
    if len(gap) > _GAP or "\n" in gap or _DIGIT.search(gap) or not _fits(before[-1], gap):
        return False
    fields |= clock | {"span": (clock["span"][0], end)}
    return True


def _fits(match: re.Match[str], gap: str) -> bool:
    """Whether it is a time that exists, and not a number with a decimal point."""
    if match["dot"] == "." and not _DOT_GAP.fullmatch(gap):
        return False
    return int(match["hour"]) < 24 and int(match["minute"] or 0) < 60 and int(match["second"] or 0) < 60


def _clock_fields(text: str, match: re.Match[str], words: _Words) -> _Fields:
    """A time of day with the am or pm and the zone behind it."""
    names = {"hour": "hour", "minute": "minute", "second": "second", "minute_cjk": "minute", "second_cjk": "second"}
    fields = {field_: match.span(name) for name, field_ in names.items() if match[name]}
    end = match.end()
    if (half := _HALF.match(text, end)) and _is_half(half, words):
        fields["half"] = half.span("half")
        end = half.end()
    if zone := _ZONE.match(text, end):
        fields["zone"] = zone.span("zone")
        end = zone.end()
    return fields | {"span": (match.start(), end)}


def _is_half(match: re.Match[str], words: _Words) -> bool:
    """Whether a word means am or pm; a lone Latin letter only where it is glued to the digits ("4:10p", but not "à")."""
    word = match["half"]
    return words.half(word) is not None and (
        match.group() == word or len(word.strip(". ")) > 1 or _fold(word) not in "ap"
    )


_RELATIVE: Final = re.compile(
    rf"(?P<before>(?:[^\W\d_][^\s\d]{{0,15}}\s){{0,3}})(?<!\d)\d{{1,3}}(?P<behind>(?:\s?[^\W\d_][^\s\d,;:|()]*){{0,3}})"
)


def _find_relative(text: str) -> tuple[int, int] | None:
    """The span of "2 years ago", "vor 3 Tagen", "2年前"."""
    phrases = _past_phrases()
    for match in _RELATIVE.finditer(text):
        before, behind = list(_ANY_WORD.finditer(match["before"])), list(_ANY_WORD.finditer(match["behind"]))
        for i in range(len(before) + 1):
            for j in range(len(behind), -1, -1):
                left = " ".join(_fold(word[0]) for word in before[i:])
                right = " ".join(_fold(word[0]) for word in behind[:j])
                if f"{left}|{right}" in phrases:
                    start = match.start("before") + (before[i].start() if i < len(before) else len(match["before"]))
                    return start, match.start("behind") + (behind[j - 1].end() if j else 0)
    return None


_ANY_WORD: Final = re.compile(r"[^\W\d_][^\s\d]*")


# -- from parts to a reading -------------------------------------------------------------------------------------

_ORDERS: Final = {"": ("YMD",), "Y": ("YMD", "YDM"), "4": ("DMY", "MDY"), "2": ("DMY", "MDY", "YMD")}
"""The orders that a date of numbers can have: with the year first, with four digits last, with two digits anywhere."""


def _interpret(parts: Mapping[str, str | None], words: _Words) -> _Reading:
    """What the parts of a text mean together; the one place for scanned texts and for those that fit a known form."""
    numbers, form = _numbers(parts, words)
    hour = parts.get("hour")
    if hour is None:
        return _Reading(numbers, form)
    minute, second, half = parts.get("minute"), parts.get("second"), parts.get("half")
    h = int(hour)
    if half is not None and h <= 12:
        h = h % 12 + 12 * (words.half(half) or 0)
    precision = _Precision.SECOND if second else _Precision.MINUTE if minute else _Precision.HOUR
    clock = _Clock(h, int(minute or 0), int(second or 0), precision, parts.get("zone"))
    return _Reading(numbers, form, clock)


def _numbers(parts: Mapping[str, str | None], words: _Words) -> tuple[tuple[int, int, int], str]:
    """The three numbers of a date and the form that says in which orders they may be; zeros for what can't be one."""
    a, b, c = parts.get("a"), parts.get("b"), parts.get("c")
    if a and b and c:
        if len(a) == 4:
            return (_year(a, words), int(b), int(c.lstrip("'’"))), "Y"
        digits = c.lstrip("'’")
        if len(digits) == 4:
            return (int(a), int(b), _year(digits, words)), "4"
        return (int(a), int(b), int(digits)) if len(digits) == 2 else (0, 0, 0), "2"
    month = parts.get("month")
    number = words.month(month) if month else int(parts.get("moon") or 0)
    return (
        _year((parts.get("year") or parts.get("short") or "0").lstrip("'’"), words),
        number,
        int(parts["day"] or 0),
    ), ""


def _year(digits: str, words: _Words) -> int:
    """A year as written; two digits are a year of the web (1970 to 2069); Thai years count from the Buddha."""
    year = int(digits)
    if len(digits) == 2:
        return year + (1900 if year >= 70 else 2000)
    if words.language == "th" and 2400 < year < 2700:
        return year - 543
    # WordPress prints the date of an empty database field as "November 30, -0001".
    return year if year >= 100 else -1


def _arrange(numbers: tuple[int, int, int], order: str) -> date | None:
    """The date of three numbers in an order; None where there is no such day."""
    year, month, day = (numbers[order.index(letter)] for letter in "YMD")
    return _make_date(year + (1900 if year >= 70 else 2000) if 0 <= year < 100 else year, month, day)


def _make_date(year: int, month: int, day: int) -> date | None:
    if not (1900 <= year < 2200 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


# -- reading a page's texts --------------------------------------------------------------------------------------


class _Reader:
    """Reads texts that mostly share a form: what was learnt from one text is tried first on the next."""

    def __init__(self, words: _Words) -> None:
        self._words = words
        self._forms: list[re.Pattern[str]] = []

    def read(self, text: str | None) -> _Reading:
        """What a displayed text says."""
        if not text or not (text := " ".join(text.split())):
            return _ABSENT
        for i, form in enumerate(self._forms):
            if (match := form.fullmatch(text)) and _holds(parts := match.groupdict(), self._words):
                if i:
                    self._forms.insert(0, self._forms.pop(i))
                return _interpret(parts, self._words)
        reading, fields = _scan(text, self._words)
        if fields and (learnt := _learn(text, fields)):
            self._forms = [learnt, *self._forms[: _FORMS_KEPT - 1]]
        return reading

    def read_machine(self, text: str | None) -> _Reading:
        """What an attribute says: ISO 8601, seconds or milliseconds since 1970, YYYYMMDDhhmmss, or prose."""
        if not text or not (text := text.strip()):
            return _ABSENT
        return _read_iso(text) or _read_digits(text) or self.read(text)


_FORMS_KEPT: Final = 8
"""How many forms a page may have before its texts are scanned one by one; trying more would cost as much."""


def _holds(parts: Mapping[str, str | None], words: _Words) -> bool:
    """Whether what fits a form is a time: the words are a month, and am or pm."""
    month, half = parts.get("month"), parts.get("half")
    return (not month or words.month(month) > 0) and (not half or words.half(half) is not None)


_PART_PATTERNS: Final = {
    "month": _MONTH,
    "day": r"(?P<day>[0-2]?\d|3[01])",
    "moon": r"(?P<moon>0?[1-9]|1[0-2])",
    "hour": r"(?P<hour>[01]?\d|2[0-3])",
    "minute": r"(?P<minute>[0-5]?\d)",
    "second": r"(?P<second>[0-5]?\d)",
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


def _read_iso(text: str) -> _Reading | None:
    match = _ISO.fullmatch(text)
    if not match:
        return None
    try:
        exact = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    precision = _Precision.DAY if not match["clock"] else _Precision.SECOND if match["second"] else _Precision.MINUTE
    return _Reading(exact=exact, clock=_Clock(precision=precision)) if 1900 <= exact.year < 2200 else None


def _read_digits(text: str) -> _Reading | None:
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
    return _Reading(exact=exact, clock=_Clock(precision=_Precision.SECOND)) if 1900 <= exact.year < 2200 else None


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


# -- the order of day and month ----------------------------------------------------------------------------------

_CERTAIN: Final = 3.4
"""How much better the best order must be than the next: log-odds, about 30 to 1."""
_IMPOSSIBLE: Final = 8.0
"""The cost of a day that does not exist; some pages hold one line of another form, none holds many."""
_CONTRADICTED: Final = 5.0
"""The cost of a day that the weekday or the attribute beside it contradicts."""
_CLOSENESS: Final = 1.5
"""How strongly neighbours are expected to be close: the cost of a gap of n days is this times log(1 + n)."""
_CHECKED: Final = 100
"""How many dates are held against weekdays and attributes; more would add nothing."""


@frozen
class _Item:
    """A date of numbers, and what stands beside it."""

    index: int
    numbers: tuple[int, int, int]
    text: str
    attribute: datetime | None


def _decide_orders(
    stamps: Sequence[Stamp], shown: Sequence[_Reading], machine: Sequence[_Reading], words: _Words
) -> dict[str, tuple[str, ...]]:
    """For each form of number dates the orders that remain possible, by a page's displayed texts and attributes."""
    fixed = [_known_date(*readings) for readings in zip(shown, machine, strict=True)]
    items: dict[str, list[_Item]] = {}
    for i, (stamp, one, other) in enumerate(zip(stamps, shown, machine, strict=True)):
        if one.form:
            items.setdefault(one.form, []).append(_Item(i, one.numbers, stamp.displayed or "", other.exact))
        elif other.form:
            items.setdefault(other.form, []).append(_Item(i, other.numbers, stamp.machine or "", None))
    return {form: _possible_orders(form, group, fixed, words) for form, group in items.items()}


def _known_date(shown: _Reading, machine: _Reading) -> date | None:
    """The day of a stamp if nothing is open about it."""
    for reading in (shown, machine):
        if reading.exact:
            return reading.exact.date()
        if reading.lack is _Lack.NOTHING and not reading.form:
            return _arrange(reading.numbers, "YMD")
    return None


def _possible_orders(form: str, items: Sequence[_Item], fixed: Sequence[date | None], words: _Words) -> tuple[str, ...]:
    """The best order and those that are not clearly worse."""
    days = {order: [_arrange(item.numbers, order) for item in items] for order in _ORDERS[form]}
    cost = {order: _IMPOSSIBLE * found.count(None) + _prior(form, order, words) for order, found in days.items()}
    fewest = min(cost.values())
    days = {order: found for order, found in days.items() if cost[order] <= fewest + 3 * _IMPOSSIBLE}
    common = [i for i in range(len(items)) if all(found[i] for found in days.values())]
    for order, found in days.items():
        pairs = [(items[i], day) for i in common if (day := found[i])]
        cost[order] += _gaps(pairs, fixed) + sum(_contradictions(item, day, words) for item, day in pairs[:_CHECKED])
    fewest = min(cost[order] for order in days)
    return tuple(order for order in days if cost[order] < fewest + _CERTAIN)


def _gaps(pairs: Sequence[tuple[_Item, date]], fixed: Sequence[date | None]) -> float:
    """The cost of the gaps between neighbours on the page, certain dates among them."""
    line = {i: day for i, day in enumerate(fixed) if day} | {item.index: day for item, day in pairs}
    days = [line[i].toordinal() for i in sorted(line)]
    return _CLOSENESS * sum(math.log1p(abs(b - a)) for a, b in pairwise(days))


def _contradictions(item: _Item, day: date, words: _Words) -> float:
    """The cost of what stands beside a date and speaks of another."""
    cost = 0.0
    if item.attribute and abs((item.attribute.date() - day).days) > 1:
        cost += _CONTRADICTED
    if (named := words.weekdays(item.text)) and day.weekday() not in named:
        cost += _CONTRADICTED
    return cost


def _prior(form: str, order: str, words: _Words) -> float:
    """What the language alone says against an order.

    English says nothing: WordPress calls every untranslated blog "en-US". Two-digit years are often a theme's own
    format ("m.d.y" on a German blog), so there the language is only a hint; with four digits its order is taken.
    """
    if form == "Y":
        return 6.0 if order == "YDM" else 0.0
    usual = "DMY" if words.tag in _ENGLISH_DAY_FIRST else _calendar.DATE_ORDER.get(words.language, "")
    if words.language == "en" and words.tag not in _ENGLISH_DAY_FIRST:
        usual = ""
    if order == "YMD" or usual == "YMD":
        return 0.0 if form == "4" or order == usual else 6.0
    return 0.0 if not usual or order == usual else 4.0 if form == "4" else 2.0


_ENGLISH_DAY_FIRST: Final = frozenset({"en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"})


# -- displayed text and attribute together -----------------------------------------------------------------------


class _Moment(NamedTuple):
    """A time that was read."""

    when: datetime
    precision: _Precision


def _settle(reading: _Reading, orders: Mapping[str, Sequence[str]], *, named_zones: bool) -> _Moment | None:
    """The time of a reading, the orders being known; None where more than one day is possible, or none."""
    if reading.exact:
        return _Moment(reading.exact, reading.clock.precision)
    if reading.lack is not _Lack.NOTHING:
        return None
    form = reading.form
    day = _one_day(reading.numbers, orders.get(form, ("YMD",))) if form else _arrange(reading.numbers, "YMD")
    if day is None:
        return None
    clock = reading.clock
    zone = _offset(clock.zone, named=named_zones) if clock.zone else None
    when = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second, tzinfo=zone)
    return _Moment(when, clock.precision)


def _one_day(numbers: tuple[int, int, int], orders: Sequence[str]) -> date | None:
    """The day on which all orders agree that make one."""
    days = {day for order in orders if (day := _arrange(numbers, order))}
    return days.pop() if len(days) == 1 else None


def _offset(zone: str, *, named: bool) -> timezone | None:
    """The offset that a zone's text gives; None for names such as EST, which are -5 hours in New York, +10 in Sydney.

    `named` says whether GMT and UTC alone count: beside "BST" on the same page, "GMT" is a name like others.
    """
    match = re.search(r"([+−-])(\d{1,2})(?::?(\d\d))?$", zone)
    if match:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(offset if match[1] == "+" else -offset) if offset < timedelta(hours=24) else None
    return UTC if named and zone.upper() in ("Z", "UTC", "GMT") else None


def _only_utc_named(readings: Iterable[_Reading]) -> bool:
    """Whether no text of the page names a zone other than UTC and GMT."""
    zones = {reading.clock.zone.upper() for reading in readings if reading.clock.zone}
    return not any(zone.isalpha() and zone not in ("Z", "UTC", "GMT") for zone in zones)


def _believe(moments: Sequence[_Moment | None], attributes: Sequence[_Moment | None]) -> bool:
    """Whether the page's attributes tell the truth: at least half of those beside a displayed time agree with it."""
    agree = [_agrees(one, other) for one, other in zip(moments, attributes, strict=True) if one and other]
    return 2 * sum(agree) >= len(agree)


def _choose(moment: _Moment | None, attribute: _Moment | None, believed: bool) -> _Moment | None:
    """The better of a displayed time and its attribute: the one with an offset, then the more precise one."""
    if attribute is None or not believed:
        return moment
    if moment is None:
        return attribute
    if not _agrees(moment, attribute) or attribute.precision < min(moment.precision, _Precision.MINUTE):
        return moment
    if attribute.when.tzinfo or attribute.precision > moment.precision:
        return attribute
    return moment


_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
"""The zones of the world."""


def _agrees(shown: _Moment, attribute: _Moment) -> bool:
    """Whether both can be one instant: the same, or as far apart as an offset is, in whole quarters of an hour."""
    step = min(shown.precision, attribute.precision)
    here, there = shown.when, attribute.when
    if here.tzinfo and there.tzinfo:
        here = here.astimezone(there.tzinfo)
    mine, wall = here.replace(tzinfo=None), there.replace(tzinfo=None)
    if _floor(mine, step) == _floor(wall, step):
        return True
    if here.tzinfo or there.tzinfo is None:
        return False
    utc = there.astimezone(UTC).replace(tzinfo=None)
    if step is _Precision.DAY:
        return (utc + _WEST).date() <= mine.date() <= (utc + _EAST).date()
    apart = _floor(mine, step) - _floor(utc, step)
    return _WEST <= apart <= _EAST and (step is _Precision.HOUR or apart % timedelta(minutes=15) == timedelta())


def _floor(when: datetime, precision: _Precision) -> datetime:
    if precision is _Precision.DAY:
        return when.replace(hour=0, minute=0, second=0, microsecond=0)
    if precision is _Precision.HOUR:
        return when.replace(minute=0, second=0, microsecond=0)
    return when.replace(second=0 if precision is _Precision.MINUTE else when.second, microsecond=0)


def _publish(moment: _Moment | None, tz: tzinfo | None) -> datetime | None:
    if moment is None:
        return None
    return moment.when if moment.when.tzinfo or tz is None else moment.when.replace(tzinfo=tz)


# -- issues ------------------------------------------------------------------------------------------------------

_TROUBLES: Final = {
    "ambiguous-date": "day and month can't be told apart",
    "no-year": "the text gives no year",
    "relative": "the text is relative to the moment when the page was shown",
    "unreadable": "the text is not a date",
}


def _issues(
    stamps: Sequence[Stamp], chosen: Sequence[_Moment | None], shown: Sequence[_Reading], machine: Sequence[_Reading]
) -> Iterator[Issue]:
    """One issue a kind of trouble, with how many times have it and an example."""
    total, day_only = 0, 0
    troubles: dict[str, list[str]] = {}
    for stamp, moment, one, other in zip(stamps, chosen, shown, machine, strict=True):
        if one.lack is _Lack.ABSENT and other.lack is _Lack.ABSENT:
            continue
        total += 1
        if moment is None:
            text = stamp.displayed if one.lack is not _Lack.ABSENT else stamp.machine
            troubles.setdefault(_trouble(one, other), []).append(" ".join((text or "").split())[:60])
        elif moment.precision is _Precision.DAY:
            day_only += 1
    for name, texts in sorted(troubles.items()):
        code = name if name == "ambiguous-date" else "unreadable-date"
        message = f"{len(texts)} of {total} times: {_TROUBLES[name]}, e.g. {texts[0]!r}"
        yield Issue(code=code, message=message)
    if day_only:
        yield Issue(
            code="date-only", message=f"{day_only} of {total} times: the day only, read as midnight", grade="info"
        )


def _trouble(shown: _Reading, machine: _Reading) -> str:
    """Why a stamp has no time, by the better of its texts."""
    reading = min(shown, machine, key=lambda reading: reading.lack)
    if reading.lack is _Lack.NOTHING:
        return "ambiguous-date" if reading.form else "unreadable"
    return {_Lack.YEAR: "no-year", _Lack.RELATIVE: "relative"}.get(reading.lack, "unreadable")
