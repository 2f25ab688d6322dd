"""A WARC's uncompressed text in segments, each beginning with a record, so that damage stays where it is.

In a plain WARC there is one segment, the whole file. In a WARC.gz each gzip member that begins with a record begins a
segment; members that don't (files packed in blocks) continue the one before. Where a member is damaged, the segment
ends with an `ArchiveError`, and the next one begins at the next member that unpacks to the beginning of a record: the
compressed bytes that were read are searched again, because a damaged stream often runs on into its neighbour.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from attrs import define, field

from threadkit.archives.stream import BLOCK, RATIO, Stream
from threadkit.errors import ArchiveError

__all__ = ["EndsEarly", "Segment", "is_in_members", "segments"]

_MAGIC: Final = b"\x1f\x8b\x08"
_RECORD: Final = b"WARC/"
_REMEMBERED: Final = 8 * 1024 * 1024
"""Compressed bytes kept of a member, to be searched again if it turns out damaged."""
_PROOF: Final = 4096
"""Compressed bytes that show whether a record begins there."""
_FIRST: Final = 4096
"""Bytes of text unpacked first: with them a damaged record can still say whose it is."""
_BOMB: Final = 256 * 1024 * 1024
"""Bytes after which a member that grows as bombs do is left for the next one."""


class EndsEarly(ArchiveError):  # noqa: N818 (it tells the two apart)
    """The file is cut: what came before the cut is whole."""


@define
class Segment:
    """A stretch of uncompressed text that begins with a record."""

    stream: Stream
    offset: int | None
    """Where it begins in the file, in bytes; None where that can't be said."""
    checked: bool
    """Whether something vouches for its end: a gzip member's checksum does, the end of a plain file does not."""
    misled: bool = False
    """Whether a record's length was too long already: then the next ones are not believed either."""


def segments(stream: Stream) -> Iterator[Segment]:
    """The segments of a WARC, one at a time: what is left of one is passed over when the next is asked for."""
    if not is_in_members(stream.peek(BLOCK)):
        # What was unpacked on the way here lies nowhere in the file itself.
        yield Segment(stream, None if stream.hint else stream.position, checked=False)
        return
    members = _Members(stream, packed_at=stream.position)
    while members.next_segment():
        yield Segment(Stream(file=members, path=stream.path), members.begins_at, checked=True)
        members.finish()


