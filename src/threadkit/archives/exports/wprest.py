"""WordPress's REST interface: posts and comments as JSON, as ``/wp-json/wp/v2/posts`` and ``/comments`` give them.

In comes one answer of it, several in one list, one a line, or an object that holds lists of both; out comes one entry
for each post, with its comments where they are in the same file, and one for the comments of each other post.
Where posts and comments lie in files of their own, `threadkit.merge` joins the two: both know the post's address.
The rendered content is what the blog shows, paragraphs and quotes included. What the answer embeds (``_embed``:
authors, replies, the post above a comment) is used as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import define, field

from threadkit import lazy_re
from threadkit.archives.context import Context
from threadkit.archives.entry import Entry, Failure, Ready, Skip
from threadkit.archives.exports.wordpress import ExportedPost, Reply, kind_of, line, local_time, stored_time, thread_of
from threadkit.archives.stream import Stream
from threadkit.errors import ArchiveError
from threadkit.model import Author, Capture, Issue

__all__ = ["NAME", "claims", "entries"]

NAME: Final = "wordpress-rest"

_START: Final = lazy_re.pattern(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_MARKS: Final = (b'"date_gmt"', b'"rendered"')
_SHOWN: Final = frozenset({"approved", "approve", "1", ""})
_OTHER_TYPES: Final = frozenset(
    {"attachment", "nav_menu_item", "wp_block", "wp_template", "wp_template_part", "wp_navigation"}
)

_Object = Mapping[str, Any]


def claims(head: bytes) -> bool:
    """JSON with the names that every object of the interface has."""
    return _START.match(head) is not None and all(mark in head for mark in _MARKS)


def entries(stream: Stream, context: Context) -> Iterator[Entry]:
    """One entry for each post that the file holds or whose comments it holds."""
    try:
        found = _Found()
        for value in _values(stream.document()):
            found.take(value)
    except ArchiveError as error:
        yield Failure(error=error, capture=Capture(path=stream.path), media_type="application/json", size=stream.size)
        return
    if not found.posts and not found.replies:
        yield Skip(
            reason=_why_nothing(found),
            capture=Capture(path=stream.path),
            media_type="application/json",
            size=stream.size,
        )
    for number in dict.fromkeys([*found.posts, *found.replies]):
        replies = found.replies.get(number, {})
        yield _entry(found.posts.get(number), replies, number, stream.path, keep_html=context.keep_html)


def _values(content: bytes) -> Iterator[Any]:
    """The JSON values of the file: one, or one a line."""
    try:
        text = content.decode("utf-8-sig")
        try:
            yield json.loads(text)
        except json.JSONDecodeError as error:
            lines = [one for one in text.split("\n") if one.strip()]
            if error.msg != "Extra data" or len(lines) < 2:
                raise
            yield from [json.loads(one) for one in lines]
    except RecursionError:
        raise ArchiveError("JSON that is nested too deeply") from None
    except UnicodeDecodeError as error:
        raise ArchiveError("JSON that is not UTF-8", offset=error.start) from None
    except json.JSONDecodeError as error:
        at = len(error.doc[: error.pos].encode("utf-8", "surrogatepass"))
        raise ArchiveError(f"damaged JSON: {error.msg}", offset=at) from None
    except ValueError:  # the one that is left is int()'s limit on digits
        raise ArchiveError("JSON with a number of thousands of digits") from None


@define
class _Found:
    """The posts and comments of a file, by the post's number."""

    posts: dict[str, _Object] = field(factory=dict)
    replies: dict[str, dict[str, _Object]] = field(factory=dict)
    others: int = 0

    def take(self, value: Any) -> None:
        """A value of the file: an object of the interface, or a list or an object that holds such."""
        waiting: list[Any] = [value]
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(reversed(value))
            elif isinstance(value, dict):
                waiting.extend(reversed(list(self._object(value))))

    def _object(self, value: _Object) -> Iterator[Any]:
        """Keep a post or a comment; what it embeds, or what any other object holds, is looked at next."""
        if "author_name" in value and "post" in value and "content" in value:
            known = self.replies.setdefault(_number(value["post"]), {})
            known.setdefault(_number(value.get("id")) or f"unnumbered {len(known)}", value)
            yield from _embedded(value, "up")
        elif "title" in value and "link" in value and value.get("type", "post") not in _OTHER_TYPES:
            if "content" in value or _number(value.get("id")) not in self.posts:
                self.posts[_number(value.get("id"))] = value
            yield from _embedded(value, "replies")
        elif "id" in value:
            self.others += 1
        else:
            yield from (inner for inner in value.values() if isinstance(inner, (list, dict)))


