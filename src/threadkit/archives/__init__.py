"""Containers → pages: whatever a crawl or a collection lies in, read from front to back in bounded memory.

    a path   folder.py       a folder tree, file by file; or one file
      its content, by its first bytes (never by its name), in this order:
        warc.py              WARC, WARC.gz, WET
        zip.py  wacz.py      zip; WACZ, told from a zip by its members
        tar.py               tar
        parquet.py           Parquet rows
        compressed.py        gzip, bzip2, xz, zstd: what is inside is asked again
        mhtml.py             MHTML, mail
        wxr.py  feeds.py  wprest.py   WordPress's exports; RSS and Atom; its REST interface: threads without parsing
        jsonl.py             JSON Lines rows
        single.py            one document, or why it is no page

The contract: a container is a module with

    NAME: str                                                    what docs and errors call it
    claims(head: bytes) -> bool                                  whether content that begins so is of this kind
    entries(stream: Stream, context: Context) -> Iterator[Entry] each record once, as `entry` says

and may raise `ArchiveError` where the rest of the container can't be read: that becomes its last entry, a `Failure`.
Where an overwritten beginning hides what it is, a container may say so with ``begins_damaged(stream)`` (`_BEHIND`).
Members of a container are handed down again with ``context.inside(stream)``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, Final

from threadkit.archives import (
    compressed,
    folder,
    jsonl,
    mhtml,
    parquet,
    single,
    tar,
    warc,
    zip,  # noqa: A004 (the container's own name)
)
from threadkit.archives.context import Context
from threadkit.archives.entry import ArchivedPage, Entry, Failure, Ready, Skip
from threadkit.archives.exports import feeds, wprest, wxr
from threadkit.archives.rows import arrow_entries, named_columns, row_entry
from threadkit.archives.stream import HEAD, Stream
from threadkit.errors import ArchiveError, ThreadkitError
from threadkit.model import Capture

__all__ = [
    "CONTAINERS",
    "ArchivedPage",
    "Entry",
    "Failure",
    "Ready",
    "Skip",
    "arrow_entries",
    "entries",
    "entries_of_file",
    "is_container",
    "named_columns",
    "row_entry",
]

CONTAINERS: Final[tuple[ModuleType, ...]] = (
    warc,
    zip,
    tar,
    parquet,
    compressed,
    mhtml,
    wxr,
    feeds,
    wprest,
    jsonl,
    single,
)
"""In the order in which they are asked; the last takes everything."""


_BEHIND: Final[dict[ModuleType, tuple[ModuleType, ...]]] = {compressed: (warc,), single: (warc, zip, tar)}
"""What may lie behind a damaged beginning that looks like something else: asked with ``begins_damaged(stream)``."""


def entries(
    source: str | os.PathLike[str] | BinaryIO,
    *,
    columns: Mapping[str, str] | None = None,
    keep_html: bool = True,
    on_read: Callable[[int], object] | None = None,
) -> Iterator[Entry]:
    """Every record of a file, folder or archive, in its order, one at a time.

    `source` is a path, or a binary file that is open and stays so. `columns` names the columns of corpus rows
    ("content", "url", "captured_at", "id") where they have other names than the usual ones. `keep_html` says whether
    threads that need no parsing keep their mark-up. `on_read` is told the bytes read from disk, each time. Raises
    `OSError` where the path itself can't be opened; whatever is wrong inside is a `Failure`.
    """
    context = Context(descend=_descend, columns=dict(columns or {}), keep_html=keep_html, on_read=on_read)
    if not isinstance(source, str | os.PathLike):
        name = getattr(source, "name", None)
        return context.inside(Stream(file=source, path=name if isinstance(name, str) else "(an open file)"))
    path = os.fspath(source)
    return folder.entries(path, context) if Path(path).is_dir() else folder.file_entries(path, context)


def entries_of_file(
    name: str,
    opener: Callable[[], BinaryIO],
    *,
    places: Iterable[tuple[int, int]] | None = None,
    columns: Mapping[str, str] | None = None,
    keep_html: bool = True,
) -> Iterator[Entry]:
    """Every record of one file that lies wherever `opener` opens it and is called `name`; the rest as in `entries`.

    `places` are offsets and lengths in bytes: only these records of a WARC, as an index of a crawl names them. A file
    that can't be opened is a `Failure` too: it is one of many.
    """
    context = Context(descend=_descend, columns=dict(columns or {}), keep_html=keep_html)
    try:
        if places is None:
            yield from folder.file_entries(name, context, opener)
        else:
            with opener() as file:
                yield from warc.entries_at(file, name, places, context)
    except OSError as error:
        yield folder.unreadable(name, error)


def is_container(head: bytes) -> bool:
    """Whether content that begins so may hold more than one page, or threads that need no parsing.

    >>> is_container(b"WARC/1.0\\r\\n"), is_container(b"<!DOCTYPE html>")
    (True, False)
    """
    return any(container.claims(head) for container in CONTAINERS[:-1])


def _descend(stream: Stream, context: Context) -> Iterator[Entry]:
    """The entries of what a stream holds; its damage is its own and ends nothing else."""
    try:
        head = stream.peek(HEAD)
        container = next(module for module in CONTAINERS if module.claims(head))
        container = next((module for module in _BEHIND.get(container, ()) if module.begins_damaged(stream)), container)
        yield from container.entries(stream, context)
    except ThreadkitError as error:
        yield Failure(error=error, capture=Capture(path=stream.path), size=stream.size)
    except Exception as error:  # noqa: BLE001 (the readers below this raise of their own accord on damaged data)
        told = ArchiveError(f"damaged: {str(error) or type(error).__name__}")
        told.__cause__ = error
        yield Failure(error=told, capture=Capture(path=stream.path), size=stream.size)
