"""One walk over a page that notes everything which may tell where its post is.

In come the page's columns (and the nodes that hold its comments, which are not entered); out come `Landmarks`: the
head's declarations, the headings, the elements that are named as a post's body, its date or its author, and how much
prose each container holds. Nothing is decided here: `post` chooses among what was found.

What a name means is asked of `_names`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from typing import Final

from attrs import define, field

from threadkit.document.columns import Columns
from threadkit.vocabulary.class_names import ASIDE, AUTHOR, BODY, BOILERPLATE, DATE, FRAME, POST, TITLE, meaning_of

__all__ = ["LEAST_PROSE", "Landmarks", "Spot", "is_aside", "survey"]


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
    prose: list[int] = field(factory=list)
    """Where, among the page's events, each stretch of prose stands that is in no link, sidebar or box of the theme."""
    prose_sums: list[int] = field(factory=lambda: [0])
    """How many characters the first n of these hold."""

    def prose_between(self, start: int, stop: int) -> int:
        """How many characters of prose stand between two places among the page's events."""
        sums, prose = self.prose_sums, self.prose
        return sums[bisect_left(prose, stop)] - sums[bisect_left(prose, start)] if start < stop else 0

    def paragraphs_between(self, start: int, stop: int) -> int:
        """How many characters of it stand in stretches that are paragraphs by their length."""
        prose, sums = self.prose, self.prose_sums
        places = range(bisect_left(prose, start), bisect_left(prose, stop))
        return sum(size for at in places if (size := sums[at + 1] - sums[at]) >= LEAST_PROSE)


