"""phpBB 2 and 3: every post of a topic is a comment, the first as well.

* prosilver (since 2007): ``div.post`` with the id "p" + number, the body in ``div.content``;
* subsilver2 (2007–2015): one table a post, which begins with the anchor "p" + number;
* subSilver of phpBB 2: two rows a post, the first with name, time and body, all of them in classed ``span``s.

A time stands in a line with other words: "by Ann » Mon Jan 05, 2009 4:10 pm", "Posted: Mon Jan 05, 2009 4:10 pm".
"""

from __future__ import annotations

from typing import Final

from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord, System, declared_records, flat
from threadkit.comments.selecting import select

__all__ = ["PHPBB"]


def _without_signatures(page: CommentPage, system: System) -> list[CommentRecord]:
    """The declared records; a signature stands in a box like the body's and begins with a line of underscores."""
    records = declared_records(page, system, select(page.index, system.records))
    for record in records:
        nodes = record.body or ()
        record.body = [node for node in nodes if not page.columns.all_text(node).lstrip().startswith("____")]
    return records


_POSTED: Final = "td.gensmall div[style*=right], td.gensmall"

PHPBB: Final = (
    System(
        name="phpbb",
        marks="div.post[id^=p] .postprofile",
        records="div.post[id^=p]",
        numbered=r"^p(\d+)$",
        author=".author .username, .author .username-coloured, .author strong, .postprofile .username,"
        " .postprofile .username-coloured, .postprofile dt a, .postprofile dt strong",
        time=".author time, p.author, .author",
        body="div.content",
        level=flat,
        permalink=".postbody h3 a, p.author a[href*=viewtopic]",
    ),
    System(
        name="phpbb",
        marks="b.postauthor",
        records="a[name^=p]",
        around="table.tablebg, table",
        number="name",
        numbered=r"^p(\d+)$",
        author=".postauthor",
        time=_POSTED,
        body="div.postbody, .postbody",
        level=flat,
        find=_without_signatures,
    ),
    System(
        name="phpbb",
        marks="td span.name a[name]",
        records="span.name a[name]",
        around="tr",
        number="name",
        numbered=r"^(\d+)$",
        author="span.name b, span.name",
        time="td[width=100%] .postdetails, td[width=100%] span.postdetails",
        body="span.postbody",
        level=flat,
        find=_without_signatures,
    ),
)
