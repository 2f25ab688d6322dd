"""What one text says of a time, before anybody knows whether 05/06 is May or June: the values that `dates` shares.

`scan` finds a time in a text, `interpretation` makes a `TimeReading` of its parts, `reader` does both for all texts of
a page, and the package decides what remains open.
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Final, NamedTuple

__all__ = ["ABSENT", "DAY", "HOUR", "MINUTE", "SECOND", "UNREADABLE", "Clock", "Lack", "Precision", "TimeReading"]


class Lack(IntEnum):
    """What keeps a text from being a date, from the best case to the worst."""

    NOTHING = 0
    YEAR = 1
    RELATIVE = 2
    DATE = 3
    ABSENT = 4


class Precision(IntEnum):
    """The smallest unit that a displayed time gives."""

    DAY = 0
    HOUR = 1
    MINUTE = 2
    SECOND = 3


# Looking up a member costs as much as a small function, and each comment needs some.
DAY, HOUR, MINUTE, SECOND = Precision


class Clock(NamedTuple):
    """A time of day as displayed."""

    hour: int = 0
    minute: int = 0
    second: int = 0
    precision: Precision = DAY
    zone: str | None = None
    """As displayed, e.g. "+0200", "Z", "GMT", "EDT"; None without one."""


_NO_CLOCK: Final = Clock()


class TimeReading(NamedTuple):
    """What one text says, before the order of day and month is known."""

    numbers: tuple[int, int, int] = (0, 0, 0)
    """The date's numbers: in the text's own order where `form` is one, else year, month, day."""
    form: str = ""
    """What the dates of a page share that share one order: how their year is written ("Y": first, "4": four digits
    last, "2": two digits) and the separator, e.g. "2/"; "" where nothing is open."""
    clock: Clock = _NO_CLOCK
    span: tuple[int, int] = (0, 0)
    lack: Lack = Lack.NOTHING
    exact: datetime | None = None
    """Where the text is a machine's own form, what it means; then nothing else is needed."""


ABSENT: Final = TimeReading(lack=Lack.ABSENT)
UNREADABLE: Final = TimeReading(lack=Lack.DATE)
