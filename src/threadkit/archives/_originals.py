"""Where records lie whose bodies later records repeat: a crawler writes a "revisit" instead of the same page again.

Kept is a digest and a place, never a body: what a revisit means is read once more from the file. The number is bounded,
oldest out first, so that a crawl of any length fits in the same memory.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import BinaryIO, Final

from attrs import define, field, frozen

__all__ = ["Original", "Originals"]

_MOST: Final = 100_000
"""Places kept: about 15 MB."""


@frozen
class Original:
    """The place of a record."""

    open: Callable[[], BinaryIO]
    """Opens the file that holds it."""
    offset: int
    """Where in that file the record begins, in bytes."""


@define
class Originals:
    """Places by whatever names a record: its payload's digest, its address and time."""

    _places: dict[bytes, tuple[int, int]] = field(factory=dict)
    _files: list[Callable[[], BinaryIO]] = field(factory=list)

    def remember(self, keys: list[str], place: Original) -> None:
        """Keep a record's place under each of its keys; of two records under one key the first."""
        if not self._files or self._files[-1] is not place.open:
            self._files.append(place.open)
        for key in keys:
            if len(self._places) >= _MOST:
                del self._places[next(iter(self._places))]
            self._places.setdefault(_short(key), (len(self._files) - 1, place.offset))

    def find(self, key: str) -> Original | None:
        """The place of the record, or None if none was seen or it is long gone."""
        place = self._places.get(_short(key))
        return None if place is None else Original(self._files[place[0]], place[1])


def _short(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "replace"), digest_size=12).digest()
