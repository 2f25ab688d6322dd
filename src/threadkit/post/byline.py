"""Who wrote a post and when: what stands in small print around its title and its body.

In come the title's and the body's places; out come an `Author` and a date as displayed and as declared. Elements that
are named as a date or an author are asked first, those nearest to the title before others; then the head's
declarations; then the plain lines near the post ("by Ann on May 3, 2009 at 4:10 pm"). Sidebars, the site's header and
the post's own text tell nothing: they name other people and other days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from itertools import chain, pairwise
from typing import Final

from attrs import define, frozen

from threadkit import inner_text, lazy_re
from threadkit.dates import Stamp, find_time, read_times
from threadkit.document import Document
from threadkit.document.columns import Columns
from threadkit.letters import Block
from threadkit.model import Author, Issue
from threadkit.post.body import Body
from threadkit.post.declared import Declared
from threadkit.post.landmarks import Landmarks, Spot, is_aside
from threadkit.post.names import names_in
from threadkit.post.titles import join
from threadkit.vocabulary.class_names import CHANGED, FRAME, PUBLISHED, meaning_of
from threadkit.vocabulary.patterns import ALL_BY, BY, BYLINE, any_of
from threadkit.vocabulary.words import AUTHOR_WORDS

__all__ = ["Date", "Near", "find_author", "find_date", "is_small_print"]


@define
class Near:
    """What stands around the title and the body, where a byline and a date are looked for."""

    page: Columns
    found: Landmarks
    first: int = 0
    last: int = -1
    heading: Spot | None = None
    body: Body | None = None
    between: Sequence[str] = ()
    signed: Sequence[str] = ()
    """The lines below the text, in its own box, that say who wrote it or when."""
    skip: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        page: Columns,
        found: Landmarks,
        heading: Spot | None,
        body: Body | None,
        dropped: Sequence[int],
        areas: Sequence[int],
    ) -> Near:
        known = [spot for spot in (heading, body) if spot is not None]
        if not known:
            return cls(page, found)
        first, last = min(spot.start for spot in known), max(spot.end for spot in known)
        # The post's own element, where there is one; else a few elements before and after.
        around = [post for post in found.posts if post.start <= first and post.end >= last]
        if around:
            inner = max(around, key=lambda post: post.start)
            near = cls(page, found, min(inner.start, first - 6), inner.end, heading, body)
        else:
            near = cls(page, found, first - 12, last + 25, heading, body)
        if body is not None:
            skip = frozenset((*areas, *(spot.start for spot in known)))
            near.skip = skip
            near.between = _lines_between(page, heading, body, dropped, skip)
            near.dropped = frozenset(dropped)
        return near

    def lines_before(self) -> Iterator[str]:
        """The lines above the title, or the text, nearest first; looked for only where those between are mute."""
        if self.body is not None:
            yield from _neighbours(self.page, self._ends(self.body)[0], self.skip, forward=False)

    def lines_after(self) -> list[str]:
        """The lines below the text, nearest first."""
        if self.body is None:
            return [*self.signed]
        return [*self.signed, *_neighbours(self.page, self._ends(self.body)[1], self.skip, forward=True)]

    def _ends(self, body: Body) -> tuple[int, int]:
        """The first and the last of title and text."""
        if self.heading is None or body.holds(self.heading):
            return body.start, body.last_element
        first, last = sorted((self.heading.start, body.start))
        return first, body.last_element if last == body.start else last

    def take_byline(self, blocks: Sequence[Block], declared: Declared, language: str | None) -> Sequence[Block]:
        """The blocks without those at their beginning that are byline and date, which are kept as lines between."""
        count = _leading_byline(blocks, declared.authors[0] if declared.authors else None, language)
        self.between = [*(line for block in blocks[:count] for line in block.text.split("\n")), *self.between]
        return blocks[count:]

    def spots(self, spots: Iterable[Spot]) -> list[Spot]:
        """Those of the spots that stand near, and not inside the body or a sidebar, nearest to the title first."""
        title = self.heading.start if self.heading is not None else self.first
        near = [spot for spot in spots if self.first <= spot.start <= self.last and self._counts(spot)]
        return sorted(near, key=lambda spot: abs(spot.start - title))

    def _is_by_title(self, spot: Spot) -> bool:
        """Whether a spot stands right behind the title, with no prose between."""
        if self.heading is None or not self.heading.end < spot.start <= self.heading.end + _BY_TITLE:
            return False
        if (spot.aside and not spot.post) or (spot.frame and not spot.post and not self.heading.frame):
            return False
        page = self.page
        return not self.found.paragraphs_between(page.stops[self.heading.start], page.starts[spot.start])

    def is_behind(self, spot: Spot) -> bool:
        """Whether a spot stands behind the text, where other posts' dates stand too."""
        return self.body is not None and spot.start > self.body.end

    def _counts(self, spot: Spot) -> bool:
        """Whether a spot may tell of the post: no sidebar or site header does, nor the post's own text."""
        if self._is_by_title(spot):
            return True
        if spot.aside or spot.frame:
            return False
        if self.body is None or not self.body.holds(spot):
            return True
        if not self.dropped:
            return False
        return spot.start in self.dropped or any(node in self.dropped for node in self.page.ancestors(spot.start))


