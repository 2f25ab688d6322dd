"""Lines that a tool broke at a column, put together again.

A tool that wraps breaks where the next word would not have fitted. So a line goes on in the next one if, and only if,
that one's first word would have made it longer than the widest line, and the next one begins where it would go on.
Whether a text is wrapped at all, and where, its own lines tell: many end just before one column, next to none behind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from threadkit import lazy_re

__all__ = ["Row", "unwrap", "width_of"]

_NARROWEST, _WIDEST = 56, 132
_NEAR, _BEYOND = 9, 12
"""How many columns before the edge the crowd ends, and how many behind it are bare."""
_FEWEST: Final = 5
"""So many lines end near the edge, at least."""
_STRAY: Final = 0.1
"""The share of sentences that may stick out beyond the edge: tools leave some alone, such as tables."""
_MANY_WORDS: Final = 8
"""A line with so many spaces is a sentence that would have been broken."""
_ITEM: Final = lazy_re.pattern(r"\s*(?:(?:[*+#•○□☆■●★◎△-]|o|\d{1,6}[.)])(?=\s|\Z)|[*_-](?: ?[*_-]){2,}\s*\Z)")
_MARKER: Final = lazy_re.pattern(r"\s*(?:[*+#•○□☆■●★◎△-]|o|\d{1,6}[.)])\s+")
_SENTENCE: Final = lazy_re.pattern(r"[.!?…][”\"’')\]]*\s*\Z")
_FEW_WORDS: Final = 3
_WORD: Final = lazy_re.pattern(r"\S+?[^\W\d_]-(?=[^\W\d_])|\S+")
_OPEN_LINK: Final = lazy_re.pattern(r"\]\([^\s()]*\Z")
"""The address of a link of Markdown, broken at a hyphen."""


class Row(NamedTuple):
    """A line of the text, with those that it was broken into."""

    text: str
    start: int


def width_of(lines: Iterable[str]) -> int | None:
    """The column at which lines were broken; None for a text that was not wrapped."""
    counts = [0] * (_WIDEST + _BEYOND + 1)
    longest: list[int] = []
    for line in lines:
        length = len(line)
        if length < len(counts):
            counts[length] += 1
        if length > _NARROWEST and line.count(" ") > _MANY_WORDS and not _MARKER.match(line):
            longest.append(length)
    if not longest:
        return None
    up_to = list(accumulate(counts))
    longest.sort()
    best, width = 0.0, None
    for edge in range(_NARROWEST, _WIDEST):
        near = up_to[edge] - up_to[edge - _NEAR]
        if near < _FEWEST or not counts[edge]:
            continue
        beyond = len(longest) - bisect_right(longest, edge)
        if beyond <= _STRAY * near and near - 3 * beyond > best:
            best, width = near - 3.0 * beyond, edge
    return width


def unwrap(rows: Sequence[tuple[str, int]]) -> Sequence[Row]:
    """The lines (each with its offset), those that were broken put together; the same where nothing was."""
    width = width_of(raw for raw, _ in rows)
    if width is None:
        return [Row(raw, start) for raw, start in rows]
    out: list[Row] = []
    last = ""  # the last line as it stood
    for raw, start in rows:
        if out and _goes_on(last, raw, width):
            before = out[-1].text.rstrip()
            glue = "" if before.endswith("-") and not before.endswith((" -", "--")) else " "
            out[-1] = Row(f"{before}{glue}{raw.strip()}", out[-1].start)
        else:
            out.append(Row(raw, start))
        last = raw
    return out


def _goes_on(above: str, line: str, width: int) -> bool:
    """Whether a line was broken off the one above it."""
    first = _WORD.search(line)
    if first is None or not above.strip() or _ITEM.match(line):
        return False
    if _OPEN_LINK.search(above):
        return True
    if len(above.rstrip()) + 1 + len(first[0]) <= width:
        return False
    if _SENTENCE.search(above) and line.count(" ", first.start()) < _FEW_WORDS:
        return False  # "Reply" below a sentence that happens to end at the edge
    marker = _MARKER.match(above)
    begins = first.start()
    return begins in (len(above) - len(above.lstrip()), marker.end() if marker else -1)
