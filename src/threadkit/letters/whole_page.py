"""A post's blocks as one page: every block read by itself, and what only the page as a whole can tell.

In come the blocks; out goes a `Page` of cues. Blocks that hold several paragraphs come apart, a quoted e-mail loses its
salutation and signature (they are not the letter's), and the page is asked whom its salutations address, whether labels
and names tell its speakers, and whether it is an update.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal

from attrs import define, evolve

from threadkit import lazy_re
from threadkit.letters.cues import Block, Cue, greets_alone, is_closing, read
from threadkit.letters.languages import ENGLISH, Language, language_of
from threadkit.letters.voice import Voice, hear
from threadkit.model import Author

__all__ = ["CROWD", "Page", "Role"]

Role = Literal["letter", "answer", "passage"]
_SPEAKER_LINE: Final = lazy_re.pattern(r"\s*(?:Q(?:uestion)?|A(?:nswer)?)\s?\d{0,3}[:.]\s", re.IGNORECASE)
_DASHES: Final = ("—", "–", "--", "- ")
_BREAKS: Final = lazy_re.pattern(r"(?:<br\s*/?>\s*){2,}", re.IGNORECASE)
CROWD: Final = frozenset("readers reader everyone everybody all folks friends guys y'all yall there team".split())
_COLUMN: Final = lazy_re.pattern(
    r"(?:[Dd]ear|DEAR|[Aa]sk|ASK|[Hh]ey) ([^:,–—|!?]{1,30})"
    r"|([^\W\d_a-z][\w.'’-]{0,40}(?: [^\W\d_a-z][\w.'’-]{0,40}){0,2}) ?:"
)
"""A title that names the columnist: "Dear Rosa: The Goat", "Ask Karla", "Miss Fork: May I?"."""
_PROPER: Final = lazy_re.pattern(r"[^\W\d_a-z][^\W\d_]+")
_UPDATE_TITLE: Final = lazy_re.pattern(r"\W{0,20}(?:\w[\w-]{0,40} ){0,2}updates?\b", re.IGNORECASE)


@define
class Page:
    """The page's cues, and what only the page as a whole can tell."""

    cues: list[Cue]
    columnists: frozenset[str]
    """Names by which the columnist is addressed or signs, in lower case."""
    author: Author | None
    labelled: bool
    """Whether there is a reader's label ("Q:", "Reader:"), so that a bare "A." or a name is one too."""
    named: Literal["chat", "interview"] | None
    """How names label the speakers: in a chat the columnist's returns behind readers', in an interview it begins, or
    nobody's is the columnist's."""
    update: bool
    """Whether the post is an update: letters without answers are likely."""
    voices: dict[int, Voice]
    _language: Language | Literal["unread"] | None = "unread"

    @property
    def language(self) -> Language | None:
        """The language of what is spoken on the page; None where its words aren't known."""
        if self._language == "unread":
            self._language = language_of([cue.text for cue in self.cues if not cue.aside])
        return self._language

    @classmethod
    def of(cls, blocks: Sequence[Block], author: Author | None, title: str | None) -> Page:
        """The page that these blocks make."""
        cues = _cues(blocks)
        _find_small_print(cues, author)
        names = {name for name, times in Counter(cue.addressee for cue in cues).items() if name and times > 1}
        column = _COLUMN.match(title or "")
        for text in (author.name if author else "", (column[1] or column[2]) if column else ""):
            names.update(word.casefold() for word in _PROPER.findall(text))
        names.update(_first_addressed(cues))
        columnists = frozenset(names - CROWD)
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
            found = self.voices[at] = hear(self.cues[at].words, self.language or ENGLISH)
        return found

    def spoken(self, start: int, end: int) -> list[int]:
        """The blocks that somebody speaks: no boilerplate, no notes, no names that stand alone."""
        return [
            at
            for at in range(start, end)
            if (cue := self.cues[at]).words
            and not (cue.aside or cue.script or cue.rule or cue.speaker == "note" or cue.bare)
            and cue.block.kind not in ("heading", "preformatted", "table")
        ]

    def is_columnist(self, name: str) -> bool:
        return _is_one_of(name, self.columnists)


def _cues(blocks: Sequence[Block]) -> list[Cue]:
    """Every block read by itself; one that holds several paragraphs, paragraph by paragraph."""
    cues: list[Cue] = []
    for block in blocks:
        if "\n" in block.text and block.kind in ("paragraph", "quote", "definition"):
            cues.extend(_unfolded(block))
        elif block.text.strip() or block.kind == "rule":  # whether its mark-up was kept or not
            cues.append(read(block))
    for before, cue in pairwise(cues):
        if before.plain_intro and not cue.plain_intro:
            cue.intro = False  # what "A reader writes:" introduces is the letter, however it begins
        if cue.salutation is not None and before.text.endswith(":") and not before.intro:
            cue.script = True
    _follow_scripts(cues)
    return cues


def _unfolded(block: Block) -> Iterator[Cue]:
    """The paragraphs of one block: apart by blank lines, long lines, or a speaker's label at a line's start.

    Pages of the first blogs write a post as one paragraph with ``<br><br>`` in it, and a rendering sets paragraphs
    that were ``div`` on one line each; where a line greets ("Dear Amy,"), each line is a paragraph, and a signature
    stays with the line above. The line break stays in the text (`Cue.glue`).
    """
    pieces: list[tuple[str, str]] = []
    greets = any(len(line) <= 60 and greets_alone(line) for line in block.text.split("\n"))
    for half in block.text.split("\n\n"):
        glue = "\n\n"
        for line in half.split("\n"):
            opens = glue == "\n\n" or _SPEAKER_LINE.match(line) or min(len(line), len(pieces[-1][1])) >= 60
            if greets and not opens:
                opens = not line.lstrip().startswith(_DASHES) and not is_closing(pieces[-1][1])
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
    if any(cue.speaker == "letter" for cue in cues):
        return None  # the reader has a label, so that a name is whose answer it is
    if len(names) > 1 and theirs[0]:
        return "interview"  # the post's author asks
    if len(set(names)) > 1 and not any(theirs):
        return "interview"  # or "Step One:", "Step Two:"
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
