"""Mark-up → the text that a browser would show of it: one function for letters, answers and comments.

In comes an element of a page (or a run of its children, for the pages where a comment's body has no element
of its own); out goes plain text: paragraphs apart by one blank line, ``<br>`` as one newline, list items as
"• item" or "1. item" a line each and nested lists two columns deeper, preformatted text as it stands,
everything else with white space folded. The tree is only read.

The strategy is a typesetter's: one iterative walk feeds character data to a `_Setter`, which collects a
*run* (what stands on lines together) until a block begins or ends, and then sets the run as a paragraph.
Blocks ask for a distance to what comes next (a line, or a blank line); the larger request wins, as margins do.
Inside a run, ``<br>`` travels as NUL, a character that no parsed page can hold.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from html import escape
from typing import Final

from lxml import etree

__all__ = ["Part", "inner_html", "is_block", "markup_of", "text_of", "text_of_parts"]

Part = etree._Element | str | None  # noqa: SLF001 - lxml has no other name for the class of its elements
"""A piece of a page: an element without the text behind it, a text, or None where a block begins or ends."""

# What a tag means to the typesetter; tags that are not listed stand inside a line.
_LINE: Final = 1  # begins and ends a line
_PARAGRAPH: Final = 2  # and keeps a blank line's distance
_BREAK: Final = 3
_LIST: Final = 4
_ITEM: Final = 5
_PRE: Final = 6
_CELL: Final = 7
_IMAGE: Final = 8
_QUOTED: Final = 9
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
_MEANING: Final[dict[object, int]] = {tag: meaning for meaning, tags in _TAGS.items() for tag in tags.split()}
_BLOCKS: Final = frozenset({_LINE, _PARAGRAPH, _LIST, _ITEM, _PRE, _CELL})

_BOXES: Final = frozenset({"div", "dd", "section", "article"})
_FOLD: Final = re.compile(r"[ \t\n\r\f]+")
_BREAKS: Final = re.compile(r" *\0[ \0]*")
_BLANK: Final = " \t\n\r\f\xa0"
"""What a paragraph may consist of and still show nothing. A no-break space is kept beside other text."""
_EDGES: Final = " \t\n\r\f"
_NOTHING: Final = _BLANK + "\0\x01"
_CELL_ENDS: Final = re.compile(" ?\x01 ?")

_PICTURED: Final = frozenset({"emoji", "emoticon", "smilie", "smiley", "wp-smiley"})
_SMILEY: Final = re.compile(
    r":[a-z_]{2,12}:"  # :mrgreen:
    r"|[<>]?[:;=8xX][-o^']?[()\[\]{}DPpOo|/\\*$@3]+"  # :) ;-) :'( XD
    r"|[^\w\s]{1,4}"  # ^^ <3 without its digit, and every emoji
    r"|<3+|[oO0]_[oO0]"
)


def text_of(element: etree._Element, *, skip: Container[etree._Element] = frozenset()) -> str:
    """The text of an element as a browser would show it, without what `skip` holds.

    Never fails and never recurses; costs one walk over the element.

    >>> from lxml import html
    >>> print(text_of(html.fromstring("<div><p>Two <b>rules</b>:</p><ol><li>Ask.<li>Wait.</ol><p>So<br>long</div>")))
    Two rules:
    <BLANKLINE>
    1. Ask.
    2. Wait.
    <BLANKLINE>
    So
    long
    """
    if not len(element) and _MEANING.get(element.tag, 0) <= _PARAGRAPH and element not in skip:
        return _folded(element.text or "")
    if (plain := _plain_paragraphs(element, skip)) is not None:
        return plain
    setter = _Setter()
    setter.feed(element, skip)
    return setter.finish()


def text_of_parts(parts: Iterable[Part], *, skip: Container[etree._Element] = frozenset()) -> str:
    """The text of several pieces that stand one after the other, as one body.

    >>> from lxml import html
    >>> p = html.fromstring("<p>First.</p>")
    >>> text_of_parts(["Before  it ", p, "after it"])
    'Before it\\n\\nFirst.\\n\\nafter it'
    """
    setter = _Setter()
    for part in parts:
        if isinstance(part, str):
            setter.run.append(part)
        elif part is None:
            setter.end_run(_PARAGRAPH)
        else:
            setter.feed(part, skip)
    return setter.finish()


def is_block(tag: object) -> bool:
    """Whether an element of that tag begins and ends a line.

    >>> is_block("p"), is_block("em"), is_block("br")
    (True, False, False)
    """
    return _MEANING.get(tag, 0) in _BLOCKS


def inner_html(element: etree._Element) -> str:
    """The mark-up inside an element, without the element's own tags.

    >>> from lxml import html
    >>> inner_html(html.fromstring("<div>A &amp; <b>B</b><!-- c --></div>"))
    'A &amp; <b>B</b><!-- c -->'
    """
    return markup_of([element.text or "", *_with_tails(element)])


def markup_of(parts: Iterable[Part]) -> str:
    """The mark-up of several pieces that stand one after the other.

    >>> markup_of(["2 < 3"])
    '2 &lt; 3'
    """
    out = []
    for part in parts:
        if isinstance(part, str):
            out.append(escape(part, quote=False))
        elif part is not None:
            out.append(etree.tostring(part, encoding="unicode", method="html", with_tail=False))
    return _one_space("".join(out).strip())


def _one_space(markup: str) -> str:
    """The same with one space or line end between tags that have nothing but white space between them.

    No browser shows the difference, BeautifulSoup does not keep it, and a page is the same page from a soup.
    """
    if "<pre" in markup or "<textarea" in markup:
        return markup
    return _SPACE_BETWEEN.sub(lambda found: ">\n<" if "\n" in found.group() else "> <", markup)


_SPACE_BETWEEN: Final = re.compile(r">[ \t\r\n\f]{2,}<|>[\t\r\f]<")


def _with_tails(element: etree._Element) -> Iterator[Part]:
    """An element's children, each followed by the text behind it."""
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def _plain_paragraphs(element: etree._Element, skip: Container[etree._Element]) -> str | None:
    """The text of a box that holds nothing but plain paragraphs, as most comments do; None for any other box."""
    if element.tag not in _BOXES or (element.text and element.text.strip()) or element in skip:
        return None
    paragraphs = []
    for child in element:
        tail = child.tail
        if tail and tail.strip():
            return None
        if child in skip:
            continue
        text = _plain_paragraph(child)
        if text is None:
            return None
        if text:
            paragraphs.append(text)
    return "\n\n".join(paragraphs)


