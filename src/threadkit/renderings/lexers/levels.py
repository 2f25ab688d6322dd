"""From a tool's columns to the common form's: which list is a line in?

Tools set their levels 2, 3, 4 or 5 columns wide, by the kind of list or the width of its numbers. What they share is
that the text of an item stands to the right of its marker, and so does what belongs to the item. A stack of the
columns where the open items' texts begin is therefore enough.
"""

from __future__ import annotations

from collections.abc import Sequence

from threadkit.renderings.lines import Line, blank_line

__all__ = ["Levels", "give_markers"]


class Levels:
    """The open list items, by the columns in which their texts begin."""

    def __init__(self, first: int = 0, step: int = 0) -> None:
        """`first` and `step`: the column of the outermost items' texts, and the width of a level; 0 without such."""
        self._open: list[int] = []
        self._first = first
        self._step = step

    def item(self, marker_at: int, text_at: int) -> int:
        """Open an item; the common form's column of its marker."""
        while self._open and self._open[-1] > marker_at:
            self._open.pop()
        if not self._open and self._step:
            # a line that stuck out to the left closed the lists around; the columns tell which they were
            self._open = list(range(self._first, text_at - self._step + 1, self._step))
        self._open.append(text_at)
        return 2 * len(self._open)

    def text(self, at: int, slack: int = 0) -> int:
        """The common form's column of a line of text; 0 outside of all lists."""
        while self._open and self._open[-1] > at + slack:
            self._open.pop()
        return 2 * len(self._open) + 2 if self._open else 0

    def inside(self) -> int:
        """The column of text in the innermost open item; 0 without one."""
        return 2 * len(self._open) + 2 if self._open else 0

    def close(self) -> None:
        """Leave all lists."""
        self._open.clear()


def give_markers(lines: Sequence[Line]) -> list[Line]:
    """The lines, the marker of an item without words given to the next line with words: an avatar stood there."""
    out: list[Line] = []
    waiting: Line | None = None
    for line in lines:
        if line.marked and not line.text:
            waiting = waiting or line
            out.append(blank_line(line.start, line.indent))
        elif waiting is not None and not line.blank:
            takes = line.indent >= waiting.indent or not line.marked
            given = line._replace(indent=waiting.indent, marker=waiting.marker, marked=True)
            out.append(given if takes else line)
            waiting = None
        else:
            out.append(line)
    return out
