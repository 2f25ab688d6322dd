"""Several pages of a thread, or several captures of a page → one thread.

    threads → join (which comments are one) → one value a field → parents → page order → assembly → issues

`merge` is built so that the order of merging does not matter: each field of the result is the greatest of the values
that the pages give it, in an order that the value alone decides (an offset beats none, a name with a link beats one
without). Only a comment's text goes by time: the latest capture that shows the comment is right about it. All that
a later merge needs is in the thread: when each comment was seen first and last, and the issues.

`group` says what belongs together, by address. `merge` takes the caller's word for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import attrs

from threadkit import renderings
from threadkit.assembly import PARENT_CIRCLE, CommentRow, PostRow, assemble, cut_circles
from threadkit.dates.instants import since_epoch
from threadkit.merging.canonical_url import canonical_address, page_number
from threadkit.merging.joining import Joined, Sighting, join
from threadkit.merging.merged_issues import UNKNOWN_CAPTURE, merged_issues
from threadkit.merging.ordering import in_page_order
from threadkit.model import Answer, Author, Capture, Comment, Letter, Part, Thread
from threadkit.options import check_threads

__all__ = ["group", "merge"]

T = TypeVar("T")


def merge(threads: Iterable[Thread]) -> Thread:
    """One thread of several pages or captures: every comment that any of them shows, once.

    Comments are joined by number; where they have none, by author, time and text. Each has its place and its parent,
    also where the parent is on another page, and knows when captures first and last showed it (`Comment.first_seen`,
    `last_seen`). Of an edited comment the latest capture's text is kept. Comments without numbers get the path of
    ordinals of the merged page. The result does not depend on the order of `threads`, and merging a merged thread once
    more, or with pages that are in it already, changes nothing. An issue says so where the pages are of several posts.

    Raises `ValueError` where there is no thread to merge. Costs time in proportion to the number of comments.

    >>> one, two = Comment(id="81", text="Mine too."), Comment(id="84", text="Pickles!")
    >>> reply = Comment(id="85", parent_id="84", depth=1, text="No.")
    >>> thread = merge([Thread(comments=(one, two)), Thread(comments=(two, reply))])
    >>> [(comment.id, comment.parent_id) for comment in thread.comments]
    [('81', None), ('84', None), ('85', '84')]
    """
    pages = sorted(check_threads("merge", threads), key=_canonical_key)
    if not pages:
        raise ValueError("there is no thread to merge")
    rows = join(pages)
    everything = _sighted(pages, rows)
    _choose_parents(pages, rows, everything)
    published = {joined: _published(sighting.comment for sighting in joined.sightings) for joined in everything}
    order = list(in_page_order(rows, everything, published))
    thread = _post(pages, _rows(order, published))
    comments = dict(zip(order, thread.comments, strict=True))
    places = [
        {comment.id: comments[joined].id for comment, joined in zip(page.comments, row, strict=True)}
        for page, row in zip(pages, rows, strict=True)
    ]
    return attrs.evolve(thread, issues=merged_issues(thread, pages, places, [frozenset(row) for row in rows]))


def group(threads: Iterable[Thread]) -> list[tuple[Thread, ...]]:
    """The threads that are pages or captures of one post, together, in order of appearance.

    Two belong together if their addresses (the thread's, else its capture's) name one post: scheme, ``www.``, mobile
    and AMP twins, pages of comments, anchors, tracking parameters, index files and a trailing slash make no
    difference. A thread without any address stands alone.

    >>> pages = [Thread(url="https://example.org/dish/"), Thread(url="http://m.example.org/dish/comment-page-2/#respond")]
    >>> [len(together) for together in group([*pages, Thread(url="https://example.org/soup/")])]
    [2, 1]
    """
    groups: defaultdict[object, list[Thread]] = defaultdict(list)
    for thread in check_threads("group", threads):
        address = canonical_address(thread.url) or canonical_address(thread.capture.url if thread.capture else None)
        groups[address if address is not None else object()].append(thread)
    return [tuple(together) for together in groups.values()]


def _canonical_key(page: Thread) -> tuple[Any, ...]:
    """An order of pages that does not depend on how they came: by capture, by page of comments, by content."""
    number = page_number(page.url)
    content = tuple(comment.id for comment in page.comments), tuple(comment.text for comment in page.comments)
    return (*_when(_captured(page)), number or 0, page.url or "", page.title or "", page.dialect, *content)


def _when(time: datetime | None) -> tuple[bool, timedelta]:
    return (False, timedelta()) if time is None else (True, since_epoch(time))


def _captured(page: Thread) -> datetime | None:
    return page.capture.captured_at if page.capture is not None else None


# -- comments --------------------------------------------------------------------------------------------------------


def _sighted(pages: Sequence[Thread], rows: Sequence[Sequence[Joined]]) -> list[Joined]:
    """All comments in order of appearance, each with its sightings."""
    everything: dict[Joined, None] = {}
    for page, row in zip(pages, rows, strict=True):
        captured = _captured(page)
        if any(issue.code == UNKNOWN_CAPTURE for issue in page.issues):
            captured = None
        for comment, joined in zip(page.comments, row, strict=True):
            everything.setdefault(joined)
            if comment.first_seen is None and comment.last_seen is None:
                joined.add(comment, captured, captured)
            else:
                joined.add(comment, comment.first_seen, comment.last_seen)
    return sorted(everything, key=lambda joined: joined.at)


def _choose_parents(pages: Sequence[Thread], rows: Sequence[Sequence[Joined]], everything: Sequence[Joined]) -> None:
    """Where pages differ, the deepest place: a theme shows replies flat, or a reply moved up when its parent went."""
    numbered = {joined.number: joined for joined in everything if joined.number is not None}
    best: dict[Joined, tuple[int, int]] = {}
    for page, row in zip(pages, rows, strict=True):
        here: dict[str, Joined] = {}
        for comment, joined in zip(page.comments, row, strict=True):
            joined.shown_depth = max(joined.shown_depth, comment.depth)
            name = comment.parent_id
            if name is not None:
                parent = here.get(name) or numbered.get(name)
                if parent is None:
                    joined.stated = max(joined.stated or "", name)
                elif parent is not joined and (rank := (comment.depth, parent.at)) > best.get(joined, (-1, -1)):
                    best[joined] = rank
                    joined.parent = parent
            here.setdefault(comment.id, joined)
    _cut_circles(everything)


def _cut_circles(everything: Sequence[Joined]) -> None:
    """Two pages may each be right and together make a comment its own ancestor; the first of the circle stays above."""
    place = {joined: at for at, joined in enumerate(everything)}
    parents = [None if joined.parent is None else place[joined.parent] for joined in everything]
    for at in cut_circles(parents):
        everything[at].parent, everything[at].is_circular = None, True


def _rows(order: Sequence[Joined], published: Mapping[Joined, datetime | None]) -> list[CommentRow]:
    """The finished comments, in page order."""
    place = {joined: at for at, joined in enumerate(order)}
    parents = [None if joined.parent is None else place[joined.parent] for joined in order]
    return [_row(joined, parent, published[joined]) for joined, parent in zip(order, parents, strict=True)]


def _row(joined: Joined, parent: int | None, published: datetime | None) -> CommentRow:
    sightings = joined.sightings
    shown = [sighting.comment for sighting in sightings]
    latest = max(sightings, key=_text_rank).comment
    return CommentRow(
        id=joined.number,
        parent=parent,
        parent_id=joined.stated,
        depth=0 if joined.is_circular else joined.shown_depth,
        author=_best((one.author for one in shown), _author_rank),
        is_post_author=_any(one.is_post_author for one in shown),
        is_letter_writer=_any(one.is_letter_writer for one in shown),
        published=published,
        published_raw=_shortest(one.published_raw for one in shown),
        score=_best((one.score for one in shown), int),
        text=latest.text,
        html=latest.html,
        url=_shortest(one.url for one in shown),
        kind=max((one.kind for one in shown), key=lambda kind: (kind != "comment", kind)),
        first_seen=min((s.first for s in sightings if s.first is not None), key=_moment, default=None),
        last_seen=max((s.last for s in sightings if s.last is not None), key=_moment, default=None),
        issues=(PARENT_CIRCLE,) if joined.is_circular else (),
    )


def _moment(time: datetime) -> tuple[timedelta, str]:
    return since_epoch(time), str(time)


def _text_rank(sighting: Sighting) -> tuple[Any, ...]:
    comment = sighting.comment
    return bool(comment.text), *_when(sighting.last), comment.text, comment.html is not None, comment.html or ""


# -- one value of several --------------------------------------------------------------------------------------------


def _best(values: Iterable[T | None], rank: Callable[[T], Any]) -> T | None:
    return max((value for value in values if value is not None), key=rank, default=None)


def _shortest(values: Iterable[str | None]) -> str | None:
    """What themes add to titles, dates and links makes them longer."""
    return min((value for value in values if value is not None), key=lambda value: (len(value), value), default=None)


def _any(values: Iterable[bool | None]) -> bool | None:
    return max((value for value in values if value is not None), default=None)


def _author_rank(author: Author) -> tuple[Any, ...]:
    return author.url is not None, len(author.name), author.name, author.url or ""


def _published(values: Iterable[Comment | Thread]) -> datetime | None:
    """The time that says most: with an offset, not the day alone, with seconds; of those, the earliest."""
    return _best((value.published for value in values), _time_rank)


def _time_rank(time: datetime) -> tuple[Any, ...]:
    day_only = time.hour == time.minute == time.second == 0
    exact = bool(time.second or time.microsecond)
    return time.utcoffset() is not None, not day_only, exact, -since_epoch(time), str(time)


# -- the post --------------------------------------------------------------------------------------------------------

_RENDERINGS: Final = frozenset(renderings.dialects())


def _post(pages: Sequence[Thread], rows: Sequence[CommentRow]) -> Thread:
    layout = pages[0].layout
    is_open = [page.comments_open for page in pages if page.comments_open is not None]
    post = PostRow(
        url=min((page.url for page in pages if page.url is not None), key=_url_rank, default=None),
        title=_shortest(page.title for page in pages),
        author=_best((page.author for page in pages), _author_rank),
        published=_published(pages),
        published_raw=_shortest(page.published_raw for page in pages),
        body=max((page.body for page in pages), key=_body_rank),
        declared_comment_count=_best((page.declared_comment_count for page in pages), int),
        comments_open=all(is_open) if is_open else None,
        capture=_best((page.capture for page in pages), _capture_rank),
        dialect=max((page.dialect for page in pages), key=_dialect_rank),
    )
    thread = assemble(post, rows, lacks="is on none of the pages")
    return attrs.evolve(thread, layout=layout if all(page.layout == layout for page in pages) else None)


def _url_rank(url: str) -> tuple[Any, ...]:
    return page_number(url) is not None, "#" in url, "?" in url, len(url), url


def _body_rank(body: tuple[Part, ...]) -> tuple[Any, ...]:
    """From a page rather than from a rendering, which may hold the page's menus; then the fullest exchange."""
    told = sum(len(part.text) for part in body if isinstance(part, (Letter, Answer)))
    return any(part.html is not None for part in body), told, sum(len(part.text) for part in body), repr(body)


def _capture_rank(capture: Capture) -> tuple[Any, ...]:
    facts = (capture.url or "", capture.record_id or "", capture.path or "", capture.offset or 0)
    return *_when(capture.captured_at), *facts, str(capture.captured_at)


def _dialect_rank(dialect: str) -> tuple[bool, bool, str]:
    return dialect not in ("none", "unknown"), dialect not in _RENDERINGS, dialect
