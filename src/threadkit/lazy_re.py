"""Patterns that are compiled when they are first used.

A module says at its top which patterns it reads with; there are some three hundred of them, and a page needs few. So
`pattern` takes what `re.compile` takes and gives what acts as the compiled pattern, but compiles at the first use: what
a run never asks for costs it nothing.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Final, cast

__all__ = ["pattern"]

_ASKED: Final = ("search", "match", "fullmatch", "sub", "split", "findall", "finditer")


class _LazyPattern:
    """Stands for a compiled pattern; from the first use on, its methods are those of that pattern itself."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern = text
        self.asked_flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.asked_flags)
        self.__dict__.update((method, getattr(compiled, method)) for method in _ASKED)
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return pattern, (self.pattern, self.asked_flags)

    def __repr__(self) -> str:
        return f"lazy_re.pattern({self.pattern!r})"


def pattern(text: AnyStr, flags: int | re.RegexFlag = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, compiled at its first use.

    >>> pattern(r"[a-z]+", re.IGNORECASE).findall("Ann and Bob")
    ['Ann', 'and', 'Bob']
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(text, flags))
