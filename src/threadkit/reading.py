"""Entries of containers → records: each says what became of it, and none is lost.

In come the entries of `threadkit.archives` and a function that parses one page; out goes one `Record` for each entry,
in order. A page that holds no thread is skipped, with the parser's own reason; whatever else goes wrong with a page is
that page's failure. So records = threads + skipped + failed, always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal

import attrs
from attrs import frozen

from threadkit import wayback
from threadkit.archives import Entry, Failure, Page, Ready, Skip
from threadkit.archives._instants import instant
from threadkit.errors import ParseError, ThreadkitError
from threadkit.model import Capture, Thread

__all__ = ["Record", "records", "threads"]

_NO_THREAD: Final = frozenset({"not-a-thread", "empty", "binary"})
"""Codes of a `ParseError` that say what a page is, not what is wrong with it."""


@frozen(kw_only=True)
class Record:
    """One record of an archive: the thread in it, or why there is none.

    >>> Record(outcome="skipped", reason="an image", url="http://example.com/a.png").thread is None
    True
    """

    outcome: Literal["thread", "skipped", "failed"]
    """What became of it."""
    thread: Thread | None = None
    """The thread; None if it was skipped or failed."""
    reason: str | None = None
    """Why there is no thread, as one phrase; None if there is one."""
    error: Exception | None = None
    """What went wrong; None unless it failed."""
    url: str | None = None
    """Its address, as the archive says; None if it does not."""
    capture: Capture = Capture()
    """Where in the archive it lies and when it was captured."""
    media_type: str | None = None
    """Its HTTP or file type, e.g. "image/png"; None if unknown."""
    size: int | None = None
    """Bytes of its content; None if unknown."""


def records(entries: Iterable[Entry], parse: Callable[[Page], Thread]) -> Iterator[Record]:
    """What became of each entry. `parse` raises `ParseError` where a page can't be parsed."""
    for entry in entries:
        if isinstance(entry, Page):
            yield _parsed(entry, parse)
        elif isinstance(entry, Ready):
            thread = entry.thread
            capture = thread.capture or Capture()
            yield Record(outcome="thread", thread=thread, url=thread.url or capture.url, capture=capture)
        else:
            yield _without_thread(entry)


def threads(
    found: Iterable[Record], on_skip: Callable[[Record], object] | None, on_error: Callable[[Record], object] | None
) -> Iterator[Thread]:
    """The threads among the records; the others go to whom asked for them.

    Raises the first error where nothing at all could be read and nobody asked for errors: an archive that is no
    archive must not look like an empty one.
    """
    error: Exception | None = None
    nothing = True
    for record in found:
        if record.thread is not None:
            nothing = False
            yield record.thread
        elif record.outcome == "skipped":
            nothing = False
            if on_skip is not None:
                on_skip(record)
        else:
            error = error or record.error
            if on_error is not None:
                on_error(record)
    if error is not None and nothing and on_error is None:
        raise error


def _parsed(page: Page, parse: Callable[[Page], Thread]) -> Record:
    about = {"url": page.url, "capture": page.capture, "media_type": page.media_type, "size": _size(page.content)}
    error: Exception | None = None
    try:
        thread = parse(page)
    except ParseError as problem:
        if problem.code == "unknown-dialect":
            raise
        reason, error = problem.message, None if problem.code in _NO_THREAD else problem
    except ThreadkitError as problem:
        reason, error = str(problem), problem
    except Exception as problem:  # noqa: BLE001 (one page, whatever it does, must not stop the others)
        reason = f"a defect of threadkit ({type(problem).__name__}: {problem}); please report it with the page"
        error = ThreadkitError(reason)
        error.__cause__ = problem
    else:
        if _is_thread(thread):
            served = _served(page.url)
            if served is not None and thread.url == page.url:
                thread = attrs.evolve(thread, url=served.url)
            thread = attrs.evolve(thread, capture=_joined(page.capture, thread.capture or served))
            return Record(outcome="thread", thread=thread, **about)  # type: ignore[arg-type]
        reason = "a text without title, letters and comments"
    return Record(outcome="failed" if error else "skipped", reason=reason, error=error, **about)  # type: ignore[arg-type]


def _size(content: bytes | str) -> int:
    return len(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))


def _is_thread(thread: Thread) -> bool:
    """A text is always parsed to something; it is a thread only if somebody speaks in it, or it has a title."""
    return bool(thread.title or thread.comments or thread.letters or thread.answers) or thread.layout is None


def _served(url: str | None) -> Capture | None:
    """What a web archive's address says of the page behind it; None for any other. A text has no other evidence."""
    own, stamp = wayback.unwrap_url(url) if url else (None, None)
    return Capture(url=own, captured_at=instant(stamp, is_utc=True)) if stamp else None


def _joined(container: Capture, page: Capture | None) -> Capture:
    """Where the record lies, as the container says; whose capture it is, as the page itself says where it does."""
    if page is None:
        return container
    return attrs.evolve(container, url=page.url or container.url, captured_at=page.captured_at or container.captured_at)


def _without_thread(entry: Skip | Failure) -> Record:
    failed = isinstance(entry, Failure)
    return Record(
        outcome="failed" if failed else "skipped",
        reason=str(entry.error) if isinstance(entry, Failure) else entry.reason,
        error=entry.error if isinstance(entry, Failure) else None,
        url=entry.url,
        capture=entry.capture,
        media_type=entry.media_type,
        size=entry.size,
    )