_BY_TITLE: Final = 15
"""Nodes behind a title, within which what is named as author or date is the post's, whatever it stands in."""
_BY: Final = lazy_re.pattern(rf"^(?:{ALL_BY}\b:?|{any_of(AUTHOR_WORDS)}:|—|–|-)\s*", re.IGNORECASE)
_NAME: Final = r"(?P<name>[^\s,|·•(@][^,|·•(@\n—–]{1,60}?)"
_BYLINE: Final = lazy_re.pattern(
    rf"(?:^|[\s·|•,(—–-])(?:(?P<verb>{BYLINE})|{BY})(?:\s*+:)?\s++"
    + _NAME
    + r"(?=\s*(?:$|[,|·•(@\n—–»]|\s(?:on|in|at|am|um|le|el|unter|\d|filed|under|-)(?:\s|$)))",
    re.IGNORECASE,
)
# "Filed under: Work — Clementine Oak @ 12:03 PM", as the themes of WordPress 1.x have it.
_DASHED: Final = lazy_re.pattern(r"[—–]\s*" + _NAME + r"\s*@(?:\s*\d{1,2}[:.]\d\d|\s*$)")


def find_author(near: Near, declared: Declared, document: Document) -> tuple[Author | None, tuple[str, ...]]:
    """Who wrote the post, and the names of all where several did.

    A name near the title comes before what the head declares, and a byline before a publisher's name there.
    """
    language = document.language
    for spot in near.spots(near.found.authors):
        named = _named_author(spot, document)
        if named is not None:
            return _first_of(names_in(named.name), named.url)
    people = tuple(name for one in declared.authors for name in names_in(one))
    if people and not _is_publisher(people[0], declared):
        return _first_of(people, declared.author_url)
    for line in chain(near.between, near.lines_before()):
        names = names_in(_name_in(line, language) or "")
        if names:
            return _first_of(names, None)
    # Below the post a bare "by" is as likely a reader's.
    said = (names_in(_name_in(line, language, said=True) or "") for line in near.lines_after())
    names = next((names for names in said if names), people)
    return _first_of(names, declared.author_url if names is people else None)


def _first_of(names: tuple[str, ...], url: str | None) -> tuple[Author | None, tuple[str, ...]]:
    if not names:
        return None, ()
    return Author(name=names[0], url=url), names if len(names) > 1 else ()


def _is_publisher(name: str, declared: Declared) -> bool:
    """Whether a declared author is the site: it has the site's name, or is declared as an organization."""
    site, bare = (re.sub(r"[\W_]+", "", one).casefold() for one in (declared.site or "", name))
    return declared.is_organization or (bool(site) and (site in bare or bare in site))


