"""Records that look alike are surveyed once: what the reader decided for one holds for the others of its shape.

In comes a record, out comes its `Shape`: its nodes without those inside bodies, and the key that they make, of tags,
classes and what each link is for. Nothing is decided here: `Decisions` keeps what the reader decided for the first
record of each key, with each node as its place among the shape's. A page has a few keys for hundreds of records.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from threadkit.comments.contract import CommentRecord
from threadkit.comments.learning.survey import (
    PROSE,
    Candidate,
    Plan,
    Survey,
    Surveyor,
    is_control,
    is_dated,
    is_permalink,
    plain,
)
from threadkit.document.columns import Columns

__all__ = ["Decisions", "Shape"]

_MOST: Final = 100
"""A record with more nodes around its body is like no other."""


@frozen
class Shape:
    """What of a record tells how it is surveyed."""

    key: tuple[object, ...]
    nodes: list[int]
    """The nodes that the key tells of, in page order."""


@frozen
class _Decision:
    """A survey, who and when, with places among the shape's nodes where nodes were."""

    author: Candidate
    time: Candidate | None
    times: list[Candidate]
    bodies: list[tuple[int, tuple[str, str | None]]]
    boilerplate: list[int]
    permalink: int | None
    marked: bool
    classed: bool
    depth: int


class Decisions:
    """What was decided for the records of one page, by their shapes."""

    def __init__(self, surveyor: Surveyor, plan: Plan) -> None:
        self.surveyor = surveyor
        self.columns = surveyor.columns
        self.plan = plan
        self.known: dict[tuple[object, ...], _Decision] = {}

    def shape_of(self, record: CommentRecord) -> Shape | None:
        """The shape of a record; None for one that is like no other: a notice, one with too many nodes."""
        surveyor, columns, header_boxes = self.surveyor, self.columns, self.plan.header_boxes
        tags, all_classes, ends, nested = columns.tags, columns.classes, columns.ends, surveyor.nested
        hints = surveyor.hints
        key: list[object] = []
        nodes: list[int] = []
        for root in record.roots:
            node, end = root, ends[root]
            while node < end:
                if node in nested and node != record.outer:
                    node = ends[node]
                    continue
                tag, classes = name = tags[node], all_classes[node]
                if not classes and tag in PROSE and node != record.outer:
                    if key[-1] != "prose":
                        key.append("prose")
                    node = ends[node]
                    continue
                if tag[0] == "#":
                    node += 1
                    continue
                if len(nodes) == _MOST:
                    return None
                hint = hints.get(name) or surveyor.hint(node)
                if hint.kind:
                    return None
                nodes.append(node)
                if node == record.outer:
                    # Its classes tell of the writer and of the place in the list, differently in each record.
                    key.append((tag, hint.marked, hint.classed, hint.author, hint.depth > 0))
                    node += 1
                    continue
                key.append((tag, hint) if hint.classed else name)
                if tag == "a":
                    key.append(_use(columns, node, record.number))
                elif hint.author and ends[node] == node + 1:
                    key.append(not columns.own_text(node).strip())
                node = ends[node] if hint.body and name not in header_boxes else node + 1
        return Shape(tuple(key), nodes)

    def keep(self, shape: Shape, survey: Survey, author: Candidate, time: Candidate | None) -> None:
        """Keep what was decided for a record, if all of it stands in nodes of its shape."""
        places = {node: place for place, node in enumerate(shape.nodes)}
        permalink = None
        if survey.permalink is not None:
            links = (node for node in shape.nodes if self.columns.get(node, "href") == survey.permalink)
            permalink = places.get(next(links, -1))
            if permalink is None:
                return
        try:
            self.known[shape.key] = _Decision(
                Candidate(author.strength, places[author.node], author.key),
                None if time is None else Candidate(time.strength, places[time.node], time.key),
                [Candidate(one.strength, places[one.node], one.key) for one in survey.times],
                [(places[node], key) for node, key in survey.bodies],
                [places[node] for node in survey.boilerplate],
                permalink,
                survey.marked,
                survey.classed,
                survey.depth,
            )
        except KeyError:
            return

    def of(self, shape: Shape, record: CommentRecord) -> tuple[Survey, Candidate, Candidate | None] | None:
        """What was decided for a record of this shape, as it is for another one; None where there was none yet."""
        known = self.known.get(shape.key)
        if known is None:
            return None
        nodes = shape.nodes
        author, time = known.author, known.time
        survey = Survey(
            record,
            times=[Candidate(one.strength, nodes[one.node], one.key) for one in known.times],
            bodies=[(nodes[place], key) for place, key in known.bodies],
            boilerplate=[nodes[place] for place in known.boilerplate],
            marked=known.marked,
            classed=known.classed,
            depth=self.surveyor.hint(record.outer).depth or known.depth,
            permalink=None if known.permalink is None else self.columns.get(nodes[known.permalink], "href"),
        )
        return (
            survey,
            Candidate(author.strength, nodes[author.node], author.key),
            None if time is None else Candidate(time.strength, nodes[time.node], time.key),
        )


def _use(columns: Columns, link: int, number: str | None) -> tuple[object, ...]:
    """What a link is for, as far as a survey depends on it."""
    attributes = columns.attributes[link]
    href = attributes.get("href") or ""
    if is_permalink(href, number):
        return ("permalink", is_dated(plain(columns, link)))
    if is_control(columns, link):
        return ("control",)
    rel = attributes.get("rel") or ""
    is_empty = columns.ends[link] == link + 1 and not columns.own_text(link).strip()
    return ("external" in rel or "nofollow" in rel, "#comment-" in href, is_empty)
