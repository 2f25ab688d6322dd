"""A record of a page → what its mark-up proposes: who wrote it, when, and which box holds the text.

In comes one comment's elements, out goes a `Survey` of candidates in page order; nothing is decided here.
One walk over the record's nodes. With a `Plan` (what the page's first records taught) the
walk does not enter boxes that hold a body and nothing else, nor readers' own paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import islice
from typing import Final, NamedTuple

from attrs import define, field

from threadkit import lazy_re
from threadkit.comments.contract import CommentRecord
from threadkit.comments.learning.hints import NO_HINT, Hint, hint_of
from threadkit.document.columns import Columns
from threadkit.inner_text import Part, text_of

__all__ = [
    "PROSE",
    "Candidate",
    "Key",
    "Path",
    "Plan",
    "Survey",
    "Surveyor",
    "ancestors",
    "follow",
    "is_control",
    "is_dated",
    "is_permalink",
    "is_short",
    "path_to",
    "plain",
]

PROSE: Final = frozenset({"p", "blockquote", "ul", "ol", "pre", "table", "dl"})
"""What a body is made of; where such an element has no class, it is a reader's own."""
_BLOCKS: Final = frozenset({"p", "div", "h2", "h3", "h4", "h5", "h6", "ul", "small"})
_COUNTER: Final = lazy_re.pattern(r"[\s#(\[№.]*\d*[\s).\]:|]*")
_DATE: Final = lazy_re.pattern(r"\d\D{1,9}(?:19|20)\d\d(?!\d)")
_DIGIT: Final = lazy_re.pattern(r"\d")
_CONTROL_LINK: Final = lazy_re.pattern(r"javascript:|#(?:respond|reply|top|commentform)", re.IGNORECASE)
_CONTROL_QUERIES: Final = ("replytocom=", "wp-admin/", "action=edit", "delete-comment.g")
_A_FEW_WORDS: Final = 40
_PIECES: Final = 40
"""Texts of a name that are looked at for a date."""
_BOX: Final = 6
"""How strongly a box may name the author, whatever its class: the name is in it, with other things."""
_SHORT: Final = 160
_MOST_NODES: Final = 500
"""Nodes in a line of a header: a name, a time, a label."""
_DEEP: Final = 12

Key = tuple[str, str | None]
"""An element's tag and class attribute: what is alike in all records of a page."""


Path = tuple[tuple[str, int], ...]
"""The way from a record's element to one inside it: a tag, and how many of that tag come before it, for each level."""


class Candidate(NamedTuple):
    """An element that may be the author's name or the time."""

    strength: int
    node: int
    key: Key


@define(eq=False)
class Survey:
    """What one record's mark-up proposes, in page order."""

    record: CommentRecord
    authors: list[Candidate] = field(factory=list)
    times: list[Candidate] = field(factory=list)
    bodies: list[tuple[int, Key]] = field(factory=list)
    boilerplate: list[int] = field(factory=list)
    """Controls, badges and decoration."""
    marked: bool = False
    classed: bool = False
    kind: str = ""
    depth: int = 0
    permalink: str | None = None
    is_deep: bool = False
    """Whether the record was surveyed to the last element."""
    rest: tuple[object, list[Part], list[list[Part]]] | None = None
    """What is neither header nor control, and the header's lines, once they were asked for; first, how."""
    in_prose: bool = False
    """Whether the walk is inside a reader's own paragraph or list."""


@define
class Plan:
    """How a page writes its comments."""

    author: Key | None = None
    time: Key | None = None
    author_path: Path | None = None
    """Where in a record the name stands, for records that don't mark it as the others do (a name without a link)."""
    names_on_time_lines: bool = False
    """Names stand on the line of the time, and have no element unless they are links ("1. Ann - May 3, 2009")."""
    author_is_name: bool = False
    """The author's element is the name and nothing else."""
    least_strength: int = 0
    """How strongly an element must look like the author's name."""
    usual_least_strength: int = -10
    """The same for an element like most authors' own: less where theirs stand in paragraphs."""
    header_boxes: set[Key] = field(factory=set)
    """Body-like boxes that hold the author or the time too."""
    prose_is_body: bool = True
    """Paragraphs hold no author or time, so they need not be entered."""
    time_is_whole: bool = True
    """The time's element holds all of it; else it is to be looked for in its line."""
    times_run_on: bool = False
    """Times run into what follows ("12:15 pmIda said")."""


