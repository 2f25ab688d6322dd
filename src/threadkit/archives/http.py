"""A stored HTTP response → status, type, charset and the body as the server meant it.

Archives store what was on the wire, or what was left of it: bodies that are still chunked, bodies that say so and are
not, bodies unpacked by the crawler under headers that were not changed. So each coding is undone only where the bytes
themselves show it. Growth is bounded.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any, Final

from attrs import frozen

from threadkit import lazy_re
from threadkit.archives.extras import require
from threadkit.archives.stream import BLOCK, LARGEST_PAGE
from threadkit.errors import ArchiveError

__all__ = ["Response", "content_type", "parse_headers", "read_response"]

_STATUS: Final = lazy_re.pattern(rb"HTTP/\d(?:\.\d)? +(\d{3})")
_BLANK_LINE: Final = lazy_re.pattern(rb"\n\r{0,2}\n")
_FOLD: Final = lazy_re.pattern(r"\r?\n[ \t]+")
_CHUNK_SIZE: Final = lazy_re.pattern(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHARSET: Final = lazy_re.pattern(r"""(?:^|[;\s])charset\s*=\s*["']?([^\s;"']+)""", re.IGNORECASE)
_LARGEST_HEAD: Final = 256 * 1024


@frozen(kw_only=True)
class Response:
    """An HTTP response whose body is still as it was stored."""

    status: int | None
    headers: dict[str, str]
    """By lower-case name; the first of each name."""
    body: bytes

    @property
    def media_type(self) -> str | None:
        return content_type(self.headers.get("content-type"))[0]

    @property
    def charset(self) -> str | None:
        return content_type(self.headers.get("content-type"))[1]

    @property
    def is_coded(self) -> bool:
        """Whether the body's first bytes may be those of a coding."""
        return "content-encoding" in self.headers or "transfer-encoding" in self.headers

    def content(self) -> bytes:
        """The body with its codings undone. Raises `ArchiveError` for a damaged one and for a bomb."""
        body = self.body
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            body = _unchunked(body)
        codings = self.headers.get("content-encoding", "").lower().replace(" ", "").split(",")
        for coding in reversed(codings):
            body = _decoded(body, coding)
        if len(body) > LARGEST_PAGE:
            raise ArchiveError(f"more than {LARGEST_PAGE >> 20} MB in one document, too much for a page")
        return body


def read_response(block: bytes) -> Response:
    """The parts of a stored response; one without any headers is all body.

    >>> read_response(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html; charset=UTF-8\\r\\n\\r\\n<p>").charset
    'UTF-8'
    """
    match = _STATUS.match(block)
    if match is None:
        return Response(status=None, headers={}, body=block)
    end = _BLANK_LINE.search(block, match.end(), _LARGEST_HEAD)
    stop, start = (end.start(), end.end()) if end else (min(len(block), _LARGEST_HEAD), len(block))
    return Response(status=int(match[1]), headers=parse_headers(block[match.end() : stop]), body=block[start:])


def parse_headers(lines: bytes) -> dict[str, str]:
    """Header lines by lower-case name; the first line (a status) is passed over, of equal names the first counts.

    >>> parse_headers(b"WARC/1.0\\r\\nWARC-Type: response\\r\\nX: a\\r\\n b")
    {'warc-type': 'response', 'x': 'a b'}
    """
    try:
        text = lines.decode("utf-8")
    except UnicodeDecodeError:
        text = lines.decode("latin-1")
    found: dict[str, str] = {}
    for line in _FOLD.sub(" ", text).split("\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def content_type(header: str | None) -> tuple[str | None, str | None]:
    """The media type, in lower case, and the charset of a Content-Type header.

    >>> content_type('Text/HTML; charset="utf-8"')
    ('text/html', 'utf-8')
    """
    if not header:
        return None, None
    media_type, _, parameters = header.partition(";")
    charset = _CHARSET.search(parameters)
    return media_type.strip().lower() or None, charset[1] if charset else None


# -- codings -------------------------------------------------------------------------------------------------------


def _unchunked(body: bytes) -> bytes:
    """The chunks' content; the body itself where it is not chunked after all; what there is where it ends early."""
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK_SIZE.match(body, at):
        size = int(match[1], 16)
        if size == 0:
            break
        pieces.append(body[match.end() : match.end() + size])
        at = match.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    else:
        if at < len(body):
            # A first line that is no size: stored unchunked. A later one: the sizes are wrong, and nothing is dropped.
            return body if not pieces else b"".join(pieces) + body[at:]
    return b"".join(pieces)


def _decoded(body: bytes, coding: str) -> bytes:
    if coding in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
        return _inflated(body, zlib.MAX_WBITS | 16)
    if coding == "deflate" and body:
        return _deflated(body)
    if coding == "br" and body:
        return _brotli(body)
    if coding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
        zstandard = require("zstandard", extra="zstd", what="zstd-compressed pages")
        return _stepwise(zstandard.ZstdDecompressor().decompressobj().decompress, body, zstandard.ZstdError)
    return body


def _inflated(body: bytes, window: int) -> bytes:
    """What a browser makes of it: all that can be unpacked, also where the end is missing."""
    pieces: list[bytes] = []
    held = 0
    while body:
        inflater = zlib.decompressobj(window)
        try:
            pieces.append(inflater.decompress(body, LARGEST_PAGE + 1 - held))
        except zlib.error as error:
            if pieces:
                break  # what follows the last stream is padding
            raise ArchiveError(f"the page's compressed body is damaged: {error}") from error
        held += len(pieces[-1])
        if held > LARGEST_PAGE:
            break
        body = inflater.unused_data
    return b"".join(pieces)


def _deflated(body: bytes) -> bytes:
    # Servers never agreed whether "deflate" has zlib's two bytes in front; and some crawlers unpack it.
    if body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0:
        return _inflated(body, zlib.MAX_WBITS)
    try:
        return _inflated(body, -zlib.MAX_WBITS)
    except ArchiveError:
        return body


def _brotli(body: bytes) -> bytes:
    if body.lstrip()[:1] == b"<":
        return body  # unpacked by the crawler: a brotli stream of text does not begin so
    brotli = require("brotli", extra="warc", what="pages that their server compressed with brotli")
    inflater = brotli.Decompressor()
    pieces: list[bytes] = []
    held = 0
    try:
        for at in range(0, len(body), BLOCK):
            piece = inflater.process(body[at : at + BLOCK], output_buffer_limit=LARGEST_PAGE)
            while piece:
                pieces.append(piece)
                held += len(piece)
                if held > LARGEST_PAGE:
                    return b"".join(pieces)
                full = not inflater.can_accept_more_data()
                piece = inflater.process(b"", output_buffer_limit=LARGEST_PAGE) if full else b""
    except brotli.error as error:
        raise ArchiveError(f"the page's compressed body is damaged: {error}") from error
    return b"".join(pieces)


def _stepwise(decompress: Callable[[bytes], Any], body: bytes, error: type[Exception]) -> bytes:
    """Unpacked a little at a time, so that a bomb is seen before it is in memory."""
    pieces: list[bytes] = []
    held = 0
    try:
        for at in range(0, len(body), 1024):
            pieces.append(decompress(body[at : at + 1024]))
            held += len(pieces[-1])
            if held > LARGEST_PAGE:
                break
    except error as damage:
        raise ArchiveError(f"the page's compressed body is damaged: {damage}") from damage
    return b"".join(pieces)
