"""What a caller has of a page → its text and its tree, with what had to be decided on the way.

In comes a page as bytes, text, BeautifulSoup object or lxml element; out goes a `Document`: the root of an lxml tree,
the page's address and language, the capture that it came from, and issues. What the caller passed stays as it was.

* **Bytes to text** (`decode`): the byte-order mark, then what the caller says, then the HTTP charset, then the page's
  own declaration, then detection; names mean what they mean to browsers ("latin-1" is windows-1252). Detection asks for
  UTF-8 first, because no other encoding looks like it by accident. That is also why a page that calls itself latin-1
  and is valid UTF-8 throughout is read as UTF-8: archives lose the HTTP header that had overruled the declaration.
* **Text to tree** (`load`): libxml2 with its limits raised. Its error log says when tags did not pair up and when it
  gave up; `tagsoup` then makes the tree that a browser would.
* **Archives' additions** are taken off the text first (`wayback`).
"""

from __future__ import annotations

import codecs
import copy
import itertools
import re
from collections.abc import Iterator
from typing import Any, Final

import lxml.html
from attrs import frozen
from lxml import etree
from lxml.html import HtmlElement

from threadkit.document import tagsoup, wayback
from threadkit.errors import ParseError
from threadkit.model import Capture, Issue

__all__ = ["Decoded", "Document", "decode", "load", "looks_like_html"]


@frozen(kw_only=True)
class Decoded:
    """The text of some bytes."""

    text: str
    """The text, without byte-order mark."""
    encoding: str
    """The encoding by its Python name, e.g. "utf-8" or "cp1252"."""
    issues: tuple[Issue, ...] = ()
    """What could not be decoded, or was declared wrongly."""


@frozen(kw_only=True)
class Document:
    """A page as a tree."""

    root: HtmlElement
    """The root element; it may be the caller's own and is never changed."""
    url: str | None = None
    """The page's address without an archive's prefix: the caller's, the capture's, or the page's canonical link."""
    language: str | None = None
    """What the page says its language is, e.g. "de-DE"; None if it does not."""
    capture: Capture | None = None
    """The snapshot it came from; None if nothing says so."""
    issues: tuple[Issue, ...] = ()
    """What was met on the way here."""


# -- bytes → text --------------------------------------------------------------------------------------------------

