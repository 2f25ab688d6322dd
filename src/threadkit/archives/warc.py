"""WARC, plain and compressed, and WET, its plain-text form: every record becomes one entry.

`_segments` gives the uncompressed text so that damage stays in its place; here it is cut into records and each record
into a page. Archives break the rules in ways that would cost a stricter reader the rest of the file, so that a record
is believed about its length only where another record, or the end, follows: a length that is too long is cut at the
next record's beginning, one that is too short is stretched to it. Addresses may stand in angle brackets.

A "revisit" says that a page was captured again and had not changed: it becomes a page of its own, with the body of the
record that it repeats, where that lies earlier in the same archive.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from attrs import Factory, frozen

from threadkit import lazy_re
from threadkit.archives.context import Context
from threadkit.archives.entry import ArchivedPage, Entry, Failure, Skip
from threadkit.archives.http import content_type, parse_headers, read_response
from threadkit.archives.instants import instant
from threadkit.archives.originals import Original
from threadkit.archives.segments import EndsEarly, Segment, is_in_members, segments
from threadkit.archives.sniffing import why_no_page
from threadkit.archives.stream import BLOCK, HEAD, LARGEST_HELD, LARGEST_PAGE, Stream
from threadkit.errors import ArchiveError
from threadkit.model import Capture

__all__ = ["NAME", "begins_damaged", "claims", "entries", "entries_at"]

NAME: Final = "warc"

_LARGEST_HEADERS: Final = 128 * 1024
_LARGEST_RECORD: Final = LARGEST_PAGE + 512 * 1024
"""Bytes of a record that is held: a page and its HTTP headers."""
_BEGINS: Final = lazy_re.pattern(rb"WARC/\d")
_NEXT: Final = lazy_re.pattern(rb"\n(?=WARC/[01]\.\d\d?\r{0,2}\n[A-Za-z-]+:)")
_NEXT_SIZE: Final = 64
"""Bytes in which such a beginning fits."""
# Two CRs: a file that was copied as text from one system to another.
_BLANK_LINE: Final = lazy_re.pattern(rb"\n\r{0,2}\n")
_BLANK: Final = b"\r\n\t \0"


def claims(head: bytes) -> bool:
    """Whether it begins with a WARC record, compressed or not."""
    if head.startswith(b"\x1f\x8b\x08"):
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 64)
        except zlib.error:
            return False
    return _BEGINS.match(head.lstrip()) is not None


def begins_damaged(stream: Stream) -> bool:
    """Whether it is a WARC all the same, though it begins with something that can't be read."""
    window = stream.peek(BLOCK)
    if window.startswith(b"\x1f\x8b\x08"):
        try:
            zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(window[:HEAD])
        except zlib.error:
            return is_in_members(window[1:])
        return False
    # In the text of a page such lines may stand as an example.
    return is_in_members(window) or (b"\0" in window[:HEAD] and _NEXT.search(window) is not None)


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """The entries of every record."""
    for segment in segments(stream):
        for record in _records(segment):
            yield _entry(record, stream, context)


def entries_at(file: BinaryIO, path: str, places: Iterable[tuple[int, int]], context: Context) -> Iterator[Entry]:
    """The entries of some records of a large file: each place an offset and a length in bytes, as indexes have them."""
    for offset, length in places:
        file.seek(max(0, offset))
        stream = Stream(file=io.BytesIO(file.read(min(max(0, length), LARGEST_HELD))), path=path)
        stream.position = offset
        if claims(stream.peek(HEAD)):
            yield from entries(stream, context)
        else:
            error = ArchiveError("no WARC record begins here: the index is not this file's", offset=offset)
            yield Failure(error=error, capture=Capture(path=path, offset=offset), size=length)


# -- text → records ------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class _Record:
    """One record as it was stored, or why it could not be read."""

    headers: dict[str, str] = Factory(dict)
    block: bytes = b""
    size: int = 0
    offset: int | None = None
    error: ArchiveError | None = None

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str | None:
        return self.headers.get("warc-target-uri", "").strip("<> ") or None

    def capture(self, path: str) -> Capture:
        return Capture(
            url=self.url,
            captured_at=instant(self.headers.get("warc-date"), is_utc=True),
            record_id=self.headers.get("warc-record-id", "").strip("<> ") or None,
            path=path,
            offset=self.offset,
        )


def _records(segment: Segment) -> Iterator[_Record]:
    """The records of a segment. What stands between them and is none is reported as a record that can't be read."""
    stream, first = segment.stream, True
    while True:
        # In a compressed file a record's place is its member's; if there are more in the member, they have none.
        offset = segment.offset if first else None
        first = False
        try:
            if not _more(stream):
                return
            if not segment.checked and segment.offset is not None:
                offset = stream.position
            record = _record(segment, offset)
        except ArchiveError as error:
            record = _Record(offset=offset, error=error)
        yield record
        if record.error is not None and record.error is stream.error:
            return


