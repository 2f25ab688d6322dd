"""How a reading of a page's comments stands as a whole: used to choose among readings, and to say what is doubtful.

In come the rows that a reading gave; out come `Doubts`: what of it does not look like a thread, each with the measure
in words. The measures were taken on readings known to be right and known to be wrong: where a reading is right, the
commonest name is on a quarter of the comments at most and the commonest first line on a fifth; where a theme's line was
taken for the name, or a header for the body, they are on nearly all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from threadkit import lazy_re
from threadkit.assembly import CommentRow

__all__ = ["Doubts", "doubts_of", "worth"]

_SEVERAL: Final = 4
"""Fewer comments than these share anything by accident."""
_LONG_LINE: Final = 120
_DIGITS: Final = lazy_re.pattern(r"\d+")
_NO_NAME: Final = lazy_re.pattern(
    r"[\W\d_]*"
    r"|\W*\d+\s*(?:s|m|h|d|w|y|mo|min|sec|hrs?|hours?|days?|minutes?|seconds?|weeks?|months?|years?)(?: ago)?\W*"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:,? \d{4})?"
    r"|joined|posts?|quote|reply|permalink",
    re.IGNORECASE,
)
"""What stands where a name was looked for and is none: "#1", "16 hr ago", "Jul 5"."""


@frozen
class Doubts:
    """What of a reading is doubtful."""

    messages: tuple[str, ...] = ()
    weight: float = 0.0
    """From 0, nothing is doubtful, to 0.9, nothing looks right."""


def doubts_of(rows: Sequence[CommentRow]) -> Doubts:
    """The doubts about a reading.

    >>> doubts_of([CommentRow(text=f"Body {n}.") for n in range(9)]).messages
    ('none of the 9 comments has an author',)
    """
    comments = [row for row in rows if row.kind == "comment"]
    if not comments:
        return Doubts()
    found = [doubt for doubt in (_names(comments), _bodies(comments), _first_lines(comments)) if doubt is not None]
    weight = min(0.9, sum(share for share, _ in found))
    return Doubts(tuple(message for _, message in found), weight)


def _names(rows: Sequence[CommentRow]) -> tuple[float, str] | None:
    count = len(rows)
    names = Counter(row.author.name for row in rows if row.author is not None)
    if not names:
        return (0.6, f"none of the {count} comments has an author") if count > 1 else None
    name, times = names.most_common(1)[0]
    missing = count - names.total()
    odd = sum(1 for row in rows if row.author is not None and _is_no_name(row.author.name))
    if odd > 0.5 * count:
        return 0.6, f"{odd} of {count} authors' names are numbers or times"
    if count >= _SEVERAL and times > 0.7 * count:
        return 0.6, f"{name!r} is the author of {times} of {count} comments"
    if 1 < count < _SEVERAL and times == count:
        return 0.2, f"{name!r} is the author of all {count} comments"
    if count >= _SEVERAL and missing > 0.4 * count:
        return 0.3, f"{missing} of {count} comments have no author"
    return None


def _is_no_name(name: str) -> bool:
    return bool(_NO_NAME.fullmatch(name))


def _bodies(rows: Sequence[CommentRow]) -> tuple[float, str] | None:
    count = len(rows)
    empty = sum(1 for row in rows if not row.text)
    if count >= 2 and empty > 0.5 * count:
        return 0.6, f"{empty} of {count} comments have no text"
    dates = sum(1 for row in rows if row.text and row.text == row.published_raw)
    if dates > 0.4 * count:
        return 0.6, f"{dates} of {count} comments have nothing but their time as text"
    texts = Counter(row.text for row in rows if row.text)
    times = max(texts.values(), default=0)
    if count >= _SEVERAL and times > 0.4 * count:
        return 0.6, f"{times} of {count} comments have the same text"
    return None


def _first_lines(rows: Sequence[CommentRow]) -> tuple[float, str] | None:
    for end, verb in ((0, "begin"), (-1, "end")):
        whole = (row.text.split("\n") for row in rows if "\n" in row.text)
        lines = Counter(_DIGITS.sub("0", line) for one in whole if (line := one[end].strip()))
        if not lines:
            return None
        line, times = lines.most_common(1)[0]
        if times >= _SEVERAL and times > 0.3 * len(rows) and len(line) < _LONG_LINE:
            return 0.4, f"{times} of {len(rows)} comments {verb} with a line like {line!r}"
    return None


def worth(rows: Iterable[CommentRow], doubts: Doubts) -> float:
    """How much a reading gives: its comments, each by what is known of it, less what is doubtful."""
    total = 0.0
    for row in rows:
        if not row.text and row.author is None:
            continue
        dated = row.published is not None or row.published_raw is not None
        total += 0.4 * (row.author is not None) + 0.35 * bool(row.text) + 0.25 * dated
    return total * (1 - doubts.weight)
