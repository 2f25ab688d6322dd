"""The post's element → its `Block`s: paragraphs, headings, quotations and lists with what the mark-up says of them.

In comes the element that holds the post's body; out come its blocks in page order, each with its text, its mark-up, and
how it is set (bold, italic, indented). Containers are opened, leaves become blocks, and text that stands loose between
blocks (old Blogger and WordPress 1.x posts have no paragraphs, only ``<br><br>``) is cut where a blank line shows.
What themes put into the body that is not the post's (share buttons, related posts, author boxes, navigation, ads) is
told by its names and left out; so is what the caller names, such as the comments and the title.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, Literal

from attrs import define, field, frozen

from threadkit import inner_text, lazy_re
from threadkit.document.columns import Columns
from threadkit.document.markup import markup_of, start_tag
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
_HIDDEN: Final = lazy_re.pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE: Final = lazy_re.pattern(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE: Final = lazy_re.pattern(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_INDENT_STYLE: Final = lazy_re.pattern(
    r"(?:margin|padding)-left\s*:\s*(?:[2-9]\dpx|1\d\dpx|[1-9][\d.]*r?em|[2-9]%)", re.IGNORECASE
)
_HOLD_COMMENTS: Final = frozenset("div section ol ul dl li article table form".split())
_TAG_LINES: Final = frozenset({"p", "div", "ul", "ol", "h4", "h5", "h6"})
_STARS: Final = lazy_re.pattern(r"[\s*•·~—–_=#⁂-]{3,}")
_IN_LAYOUT_TABLES: Final = ("p", "blockquote", "h2", "h3", "h4", "div")
_IN_WRAPPERS: Final = (*_IN_LAYOUT_TABLES, "ul", "ol", "dl", "table", "h1", "h5", "h6", "pre", "hr")


def blocks_of(
    page: Columns,
    body: int,
    *,
    skip: Collection[int] = frozenset(),
    keep_html: bool = True,
    loose: bool = False,
    dropped: list[int] | None = None,
    first: int = -1,
    stop: int | None = None,
) -> list[Block]:
    """The blocks of a post's body, or of what stands in it between two places among the page's events.

    `skip` holds nodes to be left out. `loose` says that the element is not known to hold the body alone, so that
    what is named as the post's date, byline or footer is left out too; these nodes are added to `dropped`.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<div>Dear Ann,<br><br>Help!<p><b>Karla:</b> No.</p></div>")
    >>> for block in blocks_of(page, 0, keep_html=False): print(block.kind, repr(block.text), block.lead)
    paragraph 'Dear Ann,' None
    paragraph 'Help!' None
    paragraph 'Karla: No.' Karla:
    """
    reader = _Reader(page=page, skip=frozenset(skip), keep_html=keep_html, loose=loose)
    reader.read(body, first, stop)
    reader.drop_related()
    if dropped is not None:
        dropped.extend(reader.dropped)
    return reader.blocks


def is_boilerplate(page: Columns, node: int, *, loose: bool = False) -> bool:
    """Whether an element inside a post's body is the theme's and not the post's, as its names say."""
    attributes = page.attributes[node]
    if attributes:
        if "hidden" in attributes or ((css := attributes.get("style")) and _HIDDEN.search(css)):
            return True
        means = meaning_of(attributes)
        if means & (BOILERPLATE | META if loose else BOILERPLATE):
            return True
        # A paragraph of the class "comment" is the columnist's own remark; readers' comments come in containers.
        if means & COMMENTS and page.tags[node] in _HOLD_COMMENTS:
            return True
    return page.tags[node] in _TAG_LINES and _is_tag_line(page, node)


def _is_tag_line(page: Columns, node: int) -> bool:
    """Whether a paragraph or list holds the post's tags or categories, as the links' ``rel`` says.

    Tags stand alone ("Tags: cats, dogs"); categories also in a sentence ("This entry was posted on … and is filed
    under …"), which no columnist writes.
    """
    tags, parents = page.tags, page.parents
    if page.ends[node] - node > _MOST_NODES:
        return False
    links = [inner for inner in page.children(node) if tags[inner] == "a"]
    if not links:
        links = [inner for inner in page.inside(node) if tags[inner] == "a" and parents[parents[inner]] == node]
    rels = [(page.get(link, "rel") or "").split() for link in links]
    if not any("tag" in rel for rel in rels):
        return False
    size = len(inner_text.text_of(page, node))
    if any("category" in rel for rel in rels):
        return size < _LONGEST_SMALL_PRINT
    return all("tag" in rel for rel in rels) and size - sum(len(page.own_text(link)) for link in links) < 40


