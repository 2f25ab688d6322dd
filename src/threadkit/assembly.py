"""A post and its comments, as a reader found them → a `Thread`: once, for all that make threads.

    PostRow + CommentRows, in page order → `assemble` → Thread

HTML pages, renderings, threadkit's own text, exports and merging each know other things of a comment: its number, the
number of what it replies to, the place of that among the rows, a level, or nothing but that it is there. A reader
fills in what it knows and leaves the rest None. What holds for every thread is made here, and what was wrong is said
here, once:

* ids: the page's own; the path of ordinals ("5.1.2") where it has none; "5~2" for what would else be there twice
  (`repeated-id`, where it is the page that gives one number twice). No comment is lost for its number;
* parents: before their replies. Where comments reply to each other in a circle, or one to itself, the first of them
  stands above the others and replies to nobody (`parent-circle`);
* depth: the parent's and one more; of a reply whose parent is not there, what the page shows (`missing-parent`);
* who wrote the letter, by what the comments say;
* the count that the page declares, against what was found (`count-mismatch`).

All of it takes time in proportion to the number of comments, and nothing recurses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import attrs
from attrs import define, field, frozen

from threadkit import letters
from threadkit.dates.instants import since_epoch
from threadkit.fields import BOUNDS
from threadkit.model import Author, Capture, Comment, Issue, Kind, Letter, Part, Thread

__all__ = [
    "PARENT_CIRCLE",
    "CommentRow",
    "Doubts",
    "Ids",
    "PostRow",
    "assemble",
    "cut_circles",
    "parents_by_level",
]

PARENT_CIRCLE: Final = Issue(
    code="parent-circle",
    message="the comment replies to itself, or to one of its own replies; it is read as replying to nobody",
)

Doubts = Callable[[Thread], Iterable[Issue]]
"""A self-check: what of a finished thread may have been misread, as issues."""


class CommentRow(NamedTuple):
    """A comment as its reader knows it; what the reader does not know stays None. Give the fields by name.

    What it replies to is told by `parent`, else by `parent_id`; one of them is enough. A reader that knows levels only
    turns them into `parent` by `parents_by_level`.
    """

    id: str | None = None
    """The page's own number; None where it gives none."""
    parent_id: str | None = None
    """The number of what it replies to, whether that is among the rows or not; None for a comment on the post."""
    parent: int | None = None
    """The place among the rows of what it replies to; None where that is not known, or not there."""
    depth: int | None = None
    """The depth that the page shows. It counts where the parent is not there: above 0, the row is a reply without its
    parent. None: 1 with a `parent_id`, else 0."""
    author: Author | None = None
    """These are as in `Comment`."""
    is_post_author: bool | None = None
    is_letter_writer: bool | None = None
    """True where it is known already; `assemble` finds it out for the rest."""
    published: datetime | None = None
    published_raw: str | None = None
    score: int | None = None
    text: str = ""
    html: str | None = None
    url: str | None = None
    kind: Kind = "comment"
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    line: int | None = None
    """The line of the input at which it begins, from 1, for the issues about it."""
    issues: tuple[Issue, ...] = ()
    """What its reader met at it; each is given the comment's id."""


@frozen(kw_only=True)
class PostRow:
    """A post as its reader knows it: all of a thread but the comments and the issues, each field as in `Thread`."""

    url: str | None = None
    title: str | None = None
    author: Author | None = None
    published: datetime | None = None
    published_raw: str | None = None
    body: tuple[Part, ...] = ()
    declared_comment_count: int | None = None
    comments_open: bool | None = None
    capture: Capture | None = None
    dialect: str = "unknown"


