"""Tags that do not pair up → tags from which any parser makes the tree that the HTML standard makes of the page.

libxml2 follows most of the standard, but one difference moves comments about: an end tag without its start tag. Block
themes print ``<li>A<li>B</li></li>``: a browser ignores the second ``</li>``, libxml2 closes the list *around* these
items with it, and every comment after that is one level too high.

So `balance` rewrites the text: it follows the standard's rules for the tags that hold other blocks, writes the end tags
that a browser infers and leaves out those that a browser ignores. It is linear in the page's length, and runs only on
the pages that need it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import Final

from threadkit import lazy_re

__all__ = ["balance"]

_LISTS: Final = frozenset("ol ul dl menu dir".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS: Final = _LISTS | frozenset(
    "address article aside blockquote center details dialog div fieldset figcaption figure footer form header hgroup"
    " main nav pre section summary".split()
)
_CELL: Final = frozenset({"td", "th"})
_ROW: Final = _CELL | {"tr"}
_ROWS: Final = _ROW | {"thead", "tbody", "tfoot"}
# Each part of a table → the parts that its start tag ends.
_CELLS: Final = {"td": _CELL, "th": _CELL, "tr": _ROW, "thead": _ROWS, "tbody": _ROWS, "tfoot": _ROWS}
_TERMS: Final = frozenset({"dd", "dt"})
_ITEMS: Final = {"li": frozenset({"li"}), "dd": _TERMS, "dt": _TERMS}
_PARAGRAPH: Final = frozenset({"p"})
_TABLE: Final = frozenset({"table"})
_TRACKED: Final = _BLOCKS | _HEADINGS | _CELLS.keys() | _ITEMS.keys() | {"p", "table", "button"}
# Where the standard's search for an open element ends.
_SCOPE: Final = frozenset("table td th button".split())
_LIST_SCOPE: Final = _SCOPE | {"ol", "ul"}
_PASSED_BY_ITEMS: Final = frozenset("address div p".split())

# Every alternative begins with the same character, which the engine then looks for by itself.
_TOKEN: Final = lazy_re.pattern(
    r"<(?:!--.*?(?:-->|\Z)"
    r"|(?P<raw>(?i:script|style|textarea|title|xmp|iframe|noscript))\b.*?(?:</(?i:(?P=raw))\s*>|\Z)"
    r"""|(?P<end>/?)(?P<tag>[a-zA-Z][^\s/<>]*+)[^<>"']*+(?:(?:"[^"]*+"|'[^']*+')[^<>"']*+)*+>)""",
    re.DOTALL,
)


def balance(text: str) -> str:
    """The same page with every block's end tag where a browser infers it, and none where it ignores one.

    >>> balance("<ol><li>A<li>B</li></li><li>C</ol>")
    '<ol><li>A</li><li>B</li><li>C</li></ol>'
    """
    stack = _Stack()
    pieces: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text):
        tag = match["tag"]
        if tag is None or (tag := tag.lower()) not in _TRACKED:
            continue
        if match["end"] and tag == "p" and not stack.holds_paragraph():
            # The one end tag that makes an element of its own: browsers show an empty paragraph for it.
            pieces += (text[end : match.start()], "<p>")
            end = match.start()
            pieces.extend(f"</{name}>" for name in stack.open("p"))
        if match["end"]:
            closed = stack.close(tag)
            if closed is not None and closed[-1:] == [tag]:
                closed.pop()  # its own end tag stands in the text
            keep = closed is not None
        else:
            closed, keep = stack.open(tag), True
        if closed or not keep:
            pieces.append(text[end : match.start()])
            pieces.extend(f"</{name}>" for name in closed or ())
            end = match.start() if keep else match.end()
    pieces.append(text[end:])
    return "".join(pieces)


class _Stack:
    """The open blocks, and what the standard does to them at each tag.

    Where the innermost block of each name stands is known at any time, so that no tag walks down the stack: a page of
    nothing but open blocks takes no longer than any other.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        self._anchors: list[int] = []
        """For each open block the place of the innermost one, itself included, that an item does not pass; or -1."""

    def open(self, tag: str) -> list[str]:
        """Enter an element; the names of those that this ends, innermost first."""
        closed: list[str] = []
        if tag in _ITEMS:
            closed += self._close_items(_ITEMS[tag])
        elif tag in _CELLS:
            closed += self._close_cells(_CELLS[tag])
        if self._places["p"] and (tag in _BLOCKS or tag in _HEADINGS or tag in _ITEMS or tag in ("p", "table")):
            closed += self._through(_PARAGRAPH, _SCOPE) or []
        place = len(self._names)
        passed = tag in _PASSED_BY_ITEMS
        self._anchors.append((self._anchors[-1] if place else -1) if passed else place)
        self._places[tag].append(place)
        self._names.append(tag)
        return closed

    def holds_paragraph(self) -> bool:
        """Whether a paragraph is open that an end tag here would close."""
        return self._innermost(_PARAGRAPH) > self._innermost(_SCOPE)

    def close(self, tag: str) -> list[str] | None:
        """Leave an element; the names of those that this ends, or None for an end tag to be ignored."""
        if self._names and self._names[-1] == tag:
            return self._leave(len(self._names) - 1)
        if tag == "li":
            return self._through(_ITEMS["li"], _LIST_SCOPE)
        if tag in _HEADINGS:
            return self._through(_HEADINGS, _SCOPE)
        if tag in _CELLS or tag == "table":
            return self._through(frozenset({tag}), _TABLE - {tag})
        return self._through(frozenset({tag}), _SCOPE - {tag})

    def _close_items(self, items: frozenset[str]) -> list[str]:
        place = self._anchors[-1] if self._anchors else -1
        return self._leave(place) if place >= 0 and self._names[place] in items else []

    def _close_cells(self, cells: frozenset[str]) -> list[str]:
        """Leave the outermost of these parts of the innermost table."""
        table = self._innermost(_TABLE)
        places = (self._places[cell] for cell in cells)
        inside = [own[bisect_right(own, table)] for own in places if own and own[-1] > table]
        return self._leave(min(inside)) if inside else []

    def _through(self, targets: frozenset[str], barrier: frozenset[str]) -> list[str] | None:
        """Leave the innermost of the targets; None if there is none, or a barrier stands in it."""
        place = self._innermost(targets)
        return self._leave(place) if place > self._innermost(barrier) else None

    def _innermost(self, names: frozenset[str]) -> int:
        return max((self._places[name][-1] for name in names if self._places[name]), default=-1)

    def _leave(self, place: int) -> list[str]:
        """Take the blocks from a place on off the stack; their names, innermost first."""
        closed = self._names[place:][::-1]
        del self._names[place:]
        del self._anchors[place:]
        for name in closed:
            self._places[name].pop()
        return closed
