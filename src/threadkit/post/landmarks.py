"""One walk over a page that notes everything which may tell where its post is.

In come the page's columns (and the nodes that hold its comments, which are not entered); out come `Landmarks`: the
head's declarations, the headings, the elements that are named as a post's body, its date or its author, and how much
prose each container holds. Nothing is decided here: `post` chooses among what was found.

What a name means is asked of `_names`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from attrs import define, field

from threadkit.document.columns import Columns
from threadkit.vocabulary.class_names import ASIDE, AUTHOR, BODY, DATE, FRAME, POST, TITLE, meaning_of

__all__ = ["Landmarks", "Spot", "is_aside", "survey"]


@define(eq=False)
class Spot:
    """One element of interest."""

    tag: str
    start: int
    """Its node."""
    end: int
    """The last node inside it; itself where there is none."""
    means: int = 0
    """What its names mean, as `_names` has it."""
    aside: bool = False
    """Whether it lies in a sidebar, the navigation, the site's header or footer, or a list of other posts."""
    frame: bool = False
    """Whether it lies in the site's own header."""
    post: bool = False
    """Whether it lies in what is named as a whole post."""
    text: int = 0
    """How many characters of text it holds outside links."""
    links: int = 0
    """How many characters of text it holds in links."""
    score: float = 0.0
    """How many characters stand in its own paragraphs, and half of those in its children's."""

    def holds(self, other: Spot) -> bool:
        """Whether the other spot lies inside this one."""
        return self.start < other.start <= self.end


@define(eq=False)
class Landmarks:
    """What one walk over a page has found."""

    meta: dict[str, str] = field(factory=dict)
    """Name or property of each meta element, lower case → its first content."""
    title: str = ""
    """The title element's text."""
    jsonld: list[str] = field(factory=list)
    """The JSON-LD scripts."""
    body_names: str = ""
    """The body element's classes and id, lower case, between blanks."""
    headings: list[Spot] = field(factory=list)
    """h1 to h6, and what is named as a title."""
    bodies: list[Spot] = field(factory=list)
    """What is named as a post's body."""
    posts: list[Spot] = field(factory=list)
    """What is named as a whole post, with its title and its body."""
    dates: list[Spot] = field(factory=list)
    """What is named as a date."""
    authors: list[Spot] = field(factory=list)
    """What is named as an author."""
    containers: list[Spot] = field(factory=list)
    """What holds paragraphs."""


