"""Who speaks: the small model that finds the boundary between letter and answer where nothing marks it.

In come the paragraphs of an exchange as plain text; out goes, for every place between two of them, how likely the
answer begins there. The strategy: a letter says "I" and "my boss", tells what happened, and ends in a question or a
plea; an answer says "you" and "your boss", tells the reader what to do, and opens by taking up what was asked. Each of
these habits is one named feature, counted outside quotation marks (a suggested script says "I" in an answer's middle):

- of a paragraph (`TRAITS`): how much it speaks for the answer against the letter; a boundary adds up all that follow it;
- of a boundary (`TURNS`): how the paragraph before it ends and how the one after it opens.

The weights are in ``_letter_weights.py``, one readable number a feature, learned by ``tools/learn_letters.py``. A chain
of two states (letter, answer) over the paragraphs adds them up, so that several unmarked exchanges on one page come
out of the same arithmetic; the probability of a boundary is its share among all the ways to divide the page.
The words are English. Of other languages `is_english` says so, and nothing is inferred from them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import exp, log, log1p
from typing import Final

from attrs import define

from threadkit._letter_weights import NEW_EXCHANGE, TRAIT_WEIGHTS, TURN_WEIGHTS

__all__ = ["TRAITS", "TURNS", "Voice", "boundaries", "hear", "is_english", "presence", "scores", "traits", "turns"]

_FIRST: Final = frozenset(
    "i i'm i've i'd i'll me my mine myself we we're we've we'd we'll us our ours ourselves".split()
)
_SECOND: Final = frozenset("you you're you've you'd you'll your yours yourself yourselves".split())
_TOLD: Final = frozenset(
    "said told asked was were had did didn't got went came started says tells keeps found felt made gave took"
    " left knew saw wasn't hadn't recently ago".split()
)
_IMPERATIVES: Final = frozenset(
    "accept acknowledge address allow apologize appeal arrange ask assume avoid be become begin believe bring call check"
    " choose clarify come communicate concentrate consider contact continue decide decline discuss do don't draw email"
    " encourage enjoy enlist expect explain express face feel find focus follow forget forgive frame get give go have hold"
    " ignore inform insist invite join just keep leave let listen live look maintain make mention move never offer plan"
    " please practice prepare pretend put quit read realize recognize refer refuse reject remember remind resist respect"
    " respond save say see seek send set share show simply sit skip smile speak spend start stay step stick stop"
    " suggest support take talk tell thank think treat trust try turn understand urge use wait warn watch wish work write"
    " yes no".split()
)
_COMMON: Final = frozenset("the a an and to of in is that it for with on was he she they this at but have be not".split())

_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")
_QUOTED: Final = re.compile(r"“[^”]{0,2000}”|\"[^\"]{0,2000}\"")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:;]['”\")]?\s+|\n)([A-Za-z]+(?:'[a-z]+)?)")
_PLEA: Final = re.compile(
    r"what (?:should|can|do|would|could|else can|shall) (?:i|we|you)\b|how (?:do|can|should|could|would|shall) (?:i|we)\b"
    r"|(?:should|am|was|can|could|do|did|would|may|must) (?:i|we)\b[^.?!]{0,150}\?|any (?:advice|ideas|suggestions|thoughts|help|tips|insight|words)\b"
    r"|please (?:help|advise|give me|tell me|settle|print)|help me|your (?:advice|opinion|thoughts|take|input|guidance|help)\b"
    r"|do you (?:think|have|know|agree)|what(?:'s| is) your|i(?:'d| would) (?:love|like|appreciate)[^.?!]{0,60}(?:advice|opinion|thoughts|input|help|hear)"
    r"|(?:thanks|thank you)[^.?!]{0,40}[.!]?$|i (?:need|want) (?:your|some|advice|help)|is (?:it|this|that|there)\b[^.?!]{0,120}\?"
    r"|(?:at a loss|at my wits|don't know what (?:to|else)|not sure what|unsure (?:what|how))|can you|could you|would you"
)
_ADVICE: Final = re.compile(
    r"you (?:should|need|must|can|could|may|might|have to|ought|are|were|have|will|don't|deserve|know)\b|you're|you'll"
    r"|i (?:think|suggest|recommend|urge|agree|hope|doubt|suspect|don't think|believe|wouldn't|would|can't|'d)\b[^.?!]{0,40}\byour?\b"
    r"|my (?:advice|answer|suggestion|guess)|if (?:you|your|he|she|they|it)\b|it(?:'s| is| would be| might be) (?:time|important|possible|better|best|wise|up to)"
    r"|your (?:best|only|first|next)"
)
_OPENING: Final = re.compile(
    r"(?:yes|no|yep|nope|sure|not at all|absolutely|of course|well|oh|ah|ugh|wow|yikes|hmm|ouch|congratulations|bravo|please|thank you for|thanks for"
    r"|i(?:'m| am) (?:so |very |truly |really |terribly |deeply )*(?:sorry|glad|happy|pleased|afraid|not sure)|my (?:sympath|condolence|heart)|your\b|you\b|you're"
    r"|because you|since you|if (?:you|your|the|this|he|she)|when you|while (?:i|you|your|it)|although (?:you|i|your)|as (?:you|i|long)|in (?:light|order|my|your)|readers\b|it (?:depends|would|is|sounds|seems|appears)|it's"
    r"|that(?:'s| is| was)|this is|there(?:'s| is| are)|i (?:think|suggest|recommend|agree|wish|hope|doubt|suspect|understand|can|don't|have|would|wouldn't|see|applaud|admire|urge)\b|i'd|(?:he|she|they) (?:may|might|should|can|could|will))\b"
)


@define
class Voice:
    """What one paragraph's wording shows, quotations set aside."""

    count: int
    """How many words."""
    common: int
    """How many of them are the commonest English ones."""
    first: int
    second: int
    told: int
    commands: int
    pleas: int
    advice: int
    questions: int
    mine: frozenset[str]
    """What the writer calls their own: "boss" of "my boss"."""
    yours: frozenset[str]
    opens: str
    """The first sentence, in lower case."""
    closes: str
    """The last sentence, in lower case."""
    length: int


