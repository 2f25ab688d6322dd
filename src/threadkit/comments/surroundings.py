"""What a page says about its comments as a whole: how many, whether more may come, and on which other pages they are.

In comes a page with its records; out comes `Surroundings`. One walk over what is not a comment: each heading, count,
link and form is met once, and a page of 60,000 comments costs no more here than one of six. Numbers are read from where
WordPress and Blogger themes print them: the comments' own heading first ("12 thoughts on …", "{ 41 comments…",
"Ein Kommentar"), then the link to the comments in the byline ("61 Comments"). Metadata is the post's matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import define, field

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import System
from threadkit.comments.selecting import select
from threadkit.comments.threads import FoundComments
from threadkit.document.columns import Columns
from threadkit.inner_text import text_of
from threadkit.model import Issue
from threadkit.vocabulary.comment_class_names import COMMENT_FORM, COMMENTS_AREA, COUNT, NO_AREA
from threadkit.vocabulary.patterns import CLOSED, COMMENTS, MORE, NUMBER, ONE, ZERO, number_of

__all__ = ["Surroundings", "count_in", "survey_page"]


@define
class Surroundings:
    """What stands around the comments."""

    declared: int | None = None
    is_open: bool | None = None
    areas: tuple[int, ...] = ()
    pages: tuple[str, ...] = ()
    """The addresses of the thread's other pages of comments, in page order."""
    issues: list[Issue] = field(factory=list)


_FIRST: Final = lazy_re.pattern(
    rf"[\W_]*(?:there (?:are|is|were) |(?:bisher|aktuell|schon) )?(?P<number>{NUMBER}|{ONE}|{ZERO})"
    rf"\s*(?P<word>{COMMENTS})?\b",
    re.IGNORECASE,
)
_LAST: Final = lazy_re.pattern(rf"[\W_]*{COMMENTS}\W++(?<=[\s:(\[])(?P<number>{NUMBER})\W*", re.IGNORECASE)
_WITHIN: Final = lazy_re.pattern(rf"(?<![\w.,])(?P<number>{NUMBER})\s+{COMMENTS}\b", re.IGNORECASE)
_BEHIND: Final = lazy_re.pattern(rf"{COMMENTS}\s*\(\s*(?P<number>{NUMBER})\s*\)", re.IGNORECASE)
_STEMS: Final = ("omment", "oment", "eacties", "оммент", "תגוב")
"""One of these is in every text that `CLOSED` finds, and in few others."""
_PAGED: Final = lazy_re.pattern(r"comment-page-(\d+)|[?&]cpage=(\d+)|[?&]commentPage=(\d+)")
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD: Final = frozenset({"script", "style", "noscript", "template", "svg", "select", "option", "textarea"})
_MOST_NODES: Final = 200
"""Elements in a heading; one that holds more was not closed, and the next may stand in it."""
_PARTS: Final = 12
"""A button has no more elements."""
_BUTTON: Final = 60
"""What is longer is no button."""
_MAX: Final = 300
"""A heading may quote a long title, but is no paragraph."""


def count_in(text: str, *, certain: bool = False) -> int | None:
    """The number of comments that a line declares; None if it declares none.

    `certain`: the line is known to be about comments, so the word may be missing.

    >>> count_in("{ 41 comments… read them below }"), count_in("1,203 thoughts on “2 cats”"), count_in("Talk (18)")
    (41, 1203, None)
    >>> count_in("Ein Kommentar zu „Titel“"), count_in("No Responses"), count_in("Discussion (18)")
    (1, 0, 18)
    >>> count_in("3 wishes"), count_in("13", certain=True)
    (None, 13)
    """
    if not text or len(text) > _MAX:
        return None
    if (found := _FIRST.match(text)) and (found["word"] or (certain and found["number"][0].isdigit())):
        return number_of(found["number"])
    return number_of(found["number"]) if (found := _LAST.fullmatch(text)) else None


