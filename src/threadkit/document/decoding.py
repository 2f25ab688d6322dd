"""Bytes → text: which encoding, and what it could not read.

In comes a page or a rendering as bytes, with what the caller and the server say of it; out goes a `Decoded`. The first
that speaks decides: the byte-order mark, then what the caller says, then the HTTP charset, then the page's own
declaration, then detection; names mean what they mean to browsers ("latin-1" is windows-1252). Detection asks for UTF-8
first, because no other encoding looks like it by accident. That is also why a page that calls itself latin-1 and is
valid UTF-8 throughout is read as UTF-8: archives lose the HTTP header that had overruled the declaration.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from attrs import frozen

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
    """What could not be decoded, or was declared wrongly."""


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
