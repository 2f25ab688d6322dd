"""What a comment system declares, and what the reader of records is given: the contract of `systems/`.

A `System` is a row of facts: by what a page of it is known, where its records are, and where in a record the name, the
time, the body, the level and so on stand. It says *where*, never *how*: all reading is in the base. Whatever a row
leaves out is learned from the page itself, field by field, so the shortest row is a name and where the records are.

    System + page → `records_of` → CommentRecords, in page order → `threads.read_thread`

Where a row can't say it, `find` is a function that finds the records; it may use `records_of` and mend what it gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

from attrs import define, frozen

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.selecting import first, matches, select
from threadkit.document.columns import Columns

__all__ = [
    "CommentRecord",
    "Level",
    "System",
    "claims",
    "declared_records",
    "flat",
    "indented_by",
    "level_around",
    "level_in",
    "records_of",
    "width_of",
]

Level = Callable[[CommentPage, int], int | None]
"""A rule that tells a record's level from 0; None where the record does not show it."""


@define(eq=False)
class CommentRecord:
    """Where one comment is on the page, with what its system declares of it; what is None is learned."""

    number: str | None
    """The page's own number of it."""
    outer: int
    """The outermost node that is this comment's alone."""
    parent_number: str | None = None
    """The number of its parent where an attribute says so; "0" for none."""
    before: Sequence[int] = ()
    behind: Sequence[int] = ()
    """The siblings that are its own, where the header or the body stands beside it."""
    author: int | None = None
    """The node that is the author's name."""
    name: str | None = None
    """The author's name, where it is no node's text: from an attribute, or cut out of a sentence; "" for none."""
    link: str | None = None
    """The author's address, beside `name`."""
    time: int | None = None
    """The node that shows the time or has it in an attribute."""
    stamp: str | None = None
    """The time as text, where it is no node's; "" for none."""
    machine: str | None = None
    """The time in an attribute that only this system has."""
    body: Sequence[int] | None = None
    """The nodes that hold the text; () for a comment that the page shows without it."""
    boilerplate: Sequence[int] = ()
    """What in those nodes is not the writer's."""
    hidden: bool = False
    """The page has the comment's place and not its text: collapsed, deleted."""
    level: int | None = None
    """The level from 0."""
    marked: bool | None = None
    """Whether the page marks the writer as the post's author; None where this system marks nobody."""
    score: int | None = None
    """Votes or likes, net."""
    permalink: str | None = None
    is_loose: bool = False
    """Whether its text is in no node of its own, but in lines beside the header that end at breaks."""

    @property
    def roots(self) -> list[int]:
        """All nodes that make it up, in page order."""
        return [*self.before, self.outer, *self.behind]


@frozen(kw_only=True)
class System:
    """A comment system, as a row of declared facts. Every selector is one of `selecting`; "" leaves the fact open.

    A field's selector may have several alternatives, the surest first, and each may end in ``@`` and the name of an
    attribute that holds the fact: "b.author, article@data-author".
    """

    name: str
    """The dialect's name, in lower case: "drupal", "phpbb"."""
    generator: str = ""
    """A regular expression that the page's generator matches, in lower case; it claims the page."""
    assets: str = ""
    """One that the addresses of the page's scripts, styles and forms match; it claims the page too."""
    marks: str = ""
    """A selector: a node of these on the page claims it as well."""
    claim: Callable[[CommentPage], bool] | None = None
    """Whether a page is the system's, where these three can't say it; it then stands for them."""
    records: str = ""
    """The records, each the outermost node of one comment."""
    around: str = ""
    """What a record is where `records` selects only a part of it: the innermost of these around that part."""
    number: str = "id"
    """The attributes in which a record's number stands: its own, of one of the first nodes inside it, or of the
    anchor right before it."""
    numbered: str = r"(\d+)\D*$"
    """The number in that attribute, as the first group."""
    author: str = ""
    """The node of the author's name."""
    byline: str = ""
    """Where the name stands in a sentence: a regular expression over the author's node's text, with a group `author`,
    perhaps one `time`."""
    time: str = ""
    """The node of the time."""
    body: str = ""
    """The nodes of the text; several, where a page cuts it."""
    boilerplate: str = ""
    """What in the nodes of the text is not the writer's: a footer, a button."""
    level: Level | None = None
    """The rule for the level; without one, nesting tells, or `parent`."""
    parent: str = ""
    """The attributes of a record in which its parent's number stands."""
    parent_in: str = r"(\d+)\D*$"
    """The number in that attribute, as the first group."""
    marked: str = ""
    """A node inside a record, or the record itself, that marks the post's author."""
    can_mark: Callable[[CommentPage], bool] | None = None
    """Whether the page's template marks the post's author at all, where no comment of the page shows it."""
    score: str = ""
    """The node that shows votes."""
    permalink: str = ""
    """The link to the comment."""
    declared: str = ""
    """The node that says how many comments there are, in whatever words."""
    more: str = ""
    """What says that there are more: a link to another page of the thread, a button that loads them."""
    hidden: str = ""
    """Records, or nodes in them, that stand for comments without their text: collapsed, deleted."""
    find: Callable[[CommentPage, System], list[CommentRecord]] | None = None
    """Finds the records where the row can't say where they are."""


