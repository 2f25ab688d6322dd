"""MHTML: one page with its images and style sheets as parts of a mail message, as browsers save "a single file".

The page is one record: the part that the message names as its root, else the one whose address is the snapshot's, else
the first HTML part. Its other parts are what it needs to be drawn, and are not read. Damage within a part (a broken
quoted-printable line, a missing boundary) costs what it touches: the standard library's reader goes on behind it.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any, Final

from threadkit import lazy_re
from threadkit.archives.context import Context
from threadkit.archives.entry import ArchivedPage, Entry, Skip
from threadkit.archives.instants import mail_instant
from threadkit.archives.stream import Stream
from threadkit.model import Capture

__all__ = ["NAME", "claims", "entries"]

NAME: Final = "mhtml"

_HEADERS: Final = lazy_re.pattern(rb"\s*(?:From [^\n]*\n)?(?:[A-Za-z][\w-]*[ \t]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+")
_TYPE: Final = lazy_re.pattern(rb"^content-type[ \t]*:\s*(?:multipart/|text/html\b)", re.IGNORECASE | re.MULTILINE)
_MAIL: Final = lazy_re.pattern(
    rb"^(?:mime-version|snapshot-content-location|content-location|content-transfer-encoding)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")


def claims(head: bytes) -> bool:
    """Whether it begins with the headers of a message that holds a page."""
    found = _HEADERS.match(head)
    return found is not None and _TYPE.search(found[0]) is not None and _MAIL.search(found[0]) is not None


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """The page."""
    message = email.message_from_bytes(stream.document().lstrip())
    location = _address(message["Snapshot-Content-Location"])
    root = _root(message, location)
    url = location or _address(None if root is None else root["Content-Location"])
    # The date of a message without any address is when somebody sent it.
    captured_at = None if url is None else mail_instant(message["Date"])
    capture = Capture(url=url, captured_at=captured_at, path=stream.path)
    if root is None:
        yield Skip(reason="a message without a page", url=url, capture=capture, size=stream.size)
        return
    yield ArchivedPage(
        content=_content(root),
        url=url,
        charset=_charset(root),
        media_type=root.get_content_type(),
        capture=capture,
    )


def _root(message: Message[Any, Any], location: str | None) -> Message[Any, Any] | None:
    """The part that is the page; None if none is."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    pages = [part for part in parts if part.get_content_type() in _HTML_TYPES]
    start = message.get_param("start")
    named = [part for part in parts if start and (part["Content-ID"] or "").strip("<> ") == str(start).strip("<> ")]
    located = [part for part in pages if location and _address(part["Content-Location"]) == location]
    texts = [part for part in parts if part.get_content_type() == "text/plain"]
    return next(iter([*(part for part in named if part in pages), *located, *pages, *texts]), None)


def _address(header: object) -> str | None:
    """A web address of a header, its folded lines joined; None for any other, such as "cid:" and "file:"."""
    text = re.sub(r"\s+", "", str(header or ""))
    return text if text.lower().startswith(("http://", "https://")) else None


def _content(part: Message[Any, Any]) -> bytes:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return b""
    # Messages end their lines with CR LF, whatever the page's were.
    return content.replace(b"\r\n", b"\n")


def _charset(part: Message[Any, Any]) -> str | None:
    found = part.get_param("charset")
    return found if isinstance(found, str) and found else None
