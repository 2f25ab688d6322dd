"""Saved pages → the page as it was: what an archive or a browser added when it stored the page is taken off again.

In comes a page's text (and the address that it was found under, if known); out go the text as the site sent it and
the `Capture` that the additions told of. Three kinds of evidence are read, and without one nothing is touched:

* the Wayback Machine and its relatives (pywb, Archive-It, national web archives): an address such as
  ``…/web/20160330101229/http://…``, the toolbar's or the rewriter's comments and scripts, and the closing note
  ("FILE ARCHIVED ON …"), which comes in three generations since 2001;
* "saved from url=(0042)http://…", which browsers write when they save a page;
* SingleFile's comment with address and date.

Rewritten links carry the capture's own time stamp, so only links with that very stamp are restored: a reader who links
to some other capture keeps the link.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from threadkit import lazy_re
from threadkit.model import Capture

__all__ = ["is_evidence", "restore", "restore_tree", "unwrap_url"]

_ARCHIVE_URL: Final = lazy_re.pattern(
    r"(?:https?:)?//[\w.:-]+/(?:[\w-]+/){0,3}?(\d{4,14})(?:[a-z]{2}_)?/((?:https?:/{1,2}|ftp://|//)\S+|[\w-]+(?:\.[\w-]+)+(?:[:/?]\S*)?)$",
    re.IGNORECASE,
)
# What the archives' servers write into a page; plain words, because every page is searched for them.
_EVIDENCE: Final = (
    "BEGIN WAYBACK TOOLBAR INSERT",
    "End Wayback Rewrite JS Include",
    "FILE ARCHIVED ON",
    "WB_wombat_Init(",
    "__wm.wombat(",
    "__wm.init(",
    "wbinfo.timestamp",
    "sWayBackCGI",
)
# Each names the stamp, the address, or both; the first that gives one wins.
_STAMPS: Final = (
    lazy_re.pattern(r"""__wm\.wombat\(\s*["'](?P<url>[^"']*)["']\s*,\s*["'](?P<stamp>\d{14})"""),
    lazy_re.pattern(r"""WB_wombat_Init\(\s*["'][^"']*["']\s*,\s*["'](?P<stamp>\d{14})"""),
    lazy_re.pattern(r"""sWayBackCGI\s*=\s*["'][^"']*/(?P<stamp>\d{14})/?(?P<url>https?:[^"']*)?["']"""),
    lazy_re.pattern(r"""wbinfo\.timestamp\s*=\s*["'](?P<stamp>\d{14})"""),
    lazy_re.pattern(r"""wbinfo\.url\s*=\s*["'](?P<url>https?:[^"']+)"""),
    lazy_re.pattern(r"""wbCurrentUrl\s*=\s*["'](?P<url>https?:[^"']+)"""),
    lazy_re.pattern(r"FILE ARCHIVED ON (?P<stamp>\d{14})"),
    lazy_re.pattern(r"""(?i:href|src|action)=["']?[^"'\s<>]{0,60}/web/(?P<stamp>\d{14})(?:[a-z]{2}_)?/https?:"""),
)
_ARCHIVED_ON: Final = lazy_re.pattern(r"FILE ARCHIVED ON (\d{1,2}):(\d\d):(\d\d) (\w{3})\w* (\d{1,2}), (\d{4})")
# How what was added begins, and how it ends.
_ADDED: Final = (
    (lazy_re.pattern("<!-- BEGIN WAYBACK TOOLBAR INSERT -->"), lazy_re.pattern("<!-- END WAYBACK TOOLBAR INSERT -->")),
    (lazy_re.pattern(r"<!--\s*+(?:FILE ARCHIVED ON\s|playback timings)"), lazy_re.pattern("-->")),
    (
        lazy_re.pattern(r"<script[^<>]*+>\s*+<!--\s*+//\s*+FILE ARCHIVED ON", re.IGNORECASE),
        lazy_re.pattern("</script>", re.IGNORECASE),
    ),
)
_HEAD: Final = lazy_re.pattern(r"<head\b[^<>]*+>", re.IGNORECASE)
_HEAD_ADDED: Final = lazy_re.pattern(r"<!-- End Wayback Rewrite JS Include -->\s*+", re.IGNORECASE)
_SAVED_FROM: Final = lazy_re.pattern(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.IGNORECASE)
_SINGLEFILE: Final = lazy_re.pattern(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n]*?))?\s*-->", re.IGNORECASE
)
_SAVED_DATE: Final = lazy_re.pattern(r"(\w{3}) (\d{1,2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT([+-])(\d\d)(\d\d)")
_MONTHS: Final = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_WITHIN: Final = 20_000
"""Archives write at the page's beginning and end: the rest is not searched for their words."""
_LONGEST_PREFIX: Final = 200
"""How far before its time stamp a rewritten link can begin."""


