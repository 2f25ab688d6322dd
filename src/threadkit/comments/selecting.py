"""Which nodes of a page a few words mean: the selectors in which comment systems say where things stand.

In comes a selector, a small part of CSS's: tag, ``.class``, ``#id``, ``[attribute]``, ``[attribute=value]`` (also
``^=`` begins with, ``$=`` ends with, ``*=`` holds, ``~=`` is one of the words), joined as in ``li.comment[id^=c]``; a
blank between two for "inside", ``>`` for "right inside", and commas between alternatives. Out come nodes in page order.

The strategy: a selector is taken apart once; a page's class names and attributes are sorted once (`Index`), so that
asking for one costs a look-up and not a walk; an alternative that names a tag or class that is nowhere on the page is
passed over at once, and only a selector of a mere tag looks through the nodes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from attrs import frozen

from threadkit import lazy_re
from threadkit.document.columns import Columns

__all__ = ["Index", "first", "matches", "needed_words", "select"]


class Index:
    """The nodes of each class name of a page, in page order; made when it is first asked for."""

    def __init__(self, page: Columns) -> None:
        self.page = page
        self._by_word: dict[str, list[int]] | None = None
        self._by_attribute: dict[str, list[int]] | None = None
        self._having: dict[tuple[str, str, str], list[int]] = {}
        self._tags: frozenset[str] | None = None

    @property
    def tags(self) -> frozenset[str]:
        """The tags that are on the page."""
        if self._tags is None:
            self._tags = frozenset(self.page.tags)
        return self._tags

    @property
    def words(self) -> dict[str, list[int]]:
        """Each word of the page's class attributes → the nodes that have it."""
        if self._by_word is None:
            split: dict[str, list[str]] = {}
            found: dict[str, list[int]] = defaultdict(list)
            for node, classes in enumerate(self.page.classes):
                if classes:
                    words = split.get(classes)
                    if words is None:
                        words = split[classes] = classes.split()
                    for word in words:
                        nodes = found[word]
                        if not nodes or nodes[-1] != node:
                            nodes.append(node)
            self._by_word = dict(found)
        return self._by_word

    @property
    def attributes(self) -> dict[str, list[int]]:
        """Each name of an attribute on the page → the nodes that have it."""
        if self._by_attribute is None:
            found: dict[str, list[int]] = defaultdict(list)
            for node, attributes in enumerate(self.page.attributes):
                for name in attributes:
                    found[name].append(node)
            self._by_attribute = dict(found)
        return self._by_attribute

    def having(self, wanted: tuple[str, str, str]) -> Sequence[int]:
        """The nodes with an attribute that a selector describes by name, operator and value."""
        found = self._having.get(wanted)
        if found is None:
            name, operator, value = wanted
            fits, attributes = _OPERATORS[operator], self.page.attributes
            nodes = self.attributes.get(name, ())
            found = self._having[wanted] = [node for node in nodes if fits(attributes[node][name], value)]
        return found


@frozen
class _Simple:
    """One element's description."""

    tag: str | None
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str, str], ...]
    """Name, operator ("" for mere presence) and value."""

    def fits(self, page: Columns, node: int) -> bool:
        if self.tag is not None and page.tags[node] != self.tag:
            return False
        if self.classes:
            words = (page.classes[node] or "").split()
            if not all(word in words for word in self.classes):
                return False
        attributes = page.attributes[node]
        for name, operator, value in self.attributes:
            found = attributes.get(name)
            if found is None or not _OPERATORS[operator](found, value):
                return False
        return page.tags[node][0] != "#"


_OPERATORS: Final[dict[str, Callable[[str, str], bool]]] = {
    "": lambda _found, _value: True,
    "=": str.__eq__,
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": str.__contains__,
    "~=": lambda found, value: value in found.split(),
}

_Path = tuple[tuple[str, _Simple], ...]
"""Descriptions from the outermost to the innermost, each with what joins it to the one before: "" or ">"."""

_TOKEN: Final = lazy_re.pattern(
    r"(?P<tag>[a-z][\w:-]*|\*)|\.(?P<cls>[\w-]+)|#(?P<id>[\w-]+)"
    r"|\[(?P<name>[\w:-]+)(?:(?P<op>[\^$*~]?=)(?P<value>[^\]]*))?\]|(?P<join>\s*>\s*|\s+)"
)


@lru_cache(maxsize=4096)
def _taken_apart(selector: str) -> tuple[_Path, ...]:
    return tuple(_path(alternative.strip()) for alternative in selector.split(","))


def _may_fit(index: Index, path: _Path) -> bool:
    """Whether the page has all tags and classes that a path names, wherever they stand."""
    words, tags = index.words, index.tags
    for _, wanted in path:
        if wanted.tag is not None and wanted.tag not in tags:
            return False
        for word in wanted.classes:
            if word not in words:
                return False
    return True


