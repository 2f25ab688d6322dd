"""Plain-text renderings: what a tool made of a page, back to a thread.

threadkit's own text is read to the letter (`canonical`). Any other goes through the lexer of the tool that made it
(`lexers`, one file a tool; `contract` says what a lexer is) and one reader for all of them (`reading`). `read` picks
the tool, reports what is no text, and keeps the layout, so that `to_text` gives every rendering back byte for byte
whatever was made of it.
"""

from __future__ import annotations

from typing import Final

import attrs

from threadkit import lazy_re
from threadkit.errors import ParseError
from threadkit.model import Issue, Thread
from threadkit.renderings import canonical, layout, lexers
from threadkit.renderings.contract import Lexer, Reading
from threadkit.renderings.post_lines import is_list_of_posts
from threadkit.renderings.reading import read_lines

__all__ = ["Lexer", "Reading", "dialects", "read", "read_text"]

_ODD: Final = lazy_re.pattern(r"[\0-\x08\x0e-\x1a\ufffd]")
_TWO_WORDS: Final = lazy_re.pattern(
    r"""(?<![^\s"'(])[A-Za-z][A-Za-z'’]*+[,;:]? +[A-Za-z][A-Za-z'’]*+(?=[.,;:!?"')]*+(?:\s|\Z))"""
)
_SAMPLE: Final = 8_192
"""Characters looked at to tell text from binary data."""


def read(text: str, *, url: str | None = None, dialect: str | None = None, issues: tuple[Issue, ...] = ()) -> Thread:
    """The thread of a rendering; `issues` are those met while decoding it.

    Raises `ParseError` with code "empty", "binary", "not-a-thread" or "unknown-dialect".
    """
    _refuse_what_is_no_text(text)
    reading = read_text(text, url=url, dialect=dialect)
    thread = attrs.evolve(reading.thread, issues=issues + reading.thread.issues)
    kept = layout.of(text, thread, body_at=reading.body_at, comments_at=reading.comments_at)
    return attrs.evolve(thread, layout=kept)


def read_text(text: str, *, url: str | None = None, dialect: str | None = None) -> Reading:
    """The same without the layout, and where in the text the thread's parts begin.

    Raises `ParseError` with code "unknown-dialect" or "not-a-thread".
    """
    if dialect == canonical.NAME or (dialect is None and canonical.claims(text)):
        return canonical.read(text, url)
    lexer = lexers.lexer_for(text, dialect)
    if lexer is None:
        known = ", ".join(["html", *dialects()])
        raise ParseError(f"no dialect is called {dialect!r}; there are {known}", code="unknown-dialect")
    lines = lexer.lex(text)
    reading = read_lines(lines, lexer.NAME, url)
    if not reading.thread.comments and is_list_of_posts(lines):
        raise ParseError(
            "a list of posts and no thread: several are cut off with a link to the rest", code="not-a-thread"
        )
    if dialect is None:
        _refuse_what_has_no_prose(text, reading.thread)
    return reading


def dialects() -> list[str]:
    """What the renderings are called that can be read."""
    return [canonical.NAME, *lexers.names()]


def _refuse_what_is_no_text(text: str) -> None:
    sample = text[:_SAMPLE]
    if not sample.strip("\ufeff \t\r\n\u00a0") and not text.strip("\ufeff \t\r\n\u00a0"):
        raise ParseError("nothing but white space; give the page's text", code="empty", line=1)
    odd = len(_ODD.findall(sample))
    if ("\0" in sample and odd > 1) or odd > 0.1 * len(sample):
        raise ParseError("binary data, not text; unpack it first", code="binary", line=1)


def _refuse_what_has_no_prose(text: str, thread: Thread) -> None:
    """A path, a table of figures, JSON, a server's log, a robots.txt: no two words stand side by side in them."""
    if thread.comments or thread.letters or thread.answers:
        return
    if text.isascii() and _TWO_WORDS.search(text) is None:
        raise ParseError(
            "no sentence stands in it, as in a path, a table or a log; give the page's text", code="not-a-thread"
        )