def claims(page: CommentPage, system: System) -> bool:
    """Whether a page is of a system, by its generator, the addresses of its files, or its mark-up."""
    if system.claim is not None:
        return system.claim(page)
    if system.generator and page.generator and re.search(system.generator, page.generator):
        return True
    if system.assets and re.search(system.assets, page.assets):
        return True
    return bool(system.marks) and first(page.index, system.marks) is not None


def records_of(page: CommentPage, system: System) -> list[CommentRecord]:
    """The records of a page as a system declares them, in page order; of two with one number, the first.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns('''<div class=post id=p7><b class=who>Ann</b><p>Me too.</p></div>
    ... <div class=post id=p8><b class=who>Bob</b><p>So?</p></div>''')
    >>> forum = System(name="forum", records="div.post", author="b.who")
    >>> [(record.number, record.author) for record in records_of(CommentPage(columns=page), forum)]
    [('7', 3), ('8', 6)]
    """
    if system.find is not None:
        return system.find(page, system)
    return declared_records(page, system, select(page.index, system.records))


def declared_records(page: CommentPage, system: System, nodes: Sequence[int]) -> list[CommentRecord]:
    """Records of these nodes, in page order, with what the system declares of each; of two of one number, the first."""
    records = _numbered(page, system, nodes)
    fields = _Fields(page, [record.outer for record in records])
    authors, bodies = fields.of(system.author), fields.of(system.body)
    times = fields.of(system.time, wanted=_shows_number)
    marks, hidden = fields.of(system.marked), fields.of(system.hidden)
    scores, links = fields.of(system.score), fields.of(system.permalink)
    left_out = fields.of(system.boilerplate, all_alternatives=True)
    half = len(records) / 2
    for record in records:
        node = record.outer
        record.hidden = node in hidden
        if node in authors:
            _take_author(page.columns, system, record, authors[node])
        elif len(authors) > half:
            record.name = ""
        if node in times:
            record.time = times[node].shown(page.columns)
            record.machine = times[node].value(page.columns)
        elif len(times) > half and record.stamp is None:
            record.stamp = ""
        if record.hidden:
            record.body = ()
        elif node in bodies:
            record.body = _outermost(page.columns, bodies[node].nodes)
        elif len(bodies) > half:
            record.body = ()
        if node in left_out:
            record.boilerplate = left_out[node].nodes
        if system.marked:
            record.marked = node in marks
        if node in scores:
            record.score = _score_in(scores[node].value(page.columns) or scores[node].text(page.columns))
        if node in links:
            record.permalink = links[node].value(page.columns) or page.columns.get(links[node].nodes[0], "href")
        if system.level is not None:
            record.level = system.level(page, node)
        if system.parent:
            record.parent_number = _in_attribute(page.columns, [node], system.parent, system.parent_in)
    kept = (authors, times, bodies, hidden)
    # Where records have numbers, what has none and nothing else that is declared is some other box of that name.
    return [one for one in records if one.number is not None or any(one.outer in field for field in kept)] or records


def _numbered(page: CommentPage, system: System, nodes: Sequence[int]) -> list[CommentRecord]:
    """The records of these nodes with their numbers: each node and each number once."""
    columns = page.columns
    seen: set[str | int] = set()
    records = []
    for node in nodes:
        outer = _around(columns, system.around, node) if system.around else node
        if outer is None or outer in seen:
            continue
        inside = range(outer, min(columns.ends[outer], outer + _NEAR))
        number = _in_attribute(
            columns, (node, *inside, *_anchor_before(columns, outer)), system.number, system.numbered
        )
        if number in seen:
            continue
        seen.add(outer)
        if number is not None:
            seen.add(number)
        records.append(CommentRecord(number=number, outer=outer))
    return sorted(records, key=lambda record: record.outer) if system.around else records


