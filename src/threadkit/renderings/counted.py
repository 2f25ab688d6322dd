"""Records under bare names: all that is left of some headers, without list, time or any word.

They are known to be names because they stand as often as the introduction says that there are comments.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from threadkit.renderings.headers import Header, looks_like_name
from threadkit.renderings.introduction import read_introduction
from threadkit.renderings.lines import Line
from threadkit.renderings.record import REPLY_LINK, SHORT, drop_furniture, new_record
from threadkit.renderings.section import Proposal, tail

__all__ = ["read_counted"]

_ENOUGH_NAMES: Final = 4


def read_counted(lines: Sequence[Line]) -> tuple[int, Proposal] | None:
    """The introduction and the reading of what stands below it; None where the numbers disagree."""
    found = _counted_names(lines)
    if not found:
        return None
    introduction, names = found[0], found[1:]
    stops = [*names[1:], tail(lines, names[-1])]
    records = []
    for start, stop in zip(names, stops, strict=True):
        record = new_record(lines, start)
        record.header = Header(lines[start].text, None, badge=False)
        record.body = list(lines[start + 1 : stop])
        record.body_at = next((line.text_at for line in record.body if not line.blank), lines[start].text_at)
        records.append(record)
    drop_furniture(records)
    return introduction, Proposal(layout="counted", records=records, low=names[0], high=stops[-1], indented=False)


def _counted_names(lines: Sequence[Line]) -> list[int]:
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
