"""Marks and wording → runs: which blocks make a letter, an answer, or neither, and how sure that is.

What lies between two marks follows from them. Where they leave a boundary open, the wording decides and the run is
"inferred"; where there is no mark at all, an exchange is assumed only if the wording says that there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from attrs import define

from threadkit.letters.cues import Cue, is_brief
from threadkit.letters.languages import ENGLISH
from threadkit.letters.weights import ENOUGH, FLOOR
from threadkit.letters.whole_page import Page, Role
from threadkit.letters.wording import Exchange, divide, sure_of
from threadkit.model import Basis

__all__ = ["Run", "marked_runs", "unmarked_runs"]


@define
class Run:
    """Consecutive blocks of one speaker: the plan of a part."""

    role: Role
    start: int
    end: int
    heading: int | None = None
    basis: Basis = "marked"
    confidence: float = 1.0


_UNMEASURED: Final = 0.8
"""How sure a part can be in a language of which no exchanges were at hand."""
_ANSWERED: Final = 0.9
"""How likely an exchange has to be in an update, which as a rule has no answer."""


def marked_runs(page: Page, start: int, end: int, marks: dict[int, Role]) -> list[Run]:
    """The runs of a section by its marks; the wording divides what they leave open."""
    order = sorted(marks)
    runs = _before_marks(page, start, order[0], marks[order[0]])
    for at, after in pairwise([*order, end]):
        closed = after < end and _closes(page, at, after, marks[after])
        if marks[at] != "letter" or closed:
            runs.append(Run(marks[at], at, after))
        else:
            runs.extend(_open_letter(page, at, after))
    return runs


def _closes(page: Page, start: int, mark: int, role: Role) -> bool:
    """Whether a mark says that all before it, from `start`, is one letter."""
    cue = page.cues[mark]
    if not cue.unanswered:
        return role == "answer" or cue.heads_answer
    spoken = page.spoken(start, mark)
    if any(page.voice(at).column for at in spoken[1:]):
        return False  # "your letter": the columnist answers, and asks the readers too
    return len(spoken) < 3 or divide(page, spoken, single=True)[0].there < 0.5


def _before_marks(page: Page, start: int, mark: int, role: Role) -> list[Run]:
    """What precedes the first mark: a letter, if an answer is what begins there."""
    at = start
    while at < mark and _stands_before(page.cues[at]):
        at += 1
    if not (role == "answer" or page.cues[mark].heads_answer) or at == mark:
        return [Run("passage", start, mark)]
    return [Run("passage", start, at), Run("letter", at, mark, basis="inferred", confidence=0.9)]


def _stands_before(cue: Cue) -> bool:
    """Whether a block is no part of the letter that it stands above: an introduction, furniture, a byline."""
    line = len(cue.text) <= 40 and cue.text[-1:] not in ".?!,:…"
    return cue.intro or cue.aside or cue.speaker == "note" or not cue.text or (line and not cue.salutation)


def _open_letter(page: Page, start: int, end: int) -> list[Run]:
    """A letter whose beginning is marked and whose end is not: the wording finds the answer."""
    spoken = page.spoken(start, end)
    if len(spoken) < 2:
        return [Run("letter", start, end)]
    if page.language is None:
        return _foreign(page, spoken, start, end)
    found = divide(page, spoken)
    if page.update and (len(found) > 1 or found[0].there < _ANSWERED):
        return [Run("letter", start, end, basis="inferred", confidence=0.8)]
    cue = page.cues[start]
    said = cue.label or cue.salutation or cue.block.declared or (start and page.cues[start - 1].plain_intro)
    if not said and min(sure_of(one, introduced=False) for one in found) < FLOOR:
        return [Run("passage", start, end)]
    return _inferred(page, spoken, found, (start, end), introduced=bool(said))


def _foreign(page: Page, spoken: list[int], start: int, end: int) -> list[Run]:
    """In a language whose wording isn't known: of two blocks one is each; else the last question ends the letter."""
    asked = [at for at in spoken[:-1] if any(mark in page.cues[at].text for mark in "?؟？")]
    signed = [at for at in range(start, spoken[-1]) if page.cues[at].signed is not None] if spoken else []
    if len(spoken) < 2 or (len(spoken) > 2 and not asked and not signed):
        return [Run("passage", start, end)]
    ends = signed or asked or spoken[:1]
    answer = next(at for at in spoken if at > ends[-1])
    return [
        Run("letter", start, answer, basis="inferred", confidence=0.5),
        Run("answer", answer, end, basis="inferred", confidence=0.5),
    ]


def _inferred(
    page: Page, spoken: list[int], found: Sequence[Exchange], bounds: tuple[int, int], *, introduced: bool
) -> list[Run]:
    runs: list[Run] = []
    most = 1.0 if page.language is None or page.language.measured else _UNMEASURED
    starts = [bounds[0], *(spoken[one.begin] for one in found[1:]), bounds[1]]
    for one, (begin, stop) in zip(found, pairwise(starts), strict=True):
        confidence = min(sure_of(one, introduced=introduced), most)
        at = spoken[one.answer]
        while at - 1 > spoken[one.answer - 1] and _leads_in(page.cues[at - 1]):
            at -= 1
        runs.append(Run("letter", begin, at, basis="inferred", confidence=confidence))
        runs.append(Run("answer", at, stop, basis="inferred", confidence=confidence))
    return runs


def _leads_in(cue: Cue) -> bool:
    """Whether a line opens what follows: a label on a line of its own, "Firstly:", a headline that is nobody's name."""
    if cue.speaker == "answer" and not cue.words:
        return True
    if cue.signed is not None or cue.aside or not is_brief(cue.text):
        return False
    small = sum(word[:1].islower() for word in cue.text.split())
    return cue.text.endswith(":") or cue.block.kind == "heading" or (cue.bare and small >= 2)


def unmarked_runs(page: Page, start: int, end: int, *, headed: bool, beside: bool = False) -> list[Run]:
    """Nothing marks anybody: an exchange is assumed only where the wording (or a heading over it) says so."""
    nothing = [Run("passage", start, end)]
    spoken = page.spoken(start, end)
    if not spoken:
        return nothing
    before = Run("passage", start, spoken[0])
    if headed and page.update:
        return [before, Run("letter", spoken[0], end, basis="inferred", confidence=0.8)]
    if len(spoken) < 2:
        return nothing
    if page.language is None:
        asks = any(mark in page.cues[at].text for at in spoken[:-1] for mark in "?؟？")
        return _foreign(page, spoken, start, end) if headed and asks else nothing
    if page.language is not ENGLISH and not headed:
        return nothing
    found = divide(page, spoken, single=headed or beside, asked=headed)
    there = min(one.there for one in found)
    signs_off = any(page.cues[at].signed is not None for at in range(spoken[0], spoken[-1]))
    if there < (0.02 if headed else ENOUGH / 2 if signs_off or beside else ENOUGH):
        return nothing
    if min(sure_of(one, introduced=False) for one in found) < FLOOR:
        return nothing
    return [before, *_inferred(page, spoken, found, (spoken[0], end), introduced=False)]
