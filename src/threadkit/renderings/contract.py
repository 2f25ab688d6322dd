"""What a lexer takes and gives, and what a reader hands back.

A lexer knows one tool: what its texts look like, and which of their characters are the tool's and not the page's.
It is a module (or any object) with

    NAME: str                    what `Thread.dialect` and ``parse(dialect=…)`` call the tool
    claims(text: str) -> bool    cheap: whether the text looks as only this tool's texts do
    lex(text: str) -> Lines      the text as lines of one common form

and lies in a file of its own in `lexers/`, or in another distribution, under the entry point group
``threadkit.lexers``. What the lines mean is not its business: one reader, `reading`, serves all tools.

The common form is the layout of Resiliparse's texts. Blocks stand apart by blank lines. Text outside of all lists has
indentation 0. The marker of a list item on level n (from 0) stands in column 2n + 2, what belongs to the item in
column 2n + 4, however wide the tool sets its own levels. The signs of a mark-up language are gone from `Line.text`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from attrs import frozen

from threadkit.model import Thread
from threadkit.renderings.lines import Line

__all__ = ["Lexer", "Reading"]


class Lexer(Protocol):
    """One tool's texts, as lines."""

    NAME: str

    def claims(self, text: str) -> bool:
        """Whether the text looks as only this tool's texts do."""
        ...

    def lex(self, text: str) -> Sequence[Line]:
        """The text as lines of the common form."""
        ...


@frozen(kw_only=True)
class Reading:
    """A thread and where in the text its parts begin (offsets in characters)."""

    thread: Thread
    """The thread, without its layout."""
    body_at: int = 0
    """Where the post's body begins."""
    comments_at: tuple[tuple[int, int], ...] = ()
    """For each comment, where it begins and where its body does."""
