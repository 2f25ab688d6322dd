"""MetaFilter and Ask MetaFilter: flat ``div.comments``, each with its byline at the end of the body.

"posted by Ann at 7:10 PM on May 2 [3 favorites]": the year is in none of them.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["METAFILTER"]

METAFILTER: Final = System(
    name="metafilter",
    marks="div.comments > span.smallcopy",
    records="div.comments > span.smallcopy",
    around="div.comments",
    number="name id",
    numbered=r"^c?(\d+)$",
    author=".smallcopy a[href*=/user/]",
    time=".smallcopy",
    body="div.comments",
    level=flat,
    boilerplate=".smallcopy",
    score=".smallcopy a[href*=favorited]",
    permalink=".smallcopy a[href*=#]",
    declared="div.copy .smallcopy",
)
