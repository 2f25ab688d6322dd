"""A case → a smaller one that still shows the same: drop pieces, the large ones first, as long as it does.

In come the pieces of a case (tags, lines, characters) and a question that is asked of each smaller one; out come the
pieces that are left. It stops when no piece can go any more, or when the processor time is over.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["minimise", "smaller"]

Piece = TypeVar("Piece")


def smaller(pieces: Sequence[Piece], shows: Callable[[list[Piece]], bool], deadline: float) -> list[Piece]:
    """The pieces without which it would not show (by halves, quarters, … down to single ones).

    >>> smaller([1, 7, 2, 9, 3], lambda left: 7 in left and 9 in left, float("inf"))
    [7, 9]
    """
    left = list(pieces)
    size = max(1, len(left) // 2)
    while left:
        dropped = False
        start = 0
        while start < len(left):
            if time.process_time() > deadline:
                return left
            rest = left[:start] + left[start + size :]
            if shows(rest):
                left, dropped = rest, True
            else:
                start += size
        if size == 1 and not dropped:
            break
        size = max(1, size // 2)
    return left


def minimise(
    source: str | bytes, split: Callable[[str], list[str]], shows: Callable[[str | bytes], bool], seconds: float = 30.0
) -> str | bytes:
    """The smallest case found: first by the target's own pieces, then by characters."""
    deadline = time.process_time() + seconds
    is_bytes = isinstance(source, bytes)
    text = source.decode("latin-1") if isinstance(source, bytes) else source

    def joined(pieces: list[str]) -> str | bytes:
        left = "".join(pieces)
        return left.encode("latin-1") if is_bytes else left

    for cut in (split, list):
        pieces = cut(text)
        if "".join(pieces) == text:
            text = "".join(smaller(pieces, lambda left: shows(joined(left)), deadline))
    return joined([text])
