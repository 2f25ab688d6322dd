"""Tags that do not pair up → the tree that the HTML standard makes of them.

libxml2 builds the tree on the hot path, but not always the standard's. Two differences move comments about:

* an end tag without its start tag. Block themes print ``<li>A<li>B</li></li>``: a browser ignores the second ``</li>``,
  libxml2 closes the list *around* these items with it, and every comment after that is one level too high;
* nesting beyond 2,048 levels, where libxml2 stops reading without a word.

For the first, `balance` rewrites the text: it follows the standard's rules for the tags that hold other blocks, writes
the end tags that a browser infers and leaves out those that a browser ignores, so that any parser builds the same tree.
For the second, `build` makes the tree itself from the standard library's tokens; its depth has no limit.
Both are linear in the page's length, and both run only on the pages that need them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from html.parser import HTMLParser
from typing import Final

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

__all__ = ["balance", "build"]

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
_TRACKED: Final = _BLOCKS | _HEADINGS | _CELLS.keys() | _ITEMS.keys() | {"p", "table", "button"}
# Where the standard's search for an open element ends.
_SCOPE: Final = frozenset("table td th button".split())
_LIST_SCOPE: Final = _SCOPE | {"ol", "ul"}
_PASSED_BY_ITEMS: Final = frozenset("address div p".split())

# Every alternative begins with the same character, which the engine then looks for by itself.
_TOKEN: Final = re.compile(
    r"<(?:!--.*?(?:-->|\Z)"
    r"|(?P<raw>(?i:script|style|textarea|title|xmp|iframe|noscript))\b.*?(?:</(?i:(?P=raw))\s*>|\Z)"
    r"""|(?P<end>/?)(?P<tag>[a-zA-Z][^\s/<>]*)[^<>"']*+(?:(?:"[^"]*+"|'[^']*+')[^<>"']*+)*+>)""",
    re.DOTALL,
)
_VOID: Final = frozenset(
    "area base basefont bgsound br col command embed frame hr image img input keygen link meta param source track"
    " wbr".split()
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MEANT: Final = re.compile(r"comment|repl|child|thread|depth", re.IGNORECASE)
_WEAK_LIMIT: Final = 2_000
"""So many open elements that mean nothing (``<font>``, ``<div>`` without id) are kept nested; browsers stop at 512."""
_LIST_LIMIT: Final = 12_000
"""So many open lists and items without a name: block themes nest their replies in bare ``<ol>``."""


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
    """The open blocks, and what the standard does to them at each tag."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._open: dict[str, int] = defaultdict(int)

    def open(self, tag: str) -> list[str]:
        """Enter an element; the names of those that this ends, innermost first."""
        closed: list[str] = []
        if tag in _ITEMS:
            closed += self._close_items(_ITEMS[tag])
        elif tag in _CELLS:
            closed += self._through(_CELLS[tag], frozenset({"table"}), outermost=True) or []
        if self._open["p"] and (tag in _BLOCKS or tag in _HEADINGS or tag in _ITEMS or tag in ("p", "table")):
            closed += self._through(_PARAGRAPH, _SCOPE) or []
        self._names.append(tag)
        self._open[tag] += 1
        return closed

    def holds_paragraph(self) -> bool:
        """Whether a paragraph is open that an end tag here would close."""
        if not self._open["p"]:
            return False
        for name in reversed(self._names):
            if name == "p" or name in _SCOPE:
                return name == "p"
        return False

    def close(self, tag: str) -> list[str] | None:
        """Leave an element; the names of those that this ends, or None for an end tag to be ignored."""
        if self._names and self._names[-1] == tag:
            self._open[tag] -= 1
            return [self._names.pop()]
        if tag == "li":
            return self._through(_ITEMS["li"], _LIST_SCOPE)
        if tag in _HEADINGS:
            return self._through(_HEADINGS, _SCOPE)
        if tag in _CELLS or tag == "table":
            return self._through(frozenset({tag}), frozenset({"table"}) - {tag})
        return self._through(frozenset({tag}), _SCOPE - {tag})

    def _close_items(self, items: frozenset[str]) -> list[str]:
        if not any(self._open[item] for item in items):
            return []
        for name in reversed(self._names):
            if name in items:
                return self._through(items, frozenset()) or []
            if name not in _PASSED_BY_ITEMS:
                return []
        return []

    def _through(
        self, targets: frozenset[str], barrier: frozenset[str], *, outermost: bool = False
    ) -> list[str] | None:
        """Pop up to the nearest (or the outermost) of the targets that no barrier hides; None if there is none."""
        if not any(self._open[target] for target in targets):
            return None
        found: int | None = None
        for index in range(len(self._names) - 1, -1, -1):
            if self._names[index] in targets:
                found = index
                if not outermost:
                    break
            elif self._names[index] in barrier:
                break
        if found is None:
            return None
        closed = self._names[found:][::-1]
        del self._names[found:]
        for name in closed:
            self._open[name] -= 1
        return closed


