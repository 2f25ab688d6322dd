"""The comments of an HTML page: which system printed them, and what it printed.

In comes a page's tree, which is only read; out comes `Comments`: the records in page order and what the page
says about them as a whole. Each comment system is one module that claims a page by its mark-up, never by its host
name, and reads it; they are asked in the order of `_SYSTEMS`. ``docs/comment-systems.md`` says how to add one.
"""

from __future__ import annotations

from datetime import tzinfo

from attrs import frozen
from lxml.html import HtmlElement

from threadkit.comments import wordpress
from threadkit.comments._page import CommentPage
from threadkit.model import Comment, Issue

__all__ = ["Comments", "read"]


@frozen(kw_only=True)
class Comments:
    """What one page says about its comments."""

    dialect: str = "none"
    """The system that printed them: "wordpress", "blogger", or "none" where there are none to read."""
    comments: tuple[Comment, ...] = ()
    """In page order, as in `Thread.comments`."""
    areas: tuple[HtmlElement, ...] = ()
    """The elements that hold comments, their headings and their forms; the post's body is never in them."""
    declared_comment_count: int | None = None
    """How many comments the page says that it has; None where it does not."""
    comments_open: bool | None = None
    """Whether new comments could be left; None where the page does not show it."""
    issues: tuple[Issue, ...] = ()
    """What a careful user wants to know about them."""


def read(
    root: HtmlElement, *, url: str | None = None, language: str | None = None, keep_html: bool = True, tz: tzinfo | None = None
) -> Comments:
    """The comments of a page, read by the system that claims it; dialect "none" where none does."""
    page = CommentPage(root=root, url=url, language=language, keep_html=keep_html, tz=tz)
    if wordpress.claims(page):
        found = wordpress.read_comments(page)
        if found.comments:
            return Comments(dialect="wordpress", comments=found.comments, areas=(found.area,) if found.area is not None else (), issues=found.issues)
    return Comments()
