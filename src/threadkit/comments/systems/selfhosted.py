"""Comment servers that people run themselves and load into their pages by a script: isso, remark42, Commento.

Such comments are in a page only if a browser saved it.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["SELFHOSTED"]

SELFHOSTED: Final = (
    System(
        name="isso",
        marks="div.isso-comment",
        records="div.isso-comment[id^=isso-]",
        author=".isso-author, .author",
        time="time",
        body=".isso-text, .text",
        score=".isso-votes, .votes",
        permalink="a.isso-permalink, a.permalink",
    ),
    System(
        name="remark42",
        marks="article.comment .comment__text",
        records="article.comment",
        around="div.thread",
        number="id",
        numbered=r"comment-([\w-]+)$",
        author=".comment__username",
        time=".comment__time",
        body=".comment__text",
        score=".comment__score-value, .comment-votes__score",
        permalink="a.comment__time",
    ),
    System(
        name="commento",
        marks="div.commento-card",
        records="div.commento-card",
        number="id",
        numbered=r"card-(\w+)$",
        author=".commento-name",
        time=".commento-timeago@title, .commento-timeago",
        body=".commento-body",
        score=".commento-score",
        hidden=".commento-card > .commento-deleted",
    ),
)
