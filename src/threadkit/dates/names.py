"""The names of months, weekdays and halves of the day, and the ways to say "… years ago", looked up in any language.

They come from CLDR (`vocabulary.calendar`): the page's language first, then English, then those on which all languages
agree. What is looked up is folded first: lower case, without accents, dots and spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from threadkit.dates.grammar import WORD
from threadkit.vocabulary import calendar

__all__ = [
    "base_language",
    "folded",
    "half_of_day",
    "is_weekday",
    "month_number",
    "past_openings",
    "past_phrases",
    "weekdays_in",
]

_ALIASES: Final = {"no": "nb", "iw": "he", "in": "id", "tl": "fil", "sh": "sr"}


def base_language(language: str | None) -> str:
    """The language without its region: "pt" of "pt_BR"; "" where there is none."""
    base = re.split(r"[-_]", (language or "").strip().lower())[0]
    return _ALIASES.get(base, base)


def folded(text: str) -> str:
    """Lower case, without accents, dots and spaces: the form in which `calendar` holds its words."""
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
def month_number(word: str, language: str) -> int:
    """1-12, or 0 for what is no month."""
    # "d'abril", "Mayıs'ta": the name is on one side of the apostrophe.
    for part in re.split("['’]", word):
        for key in _stems(folded(part), language):
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
def half_of_day(word: str, language: str) -> int | None:
    """0 for what means before noon, 1 for after noon, None for any other word."""
    key = folded(word)
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
    keys = [folded(word) for word in WORD.findall(text)]
    named = {mine[key] for key in keys if key in mine}
    return named or {number for key in keys for number in _everywhere("weekdays").get(key, ())}


@cache
def past_phrases() -> Mapping[str, frozenset[str]]:
    """Every language's way to say "… years ago": words behind the number → words that then stand before it."""
    found: dict[str, set[str]] = {}
    for row in calendar.PAST.values():
        for phrase in filter(None, row.split(";")):
            before, _, behind = phrase.partition("|")
            found.setdefault(behind, set()).add(before)
    return {behind: frozenset(before) for behind, before in found.items()}


@cache
def past_openings() -> frozenset[str]:
    """The first word behind the number in each of those."""
    return frozenset(behind.partition(" ")[0] for behind in past_phrases())


def is_weekday(word: str, language: str) -> bool:
    """Whether a word is a weekday in that language or in English."""
    key = folded(word)
    return key in _table("weekdays", language) or key in _table("weekdays", "en")


def _only(numbers: Iterable[int]) -> int | None:
    """The one number among equals; None where there is none or several."""
    distinct = set(numbers)
    return distinct.pop() if len(distinct) == 1 else None
