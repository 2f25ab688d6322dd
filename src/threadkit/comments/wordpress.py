"""WordPress: one reader for all themes, from the first default theme's list to block templates.

Strategy: a comment is where its number is. WordPress gives each comment a number, and all themes print it as an id
("comment-7", "li-comment-7", "div-comment-7", …), often several around each other: the outermost element with a
comment's number is its record. Then:

* **which records** (`_records_of`): those of the page's main list; a second list in a sidebar is another post's;
* **what belongs to one** (`_spread`): the element itself, and its siblings where the body stands beside it
  (Thesis: ``dt`` and ``dd``; fjords: ``div`` and ``p``);
* **whose reply it is** (`_tree`): a number in an attribute, else the level in a class, else what contains what; a list of
  replies may also stand behind its parent instead of inside it;
* **what it says**: `_records`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from attrs import define
from lxml.html import HtmlElement

from threadkit.comments._page import CommentPage, elements
from threadkit.comments._records import Reading, read_records
from threadkit.comments._survey import Record
from threadkit.dates import Stamp, read_times
from threadkit.model import Author, Comment, Issue
from threadkit.prose import is_block

__all__ = ["Found", "claims", "read_comments"]


@define
class Found:
    """The comments of one page, with what is known of where they stand."""

    comments: tuple[Comment, ...]
    records: tuple[HtmlElement, ...]
    """Each comment's outermost element."""
    area: HtmlElement | None
    """The element that holds them all."""
    issues: tuple[Issue, ...]


_NUMBERED: Final = re.compile(
    r"(?P<before>(?:[a-z]+[-_])*?)(?:comments?|comm|cmt)[-_]?(?P<number>\d+)(?:_(?P<parent>\d+))?", re.IGNORECASE
)
_NO_RECORD: Final = re.compile(
    r"(?:.*[-_])?(?:reply|respond|form|edit|report|like|vote|rating|quote|cancel|hide|toggle|content|body|text|author|meta|recent|latest)[-_]",
    re.IGNORECASE,
)
_CANDIDATES: Final = (
    '//*[contains(@id,"omment") or contains(@id,"OMMENT") or contains(@id,"-comm-") or contains(@id,"cmt")'
    ' or contains(@class,"pingback") or contains(@class,"trackback")]'
)
_CLASSED: Final = '//*[contains(@class,"depth-") and (contains(@class,"comment") or contains(@class,"back"))]'
_TRACES: Final = re.compile(r"wp-content|wp-includes|wp-json|wp-comments-post\.php|xmlrpc\.php|\.wordpress\.com|wp\.com/")
_OTHERS: Final = re.compile(r"drupal|typepad|movable ?type|blogger|joomla|ghost|substack|discourse|xenforo|phpbb|vbulletin")
_OUTSIDE: Final = re.compile(r"(?:.*[-_])?(?:sidebar|recent-?comments|recentcomments|widget_recent\w*|latest-?comments)(?:[-_].*)?", re.IGNORECASE)
_CHILDREN: Final = re.compile(r"(?:^|[\s_-])(?:child(?:ren)?|repl(?:y|ies)|nested|subcomments?)(?:$|[\s_-])", re.IGNORECASE)
_NO_CHILDREN: Final = re.compile(r"ping|trackback", re.IGNORECASE)
_LISTS: Final = frozenset({"ul", "ol", "dl"})
_LOOK_BACK: Final = 64
"""How many siblings a list of replies looks back over for its parent; keeps odd pages linear."""


def claims(page: CommentPage) -> bool:
    """Whether WordPress printed the page: by its generator, the addresses of its files, or its lists' classes."""
    if "wordpress" in page.generator:
        return True
    if _OTHERS.search(page.generator):
        return False
    if _TRACES.search(page.assets):
        return True
    return bool(
        page.root.xpath(
            'boolean(//*[contains(concat(" ",@class," ")," commentlist ") or @id="commentlist"'
            ' or contains(concat(" ",@class," ")," comment-reply-link ") or starts-with(@id,"li-comment-")'
            ' or contains(@class,"thread-even") or contains(@class,"wp-block-comment")])'
        )
    )


def read_comments(page: CommentPage) -> Found:
    """All comments of the page's main thread, in page order."""
    records = _records_of(page)
    if not records:
        return Found((), (), None, ())
    owners = _owners(records)
    nested = frozenset(record.outer for record in records) | _lists(records)
    readings = read_records(page, records, nested)
    tree, issues = _tree(records, readings, owners)
    return _comments(page, records, readings, tree, issues)


# -- which records ---------------------------------------------------------------------------------------------------


