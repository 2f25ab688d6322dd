"""What became of the records of a conversion: counted, and why some gave no thread, the commonest reasons first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, Literal

from attrs import frozen

__all__ = ["Reason", "Summary", "reasons_of"]

_MOST: Final = 3
"""Reasons that are told."""
_HELD: Final = 1000
"""Different reasons that are counted: a message may name what is in no other record."""


@frozen(kw_only=True)
class Reason:
    """Why records gave no thread.

    >>> print(Reason(outcome="failed", reason="damaged: it ends early", count=2, first="crawl/a.gz"))
    2 failed: damaged: it ends early (the first: crawl/a.gz)
    """

    outcome: Literal["skipped", "failed"]
    """What became of them."""
    reason: str
    """Why, as one phrase."""
    count: int
    """How many there are."""
    first: str
    """Where the first of them lies."""

    def __str__(self) -> str:
        return f"{self.count} {self.outcome}: {self.reason} (the first: {self.first})"


@frozen(kw_only=True)
class Summary:
    """What became of the records of the inputs: `threads` + `skipped` + `failed` of them.

    >>> print(Summary(threads=12, skipped=1, failed=0, written=12))
    12 threads, 1 skipped, 0 failed
    """

    threads: int
    """Records that hold a thread."""
    skipped: int
    """Records that hold none: a front page, a picture."""
    failed: int
    """Records that could not be read."""
    written: int
    """Threads in the output: fewer than `threads` only where they were merged."""
    reasons: tuple[Reason, ...] = ()
    """Why records failed, the three commonest reasons; where there is no thread at all, why others were skipped too."""

    def __str__(self) -> str:
        threads = f"{self.threads} thread{'' if self.threads == 1 else 's'}"
        merged = f", merged into {self.written}" if self.written != self.threads else ""
        return f"{threads}{merged}, {self.skipped} skipped, {self.failed} failed"


def reasons_of(notes: Iterable[bytes]) -> tuple[Reason, ...]:
    """The commonest reasons among what `threadkit.archives.records.why_none` says of records, as lines of JSON.

    >>> why = b'{"outcome": "failed", "reason": "damaged", "path": "a.gz", "url": null}'
    >>> [str(reason) for reason in reasons_of([why, why])]
    ['2 failed: damaged (the first: a.gz)']
    """
    counts = Counter[tuple[Literal["skipped", "failed"], str]]()
    firsts: dict[tuple[str, str], str] = {}
    for note in notes:
        why: dict[str, Any] = json.loads(note)
        key = (why["outcome"], why["reason"] or "no reason is known")
        if key in firsts or len(firsts) < _HELD:
            counts[key] += 1
            firsts.setdefault(key, " ".join(place for place in (why["path"], why["url"]) if place) or "standard input")
    # Failures come before what is skipped; of each, the commonest.
    ordered = sorted(counts.items(), key=lambda item: (item[0][0] != "failed", -item[1]))
    return tuple(
        Reason(outcome=outcome, reason=reason, count=count, first=firsts[outcome, reason])
        for (outcome, reason), count in ordered[:_MOST]
    )
