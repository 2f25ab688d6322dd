"""What themes print around an author's name → the name.

"Comment by Ida — January 7 @" · "by Ida" · "on May 14 Ida Said:" · "Ida wrote @" · "Ida*" → "Ida"

A name in an element of its own loses nothing but punctuation. Where it stands in a line with other words, the known
words go, and then the words that all of a page's names share (`common_affixes`), which needs no dictionary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.vocabulary.patterns import ALL_BY, BADGE, BEFORE_TIME, COMMENT_BYLINE, SAYS, any_of
from threadkit.vocabulary.words import AUTHOR_WORDS

__all__ = ["TIME", "clean_name", "common_affixes", "is_badge", "is_byline_word", "is_introduction", "name_in_line"]

TIME: Final = "\x01"
"""Stands for the displayed time in a line."""

_BEFORE: Final = lazy_re.pattern(
    rf"[\W_]{{0,60}}(?:(?:{COMMENT_BYLINE}|by)(?:\b|(?-i:(?=[^\W\d_a-z])))\s*:?|{BEFORE_TIME}(?=\s{{0,60}}{TIME})"
    rf"|\s{{0,60}}{TIME})+\s*",
    re.IGNORECASE,
)
"""Of the bare words only "by": "Von" and "Da" begin names."""
_AFTER: Final = lazy_re.pattern(
    rf"(?<!\s)(?:\s++(?:(?!\w\w[^\w:.…]*$){SAYS}|{BEFORE_TIME})(?=[\W_]|$)(?:\.\.\.|…)?"
    rf"|\s*+[:*@|·•—–,{TIME}]|\s++-++(?=\s|$)){{1,12}}+\s*+$",
    re.IGNORECASE,
)
"""A verb of two letters needs its colon: "Sa" is a name too."""
_BY: Final = lazy_re.pattern(r"^\s*by:?\s+(?=[^\W\d_a-z])")
"""A small "by" before a capital is the theme's."""
_SAYS: Final = lazy_re.pattern(rf"(?<!\s)\s++{SAYS}\s*+:\s*+$", re.IGNORECASE)
_BADGE: Final = lazy_re.pattern(rf"\W*(?:{BADGE}|{any_of(AUTHOR_WORDS)})\W*", re.IGNORECASE)
"""What themes print beside the name of a comment's writer who wrote the post too."""
_EDGES: Final = " \t\n\r\f\xa0|·•—–,:*｜：" + TIME


def clean_name(text: str) -> str:
    """A name that has an element of its own, without the theme's punctuation.

    >>> clean_name("Ottilie*"), clean_name("by Jo, "), clean_name("Ann says:"), clean_name("Simon Says")
    ('Ottilie', 'Jo', 'Ann', 'Simon Says')
    """
    return _SAYS.sub("", _BY.sub("", text)).strip(_EDGES)


def name_in_line(line: str) -> str:
    """The name in a line that has other words too; its time, if any, has become `TIME`.

    >>> name_in_line("Comment by Ida — \\x01"), name_in_line("on \\x01Rex Said:"), name_in_line("by Max")
    ('Ida', 'Rex', 'Max')
    >>> name_in_line("Ann said...")
    'Ann'
    >>> name_in_line("— Posted by Lou, Springfield"), name_in_line("Von Trapp")
    ('Lou, Springfield', 'Von Trapp')
    """
    line = line[found.end() :] if (found := _BEFORE.match(line)) else line
    name = line.partition(TIME)[0] if line.partition(TIME)[0].strip(_EDGES) else line
    return clean_name(_AFTER.sub("", name))


def common_affixes(names: Sequence[str]) -> tuple[str, str]:
    """The first and the last word that (nearly) all of a page's names share; "" where they don't.

    >>> common_affixes(["Ann reageert", "Bob reageert", "Cy reageert", "Dee reageert"])
    ('', ' reageert')
    >>> common_affixes(["Ann", "Ann", "Ann", "Ann"])
    ('', '')
    """
    return _shared(re.match(r"\S+\s+", name) for name in names), _shared(re.search(r"\s+\S+$", name) for name in names)


def is_badge(label: str) -> bool:
    """Whether words say that a comment's writer is the post's author.

    >>> is_badge("Post author"), is_badge("(Author)"), is_badge("Beitragsautorin"), is_badge("Arthur")
    (True, True, True, False)
    """
    return bool(_BADGE.fullmatch(label))


def is_introduction(word: str) -> bool:
    """Whether a word introduces a speaker ("by", "von", "says").

    >>> is_introduction("by "), is_introduction(" says"), is_introduction("Dr. ")
    (True, True, False)
    """
    return bool(_BEFORE.fullmatch(f"{word.strip()} ") or _AFTER.fullmatch(f" {word.strip()}"))


def is_byline_word(word: str) -> bool:
    """Whether a word may stand before a name in a byline ("Par", "von"); names begin with some of these too.

    >>> is_byline_word("Par "), is_byline_word("Ann ")
    (True, False)
    """
    return bool(_BYLINE_WORD.fullmatch(word.strip()))


_BYLINE_WORD: Final = lazy_re.pattern(rf"{ALL_BY}:?", re.IGNORECASE)
_LEAST: Final = 4
"""So many different names must share a word before it is the theme's."""


def _shared(found: Iterable[re.Match[str] | None]) -> str:
    matches = list(found)
    words = Counter(match[0] for match in matches if match)
    if not words:
        return ""
    word, times = words.most_common(1)[0]
    rests = {match.string for match in matches if match and match[0] == word}
    return word if times >= 0.9 * len(matches) and len(rests) >= _LEAST else ""
