"""Comment headers: what a theme printed around the author's name, learned from the page itself.

In come the first lines of all candidate records ("Ann says:", "by Bob on May 3, 2009", "Katie* Post author");
out goes a `Template`: the literal words before and after the name that most of them share, with the displayed time
as a wildcard. A line is a header when it fits the page's template. No theme is named anywhere.

A word becomes part of the template only if it is punctuation, a time, or one of the few words that introduce a
speaker ("says", "wrote on"), or if many different names share it; so two readers called Smith don't make one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from attrs import frozen

from threadkit import lazy_re
from threadkit.dates import find_time
from threadkit.vocabulary.calendar import MONTHS
from threadkit.vocabulary.patterns import BADGE, BEFORE_TIME, SAYS, WEEKDAY, any_of, words_of
from threadkit.vocabulary.words import (
    AUTHOR_WORDS,
    BEFORE_CLOCKS,
    BEFORE_DATES,
    BY_OR_ANOTHER_WORD,
    HEADER_WORDS,
    REPLY_LINKS,
)
from threadkit.vocabulary.words import BY as BY_WORDS
from threadkit.vocabulary.words import SAYS as SAYS_WORDS

__all__ = [
    "Header",
    "Normalised",
    "Template",
    "is_noise",
    "learn",
    "learn_normalised",
    "looks_like_name",
    "normalise",
    "says",
]

TIME: Final = "\x01"
"""Stands for a displayed time in a normalised line."""
_NUMBER: Final = "\x02"
"""Stands for any other number in a template ("| #12")."""

MAX_HEADER: Final = 240
"""A longer line is no header (the longest display name that WordPress stores is 250 bytes, most are under 80)."""

_CAPITAL: Final = "(?![a-zà-öø-ÿа-яё])"
_BADGE: Final = lazy_re.pattern(
    rf"(?<=\S)[\s*|·(\[-]{{0,20}}(?:\b|(?<=\W))"
    rf"(?:{_CAPITAL}(?i:{BADGE})|(?<=[(\[]){_CAPITAL}(?i:{any_of(AUTHOR_WORDS)})(?=[)\]]))[)\]]?"
    r"|(?<=[^\W\d_A-Z])Author(?!\w)"  # in an element of its own right behind the name
)
"""In a line of text a badge begins like a sentence, and its bare word stands in brackets."""
_BADGE_WORD: Final = lazy_re.pattern(
    r"[Aa]ut[ehoó]|[Aa]utrice|[Oo]wner|författare|Автор|yazar|投稿|作者|博主|מחבר|כותב"
)
"""One of these is in every text that `_BADGE` finds, and in few others."""

_SPEECH: Final = frozenset(
    token.rstrip("*").lower()
    for word in words_of(
        SAYS_WORDS, BY_WORDS, BY_OR_ANOTHER_WORD, BEFORE_DATES, BEFORE_CLOCKS, REPLY_LINKS, HEADER_WORDS
    )
    for token in word.split()
)
_TOKEN: Final = lazy_re.pattern(r"\x01|\x02|[^\W\d_]+|\d+|[^\w\s]|_")
_GLUED_SAYS: Final = lazy_re.pattern(r"(?<=\S)(?<!\s)says:\Z")
"""The word of a screen reader's span (twentytwenty: "Annsays:")."""
_ELLIPSIS: Final = lazy_re.pattern(rf"(?<=\S )({SAYS})\s?(?:\.\.\.|…)\Z")
"""Blogger's "Ann said..." in its languages, which is no unfinished sentence."""
_WEEKDAY_BEFORE: Final = lazy_re.pattern(rf"\b{WEEKDAY}\.?, ?\Z", re.IGNORECASE)
"""With its comma: "Tuesday May 14, 2019" may be by a reader called Tuesday."""
_READER: Final = lazy_re.pattern(rf"{WEEKDAY} (?=\w)", re.IGNORECASE)
_GLUED_MONTH: Final = lazy_re.pattern(
    rf"(?<=[^\W\d_]|[.)!?\"’'])(?=(?:{'|'.join(re.split('[|,]', MONTHS['en'].title()))})\.? \d{{1,2}},? \d{{4}}\b)"
)
"""A date that runs into the name before it (Blogger's threads: "AnnMay 3, 2009")."""
_VARIES: Final = lazy_re.pattern(rf"\d+\s*(?:[ap]\.?m\.?\b|Uhr\b|h\b)?|\b{WEEKDAY}\b", re.IGNORECASE)
_GLUED: Final = lazy_re.pattern(
    r"(\d:\d\d(?::\d\d)?\s?[ap]m(?=\w)|\d:\d\d(?::\d\d)?(?![ap]m|z\b)(?=(?-i:[^\W\d_a-z]))|\bUhr(?=(?-i:[A-Z]))"
    r"|\d\smin(?=(?-i:[A-ZÀ-Ö])))",
    re.IGNORECASE,
)
"""A time that runs into the name or the link behind it (quentin: "at 12:15 pmAnn Said:"; "12:15 UhrAntworten")."""
_NEVER_AFFIX: Final = frozenset(".!?…”\"’')")
"""Ends of sentences: on a page whose authors were dropped, most first lines share them."""
_DIGIT: Final = lazy_re.pattern(r"\d")


