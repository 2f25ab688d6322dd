"""WordPress: one reader for all themes, from the first default theme's list to block templates.

Strategy: a comment is where its number is. WordPress gives each comment a number, and all themes print it as an id
("comment-7", "li-comment-7", "div-comment-7", …), often several around each other: the outermost element with a
comment's number is its record. Notices of links ("Pingback: …") are records without an id in some themes. Records in a
sidebar are another post's. What belongs to a record and what it says is no matter of WordPress: see `threads`.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from threadkit.comments.comment_page import CommentPage, elements
from threadkit.comments.survey import CommentRecord
from threadkit.comments.threads import FoundComments, common_ancestor, read_thread
from threadkit.element_text import is_block
from threadkit.vocabulary.comment_class_names import OTHER_COMMENTS, OTHER_COMMENTS_HINT

__all__ = ["claims", "read_comments"]

_NUMBERED: Final = re.compile(
    r"(?P<before>(?:[a-z]+[-_])*?)(?:comments?|comm|cmt|pingback|trackback)[-_]?(?P<number>\d+)(?:_(?P<parent>\d+))?",
    re.IGNORECASE,
)
_NO_RECORD: Final = re.compile(
    r"(?:.*[-_])?(?:reply|respond|form|edit|report|like|vote|rating|quote|cancel|hide|toggle|content|body|text|author|meta|recent"
    r"|latest)[-_]",
    re.IGNORECASE,
)
_RECORD_TAGS: Final = (
    "li",
    "div",
    "article",
    "section",
    "dt",
    "dd",
    "a",
    "tr",
    "td",
    "table",
    "p",
    "blockquote",
    "span",
)
"""What carries comments' numbers. (An XPath expression would look at all, and sort what it finds by depth.)"""
_CLASSED: Final = 'descendant::*[contains(@class,"depth-") and (contains(@class,"comment") or contains(@class,"back"))]'
_TRACES: Final = re.compile(
    r"wp-content|wp-includes|wp-json|wp-comments-post\.php|xmlrpc\.php|\.wordpress\.com|wp\.com/"
)
_OTHERS: Final = re.compile(
    r"drupal|typepad|movable ?type|blogger|joomla|ghost|substack|discourse|xenforo|phpbb|vbulletin|squarespace"
    r"|livejournal"
)
_LISTED_IN: Final = ("ol", "ul", "dl", "li", "dt", "div", "article", "a")
"""What carries the classes and ids of WordPress's lists of comments."""
_LIST_ID: Final = re.compile(r"commentlist\Z|li-comment-")
_LIST_CLASS: Final = re.compile(r"(?:^|\s)(?:commentlist|comment-reply-link)(?:\s|$)|thread-even|wp-block-comment")
_PERMALINK: Final = re.compile(r"#comment-(\d+)$")
_PARENT_ATTRIBUTES: Final = ("data-parent", "data-parent-id", "data-comment-parent", "data-parentid")
_CLASSES: Final = re.compile(r"(?:^|\s)(?:depth-\d|thread-(?:even|odd))")
_INLINE: Final = frozenset({"a", "span"})
_ITEMS: Final = frozenset({"li", "div", "article", "dd", "section", "tr"})
_NEAR: Final = 6
"""A part of a comment stands no more levels inside it."""
_FAR: Final = 24
"""Ids of one comment stand no more levels apart."""


def claims(page: CommentPage) -> bool:
    """Whether WordPress printed the page: by its generator, the addresses of its files, or its lists' classes."""
    if "wordpress" in page.generator:
        return True
    if _OTHERS.search(page.generator):
        return False
    return bool(_TRACES.search(page.assets)) or _has_list(page.root)


def _has_list(root: HtmlElement) -> bool:
    """Whether WordPress's own list of comments is on the page; a loop that ends where one begins."""
    return any(
        ((name := element.get("id")) and _LIST_ID.match(name))
        or ((classes := element.get("class")) and _LIST_CLASS.search(classes))
        for element in root.iter(*_LISTED_IN)
    )


def read_comments(page: CommentPage) -> FoundComments:
    """All comments of the page's main thread, in page order."""
    records = _numbered(page) or _classed(page)
    return read_thread(page, _unique(_main(_whole(records))))


def _numbered(page: CommentPage) -> list[CommentRecord]:
    """The outermost element of each number, and the notices between them that have none; none without any number."""
    records: list[CommentRecord] = []
    outermost: dict[str, HtmlElement] = {}
    has_ids = False
    held: list[HtmlElement] = []
    for element in page.root.iter(*_RECORD_TAGS):
        name, tag = element.get("id"), element.tag
        if tag == "dd":
            # When lxml drops an element it climbs to the next one that is held; in Thesis's nested lists that is far.
            held.append(element)
        elif tag == "a" and not name:
            name = element.get("name")
        number, parent = _number_in(name) if name and name[-1].isdigit() else (None, None)
        if number is None:
            if tag != "li" or not _is_notice(element):
                continue
            number = _linked_number(element)
        else:
            has_ids = True
        if number is not None:
            outer = outermost.setdefault(number, element)
            if outer is not element and _is_inside(element, outer):
                continue
        parent = parent or next((value for key in _PARENT_ATTRIBUTES if (value := element.get(key))), None)
        records.append(CommentRecord(number=number, outer=element, parent_number=parent))
    return records if has_ids else []


