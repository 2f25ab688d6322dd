"""A rendering as lines: what stands where, without yet asking what it means.

Lines end at CR LF, CR or LF and nowhere else (form feeds and U+2028 are text). Each line is looked at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Final, NamedTuple

from threadkit import lazy_re

__all__ = ["BLANK", "Line", "blank_line", "dedent", "raw_lines", "split_lines"]

BLANK: Final = " \t\u00a0\u200b\ufeff\x0b\x0c"
"""What counts as white space at the ends of a line: renderings keep the no-break spaces of themes."""

_LINE_END: Final = lazy_re.pattern(r"(\r\n|\r|\n)")
_MARKER: Final = lazy_re.pattern(r"(\d{1,6}\.|•)(?:[ \u00a0]|\Z)")
_MAY_BE_MARKER: Final = frozenset("0123456789•")


class Line(NamedTuple):
    """One line of a rendering. A tuple, not an attrs class: a page has thousands, and each is made once."""

    indent: int
    """Columns of white space before the first character or marker."""
    marker: str
    """"12." of an ordered list, "•" of an unordered one, "" without one."""
    text: str
    """What follows, without white space at its ends."""
    start: int
    """Offset of the line in the text."""
    text_at: int
    """Offset of `text` in the text."""
    marked: bool
    """Whether a list marker stands here. One at the very margin is the writer's own ("1. First of all…")."""
    blank: bool
    """Whether there is nothing on the line. Both are asked for so often that they are stored."""
    heading: bool = False
    """Whether the tool says that it is a heading."""

    @property
    def ordinal(self) -> int | None:
        """The number of an ordered list's marker; None without one."""
        return int(self.marker[:-1]) if self.marker and self.marker != "•" else None

    @property
    def full_text(self) -> str:
        """The line without its indentation, the marker included."""
        return f"{self.marker} {self.text}".rstrip() if self.marker else self.text


def blank_line(start: int, indent: int = 0) -> Line:
    """A line with nothing on it."""
    return Line(indent, "", "", start, start, False, True)


def raw_lines(text: str) -> list[tuple[str, int]]:
    """Each line as it stands, without its end, and the offset where it begins.

    >>> raw_lines("a\\r\\n\\nb\\n")
    [('a', 0), ('', 3), ('b', 4)]
    """
    out = []
    start = 0
    for raw, width in _raw_lines(text):
        out.append((raw, start))
        start += len(raw) + width
    return out


def split_lines(text: str) -> list[Line]:
    """All lines of a text, in order.

    >>> [(line.indent, line.ordinal, line.text) for line in split_lines("Title\\n\\n  1. Ann*")]
    [(0, None, 'Title'), (0, None, ''), (2, 1, 'Ann*')]
    """
    lines: list[Line] = []
    start = 0
    for raw, width in _raw_lines(text):
        stripped = raw.strip(BLANK)
        if not stripped:
            lines.append(Line(len(raw), "", "", start, start, False, True))
            start += len(raw) + width
            continue
        bare = raw.lstrip(" \t")
        margin = raw[: len(raw) - len(bare)]
        indent = len(margin) - margin.count("\t")  # tabs are a table cell's, and no level of a list
        marker, at = "", start + len(margin)
        if bare[0] in _MAY_BE_MARKER and (found := _MARKER.match(bare)):
            marker = found[1]
            rest = bare[len(marker) :]
            stripped = rest.strip(BLANK)
            at += len(marker) + len(rest) - len(rest.lstrip(BLANK))
        elif bare[0] in BLANK:
            at = start + len(raw) - len(raw.lstrip(BLANK))
        lines.append(Line(indent, marker, stripped, start, at, marker != "" and indent > 0, False))
        start += len(raw) + width
    return lines


def _raw_lines(text: str) -> Iterable[tuple[str, int]]:
    """Each line without its end, and how long that is. A line end at the very end begins no line."""
    if "\r" not in text:
        lines = text.split("\n")
        if lines[-1] == "" and len(lines) > 1:
            lines.pop()
        return zip(lines, repeat(1), strict=False)
    parts = _LINE_END.split(text)  # line, end, line, end, …, line
    if parts[-1] == "":
        parts.pop()
    return zip(parts[::2], [*map(len, parts[1::2]), 0], strict=False)


def dedent(lines: Sequence[Line], column: int, *, in_list: bool = True) -> str:
    """Lines as plain text: paragraphs apart by one blank line, nested list items two columns a level.

    `column` is where the lines' own text begins; `in_list`: it stands in a list item, so that its own lists begin in
    the same column (the extractor sets a list two columns deeper than the list around it, and there is one).

    >>> dedent(split_lines("    Two things:\\n\\n\\n    1. Ask.\\n      • Nicely."), 4)
    'Two things:\\n\\n1. Ask.\\n  • Nicely.'
    """
    out: list[str] = []
    lists_at = column if in_list else column + 2
    for line in lines:
        if line.blank:
            if out and out[-1]:
                out.append("")
        elif line.marked:
            out.append(" " * (line.indent - lists_at) + line.full_text)
        else:
            out.append(line.full_text if line.marker else line.text)
    while out and not out[-1]:
        out.pop()
    return "\n".join(out)
