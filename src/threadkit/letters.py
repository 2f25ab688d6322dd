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
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal

from attrs import define, evolve, frozen

from threadkit._letter_cues import Cue, is_brief, read, signer
from threadkit._letter_voice import NEVER, Voice, boundaries, hear, is_english, presence, scores
from threadkit._letter_weights import AFTER_SIGNATURE
from threadkit._letter_writers import letter_writers
from threadkit.model import Answer, Author, Basis, Letter, Part, Passage

__all__ = ["Block", "letter_writers", "split"]


@frozen(kw_only=True)
class Block:
    """One block of a post's body, in page order: a paragraph, a heading, a list, a quotation."""

    text: str
    """Plain text as in the model: one newline for ``<br>``, list items as "1. …" / "• …" a line; "" for a rule."""
    html: str | None = None
    """The block's outer mark-up; None when the input was text or none is kept."""
    kind: Literal["paragraph", "heading", "quote", "list", "rule", "preformatted", "term", "definition", "table"] = (
        "paragraph"
    )
    """What it is. "quote": a blockquote or an indented box; "term", "definition": dt, dd; "rule": hr, or stars."""
    level: int | None = None
    """2 for h2 and so on; None for what is no heading."""
    styles: frozenset[Literal["bold", "italic", "indented"]] = frozenset()
    """What all of the block's text is set in."""
    lead: str | None = None
    """The run of bold text (strong, b, span of a bold class) the block begins with, e.g. "Karla:"; None without."""
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
    cues = _cues(blocks)
    _find_small_print(cues, author)
    page = _Page.of(cues, author, title)
    starts = _exchange_headings(page)
    if starts:
        runs = [_Run("passage", 0, starts[0])]
        for start, end in pairwise([*starts, len(cues)]):
            runs.extend(_read_section(page, start + 1, end, heading=start))
    else:
        runs = [run for start, end in pairwise(_ruled(page)) for run in _read_section(page, start, end)]
    return tuple(part for run in runs for part in _parts(page, run))


_SPEAKER_LINE: Final = re.compile(r"\s*(?:Q(?:uestion)?|A(?:nswer)?)\s?\d{0,3}[:.]\s", re.IGNORECASE)
_BREAKS: Final = re.compile(r"(?:<br\s*/?>\s*){2,}", re.IGNORECASE)


def _cues(blocks: Sequence[Block]) -> list[Cue]:
    """Every block read by itself; one that holds several paragraphs, paragraph by paragraph."""
    cues: list[Cue] = []
    for block in blocks:
        if "\n" in block.text and block.kind in ("paragraph", "quote", "definition"):
            cues.extend(_unfolded(block))
        elif block.text or block.html:
            cues.append(read(block))
    for before, cue in pairwise(cues):
        if before.plain_intro and not cue.plain_intro:
            cue.intro = False  # what "A reader writes:" introduces is the letter, however it begins
        if cue.salutation is not None and before.text.endswith(":") and not before.intro:
            cue.script = True
    _follow_scripts(cues)
    return cues


def _find_small_print(cues: list[Cue], author: Author | None) -> None:
    """Furniture that only its neighbors show: the list under "You may also like:", the author's box at the end."""
    for before, cue in pairwise(cues):
        if before.aside and before.text.endswith(":") and cue.block.kind == "list":
            cue.aside = True
    for cue in reversed(cues):
        if author is not None and _is_about(cue.text, author.name):
            cue.aside = True
        elif not cue.aside:
            return


def _is_about(text: str, name: str) -> bool:
    return len(name) < len(text) <= 300 and (text == f"About {name}" or text.startswith(f"{name} "))


def _follow_scripts(cues: list[Cue]) -> None:
    """A quoted e-mail ("She wrote me this:", "Dear all, …", "Best, Jo") goes on to its signature, if that is near."""
    for at, cue in enumerate(cues):
        if not cue.script or cue.salutation is None:
            continue
        near = range(at, min(at + 8, len(cues)))
        end = next((i for i in near if cues[i].signed is not None), at)
        for other in cues[at : end + 1]:
            other.script, other.salutation, other.addressee, other.signed, other.cut = True, None, None, None, 0
            other.label = other.speaker = other.name = None


