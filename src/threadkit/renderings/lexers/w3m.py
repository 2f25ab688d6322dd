"""w3m -dump, wrapped or not: numbers flush right in column 1, bullets by level, images as names in brackets.

1. [c5285]Ann says:

   May 3, 2019 at 4:10 pm

   Mine too.

     □ [dcfcd]Bob says:
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.lexers.columns import lex_columns
from threadkit.renderings.lexers.wrapping import unwrap
from threadkit.renderings.lines import BLANK, Line, raw_lines

__all__ = ["NAME", "claims", "lex"]

NAME: Final = "w3m"

_BULLETS: Final = "•□☆○■★◎△●◇"
_MARKER: Final = lazy_re.pattern(rf"(?: *[{_BULLETS}]|(?:    )*(?: \d|\d\d+)\.)(?: +|\Z)")
"""Numbers are set flush right, so that a sentence that begins with one stands elsewhere."""
_IMAGE: Final = lazy_re.pattern(r"\[[^\[\]\s]{1,60}\](?: \[[^\[\]\s]{1,60}\])*\s*")
_NESTED: Final = lazy_re.pattern(r"(?m)^ {4,}[□☆○■★◎△●◇](?: |$)")
_NUMBERED: Final = lazy_re.pattern(r"(?m)^ \d\. ")
_PLAIN: Final = lazy_re.pattern(r"(?m)^ *[*+o] ")
_BOXED: Final = lazy_re.pattern(r"(?m)^ *(?: \d{1,3}\. |[•□☆] )?\[(?!\d+\])[0-9a-zA-Z_.-]{2,16}\]")


def claims(text: str) -> bool:
    """Whether nested bullets are w3m's, or images stand in brackets and numbers in column 1."""
    if _NESTED.search(text):
        return True
    return (len(_NUMBERED.findall(text)) >= 2 and not _PLAIN.search(text)) or len(_BOXED.findall(text)) >= 3


def lex(text: str) -> Sequence[Line]:
    """The lines, without the names of images before the words."""
    return lex_columns(unwrap(raw_lines(text)), _MARKER, clean=_clean, first=4, step=4)


def _clean(text: str) -> str:
    text = text.strip(BLANK)
    if text.startswith("[") and (image := _IMAGE.match(text)):
        text = text[image.end() :].strip(BLANK)
    return "" if text and not text.strip("━─═") else text
