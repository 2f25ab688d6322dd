"""One walk over a page that notes everything which may tell where its post is.

In comes the tree (and the elements that hold its comments, which are not entered); out come `Landmarks`: the head's
declarations, the headings, the elements that are named as a post's body, its date or its author, and how much prose
each container holds. Nothing is decided here: `post` chooses among what was found.

What a name means is asked of `_names`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from attrs import define, field
from lxml.html import HtmlElement

from threadkit.vocabulary.class_names import ASIDE, AUTHOR, BODY, DATE, FRAME, POST, TITLE, meaning_of

__all__ = ["Landmarks", "Spot", "is_aside", "survey"]


@define(eq=False)
class Spot:
    """One element of interest."""

    element: HtmlElement
    start: int
    """Its place in page order; what lies inside it has a place between `start` and `end`."""
    end: int = 0
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


def survey(root: HtmlElement, areas: Collection[HtmlElement]) -> Landmarks:
    """Walk over the page once and note what may matter.

    >>> import lxml.html
    >>> page = lxml.html.fromstring("<h1>Mugs</h1><div class='entry-content'><p>Four hundred.</p></div>")
    >>> found = survey(page, ())
    >>> [spot.element.tag for spot in found.headings + found.bodies]
    ['h1', 'div']
    """
    found = Landmarks()
    skip = frozenset(areas)
    counter = 0
    # One frame for each open element: its spot, what is left of its children, and whether a link surrounds it.
    stack: list[tuple[Spot, Iterator[HtmlElement], bool]] = []
    spot = Spot(root, 0)
    _note(found, spot)
    stack.append((spot, iter(root), False))
    if root.text:
        spot.text += len(root.text)
    while stack:
        parent, children, linked = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            parent.end = counter
            if stack:
                _hand_up(parent, stack)
            continue
        tail = child.tail
        if tail is not None and len(tail) > 1:
            _count(parent, tail, linked)
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED or child in skip:
            if tag == "script":
                _declare(found, child)
            continue
        if tag in ("meta", "title"):
            _declare(found, child)
            continue
        if tag == "head":
            _read_head(found, child)
            continue
        counter += 1
        spot = Spot(child, counter, counter, meaning_of(child), parent.aside, parent.frame, parent.post)
        _note(found, spot)
        inside_link = linked or tag == "a"
        text = child.text
        if text is not None and len(text) > 1:
            _count(spot, text, inside_link)
        if len(child):
            stack.append((spot, iter(child), inside_link))
        else:
            _hand_up(spot, stack)
    return found


def _count(spot: Spot, text: str, linked: bool) -> None:
    size = len(text) if text[0] not in " \n\t\r" else len(text.strip())
    if linked:
        spot.links += size
    else:
        spot.text += size
        if size > 20:
            spot.score += size


def _hand_up(spot: Spot, stack: list[tuple[Spot, Any, bool]]) -> None:
    """Add what an element holds to the element around it; its paragraphs' text counts for those that hold it."""
    parent = stack[-1][0]
    parent.text += spot.text
    parent.links += spot.links
    if spot.element.tag in _PARAGRAPHS:
        parent.score += spot.score
    elif spot.element.tag not in _HEADINGS:
        parent.score += spot.score / 2


def _note(found: Landmarks, spot: Spot) -> None:
    """Put an element into the lists that its tag and its names call for."""
    element, means = spot.element, spot.means
    tag = element.tag
    if tag == "body":
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
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
    if tag == "address" or means & AUTHOR or (tag == "a" and _is_author_link(element)):
        found.authors.append(spot)
    if means & BODY and tag not in ("a", "span"):
        found.bodies.append(spot)
    if means & TITLE and tag in _INLINE_TITLES:
        found.headings.append(spot)


def _is_author_link(link: HtmlElement) -> bool:
    return link.get("rel") == "author" or "/author/" in (link.get("href") or "")


def _read_head(found: Landmarks, head: HtmlElement) -> None:
    for element in head.iter("meta", "title", "script"):
        _declare(found, element)


def _declare(found: Landmarks, element: HtmlElement) -> None:
    """Note a meta, title or script element; broken pages have them in the body too."""
    if element.tag == "meta":
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if name and content:
            found.meta.setdefault(name, content)
    elif element.tag == "title":
        found.title = found.title or "".join(element.itertext())
    elif (element.get("type") or "").strip().lower() == "application/ld+json" and element.text:
        found.jsonld.append(element.text)


def is_aside(element: HtmlElement) -> bool:
    """Whether an element is a sidebar, the navigation, or a list of other posts."""
    return element.tag in ("aside", "nav") or bool(meaning_of(element) & ASIDE)
