"""Where the text of a post begins and ends: one element, or a run of elements that stand beside each other.

In come the landmarks, the title and the nodes that hold comments; out comes a `Body`: a range of the page's events.

1. **One element**: what a standard or a convention names as the body, next after the title; where nothing is named, the
   element whose paragraphs hold most text (old themes and hand-made pages).
2. **The run**: sites cut a text into boxes, one for each paragraph with advertisements between, one for each section or
   column, or put its lead beside the title. What stands beside the element, between title and comments, belongs to it
   if it is named alike or is prose too; and so on with what stands beside the element around it, up to the title.
3. **The end**: the comments begin where the post ends, whatever stands behind them in the same box.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define

from threadkit.document.columns import Columns
from threadkit.post.landmarks import LEAST_PROSE, Landmarks, Spot
from threadkit.vocabulary.class_names import (
    ANSWER,
    ASIDE,
    AUTHOR,
    BODY,
    BOILERPLATE,
    COMMENTS,
    FRAME,
    LETTER,
    META,
    POST,
    STRONG_BODY,
    meaning_of,
)

__all__ = ["Body", "choose_element", "whole_body"]


@define(eq=False)
class Body(Spot):
    """The text of a post as a range of nodes and events; `start` is its first node and `end` its last one."""

    root: int = 0
    """The innermost element around all of it; the element itself where the body is one."""
    first: int = 0
    """Where the text begins among the page's events."""
    stop: int = 0
    """Where it ends among them."""
    last_element: int = 0
    """The last of the elements that stand beside each other; the only one where the body is one element."""
    lead: tuple[int, int, int] | None = None
    """What stands before it and is prose too: an element around it, and the range of events in there."""
    rest: tuple[int, int, int] | None = None
    """The same behind it."""
    outside: int = 0
    """How many characters of prose stand between the title and the comments, and not in the text."""
    inside: int = 0
    """How many stand in it."""
    paragraphs: int = 0
    """How many of these stand in stretches that are paragraphs by their length."""

    @property
    def is_short(self) -> bool:
        """Whether so much prose stands outside that it may be a part of the text."""
        return self.outside > max(_MUCH_OUTSIDE, 0.4 * self.inside)

    @property
    def is_known(self) -> bool:
        """Whether a standard says that the element holds the body and nothing else."""
        return bool(self.means & STRONG_BODY) and self.root == self.start


_MANY: Final = 200
"""A page with more named bodies than this is no post's; they are weighed against each other."""


def choose_element(found: Landmarks, heading: Spot | None, areas: Sequence[int] = ()) -> Spot | None:
    """The named body next after the title that holds prose; else the element whose paragraphs hold most text.

    What stands behind all comments, as the title does not, is no post's.
    """
    end = max(areas) if areas and heading is not None and heading.start < min(areas) else None
    densest = _densest(found, heading, end)
    most = densest.text if densest is not None else 0
    best: tuple[float, Spot] | None = None
    for spot in found.bodies[:_MANY]:
        if end is not None and spot.start > end:
            break
        if spot.text + spot.links == 0:
            continue
        rating = min(spot.text, 4_000) / 40 - spot.links / 20
        rating += 60 if spot.means & STRONG_BODY else 0
        rating -= 150 if spot.aside else 0
        if heading is not None:
            rating += 40 if spot.start > heading.start else -20
            rating -= 60 * sum(_between(found, heading, spot))
        if best is None or rating > best[0]:
            best = rating, spot
    if best is not None and (best[1].text * 5 > most or best[0] > 100):
        return _innermost(found, best[1])
    return densest


def _between(found: Landmarks, heading: Spot, body: Spot) -> Iterator[bool]:
    """For each other post's beginning between the title and a body: True."""
    for post in found.posts[:_MANY]:
        if heading.end < post.start <= body.start and not post.holds(body) and post is not body:
            yield True


def _innermost(found: Landmarks, body: Spot) -> Spot:
    """Named elements stand in each other ("post-content" around "entry-content"): the inner one that holds as much."""
    for spot in found.bodies[:_MANY]:
        if body.holds(spot) and spot.text * 10 >= body.text * 9:
            body = spot
    return body


def _densest(found: Landmarks, heading: Spot | None, end: int | None) -> Spot | None:
    best: tuple[float, Spot] | None = None
    for spot in found.containers:
        if end is not None and spot.start > end:
            break
        if spot.text == 0:
            continue
        rating = spot.score * spot.text / (spot.text + spot.links)
        if spot.aside:
            rating /= 5
        if heading is not None and spot.end < heading.start:
            rating /= 3
        if rating > 0 and (best is None or rating > best[0]):
            best = rating, spot
    return best[1] if best is not None else None


