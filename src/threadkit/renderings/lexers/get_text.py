"""A line for every piece of text: BeautifulSoup's ``get_text("\\n")``, selectolax's ``text(separator="\\n")``.

Links, bold words and single signs have lines of their own, so that a header and even a sentence lie in pieces:

    Ann                 Ann says:
    says:               May 3, 2019
    May 3, 2019         I love Pride and Prejudice, and so do you.
    I love
    Pride and Prejudice
    , and so do you.

A piece is put to the one before it where it can't begin a line: with a small letter or a sign. Whole lines that the
page prints again and again ("Reply") are nobody's piece.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.headers import is_noise
from threadkit.renderings.lines import Line, blank_line, split_lines
from threadkit.vocabulary.patterns import SAYS

__all__ = ["NAME", "claims", "lex"]

NAME: Final = "get_text"

_SAMPLE: Final = 100_000
_SIGNS: Final = lazy_re.pattern(r"(?m)^[^\S\n]*+[|,.;:)”»·•/»→←↓–—-]{1,2}[^\S\n]*+$")
_PIECES: Final = lazy_re.pattern(r"(?m)^[,;:)”»](?: \S|$)|^(?:says|said|wrote|by|on|at|in|says:|said:)$")
_CONTINUES: Final = lazy_re.pattern(r"[,.;:!?)\]”’»…'](?!\w)|[,;:)”»](?=\s|\w)")
_SMALL: Final = lazy_re.pattern(r"[^\W\d_A-Z]")
_OPENS: Final = lazy_re.pattern(r"[(\[“„«‘]\Z")
_ENDS: Final = lazy_re.pattern(r"[.!?…:;”\"’)»|]\Z")
_CLOSES: Final = lazy_re.pattern(r"[”»)\]]")
_CLOCK: Final = lazy_re.pattern(r"\d{1,2}[:.h]\d\d(?!\d)")
_DATED: Final = lazy_re.pattern(r"(?:19|20)\d\d\W{0,3}(?:@|at|um|om|à|às|alle|o|a las)?\Z|\d (?:@|at)\Z")
_TIMED: Final = lazy_re.pattern(r"(?:\d|[ap]\.?m\.?)\Z", re.IGNORECASE)
_SPEAKS: Final = lazy_re.pattern(rf"{SAYS}\s?:?", re.IGNORECASE)
_SENTENCE: Final = 25
"""So long is the piece that a small letter may go on with; a shorter one is a link or a name."""
_TITLES, _TITLE = 60, 16
"""Among so many first lines one of so many letters that the page says again is a title, and no piece."""
_OFTEN: Final = 3


def claims(text: str) -> bool:
    """Whether single signs stand on lines of their own, and nothing is indented."""
    pieces = len(_SIGNS.findall(text, 0, _SAMPLE)) + len(_PIECES.findall(text, 0, _SAMPLE))
    return pieces >= 2 and not re.search(r"(?m)^ +(?:\d+\.|[•*+]) \S", text)


def lex(text: str) -> Sequence[Line]:
    """The pieces put together, and apart from each other."""
    lines = [line for line in split_lines(text) if not line.blank]
    titles = {
        line.full_text for line in lines[:_TITLES] if len(line.full_text) > _TITLE and text.count(line.full_text) > 1
    }
    often = titles | {words for words, n in Counter(line.full_text for line in lines).items() if n >= _OFTEN}
    out: list[Line] = []
    for line in lines:
        words = line.full_text
        if out and (glue := _glue(out[-1].text, words, often)) is not None:
            out[-1] = out[-1]._replace(text=f"{out[-1].text}{glue}{words}")
        else:
            out.append(line._replace(indent=0, marker="", marked=False, text=words, text_at=line.start))
    apart: list[Line] = []
    for line in out:
        apart += (line, blank_line(line.start))
    return apart


def _glue(above: str, words: str, often: set[str]) -> str | None:
    """What stands between two pieces of one line; None where the second begins a line."""
    if _SPEAKS.fullmatch(words) and not is_noise(above):
        return " "
    if _OPENS.search(above) or _CLOSES.fullmatch(words):
        return ""
    if (_CLOCK.match(words) or words == "@") and _DATED.search(above):
        return " "
    if above in often or words in often:
        return None
    if _CONTINUES.match(words) and not (len(words) == 1 and _TIMED.search(above)):
        return "" if words[0] not in "(“„«" else " "
    if words[0].islower() and not is_noise(words) and not is_noise(above) and not _ENDS.search(above):
        whole = len(above) >= _SENTENCE or above.endswith(",") or len(words) >= 2 * _SENTENCE
        return " " if whole else None
    return None
