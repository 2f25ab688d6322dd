"""Records of a page → its comments: what belongs to each, whose reply it is, and what it says.

In come the elements that a comment system found to be records (`CommentRecord`), in page order; out comes
`FoundComments`. This is the part that all systems share:

* **what belongs to a record** (`_spread`): the element itself, and its siblings where the body stands beside it
  (Thesis and Blogger: ``dt`` and ``dd``; fjords: ``div`` and ``p``);
* **whose reply it is** (`_tree`): a number in an attribute, else the level in a class, else what contains what; a list
  of replies may also stand behind its parent instead of inside it;
* **what it says**: `records`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final

from attrs import define, frozen

from threadkit import lazy_re
from threadkit.assembly import CommentRow, parents_by_level
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord
from threadkit.comments.learning.records import RecordReading, read_records
from threadkit.dates import Stamp, read_times
from threadkit.document.columns import Columns
from threadkit.model import Author, Issue, Kind
from threadkit.vocabulary.comment_class_names import NO_REPLIES, PING_LIST, REPLIES

__all__ = ["FoundComments", "common_ancestor", "read_thread"]


@define
class FoundComments:
    """The comments of one page, with what is known of where they stand."""

    rows: tuple[CommentRow, ...] = ()
    records: tuple[int, ...] = ()
    """Each comment's outermost node."""
    lists: tuple[int, ...] = ()
    """What directly holds the comments on the post."""
    issues: tuple[Issue, ...] = ()


_LISTS: Final = frozenset({"ul", "ol", "dl"})
_LOOK_BACK: Final = 64
"""How many siblings a list of replies looks back over for its parent; keeps odd pages linear."""
_ENDS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "form", "nav", "script", "style", "center"})
"""What does not continue a body that stands beside its record."""


def read_thread(page: CommentPage, records: Sequence[CommentRecord], *, can_mark: bool = False) -> FoundComments:
    """The comments that these records are. `can_mark`: the system marks its post author's comments on every page."""
    if not records:
        return FoundComments()
    columns = page.columns
    _spread(columns, records)
    owners = _owners(columns, records)
    nested = frozenset(record.outer for record in records) | _lists(columns, records)
    readings = read_records(page, records, nested)
    tree = _tree(records, readings, owners)
    rows, issues = _rows(page, records, readings, tree, can_mark=can_mark)
    tops = (columns.parents[one.outer] for one, above in zip(records, tree.parents, strict=True) if above is None)
    lists = dict.fromkeys(parent for parent in tops if parent >= 0)
    return FoundComments(rows, tuple(record.outer for record in records), tuple(lists), (*issues, *_collapsed(records)))


def _collapsed(records: Sequence[CommentRecord]) -> Iterator[Issue]:
    """What to say of comments whose places the page has and whose texts it has not."""
    count = sum(1 for record in records if record.hidden)
    if count:
        message = f"{count} of {len(records)} comments are on the page without their text: collapsed or deleted"
        yield Issue(code="collapsed-comments", message=message)


# -- what belongs to a record ----------------------------------------------------------------------------------------


def _spread(columns: Columns, records: Sequence[CommentRecord]) -> None:
    """Give each record the siblings that are its own, where a page's bodies stand beside their records."""
    outers = {record.outer for record in records}
    lists = _lists(columns, records)
    sample = records[:12]
    siblings = [_siblings(columns, record.outer, outers, lists) for record in sample]
    bodiless = sum(
        1
        for r, own in zip(sample, siblings, strict=True)
        if _has_text(columns, own) and (columns.tags[r.outer] == "dt" or not _has_prose(columns, r.outer, lists))
    )
    spreads = bodiless * 2 > len(sample)
    for record in records:
        if spreads:
            record.behind = _siblings(columns, record.outer, outers, lists)
        if columns.tags[record.outer] == "dd":
            record.before = _terms_before(columns, record.outer)


def _siblings(columns: Columns, outer: int, outers: set[int], lists: frozenset[int]) -> list[int]:
    """What stands between a record and the next one, a heading or a form."""
    own = []
    is_term = columns.tags[outer] in ("dt", "dd")
    sibling = columns.next_sibling(outer)
    while sibling is not None:
        tag = columns.tags[sibling]
        if sibling in outers or tag in _ENDS or (is_term and tag == "dt"):
            break
        if tag[0] != "#" and (sibling not in lists or tag == "dd"):
            own.append(sibling)
        sibling = columns.next_sibling(sibling)
    return own


def _terms_before(columns: Columns, outer: int) -> list[int]:
    """The ``dt`` right before a ``dd``: the record's header in some definition lists."""
    terms: list[int] = []
    sibling = columns.previous_sibling(outer)
    while sibling is not None and columns.tags[sibling] == "dt":
        terms.append(sibling)
        sibling = columns.previous_sibling(sibling)
    return terms[::-1]


