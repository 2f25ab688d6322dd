"""The members of a zip archive as streams, each by itself; and those of an archive that lost its directory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Final, cast

from attrs import frozen

from threadkit.archives.context import Context
from threadkit.archives.entry import Entry, Failure
from threadkit.archives.stream import BLOCK, LARGEST_PAGE, Slice, Stream, refuse_bomb
from threadkit.errors import ArchiveError
from threadkit.model import Capture

__all__ = ["Members", "salvaged"]

_ENCRYPTED: Final = 1
_UTF8_NAME: Final = 0x800
_SIZES_FOLLOW: Final = 8
_HEADER: Final = struct.Struct("<4s5H3I2H")
"""A member's own header: magic, version, flags, method, time, date, checksum, packed size, size, lengths of name and
extra field."""
_MEMBER: Final = b"PK\3\4"


@frozen
class Members:
    """An open archive."""

    archive: zipfile.ZipFile
    stream: Stream
    overlapping: frozenset[int]
    """Where members begin that lie over another one."""

    @classmethod
    def of(cls, archive: zipfile.ZipFile, stream: Stream) -> Members:
        """The archive with what has to be known before any member is read."""
        overlapping: set[int] = set()
        end = 0
        for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
            if info.header_offset < end:
                overlapping.add(info.header_offset)
            end = max(end, info.header_offset + _HEADER.size + info.compress_size)
        return cls(archive, stream, frozenset(overlapping))

    def path(self, info: zipfile.ZipInfo) -> str:
        """What `Capture.path` says of a member."""
        return f"{self.stream.path}/{info.filename}"

    def entries(self, info: zipfile.ZipInfo, context: Context) -> Iterator[Entry]:
        """The entries of one member, or its failure."""
        try:
            with self.open(info) as content:
                member = Stream(file=content, path=self.path(info), size=info.file_size, reopen=self._reopen(info))
                yield from context.inside(member)
        except (ArchiveError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
            told = error if isinstance(error, ArchiveError) else ArchiveError(f"a damaged member: {error}")
            yield Failure(error=told, capture=Capture(path=self.path(info)), size=info.file_size)

    def open(self, info: zipfile.ZipInfo) -> BinaryIO:
        """The member's content. Raises `ArchiveError` for a bomb and what has a password."""
        if info.flag_bits & _ENCRYPTED:
            raise ArchiveError("it is encrypted; unpack it with its password first", offset=info.header_offset)
        if info.header_offset in self.overlapping:
            raise ArchiveError("it lies over another member, as only a bomb does", offset=info.header_offset)
        refuse_bomb(info.compress_size, info.file_size)
        return cast("BinaryIO", self.archive.open(info))

    def _reopen(self, info: zipfile.ZipInfo) -> Callable[[], BinaryIO] | None:
        """Only what is stored as it is can be read from the middle."""
        if info.compress_type != zipfile.ZIP_STORED or self.stream.reopen is None:
            return None
        return partial(_slice, self.stream.reopen, info.header_offset, info.file_size)


def _slice(reopen: Callable[[], BinaryIO], header_offset: int, size: int) -> BinaryIO:
    file = reopen()
    file.seek(header_offset)
    *_, name, extra = _HEADER.unpack(file.read(_HEADER.size))
    return cast("BinaryIO", Slice(file, header_offset + _HEADER.size + name + extra, size))


# -- without a directory -------------------------------------------------------------------------------------------


def salvaged(file: BinaryIO, path: str, context: Context) -> Iterator[Entry]:
    """The members of an archive whose directory is lost, found one behind the other by their own headers."""
    at, found = 0, 0
    while (at := _find(file, at)) >= 0:
        found += 1
        name, content, at = _salvage(file, at)
        capture = Capture(path=f"{path}/{name}")
        if isinstance(content, ArchiveError):
            yield Failure(error=content, capture=capture)
        elif not name.endswith("/"):
            yield from context.inside(Stream(file=io.BytesIO(content), path=f"{path}/{name}", size=len(content)))
    message = "the zip archive lost its directory; members were found by their own headers, and some may be missing"
    error = ArchiveError(message if found else "a zip archive without a member")
    yield Failure(error=error, capture=Capture(path=path))


def _find(file: BinaryIO, at: int) -> int:
    """Where the next member's header begins, at or behind `at`; -1 if there is none."""
    file.seek(at)
    window = b""
    while block := file.read(BLOCK):
        window += block
        place = window.find(_MEMBER)
        if place >= 0:
            return at + place
        at += max(0, len(window) - 3)
        window = window[-3:]
    return -1


def _salvage(file: BinaryIO, at: int) -> tuple[str, bytes | ArchiveError, int]:
    """Name, content and end of the member whose header is there."""
    file.seek(at)
    block = file.read(_HEADER.size)
    if len(block) < _HEADER.size:
        return "?", ArchiveError("the archive ends within a header", offset=at), at + 4
    _, _, flags, method, _, _, checksum, packed, size, name_size, extra_size = _HEADER.unpack(block)
    name = file.read(name_size).decode("utf-8" if flags & _UTF8_NAME else "cp437", "replace")
    start = at + _HEADER.size + name_size + extra_size
    file.seek(start)
    if method == zipfile.ZIP_DEFLATED and not flags & _ENCRYPTED:
        content, end = _inflate(file, start)
    elif method == zipfile.ZIP_STORED and not flags & (_ENCRYPTED | _SIZES_FOLLOW) and packed <= LARGEST_PAGE:
        content, end = file.read(packed), start + packed
    else:
        return name, ArchiveError("not readable without the archive's directory", offset=at), start
    if not flags & _SIZES_FOLLOW and (len(content) != size or zlib.crc32(content) != checksum):
        return name, ArchiveError("a damaged member, or one cut short", offset=at), max(end, start)
    return name, content, end


def _inflate(file: BinaryIO, start: int) -> tuple[bytes, int]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces: list[bytes] = []
    held = taken = 0
    try:
        while not inflater.eof and held <= LARGEST_PAGE and (block := inflater.unconsumed_tail or file.read(BLOCK)):
            taken += 0 if inflater.unconsumed_tail else len(block)
            pieces.append(inflater.decompress(block, BLOCK * 4))
            held += len(pieces[-1])
    except zlib.error:
        return b"", start
    if not inflater.eof:
        return b"", start
    return b"".join(pieces), start + taken - len(inflater.unused_data)
