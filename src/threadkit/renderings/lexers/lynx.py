"""lynx -dump, wrapped or not, with or without its numbered links.

The page's text begins in column 3, headings at the margin; numbers are set flush right; the bullets of the levels are
"*", "+", "o", "#", "@"; a link is a number in brackets before its words, and the addresses are listed at the end:

       1. [12]Ann says:
          [13]May 3, 2019 at 4:10 pm
          Mine too.
            + Bob says:
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.lexers.columns import lex_columns
from threadkit.renderings.lexers.wrapping import unwrap
from threadkit.renderings.lines import BLANK, Line, blank_line, raw_lines

__all__ = ["NAME", "claims", "lex"]

NAME: Final = "lynx"

_MARKER: Final = lazy_re.pattern(r"(?: {3,}[*+o#@-]|(?:     )*(?: {4}\d| {3}\d\d| {2}\d{3}| \d{4})\.)(?: +|\Z)")
"""Numbers are set flush right, so that a sentence that begins with one stands elsewhere."""
_LINK: Final = lazy_re.pattern(r"\[\d{1,6}\](?=\S)|\[\d{1,6}\]\Z")
_PICTURE: Final = lazy_re.pattern(r"\[[\w%.~-]{2,120}\.(?:jpe?g|png|gif|webp|svg)\]|\[(?:INLINE|LINK|IMAGE|EMBED)\]")
_NO_TEXT: Final = lazy_re.pattern(r"_{3,}|#\S.*")
"""A rule, and the page's feeds and neighbours, which stand in one line above all."""
_PARAGRAPH: Final = 50
_ENDS: Final = lazy_re.pattern(r"[.!?…][”\"’')\]]*\Z")
_REFERENCES: Final = lazy_re.pattern(r"(?:References|Links|Verweise|Références)\s*\Z")
_REFERENCE: Final = lazy_re.pattern(r"\s*\d{1,6}\. \S+\s*\Z")
_INDENTED: Final = lazy_re.pattern(r"(?m)^   [^\s*+o#@\d-]")
_LISTED: Final = lazy_re.pattern(r"(?m)^     \* |^ {3,4}\d{1,3}\. |^ {10}\+ |^     \*$")
_AT_MARGIN: Final = lazy_re.pattern(r"(?m)^[^\s]")
_LESS: Final = lazy_re.pattern(r"(?m)^ {1,2}[^\s\d]")


def claims(text: str) -> bool:
    """Whether most lines begin in column 3, and lists where lynx sets them."""
    indented = len(_INDENTED.findall(text))
    return (
        indented >= 3
        and len(_LISTED.findall(text)) >= 2
        and indented > len(_LESS.findall(text))
        and indented > 0.5 * len(_AT_MARGIN.findall(text))
    )


def lex(text: str) -> Sequence[Line]:
    """The lines, without the numbers of links and the list of addresses."""
    rows = raw_lines(text)
    end = _before_references(rows)
    lines = lex_columns(unwrap(rows[:end]), _MARKER, clean=_clean, first=7, step=5)
    headings = {start for raw, start in rows[:end] if raw[:1].strip()}
    lines = [line._replace(heading=True) if line.start in headings and not line.blank else line for line in lines]
    return [*_apart(lines), *(blank_line(start, len(raw)) for raw, start in rows[end:])]


def _apart(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, paragraphs apart: lynx sets them below each other inside of lists, and where a page asks for it."""
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        yield line
        whole = len(line.text) >= _PARAGRAPH or _ENDS.search(line.text)
        if below is None or line.blank or below.blank:
            continue
        if not line.marked if below.marked else whole or line.marked:
            yield blank_line(line.text_at)


def _before_references(rows: Sequence[tuple[str, int]]) -> int:
    """Where the list of addresses at the text's end begins."""
    i = len(rows)
    while i and (not rows[i - 1][0].strip() or _REFERENCE.match(rows[i - 1][0]) or _is_subtitle(rows[i - 1][0])):
        i -= 1
    return i - 1 if i and i < len(rows) and _REFERENCES.match(rows[i - 1][0]) else len(rows)


def _is_subtitle(raw: str) -> bool:
    return raw.strip() in ("Visible links", "Hidden links:", "Visible links:")


def _clean(text: str) -> str:
    if "[" in text:
        text = _PICTURE.sub("", _LINK.sub("", text))
    if "(" in text:
        text = text.replace("(BUTTON)", "")
    text = text.strip(BLANK)
    return "" if text[:1] in "#_" and _NO_TEXT.fullmatch(text) else text
