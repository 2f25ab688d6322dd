"""Times as points on one line, so that those with an offset and those without can be compared and sorted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

__all__ = ["since_epoch"]

_EPOCH: Final = datetime(1970, 1, 1)


def since_epoch(time: datetime) -> timedelta:
    """A time as a length, exact and for any year; a naive time counts as UTC."""
    offset = time.utcoffset()
    bare = time.replace(tzinfo=None) - _EPOCH
    return bare if offset is None else bare - offset