@define
class _Members:
    """The gzip members of a file, as the text of one segment after the other."""

    source: Stream
    packed_at: int
    """The place in the file of the next compressed byte."""
    begins_at: int = 0
    """The place in the file where the present member begins."""
    _packed: bytes = b""
    _inflater: zlib._Decompress | None = None
    _taken: bytearray = field(factory=bytearray)
    """The last compressed bytes taken of this member."""
    _unpacked: int = 0
    """Bytes of text that this member gave so far."""
    _text: bytes = b""
    _ended: bool = True
    _damaged: bool = False
    _pending: ArchiveError | None = None

    def next_segment(self) -> bool:
        """Go to the next member that begins with a record; False at the end of the file."""
        if self._pending is None and (self._is_over() or (self._damaged and not self._search())):
            return False
        try:
            # A segment ended because the next one's beginning was seen: then that is here already.
            if self._pending is None and not self._text and not self._begin():
                return False
        except ArchiveError as error:
            self._pending = error
        self._ended = False
        return True

    def _is_over(self) -> bool:
        """Whether the file itself can't be read any further, which was reported."""
        return self.source.broken and not self._packed and not self._text

    def read(self, size: int, /) -> bytes:
        """Text of the segment; nothing at its end. Raises `ArchiveError` where the data is damaged or ends early."""
        if self._pending is not None and not self._ended:
            error, self._pending, self._ended = self._pending, None, True
            raise error
        while not self._ended:
            if self._text:
                piece, self._text = self._text[:size], self._text[size:]
                return piece
            if self._inflater is not None:
                self._text = self._unpack()
            else:
                self._ended = self._at_boundary()
        return b""

    def _at_boundary(self) -> bool:
        try:
            return not self._begin() or self._text.startswith(_RECORD)
        except ArchiveError as error:
            # The damage is the next member's: this segment was whole.
            self._pending = error
            return True

    def finish(self) -> None:
        """Pass over what nobody read of the segment."""
        try:
            while self.read(BLOCK):
                pass
        except ArchiveError:
            return

    def _begin(self) -> bool:
        """Begin the member that follows, far enough to see whether it begins with a record; False where none does."""
        while (self._packed or self._fill()) and self._packed[0] == 0:  # padding
            rest = self._packed.lstrip(b"\0")
            self.packed_at += len(self._packed) - len(rest)
            self._packed = rest
        if not self._packed:
            return False
        self.begins_at = self.packed_at
        self._taken.clear()
        self._unpacked = 0
        self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while self._inflater is not None and len(self._text) < len(_RECORD):
            self._text += self._unpack()
        return True

    def _fill(self) -> bool:
        self._packed = self.source.read(BLOCK)
        return bool(self._packed)

    def _unpack(self) -> bytes:
        """Some more text of the present member; empty only at its end."""
        inflater = self._inflater
        if inflater is None:
            return b""
        text = b""
        while not text and not inflater.eof:
            if not self._packed and not self._fill():
                raise self._damage("the file ends within a compressed record", EndsEarly)
            try:
                text = inflater.decompress(self._packed, BLOCK if self._unpacked else _FIRST)
            except zlib.error as error:
                raise self._damage(f"a damaged compressed record ({error})") from error
            self._take(inflater.unused_data if inflater.eof else inflater.unconsumed_tail)
        self._unpacked += len(text)
        if self._unpacked > _BOMB and self._unpacked > RATIO * (self.packed_at - self.begins_at):
            raise self._damage(f"a record that grows more than {RATIO} times when unpacked, as only a bomb does")
        if inflater.eof:
            self._inflater = None
        return text

    def _take(self, rest: bytes) -> None:
        taken = len(self._packed) - len(rest)
        self._taken += memoryview(self._packed)[:taken]
        if len(self._taken) > _REMEMBERED:
            del self._taken[: len(self._taken) - _REMEMBERED]
        self.packed_at += taken
        self._packed = rest

    def _damage(self, message: str, kind: type[ArchiveError] = ArchiveError) -> ArchiveError:
        self._damaged, self._ended, self._inflater, self._text = True, True, None, b""
        return kind(message, offset=self.begins_at)

    def _search(self) -> bool:
        """Go to the next place where a compressed record begins; False where none does."""
        window, window_at = bytes(self._taken) + self._packed, self.packed_at - len(self._taken)
        at = max(0, self.begins_at + 1 - window_at)
        while True:
            at = window.find(_MAGIC, at)
            enough = at >= 0 and len(window) - at >= _PROOF
            if not enough and (more := self.source.read(BLOCK)):
                start = at if at >= 0 else max(0, len(window) - len(_MAGIC) + 1)
                window, window_at, at = window[start:] + more, window_at + start, 0
            elif at < 0:
                return False
            elif _begins_record(window[at : at + _PROOF]):
                self._packed, self.packed_at, self._damaged = window[at:], window_at + at, False
                return True
            else:
                at += 1


def is_in_members(window: bytes) -> bool:
    """Whether a file that begins so is a WARC in gzip members, be the first of them damaged."""
    if window.startswith(_MAGIC) or window.lstrip().startswith(_RECORD):
        return window.startswith(_MAGIC)
    at = window.find(_MAGIC)
    while at >= 0 and not _begins_record(window[at : at + _PROOF]):
        at = window.find(_MAGIC, at + 1)
    return at >= 0


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, 16).startswith(_RECORD)
    except zlib.error:
        return False
