"""What one comment's mark-up says, as the readers fill it in, and the small rules that they share."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from attrs import define, field

from threadkit import lazy_re
from threadkit.comments.learning.survey import PROSE, Surveyor, is_control, is_short
from threadkit.document.columns import Columns
from threadkit.document.markup import markup_of
from threadkit.inner_text import Part, text_of, text_of_parts

__all__ = ["LeftOut", "NotBody", "RecordReading", "is_bare_link", "machine_of", "pieces_inside", "trimmed"]

_READERS_OWN: Final = frozenset({"img", "blockquote", "pre", "code", "q"})
"""What a plugin may give a class ("comment-quote") and is still the reader's text."""
_DIGIT: Final = lazy_re.pattern(r"\d")


class LeftOut:
    """Tells what in a declared body is not its writer's: other records, and what the system says is not."""

    __slots__ = ("declared", "nested")

    def __init__(self, nested: frozenset[int], declared: frozenset[int]) -> None:
        self.nested = nested
        self.declared = declared

    def __contains__(self, node: object) -> bool:
        return node in self.nested or node in self.declared


class NotBody:
    """Tells what in a body is not its writer's, as the text is set: other records, controls, badges.

    Readers' own mark-up has no classes (WordPress takes them out), so a class tells.
    """

    __slots__ = ("columns", "nested", "surveyor")

    def __init__(self, surveyor: Surveyor) -> None:
        self.columns = surveyor.columns
        self.nested = surveyor.nested
        self.surveyor = surveyor

    def __contains__(self, node: object) -> bool:
        if node in self.nested:
            return True
        columns = self.columns
        if not isinstance(node, int) or (tag := columns.tags[node]) in _READERS_OWN:
            return False
        if tag == "a" and is_control(columns, node):
            return True
        if not columns.classes[node]:
            return False
        hint = self.surveyor.hint(node)
        return (hint.control or hint.badge or hint.decoration) and not hint.body and is_short(columns, node)


class _Inside:
    """What is not the writer's inside some pieces; a piece itself is, whatever its class says."""

    __slots__ = ("not_body", "pieces")

    def __init__(self, not_body: Container[int], pieces: frozenset[Part]) -> None:
        self.not_body = not_body
        self.pieces = pieces

    def __contains__(self, node: object) -> bool:
        return node not in self.pieces and isinstance(node, int) and node in self.not_body


@define(eq=False)
class RecordReading:
    """What one comment's mark-up says."""

    columns: Columns
    name: str | None = None
    is_name_in_line: bool = False
    """The name stood in a line with other words."""
    link: str | None = None
    """The address that the name leads to, as it stands there."""
    displayed: str | None = None
    machine: str | None = None
    parts: list[Part] = field(factory=list)
    """The body's pieces."""
    prefix: str = ""
    """What the text begins with and is the theme's: "12. "."""
    behind_header: Sequence[Part] = ()
    """Where there is no body: what stands behind the header on its line."""
    not_body: NotBody | LeftOut | None = None
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
        skip: Container[int] = frozenset() if self.not_body is None else _Inside(self.not_body, frozenset(self.parts))
        if len(self.parts) == 1 and isinstance(self.parts[0], int):
            return text_of(self.columns, self.parts[0], skip=skip).removeprefix(self.prefix)
        return text_of_parts(self.columns, self.parts, skip=skip).removeprefix(self.prefix)

    @property
    def html(self) -> str:
        """The body's mark-up: of its pieces, or what is inside its box; another record's is not in it."""
        columns = self.columns
        nested = self.not_body.nested if self.not_body else frozenset()
        box = self.parts[0] if len(self.parts) == 1 else None
        if not isinstance(box, int) or columns.tags[box] in PROSE:
            return markup_of(columns, self.parts, skip=nested)
        return markup_of(columns, pieces_inside(columns, box, self._apart), skip=nested)

    @property
    def _apart(self) -> Container[int]:
        """What right inside the box is surely no part of the body."""
        if isinstance(self.not_body, LeftOut):
            return self.not_body
        return self.not_body.nested if self.not_body is not None else frozenset()


def pieces_inside(columns: Columns, box: int, leave_out: Container[int] = frozenset()) -> list[Part]:
    """The texts and the nodes right inside a box; the text behind a node that is left out goes with it."""
    pieces: list[Part] = [columns.own_text(box)]
    for child in columns.children(box):
        if child not in leave_out:
            pieces += [child, columns.tail(child)]
    return pieces


def machine_of(columns: Columns, node: int) -> str | None:
    """A machine's form of the time beside the displayed one; a placeholder without numbers is none."""
    if columns.tags[node] == "time" and (value := columns.get(node, "datetime")) and value[:4].isdigit():
        return value.strip()
    for holder in range(node, columns.ends[node]):
        if holder != node and columns.tags[holder] not in ("time", "abbr"):
            continue
        attributes = columns.attributes[holder]
        for name in ("datetime", "content", "title", "data-time", "data-timestamp"):
            value = attributes.get(name)
            if value and len(_DIGIT.findall(value)) >= 4:
                return value.strip()
    return None


def is_bare_link(columns: Columns, node: int) -> bool:
    """Whether a node holds a link and nothing else: "<b><a>Ann</a></b>"."""
    link = node + 1
    return (
        columns.ends[node] == link + 1
        and columns.tags[link] == "a"
        and not columns.own_text(node).strip()
        and not columns.tail(link).strip()
    )


def trimmed(text: str) -> str:
    """A time without what a theme puts between it and its neighbours."""
    return text.strip(" \t|·•/-–—,:;@(){}[]")