def _unfolded(block: Block) -> Iterator[Cue]:
    """The paragraphs of one block: apart by blank lines, long lines, or a speaker's label at a line's start.

    Pages of the first blogs write a post as one paragraph with ``<br><br>`` in it, and a rendering sets paragraphs
    that were ``div`` on one line each. The line break stays in the text (`Cue.glue`).
    """
    pieces: list[tuple[str, str]] = []
    for half in block.text.split("\n\n"):
        glue = "\n\n"
        for line in half.split("\n"):
            opens = glue == "\n\n" or _SPEAKER_LINE.match(line) or min(len(line), len(pieces[-1][1])) >= 60
            if opens:
                pieces.append((glue, line))
            else:
                pieces[-1] = (pieces[-1][0], f"{pieces[-1][1]}\n{line}")
            glue = "\n"
    kept = [(glue, text) for glue, text in pieces if text.strip()]
    marked = _BREAKS.split(block.html) if block.html is not None else []
    for at, (glue, text) in enumerate(kept):
        markup = marked[at] if len(marked) == len(kept) else (block.html if at == 0 else None)
        cue = read(evolve(block, text=text, html=markup, lead=block.lead if at == 0 else None))
        cue.glue = glue if at else "\n\n"
        yield cue


Role = Literal["letter", "answer", "passage"]


@define
class _Run:
    """Consecutive blocks of one speaker: the plan of a part."""

    role: Role
    start: int
    end: int
    heading: int | None = None
    basis: Basis = "marked"
    confidence: float = 1.0


_A: Final = re.compile(r"\[?A\s?\d{0,3}[^\w\s]*")
_CROWD: Final = frozenset("readers reader everyone everybody all folks friends guys y'all yall there team".split())
_COLUMN: Final = re.compile(r"(?:[Dd]ear|DEAR|[Aa]sk|ASK|[Hh]ey) ([^:,–—|!?]{1,30})|((?:[^\W\d_a-z][\w.'’-]* ?){1,3}):")
"""A title that names the columnist: "Dear Rosa: The Goat", "Ask Karla", "Miss Fork: May I?"."""
_SENTENCE_ENDS: Final = frozenset(".?!…”)") | {'"'}
_PROPER: Final = re.compile(r"[^\W\d_a-z][^\W\d_]+")
_UPDATE_TITLE: Final = re.compile(r"\W*(?:[\w-]+ ){0,2}updates?\b", re.IGNORECASE)


@define
class _Page:
    """The page's cues, and what only the page as a whole can tell."""

    cues: list[Cue]
    columnists: frozenset[str]
    """Names by which the columnist is addressed or signs, in lower case."""
    author: Author | None
    labelled: bool
    """Whether there is a reader's label ("Q:", "Reader:"), so that a bare "A." or a name is one too."""
    named: Literal["chat", "interview"] | None
    """How names label the speakers: in a chat the columnist's returns behind readers', in an interview it begins."""
    update: bool
    """Whether the post is an update: letters without answers are likely."""
    voices: dict[int, Voice]

    @classmethod
    def of(cls, cues: list[Cue], author: Author | None, title: str | None) -> _Page:
        names = {name for name, times in Counter(cue.addressee for cue in cues).items() if name and times > 1}
        column = _COLUMN.match(title or "")
        for text in (author.name if author else "", (column[1] or column[2]) if column else ""):
            names.update(word.casefold() for word in _PROPER.findall(text))
        names.update(_first_addressed(cues))
        columnists = frozenset(names - _CROWD)
        return cls(
            cues=cues,
            columnists=columnists,
            author=author,
            named=_named(cues, columnists),
            labelled=_labelled(cues),
            update=bool(title and _UPDATE_TITLE.match(title)) or any(cue.update for cue in cues[:3]),
            voices={},
        )

    def voice(self, at: int) -> Voice:
        """The voice of a block, heard once."""
        found = self.voices.get(at)
        if found is None:
            found = self.voices[at] = hear(self.cues[at].words)
        return found

    def spoken(self, start: int, end: int) -> list[int]:
        """The blocks that somebody speaks: no furniture, no notes, no names that stand alone."""
        return [
            at
            for at in range(start, end)
            if (cue := self.cues[at]).words
            and not (cue.aside or cue.script or cue.rule or cue.speaker == "note" or cue.bare)
            and cue.block.kind != "heading"
        ]

    def is_columnist(self, name: str) -> bool:
        return _is_one_of(name, self.columnists)


