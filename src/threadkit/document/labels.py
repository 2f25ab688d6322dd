"""A label of an encoding, as pages, servers and callers write it → the Python codec that reads it as browsers do.

The WHATWG's labels come first, by way of `webencodings` ("latin1" is windows-1252, "gb2312" is gb18030). What browsers
do not know is looked up among the codecs of Python's own library; those that other packages register do not count, so
that a label means the same wherever threadkit is installed. UTF-7 is refused, as by browsers: it hides mark-up in
ASCII.
"""

from __future__ import annotations

import encodings
from functools import lru_cache
from typing import Final

from threadkit import lazy_re

__all__ = ["MULTI_BYTE", "SEVEN_BIT", "codec_of", "is_refused"]

SEVEN_BIT: Final = frozenset(
    "hz iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr".split()
)
"""Codecs whose text is ASCII to the eye: escape sequences switch what its letters mean."""
MULTI_BYTE: Final = SEVEN_BIT | frozenset(
    "big5hkscs cp932 cp949 cp950 euc_jis_2004 euc_jisx0213 euc_jp gb18030 johab shift_jis_2004 shift_jisx0213".split()
)
"""Codecs that write one character in two bytes and that not every sequence of bytes fits."""

_CODECS: Final = {
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "gbk": "gb18030",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-8-i": "iso8859-8",
    "macintosh": "mac-roman",
    "shift_jis": "cp932",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
    # In a page, browsers take this one for windows-1252.
    "x-user-defined": "cp1252",
}
"""The encodings of browsers whose Python codec has another name, or reads less under the same name."""
_REPLACED: Final = {
    "csiso2022kr": "iso2022_kr",
    "hz-gb-2312": "hz",
    "iso-2022-kr": "iso2022_kr",
    # Nothing decodes ISO-2022-CN; its escape sequences stay in the text, as ASCII.
    "iso-2022-cn": "ascii",
    "iso-2022-cn-ext": "ascii",
    "replacement": "ascii",
}
"""What browsers refuse to show: a script could hide there. threadkit runs none, and an archive has the text."""
_UNORDERED: Final = frozenset({"csunicode", "iso-10646-ucs-2", "ucs-2", "unicode", "utf-16"})
"""Labels of UTF-16 that do not say which byte comes first."""
_MISSPELT: Final = {"utf8mb4": "utf-8", "utf-8mb4": "utf-8"}
"""Labels of pages that neither browsers nor Python know, and that can only mean one thing."""
_WIDER: Final = {"iso2022_jp": "iso2022_jp_ext", "utf-8-sig": "utf-8"}
"""Codecs of Python's for which another one reads all that they read, and more."""
_NO_CHARACTERS: Final = frozenset(
    "charmap idna mbcs oem punycode raw-unicode-escape undefined unicode-escape utf-7".split()
)
"""Codecs of Python's library that encode something else, or hide it."""
_LABEL: Final = lazy_re.pattern(r"[ -~]{1,60}")


@lru_cache(maxsize=512)
def codec_of(label: str) -> str | None:
    """The Python codec of a label; None where nobody knows it, or it is refused.

    "utf-16" and "utf-32" stand for a text whose order of bytes is yet to be found out.

    >>> codec_of("ISO-8859-1"), codec_of("x-sjis"), codec_of("utf-16"), codec_of("cp437"), codec_of("utf-7")
    ('cp1252', 'cp932', 'utf-16', 'cp437', None)
    """
    name = label.strip(" \t\n\r\f\"'").lower()
    if name in ("utf-8", "utf8"):
        return "utf-8"
    return (_as_browsers_read(name) or _of_python(name)) if _LABEL.fullmatch(name) else None


def is_refused(label: str) -> bool:
    """Whether an encoding is known and not read on purpose."""
    return _LABEL.fullmatch(label) is not None and _python_name(label.strip().lower()) == "utf-7"


def _as_browsers_read(name: str) -> str | None:
    import webencodings

    encoding = webencodings.lookup(name)
    if encoding is None:
        return None
    if encoding.name == "replacement":
        return _REPLACED.get(name, "ascii")
    if name in _UNORDERED:
        return "utf-16"
    return _CODECS.get(encoding.name) or _python_name(encoding.name)


def _of_python(name: str) -> str | None:
    python = _MISSPELT.get(name) or _python_name(name)
    if python is None or python in _NO_CHARACTERS:
        return None
    python = _WIDER.get(python, python)
    # Python spells some labels in its own way, "iso8859_1" or "euc_kr": they mean to browsers what the label means.
    return _as_browsers_read(python) or _as_browsers_read(python.replace("_", "-")) or python


def _python_name(name: str) -> str | None:
    """What Python's own library calls a character encoding."""
    try:
        info = encodings.search_function(name)
        if info is None:
            return None
        b"a".decode(info.name)
    except UnicodeDecodeError:
        return info.name if info is not None else None  # of wider characters
    except (LookupError, ValueError, AttributeError, TypeError, ImportError):
        return None
    return info.name