def _name_in(line: str, language: str | None, *, said: bool = False) -> str | None:
    """The name in a line such as "Posted by Ann on May 3, 2009"; with `said`, only where the verb stands there."""
    span = find_time(line, language)
    if span is not None:
        line = f"{line[: span[0]].rstrip()} @ {line[span[1] :]}"
    match = _BYLINE.search(line)
    # "Of the bloggers, by the bloggers" is a slogan: a byline opens its line, names the deed, or comes with a date.
    if match is not None and not match["verb"] and (said or (match.start() > 0 and span is None)):
        match = None
    if match is None and not said:
        match = _DASHED.search(line)
    if match is None:
        return None
    return " ".join(match["name"].split())


def is_small_print(line: str, language: str | None) -> bool:
    """Whether a line between a title and a text says who wrote it or when, and hardly more."""
    span = find_time(line, language) if len(line) < _LONG_LINE else None
    if span is not None and len(line) - (span[1] - span[0]) < _SHORT_LINE:
        return True
    return len(line) < _SHORT_LINE and _name_in(line, language) is not None


def _named_author(spot: Spot, document: Document) -> Author | None:
    page, element = document.page, spot.start
    nodes = range(element, spot.end + 1)
    inner = next((n for n in nodes if page.get(n, "itemprop") == "name" or _has_class(page, n, "fn")), None)
    link = next((n for n in nodes if page.tags[n] == "a" and _is_author_link(page, n)), None)
    named = inner if inner is not None else link if link is not None else element
    text = " ".join(inner_text.text_of(page, named).split())
    name = _BY.sub("", text)
    if named == element:
        span = find_time(name, document.language)
        if span is not None:
            name = name[: span[0]].rstrip(" ,|·•-–—@") or name[span[1] :].lstrip(" ,|·•-–—@")
        name = _name_in(text, document.language) or name
    if not names_in(name):
        return None
    href = page.get(link, "href") if link is not None else page.get(element, "href") if spot.tag == "a" else None
    return Author(name=name, url=join(document.url, href.strip()) if href and href.strip() not in ("", "#") else None)


def _has_class(page: Columns, node: int, name: str) -> bool:
    return name in (page.classes[node] or "").split()


def _is_author_link(page: Columns, node: int) -> bool:
    rel = (page.get(node, "rel") or "").lower().split()
    return "author" in rel or _has_class(page, node, "url") or "/author/" in (page.get(node, "href") or "")


@frozen(kw_only=True)
class Date:
    """When a post appeared."""

    published: datetime | None = None
    """The instant or day; None if it can't be read for certain."""
    raw: str | None = None
    """As displayed; None where the page shows none."""
    issues: tuple[Issue, ...] = ()
    """What keeps it from being read."""


def find_date(
    near: Near, declared: Declared, *, language: str | None, tz: tzinfo | None, first_reply: datetime | None
) -> Date:
    """The post's date; `first_reply` decides where day and month could be swapped."""
    stamp, raw = _stamp(near, declared, language)
    if stamp is None:
        return Date()
    times = read_times([stamp], language=language, tz=tz)
    if times.published[0] is None and first_reply is not None and raw is not None:
        ordered = Stamp(displayed=_in_order(raw, first_reply.date()))
        times = read_times([ordered], language=language, tz=tz)
    published = times.published[0]
    return Date(published=published, raw=raw, issues=times.issues if published is None else ())


