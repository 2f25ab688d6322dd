"""Feeds: RSS 2.0, RSS 1.0 and Atom, of comments and of posts, as they lie in folders and crawls.

In comes a feed; out comes, for a feed of comments, one thread for each post that it speaks of (the feed of one post has
one, the feed of a whole blog several); for a feed of posts, one entry for each post: a thread where the feed holds
the whole text, else skipped. What tells comments from posts: ``thr:in-reply-to`` (RFC 4685), or an address with the
number of a comment. Replies are found by RFC 4685 and by the sentence that WordPress puts before a reply ("In reply to
…"), which is taken off, since it is not the reader's. A feed holds the latest comments only, and an issue says so.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urljoin

from attrs import define, field, frozen
from lxml import etree

from threadkit import lazy_re
from threadkit.archives.context import Context
from threadkit.archives.entry import Entry, Failure, Ready, Skip
from threadkit.archives.exports.autop import as_shown
from threadkit.archives.exports.wordpress import ExportedPost, Reply, kind_of, line, thread_of
from threadkit.archives.stream import Stream
from threadkit.archives.xml import child_text, elements, name_of, opens_with, text_in
from threadkit.errors import ArchiveError
from threadkit.merging.canonical_url import canonical_address
from threadkit.model import Author, Capture, Issue
from threadkit.vocabulary.words import COMMENT_ON, COMMENTS_ON

__all__ = ["NAME", "claims", "entries"]

NAME: Final = "feed"

_ITEMS: Final = frozenset({"item", "entry", "atom:entry"})
_LARGEST: Final = 50_000
"""Items of one feed: they are held until the feed ends, since replies stand before what they reply to."""
_NUMBER: Final = lazy_re.pattern(r"#(?:comment-?|c)(\d+)$|#comment-([0-9a-z]{8,40})$|[?&]comment_id=(\d+)$")
_NUMBER_IN_ID: Final = lazy_re.pattern(r"(?:\.post-|comment[-/=]|[?&]c=|#)(\d+)$")
_COMMENTS_ON: Final = lazy_re.pattern(
    rf"\s*(?:{'|'.join(COMMENTS_ON.values())})(?: ?: ?| )(?P<title>.+)", re.IGNORECASE | re.DOTALL
)
_COMMENT_ON: Final = tuple(lazy_re.pattern(rf"\s*{one}", re.IGNORECASE | re.DOTALL) for one in COMMENT_ON.values())
"""A title with a comment's writer, a language each: "von" is a byline in German and a part of names in English."""
_REPLY_LINE: Final = lazy_re.pattern(
    r"\s*(?:<p>)?(?P<before>[^<>\n]{2,40})<a [^<>]*?href=[\"'](?P<address>[^\"'<>]+)[\"'][^<>]*>[^<>\n]{0,300}</a>"
    r"(?P<after>[^<>\n]{0,20})(?:</p>\s*|\n\s*\n)"
)
_CUT: Final = lazy_re.pattern(
    r"\[(?:…|&#8230;|&hellip;|\.\.\.)\]|more-link|read more|continue reading|weiterlesen", re.IGNORECASE
)
_SHORT: Final = 600
"""A summary that ends in an ellipsis is no longer than that."""


def claims(head: bytes) -> bool:
    """RSS or Atom. WordPress's export is RSS too and is asked before."""
    return opens_with(head) in ("rss", "feed", "rdf:RDF", "RDF", "atom:feed")


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """One entry for each post that the feed holds, or whose comments it holds; one for a feed that is empty."""
    feed = _Feed(stream.path, context.keep_html)
    try:
        for element, is_whole in elements(stream, _ITEMS | {"channel", "feed", "atom:feed"}):
            if is_whole:
                feed.take(element)
    except ArchiveError as error:
        yield from feed.finished()
        yield Failure(error=error, capture=Capture(path=stream.path), size=stream.size)
        return
    found = False
    for entry in feed.finished():
        found = True
        yield entry
    if not found:
        yield Skip(reason="an empty feed", url=feed.link, capture=feed.capture(feed.link), size=stream.size)


