"""A part of a page → the text that a browser would show of it: one function for letters, answers and comments.

In comes a node of a page's columns (or a run of nodes and texts, for the pages where a comment's body has no element of
its own); out goes plain text: paragraphs apart by one blank line, ``<br>`` as one newline, list items as
"• item" or "1. item" a line each and nested lists two columns deeper, preformatted text as it stands,
everything else with white space folded. The page is only read.

The strategy is a typesetter's: one loop over the node's events feeds character data to a `_Setter`, which collects a
*run* (what stands on lines together) until a block begins or ends, and then sets the run as a paragraph.
Blocks ask for a distance to what comes next (a line, or a blank line); the larger request wins, as margins do.
Inside a run, ``<br>`` travels as NUL, a character that no parsed page can hold.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import Final

from threadkit import lazy_re
from threadkit.document.columns import Columns

__all__ = ["BLOCK_TAGS", "Part", "is_block", "text_of", "text_of_parts"]

Part = int | str | None
"""A piece of a page: a node without the text behind it, a text, or None where a block begins or ends."""

# What a tag means to the typesetter; tags that are not listed stand inside a line.
_LINE: Final = 1  # begins and ends a line
_PARAGRAPH: Final = 2  # and keeps a blank line's distance
_LIST: Final = 3
_ITEM: Final = 4
_CELL: Final = 5
_IMAGE: Final = 6
_QUOTED: Final = 7
_PASSED: Final = 7  # what is inside of the following is not looked at one by one
_BREAK: Final = 8
_PRE: Final = 9
_UNSEEN: Final = 10

_TAGS: Final = {
    _LINE: "address article aside body center dd details dialog div dt fieldset figcaption footer form header hgroup"
    " html legend main nav option section summary tbody tfoot thead tr",
    _PARAGRAPH: "blockquote caption dl figure h1 h2 h3 h4 h5 h6 hr p table",
    _BREAK: "br",
    _LIST: "dir menu ol ul",
    _ITEM: "li",
    _PRE: "listing plaintext pre xmp",
    _CELL: "td th",
    _IMAGE: "img",
    _QUOTED: "q",
    _UNSEEN: "applet audio button canvas datalist head iframe math noembed noframes noscript object script select"
    " style svg template textarea title video",
}
_MEANING: Final[dict[str, int]] = {tag: meaning for meaning, tags in _TAGS.items() for tag in tags.split()}
_BLOCKS: Final = frozenset({_LINE, _PARAGRAPH, _LIST, _ITEM, _PRE, _CELL})
BLOCK_TAGS: Final = frozenset(tag for tag, meaning in _MEANING.items() if meaning in _BLOCKS)
"""The elements that begin and end a line."""

_BOXES: Final = frozenset({"div", "dd", "section", "article"})
_FOLD: Final = lazy_re.pattern(r"[ \t\n\r\f]+")
_BREAKS: Final = lazy_re.pattern(r"(?:(?<! ) ++)?\0[ \0]*+")
_BLANK: Final = " \t\n\r\f\xa0"
"""What a paragraph may consist of and still show nothing. A no-break space is kept beside other text."""
_EDGES: Final = " \t\n\r\f"
_NOTHING: Final = _BLANK + "\0\x01"
_CELL_ENDS: Final = lazy_re.pattern(" ?\x01 ?")

_PICTURED: Final = frozenset({"emoji", "emoticon", "smilie", "smiley", "wp-smiley"})
_SMILEY: Final = lazy_re.pattern(
    r":[a-z_]{2,12}:"  # :mrgreen:
    r"|[<>]?[:;=8xX][-o^']?[()\[\]{}DPpOo|/\\*$@3]+"  # :) ;-) :'( XD
    r"|[^\w\s]{1,4}"  # ^^ <3 without its digit, and every emoji
    r"|<3+|[oO0]_[oO0]"
)


def text_of(page: Columns, node: int, *, skip: Container[int] = frozenset()) -> str:
    """The text of a node as a browser would show it, without the nodes that `skip` holds.

    Never fails and never recurses; costs one walk over the node's events.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<div><p>Two <b>rules</b>:</p><ol><li>Ask.<li>Wait.</ol><p>So<br>long</div>")
    >>> print(text_of(page, 0))
    Two rules:
    <BLANKLINE>
    1. Ask.
    2. Wait.
    <BLANKLINE>
    So
    long
    """
    if page.ends[node] == node + 1 and _MEANING.get(page.tags[node], 0) <= _PARAGRAPH and node not in skip:
        return "" if page.tags[node][0] == "#" else _folded(page.own_text(node))
    if (plain := _plain_paragraphs(page, node, skip)) is not None:
        return plain
    setter = _Setter(page)
    setter.feed(node, skip)
    return setter.finish()


def text_of_parts(page: Columns, parts: Iterable[Part], *, skip: Container[int] = frozenset()) -> str:
    """The text of several pieces that stand one after the other, as one body.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<p>First.</p>")
    >>> text_of_parts(page, ["Before  it ", 2, "after it"])
    'Before it\\n\\nFirst.\\n\\nafter it'
    """
    setter = _Setter(page)
    for part in parts:
        if isinstance(part, str):
            setter.run.append(part)
        elif part is None:
            setter.end_run(_PARAGRAPH)
        else:
            setter.feed(part, skip)
    return setter.finish()


def is_block(tag: str) -> bool:
    """Whether an element of that tag begins and ends a line.

    >>> is_block("p"), is_block("em"), is_block("br")
    (True, False, False)
    """
    return tag in BLOCK_TAGS


def _plain_paragraphs(page: Columns, node: int, skip: Container[int]) -> str | None:
    """The text of a box that holds nothing but plain paragraphs, as most comments do; None for any other box."""
    if page.tags[node] not in _BOXES or node in skip:
        return None
    tags, events, stops = page.tags, page.events, page.stops
    paragraphs: list[str] = []
    at, end = page.starts[node] + 1, stops[node]
    while at < end:
        event = events[at]
        if isinstance(event, str):
            if event.strip():
                return None
            at += 1
            continue
        if event not in skip:
            if tags[event] != "p":
                return None
            text = _plain_paragraph(page, at + 1, stops[event])
            if text is None:
                return None
            if text:
                paragraphs.append(text)
        at = stops[event] + 1
    return "\n\n".join(paragraphs)


def _plain_paragraph(page: Columns, at: int, end: int) -> str | None:
    """The text of a paragraph that holds nothing but text and single breaks; None for any other element."""
    inside = page.events[at:end]
    if len(inside) == 1 and isinstance(inside[0], str):
        return _folded(inside[0])
    lines = [""]
    for event in inside:
        if isinstance(event, str):
            lines[-1] += event
        elif event >= 0:
            if page.tags[event] != "br":
                return None
            lines.append("")
    lines = [_folded(line) for line in lines]
    if len(lines) == 1:
        return lines[0]
    return "\n".join(lines) if all(lines) else None


def _folded(text: str) -> str:
    """One paragraph of plain characters, white space folded."""
    text = _single_spaced(text.strip(_EDGES))
    return text if text.strip(_BLANK) else ""


def _single_spaced(text: str) -> str:
    """A text with one blank where white space stands; most texts have no other, which costs less to see."""
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
        return _FOLD.sub(" ", text)
    return text


class _Setter:
    """Sets runs of characters as paragraphs; see the module's strategy."""

    def __init__(self, page: Columns) -> None:
        self.page = page
        self.run: list[str] = []
        self.out: list[str] = []
        self.distance = 0  # newlines asked for before the next run
        self.lists: list[int | None] = []  # the next ordinal of each open list; None for bullets
        self.marker = ""  # what the next run begins with: an item's "1. "

    def feed(self, root: int, skip: Container[int]) -> None:
        """Set a node, without its tail: one loop over its events."""
        events, tags, stops = self.page.events, self.page.tags, self.page.stops
        meaning_of, append = _MEANING.get, self.run.append
        at, end = self.page.starts[root], stops[root]
        while at <= end:
            event = events[at]
            at += 1
            if isinstance(event, str):
                append(event)
            elif event < 0:
                if meaning := meaning_of(tags[~event], 0):
                    self.close(meaning)
            else:
                meaning = meaning_of(tags[event], 0)
                if meaning > _PASSED or event in skip or tags[event][0] == "#":
                    self.pass_over(event, meaning, skip)
                    at = stops[event] + 1
                elif meaning:
                    self.open(event, meaning)

    def pass_over(self, node: int, meaning: int, skip: Container[int]) -> None:
        """Take a node whose events are not looked at one by one: a break, preformatted text, what is not shown."""
        if meaning == _UNSEEN or node in skip or self.page.tags[node][0] == "#":
            # What is left out still ends the line that it stands behind where it is a block.
            if 0 < meaning <= _PARAGRAPH:
                self.end_run(_LINE)
        elif meaning == _BREAK:
            self.run.append("\0")
        else:
            self.preformatted(node)

    def open(self, node: int, meaning: int) -> None:
        """What an element's start means to the text."""
        if meaning <= _PARAGRAPH:
            self.end_run(meaning)
        elif meaning == _ITEM:
            self.end_run(_LINE)
            self.marker = self.next_marker(node)
        elif meaning == _LIST:
            self.end_run(_LINE if self.lists else _PARAGRAPH)
            self.lists.append(_number(self.page.get(node, "start"), 1) if self.page.tags[node] == "ol" else None)
        elif meaning == _IMAGE:
            self.run.append(_pictured(self.page, node))
        elif meaning == _QUOTED:
            self.run.append("“")

    def close(self, meaning: int) -> None:
        """What an element's end means to the text."""
        if meaning <= _PARAGRAPH:
            self.end_run(meaning)
        elif meaning == _ITEM:
            self.end_run(_LINE)
            self.marker = ""
        elif meaning == _LIST:
            self.lists.pop()
            self.end_run(_LINE if self.lists else _PARAGRAPH)
        elif meaning == _CELL:
            # Cells stand side by side; a tab is what browsers put between them when such a line is copied.
            self.run.append("\x01")
        elif meaning == _QUOTED:
            self.run.append("”")

    def next_marker(self, item: int) -> str:
        """What a list prints before its next item; an item outside any list gets a bullet, as browsers do."""
        if not self.lists or self.lists[-1] is None:
            return "• "
        ordinal = _number(self.page.get(item, "value"), self.lists[-1])
        self.lists[-1] = ordinal + 1
        return f"{ordinal}. "

    def end_run(self, distance: int) -> None:
        """Set what was collected, and ask for a distance to what comes next."""
        if self.run:
            self.set_run()
        if distance > self.distance:  # noqa: PLR1730 - for each block of a page, where max() costs thrice as much
            self.distance = distance

    def set_run(self) -> None:
        """Fold what was collected, turn its breaks into newlines, and write it."""
        run = "".join(self.run)
        self.run.clear()
        if not run.strip(_NOTHING):
            if "\0" in run:
                self.distance = _PARAGRAPH  # a line that holds only a <br> shows as a blank one
            return
        run = _single_spaced(run).strip(" ")
        if "\x01" in run:
            run = _CELL_ENDS.sub("\t", run).rstrip("\t")
        after = 0
        if "\0" in run:
            if run[0] == "\0":
                self.distance = _PARAGRAPH
            # The last <br> of a block ends its line and shows nothing more; a second one is a blank line.
            after = _PARAGRAPH if run.endswith(("\0\0", "\0 \0")) else 0
            run = _BREAKS.sub(_newlines, run.strip(" \0"))
        self.put(run)
        self.distance = after

    def put(self, block: str) -> None:
        """Write a finished block at its distance, with its item's marker and indentation."""
        if self.out:
            self.out.append("\n" * (self.distance or _LINE))
        if self.lists or self.marker:
            indent = "  " * len(self.lists)
            first = indent[2:] + self.marker if self.marker else indent
            block = first + block.replace("\n", "\n" + indent).replace(f"\n{indent}\n", "\n\n")
            self.marker = ""
        self.out.append(block)
        self.distance = 0

    def preformatted(self, node: int) -> None:
        """A block whose white space stands as it is; only the newlines around it are the mark-up's own."""
        self.end_run(_PARAGRAPH)
        page = self.page
        pieces = []
        for event in page.events[page.starts[node] + 1 : page.stops[node]]:
            if isinstance(event, str):
                pieces.append(event)
            elif event >= 0 and page.tags[event] == "br":
                pieces.append("\n")
        text = "".join(pieces)
        lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        text = "\n".join(lines).strip("\n")
        if text.strip():
            self.put(text)
        self.distance = _PARAGRAPH

    def finish(self) -> str:
        self.end_run(0)
        return "".join(self.out)


def _newlines(breaks: re.Match[str]) -> str:
    """One newline for one ``<br>``; two make a blank line, and more show nothing more."""
    return "\n" if breaks[0].count("\0") == 1 else "\n\n"


def _number(value: str | None, default: int) -> int:
    """A list's or an item's own number, where it has a sane one."""
    return int(value) if value and re.fullmatch(r"-?[0-9]{1,6}", value) else default


def _pictured(page: Columns, image: int) -> str:
    """The characters that an image stands for: its alt text where it is an emoji or a smiley, else nothing."""
    alt = page.get(image, "alt")
    if not alt or len(alt) > 24:
        return ""
    classes = page.classes[image]
    if classes and not _PICTURED.isdisjoint(classes.split()):
        return alt
    return alt if len(alt) <= 14 and _SMILEY.fullmatch(alt) else ""
