"""LessWrong, the EA Forum and what else runs on ForumMagnum; and LessWrong's older engine, which came from Reddit's."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["LESSWRONG"]

LESSWRONG: Final = (
    System(
        name="lesswrong",
        marks="div.CommentsItem-root, div.comments-node .CommentBody-root",
        records="div.comments-node",
        number="id",
        numbered=r"^(\w+)$",
        author=".CommentsItem-authorSection .UsersNameDisplay-userName, .UsersNameDisplay-userName,"
        " .CommentUserName-author, .CommentsItemMeta-username",
        time=".CommentsItemDate-root time, time",
        body=".CommentBody-commentStyling, .CommentBody-root, .CommentsItem-body",
        score=".OverallVoteAxis-voteScore, .VoteAxis-voteScore",
        permalink=".CommentsItemDate-root a",
    ),
    System(
        name="lesswrong",
        marks="div.comment .comment-meta .votes",
        records="div.comment[id^=thing_t1_]",
        numbered=r"(t1_\w+)$",
        author=".comment-meta .author a, .comment-meta .author",
        time=".comment-meta .comment-date, .comment-date",
        body=".comment-content .md, .comment-content",
        score=".comment-meta .votes",
        permalink="a.bylink",
    ),
)
