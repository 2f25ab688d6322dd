"""A page's texts and attributes → a `TimeReading` each.

A page has thousands of texts of one form, so each scan leaves a pattern behind (`TimeReader`) that reads the next such
text in a few microseconds; what doesn't fit it exactly is scanned anew. Both ways end in `interpretation`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from threadkit import lazy_re
from threadkit.dates.grammar import DIGIT, HALF_TEXT, MONTH, ZONE_TEXT
from threadkit.dates.interpretation import interpret
from threadkit.dates.scan import Fields, scan_parts
from threadkit.dates.time_reading import ABSENT, DAY, MINUTE, SECOND, Clock, Precision, TimeReading
from threadkit.vocabulary.patterns import any_of, words_of
from threadkit.vocabulary.words import AFTERNOON, MORNING

__all__ = ["TimeReader"]


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
            if (match := form.fullmatch(text)) and (reading := interpret(match.groupdict(), self._language)):
                if i:
                    self._forms.insert(0, self._forms.pop(i))
                return reading
        text = _DAY_HALF.sub(_as_am_pm, text)
        reading, fields = scan_parts(text, self._language)
        self._scans += 1
        if fields and 1 < self._scans <= _LESSONS and (learnt := _learn(text, fields)):
            self._forms = [learnt, *self._forms[: _FORMS_KEPT - 1]]
        return reading

    def read_machine(self, text: str | None) -> TimeReading:
        """What an attribute says: ISO 8601, seconds or milliseconds since 1970, YYYYMMDDhhmmss, or prose."""
        if not text or not (text := text.strip()):
            return ABSENT
        return _read_iso(text) or _read_digits(text) or self.read(text)


_AM: Final = frozenset(words_of(MORNING))
_DAY_HALF: Final = lazy_re.pattern(
    rf"(\d{{1,2}}[:.]\d\d)\s(?:de la|de l['’]|da|di|del|du|in the)\s?({any_of(MORNING, AFTERNOON)})\b", re.IGNORECASE
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
    "month": MONTH,
    "day": r"(?P<day>[0-2]?\d|3[01])",
    "moon": r"(?P<moon>0?[1-9]|1[0-2])",
    "hour": r"(?P<hour>[01]?\d|2[0-3])",
    "minute": r"(?P<minute>[0-5]?\d)",
    "second": r"(?P<second>[0-5]?\d)",
    "sep": r"(?P<sep>[./·–-])",
    "half": rf"(?P<half>{HALF_TEXT})",
    "zone": rf"(?P<zone>{ZONE_TEXT})",
}


def _learn(text: str, fields: Fields) -> re.Pattern[str] | None:
    """The form of a text: its parts with the very words between and behind them; None where those hold digits,
    since then the text alone doesn't show which of its numbers matter.
    """
    parts = sorted((span, name) for name, span in fields.items() if name != "span")
    pattern, at, last = "", fields["span"][0], ""
    if DIGIT.search(text, 0, at):
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
    if DIGIT.search(literal):
        return None
    before = ""
    if behind == "day" and (ordinal := re.match("st|nd|rd|th", literal)):
        before, literal = "(?:st|nd|rd|th)", literal[ordinal.end() :]
    elif behind == "month":
        before, literal = r"\.?", literal.removeprefix(".")
    return before + r"\s+".join(re.escape(piece) for piece in re.split(r"\s+", literal))


_ISO: Final = lazy_re.pattern(
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
    precision = SECOND if match["second"] else MINUTE if match["clock"] else DAY
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
    return TimeReading(exact=exact, clock=_MACHINES[SECOND]) if 1900 <= exact.year < 2200 else None


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
