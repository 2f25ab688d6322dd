"""WACZ: a zip of WARCs. The records say everything; the list of pages only says whether one of them is missing.

What lies in ``archive/`` is read in the order of its names, and a revisit finds its original in any of the files before
it. Indexes and checksums are the container's own affairs and no records. A page that ``pages/*.jsonl`` lists and no
record holds is reported.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final

from threadkit.archives.context import Context
from threadkit.archives.entry import ArchivedPage, Entry, Skip
from threadkit.archives.stream import LARGEST_PAGE
from threadkit.archives.zipmembers import Members
from threadkit.model import Capture

__all__ = ["NAME", "claims_names", "entries"]

NAME: Final = "wacz"

_WARC_SUFFIXES: Final = (".warc", ".warc.gz", ".warc.zst")


def claims_names(names: Sequence[str]) -> bool:
    """Whether a zip's members are those of a WACZ."""
    return any(_is_warc(name) for name in names) and any(
        name in ("datapackage.json", "pages/pages.jsonl") or name.startswith("indexes/") for name in names
    )


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.lower().endswith(_WARC_SUFFIXES)


def entries(members: Members, context: Context) -> Iterator[Entry]:
    """The records of every WARC, and the pages that none of them holds."""
    infos = sorted(members.archive.infolist(), key=lambda info: info.filename)
    missing = dict(_listed(members, infos))
    for info in infos:
        if _is_warc(info.filename):
            for entry in members.entries(info, context):
                if isinstance(entry, ArchivedPage | Skip) and entry.url is not None:
                    missing.pop(entry.url, None)
                yield entry
    for url, path in missing.items():
        yield Skip(reason="listed among the pages, and in no record", url=url, capture=Capture(path=path))


def _listed(members: Members, infos: Sequence[zipfile.ZipInfo]) -> Iterator[tuple[str, str]]:
    for info in infos:
        if info.filename.startswith("pages/") and info.filename.endswith(".jsonl") and info.file_size < LARGEST_PAGE:
            for line in members.archive.read(info).splitlines():
                url = _url(line)
                if url is not None:
                    yield url, members.path(info)


def _url(line: bytes) -> str | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    url = row.get("url") if isinstance(row, dict) else None
    return url if isinstance(url, str) else None