def _embedded(value: _Object, name: str) -> list[Any]:
    inside = value.get("_embedded")
    found = inside.get(name) if isinstance(inside, dict) else None
    return found if isinstance(found, list) else []


def _why_nothing(found: _Found) -> str:
    return "JSON of WordPress without posts or comments" if found.others else "an empty answer of WordPress"


def _number(value: Any) -> str:
    return str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""


def _text(value: Any) -> str | None:
    """A string, or the rendered (else the raw) one of an object that holds both."""
    if isinstance(value, dict):
        value = next((value[name] for name in ("rendered", "raw") if isinstance(value.get(name), str)), None)
    return value if isinstance(value, str) else None


# -- posts and comments ----------------------------------------------------------------------------------------------


def _entry(post: _Object | None, replies: Mapping[str, _Object], number: str, path: str, *, keep_html: bool) -> Entry:
    shown = [reply for reply in replies.values() if _number(reply.get("status")) in _SHOWN]
    about = post or {}
    url = _text(about.get("link")) or next((_page_of(reply) for reply in replies.values() if _page_of(reply)), None)
    capture = Capture(url=url, path=path, record_id=number or None)
    if (reason := _why_no_page(about)) is not None:
        return Skip(reason=reason, url=url, capture=capture)
    author = about.get("author")
    told = [_reply(reply, author if isinstance(author, int) and author > 0 else None) for reply in shown]
    title, body = _text(about.get("title")), _body(about)
    thread = thread_of(
        ExportedPost(
            url=url,
            title=title,
            author=_author(about),
            published=_time(about),
            published_raw=_text(about.get("date")),
            markup=body,
            comments_open={"open": True, "closed": False}.get(_number(about.get("comment_status"))),
        ),
        told,
        dialect=NAME,
        capture=capture,
        issues=_left_out(len(replies) - len(shown)),
        keep_html=keep_html,
    )
    return Ready(thread=thread)


def _why_no_page(post: _Object) -> str | None:
    status = _number(post.get("status")) or "publish"
    if status != "publish":
        return f"a post of status {status!r} was not published"
    content = post.get("content")
    if isinstance(content, dict) and content.get("protected") and not _text(content):
        return "a post that a password protects"
    return None


def _body(post: _Object) -> str | None:
    return _text(post.get("content"))


def _left_out(count: int) -> list[Issue]:
    if not count:
        return []
    message = f"the export holds comments that the blog does not show, which are left out: {count}"
    return [Issue(code="left-out", message=message, grade="info")]


def _author(post: _Object) -> Author | None:
    """The author's name, where the answer embeds it; else only a number is known."""
    for person in _embedded(post, "author"):
        if isinstance(person, dict) and (name := line(_text(person.get("name")))):
            return Author(name=name, url=_text(person.get("link")))
    return None


def _time(value: _Object) -> Any:
    return local_time(stored_time(_text(value.get("date"))), stored_time(_text(value.get("date_gmt"))))


def _page_of(reply: _Object) -> str | None:
    link = _text(reply.get("link"))
    return link.partition("#")[0] or None if link else None


def _reply(reply: _Object, post_author: int | None) -> Reply:
    markup = _text(reply.get("content")) or ""
    parent = _number(reply.get("parent"))
    author = reply.get("author")
    return Reply(
        number=_number(reply.get("id")),
        parent=parent if parent not in ("", "0") else None,
        name=_text(reply.get("author_name")),
        link=_text(reply.get("author_url")),
        published=_time(reply),
        published_raw=_text(reply.get("date")),
        markup=markup,
        url=_text(reply.get("link")),
        kind=kind_of(_text(reply.get("type")), markup),
        is_post_author=author == post_author if post_author is not None and isinstance(author, int) else None,
    )
