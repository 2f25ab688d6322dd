"""Page or not, told from a media type and the first bytes, before anything is parsed.

Bytes beat labels: what opens as an HTML page is one whatever the server called it. Everything else that names its kind,
by magic number, by media type or by its first words (robots.txt, scripts, style sheets), is no page, and the reason
is said in one phrase. What stays is parsed, and parsing has the last word.
"""

from __future__ import annotations

import mimetypes
import re
from typing import Final

__all__ = ["media_type_of", "opens_as_html", "why_no_page"]

_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<\?xml\b[^>]*>|<!--.{0,4000}?-->)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAGIC: Final = (
    (b"\x89PNG\r\n", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\0\0\1\0", "an icon"),
    (b"BM", "an image"),
    (b"%PDF-", "a PDF file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\0\1\0\0\0", "a font"),
    (b"OTTO", "a font"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"FLV\1", "a film"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"CWS", "a Flash film"),
    (b"FWS", "a Flash film"),
    (b"\0asm", "a program"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"{\\rtf", "an RTF file"),
    (b"Rar!", "a RAR archive, which is not read"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive, which is not read"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
)
_XML: Final = (
    (re.compile(rb"<(?:rss|rdf:RDF|feed)\b", re.IGNORECASE), "a feed"),
    (re.compile(rb"<(?:urlset|sitemapindex)\b", re.IGNORECASE), "a sitemap"),
    (re.compile(rb"<svg\b", re.IGNORECASE), "an image"),
    (re.compile(rb"<(?:OpenSearchDescription|opml|api|rsd|methodResponse|oembed)\b", re.IGNORECASE), "XML data"),
)
_PROLOGUE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?.{0,500}?\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>\[]{0,300}>)*+", re.DOTALL
)
_ROBOTS: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|#[^\n]*\n)*+(?:user-agent|sitemap|disallow)[ \t]*:", re.IGNORECASE
)
_SCRIPT: Final = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:\s|/\*.{0,4000}?\*/|//[^\n]*\n)*+"""
    rb"""(?:[!;(+]*function\b|["']use strict["']|(?:var|let|const)\s+[\w$]+\s*=|(?:window|document|self|jQuery)[.\[(]"""
    rb"""|\$\(|\(\(\)\s*=>|import\s*[{"'*]"""
    rb"""|@(?:import|charset|media|font-face)\b|:root\s*\{|[.#]?[a-z][\w.#:>, -]{0,200}\{\s*[\w-]+\s*:)""",
    re.DOTALL,
)
_JSON: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*(?:"|\})|\[\s*(?:[\[{"\d\]]|true|false|null))')
_PAGE_TYPES: Final = frozenset(
    "text/html application/xhtml+xml text/plain text/xml application/xml application/octet-stream "
    "multipart/related message/rfc822 unk unknown/unknown no-type application/unknown text/markdown".split()
)
_PAGE_SUFFIXES: Final = tuple(".htm .html .xhtml .shtml .php .asp .aspx .jsp .cfm .txt .text .md".split())


def media_type_of(name: str) -> str | None:
    """The media type that a file's name promises; None if it promises none.

    >>> media_type_of("site/style.css"), media_type_of("2016/03/post")
    ('text/css', None)
    """
    if name.lower().endswith(_PAGE_SUFFIXES):
        return None
    return _TYPES.guess_type(name, strict=False)[0]


# Only the library's own table: what the machine's configuration adds would make the result depend on the machine.
_TYPES: Final = mimetypes.MimeTypes()


def opens_as_html(head: bytes) -> bool:
    """Whether the first bytes are those of an HTML page.

    >>> opens_as_html(b"<!-- saved --><!DOCTYPE html><title>"), opens_as_html(b"User-agent: *")
    (True, False)
    """
    return _HTML.match(head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head) is not None


def why_no_page(head: bytes | None, media_type: str | None = None) -> str | None:
    """Why something can't be a page, as one phrase; None where it may be one. `head` is None where it is not known yet.

    >>> why_no_page(b"\\x89PNG\\r\\n", "text/html"), why_no_page(b"", "image/png"), why_no_page(b"Dear Ann,", None)
    ('an image', 'image/png is no page', None)
    """
    if head is None:
        return None if media_type is None or media_type in _PAGE_TYPES else f"{media_type} is no page"
    if opens_as_html(head):
        return None
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return what
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] in (b"WEBP", b"WAVE", b"AVI ")):
        return "an image, sound or a film"
    if media_type is not None and media_type not in _PAGE_TYPES:
        return f"{media_type} is no page"
    return _why_no_text(head)


def _why_no_text(head: bytes) -> str | None:
    prologue = _PROLOGUE.match(head)
    at = prologue.end() if prologue else 0
    for pattern, what in _XML:
        if pattern.match(head, at):
            return what
    if _ROBOTS.match(head):
        return "a robots.txt"
    if _JSON.match(head):
        return "JSON that holds no page"
    if _SCRIPT.match(head):
        return "a script or a style sheet"
    if not head.strip():
        return "nothing in it"
    return None
