"""Comments that a page declares in JSON-LD, for pages that show them by a script or in mark-up that nobody can read.

In come a page's columns; out come rows, in the order of the declarations. What counts is schema.org's: a `Comment`
under `comment`, an `Answer` under `acceptedAnswer` or `suggestedAnswer`, a posting under the `comment` of a
`DiscussionForumPosting`; what stands under the `comment` of one of these replies to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

from threadkit import lazy_re
from threadkit.assembly import CommentRow
from threadkit.comments.comment_page import CommentPage
from threadkit.dates import Stamp, read_times
from threadkit.model import Author, Issue

__all__ = ["declared_rows"]

_HOLDERS: Final = ("comment", "comments", "acceptedAnswer", "suggestedAnswer")
_MOST: Final = 100_000
"""So many objects of one page are looked at."""
_TAG: Final = lazy_re.pattern(r"<(/?)(p|br|div|li|[a-z]+)\b[^<>]*>", flags=2)
_LAST_NUMBER: Final = lazy_re.pattern(r"(\d+)\D*$")


def declared_rows(page: CommentPage) -> tuple[list[CommentRow], tuple[Issue, ...]]:
    """The comments that the page's JSON-LD declares, and the issues of their times; none without any.

    >>> from threadkit.document.columns import parse_columns
    >>> columns, _ = parse_columns('''<script type="application/ld+json">{"@type": "Article", "comment": [
    ... {"author": {"name": "Ann"}, "text": "Me too.", "comment": {"author": "Bo", "text": "Ah."}}]}</script>''')
    >>> [(row.author.name, row.text, row.parent) for row in declared_rows(CommentPage(columns=columns))[0]]
    [('Ann', 'Me too.', None), ('Bo', 'Ah.', 0)]
    """
    found = [one for data in _scripts(page) for one in _comments_in(data)]
    stamps = [Stamp(machine=_text(item, "dateCreated", "datePublished")) for item, _ in _placed(found)]
    times = read_times(stamps, language=page.language, tz=page.tz)
    rows = []
    for place, (item, parent) in enumerate(_placed(found)):
        name, url = _person(item.get("author") or item.get("creator"))
        rows.append(
            CommentRow(
                id=_number(item),
                parent=parent,
                author=Author(name=name, url=page.absolute(url)) if name else None,
                published=times.published[place],
                published_raw=stamps[place].machine,
                text=_plain(_text(item, "text", "articleBody", "description") or ""),
                score=_score(item),
                url=page.absolute(_text(item, "url")),
            )
        )
    return rows, tuple(times.issues) if rows else ()


def _scripts(page: CommentPage) -> Iterator[Any]:
    columns = page.columns
    for node, (tag, attributes) in enumerate(zip(columns.tags, columns.attributes, strict=True)):
        if tag == "script" and "ld+json" in (attributes.get("type") or "").lower():
            text = columns.all_text(node)
            if '"comment' in text or "Answer" in text:
                try:
                    yield json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
                except (ValueError, RecursionError):
                    continue


def _comments_in(data: Any) -> Iterator[tuple[dict[str, Any], int]]:
    """Each comment with its level, in the order of the declarations; a stack instead of recursion."""
    stack: list[tuple[Any, int, bool]] = [(data, 0, False)]
    looked_at = 0
    while stack and looked_at < _MOST:
        item, level, is_comment = stack.pop()
        looked_at += 1
        if isinstance(item, list):
            stack.extend((one, level, is_comment) for one in reversed(item))
        elif isinstance(item, dict):
            inside = [item[key] for key in _HOLDERS if key in item]
            if is_comment:
                yield item, level
            # What a comment holds replies to it; what a page holds is on the post.
            stack.extend((one, level + is_comment, True) for one in reversed(inside))
            if not is_comment:
                others = (item.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))
                stack.extend((one, level, False) for one in others if isinstance(one, list | dict))


def _placed(found: list[tuple[dict[str, Any], int]]) -> Iterator[tuple[dict[str, Any], int | None]]:
    """Each comment with the place of what it replies to."""
    path: list[int] = []
    for place, (item, level) in enumerate(found):
        del path[level:]
        yield item, path[-1] if path else None
        path.append(place)


def _text(item: dict[str, Any], *names: str) -> str | None:
    return next((value for name in names if isinstance(value := item.get(name), str) and value.strip()), None)


def _person(value: Any) -> tuple[str | None, str | None]:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return " ".join(unescape(value).split()) or None, None
    if not isinstance(value, dict):
        return None, None
    name, url = value.get("name"), value.get("url")
    return (
        " ".join(unescape(name).split()) or None if isinstance(name, str) else None,
        url if isinstance(url, str) else None,
    )


def _number(item: dict[str, Any]) -> str | None:
    for name in ("identifier", "@id", "url"):
        value = item.get(name)
        if isinstance(value, str | int) and (found := _LAST_NUMBER.search(str(value)[-40:])):
            return found[1]
    return None


def _score(item: dict[str, Any]) -> int | None:
    up, down = item.get("upvoteCount"), item.get("downvoteCount", 0)
    if not isinstance(up, int) or isinstance(up, bool) or abs(up) > _MOST * _MOST:
        return None
    return up - down if isinstance(down, int) and abs(down) <= _MOST * _MOST else up


def _plain(text: str) -> str:
    """A declared text, in which some pages leave their mark-up, as plain text."""
    text = _TAG.sub(
        lambda found: "\n\n" if found[2].lower() in ("p", "div") else "\n" if found[2] == "br" else "", text
    )
    lines = (" ".join(line.split()) for line in unescape(text).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip()


_BREAKS: Final = {"p": "\n\n", "div": "\n\n", "br": "\n", "li": "\n"}
_BLANKS: Final = lazy_re.pattern(r"\n{3,}")