def _labelled(cues: Sequence[Cue]) -> bool:
    """Whether labels name the reader: answers have labels too, or the first words are labelled."""
    if not any(cue.speaker == "letter" for cue in cues):
        return False
    first = next((cue for cue in cues if cue.words and not (cue.intro or cue.aside)), None)
    return any(cue.speaker in ("answer", "name") for cue in cues) or (first is not None and first.speaker == "letter")


def _is_one_of(name: str, people: Collection[str]) -> bool:
    """Whether a name, or a word of it, is one of these."""
    return name in people or any(word in people for word in name.casefold().split())


def _named(cues: Sequence[Cue], columnists: Collection[str]) -> Literal["chat", "interview"] | None:
    names = [cue.name for cue in cues if cue.speaker == "name" and cue.name]
    theirs = [_is_one_of(name, columnists) for name in names]
    if len(names) > 1 and theirs[0]:
        return "interview"  # the post's author asks
    return "chat" if sum(theirs) > 1 else None


def _first_addressed(cues: Sequence[Cue]) -> list[str]:
    """Whom the first salutation addresses, if it opens a letter; behind a letter it addresses the letter's writer."""
    first = next((at for at, cue in enumerate(cues) if cue.addressee), None)
    if first is None or cues[first].addressee is None:
        return []
    before = [cue for cue in cues[:first] if not (cue.intro or cue.aside)]
    if any(cue.signed is not None for cue in before) or any(cue.speaker == "letter" for cue in before):
        return []
    others = any(cue.addressee not in (None, cues[first].addressee) for cue in cues)
    opens = others or sum(len(cue.text) for cue in before) < 200
    return [cues[first].addressee or ""] if opens else []


# -- sections ---------------------------------------------------------------------------------------------------


def _exchange_headings(page: _Page) -> list[int]:
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


def _counted(page: _Page, group: list[int]) -> list[int]:
    """Of the numbered blocks, those that count 1, 2, 3 … with something between them."""
    counted: list[int] = []
    for at in group:
        if page.cues[at].number == len(counted) + 1 and (not counted or at > counted[-1] + 1):
            counted.append(at)
    return counted


def _over_exchanges(page: _Page, group: list[int], numbered: bool) -> bool:
    """Whether the sections under these headings are letters with their answers, by and large."""
    above = page.cues[: group[0]]
    if any(cue.speaker == "letter" or (cue.salutation and cue.addressee not in _CROWD) for cue in above):
        return False  # a letter begins above, so these are the headings of its answer
    odds = [_odds(page, start + 1, end) for start, end in pairwise([*group, len(page.cues)])]
    known = [chance for chance in odds if chance is not None]
    if not known:
        return False  # a language whose wording isn't known, and nothing marks anybody
    asking = sum(page.cues[at].text.endswith("?") for at in group) > len(group) / 2
    return sum(known) / len(known) >= (0.3 if asking else 0.4 if numbered else 0.5) and len(known) >= len(odds) / 5


def _odds(page: _Page, start: int, end: int) -> float | None:
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


