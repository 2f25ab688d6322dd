"""How a rendering's text and its thread's fields fit together: taken apart when read, put together when written.

`of(text, …)` cuts the values of the fields out of the text and keeps the rest, so that `fill` gives the text back
byte for byte *by construction*: what could not be found in the text simply stays in the literal pieces. No reader
has to prove that it can write what it read, and nothing of the thread is stored twice.

A `Layout`'s pieces alternate: literal, reference, literal, …, literal. A reference names a field and how its value
stands in the text:

    title · author · published_raw · body.2.salutation · comments.5.1.text      the value as it is (one line)
    comments.5.1.text@4     each line after the first indented by 4 spaces, paragraphs apart by one empty line
    comments.5.1.text#2/9   line 2 of 9 (blank ones counted), for bodies set in any other way

The fields flow through: a text edited with ``attrs.evolve`` is written in its old place. Where an edit changes what
the literals say (a comment added, a depth, a flag, a field that stands nowhere in the text), `shape` no longer
agrees and `fill` returns None.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.model import Answer, Comment, Layout, Letter, Part, Passage, Thread

__all__ = ["fill", "of"]

_BODY_FIELDS: Final = {
    Letter: ("heading", "label", "salutation", "text", "signature"),
    Answer: ("label", "salutation", "text", "signature"),
}
_LINE_REF: Final = lazy_re.pattern(r"(.*)#([0-9]{1,9})/([0-9]{1,9})", re.DOTALL)
_WIDEST: Final = 100_000
"""Spaces of an indentation; a layout from elsewhere that names more was not cut from any text."""
_INDENT_REF: Final = lazy_re.pattern(r"(.*)@([0-9]{1,9})", re.DOTALL)


def of(text: str, thread: Thread, *, body_at: int = 0, comments_at: Sequence[tuple[int, int]] = ()) -> Layout:
    """The layout of `thread` in the `text` it was read from.

    `body_at` is where the post's body begins (an offset in characters), `comments_at` where each comment and its
    body begin. They only say where to look: a value that is not found there stays a literal.
    """
    cutter = _Cutter(text)
    post_ends = comments_at[0][0] if comments_at else len(text)
    for name in ("title", "author", "published_raw"):
        cutter.cut_line(name, _value(thread, name), 0, post_ends if name == "title" else body_at)
    cutter.at = max(cutter.at, body_at)
    for i, part in enumerate(thread.body):
        for name in _BODY_FIELDS.get(type(part), ("text",)):
            cutter.cut(f"body.{i}.{name}", getattr(part, name), cutter.at, post_ends)
    ends = [start for start, _ in comments_at[1:]] + [len(text)]
    for comment, (start, body), end in zip(thread.comments, comments_at, ends, strict=False):
        cutter.cut_comment(comment, start, body, end)
    pieces, placed = cutter.finish()
    return Layout(pieces=pieces, newline=cutter.newline, shape=_shape(thread, placed))


def fill(thread: Thread) -> str | None:
    """The text of a thread with a layout; None where the layout does not (or no longer) belong to it."""
    layout = thread.layout
    if layout is None or len(layout.pieces) % 2 == 0:
        return None
    references = layout.pieces[1::2]
    if _shape(thread, {_bare(ref) for ref in references}) != layout.shape:
        return None
    values = dict(_values(thread))
    out = [layout.pieces[0]]
    for reference, literal in zip(references, layout.pieces[2::2], strict=True):
        written = _write(reference, values, layout.newline)
        if written is None:
            return None
        out += (written, literal)
    return "".join(out)


class _Cutter:
    """A cursor that moves through the text once and collects the pieces."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.cuts: list[tuple[int, int, str]] = []
        self.placed: set[str] = set()
        found = re.search(r"\r\n|\r|\n", text)
        self.newline = found.group() if found else "\n"

    def cut_line(self, name: str, value: str | None, low: int, high: int) -> None:
        """A value that is one line, at its first place from the cursor on."""
        if value and (at := self.text.find(value, max(low, self.at), high)) >= 0:
            self._place(at, at + len(value), name)

    def cut(self, name: str, value: str | None, low: int, high: int) -> None:
        """A value of any number of lines."""
        if value:
            for start, end, reference in self._locate(name, value, max(low, self.at), high):
                self._place(start, end, reference)

    def cut_comment(self, comment: Comment, start: int, body: int, end: int) -> None:
        """A comment's fields, whichever order they stand in (old themes sign below the body)."""
        prefix = f"comments.{comment.id}."
        start = max(start, self.at)
        found = self._locate(prefix + "text", comment.text, max(body, start), end) if comment.text else []
        first, last = (found[0][0], found[-1][1]) if found else (end, end)
        name = comment.author.name if comment.author else None
        for field, value in (("author", name), ("published_raw", comment.published_raw)):
            at = -1
            if value:
                at = self.text.find(value, start, first)
                at = self.text.find(value, last, end) if at < 0 else at
            if value and at >= 0 and not any(at < e and s < at + len(value) for s, e, _ in found):
                found.append((at, at + len(value), prefix + field))
        for cut in sorted(found):
            self._place(*cut)

    def finish(self) -> tuple[tuple[str, ...], set[str]]:
        pieces: list[str] = []
        last = 0
        for start, end, reference in self.cuts:
            pieces += (self.text[last:start], reference)
            last = end
        pieces.append(self.text[last:])
        return tuple(pieces), self.placed

    def _place(self, start: int, end: int, reference: str) -> None:
        if start >= self.at:
            self.cuts.append((start, end, reference))
            self.placed.add(_bare(reference))
            self.at = end

    def _locate(self, name: str, value: str, low: int, high: int) -> list[tuple[int, int, str]]:
        lines = value.split("\n")
        at = self.text.find(lines[0], low, high)
        if at < 0 or not lines[0]:
            return []
        if len(lines) == 1 and not name.endswith("text"):
            return [(at, at + len(value), name)]
        line_start = self.text.rfind(self.newline[-1], 0, at) + 1
        for indent in _indents(self.text[line_start:at]):
            written = _indented(lines, indent, self.newline)
            if self.text.startswith(written, at) and at + len(written) <= high:
                return [(at, at + len(written), f"{name}@{indent}")]
        return self._locate_lines(name, lines, at, high)

    def _locate_lines(self, name: str, lines: Sequence[str], at: int, high: int) -> list[tuple[int, int, str]]:
        found = []
        for i, line in enumerate(lines):
            if line:
                at = self.text.find(line, at, high)
                if at < 0:
                    return []
                found.append((at, at + len(line), f"{name}#{i}/{len(lines)}"))
                at += len(line)
        return found


