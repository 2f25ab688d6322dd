"""Where a page itself says who speaks: the marks.

In comes a section of a `Page`; out goes which block begins a letter, an answer, or neither. A mark is declared by the
mark-up, a label, a salutation, the end of a signature, an introduction before it, or a letter's being set apart as a
quotation, in italics or in bold. The rules are tried in this order, since that is how far each can be trusted.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from threadkit import lazy_re
from threadkit.letters.cues import Block, Cue, is_brief, signer
from threadkit.letters.whole_page import CROWD, Page, Role

__all__ = ["add_apart", "drop_labels", "find_marks", "replies_to_signer"]

_A: Final = lazy_re.pattern(r"\[?A\s?\d{0,3}[^\w\s]*")


def find_marks(page: Page, start: int, end: int) -> dict[int, Role]:
    """Where the page itself says that a letter, an answer, or neither begins: index → role."""
    marks: dict[int, Role] = {}
    state: Role | None = None
    saluted = False  # a letter without salutation may quote an e-mail that has one, and its signature
    for at in range(start, end):
        cue = page.cues[at]
        if cue.heads_answer and at + 1 < end:
            marks[at] = "passage"
            state = marks[at + 1] = "answer"
            continue
        if cue.unanswered and state == "letter":
            marks[at] = state = "passage"
            continue
        if at in marks:
            continue
        role = _spoken_mark(page, cue, at, start, state)
        if role is None and at > start and not cue.intro and _introduces(page.cues[at - 1], state):
            role = "letter"
        if role is None and state == "letter" and saluted and at > start and _has_signed(page, at, start):
            role = "answer"
        if role is None and state is not None and cue.next_intro:
            role = "passage"
        if role is not None:
            marks[at] = state = role
            saluted = cue.salutation is not None
    return marks


def _introduces(before: Cue, state: Role | None) -> bool:
    """Whether a letter begins behind this block: an introduction does that once, and a plain one again."""
    return before.intro if state is None else before.next_intro and state == "passage"


def _spoken_mark(page: Page, cue: Cue, at: int, start: int, state: Role | None) -> Role | None:
    before = page.cues[at - 1].block.declared if at > start else None
    if cue.block.declared != before:
        return cue.block.declared or ("answer" if before == "letter" and cue.text else None)
    if cue.speaker == "answer" and cue.label and cue.label.startswith("From ") and state != "letter":
        return None
    if cue.speaker in ("letter", "answer"):
        loose = cue.speaker == "answer" and _A.fullmatch(cue.label or "") is not None
        return cue.speaker if page.labelled or not (loose or cue.speaker == "letter") else None
    if cue.speaker == "name" and at > start and replies_to_signer(page, at):
        cue.salutation, cue.label, cue.speaker, cue.name = cue.label, None, None, None  # "Standing: You don't."
        return "answer"
    if cue.speaker == "name" and page.named != "interview":
        if _is_speaker(page, cue, state, first=at == start):
            return "answer"
        return "letter" if page.named == "chat" else None
    if cue.salutation is not None:
        return _addressed(page, cue, at, start, state)
    return _term_mark(cue, page.cues[at - 1] if at > start else None)


def _term_mark(cue: Cue, before: Cue | None) -> Role | None:
    """A list of questions with their answers: ``dt`` asks, ``dd`` replies."""
    if cue.block.kind == "term" and (cue.text.rstrip().endswith("?") or cue.text.count(" ") >= 8):
        return "letter"
    replies = cue.block.kind == "definition" and before is not None and before.block.kind == "term" and before.words
    return "answer" if replies else None


def _is_speaker(page: Page, cue: Cue, state: Role | None, *, first: bool) -> bool:
    """A name ("Karla:") answers if it is the columnist's, or stands in bold, or a reader is labelled too."""
    name = cue.name or ""
    if page.is_columnist(name):
        return state is not None or not first
    bold = cue.block.lead is not None and cue.block.lead.strip().rstrip(":") == name
    return (state == "letter" and page.labelled) or (bold and not first and state != "answer")


