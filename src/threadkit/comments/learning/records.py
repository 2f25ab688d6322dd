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
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord
from threadkit.comments.learning.author_names import TIME, clean_name, is_badge, is_introduction, name_in_line
from threadkit.comments.learning.cleaning import clean, is_blank
from threadkit.comments.learning.record_reading import (
    LeftOut,
    NotBody,
    RecordReading,
    is_bare_link,
    machine_of,
    trimmed,
)
from threadkit.comments.learning.remainder import remainder
from threadkit.comments.learning.shapes import Decisions
from threadkit.comments.learning.survey import (
    PROSE,
    Candidate,
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
from threadkit.document.columns import Columns
from threadkit.inner_text import Part, text_of_parts

__all__ = ["RecordReading", "read_records"]

_TRIED: Final = 24
"""Candidates for one comment's author that are tried, from the best on."""
_SAMPLE: Final = 10
"""Records surveyed to learn how a page writes its comments."""
_FEW: Final = 4
"""So many of them are enough where they agree."""
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
_DECLARED: Final = 20
"""The strength of what a system declares."""
_ANY: Final = -10
_CLEAR: Final = 6
"""From this strength on, an element that is usually the time is it."""
_DIGIT: Final = lazy_re.pattern(r"\d")
_KIND_WORD: Final = lazy_re.pattern(r"\W*(?:ping|track)backs?\W*", re.IGNORECASE)
_ORDINAL: Final = lazy_re.pattern(r"^\s*#?\d+[.):]?\s+")
_RUN_ON: Final = lazy_re.pattern(r"\d\s?[ap]m(?=\w)", re.IGNORECASE)
_SURELY_RUN_ON: Final = lazy_re.pattern(r"\d\s?[ap]m(?=[^\W\d_a-z])")


def read_records(page: CommentPage, records: Sequence[CommentRecord], nested: frozenset[int]) -> list[RecordReading]:
    """What each record says; `nested` holds the records' elements and the lists of them, where a record ends."""
    sample = _sample(records)
    microdata = _has_microdata(page, sample)
    reader = _Reader(page, nested, microdata=microdata)
    reader.left_out = LeftOut(nested, frozenset(node for record in records for node in record.boilerplate))
    reader.learn(sample)
    readings = [reader.read(record) for record in records]
    clean(readings, page.language)
    return readings


def _has_microdata(page: CommentPage, sample: Sequence[CommentRecord]) -> bool:
    """Whether any of a few records has microdata among its first elements."""
    marked = page.index.attributes.get("itemprop")
    if not marked:
        return False
    for record in sample:
        for root in record.roots:
            end = min(page.columns.ends[root], root + _GLANCE)
            if any(
                page.columns.get(node, "itemprop")
                for node in marked[bisect_left(marked, root) : bisect_left(marked, end)]
            ):
                return True
    return False


def _sample(records: Sequence[CommentRecord]) -> list[CommentRecord]:
    """The first records and some from all over the page."""
    half = _SAMPLE // 2
    step = max(1, (len(records) - half) // half)
    return [*records[:half], *records[half::step][:half]]


class _Skip:
    """A record's controls and all other records, without copying the page's set for each record."""

    __slots__ = ("more", "nested", "own")

    def __init__(self, nested: frozenset[int], survey: Survey, others: Iterable[int] = ()) -> None:
        self.nested = nested
        self.own = survey.record.outer
        self.more = frozenset((*survey.boilerplate, *others))

    def __contains__(self, node: object) -> bool:
        return node in self.more or (node in self.nested and node != self.own)


class _Reader:
    """Reads the records of one page."""

    def __init__(self, page: CommentPage, nested: frozenset[int], *, microdata: bool) -> None:
        self.page = page
        self.columns = page.columns
        self.nested = nested
        self.plan = Plan()
        self.surveyor = Surveyor(page.columns, nested, microdata=microdata)
        self.not_body = NotBody(self.surveyor)
        self.left_out = LeftOut(nested, frozenset())
        self.spans: dict[str, tuple[int, int] | None] = {}
        self.decisions = Decisions(self.surveyor, self.plan)

    # -- learning ------------------------------------------------------------------------------------------------

    def learn(self, sample: Sequence[CommentRecord]) -> None:
        """Find out how this page writes its comments."""
        surveys = [self.surveyor.survey(record, None) for record in sample[:: len(sample) // _FEW or 1]]
        if not self._agree(surveys):
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
        self.plan.author_is_name = any(author.strength >= _NAME_ALONE or author.key[0] == "a" for author in usual)
        times = [self.time_of(survey, author) for survey, author in zip(surveys, authors, strict=True)]
        self.plan.time = _commonest(time.key for time in times if time)
        found = list(zip(surveys, authors, times, strict=True))
        for survey, author, time in found:
            holders = self._holders(author, survey) | self._holders(time, survey)
            self.plan.header_boxes.update(key for node, key in survey.bodies if node in holders)
            if any(self.columns.tags[holder] in PROSE and not self.columns.classes[holder] for holder in holders):
                self.plan.prose_is_body = False
        self.plan.times_run_on = self._run_on(surveys)
        parted = sum(self._is_parted(*one) for one in found)
        self.plan.time_is_whole = 2 * parted <= sum(1 for time in times if time)

    def _agree(self, surveys: Sequence[Survey]) -> bool:
        """Whether a few records are alike and clear, so that more would teach nothing."""
        makes = set()
        for survey in surveys:
            author = self.author_of(survey)
            time = self.time_of(survey, author)
            if author is None or author.strength < _NAME_ALONE or time is None or survey.kind:
                return False
            makes.add((author.key, time.key, tuple(key for _, key in survey.bodies)))
        return len(makes) == 1

    def _stand_on_time_lines(self, surveys: Sequence[Survey], authors: Sequence[Candidate | None]) -> bool:
        """Whether the page's names stand on the lines of their times, some of them without an element of their own."""
        if all(author is not None and author.strength >= _NAME_ALONE for author in authors):
            return False
        names = [self._name_on_time_line(survey, self.time_of(survey, None)) for survey in surveys]
        if 5 * sum(1 for name in names if name) < 4 * len(names) or 2 * len({*names}) < len(names):
            return False
        linked = [(name, author) for name, author in zip(names, authors, strict=True) if _is_usable(author)]
        agree = [name for name, author in linked if author and clean_name(plain(self.columns, author.node)) in name]
        return len(linked) < len(names) and 5 * len(agree) >= 4 * len(linked)

    def _name_on_time_line(self, survey: Survey, time: Candidate | None) -> str:
        """What stands on the time's line and is no time: a name, if anything; "" for nothing."""
        for line in self._header_lines(survey, None, time) if time is not None else ():
            span = self.find_time(line)
            if span:
                name = name_in_line(_ORDINAL.sub("", line[: span[0]]) + TIME + line[span[1] :])
                return name if len(name) <= _MAX_PLACED else ""
        return ""

    def _if_on_time_line(self, survey: Survey, author: Candidate | None) -> Candidate | None:
        """A proposed author, if it stands on the time's line, as all of the page's do."""
        if author is None or not _is_usable(author):
            return None
        line = self._name_on_time_line(survey, self.time_of(survey, None))
        return author if clean_name(plain(self.columns, author.node)) in line else None

    def _usual_place(self, surveys: Sequence[Survey], authors: Sequence[Candidate | None]) -> Path | None:
        """Where the names of most records stand: what is around their links, or the names' own elements."""
        paths: Counter[Path] = Counter()
        for survey, author in zip(surveys, authors, strict=True):
            path = path_to(self.columns, self._around_links(author, survey), survey.record) if author else None
            if path:
                paths[path] += 1
        ranked = paths.most_common(1)
        return ranked[0][0] if ranked and ranked[0][1] > 1 else None

    def _run_on(self, surveys: Sequence[Survey]) -> bool:
        """Whether nearly all of the page's times run into a name: then "am" is no beginning of "Amanda"."""
        if len(surveys) < 3 or not _RUN_ON.search(self._head(surveys[0].record)):
            return False
        run_on = sum(1 for survey in surveys if _RUN_ON.search(self._head(survey.record)))
        return run_on >= 0.9 * len(surveys)

    def _head(self, record: CommentRecord) -> str:
        """The beginning of a record's text."""
        return " ".join("".join(islice(_whole_texts(self.columns, record.outer), _HEAD)).split())[:_MAX_NAME]

    def _is_parted(self, survey: Survey, author: Candidate | None, time: Candidate | None) -> bool:
        """Whether the time's element holds a part of it only: the hour of "May 3 @ <a>4:10 pm</a>"."""
        if not time or time.key[0] == "time":
            return False
        own = plain(self.columns, time.node, survey.boilerplate)
        line = next((line for line in self._header_lines(survey, author, time) if own and own in line), own)
        if line == own:
            return False
        return _length(self.find_time(line)) > _length(self.find_time(own)) + 3

    # -- one record ----------------------------------------------------------------------------------------------

    def read(self, record: CommentRecord) -> RecordReading:
        """What one record says."""
        shape = self.decisions.shape_of(record) if self._is_learned(record) else None
        if shape is not None and (known := self.decisions.of(shape, record)) and self._hold(*known):
            return self._read_surveyed(*known)
        survey, author = self._survey(record)
        time = self.time_of(survey, author)
        if shape is not None and not survey.is_deep and author in survey.authors and (time or not survey.times):
            self.decisions.keep(shape, survey, author, time)
        return self._read_surveyed(survey, author, time)

    def _is_learned(self, record: CommentRecord) -> bool:
        """Whether who and when of a record are to be found out, from its nodes alone."""
        plan = self.plan
        if not plan.prose_is_body or plan.names_on_time_lines or self.surveyor.microdata:
            return False
        return record.author is None and record.name is None and record.time is None

    def _hold(self, survey: Survey, author: Candidate, time: Candidate | None) -> bool:
        """Whether what was decided for a record like this one names somebody and tells a time here too."""
        columns = self.columns
        if time is not None and not _tells_time(columns, time.node):
            return False
        return _is_name(plain(columns, author.node, _Skip(self.nested, survey)))

    def _read_surveyed(self, survey: Survey, author: Candidate | None, time: Candidate | None) -> RecordReading:
        """What one record says, given its survey."""
        record = survey.record
        reading = RecordReading(
            columns=self.columns,
            not_body=self.not_body if record.body is None else self.left_out,
            marked=survey.marked,
            classed=survey.classed,
            kind=survey.kind,
            depth=survey.depth,
            permalink=record.permalink or survey.permalink,
        )
        if record.body is None:
            self._read_body(reading, survey, author, time)
        else:
            reading.parts = self._declared_parts(record.outer, record.body)
        if record.stamp is not None:
            reading.displayed, reading.machine = record.stamp or None, record.machine
        elif record.time is not None:
            self._read_declared_time(reading, record.time, record.machine)
        else:
            self._read_time(reading, survey, author, time)
        if record.name is not None:
            reading.name, reading.link = record.name or None, record.link
        elif author is not None:
            self._read_name(reading, survey, author)
        elif self.plan.names_on_time_lines and not survey.kind:
            reading.name = self._name_on_time_line(survey, time) or None
            reading.is_name_in_line = True
        if reading.name is None or _KIND_WORD.fullmatch(reading.name):
            self._read_name_of_link(reading, record)
        return reading

    def _read_name_of_link(self, reading: RecordReading, record: CommentRecord) -> None:
        """The name of a notice that is only a link: "Pingback: <a>…</a>", or nothing but the link."""
        columns = self.columns
        for root in record.roots:
            node, end = root, columns.ends[root]
            while node < end:
                if node in self.nested and node != record.outer:
                    node = columns.ends[node]
                    continue
                if columns.tags[node] == "a" and self._names_a_page(reading, root, node):
                    reading.name = clean_name(" ".join(columns.all_text(node).split())) or None
                    reading.link = columns.get(node, "href")
                    reading.is_name_in_line = False
                    if reading.text == reading.name:
                        reading.parts = []
                    return
                node += 1

    def _names_a_page(self, reading: RecordReading, root: int, link: int) -> bool:
        """Whether a link leads to the page that a notice is about."""
        columns = self.columns
        href = columns.get(link, "href") or ""
        if not href or "#comment-" in href or is_control(columns, link) or not columns.all_text(link).strip():
            return False
        is_external = "external" in (columns.get(link, "rel") or "") or "url" in (columns.classes[link] or "").split()
        if reading.kind:
            return is_external
        return is_external and columns.all_text(root).strip() == columns.all_text(link).strip()

    def _declared_parts(self, outer: int, body: Sequence[int]) -> list[Part]:
        """A declared body; where the record's own node is it, what is right inside, for a record is in no body."""
        if outer not in body:
            return [*body]
        columns = self.columns
        parts: list[Part] = [columns.own_text(outer)]
        for child in columns.children(outer):
            parts += [None if child in self.left_out else child, columns.tail(child)]
        return parts

    def _read_declared_time(self, reading: RecordReading, node: int, machine: str | None) -> None:
        """The time that a system's node shows: all of a short text, or what of a sentence is a time."""
        reading.machine = machine or machine_of(self.columns, node)
        text, span = self._timed(plain(self.columns, node))
        if len(text) < _MAX_PLACED and self.columns.has_children(node):
            # "<i>28.09.19</i><i>13:39</i>" has its blank from the style sheet.
            apart = self._timed(" ".join(" ".join(self.columns.texts(node)).split()))
            text, span = apart if _length(apart[1]) > _length(span) + 1 else (text, span)
        reading.displayed = (
            trimmed(text[span[0] : span[1]] if span else text if len(text) < _MAX_PLACED else "") or None
        )

    def _timed(self, text: str) -> tuple[str, tuple[int, int] | None]:
        """A text, and where in it a time stands."""
        return text, self.find_time(text)

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
        holders = self._holders(author, deep)
        deep.bodies = [(node, key) for node, key in deep.bodies if node not in holders]
        return deep, author

    def _author_in_place(self, survey: Survey) -> Candidate | None:
        """What stands where the other records have their names, as a name without a link does in some themes."""
        columns = self.columns
        node = follow(columns, self.plan.author_path, survey.record) if self.plan.author_path else None
        if node is None or node in self.nested or not is_short(columns, node):
            return None
        text = plain(columns, node, _Skip(self.nested, survey))
        if not 0 < len(text) <= _MAX_PLACED or is_introduction(text) or any(body == node for body, _ in survey.bodies):
            return None
        return Candidate(1, node, (columns.tags[node], columns.classes[node]))

    def _read_name(self, reading: RecordReading, survey: Survey, author: Candidate) -> None:
        columns, node = self.columns, author.node
        reading.link = self._link_of(node, survey)
        is_leaf = not columns.has_children(node)
        if is_leaf or (author.strength >= _NAME_ALONE and is_bare_link(columns, node)):
            text = columns.own_text(node if is_leaf else node + 1)
        else:
            holders = self._holders(author, survey)
            others = (time.node for time in survey.times if time.node != node and time.node not in holders)
            badges = _badges(columns, node)
            reading.marked = reading.marked or bool(badges)
            text = plain(columns, node, _Skip(self.nested, survey, (*others, *badges)))
        if author.strength >= _NAME_ALONE or author.key[0] == "a":
            reading.name = clean_name(" ".join(text.split())) or None
            return
        text = self._with_space_after_time(" ".join(text.split()))
        if span := self.find_time(text):
            text = text[: span[0]] + TIME + text[span[1] :]
        reading.name = name_in_line(text) or None
        reading.is_name_in_line = True

    def _read_time(
        self, reading: RecordReading, survey: Survey, author: Candidate | None, time: Candidate | None
    ) -> None:
        if time is not None:
            reading.machine = machine_of(self.columns, time.node)
            if time.key[0] == "time" or self.plan.time_is_whole or (reading.machine and time.key[0] == "abbr"):
                reading.displayed = self._displayed(time, survey, author) or None
                return
        for line in self._header_lines(survey, author, time):
            span = self.find_time(line)
            if span:
                reading.displayed = line[span[0] : span[1]].strip()
                return
        if time is not None:
            reading.displayed = plain(self.columns, time.node, survey.boilerplate) or None

    def _displayed(self, time: Candidate, survey: Survey, author: Candidate | None) -> str:
        """The time's text, with that of its other elements where it is spread over several."""
        columns = self.columns
        parent = columns.parents[time.node]
        same_parent = [one.node for one in survey.times if one.strength >= 6 and columns.parents[one.node] == parent]
        if len(survey.times) == 1 or len(same_parent) < 2 or parent < 0:
            return trimmed(plain(columns, time.node, survey.boilerplate))
        is_line = parent not in self._holders(author, survey)
        line = plain(columns, parent, _Skip(self.nested, survey)) if is_line else ""
        if 0 < len(line) < _MAX_TIME // 2:
            return line
        return " ".join(plain(columns, one, survey.boilerplate) for one in same_parent)

    def _read_body(
        self, reading: RecordReading, survey: Survey, author: Candidate | None, time: Candidate | None
    ) -> None:
        columns = self.columns
        bodies = [node for node, _ in survey.bodies]
        if len(bodies) > 1:
            holders = self._holders(author, survey)
            bodies = _fullest(columns, survey, [node for node in bodies if node not in holders])
        # "<p class=text>" around paragraphs is closed by the first of them, and so is an empty box before the body.
        reading.parts = [] if all(is_blank(columns, body) for body in bodies) else list(bodies)
        if not reading.parts:
            reading.parts, lines = self._remainder(survey, author, time)
            if not reading.parts and lines:
                heads = [found.node for found in (author, time) if found]
                last = max((place for place, part in enumerate(lines[-1]) if part in heads), default=len(lines[-1]))
                reading.behind_header = lines[-1][last + 1 :]
        while reading.parts and is_blank(columns, reading.parts[0]):
            del reading.parts[0]

    def _header_lines(self, survey: Survey, author: Candidate | None, time: Candidate | None) -> list[str]:
        """The lines of a record's header, without the author's name where that has an element of its own."""
        _, lines = self._remainder(survey, author, time)
        named = author is not None and (author.key[0] == "a" or author.strength >= _NAME_ALONE)
        skip = _Skip(self.nested, survey, [author.node] if author is not None and named else ())
        texts = (" ".join(text_of_parts(self.columns, line, skip=skip).split()) for line in lines)
        return [self._with_space_after_time(text) for text in texts if text]

    def _remainder(
        self, survey: Survey, author: Candidate | None, time: Candidate | None
    ) -> tuple[list[Part], list[list[Part]]]:
        asked = (author, time, len(self.plan.header_boxes))
        if survey.rest is not None and survey.rest[0] == asked:
            return list(survey.rest[1]), survey.rest[2]
        bodies = [node for node, key in survey.bodies if key not in self.plan.header_boxes]
        heads = (author.node if author else None, time.node if time else None)
        record = survey.record
        skip = {*survey.boilerplate, *bodies}
        parts, lines = remainder(self.columns, record, heads, skip, self.nested, breaks=record.is_loose)
        survey.rest = (asked, parts, lines)
        return list(parts), lines

    def find_time(self, text: str) -> tuple[int, int] | None:
        """Where in a text a time stands; a page's lines are looked at by several questions, and searched once."""
        if text not in self.spans:
            self.spans[text] = find_time(text, self.page.language)
        return self.spans[text]

    def _with_space_after_time(self, line: str) -> str:
        return (_RUN_ON if self.plan.times_run_on else _SURELY_RUN_ON).sub(r"\g<0> ", line)

    # -- choosing ------------------------------------------------------------------------------------------------

    def author_of(self, survey: Survey, strength: int = _ANY) -> Candidate | None:
        """The best candidate for the author's name, as far inside as the name goes; first what the system declares."""
        if survey.record.name is not None:
            return None
        if (declared := survey.record.author) is not None:
            return Candidate(_DECLARED, declared, (self.columns.tags[declared], self.columns.classes[declared]))
        usual = self.plan.author
        skip = _Skip(self.nested, survey)
        for author in survey.authors:
            if (
                author.key == usual
                and author.strength >= _NAME_ALONE
                and _is_name(plain(self.columns, author.node, skip))
            ):
                return author
        ranked = sorted(survey.authors, key=lambda one: one.strength + 100 * (one.key == usual), reverse=True)
        for author in ranked[:_TRIED]:
            least = max(strength, self.plan.usual_least_strength if author.key == usual else self.plan.least_strength)
            if author.strength >= least and _is_name(plain(self.columns, author.node, skip)):
                return self._innermost(survey, author, skip)
        return None

    def _innermost(self, survey: Survey, author: Candidate, skip: _Skip) -> Candidate:
        """A header's box is not the name itself: the first candidate inside it is."""
        while author.strength < _NAME_ALONE and self.columns.has_children(author.node):
            inside = (
                one for one in survey.authors if one.node != author.node and self.columns.holds(author.node, one.node)
            )
            inner = next((one for one in inside if _is_name(plain(self.columns, one.node, skip))), None)
            if inner is None:
                break
            author = inner
        return author

    def time_of(self, survey: Survey, author: Candidate | None) -> Candidate | None:
        """The best candidate for the time; a box that holds the author too is none."""
        if (declared := survey.record.time) is not None:
            return Candidate(_DECLARED, declared, (self.columns.tags[declared], self.columns.classes[declared]))
        if not survey.times:
            return None
        usual = self.plan.time
        for time in survey.times:
            if time.key == usual and time.strength >= _CLEAR and _tells_time(self.columns, time.node):
                return time
        holders = self._holders(author, survey)
        best: Candidate | None = None
        top = -1
        for time in survey.times:
            strength = time.strength + 100 * (time.key == usual)
            taken = time.node in holders or (author is not None and time.node == author.node)
            if strength > top and not taken and _tells_time(self.columns, time.node):
                best, top = time, strength
        return best

    # -- what stands around --------------------------------------------------------------------------------------

    def _holders(self, candidate: Candidate | None, survey: Survey) -> set[int]:
        """The nodes around a candidate, within its record."""
        return set(ancestors(self.columns, candidate.node, survey.record)) if candidate is not None else set()

    def _links_around(self, node: int, survey: Survey) -> list[int]:
        return [holder for holder in ancestors(self.columns, node, survey.record) if self.columns.tags[holder] == "a"]

    def _around_links(self, author: Candidate, survey: Survey) -> int:
        """The author's node, or what is around it where that is a link or inside of one."""
        columns, node = self.columns, author.node
        while columns.parents[node] >= 0 and (
            columns.tags[node] == "a" or columns.parents[node] in self._links_around(node, survey)
        ):
            node = columns.parents[node]
        return node

    def _link_of(self, node: int, survey: Survey) -> str | None:
        """Where the name leads: the link in it or around it; a permalink or a control is none."""
        columns = self.columns
        own = (inner for inner in range(node, columns.ends[node]) if columns.tags[inner] == "a")
        for link in (*own, *self._links_around(node, survey)):
            href = columns.get(link, "href") or ""
            if href and "#comment-" not in href and link not in survey.boilerplate and not is_control(columns, link):
                return href
        return None


# -- small questions -------------------------------------------------------------------------------------------------


def _commonest(keys: Iterable[Key]) -> Key | None:
    ranked = Counter(keys).most_common(1)
    return ranked[0][0] if ranked else None


def _length(span: tuple[int, int] | None) -> int:
    return span[1] - span[0] if span else 0


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _MAX_NAME


def _tells_time(columns: Columns, node: int) -> bool:
    """Whether a node shows or carries a number that is no mere counter."""
    if columns.tags[node] == "time" and _DIGIT.search(columns.get(node, "datetime") or ""):
        return True
    text = ""
    for piece in columns.texts(node):
        text += piece
        if len(text) > _MAX_TIME and columns.has_children(node):
            return False
    return is_dated(text.strip())


def _whole_texts(columns: Columns, node: int) -> Iterator[str]:
    """The texts of a node, each whole: what stands between two tags."""
    text = ""
    for event in columns.events[columns.starts[node] + 1 : columns.stops[node]]:
        if isinstance(event, str):
            text += event
        elif text:
            yield text
            text = ""
    if text:
        yield text


def _is_usable(author: Candidate | None) -> bool:
    """Whether a proposed author is more than a link or a bold word in a reader's own text."""
    return author is not None and author.strength >= _PLAIN


def _badges(columns: Columns, node: int) -> list[int]:
    """What beside a name in its element says that this is the post's author, in themes that give it no class."""
    leaves = (inner for inner in columns.inside(node) if columns.tags[inner] in _BADGED)
    return [leaf for leaf in leaves if not columns.has_children(leaf) and is_badge(columns.own_text(leaf).strip())]


_BADGED: Final = frozenset({"span", "em", "small", "i", "b", "strong", "label"})


def _fullest(columns: Columns, survey: Survey, bodies: list[int]) -> list[int]:
    """Of several body-like boxes, those like the one with the most text; boxes inside others count with them."""
    if len(bodies) < 2:
        return bodies
    if len(bodies) < 9:
        bodies = [one for one in bodies if not any(other != one and columns.holds(other, one) for other in bodies)]
    sizes = {node: sum(len(text) for text in columns.texts(node)) for node in bodies}
    best = max(bodies, key=lambda node: sizes[node])
    key = next(key for node, key in survey.bodies if node == best)
    return [node for node, other in survey.bodies if node in sizes and other == key]
