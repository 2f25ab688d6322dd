"""Launchpad's bugs: flat ``div.boardComment``, numbered from 1 by their links."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["LAUNCHPAD"]

LAUNCHPAD: Final = System(
    name="launchpad",
    marks="div.boardComment .boardCommentBody",
    records="div.boardComment .comment-text",
    around="div.boardComment",
    number="href",
    numbered=r"/comments/(\d+)$",
    author=".boardCommentDetails a.sprite, .boardCommentDetails a",
    time=".boardCommentDetails time, .boardCommentDetails [title]",
    body=".comment-text, .boardCommentBody",
    level=flat,
    permalink=".bug-comment-index a",
)
