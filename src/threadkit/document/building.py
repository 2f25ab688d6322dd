"""Mark-up → its columns, as a browser would build the page.

libxml2 reads the page with its limits raised; as it builds no tree, there is none that could be too deep for it. Its
error log says when tags did not pair up: `tagsoup` then repairs the mark-up as a browser would, and it is read again.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from threadkit import lazy_re
from threadkit.document import tagsoup
from threadkit.document.columns import Columns, Filler, parse_columns
from threadkit.model import Issue

__all__ = ["build", "stops_where_libxml2_gives_up"]

_BLOCK_TAG: Final = lazy_re.pattern(
    r"\b(?:li|ol|ul|dl|dd|dt|div|article|section|blockquote|main|aside|header|footer|td|tr|table|form)\b"
)
_LOG_LIMIT: Final = 100
"""libxml2's log holds no more; a full one says nothing about the rest of the page."""
_GIVEN_UP_AT: Final = frozenset({254, 255, 256, 2046, 2047, 2048})
"""The depths of trees that libxml2 stopped building, without and with `huge_tree`."""


def build(text: str) -> tuple[Columns, list[Issue]]:
    """The columns of a page, and what had to be done for them.

    >>> build("<ol><li>A<li>B</ol>")[0].tags
    ['html', 'body', 'ol', 'li', 'li']
    """
    page, log = parse_columns(_utf8(text))
    if page is not None and _pairs_badly(log):
        balanced = tagsoup.balance(text)
        if balanced != text:
            page, log = parse_columns(_utf8(balanced))
    fatal = next((entry for entry in log if entry.level == etree.ErrorLevels.FATAL), None)
    issues = []
    if fatal is not None:
        message = "the parser gave up here; what comes after it is lost"
        issues.append(Issue(code="truncated", message=message, grade="error", line=fatal.line))
    return page if page is not None else _nothing(), issues


def _nothing() -> Columns:
    """A page without any element but its root."""
    filler = Filler()
    filler.start("html", {})
    page = filler.finish()
    assert page is not None  # noqa: S101 - the root has begun
    return page


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        # Halves of surrogate pairs: two that belong together become one character, others U+FFFD.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _pairs_badly(log: list[Any]) -> bool:
    return len(log) >= _LOG_LIMIT or any(
        entry.type == etree.ErrorTypes.ERR_TAG_NAME_MISMATCH and _BLOCK_TAG.search(entry.message) for entry in log
    )


def stops_where_libxml2_gives_up(page: Columns) -> bool:
    """Whether a tree that somebody else built is as deep as those that libxml2 left unfinished."""
    return sum(1 for _ in page.ancestors(len(page) - 1)) in _GIVEN_UP_AT