def _stamp(near: Near, declared: Declared, language: str | None) -> tuple[Stamp | None, str | None]:
    """The post's date as displayed and as declared, and the displayed form alone."""
    machine: str | None = None
    has_line = any(_time_in(line, language) is not None for line in near.between)
    for spot in near.spots(near.found.dates):
        if _is_update(spot) or (near.is_behind(spot) and has_line):
            continue
        raw = _time_in(" ".join(inner_text.text_of(near.page, spot.start).split()), language)
        attribute = _attribute(near.page, spot.start)
        if raw is not None:
            declares = declared.published if attribute is None and machine is None else None
            if declares and near.is_behind(spot) and not _agree(raw, declares, language):
                continue
            return Stamp(displayed=raw, machine=attribute or machine or declares), raw
        machine = machine or attribute
    machine = machine or declared.published
    raw = next(
        (
            raw
            for line in chain(near.between, near.lines_before(), _said(near))
            if (raw := _time_in(line, language)) is not None
        ),
        None,
    )
    if machine is None:
        return (Stamp(displayed=raw), raw) if raw is not None else (None, None)
    # A line near the post may show some other day than its own: the declared time tells.
    if raw is None or not _agree(raw, machine, language):
        return Stamp(machine=machine), None
    return Stamp(displayed=raw, machine=machine), raw


# Below a post stand the dates of other posts too: there only a line, or its label, that speaks of publishing counts.
_SAYS_WHEN: Final = lazy_re.pattern(
    r"\b(?:publi|post(?:ed|é)|written|filed|entry|dated?\b|veröffentlicht|geschrieben|erstellt|datum|geplaatst|fecha"
    r"|escrito|scritto|פורסם)",
    re.IGNORECASE,
)


def _said(near: Near) -> Iterator[str]:
    lines = pairwise(("", *near.lines_after()))
    yield from (line for label, line in lines if _SAYS_WHEN.search(f"{label} {line}"))


def _time_in(line: str, language: str | None) -> str | None:
    span = find_time(line, language)
    return line[span[0] : span[1]] if span is not None else None


def _attribute(page: Columns, element: int) -> str | None:
    """The machine's form of a date, on the element or on a time or abbr element inside it."""
    times = (node for node in range(element, page.ends[element]) if page.tags[node] in ("time", "abbr"))
    node = next(times, element)
    attributes = page.attributes[node]
    title = attributes.get("title") if page.tags[node] == "abbr" else None
    value = attributes.get("datetime") or title or attributes.get("content")
    return value if value and _MACHINE.match(value.strip()) else None


def _agree(displayed: str, machine: str, language: str | None) -> bool:
    """Whether a displayed and a declared time are no more than a time zone apart."""
    shown = read_times([Stamp(displayed=displayed)], language=language).published[0]
    declared = read_times([Stamp(machine=machine)], language=language).published[0]
    if shown is None or declared is None:
        return False
    return abs((shown.replace(tzinfo=None) - declared.replace(tzinfo=None)).total_seconds()) < 40 * 3600


_NUMBERS: Final = lazy_re.pattern(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d\d)(?!\d)")


def _in_order(raw: str, first_reply: date) -> str:
    """A date of numbers in the one order of day and month that puts the post just before its first reply."""
    match = _NUMBERS.search(raw)
    if match is None:
        return raw
    year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
    fitting = []
    for month, day in {(int(match[1]), int(match[3])), (int(match[3]), int(match[1]))}:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if -1 <= (first_reply - found).days <= _SOON:
            fitting.append(found)
    return f"{raw[: match.start()]}{fitting[0].isoformat()}{raw[match.end() :]}" if len(fitting) == 1 else raw


_SOON: Final = 7
"""A post's first reply comes within so many days; where day and month are swapped it is off by a month or more."""
_MACHINE: Final = lazy_re.pattern(r"\d{4}-?\d\d-?\d\d|\d{9,13}$|\w{3,9},? \w+ \w+,? \d\d")


def _is_update(spot: Spot) -> bool:
    return bool(spot.means & CHANGED) and not spot.means & PUBLISHED


