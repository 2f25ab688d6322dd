"""The post's element → its `Block`s: paragraphs, headings, quotations and lists with what the mark-up says of them.

In comes the element that holds the post's body; out come its blocks in page order, each with its text, its mark-up, and
how it is set (bold, italic, indented). Containers are opened, leaves become blocks, and text that stands loose between
blocks (old Blogger and WordPress 1.x posts have no paragraphs, only ``<br><br>``) is cut where a blank line shows.
What themes put into the body that is not the post's (share buttons, related posts, author boxes, navigation, ads) is
told by its names and left out; so is what the caller names, such as the comments and the title.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator
from typing import Any, Final, Literal

from attrs import define, field, frozen
from lxml.html import Element, HtmlElement

from threadkit import element_text
from threadkit.letters import Block
from threadkit.vocabulary.class_names import ANSWER, BOILERPLATE, BOLD, COMMENTS, INDENTED, LETTER, META, meaning_of

__all__ = ["blocks_of", "is_boilerplate"]

Style = Literal["bold", "italic", "indented"]
Kind = Literal["paragraph", "heading", "quote", "list", "rule", "preformatted", "term", "definition", "table"]

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEAVES: Final[dict[str, Kind]] = {
    "p": "paragraph",
    "address": "paragraph",
    "figcaption": "paragraph",
    "summary": "paragraph",
    "caption": "paragraph",
    "legend": "paragraph",
    **dict.fromkeys(_HEADINGS, "heading"),
    "ul": "list",
    "ol": "list",
    "pre": "preformatted",
    "xmp": "preformatted",
    "dt": "term",
    "dd": "definition",
    "table": "table",
    "hr": "rule",
}
_OPENED: Final = frozenset(
    "div section article main blockquote dl figure center header footer details fieldset form body html td th tr tbody"
    " thead tfoot li aside hgroup picture dialog menu dir nav".split()
)
_BLOCKS: Final = _OPENED | _LEAVES.keys()
_UNSEEN: Final = frozenset(
    "script style noscript template svg select textarea iframe object embed button input nav video audio canvas map"
    " area link meta form label".split()
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE: Final = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_INDENT_STYLE: Final = re.compile(
    r"(?:margin|padding)-left\s*:\s*(?:[2-9]\dpx|1\d\dpx|[1-9][\d.]*r?em|[2-9]%)", re.IGNORECASE
)
_HOLD_COMMENTS: Final = frozenset("div section ol ul dl li article table form".split())
_TAG_LINES: Final = frozenset({"p", "div", "ul", "ol", "h4", "h5", "h6"})
_STARS: Final = re.compile(r"[\s*•·~—–_=#⁂-]{3,}")
_IN_LAYOUT_TABLES: Final = ("p", "blockquote", "h2", "h3", "h4", "div")
_IN_WRAPPERS: Final = (*_IN_LAYOUT_TABLES, "ul", "ol", "dl", "table", "h1", "h5", "h6", "pre", "hr")


def blocks_of(
    body: HtmlElement,
    *,
    skip: Collection[HtmlElement] = frozenset(),
    keep_html: bool = True,
    loose: bool = False,
    dropped: list[HtmlElement] | None = None,
) -> list[Block]:
    """The blocks of a post's body.

    `skip` holds elements to be left out. `loose` says that the element is not known to hold the body alone, so that
    what is named as the post's date, byline or footer is left out too; these elements are added to `dropped`.

    >>> import lxml.html
    >>> body = lxml.html.fromstring("<div>Dear Ann,<br><br>Help!<p><b>Karla:</b> No.</p></div>")
    >>> for block in blocks_of(body, keep_html=False): print(block.kind, repr(block.text), block.lead)
    paragraph 'Dear Ann,' None
    paragraph 'Help!' None
    paragraph 'Karla: No.' Karla:
    """
    reader = _Reader(skip=frozenset(skip), keep_html=keep_html, loose=loose)
    reader.read(body)
    reader.drop_related()
    if dropped is not None:
        dropped.extend(reader.dropped)
    return reader.blocks


def is_boilerplate(element: HtmlElement, *, loose: bool = False) -> bool:
    """Whether an element inside a post's body is the theme's and not the post's, as its names say."""
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    means = meaning_of(element)
    if means & (BOILERPLATE | META if loose else BOILERPLATE):
        return True
    # A paragraph of the class "comment" is the columnist's own remark; readers' comments come in containers.
    if means & COMMENTS and element.tag in _HOLD_COMMENTS:
        return True
    return element.tag in _TAG_LINES and _is_tag_line(element)


