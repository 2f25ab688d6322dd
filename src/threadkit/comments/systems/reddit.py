"""Reddit: the old pages (2008 on), the redesign of 2018 to 2023, and the web components since.

Old pages nest ``div.thing`` in each other and give each its full name ("t1_…"). The redesign has hashed class names;
only a comment's own class ("Comment t1_…") stays, and says the level in words for screen readers. Since 2023, a comment
is an element ``shreddit-comment`` with all facts in attributes. A deleted comment has no author.
"""

from __future__ import annotations

from typing import Final

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import System, level_in

__all__ = ["REDDIT"]


def _said_level(page: CommentPage, node: int) -> int | None:
    """The level in the words "level 2", which the redesign prints for screen readers."""
    end = min(page.columns.stops[node], page.columns.starts[node] + _NEAR)
    for event in page.columns.events[page.columns.starts[node] : end]:
        if isinstance(event, str) and (found := _LEVEL.fullmatch(event.strip())):
            return max(0, int(found[1]) - 1)
    return None


_NEAR: Final = 60
_LEVEL: Final = lazy_re.pattern(r"level ([0-9]{1,4})")

REDDIT: Final = (
    System(
        name="reddit",
        marks="div.thing.comment, div.commentarea",
        records="div.thing.comment",
        number="data-fullname id class",
        numbered=r"\b(?:thing_|id-)?(t1_\w+)",
        author=".tagline a.author",
        time=".tagline time",
        body=".usertext-body .md, .md",
        score=".tagline .score.unvoted, .tagline .score",
        marked=".tagline a.submitter",
        can_mark=lambda _page: True,
        permalink="a.bylink",
        declared="#siteTable a.comments, .sitetable.linklisting a.comments",
        more=".morecomments a",
    ),
    System(
        name="reddit",
        marks="shreddit-comment",
        records="shreddit-comment",
        number="thingid",
        numbered=r"(t1_\w+)",
        author="shreddit-comment@author",
        time="time@datetime, faceplate-timeago@ts",
        body="[slot=comment]",
        level=level_in("depth", r"^(\d{1,4})$"),
        parent="parentid",
        parent_in=r"(t1_\w+)",
        score="shreddit-comment@score",
        permalink="shreddit-comment@permalink",
    ),
    System(
        name="reddit",
        marks="div.Comment[class*=t1_]",
        records="div.Comment[class*=t1_]",
        number="class",
        numbered=r"\b(t1_\w+)",
        author="[data-testid=comment_author_link], a[href^=/user/], a[href*=/user/]",
        time="[data-testid=comment_timestamp], a[id^=CommentTopMeta--Created]",
        body="[data-testid=comment]",
        level=_said_level,
        score="div[id^=vote-arrows-t1_]",
        permalink="a[id^=CommentTopMeta--Created]",
    ),
)
