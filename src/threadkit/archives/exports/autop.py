"""Text as WordPress stores it → the mark-up that it shows: paragraphs where blank lines are, breaks where lines end.

In comes the content of a post or comment from an export: HTML in which paragraphs are not marked; out goes HTML in
which they are. Text stands in paragraphs where it is in no element of its own (a list item, a heading, a cell); what is
preformatted stays as it is. Content of the block editor has its paragraphs already and stays as it is, too.
Captions, which WordPress stores in square brackets, become what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from threadkit import lazy_re

__all__ = ["as_shown"]

_BLOCKS: Final = (
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main map menu nav ol option p section"
    " select summary table tbody td tfoot th thead tr ul"
).split()
_WRAPPING: Final = frozenset(
    "article aside blockquote body center details div figure fieldset footer form main section".split()
)
"""In these, text stands in paragraphs; in other blocks it stands by itself."""
_VOID: Final = frozenset({"hr", "col"})
_SELF_CLOSING: Final = frozenset({"p", "li", "dt", "dd", "option", "tr", "td", "th"})
"""These end where the next one begins."""
_PIECE: Final = lazy_re.pattern(
    r"(?P<kept><(?P<raw>pre|script|style|textarea)\b.*?(?:</(?P=raw)\s*+>|\Z)|<!--.*?(?:-->|\Z))"
    rf"|<(?P<end>/)?(?P<tag>{'|'.join(_BLOCKS)})(?=[\s/>])[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_BLANK: Final = lazy_re.pattern(r"\n[ \t\n]*\n|(?:<br\s*/?>[ \t\n]*){2,}", re.IGNORECASE)
_LINE: Final = lazy_re.pattern(r"(?<!<br>)(?<!<br/>)(?<!<br />)[ \t]{0,200}\n")
_BLOCK_EDITOR: Final = lazy_re.pattern(r"<!--\s*wp:")
# What is open reaches to the end, and no bracket spans another of its kind: so nothing is searched through twice.
_CAPTION: Final = lazy_re.pattern(
    r"\[(?:wp_)?caption\b[^\[\]]*+\]((?:[^\[]++|\[(?!/?(?:wp_)?caption\b))*+)\[/(?:wp_)?caption\]"
)
_EMBED: Final = lazy_re.pattern(r"\[embed\b[^\[\]]*+\]([^\[]*+)\[/embed\]")
_UNSEEN: Final = lazy_re.pattern(r"\[(?:gallery|playlist)\b[^\[\]]*+\]")


def as_shown(content: str) -> str:
    r"""The content with its paragraphs marked up.

    >>> as_shown("One.\n\nTwo,\nthree.<blockquote>Four.</blockquote>Five.")
    '<p>One.</p><p>Two,<br />\nthree.</p><blockquote><p>Four.</p></blockquote><p>Five.</p>'
    >>> as_shown("<ul>\n<li>a tin</li>\n</ul>")
    '<ul><li>a tin</li></ul>'
    """
    if _BLOCK_EDITOR.search(content):
        return content
    text = content.replace("\r\n", "\n").replace("\r", "\n")
    if "[" in text:
        text = _UNSEEN.sub("", _EMBED.sub(r"\1", _CAPTION.sub(r"<figure>\1</figure>", text)))
    return "".join(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    open_tags: list[str] = []
    at = 0
    for found in _PIECE.finditer(text):
        if found["kept"] is not None and found["raw"] is None:
            continue  # a comment stands where it stands, inside a paragraph or not
        yield from _run(text[at : found.start()], open_tags)
        yield found[0]
        at = found.end()
        if found["tag"] is not None:
            _open_or_close(open_tags, found["tag"].lower(), ends=found["end"] is not None)
    yield from _run(text[at:], open_tags)


def _open_or_close(open_tags: list[str], tag: str, *, ends: bool) -> None:
    if tag in _VOID:
        return
    if not ends:
        if tag in _SELF_CLOSING and open_tags[-1:] == [tag]:
            open_tags.pop()
        open_tags.append(tag)
    elif tag in open_tags[-8:]:
        while open_tags.pop() != tag:
            pass


def _run(text: str, open_tags: list[str]) -> Iterator[str]:
    """What stands between two blocks."""
    if not text.strip():
        return
    if open_tags and open_tags[-1] not in _WRAPPING:
        yield _LINE.sub("<br />\n", text.strip("\n")) if "\n" in text else text
        return
    for paragraph in _BLANK.split(text):
        shown = paragraph.strip(" \t\n")
        if shown:
            lines = _LINE.sub("<br />\n", shown)
            yield f"<p>{lines}</p>"
