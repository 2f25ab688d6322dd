"""Threads as rows: Parquet, CSV and DuckDB, with columns that are generated from the model.

Two tables. *Threads*: a row is a thread as in its JSON, nested, with the same names; `read_parquet` gives the threads
back. *Comments*: a row is one comment, flat, with the address of its thread, and nothing else of the thread. Both have
a column `thread` by which they are joined: a hash of the thread's JSON, so that a row is the same whoever makes it, on
however many machines.

    lines of JSON (what `dumps` writes) → rows of plain data → a table, some rows at a time

The Arrow schema is made of the attrs classes and given to the writer, never inferred: inference would call a column
that is empty in the first rows null, and costs its time on deep data. A time is a string, as in JSON, because the
tables' own type would lose whether the page gave a zone; where it did, `published_utc` has the instant as well. What
these formats can't hold is replaced: a lone surrogate by U+FFFD, a whole number above 64 bits by null.
"""

from __future__ import annotations

import csv
import hashlib
import importlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import attrs

from threadkit import lazy_re
from threadkit.errors import ThreadkitError
from threadkit.model import Author, Comment, Part, Thread
from threadkit.serializers.json import KINDS, from_dict

__all__ = [
    "COMMENT_COLUMNS",
    "ERROR_COLUMNS",
    "Explode",
    "Row",
    "arrow_schema",
    "comment_rows",
    "decode",
    "error_row",
    "post_text",
    "read_parquet",
    "record_batches",
    "rows_of",
    "write_csv",
    "write_duckdb",
    "write_parquet",
]

Row = dict[str, Any]
"""One row: column → value."""

Explode = Literal["comments"]
"""What rows are made of, where not of threads."""

_BATCH: Final = 10_000
"""Rows written at once, and the bytes of JSON that they are made of."""
_BATCH_BYTES: Final = 16 * 1024 * 1024
_LARGEST: Final = 2**63 - 1


# -- rows ------------------------------------------------------------------------------------------------------------


def _comment_columns() -> dict[str, Any]:
    """Column → type of its values, in order: the thread's, then the comment's own fields."""
    columns: dict[str, Any] = {"thread": str, "thread_url": str, "thread_title": str, "position": int}
    for name, kind in get_type_hints(Comment).items():
        if kind == Author | None:
            columns |= {name: str, f"{name}_url": str}
        else:
            columns[name] = kind
        if name == "published":
            columns["published_utc"] = _INSTANT
    return columns


_INSTANT: Final = "instant"
"""In place of a type: a point in time, as the tables' own type."""

COMMENT_COLUMNS: Final[Mapping[str, Any]] = _comment_columns()
"""The columns of a table of comments, each with the type of its values."""

ERROR_COLUMNS: Final[Mapping[str, type]] = {
    "outcome": str,
    "reason": str,
    "code": str,
    "url": str,
    "path": str,
    "offset": int,
    "record_id": str,
    "captured_at": str,
    "media_type": str,
    "size": int,
}
"""What is said of a record that could not be read, in the column `error` of tables that have rows for such."""


def rows_of(line: bytes, *, explode: Explode | None = None) -> Iterable[Row]:
    """The rows of one thread, from its line of JSON."""
    data = decode(line)
    # Begins with a letter: a spreadsheet would take some of the others for numbers.
    thread = "t" + hashlib.blake2b(line.rstrip(b"\n"), digest_size=12).hexdigest()
    return [{"thread": thread, **data}] if explode is None else comment_rows(data, thread)


def error_row(told: Row) -> Row:
    """The row of a record that could not be read: all columns but `error` are null."""
    return {"error": _clean(told)}


def decode(line: bytes) -> Row:
    """A thread's line of JSON as plain data that every table can hold.

    >>> decode(b'{"schema": 1, "title": "\\\\ud800 mugs", "declared_comment_count": 99999999999999999999}')
    {'schema': 1, 'title': '\ufffd mugs', 'declared_comment_count': None}
    """
    hook = _clean if b"\\ud" in line else None
    data: Row = json.loads(line, object_hook=hook, parse_int=_whole)
    return data


def comment_rows(data: Row, thread: str | int) -> Iterator[Row]:
    """The rows of a thread's comments. `thread` is what the table calls it."""
    about = {"thread": thread, "thread_url": data["url"], "thread_title": data["title"]}
    for position, comment in enumerate(data["comments"]):
        author = comment["author"] or {}
        people = {"author": author.get("name"), "author_url": author.get("url")}
        yield {**about, "position": position, **comment, **people, "published_utc": _utc(comment["published"])}


def post_text(data: Row) -> str:
    """All of a post's text, without what could not be read of its page: that is no part of it."""
    return "\n\n".join(part["text"] for part in data["body"] if part["kind"] != "unread")


def _whole(digits: str) -> int | None:
    number = int(digits) if len(digits) < 40 else _LARGEST + 1
    return number if abs(number) <= _LARGEST else None


_SURROGATE: Final = lazy_re.pattern("[\ud800-\udfff]")


def _clean(data: Row) -> Row:
    return {name: _cleaned(value) for name, value in data.items()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):  # of strings: the hook has seen what is in objects
        return [_SURROGATE.sub("\ufffd", item) if isinstance(item, str) else item for item in value]
    return value


