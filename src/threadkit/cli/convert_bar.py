"""How far a conversion is, on standard error: bytes read, what became of the records, how fast, how long still.

As with `threadkit.cli.progress` nothing is drawn where no person sees it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from attrs import define

from threadkit.bulk.convert import Summary

__all__ = ["Bar", "drawn"]


@define
class Bar:
    """What `threadkit.bulk.convert.convert` tells is drawn here; with no bar, nowhere."""

    _bar: Any = None
    _task: Any = None

    def advance(self, size: int) -> None:
        """That many bytes were read."""
        if self._bar is not None:
            with suppress(OSError):  # a terminal that is gone is no fault of the file's
                self._bar.advance(self._task, size)

    def count(self, summary: Summary) -> None:
        """The counts so far."""
        if self._bar is not None:
            records = summary.threads + summary.skipped + summary.failed
            rate = records / max(self._bar.tasks[0].elapsed or 0, 0.001)
            with suppress(OSError):
                self._bar.update(self._task, counts=f"{records} records: {summary}, {rate:.0f}/s")


@contextmanager
def drawn(inputs: Iterable[str]) -> Iterator[Bar]:
    """A bar while the inputs are read."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield Bar()
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TextColumn("{task.fields[counts]}", markup=False),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        yield Bar(shown, shown.add_task("", total=sum(map(_size, inputs)), counts=""))


def _size(path: str) -> int:
    if not Path(path).is_dir():
        return Path(path).stat().st_size if Path(path).exists() else 0
    places = (Path(folder, name) for folder, _, names in os.walk(path) for name in names)
    return sum(place.lstat().st_size for place in places)