def assemble(
    post: PostRow,
    rows: Sequence[CommentRow],
    *,
    before: Iterable[Issue] = (),
    after: Iterable[Issue] = (),
    lacks: str = "is not on the page",
    sorts: bool = False,
    doubts: Doubts | None = None,
) -> Thread:
    """The thread of a post and the rows of its comments.

    The rows stand in page order, and so will the comments: only a reply that stands before what it replies to is moved
    behind it. With `sorts`, the rows stand in the order of siblings alone, and each reply is moved to its parent.
    `before` and `after` are the issues that the reader has met, those about the post and those about the comments;
    `lacks` says of a missing parent where it is not. `doubts` looks at the finished thread and has the last word.

    >>> rows = [CommentRow(text="Soup."), CommentRow(id="1", text="Mine too."), CommentRow(parent_id="1", text="Ah.")]
    >>> [(comment.id, comment.depth) for comment in assemble(PostRow(), rows).comments]
    [('1~2', 0), ('1', 0), ('1.1', 1)]
    >>> thread = assemble(PostRow(declared_comment_count=3), [CommentRow(id="7", parent_id="5")])
    >>> [issue.message for issue in thread.issues]
    ['comment 7 replies to comment 5, which is not on the page', '3 comments declared, 1 found']
    """
    places = _places(rows, sorts=sorts, lacks=lacks)
    declared = post.declared_comment_count
    if declared is not None and not 0 <= declared <= BOUNDS["declared_comment_count"][1]:
        declared = None  # no page has as many; it is some other number
    comments = [_comment(rows[at], places, at) for at in places.order]
    writers = letters.letter_writers(comments, [part for part in post.body if isinstance(part, Letter)])
    if writers:
        comments = [attrs.evolve(one, is_letter_writer=True) if one.id in writers else one for one in comments]
    thread = Thread(
        url=post.url,
        title=post.title,
        author=post.author,
        published=post.published,
        published_raw=post.published_raw,
        body=post.body,
        comments=tuple(comments),
        declared_comment_count=declared,
        comments_open=post.comments_open,
        capture=post.capture,
        dialect=post.dialect,
        issues=(*before, *places.issues, *after, *_count_issues(declared, comments)),
    )
    return thread if doubts is None else attrs.evolve(thread, issues=(*thread.issues, *doubts(thread)))


def _comment(row: CommentRow, places: _Places, at: int) -> Comment:
    return Comment(
        id=places.ids[at],
        parent_id=places.parent_ids[at],
        depth=places.depths[at],
        author=row.author,
        is_post_author=row.is_post_author,
        is_letter_writer=row.is_letter_writer,
        published=row.published,
        published_raw=row.published_raw,
        score=row.score,
        text=row.text,
        html=row.html,
        url=row.url,
        kind=row.kind,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
    )


def _count_issues(declared: int | None, comments: Sequence[Comment]) -> list[Issue]:
    """Some pages count their pings, others do not; and what an earlier capture shows may have been deleted since."""
    if declared is None or declared == len(comments):
        return []
    replies = sum(1 for comment in comments if comment.kind == "comment")
    seen = [since_epoch(comment.last_seen) for comment in comments if comment.last_seen is not None]
    latest = max(seen, default=None)
    gone = sum(1 for time in seen if time != latest)
    if declared == replies or replies - gone <= declared < len(comments):
        return []
    return [Issue(code="count-mismatch", message=f"{declared} comments declared, {len(comments)} found")]


# -- the tree --------------------------------------------------------------------------------------------------------


def parents_by_level(depths: Sequence[int]) -> list[int | None]:
    """The place of each row's parent, where only levels are known: the last row one level up.

    None where that is not there: a row of a higher level came between, or the page skips a level.

    >>> parents_by_level([0, 1, 2, 1, 0, 2])
    [None, 0, 1, 0, None, None]
    """
    path: list[tuple[int, int]] = []
    parents: list[int | None] = []
    for place, depth in enumerate(depths):
        while path and path[-1][0] >= depth:
            path.pop()
        parents.append(path[-1][1] if path and path[-1][0] == depth - 1 else None)
        path.append((depth, place))
    return parents


@define
class _Places:
    """Where each row stands in the tree: columns, by the rows' own places."""

    parents: list[int | None]
    parent_ids: list[str | None]
    circular: frozenset[int]
    """The rows that were the first of a circle."""
    order: Sequence[int]
    """The rows' places in the order of the thread."""
    ids: list[str] = field(factory=list)
    depths: list[int] = field(factory=list)
    issues: list[Issue] = field(factory=list)


def _places(rows: Sequence[CommentRow], *, sorts: bool, lacks: str) -> _Places:
    numbered: dict[str, int] = {}
    for at, row in enumerate(rows):
        if row.id is not None:
            numbered.setdefault(row.id, at)
    parents = [_parent(row, numbered) for row in rows]
    late = any(parent is not None and parent >= at for at, parent in enumerate(parents))
    circular = cut_circles(parents) if late else frozenset()
    order = _order(parents, sorts=sorts) if late or sorts else range(len(rows))
    places = _Places(parents, [None] * len(rows), circular, order, [""] * len(rows), [0] * len(rows))
    _name(rows, places, numbered)
    for at in order:
        parent, row = parents[at], rows[at]
        places.issues += (attrs.evolve(issue, comment_id=places.ids[at]) for issue in row.issues)
        if parent is not None:
            places.parent_ids[at] = places.ids[parent]
            places.depths[at] = min(places.depths[parent] + 1, BOUNDS["depth"][1])
        else:
            _place_top(row, at, places, lacks)
    return places


