"""Zip: every member as if it lay in a folder, in the order of the archive's directory. WACZ is told by its names.

The directory at the end decides what there is. A member is unpacked in memory and never onto disk; what would grow
without measure, lies over another member (the "overlapping" bomb), is encrypted or damaged, fails alone. Where the
directory is gone (a download cut short), the members are found by their own headers, front to back.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final, cast

from threadkit.archives import wacz
from threadkit.archives.context import Context
from threadkit.archives.entry import Entry
from threadkit.archives.stream import HEAD, Stream
from threadkit.archives.zipmembers import Members, salvaged

__all__ = ["NAME", "begins_damaged", "claims", "entries"]

NAME: Final = "zip"


def claims(head: bytes) -> bool:
    """Whether it begins with a member, or is an empty archive."""
    return head.startswith((b"PK\3\4", b"PK\5\6"))


def begins_damaged(stream: Stream) -> bool:
    """Whether it is a zip all the same: its directory, at the end, is whole."""
    if not stream.seekable or b"\0" not in stream.peek(HEAD):
        return False
    file = cast("BinaryIO", stream.file)
    place = file.tell()
    try:
        return zipfile.is_zipfile(file)
    finally:
        file.seek(place)


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """The entries of every member."""
    file = stream.at_random()
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, struct.error):
        yield from salvaged(file, stream.path, context)
        return
    with archive:
        members = Members.of(archive, stream)
        if wacz.claims_names(archive.namelist()):
            yield from wacz.entries(members, context)
        else:
            for info in archive.infolist():
                if not info.is_dir():
                    yield from members.entries(info, context)
