"""What each line looks like by itself, before anybody asks what it means in its place.

In come lines; out go `View`s of those that are not blank. A long line is told at a glance; a short one is looked at
once, and everybody who proposes or judges a reading asks the views.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from attrs import define

from threadkit import lazy_re
from threadkit.renderings.headers import Normalised, is_noise, normalise
from threadkit.renderings.lines import Line
from threadkit.renderings.record import REPLY_LINK, SHORT
from threadkit.vocabulary.patterns import words_of
from threadkit.vocabulary.words import SAYS

__all__ = ["Kind", "View", "view_lines"]


class Kind(IntEnum):
    """What a line looks like."""

    PROSE = 0
    """A sentence, or longer than any header."""
    NAME = 1
    """Short, and no sentence: a name, a heading, a theme's words."""
    TIME = 2
    """A time and next to nothing else."""
    DATED = 3
    """A time beside other words."""
    SPEECH = 4
    """Says that somebody speaks: "Ann says:"."""
    LINK = 5
    """A theme's link or a sign: "Reply", "|", "#12"."""
    MARK = 6
    """A list marker alone."""


@define
class View:
    """A line and what it looks like."""

    at: int
    """Its index among the lines."""
    kind: Kind
    text: str
    """The line without its marker."""
    normalised: Normalised | None
    """The line with its time and badge taken out; None for a long line."""


_SPEAKING: Final = tuple({word.removesuffix("*") for word in words_of(SAYS)} | {"より"})
"""How lines end that say who speaks, less a colon; words that may have any ending are without it."""
_DECLINED: Final = tuple(word.removesuffix("*") for word in words_of(SAYS) if word.endswith("*"))
_COLONS: Final = " :：.…"
_QUOTES: Final = "”\"’')]"
_FULL_STOPS: Final = frozenset(".!?…。！？")
_INITIAL: Final = lazy_re.pattern(r"(?:\b\w|\b(?:Jr|Sr|St|Dr|Mr|Mrs|Ms|Esq|etc|am|pm|a\.m|p\.m|m))\.\Z")
_WORDS: Final = 14
_NAME_LENGTH: Final = 100
_OFTEN: Final = 3
"""So often the same words stand beside times before they are the theme's."""
_DIGIT: Final = lazy_re.pattern(r"\d")
_FEED: Final = lazy_re.pattern(
    # what themes tell their readers above the comments
    r"you (?:can|may) (?:follow|subscribe|skip|leave|jump)\b|.{0,60}\brss(?: 2\.0)? feed\b"
    r"|(?:comments? )?(?:rss|atom)\b.{0,40}\Z|feed for this (?:entry|post)|trackback (?:address|ur[il])"
    r"|(?:subscribe|jump|skip) to\b|(?:log|sign) in to\b",
    re.IGNORECASE,
)
_CLOCK: Final = lazy_re.pattern(r"\d{1,2}:\d\d|(?:19|20)\d\d(?!\d)")
_DIGITS: Final = lazy_re.pattern(r"\d+(?:st|nd|rd|th)?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
_STAMP: Final = lazy_re.pattern(
    # times that hold no date, or a date without its signs: a theme's own, told by its digits
    r"\(?\d{1,2}:\d\d(?::\d\d)?\)?(?:\s?[ap]\.?m\.?)?|\d{1,2} \d{1,2} (?:19|20)\d\d(?:\D{0,4}\d{1,2}:\d\d(?::\d\d)?)?"
    r"|(?:19|20)\d\d \d{1,2} \d{1,2}(?:\D{0,4}\d{1,2}:\d\d(?::\d\d)?)?",
    re.IGNORECASE,
)


def view_lines(lines: Sequence[Line], low: int, high: int) -> list[View]:
    """The views of the lines between two indices that are not blank."""
    out = []
    for i in range(low, high):
        line = lines[i]
        if line.blank:
            continue
        text = line.text
        if len(text) > SHORT:
            out.append(View(i, Kind.PROSE, text, None))
        elif not text:
            out.append(View(i, Kind.MARK, text, None))
        else:
            out.append(_short(i, text))
    _settle_times(out)
    return out


def _settle_times(views: Sequence[View]) -> None:
    """Lines that give a time, which only their neighbours show: the same words beside many times are the theme's
    ("Time May 3, 2019", "May 3, 2019 Odpowiedz"); so is one form of many digits that is no date by itself.
    """
    rests: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    for view in views:
        if view.kind is Kind.DATED and view.normalised:
            rests[view.normalised.text] += 1
        elif view.kind in (Kind.NAME, Kind.LINK) and _CLOCK.search(view.text):
            shapes[_shape(view.text)] += 1
    times = sum(rests.values()) + sum(view.kind is Kind.TIME for view in views)
    for view in views:
        found = view.normalised
        if found is None:
            continue
        if view.kind is Kind.DATED and rests[found.text] >= max(_OFTEN, 0.25 * times):
            view.kind = Kind.TIME
        elif view.kind in (Kind.NAME, Kind.LINK) and shapes[_shape(view.text)] >= max(_OFTEN, 0.5 * times):
            view.kind, view.normalised = Kind.TIME, found._replace(time=view.text)


def _shape(text: str) -> str:
    return _DIGITS.sub("0", text)


def _short(i: int, text: str) -> View:
    if REPLY_LINK.fullmatch(text) or _FEED.match(text):
        return View(i, Kind.LINK, text, None)
    found = normalise(text)
    if found.time is not None:
        kind = Kind.TIME if is_noise(found.text) else Kind.DATED
        if kind is Kind.DATED and _ends_like_a_sentence(text) and len(text.split()) > 6:
            kind = Kind.PROSE
        return View(i, kind, text, found)
    if _DIGIT.search(text) and _STAMP.fullmatch(text):
        return View(i, Kind.TIME, text, found._replace(time=text))
    if len(text) <= _NAME_LENGTH + 20 and _speaks(text):
        return View(i, Kind.SPEECH, text, found)
    if is_noise(text):
        return View(i, Kind.LINK, text, found)
    if len(text) > _NAME_LENGTH or len(text.split()) > _WORDS or _ends_like_a_sentence(text):
        return View(i, Kind.PROSE, text, found)
    return View(i, Kind.NAME, text, found)


def _speaks(text: str) -> bool:
    """Whether a line ends with a word for speaking."""
    if text.endswith(".") and not text.endswith("..."):
        return False  # a sentence that happens to end with "said"
    bare = text.rstrip(_COLONS).lower()
    if bare.endswith(_SPEAKING):
        return True
    last = bare.rsplit(" ", 1)[-1]
    return text[-1:] in _COLONS and last.startswith(_DECLINED)


def _ends_like_a_sentence(text: str) -> bool:
    if text.rstrip(_QUOTES)[-1:] not in _FULL_STOPS:
        return False
    return not (_INITIAL.search(text, max(0, len(text) - 8)) and len(text.split()) <= 4)
