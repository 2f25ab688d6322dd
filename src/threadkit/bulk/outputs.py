"""The kinds of output that a conversion can write, each told by the ending of the output's name.

threads' lines of JSON → packed, where the kind is packed (workers) → written by the kind's own serializer
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import attrs
from attrs import frozen

from threadkit.errors import OptionError, ThreadkitError
from threadkit.serializers.convokit import write_convokit
from threadkit.serializers.jsonld import write_jsonld
from threadkit.serializers.sqlite import write_sqlite
from threadkit.serializers.tables import Explode, write_csv, write_duckdb, write_parquet

__all__ = ["ENDINGS", "PACKERS", "Target", "target_of", "write_lines"]


def _zstd(line: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor().compress(line)


PACKERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "": bytes,
    # One member a thread, so that workers do the work: any reader takes several members for one file.
    "gzip": lambda line: gzip.compress(line, 6, mtime=0),
    "zstd": _zstd,
}
"""What becomes of a thread's line, by the name of the packing."""


@frozen(kw_only=True)
class Target:
    """One kind of output."""

    name: str
    write: Callable[[Iterable[bytes], Path], None]
    """Makes it of the threads' lines of JSON (packed, if `pack` says so)."""
    pack: str = ""
    needs: tuple[tuple[str, str], ...] = ()
    """Modules that must be there, and the extras that bring them."""
    is_folder: bool = False
    """Whether it is a folder and no file."""


def write_lines(lines: Iterable[bytes], path: Path) -> None:
    """A file of lines, as they are."""
    with path.open("wb") as file:
        file.writelines(lines)


_TARGETS: Final[Mapping[str, Target]] = {
    ".jsonl": Target(name="JSON Lines", write=write_lines),
    ".jsonl.gz": Target(name="JSON Lines, gzip", write=write_lines, pack="gzip"),
    ".jsonl.zst": Target(name="JSON Lines, zstd", write=write_lines, pack="zstd", needs=(("zstandard", "zstd"),)),
    ".parquet": Target(name="Parquet", write=write_parquet, needs=(("pyarrow", "parquet"),)),
    ".csv": Target(name="CSV", write=write_csv),
    ".sqlite": Target(name="SQLite", write=write_sqlite),
    ".duckdb": Target(name="DuckDB", write=write_duckdb, needs=(("duckdb", "duckdb"), ("pyarrow", "duckdb"))),
    ".convokit": Target(name="ConvoKit", write=write_convokit, is_folder=True),
    ".jsonld": Target(name="JSON-LD", write=write_jsonld),
}

ENDINGS: Final = tuple(_TARGETS)
"""The endings of an output's name, each a kind of output."""


def target_of(out: Path, explode: Explode | None) -> Target:
    """The kind of output that a name asks for.

    Raises `OptionError` where there is none, or it has no choice of rows; `ThreadkitError` where it lacks an extra.
    """
    name = out.name.lower()
    target = next((target for ending, target in _TARGETS.items() if name.endswith(ending)), None)
    if target is None:
        message = f"the output's kind is told by its ending, one of {', '.join(ENDINGS)}; {out.name!r} has none of them"
        raise OptionError(message)
    if explode is not None:
        if target.write is not write_parquet:
            raise OptionError(
                "only Parquet has the choice of rows: a CSV has comments, a database threads and comments"
            )
        target = attrs.evolve(target, name="Parquet, comments", write=partial(write_parquet, explode=explode))
    for module, extra in target.needs:
        _require(module, extra)
    return target


def _require(module: str, extra: str) -> None:
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise ThreadkitError(f"this output needs the extra {extra!r}: pip install 'threadkit[{extra}]'")
