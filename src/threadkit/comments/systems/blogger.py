"""Blogger, all three generations of its comment lists.

* 2004–2009: one flat ``dl#comments-block``: ``dt`` ("Ann said…"), ``dd.comment-body``, ``dd.comment-footer`` (time);
* lists of ``li.comment``, ``div.comment-block`` or tables of own templates;
* since 2012: threads, each ``li.comment`` with ``div.comment-replies`` inside; the "dynamic view" has the thread twice.

Strategy: all of them give a comment's element, or the link at its beginning, the id "c" + a number of many digits. Its
record begins there. Blogger marks the blog's author in all of its own templates.
"""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from threadkit.comments.comment_page import CommentPage, elements
from threadkit.comments.survey import CommentRecord
from threadkit.comments.threads import FoundComments, read_thread

__all__ = ["claims", "read_comments"]

_NUMBERED: Final = re.compile(r"(?:comment-?)?c?(\d{6,})")
_CANDIDATES: Final = 'descendant::*[starts-with(@id,"c") or starts-with(@name,"c")]'
_TRACES: Final = re.compile(r"blogger\.com|blogspot\.|/feeds/posts/default")
_MARKS: Final = (
    'boolean(descendant::*[contains(@class,"blog-author") or contains(@class,"comment-header")'
    ' or contains(@class,"comment-icon")])'
)


def claims(page: CommentPage) -> bool:
    """Whether Blogger printed the page: by its generator, or the addresses of its files."""
    return "blogger" in page.generator or (not page.generator and bool(_TRACES.search(page.assets)))


def read_comments(page: CommentPage) -> FoundComments:
    """All comments of the page, in page order."""
    records: dict[str, CommentRecord] = {}
    for element in elements(page.root, _CANDIDATES):
        found = _NUMBERED.fullmatch(element.get("id") or element.get("name") or "")
        if found and found[1] not in records:
            outer = _record_at(element)
            records[found[1]] = CommentRecord(number=found[1], outer=outer)
    return read_thread(page, list(records.values()), can_mark=bool(page.root.xpath(_MARKS)))


def _record_at(element: HtmlElement) -> HtmlElement:
    """The record that an id begins: a link's is the ``dt`` or the block that it stands in."""
    parent = element.getparent()
    if element.tag == "a" and parent is not None and parent.tag in ("dt", "div", "li", "p", "td"):
        return parent
    return element
