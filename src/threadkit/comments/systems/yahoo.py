"""Yahoo's comments on news, 2010 to 2013 ("ugccmt")."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["YAHOO"]

YAHOO: Final = System(
    name="yahoo",
    marks="div.ugccmt-comment .ugccmt-commenttext",
    records="div.ugccmt-comment",
    numbered=r"comment_(.+)$",
    author=".ugccmt-info cite strong, .ugccmt-info cite a",
    time=".ugccmt-timestamp",
    body=".ugccmt-commenttext",
    score=".ugccmt-rateup, .ugccmt-rate-up",
    more="a.ugccmt-next",
)
