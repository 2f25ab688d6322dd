"""Body blocks → `Letter`, `Answer` and `Passage`: the one place where the exchange is told apart.

In comes a post's body as `Block`s in page order (from HTML with what the mark-up says, from a rendering with
plain paragraphs only); out go the body's parts in page order, which together hold every block.

The strategy, from what is certain to what is likely, one private module a step:

1. Every block is read by itself (``cues.py``), then the page as a whole (``whole_page.py``).
2. Headings of one sort that stand over exchanges, or rules between them, divide the page into sections, each read like
   a page of its own (``sections.py``).
3. Marks decide who speaks: declared by the mark-up, a label, a salutation, the signature, an introduction, a letter
   set apart as a quotation, in italics or in bold (``marks.py``). What lies between two marks follows.
4. Where the marks leave a boundary open, the wording decides (``runs.py``, by ``voice.py``): the part
   is "inferred" and its `confidence` says how likely its ends are right. Where there is no mark at all, an exchange is
   assumed only if the wording says that there is one; otherwise everything is a `Passage`.
5. The runs become parts: label, salutation and signature come off the text into fields of their own (below).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from attrs import define

from threadkit.letters.cues import Block, Cue, signer
from threadkit.letters.runs import Run
from threadkit.letters.sections import exchange_headings, read_section, ruled
from threadkit.letters.whole_page import Page
from threadkit.letters.writers import letter_writers
from threadkit.model import Answer, Author, Letter, Part, Passage

__all__ = ["Block", "letter_writers", "split"]


_SENTENCE_ENDS: Final = frozenset(".?!…”)") | {'"'}


def split(blocks: Sequence[Block], *, author: Author | None = None, title: str | None = None) -> tuple[Part, ...]:
    """The body's parts in page order; every block's text is in exactly one of them.

    `author` and `title` are the post's: they tell whom a salutation addresses. A paragraph of boilerplate amid a letter
    or an answer ("Advertisement") becomes a `Passage` behind it.

    >>> parts = split([Block(text="Dear Rosa,"), Block(text="May I keep the goat? — Kid"), Block(text="You may.")])
    >>> [(type(part).__name__, part.text) for part in parts]
    [('Letter', 'May I keep the goat?'), ('Answer', 'You may.')]
    """
    page = Page.of(blocks, author, title)
    starts = exchange_headings(page)
    if starts:
        runs = read_section(page, 0, starts[0], beside=True)
        for start, end in pairwise([*starts, len(page.cues)]):
            runs.extend(read_section(page, start + 1, end, heading=start))
    else:
        runs = [run for start, end in pairwise(ruled(page)) for run in read_section(page, start, end)]
    return tuple(part for run in runs for part in _parts(page, run))


def _parts(page: Page, run: Run) -> Iterator[Part]:
    """The part of a run, and behind it the boilerplate and notes that stood in it."""
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
    yield from (_passage(page.cues[at]) for at in tail if page.cues[at].text.strip())


def _passage(cue: Cue) -> Passage:
    return Passage(text=cue.text, html=cue.block.html)


def _html(page: Page, indices: Sequence[int]) -> str | None:
    found = [html for at in indices if (html := page.cues[at].block.html) is not None]
    return "\n".join(found) if found else None


@define
class _Fields:
    label: str | None
    salutation: str | None
    text: str
    signature: str | None


def _fields(page: Page, kept: Sequence[int], signed: tuple[int, int] | None) -> _Fields:
    """The blocks' text as fields in page order; `signed` is the block and the place where the signature begins."""
    label = salutation = None
    body = closing = ""
    at_head = True
    for at in kept:
        cue = page.cues[at]
        start = 0
        if at_head and (salutation or (label and cue.label)):
            at_head = not (cue.label or cue.salutation)  # a second label or salutation is the text's own
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
    if not body:
        body, closing = closing, ""  # a name that stands alone signs nothing
    return _Fields(label, salutation, body, closing or None)


def _joined(text: str, glue: str, more: str) -> str:
    more = more.strip()
    return f"{text}{glue}{more}" if text and more else text or more


def _letter(page: Page, run: Run, kept: list[int]) -> Letter:
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


def _letter_signature(page: Page, kept: list[int]) -> tuple[int, int] | None:
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


def _answer(page: Page, run: Run, kept: list[int]) -> Answer:
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


def _answer_signature(page: Page, kept: list[int]) -> tuple[int, int] | None:
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


def _answerer(page: Page, cue: Cue) -> Author | None:
    if cue.speaker not in ("answer", "name") or cue.name is None:
        return None
    name = re.sub(r"['’]s?$", "", cue.name)
    words = set(name.casefold().split())
    if page.author is not None and words <= set(page.author.name.casefold().split()):
        return page.author
    return Author(name=name) if name.split()[0] not in ("The", "Our") else None
