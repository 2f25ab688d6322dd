"""Where only the wording tells: paragraphs of a page → exchanges, with how likely each is.

In come the spoken paragraphs of a stretch of the page; out come the exchanges that their voices show (``voice.py``,
``chain.py``), whether there is an exchange at all (``signs.py``), and how sure a part is that rests on it: a number
calibrated on columns that were left out of learning.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import exp, log

from attrs import frozen

from threadkit.letters.chain import NEVER, boundaries
from threadkit.letters.signs import presence
from threadkit.letters.voice import scores
from threadkit.letters.weights import AFTER_SIGNATURE, SURE_INTRODUCED, SURE_UNMARKED
from threadkit.letters.whole_page import Page

__all__ = ["Exchange", "chance", "divide", "sure_of"]


@frozen
class Exchange:
    """An exchange that the wording shows; places count among the spoken paragraphs."""

    begin: int
    """Where the letter begins."""
    answer: int
    """Where the answer begins."""
    likely: float
    """How likely the answer begins there, if there is an exchange."""
    there: float
    """How likely there is an exchange."""


def divide(page: Page, spoken: Sequence[int], *, single: bool = False, asked: bool = False) -> list[Exchange]:
    """The exchanges that the wording of two and more paragraphs shows; a second one only where it is one by itself."""
    says, turn = scores([page.voice(at) for at in spoken])
    for i, (before, at) in enumerate(pairwise(spoken), 1):
        if any(page.cues[j].signed is not None for j in range(before, at)) and not page.cues[at].postscript:
            turn[i] += AFTER_SIGNATURE
    if not single:
        found = _judged(page, spoken, boundaries(says, turn), asked)
        if len(found) == 1 or min(one.there for one in found) >= 0.5:
            return found
    return _judged(page, spoken, boundaries(says, turn, again=NEVER), asked)


def _judged(page: Page, spoken: Sequence[int], found: Sequence[tuple[int, int, float]], asked: bool) -> list[Exchange]:
    voices = [page.voice(at) for at in spoken]
    ends = [*(begin for begin, _, _ in found[1:]), len(voices)]
    broken = 1 - len(spoken) / (spoken[-1] - spoken[0] + 1)
    return [
        Exchange(
            begin, answer, likely, presence(voices, (begin, answer, end), likely=likely, broken=broken, asked=asked)
        )
        for (begin, answer, likely), end in zip(found, ends, strict=True)
    ]


def chance(page: Page, spoken: Sequence[int], *, asked: bool = False) -> float:
    """How likely these paragraphs are one exchange."""
    return divide(page, spoken, single=True, asked=asked)[0].there if len(spoken) > 1 else 0.0


def _odds(share: float) -> float:
    share = min(max(share, 0.001), 0.999)
    return log(share / (1 - share))


def sure_of(exchange: Exchange, *, introduced: bool) -> float:
    """How likely both are right, where the letter stands and where its answer begins; never quite certain."""
    if introduced:
        always, each = SURE_INTRODUCED
        weakest = exchange.likely
    else:
        always, each = SURE_UNMARKED
        weakest = min(exchange.likely, exchange.there)
    return round(min(0.99, 1 / (1 + exp(-always - each * _odds(weakest)))), 3)
