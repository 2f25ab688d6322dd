"""Which of a body's blocks are the theme's: what it prints below the text, in the same box, and beside the text.

In come blocks in page order; out come those that are the post's. Below a text themes print how many comments there are,
the links to their feed, and "by Ann on May 3": lines that no columnist writes. Beside it stand a lead or the rest of
the text, with small print between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.letters import Block
from threadkit.post.byline import is_small_print
from threadkit.post.landmarks import LEAST_PROSE
from threadkit.vocabulary.patterns import COMMENTS, NUMBER, ONE, ZERO, any_of
from threadkit.vocabulary.words import COMMENTS_HEADINGS

__all__ = ["prose_beside", "without_ending"]

_MOST_HELD: Final = 3
_LONGEST_LINE: Final = 250
_REPEATED: Final = 40
_OPENING: Final = 3_000
_COUNT: Final = rf"(?:{NUMBER}|{ONE}|{ZERO})\s+{COMMENTS}\b"
_COMMENTS_LINE: Final = lazy_re.pattern(
    rf"""[\W_]*(?:
        {_COUNT}[\W_]*                                  # "26 Comments"
      | {_COUNT}\s+\S{{1,5}}\s+["“«„‘'].*               # "59 Responses to “My cat”"
      | {any_of(COMMENTS_HEADINGS)}(?:\W+{NUMBER})?[\W_]*  # "Comments (26)"
      | track-?backs?(?:\W+(?:and\W+)?pingbacks?)?[\W_]*
      | (?:subscribe\ to\ |follow\ |rss\ (?:feed\ )?(?:for\ )?)?comments?\W+(?:rss|feed|atom|with\ rss).*
    )""".replace(r"\ ", r"\s"),
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def without_ending(blocks: Sequence[Block], language: str | None) -> tuple[list[Block], list[str]]:
    """A body's blocks without the theme's lines below the text, and those of these lines that say who wrote it or when.

    >>> blocks = [Block(text=text) for text in ("You may.", "~ by Ann on May 3, 2009", "26 Comments")]
    >>> kept, lines = without_ending(blocks, None)
    >>> [block.text for block in kept], lines
    (['You may.'], ['~ by Ann on May 3, 2009'])
    """
    kept = list(blocks)
    lines: list[str] = []
    while len(kept) > 1:
        text = " ".join(kept[-1].text.split())
        if len(text) < _LONGEST_LINE and _COMMENTS_LINE.fullmatch(text):
            kept.pop()
        elif _SIGNED.match(text) and is_small_print(text, language):
            lines.append(text)
            kept.pop()
        else:
            break
    return kept, lines


_SIGNED: Final = lazy_re.pattern(
    r"[~\W_]*(?:(?:posted|written|published|filed)\b|by\s|von\s|par\s|por\s)", re.IGNORECASE
)


def prose_beside(blocks: Iterable[Block], text: Sequence[Block], language: str | None) -> Iterator[Block]:
    """Those of the blocks beside a text that are prose, with the short ones that stand above such a one.

    What repeats the beginning of the text is an excerpt of it.
    """
    opening = ""
    for block in text:
        opening += _bare(block.text)
        if len(opening) > _OPENING:
            break
    held: list[Block] = []
    for block in blocks:
        if is_small_print(block.text, language):
            held = []
        elif len(block.text) < LEAST_PROSE:
            held = [*held, block] if block.kind in ("paragraph", "heading") else []
        elif _bare(block.text)[:_REPEATED] in opening:
            held = []
        else:
            yield from (*held[-_MOST_HELD:], block)
            held = []


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
