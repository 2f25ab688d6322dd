"""A page → its sections: exchanges that stand under headings of one sort, or apart by rules.

In comes a `Page`; out go the places where it divides, and each section's runs. Headings and rules are everywhere, so
they divide a page only where what lies between them looks like letters with their answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from threadkit.letters.cues import Cue, is_brief
from threadkit.letters.marks import add_apart, drop_labels, find_marks, replies_to_signer
from threadkit.letters.runs import Run, marked_runs, unmarked_runs
from threadkit.letters.voice import NEVER, boundaries, is_english, presence, scores
from threadkit.letters.whole_page import CROWD, Page, Role

__all__ = ["exchange_headings", "read_section", "ruled"]


def exchange_headings(page: Page) -> list[int]:
    """The headings that stand over exchanges; empty where the page holds one exchange, or none."""
    groups: dict[str, list[int]] = {}
    for at, cue in enumerate(page.cues):
        for sort in _heading_sorts(cue):
            groups.setdefault(sort, []).append(at)
    for sort in sorted(groups):
        numbered = sort == "1 numbered"
        group = _counted(page, groups[sort]) if numbered else groups[sort]
        if len(group) >= 2 and _over_exchanges(page, group, numbered):
            return group
    return []


def _heading_sorts(cue: Cue) -> Iterator[str]:
    block = cue.block
    if block.kind in ("list", "rule", "table", "preformatted", "quote") or not cue.text or not is_brief(cue.text):
        return
    if (cue.label is not None and not cue.words) or cue.signed == 0 or cue.intro:
        return  # "The dilemma" names a speaker
    if cue.number is not None:
        yield "1 numbered"
    if block.kind == "heading":
        yield f"2 level {block.level}"
    elif "bold" in block.styles or (block.lead is not None and block.lead.strip() == cue.text.strip()):
        yield "3 bold"


def _counted(page: Page, group: list[int]) -> list[int]:
    """Of the numbered blocks, those that count 1, 2, 3 … with something between them."""
    counted: list[int] = []
    for at in group:
        if page.cues[at].number == len(counted) + 1 and (not counted or at > counted[-1] + 1):
            counted.append(at)
    return counted


def _over_exchanges(page: Page, group: list[int], numbered: bool) -> bool:
    """Whether the sections under these headings are letters with their answers, by and large."""
    above = page.cues[: group[0]]
    if any(cue.speaker == "letter" or (cue.salutation and cue.addressee not in CROWD) for cue in above):
        return False  # a letter begins above, so these are the headings of its answer
    odds = [_odds(page, start + 1, end) for start, end in pairwise([*group, len(page.cues)])]
    known = [chance for chance in odds if chance is not None]
    if not known:
        return False  # a language whose wording isn't known, and nothing marks anybody
    asking = sum(page.cues[at].text.endswith("?") for at in group) > len(group) / 2
    return sum(known) / len(known) >= (0.3 if asking else 0.4 if numbered else 0.5) and len(known) >= len(odds) / 5


def _odds(page: Page, start: int, end: int) -> float | None:
    """How likely a section is an exchange; None where its language isn't known and nothing marks it."""
    spoken = page.spoken(start, end)
    if not spoken:
        return 0.0
    cues = page.cues[spoken[0] : spoken[-1]]
    if any(cue.speaker == "letter" or cue.salutation or cue.block.declared or cue.signed is not None for cue in cues):
        return 1.0
    voices = [page.voice(at) for at in spoken]
    if not is_english(voices):
        return None
    if page.update and voices[0].first > voices[0].second:
        return 1.0
    if len(voices) < 2:
        return 0.0
    _, answer, _ = boundaries(*scores(voices), again=NEVER)[0]
    return presence(voices, 0, answer, len(voices))


def ruled(page: Page) -> list[int]:
    """Where rules divide the page into exchanges: the sections' bounds; the page's own where they do not."""
    end = len(page.cues)
    rules = [at for at, cue in enumerate(page.cues) if cue.rule]
    if not rules:
        return [0, end]
    bounds = [0, *rules, end]
    looks = sum((_odds(page, start, stop) or 0.0) >= 0.5 for start, stop in pairwise(bounds))
    return bounds if looks >= 2 else [0, end]


def read_section(page: Page, start: int, end: int, *, heading: int | None = None) -> list[Run]:
    """The runs of one section: marks first, wording where they leave it open."""
    runs = [run for run in _section_runs(page, start, end, headed=heading is not None) if run.start < run.end]
    if heading is None:
        return runs
    letter = next((run for run in runs if run.role == "letter"), None)
    if letter is None or runs.index(letter) > 0:
        return [Run("passage", heading, start), *runs]
    letter.heading = heading
    return runs


def _section_runs(page: Page, start: int, end: int, *, headed: bool) -> list[Run]:
    marks = find_marks(page, start, end)
    add_apart(page, start, end, marks)
    if marks:
        runs = marked_runs(page, start, end, marks)
        if headed or _holds(page, start, end, marks, runs):
            drop_labels(page, start, end, marks)
            return runs
    runs = unmarked_runs(page, start, end, headed=headed)
    drop_labels(
        page,
        start,
        end,
        {run.start for run in runs if run.start < run.end and page.cues[run.start].speaker == run.role},
    )
    return runs


def _holds(page: Page, start: int, end: int, marks: dict[int, Role], runs: list[Run]) -> bool:
    """Whether marks say enough alone; one salutation or quotation needs a wording that agrees."""
    if {"letter", "answer"} <= set(marks.values()) and not _only_apart(page, marks):
        return True
    if any(cue.block.declared or cue.plain_intro for cue in page.cues[start:end]):
        return True
    if any(replies_to_signer(page, at) for at, role in marks.items() if role == "answer" and at > start):
        return True
    letter = next((run for run in runs if run.role == "letter"), None)
    answer = next((run for run in runs if run.role == "answer"), None)
    if letter is None or answer is None or answer.start < letter.start:
        return False
    asked, replied = page.spoken(letter.start, letter.end), page.spoken(answer.start, answer.end)
    voices = [page.voice(at) for at in (*asked, *replied)]
    return bool(asked and replied) and is_english(voices) and presence(voices, 0, len(asked), len(voices)) >= 0.25


def _only_apart(page: Page, marks: dict[int, Role]) -> bool:
    """Whether nothing but the letter's being set apart marks it: bloggers quote others too."""
    return not any(
        (cue := page.cues[at]).label
        or cue.salutation
        or cue.block.declared
        or cue.block.kind == "term"
        or (at and _ends_letter(page.cues[at - 1]))
        for at in marks
    )


def _ends_letter(cue: Cue) -> bool:
    return cue.intro or cue.signed is not None
