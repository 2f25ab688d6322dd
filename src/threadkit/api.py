"""The public functions: the whole flow on one screen.

    bytes → document → dialect → thread → serialiser

`parse` asks one question, whether the source is HTML or a plain-text rendering, and hands it on; a caller who
knows better says so with `dialect`. Reading never fetches, never guesses a file name, never changes what it was given.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias, Unpack

import attrs
from attrs import frozen

from threadkit import document, page
from threadkit.errors import ParseError
from threadkit.model import Thread
from threadkit.options import (
    Options,
    ParseKeywords,
    ReadKeywords,
    check_callbacks,
    check_path,
    check_source,
    check_url,
    options_of,
)

if TYPE_CHECKING:
    from bs4 import Tag
    from lxml.etree import _Element, _ElementTree

    from threadkit.archives import ArchivedPage, Entry
    from threadkit.archives.records import Record

    Source: TypeAlias = bytes | bytearray | memoryview | str | Tag | _Element | _ElementTree
    """What a page may be given as."""

__all__ = ["PageParser", "parse", "parse_file", "read", "read_records"]


def parse(source: Source, *, url: str | None = None, **options: Unpack[ParseKeywords]) -> Thread:
    """Read one page: HTML or a plain-text rendering in, a `Thread` out.

    `source` is the page's content, never a path: bytes, str, a BeautifulSoup object or Tag, or an lxml element
    (which is left unchanged). `url` is the page's address, for relative links. The options are

    * `encoding`: overrides what the bytes say of themselves.
    * `dialect`: "html" or the name of a rendering ("resiliparse"); None decides by the content.
    * `keep_html`: False leaves out the archived mark-up.
    * `tz`: the zone of times that the page gives without one, as a `tzinfo` or by its name ("America/New_York").
    * `strict`: True raises for the first issue of error grade.

    Raises `ParseError` where there is nothing of a thread in the page, `TypeError` for a source or an option of another
    type, and `OptionError` (a `ValueError`) for an option that can't be meant.

    >>> thread = parse("my boss sings\\n\\n{ 1 comment }\\n\\n  1. Ann*\\n\\n    Mine too.\\n")
    >>> thread.title, thread.comments[0].author.name, thread.comments[0].text
    ('my boss sings', 'Ann', 'Mine too.')
    """
    check_url(url)
    return _parse(source, url, None, options_of("parse", options, ParseKeywords))


def _parse(source: Any, url: str | None, http_charset: str | None, options: Options) -> Thread:
    if isinstance(source, (bytes, bytearray, memoryview)):
        source = document.decode(bytes(source), encoding=options.encoding, http_charset=http_charset)
    text, issues = (source.text, source.issues) if isinstance(source, document.Decoded) else (source, ())
    dialect = options.dialect
    if isinstance(text, str) and dialect != "html" and (dialect is not None or not document.looks_like_html(text)):
        from threadkit import renderings

        thread = renderings.read(text, url=url, dialect=dialect, issues=issues)
    else:
        if not isinstance(text, str):
            _check_tree(source, dialect)
        thread = page.parse_html(source, url=url, options=options)
    if options.strict:
        _raise_first_error(thread)
    return thread


def _check_tree(source: object, dialect: str | None) -> None:
    """Say of what can't be a page what to do with it; what else is no tree, the document says."""
    if isinstance(source, os.PathLike):
        raise TypeError("parse() takes a page's content, not a path; parse_file(path) reads the file")
    if isinstance(source, io.IOBase):
        raise TypeError("parse() takes a page's content, not an open file; give it what file.read() gives")
    if dialect not in (None, "html"):
        raise ParseError(f"dialect {dialect!r} reads text, not a parsed tree; leave it out", code="unknown-dialect")


