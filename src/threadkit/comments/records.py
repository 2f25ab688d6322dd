"""One comment's mark-up → its author, time, body and marks, for records of any theme.

In comes a page's records, each as the elements that make it up; out goes a `RecordReading` for each.

The strategy, in two passes:

1. A few records are surveyed to the last element. Hints (`hints`) propose authors, times and bodies; the best ones
   show how *this* page writes its comments: which element names the author, which body-like boxes hold the header as
   well and so are none, whether the header hides in a paragraph (WordPress 1.x: "Comment by X — date" ends the body).
   What was learned is a `Plan`.
2. Every record is surveyed once by that plan, or read at a glance (`quick`) where that was seen to give the same.
   Where the page has no box for bodies alone, the body is what remains (`remainder`) of the record without its
   header. So nothing that a reader wrote depends on a class name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from threadkit.comments.author_names import TIME, clean_name, is_badge, is_introduction, name_in_line
from threadkit.comments.cleaning import clean, is_blank
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.quick import Quick
from threadkit.comments.record_reading import NotBody, RecordReading, is_bare_link, machine_of, trimmed
from threadkit.comments.remainder import remainder
from threadkit.comments.survey import (
    PROSE,
    Candidate,
    CommentRecord,
    Key,
    Path,
    Plan,
    Survey,
    Surveyor,
    ancestors,
    follow,
    is_control,
    is_dated,
    is_short,
    path_to,
    plain,
)
from threadkit.dates import find_time
from threadkit.element_text import Part, text_of_parts

__all__ = ["RecordReading", "read_records"]

_SAMPLE: Final = 10
"""Records surveyed to learn how a page writes its comments."""
_HEAD: Final = 12
"""A header has no more pieces of text than this."""
_GLANCE: Final = 100
"""A page that has microdata has it among so many elements of a record."""
_MAX_NAME: Final = 250
"""WordPress stores no longer name."""
_MAX_PLACED: Final = 100
"""A line that holds more is no name with what a theme says around it."""
_MAX_TIME: Final = 200
"""What holds more than this holds more than a time."""
_NAME_ALONE: Final = 9
"""From this strength on, an element is the name and nothing else."""
_PLAIN: Final = 3
"""From this strength on, an element stands outside of readers' own paragraphs."""
_ANY: Final = -10
_CLEAR: Final = 6
"""From this strength on, an element that is usually the time is it."""
_DIGIT: Final = re.compile(r"\d")
_ORDINAL: Final = re.compile(r"^\s*#?\d+[.):]?\s+")
_RUN_ON: Final = re.compile(r"\d\s?[ap]m(?=\w)", re.IGNORECASE)
_SURELY_RUN_ON: Final = re.compile(r"\d\s?[ap]m(?=[^\W\d_a-z])")


def read_records(
    page: CommentPage, records: Sequence[CommentRecord], nested: frozenset[HtmlElement]
) -> list[RecordReading]:
    """What each record says; `nested` holds the records' elements and the lists of them, where a record ends."""
    sample = _sample(records)
    microdata = any(
        element.get("itemprop")
        for record in sample
        for root in record.roots
        for element in islice(root.iter(), _GLANCE)
    )
    reader = _Reader(page, nested, microdata=microdata)
    reader.learn(sample)
    readings = [reader.read(record) for record in records]
    clean(readings, page.language)
    return readings


