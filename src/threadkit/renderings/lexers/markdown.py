r"""Markdown: what html2text, markdownify, trafilatura and reader services write of a page.

The characters of the mark-up go (images with them, as they are avatars and smileys), the words of links stay:

      1. ![](https://…/avatar/6d70?s=48) **Ann**          1. Ann
    [May 3, 2019](https://…#comment-12)                     May 3, 2019

Two habits are told apart. In CommonMark what belongs to an item stands to the right of its marker (markdownify).
html2text indents markers only, so that all below an item stands at the margin; there a line belongs to the last item,
until a heading, a rule, or the words around a page's comments say that the list is over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.introduction import invites, read_introduction
from threadkit.renderings.lexers.levels import Levels, give_markers
from threadkit.renderings.lexers.wrapping import Row, unwrap
from threadkit.renderings.lines import Line, blank_line, raw_lines

__all__ = ["NAME", "claims", "lex", "lex_markdown", "plain_words"]

NAME: Final = "markdown"

_LINK: Final = lazy_re.pattern(r"\]\((?:<|#|/|\.|https?:|mailto:|javascript:|\))")
_HEADING: Final = lazy_re.pattern(r"(?m)^ {0,3}#{1,6} \S")
_MARKER: Final = lazy_re.pattern(r"(?P<mark>[*+-]|(?P<n>\d{1,6})[.)])(?:(?P<gap>[ \t\u00a0]+)|\Z)")
_HASHES: Final = lazy_re.pattern(r"#{1,6}(?:\s+|\Z)")
_RULE: Final = lazy_re.pattern(r"(?:[*_-][ \t]*){3,}\Z")
_UNDERLINE: Final = lazy_re.pattern(r"(?:=+|-{2,})\s*\Z")
_QUOTE: Final = lazy_re.pattern(r"(?:> ?)+")
_SPACE: Final = " \t\u00a0\u200b"
_LOOSE: Final = 4
"""Columns from which on html2text's text is indented for another reason than a theme's no-break spaces."""
_SHORT: Final = 160

_IMAGE: Final = lazy_re.pattern(
    r"!\[([^\]\n]{0,300})\]\((?:<[^>\n]{0,300}>|(?:[^()\s\\]|\\.|\([^()\s]{0,300}\)){0,500})(?:\s++(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?\s*+\)"
)
_ANCHOR: Final = lazy_re.pattern(
    r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,1000})\]"
    r"\(\s*+(?:<[^>\n]{0,300}>|(?:[^()\s\\]|\\.|\((?:[^()\s\\]|\\.){0,300}\)){0,500})(?:\s++(?:\"(?:[^\"\\\n]|\\.){0,300}\"|'[^'\n]{0,300}'))?\s*+\)"
)
_AUTOLINK: Final = lazy_re.pattern(r"<((?:https?://|mailto:)[^\s<>]+)>")
_STRONG: Final = lazy_re.pattern(r"(\*\*|__|~~)(?=\S|\s\S)(.{1,1000}?)\1(?!\w)")
_EMPHASIS: Final = lazy_re.pattern(r"(?<![\w*_\\])([*_])(?=\S)([^*_\n]{1,1000}?)(?<=\S)\1(?![\w*_])")
_CODE: Final = lazy_re.pattern(r"`([^`\n]{1,1000})`")
_ESCAPE: Final = lazy_re.pattern(r"\\([\\`*_{}\[\]()#+\-.!~>|<&])")
_WORDY: Final = lazy_re.pattern(r"\w")


def claims(text: str) -> bool:
    """Whether links or headings are written as in Markdown, more than once."""
    return len(_LINK.findall(text, 0, 200_000)) >= 3 or ("](" in text and len(_HEADING.findall(text, 0, 200_000)) >= 2)


def lex(text: str) -> Sequence[Line]:
    """The lines of CommonMark: what belongs to an item is indented."""
    return lex_markdown(text, loose=False)


def lex_markdown(text: str, *, loose: bool) -> Sequence[Line]:
    """The lines of a text; `loose`: what belongs to an item stands at the margin."""
    out: list[Line] = []
    levels = Levels()
    for row in unwrap(raw_lines(text)):
        stripped = row.text.strip(_SPACE)
        if not stripped:
            out.append(blank_line(row.start, len(row.text)))
        elif _UNDERLINE.match(stripped) and out and _is_underlined(out[-1], stripped):
            out[-1] = out[-1]._replace(indent=0, marker="", marked=False, text=out[-1].full_text, heading=True)
            levels.close()
            out.append(blank_line(row.start))
        elif _RULE.match(stripped):
            if not loose and row.text[:2].strip():
                levels.close()
            out.append(blank_line(row.start))
        else:
            out.extend(_lines(row, stripped, levels, loose=loose))
    return give_markers(out)


def _is_underlined(above: Line, underline: str) -> bool:
    """Whether a line is a heading; one that begins with a number is no item, if it is underlined to its very end."""
    if above.blank or not above.marked:
        return not above.blank
    return above.ordinal is not None and len(above.full_text) == len(underline)


def _lines(row: Row, stripped: str, levels: Levels, *, loose: bool) -> Iterator[Line]:
    """The line, or more of them where an item begins with an item."""
    at = len(row.text) - len(row.text.lstrip(_SPACE))
    column, rest = at, stripped
    items: list[tuple[int, str]] = []
    while (found := _MARKER.match(rest)) and not (loose and column < 2):
        number = found["n"]
        # html2text sets the next level by the kind of the list, however long its numbers are
        width = (3 if number else 2) if loose else len(found["mark"]) + 1
        items.append((levels.item(column, column + width), f"{number}." if number else "•"))
        column, rest = column + found.end(), rest[found.end() :]
    hashes = _HASHES.match(rest)
    words = plain_words(rest[hashes.end() :] if hashes else rest)
    if not items:
        if _leaves_lists(words, hashes[0].strip() if hashes else "", at, loose=loose):
            levels.close()
        indent = levels.inside() if loose and at < _LOOSE else levels.text(at)
        yield Line(indent, "", words, row.start, row.start + at, False, not words, hashes is not None)
    for n, (indent, marker) in enumerate(items):
        said = words if n == len(items) - 1 else ""
        yield Line(indent, marker, said, row.start, row.start + at, True, False, hashes is not None)


def _leaves_lists(words: str, hashes: str, at: int, *, loose: bool) -> bool:
    """Whether a line that is no item stands outside of all lists."""
    if loose:
        return hashes == "#" or (len(words) <= _SHORT and _is_around(words))
    return bool(hashes) and at < 2


def _is_around(words: str) -> bool:
    """Whether a line introduces comments or invites to write one, and so stands outside of all lists."""
    return bool(words) and (read_introduction(words) is not None or invites(words))


def plain_words(text: str) -> str:
    """A line without its mark-up.

    >>> plain_words(r"![](a.png) **[Ann](https://x.example)** said 1\\. _no_ and <https://y.example>")
    'Ann said 1. no and https://y.example'
    """
    if text.startswith(">") and (quote := _QUOTE.match(text)):
        text = text[quote.end() :]
    if "](" in text:
        if "![" in text:
            text = _IMAGE.sub(_alternative, text)
        text = _ANCHOR.sub(r"\1", text)
        if "](" in text:  # a link around an image or another link
            text = _ANCHOR.sub(r"\1", text)
    if "<" in text:
        text = _AUTOLINK.sub(r"\1", text)
    if "**" in text or "__" in text or "~~" in text:
        text = _STRONG.sub(r"\2", text)
    if "_" in text or "*" in text:
        text = _EMPHASIS.sub(r"\2", text)
    if "`" in text:
        text = _CODE.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return text.strip(" \t\u00a0\u200b\ufeff")


def _alternative(found: re.Match[str]) -> str:
    """What an image says: a smiley that was typed stays, a description goes."""
    said = found[1]
    return said if said and not _WORDY.search(said) else ""
