"""Who speaks: what a paragraph's wording shows, as features that a letter and an answer differ in.

In come the paragraphs of an exchange as plain text; out go, for every paragraph, what it says for the letter or for the
answer, and for every place between two of them, how likely the answer begins there. A letter says "I" and "my boss",
tells what happened, and ends in a question or a plea; an answer says "you" and "your boss", tells the reader what to
do,
and opens by taking up what was asked. Each of these habits is one named feature, counted outside quotation marks (a
suggested script says "I" in an answer's middle):

- of a paragraph (`TRAITS`): how much it speaks for the answer against the letter; all that follow a boundary add up;
- of a boundary (`TURNS`): how the paragraph before it ends, how the one after it opens, and what lies behind.

The weights are in ``weights.py``, one readable number a feature, learned by ``tools/learn_letters.py`` on several
columns; the words are in ``languages.py``. What the scores add up to is the business of ``chain.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, reduce
from math import log1p
from operator import mul, or_
from typing import Final

from attrs import define

from threadkit import lazy_re
from threadkit.letters.languages import (
    ADVISING,
    ALONE,
    ASKING,
    COLUMN,
    ENGLISH,
    FIRST,
    OFFERS,
    PAGE,
    SECOND,
    TELLING,
    THIRD,
    Language,
    kinds_of,
)
from threadkit.letters.weights import TRAIT_WEIGHTS, TURN_WEIGHTS

__all__ = ["TRAITS", "TURNS", "Voice", "dot", "hear", "lean", "scores", "traits", "turns"]

_QUOTED: Final = lazy_re.pattern(r"“[^“”]{0,2000}”|\"[^\"]{0,2000}\"")
_SENTENCE: Final = lazy_re.pattern(r"(?<=[.?!…])[\"”')\]]{0,3}\s+")
_STOPS: Final = ".,?!;:)(…\"'”“"


@define
class Voice:
    """What one paragraph's wording shows, quotations set aside."""

    count: int
    """How many words."""
    first: int
    """How many are "I", "my", "we" …"""
    alone: int
    """How many of these one writer says: "I", "my"."""
    second: int
    """How many are "you", "your" …"""
    third: int
    """How many are "he", "they" …"""
    advising: int
    """How many are "should", "perhaps" …"""
    telling: int
    """How many tell of what was: "was", "said", "asked" …"""
    offers: int
    """How often it offers advice as "I": "I'd ask"; these are no "I" of a letter."""
    orders: int
    """How many sentences open by telling the reader what to do: "Ask her …"."""
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
    of_page: bool
    """Whether it speaks of the page it stands on, as its writer does: "this post", "email me"."""
    general: bool
    """Whether it opens as advice for everybody does: "If you", "When you"."""
    asked_once: int
    """How many questions are about what is past: "What should I have done?"."""
    opens_as: int
    """What the words of the first sentence count as, together."""
    opening: int
    """How many words the first sentence has."""
    opens_with_i: bool
    opens_with_your: bool
    reacts: bool
    """Whether it opens as one who was asked: "Yes", "Well"."""
    reacts_as_i: bool
    """Whether it opens as "I'm sorry", "I think"."""
    orders_first: bool
    """Whether the first sentence tells the reader what to do."""
    closes: str
    """The last sentence, in lower case."""
    ends_in_question: bool
    ends_in_plea: bool
    """Whether the last sentence asks for help or thanks for it."""
    closes_to_you: bool


