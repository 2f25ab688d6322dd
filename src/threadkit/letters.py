"""Body blocks → `Letter`, `Answer` and `Passage`: the one place where the exchange is told apart.

In comes a post's body as `Block`s in page order (from HTML with what the mark-up says, from a rendering with
plain paragraphs only); out go the body's parts in page order, which together hold every block.

The strategy, from what is certain to what is likely:

1. Every block is read by itself (``_letter_cues.py``): labels, salutations, signatures, introductions, furniture.
2. Headings of one sort that stand over exchanges divide the page into sections, each read like a page of its own.
3. Marks decide who speaks: declared by the mark-up, a label, a salutation, the signature, an introduction, a letter
   set apart as a quotation, in italics or in bold. What lies between two marks follows from them.
4. Where the marks leave a boundary open, the wording decides (``_letter_voice.py``): the part is "inferred" and its
   `confidence` says how likely its ends are right. Where there is no mark at all, an exchange is assumed only if the
   wording says that there is one; otherwise everything is a `Passage`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from attrs import define, frozen

from threadkit._letter_cues import Cue, is_brief, read, signer
from threadkit._letter_voice import Voice, boundaries, hear, is_english, presence, scores
from threadkit.model import Answer, Author, Basis, Comment, Letter, Part, Passage

__all__ = ["Block", "letter_writers", "split"]


@frozen(kw_only=True)
class Block:
    """One block of a post's body, in page order: a paragraph, a heading, a list, a quotation."""

    text: str
    """Plain text as in the model: one newline for ``<br>``, list items as "1. …" / "• …" a line; "" for a rule."""
    html: str | None = None
    """The block's outer mark-up; None when the input was text or none is kept."""
    kind: Literal["paragraph", "heading", "quote", "list", "rule", "preformatted", "term", "definition", "table"] = "paragraph"
    """What it is. "quote": a blockquote or an indented box; "term"/"definition": dt/dd; "rule": hr or a line of stars."""
    level: int | None = None
    """2 for h2 and so on; None for what is no heading."""
    styles: frozenset[Literal["bold", "italic", "indented"]] = frozenset()
    """What all of the block's text is set in."""
    lead: str | None = None
    """The run of bold (or strong, b, span of a bold class) text that the block begins with, e.g. "Karla:"; None without one."""
    declared: Literal["letter", "answer"] | None = None
    """What the mark-up itself declares it to be (schema.org Question/Answer, a class such as "letter"); None else."""


def split(blocks: Sequence[Block], *, author: Author | None = None, title: str | None = None) -> tuple[Part, ...]:
    """The body's parts in page order; every block's text is in exactly one of them.

    `author` and `title` are the post's: they tell whom a salutation addresses. A paragraph of furniture amid a letter
    or an answer ("Advertisement") becomes a `Passage` behind it.

    >>> parts = split([Block(text="Dear Rosa,"), Block(text="May I keep the goat? — Kid"), Block(text="You may.")])
    >>> [(type(part).__name__, part.text) for part in parts]
    [('Letter', 'May I keep the goat?'), ('Answer', 'You may.')]
    """
    cues = [read(block) for block in blocks if block.text or block.html]
    page = _Page.of(cues, author, title)
    runs: list[_Run] = []
    headings = _exchange_headings(page)
    starts = [*headings, len(cues)]
    if starts[0] > 0:
        whole = not headings
        runs.extend(_read_section(page, 0, starts[0], None, whole))
    for start, end in zip(starts, starts[1:], strict=False):
        runs.extend(_read_section(page, start + 1, end, start, True))
    return tuple(_parts(page, runs))


@define
class _Run:
    """Consecutive blocks of one speaker: the plan of a part."""

    role: Literal["letter", "answer", "passage"]
    start: int
    end: int
    heading: int | None = None
    basis: Basis = "marked"
    confidence: float = 1.0


