"""WordPress: one reader for all themes, from the first default theme's list to block templates.

Strategy: a comment is where its number is. WordPress gives each comment a number, and all themes print it as an id
("comment-7", "li-comment-7", "div-comment-7", …), often several around each other: the outermost element with a
comment's number is its record. Notices of links ("Pingback: …") are records without an id in some themes. Records in a
sidebar are another post's. What belongs to a record and what it says is no matter of WordPress: see `threads`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache, partial
from itertools import islice
from typing import Final

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord, System
from threadkit.comments.threads import common_ancestor
from threadkit.document.columns import Columns
from threadkit.inner_text import is_block
from threadkit.vocabulary.comment_class_names import OTHER_COMMENTS, OTHER_COMMENTS_HINT

__all__ = ["WORDPRESS", "numbered_records"]

_NUMBERED: Final = lazy_re.pattern(
    r"(?P<before>(?:[a-z]+[-_])*?)(?:comment|comm|cmt|pingback|trackback)[-_]?(?P<number>\d+)(?:_(?P<parent>\d+))?",
    re.IGNORECASE,
)
_NO_RECORD: Final = lazy_re.pattern(
    r"(?:.*[-_])?(?:reply|respond|form|edit|report|like|vote|rating|quote|cancel|hide|toggle|content|body|text|author|meta|recent"
    r"|latest)[-_]",
    re.IGNORECASE,
)
_RECORD_TAGS: Final = frozenset(
    {"li", "div", "article", "section", "dt", "dd", "a", "tr", "td", "table", "p", "blockquote", "span"}
)
"""What carries comments' numbers."""
_WITHOUT_ID: Final = frozenset({"a", "li"})
"""What may be a record, or may carry its number, without an id."""
_TRACES: Final = lazy_re.pattern(
    r"wp-content|wp-includes|wp-json|wp-comments-post\.php|xmlrpc\.php|\.wordpress\.com|wp\.com/"
)
_OTHERS: Final = lazy_re.pattern(
    r"drupal|typepad|movable ?type|blogger|joomla|ghost|substack|discourse|xenforo|phpbb|vbulletin|squarespace"
    r"|livejournal"
)
_LISTED_IN: Final = frozenset({"ol", "ul", "dl", "li", "dt", "div", "article", "a"})
"""What carries the classes and ids of WordPress's lists of comments."""
_LIST_ID: Final = lazy_re.pattern(r"commentlist\Z|li-comment-")
_LIST_CLASS: Final = lazy_re.pattern(r"(?:^|\s)(?:commentlist|comment-reply-link)(?:\s|$)|thread-even|wp-block-comment")
_PERMALINK: Final = lazy_re.pattern(r"#comment-(\d+)$")
_PARENT_ATTRIBUTES: Final = ("data-parent", "data-parent-id", "data-comment-parent", "data-parentid")
_CLASSES: Final = lazy_re.pattern(r"(?:^|\s)(?:depth-\d|thread-(?:even|odd))")
_INLINE: Final = frozenset({"a", "span"})
_ITEMS: Final = frozenset({"li", "div", "article", "dd", "section", "tr"})
_NEAR: Final = 6
"""A part of a comment stands no more levels inside it."""
_FAR: Final = 24
"""Ids of one comment stand no more levels apart."""


def _claims(page: CommentPage) -> bool:
    """Whether WordPress printed the page: by its generator, the addresses of its files, or its lists' classes."""
    if "wordpress" in page.generator:
        return True
    if _OTHERS.search(page.generator):
        return False
    return bool(_TRACES.search(page.assets)) or _has_list(page.columns)


def _has_list(columns: Columns) -> bool:
    """Whether WordPress's own list of comments is on the page."""
    return any(
        tag in _LISTED_IN and ((name and _LIST_ID.match(name)) or (classes and _LIST_CLASS.search(classes)))
        for tag, name, classes in zip(columns.tags, columns.ids, columns.classes, strict=True)
        if name or classes
    )


