"""WXR, WordPress's own export: a whole site as one RSS file, with every comment and what it replies to.

In comes the XML, in whatever version of the format (1.0 to 1.2); out comes one entry for each item: a post or page as a
thread; anything that is no page (attachments, menus, drafts, what a password protects) as skipped. Of the comments,
those that the blog shows are kept; held, spam and trash are left out, and an issue counts them. An item's comments
are taken off as they end, so that memory holds one post and not the site.

Contents are stored as they were typed: without paragraphs (`autop` marks them), and with straight quotes, which an
English blog shows as curly ones (`typeset`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from attrs import define, field
from lxml import etree

from threadkit.archives.context import Context
from threadkit.archives.entry import Entry, Failure, Ready, Skip
from threadkit.archives.exports.autop import as_shown
from threadkit.archives.exports.typeset import as_set, with_links
from threadkit.archives.exports.wordpress import ExportedPost, Reply, kind_of, line, local_time, stored_time, thread_of
from threadkit.archives.instants import mail_instant
from threadkit.archives.stream import Stream
from threadkit.archives.xml import elements, name_of, opens_with, text_in
from threadkit.errors import ArchiveError
from threadkit.model import Author, Capture, Issue

__all__ = ["NAME", "claims", "entries"]

NAME: Final = "wxr"

_NO_PAGES: Final = frozenset(
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_block wp_template"
    " wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face feedback jetpack_migration"
    " safecss shop_order shop_coupon acf-field acf-field-group".split()
)
"""Types of items that WordPress and its commonest extensions keep among the posts and show on no page of their own."""
_APPROVED: Final = frozenset({"1", "approve", "approved"})


def claims(head: bytes) -> bool:
    """An RSS file with WordPress's namespace for exports."""
    return opens_with(head) == "rss" and b"wordpress.org/export/" in head.replace(b"\0", b"")


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """Each item of the export once."""
    site = _Site(stream.path, context.keep_html)
    try:
        for element, is_whole in elements(
            stream, frozenset({"item", "wp:comment", "wp:author", "pubDate", "language"})
        ):
            if (entry := site.take(element, is_whole=is_whole)) is not None:
                yield entry
    except ArchiveError as error:
        yield Failure(
            error=error, capture=Capture(path=stream.path), media_type="application/rss+xml", size=stream.size
        )


@define
class _Site:
    """What the export says so far: the site's people and time, and the comments of the item that is being read."""

    path: str
    keep_html: bool
    names: dict[str, str] = field(factory=dict)
    """Login → name as displayed."""
    numbers: dict[str, str] = field(factory=dict)
    """Login → number."""
    made: str | None = None
    is_english: bool = False
    comments: list[dict[str, str]] = field(factory=list)

    def take(self, element: etree._Element, *, is_whole: bool) -> Entry | None:
        name = name_of(element)
        if name == "wp:comment":
            if is_whole:
                self.comments.append({name_of(child): text_in(child) for child in element})
        elif name == "wp:author":
            self._person({name_of(child): text_in(child) for child in element})
        elif name in ("pubDate", "language"):
            parent = element.getparent()
            if parent is not None and name_of(parent) == "channel":
                self._about(name, text_in(element))
        else:
            return self._item(element, is_whole=is_whole)
        return None

    def _about(self, name: str, text: str) -> None:
        if name == "pubDate":
            self.made = text
        else:
            self.is_english = text.strip().lower().partition("-")[0] == "en"

    def _shown(self, content: str) -> str:
        """Stored content as the blog shows it."""
        return as_shown(as_set(content) if self.is_english else content)

    def _person(self, facts: Mapping[str, str]) -> None:
        login = facts.get("wp:author_login", "")
        self.names[login] = facts.get("wp:author_display_name") or login
        self.numbers[login] = facts.get("wp:author_id", "")

    def _item(self, item: etree._Element, *, is_whole: bool) -> Entry:
        comments, self.comments = self.comments, []
        facts: dict[str, str] = {}
        for child in item:
            facts.setdefault(name_of(child), text_in(child))
        url = facts.get("link", "").strip() or None
        number = facts.get("wp:post_id", "").strip() or None
        capture = Capture(url=url, captured_at=mail_instant(self.made), record_id=number, path=self.path)
        if (reason := _why_no_page(facts)) is not None:
            return Skip(reason=reason, url=url, capture=capture)
        login = facts.get("dc:creator", "").strip()
        author_number = self.numbers.get(login) or None
        shown = [comment for comment in comments if _is_shown(comment)]
        replies = [_reply(comment, url, author_number, self._shown) for comment in shown]
        post = ExportedPost(
            url=url,
            title=as_set(facts.get("title", "")) if self.is_english else facts.get("title"),
            author=_author(self.names.get(login) or login),
            published=local_time(stored_time(facts.get("wp:post_date")), stored_time(facts.get("wp:post_date_gmt"))),
            published_raw=facts.get("wp:post_date", "").strip() or None,
            markup=self._shown(facts["content:encoded"]) if facts.get("content:encoded") else None,
            comments_open={"open": True, "closed": False}.get(facts.get("wp:comment_status", "").strip()),
        )
        issues = [*_left_out(comments), *_cut(is_whole=is_whole)]
        return Ready(
            thread=thread_of(post, replies, dialect=NAME, capture=capture, issues=issues, keep_html=self.keep_html)
        )