@frozen(kw_only=True)
class _Item:
    """An item of a feed."""

    link: str | None
    key: str
    """Its identifier, by which replies may name it."""
    title: str | None
    name: str | None
    home: str | None
    published: datetime | None
    published_raw: str | None
    markup: str
    whole: bool
    """Whether the markup is the content, not a summary of it."""
    answers: tuple[str, ...]
    """What it replies to, by RFC 4685: identifiers and addresses."""
    declared: int | None
    number: str | None
    """The comment's number; None for a post."""


@define
class _Feed:
    path: str
    keep_html: bool
    title: str | None = None
    link: str | None = None
    items: list[_Item] = field(factory=list)

    def capture(self, url: str | None, number: str | None = None) -> Capture:
        return Capture(url=url, path=self.path, record_id=number)

    def take(self, element: etree._Element) -> None:
        if name_of(element) in _ITEMS:
            if len(self.items) >= _LARGEST:
                raise ArchiveError(f"a feed of more than {_LARGEST} items")
            self._head(element.getparent())
            self.items.append(_item(element))
        else:
            self._head(element)

    def _head(self, feed: etree._Element | None) -> None:
        """The feed's own title and address, as soon as they are there."""
        if feed is None or (self.title is not None and self.link is not None):
            return
        self.title = self.title or child_text(feed, "title", "atom:title")
        self.link = self.link or _link(feed)

    def finished(self) -> Iterator[Entry]:
        comments = [item for item in self.items if item.number is not None]
        by_post: dict[str | None, list[_Item]] = {}
        for item in comments:
            by_post.setdefault(canonical_address(item.link), []).append(item)
        for items in by_post.values():
            yield self._thread(items, alone=len(by_post) == 1)
        for item in self.items:
            if item.number is None:
                yield self._post(item)
        if not self.items and self.title is not None and _COMMENTS_ON.fullmatch(_start(self.title)):
            yield Skip(reason="a feed without comments", url=self.link, capture=self.capture(self.link))

    def _thread(self, items: Sequence[_Item], *, alone: bool) -> Entry:
        numbers = {key: item.number for item in items for key in (item.key, item.link) if key and item.number}
        replies = [_reply(item, numbers) for item in items]
        url = (items[0].link or "").partition("#")[0] or None
        message = "a feed holds the latest comments only; there may be more"
        return Ready(
            thread=thread_of(
                ExportedPost(url=url, title=self._title(items, alone=alone)),
                replies,
                dialect=NAME,
                capture=self.capture(url),
                issues=[Issue(code="latest-only", message=message, grade="info")],
                keep_html=self.keep_html,
            )
        )

    def _title(self, items: Sequence[_Item], *, alone: bool) -> str | None:
        """The post's title, from that of its feed, or from those of the comments in the feed of a whole blog."""
        for item in items:
            start = _start(item.title)
            if found := next((match for one in _COMMENT_ON if (match := one.fullmatch(start))), None):
                return found["title"]
        found = _COMMENTS_ON.fullmatch(_start(self.title)) if alone else None
        if found is None or canonical_address(self.link) != canonical_address(items[0].link):
            return None
        # Blogger names the blog before the post: "Comments on Knots: My rope".
        blog, _, title = found["title"].partition(": ")
        return title if title and blog and items[0].key.startswith("tag:blogger.com") else found["title"]

    def _post(self, item: _Item) -> Entry:
        capture = self.capture(item.link)
        if not item.whole:
            return Skip(reason="a feed's summary of a post", url=item.link, capture=capture)
        name = line(item.name)
        post = ExportedPost(
            url=item.link,
            title=item.title,
            author=Author(name=name, url=item.home) if name else None,
            published=item.published,
            published_raw=item.published_raw,
            markup=item.markup,
            declared=item.declared,
        )
        return Ready(thread=thread_of(post, (), dialect=NAME, capture=capture, keep_html=self.keep_html))


def _start(title: str | None) -> str:
    """As much of a title as any title has."""
    return (title or "").strip()[:1_000]


# -- one item --------------------------------------------------------------------------------------------------------


