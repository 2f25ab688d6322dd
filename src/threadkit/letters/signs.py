"""Whether there is an exchange at all: what a letter and an answer show that an essay does not.

In come the voices of paragraphs, divided where an answer would begin; out goes how likely a letter and its answer are
there. Each feature is one that unmarked exchanges and prose without a letter differ in: bloggers say "I" and "you" too,
but they ask nobody in particular, tell of themselves to the end, and set headings between.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log1p
from typing import Final

from threadkit.letters.voice import Voice, dot, lean
from threadkit.letters.weights import SIGN_WEIGHTS

__all__ = ["SIGNS", "possible", "presence", "signs"]

SIGNS: Final = (
    "always",
    "letter speaks as I",
    "answer speaks to you",
    "answer speaks as I",
    "answer tells of itself",
    "ends in a question",
    "ends in a request",
    "asks as I",
    "request in answer",
    "taken up",
    "still mine in answer",
    "speaks of letters",
    "much as I",
    "brief",
    "letter speaks of the page",
    "answer speaks of the page",
    "answer is for everybody",
    "answer ends in a question",
    "asks of what was",
    "answer reacts",
    "answer orders",
    "answer advises",
    "boundary is sure",
    "words of letter",
    "words of answer",
    "paragraphs",
    "lines that are no prose",
)


def signs(voices: Sequence[Voice], division: tuple[int, int, int], likely: float, broken: float) -> tuple[float, ...]:
    """The features of an exchange's being there at all, in the order of `SIGNS`.

    `division` is where the letter begins, where the answer does, and where that ends; `likely` is the boundary's own
    probability, and `broken` the share of the blocks that are no prose (headings, names, furniture).
    """
    begin, answer, end = division
    asked, replied = voices[begin:answer], voices[answer:end]
    first, second = sum(v.first for v in asked), sum(v.second for v in asked)
    own, told = sum(v.first for v in replied), sum(v.second for v in replied)
    words, answered = sum(v.count for v in asked), sum(v.count for v in replied)
    mine = frozenset[str]().union(*(v.mine for v in asked))
    yours = frozenset[str]().union(*(v.yours for v in replied))
    theirs = frozenset[str]().union(*(v.mine for v in replied))
    last, opening = asked[-1], replied[0]
    return (
        1.0,
        (first - second) / (first + second + 2),
        (told - own) / (told + own + 2),
        log1p(own),
        log1p(sum(min(v.first, v.telling) for v in replied)),
        float(last.ends_in_question),
        float(last.ends_in_plea or (last.ends_in_question and last.asked > 0)),
        log1p(sum(v.asked + v.pleas for v in asked)),
        log1p(sum(v.asked + v.pleas for v in replied)),
        log1p(len(mine & yours)),
        log1p(len(theirs)),
        float(any(voice.column for voice in voices[begin:end])),
        min(1.0, 10 * first / (words + 1)),
        float(words < 20 or answered < 8),
        float(any(voice.of_page for voice in asked)),
        float(any(voice.of_page for voice in replied)),
        float(opening.general),
        float(replied[-1].ends_in_question),
        float(any(voice.asked_once for voice in asked)),
        float(opening.reacts) + lean(opening),
        10 * sum(v.orders for v in replied) / (answered + 20),
        10 * sum(v.advising for v in replied) / (answered + 20),
        likely,
        log1p(words),
        log1p(answered),
        log1p(end - begin),
        min(1.0, broken),
    )


def possible(voices: Sequence[Voice], division: tuple[int, int, int], *, asked: bool = False) -> bool:
    """Whether there can be a letter at all: whoever writes one says "I", more than "you"."""
    begin, answer, end = division
    letter = voices[begin:answer]
    first = sum(voice.first for voice in letter)
    asks = asked or any(voice.questions > voice.asked_once or voice.pleas for voice in letter)
    to_all = voices[answer].general and (not asks or any(voice.of_page for voice in voices[answer:end]))
    enough = asks or sum(voice.count for voice in letter) >= _LONG
    return (
        enough
        and any(voice.alone for voice in letter)
        and first >= 2
        and first > sum(voice.second for voice in letter)
        and not to_all
    )


_LONG: Final = 40
"""How many words a letter has that asks for nothing."""
_SIGN_WEIGHTS: Final = tuple(SIGN_WEIGHTS[name] for name in SIGNS)


def presence(
    voices: Sequence[Voice],
    division: tuple[int, int, int],
    *,
    likely: float = 1.0,
    broken: float = 0.0,
    asked: bool = False,
) -> float:
    """How likely a letter and its answer are there at all, divided where the answer would begin.

    `asked` says that the heading above asks already.
    """
    if not possible(voices, division, asked=asked):
        return 0.0
    return 1.0 / (1.0 + exp(-dot(_SIGN_WEIGHTS, signs(voices, division, likely, broken))))