class Normalised(NamedTuple):
    """A header line with its variable parts taken out."""

    text: str
    """White space folded, the time replaced by `TIME`, the badge gone."""
    time: str | None
    """The displayed time; None without one."""
    badge: bool
    """Whether the line marks the post's author."""


class Header(NamedTuple):
    """What a header says."""

    author: str | None
    time: str | None
    badge: bool


@frozen(kw_only=True)
class Template:
    """The words that a page's headers share, around the name."""

    prefix: tuple[str, ...] = ()
    """Tokens before the name."""
    suffix: tuple[str, ...] = ()
    """Tokens after the name."""
    support: int = 0
    """How many of the candidate lines fit."""
    pattern: re.Pattern[str] | None = None
    """The two as a regular expression; None for an empty template."""

    @property
    def strong(self) -> bool:
        """Whether there is anything to recognise a header by."""
        return self.pattern is not None

    @property
    def dated(self) -> bool:
        """Whether every header gives a time: then names that are links survive too, for such lines are kept."""
        return TIME in self.prefix or TIME in self.suffix

    def match(self, line: str) -> Header | None:
        """What a line says as a header; None if it does not fit."""
        if self.pattern is None or not line or len(line) > MAX_HEADER:
            return None
        return self.match_normalised(normalise(line))

    def match_normalised(self, found: Normalised) -> Header | None:
        """The same for a line that was normalised before."""
        if self.pattern is None:
            return None
        fits = self.pattern.fullmatch(found.text)
        if fits is None:
            return None
        name = fits[1].strip()
        if TIME in name or not name:
            return None
        return Header(name, found.time, found.badge)


@lru_cache(maxsize=4096)
def normalise(line: str) -> Normalised:
    """A line with folded white space, its time and its post-author badge taken out.

    >>> normalise("Ann  Lee* Post author")
    Normalised(text='Ann Lee*', time=None, badge=True)
    """
    text = " ".join(line.split())
    badge = False
    # Most lines hold nothing of all this, and plain substring tests are what tells that fastest.
    if ("ut" in text or "wner" in text or not text.isascii()) and _BADGE_WORD.search(text):
        text, badge = _without_badge(text)
    if text.endswith(("...", "…")):
        text = _ELLIPSIS.sub(r"\1:", text)
    if text.endswith("says:"):
        text = _GLUED_SAYS.sub(" says:", text)
    if not _DIGIT.search(text):
        return Normalised(text, None, badge)
    text = _GLUED.sub(r"\1 ", text)
    text = _GLUED_MONTH.sub(" ", text)
    span = find_time(text)
    if span is None:
        return Normalised(text, None, badge)
    if weekday := _WEEKDAY_BEFORE.search(text, 0, span[0]):
        span = weekday.start(), span[1]
    elif not span[0] and is_noise(text[span[1] :]) and (weekday := _READER.match(text)):
        span = weekday.end(), span[1]
    time = text[span[0] : span[1]]
    behind = text[span[1] :].strip()
    # "Reply", "| #12", "said:" behind the time say nothing, and not every header of a page has them
    behind = "" if span[0] and is_noise(behind) else behind
    return Normalised(" ".join(f"{text[: span[0]]} {TIME} {behind}".split()), time, badge)


def _without_badge(text: str) -> tuple[str, bool]:
    for found in _BADGE.finditer(text):
        behind = text[found.end() :].lstrip(" *|·,:–—-")
        # A badge stands at the end of the name: behind it only a time, or the theme's own words.
        if (
            not behind
            or ((span := find_time(behind)) and span[0] < 12)
            or behind.split()[0].strip(":").lower() in _SPEECH
        ):
            star = "*" if "*" in found.group() else ""
            return f"{text[: found.start()]}{star} {text[found.end() :]}".strip(), True
    return text, False


def is_noise(text: str) -> bool:
    """Whether a normalised line holds nothing but times, numbers, punctuation and words that introduce a speaker."""
    return all(not token[0].isalpha() or token.lower() in _SPEECH for token in _TOKEN.findall(text))


_SAYS: Final = lazy_re.pattern(rf"(?P<name>\S.*?)(?<!\s)\s++(?:{BEFORE_TIME} )?{SAYS}\s?:")


