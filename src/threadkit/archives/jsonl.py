"""JSON Lines as text corpora ship them: one page a line, its text or mark-up in one column and its address in another.

A file of one JSON document counts as well, as a row, or as rows if it is a list. A line that is no JSON fails alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from threadkit import lazy_re
from threadkit.archives.context import Context
from threadkit.archives.entry import Entry, Failure
from threadkit.archives.rows import row_entry
from threadkit.archives.stream import BLOCK, LARGEST_PAGE, Stream
from threadkit.errors import ArchiveError
from threadkit.model import Capture

__all__ = ["NAME", "claims", "entries"]

NAME: Final = "jsonl"

_ROW: Final = lazy_re.pattern(rb'(?:\xef\xbb\xbf)?\s*\{[ \t]*"')
_DOCUMENT: Final = lazy_re.pattern(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*\{\s*"|\{\s*")')


def claims(head: bytes) -> bool:
    """Whether it begins with a JSON object, or a list of them."""
    return _DOCUMENT.match(head) is not None


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """The entry of every row."""
    if _ROW.match(stream.peek(256)) is None:
        yield from _document(stream, context)
        return
    for number, (offset, line) in enumerate(_lines(stream), 1):
        # What was unpacked on the way here lies nowhere in the file itself.
        place = None if stream.hint else offset
        if line is None:
            yield _failure(stream.path, f"line {number} has more than {LARGEST_PAGE >> 20} MB", place)
        elif line.strip():
            yield _row(line, number, place, stream.path, context)


def _row(line: bytes, number: int, offset: int | None, path: str, context: Context) -> Entry:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _failure(path, f"line {number} is no JSON: {error}", offset)
    return row_entry(row, path, offset, context.columns)


def _document(stream: Stream, context: Context) -> Iterator[Entry]:
    try:
        found = json.loads(stream.document())
    except (ValueError, RecursionError) as error:
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError(f"this is no JSON: {error}") from error
    for row in found if isinstance(found, list) else [found]:
        yield row_entry(row, stream.path, None, context.columns)


def _lines(stream: Stream) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its place; None for one too long to be held. Raises `ArchiveError` where the data is damaged."""
    pieces: list[bytes] = []
    at, held = stream.position, 0
    while block := stream.read(BLOCK):
        *lines, rest = block.split(b"\n")
        for line in lines:
            held += len(line)
            yield at, (b"".join([*pieces, line]) if held <= LARGEST_PAGE else None)
            pieces.clear()
            at, held = at + held + 1, 0
        held += len(rest)
        if held <= LARGEST_PAGE:
            pieces.append(rest)
        else:
            pieces.clear()
    if held:
        yield at, (b"".join(pieces) if held <= LARGEST_PAGE else None)


def _failure(path: str, message: str, offset: int | None) -> Failure:
    return Failure(error=ArchiveError(message, offset=offset), capture=Capture(path=path, offset=offset))
