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
"""Places kept: about 12 MB."""
_OFFSET_BITS: Final = 48


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

    _places: dict[int, int] = field(factory=dict)
    """A key's digest → the file's number and the place in it, as one number: a crawl has many of them."""
    _older: dict[int, int] = field(factory=dict)
    """The half that goes next."""
    _files: list[Callable[[], BinaryIO]] = field(factory=list)

    def remember(self, keys: list[str], place: Original) -> None:
        """Keep a record's place under each of its keys; of two records under one key the first."""
        if not self._files or self._files[-1] is not place.open:
            self._files.append(place.open)
        packed = len(self._files) - 1 << _OFFSET_BITS | place.offset
        for key in keys:
            if len(self._places) >= _MOST // 2:
                self._older, self._places = self._places, {}
            short = _short(key)
            self._places.setdefault(short, self._older.get(short, packed))

    def find(self, key: str) -> Original | None:
        """The place of the record, or None if none was seen or it is long gone."""
        short = _short(key)
        packed = self._places.get(short, self._older.get(short))
        if packed is None:
            return None
        return Original(self._files[packed >> _OFFSET_BITS], packed & ((1 << _OFFSET_BITS) - 1))


def _short(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big")