def _path(text: str) -> _Path:
    parts: list[tuple[str, _Simple]] = []
    joined = ""
    tag: str | None = None
    classes: list[str] = []
    attributes: list[tuple[str, str, str]] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise ValueError(f"{text!r} is no selector: {text[at:]!r} can't be read")
        at = found.end()
        if found["join"] is not None:
            parts.append((joined, _Simple(tag, tuple(classes), tuple(attributes))))
            joined, tag, classes, attributes = found["join"].strip(), None, [], []
        elif found["tag"]:
            tag = None if found["tag"] == "*" else found["tag"]
        elif found["cls"]:
            classes.append(found["cls"])
        elif found["id"]:
            attributes.append(("id", "=", found["id"]))
        else:
            attributes.append((found["name"], found["op"] or "", (found["value"] or "").strip("\"'")))
    parts.append((joined, _Simple(tag, tuple(classes), tuple(attributes))))
    return tuple(parts)


def needed_words(selector: str) -> Iterator[tuple[str | None, str | None]]:
    """For each alternative, a class or else an attribute that a page must have for it; both None for a mere tag.

    >>> list(needed_words("div.post b.who, [data-id], li"))
    [('who', None), (None, 'data-id'), (None, None)]
    """
    for path in _taken_apart(selector):
        wanted = path[-1][1]
        if wanted.classes:
            yield wanted.classes[0], None
        else:
            yield None, wanted.attributes[0][0] if wanted.attributes else None


def matches(page: Columns, node: int, selector: str) -> bool:
    """Whether a node is one that a selector means.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<div id=c7 class='post odd'><b>Ann</b></div>")
    >>> matches(page, 2, "div.post[id^=c]"), matches(page, 3, ".post > b"), matches(page, 3, "p b, i")
    (True, True, False)
    """
    return any(_fits(page, node, path) for path in _taken_apart(selector))


def _fits(page: Columns, node: int, path: _Path) -> bool:
    """Whether the last of a path fits a node, and those before it what is around; never looks at a level twice."""
    if not path[-1][1].fits(page, node):
        return False
    at = len(path) - 1
    ancestor = page.parents[node]
    levels = _HIGHEST
    while at > 0 and ancestor >= 0 and levels:
        levels -= 1
        joined, wanted = path[at][0], path[at - 1][1]
        if wanted.fits(page, ancestor):
            at -= 1
        elif joined == ">":
            return False
        ancestor = page.parents[ancestor]
    return at == 0


_HIGHEST: Final = 100
"""What a selector asks to be around a node is no more levels above it: pages of any depth take linear time."""


def select(index: Index, selector: str, within: int = 0) -> list[int]:
    """The nodes that a selector means, inside a node or that node itself, in page order.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<ul><li class=c><b>Ann</b><li class=c><i>Bob</i></ul>")
    >>> index = Index(page)
    >>> select(index, "li.c"), select(index, "b, i"), select(index, "i", within=3)
    ([3, 5], [4, 6], [])
    """
    page = index.page
    end = page.ends[within]
    found: set[int] = set()
    for path in _taken_apart(selector):
        if _may_fit(index, path):
            found.update(node for node in _candidates(index, path[-1][1], within, end) if _fits(page, node, path))
    return sorted(found)


def first(index: Index, selector: str, within: int = 0) -> int | None:
    """The first node that a selector means, alternatives in the order in which they stand; None for none."""
    page = index.page
    end = page.ends[within]
    for path in _taken_apart(selector):
        for node in _candidates(index, path[-1][1], within, end) if _may_fit(index, path) else ():
            if _fits(page, node, path):
                return node
    return None


def _candidates(index: Index, wanted: _Simple, begin: int, end: int) -> Iterable[int]:
    """The nodes of a range among which the wanted ones are."""
    if wanted.classes or wanted.attributes:
        having: list[Sequence[int]] = [index.words.get(word, ()) for word in wanted.classes]
        fewest = min(map(len, having), default=len(index.page))
        rare = (one for one in wanted.attributes if len(index.attributes.get(one[0], ())) < fewest)
        having += [index.having(one) for one in rare]
        return _slice(min(having, key=len), begin, end) if having else range(begin, end)
    if wanted.tag is not None:
        return _tagged(index.page.tags, wanted.tag, begin, end)
    return range(begin, end)


def _slice(nodes: Sequence[int], begin: int, end: int) -> Sequence[int]:
    return nodes[bisect_left(nodes, begin) : bisect_left(nodes, end)]


def _tagged(tags: list[str], tag: str, begin: int, end: int) -> Iterator[int]:
    """The nodes of a tag; a search in C jumps from one to the next."""
    try:
        while True:
            begin = tags.index(tag, begin, end)
            yield begin
            begin += 1
    except ValueError:
        return
