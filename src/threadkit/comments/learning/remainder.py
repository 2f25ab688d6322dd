"""What of a record is neither header nor control: the body, where a page gives it no box of its own.

In comes a record with the elements that are its header; out go the pieces of its body and the lines of its header.

A *line* is what stands together between block elements. A line that holds a header element is the header's
("<cite>Ann</cite> says:", "<b>Bob</b> wrote @ May 3"); other lines, and whole blocks, are the body's. So the classic
walker's paragraphs are found beside their header, kubrick's below it, and WordPress 1.x's above it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from threadkit.comments.contract import CommentRecord
from threadkit.comments.learning.survey import ancestors
from threadkit.document.columns import Columns
from threadkit.inner_text import BLOCK_TAGS, Part

__all__ = ["remainder"]


def remainder(
    columns: Columns,
    record: CommentRecord,
    heads: Iterable[int | None],
    boilerplate: Container[int],
    nested: frozenset[int],
    *,
    breaks: bool = False,
) -> tuple[list[Part], list[list[Part]]]:
    """The pieces of a record's body and the lines of its header.

    `heads` are the nodes that name the author and the time, `boilerplate` those that are no reader's text, `nested`
    the other records' and their lists. With `breaks`, a ``<br>`` ends a line too.
    """
    rest = _Remainder(columns, boilerplate, nested)
    rest.breaks = breaks
    for head in heads:
        if head is not None:
            rest.heads.add(head)
            rest.opened.update(ancestors(columns, head, record))
    rest.opened.add(record.outer)
    for root in record.roots:
        rest.walk(root)
    rest.end_line()
    return rest.parts, rest.lines


class _Remainder:
    """Walks the boxes that hold header elements, and collects what else is in them."""

    def __init__(self, columns: Columns, boilerplate: Container[int], nested: frozenset[int]) -> None:
        self.columns = columns
        self.boilerplate = boilerplate
        self.nested = nested
        self.heads: set[int] = set()
        self.opened: set[int] = set()
        self.parts: list[Part] = []
        self.lines: list[list[Part]] = []
        self.line: list[Part] = []
        self.is_head = False
        self.breaks = False

    def walk(self, root: int) -> None:
        """One loop over the root's events; what is not opened is passed over whole."""
        events, tags, stops = self.columns.events, self.columns.tags, self.columns.stops
        at, end = self.columns.starts[root], stops[root]
        goes_on = False
        while at <= end:
            event = events[at]
            at += 1
            if isinstance(event, str):
                if goes_on:
                    self.line[-1] += event  # type: ignore[operator]
                else:
                    self.line.append(event)
                goes_on = True
                continue
            goes_on = False
            if event < 0:
                if tags[~event] in BLOCK_TAGS and self.line:
                    self.end_line()
            elif not self._open(event):
                at = stops[event] + 1

    def _open(self, node: int) -> bool:
        """Begin a node; True if what is inside is to be looked at one by one."""
        tag = self.columns.tags[node]
        if tag[0] == "#":
            return False
        if self.breaks and tag == "br":
            self.end_line()
            return False
        opened = node in self.opened
        ends = not opened and node in self.nested
        block = tag in BLOCK_TAGS or (
            not opened and self.columns.ends[node] > node + 1 and _has_block(self.columns, node)
        )
        if (ends or block) and self.line:
            self.end_line()
        if not opened and (ends or node in self.boilerplate):
            return False
        if node in self.heads:
            self.line.append(node)
            self.is_head = True
            if tag in BLOCK_TAGS:
                self.end_line()
        elif opened:
            return True
        elif block:
            self.parts.append(node)
        else:
            self.line.append(node)
        return False

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


def _has_block(columns: Columns, node: int) -> bool:
    """Whether blocks stand in an inline element ("<span class=content><p>…</p></span>"): it is no part of a line."""
    return any(columns.tags[child] in BLOCK_TAGS for child in columns.children(node))
