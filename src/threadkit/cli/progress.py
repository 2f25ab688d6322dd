"""How far a long run is, on standard error: a bar that comes when it takes long and leaves no trace.

It is drawn only where a person sees it and it disturbs nothing: standard error is a terminal, standard output is not
(else the output itself shows how far it is).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from attrs import define

from threadkit.cli import terminal

__all__ = ["Progress", "shown"]

_LONG: Final = 2.0
"""Seconds after which a run takes long."""


@define
class Progress:
    """The bar of one file; nothing is drawn until it takes long."""

    title: str
    total: int | None
    visible: bool
    _begun: float
    _read: int = 0
    _bar: Any = None
    _task: Any = None

    def advance(self, size: int) -> None:
        """That many bytes were read."""
        self._read += size
        with suppress(OSError):  # a terminal that is gone is no fault of the file's
            self._draw()

    def _draw(self) -> None:
        if self._bar is not None:
            done = self._read if self.total is None else min(self._read, self.total)
            self._bar.update(self._task, completed=done)
        elif self.visible and time.monotonic() - self._begun > _LONG:
            self._start()

    def _start(self) -> None:
        from rich import progress
        from rich.console import Console

        columns = (
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            progress.DownloadColumn(),
            progress.TimeRemainingColumn(),
        )
        self._bar = progress.Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(terminal.visible_line(self.title), total=self.total, completed=self._read)
        self._bar.start()

    def stop(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def shown(name: str) -> Iterator[Progress]:
    """A bar for the time that a file is being read."""
    path = Path(name)
    total = path.stat().st_size if path.is_file() else None
    progress = Progress(title=path.name or name, total=total, visible=_is_seen(), begun=time.monotonic())
    try:
        yield progress
    finally:
        progress.stop()


def _is_seen() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and not terminal.stdout_is_terminal()
