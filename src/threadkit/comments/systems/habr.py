"""Habr, Geektimes and Toster: nested lists of ``li.js-comment`` with votes (2012–2020), nested boxes since 2021."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["HABR"]

HABR: Final = (
    System(
        name="habr",
        marks="li.js-comment .comment__message, div.comment_item .message",
        records="li.js-comment, div.comment_item",
        number="rel id",
        author=".user-info__nickname, .username",
        time=".comment__date-time, time",
        body=".comment__message, .message",
        score=".voting-wjt__counter, .js-score, .score",
        marked=".comment__head_topic-author, .comment_item.author > .comment_body, .info.is_topic_starter",
        can_mark=lambda _page: True,
        permalink="a.icon_comment-anchor, a.link_to_comment",
        declared=".comments-section__head-counter, .js-comments-count",
    ),
    System(
        name="habr",
        marks="div.tm-comment-thread__comment",
        records=".tm-comment__body-content",
        around=".tm-comment-thread",
        numbered=r"^comment_(\d+)$",
        author=".tm-user-info__username",
        time=".tm-comment-thread__comment-link time, .tm-comment__header time, time",
        body=".tm-comment__body-content",
        score=".tm-votes-meter__value, .tm-votes-lever__score-counter",
        marked=".tm-comment_author, .tm-comment-thread__author",
        permalink="a.tm-comment-thread__comment-link",
        declared=".tm-comments-wrapper__comments-count",
    ),
)
