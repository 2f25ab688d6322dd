"""What of a record is neither header nor control: the body, where a page gives it no box of its own.

In comes a record with the elements that are its header; out go the pieces of its body and the lines of its header.

A *line* is what stands together between block elements. A line that holds a header element is the header's
("<cite>Ann</cite> says:", "<b>Bob</b> wrote @ May 3"); other lines, and whole blocks, are the body's. So the classic
walker's paragraphs are found beside their header, kubrick's below it, and WordPress 1.x's above it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from lxml.html import HtmlElement

from threadkit.comments.survey import CommentRecord, ancestors
from threadkit.element_text import Part, is_block

__all__ = ["remainder"]


def remainder(
    record: CommentRecord,
    heads: Iterable[HtmlElement | None],
    boilerplate: Container[HtmlElement],
    nested: frozenset[HtmlElement],
) -> tuple[list[Part], list[list[Part]]]:
    """The pieces of a record's body and the lines of its header.

    `heads` are the elements that name the author and the time, `boilerplate` those that are no reader's text, `nested`
    the other records' and their lists.
    """
    rest = _Remainder(boilerplate, nested)
    for head in heads:
        if head is not None:
            rest.heads.add(head)
            rest.opened.update(ancestors(head, record))
    rest.opened.add(record.outer)
    for root in record.roots:
        rest.walk(root)
    rest.end_line()
    return rest.parts, rest.lines


class _Remainder:
    """Walks the boxes that hold header elements, and collects what else is in them."""

    def __init__(self, boilerplate: Container[HtmlElement], nested: frozenset[HtmlElement]) -> None:
        self.boilerplate = boilerplate
        self.nested = nested
        self.heads: set[HtmlElement] = set()
        self.opened: set[HtmlElement] = set()
        self.parts: list[Part] = []
        self.lines: list[list[Part]] = []
        self.line: list[Part] = []
        self.is_head = False

    def walk(self, root: HtmlElement) -> None:
        """One walk, with a stack of (element, its children) instead of recursion."""
        if not self._open(root):
            return
        walks: list[tuple[HtmlElement, Iterator[HtmlElement]]] = [(root, iter(root))]
        while walks:
            parent, children = walks[-1]
            for child in children:
                if self._open(child):
                    walks.append((child, iter(child)))
                    break
                if child.tail:
                    self.line.append(child.tail)
            else:
                walks.pop()
                if is_block(parent.tag):
                    self.end_line()
                if walks and parent.tail:
                    self.line.append(parent.tail)

    def _open(self, element: HtmlElement) -> bool:
        """Begin an element; True if its children are to be looked at one by one."""
        if not isinstance(element.tag, str):
            return False
        opened = element in self.opened
        ends = element in self.nested and not opened
        block = is_block(element.tag) or (not opened and _has_block(element))
        if ends or block:
            self.end_line()
        if ends or (element in self.boilerplate and not opened):
            return False
        if element in self.heads:
            self.line.append(element)
            self.is_head = True
            if is_block(element.tag):
                self.end_line()
        elif opened:
            if element.text:
                self.line.append(element.text)
            return True
        elif block:
            self.parts.append(element)
        else:
            self.line.append(element)
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


def _has_block(element: HtmlElement) -> bool:
    """Whether blocks stand in an inline element ("<span class=content><p>…</p></span>"): it is no part of a line."""
    return any(isinstance(child.tag, str) and is_block(child.tag) for child in element)