def _ruled(page: _Page) -> list[int]:
    """Where rules divide the page into exchanges: the sections' bounds; the page's own where they do not."""
    end = len(page.cues)
    rules = [at for at, cue in enumerate(page.cues) if cue.rule]
    if not rules:
        return [0, end]
    bounds = [0, *rules, end]
    looks = sum((_odds(page, start, stop) or 0.0) >= 0.5 for start, stop in pairwise(bounds))
    return bounds if looks >= 2 else [0, end]


def _read_section(page: _Page, start: int, end: int, *, heading: int | None = None) -> list[_Run]:
    """The runs of one section: marks first, wording where they leave it open."""
    runs = [run for run in _section_runs(page, start, end, headed=heading is not None) if run.start < run.end]
    if heading is None:
        return runs
    letter = next((run for run in runs if run.role == "letter"), None)
    if letter is None or runs.index(letter) > 0:
        return [_Run("passage", heading, start), *runs]
    letter.heading = heading
    return runs


def _section_runs(page: _Page, start: int, end: int, *, headed: bool) -> list[_Run]:
    marks = _marks(page, start, end)
    _add_apart(page, start, end, marks)
    if marks:
        runs = _marked_runs(page, start, end, marks)
        if headed or _holds(page, start, end, marks, runs):
            _drop_labels(page, start, end, marks)
            return runs
    runs = _unmarked_runs(page, start, end, headed=headed)
    _drop_labels(
        page,
        start,
        end,
        {run.start for run in runs if run.start < run.end and page.cues[run.start].speaker == run.role},
    )
    return runs


def _holds(page: _Page, start: int, end: int, marks: dict[int, Role], runs: list[_Run]) -> bool:
    """Whether marks say enough alone; one salutation or quotation needs a wording that agrees."""
    if {"letter", "answer"} <= set(marks.values()) and not _only_apart(page, marks):
        return True
    if any(cue.block.declared or cue.plain_intro for cue in page.cues[start:end]):
        return True
    if any(_replies_to_signer(page, at) for at, role in marks.items() if role == "answer" and at > start):
        return True
    letter = next((run for run in runs if run.role == "letter"), None)
    answer = next((run for run in runs if run.role == "answer"), None)
    if letter is None or answer is None or answer.start < letter.start:
        return False
    asked, replied = page.spoken(letter.start, letter.end), page.spoken(answer.start, answer.end)
    voices = [page.voice(at) for at in (*asked, *replied)]
    return bool(asked and replied) and is_english(voices) and presence(voices, 0, len(asked), len(voices)) >= 0.25


def _replies_to_signer(page: _Page, at: int) -> bool:
    """Whether a salutation addresses who signed just before: "— Late Carpenter", "Dear Late,"."""
    cue, before = page.cues[at], page.cues[at - 1]
    whom = cue.addressee or (cue.name or "").casefold()
    if not whom or before.signed is None:
        return False
    return not set(whom.split()).isdisjoint(signer(before.text[before.signed :]).split())


def _only_apart(page: _Page, marks: dict[int, Role]) -> bool:
    """Whether nothing but the letter's being set apart marks it: bloggers quote others too."""
    return not any(
        (cue := page.cues[at]).label or cue.salutation or cue.block.declared or (at and _ends_letter(page.cues[at - 1]))
        for at in marks
    )


def _ends_letter(cue: Cue) -> bool:
    return cue.intro or cue.signed is not None


# -- marks ------------------------------------------------------------------------------------------------------


def _marks(page: _Page, start: int, end: int) -> dict[int, Role]:
    """Where the page itself says that a letter, an answer, or neither begins: index → role."""
    marks: dict[int, Role] = {}
    state: Role | None = None
    saluted = False  # a letter without salutation may quote an e-mail that has one, and its signature
    for at in range(start, end):
        cue = page.cues[at]
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


