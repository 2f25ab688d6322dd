"""Parquet tables of pages, as corpora ship them: a few rows at a time, and only the columns that are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from threadkit.archives.context import Context
from threadkit.archives.entry import Entry
from threadkit.archives.extras import require
from threadkit.archives.rows import arrow_entries, columns_of
from threadkit.archives.stream import Stream

__all__ = ["NAME", "claims", "entries"]

NAME: Final = "parquet"

_ROWS: Final = 16
"""Rows held at once: each may be a page of many megabytes."""


def claims(head: bytes) -> bool:
    """Whether it begins as Parquet does."""
    return head.startswith(b"PAR1")


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """The entry of every row."""
    parquet = require("pyarrow.parquet", extra="parquet", what="Parquet files")
    table = parquet.ParquetFile(stream.at_random(), pre_buffer=False, buffer_size=1 << 20)
    columns = columns_of(list(table.schema_arrow.names), context.columns)
    for batch in table.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
        yield from arrow_entries(batch, stream.path, context.columns)