# -- the run ---------------------------------------------------------------------------------------------------------


def whole_body(page: Columns, found: Landmarks, heading: Spot | None, areas: Sequence[int]) -> Body | None:
    """The whole text of the post that a title names; None where no element holds any."""
    element = choose_element(found, heading, areas)
    if element is None:
        return None
    run = _Run(page, found, element, heading, areas)
    run.grow()
    return run.body()


_MUCH: Final = 300
"""Characters from which on what follows a named body, and is named otherwise, may be the rest of it."""
_MUCH_OUTSIDE: Final = 400
_NO_ROOM: Final = ASIDE | BOILERPLATE | COMMENTS
_NO_PART: Final = ASIDE | AUTHOR | BOILERPLATE | COMMENTS | FRAME | META
_BOXES: Final = frozenset(
    "div section article main p blockquote header td tr tbody table center ul ol dl font span".split()
)
_MOST_NODES: Final = 200
"""Elements in a title; one that holds more was not closed."""
_TITLES: Final = ("h1", "h2", "h3", "h4")


class _Run:
    """The elements that hold a text, while the run grows around the one that holds most of it."""

    def __init__(
        self, page: Columns, found: Landmarks, element: Spot, heading: Spot | None, areas: Sequence[int]
    ) -> None:
        self.page, self.found, self.element, self.heading = page, found, element, heading
        node = element.start
        self.root = self.first_element = self.last_element = node
        self.first, self.stop = page.starts[node], page.stops[node]
        self.is_before_title = heading is not None and heading.start > element.end
        self.ends = self._end_of_post(areas)
        self.stop = min(self.stop, self.ends)
        self.lead: tuple[int, int] | None = None
        self.rest: tuple[int, int] | None = None
        self.led_on = [spot for spot in found.headings if spot.tag in _TITLES and spot is not heading]
        self.title_starts = [spot.start for spot in self.led_on]

    def _end_of_post(self, areas: Sequence[int]) -> int:
        """Where the comments begin, behind some of the text; the page's end where there are none."""
        starts, found = self.page.starts, self.found
        for at in sorted(starts[area] for area in areas):
            if at > self.first and found.prose_between(self.first, at):
                return at
        return len(self.page.events)

    def grow(self) -> None:
        """Look beside the element, then beside the one around it, up to the element that also holds the title."""
        page, heading = self.page, self.heading
        unit = self.element.start
        if self.is_before_title or self.element.aside or (heading is not None and self.element.holds(heading)):
            return
        begins = page.stops[heading.start] if heading is not None else -1
        while (around := page.parents[unit]) >= 0 and page.tags[around] != "html":
            children = page.children(around)
            here = children.index(unit)
            self._take_before(around, unit, children[:here], begins)
            self._take_after(around, unit, children[here + 1 :])
            if around <= (heading.start if heading is not None else 0) or page.tags[around] == "body":
                break
            if heading is None and meaning_of(page.attributes[around]) & POST:
                break
            unit = around

    def _take_before(self, around: int, unit: int, children: Sequence[int], begins: int) -> None:
        """Take in what stands between the title and the text: a lead, a letter in a box, the first columns."""
        page = self.page
        for child in children:
            if page.stops[child] <= begins:
                continue
            if page.starts[child] > begins and self._goes_with(child, unit):
                self.root, self.first = around, min(self.first, page.starts[child])
                self.first_element = min(self.first_element, child)
                return
            first = max(page.starts[child], begins + 1)
            if (
                begins >= 0
                and self.found.prose_between(first, page.stops[child]) >= LEAST_PROSE
                and self._is_part(child, first)
            ):
                self.lead = self.lead if self.lead is not None and self.lead[1] < first else (around, first)

    def _take_after(self, around: int, unit: int, children: Sequence[int]) -> None:
        """Take in what goes on behind the text: named alike, or so much prose that it must be the rest."""
        page = self.page
        others: list[int] = []
        for child in children:
            if page.starts[child] >= self.ends:
                break
            if self._goes_with(child, unit):
                self.root, self.stop = around, min(page.stops[child], self.ends)
                self.last_element = child
                others.clear()
            elif self._prose(child) >= LEAST_PROSE and self._is_part(child, page.starts[child]):
                others.append(child)
        much = sum(map(self._paragraphs, others))
        if others and much >= max(_MUCH, self.inside // (2 if self.element.means & BODY else 4)):
            self.rest = around, min(page.stops[others[-1]], self.ends)

    @property
    def inside(self) -> int:
        """How many characters of prose the run holds so far."""
        return self.found.prose_between(self.first, self.stop)

    def _prose(self, node: int) -> int:
        return self.found.prose_between(self.page.starts[node], min(self.page.stops[node], self.ends))

    def _paragraphs(self, node: int) -> int:
        return self.found.paragraphs_between(self.page.starts[node], min(self.page.stops[node], self.ends))

    def _goes_with(self, node: int, unit: int) -> bool:
        """Whether a box is of the same sort as the body, or as what the body stands in (a builder's next section)."""
        if self._is_named_alike(node):
            return True
        page = self.page
        if self.element.means & BODY or not page.classes[node] or page.classes[node] != page.classes[unit]:
            return False
        return self._prose(node) >= LEAST_PROSE and self._is_part(node, page.starts[node])

    def _is_named_alike(self, node: int) -> bool:
        """Whether a box has the body's own class, or is named as a body, a letter or an answer."""
        page = self.page
        names, attributes = page.classes[node], page.attributes[node]
        if not attributes or page.tags[node] not in _BOXES:
            return False
        means = meaning_of(attributes)
        if means & _NO_ROOM:
            return False
        alike = names is not None and names == page.classes[self.element.start] and bool(self.element.means & BODY)
        named = bool(means & BODY) and bool(self.element.means & BODY)
        return (alike or named or bool(means & (LETTER | ANSWER))) and not self._leads_on(node)

    def _is_part(self, node: int, first: int) -> bool:
        """Whether a box of prose beside the text may be a part of it: no small print, no other post's teaser."""
        page = self.page
        if page.tags[node] not in _BOXES:
            return False
        means = meaning_of(page.attributes[node])
        is_titles_box = first > page.starts[node]
        if means & (_NO_ROOM if is_titles_box else _NO_PART) or self._leads_on(node):
            return False
        return self._links(first, page.stops[node]) * 3 < self.found.prose_between(first, page.stops[node])

    def _leads_on(self, node: int) -> bool:
        """Whether a box holds another post: a title that links to its page, or an element of its own."""
        page = self.page
        starts = self.title_starts
        for spot in self.led_on[bisect_left(starts, node) : bisect_left(starts, page.ends[node])]:
            inner = range(spot.start, min(spot.end + 1, spot.start + _MOST_NODES))
            links = (one for one in inner if page.tags[one] == "a")
            if any(not (page.get(one, "href") or "#").startswith("#") for one in links):
                return True
            around = page.parents[spot.start]
            if page.tags[around] == "a" and around > node:
                return True
        return False

    def _links(self, first: int, stop: int) -> int:
        """How many characters of links stand between two places."""
        page, events = self.page, self.page.events
        size = 0
        at = first
        while at < stop:
            event = events[at]
            at += 1
            if not isinstance(event, str) and event >= 0 and page.tags[event] == "a":
                size += sum(len(text.strip()) for text in page.texts(event))
                at = page.stops[event]
        return size

    def body(self) -> Body:
        """The text as a range, with what was found before and behind it."""
        page, element = self.page, self.element
        end = element.end if self.root == element.start else page.ends[self.last_element] - 1
        body = Body(
            tag=element.tag,
            start=self.first_element,
            end=end,
            means=element.means,
            aside=element.aside,
            frame=element.frame,
            post=element.post,
            text=element.text,
            links=element.links,
            score=element.score,
            root=self.root,
            first=self.first,
            stop=self.stop,
            last_element=self.last_element,
        )
        if self.lead is not None and self.lead[1] < self.first:
            body.lead = *self.lead, self.first
        if self.rest is not None and self.stop < self.rest[1]:
            body.rest = self.rest[0], self.stop + 1, self.rest[1]
        first = body.lead[1] if body.lead is not None else self.first
        stop = body.rest[2] if body.rest is not None else self.stop
        title = page.stops[self.heading.start] if self.heading is not None and not self.is_before_title else None
        if title is not None:
            first = max(first, title)
        body.inside = self.found.prose_between(first, stop)
        body.paragraphs = self.found.paragraphs_between(first, stop)
        body.outside = self.found.prose_between(title, self.ends) - body.inside if title is not None else 0
        return body
