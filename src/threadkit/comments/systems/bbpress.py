"""bbPress, WordPress's forum: a reply's header, with its time, stands before the reply's own box."""

from __future__ import annotations

from typing import Final

from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord, System, declared_records, flat
from threadkit.comments.selecting import first, select

__all__ = ["BBPRESS"]


def _find(page: CommentPage, system: System) -> list[CommentRecord]:
    """The declared records, each with the time of the header before it."""
    records = declared_records(page, system, select(page.index, system.records))
    for record in records:
        header = page.columns.previous_sibling(record.outer)
        while header is not None and page.columns.tags[header][0] == "#":
            header = page.columns.previous_sibling(header)
        if header is not None:
            record.time = first(page.index, ".bbp-reply-post-date, .bbp-topic-post-date", within=header)
            record.stamp = None
            record.before = [header]
    return records


BBPRESS: Final = System(
    name="bbpress",
    marks="div.bbp-reply-content, div.bbp-topic-content",
    records="div.bbp-reply-content, div.bbp-topic-content",
    around="div.reply, div.topic",
    number="class",
    numbered=r"\bpost-(\d+)\b",
    author=".bbp-author-name",
    body=".bbp-reply-content, .bbp-topic-content",
    level=flat,
    boilerplate=".bbp-reply-revision-log, .bbp-topic-revision-log",
    find=_find,
)