def _records_of(page: CommentPage) -> list[Record]:
    """The records of the page's main list, in page order, each with all of its elements."""
    records: list[Record] = []
    seen: dict[str, HtmlElement] = {}
    for element in elements(page.root, _CANDIDATES):
        number, parent = _number_of(element)
        if number is None:
            if not _is_notice(element):
                continue
            number = _linked_number(element)
        if number is not None:
            outer = seen.setdefault(number, element)
            if outer is not element and _is_inside(element, outer):
                continue
        records.append(Record(number=number, outer=element, roots=[element], parent_number=parent))
    if not seen:
        found = [e for e in elements(page.root, _CLASSED) if is_block(e.tag)]
        records = [Record(number=_linked_number(e), outer=e, roots=[e]) for e in found]
    records = _unique(_main(_unanchored(records)))
    _spread(records)
    return records


def _is_notice(element: HtmlElement) -> bool:
    """Whether an element without a number is a ping in a list: many themes print those without their ids."""
    kinds = (element.get("class") or "").lower().split()
    parent = element.getparent()
    return (
        element.tag in ("li", "div", "dt", "article")
        and ("pingback" in kinds or "trackback" in kinds)
        and not any(_number_of(inner)[0] for inner in element.iter() if isinstance(inner.tag, str))
        and parent is not None
        and not any(_number_of(ancestor)[0] for ancestor in element.iterancestors())
    )


def _number_of(element: HtmlElement) -> tuple[str | None, str | None]:
    """The comment's number in an id, and its parent's where the id has one ("wc-comm-7_3")."""
    found = _NUMBERED.fullmatch(element.get("id") or "")
    if not found or _NO_RECORD.match(found["before"]):
        return None, None
    parent = found["parent"] or next((element.get(name) for name in _PARENT_ATTRIBUTES if element.get(name)), None)
    return found["number"], parent


_PARENT_ATTRIBUTES: Final = ("data-parent", "data-parent-id", "data-comment-parent", "data-parentid")


def _linked_number(element: HtmlElement) -> str | None:
    """The number that a record without an id still has on its links."""
    for link in element.iter("a"):
        if number := link.get("data-commentid"):
            return str(number)
        if found := _PERMALINK.search(link.get("href") or ""):
            return found[1]
    return None


_PERMALINK: Final = re.compile(r"#comment-(\d+)$")


def _is_inside(element: HtmlElement, outer: HtmlElement) -> bool:
    """Whether an element is in another; ids of one comment are a few levels apart."""
    for level, ancestor in enumerate(element.iterancestors()):
        if ancestor is outer:
            return True
        if level > 24:
            return False
    return False


def _unanchored(records: list[Record]) -> list[Record]:
    """Where the id is on an empty anchor at the beginning of the record, the record is what the anchor begins."""
    if not records or any(len(r.outer) or (r.outer.text or "").strip() for r in records[:8]):
        return records
    parents = Counter(record.outer.getparent() for record in records)
    for record in records:
        parent = record.outer.getparent()
        if parent is not None and parents[parent] == 1 and parent.tag in ("li", "div", "article", "dd", "section"):
            record.outer, record.roots = parent, [parent]
    return records


def _main(records: list[Record]) -> list[Record]:
    """Without the records that stand in a sidebar: another post's, or the latest of all posts."""
    if not records:
        return records
    common = _common([record.outer for record in records])
    verdicts: dict[HtmlElement, bool] = dict.fromkeys(common.iterancestors(), False) if common is not None else {}
    if common is not None:
        verdicts[common] = False
    outside = [_is_outside(record.outer, verdicts) for record in records]
    if not any(outside):
        lone = common is not None and any(element.tag == "aside" for element in (common, *common.iterancestors()))
        return [] if lone and not page_has_form(common) else records
    return [record for record, out in zip(records, outside, strict=True) if not out]


def page_has_form(area: HtmlElement | None) -> bool:
    """Whether an area holds a form to comment with, which no list of other posts' comments does."""
    return area is not None and any("comment" in (form.get("id") or form.get("action") or "") for form in area.iter("form"))


def _is_outside(element: HtmlElement, verdicts: dict[HtmlElement, bool]) -> bool:
    """Whether an element is in a sidebar; each container is judged once."""
    path: list[HtmlElement] = []
    verdict = False
    for ancestor in element.iterancestors():
        known = verdicts.get(ancestor)
        if known is not None:
            verdict = known
            break
        path.append(ancestor)
        names = f"{ancestor.get('id') or ''} {ancestor.get('class') or ''}"
        if ancestor.tag == "aside" or (ancestor.tag != "body" and any(_OUTSIDE.fullmatch(name) for name in names.split())):
            verdict = True
            break
    verdicts.update(dict.fromkeys(path, verdict))
    return verdict


