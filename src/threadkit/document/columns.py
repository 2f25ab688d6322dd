"""A page as columns: flat lists instead of a tree of objects.

In come mark-up, an lxml element, or any calls of a parser that knows `start`, `end`, `data` and `comment`; out comes a
`Columns`. A node is an integer, counted in page order from 0, the root. What a tree says by links is arithmetic here:

    the nodes inside n        n + 1 … ends[n] - 1          (a range, in page order)
    n is inside m             m < n < ends[m]
    the first child of n      n + 1, if ends[n] > n + 1
    the next sibling of n     ends[n], if it is inside the same parent

Text stands in `events`, one list for the whole page: a str is text, an integer n >= 0 is where node n begins, and ~n (a
negative integer) is where it ends. So all text of a node is in ``events[starts[n] : stops[n]]``, and one loop over
such a slice sees text and tags in their order, without recursion and without a stack.

The lists are filled once and then only read. Nothing here is a proxy of libxml2's tree: that makes a page cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from lxml import etree

__all__ = ["COMMENT", "INSTRUCTION", "Columns", "Filler", "columns_of", "parse_columns"]

COMMENT: Final = "#comment"
"""The tag of a node that is a comment of the mark-up; its text is in `Columns.remarks`, never among the events."""
INSTRUCTION: Final = "#instruction"
"""The tag of a processing instruction ("<?php … ?>"), likewise."""


class Columns:
    """A page as flat lists; every list but `events` has one entry a node.

    >>> page, _ = parse_columns("<p class=a>Dear <b>Ann</b>, help!<p>Bob")
    >>> page.tags
    ['html', 'body', 'p', 'b', 'p']
    >>> page.classes[2], page.ends[2], page.parents[3], page.own_text(2), page.tail(3)
    ('a', 4, 2, 'Dear ', ', help!')
    >>> page.events[page.starts[2] : page.stops[2] + 1]
    [2, 'Dear ', 3, 'Ann', -4, ', help!', -3]
    """

    __slots__ = ("attributes", "classes", "ends", "events", "ids", "parents", "remarks", "starts", "stops", "tags")

    tags: list[str]
    """Names in lower case as the parser gives them; those that begin with "#" are no elements."""
    attributes: list[Mapping[str, str]]
    """Attributes by name; a valueless one is ""."""
    classes: list[str | None]
    """The class attribute as it stands; None without one."""
    ids: list[str | None]
    """The id attribute as it stands; None without one."""
    parents: list[int]
    """The node around each; -1 for the root."""
    ends: list[int]
    """One more than the last node inside each, so n + 1 for one that holds none."""
    events: list[str | int]
    """Text, beginnings (n) and ends (~n), in page order. One text may be cut into several strings."""
    starts: list[int]
    """Where in `events` each node begins."""
    stops: list[int]
    """Where in `events` each node ends."""
    remarks: dict[int, str]
    """The text of comments and processing instructions."""

    def __len__(self) -> int:
        return len(self.tags)

    def get(self, node: int, name: str) -> str | None:
        """An attribute; None where the node has none of that name."""
        return self.attributes[node].get(name)

    def children(self, node: int) -> list[int]:
        """The nodes right inside one, comments included, in page order."""
        ends = self.ends
        found = []
        child, end = node + 1, ends[node]
        while child < end:
            found.append(child)
            child = ends[child]
        return found

    def has_children(self, node: int) -> bool:
        """Whether any node, a comment included, stands inside one."""
        return self.ends[node] > node + 1

    def ancestors(self, node: int) -> Iterator[int]:
        """The nodes around one, from the nearest to the root."""
        parents = self.parents
        node = parents[node]
        while node >= 0:
            yield node
            node = parents[node]

    def inside(self, node: int) -> range:
        """All nodes inside one, in page order."""
        return range(node + 1, self.ends[node])

    def holds(self, outer: int, node: int) -> bool:
        """Whether a node is another one or stands inside it."""
        return outer <= node < self.ends[outer]

    def next_sibling(self, node: int) -> int | None:
        """The node right behind one in the same parent; None for the last."""
        parent, after = self.parents[node], self.ends[node]
        return after if parent >= 0 and after < self.ends[parent] else None

    def previous_sibling(self, node: int) -> int | None:
        """The node right before one in the same parent; None for the first. Costs as many steps as levels between."""
        parent = self.parents[node]
        if parent < 0 or node == parent + 1:
            return None
        before = node - 1
        while self.parents[before] != parent:
            before = self.parents[before]
        return before

    def own_text(self, node: int) -> str:
        """The text between a node's beginning and its first child (or its end)."""
        return self._text_from(self.starts[node] + 1)

    def tail(self, node: int) -> str:
        """The text between a node's end and whatever begins or ends next."""
        return self._text_from(self.stops[node] + 1)

    def texts(self, node: int) -> Iterator[str]:
        """All text inside a node, piece by piece; that of scripts and styles too, that of comments not."""
        for event in self.events[self.starts[node] + 1 : self.stops[node]]:
            if isinstance(event, str):
                yield event

    def all_text(self, node: int) -> str:
        """All text inside a node, as it stands; that of scripts and styles too, that of comments not."""
        found = self.events[self.starts[node] + 1 : self.stops[node]]
        return "".join([event for event in found if isinstance(event, str)])

    def _text_from(self, at: int) -> str:
        events = self.events
        event = events[at] if at < len(events) else 0
        if not isinstance(event, str):
            return ""
        at += 1
        if at == len(events) or not isinstance(events[at], str):
            return event
        pieces: list[str] = [event]
        while at < len(events) and isinstance(event := events[at], str):
            pieces.append(event)
            at += 1
        return "".join(pieces)