def _utc(time: str | None) -> datetime | None:
    """The instant of a time that has an offset."""
    if time is None:
        return None
    when = datetime.fromisoformat(time)
    try:
        return None if when.tzinfo is None else when.astimezone(UTC)
    except OverflowError:  # the first or last day that there is, in a zone where it is the day before or after
        return None


# -- Parquet ---------------------------------------------------------------------------------------------------------


def arrow_schema(*, explode: Explode | None = None, errors: bool = False) -> Any:
    """The Arrow schema (a `pyarrow.Schema`) of the table of threads, or with `explode` of that of comments.

    With `errors` it has a last column `error`, a struct of `ERROR_COLUMNS`. Raises `ThreadkitError` without pyarrow.
    """
    arrow = _arrow()
    if explode == "comments":
        fields = [(name, _type(kind, arrow)) for name, kind in COMMENT_COLUMNS.items()]
    else:
        own = [("thread", arrow.string()), ("schema", arrow.int64())]
        fields = own + [(field.name, field.type) for field in _type(Thread, arrow)]
    if errors:
        fields.append(("error", arrow.struct([(name, _type(kind, arrow)) for name, kind in ERROR_COLUMNS.items()])))
    return arrow.schema(fields)


def _arrow() -> Any:
    try:
        importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise ThreadkitError("Parquet needs the extra 'parquet': pip install 'threadkit[parquet]'") from None
    return importlib.import_module("pyarrow")


def _type(kind: Any, arrow: Any) -> Any:
    """The Arrow type of an annotation; the model has no others than these."""
    if kind == _INSTANT:
        return arrow.timestamp("us", tz="UTC")
    if kind == Part:
        return _part_type(arrow)
    if attrs.has(kind):
        hints = get_type_hints(kind)
        return arrow.struct([(field.name, _type(hints[field.name], arrow)) for field in attrs.fields(kind)])
    if get_origin(kind) is tuple:
        return arrow.list_(_type(get_args(kind)[0], arrow))
    if isinstance(kind, UnionType):
        return _type(next(choice for choice in get_args(kind) if choice is not type(None)), arrow)
    plain = {bool: arrow.bool_(), int: arrow.int64(), float: arrow.float64()}
    return plain.get(kind, arrow.string())  # times and the words of a Literal are strings, as in JSON


def _part_type(arrow: Any) -> Any:
    """All fields that any part of a body has; `kind` says which part it is."""
    fields = {"kind": arrow.string()}
    for part in KINDS.values():
        hints = get_type_hints(part)
        fields |= {field.name: _type(hints[field.name], arrow) for field in attrs.fields(part)}
    return arrow.struct(list(fields.items()))


def write_parquet(lines: Iterable[bytes], path: Path, *, explode: Explode | None = None) -> None:
    """A Parquet file of threads, or of comments."""
    schema = arrow_schema(explode=explode)
    found = ((rows_of(line, explode=explode), len(line)) for line in lines)
    with _arrow().parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in record_batches(found, schema):
            writer.write_batch(batch)


def record_batches(found: Iterable[tuple[Iterable[Row], int]], schema: Any) -> Iterator[Any]:
    """Rows, those of each record with the bytes that they are made of, as Arrow record batches of bounded size."""
    make = _arrow().RecordBatch.from_pylist
    batch: list[Row] = []
    held = 0
    for rows, size in found:
        held += size
        for row in rows:
            batch.append(row)
            if len(batch) >= _BATCH:
                yield make(batch, schema=schema)
                batch, held = [], 0
        if held >= _BATCH_BYTES and batch:
            yield make(batch, schema=schema)
            batch, held = [], 0
    if batch:
        yield make(batch, schema=schema)


def read_parquet(path: Path | str) -> Iterator[Thread]:
    """The threads that `write_parquet` wrote. Raises `SchemaError` where the table has other columns."""
    file = _arrow().parquet.ParquetFile(path)
    for batch in file.iter_batches(batch_size=64, use_threads=False):
        yield from map(from_dict, batch.to_pylist())


def write_duckdb(lines: Iterable[bytes], path: Path) -> None:
    """A DuckDB database with the tables `threads` and `comments`, as the Parquet files have them."""
    duckdb = importlib.import_module("duckdb")
    held, aside = path.with_name("lines"), path.with_name("table")
    with held.open("wb") as file:
        file.writelines(lines)
    tables: list[tuple[str, Explode | None]] = [("threads", None), ("comments", "comments")]
    with duckdb.connect(str(path)) as database:
        for name, explode in tables:
            with held.open("rb") as file:
                write_parquet(file, aside, explode=explode)
            database.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet(?)", [str(aside)])  # noqa: S608
            aside.unlink()
    held.unlink()


# -- CSV -------------------------------------------------------------------------------------------------------------

_FORMULA: Final = lazy_re.pattern(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
"""How a cell begins that spreadsheets compute, run, or take for several; also behind apostrophes, so that exactly one
is to be taken away again."""
_NOT_IN_CSV: Final = frozenset({"html", "published_utc"})


def write_csv(lines: Iterable[bytes], path: Path) -> None:
    """A CSV file of comments (UTF-8, RFC 4180) without their mark-up, safe to open in a spreadsheet.

    A cell that a spreadsheet would take for a formula begins with an apostrophe, as it would if typed there.
    """
    columns = [name for name in COMMENT_COLUMNS if name not in _NOT_IN_CSV]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        for line in lines:
            writer.writerows(map(_cells, rows_of(line, explode="comments")))


def _cells(row: Row) -> Row:
    """A row's values as cells."""
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value