def _unique(records: list[Record]) -> list[Record]:
    """One record a number: the first that is more than an anchor; the copies that scripts keep for themselves go."""
    kept: dict[str | None, Record] = {}
    result = []
    for record in records:
        if record.number is None or record.number not in kept:
            kept[record.number] = record
            result.append(record)
    return result


def _spread(records: list[Record]) -> None:
    """Give each record the siblings that are its own, where a page's bodies stand beside their records."""
    outers = {record.outer for record in records}
    lists = _lists(records)
    sample = records[:12]
    beside = [_siblings(record.outer, outers, lists) for record in sample]
    hollow = sum(1 for r, own in zip(sample, beside, strict=True) if _has_text(own) and (r.outer.tag == "dt" or not _has_prose(r.outer, lists)))
    spreads = hollow * 2 > len(sample)
    for record in records:
        if spreads:
            record.roots += _siblings(record.outer, outers, lists)
        if record.outer.tag == "dd":
            record.roots[:0] = _terms_before(record.outer)


def _siblings(outer: HtmlElement, outers: set[HtmlElement], lists: frozenset[HtmlElement]) -> list[HtmlElement]:
    """What stands between a record and the next one, a heading or a form."""
    own = []
    for sibling in outer.itersiblings():
        if sibling in outers or sibling.tag in _ENDS or (outer.tag == "dt" and sibling.tag == "dt"):
            break
        if isinstance(sibling.tag, str) and (sibling not in lists or sibling.tag == "dd"):
            own.append(sibling)
    return own


_ENDS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "form", "nav", "script", "style", "center"})


def _terms_before(outer: HtmlElement) -> list[HtmlElement]:
    """The ``dt`` right before a ``dd``: the record's header in some definition lists."""
    terms = []
    for sibling in outer.itersiblings(preceding=True):
        if sibling.tag != "dt":
            break
        terms.insert(0, sibling)
    return terms


def _has_text(pieces: Iterable[HtmlElement]) -> bool:
    return any(text.strip() for piece in pieces for text in piece.itertext())


def _has_prose(outer: HtmlElement, lists: frozenset[HtmlElement]) -> bool:
    """Whether a record holds a paragraph of its own."""
    for paragraph in outer.iter("p", "blockquote"):
        if "".join(paragraph.itertext()).strip():
            return not any(ancestor in lists and ancestor is not outer for ancestor in paragraph.iterancestors())
    return False


def _lists(records: Iterable[Record]) -> frozenset[HtmlElement]:
    """The elements that begin with a record: lists of comments, at whatever level."""
    found: dict[HtmlElement, bool] = {}
    for record in records:
        parent = record.outer.getparent()
        if parent is not None and parent not in found:
            first = next((child for child in parent if isinstance(child.tag, str)), None)
            found[parent] = parent.tag in _LISTS or first is record.outer
    return frozenset(element for element, is_list in found.items() if is_list)


# -- whose reply -----------------------------------------------------------------------------------------------------


def _owners(records: Sequence[Record]) -> list[int | None]:
    """For each record, the index of the record that contains it, or whose list of replies it is in."""
    index = {root: place for place, record in enumerate(records) for root in record.roots}
    owner_of: dict[HtmlElement, int | None] = {}
    owners: list[int | None] = []
    for place, record in enumerate(records):
        path: list[HtmlElement] = []
        owner: int | None = None
        for ancestor in record.outer.iterancestors():
            if ancestor in owner_of:
                owner = owner_of[ancestor]
                break
            found = index.get(ancestor)
            if found is None:
                path.append(ancestor)
                found = _record_before(ancestor, index)
            if found is not None and found != place:
                owner = found
                break
        owner_of.update(dict.fromkeys(path, owner))
        owners.append(owner)
    return owners


def _record_before(container: HtmlElement, index: dict[HtmlElement, int]) -> int | None:
    """The record that a list of replies stands behind; None for any other element."""
    names = f"{container.get('class') or ''} {container.get('id') or ''}"
    if _NO_CHILDREN.search(names) or not (container.tag in _LISTS or _CHILDREN.search(names)):
        return None
    for steps, sibling in enumerate(container.itersiblings(preceding=True)):
        if sibling in index:
            return index[sibling]
        if steps > _LOOK_BACK:
            return None
    return None


@define
class _Place:
    """Where a comment stands in the tree."""

    parent: int | None
    depth: int


def _tree(records: Sequence[Record], readings: Sequence[Reading], owners: Sequence[int | None]) -> tuple[list[_Place], list[Issue]]:
    """Each comment's parent and depth as the page shows them."""
    by_number = {record.number: place for place, record in enumerate(records) if record.number is not None}
    named = [by_number.get(r.parent_number) if r.parent_number not in (None, "0") else None for r in records]
    if any(parent is not None and parent < place for place, parent in enumerate(named)):
        return _by_parents([p if p is not None and p < place else None for place, p in enumerate(named)]), []
    levels = [reading.depth for reading in readings]
    if all(levels) and max(levels) > 1:
        return _by_levels(levels), []
    return _by_parents(owners), []


