"""XenForo 1 (2010–2017) and 2: every post of a thread page is a comment, the first as well.

Version 1 has ``li.message`` with a ``blockquote``; version 2 has ``article.message`` with a ``time`` element. The name
of a guest, who has no link, stands in ``data-author`` too.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["XENFORO"]

XENFORO: Final = System(
    name="xenforo",
    marks="html#XenForo, html#XF, li.message[data-author], article.message[data-author]",
    records="li.message[id^=post-], article.message[data-content^=post-]",
    author=".messageUserInfo .username, .message-userDetails .username, li.message@data-author, .message@data-author",
    time=".datePermalink .DateTime, .messageMeta .DateTime, .message-attribution time, time.u-dt, .DateTime",
    body="blockquote.messageText, .message-body .bbWrapper",
    level=flat,
    boilerplate=".messageTextEndMarker, .js-selectToQuoteEnd",
    permalink="a.datePermalink, a.hashPermalink, .message-attribution a[href*=post-]",
)
