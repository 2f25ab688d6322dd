"""One comment's mark-up → its author, time, body and marks, for records of any theme.

In comes a page's records, each as the elements that make it up; out goes a `Reading` for each.

The strategy, in two passes:

1. A few records are surveyed to the last element. Hints (`_hints`) propose authors, times and bodies; the best ones
   show how *this* page writes its comments: which element names the author, which body-like boxes hold the header as
   well and so are none, whether the header hides in a paragraph (WordPress 1.x: "Comment by X — date" ends the body).
   What was learned is a `_Plan`.
2. Every record is surveyed once by that plan. A box that holds only the body is not entered. Where the page has no
   such box, the body is what remains (`_remainder`): all of the record but lines that hold the author or the time,
   controls, badges and nested records. So nothing that a reader wrote depends on a class name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import define, field
from lxml.html import HtmlElement

from threadkit.comments._hints import NO_HINT, Hint, hint_of
from threadkit.comments._names import TIME, clean_name, common_affixes, loose_name
from threadkit.comments._page import CommentPage
from threadkit.dates import find_time
from threadkit.prose import Part, is_block, text_of, text_of_parts

__all__ = ["Reading", "Record", "read_records"]

_SAMPLE: Final = 16
"""Records surveyed to learn how a page writes its comments."""
_MAX_NAME: Final = 250
"""WordPress stores no longer name."""
_PROSE: Final = frozenset({"p", "blockquote", "ul", "ol", "pre", "table", "dl"})
"""What a body is made of; where such an element has no class, it is a reader's own."""
_ENDS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "form", "nav", "script", "style", "footer"})
"""What does not continue a body that stands beside its record."""
_COUNTER: Final = re.compile(r"[\s#(\[№.]*\d*[\s).\]:|]*")
_FEW: Final = 40
"""Decoration is no longer than this."""
_GLUED: Final = re.compile(r"\d\s?[ap]m(?=\w)", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_CONTROL_LINK: Final = re.compile(r"javascript:|#(?:respond|reply|top|commentform)|.*(?:replytocom=|wp-admin/|action=edit)", re.IGNORECASE)

_Key = tuple[object, str | None]
_Candidate = tuple[int, HtmlElement, _Key]
"""How strongly, which element, and its tag and class."""


@define(eq=False)
class Record:
    """Where one comment is on the page."""

    number: str | None
    """The page's own number of it."""
    outer: HtmlElement
    """The outermost element that is this comment's alone."""
    roots: list[HtmlElement]
    """All elements that make it up, in page order: `outer`, and siblings where the body stands beside it."""
    parent_number: str | None = None
    """The number of its parent where an attribute says so; "0" for none."""


@define(eq=False)
class Reading:
    """What one comment's mark-up says."""

    name: str | None = None
    is_loose: bool = False
    """The name stood in a line with other words."""
    link: str | None = None
    """The address that the name leads to, as it stands there."""
    displayed: str | None = None
    machine: str | None = None
    parts: list[Part] = field(factory=list)
    """The body's pieces."""
    skip: frozenset[HtmlElement] = frozenset()
    """What is inside the pieces and not the writer's: controls, nested records."""
    marked: bool = False
    classed: bool = False
    kind: str = ""
    depth: int = 0
    """The level from 1 that a class gives, else 0."""
    permalink: str | None = None

    @property
    def text(self) -> str:
        """The body as plain text."""
        if len(self.parts) == 1 and isinstance(self.parts[0], HtmlElement):
            return text_of(self.parts[0], skip=self.skip)
        return text_of_parts(self.parts, skip=self.skip)


@define(eq=False)
class _Survey:
    """What hints and links propose for one record; candidates are (strength, element, key) in page order."""

    record: Record
    authors: list[_Candidate] = field(factory=list)
    times: list[_Candidate] = field(factory=list)
    bodies: list[tuple[HtmlElement, _Key]] = field(factory=list)
    outs: list[HtmlElement] = field(factory=list)
    """Controls, badges and decoration."""
    marked: bool = False
    classed: bool = False
    kind: str = ""
    depth: int = 0
    permalink: str | None = None
    prose: int = 0
    """How deep the walk is when it is inside a reader's own paragraph or list, else 0."""


@define
class _Plan:
    """How a page writes its comments."""

    author: _Key | None = None
    time: _Key | None = None
    mixed: set[_Key] = field(factory=set)
    """Body-like boxes that hold the author or the time too."""
    glued: bool = False
    """Times run into what follows ("12:15 pmDawn said")."""
    opaque: bool = True
    """Paragraphs hold no author or time, so they need not be entered."""
    own_time: bool = True
    """The time's element holds all of it; else it is to be looked for in its line."""


def read_records(page: CommentPage, records: Sequence[Record], nested: frozenset[HtmlElement]) -> list[Reading]:
    """What each record says; `nested` holds the records' elements and the lists of them, where a record ends."""
    reader = _Reader(page, nested)
    reader.learn(_sample(records))
    readings = [reader.read(record) for record in records]
    _drop_affixes(readings)
    _drop_decoration(readings)
    return readings


def _sample(records: Sequence[Record]) -> list[Record]:
    """The first records and some from all over the page."""
    half = _SAMPLE // 2
    step = max(1, (len(records) - half) // half)
    return [*records[:half], *records[half::step][:half]]


class _Reader:
    """Reads the records of one page."""

    def __init__(self, page: CommentPage, nested: frozenset[HtmlElement]) -> None:
        self.page = page
        self.nested = nested
        self.hints: dict[_Key, Hint] = {}
        self.plan = _Plan()
        self.microdata = bool(page.root.xpath("boolean(//*[@itemprop])"))

    # -- learning ------------------------------------------------------------------------------------------------

    def learn(self, sample: Sequence[Record]) -> None:
        """Find out how this page writes its comments."""
        surveys = [self.survey(record, None) for record in sample]
        surveys = [survey for survey in surveys if not survey.kind] or surveys
        authors = [self.author_of(survey) for survey in surveys]
        self.plan.author = _commonest(key for found in authors if found for key in [found[2]])
        times = [self.time_of(survey, author and author[1]) for survey, author in zip(surveys, authors, strict=True)]
        self.plan.time = _commonest(key for found in times if found for key in [found[2]])
        mixed: Counter[_Key] = Counter()
        for survey, author, time in zip(surveys, authors, times, strict=True):
            holders = set(_ancestors(author and author[1], survey.record)) | set(_ancestors(time and time[1], survey.record))
            mixed.update({key for element, key in survey.bodies if element in holders})
            if any(holder.tag in _PROSE and not holder.get("class") for holder in holders):
                self.plan.opaque = False
        self.plan.mixed = set(mixed)
        self.plan.glued = self._are_glued(surveys)
        self.plan.own_time = self._times_are_whole(surveys, authors, times)

    def _are_glued(self, surveys: Sequence[_Survey]) -> bool:
        """Whether nearly all of the page's times run into a name: then "am" is no beginning of "Amanda"."""
        heads = [_plain(survey.record.outer, self.nested - {survey.record.outer})[:_MAX_NAME] for survey in surveys]
        return len(heads) > 2 and sum(1 for head in heads if _GLUED.search(head)) >= 0.9 * len(heads)

    def unglued(self, line: str) -> str:
        return _GLUED.sub(r"\g<0> ", line) if self.plan.glued else line

    def _times_are_whole(self, surveys, authors, times) -> bool:  # type: ignore[no-untyped-def]
        """Whether the time's element holds the whole time, not only the hour of "May 3 @ <a>4:10 pm</a>"."""
        whole = parted = 0
        for survey, author, time in zip(surveys, authors, times, strict=True):
            if not time or time[1].tag == "time":
                continue
            own = _plain(time[1], frozenset(survey.outs))
            span = find_time(own, self.page.language)
            own_length = span[1] - span[0] if span else 0
            lines = self.header_lines(survey, author and author[1], time[1])
            line = next((line for line in lines if own and own in line), "")
            span = find_time(line, self.page.language) if line != own else None
            if span and span[1] - span[0] > own_length + 3:
                parted += 1
            else:
                whole += 1
        return whole >= parted

    # -- one record ----------------------------------------------------------------------------------------------

    def read(self, record: Record) -> Reading:
        """What one record says, by the plan; a record that does not follow it is surveyed to the last element."""
        survey = self.survey(record, self.plan)
        deep = None
        if survey.kind:  # "Pingback: <a>…</a>" looks like no comment on the page
            deep = self.survey(record, None)
        author = self.author_of(deep or survey)
        if author is None and survey.bodies:
            deep = self.survey(record, None)
            author = self.author_of(deep, strength=8)
        if deep is not None and (survey.kind or author is not None):
            survey = deep
            holders = set(_ancestors(author and author[1], record))
            survey.bodies = [body for body in deep.bodies if body[0] not in holders]
        name_element = author[1] if author else None
        time = self.time_of(survey, name_element)
        reading = Reading(
            marked=survey.marked,
            classed=survey.classed,
            kind=survey.kind,
            depth=survey.depth,
            permalink=survey.permalink,
        )
        self._body(reading, survey, name_element, time and time[1])
        self._time(reading, survey, name_element, time)
        if author is not None:
            self._name(reading, survey, author)
        return reading

    def _name(self, reading: Reading, survey: _Survey, author: _Candidate) -> None:
        strength, element, _ = author
        holders = set(_ancestors(element, survey.record))
        skip = frozenset(survey.outs).union(found for _, found, _ in survey.times if found is not element) - holders
        text = self.unglued(_plain(element, skip))
        reading.link = _link_of(element, survey)
        if strength >= 9 or element.tag == "a":
            reading.name = clean_name(text) or None
            return
        if _DIGIT.search(text) and (span := find_time(text, self.page.language)):
            text = text[: span[0]] + TIME + text[span[1] :]
        reading.name = loose_name(text) or None
        reading.is_loose = True

    def _time(self, reading: Reading, survey: _Survey, author: HtmlElement | None, time: _Candidate | None) -> None:
        if time is not None:
            element = time[1]
            reading.machine = _machine_of(element)
            if element.tag == "time" or self.plan.own_time or (reading.machine and element.tag == "abbr"):
                reading.displayed = self._displayed(element, survey, author) or None
                return
        for line in self.header_lines(survey, author, time and time[1], frozenset(element for element, _ in survey.bodies)):
            span = find_time(line, self.page.language) if _DIGIT.search(line) else None
            if span:
                reading.displayed = line[span[0] : span[1]].strip()
                return
        if time is not None:
            reading.displayed = _plain(time[1], frozenset(survey.outs)) or None

    def _displayed(self, element: HtmlElement, survey: _Survey, author: HtmlElement | None) -> str:
        """The time's text, with that of its other elements where it is spread over several."""
        skip = frozenset(survey.outs)
        parent = element.getparent()
        beside = [found for strength, found, _ in survey.times if strength >= 6 and found.getparent() is parent]
        if len(beside) > 1 and parent is not None:
            if author is None or parent not in set(_ancestors(author, survey.record)):
                return _plain(parent, skip) if len(_plain(parent, skip)) < 80 else " ".join(_plain(e, skip) for e in beside)
            return " ".join(_plain(found, skip) for found in beside)
        return _trimmed(_plain(element, skip))

    def _body(self, reading: Reading, survey: _Survey, author: HtmlElement | None, time: HtmlElement | None) -> None:
        bodies = [element for element, _ in survey.bodies if author is None or element not in set(_ancestors(author, survey.record))]
        if len(bodies) > 1:
            bodies = _fullest(survey, bodies)
        if bodies:
            reading.parts = list(bodies)
            reading.skip = self.unwritten(bodies)
        else:
            reading.parts, _ = self.remainder(survey, author, time)
            reading.skip = self.unwritten([part for part in reading.parts if isinstance(part, HtmlElement)])

    def unwritten(self, bodies: Iterable[HtmlElement]) -> frozenset[HtmlElement]:
        """What is inside a body and not its writer's. Readers' own mark-up has no classes, so a class tells."""
        skip = []
        for body in bodies:
            for element in body.iter():
                classes = element.get("class") if isinstance(element.tag, str) else None
                if element in self.nested:
                    skip.append(element)
                elif classes:
                    hint = self.hint(element, classes)
                    if element is not body and (hint.control or hint.badge or hint.aside) and element.tag != "img":
                        skip.append(element)
                elif element.tag == "a" and _CONTROL_LINK.match(element.get("href") or ""):
                    skip.append(element)
        return frozenset(skip)

    # -- the survey ----------------------------------------------------------------------------------------------

    def hint(self, element: HtmlElement, classes: str | None) -> Hint:
        """The element's hint, judged once a page for each tag and class."""
        key = (element.tag, classes)
        hint = self.hints.get(key)
        if hint is None:
            hint = self.hints[key] = hint_of(element.tag, classes)
        if self.microdata and (prop := element.get("itemprop")):
            return hint_of(element.tag, classes, prop)
        return hint

    def survey(self, record: Record, plan: _Plan | None) -> _Survey:
        """One walk over a record. Without a plan, everything is entered."""
        survey = _Survey(record)
        for root in record.roots:
            hint = self.hint(root, root.get("class"))
            self._note(survey, hint)
            # A body beside its record ("dt" and "dd", "div" and "p") is prose, or may be the body's own box.
            if root is record.outer or not self._enter(survey, root, plan):
                self._walk(survey, root, plan)
        return survey

    def _walk(self, survey: _Survey, root: HtmlElement, plan: _Plan | None) -> None:
        walks = [iter(root)]
        survey.prose = 1 if root.tag in _PROSE and not root.get("class") else 0
        while walks:
            for element in walks[-1]:
                if element in self.nested or not isinstance(element.tag, str):
                    continue
                if not self._enter(survey, element, plan) and len(element):
                    walks.append(iter(element))
                    if not survey.prose and element.tag in _PROSE and not element.get("class"):
                        survey.prose = len(walks)
                    break
            else:
                if len(walks) == survey.prose:
                    survey.prose = 0
                walks.pop()

    def _note(self, survey: _Survey, hint: Hint) -> None:
        survey.marked = survey.marked or hint.marked
        survey.classed = survey.classed or hint.classed
        survey.kind = survey.kind or hint.kind
        survey.depth = survey.depth or hint.depth

    def _enter(self, survey: _Survey, element: HtmlElement, plan: _Plan | None) -> bool:
        """Take what an element proposes; True if there is no need to look inside."""
        tag = element.tag
        classes = element.get("class")
        hint = self.hint(element, classes)
        if tag == "a":
            return self._take_link(survey, element, hint, (tag, classes))
        if hint is NO_HINT:
            return plan is not None and plan.opaque and tag in _PROSE and not classes
        key = (tag, classes)
        if hint.marked or hint.classed or hint.kind or hint.depth:
            self._note(survey, hint)
        if (hint.control or hint.badge or hint.aside) and not _holds_more(element):
            survey.outs.append(element)
            if survey.permalink is None and hint.control:
                survey.permalink = _permalink_in(element)
            return True
        if hint.author:
            weight = 3 * _in_sentence(element) + 4 * bool(survey.prose)
            survey.authors.append((hint.author - weight, element, key))
        if hint.time:
            survey.times.append((_time_strength(element, hint), element, key))
        if hint.body:
            if plan is None:
                survey.bodies.append((element, key))
            elif key not in plan.mixed and not survey.kind:
                survey.bodies.append((element, key))
                return True
        return False

    def _take_link(self, survey: _Survey, link: HtmlElement, hint: Hint, key: _Key) -> bool:
        href = link.get("href") or ""
        if "#comment-" in href or (href.startswith("#") and survey.record.number and href.endswith(survey.record.number)):
            if survey.permalink is None:
                survey.permalink = href
            label = _plain(link, frozenset())
            if _is_dated(label):
                survey.times.append((7, link, key))
            elif not len(link):
                survey.outs.append(link)
        elif hint.control or _CONTROL_LINK.match(href) or link.get("onclick"):
            survey.outs.append(link)
            return True
        else:
            own = 5 if "external" in (link.get("rel") or "") or "nofollow" in (link.get("rel") or "") else 3
            survey.authors.append((max(hint.author, own) - 4 * bool(survey.prose), link, key))
        return False

    # -- choosing ------------------------------------------------------------------------------------------------

    def author_of(self, survey: _Survey, strength: int = 0) -> _Candidate | None:
        """The best candidate for the author's name, as far inside as the name goes."""
        ranked = sorted(
            ((found[0] + 100 * (found[2] == self.plan.author), -place, found) for place, found in enumerate(survey.authors)),
            key=lambda item: item[:2],
            reverse=True,
        )
        skip = frozenset(survey.outs)
        for _, _, found in ranked:
            if found[0] >= strength and _is_name(_plain(found[1], skip)):
                return self._innermost(survey, found, skip)
        return None

    def _innermost(
        self, survey: _Survey, found: _Candidate, skip: frozenset[HtmlElement]
    ) -> _Candidate:
        """A header's box is not the name itself: the first candidate inside it is."""
        if found[0] >= 9 or not len(found[1]):
            return found
        inside = [other for other in survey.authors if other[1] is not found[1] and found[1] in set(other[1].iterancestors())]
        for other in inside:
            if _is_name(_plain(other[1], skip)):
                return self._innermost(survey, other, skip)
        return found

    def time_of(self, survey: _Survey, author: HtmlElement | None) -> _Candidate | None:
        """The best candidate for the time; a box that holds the author too is none."""
        if not survey.times:
            return None
        holders = set(_ancestors(author, survey.record)) | {author}
        best = None
        for found in survey.times:
            strength = found[0] + 100 * (found[2] == self.plan.time)
            if (best is None or strength > best[0]) and found[1] not in holders and _tells_time(found[1]):
                best = (strength, found[1], found[2])
        return best

    # -- what is left --------------------------------------------------------------------------------------------

    def header_lines(
        self, survey: _Survey, author: HtmlElement | None, time: HtmlElement | None, bodies: frozenset[HtmlElement] = frozenset()
    ) -> list[str]:
        """The lines of a record's header, without the author's name where that has an element of its own."""
        _, lines = self.remainder(survey, author, time, bodies)
        skip = set(survey.outs)
        if author is not None and (author.tag == "a" or self.hint(author, author.get("class")).author >= 9):
            skip.add(author)
        texts = (" ".join(text_of_parts(line, skip=skip).split()) for line in lines)
        return [self.unglued(text) for text in texts if text]

    def remainder(
        self, survey: _Survey, author: HtmlElement | None, time: HtmlElement | None, bodies: frozenset[HtmlElement] = frozenset()
    ) -> tuple[list[Part], list[list[Part]]]:
        """A record's pieces that are neither header nor control, and the lines of its header."""
        rest = _Remainder(self.nested, frozenset(survey.outs) | bodies)
        rest.heads = {element for element in (author, time) if element is not None}
        for head in (author, time):
            rest.opened.update(_ancestors(head, survey.record))
        rest.opened.update(survey.record.roots[:1])
        rest.take(survey.record)
        return rest.parts, rest.lines


class _Remainder:
    """Collects what of a record is neither header nor control: a walk over the boxes that hold header elements.

    A *line* is what stands together between block elements. A line that holds a header element is the header's;
    other lines, and whole blocks, are the body's.
    """

    def __init__(self, nested: frozenset[HtmlElement], outs: frozenset[HtmlElement]) -> None:
        self.nested = nested
        self.outs = outs
        self.heads: set[HtmlElement] = set()
        self.opened: set[HtmlElement] = set()
        self.parts: list[Part] = []
        self.lines: list[list[Part]] = []
        self.line: list[Part] = []
        self.is_head = False

    def take(self, record: Record) -> None:
        for root in record.roots:
            self._piece(root)
        self.end_line()
        if not any(isinstance(part, HtmlElement) or (part and part.strip()) for part in self.parts):
            self.parts = []

    def _piece(self, root: HtmlElement) -> None:
        """One walk, with a stack of (element, iterator) instead of recursion."""
        if not self._open(root):
            return
        walks: list[tuple[HtmlElement, Iterator[HtmlElement]]] = [(root, iter(root))]
        while walks:
            parent, children = walks[-1]
            for child in children:
                if self._open(child):
                    walks.append((child, iter(child)))
                    break
                self._text(child.tail)
            else:
                walks.pop()
                if is_block(parent.tag):
                    self.end_line()
                if walks:
                    self._text(parent.tail)

    def _open(self, element: HtmlElement) -> bool:
        """Begin an element; True if its children are to be looked at one by one."""
        if not isinstance(element.tag, str):
            return False
        block = is_block(element.tag)
        if element in self.nested and element not in self.opened:
            self.end_line()
        elif element in self.heads:
            self._head(element, block)
        elif element in self.outs:
            if block:
                self.end_line()
        elif element in self.opened:
            if block:
                self.end_line()
            self._text(element.text)
            return True
        elif block:
            self.end_line()
            self.parts.append(element)
        else:
            self.line.append(element)
        return False

    def _head(self, element: HtmlElement, block: bool) -> None:
        if block:
            self.end_line()
        self.line.append(element)
        self.is_head = True
        if block:
            self.end_line()

    def _text(self, text: str | None) -> None:
        if text:
            self.line.append(text)

    def end_line(self) -> None:
        """What was collected is a line: of the header, or of the body."""
        if self.line:
            if self.is_head:
                self.lines.append(self.line)
            elif any(not isinstance(part, str) or part.strip() for part in self.line):
                self.lines.append(self.line)
                self.parts += [None, *self.line, None]
            self.line = []
        self.is_head = False


# -- small questions -------------------------------------------------------------------------------------------------


def _ancestors(element: HtmlElement | None, record: Record) -> Iterator[HtmlElement]:
    """The elements around one, up to and with the record's own."""
    if element is None:
        return
    for ancestor in element.iterancestors():
        yield ancestor
        if ancestor in record.roots:
            return


def _commonest(keys: Iterable[_Key]) -> _Key | None:
    ranked = Counter(keys).most_common(1)
    return ranked[0][0] if ranked else None


def _plain(element: HtmlElement, skip: frozenset[HtmlElement]) -> str:
    """An element's text on one line."""
    if not len(element):
        return " ".join((element.text or "").split()) if element not in skip else ""
    return " ".join(text_of(element, skip=skip).split())


def _is_name(text: str) -> bool:
    return bool(text) and len(text) <= _MAX_NAME


def _tells_time(element: HtmlElement) -> bool:
    """Whether an element shows or carries any number at all."""
    if element.tag == "time" and _DIGIT.search(element.get("datetime") or ""):
        return True
    text = "".join(element.itertext())
    return bool(_DIGIT.search(text)) and len(text) < 200 and not _COUNTER.fullmatch(text.strip())


def _time_strength(element: HtmlElement, hint: Hint) -> int:
    title = element.get("title") if element.tag == "abbr" else None
    return 8 if title and len(_DIGIT.findall(title)) >= 4 else hint.time


def _machine_of(element: HtmlElement) -> str | None:
    """A machine's form of the time beside the displayed one; a placeholder without numbers is none."""
    for holder in (element, *element.iterdescendants("time", "abbr")):
        for name in ("datetime", "content", "title", "data-time", "data-timestamp"):
            value = holder.get(name)
            if value and len(_DIGIT.findall(value)) >= 4:
                return str(value).strip()
    return None


def _link_of(element: HtmlElement, survey: _Survey) -> str | None:
    """Where the name leads: the link in it, around it, or (an avatar's) beside it."""
    for link in (element, *element.iterdescendants("a"), *_ancestors(element, survey.record)):
        if link.tag == "a" and link not in survey.outs:
            return str(link.get("href") or "") or None
    return None


def _permalink_in(element: HtmlElement) -> str | None:
    for link in element.iter("a"):
        href = link.get("href") or ""
        if "#comment-" in href:
            return str(href)
    return None


def _holds_more(element: HtmlElement) -> bool:
    """Whether a would-be control holds a paragraph or a time ("timestamp-edit"), and so is none."""
    for inner in element.iterdescendants("p", "time", "abbr", "a"):
        if inner.tag in ("time", "abbr") or (inner.tag == "p" and len(inner.text or "") > _FEW):
            return True
        if inner.tag == "a" and "#comment-" in (inner.get("href") or "") and _is_dated(_plain(inner, frozenset())):
            return True
    return False


def _is_dated(label: str) -> bool:
    return bool(_DIGIT.search(label)) and not _COUNTER.fullmatch(label)


def _in_sentence(element: HtmlElement) -> bool:
    """Whether a reader's own cite or strong stands in the middle of a paragraph."""
    parent = element.getparent()
    if parent is None or parent.tag != "p" or parent.get("class"):
        return False
    return bool((parent.text or "").strip() or (element.tail or "").strip() or len(parent) > 1)


def _trimmed(text: str) -> str:
    """A time without what a theme puts between it and its neighbours."""
    return text.strip(" \t|·•/-–—,:;@(){}[]")


def _fullest(survey: _Survey, bodies: list[HtmlElement]) -> list[HtmlElement]:
    """Of several body-like boxes, those like the one with the most text."""
    sizes = {element: sum(len(text) for text in element.itertext()) for element in bodies}
    best = max(bodies, key=lambda element: sizes[element])
    key = next(key for element, key in survey.bodies if element is best)
    return [element for element, other in survey.bodies if element in sizes and other == key]


def _drop_affixes(readings: Sequence[Reading]) -> None:
    """Take words off the names that all of them share: "says" in a language that no list here knows."""
    loose = [reading for reading in readings if reading.is_loose and reading.name]
    first, last = common_affixes([reading.name or "" for reading in loose])
    for reading in loose:
        reading.name = clean_name((reading.name or "").removeprefix(first).removesuffix(last)) or reading.name


def _drop_decoration(readings: Sequence[Reading]) -> None:
    """Take words out of the bodies that most of them share: a theme's own ("Guest", "Reply", "1.")."""
    loose: list[tuple[Reading, int, str]] = []
    for reading in readings:
        if len(reading.parts) > 1:
            loose += [(reading, place, text) for place, part in enumerate(reading.parts) if (text := _short(part, reading.skip))]
    times = Counter(text for _, _, text in loose)
    least = max(3, len(readings) // 2)
    for reading, place, text in loose:
        if times[text] >= least or _COUNTER.fullmatch(text):
            reading.parts[place] = None


def _short(part: Part, skip: frozenset[HtmlElement]) -> str:
    """The text of a piece that may be decoration: a few words outside of paragraphs; "" for all others."""
    if isinstance(part, str):
        text = " ".join(part.split())
    elif part is None or part.tag in _PROSE or part.tag == "br" or any(number > 10 for number, _ in enumerate(part.iter())):
        return ""
    else:
        text = _plain(part, skip)
    return text if len(text) < _FEW else ""