def _is_tag_line(element: HtmlElement) -> bool:
    """Whether a paragraph or list holds the post's tags or categories, as the links' ``rel`` says.

    Tags stand alone ("Tags: cats, dogs"); categories also in a sentence ("This entry was posted on … and is filed
    under …"), which no columnist writes.
    """
    links = element.findall("a") or element.findall("*/a")
    rels = [(link.get("rel") or "").split() for link in links]
    if not any("tag" in rel for rel in rels):
        return False
    size = len(element_text.text_of(element))
    if any("category" in rel for rel in rels):
        return size < _LONGEST_SMALL_PRINT
    return all("tag" in rel for rel in rels) and size - sum(len(link.text or "") for link in links) < 40


_LONGEST_SMALL_PRINT: Final = 500
# What stands above a list of links to other posts; without such words a list of links is the post's own.
_RELATED: Final = re.compile(
    r"(?:you (?:may|might) (?:also )?(?:like|enjoy|be interested)|related\b|more (?:posts|from|like|stories)"
    r"|read (?:next|more|also)|see also|similar posts|ähnliche|das könnte|mehr zum thema"
    r"|weitere (?:artikel|beiträge)|articles? (?:similaires|liés)|à lire aussi|entradas relacionadas|leggi anche)",
    re.IGNORECASE,
)


@frozen
class _Around:
    """What the open containers say about the blocks inside them."""

    quoted: bool = False
    styles: frozenset[Style] = frozenset()
    declared: Literal["letter", "answer"] | None = None