def _leading_byline(blocks: Sequence[Block], author: str | None, language: str | None) -> int:
    """How many of a loose body's first blocks are its byline and date: a name, "by", a time, and nothing else."""
    count = 0
    for block in blocks[:6]:
        text = block.text
        if len(text) > _SHORT_LINE or block.kind not in ("paragraph", "list", "heading"):
            break
        span = find_time(text, language)
        rest = text[: span[0]] + text[span[1] :] if span is not None else text
        rest = _BY.sub("", " ".join(rest.split()).strip(" ,|·•-–—@()")).strip()
        if rest and not (span is not None and len(rest) < 30) and rest != author:
            break
        count += 1
    return count


_SHORT_LINE: Final = 100


# -- the lines around a post -----------------------------------------------------------------------------------------


def _lines_between(
    page: Columns, heading: Spot | None, body: Body, dropped: Sequence[int], skip: frozenset[int]
) -> list[str]:
    """The lines between title and text, and those that the text left out."""
    between = [line for node in dropped for line in _lines(page, node, skip)]
    if heading is not None and not body.holds(heading):
        first, last = sorted((heading.start, body.start))
        between += _neighbours(page, first, skip | {last}, forward=True, until=last)
    return between


def _neighbours(
    page: Columns, node: int, skip: frozenset[int], *, forward: bool, until: int | None = None
) -> list[str]:
    """The lines that stand before or after a node, nearest first, up to a dozen, without sidebars and the like."""
    lines: list[str] = []
    around = frozenset(page.ancestors(until)) if until is not None else frozenset()
    while len(lines) < _MANY_LINES:
        if forward and (tail := page.tail(node).split()):
            lines.append(" ".join(tail))
        sibling = page.next_sibling(node) if forward else page.previous_sibling(node)
        if sibling is None:
            node = page.parents[node]
            if node < 0 or page.tags[node] in ("body", "html"):
                break
            continue
        node = sibling
        if node == until:
            break
        if node in around:
            lines += _lines(page, node, skip)
            break
        if page.tags[node][0] != "#" and node not in skip and not is_aside(page, node):
            found = _lines(page, node, skip)
            lines += found if forward else reversed(found)
        if not forward and (tail := page.tail(node).split()):
            lines.append(" ".join(tail))
    return [line for line in lines[:_MANY_LINES] if len(line) < _LONG_LINE]


_MANY_LINES: Final = 12
_LONG_LINE: Final = 300


def _lines(page: Columns, root: int, skip: frozenset[int]) -> list[str]:
    """The lines that a node shows; neighbours without a blank between them ("May 14" "59 replies") get one."""
    lines: list[list[str]] = [[]]
    events, tags, stops = page.events, page.tags, page.stops
    at, end = page.starts[root], stops[root]
    budget = _MANY_NODES
    while at <= end and budget:
        event = events[at]
        at += 1
        budget -= 1
        if isinstance(event, str):
            lines[-1].append(event)
            continue
        node = event if event >= 0 else ~event
        tag = tags[node]
        if event >= 0 and (tag[0] == "#" or tag in _NO_LINES or node in skip or _is_no_line(page, node)):
            at = stops[node] + 1
        elif tag not in _INLINE:
            lines.append([])
        elif tag not in _INSIDE_WORDS:
            lines[-1].append(" ")
    found = (" ".join("".join(line).split()) for line in lines)
    return [line for line in found if line]


_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data em font i img ins kbd label mark q s small span strike strong sub sup"
    " time tt u var".split()
)
_INSIDE_WORDS: Final = frozenset("b em i sup sub font u strong img".split())
_NO_LINES: Final = frozenset("form script style nav aside noscript svg select button template iframe textarea".split())
_MANY_NODES: Final = 400


def _is_no_line(page: Columns, node: int) -> bool:
    attributes = page.attributes[node]
    if not attributes:
        return page.tags[node] in ("aside", "nav")
    if is_aside(page, node) or meaning_of(attributes) & FRAME:
        return True
    return "hidden" in (attributes.get("class") or "").lower() or attributes.get("hidden") is not None
