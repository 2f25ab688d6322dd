"""Where a page's post is, and what it says: title, author, date, body.

In come a `Document` and the nodes that hold its comments; out comes a `PagePost`. No rule knows a site. One walk
(`landmarks`) notes what is named or declared; here it is weighed, in this order, because each helps with the next:

* **title**: the heading that the page's own title element, its OpenGraph title or its JSON-LD headline repeats. So the
  post's h2 beats the blog's h1, and the title element loses the site's name. Without such a heading the declared title
  counts, and the title element without its site part is the last resort;
* **body**: what a standard or a convention names as the body, next after the title; where nothing is named, the
  element whose paragraphs hold most text (old themes and hand-made pages);
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
from threadkit.post.byline import Near, find_author, find_date
from threadkit.post.declared import read_declared
from threadkit.post.landmarks import Landmarks, Spot, survey
from threadkit.post.titles import choose_heading, listing, title_of
from threadkit.vocabulary.class_names import STRONG_BODY

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
) -> PagePost:
    """The post of a page; never fails, and says in `PagePost.issues` what it did not find.

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
    heading = choose_heading(page, found, declared, document.url, _choose_body(found, None))
    body = _choose_body(found, heading)
    blocks, dropped = _blocks(page, body, heading, areas, keep_html)
    near = Near.of(page, found, heading, body, dropped, areas)
    if body is not None and not body.means & STRONG_BODY:
        blocks = near.take_byline(blocks, declared, document.language)
    date = find_date(near, declared, language=document.language, tz=tz, first_reply=first_reply)
    title = title_of(page, found, declared, heading, document.language)
    return PagePost(
        title=title,
        author=find_author(near, declared, document),
        published=date.published,
        published_raw=date.raw,
        blocks=tuple(blocks),
        declared_comment_count=declared.comment_count,
        listing=listing(page, found, heading, body, document.url),
        issues=(*_missing(title, body), *date.issues),
    )


def _missing(title: str | None, body: Spot | None) -> Iterator[Issue]:
    if title is None:
        yield Issue(code="no-title", message="the page names no title for its post")
    if body is None:
        yield Issue(code="no-body", message="no element of the page holds a post's text")


# -- the body -------------------------------------------------------------------------------------------------------


_MANY: Final = 200
"""A page with more named bodies than this is no post's; they are weighed against each other."""


def _choose_body(found: Landmarks, heading: Spot | None) -> Spot | None:
    """The named body next after the title that holds prose; else the element whose paragraphs hold most text."""
    densest = _densest(found, heading)
    most = densest.text if densest is not None else 0
    best: tuple[float, Spot] | None = None
    for spot in found.bodies[:_MANY]:
        if spot.text + spot.links == 0:
            continue
        rating = min(spot.text, 4_000) / 40 - spot.links / 20
        rating += 60 if spot.means & STRONG_BODY else 0
        rating -= 150 if spot.aside else 0
        if heading is not None:
            rating += 40 if spot.start > heading.start else -20
            rating -= 60 * sum(_between(found, heading, spot))
        if best is None or rating > best[0]:
            best = rating, spot
    if best is not None and (best[1].text * 5 > most or best[0] > 100):
        return _innermost(found, best[1])
    return densest


def _between(found: Landmarks, heading: Spot, body: Spot) -> Iterator[bool]:
    """For each other post's beginning between the title and a body: True."""
    for post in found.posts[:_MANY]:
        if heading.end < post.start <= body.start and not post.holds(body) and post is not body:
            yield True


def _innermost(found: Landmarks, body: Spot) -> Spot:
    """Named elements stand in each other ("post-content" around "entry-content"): the inner one that holds as much."""
    for spot in found.bodies[:_MANY]:
        if body.holds(spot) and spot.text * 10 >= body.text * 9:
            body = spot
    return body


def _densest(found: Landmarks, heading: Spot | None) -> Spot | None:
    best: tuple[float, Spot] | None = None
    for spot in found.containers:
        if spot.text == 0:
            continue
        rating = spot.score * spot.text / (spot.text + spot.links)
        if spot.aside:
            rating /= 5
        if heading is not None and spot.end < heading.start:
            rating /= 3
        if rating > 0 and (best is None or rating > best[0]):
            best = rating, spot
    return best[1] if best is not None else None


def _blocks(
    page: Columns, body: Spot | None, heading: Spot | None, areas: Sequence[int], keep_html: bool
) -> tuple[Sequence[Block], Sequence[int]]:
    """The body's blocks, and the nodes that were left out of it because they are named as small print."""
    if body is None:
        return (), ()
    skip = set(areas)
    loose = not body.means & STRONG_BODY
    if heading is not None and body.holds(heading):
        skip.add(heading.start)
        loose = True
    dropped: list[int] = []
    blocks = blocks_of(page, body.start, skip=skip, keep_html=keep_html, loose=loose, dropped=dropped)
    return blocks, dropped
