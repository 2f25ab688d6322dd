"""IP.Board 2 and 3 and Invision Community 4: every post of a topic is a comment, and comments on articles.

Version 2 (2004–2009) has tables with ``div.postcolor``; version 3 has ``div.post_block`` with microformats; version 4
has ``article`` elements with the id "elComment_" + number.
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.contract import System, flat

__all__ = ["IPB"]

IPB: Final = (
    System(
        name="ipb",
        marks="div.post_block .post_body",
        records="div.post_block[id^=post_id_]",
        author=".author_info .author, .author.vcard, .post_username, .author",
        time="abbr.published, .published, .posted_info",
        body=".entry-content, .post",
        level=flat,
        score=".rep_bar .reputation, .ipsReputation .reputation",
        permalink=".post_id a, a[rel=bookmark]",
    ),
    System(
        name="ipb",
        marks="article.ipsComment, article[id^=elComment_]",
        records="article[id^=elComment_], article.ipsComment",
        author=".cAuthorPane_author, .ipsComment_author h3, .ipsComment_author",
        time=".ipsComment_meta time, .ipsComment_header time, time",
        body="[data-role=commentContent]",
        level=flat,
        score=".ipsReact_reactCount, .ipsReputation_count",
        permalink=".ipsComment_meta a[href*=comment]",
    ),
    System(
        name="ipb",
        marks="div.postcolor",
        records="div.postcolor",
        around="table",
        number="id",
        numbered=r"post-(?:main-)?(\d+)$",
        author=".normalname a, .normalname",
        time=".postdetails",
        body="div.postcolor",
        level=flat,
    ),
)
