"""What a container holds, entry by entry: the contract between the readers of containers and `threadkit.read`.

Every record of a container becomes exactly one entry: an `ArchivedPage` (still to be parsed), a `Ready` thread (an
export that holds the thread itself), a `Skip` (no thread, told apart without parsing), or a `Failure` (unreadable).
"""

from __future__ import annotations

from attrs import frozen

from threadkit.model import Capture, Thread

__all__ = ["ArchivedPage", "Entry", "Failure", "Ready", "Skip"]


@frozen(kw_only=True)
class ArchivedPage:
    """One archived document, as it was stored."""

    content: bytes | str
    """The body, with transfer and content encodings undone; str where the container holds text itself."""
    url: str | None = None
    """The document's address; None where the container does not say."""
    charset: str | None = None
    """The charset of the HTTP header; None without one."""
    media_type: str | None = None
    """The HTTP or file type, e.g. "text/html", lower case, without parameters; None if unknown."""
    capture: Capture = Capture()
    """Where and when it was captured."""


@frozen(kw_only=True)
class Ready:
    """A thread that needed no parsing: WordPress's own exports hold it as data."""

    thread: Thread


@frozen(kw_only=True)
class Skip:
    """A record that is no thread: an image, a robots.txt, a request record."""

    reason: str
    """One phrase for people, e.g. "image/png is no page"."""
    url: str | None = None
    capture: Capture = Capture()
    media_type: str | None = None
    size: int | None = None
    """Bytes of it, as far as the container says; None if unknown."""


@frozen(kw_only=True)
class Failure:
    """A record that could not be read; its neighbours still are."""

    error: Exception
    """An `ArchiveError` or `ParseError` that says what and where."""
    url: str | None = None
    capture: Capture = Capture()
    media_type: str | None = None
    size: int | None = None


Entry = ArchivedPage | Ready | Skip | Failure
"""One record of a container."""
