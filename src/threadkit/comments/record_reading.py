"""What one comment's mark-up says, as the readers fill it in, and the small rules that they share."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Final

from attrs import define, field
from lxml.html import HtmlElement

from threadkit.comments.survey import PROSE, Surveyor, is_control, is_short
from threadkit.element_text import Part, markup_of, text_of, text_of_parts

__all__ = ["NotBody", "RecordReading", "is_bare_link", "machine_of", "trimmed"]

_READERS_OWN: Final = frozenset({"img", "blockquote", "pre", "code", "q"})
"""What a plugin may give a class ("comment-quote") and is still the reader's text."""
_DIGIT: Final = re.compile(r"\d")


class NotBody:
    """Tells what in a body is not its writer's, as the text is set: other records, controls, badges.

    Readers' own mark-up has no classes (WordPress takes them out), so a class tells.
    """

    __slots__ = ("nested", "surveyor")

    def __init__(self, surveyor: Surveyor) -> None:
        self.nested = surveyor.nested
        self.surveyor = surveyor

    def __contains__(self, element: object) -> bool:
        if element in self.nested:
            return True
        if not isinstance(element, HtmlElement) or element.tag in _READERS_OWN:
            return False
        if element.tag == "a" and is_control(element):
            return True
        if not element.get("class"):
            return False
        hint = self.surveyor.hint(element)
        return (hint.control or hint.badge or hint.decoration) and not hint.body and is_short(element)


@define(eq=False)
class RecordReading:
    """What one comment's mark-up says."""

    name: str | None = None
    is_name_in_line: bool = False
    """The name stood in a line with other words."""
    link: str | None = None
    """The address that the name leads to, as it stands there."""
    displayed: str | None = None
    machine: str | None = None
    parts: list[Part] = field(factory=list)
    """The body's pieces."""
    behind_header: Sequence[Part] = ()
    """Where there is no body: what stands behind the header on its line."""
    not_body: NotBody | None = None
    """Tells what is inside the pieces and not the writer's."""
    marked: bool = False
    classed: bool = False
    kind: str = ""
    depth: int = 0
    """The level from 1 that a class gives, else 0."""
    permalink: str | None = None

    @property
    def text(self) -> str:
        """The body as plain text."""
        skip: Container[HtmlElement] = self.not_body if self.not_body is not None else frozenset()
        if len(self.parts) == 1 and isinstance(self.parts[0], HtmlElement):
            return text_of(self.parts[0], skip=skip)
        return text_of_parts(self.parts, skip=skip)

    @property
    def html(self) -> str:
        """The body's mark-up: of its pieces, or what is inside its box; another record's is not in it."""
        if len(self.parts) != 1 or not isinstance(self.parts[0], HtmlElement) or self.parts[0].tag in PROSE:
            return markup_of(self.parts)
        box = self.parts[0]
        pieces: list[Part] = [box.text]
        for child in box:
            if self.not_body is None or child not in self.not_body.nested:
                pieces += [child, child.tail]
        return markup_of(pieces)

    @property
    def comparable(self) -> tuple[object, ...]:
        """All that it says, to compare two readings of one record."""
        parts = [part for part in self.parts if part is not None and not (isinstance(part, str) and not part.strip())]
        name = (self.name, self.is_name_in_line, self.link)
        return (
            *name,
            self.displayed,
            self.machine,
            parts,
            self.marked,
            self.classed,
            self.kind,
            self.depth,
            self.permalink,
        )


def machine_of(element: HtmlElement) -> str | None:
    """A machine's form of the time beside the displayed one; a placeholder without numbers is none."""
    if element.tag == "time" and (value := element.get("datetime")) and value[:4].isdigit():
        return str(value).strip()
    holders = (element, *element.iterdescendants("time", "abbr")) if len(element) else (element,)
    for holder in holders:
        for name in ("datetime", "content", "title", "data-time", "data-timestamp"):
            value = holder.get(name)
            if value and len(_DIGIT.findall(value)) >= 4:
                return str(value).strip()
    return None


def is_bare_link(element: HtmlElement) -> bool:
    """Whether an element holds a link and nothing else: "<b><a>Ann</a></b>"."""
    link = element[0]
    return (
        len(element) == 1
        and link.tag == "a"
        and not len(link)
        and not (element.text or "").strip()
        and not (link.tail or "").strip()
    )


def trimmed(text: str) -> str:
    """A time without what a theme puts between it and its neighbours."""
    return text.strip(" \t|·•/-–—,:;@(){}[]")
