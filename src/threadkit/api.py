"""The public functions: the whole flow on one screen.

    bytes → document → dialect → thread → serialiser

`parse` asks one question, whether the source is HTML or a plain-text rendering, and hands it on; a caller who
knows better says so with `dialect`. Reading never fetches, never guesses a file name, never changes what it was given.
"""

from __future__ import annotations

import os
from datetime import tzinfo
from pathlib import Path
from typing import Any

from threadkit import document, page, renderings
from threadkit.errors import ParseError
from threadkit.model import Issue, Thread

__all__ = ["parse", "parse_file"]


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
    issues: tuple[Issue, ...] = ()
    if isinstance(source, (bytes, bytearray, memoryview)) and dialect != "html":
        decoded = document.decode(bytes(source), encoding=encoding)
        if dialect is not None or not document.looks_like_html(decoded.text):
            source, issues = decoded.text, decoded.issues
    if isinstance(source, str) and dialect != "html" and (dialect is not None or not document.looks_like_html(source)):
        thread = renderings.read(source, url=url, dialect=dialect, issues=issues)
    elif dialect not in (None, "html"):
        raise ParseError(f"dialect {dialect!r} reads text, not a parsed tree; leave it out", code="unknown-dialect")
    else:
        thread = page.parse_html(source, url=url, encoding=encoding, keep_html=keep_html, tz=tz)
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


def _raise_first_error(thread: Thread) -> None:
    for issue in thread.issues:
        if issue.grade == "error":
            raise ParseError(issue.message, code=issue.code, line=issue.line)