class Surveyor:
    """Surveys the records of one page."""

    def __init__(self, columns: Columns, nested: frozenset[int], *, microdata: bool) -> None:
        self.columns = columns
        self.nested = nested
        self.microdata = microdata
        self.hints: dict[Key, Hint] = {}

    def survey(self, record: CommentRecord, plan: Plan | None) -> Survey:
        """What a record proposes; without a plan, everything is entered."""
        survey = Survey(record, is_deep=plan is None)
        roots = record.roots
        for root in roots:
            hint = self.hint(root)
            if hint is not NO_HINT:
                _note(survey, hint)
            if root == record.outer and hint.author and len(roots) > 1:
                survey.authors.append(Candidate(hint.author, root, self._key(root)))
            # A body beside its record ("dt" and "dd", "div" and "p") is prose, or may be the body's own box.
            if root == record.outer or not self._take_root(survey, root, hint, plan):
                self._walk(survey, root, plan)
        return survey

    def _take_root(self, survey: Survey, root: int, hint: Hint, plan: Plan | None) -> bool:
        tag = self.columns.tags[root]
        if hint is NO_HINT and tag != "a":
            return plan is not None and plan.prose_is_body and tag in PROSE and not self.columns.classes[root]
        return self._take(survey, root, hint, plan)

    def _key(self, node: int) -> Key:
        return self.columns.tags[node], self.columns.classes[node]

    def hint(self, node: int) -> Hint:
        """A node's hint, judged once a page for each tag and class."""
        return self._hint(node, self.columns.tags[node], self.columns.classes[node])

    def _hint(self, node: int, tag: str, classes: str | None) -> Hint:
        if self.microdata and (prop := self.columns.get(node, "itemprop")):
            return hint_of(tag, classes, prop)
        hint = self.hints.get((tag, classes))
        if hint is None:
            hint = self.hints[tag, classes] = hint_of(tag, classes)
        return hint

    def _walk(self, survey: Survey, root: int, plan: Plan | None) -> None:
        # The innermost loop of the whole reader: all that most nodes need is done here, without a call.
        columns, nested, hints, microdata = self.columns, self.nested, self.hints, self.microdata
        tags, all_classes, ends = columns.tags, columns.classes, columns.ends
        prose_is_body = plan is not None and plan.prose_is_body
        prose_end = ends[root] if tags[root] in PROSE and not all_classes[root] else 0
        node, end = root + 1, ends[root]
        while node < end:
            if node in nested:
                node = ends[node]
                continue
            tag, classes = tags[node], all_classes[node]
            hint = None if microdata else hints.get((tag, classes))
            if hint is None:
                if tag[0] == "#":
                    node += 1
                    continue
                hint = self._hint(node, tag, classes)
            survey.in_prose = node < prose_end
            prose = tag in PROSE and not classes
            neutral = hint is NO_HINT and tag != "a"
            done = (prose and prose_is_body) if neutral else self._take(survey, node, hint, plan)
            if done:
                node = ends[node]
                continue
            if prose and node >= prose_end:
                prose_end = ends[node]
            node += 1
        survey.in_prose = False

    def _take(self, survey: Survey, node: int, hint: Hint, plan: Plan | None) -> bool:
        """Take what a node proposes; True if there is no need to look inside."""
        columns = self.columns
        if columns.tags[node] == "a":
            return _take_link(columns, survey, node, hint)
        if hint.marked or hint.classed or hint.kind or hint.depth:
            _note(survey, hint)
        if (hint.control or hint.badge or hint.decoration) and not _holds_more(columns, node):
            survey.boilerplate.append(node)
            if survey.permalink is None and hint.control:
                survey.permalink = _permalink_in(columns, node)
            return True
        key = self._key(node)
        if hint.author:
            weight = 3 * _in_sentence(columns, node) + 4 * survey.in_prose
            is_more = columns.has_children(node) and (_is_box(columns, node) or _holds_date(columns, node))
            strength = min(hint.author, _BOX) if is_more else hint.author
            survey.authors.append(Candidate(strength - weight, node, key))
        if hint.time:
            survey.times.append(Candidate(_time_strength(columns, node, hint), node, key))
        if hint.body and (plan is None or (key not in plan.header_boxes and not survey.kind)):
            survey.bodies.append((node, key))
            return plan is not None
        return False


def _note(survey: Survey, hint: Hint) -> None:
    survey.marked = survey.marked or hint.marked
    survey.classed = survey.classed or hint.classed
    survey.kind = survey.kind or hint.kind
    survey.depth = survey.depth or hint.depth


def _take_link(columns: Columns, survey: Survey, link: int, hint: Hint) -> bool:
    attributes = columns.attributes[link]
    href = attributes.get("href") or ""
    if is_permalink(href, survey.record.number):
        if survey.permalink is None:
            survey.permalink = href
        if is_dated(plain(columns, link)):
            survey.times.append(Candidate(7, link, ("a", columns.classes[link])))
        elif not columns.has_children(link):
            survey.boilerplate.append(link)
        return False
    if hint.control or (is_control(columns, link) and not hint.author):
        survey.boilerplate.append(link)
        return True
    rel = attributes.get("rel") or ""
    strength = max(hint.author, 5 if "external" in rel or "nofollow" in rel else 3) - 4 * survey.in_prose
    survey.authors.append(Candidate(strength, link, ("a", columns.classes[link])))
    return False


def is_permalink(href: str, number: str | None) -> bool:
    """Whether an address leads to a comment: "…#comment-7", or "#c7" where 7 is this one's number."""
    if "#" not in href:
        return False
    fragment = href.rpartition("#")[2]
    return fragment.startswith("comment-") or bool(
        number and fragment.endswith(number) and len(fragment) - len(number) < len("comment-")
    )