def _sample(records: Sequence[CommentRecord]) -> list[CommentRecord]:
    """The first records and some from all over the page."""
    half = _SAMPLE // 2
    step = max(1, (len(records) - half) // half)
    return [*records[:half], *records[half::step][:half]]


class _Skip:
    """A record's controls and all other records, without copying the page's set for each record."""

    __slots__ = ("more", "nested", "own")

    def __init__(self, nested: frozenset[HtmlElement], survey: Survey, others: Iterable[HtmlElement] = ()) -> None:
        self.nested = nested
        self.own = survey.record.outer
        self.more = frozenset((*survey.boilerplate, *others))

    def __contains__(self, element: object) -> bool:
        return element in self.more or (element in self.nested and element is not self.own)


class _Reader:
    """Reads the records of one page."""

    def __init__(self, page: CommentPage, nested: frozenset[HtmlElement], *, microdata: bool) -> None:
        self.page = page
        self.nested = nested
        self.plan = Plan()
        self.surveyor = Surveyor(nested, microdata=microdata)
        self.not_body = NotBody(self.surveyor)
        self.quick: Quick | None = None

    # -- learning ------------------------------------------------------------------------------------------------

    def learn(self, sample: Sequence[CommentRecord]) -> None:
        """Find out how this page writes its comments."""
        surveys = [self.surveyor.survey(record, None) for record in sample]
        surveys = [survey for survey in surveys if not survey.kind] or surveys
        authors = [self.author_of(survey) for survey in surveys]
        self.plan.names_on_time_lines = self._stand_on_time_lines(surveys, authors)
        if self.plan.names_on_time_lines:
            authors = [self._if_on_time_line(survey, author) for survey, author in zip(surveys, authors, strict=True)]
        elif 2 * sum(1 for author in authors if author) < len(authors):
            # Where nothing better names the authors, a bold name in a paragraph does.
            self.plan.least_strength = _ANY
            authors = [self.author_of(survey) for survey in surveys]
            if 2 * sum(1 for author in authors if author) < len(authors):
                # Nor is the usual name bold: what else stands in paragraphs is a reader's own link.
                self.plan.least_strength = _PLAIN
        self.plan.author = _commonest(author.key for author in authors if author)
        self.plan.author_path = self._usual_place(surveys, authors)
        usual = [author for author in authors if author and author.key == self.plan.author]
        self.plan.usual_least_strength = min(_PLAIN, max((author.strength for author in usual), default=_ANY))
        self.plan.author_is_name = any(author.strength >= _NAME_ALONE or author.element.tag == "a" for author in usual)
        times = [self.time_of(survey, author) for survey, author in zip(surveys, authors, strict=True)]
        self.plan.time = _commonest(time.key for time in times if time)
        found = list(zip(surveys, authors, times, strict=True))
        for survey, author, time in found:
            holders = _holders(author, survey) | _holders(time, survey)
            self.plan.header_boxes.update(key for element, key in survey.bodies if element in holders)
            if any(holder.tag in PROSE and not holder.get("class") for holder in holders):
                self.plan.prose_is_body = False
        self.plan.times_run_on = self._run_on(surveys)
        parted = sum(self._is_parted(*one) for one in found)
        self.plan.time_is_whole = 2 * parted <= sum(1 for time in times if time)
        quick = Quick(self.not_body, self.plan)
        if all(self._agrees(quick, survey.record) for survey in surveys):
            self.quick = quick

    def _stand_on_time_lines(self, surveys: Sequence[Survey], authors: Sequence[Candidate | None]) -> bool:
        """Whether the page's names stand on the lines of their times, some of them without an element of their own."""
        if all(author is not None and author.strength >= _NAME_ALONE for author in authors):
            return False
        names = [self._name_on_time_line(survey, self.time_of(survey, None)) for survey in surveys]
        if 5 * sum(1 for name in names if name) < 4 * len(names) or 2 * len({*names}) < len(names):
            return False
        linked = [(name, author) for name, author in zip(names, authors, strict=True) if _is_usable(author)]
        agree = [name for name, author in linked if author and clean_name(plain(author.element)) in name]
        return len(linked) < len(names) and 5 * len(agree) >= 4 * len(linked)

    def _name_on_time_line(self, survey: Survey, time: Candidate | None) -> str:
        """What stands on the time's line and is no time: a name, if anything; "" for nothing."""
        for line in self._header_lines(survey, None, time) if time is not None else ():
            span = find_time(line, self.page.language) if _DIGIT.search(line) else None
            if span:
                name = name_in_line(_ORDINAL.sub("", line[: span[0]]) + TIME + line[span[1] :])
                return name if len(name) <= _MAX_PLACED else ""
        return ""

    def _if_on_time_line(self, survey: Survey, author: Candidate | None) -> Candidate | None:
        """A proposed author, if it stands on the time's line, as all of the page's do."""
        if author is None or not _is_usable(author):
            return None
        return (
            author
            if clean_name(plain(author.element)) in self._name_on_time_line(survey, self.time_of(survey, None))
            else None
        )

    @staticmethod
    def _usual_place(surveys: Sequence[Survey], authors: Sequence[Candidate | None]) -> Path | None:
        """Where the names of most records stand: what is around their links, or the names' own elements."""
        paths: Counter[Path] = Counter()
        for survey, author in zip(surveys, authors, strict=True):
            element = author.element if author else None
            while element is not None and (element.tag == "a" or element.getparent() in _links_around(element, survey)):
                element = element.getparent()
            path = path_to(element, survey.record) if element is not None else None
            if path:
                paths[path] += 1
        ranked = paths.most_common(1)
        return ranked[0][0] if ranked and ranked[0][1] > 1 else None

    def _agrees(self, quick: Quick, record: CommentRecord) -> bool:
        """Whether a glance at a record tells what the survey does."""
        glance = quick.read(record)
        return glance is None or glance.comparable == self._read(record).comparable

    def _run_on(self, surveys: Sequence[Survey]) -> bool:
        """Whether nearly all of the page's times run into a name: then "am" is no beginning of "Amanda"."""
        if len(surveys) < 3 or not _RUN_ON.search(self._head(surveys[0].record)):
            return False
        run_on = sum(1 for survey in surveys if _RUN_ON.search(self._head(survey.record)))
        return run_on >= 0.9 * len(surveys)

    @staticmethod
    def _head(record: CommentRecord) -> str:
        """The beginning of a record's text."""
        return " ".join("".join(islice(record.outer.itertext(), _HEAD)).split())[:_MAX_NAME]

    def _is_parted(self, survey: Survey, author: Candidate | None, time: Candidate | None) -> bool:
        """Whether the time's element holds a part of it only: the hour of "May 3 @ <a>4:10 pm</a>"."""
        if not time or time.element.tag == "time":
            return False
        own = plain(time.element, survey.boilerplate)
        line = next((line for line in self._header_lines(survey, author, time) if own and own in line), own)
        if line == own:
            return False
        return _length(find_time(line, self.page.language)) > _length(find_time(own, self.page.language)) + 3

    # -- one record ----------------------------------------------------------------------------------------------

    def read(self, record: CommentRecord) -> RecordReading:
        """What one record says."""
        glance = self.quick.read(record) if self.quick is not None else None
        return glance or self._read(record)

    def _read(self, record: CommentRecord) -> RecordReading:
        survey, author = self._survey(record)
        time = self.time_of(survey, author)
        reading = RecordReading(
            not_body=self.not_body,
            marked=survey.marked,
            classed=survey.classed,
            kind=survey.kind,
            depth=survey.depth,
            permalink=survey.permalink,
        )
        self._read_body(reading, survey, author, time)
        self._read_time(reading, survey, author, time)
        if author is not None:
            self._read_name(reading, survey, author)
        elif self.plan.names_on_time_lines and not survey.kind:
            reading.name = self._name_on_time_line(survey, time) or None
            reading.is_name_in_line = True
        return reading

    def _survey(self, record: CommentRecord) -> tuple[Survey, Candidate | None]:
        """A record's survey by the plan; one that does not follow it is surveyed to the last element.

        Notices of links don't: "Pingback: <a>…</a>" looks like no comment on the page.
        """
        survey = self.surveyor.survey(record, self.plan)
        if self.plan.names_on_time_lines and not survey.kind:
            return survey, self._if_on_time_line(survey, self.author_of(survey))
        author = None if survey.kind else self.author_of(survey) or self._author_in_place(survey)
        if not survey.kind and (author is not None or not survey.bodies):
            return survey, author
        deep = self.surveyor.survey(record, None)
        author = self.author_of(deep, strength=_ANY if survey.kind else 8)
        if author is None and not survey.kind:
            return survey, None
        holders = _holders(author, deep)
        deep.bodies = [(element, key) for element, key in deep.bodies if element not in holders]
        return deep, author

    def _author_in_place(self, survey: Survey) -> Candidate | None:
        """What stands where the other records have their names, as a name without a link does in some themes."""
        element = follow(self.plan.author_path, survey.record) if self.plan.author_path else None
        if element is None or element in self.nested or not is_short(element):
            return None
        text = plain(element, _Skip(self.nested, survey))
        if not 0 < len(text) <= _MAX_PLACED or is_introduction(text) or any(e is element for e, _ in survey.bodies):
            return None
        return Candidate(1, element, (element.tag, element.get("class")))

    def _read_name(self, reading: RecordReading, survey: Survey, author: Candidate) -> None:
        element = author.element
        reading.link = _link_of(element, survey)
        if not len(element) or (author.strength >= _NAME_ALONE and is_bare_link(element)):
            text = (element[0] if len(element) else element).text or ""
        else:
            holders = _holders(author, survey)
            others = (
                time.element for time in survey.times if time.element is not element and time.element not in holders
            )
            badges = _badges(element)
            reading.marked = reading.marked or bool(badges)
            text = plain(element, _Skip(self.nested, survey, (*others, *badges)))
        if author.strength >= _NAME_ALONE or element.tag == "a":
            reading.name = clean_name(" ".join(text.split())) or None
            return
        text = self._with_space_after_time(" ".join(text.split()))
        if _DIGIT.search(text) and (span := find_time(text, self.page.language)):
            text = text[: span[0]] + TIME + text[span[1] :]
        reading.name = name_in_line(text) or None
        reading.is_name_in_line = True

    def _read_time(
        self, reading: RecordReading, survey: Survey, author: Candidate | None, time: Candidate | None
    ) -> None:
        if time is not None:
            reading.machine = machine_of(time.element)
            if (
                time.element.tag == "time"
                or self.plan.time_is_whole
                or (reading.machine and time.element.tag == "abbr")
            ):
                reading.displayed = self._displayed(time, survey, author) or None
                return
        for line in self._header_lines(survey, author, time):
            span = find_time(line, self.page.language) if _DIGIT.search(line) else None
            if span:
                reading.displayed = line[span[0] : span[1]].strip()
                return
        if time is not None:
            reading.displayed = plain(time.element, survey.boilerplate) or None

    def _displayed(self, time: Candidate, survey: Survey, author: Candidate | None) -> str:
        """The time's text, with that of its other elements where it is spread over several."""
        if len(survey.times) == 1:
            return trimmed(plain(time.element, survey.boilerplate))
        parent = time.element.getparent()
        same_parent = [one.element for one in survey.times if one.strength >= 6 and one.element.getparent() is parent]
        if len(same_parent) < 2 or parent is None:
            return trimmed(plain(time.element, survey.boilerplate))
        line = plain(parent, _Skip(self.nested, survey)) if parent not in _holders(author, survey) else ""
        return (
            line if 0 < len(line) < _MAX_TIME // 2 else " ".join(plain(one, survey.boilerplate) for one in same_parent)
        )

    def _read_body(
        self, reading: RecordReading, survey: Survey, author: Candidate | None, time: Candidate | None
    ) -> None:
        bodies = [element for element, _ in survey.bodies]
        if len(bodies) > 1:
            holders = _holders(author, survey)
            bodies = _fullest(survey, [element for element in bodies if element not in holders])
        # "<p class=text>" around paragraphs is closed by the first of them, and so is an empty box before the body.
        reading.parts = [] if all(is_blank(body) for body in bodies) else list(bodies)
        if not reading.parts:
            reading.parts, lines = self._remainder(survey, author, time)
            if not reading.parts and lines:
                heads = [found.element for found in (author, time) if found]
                last = max((place for place, part in enumerate(lines[-1]) if part in heads), default=len(lines[-1]))
                reading.behind_header = lines[-1][last + 1 :]
        while reading.parts and is_blank(reading.parts[0]):
            del reading.parts[0]

    def _header_lines(self, survey: Survey, author: Candidate | None, time: Candidate | None) -> list[str]:
        """The lines of a record's header, without the author's name where that has an element of its own."""
        _, lines = self._remainder(survey, author, time)
        skip = set(survey.boilerplate)
        if author is not None and (author.element.tag == "a" or author.strength >= _NAME_ALONE):
            skip.add(author.element)
        texts = (" ".join(text_of_parts(line, skip=skip).split()) for line in lines)
        return [self._with_space_after_time(text) for text in texts if text]

    def _remainder(
        self, survey: Survey, author: Candidate | None, time: Candidate | None
    ) -> tuple[list[Part], list[list[Part]]]:
        bodies = [element for element, key in survey.bodies if key not in self.plan.header_boxes]
        heads = (author and author.element, time and time.element)
        return remainder(survey.record, heads, {*survey.boilerplate, *bodies}, self.nested)

    def _with_space_after_time(self, line: str) -> str:
        return (_RUN_ON if self.plan.times_run_on else _SURELY_RUN_ON).sub(r"\g<0> ", line)

    # -- choosing ------------------------------------------------------------------------------------------------

    def author_of(self, survey: Survey, strength: int = _ANY) -> Candidate | None:
        """The best candidate for the author's name, as far inside as the name goes."""
        usual = self.plan.author
        skip = _Skip(self.nested, survey)
        for author in survey.authors:
            if author.key == usual and author.strength >= _NAME_ALONE and _is_name(plain(author.element, skip)):
                return author
        ranked = sorted(survey.authors, key=lambda one: one.strength + 100 * (one.key == usual), reverse=True)
        for author in ranked:
            least = max(strength, self.plan.usual_least_strength if author.key == usual else self.plan.least_strength)
            if author.strength >= least and _is_name(plain(author.element, skip)):
                return self._innermost(survey, author, skip)
        return None

    def _innermost(self, survey: Survey, author: Candidate, skip: _Skip) -> Candidate:
        """A header's box is not the name itself: the first candidate inside it is."""
        while author.strength < _NAME_ALONE and len(author.element):
            inside = (one for one in survey.authors if author.element in _holders(one, survey))
            inner = next((one for one in inside if _is_name(plain(one.element, skip))), None)
            if inner is None:
                break
            author = inner
        return author

    def time_of(self, survey: Survey, author: Candidate | None) -> Candidate | None:
        """The best candidate for the time; a box that holds the author too is none."""
        if not survey.times:
            return None
        usual = self.plan.time
        for time in survey.times:
            if time.key == usual and time.strength >= _CLEAR and _tells_time(time.element):
                return time
        holders = _holders(author, survey)
        best: Candidate | None = None
        top = -1
        for time in survey.times:
            strength = time.strength + 100 * (time.key == usual)
            taken = time.element in holders or (author is not None and time.element is author.element)
            if strength > top and not taken and _tells_time(time.element):
                best, top = time, strength
        return best


# -- small questions -------------------------------------------------------------------------------------------------


def _holders(candidate: Candidate | None, survey: Survey) -> set[HtmlElement]:
    """The elements around a candidate, within its record."""
    return set(ancestors(candidate.element, survey.record)) if candidate is not None else set()


def _commonest(keys: Iterable[Key]) -> Key | None:
    ranked = Counter(keys).most_common(1)
    return ranked[0][0] if ranked else None


def _length(span: tuple[int, int] | None) -> int:
    return span[1] - span[0] if span else 0


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _MAX_NAME


def _tells_time(element: HtmlElement) -> bool:
    """Whether an element shows or carries a number that is no mere counter."""
    if element.tag == "time" and _DIGIT.search(element.get("datetime") or ""):
        return True
    if not len(element):
        return is_dated((element.text or "").strip())
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > _MAX_TIME:
            return False
    return is_dated(text.strip())


def _is_usable(author: Candidate | None) -> bool:
    """Whether a proposed author is more than a link or a bold word in a reader's own text."""
    return author is not None and author.strength >= _PLAIN


def _badges(element: HtmlElement) -> list[HtmlElement]:
    """What beside a name in its element says that this is the post's author, in themes that give it no class."""
    inner = list(element.iterdescendants("span", "em", "small", "i", "b", "strong", "label"))
    return [child for child in inner if not len(child) and is_badge((child.text or "").strip())]


def _link_of(element: HtmlElement, survey: Survey) -> str | None:
    """Where the name leads: the link in it or around it; a permalink or a control is none."""
    for link in _links(element, survey):
        href = link.get("href") or ""
        if href and "#comment-" not in href and link not in survey.boilerplate and not is_control(link):
            return href
    return None


def _links_around(element: HtmlElement, survey: Survey) -> list[HtmlElement]:
    return [holder for holder in ancestors(element, survey.record) if holder.tag == "a"]


def _links(element: HtmlElement, survey: Survey) -> Iterator[HtmlElement]:
    if element.tag == "a":
        yield element
    if len(element):
        yield from element.iterdescendants("a")
    yield from (holder for holder in ancestors(element, survey.record) if holder.tag == "a")


def _fullest(survey: Survey, bodies: list[HtmlElement]) -> list[HtmlElement]:
    """Of several body-like boxes, those like the one with the most text; boxes inside others count with them."""
    if len(bodies) < 2:
        return bodies
    inner = (
        {element for element in bodies for other in element.iterancestors() if other in set(bodies)}
        if len(bodies) < 9
        else set()
    )
    bodies = [element for element in bodies if element not in inner]
    sizes = {element: sum(len(text) for text in element.itertext()) for element in bodies}
    best = max(bodies, key=lambda element: sizes[element])
    key = next(key for element, key in survey.bodies if element is best)
    return [element for element, other in survey.bodies if element in sizes and other == key]
