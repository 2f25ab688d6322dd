"""A part of a page → its mark-up, as archives keep it in `html`.

In comes a node of a page's columns (or a run of nodes and texts); out goes mark-up that any parser reads back to the
same: the page's own names, attributes and texts, written in one way. It is written from the columns and not cut from
the source, because where tags do not pair up, the end tags that a browser infers stand nowhere in the source. One loop
over the node's events; nothing recurses.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Final

from threadkit import lazy_re
from threadkit.document.columns import COMMENT, Columns

__all__ = ["inner_html", "markup_of", "start_tag"]

_VOID: Final = frozenset(
    "area base basefont bgsound br col command embed frame hr image img input isindex keygen link meta param source"
    " track wbr".split()
)
_RAW: Final = frozenset({"script", "style"})
"""What is inside is no mark-up, so nothing in it is escaped."""
_VALUELESS: Final = frozenset(
    "allowfullscreen async autofocus autoplay controls default disabled download formnovalidate hidden inert itemscope"
    " loop muted nomodule novalidate open playsinline pubdate required reversed".split()
)
_NAMED_ALIKE: Final = frozenset(
    "checked compact declare defer disabled ismap multiple nohref noresize noshade nowrap readonly selected".split()
)
"""Attributes that say all by being there. A tree of libxml2's gives those of the second kind their name as value."""


def inner_html(page: Columns, node: int) -> str:
    """The mark-up inside a node, without the node's own tags.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<div>A &amp; <b>B</b><!-- c --></div>")
    >>> inner_html(page, 2)
    'A &amp; <b>B</b><!-- c -->'
    """
    pieces: list[str] = []
    _write(page, page.starts[node] + 1, page.stops[node], pieces, raw=page.tags[node] in _RAW)
    return _one_space("".join(pieces).strip())


def markup_of(
    page: Columns, parts: Iterable[int | str | None], *, trims: bool = True, skip: Container[int] = frozenset()
) -> str:
    """The mark-up of several pieces that stand one after the other: nodes without their tails, and texts.

    `trims`: white space at both ends is left out. `skip` holds nodes inside the pieces that are left out.

    >>> markup_of(Columns(), ["2 < 3"])
    '2 &lt; 3'
    """
    pieces: list[str] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(_escaped(part))
        elif part is not None:
            for start, end in _stretches(page, part, skip):
                _write(page, start, end, pieces, raw=False)
    markup = "".join(pieces)
    return _one_space(markup.strip() if trims else markup)


def _stretches(page: Columns, node: int, skip: Container[int]) -> Iterator[tuple[int, int]]:
    """The runs of a node's events between the nodes that are left out."""
    at, inner, end = page.starts[node], node + 1, page.ends[node]
    while inner < end:
        if inner in skip:
            yield at, page.starts[inner]
            at = page.stops[inner] + 1
            inner = page.ends[inner]
        else:
            inner += 1
    yield at, page.stops[node] + 1


def start_tag(page: Columns, node: int) -> str:
    """The start tag of an element."""
    return f"<{page.tags[node]}{''.join(map(_attribute, page.attributes[node].items()))}>"


def _write(page: Columns, at: int, end: int, pieces: list[str], *, raw: bool) -> None:
    """The mark-up of a run of events."""
    tags = page.tags
    for event in page.events[at:end]:
        if isinstance(event, str):
            pieces.append(event if raw else _escaped(event))
            continue
        node = event if event >= 0 else ~event
        tag = tags[node]
        if tag[0] == "#":
            if event >= 0:
                pieces.append(f"<!--{page.remarks[node]}-->" if tag == COMMENT else f"<?{page.remarks[node]}>")
        elif event < 0:
            raw = False
            if tag not in _VOID:
                pieces.append(f"</{tag}>")
        else:
            raw = tag in _RAW
            pieces.append(start_tag(page, node) if page.attributes[node] else f"<{tag}>")


def _attribute(item: tuple[str, str]) -> str:
    name, value = item
    if (not value and name in _VALUELESS) or (name in _NAMED_ALIKE and value in ("", name)):
        return f" {name}"
    value = _escaped(value)
    if '"' not in value:
        return f' {name}="{value}"'
    if "'" not in value:
        return f" {name}='{value}'"
    return f' {name}="{value.replace(chr(34), "&quot;")}"'


def _escaped(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def _one_space(markup: str) -> str:
    """The same with one space or line end between tags that have nothing but white space between them.

    No browser shows the difference, BeautifulSoup does not keep it, and a page is the same page from a soup.
    """
    if "<pre" in markup or "<textarea" in markup:
        return markup
    return _SPACE_BETWEEN.sub(lambda found: ">\n<" if "\n" in found.group() else "> <", markup)


_SPACE_BETWEEN: Final = lazy_re.pattern(r">[ \t\r\n\f]{2,}<|>[\t\r\f]<")
