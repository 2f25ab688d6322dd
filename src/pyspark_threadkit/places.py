"""Paths → places: which files, or which records of which files, each task is to read.

All of this happens on the driver, once: Spark expands no globs for a data source, and nobody lists folders on an
executor. What goes to the executors is small: names, and for an index the places in the file.

A path without a scheme, or with ``file:``, is this machine's: it has to be the same on all of them. Any other address
(``s3://``, ``gs://``, ``hdfs://``, …) is opened by Arrow's file systems, as they are configured in its environment.

Arrow is imported where it is needed: Spark imports every module called ``pyspark_…`` that it finds, and one that can't
be imported would take all data sources with it.
"""

from __future__ import annotations

import fnmatch
import glob
import io
import json
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from attrs import frozen

from threadkit.archives.folder import members
from threadkit.errors import ThreadkitError

__all__ = ["Place", "indexed", "listed", "packed", "wanted_paths"]

_SCHEME: Final = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_FILE: Final = re.compile(r"file:(?://(?=/))?", re.IGNORECASE)
_CREDENTIALS: Final = re.compile(r"(?<=://)[^/@]*@")
_MAGIC: Final = re.compile(r"[*?[]")
_BUFFER: Final = 8 * 1024 * 1024
"""Bytes asked of a remote file at once."""
_MOST_PARTS: Final = 1000
"""Files that are a task each; where there are more, small ones are read together."""
_LARGEST_PART: Final = 128 * 1024 * 1024
"""Bytes of files that are read together."""
_RECORDS: Final = 500
"""Records of an index that are a task: some seconds of work."""


@frozen
class Place:
    """A file, or some records of it."""

    name: str
    """What `Capture.path` says."""
    path: str
    """Where an executor finds it: an absolute path, or an address."""
    size: int = 0
    records: tuple[tuple[int, int], ...] | None = None
    """Offset and length in bytes of each record that is read; None for all of the file."""

    def open(self) -> BinaryIO:
        if not _is_remote(self.path):
            return Path(self.path).open("rb")
        from pyarrow import fs

        system, path = fs.FileSystem.from_uri(self.path)
        file = system.open_input_file(path)
        # One record is asked for as it is; a whole file in large pieces.
        return cast("BinaryIO", file if self.records is not None else io.BufferedReader(file, _BUFFER))


def wanted_paths(options: Mapping[str, str]) -> list[str]:
    """The paths that `load` was given. Raises `ThreadkitError` where there are none."""
    paths = json.loads(options.get("paths", "[]"))
    if "path" in options:
        paths.append(options["path"])
    if not paths:
        raise ThreadkitError("load() needs a path: files, globs or folders, or where the files of an index lie")
    return list(map(str, paths))


# -- files -----------------------------------------------------------------------------------------------------------


def listed(paths: Iterable[str]) -> Iterator[Place]:
    """The files of paths: those that a glob means, and those in folders, in the order of their names.

    Raises `FileNotFoundError` for a path that is not there or a glob that means nothing.
    """
    for path in paths:
        address, options = _parted(path)
        found = list(_remote(address, options) if _is_remote(address) else _local(address))
        if not found:
            raise FileNotFoundError(f"there is no such file: {_shown(path)}")
        yield from found


def _local(path: str) -> Iterator[Place]:
    for name in [path] if Path(path).exists() else sorted(glob.glob(path, recursive=True)):  # noqa: PTH207 (as given)
        inside = members(name) if Path(name).is_dir() else [name]
        for member in inside:
            # In folders links and pipes are left alone, as `threadkit.read` does; who names one means it.
            state = Path(member).stat() if member == name else Path(member).lstat()
            if stat.S_ISDIR(state.st_mode):
                raise PermissionError(f"the folder can't be read: {member}")
            if member == name or stat.S_ISREG(state.st_mode):
                yield _place(member, size=state.st_size)


def _remote(address: str, options: str) -> Iterator[Place]:
    from pyarrow import fs

    magic = _MAGIC.search(address)
    base = address.rstrip("/") if magic is None else address[: magic.start()].rpartition("/")[0]
    try:
        system, folder = fs.FileSystem.from_uri(base + options)
    except (ValueError, OSError, NotImplementedError) as error:
        raise ThreadkitError(f"{_shown(address)} is in no file system that Arrow can open here: {error}") from error
    if magic is None:
        info = system.get_file_info(folder)
        if info.type == fs.FileType.File:
            yield _place(base, options, info.size)
        if info.type != fs.FileType.Directory:
            return
    pattern = None if magic is None else address[len(base) + 1 :].split("/")
    for name, size in _selected(system, folder, pattern):
        yield _place(f"{base}/{name}", options, size)


