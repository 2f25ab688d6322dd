"""The bytes of a file or a member, read once from front to back, with a look ahead and bounds on everything.

In comes anything with ``read``; out goes a `Stream`. A container sees its members only as Streams: nothing is ever
written to disk, so a member's name is a label and never a path. What a container needs at random (a zip's directory is
at its end) comes from the file itself where that can seek, else from memory, up to a bound.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO, Final, Protocol, cast

from attrs import define, field

from threadkit.errors import ArchiveError

__all__ = [
    "BLOCK",
    "HEAD",
    "LARGEST_HELD",
    "LARGEST_PAGE",
    "RATIO",
    "Readable",
    "Slice",
    "Stream",
    "Watched",
    "is_bomb",
    "refuse_bomb",
]

BLOCK: Final = 256 * 1024
"""Bytes read at once."""
HEAD: Final = 8192
"""Bytes looked at to tell what something is."""
LARGEST_PAGE: Final = 32 * 1024 * 1024
"""Bytes of one document, unpacked. The longest threads have a few thousand comments and about a sixth of it."""
LARGEST_HELD: Final = 64 * 1024 * 1024
"""Bytes of a container inside another that has to be held in memory, because it can't be read from front to back."""
RATIO: Final = 250
"""How many times its packed size a large piece may grow: pages grow fivefold to fiftyfold, bombs a thousandfold."""


class Readable(Protocol):
    """What `Stream` reads from."""

    def read(self, size: int, /) -> bytes: ...


@define
class Stream:
    """A file's or member's content.

    >>> stream = Stream(io.BytesIO(b"WARC/1.0"), path="crawl.warc")
    >>> stream.peek(4), stream.read(8), stream.read(8)
    (b'WARC', b'WARC/1.0', b'')
    """

    file: Readable
    path: str
    """The file and, behind a slash, the member: what `Capture.path` says."""
    size: int | None = None
    """Bytes in it; None if unknown."""
    seekable: bool = False
    """Whether `file` can seek, cheaply, and began at 0."""
    reopen: Callable[[], BinaryIO] | None = None
    """Opens the same content once more, seekable; None where that can't be done cheaply."""
    hint: str = ""
    """A name that tells the kind where the bytes don't; empty: the path's own end does."""
    position: int = field(default=0, init=False)
    """Bytes read so far."""
    error: ArchiveError | None = field(default=None, init=False)
    """The damage that reading came upon. What lies before it is handed out first; then reading raises it."""
    _ahead: bytes = field(default=b"", init=False)
    _at: int = field(default=0, init=False)
    """How much of what was looked at ahead is read already."""

    @property
    def broken(self) -> bool:
        """Whether nothing is left but the damage."""
        return self.error is not None and self._at >= len(self._ahead)

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end, without moving on."""
        missing = size - (len(self._ahead) - self._at)
        if missing > 0 and (more := self._exactly(missing)):
            self._ahead, self._at = self._ahead[self._at :] + more, 0
        if self.broken and size > 0:
            raise self.error or ArchiveError("damaged")
        return self._ahead[self._at : self._at + size]

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end."""
        taken = self._ahead[self._at : self._at + size]
        self._at += len(taken)
        if len(taken) < size and (more := self._exactly(size - len(taken))):
            taken, self._ahead, self._at = taken + more, b"", 0
        if not taken and self.broken and size > 0:
            raise self.error or ArchiveError("damaged")
        self.position += len(taken)
        return taken

    def unread(self, content: bytes) -> None:
        """Put back what was read last."""
        # Mostly it is still there: a buffer of megabytes must not be copied for each record in it.
        if self._at >= len(content):
            self._at -= len(content)
        else:
            self._ahead, self._at = content + self._ahead[self._at :], 0
        self.position -= len(content)

    def skip(self, size: int) -> int:
        """Pass over `size` bytes; how many there were."""
        left = size
        while left > 0 and (piece := self.read(min(left, BLOCK))):
            left -= len(piece)
        return size - left

    def _exactly(self, size: int) -> bytes:
        pieces: list[bytes] = []
        try:
            while size > 0 and self.error is None and (piece := self.file.read(min(size, BLOCK))):
                pieces.append(piece)
                size -= len(piece)
        except ArchiveError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 (every decompressor has errors of its own)
            self.error = ArchiveError(f"damaged: {str(error) or type(error).__name__}")
            self.error.__cause__ = error
        return b"".join(pieces)

    def document(self) -> bytes:
        """All that is left, as one document. Raises `ArchiveError` where it is longer than any page, or damaged."""
        content = self.read(LARGEST_PAGE + 1)
        if self.error is not None:
            raise self.error
        if len(content) > LARGEST_PAGE:
            raise ArchiveError(f"more than {LARGEST_PAGE >> 20} MB in one document, too much for a page")
        return content

    def at_random(self) -> BinaryIO:
        """The whole content as a file that can seek. Raises `ArchiveError` where it would fill the memory."""
        if self.seekable:
            file = cast("BinaryIO", self.file)
            file.seek(0)
            return file
        content = self.read(LARGEST_HELD + 1)
        if self.error is not None:
            raise self.error
        if len(content) > LARGEST_HELD:
            limit = f"{LARGEST_HELD >> 20} MB"
            raise ArchiveError(f"a container of more than {limit} inside another; take it out and read it by itself")
        return io.BytesIO(content)


class Watched(io.RawIOBase):
    """A file that tells how much is read from it, for whoever draws a progress bar."""

    def __init__(self, file: BinaryIO, on_read: Callable[[int], object]) -> None:
        super().__init__()
        self._file = file
        self._on_read = on_read

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._file.read(size)
        self._on_read(len(piece))
        return piece


class Slice(io.RawIOBase):
    """A stretch of a file as a file of its own; closing it closes the file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file = file
        self._start = start
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        left = max(0, self._size - self._at)
        self._file.seek(self._start + self._at)
        piece = self._file.read(left if size < 0 else min(size, left))
        self._at += len(piece)
        return piece

    def close(self) -> None:
        self._file.close()
        super().close()


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether something large has grown as only bombs do.

    >>> is_bomb(10_000, 60_000_000), is_bomb(10, 10_000)
    (True, False)
    """
    return unpacked > LARGEST_PAGE and unpacked > RATIO * max(packed, 1)


def refuse_bomb(packed: int, unpacked: int) -> None:
    """Raise `ArchiveError` where something large has grown as only bombs do.

    >>> refuse_bomb(10_000_000, 60_000_000)
    """
    if is_bomb(packed, unpacked):
        raise ArchiveError(f"it grows more than {RATIO} times when unpacked, as only a bomb does; it was left packed")
