"""One reader for all tools: the lines of a rendering in the common form → a thread.

(1) The comment section: the introduction that most records follow, and the reading of what stands behind it that
speaks best for itself (`found`). (2) What only all records together show is the theme's: words around names, links
above bodies (`tidying`). (3) The tree, from columns and ordinals; a number that is missing, or a level that is
skipped, is a comment that the tool dropped (`tree`). (4) All else is the post (`post_lines`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from threadkit.assembly import CommentRow, PostRow, assemble
from threadkit.dates import Stamp, read_times
from threadkit.letters import split
from threadkit.model import Author, Issue, Passage
from threadkit.renderings.choosing import Record, find_records
from threadkit.renderings.contract import Reading
from threadkit.renderings.introduction import comments_open, count_in_passing, read_introduction
from threadkit.renderings.lines import Line, dedent
from threadkit.renderings.post_lines import read_post
from threadkit.renderings.tidying import tidy
from threadkit.renderings.tree import Place, place_records

__all__ = ["read_lines"]


def read_lines(lines: Sequence[Line], dialect: str, url: str | None) -> Reading:
    """The thread of a rendering, from its lines. Never raises: what it can't tell is None, with an issue."""
    found = find_records(lines)
    tidy(found.records)
    post = read_post(found.post, found.introduction)
    places, tree_issues = place_records(found.records, indented=found.indented)
    headers = [record.header for record in found.records]
    # One form, one order of day and month: a post's date in words decides what its comments' numbers mean.
    raws = [post.thread.published_raw, *(header.time if header else None for header in headers)]
    times = read_times([Stamp(displayed=raw) for raw in raws])
    marks = any(header.badge for header in headers if header)
    rows = _rows(found.records, places, times.published[1:], marks=marks)
    parts = split(post.blocks, author=post.thread.author, title=post.thread.title)
    unread = _unread(found.unread)
    row = PostRow(
        url=url,
        title=post.thread.title,
        author=post.thread.author,
        published=times.published[0],
        published_raw=post.thread.published_raw,
        body=(*parts, *(Passage(text=text) for text in post.furniture), *unread),
        declared_comment_count=_declared(found.introduction, found.post),
        comments_open=comments_open(line.full_text for line in found.around),
        dialect=dialect,
    )
    thread = assemble(
        row,
        rows,
        before=(*times.issues, *found.issues, *tree_issues),
        after=[*_author_issues(found.records, places), *_unread_issues(found.unread)],
        lacks="is not in the text",
    )
    comments_at = tuple((record.at, record.body_at) for record in found.records)
    return Reading(thread=thread, body_at=post.body_at, comments_at=comments_at)


def _rows(
    records: Sequence[Record], places: Sequence[Place], times: Sequence[datetime | None], *, marks: bool
) -> list[CommentRow]:
    """The comments. `marks`: the page marks its post's author at all."""
    rows = []
    for record, place, published in zip(records, places, times, strict=True):
        header = record.header
        rows.append(
            CommentRow(
                id=place.id,
                parent_id=place.parent_id,
                depth=place.depth,
                author=Author(name=header.author) if header and header.author else None,
                is_post_author=(header.badge if header else None) if marks else None,
                published=published,
                published_raw=header.time if header else None,
                text=_text(record),
                kind=record.kind,
                line=record.line,
                issues=place.issues,
            )
        )
    return rows


def _text(record: Record) -> str:
    column = min((line.indent for line in record.body if not line.blank), default=0)
    return dedent(record.body, max(column, record.column), in_list=bool(record.marker))


def _author_issues(records: Sequence[Record], places: Sequence[Place]) -> list[Issue]:
    nameless = [
        (record, place)
        for record, place in zip(records, places, strict=True)
        if record.kind == "comment" and (record.header is None or record.header.author is None)
    ]
    if len(nameless) > max(3, 0.5 * len(records)):
        message = f"{len(nameless)} of {len(records)} comments have lost their author's name"
        return [Issue(code="missing-author", message=message)]
    message = "the author's name is missing; the extractor drops names that are links"
    return [Issue(code="missing-author", message=message, line=r.line, comment_id=p.id) for r, p in nameless]


def _unread(lines: Sequence[Line]) -> list[Passage]:
    text = dedent(lines, 2)
    return [Passage(text=text, kind="unread")] if text else []


def _unread_issues(lines: Sequence[Line]) -> list[Issue]:
    filled = sum(not line.blank for line in lines)
    if not filled:
        return []
    message = f"{filled} lines below the line that introduces the comments could not be read"
    return [Issue(code="unread-comments", message=message)]


def _declared(introduction: str | None, post: Sequence[Line]) -> int | None:
    said = read_introduction(introduction) if introduction else None
    if said and said.count is not None:
        return said.count
    for line in post:
        if len(line.text) <= 300 and (line.indent == 0 or line.marked):
            said = read_introduction(line.text)
            count = said.count if said else count_in_passing(line.text)
            if count is not None:
                return count
    return None
