"""Threads as a SQLite database, ready for Datasette: threads, their exchanges, their comments, and full-text search.

`threads` and `comments` hold all of a thread (`read_sqlite` gives them back): what has columns of its own stands
there, what is nested (the body, issues, a rendering's layout) as JSON beside it. `exchanges` repeats the letters and
answers in columns, for those who ask in SQL. A comment's `parent_id` is the `id` of a comment of the same thread, or of
one that is not there: exports name parents that they do not hold. So it is indexed and is no foreign key.

What SQLite can't hold is replaced as `threadkit.serializers.tables` says.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from threadkit.model import SCHEMA_VERSION, Answer, Exchange, Thread
from threadkit.serializers.json import from_dict
from threadkit.serializers.tables import COMMENT_COLUMNS, Row, comment_rows, decode

__all__ = ["read_sqlite", "write_sqlite"]

_THREADS: Final[Mapping[str, str]] = {
    "id": "INTEGER PRIMARY KEY",
    "url": "TEXT",
    "title": "TEXT",
    "author": "TEXT",
    "author_url": "TEXT",
    "published": "TEXT",
    "published_raw": "TEXT",
    "declared_comment_count": "INTEGER",
    "comments_open": "INTEGER",
    "dialect": "TEXT NOT NULL",
    "capture_url": "TEXT",
    "captured_at": "TEXT",
    "record_id": "TEXT",
    "path": "TEXT",
    "offset": "INTEGER",
    "author_json": "TEXT",
    "capture_json": "TEXT",
    "body_json": "TEXT NOT NULL",
    "issues_json": "TEXT NOT NULL",
    "layout_json": "TEXT",
}
_EXCHANGES: Final[Mapping[str, str]] = {
    "id": "INTEGER PRIMARY KEY",
    "thread_id": "INTEGER NOT NULL REFERENCES threads (id)",
    "position": "INTEGER NOT NULL",
    "heading": "TEXT",
    "letter": "TEXT",
    "letter_signature": "TEXT",
    "letter_basis": "TEXT",
    "letter_confidence": "REAL",
    "answer": "TEXT",
    "answer_author": "TEXT",
    "answer_basis": "TEXT",
    "answer_confidence": "REAL",
}
_OWN: Final = [name for name in COMMENT_COLUMNS if name not in ("thread", "thread_url", "thread_title", "position")]
_NUMBERS: Final = {
    "depth": "INTEGER NOT NULL",
    "is_post_author": "INTEGER",
    "is_letter_writer": "INTEGER",
    "score": "INTEGER",
}
_COMMENTS: Final[Mapping[str, str]] = {
    "key": "INTEGER PRIMARY KEY",
    "thread_id": "INTEGER NOT NULL REFERENCES threads (id)",
    "position": "INTEGER NOT NULL",
    **{name: _NUMBERS.get(name, "TEXT") for name in _OWN},
}
_TABLES: Final = {"threads": _THREADS, "exchanges": _EXCHANGES, "comments": _COMMENTS}
_INDEXES: Final = """
CREATE INDEX threads_url ON threads (url);
CREATE INDEX exchanges_thread ON exchanges (thread_id, position);
CREATE UNIQUE INDEX comments_thread ON comments (thread_id, position);
CREATE INDEX comments_id ON comments (thread_id, id);
CREATE INDEX comments_parent ON comments (thread_id, parent_id);
CREATE INDEX comments_author ON comments (author);
CREATE INDEX comments_published ON comments (published_utc);
"""
_SEARCHED: Final = {
    "threads": ("id", "title"),
    "exchanges": ("id", "heading, letter, answer"),
    "comments": ("key", "author, text"),
}


def write_sqlite(lines: Iterable[bytes], path: Path) -> None:
    """A database of threads, from their lines of JSON."""
    with closing(sqlite3.connect(path)) as database:
        # Nobody else has this file yet, and a half one is thrown away: no journal is needed.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;")
        for name, columns in _TABLES.items():
            said = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            database.execute(f"CREATE TABLE {name} ({said})")
        for number, line in enumerate(lines):
            _write_thread(database, decode(line), number)
        database.executescript(_INDEXES)
        _write_search(database)
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        database.commit()


def _write_thread(database: sqlite3.Connection, data: Row, number: int) -> None:
    _insert(database, "threads", [_thread_row(data, number)])
    thread = from_dict({"schema": data["schema"], "body": data["body"]})
    _insert(database, "exchanges", [_exchange_row(one, number, at) for at, one in enumerate(thread.exchanges)])
    _insert(database, "comments", (_comment_row(row) for row in comment_rows(data, number)))


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    names = [name for name in _TABLES[table] if (table, name) not in _COUNTED]
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
    command = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 (names from above)
    database.executemany(command, ([row[name] for name in names] for row in rows))


_COUNTED: Final = {("exchanges", "id"), ("comments", "key")}
"""Numbered by SQLite itself."""


def _thread_row(data: Row, number: int) -> Row:
    author, capture = data["author"] or {}, data["capture"] or {}
    nested = {f"{name}_json": _json(data[name]) for name in ("author", "capture", "body", "issues", "layout")}
    places = {name: capture.get(name) for name in ("captured_at", "record_id", "path", "offset")}
    return {
        **data,
        **nested,
        **places,
        "id": number,
        "author": author.get("name"),
        "author_url": author.get("url"),
        "capture_url": capture.get("url"),
    }


def _exchange_row(exchange: Exchange, number: int, position: int) -> Row:
    letter, answer = exchange.letter, exchange.answer or Answer(text="", basis="marked")
    there = exchange.answer is not None
    return {
        "thread_id": number,
        "position": position,
        "heading": exchange.heading,
        "letter": "\n\n".join(one.text for one in exchange.letters) if letter else None,
        "letter_signature": letter.signature if letter else None,
        "letter_basis": letter.basis if letter else None,
        "letter_confidence": letter.confidence if letter else None,
        "answer": answer.text if there else None,
        "answer_author": answer.author.name if answer.author else None,
        "answer_basis": answer.basis if there else None,
        "answer_confidence": answer.confidence if there else None,
    }


def _comment_row(row: Row) -> Row:
    instant = row["published_utc"]
    return {**row, "thread_id": row["thread"], "published_utc": instant.isoformat() if instant else None}


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _write_search(database: sqlite3.Connection) -> None:
    """Full-text search, where this SQLite has it: the index holds no text of its own."""
    for table, (key, columns) in _SEARCHED.items():
        try:
            options = f"content='{table}', content_rowid='{key}'"
            database.execute(f"CREATE VIRTUAL TABLE {table}_fts USING fts5({columns}, {options})")
        except sqlite3.OperationalError:  # built without it
            return
        database.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")  # noqa: S608 (as above)


def read_sqlite(path: Path | str) -> Iterator[Thread]:
    """The threads that `write_sqlite` wrote, in their order."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        comments = database.execute("SELECT * FROM comments ORDER BY thread_id, position")
        grouped = groupby(comments, key=lambda row: row["thread_id"])
        waiting = next(grouped, None)
        for row in database.execute("SELECT * FROM threads ORDER BY id"):
            mine: list[Row] = []
            if waiting is not None and waiting[0] == row["id"]:
                mine = [_comment(comment) for comment in waiting[1]]
                waiting = next(grouped, None)
            yield from_dict(_thread(row, mine))


def _thread(row: sqlite3.Row, comments: list[Row]) -> Row:
    data = dict(row)
    for name in ("author", "capture", "body", "issues", "layout"):
        text = data[f"{name}_json"]
        data[name] = None if text is None else json.loads(text)
    return {"schema": SCHEMA_VERSION, **data, "comments_open": _flag(data["comments_open"]), "comments": comments}


def _comment(row: sqlite3.Row) -> Row:
    data = dict(row)
    author = None if data["author"] is None else {"name": data["author"], "url": data["author_url"]}
    flags = {name: _flag(data[name]) for name in ("is_post_author", "is_letter_writer")}
    return {**data, **flags, "author": author}


def _flag(number: int | None) -> bool | None:
    return None if number is None else bool(number)
