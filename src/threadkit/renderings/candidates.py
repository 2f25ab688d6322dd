"""Which lines may be comments: list items that stand apart, lines that name somebody, the line that introduces them.

In come the lines; out go indices. Cheap tests first: a rendering has thousands of lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.headers import is_noise, looks_like_name, normalise, says
from threadkit.renderings.introduction import read_introduction
from threadkit.renderings.lines import Line
from threadkit.renderings.record import PING, REPLY_LINK, SHORT, has_digit, is_time_line

__all__ = [
    "counted_names",
    "explain_the_page",
    "headed_candidates",
    "introduction_at",
    "marked_candidates",
    "name_below",
    "unmark",
]

_HEADER_SIGNS: Final = frozenset("*:·»→")
_ENOUGH_NAMES: Final = 4
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


def explain_the_page(lines: Sequence[Line], marked: Sequence[int]) -> bool:
    """Whether list items alone explain the page, so that no other line need be looked at: nearly all of them end with
    the same sign, one that no sentence ends with ("Nightfall*", "Alice says:").
    """
    if len(marked) < 8:
        return False
    sign, count = Counter(lines[i].text[-1:] for i in marked).most_common(1)[0]
    return sign in _HEADER_SIGNS and count >= 0.8 * len(marked)


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


def headed_candidates(lines: Sequence[Line]) -> list[int]:
    """First lines of blocks that name somebody and a time (here or on the next lines), without a marker of a record."""
    out = []
    for i, line in enumerate(lines):
        if not line.text or len(line.text) > SHORT or (line.marked and not _is_tight(lines, i)):
            continue
        if i and not lines[i - 1].blank and not (_follows_a_body(lines, i) or _follows_a_time(lines, i)):
            continue
        if _names_somebody(lines, i):
            out.append(i)
    return out


def _follows_a_body(lines: Sequence[Line], i: int) -> bool:
    """A record may follow a heading without a blank line, or a reply link."""
    before = lines[i - 1]
    return (before.indent < lines[i].indent and not before.marker) or _ends_a_record(before)


def _follows_a_time(lines: Sequence[Line], i: int) -> bool:
    """Blogger's flat lists end a comment with its time, and the next name stands right below."""
    return lines[i].text.endswith(("...", "…")) and is_time_line(lines, i - 1)


def _names_somebody(lines: Sequence[Line], i: int) -> bool:
    text = lines[i].text
    if REPLY_LINK.fullmatch(text):
        return False
    if text.endswith(":") and is_noise(text[-8:].rsplit(" ", 1)[-1].strip(":")):
        return True
    if text.endswith(":") and re.search(r"says:\Z", text):
        return True
    if text.endswith(("...", "…")) and says(text):
        return True
    first = normalise(text) if has_digit(text) else None
    if first and first.time:
        return (not is_noise(first.text) and len(first.text) <= 120) or name_below(lines, i) is not None
    if text[-1] in ".!?…" or i + 1 >= len(lines) or lines[i + 1].blank or not has_digit(lines[i + 1].text):
        return False
    second = normalise(lines[i + 1].text) if len(lines[i + 1].text) <= SHORT else None
    return second is not None and second.time is not None and is_noise(second.text)


def name_below(lines: Sequence[Line], i: int) -> int | None:
    """The line of a bare name that stands in a block of its own below a bare time (Tarski); None without one."""
    if i + 3 >= len(lines) or not lines[i + 1].blank or not is_time_line(lines, i):
        return None
    line = lines[i + 2]
    alone = lines[i + 3].blank and not line.marked and line.indent == lines[i].indent
    link = REPLY_LINK.fullmatch(line.text)
    return i + 2 if alone and not link and looks_like_name(line.text, lenient=True) else None


def counted_names(lines: Sequence[Line]) -> list[int]:
    """An introduction and the bare names below it, where there are about as many as it says comments: all that is left
    of some headers, without list, time or any word. Nothing where the numbers disagree.
    """
    for i in range(len(lines) - 1, -1, -1):
        said = read_introduction(lines[i].full_text) if lines[i].indent == 0 and lines[i].text else None
        if said and said.count is not None and said.count >= _ENOUGH_NAMES:
            names = [k for k in range(i + 1, len(lines) - 2) if _stands_like_a_name(lines, k)]
            return [i, *names] if 0.6 * said.count <= len(names) <= 1.2 * said.count else []
    return []


def _stands_like_a_name(lines: Sequence[Line], k: int) -> bool:
    line = lines[k]
    if not line.text or line.marked or len(line.text) > SHORT or REPLY_LINK.fullmatch(line.text):
        return False
    alone = lines[k - 1].blank and lines[k + 1].blank and not lines[k + 2].blank
    return alone and looks_like_name(line.text, lenient=True)


def introduction_at(lines: Sequence[Line], candidates: Sequence[int]) -> int | None:
    """The introduction line that most candidates follow before the next introduction."""
    found = [i for i, line in enumerate(lines) if line.indent == 0 and line.text and read_introduction(line.full_text)]
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
