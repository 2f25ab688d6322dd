"""Whether a thread goes on elsewhere: on other pages, or behind something to click on.

In comes what stands outside the comments, and the comments' area; out come issues. Three things tell: what the system
declares, an address that is this page's own but for a number, and what a link or a button says ("view 37 more replies",
"weitere Kommentare"). A bare "next" or "load more" counts only inside the comments' area: elsewhere it is the site's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.outside import Outside
from threadkit.comments.selecting import select
from threadkit.document.columns import Columns
from threadkit.model import Issue
from threadkit.vocabulary.patterns import MORE, MORE_COMMENTS

__all__ = ["paged"]

_COMMENT_PAGE: Final = lazy_re.pattern(r"comment-page-(\d+)|[?&]cpage=(\d+)|[?&]commentPage=(\d+)")
_OTHER_PAGE: Final = lazy_re.pattern(
    r"[?&;](?:page|pg|start|st|offset|pagenumber|seite|p)=(?:page_)?\d{1,6}(?=$|[&;#])|/(?:page|seite|p)[-/]?\d{1,4}/?(?=$|[?#])"
    r"|\.\d{1,5}\.html$",
    re.IGNORECASE,
)
_NUMBER: Final = lazy_re.pattern(r"\d{1,4}")
_STEMS: Final = (
    *(
        "omment",
        "repl",
        "respon",
        "thread",
        "omentar",
        "ntwort",
        "aktion",
        "réponse",
        "réaction",
        "respuesta",
        "respost",
    ),
    *("rispost", "reacti", "antwoord", "svar", "omentarz", "odpowied", "оммент", "ответ", "yorum", "コメント", "评论"),
)
"""One of these is in every text that `MORE_COMMENTS` finds."""
_LONGEST: Final = 60
_BEHIND: Final = 160
"""So many events behind the comments a row of page numbers may still be theirs."""
_MOST_NAMED: Final = 5


def paged(
    page: CommentPage,
    outside: Outside,
    span: tuple[int, int] | None,
    *,
    selector: str,
    found: int,
    declared: int | None,
) -> list[Issue]:
    """The issue that says where the thread goes on; none where it does not."""
    addresses = _addresses(page, outside, span)
    if addresses:
        others = ", ".join(addresses)
        message = f"this page holds {found} comments of a thread on several pages; others: {others}"
        return [Issue(code="paged", message=message)]
    said = dict.fromkeys(_declared(page, selector))
    if declared is None or declared > found:
        said.update(dict.fromkeys(_said(page, outside, span)))
    if not said:
        return []
    words = ", ".join(map(repr, list(said)[:_MOST_NAMED]))
    message = f"this page holds {found} comments and leads to more of them: {words}"
    return [Issue(code="paged", message=message)]


def _addresses(page: CommentPage, outside: Outside, span: tuple[int, int] | None) -> Sequence[str]:
    """The addresses of the thread's other pages, in page order."""
    columns = page.columns
    found: dict[str, None] = {}
    own = (page.url or "").partition("#")[0]
    for link in outside.clicked:
        path, _, fragment = (columns.get(link, "href") or "").partition("#")
        if not path or "replytocom" in path or fragment.startswith(("comment-", "respond")):
            continue
        if not _COMMENT_PAGE.search(path) and not (
            span is not None
            and span[0] <= columns.starts[link] < span[1] + _BEHIND
            and _OTHER_PAGE.search(path)
            and _NUMBER.fullmatch(_text_of(columns, link))
        ):
            continue
        address = page.absolute(path)
        if address and page.is_here(path) and address != own:
            found.setdefault(address)
    return tuple(found)


def _declared(page: CommentPage, selector: str) -> Iterator[str]:
    """What is said where the system says that there are more comments."""
    columns = page.columns
    for node in select(page.index, selector) if selector else ():
        if not _is_hidden(columns, node) and (label := " ".join(columns.all_text(node).split())[:_LONGEST]):
            yield label


def _said(page: CommentPage, outside: Outside, span: tuple[int, int] | None) -> Iterator[str]:
    """What links and buttons say that bring more comments."""
    columns = page.columns
    aside = frozenset(outside.clicked)
    speaks: dict[str, bool] = {}
    for node, tag in enumerate(columns.tags):
        if tag not in ("a", "button", "input") or not (text := _text_of(columns, node)):
            continue
        if text not in speaks:
            lowered = text.lower()
            speaks[text] = any(stem in lowered for stem in _STEMS) and bool(MORE_COMMENTS.search(text))
        href = columns.get(node, "href") or ""
        if href.startswith("#") and len(href) > 1:
            continue
        if speaks[text]:
            if _stays(page, href, columns.starts[node], span) and not _is_hidden(columns, node):
                yield text
        elif span is not None and node in aside and span[0] <= columns.starts[node] < span[1] and MORE.fullmatch(text):
            yield text


def _stays(page: CommentPage, href: str, at: int, span: tuple[int, int] | None) -> bool:
    """Whether an address is this thread's; where the page's own is unknown, what stands by the comments is."""
    path = href.partition("#")[0]
    if page.url or not path or path.lower().startswith("javascript:"):
        return page.is_here(path)
    return span is not None and span[0] <= at < span[1]


def _is_hidden(columns: Columns, node: int) -> bool:
    return "none" in (columns.get(node, "style") or "") or not {"hidden", "hide", "dno"}.isdisjoint(
        (columns.classes[node] or "").split()
    )


def _text_of(columns: Columns, node: int) -> str:
    """What a link or a button says; "" where it says much."""
    if columns.tags[node] == "input":
        kind = columns.get(node, "type")
        return (columns.get(node, "value") or "").strip() if kind in ("submit", "button") else ""
    if columns.stops[node] - columns.starts[node] > _MOST_EVENTS:
        return ""
    text = " ".join(columns.all_text(node).split())
    return text if len(text) <= _LONGEST else ""


_MOST_EVENTS: Final = 24
