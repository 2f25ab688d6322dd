"""Displayed times → datetime.

In comes what a page shows as times, all of them in page order; out goes one `datetime` (or None) for each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo

from attrs import frozen

from threadkit.model import Issue

__all__ = ["Stamp", "Times", "find_time", "read_times"]

_MONTHS = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_TIME = r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?m\b)?"
_NAMED = re.compile(rf"([A-Z][a-z]{{2,8}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?:\D{{1,6}}{_TIME})?", re.IGNORECASE)


@frozen(kw_only=True)
class Stamp:
    """What a page shows of one time."""

    displayed: str | None = None
    """The displayed text, e.g. "May 3, 2009 at 4:10 pm"; None where nothing is shown."""
    machine: str | None = None
    """A machine attribute: ``datetime=``, ``title=``, ``content=``; None without one."""


@frozen(kw_only=True)
class Times:
    """What the stamps of a page mean."""

    published: tuple[datetime | None, ...]
    """One a stamp; None where it can't be read for certain."""
    issues: tuple[Issue, ...]
    """One a kind of trouble."""


def read_times(stamps: Sequence[Stamp], *, language: str | None = None, tz: tzinfo | None = None) -> Times:
    """What a page's times mean, read together."""
    return Times(published=tuple(_read(stamp, tz) for stamp in stamps), issues=())


def find_time(text: str, language: str | None = None) -> tuple[int, int] | None:
    """The span of the displayed time inside a line; None without one."""
    match = _NAMED.search(text)
    return match.span() if match else None


def _read(stamp: Stamp, tz: tzinfo | None) -> datetime | None:
    found = None
    try:
        found = datetime.fromisoformat(stamp.machine or "")
    except ValueError:
        match = _NAMED.search(stamp.displayed or "")
        if match and match[1][:3].lower() in _MONTHS:
            hour, minute = int(match[4] or 0), int(match[5] or 0)
            if match[7]:
                hour = hour % 12 + 12 * (match[7].lower() == "p")
            try:
                found = datetime(int(match[3]), _MONTHS[match[1][:3].lower()], int(match[2]), hour, minute)
            except ValueError:
                found = None
    return found.replace(tzinfo=tz) if found and tz and not found.tzinfo else found
