"""Regular expressions of the words that themes print: `words` is the data, this is the one place that compiles it.

In come tables by language; out go patterns, to be used without regard to case unless said otherwise. Longer words come
before the shorter ones that they begin with, so that "commented by" is not read as "comment".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from threadkit import lazy_re
from threadkit.vocabulary import calendar, words
from threadkit.vocabulary.words import Table

__all__ = [
    "ALL_BY",
    "BADGE",
    "BEFORE_CLOCK",
    "BEFORE_TIME",
    "BY",
    "BYLINE",
    "CLOSED",
    "COMMENTS",
    "COMMENT_BYLINE",
    "MORE",
    "MORE_COMMENTS",
    "NUMBER",
    "ONE",
    "OPEN",
    "SAYS",
    "WEEKDAY",
    "ZERO",
    "any_of",
    "number_of",
    "words_of",
]


def words_of(*tables: Table) -> Iterator[str]:
    """All words of some tables, each once.

    >>> list(words_of({"en": "one, two", "de": "eins"}, {"fr": "one"}))
    ['one', 'two', 'eins']
    """
    rows = (row for table in tables for row in table.values())
    yield from dict.fromkeys(word for row in rows for word in re.split(r"\s*,\s*", row.strip()))


def any_of(*tables: Table) -> str:
    """A pattern of all words of some tables.

    >>> any_of({"en": "reply, reply to this", "pl": "komentarz*", "fr": "l’article"})
    "(?:reply\\\\ to\\\\ this|komentarz\\\\w*|l['’]article|reply)"
    """
    return _either(words_of(*tables))


def _either(found: Iterable[str]) -> str:
    longest_first = sorted(dict.fromkeys(found), key=len, reverse=True)
    return f"(?:{'|'.join(map(_escaped, longest_first))})"


def _escaped(word: str) -> str:
    pattern = re.sub("['’]", "['’]", re.escape(word.removesuffix("*")))
    return rf"{pattern}\w*" if word.endswith("*") else pattern


def _sentences(table: Table) -> re.Pattern[str]:
    return lazy_re.pattern("|".join(table.values()), re.IGNORECASE)


SAYS: Final = any_of(words.SAYS)
"""What introduces a speaker's words, behind the name."""
BYLINE: Final = any_of(words.BYLINES)
"""What stands before an author's name and names the deed."""
COMMENT_BYLINE: Final = any_of(words.BYLINES, words.COMMENT_BYLINES)
"""The same above a comment."""
BY: Final = any_of(words.BY)
"""The bare word before a name, where it hardly is another."""
ALL_BY: Final = any_of(words.BYLINES, words.BY, words.BY_OR_ANOTHER_WORD)
"""All that can stand before an author's name."""
BEFORE_CLOCK: Final = any_of(words.BEFORE_CLOCKS, words.CLOCK_WORDS)
"""What stands between a date and a time of day."""
BEFORE_TIME: Final = any_of(words.BEFORE_DATES, words.BEFORE_CLOCKS)
"""What stands before a displayed time."""
BADGE: Final = any_of(words.POST_AUTHOR_BADGES).replace(r"\ ", r"[\s-]?").replace(r"\ ", r"[\s-]?")
"""What marks a comment of the post's author, wherever it stands beside a name."""
COMMENTS: Final = any_of(words.COMMENT_WORDS)
"""What comments are called."""
ONE: Final = any_of(words.ONE_COMMENT)
"""One comment, spelled out."""
ZERO: Final = any_of(words.NO_COMMENT)
"""No comment, spelled out."""
NUMBER: Final = r"(?:\d{1,3}(?:[.,\u00a0\u202f'’]\d{3}){1,5}|\d+)"
"""A number as themes print it: "1,203"."""
CLOSED: Final = _sentences(words.CLOSED_COMMENTS)
"""That no more comments may be left."""
OPEN: Final = _sentences(words.OPEN_COMMENTS)
"""That more may be left."""
MORE: Final = _sentences(words.MORE)
"""That more stands elsewhere: the whole text of a link among the comments."""
MORE_COMMENTS: Final = _sentences(words.MORE_COMMENTS)
"""That more comments stand elsewhere, wherever a link says it."""
WEEKDAY: Final = _either(
    [
        *words_of({language: calendar.WEEKDAY_NAMES[language] for language in words.SAYS}),
        *(name for day in calendar.WEEKDAYS["en"].split("|") for name in day.split(",")),
    ]
)
"""A weekday's full name, in the languages whose themes are known; in English its short form too."""
_ZERO: Final = lazy_re.pattern(ZERO, re.IGNORECASE)


def number_of(text: str) -> int:
    """The value of what `NUMBER`, `ONE` or `ZERO` matched.

    >>> number_of("1,203"), number_of("Ein"), number_of("No")
    (1203, 1, 0)
    """
    digits = re.sub(r"\D", "", text)
    if digits:
        return int(digits[:9])
    return 0 if _ZERO.fullmatch(text) else 1