def hear(text: str) -> Voice:
    """The voice of one paragraph."""
    low = text.lower().replace("’", "'")
    told = _QUOTED.sub(" ", low)
    words = _WORD.findall(told)
    commands = sum(word in _IMPERATIVES for word in _SENTENCE_START.findall(told))
    sentences = [s for s in re.split(r"(?<=[.!?])['”\")]*\s+", told.strip()) if s]
    return Voice(
        count=len(words),
        common=sum(word in _COMMON for word in words),
        first=sum(word in _FIRST for word in words),
        second=sum(word in _SECOND for word in words),
        told=sum(word in _TOLD for word in words),
        commands=commands,
        pleas=len(_PLEA.findall(told)),
        advice=len(_ADVICE.findall(told)),
        questions=told.count("?"),
        mine=frozenset(b for a, b in pairwise(words) if a in ("my", "our")),
        yours=frozenset(b for a, b in pairwise(words) if a == "your"),
        opens=sentences[0] if sentences else "",
        closes=sentences[-1] if sentences else "",
        length=len(text),
    )


def is_english(voices: Sequence[Voice]) -> bool:
    """Whether the wording can be read at all: a fifth of an English text are its two dozen commonest words."""
    return sum(voice.common for voice in voices) > 0.1 * sum(voice.count for voice in voices)


TRAITS: Final = (
    "paragraph", "first person", "second person", "more you than I", "taken up", "told", "commands", "pleas",
    "advice", "asks as I",
)
TURNS: Final = (
    "after question", "after plea", "after thanks", "after you", "opens as answer", "opens with you", "opens with I",
    "opens with your", "opens with command", "after colon", "before last", "after first",
)