def _around(columns: Columns, selector: str, node: int) -> int | None:
    """The innermost node that a selector means among a node and what is around it."""
    path = (node, *islice(columns.ancestors(node), _FAR))
    return next((one for one in path if matches(columns, one, selector)), None)


def _anchor_before(columns: Columns, node: int) -> list[int]:
    """The empty link right before a node, which many systems print to jump to it."""
    before = columns.previous_sibling(node)
    while before is not None and columns.tags[before][0] == "#":
        before = columns.previous_sibling(before)
    is_anchor = before is not None and columns.tags[before] == "a" and not columns.all_text(before).strip()
    return [before] if before is not None and is_anchor else []


def _take_author(columns: Columns, system: System, record: CommentRecord, author: _Field) -> None:
    """The name that is a node's text, an attribute, or a part of a sentence."""
    node = author.shown(columns)
    if (value := author.value(columns)) is not None:
        record.name = " ".join(value.split())
        return
    record.author = node
    if system.byline:
        _read_byline(columns, system, record, node)


@frozen
class _Field:
    """Where a field of one record stands."""

    nodes: list[int]
    attribute: str

    def value(self, columns: Columns) -> str | None:
        """What the attribute says that the row names."""
        return columns.get(self.nodes[0], self.attribute) if self.attribute else None

    def shown(self, columns: Columns) -> int:
        """The first of the nodes that has any text: a link around an image is no name."""
        return next((node for node in self.nodes if columns.all_text(node).strip()), self.nodes[0])

    def text(self, columns: Columns) -> str:
        return columns.all_text(self.nodes[0])


