"""A record of a page → what its mark-up proposes: who wrote it, when, and which box holds the text.

In comes one comment's elements, out goes a `Survey` of candidates in page order; nothing is decided here.
One walk over the record, with a stack instead of recursion. With a `Plan` (what the page's first records taught) the
walk does not enter boxes that hold a body and nothing else, nor readers' own paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from attrs import define, field
from lxml.html import HtmlElement

from threadkit.comments.hints import NO_HINT, Hint, hint_of
from threadkit.element_text import text_of

__all__ = [
    "PROSE",
    "Candidate",
    "CommentRecord",
    "Key",
    "Path",
    "Plan",
    "Survey",
    "Surveyor",
    "ancestors",
    "follow",
    "is_control",
    "is_dated",
    "is_short",
    "path_to",
    "plain",
]

PROSE: Final = frozenset({"p", "blockquote", "ul", "ol", "pre", "table", "dl"})
"""What a body is made of; where such an element has no class, it is a reader's own."""
_BLOCKS: Final = frozenset({"p", "div", "h2", "h3", "h4", "h5", "h6", "ul", "small"})
_COUNTER: Final = re.compile(r"[\s#(\[№.]*\d*[\s).\]:|]*")
_DIGIT: Final = re.compile(r"\d")
_CONTROL_LINK: Final = re.compile(
    r"javascript:|#(?:respond|reply|top|commentform)|.*(?:replytocom=|wp-admin/|action=edit|delete-comment\.g)",
    re.IGNORECASE,
)
_A_FEW_WORDS: Final = 40
_BOX: Final = 6
"""How strongly a box may name the author, whatever its class: the name is in it, with other things."""
_SHORT: Final = 160
_DEEP: Final = 12

Key = tuple[object, str | None]
"""An element's tag and class attribute: what is alike in all records of a page."""


Path = tuple[tuple[object, int], ...]
"""The way from a record's element to one inside it: a tag, and how many of that tag come before it, for each level."""


@define(eq=False)
class CommentRecord:
    """Where one comment is on the page."""

    number: str | None
    """The page's own number of it."""
    outer: HtmlElement
    """The outermost element that is this comment's alone."""
    parent_number: str | None = None
    """The number of its parent where an attribute says so; "0" for none."""
    before: Sequence[HtmlElement] = ()
    behind: Sequence[HtmlElement] = ()
    """The siblings that are its own, where the header or the body stands beside it."""

    @property
    def roots(self) -> list[HtmlElement]:
        """All elements that make it up, in page order."""
        return [*self.before, self.outer, *self.behind]


class Candidate(NamedTuple):
    """An element that may be the author's name or the time."""

    strength: int
    element: HtmlElement
    key: Key


