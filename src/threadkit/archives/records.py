"""Entries of containers → records: each says what became of it, and none is lost.

In come the entries of `threadkit.archives` and a function that parses one page; out goes one `Record` for each entry,
in order. A page that holds no thread is skipped, with the parser's own reason; whatever else goes wrong with a page is
that page's failure. So records = threads + skipped + failed, always.

Whoever wants only the pages of one site says how their addresses begin: what a container says lies elsewhere is skipped
before it is parsed; where only the page itself can say it, it is parsed first. Whoever wants only threads with letters,
or with comments, gets the others as skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Literal

import attrs
from attrs import frozen

from threadkit.archives import ArchivedPage, Entry, Failure, Ready, Skip
from threadkit.archives.instants import instant
from threadkit.document import wayback
from threadkit.errors import ParseError, ThreadkitError
from threadkit.model import Capture, Thread
from threadkit.options import Options

__all__ = ["Record", "is_elsewhere", "place_of", "records", "threads", "why_none", "without_html"]

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


def records(entries: Iterable[Entry], parse: Callable[[ArchivedPage], Thread], options: Options) -> Iterator[Record]:
    """What became of each entry. `parse` raises `ParseError` where a page can't be parsed.

    With `url_prefix` among the options, whatever has another address, or a thread without any, is skipped; with `only`,
    a thread that has nothing of what is wanted.
    """
    for entry in entries:
        yield _wanted(_record(entry, parse, options), options)


def _record(entry: Entry, parse: Callable[[ArchivedPage], Thread], options: Options) -> Record:
    url_prefix = options.url_prefix
    if url_prefix is not None and is_elsewhere(entry, url_prefix):
        return _passed_over(entry, url_prefix)
    if isinstance(entry, ArchivedPage):
        record = _parsed(entry, parse)
        # Where the container does not say the address, only the page itself can.
        return record if url_prefix is None or entry.url is not None else _restricted(record, url_prefix)
    if isinstance(entry, Ready):
        thread = entry.thread if options.keep_html else without_html(entry.thread)
        capture = thread.capture or Capture()
        return Record(outcome="thread", thread=thread, url=thread.url or capture.url, capture=capture)
    return _without_thread(entry)


def _wanted(record: Record, options: Options) -> Record:
    """The record, or, where its thread has nothing of what is wanted, that it is skipped."""
    reason = None if record.thread is None else options.why_unwanted(record.thread)
    return record if reason is None else attrs.evolve(record, outcome="skipped", thread=None, reason=reason)


def without_html(thread: Thread) -> Thread:
    """The thread with its mark-up left out, for whoever does not want it of a thread that is ready.

    >>> from threadkit.model import Comment
    >>> without_html(Thread(comments=(Comment(id="1", text="Tea.", html="<p>Tea.</p>"),))).comments[0].html is None
    True
    """
    return attrs.evolve(
        thread,
        body=tuple(attrs.evolve(part, html=None) for part in thread.body),
        comments=tuple(attrs.evolve(comment, html=None) for comment in thread.comments),
    )


def is_elsewhere(entry: Entry, url_prefix: str) -> bool:
    """Whether an entry is known not to have such an address, without parsing it."""
    if isinstance(entry, Skip):
        return False
    if isinstance(entry, Ready):
        return not _is_within(entry.thread.url, url_prefix)
    return entry.url is not None and not _is_within(entry.url, url_prefix)


def _is_within(url: str | None, url_prefix: str) -> bool:
    """Whether the page's own address begins so: that of a capture holds it."""
    return url is not None and (url.startswith(url_prefix) or wayback.unwrap_url(url)[0].startswith(url_prefix))


def _elsewhere(url_prefix: str) -> str:
    return f"its address does not begin with {url_prefix}"


def _restricted(record: Record, url_prefix: str) -> Record:
    if record.thread is None or _is_within(record.thread.url, url_prefix):
        return record
    return attrs.evolve(record, outcome="skipped", thread=None, reason=_elsewhere(url_prefix))


def _passed_over(entry: Entry, url_prefix: str) -> Record:
    reason = _elsewhere(url_prefix)
    if isinstance(entry, Ready):
        return _without_thread(Skip(reason=reason, url=entry.thread.url, capture=entry.thread.capture or Capture()))
    size = _size(entry.content) if isinstance(entry, ArchivedPage) else entry.size
    return _without_thread(
        Skip(reason=reason, url=entry.url, capture=entry.capture, media_type=entry.media_type, size=size)
    )


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


def why_none(record: Record) -> dict[str, Any]:
    """What there is to say of a record without a thread, as plain data.

    >>> why_none(Record(outcome="skipped", reason="an image", size=6))["reason"]
    'an image'
    """
    capture = record.capture
    return {
        "outcome": record.outcome,
        "reason": record.reason,
        "code": record.error.code if isinstance(record.error, ParseError) else None,
        "url": record.url or capture.url,
        "path": capture.path,
        "offset": capture.offset,
        "record_id": capture.record_id,
        "captured_at": None if capture.captured_at is None else capture.captured_at.isoformat(),
        "media_type": record.media_type,
        "size": record.size,
    }


def place_of(record: Record) -> str:
    """Where a record lies and whose it is, as far as that is known, for messages.

    >>> place_of(Record(outcome="skipped", url="http://ann.example/", capture=Capture(path="a.warc")))
    'a.warc http://ann.example/'
    """
    return " ".join(part for part in (record.capture.path, record.url) if part)


def _parsed(page: ArchivedPage, parse: Callable[[ArchivedPage], Thread]) -> Record:
    about = {"url": page.url, "capture": page.capture, "media_type": page.media_type, "size": _size(page.content)}
    error: Exception | None = None
    try:
        thread = parse(page)
    except ParseError as problem:
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