def _has_text(columns: Columns, pieces: Iterable[int]) -> bool:
    return any(text.strip() for piece in pieces for text in columns.texts(piece))


def _has_prose(columns: Columns, outer: int, lists: frozenset[int]) -> bool:
    """Whether a record holds a paragraph of its own."""
    for node in range(outer, columns.ends[outer]):
        if columns.tags[node] in ("p", "blockquote") and columns.all_text(node).strip():
            inside = takewhile(lambda ancestor: ancestor != outer, columns.ancestors(node))
            return not any(ancestor in lists for ancestor in inside)
    return False


def _lists(columns: Columns, records: Iterable[CommentRecord]) -> frozenset[int]:
    """The nodes that begin with a record: lists of comments, at whatever level."""
    found: dict[int, bool] = {}
    for record in records:
        parent = columns.parents[record.outer]
        if parent >= 0 and parent not in found:
            first = next((child for child in columns.children(parent) if columns.tags[child][0] != "#"), None)
            found[parent] = columns.tags[parent] in _LISTS or first == record.outer
    return frozenset(node for node, is_list in found.items() if is_list)


# -- whose reply -----------------------------------------------------------------------------------------------------


def _owners(columns: Columns, records: Sequence[CommentRecord]) -> list[int | None]:
    """For each record, the index of the record that contains it, or whose list of replies it is in."""
    index = {root: place for place, record in enumerate(records) for root in record.roots}
    owner_of: dict[int, int | None] = {}
    owners: list[int | None] = []
    for place, record in enumerate(records):
        path: list[int] = []
        owner: int | None = None
        for ancestor in columns.ancestors(record.outer):
            if ancestor in owner_of:
                owner = owner_of[ancestor]
                break
            found = index.get(ancestor)
            if found is None:
                path.append(ancestor)
                found = _record_before(columns, ancestor, index)
            if found is not None and found < place:  # tags that do not pair up put a list before its parent
                owner = found
                break
        owner_of.update(dict.fromkeys(path, owner))
        owners.append(owner)
    return owners


def _record_before(columns: Columns, container: int, index: dict[int, int]) -> int | None:
    """The record that a list of replies stands behind; None for any other element."""
    names = f"{columns.classes[container] or ''} {columns.ids[container] or ''}"
    if NO_REPLIES.search(names) or not (columns.tags[container] in _LISTS or REPLIES.search(names)):
        return None
    sibling = columns.previous_sibling(container)
    for _ in range(_LOOK_BACK):
        if sibling is None or sibling in index:
            break
        sibling = columns.previous_sibling(sibling)
    return index.get(sibling) if sibling is not None else None


@frozen
class _Tree:
    """Where the comments stand in the tree: columns, not an object each, which costs pages of tens of thousands."""

    parents: Sequence[int | None]
    depths: Sequence[int | None]
    """As the page shows them; None where it shows none."""
    parent_numbers: Sequence[str | None]
    """What the page's attributes say."""


def _tree(records: Sequence[CommentRecord], readings: Sequence[RecordReading], owners: Sequence[int | None]) -> _Tree:
    """Each comment's parent and depth as the page shows them."""
    nobody: list[None] = [None] * len(records)
    by_number = {record.number: place for place, record in enumerate(records) if record.number is not None}
    numbers = [None if record.parent_number == "0" else record.parent_number for record in records]
    named = [None if number is None else by_number.get(number) for number in numbers]
    if any(parent is not None and parent != place for place, parent in enumerate(named)):
        # A record without the attribute falls back on what it stands in.
        parents = [
            owner if record.parent_number is None else parent
            for record, parent, owner in zip(records, named, owners, strict=True)
        ]
        return _Tree(parents, nobody, _without_the_post(numbers, named))
    declared = [record.level for record in records if record.level is not None]
    if len(declared) == len(records):
        return _Tree(parents_by_level(declared), declared, nobody)
    levels = [_level_of(record, reading) for record, reading in zip(records, readings, strict=True)]
    if all(levels) and max(levels) > 1:
        depths = [level - 1 for level in levels]
        return _Tree(parents_by_level(depths), depths, nobody)
    return _Tree(owners, nobody, nobody)


def _level_of(record: CommentRecord, reading: RecordReading) -> int:
    """The level from 1 that the system's rule or a class tells; 0 for none."""
    return reading.depth if record.level is None else record.level + 1


def _without_the_post(numbers: Sequence[str | None], named: Sequence[int | None]) -> list[str | None]:
    """The parents' numbers, without one that is the post's: of those whose parent is not there, most name it."""
    lost = Counter(number for number, parent in zip(numbers, named, strict=True) if parent is None)
    post = next((number for number, count in lost.most_common(1) if 2 * count > lost.total()), None)
    return [None if number == post else number for number in numbers]