class Filler:
    """What fills the lists: a target for lxml's parsers, or for any code that calls it in page order.

    Every call is on the hot path: an element costs one call when it begins and one when it ends, and a text costs no
    call of Python at all, because `data` is the list's own ``append``.
    """

    __slots__ = (
        "_closed_at",
        "_stack",
        "attributes",
        "data",
        "ends",
        "events",
        "parents",
        "remarks",
        "starts",
        "stops",
        "tags",
    )

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.attributes: list[Mapping[str, str]] = []
        self.parents: list[int] = []
        self.ends: list[int] = []
        self.starts: list[int] = []
        self.stops: list[int] = []
        self.events: list[str | int] = []
        self.remarks: dict[int, str] = {}
        self.data: Callable[[str], object] = self.events.append
        self._stack: list[int] = [-1]
        self._closed_at: tuple[int, int] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> int:
        """An element begins; its node."""
        tags, events, stack = self.tags, self.events, self._stack
        node = len(tags)
        if node and tag == "html":  # a second one holds what stands behind the end of the first
            stack.append(0)
            return 0
        tags.append(tag)
        self.attributes.append(attributes)
        self.parents.append(stack[-1])
        self.ends.append(0)
        self.starts.append(len(events))
        self.stops.append(0)
        events.append(node)
        stack.append(node)
        return node

    def end(self, tag: str) -> None:  # noqa: ARG002 - a parser's target is told the tag
        """The innermost open element ends; the root only when the page does, whatever stands behind it."""
        node = self._stack[-1]
        if node <= 0:
            if len(self._stack) > 2:
                self._stack.pop()
            elif node == 0 and self._closed_at is None:
                self._closed_at = (len(self.tags), len(self.events))
            return
        self._stack.pop()
        self.ends[node] = len(self.tags)
        self.stops[node] = len(self.events)
        self.events.append(~node)

    def comment(self, text: str) -> None:
        """A comment of the mark-up; one before the root is none of the page's."""
        if self.tags:
            self.remarks[len(self.tags)] = text
            self.start(COMMENT, _NO_ATTRIBUTES)
            self.end(COMMENT)

    def pi(self, target: str, data: str | None = None) -> None:
        """A processing instruction."""
        if self.tags:
            self.remarks[len(self.tags)] = f"{target} {data}" if data else target
            self.start(INSTRUCTION, _NO_ATTRIBUTES)
            self.end(INSTRUCTION)

    def close(self) -> None:
        """The parser is done; `finish` gives the page."""

    def finish(self) -> Columns | None:
        """The page; None where not one element began. To be called once, at the end."""
        if not self.tags:
            return None
        self._drop_what_follows()
        while len(self._stack) > 1:
            node = self._stack.pop()
            if node == 0 and len(self._stack) > 1:
                continue
            self.ends[node] = len(self.tags)
            self.stops[node] = len(self.events)
            self.events.append(~node)
        page = Columns()
        page.tags, page.attributes, page.parents, page.ends = self.tags, self.attributes, self.parents, self.ends
        page.events, page.starts, page.stops, page.remarks = self.events, self.starts, self.stops, self.remarks
        page.classes = [attributes.get("class") for attributes in self.attributes]
        page.ids = [attributes.get("id") for attributes in self.attributes]
        first = self.starts[0]
        if first:  # text before the root, which only broken input has
            del page.events[:first]
            page.starts = [at - first for at in page.starts]
            page.stops = [at - first for at in page.stops]
        return page

    def _drop_what_follows(self) -> None:
        """Leave out what stands behind the root where it is nothing but white space and comments."""
        if self._closed_at is None or len(self._stack) != 2:
            return
        nodes, events = self._closed_at
        if any(tag[0] != "#" for tag in self.tags[nodes:]):
            return
        if any(text.strip() for text in self.events[events:] if isinstance(text, str)):
            return
        del self.events[events:]
        for column in (self.tags, self.attributes, self.parents, self.ends, self.starts, self.stops):
            del column[nodes:]


