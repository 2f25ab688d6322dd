"""Where a page's post is, and what it says: title, author, date, body.

In come a `Document` and the nodes that hold its comments; out comes a `PagePost`. No rule knows a site. One walk
(`landmarks`) notes what is named or declared; here it is weighed, in this order, because each helps with the next:

* **title**: the heading that the page's own title element, its OpenGraph title or its JSON-LD headline repeats. So the
  post's h2 beats the blog's h1, and the title element loses the site's name. Without such a heading the declared title
  counts, and the title element without its site part is the last resort;
* **body**: what a standard or a convention names as the body, next after the title, or what holds most text, with
  what belongs to it beside it (`body`), up to where the comments begin;
* **author and date**: what is named so near the title and the body, then what the head declares (JSON-LD,
  ``article:*``), then the line of small print next to the title ("by Ann on May 3, 2009 at 4:10 pm").

`blocks` makes the body's blocks; which of them are letters is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Final

from attrs import frozen

from threadkit.document import Document
from threadkit.document.columns import Columns
from threadkit.letters import Block
from threadkit.model import Author, Issue
from threadkit.post.blocks import blocks_of
from threadkit.post.body import Body, choose_element, whole_body
from threadkit.post.byline import Near, find_author, find_date
from threadkit.post.declared import read_declared
from threadkit.post.endings import prose_beside, without_ending
from threadkit.post.landmarks import Spot, survey
from threadkit.post.titles import choose_heading, listing, title_of

__all__ = ["PagePost", "read"]


@frozen(kw_only=True)
class PagePost:
    """What a page says about its post."""

    title: str | None = None
    """The post's title without the site's name; None if it was not found."""
    author: Author | None = None
    """Who wrote it; None where the page does not say."""
    published: datetime | None = None
    """When it appeared; None if it can't be read for certain."""
    published_raw: str | None = None
    """The displayed date; None where the page shows none."""
    blocks: tuple[Block, ...] = ()
    """The body in page order."""
    declared_comment_count: int | None = None
    """How many comments the page's metadata declares; None where it does not."""
    listing: str | None = None
    """Why the page is a list of posts (a front page, an archive, a search result); None where it is a post's own."""
    issues: tuple[Issue, ...] = ()
    """What was not found, or is not certain."""


def read(
    document: Document,
    *,
    areas: Sequence[int] = (),
    keep_html: bool = True,
    tz: tzinfo | None = None,
    first_reply: datetime | None = None,
    is_forum: bool = False,
) -> PagePost:
    """The post of a page; never fails, and says in `PagePost.issues` what it did not find.

    On a forum all posts are comments, so that nothing but the theme's lines may stand around them.
    `areas` are the nodes that hold comments. `first_reply` is the time of the earliest of them: where the post's own
    date could be read with day and month swapped, it decides, since nobody replies to a post before it is there.

    >>> from threadkit.document import load
    >>> page = "<title>Mugs – Ask Ann</title><h1>Ask Ann</h1><h2>Mugs</h2><p>by Ann</p><div class=entry>400!</div>"
    >>> post = read(load(page))
    >>> post.title, post.author.name, [block.text for block in post.blocks]
    ('Mugs', 'Ann', ['400!'])
    """
    page = document.page
    found = survey(page, areas)
    declared = read_declared(found)
    heading = choose_heading(page, found, declared, document.url, choose_element(found, None))
    body = whole_body(page, found, heading, areas)
    if is_forum and body is not None and body.paragraphs < _LEAST_ABOVE_A_FORUM:
        body = None
    language = document.language
    parts = _blocks(page, body, heading, areas, keep_html)
    near = Near.of(page, found, heading, body, parts.dropped, areas)
    blocks = parts.blocks
    if body is not None and not body.is_known:
        blocks, near.signed = without_ending(near.take_byline(blocks, declared, language), language)
    lead, rest = (prose_beside(beside, blocks, language) for beside in (parts.lead, parts.rest))
    blocks = (*lead, *blocks, *rest)
    date = find_date(near, declared, language=language, tz=tz, first_reply=first_reply)
    title = title_of(page, found, declared, heading, language)
    author, authors = find_author(near, declared, document)
    return PagePost(
        title=title,
        author=author,
        published=date.published,
        published_raw=date.raw,
        blocks=blocks,
        declared_comment_count=declared.comment_count,
        listing=listing(page, found, declared, heading, body, document.url),
        issues=(*_missing(title, body, is_forum=is_forum), *_several(authors), *date.issues),
    )


_LEAST_ABOVE_A_FORUM: Final = 200


def _missing(title: str | None, body: Body | None, *, is_forum: bool) -> Iterator[Issue]:
    if title is None:
        yield Issue(code="no-title", message="the page names no title for its post")
    if body is None and is_forum:
        return
    if body is None:
        yield Issue(code="no-body", message="no element of the page holds a post's text")
    elif body.is_short:
        message = (
            f"{body.outside} characters of prose stand between the title and the comments, and not in the post's text"
        )
        yield Issue(code="text-outside", message=message)


def _several(authors: Sequence[str]) -> Iterator[Issue]:
    if authors:
        message = f"several wrote the post, and the first is its author: {', '.join(authors)}"
        yield Issue(code="several-authors", message=message, grade="info")


@frozen
class _Read:
    """What a body's range holds."""

    blocks: Sequence[Block]
    dropped: Sequence[int]
    """The nodes that were left out because they are named as small print."""
    lead: Sequence[Block] = ()
    rest: Sequence[Block] = ()


def _blocks(page: Columns, body: Body | None, heading: Spot | None, areas: Sequence[int], keep_html: bool) -> _Read:
    if body is None:
        return _Read((), ())
    skip = set(areas)
    loose = not body.is_known
    if heading is not None and body.holds(heading):
        skip.add(heading.start)
        loose = True

    def between(place: tuple[int, int, int], dropped: list[int] | None, *, loose: bool = True) -> list[Block]:
        root, first, stop = place
        return blocks_of(
            page, root, skip=skip, keep_html=keep_html, loose=loose, dropped=dropped, first=first, stop=stop
        )

    dropped: list[int] = []
    blocks = between((body.root, body.first, body.stop), dropped, loose=loose)
    if loose and body.stop < page.stops[body.root]:  # small print may also stand behind the comments
        between((body.root, body.stop, page.stops[body.root]), dropped)
    lead = between(body.lead, None) if body.lead is not None else ()
    rest = between(body.rest, None) if body.rest is not None else ()
    return _Read(blocks, dropped, lead, rest)
