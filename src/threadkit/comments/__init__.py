"""The comments of an HTML page: which system printed them, and what it printed.

In come a page's columns, which are only read; out comes `Comments`: a row for each comment in page order, for
`assembly`, and what the page says about them as a whole. The strategy is to propose, to read to the end, and to judge:

    systems that claim the page, then `generic` → records → `threads`: whose reply → `records`: author, time, body
        → `doubts`: how does it look as a whole? → the best reading → `surroundings`: what stands around

A claimed reading about which nothing is doubtful is taken at once. ``docs/comment-systems.md`` says how to add one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from attrs import frozen

from threadkit.assembly import CommentRow
from threadkit.comments import generic
from threadkit.comments.claiming import likely
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord, System, claims, records_of
from threadkit.comments.doubts import Doubts, doubts_of, worth
from threadkit.comments.jsonld import declared_rows
from threadkit.comments.learning.field_paths import declared_by_paths
from threadkit.comments.surroundings import survey_page
from threadkit.comments.systems import all_systems
from threadkit.comments.threads import FoundComments, read_thread
from threadkit.comments.unread import passage_of
from threadkit.document.columns import Columns
from threadkit.model import Issue, Passage

__all__ = ["Comments", "read"]


@frozen(kw_only=True)
class Comments:
    """What one page says about its comments."""

    dialect: str = "none"
    """The system that printed them: "wordpress", "blogger", or "none" where there are none to read."""
    rows: tuple[CommentRow, ...] = ()
    """The comments in page order, as `assembly.assemble` takes them."""
    areas: tuple[int, ...] = ()
    """The nodes that hold comments, their headings and their forms; the post's body is never in them."""
    unread: Passage | None = None
    """What stands where comments stand and could not be read, in one piece; None where there is no such thing."""
    declared_comment_count: int | None = None
    """How many comments the page says that it has; None where it does not."""
    comments_open: bool | None = None
    """Whether new comments could be left; None where the page does not show it."""
    is_forum: bool = False
    """Whether the first of them opens the thread: a forum's posts are all of one kind."""
    issues: tuple[Issue, ...] = ()
    """What a careful user wants to know about them."""


_FORUMS: Final = frozenset(
    "bbpress discourse flarum ipb macrumors mactechnews mybb phpbb punbb smf vanilla vbulletin xenforo".split()
)
_UNKNOWN: Final = System(name="html")
"""Whatever printed the comments that only the general reader finds."""


@frozen
class _Reading:
    """One way to read a page, read to the end."""

    system: System
    found: FoundComments
    doubts: Doubts
    worth: float

    @property
    def is_dated(self) -> bool:
        """Whether any comment has a time."""
        return any(row.published_raw is not None for row in self.found.rows)

    @property
    def complete(self) -> float:
        """The share of the comments that have a name, a time and a text."""
        rows = self.found.rows
        whole = sum(1 for row in rows if row.author is not None and row.published_raw is not None and row.text)
        return whole / len(rows) if rows else 0.0


def read(
    columns: Columns,
    *,
    url: str | None = None,
    language: str | None = None,
    keep_html: bool = True,
    tz: tzinfo | None = None,
) -> Comments:
    """The comments of a page, read by the system that claims it; dialect "none" where there are none to read.

    `url` is the page's own address, for its links; `language` helps with its dates; `tz` is the zone of times that
    have none; without `keep_html`, no mark-up is kept. Never raises because of the page, and never changes it.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns('''<h3 id=comments>One Response</h3><ol class=commentlist>
    ... <li id=comment-7><cite>Ann</cite> says:<p>Me too.</p></li></ol>''')
    >>> found = read(page)
    >>> found.dialect, found.declared_comment_count, [(row.id, row.author.name, row.text) for row in found.rows]
    ('wordpress', 1, [('7', 'Ann', 'Me too.')])
    """
    page = CommentPage(columns=columns, url=url, language=language, keep_html=keep_html, tz=tz)
    best = _best(page)
    if best is None and (rows := declared_rows(page)[0]):
        best = _Reading(_UNKNOWN, FoundComments(rows=tuple(rows)), doubts_of(rows), worth(rows, Doubts()))
    return _comments(page, best)


