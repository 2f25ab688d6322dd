"""What may be sent to a terminal: archived text made harmless, in an encoding that it has, paged where it is long.

Text from an archive comes in, the same text goes out with every character that a terminal would obey instead of
show turned into a visible symbol: an escape sequence that a reader once typed into a comment must not clear the screen,
set the window's title or turn a sentence round. Right-to-left letters, wide characters and emoji pass as they are.

Nothing here knows of threads, and nothing here imports more than click: every command writes through this module.
What can't be written is an `OutputError`, which is no `OSError`: whoever handles errors of what is being read, where a
disk may be full as well, must not take it for one of those.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from typing import BinaryIO, Final

import click

from threadkit import lazy_re

__all__ = [
    "OutputError",
    "ReaderGoneError",
    "page",
    "say",
    "stdout_encoding",
    "stdout_is_terminal",
    "visible",
    "visible_line",
    "write",
    "writing",
]


class OutputError(Exception):
    """Standard output can't be written; the message says why."""


class ReaderGoneError(OutputError):
    """Whoever read standard output has gone away (``| head``), which is their right."""


@contextmanager
def writing() -> Iterator[None]:
    """What fails in here fails because of standard output. Raises `OutputError` for it."""
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    except OSError as error:
        raise OutputError(f"it can't be written: {error.strerror or error}") from error


_OBEYED: Final = lazy_re.pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 (but tab and newline), DEL, C1
    "\u2028\u2029"  # line and paragraph separator: a new line in some terminals
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides, isolates
    "\ud800-\udfff]"  # lone surrogates: no encoding has them
)
_PICTURES: Final = 0x2400
"""U+2400 and on are the pictures of the characters U+0000 and on: ESC is shown as ␛."""


def visible(text: str) -> str:
    r"""Text with nothing in it that a terminal would obey, tabs and newlines apart.

    A control character becomes its picture, and what has none its number in angle brackets; a byte that no
    encoding could read (a file name's, say) is shown as its two digits.

    >>> visible("\x1b[31mred\x07 \u202eesrever\n")
    '␛[31mred␇ <U+202E>esrever\n'
    """
    return _OBEYED.sub(_symbol, text.replace("\r\n", "\n"))


def visible_line(text: str) -> str:
    r"""The same on one line: for messages and file names, where a newline is as bad as an escape.

    >>> visible_line("page\n1.html")
    'page␊1.html'
    """
    return visible(text).replace("\n", "␊").replace("\t", "␉")


def _symbol(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return "␡"
    if 0xDC80 <= code <= 0xDCFF:
        return f"<{code - 0xDC00:02X}>"
    return f"<U+{code:04X}>"


def stdout_is_terminal() -> bool:
    """Whether a person reads standard output as it is written."""
    return bool(sys.stdout is not None and sys.stdout.isatty())


def stdout_encoding() -> str:
    """The encoding that standard output is read in."""
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def write(data: bytes) -> None:
    """Send bytes to standard output as they are: no newline is translated.

    Raises `OutputError` here, and not when Python shuts down.
    """
    file = _stdout()
    with writing():
        file.write(data)
        file.flush()


def _stdout() -> BinaryIO:
    if sys.stdout is None:
        raise OutputError("it is closed")
    return sys.stdout.buffer


def say(message: str) -> None:
    """One line on standard error, ``threadkit: …``, safe to show."""
    with suppress(OSError):  # there is nobody left to be told
        click.echo(f"threadkit: {visible_line(message)}", err=True)


def page(lines: Iterable[str], *, pager: bool) -> None:
    """Write lines to standard output; with `pager`, through the user's pager where they are more than a screen.

    What the encoding does not have is written as an escape (``\\u2603``) rather than lost.
    """
    encoding = stdout_encoding()
    data = (f"{line}\n".encode(encoding, "backslashreplace") for line in lines)
    command = _pager_command() if pager else None
    if command is not None:
        screen = list(islice(data, shutil.get_terminal_size().lines))
        data = (chunk for chunk in chain(screen, data))
        # The prompt needs the last line of the screen.
        if len(screen) >= shutil.get_terminal_size().lines:
            _pipe(command, data)
            return
    file = _stdout()
    for chunk in data:
        with writing():
            file.write(chunk)
    with writing():
        file.flush()


def _pager_command() -> list[str] | None:
    """The user's pager, else less; None where there is none or PAGER is set to nothing."""
    with suppress(ValueError):  # an unbalanced quote in PAGER
        words = shlex.split(os.environ.get("PAGER", "less"))
        if words and shutil.which(words[0]):
            return words
    return None


def _pipe(command: list[str], data: Iterable[bytes]) -> None:
    environment = dict(os.environ)
    # less shows colours only when asked; a user's own options stay.
    environment["LESS"] = f"{environment.get('LESS', '')} -R".strip()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment)  # noqa: S603 (the user's own $PAGER)
    # Quitting the pager before the end is no error, and Ctrl-C belongs to the pager while it runs.
    with suppress(BrokenPipeError, KeyboardInterrupt):
        if process.stdin is not None:
            process.stdin.writelines(data)
    with suppress(BrokenPipeError, KeyboardInterrupt):
        if process.stdin is not None:
            process.stdin.close()
    while True:
        try:
            process.wait()
            return
        except KeyboardInterrupt:
            continue
