"""Mark-up → a tree of lxml, as a browser would build it.

libxml2 reads the page with its limits raised. Its error log says when tags did not pair up and when it gave up;
`tagsoup` then makes the tree that a browser would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from threadkit.document import tagsoup
from threadkit.model import Issue

__all__ = ["build", "stops_where_libxml2_gives_up"]

_BLOCK_TAG: Final = re.compile(
    r"\b(?:li|ol|ul|dl|dd|dt|div|article|section|blockquote|main|aside|header|footer|td|tr|table|form)\b"
)
_LOG_LIMIT: Final = 100
"""libxml2's log holds no more; a full one says nothing about the rest of the page."""
_DEEPEST: Final = 2_000
"""A little less than where libxml2 stops (2,048)."""
_GIVEN_UP_AT: Final = frozenset({254, 255, 256, 2046, 2047, 2048})
"""The depths of trees that libxml2 stopped building, without and with `huge_tree`."""


def build(text: str) -> tuple[HtmlElement, list[Issue]]:
    root, log = _libxml2(text)
    issues: list[Issue] = []
    if root is not None and _pairs_badly(log):
        balanced = tagsoup.balance(text)
        if balanced != text:
            root, log = _libxml2(balanced)
    if root is None or _gave_up(root, log):
        root = tagsoup.build(text)
        message = "nested deeper than 2,048 elements; a second parser read the page"
        issues.append(Issue(code="deep-nesting", message=message, grade="info"))
    return root, issues


# lxml.html picks each node's class by a Python function, called anew whenever a node is met; nothing here needs the
# classes that it keeps for forms, and this lookup is done in C.
_CLASSES: Final = etree.ElementDefaultClassLookup(
    element=HtmlElement,
    comment=lxml.html.HtmlComment,
    pi=lxml.html.HtmlProcessingInstruction,
    entity=lxml.html.HtmlEntity,
)


def _libxml2(text: str) -> tuple[HtmlElement | None, list[Any]]:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        root = etree.fromstring(_utf8(text), parser)
    except etree.LxmlError:
        return None, []
    return root, list(parser.error_log)


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


def _gave_up(root: HtmlElement, log: list[Any]) -> bool:
    if any(entry.level == etree.ErrorLevels.FATAL for entry in log):
        return True
    return len(log) >= _LOG_LIMIT and sum(1 for _ in _last_branch(root)) > _DEEPEST


def _last_branch(element: HtmlElement) -> Iterator[HtmlElement]:
    while len(element):
        element = element[-1]
        yield element


def stops_where_libxml2_gives_up(root: HtmlElement) -> bool:
    """Whether a tree that somebody else built is as deep as those that libxml2 left unfinished."""
    return sum(1 for _ in _last_branch(root)) in _GIVEN_UP_AT
