"""Pages → Arrow record batches: the rows of `threadkit.bulk.convert`'s Parquet, for engines that bring their own pages.

    pages, in whatever form an engine hands them over → entries → records → rows → `pyarrow.RecordBatch`

An engine (Spark's `mapInArrow`, Ray Data, a datatrove step) splits the work, opens the files and tries again; here is
what it calls for each share of it. Nothing is shared between calls and nothing depends on how the pages were split, so
that the rows are those of one machine. The schema is the model's, given and never inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, Unpack, get_args

from attrs import frozen

from threadkit.api import PageParser
from threadkit.archives import ArchivedPage, Entry, Ready, arrow_entries, records, row_entry
from threadkit.archives.records import Record
from threadkit.bulk import pseudonyms
from threadkit.errors import ThreadkitError
from threadkit.model import Thread
from threadkit.options import ReadKeywords, check_choice, options_of
from threadkit.serializers.json import dumps
from threadkit.serializers.tables import Explode, Row, arrow_schema, error_row, record_batches, rows_of

__all__ = ["Batcher", "OnError", "batches"]

OnError = Literal["skip", "row", "fail"]
"""What becomes of a record that can't be read."""


def batches(
    pages: Iterable[Any],
    *,
    explode: Explode | None = None,
    on_error: OnError = "skip",
    pseudonymize: str | None = None,
    **options: Unpack[ReadKeywords],
) -> Iterator[Any]:
    """The threads of pages, or with ``explode="comments"`` their comments, as Arrow record batches of bounded size.

    Each of `pages` may be the content of one (bytes or str), a row with columns such as "html" or "text" and "url" (a
    mapping), a `pyarrow.RecordBatch` or `pyarrow.Table` of such rows, a `Thread`, or a `Record` of `read_records`. The
    rows are those that `threadkit.convert` writes into Parquet, whatever makes the pages and however many at a time;
    what is no thread has none. A page that can't be read has none either and is logged as a warning ("skip"); or it has
    a row of nulls with the reason in a last column `error` ("row"); or its error is raised ("fail"). `pseudonymize` is
    the key under which every author gets a pseudonym. The other options are those of `read`.

    Raises `ThreadkitError` without pyarrow (extra "parquet"), `OptionError` for an option that can't be meant, and
    `TypeError` for a page or an option of another type.

    >>> page = {"text": "my boss sings\\n\\n{ 1 comment }\\n\\n  1. Ann*\\n\\n    Mine too.\\n", "url": "http://ann.example/1"}
    >>> [batch] = batches([page], explode="comments")
    >>> batch.select(["thread_url", "id", "author", "text"]).to_pylist()
    [{'thread_url': 'http://ann.example/1', 'id': '1', 'author': 'Ann', 'text': 'Mine too.'}]
    """
    chosen = options_of("batches", options)
    batcher = Batcher(parse=PageParser(options=chosen), explode=explode, on_error=on_error, key=pseudonymize)
    _check_several(pages)
    return batcher.batches(_entries(pages, chosen.columns))


@frozen(kw_only=True)
class Batcher:
    """The options of `batches`: a value, so that it can go to other machines."""

    parse: PageParser = PageParser()
    explode: Explode | None = None
    on_error: OnError = "skip"
    key: str | None = None

    def __attrs_post_init__(self) -> None:
        check_choice("explode", self.explode, (None, *get_args(Explode)))
        check_choice("on_error", self.on_error, get_args(OnError))
        pseudonyms.check_key(self.key, stacklevel=4)  # whoever called `batches`, or made the value

    @property
    def schema(self) -> Any:
        """The Arrow schema of the batches."""
        return arrow_schema(explode=self.explode, errors=self.on_error == "row")

    def records(self, entries: Iterable[Entry | Record]) -> Iterator[Record]:
        """The records of entries; those that are records already are let through."""
        for entry in entries:
            if isinstance(entry, Record):
                yield entry
            else:
                yield from self.parse.records([entry])

    def batches(self, entries: Iterable[Entry | Record]) -> Iterator[Any]:
        """The batches of entries."""
        return record_batches(map(self._rows, self.records(entries)), self.schema)

    def _rows(self, record: Record) -> tuple[Iterable[Row], int]:
        """A record's rows, and the bytes that they are made of."""
        if record.thread is not None:
            thread = record.thread
            if self.key is not None:
                thread = pseudonyms.pseudonymize(thread, self.key)
            line = dumps(thread).encode()
            return rows_of(line, explode=self.explode), len(line)
        if record.outcome == "skipped":
            return (), 0
        if self.on_error == "row":
            return [error_row(records.why_none(record))], 0
        message = f"{records.place_of(record) or 'a page'}: {record.reason}"
        if self.on_error == "fail":
            raise ThreadkitError(message) from record.error
        import logging

        logging.getLogger("threadkit").warning("%s", message)
        return (), 0


def _check_several(pages: object) -> None:
    """Raises `TypeError` where pages are no iterable of pages, or one page by itself, whose parts are no pages."""
    kind = type(pages).__name__
    if isinstance(pages, bytes | bytearray | memoryview | str | Mapping | Thread | Record) or _is_table(pages):
        raise TypeError(f"batches() takes an iterable of pages, and a {kind} is one by itself; put it in a list")
    if not isinstance(pages, Iterable):
        raise TypeError(f"batches() takes an iterable of pages, not a {kind}")


def _is_table(page: object) -> bool:
    """Whether it is a table or batch of pyarrow's, which is not imported for those who have none."""
    return hasattr(page, "schema") and hasattr(page, "num_rows")


def _entries(pages: Iterable[Any], columns: Mapping[str, str]) -> Iterator[Entry | Record]:
    for page in pages:
        if isinstance(page, Record):
            yield page
        elif isinstance(page, Thread):
            yield Ready(thread=page)
        elif isinstance(page, bytes | bytearray | memoryview | str):
            yield ArchivedPage(content=page if isinstance(page, str) else bytes(page))
        elif isinstance(page, Mapping):
            yield row_entry(dict(page), None, None, columns)
        elif hasattr(page, "to_batches"):  # a pyarrow.Table
            for batch in page.to_batches():
                yield from arrow_entries(batch, None, columns)
        elif _is_table(page):  # a pyarrow.RecordBatch
            yield from arrow_entries(page, None, columns)
        else:
            raise TypeError(_NO_PAGE.format(type(page).__name__))


_NO_PAGE: Final = (
    "a page is bytes, str, a mapping, a pyarrow RecordBatch or Table, a Thread or a Record, not {}; "
    "batches() takes an iterable of pages"
)
