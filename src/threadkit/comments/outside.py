"""What stands on a page outside its comments, noted in one walk: lines of text, links, headings, forms, named boxes.

In come a page and the comments that were found on it; out comes `Outside`. Nothing is decided here: `counts`,
`more` and `unread` look at what was noted. A page repeats few tags and names, so each distinct (tag, class, id) is
looked at once (`_role`), and a page of 60,000 comments costs no more here than one of six.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

from attrs import define, field

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.threads import FoundComments
from threadkit.document.columns import Columns
from threadkit.inner_text import is_block
from threadkit.vocabulary.comment_class_names import COMMENT_FORM, COMMENTS_BOX, COUNT, OTHER_COMMENTS, OTHER_POSTS

__all__ = ["CUT", "HEADINGS", "Line", "Named", "Outside", "names_of", "parts_of", "walk"]

CUT: Final = "\x1f"
"""Stands in a line's text where a link or a button begins or ends."""
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "svg", "select", "option", "textarea", "head"})
_LISTS: Final = frozenset({"ol", "ul", "dl"})
_CLICKED: Final = frozenset({"a", "button", "input"})
_FORMS: Final = frozenset({"form", "iframe"})
_BOXES: Final = frozenset({"div", "section", "ol", "ul", "dl", "table", "aside", "center", "form"})
_LAYOUT: Final = 0.5
"""What holds more of a page's nodes is its layout, whatever it is called ("content-sidebar")."""

_HEADING: Final = 1
_COUNTED: Final = 2
_CLICK: Final = 4
_FORM: Final = 8
_RESPOND: Final = 16
_LOGIN: Final = 32
_BOX: Final = 64
_OTHERS: Final = 128
_BREAK: Final = 256
_CALLED_COMMENTS: Final = 512


class Line(NamedTuple):
    """A line of text as the page shows it."""

    at: int
    """Where in the page's events it begins."""
    end: int
    """Where it ends."""
    text: str
    is_others: bool
    """Whether it stands in a list of other posts, or in a link to another page."""


class Named(NamedTuple):
    """A node that may declare a count."""

    node: int
    is_heading: bool
    is_certain: bool
    """Whether its names say that it is about comments."""
    is_behind: bool
    """Whether comments stand before it."""
    is_others: bool


@define
class Outside:
    """What was noted, each in page order."""

    lines: list[Line] = field(factory=list)
    counted: list[Named] = field(factory=list)
    """Headings, and what is named for a count."""
    clicked: list[int] = field(factory=list)
    """Links and buttons."""
    forms: list[int] = field(factory=list)
    """Forms to comment with, and the boxes around them."""
    boxes: list[int] = field(factory=list)
    """The outermost boxes named for comments that hold none of those found."""
    has_form: bool = False


def walk(page: CommentPage, found: FoundComments) -> Outside:
    """Look at all of a page but its comments, in page order."""
    columns = page.columns
    tags = columns.tags
    records = {*found.records, *(node for node in found.lists if tags[node] in _LISTS)}
    first = min(found.records, default=-1)
    return _Walk(page, records, first).over()


