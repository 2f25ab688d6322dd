"""Tar, from front to back: plain or inside a compressed stream, whatever the compression.

Every regular file in it is read as if it lay in a folder, in the order of the archive. Links are reported; folders and
devices hold nothing. A damaged header costs what it headed: reading goes on at the next header that is whole.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import IO, Final, Self, cast

from attrs import define

from threadkit.archives.context import Context
from threadkit.archives.entry import Entry, Failure, Skip
from threadkit.archives.stream import BLOCK, HEAD, Stream, is_bomb
from threadkit.errors import ArchiveError
from threadkit.model import Capture

__all__ = ["NAME", "begins_damaged", "claims", "entries"]

NAME: Final = "tar"

_LONG_FORMS: Final = (b"x", b"g", b"X", b"L", b"K")
"""Types of headers that extend the next one."""
_SIZE: Final = 512
"""Bytes of a block; headers and members begin with one."""
_LARGEST_HEADER: Final = 1024 * 1024
"""Bytes of such a header. It is held in memory, and an honest one is shorter than a kilobyte."""
_MOST_SKIPPED: Final = 16 * 1024 * 1024 * 1024
"""Bytes of one member unpacked only to get past it."""
_LARGEST_CLAIM: Final = 2**50
"""Bytes of a member that a header may claim at all; a larger number is damage, as no disk holds so much."""
_ENDS: Final = 100
"""How often `tarfile` may ask for more behind the end. It asks a few times, and once for each 10 kB of a member that it
wants to get past: without an end to that a header of 512 bytes would keep it busy for years."""


def claims(head: bytes) -> bool:
    """Whether the first block is a tar header: the magic word, or the old form with a right checksum."""
    if head[257:262] == b"ustar":
        return True
    return len(head) >= _SIZE and head[0] != 0 and _right_checksum(head[:_SIZE])


def begins_damaged(stream: Stream) -> bool:
    """Whether it is a tar all the same: a later block is a header."""
    if b"\0" not in stream.peek(HEAD):
        return False
    window = stream.peek(BLOCK)
    blocks = (window[at : at + _SIZE] for at in range(_SIZE, len(window), _SIZE))
    return any(block[257:262] == b"ustar" and _right_checksum(block) for block in blocks)


def _right_checksum(block: bytes) -> bool:
    try:
        stored = int(block[148:156].strip(b"\0 ") or b"-", 8)
    except ValueError:
        return False
    return stored == sum(block[:148]) + 8 * 32 + sum(block[156:])


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """The entries of every member."""
    damaged: list[int] = []
    archive = _open(stream, damaged)
    failed = False
    while True:
        member = _next(archive)
        if damaged and not isinstance(member, ArchiveError):
            yield _failure(stream.path, "a damaged header in the tar archive; what it headed is lost")
            damaged.clear()
        if isinstance(member, ArchiveError):
            # A member cut short has told of it already.
            if not failed:
                yield Failure(error=member, capture=Capture(path=stream.path))
            return
        if member is None:
            return
        archive.members = []  # type: ignore[attr-defined]  # else it keeps every header of the archive
        failed = False
        for entry in _member(archive, member, stream.path, context):
            failed = isinstance(entry, Failure)
            yield entry


def _open(stream: Stream, damaged: list[int]) -> tarfile.TarFile:
    """The archive; each header that is none leaves a mark in `damaged`, because `tarfile` passes over it."""

    class Header(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
            try:
                header = super().frombuf(buf, encoding, errors)
            except tarfile.HeaderError:
                # The end of the archive is a block of zeros.
                if buf.strip(b"\0"):
                    damaged.append(len(buf))
                raise
            if header.size < 0 or (header.type in _LONG_FORMS and header.size > _LARGEST_HEADER):
                raise ArchiveError("the tar archive has a header of impossible size; what follows was not read")
            if header.size > _LARGEST_CLAIM:
                damaged.append(len(buf))
                raise tarfile.InvalidHeaderError("impossible size")  # type: ignore[attr-defined]
            return header

    file = cast("IO[bytes]", _UpToTheEnd(stream))
    return tarfile.open(fileobj=file, mode="r|", tarinfo=Header, ignore_zeros=True)


@define
class _UpToTheEnd:
    """A stream that gives out soon after its end: what is passed over is what is there, never what is claimed."""

    stream: Stream
    ends: int = 0

    def read(self, size: int) -> bytes:
        piece = self.stream.read(size)
        self.ends = 0 if piece else self.ends + 1
        if self.ends > _ENDS:
            raise ArchiveError("the tar archive ends in the midst of a member")
        return piece


def _next(archive: tarfile.TarFile) -> tarfile.TarInfo | ArchiveError | None:
    try:
        return archive.next()
    except ArchiveError as error:
        return error
    except (tarfile.TarError, ValueError, OSError, EOFError) as error:
        return ArchiveError(f"the tar archive is damaged: {error}", offset=archive.offset)


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo, outer: str, context: Context) -> Iterator[Entry]:
    path = f"{outer}/{member.name}"
    if member.issym() or member.islnk():
        yield Skip(reason=f"a link to {member.linkname}", capture=Capture(path=path))
    elif member.isreg() and member.size > _MOST_SKIPPED:
        yield _failure(path, "a member of more than 16 GB, which nothing that holds pages has", member.offset)
    elif member.isreg() and _is_mostly_hole(member):
        yield _failure(path, "a sparse file that is nearly all holes, which no page is", member.offset)
    elif member.isreg() and (content := archive.extractfile(member)) is not None:
        yield from context.inside(Stream(file=content, path=path, size=member.size))


def _is_mostly_hole(member: tarfile.TarInfo) -> bool:
    """Whether it is a sparse file that grows as a bomb does: its holes are stored as numbers and read as zeros."""
    pieces = getattr(member, "sparse", None)
    return pieces is not None and is_bomb(sum(size for _, size in pieces), member.size)


def _failure(path: str, message: str, offset: int | None = None) -> Failure:
    return Failure(error=ArchiveError(message, offset=offset), capture=Capture(path=path))