def build(text: str) -> HtmlElement:
    """The tree of a page of any depth, by the standard library's tokenizer; never fails.

    >>> lxml.html.tostring(build("<p>one<br>two</p><ul><li>three"))
    b'<html><body><p>one<br>two</p><ul><li>three</li></ul></body></html>'
    """
    builder = _Builder()
    builder.feed(balance(text))
    builder.close()
    return builder.finish()


class _Builder(HTMLParser):
    """Tokens → lxml elements. An end tag closes its element unless a block stands between them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._root = lxml.html.Element("html")
        self._head: HtmlElement | None = None
        self._stack: list[HtmlElement] = []
        self._open: Counter[str] = Counter()
        self._flat: Counter[str] = Counter()
        self._weak: Counter[bool] = Counter()
        self._text: list[str] = []

    def finish(self) -> HtmlElement:
        self._flush()
        return self._root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("html", "body", "head"):
            self._enter_frame(tag, attrs)
            return
        self._flush()
        element = self._append(tag, attrs)
        if tag in _VOID:
            return
        if _is_weak(element):
            listed = tag in _LISTS or tag in _ITEMS
            if self._weak[listed] >= (_LIST_LIMIT if listed else _WEAK_LIMIT):
                self._flat[tag] += 1
                return
            self._weak[listed] += 1
        self._stack.append(element)
        self._open[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # "<div/>" is a start tag in HTML; only the void elements have no content.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._flat[tag]:
            self._flat[tag] -= 1
            return
        if tag == "head" and self._head is not None:
            self._leave_head()
        if not self._open[tag]:
            return
        for index in range(len(self._stack) - 1, -1, -1):
            name = self._stack[index].tag
            if name == tag:
                self._flush()
                self._pop_to(index)
                return
            if name in _TRACKED and tag not in _TRACKED:
                return

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self._flush()
        clean = _CONTROLS.sub("", data).replace("--", "- -").rstrip("-")
        self._parent().append(etree.Comment(clean))

    def unknown_decl(self, data: str) -> None:
        """A CDATA section, which HTML shows as nothing; the base class would raise."""

    def _enter_frame(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """html, head and body stand once in a page; their later attributes are added, as in a browser."""
        self._flush()
        element = self._root
        if tag == "head":
            if self._head is not None or len(self._root):
                return
            element = self._head = etree.SubElement(self._root, "head")
        elif tag == "body":
            self._leave_head()
            element = self._body()
        _set_attributes(element, attrs)

    def _leave_head(self) -> None:
        if self._head is not None and not self._body_exists():
            self._flush()
            self._pop_to(0)
            self._body()

    def _body_exists(self) -> bool:
        return len(self._root) > 0 and self._root[-1].tag == "body"

    def _body(self) -> HtmlElement:
        return self._root[-1] if self._body_exists() else etree.SubElement(self._root, "body")

    def _parent(self) -> HtmlElement:
        if self._stack:
            return self._stack[-1]
        return self._head if self._head is not None and not self._body_exists() else self._body()

    def _append(self, tag: str, attrs: list[tuple[str, str | None]]) -> HtmlElement:
        try:
            element = etree.SubElement(self._parent(), tag)
        except ValueError:  # a name such as 'a"b', which no tree holds
            element = etree.SubElement(self._parent(), "span")
        _set_attributes(element, attrs)
        return element

    def _pop_to(self, index: int) -> None:
        for element in self._stack[index:]:
            self._open[element.tag] -= 1
            if _is_weak(element):
                self._weak[element.tag in _LISTS or element.tag in _ITEMS] -= 1
        del self._stack[index:]

    def _flush(self) -> None:
        if not self._text:
            return
        text = _CONTROLS.sub("", "".join(self._text))
        self._text.clear()
        parent = self._parent()
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text


def _is_weak(element: HtmlElement) -> bool:
    """Whether an element has no name that could mean something to a reader of comments."""
    return not (element.get("id") or _MEANT.search(element.get("class") or ""))


def _set_attributes(element: HtmlElement, attrs: list[tuple[str, str | None]]) -> None:
    for name, value in attrs:
        try:
            if element.get(name) is None:
                element.set(name, _CONTROLS.sub("", value or ""))
        except ValueError:  # a name that no tree holds
            continue