def _by_parents(parents: Sequence[int | None]) -> list[_Place]:
    places: list[_Place] = []
    for parent in parents:
        places.append(_Place(parent, 0 if parent is None else places[parent].depth + 1))
    return places


def _by_levels(levels: Sequence[int]) -> list[_Place]:
    """A reply's parent is the last comment one level up, if no comment above that level came between."""
    path: list[int] = []
    places: list[_Place] = []
    for place, level in enumerate(levels):
        depth = level - 1
        del path[depth:]
        parent = path[depth - 1] if depth and len(path) == depth else None
        places.append(_Place(parent if parent != -1 else None, depth))
        path += [-1] * (depth - len(path))
        path.append(place)
    return places


# -- what comes out --------------------------------------------------------------------------------------------------


def _comments(
    page: CommentPage, records: Sequence[Record], readings: Sequence[Reading], tree: Sequence[_Place], issues: list[Issue]
) -> Found:
    times = read_times([Stamp(displayed=r.displayed, machine=r.machine) for r in readings], language=page.language, tz=page.tz)
    ids = _ids(records, tree)
    marks = _marks(readings)
    comments = []
    for place, reading in enumerate(readings):
        parent = tree[place].parent
        if parent is None and tree[place].depth:
            issues.append(Issue(code="missing-parent", message=f"comment {ids[place]} is a reply, but its parent is not on the page", comment_id=ids[place]))
        text = reading.text
        comments.append(
            Comment(
                id=ids[place],
                parent_id=None if parent is None else ids[parent],
                depth=tree[place].depth,
                author=Author(name=reading.name, url=page.absolute(reading.link)) if reading.name else None,
                is_post_author=marks[place],
                published=times.published[place],
                published_raw=reading.displayed or reading.machine,
                text=text,
                html=reading.html if page.keep_html else None,
                url=page.absolute(reading.permalink),
                kind=_kind(reading, text),
            )
        )
    outers = tuple(record.outer for record in records)
    return Found(tuple(comments), outers, _common(outers), (*issues, *times.issues))


def _ids(records: Sequence[Record], tree: Sequence[_Place]) -> list[str]:
    """The page's own numbers; where one is missing, the path of ordinals."""
    ids: list[str] = []
    children: Counter[int | None] = Counter()
    for record, place in zip(records, tree, strict=True):
        children[place.parent] += 1
        path = f"{ids[place.parent]}." if place.parent is not None else ""
        ids.append(record.number or f"{path}{children[place.parent]}")
    return ids


def _marks(readings: Sequence[Reading]) -> list[bool | None]:
    """Who is marked as the post's author; nobody knows where the page can't mark."""
    marks = any(reading.marked for reading in readings) or sum(r.classed for r in readings) * 2 > len(readings)
    return [reading.marked if marks else None for reading in readings]


def _kind(reading: Reading, text: str) -> Literal["comment", "pingback", "trackback"]:
    if reading.kind == "pingback" or reading.kind == "trackback":
        return reading.kind
    if not reading.link:
        return "comment"
    # What WordPress writes of every pingback: an excerpt of the other page between two ellipses; of every trackback:
    # its title in bold and its beginning. Themes older than comment classes print them among the comments.
    if _EXCERPT.fullmatch(text) or (not text and reading.displayed is None and reading.machine is None):
        return "pingback"
    return "trackback" if _TITLED.fullmatch(text) and _begins_bold(reading) else "comment"


_EXCERPT: Final = re.compile(r"\s*\[(?:…|\.\.\.)\].*\[(?:…|\.\.\.)\]\s*", re.DOTALL)
_TITLED: Final = re.compile(r"[^\n]+(?:…|\.\.\.)\n\n[^\n]+(?:…|\.\.\.)\.?")


def _begins_bold(reading: Reading) -> bool:
    """Whether the body's first paragraph is bold throughout."""
    for part in reading.parts:
        if isinstance(part, HtmlElement):
            first = next(part.iter("p"), part)
            return len(first) == 1 and first[0].tag in ("strong", "b") and not (first[0].tail or "").strip()
    return False


def _common(elements: Sequence[HtmlElement]) -> HtmlElement | None:
    """The innermost element that holds them all."""
    parents = list({element.getparent() for element in (elements[0], elements[-1])})
    chain = [ancestor for ancestor in elements[0].iterancestors()]
    last = set(elements[-1].iterancestors())
    return next((ancestor for ancestor in chain if ancestor in last), parents[0])
