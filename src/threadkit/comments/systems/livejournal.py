"""LiveJournal and Dreamwidth: comments of S2 styles, of the site's own scheme, and LiveJournal's since 2012.

Since 2012, a level is a margin, and a collapsed comment has its place and its writer only. In older pages a comment is
what has an id "ljcmt" + number (Dreamwidth: "cmt"), and a level is a margin as well, or nesting.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import System, indented_by, level_in

__all__ = ["LIVEJOURNAL"]

_margin: Final = indented_by("margin-left", 25)


def _margin_around(page: CommentPage, node: int) -> int | None:
    """The level in the margin of the record or of what is right around it."""
    return _margin(page, node) or _margin(page, max(0, page.columns.parents[node]))


LIVEJOURNAL: Final = (
    System(
        name="livejournal",
        marks="div.b-leaf .b-leaf-article, div.b-leaf .b-leaf-inner",
        records="div.b-leaf",
        number="data-dtid id",
        author="div.b-leaf@data-username, .b-leaf-username-name",
        time=".b-leaf-createdtime",
        body=".b-leaf-article",
        boilerplate=".b-leaf-seemore",
        level=indented_by("margin-left", 30),
        hidden="div.b-leaf-collapsed, div.b-leaf-deleted, div.b-leaf-screened",
        permalink="a.b-leaf-permalink",
        more=".b-leaf-seemore-more",
    ),
    System(
        name="dreamwidth",
        marks="div.comment-thread[class*=depth] .comment-content",
        records="div.comment-thread .comment-content",
        around="div.comment-thread",
        numbered=r"cmt(\d+)$",
        author=".comment-poster .ljuser b, .comment-poster .ljuser, .poster .ljuser, .ljuser b",
        time=".comment-date-text, .datetime",
        body=".comment-content",
        level=level_in("class", r"comment-depth-(\d{1,4})", begins=1),
        permalink=".comment-management-links .link a, .link a",
    ),
    System(
        name="livejournal",
        marks="div[id^=ljcmt], table[id^=ljcmt], td[id^=ljcmt]",
        records="div[id^=ljcmt], table[id^=ljcmt], td[id^=ljcmt]",
        numbered=r"^ljcmt(\d+)$",
        author=".ljuser b, .ljuser",
        time=".datetime, .comment-date, .date",
        body=".comment-body, .comment-text, .commentText, .talk-comment-body",
        level=_margin_around,
    ),
)