def is_control(columns: Columns, link: int) -> bool:
    """Whether a link does something on the page instead of leading somewhere."""
    attributes = columns.attributes[link]
    if attributes.get("onclick") is not None:
        return True
    href = attributes.get("href")
    if not href:
        return False
    if href[0] in "#jJ" and _CONTROL_LINK.match(href):
        return True
    href = href.lower()
    return any(query in href for query in _CONTROL_QUERIES)


def is_dated(label: str) -> bool:
    """Whether a label may be a time: it has digits and is no mere counter ("#1", "12.").

    >>> is_dated("May 3, 2009"), is_dated("#12"), is_dated("Permalink")
    (True, False, False)
    """
    return bool(_DIGIT.search(label)) and not _COUNTER.fullmatch(label)


def is_short(columns: Columns, node: int) -> bool:
    """Whether a node's text is no longer than what a theme prints beside a comment's: links, votes, a rating."""
    size = 0
    for text in columns.texts(node):
        size += len(text.strip())
        if size > _SHORT:
            return False
    return True


def plain(columns: Columns, node: int, skip: Container[int] = frozenset()) -> str:
    """A node's text on one line; "" where it holds more than a line does, since thousands may stand in one another."""
    if not columns.has_children(node):
        return " ".join(columns.own_text(node).split()) if node not in skip else ""
    if columns.ends[node] - node > _MOST_NODES and _holds_many(columns, node, skip):
        return ""
    return " ".join(text_of(columns, node, skip=skip).split())


def _holds_many(columns: Columns, node: int, skip: Container[int]) -> bool:
    """Whether a node holds more than a line does, without what is left out."""
    inner, end, count = node + 1, columns.ends[node], 0
    while inner < end and count <= _MOST_NODES:
        count += 1
        inner = columns.ends[inner] if inner in skip else inner + 1
    return count > _MOST_NODES


def ancestors(columns: Columns, node: int | None, record: CommentRecord) -> Iterator[int]:
    """The nodes around one, up to and with the record's own."""
    roots = record.roots
    if node is None or node in roots:
        return
    for ancestor in columns.ancestors(node):
        yield ancestor
        if ancestor in roots:
            return


def path_to(columns: Columns, node: int, record: CommentRecord) -> Path | None:
    """The way to a node inside a record's own; None for one elsewhere."""
    path: list[tuple[str, int]] = []
    tags, ends = columns.tags, columns.ends
    while node != record.outer:
        parent = columns.parents[node]
        if parent < 0 or len(path) > _DEEP:
            return None
        tag = tags[node]
        before, sibling = 0, parent + 1
        while sibling < node:
            before += tags[sibling] == tag
            sibling = ends[sibling]
        path.append((tag, min(before, _DEEP)))
        node = parent
    return tuple(reversed(path))


def follow(columns: Columns, path: Path, record: CommentRecord) -> int | None:
    """The node that a path leads to in another record; None where there is none."""
    tags, ends = columns.tags, columns.ends
    node = record.outer
    for tag, before in path:
        child, end = node + 1, ends[node]
        while child < end:
            if tags[child] == tag:
                if not before:
                    break
                before -= 1  # noqa: PLW2901 - counted down to the sibling that is meant
            child = ends[child]
        else:
            return None
        node = child
    return node


def _time_strength(columns: Columns, node: int, hint: Hint) -> int:
    title = columns.get(node, "title") if columns.tags[node] == "abbr" else None
    return 8 if title and len(_DIGIT.findall(title)) >= 4 else hint.time


def _permalink_in(columns: Columns, node: int) -> str | None:
    for inner in range(node, columns.ends[node]):
        if columns.tags[inner] == "a" and "#comment-" in (href := columns.get(inner, "href") or ""):
            return href
    return None


def _holds_more(columns: Columns, node: int) -> bool:
    """Whether a would-be control holds a paragraph or a time ("timestamp-edit"), and so is none."""
    if not columns.has_children(node):
        return False
    if not is_short(columns, node):
        return True
    for inner in columns.inside(node):
        tag = columns.tags[inner]
        if tag in ("time", "abbr") or (tag == "p" and len(columns.own_text(inner)) > _A_FEW_WORDS):
            return True
        if tag == "a" and "#" in (columns.get(inner, "href") or "") and is_dated(plain(columns, inner)):
            return True
    return False


def _is_box(columns: Columns, node: int) -> bool:
    """Whether a node holds blocks: "comment_author" is the name in some themes, and the whole header in others."""
    return any(columns.tags[child] in _BLOCKS for child in columns.children(node))


def _holds_date(columns: Columns, node: int) -> bool:
    """Whether what is called a name holds a date beside it: "<div class=commentname><a>Ann</a> on May 3rd, 2009"."""
    return any(_DATE.search(event) for event in islice(columns.texts(node), _PIECES))


def _in_sentence(columns: Columns, node: int) -> bool:
    """Whether a reader's own cite or strong stands in the middle of a paragraph."""
    parent = columns.parents[node]
    if parent < 0 or columns.tags[parent] != "p" or columns.classes[parent]:
        return False
    if columns.own_text(parent).strip() or columns.tail(node).strip():
        return True
    return node > parent + 1 or columns.ends[node] < columns.ends[parent]
