"""One document by itself: the end of every way through containers.

In comes a file's or member's content that no container claimed; out goes one entry. Its name helps only where the bytes
say nothing: a style sheet is told by ``.css``, and what is called an archive and is none (a download that failed, a
beginning that was overwritten) is an error, never just no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from threadkit.archives.context import Context
from threadkit.archives.entry import ArchivedPage, Entry, Skip
from threadkit.archives.sniffing import media_type_of, names_archive, opens_as_html, why_no_page
from threadkit.archives.stream import HEAD, Stream
from threadkit.errors import ArchiveError
from threadkit.model import Capture

__all__ = ["NAME", "claims", "entries"]

NAME: Final = "single"


def claims(head: bytes) -> bool:
    """Any content: this one is asked last."""
    return True


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """The document, or why it is no page."""
    capture = Capture(path=stream.path)
    name = stream.hint or stream.path
    head = stream.peek(HEAD)
    if names_archive(name) and not opens_as_html(head):
        found = "nothing is in it" if not head else "its content is of no kind that is read"
        raise ArchiveError(f"its name promises an archive, but {found}: it is damaged, or something else")
    media_type = media_type_of(name)
    reason = why_no_page(head, media_type)
    if reason is not None:
        yield Skip(reason=reason, capture=capture, media_type=media_type, size=stream.size)
        return
    yield ArchivedPage(content=stream.document(), media_type=media_type, capture=capture)
