"""A page → its sections: exchanges that stand under headings of one sort, or apart by rules.

In comes a `Page`; out go the places where it divides, and each section's runs. Headings and rules are everywhere, so
they divide a page only where what lies between them looks like letters with their answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from threadkit.letters.cues import Cue, is_brief
from threadkit.letters.languages import ENGLISH
from threadkit.letters.marks import add_apart, drop_labels, find_marks, replies_to_signer
from threadkit.letters.runs import Run, marked_runs, unmarked_runs
from threadkit.letters.signs import presence
from threadkit.letters.whole_page import CROWD, Page, Role
from threadkit.letters.wording import chance

__all__ = ["exchange_headings", "read_section", "ruled"]


_OF_ESSAYS: Final = frozenset(
    "conclusion;conclusions;introduction;intro;summary;overview;background;references;resources;notes;final thoughts"
    ";wrapping up;takeaways;motivation;example;examples;usage;installation;contents;what's next;further reading"
    ";ingredients;instructions;directions;license;documentation;closing thoughts;closing;tl;dr".split(";")
)
"""Headings that stand over parts of one essay, and over no letter."""


def exchange_headings(page: Page) -> list[int]:
    """The headings that stand over exchanges; empty where the page holds one exchange, or none."""
    groups: dict[str, list[int]] = {}
    marked = any(cue.speaker in ("letter", "answer") or cue.salutation for cue in page.cues)
    for at, cue in enumerate(page.cues):
        for sort in _heading_sorts(cue):
            groups.setdefault(sort, []).append(at)
        if not marked and _is_headline(cue):
            groups.setdefault("4 line", []).append(at)
    for sort in sorted(groups):
        numbered = sort == "1 numbered"
        group = _counted(page, groups[sort]) if numbered else groups[sort]
        if sort == "4 line":
            group = _over_prose(page, group)
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


def _is_headline(cue: Cue) -> bool:
    """Whether a paragraph is a line in capitals or title case, as a heading is in plain text."""
    text = cue.text
    if cue.block.kind != "paragraph" or len(text) > 80 or "\n" in text or text[-1:] in ".,:;…" or cue.cut or cue.aside:
        return False
    if cue.intro or cue.rule or cue.postscript or cue.script or not text[:1].isupper():
        return False
    return all(not word[:1].islower() for word in text.split() if len(word) >= 5)


def _counted(page: Page, group: list[int]) -> list[int]:
    """Of the numbered blocks, those that count 1, 2, 3 … with something between them."""
    counted: list[int] = []
    for at in group:
        if page.cues[at].number == len(counted) + 1 and (not counted or at > counted[-1] + 1):
            counted.append(at)
    return counted


def _over_prose(page: Page, group: list[int]) -> list[int]:
    """Of the lines that look like headings, those with two paragraphs and more under them."""
    found: list[int] = []
    end = len(page.cues)
    for at in reversed(group):
        if len(page.spoken(at + 1, end)) >= 2:
            found.append(at)
            end = at
    return found[::-1]


def _over_exchanges(page: Page, group: list[int], numbered: bool) -> bool:
    """Whether the sections under these headings are letters with their answers, by and large."""
    above = page.cues[: group[0]]
    if any(cue.speaker == "letter" or (cue.salutation and cue.addressee not in CROWD) for cue in above):
        return False  # a letter begins above, so these are the headings of its answer
    odds = [
        _odds(page, start + 1, end, asked=numbered or _asks(page, start))
        for start, end in pairwise([*group, len(page.cues)])
    ]
    known = [chance for chance in odds if chance is not None]
    if not known:
        return False  # a language whose wording isn't known, and nothing marks anybody
    if len(known) < len(odds) / 5:
        return False
    asking = sum(_asks(page, at) for at in group) > len(group) / 2
    mean = sum(known) / len(known)
    if numbered or asking:
        return mean >= (0.3 if asking else 0.4)
    essay = any(page.cues[at].text.strip(" .:!").casefold() in _OF_ESSAYS for at in group)
    return not essay and mean >= 0.5 and sum(chance >= 0.35 for chance in known) >= 2 * len(known) / 3


def _asks(page: Page, heading: int) -> bool:
    return page.cues[heading].text.rstrip("”\"’') ").endswith("?")


def _odds(page: Page, start: int, end: int, *, asked: bool = False) -> float | None:
    """How likely a section is an exchange; None where its language isn't known and nothing marks it."""
    spoken = page.spoken(start, end)
    if not spoken:
        return 0.0
    cues = page.cues[spoken[0] : spoken[-1]]
    if any(cue.speaker == "letter" or cue.salutation or cue.block.declared or cue.signed is not None for cue in cues):
        return 1.0
    if page.language is not ENGLISH:
        return None
    first = page.voice(spoken[0])
    if page.update and first.first > first.second:
        return 1.0
    return chance(page, spoken, asked=asked)


def ruled(page: Page) -> list[int]:
    """Where rules divide the page into exchanges: the sections' bounds; the page's own where they do not."""
    end = len(page.cues)
    rules = [at for at, cue in enumerate(page.cues) if cue.rule]
    if not rules:
        return [0, end]
    bounds = [0, *rules, end]
    looks = sum((_odds(page, start, stop) or 0.0) >= 0.5 for start, stop in pairwise(bounds))
    return bounds if looks >= 2 else [0, end]


def read_section(page: Page, start: int, end: int, *, heading: int | None = None, beside: bool = False) -> list[Run]:
    """The runs of one section: marks first, wording where they leave it open.

    `beside` is a section without a heading on a page whose headings stand over exchanges.
    """
    found = _section_runs(page, start, end, headed=heading is not None, beside=beside)
    runs = [run for run in found if run.start < run.end]
    if heading is None:
        return runs
    letter = next((run for run in runs if run.role == "letter"), None)
    if letter is None or runs.index(letter) > 0:
        return [Run("passage", heading, start), *runs]
    letter.heading = heading
    return runs


def _section_runs(page: Page, start: int, end: int, *, headed: bool, beside: bool) -> list[Run]:
    marks = find_marks(page, start, end)
    add_apart(page, start, end, marks)
    if marks:
        runs = marked_runs(page, start, end, marks)
        if headed or _holds(page, start, end, marks, runs):
            drop_labels(page, start, end, marks)
            return runs
    runs = unmarked_runs(page, start, end, headed=headed, beside=beside)
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
    if any(cue.block.declared or cue.plain_intro or cue.heads_answer for cue in page.cues[start:end]):
        return True
    if any(replies_to_signer(page, at) for at, role in marks.items() if role == "answer" and at > start):
        return True
    letter = next((run for run in runs if run.role == "letter"), None)
    answer = next((run for run in runs if run.role == "answer"), None)
    if letter is None or answer is None or answer.start < letter.start:
        return False
    asked, replied = page.spoken(letter.start, letter.end), page.spoken(answer.start, answer.end)
    if not asked or not replied or page.language is None:
        return False
    voices = [page.voice(at) for at in (*asked, *replied)]
    return presence(voices, (0, len(asked), len(voices))) >= 0.25


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
