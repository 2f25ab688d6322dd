"""Plain-text renderings: what a tool made of a page, back to a thread. One file a dialect.

The contract: a dialect is a module with

    NAME: str                                    what `Thread.dialect` and ``parse(dialect=…)`` call it
    claims(text: str) -> bool                    cheap: whether the text says of itself that it is of this dialect
    read(text: str, url: str | None) -> Reading  the thread, and where in the text its parts begin

`read` below picks the dialect, reports what is no text, and keeps the layout, so that `to_text` gives every
rendering back byte for byte whatever its dialect made of it.
"""

from __future__ import annotations

from types import ModuleType
from typing import Final

import attrs

from threadkit import lazy_re
from threadkit.errors import ParseError
from threadkit.model import Issue, Thread
from threadkit.renderings import canonical, layout, resiliparse
from threadkit.renderings.rendering_reading import Reading

__all__ = ["DIALECTS", "Reading", "read"]

DIALECTS: Final[tuple[ModuleType, ...]] = (canonical, resiliparse)
"""In the order in which they are asked; the last takes every text."""

_ODD: Final = lazy_re.pattern(r"[\0-\x08\x0e-\x1a\ufffd]")
_SAMPLE: Final = 8_192
"""Characters looked at to tell text from binary data."""


def read(text: str, *, url: str | None = None, dialect: str | None = None, issues: tuple[Issue, ...] = ()) -> Thread:
    """The thread of a rendering; `issues` are those met while decoding it.

    Raises `ParseError` with code "empty", "binary" or "unknown-dialect".
    """
    _refuse_what_is_no_text(text)
    chosen = _dialect(text, dialect)
    reading: Reading = chosen.read(text, url)
    thread = attrs.evolve(reading.thread, issues=issues + reading.thread.issues)
    kept = layout.of(text, thread, body_at=reading.body_at, comments_at=reading.comments_at)
    return attrs.evolve(thread, layout=kept)


def _dialect(text: str, name: str | None) -> ModuleType:
    if name is None:
        return next((dialect for dialect in DIALECTS if dialect.claims(text)), DIALECTS[-1])
    for dialect in DIALECTS:
        if name == dialect.NAME:
            return dialect
    known = ", ".join(["html", *(dialect.NAME for dialect in DIALECTS)])
    raise ParseError(f"no dialect is called {name!r}; there are {known}", code="unknown-dialect")


def _refuse_what_is_no_text(text: str) -> None:
    sample = text[:_SAMPLE]
    if not sample.strip("\ufeff \t\r\n\u00a0") and not text.strip("\ufeff \t\r\n\u00a0"):
        raise ParseError("nothing but white space; give the page's text", code="empty", line=1)
    odd = len(_ODD.findall(sample))
    if ("\0" in sample and odd > 1) or odd > 0.1 * len(sample):
        raise ParseError("binary data, not text; unpack it first", code="binary", line=1)
