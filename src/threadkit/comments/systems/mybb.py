"""MyBB: every post of a thread is a comment, the first as well. The mark-up is a table until 1.6, boxes since 1.8."""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["MYBB"]

MYBB: Final = System(
    name="mybb",
    marks="div.post_body[id^=pid_], div.post_author .author_information",
    records="div.post_body",
    around="div.post[id^=post_], table[id^=post_]",
    numbered=r"^pid_(\d+)$",
    author=".author_information .largetext a, .author_information .largetext, .post_author .largetext a,"
    " .largetext a, .largetext",
    time=".post_head .post_date, .post_date, td.tcat .smalltext, td.tcat",
    body="div.post_body",
    level=flat,
    boilerplate=".post_edit, .edited_post",
    permalink=".post_head .float_right a, .posturl a",
)