@define(eq=False)
class Survey:
    """What one record's mark-up proposes, in page order."""

    record: CommentRecord
    authors: list[Candidate] = field(factory=list)
    times: list[Candidate] = field(factory=list)
    bodies: list[tuple[HtmlElement, Key]] = field(factory=list)
    boilerplate: list[HtmlElement] = field(factory=list)
    """Controls, badges and decoration."""
    marked: bool = False
    classed: bool = False
    kind: str = ""
    depth: int = 0
    permalink: str | None = None
    prose: int = 0
    """How deep the walk is when it is inside a reader's own paragraph or list, else 0."""


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

    def __init__(self, nested: frozenset[HtmlElement], *, microdata: bool) -> None:
        self.nested = nested
        self.microdata = microdata
        self.hints: dict[Key, Hint] = {}

    def survey(self, record: CommentRecord, plan: Plan | None) -> Survey:
        """What a record proposes; without a plan, everything is entered."""
        survey = Survey(record)
        roots = record.roots
        for root in roots:
            hint = self.hint(root)
            if hint is not NO_HINT:
                _note(survey, hint)
            if root is record.outer and hint.author and len(roots) > 1:
                survey.authors.append(Candidate(hint.author, root, (root.tag, root.get("class"))))
            # A body beside its record ("dt" and "dd", "div" and "p") is prose, or may be the body's own box.
            if root is record.outer or not self._take_root(survey, root, hint, plan):
                self._walk(survey, root, plan)
        return survey

    def _take_root(self, survey: Survey, root: HtmlElement, hint: Hint, plan: Plan | None) -> bool:
        if hint is NO_HINT and root.tag != "a":
            return plan is not None and plan.prose_is_body and root.tag in PROSE and not root.get("class")
        return self._take(survey, root, hint, plan)

    def hint(self, element: HtmlElement) -> Hint:
        """An element's hint, judged once a page for each tag and class."""
        return self._hint(element, element.tag, element.get("class"))

    def _hint(self, element: HtmlElement, tag: object, classes: str | None) -> Hint:
        if self.microdata and (prop := element.get("itemprop")):
            return hint_of(tag, classes, prop)
        hint = self.hints.get((tag, classes))
        if hint is None:
            hint = self.hints[tag, classes] = hint_of(tag, classes)
        return hint

    def _walk(self, survey: Survey, root: HtmlElement, plan: Plan | None) -> None:
        # The innermost loop of the whole reader: all that most elements need is done here, without a call.
        nested, hints, microdata = self.nested, self.hints, self.microdata
        prose_is_body = plan is not None and plan.prose_is_body
        survey.prose = 1 if root.tag in PROSE and not root.get("class") else 0
        walks = [iter(root)]
        while walks:
            for element in walks[-1]:
                if element in nested:
                    continue
                tag, classes = element.tag, element.get("class")
                hint = None if microdata else hints.get((tag, classes))
                if hint is None:
                    if not isinstance(tag, str):
                        continue
                    hint = self._hint(element, tag, classes)
                prose = tag in PROSE and not classes
                neutral = hint is NO_HINT and tag != "a"
                done = (prose and prose_is_body) if neutral else self._take(survey, element, hint, plan)
                if not done and len(element):
                    walks.append(iter(element))
                    if prose and not survey.prose:
                        survey.prose = len(walks)
                    break
            else:
                if len(walks) == survey.prose:
                    survey.prose = 0
                walks.pop()

    def _take(self, survey: Survey, element: HtmlElement, hint: Hint, plan: Plan | None) -> bool:
        """Take what an element proposes; True if there is no need to look inside."""
        tag = element.tag
        if tag == "a":
            return _take_link(survey, element, hint)
        if hint.marked or hint.classed or hint.kind or hint.depth:
            _note(survey, hint)
        if (hint.control or hint.badge or hint.decoration) and not _holds_more(element):
            survey.boilerplate.append(element)
            if survey.permalink is None and hint.control:
                survey.permalink = _permalink_in(element)
            return True
        key = (tag, element.get("class"))
        if hint.author:
            weight = 3 * _in_sentence(element) + 4 * bool(survey.prose)
            strength = min(hint.author, _BOX) if len(element) and _is_box(element) else hint.author
            survey.authors.append(Candidate(strength - weight, element, key))
        if hint.time:
            survey.times.append(Candidate(_time_strength(element, hint), element, key))
        if hint.body and (plan is None or (key not in plan.header_boxes and not survey.kind)):
            survey.bodies.append((element, key))
            return plan is not None
        return False


def _note(survey: Survey, hint: Hint) -> None:
    survey.marked = survey.marked or hint.marked
    survey.classed = survey.classed or hint.classed
    survey.kind = survey.kind or hint.kind
    survey.depth = survey.depth or hint.depth


def _take_link(survey: Survey, link: HtmlElement, hint: Hint) -> bool:
    href = link.get("href") or ""
    if _is_permalink(href, survey.record.number):
        if survey.permalink is None:
            survey.permalink = href
        if is_dated(plain(link)):
            survey.times.append(Candidate(7, link, ("a", link.get("class"))))
        elif not len(link):
            survey.boilerplate.append(link)
        return False
    if hint.control or (is_control(link) and not hint.author):
        survey.boilerplate.append(link)
        return True
    rel = link.get("rel") or ""
    strength = max(hint.author, 5 if "external" in rel or "nofollow" in rel else 3) - 4 * bool(survey.prose)
    survey.authors.append(Candidate(strength, link, ("a", link.get("class"))))
    return False


