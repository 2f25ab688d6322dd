"""Comments without a list: a line that names somebody stands above each body, or below it.

Ann May 14, 2019 at 12:15 pm            Body
(blank)                                 (blank)
Body                                    Posted by: Ann | May 14, 2019 12:15 PM
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.candidates import name_below
from threadkit.renderings.headers import Header, Template, learn, normalise
from threadkit.renderings.introduction import comments_open
from threadkit.renderings.lines import Line
from threadkit.renderings.record import (
    SHORT,
    Record,
    drop_furniture,
    is_time_item,
    new_record,
    repeated_lines,
    take_header,
)

__all__ = ["read_headed", "read_named"]

_SIGNS: Final = lazy_re.pattern(
    r"(?:posted|comment|commented|written|geschrieben|publié|escrito)(?: by|\s*:)", re.IGNORECASE
)
_TAIL: Final = lazy_re.pattern(
    # what follows the last comment where nothing is indented, by its first words
    r"\W*(?:previous post|next post|leave a|post a comment|add a comment|older comments|newer comments"
    r"|comment navigation"
    r"|post navigation|older posts|newer posts|cancel reply|your email address|copyright|powered by"
    r"|proudly powered|©|rss\b|subscribe|\d+ (?:trackbacks?|pingbacks?)"
    r"|trackbacks?|pingbacks?|about\b.{0,40}\Z|search\b.{0,20}\Z|archives?\b.{0,10}\Z|categories\b.{0,10}\Z"
    r"|recent (?:posts|comments))",
    re.IGNORECASE,
)


def read_headed(
    lines: Sequence[Line], headed: Sequence[int], low: int, *, introduced: bool
) -> tuple[list[Record], int]:
    template = learn(lines[i].text for i in headed)
    if template.strong:
        starts = [i for i in headed if template.match(lines[i].text)]
    else:  # bare names, each with its time on the next line, or below its time
        starts = [i for i in headed if is_time_item(lines[i]) or (i + 1 < len(lines) and is_time_item(lines[i + 1]))]
    if len(starts) < (1 if introduced else 3):
        return [], 0
    if template.strong and _stand_below(lines, starts, low, introduced=introduced):
        return _read_footed(lines, starts, low, template, introduced=introduced)
    records = []
    stops = [*starts[1:], _tail(lines, starts[-1])]
    repeated = repeated_lines(lines, starts)
    for start, stop in zip(starts, stops, strict=True):
        record = new_record(lines, start)
        record.header, taken = _take_headed(lines, start, stop, template, repeated)
        record.body = list(lines[start + taken : stop])
        record.body_at = next((line.text_at for line in record.body if not line.blank), lines[start].text_at)
        records.append(record)
    drop_furniture(records)
    return records, stops[-1]


def read_named(lines: Sequence[Line], names: Sequence[int]) -> tuple[list[Record], int]:
    """Records under bare names, which are known to be names because their number is the declared one."""
    records = []
    stops = [*names[1:], _tail(lines, names[-1])]
    for start, stop in zip(names, stops, strict=True):
        record = new_record(lines, start)
        record.header = Header(lines[start].text, None, badge=False)
        record.body = list(lines[start + 1 : stop])
        record.body_at = next((line.text_at for line in record.body if not line.blank), lines[start].text_at)
        records.append(record)
    drop_furniture(records)
    return records, stops[-1]


def _take_headed(
    lines: Sequence[Line], start: int, stop: int, template: Template, repeated: frozenset[str]
) -> tuple[Header | None, int]:
    header, taken = take_header(lines, start, stop, template, repeated, dated=False)
    after = start + taken
    if header and header.author is None and (name := name_below(lines, start)) is not None and name < stop:
        header = header._replace(author=lines[name].text)
        after = name + 1
    # blogtheme sets author and date as a list of their own: the time is the next item
    while header and after < stop and lines[after].marked and is_time_item(lines[after]):
        header = header._replace(time=header.time or normalise(lines[after].text).time)
        after += 1
    return header, after - start


def _stand_below(lines: Sequence[Line], starts: Sequence[int], low: int, *, introduced: bool) -> bool:
    """Whether the naming lines sign the text above them (Movable Type, TypePad) rather than head the text below."""
    after = [line for line in lines[starts[-1] + 1 : _tail(lines, starts[-1])] if not line.blank]
    if any(len(line.text) >= 60 for line in after) or len(after) > 6:
        return False
    if not introduced:
        return bool(_SIGNS.match(lines[starts[0]].text))
    above = [line for line in lines[low : starts[0]] if not line.blank]
    return len(above) > 0 and (len(above) > 2 or any(len(line.text) >= 60 for line in above))


def _read_footed(
    lines: Sequence[Line], starts: Sequence[int], low: int, template: Template, *, introduced: bool
) -> tuple[list[Record], int]:
    """Records that end with the line that names their author; without an introduction the first is one paragraph."""
    first = low
    if not introduced:
        first = starts[0] - 1
        while first > low and (lines[first].blank or not lines[first - 1].blank):
            first -= 1
    numbered = sum(lines[at].ordinal == n + 2 for n, at in enumerate(_next_lines(lines, starts))) >= 0.8 * len(
        starts[1:]
    )
    records = []
    for n, (begin, sign) in enumerate(zip([first, *(i + 1 for i in starts[:-1])], starts, strict=True)):
        at = next((k for k in range(begin, sign) if not lines[k].blank), sign)
        record = new_record(lines, at)
        record.header, record.column, record.marker = template.match(lines[sign].text), lines[sign].indent, ""
        record.body = list(lines[at:sign])
        if numbered and record.body and record.body[0].ordinal == n + 1:
            record.body[0] = record.body[0]._replace(marker="", marked=False)
        records.append(record)
    drop_furniture(records)
    return records, starts[-1] + 1


def _next_lines(lines: Sequence[Line], starts: Sequence[int]) -> list[int]:
    """The first line with text behind each naming line but the last."""
    return [next((k for k in range(a + 1, b) if not lines[k].blank), a) for a, b in pairwise(starts)]


def _tail(lines: Sequence[Line], start: int) -> int:
    """Where the last record ends on a page that indents nothing: before the first line that begins like a footer."""
    column = lines[start].indent
    for k in range(start + 1, len(lines)):
        line = lines[k]
        if line.blank:
            continue
        text = line.full_text
        if line.indent < column and line.indent == 0 and column > 3:
            return k
        if len(text) <= SHORT and (_TAIL.match(text) or comments_open([text]) is not None):
            return k
        if line.marked and line.indent == 2 and lines[k - 1].blank and _is_menu(lines, k):
            return k
    return len(lines)


def _is_menu(lines: Sequence[Line], k: int) -> bool:
    """Whether a heading set as a list item, with a list below it, begins a sidebar."""
    below = next((line for line in lines[k + 1 : k + 4] if not line.blank), None)
    return below is not None and below.marked and below.indent > lines[k].indent and lines[k].marker == "•"
