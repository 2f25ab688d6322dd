"""Substack: ``div.comment`` around a table, its number on an anchor; replies stand in a list inside it."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["SUBSTACK"]

SUBSTACK: Final = System(
    name="substack",
    marks="div.comment > div.comment-anchor",
    records="div.comment > div.comment-anchor",
    around="div.comment",
    numbered=r"^comment-(\d+)$",
    author=".commenter-name, .comment-meta > span > a, [role=article] a[href*=/profile/], a[href*=/profile/]",
    time=".comment-timestamp, .comment-meta a[href*=comment], a[href*=/comment/]",
    body=".comment-body",
    boilerplate=".show-all-toggle",
    score=".like-button, button[aria-label*=Like], a[aria-label*=Like]",
    permalink=".comment-timestamp, .comment-meta a[href*=comment], a[href*=/comment/]",
    declared=".comments-page .comments-heading, .post-ufi-comment-button",
    more="a.more-replies, .more-comments a",
)