def _more(stream: Stream) -> bool:
    """Pass over blank lines; whether something follows."""
    while ahead := stream.peek(HEAD):
        blank = len(ahead) - len(ahead.lstrip(_BLANK))
        stream.skip(blank)
        if blank < len(ahead):
            return True
    return False


def _record(segment: Segment, offset: int | None) -> _Record:
    stream = segment.stream
    head = stream.peek(HEAD)
    if _BLANK_LINE.search(head) is None:
        head = stream.peek(_LARGEST_HEADERS)
    blank = _BLANK_LINE.search(head)
    if blank is None or not _BEGINS.match(head):
        stream.skip(1)
        size = 1 + _pass_over(stream)
        return _Record(size=size, offset=offset, error=stream.error or ArchiveError("no WARC record", offset=offset))
    headers = parse_headers(head[: blank.start()])
    stream.skip(blank.end())
    length = headers.get("content-length", "")
    size = int(length) if length.isascii() and length.isdigit() and len(length) < 19 else 0
    try:
        block, error = _block(segment, size)
    except ArchiveError as damage:
        return _Record(headers=headers, size=size, offset=offset, error=damage)
    return _Record(headers=headers, block=block, size=size if error else len(block), offset=offset, error=error)


def _block(segment: Segment, size: int) -> tuple[bytes, ArchiveError | None]:
    """What a record holds, by its length where that is right; its beginning and an error where it is too large.

    Raises `ArchiveError` where it is damaged or cut.
    """
    stream = segment.stream
    limit = min(size, _LARGEST_RECORD)
    block = _until_next(stream, limit) if segment.misled else stream.read(limit)
    if len(block) == size and _at_end(stream):
        return block, None
    more = b"" if stream.broken else stream.read(_NEXT_SIZE)
    following = _NEXT.search(block + more)
    if following is not None:
        segment.misled = True
        stream.unread((block + more)[following.end() :])
        return block[: following.start()].rstrip(b"\r\n"), None
    stream.unread(more)
    if stream.broken and stream.error is not None:
        raise stream.error
    if len(block) < limit:
        return _ended_early(segment, block), None
    return _too_large(stream, block, size) if size > limit else (_stretched(stream, block), None)


def _at_end(stream: Stream) -> bool:
    """Whether a record ends here: blank lines, then another one or nothing. Raises where it was damaged."""
    if stream.broken:
        # What comes before a cut is whole, and the cut is reported by itself; a wrong checksum is the record's own.
        if isinstance(stream.error, EndsEarly):
            return True
        raise stream.error or ArchiveError("damaged")
    rest = stream.peek(HEAD).lstrip(_BLANK)
    if not rest and stream.error is not None and not isinstance(stream.error, EndsEarly):
        raise stream.error
    return not rest or _BEGINS.match(rest) is not None


def _ended_early(segment: Segment, block: bytes) -> bytes:
    """A block shorter than its length says: whole all the same, if something vouches for its end."""
    if segment.checked or segment.stream.peek(1) or block.endswith(b"\r\n\r\n"):
        return block.removesuffix(b"\r\n\r\n")
    raise ArchiveError("the file ends within a record", offset=segment.stream.position)


def _stretched(stream: Stream, block: bytes) -> bytes:
    """A block whose length was too short, up to the next record."""
    if _is_whole(block):
        return block
    rest = _until_next(stream, _LARGEST_RECORD - len(block))
    return (block + rest).rstrip(b"\r\n")


def _is_whole(block: bytes) -> bool:
    """Whether the HTTP headers vouch for the length: then what follows is no part of it."""
    response = read_response(block)
    length = response.headers.get("content-length", "")
    return length.isdigit() and len(length) < 19 and int(length) == len(response.body)


def _too_large(stream: Stream, block: bytes, size: int) -> tuple[bytes, ArchiveError]:
    stream.skip(size - len(block))
    if not _at_end(stream):
        _pass_over(stream)
    return block[:HEAD], ArchiveError(f"more than {LARGEST_PAGE >> 20} MB in one record, too much for a page")


def _until_next(stream: Stream, limit: int) -> bytes:
    """At most `limit` bytes, none of them of the next record."""
    held = bytearray()
    while len(held) < limit and not stream.broken and (piece := stream.read(min(BLOCK, limit - len(held)))):
        start = max(0, len(held) - _NEXT_SIZE)
        held += piece
        following = _NEXT.search(held, start)
        if following is not None:
            stream.unread(bytes(held[following.end() :]))
            del held[following.start() :]
            break
    return bytes(held)