@define
class _Page:
    """The page's cues, and what only the page as a whole can tell."""

    cues: list[Cue]
    columnists: frozenset[str]
    """Names by which the columnist is addressed or signs, in lower case."""
    author: Author | None
    labelled: bool
    """Whether there is a reader's label ("Q:", "Reader:"), so that a bare "A." or a name is one too."""
    update: bool
    """Whether the post is an update: letters without answers are likely."""
    voices: dict[int, Voice]

    @classmethod
    def of(cls, cues: list[Cue], author: Author | None, title: str | None) -> _Page:
        addressed = Counter(cue.addressee for cue in cues if cue.addressee)
        names = {name for name, times in addressed.items() if times > 1}
        first = next((cue.addressee for cue in cues if cue.addressee), None)
        if first:
            names.add(first)
        for text in (author.name if author else "", title or ""):
            names.update(word.casefold() for word in re.findall(r"[^\W\d_a-z][^\W\d_]+", text))
        return cls(
            cues=cues,
            columnists=frozenset(names - _CROWD),
            author=author,
            labelled=any(cue.speaker == "letter" for cue in cues),
            update=bool(title and re.match(r"\W*(?:[\w-]+ ){0,2}updates?\b", title, re.IGNORECASE)) or any(cue.update for cue in cues[:3]),
            voices={},
        )

    def voice(self, at: int) -> Voice:
        """The voice of a block, heard once."""
        found = self.voices.get(at)
        if found is None:
            found = self.voices[at] = hear(self.cues[at].words)
        return found

    def speaks_for_columnist(self, name: str) -> bool:
        return any(word in self.columnists for word in name.casefold().split())


_CROWD: Final = frozenset("readers reader everyone everybody all folks friends guys y'all yall there team dear the".split())
_LOOSE_ANSWER: Final = re.compile(r"\[?A\s?\d{0,3}\W*$")


# -- marks ------------------------------------------------------------------------------------------------------


def _marks(page: _Page, start: int, end: int) -> dict[int, str]:
    """Where the page itself says that a letter or an answer begins: index → role."""
    marks: dict[int, str] = {}
    state: str | None = None
    for at in range(start, end):
        cue = page.cues[at]
        role = _mark(page, cue, at, state)
        if role is None and state is None and _introduced(page, at, start):
            role = "letter"
        if role is None and state == "letter" and at > start and _has_signed(page, at, start):
            role = "answer"
        if role is not None and not (cue.intro and role == "passage" and state is not None):
            if role != "passage":
                marks[at] = role
            state = role if role != "passage" else state
    return marks


def _mark(page: _Page, cue: Cue, at: int, state: str | None) -> str | None:
    if cue.block.declared is not None and not (at and page.cues[at - 1].block.declared == cue.block.declared):
        return cue.block.declared
    if cue.speaker in ("letter", "answer"):
        loose = cue.speaker == "answer" and _LOOSE_ANSWER.match(cue.label or "") is not None
        return cue.speaker if page.labelled or not loose else None
    if cue.speaker == "name" and cue.name and _is_speaker(page, cue, state):
        return "answer"
    if cue.salutation is not None:
        return _addressed(page, cue, state)
    return None


def _is_speaker(page: _Page, cue: Cue, state: str | None) -> bool:
    """"Karla:" names who answers if she is the columnist, or stands in bold, or a reader's label is on the page."""
    assert cue.name is not None
    if state is None and not page.speaks_for_columnist(cue.name):
        return False
    bold = cue.block.lead is not None and cue.block.lead.strip().rstrip(":") == cue.name
    return page.labelled or page.speaks_for_columnist(cue.name) or (bold and state == "letter")


def _addressed(page: _Page, cue: Cue, state: str | None) -> str | None:
    """Whose salutation it is: a letter's addresses the columnist, an answer's whoever wrote the letter."""
    who = cue.addressee
    if who in ("reader", "readers") and state != "letter":
        return None if state is None else "answer"
    if who in _CROWD or who is None:
        return "letter" if state is None and who is None else ("answer" if state == "letter" and who == "reader" else None)
    if page.speaks_for_columnist(who) or who in page.columnists:
        return "letter"
    return "answer" if state == "letter" else "letter"


