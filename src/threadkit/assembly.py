"""Ids that the source does not give, such as the path of ordinals "5.1": each is given once, "5.1~2" where it is taken.

`Ids` remembers how far it has counted for every id, so that giving n ids costs time in proportion to n, also where a
page numbers all its comments "1.".
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Ids"]


class Ids:
    """The ids that are taken.

    >>> ids = Ids(["5"])
    >>> ids.take("5"), ids.take("5"), ids.take("5.1")
    ('5~2', '5~3', '5.1')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """The id itself where it is free, else with the first number from 2 that makes it so; taken from now on."""
        found, count = wanted, self._counts.get(wanted, 1)
        while found in self._taken:
            count += 1
            found = f"{wanted}~{count}"
        self._counts[wanted] = count
        self._taken.add(found)
        return found