def numbered_records(page: CommentPage) -> list[CommentRecord]:
    """The records of the page's main thread by their numbers, in page order: in WordPress's way, whoever printed it."""
    columns = page.columns
    records = _numbered(columns) or _classed(columns)
    return _unique(_main(columns, _whole(columns, records)))


def _numbered(columns: Columns) -> list[CommentRecord]:
    """The outermost node of each number, and the notices between them that have none; none without any number."""
    records: list[CommentRecord] = []
    outermost: dict[str, int] = {}
    has_ids = False
    ids, links = cache(partial(_ids, columns)), cache(partial(_links, columns))
    for node, (tag, name) in enumerate(zip(columns.tags, columns.ids, strict=True)):
        if not name and tag not in _WITHOUT_ID:  # most nodes of a page
            continue
        if tag not in _RECORD_TAGS:
            continue
        if tag == "a" and not name:
            name = columns.get(node, "name")  # noqa: PLW2901 - an anchor's other id
        number, parent = _number_in(name) if name and name[-1].isdigit() else (None, None)
        if number is None:
            if tag != "li" or not _is_ping(columns, node) or _is_numbered(columns, node, ids()):
                continue
            number = _first_inside(columns, node, links())
        else:
            has_ids = True
        if number is not None:
            outer = outermost.setdefault(number, node)
            if outer != node and columns.holds(outer, node):
                continue
        attributes = columns.attributes[node]
        parent = parent or next((value for key in _PARENT_ATTRIBUTES if (value := attributes.get(key))), None)
        records.append(CommentRecord(number=number, outer=node, parent_number=parent))
    return records if has_ids else []


def _classed(columns: Columns) -> list[CommentRecord]:
    """Records by WordPress's comment classes, on pages whose theme prints no ids."""
    # Bootstrap's themes give a list of replies the classes of the comment that it belongs to.
    found = [
        node
        for node, (tag, classes) in enumerate(zip(columns.tags, columns.classes, strict=True))
        if classes
        and "depth-" in classes
        and ("comment" in classes or "back" in classes)
        and is_block(tag)
        and tag not in ("ul", "ol", "dl")
    ]
    links = _links(columns)
    return [CommentRecord(number=_first_inside(columns, node, links), outer=node) for node in found]


def _number_in(name: str) -> tuple[str | None, str | None]:
    """The comment's number in an id, and its parent's where it has that too.

    >>> _number_in("comment-7"), _number_in("li-comment-7"), _number_in("wc-comm-7_3"), _number_in("reply-comment-7")
    (('7', None), ('7', None), ('7', '3'), (None, None))
    """
    found = _NUMBERED.fullmatch(name)
    if not found or (found["before"] and _NO_RECORD.match(found["before"])):
        return None, None
    return found["number"], found["parent"]


def _is_ping(columns: Columns, node: int) -> bool:
    """Whether a node is by its class a ping in a list: many themes print those without their ids."""
    classes = (columns.classes[node] or "").lower()
    return "back" in classes and not {"pingback", "trackback"}.isdisjoint(classes.split())


def _is_numbered(columns: Columns, node: int, ids: list[tuple[int, str]]) -> bool:
    """Whether an id around a node or inside it has a number; `ids` are all that have one."""
    if _first_inside(columns, node, ids) is not None:
        return True
    return any(_number_in(columns.ids[one] or "")[0] for one in islice(columns.ancestors(node), _FAR))


def _ids(columns: Columns) -> list[tuple[int, str]]:
    """The nodes whose ids have a comment's number, in page order, each with that number."""
    named = ((node, _number_in(name)[0]) for node, name in enumerate(columns.ids) if name)
    return [(node, number) for node, number in named if number is not None]


def _links(columns: Columns) -> list[tuple[int, str]]:
    """The links that say a comment's number, which a record without an id still has."""
    found: list[tuple[int, str]] = []
    for node, tag in enumerate(columns.tags):
        if tag != "a":
            continue
        if number := columns.get(node, "data-commentid"):
            found.append((node, number))
        elif link := _PERMALINK.search(columns.get(node, "href") or ""):
            found.append((node, link[1]))
    return found