def hear(text: str, language: Language = ENGLISH) -> Voice:
    """The voice of one paragraph.

    >>> voice = hear("My boss sings. What should I do?")
    >>> voice.first, voice.second, voice.asked, sorted(voice.mine)
    (2, 0, 1, ['boss'])
    """
    said = text.lower().replace("’", "'").replace("\n", " ").replace("i̇", "i").strip()
    if "“" in said or '"' in said:
        said = _QUOTED.sub(" ", said).strip()
    words = said.split()
    sentences = _SENTENCE.split(said)
    marks = _marks(words, language)
    counts = Counter(marks)
    kinds = _union(counts)
    tables = _tables(language)
    opening = sentences[0].split()
    head = opening[0].strip(_STOPS) if opening else ""
    opens_as = _union(marks[: len(opening)])
    closes = sentences[-1] if sentences[-1] or len(sentences) < 2 else sentences[-2]
    closes_as = _union(marks[len(words) - len(closes.split()) :])
    asked = [sentence for sentence in sentences if "?" in sentence] if "?" in said else []
    asked_as_i = [one for one in asked if _union(_marks(one.split(), language)) & FIRST]
    offers = sum(map(said.count, language.offers)) if kinds & ALONE and kinds & OFFERS else 0
    thanks = said.count("thank you") if language is ENGLISH else 0
    past = said.count("ed ") + said.count("ed.") if language is ENGLISH else 0
    return Voice(
        count=len(words),
        first=max(0, _total(counts, FIRST) - offers),
        alone=_total(counts, ALONE),
        second=max(0, _total(counts, SECOND) - thanks),
        third=_total(counts, THIRD),
        advising=_total(counts, ADVISING),
        telling=_total(counts, TELLING) + past,
        offers=offers,
        orders=sum(one.split(None, 1)[0].strip(_STOPS) in tables.orders for one in sentences if one),
        questions=len(asked),
        asked=len(asked_as_i),
        pleas=_some(said, language.pleas) if kinds & ASKING else 0,
        mine=_owned(words, tables.my) if kinds & FIRST else _NOTHING,
        yours=_owned(words, tables.your) if kinds & SECOND else _NOTHING,
        column=bool(kinds & COLUMN) and _some(said, language.column) > 0,
        of_page="http" in said or (bool(kinds & PAGE) and _some(said, language.page) > 0),
        general=said.startswith(language.general),
        asked_once=sum(_some(one, language.once) > 0 for one in asked),
        opens_as=opens_as,
        opening=len(opening),
        opens_with_i=bool(marks and marks[0] & FIRST),
        opens_with_your=not tables.your.isdisjoint(opening[:6]),
        reacts=head in tables.reacts or said.startswith(language.reacts_as_i),
        reacts_as_i=said.startswith(language.reacts_as_i),
        orders_first=head in tables.orders,
        closes=closes,
        ends_in_question=closes.rstrip(_CLOSERS).endswith("?"),
        ends_in_plea=bool(closes_as & ASKING) and _some(closes, language.pleas) > 0,
        closes_to_you=bool(closes_as & SECOND),
    )


_NOTHING: Final[frozenset[str]] = frozenset()


def _some(text: str, phrases: Sequence[str]) -> int:
    """How many of these phrases a text holds."""
    return sum(map(text.__contains__, phrases))


_CLOSERS: Final = " \"'”’)]😔🙏😢"


@define
class _Tables:
    my: frozenset[str]
    your: frozenset[str]
    reacts: frozenset[str]
    orders: frozenset[str]


@cache
def _tables(language: Language) -> _Tables:
    lists = (language.my, language.your, language.reacts, language.orders)
    return _Tables(*(frozenset(words.split()) for words in lists))


def _marks(words: Sequence[str], language: Language) -> list[int]:
    """What each word counts as."""
    known = kinds_of(language)
    if not language.first_endings:
        return [known.get(word, 0) for word in words]
    return [known[word] if word in known else _by_ending(word.rstrip(_STOPS), language) for word in words]


def _by_ending(word: str, language: Language) -> int:
    if len(word) <= 4:
        return 0
    if word.endswith(language.first_endings):
        return FIRST | ALONE
    return SECOND if word.endswith(language.second_endings) else 0


def _union(marks: Iterable[int]) -> int:
    return reduce(or_, marks, 0)


def _total(counts: Mapping[int, int], kind: int) -> int:
    return sum(times for kinds, times in counts.items() if kinds & kind)


