"""Stack Exchange: the answers to a question, and the comments on the question and on each answer.

A comment on an answer is that answer's reply; a comment on the question stands at the top, as an answer does. An
answer that others edited names the editor first and the writer last.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord, System, declared_records
from threadkit.comments.selecting import first, select

__all__ = ["STACKEXCHANGE"]

_RECORDS: Final = "div.answer[id^=answer-], li.comment[id^=comment-], tr.comment[id^=comment-]"


def _find(page: CommentPage, system: System) -> list[CommentRecord]:
    """The declared records; an answer's writer is the last one that is named below it."""
    records = declared_records(page, system, select(page.index, _RECORDS))
    for record in records:
        if page.columns.tags[record.outer] == "div":
            signatures = select(page.index, "div.user-info", within=record.outer)
            if signatures:
                record.author = first(page.index, ".user-details a, .user-details", within=signatures[-1])
                record.time = first(page.index, ".user-action-time .relativetime", within=signatures[-1])
                record.name = record.stamp = None
    return records


STACKEXCHANGE: Final = System(
    name="stackexchange",
    marks="div.answer[data-answerid], div.question[data-questionid], li.js-comment .comment-copy,"
    " div.answer .post-text",
    records=_RECORDS,
    numbered=r"^((?:answer|comment)-\d+)$",
    author="a.comment-user, .comment-user",
    time=".comment-date .relativetime-clean, .comment-date",
    body=".js-post-body, .post-text, .comment-copy",
    score=".js-vote-count@data-value, .js-vote-count, .vote-count-post, .comment-score span, .comment-score",
    marked="a.comment-user.owner, .comment-user.owner",
    permalink="a.js-share-link, .short-link",
    more="a.js-show-link.comments-link",
    find=_find,
)
