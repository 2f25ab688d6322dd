"""Comment systems that are recognised and not read: so that a page of theirs says what is missing from its thread.

In comes a page whose comments no reader claimed; out comes the name of the system that printed them, or None where the
page shows no comments. Reading one of them is a matter of one module beside this one.
"""

from __future__ import annotations

import re
from typing import Final

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.document.columns import Columns

__all__ = ["recognise"]

_GENERATORS: Final = {
    "drupal": "Drupal",
    "typepad": "TypePad",
    "movable type": "Movable Type",
    "movabletype": "Movable Type",
    "discourse": "Discourse",
    "ghost": "Ghost",
    "joomla": "Joomla",
    "vbulletin": "vBulletin",
    "livejournal": "LiveJournal",
    "squarespace": "Squarespace",
    "textpattern": "Textpattern",
    "serendipity": "Serendipity",
    "dotclear": "DotClear",
    "mediawiki": "MediaWiki",
}
_ASSETS: Final = {
    r"disqus\.com|disquscdn": "Disqus",
    r"intensedebate\.com": "IntenseDebate",
    r"livefyre": "Livefyre",
    r"js-kit\.com|echoenabled|haloscan": "Echo/HaloScan",
    r"spot\.im|openweb": "OpenWeb",
    r"coral\.": "Coral",
    r"viafoura": "Viafoura",
    r"commento": "Commento",
    r"utteranc\.es": "utterances",
    r"giscus": "giscus",
    r"substackcdn|substack\.com": "Substack",
    r"kinja": "Kinja",
}
_COMMENT_TAGS: Final = frozenset({"li", "div", "article", "section", "dt", "tr"})
_COMMENT_CLASS: Final = lazy_re.pattern(r"(?:^|\s)comments?(?:\s|$)|comments-body")
_MANY_WORDS: Final = 20
"""An element that is named for comments and holds a paragraph or more characters than these shows one."""


def recognise(page: CommentPage) -> str | None:
    """The name of the system whose comments the page shows or loads; "an unknown system" for mere comments."""
    shown = _shown(page.columns)
    for mark, name in _GENERATORS.items():
        if mark in page.generator and shown:
            return name
    if (system := _by_markup(page.columns)) is not None:
        return system
    for pattern, name in _ASSETS.items():
        if re.search(pattern, page.assets) and (shown or name in ("Disqus", "IntenseDebate", "Livefyre")):
            return name
    return "an unknown system" if shown >= 2 else None


def _shown(columns: Columns) -> int:
    """How many elements look like comments by their names and hold something."""
    count = 0
    for node, (tag, classes, name) in enumerate(zip(columns.tags, columns.classes, columns.ids, strict=True)):
        if tag in _COMMENT_TAGS and (
            (classes and _COMMENT_CLASS.search(classes)) or (name and name.startswith(("comment-", "comment_")))
        ):
            count += _holds_something(columns, node)
    return count


def _holds_something(columns: Columns, node: int) -> bool:
    size = 0
    for event in columns.events[columns.starts[node] + 1 : columns.stops[node]]:
        if isinstance(event, str):
            size += len(" ".join(event.split()))
            if size > _MANY_WORDS:
                return True
        elif event >= 0 and columns.tags[event] == "p":
            return True
    return False


def _by_markup(columns: Columns) -> str | None:
    """The first system in the order of `_MARKUP` of which an element bears a mark."""
    best = len(_MARKUP)
    links = [attributes.get("href") or "" for attributes in columns.attributes]
    has_items = any(link.startswith("item?id=") for link in links)
    has_topics = any("viewtopic.php" in link for link in links)
    for node, attributes in enumerate(columns.attributes):
        if not attributes:
            continue
        name, classes = columns.ids[node] or "", columns.classes[node] or ""
        marks = (
            name.startswith("dsq-") or name == "disqus_thread",
            "comtr" in classes or (classes == "comhead" and has_items),
            "data-xf-init" in attributes,
            name == "phpbb" or ("postbody" in classes and has_topics),
            "js_reply" in classes or (columns.tags[node] == "article" and name.startswith("reply_")),
            "fb-comments" in classes,
            name.startswith("jc") and "comments-list" in classes,
            "js-comment-list" in classes or name == "answers",
            "gawkerComment" in classes or "CommentBox" in classes,
        )
        best = min(best, next((place for place, mark in enumerate(marks) if mark), best))
    return _MARKUP[best] if best < len(_MARKUP) else None


_MARKUP: Final = (
    "Disqus",
    "Hacker News",
    "XenForo",
    "phpBB",
    "Kinja",
    "Facebook",
    "JComments",
    "Stack Exchange",
    "Gawker",
)
"""The systems that `_by_markup` knows, in the order of its marks."""
