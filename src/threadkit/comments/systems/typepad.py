"""TypePad, and Movable Type's templates that it grew from.

The body stands first and the byline below it, with the name as bare text or as a link: "Posted by: Ann | February 2,
2010 at 9:43 PM". Movable Type 2 and 3 say "Posted by Ann at …" or "on …", and many of its blogs number the comments by
hand at the beginning of the bodies. Movable Type 4 and later put the byline first.
"""

from __future__ import annotations

from typing import Final

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord, System, declared_records
from threadkit.comments.selecting import first, select

__all__ = ["TYPEPAD"]

_BYLINE: Final = r"^[^:：|]{2,40}[:：]\s*(?P<author>.+?)\s*(?:\||\bat(?= \w+ \d)|\bon(?= \w+ \d))\s*(?P<time>\S.*)$"


def _find(page: CommentPage, system: System) -> list[CommentRecord]:
    """The declared records; where each body begins with its place in the list ("1."), that is the template's."""
    columns = page.columns
    records = declared_records(page, system, select(page.index, system.records))
    ordinals = [first(page.index, "b, strong", within=record.outer) for record in records]
    placed = [
        (record, node)
        for record, node in zip(records, ordinals, strict=True)
        if node is not None and _ORDINAL.fullmatch(columns.all_text(node).strip())
    ]
    if len(placed) > 0.9 * len(records):
        for record, node in placed:
            record.boilerplate = [*record.boilerplate, node]
    return records


def _find_anchors(page: CommentPage, system: System) -> list[CommentRecord]:
    """The anchors before the comments of TypePad's first templates: no boxes, and what stands behind is theirs."""
    records = declared_records(page, system, select(page.index, system.records))
    return [record for record in records if record.number is not None]


_ORDINAL: Final = lazy_re.pattern(r"#?\d{1,5}[.:)]?")


TYPEPAD: Final = (
    System(
        name="movabletype",
        generator=r"movable ?type",
        records="div.comment[id^=comment-], li.comment[id^=comment-]",
        numbered=r"^comment-(\d+)$",
        author=".comment-header .author, .byline .author, .comment-meta .author, .comment-footer",
        byline=_BYLINE,
        time="abbr.published, .comment-footer a[href*=#c], .comment-date",
        body=".comment-content, .comment-body",
        permalink=".byline a[href*=#comment-], .comment-meta a[href*=#comment-], .comment-footer a[href*=#c]",
    ),
    System(
        name="typepad",
        generator="typepad",
        assets=r"typepad\.com",
        marks="div.comment > p.comment-footer",
        records="div.comment[id^=comment-]",
        numbered=r"^comment-(\w+)$",
        author=".comment-footer, .comment-header",
        byline=_BYLINE,
        time=".comment-footer a[href*=#comment-], .comment-footer a[href*=#c]",
        body=".comment-content, .comment-body",
        permalink=".comment-footer a[href*=#comment-]",
    ),
    System(
        name="movabletype",
        marks="div.comments-body .comments-post",
        records="div.comments-body .comments-post",
        around="div.comments-body",
        number="id name",
        author=".comments-post",
        byline=_BYLINE,
        body="div.comments-body",
        boilerplate=".comments-post",
        find=_find,
    ),
    System(
        name="typepad",
        marks="p.posted a[href*=#c]",
        records="a[id^=c], a[name^=c]",
        number="id name",
        numbered=r"^c(\d{4,})$",
        find=_find_anchors,
    ),
)