def restore(text: str, url: str | None = None) -> tuple[str, Capture | None]:
    """The page as its site sent it, and the capture that it was stored as (None if nothing says so).

    >>> page = '<a href="/web/20100205083839/http://example.com/a">a</a><!-- FILE ARCHIVED ON 8:38:39 Feb 5, 2010 -->'
    >>> restore(page)[0]
    '<a href="http://example.com/a">a</a>'
    >>> restore(page)[1].captured_at.isoformat()
    '2010-02-05T08:38:39+00:00'
    """
    archived_url, stamp = unwrap_url(url) if url else (None, None)
    if stamp is None and not _bears_evidence(text[:_WITHIN]) and not _bears_evidence(text[-_WITHIN:]):
        return text, _saved_page(text)
    capture, stamp = _capture(text, archived_url, stamp)
    text = _without_additions(text)
    if stamp is not None:
        text = _restore_links(text, stamp)
    return text, capture


def restore_tree(root: HtmlElement, url: str | None = None) -> Capture | None:
    """The same for a tree, which is changed in place; pass a copy."""
    archived_url, stamp = unwrap_url(url) if url else (None, None)
    capture, stamp = _capture("\n".join(_notes(root)), archived_url, stamp)
    unended = set()
    for node in list(root.iter(etree.Comment)):
        parent = node.getparent()
        if "BEGIN WAYBACK TOOLBAR INSERT" in (node.text or "") and parent is not None and parent not in unended:
            # What has no end behind one beginning has none behind the next.
            unended |= set() if _drop_toolbar(node, parent) else {parent}
    if stamp is not None:
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            for name, value in element.items():
                if stamp in value:
                    element.set(name, _restore_links(value, stamp))
    return capture


def _notes(root: HtmlElement) -> Iterator[str]:
    """What archives and browsers wrote: comments (also those around the root), scripts, and rewritten addresses."""
    yield from (f"<!--{node.text}-->" for node in root.itersiblings(etree.Comment, preceding=True))
    for node in root.iter(etree.Comment, "script", "link", "a", "img"):
        if isinstance(node.tag, str):
            address = node.get("href") or node.get("src") or ""
            if "/web/" in address:
                yield f'href="{address}"'
            yield (node.text or "") if node.tag == "script" else ""
        else:
            yield f"<!--{node.text}-->"
    yield from (f"<!--{node.text}-->" for node in root.itersiblings(etree.Comment))


def _drop_toolbar(begin: HtmlElement, parent: HtmlElement) -> bool:
    """Remove what stands between the toolbar's two comments, and nothing where the second is missing."""
    added = list(itertools.takewhile(lambda node: "END WAYBACK TOOLBAR" not in (node.text or ""), begin.itersiblings()))
    last = added[-1].getnext() if added else begin.getnext()
    if last is None:
        return False
    for node in added:
        parent.remove(node)
    return True


def _capture(text: str, archived_url: str | None, stamp: str | None) -> tuple[Capture, str | None]:
    """The capture that a page's additions tell of, and the 14 digits that its links bear, if known."""
    found_stamp, found_url = _search_stamp(text)
    stamp = stamp if stamp is not None and len(stamp) == 14 else found_stamp or stamp
    captured_at = _instant(stamp) or _closing_note(text)
    if stamp is None and captured_at is not None:
        stamp = captured_at.strftime("%Y%m%d%H%M%S")
    url = archived_url or found_url
    saved = _saved_page(text) if url is None or captured_at is None else None
    if saved is not None:  # a capture that somebody saved from a browser
        url, captured_at = url or saved.url, captured_at or saved.captured_at
    return Capture(url=url, captured_at=captured_at), stamp if stamp is not None and len(stamp) == 14 else None


def is_evidence(text: str, src: str) -> bool:
    """Whether a comment's or script's text, or a script's address, shows that an archive or a browser saved the page.

    >>> is_evidence(" saved from url=(0022)http://www.example.com/ ", "")
    True
    """
    if "saved from url=" in text[:300] or "saved with SingleFile" in text[:300]:
        return True
    if _bears_evidence(text):
        return True
    return "archive.org/" in src or src.startswith("/_static/js/")


def _bears_evidence(text: str) -> bool:
    return any(word in text for word in _EVIDENCE)


def unwrap_url(url: str) -> tuple[str, str | None]:
    """An archive's address → the page's own and the time stamp (4 to 14 digits); any other address → itself and None.

    >>> unwrap_url("https://web.archive.org/web/20160330101229id_/http://example.com:80/a/")
    ('http://example.com/a/', '20160330101229')
    >>> unwrap_url("http://example.com/2016/03/post.html")
    ('http://example.com/2016/03/post.html', None)
    """
    match = _ARCHIVE_URL.match(url.strip())
    # A year in a blog's own address ("/2016/03/a.html") is no stamp: there the rest is neither a scheme nor, with
    # fewer than 14 digits, told from a path.
    if match is None or (len(match[1]) < 14 and not match[2].lower().startswith("http")):
        return url, None
    return _clean_url(match[2]), match[1]


