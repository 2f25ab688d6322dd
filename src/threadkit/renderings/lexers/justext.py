"""jusText: paragraphs apart by blank lines, without lists, levels and links. The common form needs no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from threadkit.renderings.lines import Line, split_lines

__all__ = ["NAME", "claims", "lex"]

NAME: Final = "justext"


def claims(text: str) -> bool:
    """Nothing in such a text says which tool it is from; it is read as Resiliparse's unless the caller says so."""
    return False


def lex(text: str) -> Sequence[Line]:
    """The lines as they are."""
    return split_lines(text)
