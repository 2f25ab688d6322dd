"""Which lines may be comments: list items that stand apart, lines that name somebody, the line that introduces them.

In come the lines; out go indices. Cheap tests first: a rendering has thousands of lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.headers import is_noise, normalise
from threadkit.renderings.introduction import read_introduction
from threadkit.renderings.lines import Line
from threadkit.renderings.record import PING, REPLY_LINK, has_digit, is_time_line

__all__ = ["introduction_at", "marked_candidates", "unmark"]

_INNER_MARKER: Final = lazy_re.pattern(r"(\d{1,6}\.|•) ")


def unmark(lines: Sequence[Line]) -> Sequence[Line]:
    """The same, but "3. Mai 2009 um 16:10 Uhr" is a line of text, no list item, and an empty item is a blank line."""
    out = list(lines)
    for i, line in enumerate(lines):
        if line.marked and not line.text:
            out[i] = line._replace(marker="", marked=False, blank=True)
        elif (
            line.marked
            and i
            and len(line.text) <= 60
            and (not lines[i - 1].blank or line.text[-1].isdigit() or line.text.endswith("Uhr"))
            and has_digit(line.text)
        ):
            found = normalise(line.full_text)
            if found.time and found.time.startswith(line.marker) and is_noise(found.text):
                out[i] = line._replace(marker="", marked=False, text=line.full_text)
    return out


def marked_candidates(lines: Sequence[Line]) -> list[int]:
    """List items that may be records: not part of a tight list, with a blank line or a reply link before them."""
    out = []
    links = _links_above_items(lines)
    for i, line in enumerate(lines):
        if not line.marker or line.indent == 0:
            continue
        if line.text[:1] in "PpTt" and PING.match(line.text):
            out.append(i)  # pings are one line each, and so the only records that may be set tight
            continue
        if _is_tight(lines, i):
            continue
        before = lines[i - 1] if i else None
        if (
            before is None
            or before.blank
            or before.indent < line.indent
            or _ends_a_record(before)
            or before.text in links
            or (i + 1 < len(lines) and _is_dated_below(lines[i + 1]))
        ):
            out.append(i)
    return out


def _is_dated_below(line: Line) -> bool:
    """Whether the line below an item gives a time and no more: then the item is a name, whatever stands above it."""
    return len(line.text) <= 60 and has_digit(line.text) and is_time_line([line], 0)


def _links_above_items(lines: Sequence[Line]) -> frozenset[str]:
    """Short lines that stand right above several list items: reply links, in whatever language."""
    counts: Counter[str] = Counter()
    for above, line in pairwise(lines):
        if line.marked and above.text and not above.marked and len(above.text) <= 24:
            counts[above.text] += 1
    return frozenset(text for text, n in counts.items() if n >= 3)


def _is_tight(lines: Sequence[Line], i: int) -> bool:
    """Whether the line above or below is an item of the same list: comments are never set like that."""
    if i and _continues_inner_list(lines[i - 1], lines[i]):
        return True
    return (i > 0 and _is_item_beside(lines, i, i - 1)) or (i + 1 < len(lines) and _is_item_beside(lines, i, i + 1))


def _continues_inner_list(before: Line, line: Line) -> bool:
    """Whether a body that begins with a list began it on the marker's own line ("  2. 1. Knock")."""
    inner = _INNER_MARKER.match(before.text) if before.marker and line.indent == before.indent + 2 else None
    return inner is not None and (inner[1] == line.marker == "•" or inner[1] == f"{(line.ordinal or 0) - 1}.")


def _is_item_beside(lines: Sequence[Line], i: int, k: int) -> bool:
    return lines[k].marker != "" and lines[k].indent == lines[i].indent and not PING.match(lines[k].text)


def _ends_a_record(line: Line) -> bool:
    """Whether the next record may follow a line without a blank one between them."""
    return bool(REPLY_LINK.fullmatch(line.text)) or (line.marker != "" and bool(PING.match(line.text)))


def _introduces(line: Line) -> bool:
    """Whether a line introduces comments; as an item of a list it must say how many."""
    if line.indent == 0:
        return read_introduction(line.full_text) is not None
    said = read_introduction(line.text) if line.marked else None
    return said is not None and bool(said.count)


def introduction_at(lines: Sequence[Line], candidates: Sequence[int]) -> int | None:
    """The introduction line that most candidates follow before the next introduction."""
    found = [i for i, line in enumerate(lines) if line.text and _introduces(line)]
    if not found:
        return None
    counts = [0] * len(found)
    at = -1
    for i in candidates:
        while at + 1 < len(found) and found[at + 1] < i:
            at += 1
        if at >= 0:
            counts[at] += 1
    best = max(range(len(found)), key=counts.__getitem__)
    return found[best] if counts[best] else None