def _spoken_mark(page: _Page, cue: Cue, at: int, start: int, state: Role | None) -> Role | None:
    before = page.cues[at - 1].block.declared if at > start else None
    if cue.block.declared != before:
        return cue.block.declared or ("answer" if before == "letter" and cue.text else None)
    if cue.speaker == "answer" and cue.label and cue.label.startswith("From ") and state != "letter":
        return None
    if cue.speaker in ("letter", "answer"):
        loose = cue.speaker == "answer" and _A.fullmatch(cue.label or "") is not None
        return cue.speaker if page.labelled or not (loose or cue.speaker == "letter") else None
    if cue.speaker == "name" and at > start and _replies_to_signer(page, at):
        cue.salutation, cue.label, cue.speaker, cue.name = cue.label, None, None, None  # "Standing: You don't."
        return "answer"
    if cue.speaker == "name" and page.named != "interview":
        if _is_speaker(page, cue, state):
            return "answer"
        return "letter" if page.named == "chat" else None
    if cue.salutation is not None:
        return _addressed(page, cue, at, start, state)
    return _term_mark(cue, state)


def _term_mark(cue: Cue, state: Role | None) -> Role | None:
    """A list of questions with their answers: ``dt`` asks, ``dd`` replies."""
    if cue.block.kind == "term" and (cue.text.rstrip().endswith("?") or cue.text.count(" ") >= 8):
        return "letter"
    return "answer" if cue.block.kind == "definition" and state == "letter" else None


def _is_speaker(page: _Page, cue: Cue, state: Role | None) -> bool:
    """A name ("Karla:") answers if it is the columnist's, or stands in bold, or a reader is labelled too."""
    name = cue.name or ""
    if page.is_columnist(name):
        return True
    bold = cue.block.lead is not None and cue.block.lead.strip().rstrip(":") == name
    return state == "letter" and (page.labelled or bold)


def _addressed(page: _Page, cue: Cue, at: int, start: int, state: Role | None) -> Role | None:
    """Whose salutation it is: a letter's addresses the columnist, an answer's whoever wrote the letter."""
    who = cue.addressee
    if who is not None and page.is_columnist(who):
        return "letter"
    if state == "letter":
        quoted = page.cues[at - 1].text.endswith(":") or cue.block.kind == "quote"
        return "answer" if who is not None and who not in _CROWD - {"reader"} and not quoted else None
    if who in _CROWD:
        return None  # "Dear readers," announces
    behind_letter = state is None and who is not None and sum(len(page.cues[i].text) for i in range(start, at)) >= 100
    return "answer" if behind_letter else "letter"


def _has_signed(page: _Page, at: int, start: int) -> bool:
    """Whether the letter ended with the block before: it is signed, and what follows is neither name nor postscript."""
    cue = page.cues[at]
    if cue.postscript or cue.aside or not cue.text or cue.rule:
        return False
    back = at - 1
    while back > start and ((before := page.cues[back]).postscript or before.aside or not before.text):
        back -= 1
    before = page.cues[back]
    if before.signed is None or (before.signed == 0 and back == start):
        return False
    name_follows = before.signed == 0 and before.text.rstrip()[-1] in ",:–—-" and back == at - 1
    return not (name_follows and is_brief(cue.text) and len(cue.text) <= 60)


def _drop_labels(page: _Page, start: int, end: int, marks: Collection[int]) -> None:
    """What looked like a speaker's label or a salutation and is none on this page belongs to the text."""
    for at in range(start, end):
        cue = page.cues[at]
        if at not in marks and cue.cut and not (at and page.cues[at - 1].cut and not page.cues[at - 1].words):
            cue.label = cue.salutation = None
            cue.cut = 0
            page.voices.pop(at, None)


def _add_apart(page: _Page, start: int, end: int, marks: dict[int, Role]) -> None:
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


