"""How many comments a page says that it has.

In comes what stands outside the comments; out comes a number, or None. Where it stands decides what it is worth: what
the system declares, else the comments' own heading ("12 thoughts on …", "Ein Kommentar"), else what is named for a
count, else a line in or right above the comments ("Komentarze: 6"), else the link to the comments ("61 Comments"), else
a line that is nothing but a count, else an attribute. What stands in links to other pages and in lists of other posts
does not count; and where several places of one kind disagree, the one near the comments is right, or none is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.outside import Line, Outside, parts_of
from threadkit.comments.selecting import select
from threadkit.document.columns import Columns
from threadkit.inner_text import text_of
from threadkit.vocabulary.patterns import COMMENTS, NUMBER, ONE, ZERO, number_of

__all__ = ["count_in", "declared_count", "line_of"]

_FIRST: Final = lazy_re.pattern(
    rf"[\W_]*(?:there (?:are|is|were) |(?:bisher|aktuell|schon) )?(?P<number>{NUMBER}|{ONE}|{ZERO})"
    rf"\s*(?P<word>{COMMENTS})?\b",
    re.IGNORECASE,
)
_LAST: Final = lazy_re.pattern(
    rf"[\W_]*(?:{COMMENTS}\W++(?<=[\s:(\[])|(?:[^\W\d_]++\s++){{1,3}}?{COMMENTS}\s?[:(\[]\s*)(?P<number>{NUMBER})\W*",
    re.IGNORECASE,
)
_BRACKETED: Final = lazy_re.pattern(rf"{COMMENTS}\s*[(\[]\s*(?P<number>{NUMBER})\s*[)\]]", re.IGNORECASE)
_ENDS_IN_NUMBER: Final = lazy_re.pattern(r"\d\W*\Z")
_HAS_NUMBER: Final = lazy_re.pattern(r"\d")
_BEGINS_WITH_NUMBER: Final = lazy_re.pattern(r"\W*\d")
_ANYWHERE: Final = lazy_re.pattern(rf"(?<![\w.,])(?P<number>{NUMBER})\s*{COMMENTS}\b", re.IGNORECASE)
_WHOLE: Final = lazy_re.pattern(rf"[\W_]*(?P<number>{NUMBER})\s*{COMMENTS}[\W_]*", re.IGNORECASE)
_MAX: Final = 300
"""A heading may quote a long title, but is no paragraph."""
_MOST_NODES: Final = 200
"""Elements in a heading; one that holds more was not closed, and the next may stand in it."""
_MOST_EVENTS: Final = 1_000
_MOST_PLACES: Final = 200
_ABOVE: Final = 8
"""So many lines above the comments may still head them."""
_ATTRIBUTES: Final = lazy_re.pattern(r"data-(?:num-?)?(?:comments?|repl(?:y|ies))-?(?:count|total|num(?:ber)?)s?")


def count_in(text: str, *, certain: bool = False) -> int | None:
    """The number of comments that a line declares; None if it declares none.

    `certain`: the line is known to be about comments, so the word may be missing.

    >>> count_in("{ 41 comments… read them below }"), count_in("1,203 thoughts on “2 cats”"), count_in("Talk (18)")
    (41, 1203, None)
    >>> count_in("Ein Kommentar zu „Titel“"), count_in("No Responses"), count_in("Discussion (18)")
    (1, 0, 18)
    >>> count_in("3 wishes"), count_in("13", certain=True), count_in("Liczba komentarzy: 6")
    (None, 13, 6)
    """
    if not text or len(text) > _MAX:
        return None
    if (found := _FIRST.match(text)) and (found["word"] or (certain and found["number"][0].isdigit())):
        return number_of(found["number"])
    if found := _BRACKETED.match(text):
        return number_of(found["number"])
    if not _ENDS_IN_NUMBER.search(text[-8:]):
        return None
    return number_of(found["number"]) if (found := _LAST.fullmatch(text)) else None


def line_of(columns: Columns, node: int) -> str:
    """A node's text on one line; "" for what is too long to be a heading."""
    if columns.ends[node] - node > _MOST_NODES or columns.stops[node] - columns.starts[node] > _MOST_EVENTS:
        return ""
    size = 0
    for text in columns.texts(node):
        size += len(text.strip())
        if size > _MAX:
            return ""
    return " ".join(text_of(columns, node).split())


