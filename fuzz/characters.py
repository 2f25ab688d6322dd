"""Characters at which parsers, JSON, line readers and terminals stumble."""

from __future__ import annotations

from random import Random
from typing import Final

__all__ = ["strange"]

_STRANGE: Final = [
    "\0", "\x01", "\x08", "\x0b", "\x0c", "\x1b[2J", "\x7f", "\x85", "\x9b", "\xa0", "\xad", "\u200b", "\u200e",
    "\u2028", "\u2029", "\u202e", "\ufeff", "\ufffd", "\ufffe", "\uffff", "\U0001f600", "\U0010ffff", "\r", "\r\n",
    "\n", "\t", '"', "'", "\\", "`", "=", "/", "é", "e\u0301", "ß", "İ", "שלום", "日本",
]  # fmt: skip
_HALF: Final = "\ud83d"
"""The first half of a surrogate pair, alone. Never the second: both together would be one character in JSON."""


def strange(chance: Random) -> str:
    """One to three of them."""
    some = [*chance.choices(_STRANGE, k=chance.randint(1, 3))]
    if chance.random() < 0.15:
        some.append(_HALF)
    return "".join(some)
