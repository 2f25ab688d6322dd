"""The lexers: one file a tool, each from a text to lines of the common form (`contract.Lexer`)."""

from __future__ import annotations

from functools import cache
from typing import Final, cast

from threadkit.errors import ParseError
from threadkit.extensions import entry_points_of
from threadkit.renderings.contract import Lexer
from threadkit.renderings.lexers import (
    get_text,
    html2text,
    inscriptis,
    justext,
    lynx,
    markdown,
    markdownify,
    resiliparse,
    w3m,
    wet,
)

__all__ = ["GROUP", "LEXERS", "lexer_for", "lexers", "names"]

GROUP: Final = "threadkit.lexers"
"""The entry points by which other distributions add lexers."""

LEXERS: Final[tuple[Lexer, ...]] = cast(
    "tuple[Lexer, ...]",
    (markdownify, html2text, markdown, w3m, get_text, wet, lynx, inscriptis, justext, resiliparse),
)
"""threadkit's own, in the order in which they are asked; the last takes every text."""

_SAMPLE: Final = 200_000
"""Characters that the lexers are shown to claim."""


def names() -> list[str]:
    """What the lexers are called, threadkit's own and others."""
    return [lexer.NAME for lexer in lexers()]


@cache
def lexers() -> tuple[Lexer, ...]:
    """All lexers, those of other distributions first. Raises `ParseError` where two have the same name."""
    added = [cast("Lexer", point.load()) for point in entry_points_of(GROUP)]
    found = (*added, *LEXERS)
    for n, lexer in enumerate(found):
        if any(lexer.NAME == other.NAME for other in found[:n]):
            raise ParseError(f"two lexers are called {lexer.NAME!r}; remove one of them", code="lexer-clash")
    return found


def lexer_for(text: str, name: str | None) -> Lexer | None:
    """The lexer of that name, or the first that claims the text; None where no lexer has the name."""
    if name is not None:
        return next((lexer for lexer in lexers() if name == lexer.NAME), None)
    sample = text[:_SAMPLE]
    return next(lexer for lexer in lexers() if lexer.claims(sample))
