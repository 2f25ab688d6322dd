"""Marks and wording → runs: which blocks make a letter, an answer, or neither, and how sure that is.

What lies between two marks follows from them. Where they leave a boundary open, the wording decides and the run is
"inferred"; where there is no mark at all, an exchange is assumed only if the wording says that there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import define

from threadkit.letters.voice import NEVER, Voice, boundaries, is_english, presence, scores
from threadkit.letters.weights import AFTER_SIGNATURE, ENOUGH
from threadkit.letters.whole_page import Page, Role
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


def marked_runs(page: Page, start: int, end: int, marks: dict[int, Role]) -> list[Run]:
    """The runs of a section by its marks; the wording divides what they leave open."""
    order = sorted(marks)
    runs = _before_marks(page, start, order[0], marks[order[0]])
    for at, after in pairwise([*order, end]):
        if marks[at] != "letter" or (after < end and marks[after] == "answer"):
            runs.append(Run(marks[at], at, after))
        else:
            runs.extend(_open_letter(page, at, after))
    return runs


def _before_marks(page: Page, start: int, mark: int, role: Role) -> list[Run]:
    """What precedes the first mark: a letter, if an answer is what begins there."""
    at = start
    while at < mark and ((cue := page.cues[at]).intro or cue.aside or cue.speaker == "note" or not cue.text):
        at += 1
    if role != "answer" or at == mark:
        return [Run("passage", start, mark)]
    return [Run("passage", start, at), Run("letter", at, mark, basis="inferred", confidence=0.9)]


def _open_letter(page: Page, start: int, end: int) -> list[Run]:
    """A letter whose beginning is marked and whose end is not: the wording finds the answer."""
    spoken = page.spoken(start, end)
    if len(spoken) < 2:
        return [Run("letter", start, end)]
    voices = [page.voice(at) for at in spoken]
    if not is_english(voices):
        return _foreign(page, spoken, start, end)
    found = _exchanges(page, spoken, voices)
    if page.update and (len(found) > 1 or presence(voices, 0, found[0][1], len(voices)) < 0.7):
        return [Run("letter", start, end, basis="inferred", confidence=0.8)]
    return _inferred(page, spoken, found, (start, end), 1.0)


def _exchanges(page: Page, spoken: list[int], voices: Sequence[Voice]) -> list[tuple[int, int, float]]:
    """The exchanges that the wording shows; a second one only where it is one by itself."""
    says, turn = scores(voices)
    for i, (before, at) in enumerate(pairwise(spoken), 1):
        if any(page.cues[j].signed is not None for j in range(before, at)) and not page.cues[at].postscript:
            turn[i] += AFTER_SIGNATURE
    found = boundaries(says, turn)
    if len(found) > 1:
        ends = [*(begin for begin, _, _ in found[1:]), len(voices)]
        if min(presence(voices, begin, at, end) for (begin, at, _), end in zip(found, ends, strict=True)) < 0.5:
            found = boundaries(says, turn, again=NEVER)
    return found


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
    page: Page, spoken: list[int], found: list[tuple[int, int, float]], bounds: tuple[int, int], sure: float
) -> list[Run]:
    runs: list[Run] = []
    starts = [bounds[0], *(spoken[begin] for begin, _, _ in found[1:]), bounds[1]]
    for (_, answer, likely), (begin, stop) in zip(found, pairwise(starts), strict=True):
        confidence = round(min(0.99, likely * sure), 3)
        at = spoken[answer]
        while page.cues[at - 1].speaker == "answer" and not page.cues[at - 1].words:
            at -= 1  # a label on a line of its own
        runs.append(Run("letter", begin, at, basis="inferred", confidence=confidence))
        runs.append(Run("answer", at, stop, basis="inferred", confidence=confidence))
    return runs


def unmarked_runs(page: Page, start: int, end: int, *, headed: bool) -> list[Run]:
    """Nothing marks anybody: an exchange is assumed only where the wording (or a heading over it) says so."""
    nothing = [Run("passage", start, end)]
    spoken = page.spoken(start, end)
    if not spoken:
        return nothing
    voices = [page.voice(at) for at in spoken]
    before = Run("passage", start, spoken[0])
    if headed and page.update:
        return [before, Run("letter", spoken[0], end, basis="inferred", confidence=0.8)]
    if len(spoken) < 2:
        return nothing
    if not is_english(voices):
        return _foreign(page, spoken, start, end) if headed else nothing
    found = _exchanges(page, spoken, voices)
    ends = [*(begin for begin, _, _ in found[1:]), len(voices)]
    there = min(presence(voices, begin, at, stop) for (begin, at, _), stop in zip(found, ends, strict=True))
    signs_off = any(page.cues[at].signed is not None for at in range(spoken[0], spoken[-1]))
    if there < (0.05 if headed else 0.25 if signs_off else ENOUGH):
        return nothing
    return [before, *_inferred(page, spoken, found, (spoken[0], end), max(there, 0.6))]
