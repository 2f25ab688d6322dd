"""Defence24's magazines (Energetyka24, CyberDefence24, Space24), 2019 to 2021: replies in a box behind their parent."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, level_around

__all__ = ["DEFENCE24"]

DEFENCE24: Final = System(
    name="defence24",
    marks="div.news-comment .news-comment-main",
    records="div.news-comment-main",
    number="data-key",
    author=".news-comment-main-author",
    time=".news-comment-main-date",
    body="div.news-comment-main > p",
    level=level_around("div.news-comment-sub"),
    declared=".news-comments .block-subtitle small strong",
)
