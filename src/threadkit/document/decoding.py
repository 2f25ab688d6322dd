"""Bytes → text: which encoding, and what it could not read.

In comes a page or a rendering as bytes, with what the caller and the server say of it; out goes a `Decoded`. The first
that speaks decides: the byte-order mark, the caller, the HTTP charset, the page's own declaration, `detection`; names
mean what they mean to browsers (`labels`). Two things are stronger than a declaration, because archives lose the header
that had overruled it: bytes that are UTF-8 throughout, which no other encoding looks like by accident, and bytes that
the declared encoding does not fit while UTF-8 does.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from attrs import frozen

from threadkit import lazy_re
from threadkit.document.detection import guess, seven_bit, wide
from threadkit.document.labels import MULTI_BYTE, codec_of, is_refused
from threadkit.model import Issue

__all__ = ["Decoded", "decode"]


@frozen(kw_only=True)
class Decoded:
    """The text of some bytes."""

    text: str
    """The text, without byte-order mark."""
    encoding: str
    """The encoding by its Python name, e.g. "utf-8" or "cp1252"."""
    issues: tuple[Issue, ...] = ()
    """What could not be decoded, was declared wrongly, or had to be guessed."""


_DECLARATIONS: Final = (
    lazy_re.pattern(rb"""<meta\b[^<>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE),
    lazy_re.pattern(rb"""\A\s*<\?xml\b[^<>]*?\bencoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE),
)
_DECLARED_WITHIN: Final = 16_384
"""Browsers look for a declaration in the first 1,024 bytes; archives put their scripts before it."""
_ZEROS_WITHIN: Final = 4_096
_NOT_BY_ACCIDENT: Final = 8
"""A text in a two-byte encoding can be valid UTF-8 by accident, at about one chance in five for each character."""
# The bytes of windows code pages that have no character: browsers read them as control characters.
_UNASSIGNED: Final = {0xDC00 + byte: byte for byte in range(0x80, 0xA0)}
_ESCAPED: Final = lazy_re.pattern("[\udc80-\udcff]")
_NOT_ASCII: Final = lazy_re.pattern("[^\0-\x7f]")


def decode(source: bytes, *, encoding: str | None = None, http_charset: str | None = None) -> Decoded:
    """The text of a page or a plain-text rendering; never raises.

    `encoding` is the caller's word and `http_charset` the server's; each beats what the page says of itself. Issues say
    what was not as declared: "unknown-encoding", "encoding-conflict", "encoding-guessed" where nothing was declared and
    the bytes are not plain UTF-8, and "undecodable-bytes", for which U+FFFD stands in the text.

    >>> decode("“naïve”".encode("cp1252"), http_charset="ISO-8859-1").text
    '“naïve”'
    >>> decode(b'<meta charset="latin-1">caf' + "é".encode()).encoding
    'utf-8'
    """
    issues: list[Issue] = []
    marked, skip = _byte_order_mark(source)
    if marked is not None:
        return _decode_as(source[skip:], marked, issues)
    obeyed = _known(encoding, issues)
    if obeyed is not None:
        return _decode_as(source, obeyed, issues)
    served = _known(http_charset, issues)
    utf8 = _strict_utf8(source)
    if served is not None:
        return _decode_served(source, served, utf8, issues)
    if utf8 is not None and not _may_be_wider(source, utf8):
        return Decoded(text=utf8, encoding="utf-8", issues=tuple(issues))
    declared = _declared(source)
    if declared is not None:
        return _decode_declared(source, declared, utf8, issues)
    zeros = b"\0" in source[:_ZEROS_WITHIN]
    name = (wide(source) if zeros else None) or (guess(source) if utf8 is None else seven_bit(source))
    if name is None:
        return Decoded(text=utf8 or "", encoding="utf-8", issues=tuple(issues))
    message = f"nothing says which encoding the page is in; {name} was guessed from its bytes"
    issues.append(Issue(code="encoding-guessed", message=message))
    return _decode_as(source, name, issues)


def _known(label: str | None, issues: list[Issue]) -> str | None:
    """The codec of a label; None without one, with an issue where it is not known."""
    name = codec_of(label) if label else None
    if label and name is None:
        known = "is refused, as by browsers, because it hides mark-up" if is_refused(label) else "is not known"
        message = f"the encoding {label!r} {known}; the page's own declaration was used"
        issues.append(Issue(code="unknown-encoding", message=message, grade="info"))
    return name


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


def _may_be_wider(source: bytes, utf8: str) -> bool:
    """Whether valid UTF-8 may stand for something else: ASCII does where zeros or escape sequences are in it."""
    # One byte is sought a hundred times faster than two.
    return not utf8.isascii() or b"\0" in source[:_ZEROS_WITHIN] or b"\x1b" in source or b"~" in source


def _declared(source: bytes) -> str | None:
    beginning = source[:_DECLARED_WITHIN]
    for pattern in _DECLARATIONS:
        for match in pattern.finditer(beginning):
            name = codec_of(match[1].decode("ascii", "replace"))
            if name is None:
                continue
            # A page whose ASCII declaration could be read is in no two-byte encoding, whatever it says.
            if name.startswith(("utf-16", "utf-32")):
                return "utf-8"
            if b"<meta>".decode(name) == "<meta>":
                return name
    return None


def _decode_served(source: bytes, served: str, utf8: str | None, issues: list[Issue]) -> Decoded:
    """As the server says, but for UTF-16 that has no zero byte, and characters of two bytes that are UTF-8."""
    wider = served.startswith(("utf-16", "utf-32"))
    if served in MULTI_BYTE or (wider and b"\0" not in source[:_ZEROS_WITHIN]):
        return _decode_declared(source, served, utf8, issues)
    return _decode_as(source, served, issues)


def _decode_declared(source: bytes, declared: str, utf8: str | None, issues: list[Issue]) -> Decoded:
    """As declared; as UTF-8 where the bytes are valid UTF-8, and not by accident."""
    if utf8 is None or (declared in MULTI_BYTE and _fits(source, declared) and _is_accident(utf8)):
        return _decode_as(source, declared, issues)
    if declared != "utf-8" and not utf8.isascii():
        message = f"the page declares {declared} and is valid UTF-8 throughout; it was read as UTF-8"
        issues.append(Issue(code="encoding-conflict", message=message, grade="info"))
    return Decoded(text=utf8, encoding="utf-8", issues=tuple(issues))


def _fits(source: bytes, name: str) -> bool:
    try:
        source.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _is_accident(utf8: str) -> bool:
    return sum(1 for _ in _NOT_ASCII.finditer(utf8)) < _NOT_BY_ACCIDENT


def _decode_as(source: bytes, name: str, issues: list[Issue]) -> Decoded:
    if name in ("utf-16", "utf-32"):
        name = _ordered(source, name)
    if name == "ascii" and b"\x1b" in source:
        message = "the page has escape sequences of an encoding that nothing decodes; they stand in the text as ASCII"
        issues.append(Issue(code="undecodable-bytes", message=message))
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


def _ordered(source: bytes, name: str) -> str:
    """UTF-16 or UTF-32 with its order of bytes: ASCII characters begin with a zero, or end with one, as in browsers."""
    beginning = source[:_ZEROS_WITHIN]
    width = 2 if name == "utf-16" else 4
    return f"{name}-be" if beginning[::width].count(0) > beginning[width - 1 :: width].count(0) else f"{name}-le"