def _apart(page: _Page, start: int, end: int) -> tuple[int, int] | None:
    """A letter set apart at the section's start or behind its introduction: where it begins and where it ends."""
    at = start
    while at < end and ((cue := page.cues[at]).intro or cue.aside or not cue.text or cue.rule):
        at += 1
    for first in (at, at + 1):
        stop = _style_end(page, first, end, _style(page.cues[first].block)) if first < end else first
        if first < stop < end and _asks(page, first, stop):
            return first, stop
    return None


def _style_end(page: _Page, at: int, end: int, style: str | None) -> int:
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


def _asks(page: _Page, start: int, stop: int) -> bool:
    """Whether a run reads as a letter: more "I" than "you", a question or a plea, and not just a line."""
    if start and page.cues[start - 1].plain_intro:
        return True
    voices = [page.voice(at) for at in page.spoken(start, stop)]
    first, second = sum(v.first for v in voices), sum(v.second for v in voices)
    asks = first > 2 or any(v.questions or v.pleas for v in voices)
    return first > second and asks and sum(v.count for v in voices) >= 12


# -- runs -------------------------------------------------------------------------------------------------------


def _marked_runs(page: _Page, start: int, end: int, marks: dict[int, Role]) -> list[_Run]:
    order = sorted(marks)
    runs = _before_marks(page, start, order[0], marks[order[0]])
    for at, after in pairwise([*order, end]):
        if marks[at] != "letter" or (after < end and marks[after] == "answer"):
            runs.append(_Run(marks[at], at, after))
        else:
            runs.extend(_open_letter(page, at, after))
    return runs


def _before_marks(page: _Page, start: int, mark: int, role: Role) -> list[_Run]:
    """What precedes the first mark: a letter, if an answer is what begins there."""
    at = start
    while at < mark and ((cue := page.cues[at]).intro or cue.aside or cue.speaker == "note" or not cue.text):
        at += 1
    if role != "answer" or at == mark:
        return [_Run("passage", start, mark)]
    return [_Run("passage", start, at), _Run("letter", at, mark, basis="inferred", confidence=0.9)]


def _open_letter(page: _Page, start: int, end: int) -> list[_Run]:
    """A letter whose beginning is marked and whose end is not: the wording finds the answer."""
    spoken = page.spoken(start, end)
    if len(spoken) < 2:
        return [_Run("letter", start, end)]
    voices = [page.voice(at) for at in spoken]
    if not is_english(voices):
        return _foreign(page, spoken, start, end)
    found = _exchanges(page, spoken, voices)
    if page.update and (len(found) > 1 or presence(voices, 0, found[0][1], len(voices)) < 0.7):
        return [_Run("letter", start, end, basis="inferred", confidence=0.8)]
    return _inferred(page, spoken, found, (start, end), 1.0)


def _exchanges(page: _Page, spoken: list[int], voices: Sequence[Voice]) -> list[tuple[int, int, float]]:
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


def _foreign(page: _Page, spoken: list[int], start: int, end: int) -> list[_Run]:
    """In a language whose wording isn't known: of two blocks one is each; else the last question ends the letter."""
    asked = [at for at in spoken[:-1] if any(mark in page.cues[at].text for mark in "?؟？")]
    signed = [at for at in range(start, spoken[-1]) if page.cues[at].signed is not None] if spoken else []
    if len(spoken) < 2 or (len(spoken) > 2 and not asked and not signed):
        return [_Run("passage", start, end)]
    ends = signed or asked or spoken[:1]
    answer = next(at for at in spoken if at > ends[-1])
    return [
        _Run("letter", start, answer, basis="inferred", confidence=0.5),
        _Run("answer", answer, end, basis="inferred", confidence=0.5),
    ]


