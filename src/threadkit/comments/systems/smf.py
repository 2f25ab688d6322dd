"""Simple Machines Forum 1.1, 2.0 and 2.1: every post of a topic is a comment, the first as well.

The time stands in a line with other words: "« Reply #1 on: May 03, 2008, 04:10:22 PM »".
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["SMF"]

SMF: Final = (
    System(
        name="smf",
        marks="div.post_wrapper .poster",
        records="div.post .inner",
        around="div.post_wrapper",
        numbered=r"^msg_(\d+)$",
        author=".poster h4 a[href*=profile], .poster h4",
        time=".keyinfo .smalltext, .postinfo .smalltext, .keyinfo h5, .postinfo time",
        body=".post .inner, .inner",
        level=flat,
        score=".like_count",
        permalink=".keyinfo h5 a, .postinfo a.smalltext",
    ),
    System(
        name="smf",
        marks="td.windowbg div.post, td.windowbg2 div.post",
        records="a[name^=msg], a[id^=msg]",
        around="td",
        number="name id",
        numbered=r"^msg(\d+)$",
        author="td > b > a[href*=profile], td > b > a, td > b",
        time="td[valign=middle] .smalltext",
        body="div.post",
        level=flat,
        permalink="div[id^=subject_] a",
    ),
)
