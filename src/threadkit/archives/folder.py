"""A folder tree: every file in it, in the order of their names, folder by folder.

Nothing outside the tree is read: symbolic links are reported and not followed. A file that can't be opened is one
failure among its neighbours.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, cast

from threadkit.archives.context import Context
from threadkit.archives.entry import Entry, Failure, Skip
from threadkit.archives.stream import Stream, Watched
from threadkit.errors import ArchiveError
from threadkit.model import Capture

__all__ = ["NAME", "entries", "file_entries", "members", "unreadable"]

NAME: Final = "folder"


def entries(path: str, context: Context) -> Iterator[Entry]:
    """The entries of every file below `path`."""
    for member in members(path):
        yield from _member(member, context)


def members(path: str) -> Iterator[str]:
    """All that lies below a folder and is no folder, and folders that can't be read, in the order of their names."""
    waiting = [path]
    while waiting:
        current = waiting.pop()
        if not Path(current).is_dir() or (current != path and Path(current).is_symlink()):
            yield current
            continue
        try:
            names = sorted(os.listdir(current), reverse=True)  # noqa: PTH208 (as above)
        except OSError:
            yield current
            continue
        waiting.extend(os.path.join(current, name) for name in names)  # noqa: PTH118 (the caller's own spelling)


def _member(path: str, context: Context) -> Iterator[Entry]:
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            os.listdir(path)  # noqa: PTH208 (it is here because this fails)
        elif stat.S_ISLNK(mode):
            yield Skip(reason="a symbolic link, which is not followed", capture=Capture(path=path))
        elif not stat.S_ISREG(mode):
            yield Skip(reason="no regular file", capture=Capture(path=path))
        else:
            yield from file_entries(path, context)
    except OSError as error:
        yield unreadable(path, error)


def file_entries(path: str, context: Context, opener: Callable[[], BinaryIO] | None = None) -> Iterator[Entry]:
    """The entries of one file. Raises `OSError` where it can't be opened.

    `opener` opens it where `path` only says what it is called: it may lie on another machine.
    """
    reopen = opener or partial(_open, path)
    with reopen() as file:
        seekable = file.seekable()
        size = file.seek(0, os.SEEK_END) if seekable else None
        if seekable:
            file.seek(0)
        watched = cast("BinaryIO", Watched(file, context.on_read)) if context.on_read else file
        again = reopen if seekable else None
        yield from context.inside(Stream(file=watched, path=path, size=size, seekable=seekable, reopen=again))


def _open(path: str) -> BinaryIO:
    return Path(path).open("rb")


def unreadable(path: str, error: OSError) -> Failure:
    """The entry of a file or folder that can't be opened."""
    told = ArchiveError(f"it can't be read: {error.strerror or error}")
    told.__cause__ = error
    return Failure(error=told, capture=Capture(path=path))
