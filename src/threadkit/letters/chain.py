"""Scores of paragraphs and boundaries → exchanges, and how likely each boundary is.

In come two numbers a paragraph (``voice.scores``); out goes the likeliest division. The strategy: a chain of two states
(letter, answer) over the paragraphs adds the scores up, so that several unmarked exchanges on one page come out of the
same arithmetic as one; the probability of a boundary is its share among all the ways to divide the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log1p
from typing import Final

from threadkit.letters.weights import NEW_EXCHANGE

__all__ = ["NEVER", "boundaries"]
NEVER: Final = float("-inf")
"""The price of a second exchange where there is only one."""


def _add(a: float, b: float) -> float:
    high, low = (a, b) if a > b else (b, a)
    return high if low == NEVER else high + log1p(exp(low - high))


def boundaries(
    says: Sequence[float], turn: Sequence[float], *, again: float = NEW_EXCHANGE
) -> list[tuple[int, int, float]]:
    """The likeliest division into exchanges: (first paragraph, where its answer begins, probability of that).

    >>> boundaries([-3.0, -2.0, 4.0], [0.0, -1.0, 2.0])[0][:2]
    (0, 2)
    """
    n = len(says)
    letter, answer = [0.0], [NEVER]  # forward sums
    best_letter, best_answer = [0.0], [NEVER]
    from_answer, from_letter = [False], [False]
    for i in range(1, n):
        letter.append(_add(letter[-1], answer[-1] + again))
        answer.append(_add(letter[i - 1] + turn[i], answer[-1]) + says[i])
        stay, fresh = best_letter[-1], best_answer[-1] + again
        step, on = best_letter[-1] + turn[i], best_answer[-1]
        best_letter.append(max(stay, fresh))
        best_answer.append(max(step, on) + says[i])
        from_answer.append(fresh > stay)
        from_letter.append(step >= on)
    tail = [0.0] * n  # backward sums of the state answer, and of the state letter
    head = [NEVER] * n
    for i in range(n - 2, -1, -1):
        tail[i] = _add(tail[i + 1] + says[i + 1], again + head[i + 1])
        head[i] = _add(head[i + 1], turn[i + 1] + says[i + 1] + tail[i + 1])
    found: list[tuple[int, int, float]] = []
    in_answer = True
    starts_answer = 0
    for i in range(n - 1, 0, -1):
        if in_answer and from_letter[i]:
            in_answer, starts_answer = False, i
        elif not in_answer and from_answer[i]:
            found.append((i, starts_answer, 0.0))
            in_answer = True
    found.append((0, starts_answer, 0.0))
    total = answer[-1]
    return [
        (begin, at, min(1.0, exp(letter[at - 1] + turn[at] + says[at] + tail[at] - total)))
        for begin, at, _ in reversed(found)
    ]