def _introduced(page: _Page, at: int, start: int) -> bool:
    """Whether the block before is an introduction ("A reader writes:")."""
    if at == start or page.cues[at].intro:
        return False
    return page.cues[at - 1].intro


def _has_signed(page: _Page, at: int, start: int) -> bool:
    """Whether the letter ended with the block before: it is signed, and what follows is neither name nor postscript."""
    cue = page.cues[at]
    if cue.postscript or cue.aside or not cue.text:
        return False
    back = at - 1
    while back >= start and (page.cues[back].postscript or page.cues[back].aside or not page.cues[back].text):
        back -= 1
    if back < start:
        return False
    before = page.cues[back]
    if before.signed is None:
        return False
    alone = before.signed == 0 and before.text.rstrip().endswith((",", ":"))
    return not (alone and back == at - 1 and is_brief(cue.text) and len(cue.text) <= 60)


# -- sections ---------------------------------------------------------------------------------------------------


def _exchange_headings(page: _Page) -> list[int]:
    """The headings that stand over exchanges; empty where the page holds one exchange, or none."""
    groups: dict[str, list[int]] = {}
    for at, cue in enumerate(page.cues):
        for sort in _heading_sorts(cue):
            groups.setdefault(sort, []).append(at)
    for sort, group in sorted(groups.items()):
        if sort == "1 numbered":
            group = _counted(page, group)
        if len(group) >= 2 and _over_exchanges(page, group):
            return group
    return []


def _heading_sorts(cue: Cue) -> Iterator[str]:
    block = cue.block
    if block.kind in ("list", "rule", "table", "preformatted", "quote") or not is_brief(cue.text):
        return
    heading = block.kind == "heading"
    bold = "bold" in block.styles or (block.lead is not None and block.lead.strip() == cue.text.strip())
    if cue.label is not None and not cue.words:
        return  # "The dilemma" names a speaker
    if cue.number is not None:
        yield "1 numbered"
    if heading:
        yield f"2 level {block.level}"
    elif bold:
        yield "3 bold"


def _counted(page: _Page, group: list[int]) -> list[int]:
    """Of the numbered blocks, those that count 1, 2, 3 … with something between them."""
    counted: list[int] = []
    for at in group:
        if page.cues[at].number == len(counted) + 1 and (not counted or at > counted[-1] + 1):
            counted.append(at)
    return counted


def _over_exchanges(page: _Page, group: list[int]) -> bool:
    """Whether most of the sections under these headings look like a letter with its answer."""
    sections = [range(start + 1, end) for start, end in zip(group, [*group[1:], len(page.cues)], strict=True)]
    if any(page.cues[at].speaker == "letter" or page.cues[at].salutation for at in range(group[0])):
        return False
    if group[0] and any(page.cues[at].intro and not page.cues[at].update for at in range(group[0])) and group[0] > 3:
        return False
    looks = sum(_looks_like_exchange(page, section) for section in sections)
    return looks >= 0.6 * len(sections)


def _looks_like_exchange(page: _Page, section: range) -> bool:
    cues = [page.cues[at] for at in section]
    if any(cue.speaker == "letter" or cue.salutation or cue.signed is not None or cue.block.declared for cue in cues):
        return True
    if not cues:
        return False
    first = page.voice(section[0])
    if page.update and first.first > first.second:
        return True
    if len(cues) < 2:
        return False
    voices = [page.voice(at) for at in section]
    if not is_english(voices):
        return any("?" in cue.text or "؟" in cue.text or "？" in cue.text for cue in cues[:-1])
    asks = any(voice.questions or voice.pleas for voice in voices[:-1])
    return first.first > first.second and (asks or any(voice.second > voice.first for voice in voices[1:]))


