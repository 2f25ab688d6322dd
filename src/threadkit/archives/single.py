"""One document by itself: the end of every way through containers.

In comes a file's or member's content that no container claimed; out goes one entry. Its name helps only where the bytes
say nothing: a style sheet is told by ``.css``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from threadkit.archives._context import Context
from threadkit.archives._entry import Entry, Page, Skip
from threadkit.archives._kinds import media_type_of, why_no_page
from threadkit.archives._stream import HEAD, Stream
from threadkit.model import Capture

__all__ = ["NAME", "claims", "entries"]

NAME: Final = "single"


def claims(head: bytes) -> bool:
    """Any content: this one is asked last."""
    return True


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """The document, or why it is no page."""
    capture = Capture(path=stream.path)
    media_type = media_type_of(stream.hint or stream.path)
    reason = why_no_page(stream.peek(HEAD), media_type)
    if reason is not None:
        yield Skip(reason=reason, capture=capture, media_type=media_type, size=stream.size)
        return
    yield Page(content=stream.document(), media_type=media_type, capture=capture)