def survey_page(page: CommentPage, found: FoundComments, system: System | None = None) -> Surroundings:
    """What the page says about its comments as a whole, first where the system declares it."""
    walk = _Walk(page, found)
    walk.over()
    declared = _count_at(page, system.declared) if system is not None else None
    result = Surroundings(
        declared=walk.declared if declared is None else declared,
        is_open=walk.is_open,
        areas=walk.areas,
        pages=tuple(walk.pages),
    )
    if walk.pages:
        others = ", ".join(walk.pages)
        message = f"this page holds {len(found.rows)} comments of a thread on several pages; others: {others}"
        result.issues.append(Issue(code="paged", message=message))
    elif label := (_label_at(page, system.more) if system is not None and system.more else "") or walk.more:
        message = f"this page holds {len(found.rows)} comments and says that there are more: {label!r}"
        result.issues.append(Issue(code="paged", message=message))
    return result


def _count_at(page: CommentPage, selector: str) -> int | None:
    """The number of comments that the first of some nodes says which says one; a lone node needs no word for them."""
    nodes = select(page.index, selector) if selector else []
    for node in nodes:
        line = _line(page.columns, node)
        count = count_in(line, certain=len(nodes) == 1 or line.isdigit())
        if count is None and (found := _WITHIN.search(line) or _BEHIND.search(line)):
            count = number_of(found["number"])
        if count is not None:
            return count
    return None


def _label_at(page: CommentPage, selector: str) -> str:
    """The words of the first of some nodes that has any and is shown."""
    labels = (_label(page.columns, node) for node in select(page.index, selector) if not _is_hidden(page.columns, node))
    return next((label for label in labels if label), "")


def _label(columns: Columns, node: int) -> str:
    """The words on a button, which no text of a page has; "" for what holds more than a button does."""
    return " ".join(columns.all_text(node).split()) if columns.ends[node] - node < _PARTS else ""


def _is_hidden(columns: Columns, node: int) -> bool:
    return "none" in (columns.get(node, "style") or "") or not {"hidden", "hide", "dno"}.isdisjoint(
        (columns.classes[node] or "").split()
    )


