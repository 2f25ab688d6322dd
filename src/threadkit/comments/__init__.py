"""The comments of an HTML page: which system printed them, and what it printed.

In come a page's columns, which are only read; out comes `Comments`: a row for each comment in page order, for
`assembly`, and what the page says about them as a whole. Each comment system is one module that claims a page by its
mark-up, never by its host name, and finds its records; they are asked in the order of `_SYSTEMS`. What follows is
common to all:

    records (wordpress, blogger) → _threads: whose reply → _records: author, time, body → counts: what stands around

``docs/comment-systems.md`` says how to add a system.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Final

from attrs import frozen

from threadkit.assembly import CommentRow
from threadkit.comments import unsupported
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.surroundings import survey_page
from threadkit.comments.systems import blogger, wordpress
from threadkit.comments.threads import FoundComments
from threadkit.document.columns import Columns
from threadkit.model import Issue

__all__ = ["Comments", "read"]


@frozen(kw_only=True)
class Comments:
    """What one page says about its comments."""

    dialect: str = "none"
    """The system that printed them: "wordpress", "blogger", or "none" where there are none to read."""
    rows: tuple[CommentRow, ...] = ()
    """The comments in page order, as `assembly.assemble` takes them."""
    areas: tuple[int, ...] = ()
    """The nodes that hold comments, their headings and their forms; the post's body is never in them."""
    declared_comment_count: int | None = None
    """How many comments the page says that it has; None where it does not."""
    comments_open: bool | None = None
    """Whether new comments could be left; None where the page does not show it."""
    issues: tuple[Issue, ...] = ()
    """What a careful user wants to know about them."""


_System = tuple[str, Callable[[CommentPage], bool], Callable[[CommentPage], FoundComments]]

_SYSTEMS: Final[tuple[_System, ...]] = (
    ("blogger", blogger.claims, blogger.read_comments),
    ("wordpress", wordpress.claims, wordpress.read_comments),
)
"""Name, whether it claims a page, and its reader; the first that finds comments has read them."""


def read(
    columns: Columns,
    *,
    url: str | None = None,
    language: str | None = None,
    keep_html: bool = True,
    tz: tzinfo | None = None,
) -> Comments:
    """The comments of a page, read by the system that claims it; dialect "none" where there are none to read.

    `url` is the page's own address, for its links; `language` helps with its dates; `tz` is the zone of times that
    have none; without `keep_html`, no mark-up is kept. Never raises because of the page, and never changes it.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns('''<h3 id=comments>One Response</h3><ol class=commentlist>
    ... <li id=comment-7><cite>Ann</cite> says:<p>Me too.</p></li></ol>''')
    >>> found = read(page)
    >>> found.dialect, found.declared_comment_count, [(row.id, row.author.name, row.text) for row in found.rows]
    ('wordpress', 1, [('7', 'Ann', 'Me too.')])
    """
    page = CommentPage(columns=columns, url=url, language=language, keep_html=keep_html, tz=tz)
    for name, claims, read_comments in _SYSTEMS:
        if claims(page) and (found := read_comments(page)).rows:
            return _comments(page, name, found)
    return _nothing(page)


def _comments(page: CommentPage, name: str, found: FoundComments) -> Comments:
    around = survey_page(page, found)
    return Comments(
        dialect=name,
        rows=found.rows,
        areas=around.areas,
        declared_comment_count=around.declared,
        comments_open=around.is_open,
        issues=(*found.issues, *around.issues),
    )


def _nothing(page: CommentPage) -> Comments:
    """A page without comments, or with those of a system that is not read."""
    around = survey_page(page, FoundComments())
    system = unsupported.recognise(page)
    if system is None:
        return Comments(areas=around.areas, declared_comment_count=around.declared, comments_open=around.is_open)
    message = f"the comments on this page are of {system}, which threadkit does not read"
    issue = Issue(code="unsupported-comments", message=message)
    return Comments(
        areas=around.areas, declared_comment_count=around.declared, comments_open=around.is_open, issues=(issue,)
    )