def _classed(page: CommentPage) -> list[CommentRecord]:
    """Records by WordPress's comment classes, on pages whose theme prints no ids."""
    # Bootstrap's themes give a list of replies the classes of the comment that it belongs to.
    found = [e for e in elements(page.root, _CLASSED) if is_block(e.tag) and e.tag not in ("ul", "ol", "dl")]
    return [CommentRecord(number=_linked_number(element), outer=element) for element in found]


def _number_in(name: str) -> tuple[str | None, str | None]:
    """The comment's number in an id, and its parent's where it has that too.

    >>> _number_in("comment-7"), _number_in("li-comment-7"), _number_in("wc-comm-7_3"), _number_in("reply-comment-7")
    (('7', None), ('7', None), ('7', '3'), (None, None))
    """
    found = _NUMBERED.fullmatch(name)
    if not found or (found["before"] and _NO_RECORD.match(found["before"])):
        return None, None
    return found["number"], found["parent"]


def _is_notice(element: HtmlElement) -> bool:
    """Whether an element without a number is a ping in a list: many themes print those without their ids."""
    classes = (element.get("class") or "").lower()
    if "back" not in classes or not {"pingback", "trackback"} & set(classes.split()):
        return False
    around = islice(element.iterancestors(), _FAR)
    inside = [inner for inner in element.iterdescendants() if isinstance(inner.tag, str)]
    return not any(_number_in(other.get("id") or "")[0] for other in (element, *around, *inside))


def _linked_number(element: HtmlElement) -> str | None:
    """The number that a record without an id still has on its links."""
    for link in element.iter("a"):
        if number := link.get("data-commentid"):
            return str(number)
        if found := _PERMALINK.search(link.get("href") or ""):
            return found[1]
    return None


def _is_inside(element: HtmlElement, outer: HtmlElement) -> bool:
    # Mostly it is the child: a walk upwards costs four times as much.
    return element.getparent() is outer or any(ancestor is outer for ancestor in islice(element.iterancestors(), _FAR))


def _whole(records: list[CommentRecord]) -> list[CommentRecord]:
    """Each record from its number's element out to the element that is all of the comment.

    Some themes number a part of it only: an anchor, a link with the date, the row with the reply link. The whole is
    then what is around it and has WordPress's comment classes, or, around an anchor, the next item or block.
    """
    taken = {record.outer for record in records}
    barren: set[HtmlElement] = set()
    around = [_around(record.outer, taken, barren) for record in records]
    shared = Counter(around)
    for record, element in zip(records, around, strict=True):
        if element is not None and shared[element] == 1:
            record.outer = element
    return records


def _around(element: HtmlElement, taken: set[HtmlElement], barren: set[HtmlElement]) -> HtmlElement | None:
    """The whole that a numbered element is a part of; None where it is the whole itself."""
    if _CLASSES.search(element.get("class") or ""):
        return None
    path: list[HtmlElement] = []
    for ancestor in islice(element.iterancestors(), _NEAR):
        if ancestor in taken or ancestor in barren:
            break
        if _CLASSES.search(ancestor.get("class") or ""):
            return ancestor
        path.append(ancestor)
    barren.update(path)
    item = element.getparent() if element.tag in _INLINE else None
    return item if item is not None and item.tag in _ITEMS and item not in taken else None


def _main(records: list[CommentRecord]) -> list[CommentRecord]:
    """Without the records that stand in a sidebar: another post's, or the latest of all posts."""
    common = common_ancestor([record.outer for record in records])
    if common is None:
        return records
    # A class like "content-sidebar" around all of the page is a layout; so only what is below the common box is judged.
    verdicts = dict.fromkeys((common, *common.iterancestors()), False)
    outside = [_is_outside(record.outer, verdicts) for record in records]
    if not any(outside):
        in_aside = any(element.tag == "aside" for element in (common, *common.iterancestors()))
        return [] if in_aside and not _has_form(common) else records
    return [record for record, out in zip(records, outside, strict=True) if not out]


def _has_form(area: HtmlElement) -> bool:
    """Whether an area holds a form to comment with, which no list of other posts' comments does."""
    return any("comment" in (form.get("id") or form.get("action") or "") for form in area.iter("form"))


def _is_outside(element: HtmlElement, verdicts: dict[HtmlElement, bool]) -> bool:
    """Whether an element is in a sidebar; each container is judged once."""
    path: list[HtmlElement] = []
    verdict = False
    for ancestor in element.iterancestors():
        if (known := verdicts.get(ancestor)) is not None:
            verdict = known
            break
        path.append(ancestor)
        names = f"{ancestor.get('id') or ''} {ancestor.get('class') or ''}"
        if ancestor.tag == "aside" or (
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