_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_NO_ATTRIBUTES: Final[Mapping[str, str]] = {}


def parse_columns(text: str | bytes) -> tuple[Columns | None, list[Any]]:
    """Mark-up → its columns and the entries of libxml2's error log; None where there is no element in it.

    Bytes are UTF-8. libxml2 repairs what does not pair up in its own way (see `tagsoup`), and builds no tree.
    """
    filler = Filler()
    target: Any = filler
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=target)
    try:
        parser.feed(text.encode("utf-8", "replace") if isinstance(text, str) else text)
        parser.close()
    except etree.LxmlError:
        pass  # what was read before it stands in the lists, and the log says the rest
    return filler.finish(), list(parser.feed_error_log)


def columns_of(root: etree._Element) -> Columns:
    """An lxml element → its columns, by one walk; the element is only read.

    >>> from lxml import html
    >>> columns_of(html.fromstring("<p>Dear <b>Ann</b>!<!-- c --></p>")).events
    [0, 'Dear ', 1, 'Ann', -2, '!', 2, -3, -1]
    """
    filler = Filler()
    walks: list[tuple[etree._Element, Iterator[etree._Element]]] = []
    if _enter(filler, root):
        walks.append((root, iter(root)))
    while walks:
        element, children = walks[-1]
        for child in children:
            if _enter(filler, child):
                walks.append((child, iter(child)))
                break
            if child.tail:
                filler.data(child.tail)
        else:
            walks.pop()
            filler.end("")
            if walks and element.tail:
                filler.data(element.tail)
    page = filler.finish()
    if page is None:
        raise TypeError("a page's root is an element, no comment")
    return page


def _enter(filler: Filler, element: Any) -> bool:
    """Fill in the beginning of an element; False for what is no element and therefore has none inside."""
    tag: Any = element.tag
    if isinstance(tag, str):
        filler.start(tag.removeprefix(_XHTML), {str(name): str(value) for name, value in element.attrib.items()})
        if element.text:
            filler.data(element.text)
        return True
    if tag is etree.Comment:
        filler.comment(element.text or "")
    elif tag is etree.ProcessingInstruction:
        filler.pi(str(element.target), element.text)
    elif element.text:
        filler.data(element.text)  # an entity that the parser was told to keep
    return False
