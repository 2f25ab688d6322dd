"""Serendipity: ``serendipity_comment`` in all templates; the byline stands below the body, since 2011 in a header."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["SERENDIPITY"]

SERENDIPITY: Final = System(
    name="serendipity",
    marks=".serendipity_comment .serendipity_commentBody, .serendipity_comment",
    records=".serendipity_comment",
    number="id",
    numbered=r"^c(\d+)$",
    author=".comment_source_author, .comment_source_ownauthor, cite, .serendipity_comment_source a.external-link",
    time="time, .comment_source_date, .serendipity_comment_source",
    body=".serendipity_commentBody",
    marked=".serendipity_comment_author_self",
    permalink="a.comment_source_trace",
)
