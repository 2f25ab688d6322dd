"""Text with a line for every block and no blank lines: Common Crawl's WET, trafilatura, much copied text.

Lists, levels and indentation are gone. Fewer than one line in ten is blank, which is how such a text is known; each
line then is a paragraph, and stands apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from threadkit.renderings.lines import Line, blank_line, split_lines

__all__ = ["NAME", "claims", "lex"]

NAME: Final = "wet"

_SAMPLE: Final = 400
_FEW: Final = 6


def claims(text: str) -> bool:
    """Whether next to no line is blank or indented."""
    lines = text.strip("\n").split("\n", _SAMPLE)[:_SAMPLE]
    filled = [line for line in lines if line.strip()]
    if len(filled) < _FEW or len(lines) - len(filled) > 0.1 * len(lines):
        return False
    return sum(line[:1] in " \t" for line in filled) <= 0.05 * len(filled)


def lex(text: str) -> Sequence[Line]:
    """The lines, apart from each other."""
    out: list[Line] = []
    for line in split_lines(text):
        out.append(line)
        if not line.blank:
            out.append(blank_line(line.text_at + len(line.text)))
    return out
