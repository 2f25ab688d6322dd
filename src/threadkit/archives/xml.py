"""XML exports and feeds → their elements, one at a time, without anything that XML can do to a reader.

In comes a stream; out come the elements that the caller asked for, each when it ends; the caller takes what it wants
and the element is emptied, so that an export of a whole site is never in memory. A document that declares entities is
refused before any of them is used: that is how XML bombs and the theft of files begin, and no export needs it.
Nothing is fetched.

Real exports are not always well-formed. Control characters, which XML forbids and readers paste into comments, are
dropped; names such as ``&nbsp;``, which XML does not know, and ampersands that stand for themselves are mended; and
libxml2 reads on after what is still wrong. A document that ends early gives what is there, and then an `ArchiveError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from html.entities import name2codepoint
from typing import Any, Final

from attrs import define, field
from lxml import etree

from threadkit import lazy_re
from threadkit.archives.stream import Stream
from threadkit.errors import ArchiveError

__all__ = ["child_text", "elements", "name_of", "opens_with", "text_in"]

_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\r")
_AMPERSAND: Final = lazy_re.pattern(
    rb"&(?:(?P<number>#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6}));|(?P<name>[A-Za-z][A-Za-z0-9]{1,30});)?"
)
_CDATA: Final = {False: b"<![CDATA[", True: b"]]>"}
"""Where a stretch begins in which "&" stands for itself, and where it ends."""
_KNOWN: Final = frozenset({"lt", "gt", "amp", "quot", "apos"})
_BLOCK: Final = 65_536
_HELD: Final = 40
"""Bytes held back at a block's end: the longest reference, or the marks of CDATA, may be cut there."""
_TAIL: Final = 1_000
_LONGEST_WAIT: Final = 32_000_000
_DECLARES: Final = "it declares entities, as XML bombs do and no export does; it was not read"
_LONGEST_PROLOGUE: Final = 4_000_000
"""Bytes before the first element."""
_SPACES: Final = (
    ("wordpress.org/export/", "wp"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/dc/", "dc"),
    ("purl.org/syndication/thread", "thr"),
    ("purl.org/rss/1.0/modules/slash", "slash"),
    ("w3.org/2005/Atom", "atom"),
    ("purl.org/atom/", "atom"),
    ("purl.org/rss/1.0/", "rss"),
    ("my.netscape.com/rdf/simple/", "rss"),
)
_PROLOGUE: Final = lazy_re.pattern(
    # Possessive: a page of blanks or of comments must not be divided among the alternatives in every possible way.
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?.{0,1000}?\?>|<!--.{0,4000}?-->|<!DOCTYPE[^>\[]{0,1000}(?:\[.{0,6000}?\]\s*)?>)*+"
    rb"<([A-Za-z:]{1,20})[\s>]",
    re.DOTALL,
)


def opens_with(head: bytes) -> str | None:
    """The name of a document's outermost element, as its first bytes show it; None for what is no XML.

    >>> opens_with(b'<?xml version="1.0"?><!-- saved --><rss version="2.0">'), opens_with(b"Dear Ann,")
    ('rss', None)
    """
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\0", b"")
    found = _PROLOGUE.match(head)
    return found[1].decode("ascii") if found else None


def name_of(element: etree._Element) -> str:
    """An element's name with the usual prefix of its namespace, whatever prefix the document has for it: "wp:comment".

    Elements of RSS 2.0 have none. Where the document does not declare a prefix, the name is as it stands there.
    """
    name = element.tag
    if not isinstance(name, str):
        return ""
    if name[0] != "{":
        return name
    space, _, local = name[1:].partition("}")
    prefix = next((prefix for part, prefix in _SPACES if part in space), element.prefix or "")
    if prefix == "wp" and "excerpt" in space:
        prefix = "excerpt"
    return local if prefix == "rss" else f"{prefix}:{local}"


def text_in(element: etree._Element) -> str:
    """An element's character data."""
    return "".join(str(text) for text in element.itertext()) if len(element) else element.text or ""


def child_text(element: etree._Element, *names: str) -> str | None:
    """The text of the first child of one of these names, the first name first; None where there is none or no text."""
    found: dict[str, str] = {}
    for child in element:
        name = name_of(child)
        if name in names and name not in found and (text := text_in(child)).strip():
            found[name] = text
    return next((found[name] for name in names if name in found), None)


def elements(stream: Stream, wanted: frozenset[str]) -> Iterator[tuple[etree._Element, bool]]:
    """The elements with these names (as `name_of` gives them), each at its end, inner ones first; is it whole?

    An element is emptied when the next one is asked for. Where the document ends early, those that are open come last,
    as far as they go, and are not whole; then an `ArchiveError` says so. It is raised, too, for declared entities and
    for what is no XML at all.
    """
    reader = _Reader()
    for block in _mended(stream):
        for element in reader.read(block):
            if name_of(element) in wanted:
                yield element, True
                _forget(element)
    for element in reader.finish():
        if name_of(element) in wanted:
            yield element, True
            _forget(element)
    for element in reversed(reader.open):
        if name_of(element) in wanted:
            yield element, False
    if reader.is_cut:
        raise ArchiveError("the document ends before it is closed; what came after it is lost")


@define
class _Reader:
    """libxml2, fed in blocks."""

    parser: etree.XMLPullParser = field(
        factory=lambda: etree.XMLPullParser(
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            recover=True,
            huge_tree=False,
        )
    )
    root: etree._Element | None = None
    open: list[etree._Element] = field(factory=list)
    before: bytes = b""
    """What came before the first element."""
    waiting: int = 0
    """Bytes since the parser last told of an element: it holds back the rest of a document that is not well-formed."""
    tail: bytes = b""
    is_cut: bool = False
    """Whether the document ended before its outermost element did."""

    def read(self, block: bytes) -> Iterator[etree._Element]:
        """The elements that end in the next block."""
        if self.root is None:
            self.before += block
            _refuse_declarations(self.before)
        self.tail = (self.tail + block)[-_TAIL:]
        self.waiting += len(block)
        try:
            self.parser.feed(block)
        except etree.XMLSyntaxError as error:
            raise ArchiveError(f"no XML that can be read: {error.msg}") from None
        yield from self._ended()
        if self.waiting > _LONGEST_WAIT:
            raise ArchiveError("XML with so many faults that it would have to be held as a whole")

    def finish(self) -> Iterator[etree._Element]:
        """What the parser held back. A document that ends early is left open, so that what is not whole is known."""
        if self.root is None:
            raise ArchiveError("no XML that can be read: it has no element")
        self.is_cut = bool(self.open) and not self._has_end(self.root)
        if self.is_cut and not len(self.parser.feed_error_log):
            return
        with suppress(etree.XMLSyntaxError):
            self.parser.close()
        yield from self._ended()

    def _has_end(self, root: etree._Element) -> bool:
        name = etree.QName(root).localname.encode()
        return re.search(rb"</(?:[\w.-]+:)?" + re.escape(name) + rb"\s*>", self.tail.replace(b"\0", b"")) is not None

    def _ended(self) -> Iterator[etree._Element]:
        for event, element in self.parser.read_events():
            if not isinstance(element, etree._Element):  # noqa: SLF001 (lxml has no public name for it)
                continue
            self.waiting = 0
            if event == "start":
                if self.root is None:
                    self.root = element
                    _refuse_entities(element)
                self.open.append(element)
            else:
                self.open.pop()
                yield element


def _refuse_entities(root: etree._Element) -> None:
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():
        raise ArchiveError(_DECLARES)


def _refuse_declarations(before: bytes) -> None:
    """Stop before the parser sees a declaration; only the few bytes before the first element can hold any."""
    if b"<!ENTITY" in re.split(rb"<[A-Za-z:_]", before.replace(b"\0", b""), maxsplit=1)[0]:
        raise ArchiveError(_DECLARES)
    if len(before) > _LONGEST_PROLOGUE:
        raise ArchiveError("no XML that can be read: no element in its first megabytes")


def _forget(element: etree._Element) -> None:
    """Empty an element and drop its finished elder siblings, so that memory does not grow with the document."""
    tail = element.tail
    element.clear()
    element.tail = tail
    parent = element.getparent()
    while parent is not None and (elder := element.getprevious()) is not None and name_of(elder) == name_of(element):
        parent.remove(elder)


def _mended(stream: Stream) -> Iterator[bytes]:
    """The document in blocks, without what keeps real exports from being well-formed."""
    head = stream.peek(4)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head:
        while block := stream.read(_BLOCK):
            yield block
        return
    rest, inside = b"", False
    while block := stream.read(_BLOCK):
        rest += block.translate(None, _CONTROLS)
        pieces: list[bytes] = []
        while (at := rest.find(_CDATA[inside])) >= 0:
            at += len(_CDATA[inside])
            pieces.append(rest[:at] if inside else _AMPERSAND.sub(_reference, rest[:at]))
            rest, inside = rest[at:], not inside
        cut = max(0, len(rest) - _HELD)
        if not inside and (start := rest.rfind(b"&", max(0, cut - _HELD), cut)) >= 0:
            cut = start
        pieces.append(rest[:cut] if inside else _AMPERSAND.sub(_reference, rest[:cut]))
        rest = rest[cut:]
        yield b"".join(pieces)
    yield rest if inside else _AMPERSAND.sub(_reference, rest)


def _reference(match: re.Match[bytes]) -> bytes:
    """A reference that XML knows: HTML's names become numbers, and an ampersand that begins no reference is one."""
    name = match["name"].decode("ascii") if match["name"] else ""
    if match["number"] or name in _KNOWN:
        return match[0]
    code = name2codepoint.get(name)
    return b"&amp;" + match[0][1:] if code is None else b"&#%d;" % code