def _plain_paragraph(element: etree._Element) -> str | None:
    """The text of a paragraph that holds nothing but text and single breaks; None for any other element."""
    if element.tag != "p":
        return None
    text = _folded(element.text or "")
    if not len(element):
        return text
    lines = [text]
    for child in element:
        line = _folded(child.tail or "")
        if child.tag != "br" or not line:
            return None
        lines.append(line)
    return "\n".join(lines) if text else None


def _folded(text: str) -> str:
    """One paragraph of plain characters, white space folded."""
    text = text.strip(_EDGES)
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
        text = _FOLD.sub(" ", text)
    return text if text.strip(_BLANK) else ""


class _Setter:
    """Sets runs of characters as paragraphs; see the module's strategy."""

    def __init__(self) -> None:
        self.run: list[str] = []
        self.out: list[str] = []
        self.distance = 0  # newlines asked for before the next run
        self.lists: list[int | None] = []  # the next ordinal of each open list; None for bullets
        self.marker = ""  # what the next run begins with: an item's "1. "

    def feed(self, root: etree._Element, skip: Container[etree._Element]) -> None:
        """Set an element, without its tail: one walk, with a stack of its own instead of recursion."""
        run = self.run
        walks: list[tuple[etree._Element, int, Iterator[etree._Element]]] = []
        meaning = _MEANING.get(root.tag, 0)
        if not self.begin(root, meaning, skip):
            return
        walks.append((root, meaning, iter(root)))
        while walks:
            parent, outer, children = walks[-1]
            for element in children:
                meaning = _MEANING.get(element.tag, 0)
                if self.begin(element, meaning, skip):
                    walks.append((element, meaning, iter(element)))
                    break
                if element.tail:
                    run.append(element.tail)
            else:
                walks.pop()
                if outer:
                    self.close(outer)
                if walks and parent.tail:
                    run.append(parent.tail)

    def begin(self, element: etree._Element, meaning: int, skip: Container[etree._Element]) -> bool:
        """Take what an element is; True if it has children to walk over before it ends."""
        if meaning == _UNSEEN or element in skip or not isinstance(element.tag, str):
            # What is left out still ends the line that it stands behind where it is a block.
            if 0 < meaning <= _PARAGRAPH:
                self.end_run(_LINE)
            return False
        if meaning == _BREAK:
            self.run.append("\0")
            return False
        if meaning == _PRE:
            self.preformatted(element)
            return False
        if meaning:
            self.open(element, meaning)
        if element.text:
            self.run.append(element.text)
        if len(element):
            return True
        if meaning:
            self.close(meaning)
        return False

    def open(self, element: etree._Element, meaning: int) -> None:
        """What an element's start means to the text."""
        if meaning <= _PARAGRAPH:
            self.end_run(meaning)
        elif meaning == _ITEM:
            self.end_run(_LINE)
            self.marker = self.next_marker(element)
        elif meaning == _LIST:
            self.end_run(_LINE if self.lists else _PARAGRAPH)
            self.lists.append(_number(element.get("start"), 1) if element.tag == "ol" else None)
        elif meaning == _IMAGE:
            self.run.append(_pictured(element))
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

    def next_marker(self, item: etree._Element) -> str:
        """What a list prints before its next item; an item outside any list gets a bullet, as browsers do."""
        if not self.lists or self.lists[-1] is None:
            return "• "
        ordinal = _number(item.get("value"), self.lists[-1])
        self.lists[-1] = ordinal + 1
        return f"{ordinal}. "

    def end_run(self, distance: int) -> None:
        """Set what was collected, and ask for a distance to what comes next."""
        if self.run:
            self.set_run()
        self.distance = max(self.distance, distance)

    def set_run(self) -> None:
        """Fold what was collected, turn its breaks into newlines, and write it."""
        run = "".join(self.run)
        self.run.clear()
        if not run.strip(_NOTHING):
            if "\0" in run:
                self.distance = _PARAGRAPH  # a line that holds only a <br> shows as a blank one
            return
        run = _FOLD.sub(" ", run).strip(" ")
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

    def preformatted(self, element: etree._Element) -> None:
        """A block whose white space stands as it is; only the newlines around it are the mark-up's own."""
        self.end_run(_PARAGRAPH)
        pieces = []
        for node in element.iter():
            if node.tag == "br":
                pieces.append("\n")
            elif isinstance(node.tag, str) and node.text:
                pieces.append(node.text)
            if node is not element and node.tail:
                pieces.append(node.tail)
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


def _pictured(image: etree._Element) -> str:
    """The characters that an image stands for: its alt text where it is an emoji or a smiley, else nothing."""
    alt = image.get("alt")
    if not alt or len(alt) > 24:
        return ""
    classes = image.get("class")
    if classes and not _PICTURED.isdisjoint(classes.split()):
        return alt
    return alt if len(alt) <= 14 and _SMILEY.fullmatch(alt) else ""
