"""Disqus: the frame as a browser saved it, or as it stands in a page that was saved whole.

What Disqus's plugin for WordPress prints for pages without scripts has WordPress's ids, and its reader reads it.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System

__all__ = ["DISQUS"]

DISQUS: Final = System(
    name="disqus",
    marks="li.post .post-message",
    records="li.post[id^=post-]",
    author=".post-byline .author, .post-byline",
    time=".post-meta .time-ago, .time-ago",
    body=".post-message",
    boilerplate=".post-media, .see-more",
    score="[data-role=likes], .vote-up .count",
    hidden="li.post > .post-content.deleted, li.post.deleted",
    permalink="a.time-ago",
    declared=".comment-count",
    more=".load-more__button, .load-more a.btn",
)