# Python's name of each encoding → the one that browsers use for it (https://encoding.spec.whatwg.org/#names-and-labels).
_AS_BROWSERS_READ: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ksc5601": "cp949",
    "big5": "big5hkscs",
    "utf-7": "cp1252",
}
_OTHER_LABELS: Final = {
    "unicode-1-1-utf-8": "utf-8",
    "utf-8mb4": "utf-8",
    "x-user-defined": "cp1252",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "windows-949": "cp949",
    "dos-874": "cp874",
    "windows-874": "cp874",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "logical": "iso8859-8",
    "koi8-ru": "koi8-u",
    "ansi_x3.4-1968": "cp1252",
}
_MULTIBYTE: Final = frozenset("gb18030 cp932 euc_jp cp949 big5hkscs iso2022_jp".split())
# The bytes of windows code pages that have no character: browsers read them as control characters.
_UNASSIGNED: Final = {0xDC00 + byte: byte for byte in range(0x80, 0xA0)}
_DECLARATIONS: Final = (
    re.compile(rb"""<meta\b[^<>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE),
    re.compile(rb"""\A\s*<\?xml\b[^<>]*?\bencoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE),
)
_LANG: Final = re.compile(rb"""<html\b[^<>]*?\blang\s*=\s*["']?([a-zA-Z]{2})""", re.IGNORECASE)
_BY_LANGUAGE: Final = {
    **dict.fromkeys(("ru", "uk", "bg", "be", "sr", "mk"), "cp1251"),
    **dict.fromkeys(("cs", "pl", "hu", "sk", "sl", "hr"), "cp1250"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    **dict.fromkeys(("ar", "fa"), "cp1256"),
    "el": "cp1253",
    "tr": "cp1254",
    "he": "cp1255",
    "vi": "cp1258",
    "th": "cp874",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
}
_DECLARED_WITHIN: Final = 16_384
"""Browsers look for a declaration in the first 1,024 bytes; archives put their scripts before it."""


def decode(source: bytes, *, encoding: str | None = None, http_charset: str | None = None) -> Decoded:
    """The text of a page or a plain-text rendering; never raises.

    `encoding` is the caller's word and `http_charset` the server's; each beats what the page says of itself.
    Bytes that the encoding does not know become U+FFFD, with the issue "undecodable-bytes".

    >>> decode("“naïve”".encode("cp1252"), http_charset="ISO-8859-1").text
    '“naïve”'
    >>> decode(b'<meta charset="latin-1">caf' + "é".encode()).encoding
    'utf-8'
    """
    issues: list[Issue] = []
    marked, skip = _byte_order_mark(source)
    if marked is not None:
        return _decode_as(source[skip:], marked, issues)
    for label in (encoding, http_charset):
        name = _codec(label)
        if name is not None:
            return _decode_as(source, name, issues)
        if label:
            message = f"the encoding {label!r} is not known; the page's own declaration was used"
            issues.append(Issue(code="unknown-encoding", message=message, grade="info"))
    utf8 = _strict_utf8(source)
    if utf8 is None or b"\0" in source[:1000]:
        name = _declared(source) or _detect(source)
        return _decode_as(source, name, issues)
    # Valid UTF-8: only an encoding of two-byte characters may still claim the same bytes.
    declared = _declared(source)
    if declared in _MULTIBYTE and not source.isascii():
        return _decode_as(source, declared or "utf-8", issues)
    if declared not in (None, "utf-8") and not source.isascii():
        message = f"the page declares {declared} and is valid UTF-8 throughout; it was read as UTF-8"
        issues.append(Issue(code="encoding-conflict", message=message, grade="info"))
    return Decoded(text=utf8, encoding="utf-8", issues=tuple(issues))


def _codec(label: str | None) -> str | None:
    """A label as pages write it → the Python codec that does what browsers do; None if nobody knows it."""
    name = (label or "").strip(" \t\n\r\f\"'").lower()
    if not name:
        return None
    if name in _OTHER_LABELS:
        return _OTHER_LABELS[name]
    try:
        info = codecs.lookup(name)
        # Python's registry also holds codecs that are no character encodings, such as "hex" and "punycode".
        b"a".decode(info.name)
    except (LookupError, ValueError, UnicodeError, AttributeError, TypeError):
        return None
    if info.name in ("punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "rot13", "mbcs", "oem"):
        return None
    return _AS_BROWSERS_READ.get(info.name, info.name)


def _byte_order_mark(source: bytes) -> tuple[str | None, int]:
    if source.startswith(codecs.BOM_UTF8):
        return "utf-8", 3
    if source.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and len(source) % 4 == 0:
        return ("utf-32-le" if source.startswith(codecs.BOM_UTF32_LE) else "utf-32-be"), 4
    if source.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le", 2
    if source.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be", 2
    return None, 0


def _strict_utf8(source: bytes) -> str | None:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _declared(source: bytes) -> str | None:
    beginning = source[:_DECLARED_WITHIN]
    for pattern in _DECLARATIONS:
        for match in pattern.finditer(beginning):
            name = _codec(match[1].decode("ascii", "replace"))
            if name is not None:
                # A page whose ASCII declaration could be read is in no two-byte encoding, whatever it says.
                return "utf-8" if name.startswith(("utf-16", "utf-32")) else name
    return None


def _detect(source: bytes) -> str:
    wide = _two_byte(source[:1000])
    if wide is not None:
        return wide
    text = source.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for char in text if char > "\x7f") - wrong
    if right > wrong:
        return "utf-8"  # some stray bytes, or a character cut in two at the end of the file
    match = _LANG.search(source[:_DECLARED_WITHIN])
    by_language = _BY_LANGUAGE.get(match[1].decode("ascii").lower()) if match else None
    if by_language is not None:
        return by_language
    sample = b" ".join(line for line in source.split(b"\n") if not line.isascii())[:20_000]
    from threadkit.document.soup import guess_encoding

    guess = guess_encoding(sample)
    # Short samples are guessed at random among the rare encodings: only what pages are really written in counts.
    name = _codec(guess)
    return name if name in _MULTIBYTE or (name in set(_BY_LANGUAGE.values()) and len(sample) > 500) else "cp1252"


def _two_byte(beginning: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its ASCII characters is NUL."""
    half = len(beginning) // 2
    if half < 2 or beginning.count(0) < 0.8 * half:
        return None
    return "utf-16-le" if beginning[1::2].count(0) > beginning[::2].count(0) else "utf-16-be"


def _decode_as(source: bytes, name: str, issues: list[Issue]) -> Decoded:
    try:
        text = source.decode(name)
    except UnicodeDecodeError as error:
        if name.startswith("cp125") or name == "cp874":
            text = source.decode(name, "surrogateescape").translate(_UNASSIGNED)
            text = _ESCAPED.sub("\ufffd", text)
        else:
            text = source.decode(name, "replace")
        count = text.count("\ufffd")
        if count:
            line = source.count(b"\n", 0, error.start) + 1
            message = f"{count} bytes or sequences are not {name}; U+FFFD stands for them"
            issues.append(Issue(code="undecodable-bytes", message=message, line=line))
    return Decoded(text=text, encoding=name, issues=tuple(issues))


_ESCAPED: Final = re.compile("[\udc80-\udcff]")


# -- HTML or not ---------------------------------------------------------------------------------------------------

_OPENS_A_PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title|link|script)\b", re.IGNORECASE)
_OPENS_A_BLOCK: Final = re.compile(
    r"<(div|p|ol|ul|dl|table|article|section|main|header|h[1-6]|li|blockquote|span|a)(?:\s[^<>]*)?>", re.IGNORECASE
)
_LAYOUT_TAG: Final = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|td|tr|table|span|a|br|h[1-6]|article|section|html|body|head|meta|link)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Whether a text is mark-up; False for a plain-text rendering, also one in which a reader quotes some tags.

    Costs no more than a look at the first 20,000 characters.

    >>> looks_like_html("<!DOCTYPE html><title>a</title>"), looks_like_html('<div id="comments"><p>Hi</p></div>')
    (True, True)
    >>> looks_like_html("is <b> the same as <strong>?\\n\\n{ 2 comments }")
    False
    """
    beginning = text[:20_000]
    start = _after_prologue(beginning)
    if _OPENS_A_PAGE.match(beginning, start):
        return True
    match = _OPENS_A_BLOCK.match(beginning, start)
    if match and (f"</{match[1].lower()}" in text.lower() or len(_LAYOUT_TAG.findall(beginning)) > 1):
        return True
    tags = len(_LAYOUT_TAG.findall(beginning))
    return tags >= 10 and tags * 300 > len(beginning)


def _after_prologue(text: str) -> int:
    """Where a text begins behind white space, an XML declaration and comments."""
    position = 0
    while True:
        while position < len(text) and (text[position].isspace() or text[position] == "\ufeff"):
            position += 1
        end = "-->" if text.startswith("<!--", position) else "?>" if text.startswith("<?xml", position) else None
        found = text.find(end, position) if end is not None else -1
        if end is None or found < 0:
            return position
        position = found + len(end)


# -- text → tree ---------------------------------------------------------------------------------------------------

_BLOCK_TAG: Final = re.compile(
    r"\b(?:li|ol|ul|dl|dd|dt|div|article|section|blockquote|main|aside|header|footer|td|tr|table|form)\b"
)
_LOG_LIMIT: Final = 100
"""libxml2's log holds no more; a full one says nothing about the rest of the page."""
_DEEPEST: Final = 2_000
"""A little less than where libxml2 stops (2,048)."""
_GIVEN_UP_AT: Final = frozenset({254, 255, 256, 2046, 2047, 2048})
"""The depths of trees that libxml2 stopped building, without and with `huge_tree`."""


def load(
    source: Any, *, url: str | None = None, encoding: str | None = None, http_charset: str | None = None
) -> Document:
    """A page of any supported type as a tree.

    `source` is bytes, what `decode` made of them, str, a BeautifulSoup object or Tag, or an lxml element; a tree is
    used as it is where that is possible, and never changed. Raises `ParseError` ("empty", "binary") where there is no
    page, `TypeError` for anything else.

    >>> load("<html lang=de><p>Hallo").language
    'de'
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        source = decode(bytes(source), encoding=encoding, http_charset=http_charset)
    if isinstance(source, Decoded):
        if _is_binary(source.text):
            raise ParseError("this is no text: it is full of control characters", code="binary")
        return _from_text(source.text, url, source.issues)
    if isinstance(source, str):
        return _from_text(source, url, ())
    if _is_soup(source):
        from threadkit.document.soup import soup_text

        return _from_text(soup_text(source), url, (), whole=False)
    if isinstance(source, etree._ElementTree):  # noqa: SLF001 - lxml has no public name for it
        source = source.getroot()
    if isinstance(source, etree._Element) and isinstance(source.tag, str):  # noqa: SLF001
        return _from_element(source, url)
    raise TypeError(f"a page is bytes, str, a BeautifulSoup object or an lxml element, not {type(source).__name__}")


def _is_binary(text: str) -> bool:
    beginning = text[:4096]
    return len(_CONTROLS.findall(beginning)) * 10 > len(beginning)


_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def _is_soup(source: object) -> bool:
    """Whether it is one of BeautifulSoup's objects, told without importing BeautifulSoup for those who have none."""
    return any(kind.__module__.partition(".")[0] == "bs4" for kind in type(source).__mro__)


def _from_text(text: str, url: str | None, issues: tuple[Issue, ...], *, whole: bool = True) -> Document:
    if "\0" in text:
        text = text.replace("\0", "")  # browsers drop it; libxml2 would stop there
    text, capture = wayback.restore(text, url)
    if not text.strip("\ufeff \t\r\n\f"):
        raise ParseError("there is nothing but white space in it", code="empty")
    root, problems = _parse(text)
    if whole and (cut := _truncation(text)) is not None:
        problems.append(cut)
    return _document(root, url, capture, (*issues, *problems))


def _from_element(element: etree._Element, url: str | None) -> Document:
    """A tree as it is; a copy of it where it is only a part, of another kind, or holds what an archive added."""
    saved = _is_saved_page(element)
    if saved or not isinstance(element, HtmlElement) or element.getparent() is not None:
        element = _copy(element)
    root: HtmlElement = element
    capture = wayback.restore_tree(root, url) if saved else None
    issues = []
    if sum(1 for _ in _last_branch(root)) in _GIVEN_UP_AT:
        message = "the tree ends where libxml2 stops reading; pass the page itself to read all of it"
        issues.append(Issue(code="deep-nesting", message=message, grade="error"))
    return _document(root, url, capture, tuple(issues))


def _copy(element: etree._Element) -> HtmlElement:
    """A tree of its own, of lxml.html's classes: what class a node is belongs to the document that holds it."""
    holder = lxml.html.Element("div")
    holder.append(copy.deepcopy(element))
    root: HtmlElement = copy.deepcopy(holder[0])
    root.tail = None
    if "}" in str(root.tag):
        lxml.html.xhtml_to_html(root)
    return root


def _is_saved_page(element: etree._Element) -> bool:
    """Whether an archive's or a browser's additions have to be taken off."""
    nodes = itertools.chain(
        element.iter(etree.Comment, "script"),
        element.itersiblings(etree.Comment, preceding=True),
        element.itersiblings(etree.Comment),
    )
    return any(wayback.is_evidence(node.text or "", node.get("src") or "") for node in nodes)


def _parse(text: str) -> tuple[HtmlElement, list[Issue]]:
    root, log = _libxml2(text)
    issues: list[Issue] = []
    if root is not None and _pairs_badly(log):
        balanced = tagsoup.balance(text)
        if balanced != text:
            root, log = _libxml2(balanced)
    if root is None or _gave_up(root, log):
        root = tagsoup.build(text)
        message = "nested deeper than 2,048 elements; a second parser read the page"
        issues.append(Issue(code="deep-nesting", message=message, grade="info"))
    return root, issues


# lxml.html picks each node's class by a Python function, called anew whenever a node is met; nothing here needs the
# classes that it keeps for forms, and this lookup is done in C.
_CLASSES: Final = etree.ElementDefaultClassLookup(
    element=HtmlElement,
    comment=lxml.html.HtmlComment,
    pi=lxml.html.HtmlProcessingInstruction,
    entity=lxml.html.HtmlEntity,
)


def _libxml2(text: str) -> tuple[HtmlElement | None, list[Any]]:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        root = etree.fromstring(_utf8(text), parser)
    except etree.LxmlError:
        return None, []
    return root, list(parser.error_log)


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        # Halves of surrogate pairs: two that belong together become one character, others U+FFFD.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")


def _pairs_badly(log: list[Any]) -> bool:
    return len(log) >= _LOG_LIMIT or any(
        entry.type == etree.ErrorTypes.ERR_TAG_NAME_MISMATCH and _BLOCK_TAG.search(entry.message) for entry in log
    )


def _gave_up(root: HtmlElement, log: list[Any]) -> bool:
    if any(entry.level == etree.ErrorLevels.FATAL for entry in log):
        return True
    return len(log) >= _LOG_LIMIT and sum(1 for _ in _last_branch(root)) > _DEEPEST


def _last_branch(element: HtmlElement) -> Iterator[HtmlElement]:
    while len(element):
        element = element[-1]
        yield element


# -- the end of the page -------------------------------------------------------------------------------------------

_PAGE_END: Final = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_CONTAINER_TAG: Final = re.compile(r"<(/?)(?:div|ol|ul|dl|table|article|section|main)\b", re.IGNORECASE)
_PAGE_START: Final = re.compile(r"<(?:html|body|head|!doctype)\b", re.IGNORECASE)


def _truncation(text: str) -> Issue | None:
    """An issue where the text ends before the page does: inside a tag or with the page's own elements open."""
    end = max((match.start() for match in _PAGE_END.finditer(text, max(0, len(text) - 4096))), default=None)
    if end is not None and not _in_script(text, end):
        return None
    last = text.rfind("<")
    line = text.count("\n") + 1
    if last >= 0 and ">" not in text[last:] and re.match(r"<(?:[a-zA-Z/!][^<]*)?\Z", text[last:]):
        message = "the document ends inside a tag; what came after it is lost"
        return Issue(code="truncated", message=message, grade="error", line=line)
    if not _PAGE_START.search(text[:100_000]):
        return None
    ends = [match.start() for match in _PAGE_END.finditer(text)]
    if ends and not _in_script(text, ends[-1]):
        return None
    if sum(-1 if match[1] else 1 for match in _CONTAINER_TAG.finditer(text)) > 0:
        message = "the document ends before it is closed; what came after it is lost"
        return Issue(code="truncated", message=message, grade="error", line=line)
    # HTML lets a page leave these two out, and some tools that shrink pages do.
    message = "the document has no </body> and no </html>; if it was cut, what came after is lost"
    return Issue(code="truncated", message=message, grade="warning", line=line)


def _in_script(text: str, position: int) -> bool:
    start = max(text.rfind("<script", 0, position), text.rfind("<!--", 0, position))
    return start >= 0 and not re.search(r"</script|-->", text[start:position], re.IGNORECASE)


# -- what the page says of itself ----------------------------------------------------------------------------------


def _document(root: HtmlElement, url: str | None, capture: Capture | None, issues: tuple[Issue, ...]) -> Document:
    canonical, language = _self_description(root)
    own = wayback.unwrap_url(url)[0] if url else None
    own = own or (capture.url if capture else None) or canonical
    return Document(root=root, url=own, language=language, capture=capture, issues=issues)


def _self_description(root: HtmlElement) -> tuple[str | None, str | None]:
    """The page's canonical address and its language, each None if it does not say."""
    language = root.get("lang") or root.get("xml:lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    links: dict[str, str] = {}
    for element in root.iter("meta", "link", "body"):
        if element.tag == "body":
            language = language or element.get("lang")
            continue
        name = (element.get("property") or element.get("rel") or element.get("http-equiv") or "").strip().lower()
        value = (element.get("content") or element.get("href") or "").strip()
        if name in ("canonical", "og:url", "og:locale", "content-language") and value:
            links.setdefault(name, value)
    canonical = links.get("canonical") or links.get("og:url")
    if canonical is not None:
        canonical = wayback.unwrap_url(canonical)[0]
    if canonical is not None and not canonical.lower().startswith(("http://", "https://")):
        canonical = None
    language = (language or links.get("og:locale") or links.get("content-language") or "").replace("_", "-").strip()
    return canonical, language or None