def _why_no_page(facts: Mapping[str, str]) -> str | None:
    kind = facts.get("wp:post_type", "post").strip()
    if kind in _NO_PAGES:
        return f"an item of type {kind!r} is no page"
    status = facts.get("wp:status", "publish").strip()
    if status != "publish":
        return f"an item of status {status!r} was not published"
    if facts.get("wp:post_password", "").strip():
        return "a post that a password protects"
    return None


def _author(name: str) -> Author | None:
    shown = line(name)
    return Author(name=shown) if shown else None


def _is_shown(comment: Mapping[str, str]) -> bool:
    """Whether the blog shows it. Comments of other types are notes of shops and plug-ins to themselves."""
    kind = comment.get("wp:comment_type", "").strip()
    approved = comment.get("wp:comment_approved", "1").strip() in _APPROVED
    return approved and kind in ("", "comment", "pingback", "trackback", "review")


def _cut(*, is_whole: bool) -> Iterator[Issue]:
    if not is_whole:
        message = "the export ends inside this post; what came after it is lost"
        yield Issue(code="truncated", message=message, grade="error")


def _left_out(comments: list[dict[str, str]]) -> Iterator[Issue]:
    states = {"0": "held", "hold": "held"}
    left: Counter[str] = Counter()
    for comment in comments:
        if not _is_shown(comment):
            status = comment.get("wp:comment_approved", "1").strip()
            kind = comment.get("wp:comment_type", "").strip()
            left[f"of type {kind}" if status in _APPROVED else states.get(status, status)] += 1
    if left:
        counts = ", ".join(f"{count} {state}" for state, count in sorted(left.items()))
        message = f"the export holds comments that the blog does not show, which are left out: {counts}"
        yield Issue(code="left-out", message=message, grade="info")


def _reply(
    comment: Mapping[str, str], post_url: str | None, author_number: str | None, shown: Callable[[str], str]
) -> Reply:
    facts = {name.removeprefix("wp:comment_"): text.strip() for name, text in comment.items()}
    number, parent = facts.get("id", ""), facts.get("parent", "0")
    markup = with_links(shown(comment.get("wp:comment_content", "")))
    user = facts.get("user_id", "")
    return Reply(
        number=number,
        parent=parent if parent not in ("", "0") else None,
        name=facts.get("author"),
        link=facts.get("author_url"),
        published=local_time(stored_time(facts.get("date")), stored_time(facts.get("date_gmt"))),
        published_raw=facts.get("date") or None,
        markup=markup,
        url=f"{post_url}#comment-{number}" if post_url else None,
        kind=kind_of(facts.get("type") or "comment", markup),
        is_post_author=user == author_number if author_number and user else None,
    )