def _clean_url(url: str) -> str:
    if url.startswith("//"):
        url = "http:" + url
    elif "://" not in url[:8]:
        # Some servers fold the double slash of the inner address; and the oldest stamps stand before a bare host.
        url = re.sub(r"^(https?:)/+", r"\1//", url) if url.lower().startswith("http") else "http://" + url
    return re.sub(r"^(http://[^/:]+):80(?=/|$)", r"\1", url)


def _search_stamp(text: str) -> tuple[str | None, str | None]:
    stamp = url = None
    for pattern in _STAMPS:
        match = pattern.search(text)
        found = match.groupdict() if match else {}
        stamp = stamp or found.get("stamp")
        url = url or found.get("url") or None
    return stamp, _clean_url(unwrap_url(url)[0]) if url else None


def _instant(stamp: str | None) -> datetime | None:
    """YYYYMMDDhhmmss → that instant in UTC; None for a shorter stamp, which names no instant, and for no date."""
    if stamp is None or len(stamp) != 14:
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _closing_note(text: str) -> datetime | None:
    match = _ARCHIVED_ON.search(text)
    if match is None or match[4].lower() not in _MONTHS:
        return None
    hour, minute, second, month, day, year = match.groups()
    return _instant(f"{year}{_MONTHS[month.lower()]:02}{int(day):02}{int(hour):02}{minute}{second}")


def _without_additions(text: str) -> str:
    for begin, end in _ADDED:
        text = _without(text, begin, end)
    head = _HEAD.search(text)
    added = _HEAD_ADDED.search(text, head.end()) if head is not None else None
    # What the rewriter adds is a screenful of scripts and style sheets; more than that would be the page's own head.
    if head is not None and added is not None and added.start() - head.end() < 20_000:
        between = text[head.end() : added.start()]
        if "<title" not in between.lower():
            text = text[: head.end()] + text[added.end() :]
    return text


def _without(text: str, begin: re.Pattern[str], end: re.Pattern[str]) -> str:
    """The text without what stands from one pattern to the next match of the other; what never ends stays."""
    pieces: list[str] = []
    done = 0
    for match in begin.finditer(text):
        if match.start() < done:
            continue
        close = end.search(text, match.end())
        if close is None:
            break
        pieces.append(text[done : match.start()])
        done = close.end()
    pieces.append(text[done:])
    return "".join(pieces)


def _restore_links(text: str, stamp: str) -> str:
    """Take ``…/web/<stamp>xx_/`` off every link; also where a script wrote it with escaped slashes."""
    marker = re.compile(rf"\\?/{stamp}(?:[a-z]{{2}}_)?\\?/(?=(?:https?|ftp|mailto|javascript):|\\?/\\?/)")
    pieces: list[str] = []
    end = 0
    for match in marker.finditer(text):
        start = _start_of_link(text, max(end, match.start() - _LONGEST_PREFIX), match.start())
        pieces.append(text[end:start])
        end = match.end()
    pieces.append(text[end:])
    return "".join(pieces)


def _start_of_link(text: str, lowest: int, position: int) -> int:
    start = position
    while start > lowest and text[start - 1] not in "\"'()<>=,; \t\r\n":
        start -= 1
    return start


def _saved_page(text: str) -> Capture | None:
    """What a browser or SingleFile wrote into the page's first lines."""
    beginning = text[:4096]
    match = _SINGLEFILE.search(beginning)
    if match is not None:
        url, stamp = unwrap_url(match[1])
        return Capture(url=url, captured_at=_instant(stamp) or _saved_date(match[2] or ""))
    match = _SAVED_FROM.search(beginning)
    if match is None or not match[1].lower().startswith("http"):
        return None
    url, stamp = unwrap_url(match[1])
    return Capture(url=url, captured_at=_instant(stamp))


def _saved_date(text: str) -> datetime | None:
    match = _SAVED_DATE.search(text)
    if match is None or match[1].lower() not in _MONTHS:
        return None
    month, day, year, hour, minute, second, sign, off_hours, off_minutes = match.groups()
    offset = f"{sign}{off_hours}:{off_minutes}"
    try:
        local = f"{year}-{_MONTHS[month.lower()]:02}-{int(day):02}T{hour}:{minute}:{second}{offset}"
        return datetime.fromisoformat(local).astimezone(UTC)
    except ValueError:
        return None
