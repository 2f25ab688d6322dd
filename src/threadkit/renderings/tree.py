"""Records → places in the tree: id, parent, depth, from columns and ordinals.

An ordered list starts at 1, so a number that does not rise begins a new list, whose parent must be a comment that
the extractor dropped; so must the parent of a list two levels deeper than the record above it. Such replies keep
their depth and have no parent; `assembly` says so. Ids are the path of ordinals ("5.1.2"); a dropped level is "?".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from attrs import define

from threadkit.assembly import Ids
from threadkit.model import Issue
from threadkit.renderings.choosing import Record

__all__ = ["Place", "place_records"]


class Place(NamedTuple):
    """Where a comment stands in the tree."""

    id: str
    parent_id: str | None
    depth: int
    issues: tuple[Issue, ...] = ()
    """What is missing right before it."""


@define
class _List:
    """A list that is open while its items are read."""

    column: int
    prefix: str
    parent_id: str | None
    count: int = 0  # items seen
    last: int = 0  # the last item's ordinal
    last_id: str = ""  # and its id


def place_records(records: Sequence[Record], *, indented: bool) -> tuple[list[Place], list[Issue]]:
    """A place for each record, and issues of the tree as a whole.

    `indented`: columns are list levels, two columns each; else only the order of the columns tells depth.
    """
    columns = sorted({record.column for record in records})
    depth_of = {c: (c - columns[0]) // 2 if indented else rank for rank, c in enumerate(columns)}
    issues: list[Issue] = []
    places: list[Place] = []
    ids = Ids()
    open_lists: list[_List] = []
    for record in records:
        depth = depth_of[record.column]
        own = int(record.marker[:-1]) if record.marker not in ("", "•") else None
        current = _list_for(record, own, depth, open_lists, depth_of)
        ordinal = current.count + 1 if own is None else own
        gap = (_gap(record, current, own),) if own is not None and own > current.last + 1 else ()
        current.count, current.last = current.count + 1, ordinal
        current.last_id = ids.take(f"{current.prefix}{ordinal}")
        places.append(Place(current.last_id, current.parent_id, depth, gap))
    if not indented and len(columns) == 1 and len(records) > 1:
        message = "nothing in the text tells replies from comments on the post; all have depth 0"
        issues.append(Issue(code="depth-unknown", message=message, grade="info"))
    return places, issues


def _list_for(
    record: Record, ordinal: int | None, depth: int, open_lists: list[_List], depth_of: dict[int, int]
) -> _List:
    """The list that a record is an item of: an open one, or a new one."""
    while open_lists and open_lists[-1].column > record.column:
        open_lists.pop()
    top = open_lists[-1] if open_lists else None
    restarted = False
    if top and top.column == record.column:
        if ordinal is None or ordinal > top.last:
            return top
        open_lists.pop()
        restarted = True
    above = open_lists[-1] if open_lists else None
    above_depth = depth_of[above.column] if above else -1
    missing = depth - above_depth - 1
    prefix = (above.last_id + "." if above else "") + "?." * missing
    if restarted and above and not missing:
        # the dropped parent is a sibling of the record that the list seemed to hang under
        prefix = f"{above.prefix}?."
    parent = above.last_id if above and not missing and not restarted else None
    open_lists.append(_List(column=record.column, prefix=prefix, parent_id=parent))
    return open_lists[-1]


def _gap(record: Record, current: _List, ordinal: int) -> Issue:
    missing = ordinal - current.last - 1
    numbers = f"number {ordinal - 1} is" if missing == 1 else f"numbers {current.last + 1} to {ordinal - 1} are"
    where = f"among the replies to {current.parent_id}" if current.parent_id else "among the comments"
    message = f"{numbers} missing {where}; the extractor dropped {'it' if missing == 1 else 'them'}"
    return Issue(code="missing-comment", message=message, line=record.line)
