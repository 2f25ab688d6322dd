"""Body blocks → `Letter`, `Answer` and `Passage`: the one place where the exchange is told apart.

In comes a post's body as `Block`s in page order (from HTML with what the mark-up says, from a rendering with
plain paragraphs only); out go the body's parts in page order, which together hold every block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from threadkit.model import Author, Part, Passage

__all__ = ["Block", "split"]


@frozen(kw_only=True)
class Block:
    """One block of a post's body, in page order: a paragraph, a heading, a list, a quotation."""

    text: str
    """Plain text as in the model: one newline for ``<br>``, list items as "1. …" / "• …" a line; "" for a rule."""
    html: str | None = None
    """The block's outer mark-up; None when the input was text or none is kept."""
    kind: Literal["paragraph", "heading", "quote", "list", "rule", "preformatted", "term", "definition", "table"] = "paragraph"
    """What it is. "quote": a blockquote or an indented box; "term"/"definition": dt/dd; "rule": hr or a line of stars."""
    level: int | None = None
    """2 for h2 and so on; None for what is no heading."""
    styles: frozenset[Literal["bold", "italic", "indented"]] = frozenset()
    """What all of the block's text is set in."""
    lead: str | None = None
    """The run of bold (or strong, b, span of a bold class) text that the block begins with, e.g. "Karla:"; None without one."""
    declared: Literal["letter", "answer"] | None = None
    """What the mark-up itself declares it to be (schema.org Question/Answer, a class such as "letter"); None else."""


def split(blocks: Sequence[Block], *, author: Author | None = None, title: str | None = None) -> tuple[Part, ...]:
    """The body's parts in page order; every block's text is in exactly one of them."""
    return tuple(Passage(text=block.text, html=block.html) for block in blocks if block.text)