def _owned(words: list[str], owners: frozenset[str]) -> frozenset[str]:
    found = []
    for owner in owners:
        at = -1
        for _ in range(words.count(owner)):
            at = words.index(owner, at + 1)
            found += words[at + 1 : at + 2]
    return frozenset(word.rstrip(_STOPS).removesuffix("'s") for word in found) if found else _NOTHING


TRAITS: Final = (
    "first person",
    "second person",
    "first person rate",
    "no voice",
    "taken up",
    "still mine",
    "asks as I",
    "pleas",
    "orders",
    "advising rate",
    "telling",
    "third person rate",
    "for everybody",
    "advises as I",
)
TURNS: Final = (
    "after question",
    "after plea",
    "after you",
    "after second person",
    "after no I",
    "after orders",
    "asked before",
    "opens with you",
    "opens with your",
    "opens with I",
    "opens without I",
    "reacts",
    "reacts as I",
    "orders first",
    "opens briefly",
    "opens in a word",
    "no I",
    "more you than before",
    "takes up",
)


def traits(voice: Voice, mine: set[str]) -> tuple[float, ...]:
    """The features of a paragraph, in the order of `TRAITS`; `mine` is what earlier paragraphs called their own."""
    first, second = voice.first, voice.second
    return (
        log1p(first),
        log1p(second),
        10 * first / (voice.count + 8),
        float(not (first or second)),
        log1p(len(voice.yours & mine)) if voice.yours else 0.0,
        log1p(len(voice.mine & mine)) if voice.mine else 0.0,
        log1p(voice.asked),
        log1p(voice.pleas),
        log1p(voice.orders),
        10 * voice.advising / (voice.count + 8),
        log1p(voice.telling),
        10 * voice.third / (voice.count + 8),
        float(voice.general),
        log1p(voice.offers),
    )


def turns(voices: Sequence[Voice], at: int) -> tuple[float, ...]:
    """The features of the boundary before paragraph `at`, in the order of `TURNS`."""
    before, after = voices[at - 1], voices[at]
    return (
        float(before.ends_in_question),
        float(before.ends_in_plea),
        float(before.closes_to_you),
        float(before.second > 0),
        float(not before.first),
        float(before.orders > 0),
        float(any(voice.questions or voice.pleas for voice in voices[max(0, at - 4) : at])),
        float(bool(after.opens_as & SECOND)),
        float(after.opens_with_your),
        float(after.opens_with_i),
        float(not after.opens_as & FIRST),
        float(after.reacts),
        float(after.reacts_as_i),
        float(after.orders_first),
        float(after.opening <= 7),
        float(after.opening <= 3),
        float(not after.first),
        lean(after) - lean(before),
        log1p(sum(any(owned in voice.mine for voice in voices[max(0, at - 6) : at]) for owned in after.yours)),
    )


def lean(voice: Voice) -> float:
    """Whether a paragraph says "you" more than "I": from -1 to 1."""
    return (voice.second - voice.first) / (voice.second + voice.first + 2)


_TRAIT_WEIGHTS: Final = tuple(TRAIT_WEIGHTS[name] for name in TRAITS)
_TURN_WEIGHTS: Final = tuple(TURN_WEIGHTS[name] for name in TURNS)


def dot(weights: Sequence[float], values: Sequence[float]) -> float:
    total: float = sum(map(mul, weights, values))
    return total


def scores(voices: Sequence[Voice]) -> tuple[list[float], list[float]]:
    """For each paragraph how much it speaks for "answer", and for the boundary before it (the first has none)."""
    mine: set[str] = set()
    says, turn = [], [0.0]
    for at, voice in enumerate(voices):
        if at:
            turn.append(dot(_TURN_WEIGHTS, turns(voices, at)))
        says.append(dot(_TRAIT_WEIGHTS, traits(voice, mine)))
        mine |= voice.mine
    return says, turn
