"""One file compressed as a whole: gzip, bzip2, xz, zstd. What comes out may be anything, a tar or a page.

Several compressed streams behind each other are one content, as for the tools that made them; what follows them and
is no stream (padding) is left. WARC.gz is not read here: there each record is compressed by itself, and `warc` wants
to know where.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol, cast

from attrs import define, field

from threadkit.archives.context import Context
from threadkit.archives.entry import Entry
from threadkit.archives.extras import require
from threadkit.archives.stream import BLOCK, Readable, Stream
from threadkit.errors import ArchiveError

__all__ = ["NAME", "Unpacked", "claims", "entries"]

NAME: Final = "compressed"

_MOST_MEMORY: Final = 128 * 1024 * 1024
"""Bytes that an xz or zstd file may ask for as its window; ``xz -9`` asks for 65 MB."""
_BITE: Final = 2048
"""Bytes of zstd that can't unpack to more than 64 MB."""
_SUFFIXES: Final = (".gz", ".bz2", ".xz", ".zst", ".zstd", ".lzma")


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Gzip:
    """zlib's decompressor in the shape of the others: it keeps what it could not take yet."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def _xz() -> _Decompressor:
    return cast("_Decompressor", lzma.LZMADecompressor(memlimit=_MOST_MEMORY))


class _Zstd:
    """zstd's decompressor in the same shape: it can't be told how much to give, so that it is fed little by little."""

    def __init__(self) -> None:
        zstandard = require("zstandard", extra="zstd", what="zstd-compressed files")
        self._inner = zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY).decompressobj()
        self._error: type[Exception] = zstandard.ZstdError
        self._data = b""
        self._at = 0
        self._text = b""

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof) and not self._text

    @property
    def unused_data(self) -> bytes:
        return cast("bytes", self._inner.unused_data) + self._data[self._at :]

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        if data:
            self._data, self._at = self._data[self._at :] + data, 0
        try:
            while not self._text and self._at < len(self._data) and not self._inner.eof:
                self._text = self._inner.decompress(self._data[self._at : self._at + _BITE])
                self._at += _BITE
        except self._error as error:
            raise ValueError(str(error)) from error
        piece, self._text = self._text[:max_length], self._text[max_length:]
        return piece


_KINDS: Final[tuple[tuple[bytes, str, Callable[[], Any]], ...]] = (
    (b"\x1f\x8b\x08", "gzip", _Gzip),
    (b"BZh", "bzip2", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\0", "xz", _xz),
    (b"\x28\xb5\x2f\xfd", "zstd", _Zstd),
)


def claims(head: bytes) -> bool:
    """Whether it begins as a compressed stream does."""
    return any(head.startswith(magic) for magic, _, _ in _KINDS)


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """The entries of what is compressed in it."""
    name = stream.path
    shorter = name.removesuffix(next((end for end in _SUFFIXES if name.lower().endswith(end)), ""))
    # The member has no name of its own: its path stays the file's, and only its kind is told from the rest of it.
    yield from context.inside(Stream(file=_unpacked(stream), path=name, hint=shorter))


def _unpacked(stream: Stream) -> Readable:
    magic, name, make = next(kind for kind in _KINDS if stream.peek(8).startswith(kind[0]))
    return Unpacked(stream=stream, magic=magic, name=name, make=make)


@define
class Unpacked:
    """The content of compressed streams, in pieces of bounded size."""

    stream: Stream
    magic: bytes
    name: str
    make: Callable[[], _Decompressor]
    _current: _Decompressor | None = field(default=None, init=False)
    _left: bytes = field(default=b"", init=False)

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end. Raises `ArchiveError` where the data is damaged or ends early."""
        while size > 0:
            if self._current is None:
                if not self._begins():
                    return b""
                self._current = self.make()
            piece = self._step(self._current, size)
            if self._current.eof:
                self._left, self._current = self._current.unused_data, None
            if piece:
                return piece
        return b""

    def _begins(self) -> bool:
        if len(self._left) < len(self.magic):
            self._left += self.stream.read(BLOCK)
        return self._left.startswith(self.magic)

    def _step(self, current: _Decompressor, size: int) -> bytes:
        fresh, self._left = self._left, b""
        try:
            piece = current.decompress(fresh, size)
            if piece or current.eof:
                return piece
            fresh = self.stream.read(BLOCK)
            if not fresh:
                raise ArchiveError(f"the {self.name} data ends early; what follows is lost")
            return current.decompress(fresh, size)
        except (OSError, zlib.error, lzma.LZMAError, ValueError, MemoryError) as error:
            if isinstance(error, ArchiveError):
                raise
            raise ArchiveError(f"the {self.name} data is damaged: {error}") from error