def _parent(row: CommentRow, numbered: Mapping[str, int]) -> int | None:
    if row.parent is not None or row.parent_id is None:
        return row.parent
    return numbered.get(row.parent_id)


def _place_top(row: CommentRow, at: int, places: _Places, lacks: str) -> None:
    """A comment on the post, or a reply whose parent is not there."""
    own = places.ids[at]
    if at in places.circular:
        places.issues.append(attrs.evolve(PARENT_CIRCLE, line=row.line, comment_id=own))
        return
    depth = row.depth if row.depth is not None else 0 if row.parent_id is None else 1
    places.depths[at] = min(depth, BOUNDS["depth"][1])
    places.parent_ids[at] = row.parent_id
    if row.parent_id is not None:
        message = f"comment {own} replies to comment {row.parent_id}, which {lacks}"
    elif depth:
        message = f"comment {own} is a reply, but what it replies to {lacks}"
    else:
        return
    places.issues.append(Issue(code="missing-parent", message=message, line=row.line, comment_id=own))


def cut_circles(parents: list[int | None]) -> frozenset[int]:
    """Take the parent from the first of each circle; the places of those.

    >>> parents = [1, 0, 1]
    >>> cut_circles(parents), parents
    (frozenset({0}), [None, 0, 1])
    """
    cut: set[int] = set()
    seen_from = [-1] * len(parents)
    for start in range(len(parents)):
        at: int | None = start
        while at is not None and seen_from[at] < 0:
            seen_from[at] = start
            at = parents[at]
        if at is not None and seen_from[at] == start:
            first, step = at, parents[at]
            while step is not None and step != at:
                first, step = min(first, step), parents[step]
            parents[first] = None
            cut.add(first)
    return frozenset(cut)


def _order(parents: Sequence[int | None], *, sorts: bool) -> list[int]:
    """The places in an order in which each row follows its parent.

    A row that stands behind its parent keeps its place, or, with `sorts`, goes to its parent as well.
    """
    waiting: dict[int, list[int]] = {}
    if sorts:
        for at, parent in enumerate(parents):
            if parent is not None:
                waiting.setdefault(parent, []).append(at)
    order: list[int] = []
    is_placed = [False] * len(parents)
    for top, parent in enumerate(parents):
        if parent is not None and sorts:
            continue
        if parent is not None and not is_placed[parent]:
            waiting.setdefault(parent, []).append(top)
            continue
        stack = [top]
        while stack:
            at = stack.pop()
            order.append(at)
            is_placed[at] = True
            stack.extend(reversed(waiting.get(at, ())))
    return order


# -- ids -------------------------------------------------------------------------------------------------------------


def _name(rows: Sequence[CommentRow], places: _Places, numbered: Mapping[str, int]) -> None:
    """An id for each row, and an issue for each that the page gives twice."""
    # A parent that is not there has its id taken too, or a row without a number might be taken for it.
    ids = Ids((*numbered, *(row.parent_id for row in rows if row.parent_id is not None)))
    replies: Counter[int | None] = Counter()
    for at in places.order:
        row, parent = rows[at], places.parents[at]
        replies[parent] += 1
        if row.id is None:
            path = f"{places.ids[parent]}." if parent is not None else ""
            places.ids[at] = ids.take(f"{path}{replies[parent]}")
        elif numbered[row.id] == at:
            places.ids[at] = row.id
        else:
            places.ids[at] = own = ids.take(row.id)
            message = f"more than one comment has the number {row.id}; this one is called {own}"
            places.issues.append(Issue(code="repeated-id", message=message, line=row.line, comment_id=own))


class Ids:
    """Ids that the source does not give: each is given once, "5.1~2" where "5.1" is taken.

    It remembers how far it has counted for every id, so that giving n ids costs time in proportion to n, also where a
    page numbers all its comments "1.".

    >>> ids = Ids(["5"])
    >>> ids.take("5"), ids.take("5"), ids.take("5.1")
    ('5~2', '5~3', '5.1')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """The id itself where it is free, else with the first number from 2 that makes it so; taken from now on."""
        found, count = wanted, self._counts.get(wanted, 1)
        while found in self._taken:
            count += 1
            found = f"{wanted}~{count}"
        self._counts[wanted] = count
        self._taken.add(found)
        return found
