"""Capture times as containers write them → aware times in UTC, or None for what names no instant."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from threadkit import lazy_re

__all__ = ["instant", "mail_instant"]

_STAMP: Final = lazy_re.pattern(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)(?:\.\d*)?[ ]?(Z|UTC|[+-]\d\d:?\d\d)?"
)


def instant(text: object, *, is_utc: bool = False) -> datetime | None:
    """ISO 8601, or fourteen digits; `is_utc` where the format itself promises UTC. A day alone is no instant.

    >>> instant("2016-03-30T10:12:29Z").isoformat(), instant("2016-03-30", is_utc=True)
    ('2016-03-30T10:12:29+00:00', None)
    """
    match = _STAMP.fullmatch(text.strip()) if isinstance(text, str) and len(text) < 60 else None
    if match is None:
        return None
    *numbers, zone = match.groups()
    if zone is None and not is_utc:
        return None
    offset = zone if zone is not None and zone[0] in "+-" else "+00:00"
    year, month, day, hour, minute, second = numbers
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}:{second}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def mail_instant(text: object) -> datetime | None:
    """The Date header of a mail or MHTML file.

    >>> mail_instant("Fri, 1 Mar 2019 10:00:00 -0500").isoformat()
    '2019-03-01T15:00:00+00:00'
    """
    try:
        found = parsedate_to_datetime(str(text)) if text is not None else None
        if found is None:
            return None
        # "-0000" is UTC of an unknown zone; without any zone nothing is known.
        if found.tzinfo is None:
            return found.replace(tzinfo=UTC) if str(text).rstrip().endswith("-0000") else None
        return found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
