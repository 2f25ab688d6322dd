"""vBulletin 3, 4 and 5: every post of a thread is a comment, the first as well.

Version 3 has one table a post, versions 4 and 5 a list item; what versions 3 and 4 share is the body's id.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["VBULLETIN"]

VBULLETIN: Final = (
    System(
        name="vbulletin",
        marks="div.b-post__content .js-post__content-text, li.b-post",
        records="li.b-post[data-node-id]",
        number="data-node-id",
        author=".author a, .author",
        time=".b-post__timestamp time, time",
        body=".js-post__content-text",
        level=flat,
        score=".js-post__vote-count, .votecount",
        permalink="a.b-post__count",
    ),
    System(
        name="vbulletin",
        generator="vbulletin",
        marks="a.bigusername, li.postbitlegacy, li.postbit, li.postcontainer",
        records="div[id^=post_message_], td[id^=post_message_]",
        around="li.postbitlegacy, li.postbit, li.postcontainer, table[id^=post]",
        numbered=r"^post_message_(\d+)$",
        author="a.bigusername, .bigusername, .username_container .username, .userinfo .username, .username",
        time=".postdate .date, .postdate, .thead",
        body="div[id^=post_message_], td[id^=post_message_]",
        level=flat,
        permalink="a.postcounter, a[id^=postcount]",
    ),
)
