"""The region of comments that nobody could read: where it is, so that its text is kept and taken for nothing else.

In comes what stands outside the comments; out comes a run of nodes, or none. A region is found by its name (a box for
comments), by its heading ("6 Kommentare", "Comments" and what follows up to the next heading), or by what it is made
of. It has to show that people write there: dated lines with prose of their own. A form, a notice that comments are
closed, rules of the house and a list of links are no comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.counts import count_in, line_of
from threadkit.comments.outside import CUT, HEADINGS, Line, Outside, names_of
from threadkit.document.columns import Columns
from threadkit.document.markup import markup_of
from threadkit.inner_text import Part, text_of_parts
from threadkit.model import Passage
from threadkit.vocabulary import words
from threadkit.vocabulary.comment_class_names import COMMENT_ITEM, OTHER_COMMENTS, OTHER_POSTS, PING_LIST
from threadkit.vocabulary.patterns import CLOSED, any_of

__all__ = ["passage_of", "region"]

_DATED: Final = lazy_re.pattern(
    r"\b(?:19|20)\d\d\b|\b\d\d?:\d\d\b|\b\d\d?[./]\d\d?[./]\d\d|\bago\b|\bvor \d|\bil y a\b|\bhace \d|\bhá \d|\bfa\b"
    r"|\bgeleden\b|назад|前|yesterday|gestern|\bhier\b",
    re.IGNORECASE,
)
_HEADING: Final = lazy_re.pattern(
    rf"\W*(?:\w+\W+){{0,2}}?{any_of(words.COMMENTS_HEADINGS)}\W*(?:\(?\d[\d.,]*\)?)?\W*", re.IGNORECASE
)
_SHORT: Final = 120
"""A dated line is a header, no sentence of a body."""
_PROSE: Final = 30
"""Characters outside of links from which a line is prose."""
_FEW: Final = 3
"""Where more places than these are named for a count, they are those of a list of posts."""


def region(page: CommentPage, outside: Outside, declared: int | None) -> list[int]:
    """The nodes of the region, in page order; [] where the page has none that could be comments."""
    if declared == 0 or not outside.lines:
        return []
    columns = page.columns
    spots = _Lines(outside.lines)
    title = next((one.node for one in outside.counted if columns.tags[one.node] == "h1"), None)
    for box in outside.boxes:
        if _is_possible(columns, [box], title) and spots.look_like_comments(columns, [box], is_named=True):
            return [box]
    if items := _items(page):
        return items
    several = sum(1 for one in outside.counted if one.is_certain and not one.is_heading) > _FEW
    for one in outside.counted:
        if one.is_others or not (one.is_heading or (one.is_certain and not several)):
            continue
        text = line_of(columns, one.node)
        count = count_in(text, certain=one.is_certain)
        if count == 0 or (count is None and not (one.is_heading and _HEADING.fullmatch(text))):
            continue
        nodes = _following(columns, one.node, outside.boxes)
        if nodes and _is_possible(columns, nodes, title) and spots.look_like_comments(columns, nodes, is_named=False):
            return nodes
    return []


def passage_of(page: CommentPage, nodes: Sequence[int]) -> Passage | None:
    """The text of a region as one passage, without its forms; None for none."""
    columns = page.columns
    if not nodes:
        return None
    parts = list(_parts(columns, nodes))
    text = text_of_parts(columns, parts, skip=_forms(columns, nodes))
    if not text:
        return None
    return Passage(text=text, html=markup_of(columns, parts) if page.keep_html else None, kind="unread")


def _parts(columns: Columns, nodes: Sequence[int]) -> Iterator[Part]:
    """The nodes, and the text between them."""
    for node in nodes:
        yield node
        yield columns.tail(node) if node != nodes[-1] else None


def _forms(columns: Columns, nodes: Sequence[int]) -> frozenset[int]:
    """The forms to write in."""
    forms: list[int] = []
    found = set()
    for node in range(nodes[0], columns.ends[nodes[-1]]):
        tag = columns.tags[node]
        if tag == "form":
            forms.append(node)
        elif tag == "textarea" and forms and columns.holds(forms[-1], node):
            found.add(forms[-1])
    return frozenset(found)


def _is_possible(columns: Columns, nodes: Sequence[int], title: int | None) -> bool:
    """Whether nodes are not the page itself, by its title."""
    return title is None or not any(columns.holds(node, title) for node in nodes)


def _items(page: CommentPage) -> list[int]:
    """The outermost nodes that are each called a comment, and hold something."""
    columns = page.columns
    nodes = {node for word in COMMENT_ITEM for node in page.index.words.get(word, ())}
    nodes.update(node for node, name in enumerate(columns.ids) if name and _ITEM_ID.fullmatch(name))
    found: list[int] = []
    verdicts: dict[int, bool] = {}
    for node in sorted(nodes):
        names = names_of(columns.classes[node], columns.ids[node])
        if columns.tags[node] not in _ITEM_TAGS or any(PING_LIST.fullmatch(name) for name in names):
            continue
        if found and columns.holds(found[-1], node):
            continue
        if _holds_something(columns, node) and not _is_others(columns, node, verdicts):
            found.append(node)
    return found


_ITEM_ID: Final = lazy_re.pattern(r"comment[-_]?\d+")
_ITEM_TAGS: Final = frozenset({"li", "div", "article", "section", "dt", "dd", "tr"})
_A_LITTLE: Final = 20
"""A node that is called a comment and holds a paragraph or more characters than these shows one."""


def _holds_something(columns: Columns, node: int) -> bool:
    size = 0
    for event in columns.events[columns.starts[node] + 1 : columns.stops[node]]:
        if isinstance(event, str):
            size += len(" ".join(event.split()))
            if size > _A_LITTLE:
                return True
        elif event >= 0 and columns.tags[event] in _NO_COMMENT:
            return False
        elif event >= 0 and columns.tags[event] == "p":
            return True
    return False


_NO_COMMENT: Final = frozenset({"form", "textarea"})


def _is_others(columns: Columns, node: int, verdicts: dict[int, bool]) -> bool:
    """Whether a node stands in a list of other posts or of all posts' comments; each box is judged once."""
    path = []
    verdict = False
    while node >= 0 and node not in verdicts:
        path.append(node)
        names = names_of(columns.classes[node], columns.ids[node])
        if any(OTHER_POSTS.fullmatch(name) or OTHER_COMMENTS.fullmatch(name) for name in names):
            verdict = columns.ends[node] - node < len(columns) // 2
            break
        node = columns.parents[node]
    verdict = verdicts.get(node, verdict)
    verdicts.update(dict.fromkeys(path, verdict))
    return verdict


