"""Who speaks: the small model that finds the boundary between letter and answer where nothing marks it.

In come the paragraphs of an exchange as plain text; out goes, for every place between two of them, how likely the
answer begins there. The strategy: a letter says "I" and "my boss", tells what happened, and ends in a question or a
plea; an answer says "you" and "your boss", tells the reader what to do, and opens by taking up what was asked. Each of
these habits is one named feature, counted outside quotation marks (a suggested script says "I" in an answer's middle):

- of a paragraph (`TRAITS`): how much it speaks for the answer against the letter; all that follow a boundary add up;
- of a boundary (`TURNS`): how the paragraph before it ends and how the one after it opens.

The weights are in ``weights.py``, one readable number a feature, learned by ``tools/learn_letters.py``. A
chain of two states (letter, answer) over the paragraphs adds them up, so that several unmarked exchanges on one page
come out of the same arithmetic; the probability of a boundary is its share among all the ways to divide the page.
Whether there is an exchange at all is a second question, with features of its own (`SIGNS`).
The words are English. Of other languages `is_english` says so, and nothing is inferred from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import exp, log1p
from operator import mul
from typing import Final

from attrs import define

from threadkit import lazy_re
from threadkit.letters.weights import NEW_EXCHANGE, SIGN_WEIGHTS, TRAIT_WEIGHTS, TURN_WEIGHTS

__all__ = [
    "NEVER",
    "SIGNS",
    "TRAITS",
    "TURNS",
    "Voice",
    "boundaries",
    "hear",
    "is_english",
    "presence",
    "scores",
    "signs",
    "traits",
    "turns",
]

_STOPS: Final = ("", ".", ",", "?", "!", ";", ":", ")", "...", "…")
_KIND: Final = {
    word + stop: kind
    for kind, words in (
        ("first", "i i'm i've i'd i'll me my mine myself we we're we've we'd we'll us our ours ourselves"),
        ("second", "you you're you've you'd you'll your yours yourself yourselves"),
        (
            "common",
            "the a an and to of in is that it for with on was he she they this at but have be not her his him who has",
        ),
        (
            "common",
            "had do did does can would could should so as are were if or there their them from by will about when",
        ),
        ("asking", "please help advice ideas suggestions thoughts tips insight opinion take input guidance loss wits"),
        ("asking", "what how hear appreciate think thank thanks"),
        ("column", "letter question column readers reader writing letter-writer writer wrote"),
    )
    for word in words.split()
    for stop in _STOPS
}
"""What a word (with the stop that may follow it) counts as. Each of `_PLEAS` holds an "asking" word, each of
`_COLUMN` a "column" word, so that phrases are looked for only where they can be."""

_PLEAS: Final = (
    "please help", "please advise", "please tell", "please give", "please print", "please share", "please settle",
    "help me", "any advice", "any ideas", "any suggestions", "any thoughts", "any help", "any tips", "any insight",
    "your advice", "your opinion", "your thoughts", "your take", "your input", "your guidance", "your help",
    "at a loss", "my wits", "don't know what", "don't know how", "not sure what", "not sure how", "unsure what",
    "unsure how", "need advice", "need some advice", "love to hear", "appreciate your", "appreciate any",
    "what do you think", "do you think", "can you help", "thank you", "thanks",
)  # fmt: skip

_COLUMN: Final = (
    "your letter", "your question", "your column", "your readers", "my readers", "other readers", "for writing",
    "dear reader", "letter-writer", "letter writer", "this column", "you wrote",
)  # fmt: skip
_QUOTED: Final = lazy_re.pattern(r"“[^“”]{0,2000}”|\"[^\"]{0,2000}\"")
_SENTENCE_END: Final = lazy_re.pattern(r"[.?!]['”\")]*\s")


@define
class Voice:
    """What one paragraph's wording shows, quotations set aside."""

    count: int
    """How many words."""
    common: int
    """How many of them are among English's commonest."""
    first: int
    """How many are "I", "my", "we" …"""
    second: int
    """How many are "you", "your" …"""
    questions: int
    asked: int
    """How many questions speak of "I" or "we"."""
    pleas: int
    """How many different phrases ask for help or thank for it."""
    mine: frozenset[str]
    """What the writer calls their own: "boss" of "my boss"."""
    yours: frozenset[str]
    """What the reader is said to own: "boss" of "your boss"."""
    column: bool
    """Whether it speaks of letters, questions or readers as a column does."""
    opens: str
    """The first sentence, in lower case."""
    closes: str
    """The last sentence, in lower case."""
    ends_in_plea: bool
    """Whether the last sentence asks for help or thanks for it."""


def hear(text: str) -> Voice:
    """The voice of one paragraph.

    >>> voice = hear("My boss sings. What should I do?")
    >>> voice.first, voice.second, voice.asked, sorted(voice.mine)
    (2, 0, 1, ['boss'])
    """
    said = text.lower().replace("’", "'").replace("\n", " ").strip()
    if "“" in said or '"' in said:
        said = _QUOTED.sub(" ", said)
    words = said.split()
    kinds = [*map(_KIND.get, words)]
    closes = said[max(said.rfind(". "), said.rfind("? "), said.rfind("! ")) + 1 :].strip()
    pleas = [phrase for phrase in _PLEAS if phrase in said] if "asking" in kinds else []
    asked = _questions(said) if "?" in said else []
    opening = _SENTENCE_END.search(said)
    return Voice(
        count=len(words),
        common=kinds.count("common"),
        first=kinds.count("first"),
        second=kinds.count("second"),
        questions=len(asked),
        asked=sum("first" in map(_KIND.get, question.split()) for question in asked),
        pleas=len(pleas),
        mine=_owned(words, "my") | _owned(words, "our"),
        yours=_owned(words, "your"),
        column="column" in kinds and any(phrase in said for phrase in _COLUMN),
        opens=said[: opening.end()] if opening else said,
        closes=closes,
        ends_in_plea=any(phrase in closes for phrase in pleas),
    )