def declared_count(
    page: CommentPage, outside: Outside, span: tuple[int, int] | None, *, selector: str = "", found: int = 0
) -> tuple[int | None, tuple[int, ...]]:
    """The number of comments that a page declares, and the comments' headings.

    `span` is where among the page's events the comments' area begins and ends; `selector` is where their system says
    the number; `found` is how many were found.
    """
    headings: list[int] = []
    heading = _in_headings(page.columns, outside, headings)
    if (count := _by_selector(page, selector)) is not None:
        return count, tuple(headings)
    if heading is not None:
        return heading, tuple(headings)
    named = [
        (page.columns.starts[one.node], count)
        for one in outside.counted
        if not one.is_heading
        and not one.is_others
        and (count := count_in(line_of(page.columns, one.node), certain=True)) is not None
    ]
    near = [line for line in outside.lines if span is not None and span[0] <= line.at < span[1]]
    above = [line for line in outside.lines if span is not None and line.end <= span[0] + 1][-_ABOVE:]
    for places in (named, _in_lines([*above, *near]), _in_links(page, outside)):
        if (count := _agreed(places, span, found)) is not None:
            return count, tuple(headings)
    if span is not None:
        whole = [
            (line.at, count) for line in outside.lines if not line.is_others and (count := _whole(line)) is not None
        ]
        for places in (whole, _in_attributes(page)):
            if (count := _agreed(places, span, found)) is not None:
                return count, tuple(headings)
    return None, tuple(headings)


def _by_selector(page: CommentPage, selector: str) -> int | None:
    """The number at the place that a system declares; a lone place, or a bare number, needs no word."""
    nodes = select(page.index, selector)[:_MOST_PLACES] if selector else []
    for node in nodes:
        text = line_of(page.columns, node)
        count = count_in(text, certain=len(nodes) == 1 or text.isdigit())
        if count is None and (found := _ANYWHERE.search(text) or _BRACKETED.search(text)):
            count = number_of(found["number"])
        if count is not None:
            return count
    return None


def _in_headings(columns: Columns, outside: Outside, headings: list[int]) -> int | None:
    """What the last heading before the comments says, else the first one behind them."""
    heading: int | None = None
    for one in outside.counted:
        if not one.is_heading or one.is_others or (one.is_behind and heading is not None):
            continue
        count = count_in(line_of(columns, one.node), certain=one.is_certain)
        if count is not None:
            heading = count
            headings.append(one.node)
    return heading


def _in_lines(lines: Sequence[Line]) -> list[tuple[int, int]]:
    found = []
    for line in lines:
        if line.is_others or len(line.text) > 2 * _MAX:
            continue
        for part in parts_of(line.text):
            if _HAS_NUMBER.search(part):
                count = count_in(part)
                if count is not None:
                    found.append((line.at, count))
                    break
    return found


def _whole(line: Line) -> int | None:
    """The count of a line that is nothing else."""
    if len(line.text) > _MAX or not _BEGINS_WITH_NUMBER.match(line.text):
        return None
    for part in parts_of(line.text):
        if found := _WHOLE.fullmatch(part):
            return number_of(found["number"])
    return None


def _in_links(page: CommentPage, outside: Outside) -> list[tuple[int, int]]:
    columns = page.columns
    found = []
    for link in outside.clicked:
        path, _, fragment = (columns.get(link, "href") or "").partition("#")
        if fragment not in _FRAGMENTS or not page.is_here(path):
            continue
        count = count_in(line_of(columns, link), certain=fragment != "respond")
        if count is not None:
            found.append((columns.starts[link], count))
    return found


_FRAGMENTS: Final = frozenset({"comments", "respond", "comment-form", "comment", "disqus_thread", "kommentare"})


def _in_attributes(page: CommentPage) -> list[tuple[int, int]]:
    columns = page.columns
    found = []
    for node, attributes in enumerate(columns.attributes):
        for name, value in attributes.items():
            if name.startswith("data-") and value.isdecimal() and _ATTRIBUTES.fullmatch(name):
                found.append((columns.starts[node], number_of(value)))
    return found


def _agreed(places: Sequence[tuple[int, int]], span: tuple[int, int] | None, found: int) -> int | None:
    """What several places say: where they disagree, those in the comments' area, else those above it, else none.

    >>> _agreed([(4, 27), (90, 3), (99, 12)], (80, 95), 0), _agreed([(4, 27), (90, 3), (99, 12)], None, 0)
    (3, None)
    """
    counts = {count for _, count in places}
    if len(counts) > 1 and span is not None:
        above = {count for at, count in places if at < span[0]}
        inside = {count for at, count in places if span[0] <= at < span[1]}
        counts = above if len(above) == 1 and len(inside) != 1 else inside or above
    if len(counts) == 1:
        return counts.pop()
    return found if found and found in counts else None
