"""MacTechNews: comments on news, and its forum; the number stands on the box of the profile."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["MACTECHNEWS"]

MACTECHNEWS: Final = System(
    name="mactechnews",
    marks="div.MtnComment .MtnCommentContent",
    records="div.MtnComment",
    numbered=r"^Comment(\d+)$",
    author=".MtnCommentAccountName",
    time=".MtnCommentTime",
    body=".MtnCommentText",
    score=".MtnCommentVote .Counter",
    level=flat,
)
