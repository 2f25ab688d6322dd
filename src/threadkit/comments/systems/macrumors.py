"""MacRumors: the best comments of its forum below each article, in two generations of mark-up.

The second has class names with hashes behind two hyphens. A comment's number is its post's in the forum.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["MACRUMORS"]

MACRUMORS: Final = (
    System(
        name="macrumors",
        marks="div.comment > .comment_content > .username",
        records="div.comment .comment_content",
        around="div.comment",
        number="href",
        numbered=r"/posts/(\d+)$",
        author=".username",
        time=".date",
        body=".content",
        score=".rating",
        level=flat,
    ),
    System(
        name="macrumors",
        marks="div[class^=comment--] div[class^=username--]",
        records="div[class^=comment--]",
        number="href",
        numbered=r"/posts/(\d+)$",
        author="div[class^=username--]",
        time="div[class^=date--]",
        body="div[class^=content--]",
        level=flat,
    ),
)