def _best(page: CommentPage) -> _Reading | None:
    """The best reading of the page: by the systems that claim it, else, or where that is in doubt, by a general way."""
    best: _Reading | None = None
    is_claimed = False
    for system in likely(all_systems(), page):
        if not claims(page, system):
            continue
        is_claimed = True
        if records := records_of(page, system):
            reading = _read(page, system, records)
            if reading.found.rows and (best is None or reading.worth > best.worth):
                best = reading
            if best is not None and not best.doubts.messages:
                return best
    other = _by_general_ways(page, only_named=is_claimed)
    if best is None or (other is not None and other.worth > _CLEARLY * best.worth):
        return other
    return best


_CLEARLY: Final = 1.2
"""A general reading has to be worth so many times as much as a doubtful one of a system that claims the page."""


def _by_general_ways(page: CommentPage, *, only_named: bool) -> _Reading | None:
    """The best of the general readings that may be comments; None where there is none."""
    best: _Reading | None = None
    most = 0.0
    for proposal in generic.proposals(page):
        if (only_named and not proposal.is_named) or not generic.is_worth_reading(page, proposal):
            continue
        reading = _read(page, _UNKNOWN, proposal.records)
        rating = reading.worth * reading.complete * proposal.weight
        if (best is None or rating > most) and generic.is_plausible(page, proposal, reading.found.rows, reading.doubts):
            best, most = reading, rating
    return best


def _read(page: CommentPage, system: System, records: list[CommentRecord]) -> _Reading:
    """The better of two readings of the same records: by hints and plans, and where that is in doubt by paths."""
    by_hints = _judged(page, system, records)
    if by_hints.found.rows and not by_hints.doubts.messages and by_hints.is_dated:
        return by_hints
    declared = declared_by_paths(page, records)
    if declared is None:
        return by_hints
    return max(by_hints, _judged(page, system, declared), key=lambda one: one.worth)


def _judged(page: CommentPage, system: System, records: list[CommentRecord]) -> _Reading:
    can_mark = system.can_mark is not None and system.can_mark(page)
    found = read_thread(page, records, can_mark=can_mark)
    kept = _without_empty(records, found.rows)
    if len(kept) < len(records):
        found = read_thread(page, kept, can_mark=can_mark)
    doubts = doubts_of(found.rows)
    return _Reading(system, found, doubts, worth(found.rows, doubts))


def _without_empty(records: list[CommentRecord], rows: Sequence[CommentRow]) -> list[CommentRecord]:
    """The records without those that are none: no name, no time, no reply, and nothing declared."""
    replied = {row.parent for row in rows}
    return [
        record
        for place, (record, row) in enumerate(zip(records, rows, strict=True))
        if row.author is not None
        or row.published_raw is not None
        or row.kind != "comment"
        or place in replied
        or record.body is not None
    ]


def _comments(page: CommentPage, reading: _Reading | None) -> Comments:
    """What the best reading gives, and what stands around; without one, a page without comments that were read."""
    found = reading.found if reading is not None else FoundComments()
    around = survey_page(page, found, reading.system if reading is not None else None)
    messages = reading.doubts.messages if reading is not None else ()
    doubtful = [Issue(code="doubtful-comments", message=message) for message in messages]
    return Comments(
        dialect=reading.system.name if reading is not None else "none",
        rows=found.rows,
        areas=around.areas,
        unread=passage_of(page, around.unread),
        declared_comment_count=around.declared,
        comments_open=around.is_open,
        is_forum=reading is not None and reading.system.name in _FORUMS,
        issues=(*found.issues, *around.issues, *doubtful),
    )
