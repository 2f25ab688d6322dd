"""Blogger, all three generations of its comment lists.

* 2004–2009: one flat ``dl#comments-block``: ``dt`` ("Ann said…"), ``dd.comment-body``, ``dd.comment-footer`` (time);
* lists of ``li.comment``, ``div.comment-block`` or tables of own templates;
* since 2012: threads, each ``li.comment`` with ``div.comment-replies`` inside; the "dynamic view" has the thread twice.

Strategy: all of them give a comment's element, or the link at its beginning, the id "c" + a number of many digits. Its
record begins there. Blogger marks the blog's author in all of its own templates.
"""

from __future__ import annotations

from typing import Final

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord, System
from threadkit.document.columns import Columns

__all__ = ["BLOGGER"]

_NUMBERED: Final = lazy_re.pattern(r"(?:comment-?)?c?(\d{6,})")
_TRACES: Final = lazy_re.pattern(r"blogger\.com|blogspot\.|/feeds/posts/default")
_MARKS: Final = ("blog-author", "comment-header", "comment-icon")


def _claims(page: CommentPage) -> bool:
    """Whether Blogger printed the page: by its generator, or the addresses of its files."""
    return "blogger" in page.generator or (not page.generator and bool(_TRACES.search(page.assets)))


def _find(page: CommentPage, _system: System) -> list[CommentRecord]:
    """All comments of the page, in page order."""
    columns = page.columns
    records: dict[str, CommentRecord] = {}
    for node, attributes in enumerate(columns.attributes):
        name = columns.ids[node] or attributes.get("name")
        found = _NUMBERED.fullmatch(name) if name and name[0] == "c" else None
        if found and found[1] not in records:
            records[found[1]] = CommentRecord(number=found[1], outer=_record_at(columns, node))
    return list(records.values())


def _can_mark(page: CommentPage) -> bool:
    """Whether the template is one of those that mark the blog's author."""
    return any(mark in classes for classes in page.columns.classes if classes for mark in _MARKS)


def _record_at(columns: Columns, node: int) -> int:
    """The record that an id begins: a link's is the ``dt`` or the block that it stands in."""
    parent = columns.parents[node]
    if columns.tags[node] == "a" and parent >= 0 and columns.tags[parent] in ("dt", "div", "li", "p", "td"):
        return parent
    return node


BLOGGER: Final = System(name="blogger", claim=_claims, find=_find, can_mark=_can_mark)
