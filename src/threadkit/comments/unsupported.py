"""Comment systems that are recognised and not read: so that a page of theirs says what is missing from its thread.

In comes a page whose comments no reader claimed; out comes the name of the system that printed them, or None where the
page shows no comments. Reading one of them is a matter of one module beside this one.
"""

from __future__ import annotations

import re
from typing import Final

from threadkit.comments.comment_page import CommentPage

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
_MARKUP: Final = {
    'starts-with(@id,"dsq-") or @id="disqus_thread"': "Disqus",
    'contains(@class,"comtr") or (@class="comhead" and //a[starts-with(@href,"item?id=")])': "Hacker News",
    "@data-xf-init": "XenForo",
    '@id="phpbb" or (contains(@class,"postbody") and //a[contains(@href,"viewtopic.php")])': "phpBB",
    'contains(@class,"js_reply") or (starts-with(@id,"reply_") and self::article)': "Kinja",
    'contains(@class,"fb-comments")': "Facebook",
    'starts-with(@id,"jc") and contains(@class,"comments-list")': "JComments",
    'contains(@class,"js-comment-list") or @id="answers"': "Stack Exchange",
    'contains(@class,"gawkerComment") or contains(@class,"CommentBox")': "Gawker",
}
_SHOWN: Final = (
    "count(descendant::*[self::li or self::div or self::article or self::section or self::dt or self::tr]"
    '[contains(concat(" ",@class," ")," comment ") or contains(concat(" ",@class," ")," comments ")'
    ' or contains(@class,"comments-body") or starts-with(@id,"comment-") or starts-with(@id,"comment_")]'
    "[.//p or string-length(normalize-space(.)) > 20])"
)


def recognise(page: CommentPage) -> str | None:
    """The name of the system whose comments the page shows or loads; "an unknown system" for mere comments."""
    shown = page.root.xpath(_SHOWN)
    for mark, name in _GENERATORS.items():
        if mark in page.generator and shown:
            return name
    for test, name in _MARKUP.items():
        if page.root.xpath(f"boolean(descendant-or-self::*[{test}])"):
            return name
    for pattern, name in _ASSETS.items():
        if re.search(pattern, page.assets) and (shown or name in ("Disqus", "IntenseDebate", "Livefyre")):
            return name
    return "an unknown system" if isinstance(shown, float) and shown >= 2 else None