def _indents(before: str) -> Iterator[int]:
    """Likely indentations of a value's further lines, given what stands before its first on the same line."""
    if not before.strip(" "):
        yield len(before)
    yield len(before) - len(before.lstrip(" ")) + 2  # the first line stands behind a list marker
    yield 0


def _indented(lines: Sequence[str], indent: int, newline: str) -> str:
    pad = " " * indent
    return newline.join([lines[0], *(pad + line if line else "" for line in lines[1:])])


def _write(reference: str, values: dict[str, str], newline: str) -> str | None:
    if found := _INDENT_REF.fullmatch(reference):
        value, indent = values.get(found[1]), int(found[2])
        return None if value is None or indent > _WIDEST else _indented(value.split("\n"), indent, newline)
    if found := _LINE_REF.fullmatch(reference):
        value = values.get(found[1])
        lines = [] if value is None else value.split("\n")
        # An edit that changed the number of lines has no place for each any more: the shape does not know, we do.
        return lines[int(found[2])] if int(found[2]) < len(lines) == int(found[3]) else None
    return values.get(reference)


def _bare(reference: str) -> str:
    """The field that a reference names."""
    if reference[-1:].isdigit() and (found := _INDENT_REF.fullmatch(reference) or _LINE_REF.fullmatch(reference)):
        return found[1]
    return reference


def _value(thread: Thread, name: str) -> str | None:
    if name == "author":
        return thread.author.name if thread.author else None
    value = getattr(thread, name)
    return value if isinstance(value, str) else None


def _values(thread: Thread) -> Iterator[tuple[str, str]]:
    """Every field that a text can carry, by its reference."""
    for name in ("title", "author", "published_raw"):
        if (value := _value(thread, name)) is not None:
            yield name, value
    for i, part in enumerate(thread.body):
        for name in _BODY_FIELDS.get(type(part), ("text",)):
            if (value := getattr(part, name)) is not None:
                yield f"body.{i}.{name}", value
    for comment in thread.comments:
        prefix = f"comments.{comment.id}."
        if comment.author:
            yield prefix + "author", comment.author.name
        if comment.published_raw is not None:
            yield prefix + "published_raw", comment.published_raw
        yield prefix + "text", comment.text


def _shape(thread: Thread, placed: set[str]) -> str:
    """Checksum of what the literals stand for: the structure, and the values that have no place of their own."""
    facts = [f"{thread.declared_comment_count}|{thread.comments_open}", *map(_kind, thread.body)]
    facts += (f"{c.id}|{c.parent_id}|{c.depth}|{c.is_post_author}|{c.kind}" for c in thread.comments)
    facts += (name if name in placed else f"{name}={value}" for name, value in _values(thread))
    return f"{zlib.crc32(chr(10).join(facts).encode('utf-8', 'surrogatepass')):08x}"


def _kind(part: Part) -> str:
    """What a part is, and what else of it no text shows in a place of its own: who answered."""
    name = type(part).__name__
    if isinstance(part, Answer):
        return f"{name} {part.author.name if part.author else None}"
    return f"{name} {part.kind}" if isinstance(part, Passage) else name