LEAST_PROSE: Final = 60
"""Characters from which on what stands beside a text is prose, and no line of small print."""
_SKIPPED: Final = frozenset("script style noscript template svg select textarea iframe object button".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_INLINE_TITLES: Final = frozenset("div p span a header td strong".split())
_PARAGRAPHS: Final = frozenset("p pre blockquote td li dd font span em i b strong a u center".split())
_CONTAINERS: Final = frozenset("div section article main td body li form center dd blockquote".split())
_HEAD: Final = frozenset({"meta", "title", "script"})
_NOTED: Final = _HEADINGS | _CONTAINERS | frozenset("a aside nav footer time address".split())
"""What is looked at even without attributes."""


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
    events, tags, stops, parents, attributes = page.events, page.tags, page.stops, page.parents, page.attributes
    at, end, inner = 0, len(events), -1
    while at < end:
        event = events[at]
        at += 1
        if isinstance(event, str):
            if len(event) > 1 or (at < end and isinstance(events[at], str)):
                first, text = at - 1, event
                while at < end and isinstance(more := events[at], str):
                    text += more
                    at += 1
                if inner >= 0 and not text.isspace():
                    walk.text(first, inner, text)
        elif event < 0:
            inner = parents[~event]
        else:
            tag = tags[event]
            # The root is always looked at, whatever it is.
            if event and (tag in _SKIPPED or tag[0] == "#" or event in skip or tag in _HEAD):
                if tag in _HEAD:
                    _declare(walk.found, page, event)
                at = stops[event] + 1
            else:
                inner = event
                if tag in _NOTED or attributes[event]:
                    walk.start(event, tag)
    walk.add_up()
    return walk.found


@define(eq=False)
class _Walk:
    """The walk's state: how far each surrounding reaches, and how much text each element holds itself.

    What an element hands down to all that stand inside it is one number: the place among the events where it ends.
    """

    page: Columns
    found: Landmarks = field(factory=Landmarks)
    _link_ends: int = -1
    _aside_ends: int = -1
    _frame_ends: int = -1
    _post_ends: int = -1
    _extra_ends: int = -1
    _texts: list[int] = field(init=False)
    _links: list[int] = field(init=False)
    _scores: list[float] = field(init=False)
    _containers: list[tuple[int, int, bool]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        size = len(self.page)
        self._texts, self._links, self._scores = [0] * size, [0] * size, [0.0] * size

    def start(self, node: int, tag: str) -> None:
        """An element begins whose tag or names may call for something; it is noted in the lists that it belongs to."""
        page, found = self.page, self.found
        attributes = page.attributes[node]
        means = meaning_of(attributes) if attributes else 0
        at = page.starts[node]
        if tag == "a":
            if at > self._link_ends:
                self._link_ends = page.stops[node]
        elif tag == "body":
            names = f"{page.classes[node] or ''} {page.ids[node] or ''}".lower().split()
            found.body_names = f" {' '.join(names)} "
            self._containers.append((node, means, False))
            return
        if at > self._aside_ends and (
            means & ASIDE or tag in ("aside", "nav") or (tag == "footer" and at > self._post_ends)
        ):
            self._aside_ends = page.stops[node]
            self._extra_ends = max(self._extra_ends, self._aside_ends)
        if means & FRAME and at > self._frame_ends:
            self._frame_ends = page.stops[node]
        if tag in _HEADINGS:
            found.headings.append(self._spot(node, tag, means))
            return
        # A box with a quarter of the page in it is no share button, whatever it is called.
        if means & BOILERPLATE and at > self._extra_ends and (page.ends[node] - node) * 4 < len(page):
            self._extra_ends = page.stops[node]
        if tag in _CONTAINERS:
            self._containers.append((node, means, at < self._aside_ends))
        lists = [
            *([found.posts] if tag == "article" or (means & POST and tag not in ("a", "span")) else ()),
            *([found.dates] if tag == "time" or means & DATE else ()),
            *([found.authors] if _names_author(tag, means, attributes) else ()),
            *([found.bodies] if means & BODY and tag not in ("a", "span") else ()),
            *([found.headings] if means & TITLE and tag in _INLINE_TITLES else ()),
        ]
        if lists:
            spot = self._spot(node, tag, means)
            if lists[0] is found.posts:
                spot.post = True
                self._post_ends = max(self._post_ends, page.stops[node])
            for one in lists:
                one.append(spot)

    def _spot(self, node: int, tag: str, means: int) -> Spot:
        """A spot with what surrounds it; how much it holds is known at the end of the page."""
        at = self.page.starts[node]
        last = self.page.ends[node] - 1
        return Spot(tag, node, last, means, at < self._aside_ends, at < self._frame_ends, at < self._post_ends)

    def text(self, at: int, inner: int, text: str) -> None:
        """A stretch of text, in the innermost open element."""
        size = len(text) if text[0] not in " \n\t\r" else len(text.strip())
        if at < self._link_ends:
            self._links[inner] += size
        else:
            self._texts[inner] += size
            if size > 20:
                self._scores[inner] += size
                if at > self._extra_ends:
                    self.found.prose.append(at)
                    self.found.prose_sums.append(self.found.prose_sums[-1] + size)

    def add_up(self) -> None:
        """Hand what each element holds on to the one around it, from the last to the first."""
        texts, links, scores = self._texts, self._links, self._scores
        tags, parents = self.page.tags, self.page.parents
        for node in range(len(tags) - 1, 0, -1):
            text, link = texts[node], links[node]
            if not text and not link:
                continue
            around = parents[node]
            texts[around] += text
            links[around] += link
            if score := scores[node]:
                tag = tags[node]
                if tag in _PARAGRAPHS:
                    scores[around] += score
                elif tag not in _HEADINGS:
                    scores[around] += score / 2
        found = self.found
        for node, means, aside in self._containers:
            if scores[node] > 0:
                found.containers.append(Spot(tags[node], node, self.page.ends[node] - 1, means, aside))
        for spots in (found.headings, found.bodies, found.posts, found.containers):
            for spot in spots:
                spot.text, spot.links = texts[spot.start], links[spot.start]
                spot.score = scores[spot.start]


def _names_author(tag: str, means: int, attributes: Mapping[str, str]) -> bool:
    return tag == "address" or bool(means & AUTHOR) or (tag == "a" and _is_author_link(attributes))


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