class _Fields:
    """Which record each node of a field belongs to: the innermost around it. One walk a field, however they nest."""

    def __init__(self, page: CommentPage, records: Sequence[int]) -> None:
        self.page = page
        self.records = records

    def of(
        self,
        selector: str,
        *,
        wanted: Callable[[Columns, int], bool] = lambda _columns, _node: True,
        all_alternatives: bool = False,
    ) -> dict[int, _Field]:
        """Each record's nodes that the first alternative selects of which it has any, in page order."""
        found: dict[int, _Field] = {}
        if not selector or not self.records:
            return found
        for alternative in [selector] if all_alternatives else selector.split(","):
            path, _, attribute = alternative.strip().partition("@")
            chosen = (
                node
                for node in select(self.page.index, path)
                if self.page.columns.get(node, attribute) or (not attribute and wanted(self.page.columns, node))
            )
            for record, nodes in self._by_record(chosen).items():
                found.setdefault(record, _Field(nodes, attribute))
        return found

    def _by_record(self, nodes: Iterable[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        ends, records = self.page.columns.ends, self.records
        around: list[int] = []
        place = 0
        for node in nodes:
            while place < len(records) and records[place] <= node:
                while around and ends[around[-1]] <= records[place]:
                    around.pop()
                around.append(records[place])
                place += 1
            while around and ends[around[-1]] <= node:
                around.pop()
            if around:
                found.setdefault(around[-1], []).append(node)
        return found


def _shows_number(columns: Columns, node: int) -> bool:
    """Whether a node may be a time: it shows a digit, or it or what is inside has one in an attribute."""
    if any(character.isdigit() for text in columns.texts(node) for character in text):
        return True
    inside = range(node, min(columns.ends[node], node + _NEAR))
    return any(columns.attributes[one].get(name) for one in inside for name in ("datetime", "title"))


def _outermost(columns: Columns, nodes: Sequence[int]) -> list[int]:
    """Without those that are inside of another one."""
    kept: list[int] = []
    for node in nodes:
        if not kept or not columns.holds(kept[-1], node):
            kept.append(node)
    return kept


def _read_byline(columns: Columns, system: System, record: CommentRecord, node: int) -> None:
    """The name (and the time) in a sentence: "Posted by: Ann | March 3, 2009 at 4:10"."""
    sentence = " ".join(columns.all_text(node).split())
    found = re.search(system.byline, sentence) if len(sentence) < _SENTENCE else None
    if found is None:
        if len(sentence) > _NAME or not {":", "|"}.isdisjoint(sentence):
            record.author = None  # a sentence of some other form: the name in it is learned
        return
    groups = found.groupdict()
    record.author = None
    record.name = (groups.get("author") or "").strip()
    record.stamp = (groups.get("time") or "").strip(" .,;|") or None
    for link in range(node, columns.ends[node]):
        if columns.tags[link] == "a" and record.name and " ".join(columns.all_text(link).split()) == record.name:
            record.author, record.name = link, None
            return


def _in_attribute(columns: Columns, nodes: Iterable[int], names: str, pattern: str) -> str | None:
    """The number in the first of some attributes that one of these nodes has."""
    wanted = names.split()
    for node in nodes:
        attributes = columns.attributes[node]
        for name in wanted if attributes else ():
            value = attributes.get(name)
            if value and (found := re.search(pattern, value)):
                return found[1]
    return None


_NEAR: Final = 12
"""A record's number stands on it, or on one of the first nodes inside it."""
_SENTENCE: Final = 300
"""A byline is no longer."""
_NAME: Final = 80
"""What is longer is no name."""
_FAR: Final = 24
"""A part of a record stands no more levels inside it."""
_NUMBER: Final = lazy_re.pattern(r"([-−–+]?)\s?(\d{1,3}(?:[.,]\d{3})+|\d{1,9})(?:\.(\d)(?=k))?\s?(k\b)?", re.IGNORECASE)


def _score_in(text: str) -> int | None:
    """The number of votes that a text shows.

    >>> _score_in("42 points"), _score_in("−3"), _score_in("1.2k"), _score_in("Vote")
    (42, -3, 1200, None)
    """
    found = _NUMBER.search(text)
    if found is None:
        return None
    number = int(re.sub(r"\D", "", found[2]))
    if found[4]:
        number = number * 1000 + int(found[3] or 0) * 100
    return -number if found[1] in ("-", "−", "–") else number


# -- rules for levels ------------------------------------------------------------------------------------------------


def flat(_page: CommentPage, _node: int) -> int:
    """The level of every comment where the system knows no replies: a forum's."""
    return 0


def level_in(attribute: str, pattern: str, *, begins: int = 0) -> Level:
    """The level is a number in an attribute of the record; `begins` is what the page calls the level of 0.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<p class='comment depth-3'>")
    >>> level_in("class", r"depth-(\\d+)", begins=1)(CommentPage(columns=page), 2)
    2
    """
    compiled = lazy_re.pattern(pattern)

    def level(page: CommentPage, node: int) -> int | None:
        found = compiled.search(page.columns.get(node, attribute) or "")
        return max(0, int(found[1]) - begins) if found else None

    return level


def indented_by(name: str, step: float, *, inside: str = "") -> Level:
    """The level is a length in the record's style (or in that of the first node that `inside` selects).

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<p style='margin-left: 40px'>")
    >>> indented_by("margin-left", 20)(CommentPage(columns=page), 2)
    2
    """
    compiled = lazy_re.pattern(rf"{re.escape(name)}\s*:\s*(\d{{1,5}}(?:\.\d+)?)(?:px|em|%)?", re.IGNORECASE)

    def level(page: CommentPage, node: int) -> int | None:
        holder = first(page.index, inside, within=node) if inside else node
        found = compiled.search(page.columns.get(holder, "style") or "") if holder is not None else None
        return round(float(found[1]) / step) if found else 0

    return level


def level_around(selector: str) -> Level:
    """The level is how many of these are around the record: for replies that stand in a box beside their parent's.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<div class=thread><p>A</p><div class=replies><p>B</p></div></div>")
    >>> [level_around("div.replies")(CommentPage(columns=page), node) for node in (3, 5)]
    [0, 1]
    """

    def level(page: CommentPage, node: int) -> int | None:
        return sum(1 for one in islice(page.columns.ancestors(node), _FAR) if matches(page.columns, one, selector))

    return level


def width_of(inside: str, step: float) -> Level:
    """The level is the width of a spacer in the record."""

    def level(page: CommentPage, node: int) -> int | None:
        holder = first(page.index, inside, within=node)
        width = page.columns.get(holder, "width") if holder is not None else None
        return round(int(width) / step) if width and width.isascii() and width.isdigit() and len(width) < 7 else None

    return level
