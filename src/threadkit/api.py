"""The public functions: the whole flow on one screen.

    bytes → document → dialect → thread → serialiser

`parse` asks one question, whether the source is HTML or a plain-text rendering, and hands it on; a caller who
knows better says so with `dialect`. Reading never fetches, never guesses a file name, never changes what it was given.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any, BinaryIO

from attrs import frozen

from threadkit import archives, document, page, renderings
from threadkit.archives import records
from threadkit.archives.records import Record
from threadkit.errors import ParseError
from threadkit.model import Thread

__all__ = ["PageParser", "parse", "parse_file", "read", "read_records"]


def parse(
    source: Any,
    *,
    url: str | None = None,
    encoding: str | None = None,
    dialect: str | None = None,
    keep_html: bool = True,
    tz: tzinfo | None = None,
    strict: bool = False,
) -> Thread:
    """Read one page: HTML or a plain-text rendering in, a `Thread` out.

    `source` is the page's content, never a path: bytes, str, a BeautifulSoup object or Tag, or an lxml element
    (which is left unchanged). `url` is the page's address, for relative links. `encoding` overrides what the bytes
    say of themselves. `dialect` is "html" or the name of a rendering ("resiliparse"); None decides by the content.
    `keep_html=False` leaves out the archived mark-up. `tz` sets the zone of times that the page gives without one.

    Raises `ParseError` where there is nothing of a thread in the page, and, with `strict=True`, for the first issue
    of error grade. Raises `TypeError` for a source of another type.

    >>> thread = parse("my boss sings\\n\\n{ 1 comment }\\n\\n  1. Ann*\\n\\n    Mine too.\\n")
    >>> thread.title, thread.comments[0].author.name, thread.comments[0].text
    ('my boss sings', 'Ann', 'Mine too.')
    """
    return _parse(source, url, encoding, None, dialect, keep_html=keep_html, tz=tz, strict=strict)


def _parse(
    source: Any,
    url: str | None,
    encoding: str | None,
    http_charset: str | None,
    dialect: str | None,
    *,
    keep_html: bool,
    tz: tzinfo | None,
    strict: bool,
) -> Thread:
    if isinstance(source, (bytes, bytearray, memoryview)):
        source = document.decode(bytes(source), encoding=encoding, http_charset=http_charset)
    text, issues = (source.text, source.issues) if isinstance(source, document.Decoded) else (source, ())
    if isinstance(text, str) and dialect != "html" and (dialect is not None or not document.looks_like_html(text)):
        thread = renderings.read(text, url=url, dialect=dialect, issues=issues)
    elif dialect not in (None, "html"):
        raise ParseError(f"dialect {dialect!r} reads text, not a parsed tree; leave it out", code="unknown-dialect")
    else:
        thread = page.parse_html(source, url=url, keep_html=keep_html, tz=tz)
    if strict:
        _raise_first_error(thread)
    return thread


def parse_file(
    path: str | os.PathLike[str],
    *,
    url: str | None = None,
    encoding: str | None = None,
    dialect: str | None = None,
    keep_html: bool = True,
    tz: tzinfo | None = None,
    strict: bool = False,
) -> Thread:
    """`parse` the content of one file. Raises `OSError` where the file can't be read, else as `parse` does."""
    source = Path(path).read_bytes()
    return parse(source, url=url, encoding=encoding, dialect=dialect, keep_html=keep_html, tz=tz, strict=strict)


def read(  # noqa: PLR0913 (all of them are options by name)
    path: str | os.PathLike[str] | BinaryIO,
    *,
    on_skip: Callable[[Record], object] | None = None,
    on_error: Callable[[Record], object] | None = None,
    columns: Mapping[str, str] | None = None,
    url_prefix: str | None = None,
    encoding: str | None = None,
    dialect: str | None = None,
    keep_html: bool = True,
    tz: tzinfo | None = None,
    strict: bool = False,
) -> Iterator[Thread]:
    """Every thread in a file, a folder or an archive, one at a time, in the order in which they lie there.

    What it is, is told from the content: a page, a compressed file, a zip, a tar, MHTML, WARC, WACZ, rows of a corpus,
    an export of WordPress; and archives inside archives. `Thread.capture` says where each was found and when it was
    captured. One bad record never stops the rest: what is no thread goes to `on_skip`, what can't be read to
    `on_error`, each as a `Record`. `path` may also be a binary file that is open, such as ``sys.stdin.buffer``.
    `columns` names the columns of corpus rows ("content", "url", "captured_at", "id"). `url_prefix` is how the address
    of each thread is to begin; others are skipped. The other options are those of `parse`.

    Raises `OSError` where the path can't be opened, and the first `ArchiveError` where nothing at all could be read
    and no `on_error` was given.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = pathlib.Path(folder, "mugs.txt")
    ...     size = page.write_text("my boss sings\\n\\n{ 1 comment }\\n\\n  1. Ann*\\n\\n    Mine too.\\n")
    ...     [thread.title for thread in read(folder)]
    ['my boss sings']
    """
    found = read_records(
        path,
        columns=columns,
        url_prefix=url_prefix,
        encoding=encoding,
        dialect=dialect,
        keep_html=keep_html,
        tz=tz,
        strict=strict,
    )
    return records.threads(found, on_skip, on_error)


def read_records(  # noqa: PLR0913 (as above)
    path: str | os.PathLike[str] | BinaryIO,
    *,
    columns: Mapping[str, str] | None = None,
    url_prefix: str | None = None,
    on_read: Callable[[int], object] | None = None,
    encoding: str | None = None,
    dialect: str | None = None,
    keep_html: bool = True,
    tz: tzinfo | None = None,
    strict: bool = False,
) -> Iterator[Record]:
    """Every record in a file, a folder or an archive: a thread, or why it is none. As `read`, with nothing left out.

    `on_read` is told the number of bytes each time that some were read from disk, for a progress bar.
    Raises `OSError` where the path can't be opened; whatever is wrong inside is a `Record` with the outcome "failed".
    """
    parse_page = PageParser(encoding=encoding, dialect=dialect, keep_html=keep_html, tz=tz, strict=strict)
    found = archives.entries(path, columns=columns, keep_html=keep_html, on_read=on_read)
    return records.records(found, parse_page, url_prefix)


@frozen(kw_only=True)
class PageParser:
    """`parse` with its options, for pages that lie in a container: a value, so that it can go to other processes."""

    encoding: str | None = None
    dialect: str | None = None
    keep_html: bool = True
    tz: tzinfo | None = None
    strict: bool = False

    def __call__(self, found: archives.ArchivedPage) -> Thread:
        # What a server called HTML is no plain-text rendering, however little mark-up is in it.
        kind = "html" if self.dialect is None and found.media_type in _HTML_TYPES else self.dialect
        return _parse(
            found.content,
            found.url,
            self.encoding,
            found.charset,
            kind,
            keep_html=self.keep_html,
            tz=self.tz,
            strict=self.strict,
        )


_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def _raise_first_error(thread: Thread) -> None:
    for issue in thread.issues:
        if issue.grade == "error":
            raise ParseError(issue.message, code=issue.code, line=issue.line)