def traits(voice: Voice, mine: frozenset[str] | set[str]) -> tuple[float, ...]:
    """The features of a paragraph, in the order of `TRAITS`; `mine` is what earlier paragraphs called their own."""
    return (
        1.0,
        log1p(voice.first),
        log1p(voice.second),
        (voice.second - voice.first) / (voice.second + voice.first + 2),
        log1p(len(voice.yours & mine)),
        log1p(voice.told),
        log1p(voice.commands),
        log1p(voice.pleas),
        log1p(voice.advice),
        log1p(voice.questions) * (voice.first > voice.second),
    )


def turns(before: Voice, after: Voice, last: bool, first: bool) -> tuple[float, ...]:
    """The features of a boundary between two paragraphs, in the order of `TURNS`."""
    opening = _WORD.findall(after.opens)
    closing = _WORD.findall(before.closes)
    return (
        float(before.closes.endswith("?")),
        float(bool(_PLEA.search(before.closes))),
        float("thank" in before.closes),
        float("you" in closing or "your" in closing),
        float(bool(_OPENING.match(after.opens))),
        float(any(word in _SECOND for word in opening)),
        float(any(word in _FIRST for word in opening)),
        float("your" in opening[:6]),
        float(bool(opening) and opening[0] in _IMPERATIVES),
        float(before.closes.endswith(":")),
        float(last),
        float(first),
    )


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(w * v for w, v in zip(weights, values, strict=True))


def scores(voices: Sequence[Voice]) -> tuple[list[float], list[float]]:
    """For each paragraph how much it speaks for "answer", and for the boundary before it (the first has none)."""
    trait_weights = [TRAIT_WEIGHTS[name] for name in TRAITS]
    turn_weights = [TURN_WEIGHTS[name] for name in TURNS]
    mine: set[str] = set()
    says, turn = [], [0.0]
    for voice in voices:
        says.append(_dot(trait_weights, traits(voice, mine)))
        mine |= voice.mine
    for at, (before, after) in enumerate(pairwise(voices), 1):
        turn.append(_dot(turn_weights, turns(before, after, at == len(voices) - 1, at == 1)))
    return says, turn


def _add(a: float, b: float) -> float:
    high, low = (a, b) if a > b else (b, a)
    return high if low == float("-inf") else high + log1p(exp(low - high))


def boundaries(says: Sequence[float], turn: Sequence[float], *, again: float = NEW_EXCHANGE) -> list[tuple[int, int, float]]:
    """The likeliest division into exchanges: (first paragraph, where its answer begins, probability of that).

    >>> boundaries([-3.0, -2.0, 4.0], [0.0, -1.0, 2.0])[0][:2]
    (0, 2)
    """
    n = len(says)
    never = float("-inf")
    letter, answer = [0.0], [never]  # forward sums
    best_letter, best_answer = [0.0], [never]
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
    head = [never] * n
    for i in range(n - 2, -1, -1):
        tail[i] = _add(tail[i + 1] + says[i + 1], again + head[i + 1])
        head[i] = _add(head[i + 1], turn[i + 1] + says[i + 1] + tail[i + 1])
    found: list[tuple[int, int, float]] = []
    in_answer, end = True, n
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


def presence(voices: Sequence[Voice], exchange: tuple[int, int, float]) -> float:
    """How likely an exchange is there at all, given where its answer would begin."""
    begin, at, _ = exchange
    letter, answer = voices[begin:at], voices[at:]
    mine, yours = sum(v.first for v in letter), sum(v.second for v in letter)
    said, told = sum(v.first for v in answer), sum(v.second for v in answer)
    asks = sum(v.questions for v in letter[-2:]) + sum(v.pleas for v in letter[-2:])
    score = -3.0 + 2.0 * min(asks, 2) + 3.0 * (mine - yours) / (mine + yours + 2) + 3.0 * (told - said) / (told + said + 2)
    return 1.0 / (1.0 + exp(-score))
