"""Rows of a corpus → entries: which column holds the page, its address, the time of its capture, its number.

Corpora name their columns in a dozen ways; the usual ones are tried in order, mark-up before text, and a caller's
`columns` comes before all of them. A name with dots reaches into nested columns. A row that is a thread already,
because threadkit wrote it, is read as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from threadkit.archives.entry import ArchivedPage, Entry, Failure, Ready, Skip
from threadkit.archives.instants import instant
from threadkit.archives.stream import LARGEST_PAGE
from threadkit.errors import ArchiveError, OptionError, SchemaError
from threadkit.model import Capture
from threadkit.serializers.json import from_dict

__all__ = ["arrow_entries", "columns_of", "named_columns", "row_entry"]

_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "content": ("html", "raw_html", "html_content", "text", "content", "raw_content", "raw_text", "body"),
    "url": (
        *("url", "uri", "link", "page_url", "source_url", "target_uri", "warc_target_uri"),
        *("metadata.url", "metadata.WARC-Target-URI", "metadata.uri", "meta.url", "meta.warc_target_uri"),
        "warc_headers.WARC-Target-URI",
    ),
    "captured_at": (
        *("captured_at", "crawl_date", "warc_date", "date_download", "fetch_time", "date", "timestamp"),
        *("metadata.WARC-Date", "metadata.warc_date", "metadata.date", "meta.warc_date", "meta.timestamp"),
    ),
    "id": ("id", "record_id", "warc_record_id", "metadata.WARC-Record-ID", "metadata.id", "meta.warc_record_id"),
}
_OURS: Final = frozenset({"schema", "title", "body", "comments", "dialect", "issues"})
"""Keys that only threadkit's own JSON has together."""
_MARKUP: Final = frozenset({"html", "raw_html", "html_content"})


def named_columns(pairs: Iterable[str]) -> dict[str, str]:
    """Which column holds what, as people say it. Raises `OptionError` for what says something else.

    >>> named_columns(["content=doc.body", " url = address"])
    {'content': 'doc.body', 'url': 'address'}
    """
    found = {}
    for pair in pairs:
        what, _, column = (part.strip() for part in pair.partition("="))
        if what not in _USUAL or not column:
            known = ", ".join(_USUAL)
            raise OptionError(f"a column is said like content=body; {pair!r} is not (what can be said: {known})")
        found[what] = column
    return found


def columns_of(names: list[str], columns: Mapping[str, str]) -> list[str]:
    """Those of the names that may be wanted: a table is read column by column."""
    if _OURS.issubset(names):
        return names
    wanted = {name.partition(".")[0] for usual in _USUAL.values() for name in usual}
    wanted |= {name.partition(".")[0] for name in columns.values()} | set(columns.values())
    return [name for name in names if name in wanted]


def arrow_entries(batch: Any, path: str | None, columns: Mapping[str, str]) -> Iterator[Entry]:
    """The entries of a `pyarrow.RecordBatch` of rows; only the columns that may be wanted are looked at."""
    wanted = frozenset(columns_of(list(batch.schema.names), columns))
    held = [(name, batch.column(place)) for place, name in enumerate(batch.schema.names) if name in wanted]
    for at in range(batch.num_rows):
        yield row_entry({name: column[at].as_py() for name, column in held}, path, None, columns)


def row_entry(row: object, path: str | None, offset: int | None, columns: Mapping[str, str]) -> Entry:
    """What one row holds. `row` is whatever a reader made of it."""
    capture = Capture(path=path, offset=offset)
    if not isinstance(row, dict):
        return Skip(reason="a row that is no object", capture=capture)
    if row.keys() >= _OURS:
        return _thread(row, capture)
    name, content = _find(row, "content", columns, (str, bytes))
    _, url = _find(row, "url", columns, (str,))
    _, when = _find(row, "captured_at", columns, (str, datetime))
    _, number = _find(row, "id", columns, (str, int))
    capture = Capture(
        url=url,
        captured_at=_utc(when),
        record_id=None if number is None else str(number).strip("<>") or None,
        path=path,
        offset=offset,
    )
    if content is None:
        held = ", ".join(list(map(str, row))[:20]) or "none"
        return Skip(reason=f"a row without a page or text; its columns are {held}", url=url, capture=capture)
    if len(content) > LARGEST_PAGE:
        message = f"more than {LARGEST_PAGE >> 20} MB in one row, too much for a page"
        return Failure(error=ArchiveError(message, offset=offset), url=url, capture=capture, size=len(content))
    media_type = "text/html" if name.rpartition(".")[2] in _MARKUP else None
    return ArchivedPage(content=content, url=url, media_type=media_type, capture=capture)


def _thread(row: dict[str, Any], capture: Capture) -> Entry:
    try:
        return Ready(thread=from_dict(row))
    except SchemaError as error:
        return Failure(error=error, capture=capture)


def _find(row: Mapping[str, Any], what: str, columns: Mapping[str, str], types: tuple[type, ...]) -> tuple[str, Any]:
    """The first column that holds such a value, and the value; None if none does."""
    names = (columns[what],) if what in columns else _USUAL[what]
    for name in names:
        value = row[name] if name in row else _inside(row, name)
        if isinstance(value, types) and value and not isinstance(value, bool):
            return name, value
    return "", None


def _inside(row: Mapping[str, Any], name: str) -> Any:
    value: Any = row
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _utc(when: str | datetime | None) -> datetime | None:
    if isinstance(when, datetime):
        return None if when.tzinfo is None else when.astimezone(UTC)
    return instant(when)