def _read_section(page: _Page, start: int, end: int, heading: int | None, whole: bool) -> list[_Run]:
    """The runs of one section: marks first, wording where they leave it open."""
    if not whole:
        return [_Run("passage", start, end)] if end > start else []
    if start == end:
        return [_Run("passage", heading, start)] if heading is not None else []
    marks = _marks(page, start, end)
    _drop_names(page, start, end, marks)
    _add_style(page, start, end, marks)
    runs = _marked_runs(page, start, end, marks) if marks else _unmarked_runs(page, start, end, heading is not None)
    if heading is not None:
        if runs and runs[0].role != "passage":
            runs[0].heading = heading
        else:
            runs.insert(0, _Run("passage", heading, heading + 1))
            letter = next((run for run in runs if run.role == "letter"), None)
            if letter is not None:
                runs.pop(0)
                letter.heading = heading
    return runs


def _drop_names(page: _Page, start: int, end: int, marks: dict[int, str]) -> None:
    """What looked like a speaker's label and is none on this page belongs to the text."""
    for at in range(start, end):
        cue = page.cues[at]
        if at not in marks and cue.label is not None and cue.salutation is None:
            cue.label = cue.speaker = cue.name = None
            cue.cut = 0


def _add_style(page: _Page, start: int, end: int, marks: dict[int, str]) -> None:
    """The marks of a letter set apart, where they say more than the marks already found."""
    apart = _style_marks(page, start, end)
    if not apart:
        return
    first, stop = sorted(apart)
    if not marks or (marks.get(first) == "letter" and not any(first < at <= stop for at in marks)):
        marks.update(apart)


def _style_marks(page: _Page, start: int, end: int) -> dict[int, str]:
    """Letters that the mark-up sets apart: a quotation, italics, bold, at the section's start or after its introduction."""
    at = start
    while at < end and (page.cues[at].intro or page.cues[at].aside or not page.cues[at].text):
        at += 1
    for skip in (0, 1):
        first = at + skip
        if first < end and (style := _style(page.cues[first].block)):
            stop = first
            while stop < end and (_style(page.cues[stop].block) == style or not page.cues[stop].text):
                stop += 1
            if stop < end and _reads_as_letter(page, first, stop):
                return {first: "letter", stop: "answer"}
    return {}


def _style(block: Block) -> str | None:
    if block.kind == "quote":
        return "quote"
    if block.kind not in ("paragraph", "list", "definition"):
        return None
    return next((style for style in ("indented", "italic", "bold") if style in block.styles), None)


def _reads_as_letter(page: _Page, start: int, stop: int) -> bool:
    voices = [page.voice(at) for at in range(start, stop)]
    first, second = sum(v.first for v in voices), sum(v.second for v in voices)
    return first > second and (first > 2 or any(v.questions or v.pleas for v in voices)) and sum(v.count for v in voices) >= 12


def _marked_runs(page: _Page, start: int, end: int, marks: dict[int, str]) -> list[_Run]:
    order = sorted(marks)
    runs: list[_Run] = []
    if order[0] > start:
        runs.extend(_before_marks(page, start, order[0], marks[order[0]]))
    for at, after in zip(order, [*order[1:], end], strict=True):
        if marks[at] == "answer" or marks.get(after) == "answer":
            runs.append(_Run(marks[at], at, after))  # type: ignore[arg-type]
        else:
            runs.extend(_open_letter(page, at, after))
    return runs


def _before_marks(page: _Page, start: int, mark: int, role: str) -> list[_Run]:
    """What precedes the first mark: a letter, if an answer is what begins there."""
    at = start
    while at < mark and (page.cues[at].intro or page.cues[at].aside or page.cues[at].speaker == "note"):
        at += 1
    if role == "letter" or at == mark:
        return [_Run("passage", start, mark)]
    found = [_Run("passage", start, at)] if at > start else []
    return [*found, _Run("letter", at, mark, basis="inferred", confidence=0.9)]


