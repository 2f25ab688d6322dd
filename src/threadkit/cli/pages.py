"""FILEs → pages: a FILE is one page, the JSON that threadkit made of one, or an archive of pages."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

import click

import threadkit
from threadkit import archives, lazy_re
from threadkit.archives.records import Record, without_html
from threadkit.cli import progress
from threadkit.cli.errors import display_name
from threadkit.cli.options import PageOptions
from threadkit.errors import ParseError, ThreadkitError
from threadkit.model import Thread
from threadkit.options import Options

__all__ = ["Page", "all_pages", "records_of", "stdin"]

_HEAD: Final = 8192
"""Bytes looked at to tell a page from an archive."""
_LARGEST: Final = 256 * 1024 * 1024
"""Bytes. No thread is a tenth as long; what is longer is a mistake, and would fill the memory."""
_OUR_JSON: Final = lazy_re.pattern(rb'(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:')
_SECOND_THREAD: Final = lazy_re.pattern(rb'\n\{"schema"\s*:')

Page = tuple[str, Callable[[], Thread]]
"""What messages call it, and what makes its thread or raises why there is none."""


def all_pages(files: Sequence[str], options: PageOptions) -> Iterator[Page]:
    """The pages of all FILEs; one that can't be opened is a page that raises."""
    for name in files:
        try:
            yield from _pages(name, options)
        except (OSError, ParseError) as error:
            yield name, _raising(error)


def _pages(name: str, options: PageOptions) -> Iterator[Page]:
    """The pages of one FILE: itself, or those of an archive."""
    if Path(name).is_dir():
        yield from _archived(name, name, options)
        return
    with _opened(name) as file:
        head = file.read(_HEAD)
        source = _Rejoined(head, file)
        if _OUR_JSON.match(head):
            data = _read(source)
            if not _SECOND_THREAD.search(data):
                yield from _wanted(name, lambda: _own(data, options), options)
                return
            source = _Rejoined(data, file)
        elif not archives.is_container(head):
            yield from _wanted(name, lambda: _thread(_read(source), options), options)
            return
        yield from _archived(name, cast("BinaryIO", source) if name == "-" else name, options)


def _archived(name: str, source: str | BinaryIO, options: PageOptions) -> Iterator[Page]:
    """The threads of an archive and what could not be read of it; what is no thread is passed over."""
    if options.url is not None:
        raise click.UsageError("--url is the address of one page, and this is an archive of pages")
    found = bool(options.only)  # where some are passed over on purpose, so may be all of them
    for record in records_of(name, options, source):
        found |= record.outcome != "skipped"
        if record.thread is not None:
            thread = record.thread
            yield _label(name, record), lambda thread=thread: thread  # type: ignore[misc]
        elif record.error is not None:
            yield _label(name, record), _raising(record.error)
    if not found:
        yield name, _raising(ThreadkitError("there is no thread in it; 'threadkit ls' lists what there is"))


def records_of(name: str, options: PageOptions, source: str | BinaryIO | None = None) -> Iterator[Record]:
    """Every record of an archive, with a bar where it takes long."""
    with progress.shown(name) as bar:
        yield from threadkit.read_records(
            stdin() if source is None and name == "-" else source or name,
            on_read=bar.advance,
            encoding=options.encoding,
            dialect=options.dialect,
            keep_html=options.keep_html,
            tz=options.tz,
            strict=options.strict,
            only=options.only,
        )


def _wanted(name: str, make: Callable[[], Thread], options: PageOptions) -> Iterator[Page]:
    """The one page, or nothing where its thread has nothing of what is wanted."""
    if options.only:
        try:
            thread = make()
        except Exception as error:  # noqa: BLE001 (raised again where the page's thread is made)
            yield name, _raising(error)
            return
        if Options(only=options.only).why_unwanted(thread) is not None:
            return
        yield name, lambda: thread
        return
    yield name, make


def _raising(error: Exception) -> Callable[[], Thread]:
    def make() -> Thread:
        raise error

    return make


def _label(name: str, record: Record) -> str:
    """What messages call a record: where it lies, and its address where the archive says it."""
    place = record.capture.path if name != "-" else None
    return " ".join(part for part in (place or display_name(name), record.url) if part)


def _own(data: bytes, options: PageOptions) -> Thread:
    """The thread that threadkit wrote."""
    thread = threadkit.loads(data)
    return thread if options.keep_html else without_html(thread)


def _thread(data: bytes, options: PageOptions) -> Thread:
    """The thread of one page; raises what parsing raises."""
    return threadkit.parse(
        data,
        url=options.url,
        encoding=options.encoding,
        dialect=options.dialect,
        keep_html=options.keep_html,
        tz=options.tz,
        strict=options.strict,
    )


def stdin() -> BinaryIO:
    """Standard input. Raises `OSError` where it is closed."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return sys.stdin.buffer


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield stdin()
    else:
        with Path(name).open("rb") as file:
            yield file


class _Rejoined:
    """A file whose beginning was looked at already."""

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self._head = head
        self._file = file

    def read(self, size: int) -> bytes:
        taken, self._head = self._head[:size], self._head[size:]
        return taken + self._file.read(size - len(taken)) if len(taken) < size else taken


def _read(source: _Rejoined) -> bytes:
    data = source.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ThreadkitError(f"more than {_LARGEST >> 20} MB, too much for one page: give the pages in it one by one")
    return data
