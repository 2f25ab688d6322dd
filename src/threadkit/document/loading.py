"""What a caller has of a page → its columns, with what had to be decided on the way.

In comes a page as bytes, decoded text, str, BeautifulSoup object or lxml element; out goes a `Document`: the columns of
its mark-up, the page's address and language, the capture that it came from, and issues. What the caller passed stays as
it was. What archives added is taken off the text before the columns are filled (`wayback`), or off a copy of the
caller's tree.
"""

from __future__ import annotations

import copy
import itertools
from typing import Any, Final

import lxml.html
from attrs import frozen
from lxml import etree
from lxml.html import HtmlElement

from threadkit import lazy_re
from threadkit.document import building, wayback
from threadkit.document.columns import Columns, columns_of
from threadkit.document.decoding import Decoded, decode
from threadkit.document.self_description import self_description
from threadkit.document.truncation import truncation
from threadkit.errors import ParseError
from threadkit.model import Capture, Issue

__all__ = ["Document", "load"]


@frozen(kw_only=True)
class Document:
    """A page as columns, with what is known of it."""

    page: Columns
    """Its mark-up."""
    url: str | None = None
    """The page's address without an archive's prefix: the caller's, the capture's, or the page's canonical link."""
    language: str | None = None
    """What the page says its language is, e.g. "de-DE"; None if it does not."""
    capture: Capture | None = None
    """The snapshot it came from; None if nothing says so."""
    issues: tuple[Issue, ...] = ()
    """What was met on the way here."""


def load(
    source: Any, *, url: str | None = None, encoding: str | None = None, http_charset: str | None = None
) -> Document:
    """A page of any supported type as columns.

    `source` is bytes, what `decode` made of them, str, a BeautifulSoup object or Tag, or an lxml element; a tree is
    never changed. Raises `ParseError` ("empty", "binary") where there is no
    page, `TypeError` for anything else.

    >>> load("<html lang=de><p>Hallo").language
    'de'
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        source = decode(bytes(source), encoding=encoding, http_charset=http_charset)
    if isinstance(source, Decoded):
        if _is_binary(source.text):
            raise ParseError("this is no text: it is full of control characters", code="binary")
        return _from_text(source.text, url, source.issues)
    if isinstance(source, str):
        return _from_text(source, url, ())
    if _is_soup(source):
        from threadkit.document.soup import soup_text

        return _from_text(soup_text(source), url, (), whole=False)
    if isinstance(source, etree._ElementTree):  # noqa: SLF001 - lxml has no public name for it
        source = source.getroot()
    if isinstance(source, etree._Element) and isinstance(source.tag, str):  # noqa: SLF001
        return _from_element(source, url)
    raise TypeError(f"a page is bytes, str, a BeautifulSoup object or an lxml element, not {type(source).__name__}")


def _is_binary(text: str) -> bool:
    beginning = text[:4096]
    return len(_CONTROLS.findall(beginning)) * 10 > len(beginning)


_CONTROLS: Final = lazy_re.pattern("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def _is_soup(source: object) -> bool:
    """Whether it is one of BeautifulSoup's objects, told without importing BeautifulSoup for those who have none."""
    return any(kind.__module__.partition(".")[0] == "bs4" for kind in type(source).__mro__)


def _from_text(text: str, url: str | None, issues: tuple[Issue, ...], *, whole: bool = True) -> Document:
    if "\0" in text:
        text = text.replace("\0", "")  # browsers drop it; libxml2 would stop there
    text, capture = wayback.restore(text, url)
    if not text.strip("\ufeff \t\r\n\f"):
        raise ParseError("there is nothing but white space in it", code="empty")
    page, problems = building.build(text)
    if whole and (cut := truncation(text)) is not None:
        problems.append(cut)
    return _document(page, url, capture, (*issues, *problems))


def _from_element(element: etree._Element, url: str | None) -> Document:
    """The columns of a tree; of a copy of it where it holds what an archive added."""
    capture = None
    if _is_saved_page(element):
        element = _copy(element)
        capture = wayback.restore_tree(element, url)
    page = columns_of(element)
    issues = []
    if building.stops_where_libxml2_gives_up(page):
        message = "the tree ends where libxml2 stops reading; pass the page itself to read all of it"
        issues.append(Issue(code="deep-nesting", message=message, grade="error"))
    return _document(page, url, capture, tuple(issues))


def _copy(element: etree._Element) -> HtmlElement:
    """A tree of its own, of lxml.html's classes: what class a node is belongs to the document that holds it."""
    holder = lxml.html.Element("div")
    holder.append(copy.deepcopy(element))
    root: HtmlElement = copy.deepcopy(holder[0])
    root.tail = None
    if "}" in str(root.tag):
        lxml.html.xhtml_to_html(root)
    return root


def _is_saved_page(element: etree._Element) -> bool:
    """Whether an archive's or a browser's additions have to be taken off."""
    nodes = itertools.chain(
        element.iter(etree.Comment, "script"),
        element.itersiblings(etree.Comment, preceding=True),
        element.itersiblings(etree.Comment),
    )
    return any(wayback.is_evidence(node.text or "", node.get("src") or "") for node in nodes)


def _document(page: Columns, url: str | None, capture: Capture | None, issues: tuple[Issue, ...]) -> Document:
    canonical, language = self_description(page)
    own = wayback.unwrap_url(url)[0] if url else None
    own = own or (capture.url if capture else None) or canonical
    return Document(page=page, url=own, language=language, capture=capture, issues=issues)
