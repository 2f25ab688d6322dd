"""PROTRADE, 2008: a box in tables for each comment, and a hidden one for what was rated down."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["PROTRADE"]

PROTRADE: Final = System(
    name="protrade",
    marks="div#commentBody",
    records="div#commentBody",
    around="span[id^=commentBoxcom]",
    numbered=r"ArticleComment-(\d+)$",
    author=".commentFooter a",
    time=".commentFooter",
    body="div#commentBody",
    level=flat,
)