_LONGEST_SMALL_PRINT: Final = 500
_MOST_NODES: Final = 1_000
"""Elements in a line of tags. Boxes of more are not looked through, since each may hold the next."""
# What stands above a list of links to other posts; without such words a list of links is the post's own.
_RELATED: Final = lazy_re.pattern(
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


@frozen
class _Wrapped:
    """A part of an inline element's content: what ``<i>a<br><br>b</i>`` is made of, when the blank line cuts it."""

    node: int
    parts: tuple[_Piece, ...]


_Piece = int | str | _Wrapped
"""A piece of a paragraph: a node without its tail, a text (`_BREAK` is a line break), or a part of a node."""
_BREAK: Final = "\0"


@define
class _Reader:
    page: Columns
    skip: frozenset[int]
    keep_html: bool
    loose: bool
    blocks: list[Block] = field(factory=list)
    dropped: list[int] = field(factory=list)
    _run: list[_Piece] = field(factory=list)
    _all_links: set[int] = field(factory=set)
    _places: dict[tuple[str, ...], list[int]] = field(factory=dict)

    def read(self, body: int, first: int, stop: int | None) -> None:
        """Open containers, one after the other, with one loop over the body's events."""
        page = self.page
        starts, stops = page.starts, page.stops
        if page.tags[body] in _LEAVES and page.tags[body] not in ("td", "li"):
            self._leaf(body, _Around())
            return
        around = [_Around()]
        at, end = starts[body] + 1, stops[body] if stop is None else min(stop, stops[body])
        while at < end:
            event = page.events[at]
            at += 1
            if at <= first:
                if isinstance(event, int) and event >= 0:
                    if stops[event] < first:
                        at = stops[event] + 1
                    else:
                        around.append(_inside(page, event, around[-1]))
            elif isinstance(event, str):
                if isinstance(page.events[at - 2], str):
                    self._run[-1] += event  # type: ignore[operator]
                else:
                    self._run.append(event)
            elif event < 0:
                self._end_run(around.pop())
            elif (opened := self._child(event, around[-1])) is not None:
                around.append(opened)
            else:
                at = stops[event] + 1
        self._end_run(around.pop())

    def _child(self, child: int, around: _Around) -> _Around | None:
        """Deal with one child; the surroundings of its children where it is a container to be opened, else None."""
        tag = self.page.tags[child]
        if tag[0] == "#" or tag in _UNSEEN or child in self.skip or self._is_extra(child):
            if tag == "form" and (self.page.get(child, "action") or "#") == "#" and child not in self.skip:
                # Some pages wrap the whole text in a form without an address; a real form has somewhere to go.
                self._end_run(around)
                return around
            shown = tag[0] != "#" and tag not in _UNSEEN and child not in self.skip
            if shown and (self.loose or _is_tag_line(self.page, child)):
                self.dropped.append(child)
            return None
        if tag == "br":
            self._run.append(_BREAK)
            return None
        if tag in _LEAVES and not self._holds_blocks(child):
            self._end_run(around)
            self._leaf(child, around)
            return None
        if tag in _BLOCKS or self._holds_blocks(child):
            self._end_run(around)
            return _inside(self.page, child, around)
        self._run.append(child)
        return None

    def drop_related(self) -> None:
        """Take a closing list of links to other posts, and the words above it, off the blocks."""
        blocks = self.blocks
        while len(blocks) > 1 and len(blocks) - 1 in self._all_links and _RELATED.match(blocks[-2].text):
            del blocks[-2:]

    def _is_extra(self, child: int) -> bool:
        """What its names say is not the post's; in a loose body also the header with the title and its small print."""
        page = self.page
        if is_boilerplate(page, child, loose=self.loose):
            return True
        if not self.loose or page.tags[child] != "header":
            return False
        return any(node in self.skip for node in page.inside(child) if page.tags[node] in _HEADINGS)

    def _holds_blocks(self, node: int) -> bool:
        """Whether a paragraph or an inline element holds blocks of its own, as <center><p> and <font><p> do."""
        page = self.page
        tag = page.tags[node]
        if tag in ("ul", "ol", "pre", "xmp", "hr") or not page.has_children(node):
            return False
        # A table that lays out the page holds paragraphs; a table of data holds words.
        wanted = _IN_LAYOUT_TABLES if tag == "table" else _IN_WRAPPERS
        places = self._places.get(wanted)
        if places is None:  # looked for once a page, since thousands of elements may stand in one another
            places = self._places[wanted] = [at for at, inner in enumerate(page.tags) if inner in wanted]
        following = bisect_right(places, node)
        return following < len(places) and places[following] < page.ends[node]

    def _end_run(self, around: _Around) -> None:
        """Set the loose text that was collected as paragraphs."""
        run, self._run = self._run, []
        if not run or not any(part == _BREAK or not isinstance(part, str) or part.strip() for part in run):
            return
        self._paragraphs(run, around, "p", "paragraph", None)

    def _leaf(self, node: int, around: _Around) -> None:
        page = self.page
        around = _inside(page, node, around)
        tag = page.tags[node]
        kind = _LEAVES[tag]
        if kind == "rule":
            self.blocks.append(Block(text="", html="<hr>" if self.keep_html else None, kind="rule"))
            return
        if kind in ("paragraph", "definition", "term"):
            self._paragraphs(_pieces_in(page, node), around, tag, kind, node)
            return
        text = inner_text.text_of(page, node, skip=self._unwanted(node))
        if not text.strip():
            return
        if kind == "list" and self._is_all_links(node):
            self._all_links.add(len(self.blocks))
        level = int(tag[1]) if kind == "heading" else None
        html = markup_of(page, [node]) if self.keep_html else None
        lead, styles = _setting(page, _pieces_in(page, node)) if kind == "heading" else (None, frozenset())
        self._add(text, html, around, kind, level=level, lead=lead, styles=styles)

    def _is_all_links(self, node: int) -> bool:
        """Whether each item of a list begins with a link."""
        page = self.page
        items = (item for item in page.inside(node) if page.tags[item] == "li")
        return all(
            any(page.tags[child] == "a" for child in page.children(item)) and not page.own_text(item).strip()
            for item in items
        )

    def _unwanted(self, node: int) -> frozenset[int]:
        """What is left out of a leaf: buttons and share links inside a paragraph or a list."""
        page = self.page
        inner = (inner for inner in page.inside(node) if page.tags[inner] in _BUTTONS)
        found = [one for one in inner if is_boilerplate(page, one)]
        return self.skip.union(found) if found else self.skip

    def _paragraphs(self, parts: list[_Piece], around: _Around, tag: str, kind: Kind, element: int | None) -> None:
        """One block for each paragraph that shows: two line breaks make a new one, as an empty line does in a book."""
        page = self.page
        for piece in _cut(page, _opened(page, parts)):
            skip = self.skip
            flat = list(_flat(piece))
            for part in flat:
                if isinstance(part, str) or page.tags[part][0] == "#":
                    continue
                if is_boilerplate(page, part):
                    skip = skip | {part}
                elif page.has_children(part):
                    skip = skip | self._unwanted(part)
            text = inner_text.text_of_parts(page, flat, skip=skip)
            if not text.strip():
                continue
            lead, styles = _setting(page, piece)
            html = self._markup(piece, tag, element if len(piece) == len(parts) else None) if self.keep_html else None
            self._add(text, html, around, kind, lead=lead, styles=styles)

    def _markup(self, piece: list[_Piece], tag: str, element: int | None) -> str:
        if element is not None:
            return markup_of(self.page, [element])
        return f"<{tag}>{_markup_of_pieces(self.page, piece)}</{tag}>"

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


_BUTTONS: Final = frozenset({"span", "a", "div", "li", "small"})


def _inside(page: Columns, node: int, around: _Around) -> _Around:
    """What an element adds to what surrounds its blocks."""
    tag, attributes = page.tags[node], page.attributes[node]
    quoted = around.quoted or tag == "blockquote"
    styles: set[Style] = set(around.styles)
    if tag in ("b", "strong"):
        styles.add("bold")
    elif tag in ("i", "em", "cite"):
        styles.add("italic")
    declared = around.declared
    if attributes:
        css = attributes.get("style")
        if css:
            if _BOLD_STYLE.search(css):
                styles.add("bold")
            if _ITALIC_STYLE.search(css):
                styles.add("italic")
            if _INDENT_STYLE.search(css):
                styles.add("indented")
        means = meaning_of(attributes)
        if means & INDENTED:
            styles.add("indented")
        declared = _declared(attributes, means) or declared
    if len(styles) == len(around.styles) and quoted == around.quoted and declared == around.declared:
        return around
    return _Around(quoted, frozenset(styles), declared)


def _declared(attributes: Mapping[str, str], means: int) -> Literal["letter", "answer"] | None:
    kind = (attributes.get("itemtype") or "").rstrip("/").rpartition("/")[2].lower()
    if kind == "question" or means & LETTER:
        return "letter"
    if kind == "answer" or means & ANSWER:
        return "answer"
    return None


# -- paragraphs and their pieces -----------------------------------------------------------------------------------


def _pieces_in(page: Columns, node: int) -> list[_Piece]:
    """The pieces of a node's content."""
    pieces: list[_Piece] = [page.own_text(node)]
    for child in page.children(node):
        pieces.append(_BREAK if page.tags[child] == "br" else child)
        if tail := page.tail(child):
            pieces.append(tail)
    return pieces


def _cut(page: Columns, parts: list[_Piece]) -> Iterator[list[_Piece]]:
    """Cut a run where two line breaks (or more) stand together with nothing visible between them."""
    piece: list[_Piece] = []
    breaks = 0
    for part in parts:
        if part == _BREAK:
            breaks += 1
            continue
        if isinstance(part, str):
            if not part.strip() and breaks:
                continue
        elif isinstance(part, int) and page.tags[part][0] == "#":
            continue
        if breaks >= 2:
            if piece:
                yield piece
            piece = []
        elif breaks == 1:
            piece.append(_BREAK)
        breaks = 0
        piece.append(part)
    if piece:
        yield piece


def _opened(page: Columns, parts: list[_Piece]) -> list[_Piece]:
    """A run in which no inline element spans a blank line: ``<i>a<br><br>b</i>`` is made two ``<i>``."""
    opened: list[_Piece] = []
    for part in parts:
        has_break = isinstance(part, int) and any(page.tags[child] == "br" for child in page.children(part))
        pieces = list(_cut(page, _pieces_in(page, part))) if isinstance(part, int) and has_break else []
        if len(pieces) < 2 or not isinstance(part, int):
            opened.append(part)
            continue
        for number, piece in enumerate(pieces):
            if number:
                opened += [_BREAK, _BREAK]
            opened.append(_Wrapped(part, tuple(piece)))
    return opened


def _flat(pieces: Iterable[_Piece]) -> Iterator[int | str]:
    """The pieces with what a wrapped part holds in its place."""
    for piece in pieces:
        if isinstance(piece, _Wrapped):
            yield from (part for part in piece.parts if not isinstance(part, _Wrapped))
        else:
            yield piece


def _markup_of_pieces(page: Columns, pieces: Iterable[_Piece]) -> str:
    """The mark-up of pieces, each break as a tag of its own and each wrapped part inside its element."""
    found: list[str] = []
    for piece in pieces:
        if isinstance(piece, _Wrapped):
            inner = _markup_of_pieces(page, piece.parts)
            found.append(f"{start_tag(page, piece.node)}{inner}</{page.tags[piece.node]}>")
        else:
            found.append("<br>" if piece == _BREAK else markup_of(page, [piece], trims=False))
    return "".join(found).strip()


# -- how a block is set --------------------------------------------------------------------------------------------


def _setting(page: Columns, parts: list[_Piece]) -> tuple[str | None, frozenset[Style]]:
    """The bold text that a block begins with, and the styles that all of its text is set in."""
    bold = italic = plain = other = 0
    lead: list[str] = []
    leading = True
    for text, is_bold, is_italic in _runs(page, parts):
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


def _runs(page: Columns, parts: Iterable[_Piece]) -> Iterator[tuple[str, bool, bool]]:
    """Each stretch of text with whether it is bold and italic."""
    for part in parts:
        if isinstance(part, str):
            if part != _BREAK:
                yield part, False, False
        elif isinstance(part, _Wrapped):
            bold, italic = _is_bold(page, part.node), _is_italic(page, part.node)
            for text, is_bold, is_italic in _runs(page, part.parts):
                yield text, bold or is_bold, italic or is_italic
        else:
            yield from _runs_in(page, part)


def _runs_in(page: Columns, root: int) -> Iterator[tuple[str, bool, bool]]:
    """Those of one node: one loop over its events, which counts the bold and italic elements that are open."""
    bold = italic = 0
    at, end = page.starts[root], page.stops[root]
    text = ""
    while at <= end:
        event = page.events[at]
        at += 1
        if isinstance(event, str):
            text += event
            continue
        if text:
            yield text, bold > 0, italic > 0
            text = ""
        node = event if event >= 0 else ~event
        if event >= 0 and (page.tags[node][0] == "#" or page.tags[node] in _UNSEEN):
            at = page.stops[node] + 1
            continue
        step = 1 if event >= 0 else -1
        bold += step * _is_bold(page, node)
        italic += step * _is_italic(page, node)


def _is_bold(page: Columns, node: int) -> bool:
    if page.tags[node] in ("b", "strong"):
        return True
    attributes = page.attributes[node]
    if not attributes:
        return False
    css = attributes.get("style")
    if css and _BOLD_STYLE.search(css):
        return True
    return bool(meaning_of(attributes) & BOLD)


def _is_italic(page: Columns, node: int) -> bool:
    if page.tags[node] in ("i", "em", "cite"):
        return True
    css = page.get(node, "style")
    return bool(css) and bool(_ITALIC_STYLE.search(css or ""))
