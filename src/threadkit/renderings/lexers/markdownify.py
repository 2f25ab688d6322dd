"""markdownify's Markdown: CommonMark, with "*", "+" and "-" for the levels of lists, and underlined headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.lexers import markdown
from threadkit.renderings.lines import Line

__all__ = ["NAME", "claims", "lex"]

NAME: Final = "markdownify"

_UNDERLINED: Final = lazy_re.pattern(r"(?m)^[^\s#>*-].*\n(?:={3,}|-{3,})$")


def claims(text: str) -> bool:
    """Whether it is Markdown with underlined headings."""
    return markdown.claims(text) and _UNDERLINED.search(text) is not None


def lex(text: str) -> Sequence[Line]:
    """The lines of CommonMark."""
    return markdown.lex(text)