# -- what comes out --------------------------------------------------------------------------------------------------


def _rows(
    page: CommentPage,
    records: Sequence[CommentRecord],
    readings: Sequence[RecordReading],
    tree: _Tree,
    *,
    can_mark: bool,
) -> tuple[tuple[CommentRow, ...], tuple[Issue, ...]]:
    stamps = [Stamp(displayed=reading.displayed, machine=reading.machine) for reading in readings]
    times = read_times(stamps, language=page.language, tz=page.tz)
    marks = _marks(records, readings, can_mark=can_mark)
    columns = page.columns
    pings = _ping_lists(columns, records)
    rows = []
    for place, (record, reading) in enumerate(zip(records, readings, strict=True)):
        text = reading.text
        row = CommentRow(
            id=record.number or None,
            parent_id=tree.parent_numbers[place],
            parent=tree.parents[place],
            depth=tree.depths[place],
            author=Author(name=reading.name, url=page.absolute(reading.link)) if reading.name else None,
            is_post_author=marks[place],
            published=times.published[place],
            published_raw=reading.displayed or reading.machine,
            text=text,
            html=reading.html if page.keep_html else None,
            url=page.absolute(reading.permalink),
            score=record.score,
            kind="pingback" if columns.parents[record.outer] in pings and not reading.kind else _kind(reading, text),
        )
        rows.append(row)
    return tuple(rows), tuple(times.issues)


def _marks(records: Sequence[CommentRecord], readings: Sequence[RecordReading], *, can_mark: bool) -> list[bool | None]:
    """Who is marked as the post's author; nobody knows where the page can't mark."""
    if any(record.marked for record in records):
        return [bool(record.marked) for record in records]
    if all(reading.marked for reading in readings) and len({reading.name for reading in readings}) > 1:
        return [None] * len(readings)  # what is on every record, whoever wrote it, is no mark
    marks = (
        can_mark or any(reading.marked for reading in readings) or sum(r.classed for r in readings) * 2 > len(readings)
    )
    return [reading.marked if marks else None for reading in readings]


def _ping_lists(columns: Columns, records: Sequence[CommentRecord]) -> set[int]:
    """The lists that hold nothing but links to the post, by their names or those of what is around them."""
    parents = dict.fromkeys(columns.parents[record.outer] for record in records)
    return {parent for parent in parents if parent >= 0 and _is_ping_list(columns, parent)}


def _is_ping_list(columns: Columns, parent: int) -> bool:
    for node in (parent, columns.parents[parent]):
        names = f"{columns.ids[node] or ''} {columns.classes[node] or ''}".lower() if node >= 0 else ""
        if "comment" in names:
            return False
        if ("ping" in names or "trackback" in names) and any(PING_LIST.fullmatch(name) for name in names.split()):
            return True
    return False


def _kind(reading: RecordReading, text: str) -> Kind:
    if reading.kind:
        return "trackback" if reading.kind == "trackback" else "pingback"
    if not reading.link:
        return "comment"
    # What WordPress writes of every pingback: an excerpt of the other page between two ellipses; of every trackback:
    # its title in bold and its beginning. Themes older than comment classes print them among the comments.
    if _EXCERPT.fullmatch(text) or (not text and reading.displayed is None and reading.machine is None):
        return "pingback"
    return "trackback" if _TITLED.fullmatch(text) and _begins_bold(reading) else "comment"


_EXCERPT: Final = lazy_re.pattern(r"\s*\[(?:…|\.\.\.)\].*\[(?:…|\.\.\.)\]\s*", re.DOTALL)
_TITLED: Final = lazy_re.pattern(r"[^\n]+(?:…|\.\.\.)\n\n[^\n]+(?:…|\.\.\.)\.?")


def _begins_bold(reading: RecordReading) -> bool:
    """Whether the body's first paragraph is bold throughout."""
    columns = reading.columns
    part = next((part for part in reading.parts if isinstance(part, int)), None)
    if part is None:
        return False
    first = next((node for node in range(part, columns.ends[part]) if columns.tags[node] == "p"), part)
    children = columns.children(first)
    return len(children) == 1 and columns.tags[children[0]] in ("strong", "b") and not columns.tail(children[0]).strip()


def common_ancestor(columns: Columns, nodes: Sequence[int]) -> int | None:
    """The innermost node around the first and the last of these, and so around all; None for none."""
    if not nodes:
        return None
    last = set(columns.ancestors(nodes[-1]))
    return next((ancestor for ancestor in columns.ancestors(nodes[0]) if ancestor in last), None)