def _addressed(page: Page, cue: Cue, at: int, start: int, state: Role | None) -> Role | None:
    """Whose salutation it is: a letter's addresses the columnist, an answer's whoever wrote the letter."""
    who = cue.addressee
    if who is not None and page.is_columnist(who):
        return "letter"
    if state == "letter":
        quoted = page.cues[at - 1].text.endswith(":") or cue.block.kind == "quote"
        return "answer" if who is not None and who not in CROWD - {"reader"} and not quoted else None
    if who in CROWD:
        return None  # "Dear readers," announces
    behind_letter = state is None and who is not None and sum(len(page.cues[i].text) for i in range(start, at)) >= 100
    return "answer" if behind_letter else "letter"


def replies_to_signer(page: Page, at: int) -> bool:
    """Whether a salutation addresses who signed just before: "— Late Carpenter", "Dear Late,"."""
    cue, before = page.cues[at], page.cues[at - 1]
    whom = cue.addressee or (cue.name or "").casefold()
    if not whom or before.signed is None:
        return False
    return not set(whom.split()).isdisjoint(signer(before.text[before.signed :]).split())


def _has_signed(page: Page, at: int, start: int) -> bool:
    """Whether the letter ended with the block before: it is signed, and what follows is neither name nor postscript."""
    cue = page.cues[at]
    if cue.postscript or cue.aside or not cue.text or cue.rule or cue.signed == 0:
        return False
    back = at - 1
    while back > start and ((before := page.cues[back]).postscript or before.aside or not before.text):
        back -= 1
    before = page.cues[back]
    if before.signed is None or (before.signed == 0 and back == start):
        return False
    name_follows = before.signed == 0 and before.text.rstrip()[-1] in ",:–—-" and back == at - 1
    return not (name_follows and is_brief(cue.text) and len(cue.text) <= 60)


def drop_labels(page: Page, start: int, end: int, marks: Collection[int]) -> None:
    """What looked like a speaker's label or a salutation and is none on this page belongs to the text."""
    for at in range(start, end):
        cue = page.cues[at]
        if at not in marks and cue.cut and not (at and page.cues[at - 1].cut and not page.cues[at - 1].words):
            cue.label = cue.salutation = None
            cue.cut = 0
            page.voices.pop(at, None)


def add_apart(page: Page, start: int, end: int, marks: dict[int, Role]) -> None:
    """Add the marks of letters that the mark-up sets apart, where they say more than the marks already found."""
    apart = _apart(page, start, end)
    if not apart:
        return
    first, stop = apart
    if not marks or (marks.get(first) == "letter" and not any(first < at <= stop for at in marks)):
        marks[first], marks[stop] = "letter", "answer"
        style = _style(page.cues[first].block)
        at = stop + 1
        while at < end:
            until = _style_end(page, at, end, style)
            if until > at and until < end and not any(at <= m <= until for m in marks) and _asks(page, at, until):
                marks[at], marks[until] = "letter", "answer"
            at = max(until, at + 1)


def _apart(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """A letter set apart at the section's start or behind its introduction: where it begins and where it ends."""
    at = start
    while at < end and ((cue := page.cues[at]).intro or cue.aside or not cue.text or cue.rule):
        at += 1
    for first in (at, at + 1):
        stop = _style_end(page, first, end, _style(page.cues[first].block)) if first < end else first
        if first < stop < end and _asks(page, first, stop):
            return first, stop
    return None


def _style_end(page: Page, at: int, end: int, style: str | None) -> int:
    """Where the run of blocks in this style ends; `at` itself where none begins."""
    stop = at
    while stop < end and style and (_style(page.cues[stop].block) == style or (stop > at and not page.cues[stop].text)):
        stop += 1
    return stop


def _style(block: Block) -> str | None:
    if block.kind == "quote":
        return "quote"
    if block.kind not in ("paragraph", "list", "definition"):
        return None
    return next((style for style in ("indented", "italic", "bold") if style in block.styles), None)


def _asks(page: Page, start: int, stop: int) -> bool:
    """Whether a run reads as a letter: more "I" than "you", a question or a plea, and not just a line."""
    if start and page.cues[start - 1].plain_intro:
        return True
    voices = [page.voice(at) for at in page.spoken(start, stop)]
    first, second = sum(v.first for v in voices), sum(v.second for v in voices)
    asks = first > 2 or any(v.questions or v.pleas for v in voices)
    return first > second and asks and sum(v.count for v in voices) >= 12
