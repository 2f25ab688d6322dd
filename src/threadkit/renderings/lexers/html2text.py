"""html2text's Markdown, wrapped or not: markers are indented, what belongs to an item stands at the margin.

  1. ![](https://…/avatar/6d70?s=48) Ann

[May 3, 2019 at 4:10 pm](https://…#comment-12)

Mine too.

     * ![](https://…/avatar/17aa?s=48) Bob
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.lexers import markdown
from threadkit.renderings.lines import Line

__all__ = ["NAME", "claims", "lex"]

NAME: Final = "html2text"

_ITEM: Final = lazy_re.pattern(r"(?m)^( {2,})(?:\*|\d{1,6}\.) (?! *[*_-] ?[*_-])")
_ITEM_AT_MARGIN: Final = lazy_re.pattern(r"(?m)^(?:\*|\d{1,6}\.) (?!\* \*)\S")


def claims(text: str) -> bool:
    """Whether it is Markdown with no bullet at the margin."""
    if not markdown.claims(text):
        return False
    return 9 * len(_ITEM_AT_MARGIN.findall(text)) <= len(_ITEM.findall(text))


def lex(text: str) -> Sequence[Line]:
    """The lines, each below an item as part of it."""
    return markdown.lex_markdown(text, loose=True)
