"""Wohnglück and Bauemotion, magazines of one house: class names that say where they are used."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["WOHNGLUECK"]

WOHNGLUECK: Final = System(
    name="wohnglueck",
    marks="div.allShareBarCommentsListComment",
    records="div.allShareBarCommentsListComment",
    numbered=r"^comment(\d+)$",
    author=".cssShareBarCommentsListCommentName",
    time=".cssShareBarCommentsListCommentTimestamp",
    body=".cssShareBarCommentsListCommentText",
    score=".allLike span",
    declared=".cssShareBarCommentsHeadlineFirst",
)