@define
class _Reader:
    skip: frozenset[HtmlElement]
    keep_html: bool
    loose: bool
    blocks: list[Block] = field(factory=list)
    dropped: list[HtmlElement] = field(factory=list)
    _run: list[HtmlElement | str] = field(factory=list)
    _all_links: set[int] = field(factory=set)

    def read(self, body: HtmlElement) -> None:
        """Open containers, one after the other, with a stack instead of recursion."""
        stack: list[tuple[HtmlElement, Iterator[HtmlElement], _Around]] = []
        around = _Around()
        if body.tag in _LEAVES and body.tag not in ("td", "li"):
            self._leaf(body, around)
            return
        self._text(body.text)
        stack.append((body, iter(body), around))
        while stack:
            container, children, around = stack[-1]
            child = next(children, None)
            if child is None:
                self._end_run(around)
                stack.pop()
                if stack:
                    self._text(container.tail)
                continue
            opened = self._child(child, around)
            if opened is None:
                self._text(child.tail)
                continue
            self._text(child.text)
            stack.append((child, iter(child), opened))

    def _child(self, child: HtmlElement, around: _Around) -> _Around | None:
        """Deal with one child; the surroundings of its children where it is a container to be opened, else None."""
        tag = child.tag
        if not isinstance(tag, str) or tag in _UNSEEN or child in self.skip or self._is_extra(child):
            if tag == "form" and not child.get("action") and child not in self.skip:
                # Old pages wrap the whole text in a form without an address; a real form has somewhere to go.
                self._end_run(around)
                return around
            shown = isinstance(tag, str) and tag not in _UNSEEN and child not in self.skip
            if shown and (self.loose or _is_tag_line(child)):
                self.dropped.append(child)
            return None
        if tag == "br":
            self._run.append(child)
            return None
        if tag in _LEAVES and not self._holds_blocks(child):
            self._end_run(around)
            self._leaf(child, around)
            return None
        if tag in _BLOCKS or self._holds_blocks(child):
            self._end_run(around)
            return _inside(child, around)
        self._run.append(child)
        return None

    def drop_related(self) -> None:
        """Take a closing list of links to other posts, and the words above it, off the blocks."""
        blocks = self.blocks
        while len(blocks) > 1 and len(blocks) - 1 in self._all_links and _RELATED.match(blocks[-2].text):
            del blocks[-2:]

    def _is_extra(self, child: HtmlElement) -> bool:
        """What its names say is not the post's; in a loose body also the header with the title and its small print."""
        if is_boilerplate(child, loose=self.loose):
            return True
        return self.loose and child.tag == "header" and any(node in self.skip for node in child.iter(*_HEADINGS))

    def _holds_blocks(self, element: HtmlElement) -> bool:
        """Whether a paragraph or an inline element holds blocks of its own, as <center><p> and <font><p> do."""
        if element.tag in ("ul", "ol", "pre", "xmp", "hr") or not len(element):
            return False
        # A table that lays out the page holds paragraphs; a table of data holds words.
        wanted = _IN_LAYOUT_TABLES if element.tag == "table" else _IN_WRAPPERS
        return any(node is not element for node in element.iter(*wanted))

    def _text(self, text: str | None) -> None:
        if text:
            self._run.append(text)

    def _end_run(self, around: _Around) -> None:
        """Set the loose text that was collected as paragraphs."""
        run, self._run = self._run, []
        if not run or not any(not isinstance(part, str) or part.strip() for part in run):
            return
        self._paragraphs(run, around, "p", "paragraph", None)

    def _leaf(self, element: HtmlElement, around: _Around) -> None:
        around = _inside(element, around)
        tag = element.tag
        kind = _LEAVES[tag]
        if kind == "rule":
            self.blocks.append(Block(text="", html="<hr>" if self.keep_html else None, kind="rule"))
            return
        if kind in ("paragraph", "definition", "term"):
            self._paragraphs([element.text or "", *_children(element)], around, tag, kind, element)
            return
        text = element_text.text_of(element, skip=self._unwanted(element))
        if not text.strip():
            return
        if kind == "list" and all(
            item.find("a") is not None and not (item.text or "").strip() for item in element.iter("li")
        ):
            self._all_links.add(len(self.blocks))
        level = int(tag[1]) if kind == "heading" else None
        html = element_text.markup_of([element]) if self.keep_html else None
        lead, styles = _setting([element.text or "", *_children(element)]) if kind == "heading" else (None, frozenset())
        self._add(text, html, around, kind, level=level, lead=lead, styles=styles)

    def _unwanted(self, element: HtmlElement) -> frozenset[HtmlElement]:
        """What is left out of a leaf: buttons and share links inside a paragraph or a list."""
        inner = element.iter("span", "a", "div", "li", "small")
        found = [node for node in inner if node is not element and is_boilerplate(node)]
        return self.skip.union(found) if found else self.skip

    def _paragraphs(
        self, parts: list[HtmlElement | str], around: _Around, tag: str, kind: Kind, element: HtmlElement | None
    ) -> None:
        """One block for each paragraph that shows: two line breaks make a new one, as an empty line does in a book."""
        for piece in _cut(_opened(parts)):
            skip = self.skip
            for part in piece:
                if isinstance(part, str) or not isinstance(part.tag, str):
                    continue
                if is_boilerplate(part):
                    skip = skip | {part}
                elif len(part):
                    skip = skip | self._unwanted(part)
            text = element_text.text_of_parts(piece, skip=skip)
            if not text.strip():
                continue
            lead, styles = _setting(piece)
            html = self._markup(piece, tag, element if len(piece) == len(parts) else None) if self.keep_html else None
            self._add(text, html, around, kind, lead=lead, styles=styles)

    def _markup(self, piece: list[HtmlElement | str], tag: str, element: HtmlElement | None) -> str:
        if element is not None:
            return element_text.markup_of([element])
        return f"<{tag}>{element_text.markup_of(piece)}</{tag}>"

    def _add(
        self,
        text: str,
        html: str | None,
        around: _Around,
        kind: Kind,
        *,
        level: int | None = None,
        lead: str | None = None,
        styles: frozenset[Style] = frozenset(),
    ) -> None:
        if _STARS.fullmatch(text) and kind == "paragraph":
            kind = "rule"
        elif around.quoted and kind == "paragraph":
            kind = "quote"
        self.blocks.append(
            Block(
                text=text,
                html=html,
                kind=kind,
                level=level,
                lead=lead,
                styles=styles | around.styles,
                declared=around.declared,
            )
        )


def _inside(element: HtmlElement, around: _Around) -> _Around:
    """What an element adds to what surrounds its blocks."""
    quoted = around.quoted or element.tag == "blockquote"
    styles: set[Style] = set(around.styles)
    if element.tag in ("b", "strong"):
        styles.add("bold")
    elif element.tag in ("i", "em", "cite"):
        styles.add("italic")
    declared = around.declared
    css = element.get("style")
    if css:
        if _BOLD_STYLE.search(css):
            styles.add("bold")
        if _ITALIC_STYLE.search(css):
            styles.add("italic")
        if _INDENT_STYLE.search(css):
            styles.add("indented")
    means = meaning_of(element)
    if means & INDENTED:
        styles.add("indented")
    declared = _declared(element, means) or declared
    if len(styles) == len(around.styles) and quoted == around.quoted and declared == around.declared:
        return around
    return _Around(quoted, frozenset(styles), declared)


