"""The data source: options → what `threadkit.bulk.batching` is to do → Arrow batches, partition by partition.

Everything that can be wrong with the options is said on the driver, before a job begins. A reader and its partitions
are values: they are pickled to the executors, and each file is opened there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from pyspark_threadkit.places import Place, indexed, listed, packed, wanted_paths
from threadkit import archives
from threadkit.api import PageParser
from threadkit.archives import Entry
from threadkit.bulk.batching import Batcher, OnError
from threadkit.errors import ThreadkitError
from threadkit.options import Only, Options
from threadkit.serializers.tables import Explode, arrow_schema

__all__ = ["DefaultSource", "schema"]

_OPTIONS: Final = frozenset(
    "path paths index explode on_error pseudonymize".split()
    + "only columns url_prefix encoding dialect keep_html tz strict".split()
)


def schema(*, explode: Explode | None = None, errors: bool = False) -> StructType:
    """The columns of threads, or with ``explode="comments"`` of comments, as Spark has them.

    They are those of the Parquet that a conversion writes; with `errors`, as ``on_error="row"`` gives them, one more.

    >>> schema(explode="comments").names[:4]
    ['thread', 'thread_url', 'thread_title', 'position']
    """
    return from_arrow_schema(arrow_schema(explode=explode, errors=errors))


class DefaultSource(DataSource):
    """Archives as tables; `docs/spark.md` has its options."""

    @classmethod
    def name(cls) -> str:
        return "threadkit"

    def schema(self) -> StructType:
        return from_arrow_schema(_batcher(self.options).schema)

    def reader(self, schema: StructType) -> Reader:
        return Reader(self.options, schema)


class Part(InputPartition):
    """The files, or records of one file, that one task reads."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        super().__init__(places)


class Reader(DataSourceReader):
    """Reads one part at a time, on whatever machine it finds itself."""

    def __init__(self, options: Mapping[str, str], schema: StructType) -> None:
        self._batcher = _batcher(options)
        self._options = self._batcher.parse.options
        self._paths = wanted_paths(options)
        self._index = options.get("index")
        self._names = _known(schema.names, self._batcher.schema.names)

    def partitions(self) -> list[Part]:
        if self._index is not None:
            return [Part((place,)) for place in indexed(self._index, self._paths, self._options.url_prefix)]
        return [Part(places) for places in packed(listed(self._paths))]

    def read(self, partition: InputPartition) -> Iterator[Any]:
        places = cast("tuple[Place, ...] | None", partition.value) or ()
        return (batch.select(self._names) for batch in self._batcher.batches(self._entries(places)))

    def _entries(self, places: tuple[Place, ...]) -> Iterator[Entry]:
        columns, keep_html = self._options.columns, self._options.keep_html
        for place in places:
            yield from archives.entries_of_file(
                place.name, place.open, places=place.records, columns=columns, keep_html=keep_html
            )


# -- options ---------------------------------------------------------------------------------------------------------


def _batcher(options: Mapping[str, str]) -> Batcher:
    unknown = sorted(name for name in options if name.lower() not in _OPTIONS)
    if unknown:
        known = ", ".join(sorted(_OPTIONS - {"paths"}))
        raise ThreadkitError(f"there is no option {unknown[0]!r}; the options are {known}")
    explode = options.get("explode", "threads").lower()
    only = [name.strip().lower() for name in options.get("only", "").split(",") if name.strip()]
    chosen = Options(
        encoding=options.get("encoding"),
        dialect=options.get("dialect"),
        keep_html=_flag(options, "keep_html", default=True),
        tz=options.get("tz"),
        strict=_flag(options, "strict", default=False),
        only=cast("list[Only]", only),
        columns=archives.named_columns(filter(None, options.get("columns", "").split(","))),
        url_prefix=options.get("url_prefix"),
    )
    return Batcher(
        parse=PageParser(options=chosen),
        explode=cast("Explode | None", None if explode == "threads" else explode),
        on_error=cast("OnError", options.get("on_error", "skip").lower()),
        key=options.get("pseudonymize"),
    )


def _known(names: list[str], known: list[str]) -> list[str]:
    """The columns of a schema that the user gave: some of ours, in any order."""
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ThreadkitError(f"there is no column {unknown[0]!r}; the columns are {', '.join(known)}")
    return names


def _flag(options: Mapping[str, str], name: str, *, default: bool) -> bool:
    said = options.get(name, str(default)).lower()
    if said not in ("true", "false"):
        raise ThreadkitError(f"the option {name} is true or false, not {said!r}")
    return said == "true"
