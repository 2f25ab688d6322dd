"""Where a conversion writes: looked at once, before anything is read, and given its name at the end.

    inputs, OUT, the file of errors → `Destination`: the real places, and the folder of the run's work → `put`

Nothing of the user's is harmed: an output that is no file or folder of ours to replace is refused here, hours before it
would be replaced. A symbolic link is followed, so that it stays and what it leads to is replaced. The folder of the
work lies beside the output, on the same disk, and is emptied only if nothing but a conversion's work is in it.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from attrs import frozen

from threadkit.errors import OptionError, ThreadkitError
from threadkit.serializers.convokit import is_corpus_of_ours

__all__ = ["Destination", "destination", "files_of", "put", "remove"]

_WORK: Final = ".part"
"""What the folder of a run's work is called behind the output's name."""
_WORK_FILES: Final = frozenset({"errors", "journal", "lines", "old", "table"})
"""What lies in it, besides files that are called "output" and more: the output, and what databases put beside it."""


_MOST_LINKS: Final = 40
"""Symbolic links that lead to each other, as many as Linux follows."""


@frozen(kw_only=True)
class Destination:
    """The places that a conversion writes to, with symbolic links followed."""

    out: Path
    work: Path
    """The folder of the run's work."""
    errors: Path | None
    """The file that lists what gave no thread; None where nobody asks for one."""


def destination(
    inputs: Iterable[str], out: str | os.PathLike[str], errors: str | os.PathLike[str] | None, *, is_folder: bool
) -> Destination:
    """The places, if all of them can be written without harm; `is_folder` says whether the output is to be a folder.

    Raises `ThreadkitError` where one may not be replaced, is another's, or an input; `OptionError` where two of
    them are one; `OSError` for an input or a folder to write into that is not there.
    """
    real = _followed(Path(out))
    found = Destination(
        out=real,
        work=real.with_name(f"{real.name}{_WORK}"),
        errors=None if errors is None else _followed(Path(errors)),
    )
    _check_output(found.out, is_folder=is_folder)
    _check_work(found.work)
    if found.errors is not None:
        _check_errors(found.errors, found)
    _check_apart(inputs, found)
    return found


def _followed(path: Path) -> Path:
    """The place that a path means in the end; what the system makes of a stream (``/dev/stderr``) is one itself."""
    found = path
    for _ in range(_MOST_LINKS):
        if _is_stream(found) or not found.is_symlink():
            return found
        found = found.parent / found.readlink()
    raise ThreadkitError(f"{os.fspath(path)!r} is a symbolic link that leads round to itself")


def _is_stream(path: Path) -> bool:
    """Whether a path is to be written into, and never replaced: a pipe, a device, a stream of this process."""
    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 (no link may be followed)
    if folder in ("/dev", "/dev/fd") or folder.startswith("/proc/"):
        return True
    return path.exists() and not path.is_file() and not path.is_dir()


def _check_output(out: Path, *, is_folder: bool) -> None:
    _check_parent(out)
    if not out.exists() and not _is_stream(out):
        return
    if not is_folder:
        _check_file(out, "the output")
    elif not out.is_dir():
        raise ThreadkitError(f"the output {os.fspath(out)!r} is to be a folder, and a file is called so; move it away")
    elif any(out.iterdir()) and not is_corpus_of_ours(out):
        message = f"in the folder {os.fspath(out)!r} lies what threadkit did not write; nothing in it is touched"
        raise ThreadkitError(f"{message}: name another output, or move it away")


def _check_file(path: Path, what: str) -> None:
    if path.is_dir():
        raise ThreadkitError(f"{what} {os.fspath(path)!r} is to be a file, and a folder is called so; name another")
    if _is_stream(path):
        raise ThreadkitError(f"{what} {os.fspath(path)!r} is no regular file, and would be replaced; name another")


def _check_parent(path: Path) -> None:
    parent = path.parent
    if not parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "there is no such folder to write into", os.fspath(parent))
    if not os.access(parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "nothing may be written into this folder", os.fspath(parent))


def _check_work(work: Path) -> None:
    if not work.exists() and not work.is_symlink():
        return
    if work.is_symlink() or not work.is_dir():
        raise ThreadkitError(f"{os.fspath(work)!r}, where the work is to be done, is no folder; move it away")
    for name in sorted(os.listdir(work)):  # noqa: PTH208 (names are what is asked for)
        if name not in _WORK_FILES and not name.startswith("output"):
            message = f"{os.fspath(work)!r}, where the work is to be done, holds something else, {name!r}"
            raise ThreadkitError(f"{message}; move it away")


def _check_errors(errors: Path, places: Destination) -> None:
    if not _is_stream(errors):
        _check_parent(errors)
    if errors.is_dir():
        _check_file(errors, "the file of errors")
    real = errors.resolve()
    for taken in (places.out.resolve(), places.work.resolve()):
        if taken in (real, *real.parents):
            message = f"the file of errors {os.fspath(errors)!r} would be the output or lie in it; name another"
            raise OptionError(message)


def _check_apart(inputs: Iterable[str], places: Destination) -> None:
    """What is written must not be read, nor what is read be replaced."""
    written = [place.resolve() for place in (places.out, places.work, places.errors) if place is not None]
    for path in map(Path, inputs):
        path.stat()  # raises `OSError` for an input that is not there
        read = path.resolve()
        for place in written:
            if read in (place, *place.parents) or place in read.parents:
                message = f"what is written, {os.fspath(place)!r}, would be one of the inputs; write it elsewhere"
                raise ThreadkitError(message)


# -- the end ---------------------------------------------------------------------------------------------------------


def put(made: Path, path: Path) -> None:
    """Make a file or folder durable and give it its name, in place of what had it."""
    for name in files_of(os.fspath(made)):
        with open(name, "rb+") as file:  # noqa: PTH123 (one string a file)
            os.fsync(file.fileno())
    if _is_stream(path):  # for the file of errors
        with made.open("rb") as source, path.open("ab") as sink:
            shutil.copyfileobj(source, sink)
        return
    if made.is_dir() and path.is_dir():
        old = made.with_name("old")
        remove(old)
        path.rename(old)  # a folder can't be renamed over another
    if made.parent.stat().st_dev == path.absolute().parent.stat().st_dev:
        made.replace(path)
    else:  # an error file on another disk
        shutil.copyfile(made, path)
    _sync_folder(path.absolute().parent)


def _sync_folder(path: Path) -> None:
    if os.name == "posix":  # elsewhere a folder can't be opened
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def remove(path: Path) -> None:
    """Remove a file or folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def files_of(path: str) -> Iterable[str]:
    """The path of a file, or of all files in a folder, in the order of their names."""
    if not Path(path).is_dir():
        yield path
    for folder, folders, names in os.walk(path):
        folders.sort()
        yield from (os.path.join(folder, name) for name in sorted(names))  # noqa: PTH118 (one string a file)
