"""Resiliparse's plain text (the extractor behind DCLM), in both modes: the common form itself.

``resiliparse.extract.html2text.extract_plain_text`` prints paragraphs apart by a blank line, ``<li>`` of ``<ol>`` as
"  1. ", of ``<ul>`` as "  • ", each level of nesting two columns deeper, and a list's numbers start at 1:

    { 67 comments… read them below }

      1. Nightfall*

        Agree completely!

        1. Ask a Manager* Post author

          It depends.

Every text may be one, so this lexer is asked last; it also takes text that was copied from a browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from threadkit.renderings.lines import Line, split_lines

__all__ = ["NAME", "claims", "lex"]

NAME: Final = "resiliparse"


def claims(text: str) -> bool:
    """Every text may be one."""
    return True


def lex(text: str) -> Sequence[Line]:
    """The lines as they are."""
    return split_lines(text)
