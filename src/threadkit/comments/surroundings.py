"""What a page says about its comments as a whole: how many, whether more may come, where the rest is, what is unread.

In comes a page with the comments that were found; out comes `Surroundings`. One walk (`outside`) notes what is not a
comment, and is asked four questions: how many are declared (`counts`), whether the thread goes on elsewhere (`more`),
whether new comments could be left, and, where none were found, which part of the page holds some all the same
(`unread`). Metadata is the post's matter.
"""

from __future__ import annotations

from typing import Final

from attrs import define, field

from threadkit.comments import more, unread, unsupported
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import System
from threadkit.comments.counts import count_in, declared_count
from threadkit.comments.outside import Outside, walk
from threadkit.comments.threads import FoundComments
from threadkit.document.columns import Columns
from threadkit.model import Issue
from threadkit.vocabulary.comment_class_names import COMMENTS_AREA, NO_AREA
from threadkit.vocabulary.patterns import CLOSED

__all__ = ["Surroundings", "count_in", "survey_page"]


@define
class Surroundings:
    """What stands around the comments."""

    declared: int | None = None
    is_open: bool | None = None
    areas: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    """The nodes where comments stand that nobody could read; they are areas too."""
    issues: list[Issue] = field(factory=list)


_STEMS: Final = ("omment", "oment", "eacties", "оммент", "תגוב")
"""One of these is in every text that `CLOSED` finds, and in few others."""
_LONGEST_NOTICE: Final = 300


def survey_page(page: CommentPage, found: FoundComments, system: System | None = None) -> Surroundings:
    """What the page says about its comments as a whole; `system` is what printed them."""
    outside = walk(page, found)
    boxes = _boxes(page.columns, found)
    span = _span(page.columns, boxes or _fullest(page.columns, outside))
    count = len(found.rows)
    declared, headings = declared_count(
        page, outside, span, selector=system.declared if system is not None else "", found=count
    )
    result = Surroundings(declared=declared, is_open=_is_open(outside))
    if found.rows:
        selector = system.more if system is not None else ""
        result.issues += more.paged(page, outside, span, selector=selector, found=count, declared=declared)
    else:
        _survey_unread(page, outside, result)
    result.areas = tuple(dict.fromkeys((*boxes, *headings, *outside.forms, *result.unread)))
    return result


def _survey_unread(page: CommentPage, outside: Outside, result: Surroundings) -> None:
    """Where no comment was found: the part of the page that holds some all the same, or an empty place for them."""
    result.unread = tuple(unread.region(page, outside, result.declared))
    if result.unread:
        by = f" (the page was made by {page.generator!r})" if page.generator else ""
        message = f"the page has a region of comments that could not be read{by}; its text is kept as one passage"
        result.issues.append(Issue(code="unread-comments", message=message))
    elif result.declared != 0 and (name := unsupported.placeholder(page)) is not None:
        message = f"the comments of this page are kept by {name} and are not on it"
        result.issues.append(Issue(code="unsupported-comments", message=message))


def _is_open(outside: Outside) -> bool | None:
    """Whether new comments could be left; None where the page does not show it."""
    if outside.has_form:
        return True
    for line in outside.lines:
        if any(stem in line.text for stem in _STEMS) and CLOSED.search(" ".join(line.text.split())[:_LONGEST_NOTICE]):
            return False
    return None


def _boxes(columns: Columns, found: FoundComments) -> list[int]:
    """The outermost boxes that are the comments' by their names; where there are none, the records themselves."""
    boxes: dict[int, None] = {}
    unnamed: set[int] = set()
    verdicts: dict[int, bool] = {}
    for node in found.lists:
        if columns.tags[node] not in ("ol", "ul", "dl") and not _is_box(columns, node, verdicts):
            unnamed.add(node)
            continue
        box = node
        for ancestor in columns.ancestors(node):
            if not _is_box(columns, ancestor, verdicts):
                break
            box = ancestor
        boxes.setdefault(box)
    if not boxes:
        return list(found.records)
    return [*boxes, *(record for record in found.records if unnamed and columns.parents[record] in unnamed)]


def _is_box(columns: Columns, node: int, verdicts: dict[int, bool]) -> bool:
    verdict = verdicts.get(node)
    if verdict is None:
        names = f"{columns.ids[node] or ''} {columns.classes[node] or ''}".split()
        verdict = columns.tags[node] not in ("body", "html", "main", "article") and any(
            COMMENTS_AREA.fullmatch(name) and not NO_AREA.fullmatch(name) for name in names
        )
        verdicts[node] = verdict
    return verdict


def _fullest(columns: Columns, outside: Outside) -> list[int]:
    """Of the boxes named for comments in which none were found, the one that holds most."""
    return sorted(outside.boxes, key=lambda box: columns.stops[box] - columns.starts[box])[-1:]


def _span(columns: Columns, nodes: list[int]) -> tuple[int, int] | None:
    """Where among the page's events some nodes begin and end."""
    if not nodes:
        return None
    return min(columns.starts[node] for node in nodes), max(columns.stops[node] for node in nodes)