def says(line: str) -> Header | None:
    """A header that needs no template, since it says that somebody speaks.

    >>> says("Moss H. on said:").author
    'Moss H.'
    """
    found = normalise(line) if line.endswith((":", "...", "…")) and len(line) <= MAX_HEADER else None
    fits = _SAYS.fullmatch(found.text) if found else None
    return Header(fits["name"], found.time, found.badge) if found and fits else None


def learn(lines: Iterable[str]) -> Template:
    """The template that most of the candidate header lines share; an empty one where they share nothing.

    >>> learn(["Ann says:", "Bob Lee says:", "Cy says:"]).suffix
    ('says', ':')
    """
    return learn_normalised([normalise(line) for line in lines if 0 < len(line) <= MAX_HEADER])


def learn_normalised(lines: Iterable[Normalised]) -> Template:
    """The same for lines that were normalised before."""
    seen = [line.text for line in lines if line.text]
    tokens = [_tokens(text) for text in seen]
    suffix = _prefix([parts[::-1] for parts in tokens])[::-1]
    if suffix:
        tokens = [parts[: -len(suffix)] for parts in tokens if tuple(parts[-len(suffix) :]) == suffix]
    prefix = _prefix(tokens)
    if not prefix and not suffix:
        return Template()
    before, after = (r"\s*".join(_token_pattern(token) for token in affix) for affix in (prefix, suffix))
    pattern = re.compile(rf"{before}\s*(.+?)\s*{after}", re.DOTALL | re.IGNORECASE)
    support = sum(pattern.fullmatch(text) is not None for text in seen)
    return Template(prefix=prefix, suffix=suffix, support=support, pattern=pattern)


def _tokens(text: str) -> list[str]:
    if not _DIGIT.search(text):
        return _TOKEN.findall(text)
    return [_NUMBER if token[0].isdigit() else token for token in _TOKEN.findall(_VARIES.sub("0", text))]


def _token_pattern(token: str) -> str:
    return rf"(?:{_VARIES.pattern})" if token == _NUMBER else re.escape(token)


def _prefix(tokens: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The longest beginning that is nearly as common as its first token, if that is common enough."""
    best: tuple[str, ...] = ()
    floor = max(2, 0.4 * len(tokens)) if len(tokens) > 1 else 1
    for n in range(1, 9):
        counts = Counter(tuple(parts[:n]) for parts in tokens if len(parts) > n)
        if not counts:
            break
        affix, count = counts.most_common(1)[0]
        if count < floor or not _allowed(affix, count, tokens):
            break
        if not best:
            floor = max(floor, 0.9 * count)  # longer, as long as next to no line is lost by it
        best = affix
    return best if _tells(best) else ()


def _allowed(affix: tuple[str, ...], count: int, tokens: Sequence[Sequence[str]]) -> bool:
    """Whether the affix's last token may be the theme's word rather than part of the names."""
    new = affix[-1]
    if new in _NEVER_AFFIX and TIME not in affix:
        return False
    if new in (TIME, _NUMBER) or not new[0].isalnum() or new.lower() in _SPEECH:
        return True
    names = {tuple(parts) for parts in tokens if tuple(parts[: len(affix)]) == affix}
    return len(names) >= 8 and count >= 0.8 * len(tokens)


def _tells(affix: tuple[str, ...]) -> bool:
    """Whether an affix is evidence of a header at all: a comma or a dash alone is not."""
    return any(token == TIME or token.lower() in _SPEECH or token in "*:#@»→|·~" or token.isalpha() for token in affix)


_SENTENCE_END: Final = lazy_re.pattern(r"[.!?…:;,][”\"’')\]]*\Z")
_INITIAL_END: Final = lazy_re.pattern(r"(?:\b\w|\b(?:Jr|Sr|St|Dr|Mr|Mrs|Ms|Esq|Inc|Ltd|PhD|Ph\.D|etc))\.\Z")


def looks_like_name(line: str, *, lenient: bool = False) -> bool:
    """Whether a line that nothing marks reads like a display name rather than like a sentence.

    `lenient`: on a page whose headers are bare names, so that a short one needs no capitals.

    >>> [looks_like_name(s) for s in ("Moss H.", "Upper Deck Drummer", "I had to look it up.", "ok, so what now")]
    [True, True, False, False]
    """
    if not line or len(line) > 100:
        return False
    if _SENTENCE_END.search(line) and not (_INITIAL_END.search(line) and len(line.split()) <= 4):
        return False
    words = line.split()
    if len(words) <= (4 if lenient else 2):
        return "http" not in line
    capitals = sum(word[0].isupper() or not word[0].isalpha() or not word[0].islower() for word in words)
    return capitals >= len(words) - (3 if len(words) >= 4 else 1) and len(words) <= 14 and ", " not in line
