"""What WordPress's exports hold → threads: the part that is the same for WXR, REST and feeds.

In come a post and its comments as an export tells them, each with its number, its parent's number and its mark-up; out
comes a `Thread`, in the order in which WordPress shows it: by time, replies behind what they reply to. The same
code makes blocks, letters and texts as for HTML pages. Comments are not cut off at a theme's greatest depth, and a
reply whose parent the export does not hold says which one that is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import Final

from attrs import frozen

from threadkit import document, inner_text, lazy_re, letters
from threadkit.assembly import CommentRow, PostRow, assemble
from threadkit.dates.instants import since_epoch
from threadkit.document.columns import Columns
from threadkit.document.markup import inner_html
from threadkit.errors import ParseError
from threadkit.model import Author, Capture, Issue, Kind, Part, Thread
from threadkit.post.blocks import blocks_of

__all__ = ["ExportedPost", "Reply", "kind_of", "line", "local_time", "stored_time", "thread_of"]


@frozen(kw_only=True)
class Reply:
    """A comment as an export tells it."""

    number: str
    """Empty where the export gives none."""
    parent: str | None = None
    """The number of what it replies to; None for a comment on the post."""
    name: str | None = None
    link: str | None = None
    published: datetime | None = None
    published_raw: str | None = None
    markup: str = ""
    url: str | None = None
    kind: Kind = "comment"
    is_post_author: bool | None = None


@frozen(kw_only=True)
class ExportedPost:
    """A post as an export tells it; what an export does not hold is None."""

    url: str | None = None
    title: str | None = None
    """Its title, as mark-up."""
    author: Author | None = None
    published: datetime | None = None
    published_raw: str | None = None
    markup: str | None = None
    """Its body; None where the export has none."""
    comments_open: bool | None = None
    declared: int | None = None


def thread_of(
    post: ExportedPost,
    replies: Sequence[Reply],
    *,
    dialect: str,
    capture: Capture,
    issues: Iterable[Issue] = (),
    keep_html: bool = True,
) -> Thread:
    """The thread of one post.

    >>> replies = [Reply(number="9", parent="7", markup="<p>No.</p>"), Reply(number="7", markup="<p>Why?</p>")]
    >>> thread = thread_of(ExportedPost(title="Rope"), replies, dialect="wxr", capture=Capture())
    >>> [(comment.id, comment.parent_id, comment.text) for comment in thread.comments]
    [('7', None, 'Why?'), ('9', '7', 'No.')]
    """
    title = line(post.title)
    body: tuple[Part, ...] = ()
    if post.markup is not None and (fragment := _fragment(post.markup)) is not None:
        body = letters.split(blocks_of(*fragment, keep_html=keep_html), author=post.author, title=title)
    row = PostRow(
        url=post.url,
        title=title,
        author=post.author,
        published=post.published,
        published_raw=post.published_raw,
        body=body,
        declared_comment_count=post.declared,
        comments_open=post.comments_open,
        capture=capture,
        dialect=dialect,
    )
    rows = [_row(reply, keep_html=keep_html) for reply in _in_order(replies)]
    return assemble(row, rows, after=issues, lacks="the export does not hold", sorts=True)


# -- comments --------------------------------------------------------------------------------------------------------


def _in_order(replies: Sequence[Reply]) -> list[Reply]:
    """Siblings by time and number, as WordPress sorts them; what the export holds twice, letter for letter, once."""
    # WordPress sorts by UTC. Where some comments have their local time only, that is what all can be compared by.
    is_local = any(reply.published is not None and reply.published.utcoffset() is None for reply in replies)
    return sorted(dict.fromkeys(replies), key=partial(_sibling_rank, is_local=is_local))


def _sibling_rank(reply: Reply, *, is_local: bool) -> tuple[bool, timedelta, int, str]:
    published = reply.published.replace(tzinfo=None) if reply.published is not None and is_local else reply.published
    time = since_epoch(published) if published is not None else timedelta()
    number = int(reply.number) if reply.number.isascii() and reply.number.isdigit() and len(reply.number) < 40 else 0
    return reply.published is None, time, number, reply.number


def _row(reply: Reply, *, keep_html: bool) -> CommentRow:
    fragment = _fragment(reply.markup)
    name = line(reply.name)
    return CommentRow(
        id=reply.number or None,
        parent_id=reply.parent,
        author=Author(name=name, url=_link(reply.link)) if name else None,
        is_post_author=reply.is_post_author,
        published=reply.published,
        published_raw=reply.published_raw,
        text=inner_text.text_of(*fragment) if fragment is not None else "",
        html=(inner_html(*fragment) if fragment is not None else "") if keep_html else None,
        url=reply.url,
        kind=reply.kind,
    )


def _link(url: str | None) -> str | None:
    """A commenter's address as a theme links to it; "http://" is what early versions stored for none."""
    url = html.unescape((url or "").strip())
    return url if re.match(r"https?://[^/\s]", url) else None


_KINDS: Final[dict[str, Kind]] = {"pingback": "pingback", "trackback": "trackback"}
_EXCERPT: Final = lazy_re.pattern(
    r"\s*+(?:<p>)?\s*+\[(?:…|\.\.\.|&#8230;|&hellip;)\].*\[(?:…|\.\.\.|&#8230;|&hellip;)\]\s*+(?:</p>)?\s*+", re.DOTALL
)


def kind_of(declared: str | None, markup: str) -> Kind:
    """What a comment is: as the export declares, else by the excerpt that WordPress makes of every pingback."""
    if declared is None:
        return "pingback" if _EXCERPT.fullmatch(markup) else "comment"
    return _KINDS.get(declared, "comment")


# -- mark-up ---------------------------------------------------------------------------------------------------------


def _fragment(markup: str) -> tuple[Columns, int] | None:
    """The mark-up as a page and the node that holds it; None where there is nothing in it."""
    try:
        page = document.load(f"<body>{markup}").page
    except ParseError:
        return None
    return page, next((node for node in page.children(0) if page.tags[node] == "body"), 0)


def line(markup: str | None) -> str | None:
    """A title or a name as it is shown, on one line; None for nothing.

    >>> line("Fish &amp; <em>chips</em>  &#8211; 5 < 7")
    'Fish & chips – 5 < 7'
    """
    if markup is None:
        return None
    text = html.unescape(re.sub(r"</?[A-Za-z][^<>]{0,2000}>", "", markup))
    return " ".join(text.split()) or None


# -- times -----------------------------------------------------------------------------------------------------------


def stored_time(text: str | None) -> datetime | None:
    """A time as WordPress's database and its REST interface write it, without an offset; None for none.

    >>> stored_time("2018-09-23 17:18:32"), stored_time("0000-00-00 00:00:00")
    (datetime.datetime(2018, 9, 23, 17, 18, 32), None)
    """
    text = (text or "").strip()
    if not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d", text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found


def local_time(local: datetime | None, gmt: datetime | None) -> datetime | None:
    """The blog's own time with its offset, which is how far it is from the same time in UTC.

    >>> local_time(datetime(2018, 9, 23, 17, 18), datetime(2018, 9, 23, 21, 18)).isoformat()
    '2018-09-23T17:18:00-04:00'
    """
    if gmt is None:
        return local
    if gmt.utcoffset() is not None:
        return gmt
    ahead = local - gmt if local is not None and local.utcoffset() is None else None
    if ahead is None or abs(ahead) > timedelta(hours=14) or ahead % timedelta(minutes=15):
        return gmt.replace(tzinfo=UTC)
    return gmt.replace(tzinfo=UTC).astimezone(timezone(ahead)) if ahead else gmt.replace(tzinfo=UTC)
