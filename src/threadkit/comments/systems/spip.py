"""SPIP: the forum below an article, of the templates since version 2 and of those before."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["SPIP"]

SPIP: Final = System(
    name="spip",
    generator=r"^spip",
    marks="li.forum-fil, li.comment-li, ul.forum .forum-message",
    records="li.forum-fil .forum-message, li.comment-li, ul.forum li .forum-message, ul li div.forum .forum-texte",
    around="li",
    number="id name",
    numbered=r"(?:forum|comment)(\d+)$",
    author=".comment-author, .forum-auteur, .comment-meta .fn, .forum-infos a",
    time="abbr.dtreviewed, .comment-date, .forum-infos, .comment-meta",
    body=".comment-content, .forum-texte",
    boilerplate=".repondre",
    permalink="a.permalink, .comment-meta a",
)
