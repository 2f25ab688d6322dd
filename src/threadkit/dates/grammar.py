"""How dates and times of day are written: regular expressions, each with what it is for, and nothing that uses them.

A date is numbers, a day and a named month in any order, or 年月日; its parts are named groups ("year", "month", "a").
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from threadkit import lazy_re
from threadkit.vocabulary.patterns import BEFORE_CLOCK

__all__ = [
    "CLOCK",
    "DIGIT",
    "DOT_GAP",
    "GAP",
    "HALF",
    "HALF_TEXT",
    "LAST_WORD",
    "MONTH",
    "WORD",
    "ZONE",
    "ZONE_TEXT",
    "shapes",
]

DIGIT: Final = lazy_re.pattern(r"\d")
_SP, _SPS = r"\s{0,4}", r"\s{1,4}"
"""White space between parts; without a bound, a run of it would cost the square of its length."""
_LETTERS: Final = r"[^\W\d_][^\s\d_,.;:/|@()\[\]<>«»\"“”•·∙–—-]{1,19}+"
WORD: Final = lazy_re.pattern(_LETTERS)
MONTH: Final = (
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
    return _Shape(lazy_re.pattern(sign), lazy_re.pattern(pattern, re.IGNORECASE), year)


@cache
def shapes() -> tuple[_Shape, ...]:
    """All ways, compiled when the first text is scanned: it takes longer than importing the module."""
    return (
        # 05.14.19 · 14/05/2019 · 2019-05-14 · 14. 5. 2019
        _shape(
            r"(?<!\d)(?<!\d[.,/-])(?P<a>\d{4}|\d{1,2})\s?(?P<sep>[./·–-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?"
            r"(?P<c>\d{4}|['’]?\d{2}|\d)(?!\d|[./-]\d)",
            sign=r"\d\s?[./·–-]\s?\d",
        ),
        # 17.07, 2011
        _shape(
            r"(?<!\d)(?<!\d[.,/-])(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2}),\s(?P<c>\d{4})(?!\d|[./-]\d)",
            sign=r"\d,\s\d{4}",
        ),
        # 3. Mai 2011 · 14 de mayo de 2019 · 14-May-19 · 1er mai 2019 · 3rd of May, 2009
        _shape(rf"{_DAY_AHEAD}{_ORDINAL}{_SP}[-./]?{_SP}{_PARTICLE}{MONTH}\.?[\s,.’'/-]{{0,4}}{_PARTICLE}{_YEAR}"),
        # May 3rd, 2009 · May 14 '09 · Sep 14, 09
        _shape(
            rf"{MONTH}\.?[\s/.-]{{1,3}}{_DAY_BEHIND}{_ORDINAL}(?:[\s,./-]{{1,4}}{_PARTICLE}(?P<year>\d{{4}}|['’]\d{{2}})"
            rf"|,\s?(?P<short>\d{{2}})(?=\s?(?:$|[|@)•·–—-]|(?:{BEFORE_CLOCK}|a)\s)))(?!\d)",
            sign=rf"\d{_ORDINAL}[\s,./-]{{1,4}}{_PARTICLE}['’]?\d\d",
        ),
        # 2019. május 14. · 2019 m. gegužės 14 d. · 2009-May-03
        _shape(
            rf"(?<!\d)(?P<year>\d{{4}})(?:\s?m\.|[.,])?[\s/-]{{0,4}}{MONTH}\.?[\s,/-]{{0,4}}{_DAY_BEHIND}",
            sign=r"\d{4}",
        ),
        # 2019. gada 14. maijs
        _shape(rf"(?<!\d)(?P<year>\d{{4}})\.?{_SPS}gada{_SPS}(?P<day>\d{{1,2}})\.{_SPS}{MONTH}", sign="gada"),
        # Tue May 14 12:15:39 EDT 2019
        _shape(
            rf"{MONTH}{_SPS}(?P<day>\d{{1,2}}){_SPS}(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
            r"\s(?P<zone>[A-Z]{1,5}|[+-]\d{4})?\s?(?P<year>\d{4})(?!\d)",
            sign=r"\d\s+\d{1,2}:\d\d",
        ),
        # 2019年5月14日 · 2019년 5월 14일 · 5月 14, 2019 · 5月 14th, 2019 (an English pattern with a foreign month)
        _shape(
            r"(?<!\d)(?P<year>\d{4}|\d{2})\s?[年년]\s?(?P<moon>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})(?:\s?[日일號号])?",
            sign="[月월]",
        ),
        _shape(
            r"(?<!\d)(?P<moon>\d{1,2})[月월]\s?(?P<day>\d{1,2})(?:[日일]|st|nd|rd|th)?,?\s(?P<year>\d{4})(?!\d)",
            sign="[月월]",
        ),
        # May 2 at 7:10 PM · 7 фев в 21:00 · 5月14日 12:15
        _shape(rf"{_DAY_AHEAD}{_ORDINAL}{_SP}[-./]?{_SP}{_PARTICLE}{MONTH}\.?", year=False),
        _shape(rf"{MONTH}\.?[\s/.-]{{1,3}}{_DAY_BEHIND}(?:st|nd|rd|th)?", year=False),
        _shape(r"(?<!\d)(?P<moon>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일號号]?", sign="[月월]", year=False),
    )


_ZONE_NAMES: Final = (
    "UTC|GMT|WES?T|CES?T|EES?T|MES?Z|BST|IST|MSK|JST|KST|HKT|SGT|SAST|[ECMP][SD]T|AK[SD]T|HST|A[CE][SD]T|AWST|NZ[SD]T"
)
ZONE_TEXT: Final = rf"Z\b|(?:UTC|GMT)\s?[+−-]\d{{1,2}}(?::?\d\d)?(?!\d)|[+−-]\d\d:?\d\d(?!\d)|(?:{_ZONE_NAMES})\b"
ZONE: Final = lazy_re.pattern(rf"\s?\(?(?P<zone>{ZONE_TEXT})\)?")
CLOCK: Final = lazy_re.pattern(
    r"(?<!\d)(?P<hour>\d{1,2})(?:"
    r"\s?(?P<dot>[:：h.])\s?(?P<minute>\d\d)(?!\d)(?:(?:[:：]|(?<=\.\d\d)\.)(?P<second>\d\d)(?!\d)(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?:Uhr|min)\b)?"
    r"|\s*(?:[時时點点]|시)(?:\s*(?P<minute_cjk>\d{1,2})\s*[分분])?(?:\s*(?P<second_cjk>\d{1,2})\s*[秒초])?"
    r"|(?=\s?[ap]\.?\s?m\b)|\s?Uhr\b|\s?h\b)",
    re.IGNORECASE,
)
HALF_TEXT: Final = r"[^\W\d_]\.?\s?[^\W\d_]\.(?!\w)|[^\W\d_]\s[^\W\d_](?!\w)|[^\W\d_][^\s\d_,;:/|@()\[\]<>•·–—-]{0,14}"
HALF: Final = lazy_re.pattern(rf"\s?(?P<half>{HALF_TEXT})")
LAST_WORD: Final = lazy_re.pattern(rf"(?P<half>{HALF_TEXT})\s?$")
GAP: Final = 24
"""How far a time may stand from its date, in characters: " kl. ", " — at ", " / Tuesday / "."""
DOT_GAP: Final = lazy_re.pattern(rf"[\s,;@|–-]{{1,3}}(?:{BEFORE_CLOCK}\b\.?\s*){{0,2}}", re.IGNORECASE)
"""What may stand between a date and a time whose hours end in a dot; elsewhere "4.10" is a price or a version."""