def _open_letter(page: _Page, start: int, end: int) -> list[_Run]:
    """A letter whose beginning is marked and whose end is not: the wording finds the answer."""
    spoken = [at for at in range(start, end) if page.cues[at].words and not page.cues[at].aside]
    if len(spoken) < 2:
        return [_Run("letter", start, end)]
    voices = [page.voice(at) for at in spoken]
    if not is_english(voices):
        return _foreign(page, spoken, start, end)
    found = boundaries(*scores(voices))
    if page.update and (len(found) > 1 or presence(voices, 0, found[0][1], len(voices)) < 0.7):
        return [_Run("letter", start, end, basis="inferred", confidence=0.8)]
    return _inferred(spoken, found, start, end, 1.0)


def _foreign(page: _Page, spoken: list[int], start: int, end: int) -> list[_Run]:
    """In a language whose wording isn't known here: of two blocks one is each; else the last question ends the letter."""
    asked = [at for at in spoken[:-1] if any(mark in page.cues[at].text for mark in "?؟？;")]
    if len(spoken) > 2 and not asked:
        return [_Run("passage", start, end)]
    answer = spoken[1] if len(spoken) == 2 else spoken[spoken.index(asked[-1]) + 1]
    return [
        _Run("letter", start, answer, basis="inferred", confidence=0.5),
        _Run("answer", answer, end, basis="inferred", confidence=0.5),
    ]


def _inferred(spoken: list[int], found: list[tuple[int, int, float]], start: int, end: int, sure: float) -> list[_Run]:
    runs: list[_Run] = []
    starts = [start, *(spoken[begin] for begin, _, _ in found[1:]), end]
    for (_, answer, likely), begin, stop in zip(found, starts, starts[1:], strict=False):
        confidence = round(min(1.0, likely * sure), 3)
        runs.append(_Run("letter", begin, spoken[answer], basis="inferred", confidence=confidence))
        runs.append(_Run("answer", spoken[answer], stop, basis="inferred", confidence=confidence))
    return runs


def _unmarked_runs(page: _Page, start: int, end: int, headed: bool) -> list[_Run]:
    """Nothing marks anybody: an exchange is assumed only where the wording says so."""
    spoken = [at for at in range(start, end) if page.cues[at].words and not page.cues[at].aside]
    while len(spoken) > 2 and page.cues[spoken[0]].speaker == "note":
        spoken.pop(0)
    nothing = [_Run("passage", start, end)]
    if not spoken:
        return nothing
    voices = [page.voice(at) for at in spoken]
    before = [_Run("passage", start, spoken[0])] if spoken[0] > start else []
    if len(spoken) == 1 or (page.update and headed):
        return [*before, _Run("letter", spoken[0], end, basis="inferred", confidence=0.8)] if page.update and headed else nothing
    if not is_english(voices):
        return _foreign(page, spoken, start, end) if headed else nothing
    found = boundaries(*scores(voices))
    ends = [*(begin for begin, _, _ in found[1:]), len(voices)]
    there = min(presence(voices, begin, at, end) for (begin, at, _), end in zip(found, ends, strict=True))
    if there < 0.5 and not headed:
        return nothing
    return [*before, *_inferred(spoken, found, spoken[0], end, max(there, 0.5))]


# -- parts ------------------------------------------------------------------------------------------------------


def _parts(page: _Page, runs: list[_Run]) -> Iterator[Part]:
    for run in runs:
        if run.role == "passage":
            yield from (_passage(page.cues[at]) for at in range(run.start, run.end) if page.cues[at].text)
            continue
        kept = [at for at in range(run.start, run.end) if not (page.cues[at].aside or page.cues[at].speaker == "note")]
        tail = [at for at in range(run.start, run.end) if at not in kept]
        if kept:
            yield _letter(page, run, kept) if run.role == "letter" else _answer(page, run, kept)
        yield from (_passage(page.cues[at]) for at in tail if page.cues[at].text)


def _passage(cue: Cue) -> Passage:
    return Passage(text=cue.text, html=cue.block.html)