def _selected(system: Any, folder: str, pattern: Sequence[str] | None) -> Iterator[tuple[str, int]]:
    """The files below a remote folder whose steps fit those of the pattern, and their sizes."""
    from pyarrow import fs

    deep = pattern is None or len(pattern) > 1
    found = system.get_file_info(fs.FileSelector(folder, allow_not_found=True, recursive=deep))
    for info in sorted(found, key=lambda info: info.path.split("/")):
        name = info.path[len(folder) :].lstrip("/")
        steps = name.split("/")
        fits = pattern is None or (len(steps) == len(pattern) and all(map(fnmatch.fnmatchcase, steps, pattern)))
        if info.type == fs.FileType.File and fits:
            yield name, info.size


def _is_remote(path: str) -> bool:
    return _SCHEME.match(path) is not None


def _parted(path: str) -> tuple[str, str]:
    """An address, and behind a question mark what its file system is to know, such as a region; or a path here."""
    if not _is_remote(path):
        return _FILE.sub("", path), ""
    address, mark, options = path.partition("?")
    return address, mark + options


def _shown(path: str) -> str:
    """A path without key or password; of a relative one, where it begins."""
    address, _ = _parted(path)
    if _is_remote(address):
        return _CREDENTIALS.sub("", address)
    return address if Path(address).is_absolute() else f"{address} (below {Path.cwd()})"


def _place(address: str, options: str = "", size: int = 0, records: tuple[tuple[int, int], ...] | None = None) -> Place:
    if _is_remote(address):
        return Place(_CREDENTIALS.sub("", address), address + options, size, records)
    return Place(address, str(Path(address).absolute()), size, records)


def packed(places: Iterable[Place]) -> Iterator[tuple[Place, ...]]:
    """Places task by task: a file each, or, where there are very many, neighbours together.

    >>> many = [Place(f"{number}.html", f"/{number}.html", size=60_000) for number in range(3000)]
    >>> [len(some) for some in packed(many)][:3]
    [3, 3, 3]
    """
    every = list(places)
    limit = 0 if len(every) <= _MOST_PARTS else min(sum(place.size for place in every) // _MOST_PARTS, _LARGEST_PART)
    some: list[Place] = []
    held = 0
    for place in every:
        if some and held + place.size > limit:
            yield tuple(some)
            some, held = [], 0
        some.append(place)
        held += place.size
    if some:
        yield tuple(some)


# -- an index --------------------------------------------------------------------------------------------------------


_INDEX: Final = ("warc_filename", "warc_record_offset", "warc_record_length")


def indexed(index: str, paths: Sequence[str], url_prefix: str | None) -> Iterator[Place]:
    """The records that a table in Common Crawl's columnar form names, file by file and in the order of the files.

    The names of the files are relative to the one path that was loaded. Source of the columns:
    https://commoncrawl.org/columnar-index.
    """
    if len(paths) != 1:
        raise ThreadkitError("with an index, load() takes one path: where the files lie that the index names")
    found: dict[str, list[tuple[int, int]]] = {}
    for table in listed([index]):
        for name, offset, length in _index_rows(table, url_prefix):
            found.setdefault(name, []).append((offset, length))
    root, options = _parted(paths[0])
    for name, records in found.items():
        records.sort()
        for start in range(0, len(records), _RECORDS):
            yield _place(f"{root.rstrip('/')}/{name}", options, records=tuple(records[start : start + _RECORDS]))


def _index_rows(table: Place, url_prefix: str | None) -> Iterator[tuple[str, int, int]]:
    if not table.name.endswith(".parquet"):  # what Spark writes beside its tables: _SUCCESS, .crc
        return
    from pyarrow import parquet

    with table.open() as file:
        rows = parquet.ParquetFile(file)
        names = rows.schema_arrow.names
        missing = [name for name in _INDEX if name not in names]
        if missing:
            raise ThreadkitError(f"{table.name}: an index has the columns {', '.join(_INDEX)}; {missing[0]} is missing")
        columns = [*_INDEX, *(["url"] if url_prefix is not None and "url" in names else [])]
        for batch in rows.iter_batches(columns=columns):
            for row in batch.to_pylist():
                name, offset, length = (row[column] for column in _INDEX)
                if not (isinstance(name, str) and isinstance(offset, int) and isinstance(length, int)):
                    raise ThreadkitError(f"{table.name}: a row of the index names no place: {name}, {offset}, {length}")
                if url_prefix is None or (row.get("url") or url_prefix).startswith(url_prefix):
                    yield name, offset, length
