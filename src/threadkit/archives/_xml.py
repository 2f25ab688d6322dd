"""XML exports and feeds → their elements, one at a time, without anything that XML can do to a reader.

In comes a stream; out come the elements that the caller asked for, each when it ends; the caller takes what it wants
and the element is emptied, so that an export of a whole site is never in memory. A document that declares entities is
refused before any of them is used: that is how XML bombs and the theft of files begin, and no export needs it.
Nothing is fetched.

Real exports are not always well-formed. Control characters, which XML forbids and readers paste into comments, are
dropped; names such as ``&nbsp;``, which XML does not know, become their characters; and libxml2 reads on after what
is still wrong. A document that ends early is an `ArchiveError` after its last whole element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import name2codepoint
from typing import Any, Final

from lxml import etree

from threadkit.archives._stream import Stream
from threadkit.errors import ArchiveError

__all__ = ["child_text", "elements", "name_of", "opens_with", "text_in"]

_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\r")
_NAMED: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_KNOWN: Final = frozenset({"lt", "gt", "amp", "quot", "apos"})
_BLOCK: Final = 65_536
_LONGEST_NAME: Final = 32
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
_PROLOGUE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.{0,1000}?\?>|<!--.{0,4000}?-->|<!DOCTYPE[^>\[]{0,1000}(?:\[.{0,6000}?\]\s*)?>)*"
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


def elements(stream: Stream, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """The elements with these names (as `name_of` gives them), each at its end, inner ones first.

    An element is emptied when the next one is asked for. Raises `ArchiveError` for declared entities, for what is no
    XML at all, and, after the last whole element, for a document that ends early.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    depth = 0
    began = False
    before = b""
    for block in _cleaned(stream):
        if not began:
            before += block
            _refuse_declarations(before)
        for event, element in _fed(parser, block):
            if not began and _declares_entities(element):
                raise ArchiveError(_DECLARES)
            began = True
            depth += 1 if event == "start" else -1
            if event == "end" and name_of(element) in wanted:
                yield element
                _forget(element)
    if not began:
        raise ArchiveError("no XML that can be read: it has no element")
    if depth > 0:
        raise ArchiveError("the document ends before it is closed; what came after it is lost")


def _fed(parser: etree.XMLPullParser, block: bytes) -> Iterator[tuple[str, etree._Element]]:
    try:
        parser.feed(block)
    except etree.XMLSyntaxError as error:
        raise ArchiveError(f"no XML that can be read: {error.msg}") from None
    for event, element in parser.read_events():
        if isinstance(element, etree._Element):  # noqa: SLF001 (lxml has no public name for it)
            yield str(event), element


def _declares_entities(root: etree._Element) -> bool:
    declared: Any = root.getroottree().docinfo.internalDTD
    return declared is not None and bool(declared.entities())


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


def _cleaned(stream: Stream) -> Iterator[bytes]:
    """The document in blocks, without what keeps real exports from being well-formed."""
    head = stream.peek(4)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head:
        while block := stream.read(_BLOCK):
            yield block
        return
    kept = b""
    while block := stream.read(_BLOCK):
        block = kept + block.translate(None, _CONTROLS)
        cut = block.rfind(b"&", max(0, len(block) - _LONGEST_NAME))
        kept = b"" if cut < 0 or b";" in block[cut:] else block[cut:]
        yield _NAMED.sub(_as_character, block[: len(block) - len(kept)])
    if kept:
        yield _NAMED.sub(_as_character, kept)


def _as_character(match: re.Match[bytes]) -> bytes:
    name = match[1].decode("ascii")
    code = name2codepoint.get(name)
    return match[0] if name in _KNOWN or code is None else b"&#%d;" % code