def _html(page: _Page, indices: Sequence[int]) -> str | None:
    found = [html for at in indices if (html := page.cues[at].block.html) is not None]
    return "\n".join(found) if found else None


@define
class _Fields:
    label: str | None
    salutation: str | None
    text: str
    signature: str | None


def _fields(page: _Page, kept: Sequence[int], signed: tuple[int, int] | None) -> _Fields:
    """The blocks' text as fields in page order; `signed` is the block and the place where the signature begins."""
    label = salutation = None
    body: list[str] = []
    closing: list[str] = []
    at_head = True
    for at in kept:
        cue = page.cues[at]
        text, into = cue.text, body
        if at_head:
            label = label or cue.label
            salutation = salutation or cue.salutation
            text = text[cue.cut :]
            at_head = not text.strip()
        if signed is not None and at == signed[0]:
            offset = signed[1] - (len(cue.text) - len(text))
            body.append(text[: max(0, offset)].strip())
            text = text[max(0, offset) :]
            into = closing
        elif signed is not None and at > signed[0]:
            into = closing
        into.append(text.strip())
    return _Fields(label, salutation, "\n\n".join(filter(None, body)), "\n\n".join(filter(None, closing)) or None)


def _letter(page: _Page, run: _Run, kept: list[int]) -> Letter:
    found = _fields(page, kept, _letter_signature(page, kept))
    indices = kept if run.heading is None else [run.heading, *kept]
    return Letter(
        heading=page.cues[run.heading].text.strip() if run.heading is not None else None,
        label=found.label,
        salutation=found.salutation,
        text=found.text,
        signature=found.signature,
        html=_html(page, indices),
        basis=run.basis,
        confidence=run.confidence,
    )


def _letter_signature(page: _Page, kept: list[int]) -> tuple[int, int] | None:
    """The last signature after which only a name or a postscript follows."""
    for at in reversed(kept):
        cue = page.cues[at]
        if cue.signed is not None and (cue.signed > 0 or at != kept[0]):
            return at, cue.signed
        if not (cue.postscript or len(cue.text) <= 60):
            return None
    return None


def _answer(page: _Page, run: _Run, kept: list[int]) -> Answer:
    found = _fields(page, kept, _answer_signature(page, kept))
    return Answer(
        label=found.label,
        salutation=found.salutation,
        text=found.text,
        signature=found.signature,
        html=_html(page, kept),
        author=_answerer(page, page.cues[kept[0]]),
        basis=run.basis,
        confidence=run.confidence,
    )


def _answer_signature(page: _Page, kept: list[int]) -> tuple[int, int] | None:
    """A columnist's signature: the last block is their name, or a signature that names them."""
    for at in kept[:0:-1]:
        cue = page.cues[at]
        if cue.postscript or not cue.text:
            continue
        if cue.signed is not None and page.speaks_for_columnist(signer(cue.text[cue.signed :])):
            return at, cue.signed
        if len(cue.text) <= 40 and page.speaks_for_columnist(cue.text.strip(" —–-.")):
            return at, 0
        return None
    return None


def _answerer(page: _Page, cue: Cue) -> Author | None:
    if cue.speaker not in ("answer", "name") or cue.name is None:
        return None
    name = re.sub(r"['’]s?$", "", cue.name)
    words = set(name.casefold().split())
    if page.author is not None and words <= set(page.author.name.casefold().split()):
        return page.author
    return Author(name=name) if name.split()[0] not in ("The", "Our") else None


# -- the letter's writer among the comments ----------------------------------------------------------------------

