"""The issues of a merged thread: what the pages said, brought up to date.

In comes the merged thread with the issues of its own tree (`assembly`), and the pages with theirs; out come its issues,
sorted, without the line numbers of pages that it no longer is. An issue is kept unless what it complains of is no
longer so: an orphan's parent is on another page, a title was found elsewhere, the page that a truncated one was cut
from is there in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from threadkit import lazy_re
from threadkit.merging.canonical_url import canonical_address, page_number
from threadkit.merging.joining import Joined
from threadkit.model import Comment, Issue, Thread

__all__ = ["UNKNOWN_CAPTURE", "merged_issues"]

UNKNOWN_CAPTURE: Final = "unknown-capture"
"""Says that a comment without `first_seen` comes from a page of unknown time, not from the thread's own capture."""

_COUNTED_ANEW: Final = frozenset({"missing-parent", "count-mismatch", "paged", UNKNOWN_CAPTURE, "other-address"})
_OF_PART: Final = frozenset({"paged", "truncated", "depth-unknown", "missing-comment", "latest-only"})
"""What a page says that lacks something; moot where another page holds all that it holds and lacks nothing."""


def merged_issues(
    thread: Thread,
    pages: Sequence[Thread],
    places: Sequence[Mapping[str, str]],
    covers: Sequence[frozenset[Joined]],
) -> tuple[Issue, ...]:
    """The issues of `thread`, which is merged from `pages`.

    `places` says for each page what became of its comments' ids, `covers` which comments it holds.
    """
    by_id = {comment.id: comment for comment in thread.comments}
    moot = [_is_covered(at, pages, covers) for at in range(len(pages))]
    parts = [page for page, is_moot in zip(pages, moot, strict=True) if not is_moot]
    found = {*thread.issues, *_paging(thread, parts), *_provenance(thread, pages)}
    for page, names, is_moot in zip(pages, places, moot, strict=True):
        for issue in page.issues:
            if issue.code in _COUNTED_ANEW or (is_moot and issue.code in _OF_PART):
                continue
            concerned = None if issue.comment_id is None else names.get(issue.comment_id, issue.comment_id)
            if not _is_settled(issue, thread, by_id.get(concerned or "")):
                found.add(attrs.evolve(issue, line=None, comment_id=concerned))
    order = {comment.id: place for place, comment in enumerate(thread.comments)}
    return tuple(sorted(found, key=lambda issue: _issue_rank(issue, order)))


def _issue_rank(issue: Issue, order: Mapping[str, int]) -> tuple[str, int, str, str, str]:
    place = order.get(issue.comment_id or "", -1)
    return issue.code, place, issue.message, issue.grade, issue.comment_id or ""


def _is_covered(at: int, pages: Sequence[Thread], covers: Sequence[frozenset[Joined]]) -> bool:
    """Whether another page holds all comments of this one and more, and lacks nothing that it knows of.

    Only the fullest of the pages is asked: where that one is paged or cut itself, no other is the whole thread.
    """
    if not any(issue.code in _OF_PART for issue in pages[at].issues):
        return False
    fullest = max(range(len(pages)), key=lambda other: len(covers[other]))
    whole = not any(issue.code in _OF_PART for issue in pages[fullest].issues)
    return whole and fullest != at and covers[at] <= covers[fullest]


def _is_settled(issue: Issue, thread: Thread, comment: Comment | None) -> bool:
    if issue.code == "no-title":
        return thread.title is not None
    if issue.code == "no-body":
        return bool(thread.body)
    if issue.code == "missing-author":
        return all(one.author for one in thread.comments) if comment is None else comment.author is not None
    if issue.code in ("unreadable-date", "ambiguous-date"):
        return thread.published is not None and all(one.published for one in thread.comments)
    return False


# -- pages of comments -----------------------------------------------------------------------------------------------

_ADDRESS: Final = lazy_re.pattern(r"https?://[^\s,;]+")


def _paging(thread: Thread, pages: Sequence[Thread]) -> Iterator[Issue]:
    """Which pages of comments are still missing. All are there once as many comments are as the pages declare."""
    told = [issue.message for page in pages for issue in page.issues if issue.code == "paged"]
    declared = thread.declared_comment_count
    if not told or (declared is not None and len(thread.comments) >= declared):
        return
    read = {page.url for page in pages if page.url is not None}
    named: set[str] = set()
    for message in told:
        before, _, after = message.partition("others: ")
        read.update(_ADDRESS.findall(before))
        named.update(_ADDRESS.findall(after))
    have = {_page_key(url) for url in read}
    missing = {key: url for url in sorted(named, reverse=True) if (key := _page_key(url)) not in have}
    # The post's own address is the first page of comments or the last, which has a numbered address as well.
    if len(missing) == 1 and any(number is None for _, number in have) and all(number for _, number in missing):
        return
    if missing:
        here, others = ", ".join(sorted(read)) or "unknown", ", ".join(sorted(missing.values()))
        message = f"pages of comments that are read: {here}; others: {others}"
        yield Issue(code="paged", message=message)


def _page_key(url: str) -> tuple[str | None, int | None]:
    return canonical_address(url), page_number(url)


# -- where it came from ----------------------------------------------------------------------------------------------


def _provenance(thread: Thread, pages: Sequence[Thread]) -> Iterator[Issue]:
    captured = thread.capture is not None and thread.capture.captured_at is not None
    if captured and any(comment.last_seen is None for comment in thread.comments):
        message = "some comments come from pages of which nobody knows when they were captured"
        yield Issue(code=UNKNOWN_CAPTURE, message=message, grade="info")
    own = canonical_address(thread.url)
    for page in pages:
        yield from (attrs.evolve(issue, line=None) for issue in page.issues if issue.code == "other-address")
        address = canonical_address(page.url)
        if address is not None and address != own:
            yield Issue(code="other-address", message=f"merged with a page of another address, {address}")
