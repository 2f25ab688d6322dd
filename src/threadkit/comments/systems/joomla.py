"""Extensions of Joomla: JComments and Komento.

JComments nests lists of replies; Komento has a flat list with each comment's level and parent in attributes.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["JOOMLA"]

JOOMLA: Final = (
    System(
        name="jcomments",
        marks="div.comments-list .comment-box, div.rbox .comment-body",
        records="div[id^=comment-item-]",
        numbered=r"^comment-item-(\d+)$",
        author=".comment-author",
        time=".comment-date",
        body="div.comment-body",
        score=".comments-vote span[id^=comment-vote-holder], .vote-good, .vote-poor, .comments-vote",
        permalink="a.comment-anchor",
    ),
    System(
        name="komento",
        marks="li.kmt-item",
        records="li.kmt-item",
        numbered=r"^kmt-(\d+)$",
        author=".kmt-author a, .kmt-author",
        time=".kmt-time time, .kmt-time",
        body=".kmt-text",
        parent="parentid",
        score=".kmt-like-counter, .likes-counter",
        permalink="a.kmt-timepermalink",
    ),
)