def _is_permalink(href: str, number: str | None) -> bool:
    """Whether an address leads to a comment: "…#comment-7", or "#c7" where 7 is this one's number."""
    _, hash_, fragment = href.rpartition("#")
    if not hash_:
        return False
    return fragment.startswith("comment-") or bool(
        number and fragment.endswith(number) and len(fragment) - len(number) < len("comment-")
    )


def is_control(link: HtmlElement) -> bool:
    """Whether a link does something on the page instead of leading somewhere."""
    return bool(_CONTROL_LINK.match(link.get("href") or "")) or link.get("onclick") is not None


def is_dated(label: str) -> bool:
    """Whether a label may be a time: it has digits and is no mere counter ("#1", "12.").

    >>> is_dated("May 3, 2009"), is_dated("#12"), is_dated("Permalink")
    (True, False, False)
    """
    return bool(_DIGIT.search(label)) and not _COUNTER.fullmatch(label)


def is_short(element: HtmlElement) -> bool:
    """Whether an element's text is no longer than what a theme prints beside a comment's: links, votes, a rating."""
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size > _SHORT:
            return False
    return True


def plain(element: HtmlElement, skip: Container[HtmlElement] = frozenset()) -> str:
    """An element's text on one line."""
    if not len(element):
        return " ".join((element.text or "").split()) if element not in skip else ""
    return " ".join(text_of(element, skip=skip).split())


def ancestors(element: HtmlElement | None, record: CommentRecord) -> Iterator[HtmlElement]:
    """The elements around one, up to and with the record's own."""
    roots = record.roots
    if element is None or element in roots:
        return
    for ancestor in element.iterancestors():
        yield ancestor
        if ancestor in roots:
            return


def path_to(element: HtmlElement, record: CommentRecord) -> Path | None:
    """The way to an element inside a record's own; None for one elsewhere."""
    path: list[tuple[object, int]] = []
    while element is not record.outer:
        parent = element.getparent()
        if parent is None or len(path) > _DEEP:
            return None
        before = sum(1 for _ in islice(element.itersiblings(element.tag, preceding=True), _DEEP))
        path.append((element.tag, before))
        element = parent
    return tuple(reversed(path))


def follow(path: Path, record: CommentRecord) -> HtmlElement | None:
    """The element that a path leads to in another record; None where there is none."""
    element: HtmlElement | None = record.outer
    for tag, before in path:
        found = element.iterchildren(tag) if element is not None else iter(())
        element = next(islice(found, before, None), None)
    return element


def _time_strength(element: HtmlElement, hint: Hint) -> int:
    title = element.get("title") if element.tag == "abbr" else None
    return 8 if title and len(_DIGIT.findall(title)) >= 4 else hint.time


def _permalink_in(element: HtmlElement) -> str | None:
    links: Iterable[HtmlElement] = element.iter("a")
    return next((href for link in links if "#comment-" in (href := link.get("href") or "")), None)


def _holds_more(element: HtmlElement) -> bool:
    """Whether a would-be control holds a paragraph or a time ("timestamp-edit"), and so is none."""
    if not len(element):
        return False
    if not is_short(element):
        return True
    for inner in element.iterdescendants("p", "time", "abbr", "a"):
        if inner.tag in ("time", "abbr") or (inner.tag == "p" and len(inner.text or "") > _A_FEW_WORDS):
            return True
        if inner.tag == "a" and "#" in (inner.get("href") or "") and is_dated(plain(inner)):
            return True
    return False


def _is_box(element: HtmlElement) -> bool:
    """Whether an element holds blocks: "comment_author" is the name in some themes, and the whole header in others."""
    return any(child.tag in _BLOCKS for child in element)


def _in_sentence(element: HtmlElement) -> bool:
    """Whether a reader's own cite or strong stands in the middle of a paragraph."""
    parent = element.getparent()
    if parent is None or parent.tag != "p" or parent.get("class"):
        return False
    return bool((parent.text or "").strip() or (element.tail or "").strip() or len(parent) > 1)