def _declared(element: HtmlElement, means: int) -> Literal["letter", "answer"] | None:
    kind = (element.get("itemtype") or "").rstrip("/").rpartition("/")[2].lower()
    if kind == "question" or means & LETTER:
        return "letter"
    if kind == "answer" or means & ANSWER:
        return "answer"
    return None


def _children(element: HtmlElement) -> Iterator[HtmlElement | str]:
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def _cut(parts: list[HtmlElement | str]) -> Iterator[list[HtmlElement | str]]:
    """Cut a run where two line breaks (or more) stand together with nothing visible between them."""
    piece: list[HtmlElement | str] = []
    breaks = 0
    for part in parts:
        if isinstance(part, str):
            if not part.strip() and breaks:
                continue
        elif part.tag == "br":
            breaks += 1
            continue
        elif not isinstance(part.tag, str):
            continue
        if breaks >= 2:
            if piece:
                yield piece
            piece = []
        elif breaks == 1:
            piece.append(_a_break())
        breaks = 0
        piece.append(part)
    if piece:
        yield piece


def _a_break() -> HtmlElement:
    element: HtmlElement = Element("br")
    return element


def _opened(parts: list[HtmlElement | str]) -> list[HtmlElement | str]:
    """A run in which no inline element spans a blank line: ``<i>a<br><br>b</i>`` is made two ``<i>``."""
    opened: list[HtmlElement | str] = []
    for part in parts:
        if isinstance(part, str) or not isinstance(part.tag, str) or part.find("br") is None:
            opened.append(part)
            continue
        pieces = list(_cut([part.text or "", *_children(part)]))
        for number, piece in enumerate(pieces if len(pieces) > 1 else ()):
            if number:
                opened += [_a_break(), _a_break()]
            opened.append(_wrapped(piece, part))
        if len(pieces) < 2:
            opened.append(part)
    return opened


def _wrapped(piece: list[HtmlElement | str], like: HtmlElement) -> HtmlElement:
    """A copy of an inline element that holds a part of its content only; the page's own tree stays as it is."""
    wrapper: HtmlElement = Element(like.tag, dict(like.attrib))
    for part in piece:
        if not isinstance(part, str):
            child = copy.deepcopy(part)
            child.tail = None
            wrapper.append(child)
        elif len(wrapper):
            wrapper[-1].tail = (wrapper[-1].tail or "") + part
        else:
            wrapper.text = (wrapper.text or "") + part
    return wrapper


# -- how a block is set --------------------------------------------------------------------------------------------


def _setting(parts: list[HtmlElement | str]) -> tuple[str | None, frozenset[Style]]:
    """The bold text that a block begins with, and the styles that all of its text is set in."""
    bold = italic = plain = other = 0
    lead: list[str] = []
    leading = True
    for text, is_bold, is_italic in _runs(parts):
        size = len(text.strip())
        if not size:
            if leading and lead:
                lead.append(text)
            continue
        bold += size * is_bold
        italic += size * is_italic
        plain += size
        if leading and is_bold:
            lead.append(text)
        else:
            leading = False
            other += 1
    styles: set[Style] = set()
    if plain and bold >= 0.98 * plain:
        styles.add("bold")
    if plain and italic >= 0.9 * plain:
        styles.add("italic")
    words = " ".join("".join(lead).split())
    return words or None, frozenset(styles)


def _runs(parts: list[HtmlElement | str]) -> Iterator[tuple[str, bool, bool]]:
    """Each stretch of text with whether it is bold and italic; iterative, for <b><b><b>…"""
    for part in parts:
        if isinstance(part, str):
            yield part, False, False
            continue
        stack: list[tuple[Any, bool, bool]] = [(part, False, False)]
        while stack:
            node, bold, italic = stack.pop()
            if isinstance(node, str):
                yield node, bold, italic
                continue
            if not isinstance(node.tag, str) or node.tag in _UNSEEN:
                continue
            inner_bold = bold or _is_bold(node)
            inner_italic = italic or _is_italic(node)
            for child in reversed(node):
                if child.tail:
                    stack.append((child.tail, inner_bold, inner_italic))
                stack.append((child, inner_bold, inner_italic))
            if node.text:
                yield node.text, inner_bold, inner_italic


def _is_bold(element: HtmlElement) -> bool:
    if element.tag in ("b", "strong"):
        return True
    css = element.get("style")
    if css and _BOLD_STYLE.search(css):
        return True
    return bool(meaning_of(element) & BOLD)


def _is_italic(element: HtmlElement) -> bool:
    if element.tag in ("i", "em", "cite"):
        return True
    css = element.get("style")
    return bool(css) and bool(_ITALIC_STYLE.search(css))
