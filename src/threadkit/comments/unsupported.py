"""Systems that keep their comments elsewhere: so that a page with their empty place says what is missing from it.

In comes a page on which no comments were found; out comes the name of the system whose place on the page is empty, or
None. Each system is a row: what its place looks like, as its own instructions tell a site to put it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from threadkit.comments.comment_page import CommentPage
from threadkit.comments.selecting import first
from threadkit.document.columns import Columns

__all__ = ["placeholder"]

_PLACES: Final[Mapping[str, str]] = {
    "Disqus": "#disqus_thread, #dsq-content, #disqus-comments, [data-disqus-identifier], iframe[src*=disqus.com/embed]",
    "Facebook": ".fb-comments, [class*=fb_comments], iframe[src*=facebook.com/plugins/comments]",
    "IntenseDebate": "#idc-container, #IDCommentsWrapper, #idc-container-parent, .idc-thread",
    "Livefyre": "#livefyre-comments, #livefyre, .livefyre-comments, #livefyre_comments",
    "Echo/HaloScan": ".js-kit-comments, #js-kit-comments, .echo-comments, [class*=echo-stream]",
    "OpenWeb": "[data-spotim-module], [data-spot-im-module-default], .spot-im-frame-inpage, [data-spotim-app]",
    "Coral": "#coral_thread, #coral_talk_stream, #coral-container, #coralContainer",
    "Viafoura": "vf-comments, vf-conversations, .viafoura, #viafoura-comments",
    "Commento": "#commento",
    "Isso": "#isso-thread",
    "Remark42": "#remark42",
    "utterances": "script[src*=utteranc.es], .utterances",
    "giscus": "script[src*=giscus.app], .giscus",
    "Cusdis": "#cusdis_thread",
    "Hyvor Talk": "hyvor-talk-comments, #hyvor-talk-view",
    "GraphComment": "#graphcomment",
    "Muut": ".muut, #muut",
    "Talkyard": ".talkyard-comments, .ed-comments",
    "HyperComments": "#hypercomments_widget",
    "VK": "#vk_comments",
    "Cackle": "#mc-container",
    "FastComments": "#fastcomments-widget",
    "Discourse": "#discourse-comments",
    "Valine": "#vcomments, #waline, #tcomment",
}
"""The place that each leaves for its comments."""
_TRACES: Final[Mapping[str, tuple[str, ...]]] = {
    "Disqus": ("disqus", "dsq-"),
    "Facebook": ("fb-comments", "fb_comments", "facebook.com/plugins/comments"),
    "IntenseDebate": ("idc-", "idcomments"),
    "Echo/HaloScan": ("js-kit", "echo-"),
    "OpenWeb": ("spot.im", "spotim", "spot-im", "openweb"),
    "Viafoura": ("viafoura", "vf-comments", "vf-conversations"),
    "utterances": ("utteranc",),
    "Hyvor Talk": ("hyvor",),
    "Talkyard": ("talkyard", "ed-comments"),
    "VK": ("vk_comments",),
    "Cackle": ("mc-container",),
    "Valine": ("vcomments", "waline", "tcomment"),
}
"""What stands in the names or addresses of a page with that place, to ask first; else the system's own name does."""
_LITTLE: Final = 400
"""A place with more text than this is not empty."""


def placeholder(page: CommentPage) -> str | None:
    """The name of the system whose place for comments is on the page, and empty.

    >>> from threadkit.document.columns import parse_columns
    >>> page, _ = parse_columns("<p>The post.</p><div id=disqus_thread></div>")
    >>> placeholder(CommentPage(columns=page))
    'Disqus'
    """
    columns = page.columns
    names = "\n".join({name for name in (*columns.tags, *columns.ids, *columns.classes, page.assets) if name}).lower()
    for name, place in _PLACES.items():
        if not any(trace in names for trace in _TRACES.get(name, (name.lower(),))):
            continue
        node = first(page.index, place)
        if node is not None and _is_empty(page.columns, node):
            return name
    return None


def _is_empty(columns: Columns, node: int) -> bool:
    size = 0
    for inner in range(node, columns.ends[node]):
        if columns.tags[inner] not in _CODE:
            size += len(columns.own_text(inner).strip())
            if size > _LITTLE:
                return False
    return True


_CODE: Final = frozenset({"script", "style", "noscript"})