def _questions(text: str) -> list[str]:
    """The sentences that end in a question mark."""
    return [part[max(part.rfind("."), part.rfind("!")) + 1 :] for part in text.split("?")[:-1]]


def _owned(words: list[str], owner: str) -> frozenset[str]:
    found, at = [], -1
    for _ in range(words.count(owner)):
        at = words.index(owner, at + 1)
        if at + 1 < len(words):
            found.append(words[at + 1].rstrip(".,?!;:)").removesuffix("'s"))
    return frozenset(found)


def is_english(voices: Sequence[Voice]) -> bool:
    """Whether the wording can be read at all: two fifths of an English text are its few dozen commonest words."""
    known = sum(voice.common + voice.first + voice.second for voice in voices)
    return known > 0.25 * sum(voice.count for voice in voices)


TRAITS: Final = ("first person", "second person", "more you than I", "taken up", "still mine", "asks as I", "pleas")
TURNS: Final = ("after question", "after plea", "after you", "opens with you", "opens with your")


def traits(voice: Voice, mine: set[str]) -> tuple[float, ...]:
    """The features of a paragraph, in the order of `TRAITS`; `mine` is what earlier paragraphs called their own."""
    first, second = voice.first, voice.second
    return (
        log1p(first),
        log1p(second),
        (second - first) / (second + first + 2),
        log1p(len(voice.yours & mine)),
        log1p(len(voice.mine & mine)),
        log1p(voice.asked),
        log1p(voice.pleas),
    )


def turns(before: Voice, after: Voice) -> tuple[float, ...]:
    """The features of a boundary between two paragraphs, in the order of `TURNS`."""
    opening = after.opens.split()
    return (
        float(before.closes.endswith("?")),
        float(before.ends_in_plea),
        float("you" in before.closes),
        float("second" in map(_KIND.get, opening)),
        float("your" in opening[:6]),
    )


_TRAIT_WEIGHTS: Final = tuple(TRAIT_WEIGHTS[name] for name in TRAITS)
_TURN_WEIGHTS: Final = tuple(TURN_WEIGHTS[name] for name in TURNS)


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    total: float = sum(map(mul, weights, values))
    return total


def scores(voices: Sequence[Voice]) -> tuple[list[float], list[float]]:
    """For each paragraph how much it speaks for "answer", and for the boundary before it (the first has none)."""
    mine: set[str] = set()
    says, turn = [], [0.0]
    for voice in voices:
        says.append(_dot(_TRAIT_WEIGHTS, traits(voice, mine)))
        mine |= voice.mine
    for before, after in pairwise(voices):
        turn.append(_dot(_TURN_WEIGHTS, turns(before, after)))
    return says, turn


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


SIGNS: Final = (
    "always",
    "letter speaks as I",
    "answer speaks to you",
    "answer speaks as I",
    "ends in a question",
    "ends in a request",
    "request in answer",
    "taken up",
    "speaks of letters",
    "much as I",
    "brief",
)
_TO_READERS: Final = ("in the comments", "let me know", "leave a comment", "comment below", "subscribe")


def signs(voices: Sequence[Voice], begin: int, answer: int, end: int) -> tuple[float, ...]:
    """The features of an exchange's being there at all, in the order of `SIGNS`."""
    asked, replied = voices[begin:answer], voices[answer:end]
    first, second = sum(v.first for v in asked), sum(v.second for v in asked)
    own, told = sum(v.first for v in replied), sum(v.second for v in replied)
    words, answered = sum(v.count for v in asked), sum(v.count for v in replied)
    mine = frozenset().union(*(v.mine for v in asked))
    yours = frozenset().union(*(v.yours for v in replied))
    last = asked[-1]
    request = "first" in map(_KIND.get, last.closes.split()) if last.closes.endswith("?") else False
    return (
        1.0,
        (first - second) / (first + second + 2),
        (told - own) / (told + own + 2),
        log1p(own),
        float(last.closes.endswith("?")),
        float(request or last.ends_in_plea),
        log1p(sum(v.asked + v.pleas for v in replied)),
        log1p(len(mine & yours)),
        float(any(voice.column for voice in voices[begin:end])),
        min(1.0, 10 * first / (words + 1)),
        float(words < 20 or answered < 8),
    )


_SIGN_WEIGHTS: Final = tuple(SIGN_WEIGHTS[name] for name in SIGNS)


def presence(voices: Sequence[Voice], begin: int, answer: int, end: int) -> float:
    """How likely a letter and its answer are there at all, divided where the answer would begin."""
    if any(phrase in voice.closes for voice in voices[answer:end] for phrase in _TO_READERS):
        return 0.0  # a blogger's "let me know in the comments" is no answer, much as it says "you"
    return 1.0 / (1.0 + exp(-_dot(_SIGN_WEIGHTS, signs(voices, begin, answer, end))))
