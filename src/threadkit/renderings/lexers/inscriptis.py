"""inscriptis: lists 4 columns a level, bullets "*", "+", "o", "-" by level, and boxes of the page indented as well.

61 Comments

 1. Ann says:

    May 3, 2019 at 4:10 pm

      + Bob says:
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.lexers.columns import lex_columns
from threadkit.renderings.lexers.wrapping import unwrap
from threadkit.renderings.lines import BLANK, Line, raw_lines

__all__ = ["NAME", "claims", "lex"]

NAME: Final = "inscriptis"

_MARKER: Final = lazy_re.pattern(r"(?: *[*+o-]|(?:  )*(?: \d|\d\d| \d{3})\.)(?: +|\Z)")
"""Numbers are set flush right, so that a sentence that begins with one stands elsewhere."""
_ITEM: Final = lazy_re.pattern(r"(?m)^(?: +[*+o] \S|(?:  )* \d\. )")
_BULLET: Final = lazy_re.pattern(r"(?m)^ *[•□☆]")


def claims(text: str) -> bool:
    """Whether bullets are plain signs, and the common form's own bullet is none of them."""
    return len(_ITEM.findall(text)) >= 2 and _BULLET.search(text) is None


def lex(text: str) -> Sequence[Line]:
    """The lines; boxes that are no lists stand at the margin."""
    return lex_columns(unwrap(raw_lines(text)), _MARKER, clean=lambda text: text.strip(BLANK), slack=3)
