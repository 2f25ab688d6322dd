"""What a conversion has done so far, on disk: an interrupted one goes on where it was, and no half output shows.

One file, only ever appended to: a frame that says what is being converted, then one frame for each record of the
inputs, in their order, then a frame that says that these were all. So the number of frames is the place in the inputs,
and no second file can disagree with it. A frame carries its length and a checksum: what a killed process or a full disk
left of the last one is cut off when the journal is opened again.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO, Final, Self

from attrs import Factory, define, frozen

from threadkit.errors import ThreadkitError

__all__ = ["FAILED", "SKIPPED", "THREAD", "Frame", "Journal", "open_journal"]

THREAD: Final = b"t"
SKIPPED: Final = b"s"
FAILED: Final = b"f"
_BEGINS: Final = b"b"
_ENDS: Final = b"e"

_HEAD: Final = struct.Struct("<cIQI")
"""Kind, bytes of the note, bytes of the content, checksum of both."""
_BUFFER: Final = 1 << 20
_OFTEN: Final = 1.0
"""Seconds after which what is done is handed to the system, where it outlives a killed process."""


@frozen
class Frame:
    """What became of one record."""

    kind: bytes
    """`THREAD`, `SKIPPED` or `FAILED`."""
    note: bytes
    """A thread's address; of others, why there is no thread."""
    content: bytes = b""
    """The thread as it goes into the output."""

    def __bytes__(self) -> bytes:
        check = zlib.crc32(self.content, zlib.crc32(self.note))
        return _HEAD.pack(self.kind, len(self.note), len(self.content), check) + self.note + self.content


@define
class Journal:
    """The open journal; use it as a context."""

    file: IO[bytes]
    counts: Counter[bytes] = Factory(Counter)
    """How many frames of each kind there are."""
    complete: bool = False
    """Whether every record is in it."""
    _flushed: float = Factory(time.monotonic)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(OSError):  # what is still buffered on a full disk: the next run does it again
            self.file.close()

    @property
    def records(self) -> int:
        """How many records are in it."""
        return self.counts[THREAD] + self.counts[SKIPPED] + self.counts[FAILED]

    def append(self, frame: Frame) -> None:
        """One write, so that an interruption leaves the frame whole or at the end."""
        self.file.write(bytes(frame))
        self.counts[frame.kind] += 1
        if time.monotonic() - self._flushed > _OFTEN:
            self.file.flush()
            self._flushed = time.monotonic()

    def finish(self) -> None:
        """Every record is in it."""
        self.append(Frame(_ENDS, b""))
        self.file.flush()
        self.complete = True

    def frames(self, kinds: bytes = THREAD) -> Iterator[tuple[int, Frame]]:
        """The frames of these kinds, each with its place."""
        self.file.flush()
        self.file.seek(0)
        for place, frame in _frames(self.file):
            if frame.kind in kinds:
                yield place, frame
                self.file.seek(place + len(frame.note) + len(frame.content) + _HEAD.size)

    def at(self, place: int) -> Frame:
        """The frame at a place that `frames` gave."""
        self.file.seek(place)
        return next(_frames(self.file))[1]


def open_journal(path: Path, about: bytes, *, resume: bool, overwrite: bool = False) -> Journal:
    """The journal of a conversion: a new one, or with `resume` the one that an interrupted run left.

    `about` says what is converted and how. Raises `ThreadkitError` where another run has it open, where the one that
    is to be resumed is of something else, and where there is work of an interrupted run that is neither to be resumed
    nor, with `overwrite`, given up; `OSError` where it can't be written.
    """
    file = path.open("r+b" if path.exists() else "w+b", buffering=_BUFFER)
    try:
        _lock(file, path)
        journal = Journal(file=file)
        _refuse_foreign(file, path)
        if resume and _take_up(journal, about):
            return journal
        if not overwrite:
            _refuse_unfinished(file, path)
        file.seek(0)
        file.truncate()
        journal.append(Frame(_BEGINS, about))
        file.flush()
    except BaseException:
        file.close()
        raise
    return journal


def _take_up(journal: Journal, about: bytes) -> bool:
    """Count what is there and cut off what is not whole; False where there is nothing."""
    end = 0
    for place, frame in _frames(journal.file):
        if place == 0 and frame != Frame(_BEGINS, about):
            message = (
                "what is to be resumed was begun with other inputs or options; overwrite (--overwrite) begins anew"
            )
            raise ThreadkitError(message)
        journal.counts[frame.kind] += 1
        end = journal.file.tell()
    journal.file.seek(end)
    journal.file.truncate()
    journal.complete = journal.counts[_ENDS] > 0
    return end > 0


def _refuse_foreign(file: IO[bytes], path: Path) -> None:
    """Raise `ThreadkitError` where a file is no journal, nor the beginning of one."""
    if file.read(1) not in (b"", _BEGINS):
        raise ThreadkitError(f"{os.fspath(path)!r} is no work of threadkit; move it away")
    file.seek(0)


def _refuse_unfinished(file: IO[bytes], path: Path) -> None:
    """Raise `ThreadkitError` where a journal holds a record."""
    file.seek(0)
    if len(list(islice(_frames(file), 2))) > 1:
        message = f"an earlier run was interrupted and left its work in {os.fspath(path.parent)!r}"
        raise ThreadkitError(f"{message}: resume it (--resume), or overwrite it and begin anew (--overwrite)")


def _frames(file: IO[bytes]) -> Iterator[tuple[int, Frame]]:
    """The whole frames from here on; ends at the first that is not."""
    place = file.tell()
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        kind, noted, held, check = _HEAD.unpack(head)
        if noted + held > os.fstat(file.fileno()).st_size:
            return
        note, content = file.read(noted), file.read(held)
        if zlib.crc32(content, zlib.crc32(note)) != check or len(note) + len(content) < noted + held:
            return
        yield place, Frame(kind, note, content)
        place = file.tell()


def _lock(file: IO[bytes], path: Path) -> None:
    """Keep a second run from the same output until this process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows does not let a second process replace a file that is open
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise ThreadkitError(f"another run is writing this output now ({os.fspath(path.parent)} is its work)") from None