_SKIPPED: Final = frozenset("script style noscript template svg select textarea iframe object button".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_INLINE_TITLES: Final = frozenset("div p span a header td strong".split())
_PARAGRAPHS: Final = frozenset("p pre blockquote td li dd font span em i b strong a u center".split())
_CONTAINERS: Final = frozenset("div section article main td body li form center dd blockquote".split())
_HEAD: Final = frozenset({"meta", "title", "script"})


def survey(page: Columns, areas: Collection[int]) -> Landmarks:
    """Walk over the page once and note what may matter.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<h1>Mugs</h1><div class='entry-content'><p>Four hundred.</p></div>")
    >>> found = survey(page, ())
    >>> [spot.tag for spot in found.headings + found.bodies]
    ['h1', 'div']
    """
    walk = _Walk(page)
    skip = frozenset(areas)
    events, tags, stops = page.events, page.tags, page.stops
    at, end = 0, len(events)
    while at < end:
        event = events[at]
        at += 1
        if isinstance(event, str):
            if len(event) > 1 or (at < end and isinstance(events[at], str)):
                text = event
                while at < end and isinstance(more := events[at], str):
                    text += more
                    at += 1
                walk.text(text)
        elif event < 0:
            walk.end()
        else:
            tag = tags[event]
            # The root is always looked at, whatever it is.
            if event and (tag in _SKIPPED or tag[0] == "#" or event in skip or tag in _HEAD or tag == "head"):
                walk.declare(event, tag)
                at = stops[event] + 1
            else:
                walk.start(event, tag)
    return walk.found


@define(eq=False)
class _Walk:
    """The walk's state: what is open, and what it holds so far."""

    page: Columns
    found: Landmarks = field(factory=Landmarks)
    _open: list[Spot] = field(factory=list)
    _texts: int = 0
    _links: int = 0
    _linked: int = 0
    """How many of the open elements are links."""

    def start(self, node: int, tag: str) -> None:
        """An element begins; what its tag and its names call for is noted."""
        stack = self._open
        spot = Spot(tag, node, self.page.ends[node] - 1, meaning_of(self.page.attributes[node]))
        if stack:
            around = stack[-1]
            spot.aside, spot.frame, spot.post = around.aside, around.frame, around.post
        _note(self.found, self.page, spot)
        # Until the element ends, these hold what was counted before it.
        spot.text, spot.links = self._texts, self._links
        stack.append(spot)
        self._linked += tag == "a"

    def end(self) -> None:
        """An element ends; its paragraphs' text counts for those that hold it."""
        spot = self._open.pop()
        tag = spot.tag
        self._linked -= tag == "a"
        spot.text, spot.links = self._texts - spot.text, self._links - spot.links
        if self._open and spot.score:
            if tag in _PARAGRAPHS:
                self._open[-1].score += spot.score
            elif tag not in _HEADINGS:
                self._open[-1].score += spot.score / 2

    def text(self, text: str) -> None:
        """A stretch of text, in the innermost open element."""
        if not self._open or len(text) < 2:
            return
        size = len(text) if text[0] not in " \n\t\r" else len(text.strip())
        if self._linked:
            self._links += size
        else:
            self._texts += size
            if size > 20:
                self._open[-1].score += size

    def declare(self, node: int, tag: str) -> None:
        """An element that is passed over, unless it declares something; broken pages have that in the body too."""
        if tag in _HEAD:
            _declare(self.found, self.page, node)
        elif tag == "head":
            for inner in self.page.inside(node):
                if self.page.tags[inner] in _HEAD:
                    _declare(self.found, self.page, inner)


def _note(found: Landmarks, page: Columns, spot: Spot) -> None:
    """Put an element into the lists that its tag and its names call for."""
    means, tag, node = spot.means, spot.tag, spot.start
    if tag == "body":
        names = f"{page.classes[node] or ''} {page.ids[node] or ''}".lower().split()
        found.body_names = f" {' '.join(names)} "
        found.containers.append(spot)
        return
    if means & ASIDE or tag in ("aside", "nav") or (tag == "footer" and not spot.post):
        spot.aside = True
    if means & FRAME:
        spot.frame = True
    if tag in _HEADINGS:
        found.headings.append(spot)
        return
    if tag in _CONTAINERS:
        found.containers.append(spot)
    if tag == "article" or (means & POST and tag not in ("a", "span")):
        found.posts.append(spot)
        spot.post = True
    if tag == "time" or means & DATE:
        found.dates.append(spot)
    if tag == "address" or means & AUTHOR or (tag == "a" and _is_author_link(page.attributes[node])):
        found.authors.append(spot)
    if means & BODY and tag not in ("a", "span"):
        found.bodies.append(spot)
    if means & TITLE and tag in _INLINE_TITLES:
        found.headings.append(spot)


def _is_author_link(attributes: Mapping[str, str]) -> bool:
    return attributes.get("rel") == "author" or "/author/" in (attributes.get("href") or "")


def _declare(found: Landmarks, page: Columns, node: int) -> None:
    """Note a meta, title or script element."""
    tag, attributes = page.tags[node], page.attributes[node]
    if tag == "meta":
        name = (
            (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").strip().lower()
        )
        content = (attributes.get("content") or "").strip()
        if name and content:
            found.meta.setdefault(name, content)
    elif tag == "title":
        found.title = found.title or page.all_text(node)
    elif (attributes.get("type") or "").strip().lower() == "application/ld+json" and (text := page.own_text(node)):
        found.jsonld.append(text)


def is_aside(page: Columns, node: int) -> bool:
    """Whether an element is a sidebar, the navigation, or a list of other posts."""
    return page.tags[node] in ("aside", "nav") or bool(meaning_of(page.attributes[node]) & ASIDE)