class _Walk:
    """The walk over what is not a comment."""

    def __init__(self, page: CommentPage, found: FoundComments) -> None:
        self.page = page
        self.columns = page.columns
        tags = page.columns.tags
        self.records = frozenset(found.records)
        self.lists = frozenset(node for node in found.lists if tags[node] in ("ol", "ul", "dl"))
        self.seen_record = False
        self.heading: int | None = None
        self.counted: int | None = None
        self.linked: int | None = None
        self.form = False
        self.closed = False
        self.more = ""
        self.pages: dict[str, None] = {}
        self.boxes: list[int] = []
        self.box_of = _boxes(page.columns, found)

    @property
    def declared(self) -> int | None:
        """The comments' own heading, else a count by its class, else the link to the comments."""
        return next((count for count in (self.heading, self.counted, self.linked) if count is not None), None)

    @property
    def is_open(self) -> bool | None:
        return True if self.form else False if self.closed else None

    @property
    def areas(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys((*self.box_of, *self.boxes)))

    def over(self) -> None:
        """Look at all nodes but those of the comments, in page order."""
        columns = self.columns
        for node in self._outside():
            tag = columns.tags[node]
            names = f"{columns.ids[node] or ''} {columns.classes[node] or ''}".split()
            if tag in ("a", "button") and self.seen_record and not self.more:
                self.more = self._more(node)
            if tag == "a":
                self._link(node, names)
            elif tag in ("form", "iframe"):
                self._form(node)
            elif tag in _HEADINGS or any(COUNT.fullmatch(name) for name in names):
                self._title(node, named=any(COUNT.fullmatch(name) for name in names) or "comments" in names)
            elif "respond" in names or "commentform" in names:
                self.boxes.append(node)
                self.form = self.form or any(
                    columns.tags[inner] in ("form", "iframe") for inner in columns.inside(node)
                )
            elif "must-log-in" in names:
                self.form = True
            for text in (columns.own_text(node), columns.tail(node)):
                if text and not self.closed and any(stem in text for stem in _STEMS):
                    self.closed = bool(CLOSED.search(text[:_MAX]))

    def _more(self, node: int) -> str:
        """What a button behind the comments says, if it loads more of them."""
        line = "" if _is_hidden(self.columns, node) else _label(self.columns, node)
        found = MORE.search(line) if len(line) < _BUTTON else None
        return line if found and not any(map(str.isalpha, line[: found.start()] + line[found.end() :])) else ""

    def _outside(self) -> Iterator[int]:
        """All nodes in page order but those of the comments."""
        columns = self.columns
        node, end = 0, len(columns)
        while node < end:
            if node in self.records or node in self.lists:
                self.seen_record = True
                node = columns.ends[node]
                continue
            tag = columns.tags[node]
            if tag[0] == "#" or tag in _UNREAD:
                node = columns.ends[node]
                continue
            yield node
            node += 1

    def _title(self, node: int, *, named: bool) -> None:
        text = _line(self.columns, node)
        if not text:
            return
        count = count_in(text, certain=named)
        is_heading = self.columns.tags[node] in _HEADINGS
        if is_heading and count is not None and (self.heading is None or not self.seen_record):
            self.heading = count
            self.boxes.append(node)
        elif count is not None and self.counted is None:
            self.counted = count

    def _link(self, link: int, names: list[str]) -> None:
        href = self.columns.get(link, "href") or ""
        path, _, fragment = href.partition("#")
        if _PAGED.search(path) and not fragment.startswith(("comment-", "respond")) and "replytocom" not in path:
            address = self.page.absolute(path)
            if address and self._is_here(path) and address != (self.page.url or "").partition("#")[0]:
                self.pages.setdefault(address)
        elif fragment in ("comments", "respond", "comment-form") and self.linked is None and self._is_here(path):
            self.linked = count_in(_line(self.columns, link), certain=fragment != "respond")
        elif any(COUNT.fullmatch(name) for name in names) and not path:
            self._title(link, named=True)

    def _is_here(self, path: str) -> bool:
        """Whether an address is of this thread, as opposed to a related post's."""
        if not path or self.page.url is None:
            return True
        return _bare(self.page.absolute(path) or "") == _bare(self.page.url)

    def _form(self, node: int) -> None:
        attributes = self.columns.attributes[node]
        names = " ".join(attributes.get(name) or "" for name in ("id", "action", "class", "src"))
        if COMMENT_FORM.search(names):
            self.form = True
            self.boxes.append(node)


def _boxes(columns: Columns, found: FoundComments) -> list[int]:
    """The outermost boxes that are the comments' by their names; where there are none, the records themselves."""
    boxes: dict[int, None] = {}
    unnamed: set[int] = set()
    for node in found.lists:
        if columns.tags[node] not in ("ol", "ul", "dl") and not _is_box(columns, node):
            unnamed.add(node)
            continue
        box = node
        for ancestor in columns.ancestors(node):
            if not _is_box(columns, ancestor):
                break
            box = ancestor
        boxes.setdefault(box)
    if not boxes:
        return list(found.records)
    return [*boxes, *(record for record in found.records if unnamed and columns.parents[record] in unnamed)]


def _is_box(columns: Columns, node: int) -> bool:
    if columns.tags[node] in ("body", "html", "main", "article"):
        return False
    names = f"{columns.ids[node] or ''} {columns.classes[node] or ''}".split()
    return any(COMMENTS_AREA.fullmatch(name) and not NO_AREA.fullmatch(name) for name in names)


def _line(columns: Columns, node: int) -> str:
    """A node's text on one line; "" for what is too long to be a heading."""
    if columns.ends[node] - node > _MOST_NODES:
        return ""
    size = 0
    for text in columns.texts(node):
        size += len(text.strip())
        if size > _MAX:
            return ""
    return " ".join(text_of(columns, node).split())


def _bare(address: str) -> str:
    """An address without what differs between links to one thread: scheme, "www.", query, page of comments."""
    address = _PAGED.sub("", address.partition("#")[0]).partition("?")[0]
    return re.sub(r"^https?://(?:www\.)?|/+$", "", address)