def _pass_over(stream: Stream) -> int:
    """Go to the next record, or the end; how many bytes that was."""
    passed = 0
    while not stream.broken and (piece := stream.read(BLOCK)):
        following = _NEXT.search(piece)
        if following is not None:
            stream.unread(piece[following.end() :])
            return passed + following.end()
        keep = min(_NEXT_SIZE, len(piece) - 1) if len(piece) == BLOCK else 0
        stream.unread(piece[len(piece) - keep :])
        passed += len(piece) - keep
    return passed


# -- records → entries ---------------------------------------------------------------------------------------------


def _entry(record: _Record, stream: Stream, context: Context) -> Entry:
    capture = record.capture(stream.path)
    reason = _why_no_page(record)
    if reason is not None:
        media_type = read_response(record.block).media_type if _is_http(record) else _type(record)[0]
        return Skip(reason=reason, url=record.url, capture=capture, media_type=media_type, size=record.size)
    try:
        if record.error is not None:
            raise record.error
        if record.kind == "revisit":
            return _revisit(record, capture, context)
        _remember(record, stream, context)
        return _page(record, capture)
    except ArchiveError as error:
        return Failure(error=error, url=record.url, capture=capture, size=record.size)


def _why_no_page(record: _Record) -> str | None:
    """Why a record is no page, as far as its headers and first bytes tell."""
    if record.kind in ("revisit", "") or (record.error is not None and not record.block):
        return None if record.error is not None or record.kind else "a record without a type"
    if record.kind not in ("response", "resource", "conversion"):
        return f"a {record.kind} record"
    if (record.url or "").startswith("metadata:"):
        return "a crawler's own notes"
    if not _is_http(record):
        return why_no_page(record.block[:HEAD], _type(record)[0])
    response = read_response(record.block)
    if response.status is not None and not 200 <= response.status < 300:
        return f"HTTP status {response.status}"
    return why_no_page(None if response.is_coded else response.body[:HEAD], response.media_type)


def _is_http(record: _Record) -> bool:
    return record.kind in ("response", "revisit") and record.block.startswith(b"HTTP/")


def _type(record: _Record) -> tuple[str | None, str | None]:
    """Media type and charset of a record that is no HTTP message, whatever it says of itself."""
    media_type, charset = content_type(record.headers.get("content-type"))
    return (None, None) if media_type == "application/http" else (media_type, charset)


def _page(record: _Record, capture: Capture) -> ArchivedPage | Skip:
    if _is_http(record):
        response = read_response(record.block)
        content, media_type, charset = response.content(), response.media_type, response.charset
    else:
        media_type, charset = _type(record)
        content = record.block
    reason = why_no_page(content[:HEAD], media_type)
    if reason is not None:
        return Skip(reason=reason, url=capture.url, capture=capture, media_type=media_type, size=len(content))
    return ArchivedPage(content=content, url=capture.url, charset=charset, media_type=media_type, capture=capture)


# -- revisits ------------------------------------------------------------------------------------------------------


def _remember(record: _Record, stream: Stream, context: Context) -> None:
    if stream.reopen is not None and record.offset is not None:
        headers = record.headers
        keys = [_by_time(record.url, headers.get("warc-date")), headers.get("warc-payload-digest", "")]
        context.originals.remember([key for key in keys if key], Original(stream.reopen, record.offset))


def _by_time(url: str | None, date: str | None) -> str:
    return f"{url} {date}" if url and date else ""


def _revisit(record: _Record, capture: Capture, context: Context) -> ArchivedPage | Skip:
    """The page of the record that this one repeats, as this capture of it."""
    headers = record.headers
    referred = headers.get("warc-refers-to-target-uri", "").strip("<> ") or record.url
    keys = [_by_time(referred, headers.get("warc-refers-to-date")), headers.get("warc-payload-digest", "")]
    place = next((found for key in keys if key and (found := context.originals.find(key))), None)
    original = None if place is None else _read_again(place)
    if original is not None:
        return _page(original, capture)
    reason = why_no_page(None, read_response(record.block).media_type) or "a repeat (revisit) of what is not held here"
    return Skip(reason=reason, url=record.url, capture=capture)


def _read_again(place: Original) -> _Record | None:
    try:
        with place.open() as file:
            file.seek(place.offset)
            segment = next(segments(Stream(file=file, path="")), None)
            return None if segment is None else next((one for one in _records(segment) if one.error is None), None)
    except (OSError, ValueError):
        return None