def _following(columns: Columns, heading: int, boxes: Sequence[int]) -> list[int]:
    """What follows a heading up to the next one of its rank, or what follows the box that it fills alone."""
    node = heading
    for _ in range(_LEVELS):
        behind: list[int] = []
        sibling = columns.next_sibling(node)
        while sibling is not None and columns.tags[sibling] not in HEADINGS and columns.tags[sibling] not in _ENDS:
            if columns.tags[sibling][0] != "#":
                behind.append(sibling)
            sibling = columns.next_sibling(sibling)
        if any(_has_prose(columns, one) for one in behind):
            return behind
        if node in boxes:
            return []
        node = columns.parents[node]
        if node <= 0 or columns.tags[node] in ("body", "article", "main"):
            return []
    return []


_LEVELS: Final = 3
_ENDS: Final = frozenset({"footer", "aside", "nav"})


def _has_prose(columns: Columns, node: int) -> bool:
    size = 0
    for text in columns.texts(node):
        size += len(text.strip())
        if size > _PROSE:
            return True
    return False


class _Lines:
    """The page's lines, to ask for those of a node: each is looked at once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines

    def look_like_comments(self, columns: Columns, nodes: Sequence[int], *, is_named: bool) -> bool:
        """Whether what stands in these nodes was written by people at times."""
        begin, end = columns.starts[nodes[0]], columns.stops[nodes[-1]]
        headings = sum(1 for node in range(nodes[0], columns.ends[nodes[-1]]) if columns.tags[node] in HEADINGS)
        dated = prose = 0
        for line in self.lines:
            if not begin <= line.at < end:
                continue
            text = line.text.strip()
            if len(text) < _SHORT and _DATED.search(text):
                dated += 1
            own = text.replace(CUT, "")
            if not line.is_others and len(own) > _PROSE and not CLOSED.search(own[:_SHORT]):
                prose += 1
        if is_named and dated:
            return prose > 0
        return dated > 1 and prose > 1 and headings < dated