def _inferred(
    page: _Page, spoken: list[int], found: list[tuple[int, int, float]], bounds: tuple[int, int], sure: float
) -> list[_Run]:
    runs: list[_Run] = []
    starts = [bounds[0], *(spoken[begin] for begin, _, _ in found[1:]), bounds[1]]
    for (_, answer, likely), (begin, stop) in zip(found, pairwise(starts), strict=True):
        confidence = round(min(0.99, likely * sure), 3)
        at = spoken[answer]
        while page.cues[at - 1].speaker == "answer" and not page.cues[at - 1].words:
            at -= 1  # a label on a line of its own
        runs.append(_Run("letter", begin, at, basis="inferred", confidence=confidence))
        runs.append(_Run("answer", at, stop, basis="inferred", confidence=confidence))
    return runs


def _unmarked_runs(page: _Page, start: int, end: int, *, headed: bool) -> list[_Run]:
    """Nothing marks anybody: an exchange is assumed only where the wording (or a heading over it) says so."""
    nothing = [_Run("passage", start, end)]
    spoken = page.spoken(start, end)
    if not spoken:
        return nothing
    voices = [page.voice(at) for at in spoken]
    before = _Run("passage", start, spoken[0])
    if headed and page.update:
        return [before, _Run("letter", spoken[0], end, basis="inferred", confidence=0.8)]
    if len(spoken) < 2:
        return nothing
    if not is_english(voices):
        return _foreign(page, spoken, start, end) if headed else nothing
    found = _exchanges(page, spoken, voices)
    ends = [*(begin for begin, _, _ in found[1:]), len(voices)]
    there = min(presence(voices, begin, at, stop) for (begin, at, _), stop in zip(found, ends, strict=True))
    signs_off = any(page.cues[at].signed is not None for at in range(spoken[0], spoken[-1]))
    if there < (0.05 if headed else 0.25 if signs_off else 0.5):
        return nothing
    return [before, *_inferred(page, spoken, found, (spoken[0], end), max(there, 0.6))]


# -- parts ------------------------------------------------------------------------------------------------------


def _parts(page: _Page, run: _Run) -> Iterator[Part]:
    """The part of a run, and behind it the furniture and notes that stood in it."""
    kept: list[int] = []
    tail: list[int] = []
    for at in range(run.start, run.end):
        cue = page.cues[at]
        (tail if run.role == "passage" or cue.aside or cue.speaker == "note" else kept).append(at)
    while kept and page.cues[kept[-1]].rule:
        tail.insert(0, kept.pop())
    if any(page.cues[at].words for at in kept):
        yield _letter(page, run, kept) if run.role == "letter" else _answer(page, run, kept)
    else:
        tail = sorted([*kept, *tail, *([run.heading] if run.heading is not None else [])])
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
    body = closing = ""
    at_head = True
    for at in kept:
        cue = page.cues[at]
        start = 0
        if at_head:
            label = label or cue.label
            salutation = salutation or cue.salutation
            start = cue.cut
            at_head = not cue.text[start:].strip()
        stop = len(cue.text)
        if signed is not None and at >= signed[0]:
            stop = max(start, signed[1]) if at == signed[0] else start
            closing = _joined(closing, cue.glue, cue.text[stop:])
        body = _joined(body, cue.glue, cue.text[start:stop])
    return _Fields(label, salutation, body, closing or None)


def _joined(text: str, glue: str, more: str) -> str:
    more = more.strip()
    return f"{text}{glue}{more}" if text and more else text or more


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
    """The last signature after which only a name or a postscript follows; else a name that stands alone at the end."""
    last = page.cues[kept[-1]]
    before = page.cues[kept[-2]] if len(kept) > 1 else last
    if last.bare and last.signed is None and before.signed is None and before.text[-1:] in _SENTENCE_ENDS:
        return kept[-1], 0
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
    for at in reversed(kept):
        cue = page.cues[at]
        if cue.postscript or not cue.text:
            continue
        if at == kept[0] and "\n" not in cue.text:
            return None
        if cue.signed is not None and page.is_columnist(signer(cue.text[cue.signed :])):
            return at, cue.signed
        last = cue.text.rpartition("\n")[2]
        if len(last) <= 40 and page.is_columnist(last.strip(" —–-.")):
            return at, len(cue.text) - len(last)
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