def _item(element: etree._Element) -> _Item:
    link = _link(element)
    key = (child_text(element, "guid", "atom:id", "id") or link or "").strip()
    person = next((child for child in element if name_of(child) in ("atom:author", "author")), None)
    name = child_text(element, "dc:creator")
    home = None
    if person is not None:
        name = name or child_text(person, "atom:name", "name") or _mail_name(text_in(person))
        home = child_text(person, "atom:uri", "atom:url", "uri")
    raw = child_text(element, "pubDate", "atom:published", "atom:issued", "dc:date", "atom:updated", "atom:modified")
    answers = _answers(element)
    markup, whole = _content(element)
    count = child_text(element, "slash:comments", "thr:total")
    return _Item(
        link=link,
        key=key,
        title=child_text(element, "title", "atom:title"),
        name=name,
        home=home.strip() if home else None,
        published=_time(raw),
        published_raw=raw.strip() if raw else None,
        markup=markup,
        whole=whole,
        answers=answers,
        declared=int(count) if count and re.fullmatch(r"\s*\d{1,7}\s*", count) else None,
        number=_number(link, key, is_reply=bool(answers)),
    )


def _number(link: str | None, key: str, *, is_reply: bool) -> str | None:
    """A comment's number, as the page has it; its whole identifier where it has none; None for a post."""
    found = _NUMBER.search(link or "") or _NUMBER.search(key)
    if found is None and is_reply:
        found = _NUMBER_IN_ID.search(key)
    if found is not None:
        return next(number for number in found.groups() if number)
    return key or None if is_reply else None


def _link(element: etree._Element) -> str | None:
    """The address of an item or a feed: RSS gives it as text, Atom as the alternate of several links."""
    for child in element:
        name = name_of(child)
        if name == "link" and text_in(child).strip():
            return text_in(child).strip()
        if name in ("atom:link", "link") and child.get("href") and child.get("rel", "alternate") == "alternate":
            return urljoin(child.base or "", str(child.get("href")).strip())
    return None


def _mail_name(text: str) -> str | None:
    """The name in RSS's "mail@address (Name)"; None where there is an address only."""
    found = re.fullmatch(r"\s*\S+@\S+\s+\((.+)\)\s*", text)
    return found[1] if found else None if "@" in text else text.strip() or None


def _answers(element: etree._Element) -> tuple[str, ...]:
    found = []
    for child in element:
        if name_of(child) == "thr:in-reply-to":
            found += [value for name in ("ref", "href") if (value := (child.get(name) or "").strip())]
    return tuple(dict.fromkeys(found))


def _content(element: etree._Element) -> tuple[str, bool]:
    """The content as mark-up, and whether it is the whole of it."""
    for child in element:
        if name_of(child) in ("content:encoded", "atom:content", "xhtml:body"):
            return _markup(child), True
    summary = next((child for child in element if name_of(child) in ("description", "atom:summary", "summary")), None)
    if summary is None:
        return "", False
    markup = _markup(summary)
    return as_shown(markup), len(markup) > _SHORT and not _CUT.search(markup[-300:])


def _markup(element: etree._Element) -> str:
    """Atom says by a type what its text is: text, mark-up as text, or elements."""
    kind = (element.get("type") or "html").lower()
    if len(element):
        inside = (etree.tostring(child, encoding="unicode", with_tail=True) for child in element)
        return re.sub(r"\sxmlns(?::\w+)?=\"[^\"]*\"", "", (element.text or "") + "".join(inside))
    return html.escape(text_in(element)) if kind in ("text", "text/plain") else text_in(element)


def _time(raw: str | None) -> datetime | None:
    """RSS writes times as mail does, Atom and Dublin Core in ISO 8601."""
    text = (raw or "").strip()
    try:
        if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text):
            return datetime.fromisoformat(text)
        return parsedate_to_datetime(text) if text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


# -- comments --------------------------------------------------------------------------------------------------------


def _reply(item: _Item, numbers: dict[str, str]) -> Reply:
    parent = next((number for answer in item.answers if (number := numbers.get(answer) or _number_at(answer))), None)
    markup = item.markup
    if (found := _REPLY_LINE.match(markup)) is not None:
        told = _number_at(html.unescape(found["address"]))
        same_page = canonical_address(found["address"]) == canonical_address(item.link)
        if told is not None and same_page and parent in (told, None) and told != item.number:
            parent, markup = told, markup[found.end() :]
    return Reply(
        number=item.number or "",
        parent=parent if parent != item.number else None,
        name=item.name,
        link=item.home,
        published=item.published,
        published_raw=item.published_raw,
        markup=markup,
        url=item.link,
        kind=kind_of(None, markup),
    )


def _number_at(address: str) -> str | None:
    found = _NUMBER.search(address)
    return next((number for number in found.groups() if number), None) if found else None
