"""Page or not, told from a media type and the first bytes, before anything is parsed.

Bytes beat labels: what opens as an HTML page is one whatever the server called it. Everything else that names its kind,
by magic number, by media type or by its first words (robots.txt, scripts, style sheets), is no page, and the reason
is said in one phrase. What stays is parsed, and parsing has the last word.
"""

from __future__ import annotations

import mimetypes
import re
from typing import Final

from threadkit import lazy_re

__all__ = ["media_type_of", "names_archive", "opens_as_html", "why_no_page"]

_HTML: Final = lazy_re.pattern(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<\?xml\b[^>]*>|<!--.{0,4000}?-->)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAGIC: Final = (
    (b"\x89PNG\r\n", "an image"),
    (b"GIF87a", "an image"),
    (b"GIF89a", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\0\0\1\0", "an icon"),
    (b"%PDF-", "a PDF file"),
    (b"wOFF\0\1", "a font"),
    (b"wOF2\0\1", "a font"),
    (b"\0\1\0\0\0", "a font"),
    (b"OTTO\0", "a font"),
    (b"ID3\2", "sound"),
    (b"ID3\3", "sound"),
    (b"ID3\4", "sound"),
    (b"OggS\0", "sound"),
    (b"fLaC\0", "sound"),
    (b"FLV\1", "a film"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"\0asm", "a program"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"{\\rtf", "an RTF file"),
    (b"Rar!\x1a\7", "a RAR archive, which is not read"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive, which is not read"),
    (b"\x5d\x2a\x4d\x18", "a zstd file with a dictionary of its own, which is not read"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
)
_XML: Final = (
    (lazy_re.pattern(rb"<(?:rss|rdf:RDF|feed)\b", re.IGNORECASE), "a feed"),
    (lazy_re.pattern(rb"<(?:urlset|sitemapindex)\b", re.IGNORECASE), "a sitemap"),
    (lazy_re.pattern(rb"<svg\b", re.IGNORECASE), "an image"),
    (lazy_re.pattern(rb"<(?:OpenSearchDescription|opml|api|rsd|methodResponse|oembed)\b", re.IGNORECASE), "XML data"),
)
_PROLOGUE: Final = lazy_re.pattern(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?.{0,500}?\?>|<!--.{0,2000}?-->|<!DOCTYPE[^>\[]{0,300}>)*+", re.DOTALL
)
_ROBOTS: Final = lazy_re.pattern(
    rb"(?:\xef\xbb\xbf)?(?:\s|#[^\n]*\n)*+(?:(?:user-agent|disallow)[ \t]*:|sitemap[ \t]*:[ \t]*http)", re.IGNORECASE
)
_SCRIPT: Final = lazy_re.pattern(
    rb"""(?:\xef\xbb\xbf)?(?:\s|/\*.{0,4000}?\*/|//[^\n]*\n)*+"""
    rb"""(?:[!;(+]*function\s*+(?:[\w$]++\s*+)?\(|["']use strict["']|(?:var|let|const)\s+[\w$]+\s*="""
    rb"""|(?:window|document|self|jQuery)(?:\.\w|[\[(])"""
    rb"""|\$\(|\(\(\)\s*=>|import\s*[{"'*]"""
    rb"""|@(?:import|charset|media|font-face)\b|:root\s*\{|[.#]?[a-z][\w.#:>, -]{0,200}\{\s*[\w-]+\s*:)""",
    re.DOTALL,
)
_JSON: Final = lazy_re.pattern(
    rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*(?:"|\})|\[\s*(?:[\[{]|"[^"\n]*"\s*[,\]]|-?[\d.]+\s*,|\]\s*$))'
)
_PAGE_TYPES: Final = frozenset(
    "text/html application/xhtml+xml text/plain text/xml application/xml application/octet-stream "
    "unk unknown/unknown no-type application/unknown text/markdown".split()
)


def media_type_of(name: str) -> str | None:
    """The media type that a file's name promises, where such files are surely no pages; else None.

    Many endings are those of a host name or a script as well ("ann.me", "post.pl"), so that only a few say anything.

    >>> media_type_of("site/style.css"), media_type_of("2016/03/post"), media_type_of("ann.me")
    ('text/css', None, None)
    """
    found = _TYPES.guess_type(name, strict=False)[0]
    return found if found is not None and (found in _NAMED_TYPES or found.startswith(_NAMED_FAMILIES)) else None


_NAMED_FAMILIES: Final = ("image/", "audio/", "video/", "font/")
_NAMED_TYPES: Final = frozenset(
    "text/css text/csv text/javascript application/javascript application/json application/pdf "
    "application/x-shockwave-flash".split()
)
# Only the library's own table: what the machine's configuration adds would make the result depend on the machine.
_TYPES: Final = mimetypes.MimeTypes()


def names_archive(name: str) -> bool:
    """Whether a file's name promises an archive, and no page that a server might have sent under that name.

    >>> names_archive("crawl/00.warc.gz"), names_archive("2016/03/page.html.gz")
    (True, False)
    """
    return _ARCHIVE_NAME.search(name) is not None


_ARCHIVE_NAME: Final = lazy_re.pattern(
    r"\.(?:(?:warc|wet|wat|tar)(?:\.(?:gz|bz2|xz|zst))?|wacz|zip|tgz|parquet)$", re.IGNORECASE
)


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
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "an image"
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