def parse_file(path: str | os.PathLike[str], *, url: str | None = None, **options: Unpack[ParseKeywords]) -> Thread:
    """`parse` the content of one file. Raises `OSError` where the file can't be read, else as `parse` does."""
    check_url(url)
    chosen = options_of("parse_file", options, ParseKeywords)
    return _parse(Path(check_path("parse_file", path)).read_bytes(), url, None, chosen)


def read(
    path: str | os.PathLike[str] | BinaryIO,
    *,
    on_skip: Callable[[Record], object] | None = None,
    on_error: Callable[[Record], object] | None = None,
    **options: Unpack[ReadKeywords],
) -> Iterator[Thread]:
    """Every thread in a file, a folder or an archive, one at a time, in the order in which they lie there.

    What it is, is told from the content: a page, a compressed file, a zip, a tar, MHTML, WARC, WACZ, rows of a corpus,
    an export of WordPress; and archives inside archives. `Thread.capture` says where each was found and when it was
    captured. One bad record never stops the rest: what is no thread goes to `on_skip`, what can't be read to
    `on_error`, each as a `Record`. `path` may also be a binary file that is open, such as ``sys.stdin.buffer``.
    The options are those of `parse`, and

    * `only`: what is wanted: threads with "letters" (one at a confidence of at least 0.5), with "comments" (at least
      one), or with any of both; the others are skipped, with the reason.
    * `columns`: the columns of corpus rows ("content", "url", "captured_at", "id"), where they have no usual name.
    * `url_prefix`: how the address of each thread is to begin; others are skipped.

    Raises `OSError` where the path can't be opened, the first `ArchiveError` where nothing at all could be read
    and no `on_error` was given, and for a wrong argument what `parse` raises.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = pathlib.Path(folder, "mugs.txt")
    ...     size = page.write_text("my boss sings\\n\\n{ 1 comment }\\n\\n  1. Ann*\\n\\n    Mine too.\\n")
    ...     [thread.title for thread in read(folder, only="comments")], list(read(folder, only="letters"))
    (['my boss sings'], [])
    """
    from threadkit.archives import records

    check_callbacks(on_skip=on_skip, on_error=on_error)
    return records.threads(_records("read", path, None, options), on_skip, on_error)


def read_records(
    path: str | os.PathLike[str] | BinaryIO,
    *,
    on_read: Callable[[int], object] | None = None,
    **options: Unpack[ReadKeywords],
) -> Iterator[Record]:
    """Every record in a file, a folder or an archive: a thread, or why it is none. As `read`, with nothing left out.

    `on_read` is told the number of bytes each time that some were read from disk, for a progress bar.
    Raises `OSError` where the path can't be opened; whatever is wrong inside is a `Record` with the outcome "failed".
    """
    return _records("read_records", path, on_read, options)


def _records(
    caller: str, path: object, on_read: Callable[[int], object] | None, keywords: ReadKeywords
) -> Iterator[Record]:
    from threadkit import archives

    options = options_of(caller, keywords)
    check_callbacks(on_read=on_read)
    source = check_source(caller, path)
    found = archives.entries(source, columns=options.columns, keep_html=options.keep_html, on_read=on_read)
    return PageParser(options=options).records(found)


@frozen(kw_only=True)
class PageParser:
    """`parse` with its options, for pages that lie in a container: a value, so that it can go to other processes."""

    options: Options = Options()

    def __call__(self, found: ArchivedPage) -> Thread:
        options = self.options
        # What a server called HTML is no plain-text rendering, however little mark-up is in it.
        if options.dialect is None and found.media_type in _HTML_TYPES:
            options = attrs.evolve(options, dialect="html")
        return _parse(found.content, found.url, found.charset, options)

    def records(self, entries: Iterable[Entry]) -> Iterator[Record]:
        """What became of each entry of a container."""
        from threadkit.archives import records

        return records.records(entries, self, self.options)


_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def _raise_first_error(thread: Thread) -> None:
    for issue in thread.issues:
        if issue.grade == "error":
            raise ParseError(issue.message, code=issue.code, line=issue.line)