class _Walk:
    def __init__(self, page: CommentPage, records: set[int], first: int) -> None:
        self.page = page
        self.columns = page.columns
        self.records = records
        self.first = first
        self.noted = Outside()
        self.roles: dict[tuple[str, str | None, str | None], int] = {}
        self.is_behind = False
        self.line: list[str] = []
        self.line_at = 0
        self.line_is_others = False
        self.others_end = self.link_end = self.box_end = -1
        tags, ids = self.columns.tags, self.columns.ids
        self.frames = [node for node, tag in enumerate(tags) if tag in _FORMS]
        self.marks = [node for node, tag in enumerate(tags) if tag == "h1" or ids[node] == "comments"]

    def over(self) -> Outside:
        columns, line, roles = self.columns, self.line, self.roles
        events, tags, classes, ids, stops = columns.events, columns.tags, columns.classes, columns.ids, columns.stops
        breaks = {tag: is_block(tag) or tag == "br" for tag in {*tags}}
        at, end = 0, len(events)
        while at < end:
            event = events[at]
            at += 1
            if isinstance(event, str):
                if not line:
                    self.line_at = at - 1
                    self.line_is_others = at <= self.others_end or at <= self.link_end
                line.append(event)
            elif event < 0:
                if line and breaks[tags[~event]]:
                    self._flush(at)
                elif line and tags[~event] in _CLICKED:
                    line.append(CUT)
            else:
                key = (tags[event], classes[event], ids[event])
                role = roles.get(key)
                if role is None:
                    role = roles[key] = _role(*key)
                if event in self.records or role < 0:
                    self.is_behind = self.is_behind or role >= 0
                    at = stops[event] + 1
                    if line and role >= 0:
                        self._flush(at)
                elif role:
                    if line and role & _BREAK:
                        self._flush(at)
                    self._meet(event, role)
        self._flush(end)
        return self.noted

    def _flush(self, at: int) -> None:
        text = "".join(self.line)
        self.line.clear()
        if text.strip():
            self.noted.lines.append(Line(self.line_at, at, text, self.line_is_others))

    def _meet(self, node: int, role: int) -> None:
        noted, columns = self.noted, self.columns
        if role & _OTHERS and self._is_others(node, role):
            self.others_end = max(self.others_end, columns.stops[node])
        at = columns.starts[node]
        if role & (_HEADING | _COUNTED) and not (role & _CLICK and self._leads_away(node)):
            is_others = at < self.others_end or at < self.link_end
            noted.counted.append(
                Named(
                    node, bool(role & _HEADING), bool(role & (_COUNTED | _CALLED_COMMENTS)), self.is_behind, is_others
                )
            )
        if role & _CLICK:
            noted.clicked.append(node)
            if self.line:
                self.line.append(CUT)
            if self._leads_away(node):
                self.link_end = max(self.link_end, columns.stops[node])
        if role & _FORM and COMMENT_FORM.search(_form_names(columns, node)):
            noted.has_form = True
            noted.forms.append(node)
        if role & _RESPOND:
            noted.forms.append(node)
            within = bisect_left(self.frames, node + 1)
            noted.has_form |= within < len(self.frames) and self.frames[within] < columns.ends[node]
        if role & _LOGIN:
            noted.has_form = True
        if role & _BOX and node >= self.box_end and at >= self.others_end and not columns.holds(node, self.first):
            noted.boxes.append(node)
            self.box_end = columns.ends[node]

    def _is_others(self, node: int, role: int) -> bool:
        """Whether a box that is named for other posts is one: the page's layout holds its title or its comments."""
        columns = self.columns
        if role & _BOX or columns.ends[node] - node > _LAYOUT * len(columns) or columns.holds(node, self.first):
            return False
        mark = bisect_left(self.marks, node)
        return mark == len(self.marks) or self.marks[mark] >= columns.ends[node]

    def _leads_away(self, link: int) -> bool:
        return not self.page.is_here((self.columns.get(link, "href") or "").partition("#")[0])


def _form_names(columns: Columns, node: int) -> str:
    attributes = columns.attributes[node]
    return " ".join(attributes.get(name) or "" for name in ("id", "action", "class", "src"))


_JOINT: Final = lazy_re.pattern(r"(?<=[a-z])(?=[A-Z])")


def names_of(classes: str | None, ident: str | None) -> list[str]:
    """The words of a class attribute and an id, in lower case, their humps cut.

    >>> names_of("commentTitle big", "Top")
    ['top', 'comment-title', 'big']
    """
    return _JOINT.sub("-", f"{ident or ''} {classes or ''}").lower().split()


def _role(tag: str, classes: str | None, ident: str | None) -> int:
    """What a tag and its names may be; below 0 for what is not looked into."""
    if tag[0] == "#" or tag in _UNSEEN:
        return -1
    role = _HEADING if tag in HEADINGS else _CLICK if tag in _CLICKED else _FORM if tag in _FORMS else 0
    if is_block(tag) or tag == "br":
        role |= _BREAK
    if tag in ("nav", "aside"):
        role |= _OTHERS
    if not classes and not ident:
        return role
    for name in names_of(classes, ident):
        role |= _named(name)
    if tag not in _BOXES or role & _FORM:
        role &= ~_BOX
    return role


def _named(name: str) -> int:
    """What one name may be."""
    role = 0
    if OTHER_POSTS.fullmatch(name) or OTHER_COMMENTS.fullmatch(name):
        role |= _OTHERS
    if COUNT.fullmatch(name):
        role |= _COUNTED
    elif COMMENTS_BOX.fullmatch(name):
        role |= _BOX
    if name in ("respond", "commentform"):
        role |= _RESPOND
    elif name == "must-log-in":
        role |= _LOGIN
    elif name == "comments":
        role |= _CALLED_COMMENTS
    return role


def parts_of(text: str) -> Iterator[str]:
    """A line, and the parts into which links and bars cut it; each with its white space folded.

    >>> list(parts_of("Ann | 5\\n Comments"))
    ['Ann | 5 Comments', 'Ann', '5 Comments']
    """
    whole = " ".join(text.replace(CUT, " ").split())
    yield whole
    pieces = _BARS.split(text)
    if len(pieces) > 1:
        yield from (folded for piece in pieces if (folded := " ".join(piece.split())))


_BARS: Final = lazy_re.pattern(rf"[|·•{CUT}]")