_HERE: Final = re.compile(
    r"(?:^|[.!?\n(—–-]\s*)(?:(?:hi|hey|hello|so|yes|yep|ok|okay|oh|well|um|the|actual|original)\b[^.!?\n]{0,25}?[,!.–—-]*\s*){0,2}"
    r"(?:the\s+)?(?:OP|LW\s?#?\d?|letter[- ]writer(?:\s?#?\d)?|original (?:poster|letter[- ]writer))\s+(?:\(?#?\d\)?\s+)?here\b(?:\s*$|\s*[,.!:;)(–—-]|\s+(?:again|with|and|to|just|checking|for|!))",
    re.IGNORECASE,
)
_I_AM: Final = re.compile(
    r"(?<!if )(?<!though )\b(?:i['’]m|i am|i was|this is|it['’]s me,?)\s+(?:actually\s+|indeed\s+)?(?:(?:the\s+)?(?:OP|LW\s?#?\d?|letter[- ]writer|original (?:poster|letter[- ]writer))(?!['’]s)\b(?!\s+(?:who|that|and not|is|was|should)\b)"
    r"|the (?:person|one|reader|woman|man|guy|writer|author) (?:who|that|of) (?:wrote|sent|asked|submitted|this|the letter|the question)\b)",
    re.IGNORECASE,
)
_MY_LETTER: Final = re.compile(
    r"\b(?:i (?:wrote|sent|submitted|asked) (?:in )?(?:with )?(?:this|the original|that) (?:letter|question|e-?mail)\b|(?:this|that|#\d|number \w+) (?:is|was) my (?:letter|question)\b"
    r"|(?:thanks|thank you)(?: \w+[,!]?){0,4}? for (?:answering|publishing|posting|printing|running|taking|tackling|featuring|picking|choosing|responding to|replying to|using|including|considering) (?:my|our) (?:question|letter|e-?mail|query|dilemma|problem)\b)",
    re.IGNORECASE,
)
_WRITER_NAME: Final = re.compile(
    r"(?:(?:the|actual) )?(?:OP|LW|letter[- ]?writer|original (?:poster|letter[- ]?writer))\s?(?:here\b)?\s?#?\d{0,2}|.{1,40}[\s,]*[(\[]\s?(?:the )?(?:OP|LW|letter[- ]?writer)\s?#?\d{0,2}\s?[)\]]|.{1,40}(?:,| -| –| —|/) ?(?:the )?(?:OP|LW|letter[- ]?writer)\s?#?\d{0,2}",
    re.IGNORECASE,
)
_GENERIC: Final = frozenset(
    "anonymous anon guest me reader commenter name user unknown nobody someone visitor a anonymouse anonymoose nn x op lw".split()
)
_QUOTE: Final = re.compile(r"“[^”]{0,2000}”|\"[^\"]{0,2000}\"|(?m:^\s*>.*$)")


def letter_writers(comments: Sequence[Comment], letters: Sequence[Letter]) -> frozenset[str]:
    """The ids of the comments whose writer says in so many words that the letter is theirs.

    Evidence is a comment's own wording ("OP here", "thanks for answering my question"), the writer's name ("LW2"), or
    a name equal to a letter's signature. It carries over to the same name's other comments, unless the name is one
    that anybody uses. A comment by the post's author never counts.

    >>> xg = Comment(id="7", author=Author(name="XG"), text="Thanks for answering my question!")
    >>> sorted(letter_writers([xg, Comment(id="8", author=Author(name="Kim"), text="If I were the OP, I'd go.")], []))
    ['7']
    """
    signed = {signer(letter.signature) for letter in letters if letter.signature} - _GENERIC - {""}
    names: set[str] = set()
    found: set[str] = set()
    for comment in comments:
        if comment.is_post_author or not _claims(comment, signed):
            continue
        found.add(comment.id)
        name = _name(comment)
        if name and name not in _GENERIC:
            names.add(name)
    found.update(c.id for c in comments if not c.is_post_author and _name(c) in names)
    return frozenset(found)


def _name(comment: Comment) -> str:
    return comment.author.name.strip().casefold() if comment.author else ""


def _claims(comment: Comment, signed: set[str]) -> bool:
    name = _name(comment)
    if name and (name in signed or _WRITER_NAME.fullmatch(name)):
        return True
    text = _QUOTE.sub(" ", comment.text)
    return bool(_HERE.search(text) or _I_AM.search(text) or _MY_LETTER.search(text))