def _first_inside(columns: Columns, node: int, numbered: list[tuple[int, str]]) -> str | None:
    """The number of the first of some nodes that is a node or stands inside it."""
    at = bisect_left(numbered, (node, ""))
    return numbered[at][1] if at < len(numbered) and columns.holds(node, numbered[at][0]) else None


def _whole(columns: Columns, records: list[CommentRecord]) -> list[CommentRecord]:
    """Each record from its number's node out to the node that is all of the comment.

    Some themes number a part of it only: an anchor, a link with the date, the row with the reply link. The whole is
    then what is around it and has WordPress's comment classes, or, around an anchor, the next item or block.
    """
    taken = {record.outer for record in records}
    fruitless: set[int] = set()
    around = [_around(columns, record.outer, taken, fruitless) for record in records]
    shared = Counter(around)
    for record, node in zip(records, around, strict=True):
        if node is not None and shared[node] == 1:
            record.outer = node
    return records


def _around(columns: Columns, node: int, taken: set[int], fruitless: set[int]) -> int | None:
    """The whole that a numbered node is a part of; None where it is the whole itself."""
    if _CLASSES.search(columns.classes[node] or ""):
        return None
    path: list[int] = []
    for ancestor in islice(columns.ancestors(node), _NEAR):
        if ancestor in taken or ancestor in fruitless:
            break
        if _CLASSES.search(columns.classes[ancestor] or ""):
            return ancestor
        path.append(ancestor)
    fruitless.update(path)
    item = columns.parents[node] if columns.tags[node] in _INLINE else -1
    return item if item >= 0 and columns.tags[item] in _ITEMS and item not in taken else None


def _main(columns: Columns, records: list[CommentRecord]) -> list[CommentRecord]:
    """Without the records that stand in a sidebar: another post's, or the latest of all posts."""
    common = common_ancestor(columns, [record.outer for record in records])
    if common is None:
        return records
    # A class like "content-sidebar" around all of the page is a layout; so only what is below the common box is judged.
    verdicts = dict.fromkeys((common, *columns.ancestors(common)), False)
    outside = [_is_outside(columns, record.outer, verdicts) for record in records]
    if not any(outside):
        in_aside = any(columns.tags[node] == "aside" for node in (common, *columns.ancestors(common)))
        return [] if in_aside and not _has_form(columns, common) else records
    return [record for record, out in zip(records, outside, strict=True) if not out]


def _has_form(columns: Columns, area: int) -> bool:
    """Whether an area holds a form to comment with, which no list of other posts' comments does."""
    forms = (node for node in range(area, columns.ends[area]) if columns.tags[node] == "form")
    return any("comment" in (columns.ids[form] or columns.get(form, "action") or "") for form in forms)


def _is_outside(columns: Columns, node: int, verdicts: dict[int, bool]) -> bool:
    """Whether a node is in a sidebar; each container is judged once."""
    path: list[int] = []
    verdict = False
    for ancestor in columns.ancestors(node):
        if (known := verdicts.get(ancestor)) is not None:
            verdict = known
            break
        path.append(ancestor)
        names = f"{columns.ids[ancestor] or ''} {columns.classes[ancestor] or ''}"
        if columns.tags[ancestor] == "aside" or (
            OTHER_COMMENTS_HINT.search(names) and any(OTHER_COMMENTS.fullmatch(name) for name in names.split())
        ):
            verdict = True
            break
    verdicts.update(dict.fromkeys(path, verdict))
    return verdict


def _unique(records: list[CommentRecord]) -> list[CommentRecord]:
    """One record a number: the first; the copies that scripts keep for themselves go."""
    kept: set[str] = set()
    result = []
    for record in records:
        if record.number is None or record.number not in kept:
            result.append(record)
            if record.number is not None:
                kept.add(record.number)
    return result


WORDPRESS: Final = System(name="wordpress", claim=_claims, find=lambda page, _system: numbered_records(page))
