"""Comments of a system that nobody here knows: several ways to find records on any page, each a proposal.

In comes a page; out come proposals, each the records that one way finds, the surest way first. None is sure of itself:
`doubts` judges what is read from them.

* **declared semantics**: what a standard names a comment (schema.org as microdata or RDFa, microformats, ARIA);
* **numbered records**, as WordPress prints them and many after it;
* **families**: nodes of one make (one tag and class, or one id but for its number) that repeat, and have a time and a
  text each. Families that are named for comments come first; what lies in a menu or a sidebar is none.

A page without any word of comments, and without times that repeat, costs a few look-ups.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from threadkit import lazy_re
from threadkit.assembly import CommentRow
from threadkit.comments.comment_page import CommentPage
from threadkit.comments.contract import CommentRecord, System, records_of
from threadkit.comments.doubts import Doubts
from threadkit.comments.selecting import first
from threadkit.comments.systems.wordpress import numbered_records
from threadkit.document.columns import Columns
from threadkit.vocabulary.comment_class_names import OTHER_COMMENTS, OTHER_COMMENTS_HINT

__all__ = ["Proposal", "is_plausible", "is_worth_reading", "proposals"]

_SEMANTICS: Final = (
    System(
        name="html",
        marks="[itemtype*=schema.org/Comment], [itemtype*=schema.org/UserComments]",
        records="[itemtype*=schema.org/Comment], [itemtype*=schema.org/UserComments]",
        number="id data-id data-comment-id",
        author="[itemprop~=author] [itemprop~=name], [itemprop~=creator] [itemprop~=name], [itemprop~=author], "
        "[itemprop~=creator]",
        time="[itemprop~=dateCreated], [itemprop~=datePublished], [itemprop~=commentTime]",
        body="[itemprop~=text], [itemprop~=commentText]",
        score="[itemprop~=upvoteCount]",
    ),
    System(
        name="html",
        marks=".p-comment, .u-comment",
        records=".p-comment, .u-comment",
        author=".p-author .p-name, .p-author",
        time=".dt-published",
        body=".e-content, .p-content, .p-summary",
    ),
    System(
        name="html",
        marks="[typeof*=Comment]",
        records="[typeof*=Comment]",
        number="id about data-id",
        time="[property*=dateCreated], [property*=dc:date], [property*=dc:created]",
        body="[property*=content:encoded], [property*=schema:text]",
    ),
    System(name="html", marks="[role=comment]", records="[role=comment]"),
)


@frozen
class Proposal:
    """Records that one of the general ways finds."""

    records: list[CommentRecord]
    is_named: bool
    """Whether the page's own names say that they are comments."""
    is_forum: bool = False
    """Whether they say that they may be a forum's posts."""
    weight: float = 2.0
    """How much a reading counts against those of other proposals: what is itself named for comments counts most."""


def proposals(page: CommentPage) -> Iterator[Proposal]:
    """What each way finds, without those ways that find nothing."""
    if not _may_have_comments(page.columns):
        return
    for system in _SEMANTICS:
        if first(page.index, system.marks) is not None and (records := records_of(page, system)):
            yield Proposal(records, is_named=True)
    if records := numbered_records(page):
        yield Proposal(records, is_named=True)
    yield from _families(page)


_SIGN: Final = lazy_re.pattern(
    r"comment|komment|coment|repl(?:y|ies)|respon(?:d|ses?\b)|reaction|reacti|feedback|discuss|diskus|opini|leserbrief|message"
    r"|post[-_]?(?:body|content|\d)|forum|thread|answer|talkback|avis\b|beitrag|kommentar|yorum|отзыв|коммент",
    re.IGNORECASE,
)
_STRONG: Final = lazy_re.pattern(
    r"comment|komment|coment|repl(?:y|ies)|respon(?:d|ses?\b)|reacti|leserbrief|opini|talkback|yorum|коммент",
    re.IGNORECASE,
)
_HALF: Final = lazy_re.pattern(
    r"message|\bmsg|post[-_#.]?(?:0|body|content|block)|answer|discuss|forum|thread|entry", re.IGNORECASE
)
"""Names of what may be a forum's posts."""
_OTHERS: Final = lazy_re.pattern(
    r"(?:^|[\s_-])(?:related|recent|latest|popular|trending|sidebar|teasers?|menu|nav|footer|breadcrumbs?|promo\w*"
    r"|recommend\w*|headlines?|archive|slides?|splide\w*|swiper\w*|carousel|gallery|tweets?|twitter|instagram|embed|tags?|more[-_]?stories|most[-_]?\w+|ads?|advert\w*|product|reviews?)(?:$|[\s_-])",
    re.IGNORECASE,
)


def _may_have_comments(page: Columns) -> bool:
    """Whether any name on the page speaks of comments, or times repeat."""
    names = {*page.classes, *page.ids}
    names.discard(None)
    return bool(_SIGN.search("\n".join(names))) or page.tags.count("time") > 1  # type: ignore[arg-type]


# -- families ---------------------------------------------------------------------------------------------------------

_TAGS: Final = frozenset("div li article section tr table dd dt p td blockquote dl ul ol span".split())
_NUMBERS: Final = lazy_re.pattern(r"[0-9a-f]{8,}|\d+", re.IGNORECASE)
_PASSING: Final = lazy_re.pattern(r"(?:^|\s)(?:odd|even|first|last|alt|alternate|new|active|selected|unread)(?=\s|$)")
_DATED: Final = lazy_re.pattern(
    r"(?:19|20)\d\d|\d\d?[:.]\d\d|\b\d+\s*(?:s|m|h|d|w|mo|y|min|sec|hr|hours?|days?|minutes?|weeks?|months?|years?)\b"
    r"|\bago\b|\bvor \d|\bil y a\b|\bhace \d|назад|前"
)
_LONGEST_DATED: Final = 120
_MANY: Final = 4
"""So many families are read to the end."""
_FEWEST: Final = 2


@frozen
class _Family:
    """Nodes of one make."""

    name: str
    nodes: Sequence[int]
    rating: float
    is_named: bool


def _families(page: CommentPage) -> Iterator[Proposal]:
    columns = page.columns
    dated = _dated_nodes(columns)
    elsewhere: _Verdicts = {}
    groups = _groups(columns, dated)
    found = [one for name, nodes in groups.items() if (one := _rated(columns, name, nodes, dated, elsewhere))]
    found.sort(key=lambda family: -family.rating)
    for family in found[:_MANY]:
        records = [CommentRecord(_number_of(columns, node), node) for node in family.nodes]
        is_forum = bool(_HALF.search(family.name))
        weight = 2.0 if _STRONG.search(family.name) else 1.3 if family.is_named else 1.2 if is_forum else 1.0
        yield Proposal(records, is_named=family.is_named, is_forum=is_forum, weight=weight)


def _dated_nodes(columns: Columns) -> list[int]:
    """The nodes right around a short text that may be a time, or that carry one, in page order."""
    found: set[int] = {node for node, tag in enumerate(columns.tags) if tag == "time"}
    node = 0
    parents = columns.parents
    for event in columns.events:
        if isinstance(event, str):
            if len(event) < _LONGEST_DATED and _DATED.search(event):
                found.add(node)
        else:
            node = event if event >= 0 else parents[~event]
    return sorted(found)


def _groups(columns: Columns, dated: Sequence[int]) -> dict[str, list[int]]:
    """The nodes of the page by their make: an id without its numbers, else classes, else their place in one parent.

    Only makes of which something is around a time, or named for comments: on most pages that is nothing.
    """
    near = _near(columns, dated)
    wanted = {key for key, nodes in _made(columns, near).items() if len(nodes) >= _FEWEST or _STRONG.search(key)}
    if not wanted:
        return {}
    return {key: nodes for key, nodes in _made(columns, range(len(columns))).items() if key in wanted}


def _near(columns: Columns, dated: Sequence[int]) -> list[int]:
    """What is around times, a few levels, and what is named for comments."""
    near: set[int] = set()
    for node in dated:
        for _ in range(_ABOVE):
            if node < 0 or node in near:
                break
            near.add(node)
            node = columns.parents[node]  # noqa: PLW2901 - climbs
    strong = {classes for classes in set(columns.classes) if classes and _STRONG.search(classes)}
    named = (
        node
        for node, (classes, name) in enumerate(zip(columns.classes, columns.ids, strict=True))
        if classes in strong or (name and _STRONG.search(name))
    )
    return sorted(near.union(named))


_ABOVE: Final = 10


def _made(columns: Columns, nodes: Iterable[int]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    normal: dict[str, str] = {}
    for node in nodes:
        tag, classes, name = columns.tags[node], columns.classes[node], columns.ids[node]
        if tag not in _TAGS:
            continue
        if name and _NUMBERS.search(name):
            groups[f"{tag}#{_NUMBERS.sub('0', name)}"].append(node)
        if classes:
            key = normal.get(classes)
            if key is None:
                key = normal[classes] = " ".join(sorted(_NUMBERS.sub("0", _PASSING.sub(" ", classes)).split()))
            groups[f"{tag}.{key}"].append(node)
        if tag in ("li", "div", "tr", "dd", "article", "table", "p"):
            groups[f"{columns.parents[node]}>{tag}"].append(node)
    return groups


def _rated(columns: Columns, name: str, nodes: list[int], dated: list[int], elsewhere: _Verdicts) -> _Family | None:
    """How much a family looks like a page's comments; None where it can't be."""
    if len(nodes) < _FEWEST and not (_STRONG.search(name) and "0" in name):
        return None
    nodes = _climbed(columns, [node for node in nodes if not _is_elsewhere(columns, node, elsewhere)])
    if not nodes:
        return None
    own = _own_dates(columns, nodes, dated)
    with_date = sum(1 for count in own if count)
    share = with_date / len(nodes)
    strong = bool(_STRONG.search(name)) or _named_around(columns, nodes)
    own_named = bool(_STRONG.search(name))
    if share < (0.4 if strong else 0.7) and not (own_named and len(nodes) > _FEWEST and share < 0.2):
        return None
    sizes = _own_sizes(columns, nodes)
    if sum(1 for size in sizes if size > 15) < 0.6 * len(nodes):
        return None
    # One time a record: a family whose records have many is a list of records itself.
    crowded = sum(own) / max(1, with_date)
    rating = len(nodes) ** 0.5 * max(share, _UNDATED) * (3 if strong else 1) / max(1.0, crowded - 1)
    rating *= min(1.0, sum(sizes) / (60 * len(nodes)))
    return _Family(name, nodes, rating, strong)


def _climbed(columns: Columns, nodes: list[int]) -> list[int]:
    """The outermost nodes that hold one node of a family each: a header and its text may lie side by side in them."""
    if len(nodes) < _FEWEST:
        return nodes
    climbed = []
    for node in nodes:
        outer = node
        for _ in range(_LEVELS):
            parent = columns.parents[outer]
            if parent < 0 or bisect_left(nodes, columns.ends[parent]) - bisect_left(nodes, parent) > 1:
                break
            outer = parent
        climbed.append(outer)
    return climbed


def _named_around(columns: Columns, nodes: Sequence[int]) -> bool:
    """Whether what is around a family is named for comments."""
    node = columns.parents[nodes[0]]
    for _ in range(_LEVELS):
        if node < 0 or columns.tags[node] in _FRAMES:
            return False
        if _STRONG.search(f"{columns.classes[node] or ''} {columns.ids[node] or ''}"):
            return True
        node = columns.parents[node]
    return False


_LEVELS: Final = 4
_UNDATED: Final = 0.3
"""What a family without any times counts, where its own name says that it is of comments."""


_Verdicts = dict[tuple[int, bool], bool]
"""Whether each node that was looked at lies elsewhere, without and with a name for comments below it."""


def _is_elsewhere(columns: Columns, node: int, verdicts: _Verdicts) -> bool:
    """Whether what is around a node says that it is no part of this page's thread; each container is judged once.

    What is named for comments holds comments wherever it stands, unless it is said to be the latest of all posts.
    """
    path: list[tuple[int, bool]] = []
    verdict = is_named = False
    while node >= 0:
        known = verdicts.get((node, is_named))
        if known is not None:
            verdict = known
            break
        path.append((node, is_named))
        names = f"{columns.classes[node] or ''} {columns.ids[node] or ''}"
        is_layout = columns.ends[node] - node > _LAYOUT * len(columns)
        others = not is_named and not is_layout and _holds_others(columns.tags[node], names)
        if others or _holds_latest(columns, node, names, is_layout=is_layout):
            verdict = True
            break
        is_named = is_named or bool(_STRONG.search(names))
        node = columns.parents[node]
    verdicts.update(dict.fromkeys(path, verdict))
    return verdict


_ELSEWHERE: Final = frozenset({"nav", "header", "footer", "head"})
_FRAMES: Final = frozenset({"body", "html"})
_LAYOUT: Final = 0.5
"""What holds more of the page's nodes is its layout, whatever it is called ("content-sidebar")."""


def _holds_latest(columns: Columns, node: int, names: str, *, is_layout: bool) -> bool:
    """Whether an element says that it holds the latest comments on all posts."""
    if columns.tags[node] == "aside" and _is_headed_latest(columns, node):
        return True
    if is_layout or not OTHER_COMMENTS_HINT.search(names):
        return False
    return any(OTHER_COMMENTS.fullmatch(name) for name in names.split())


def _holds_others(tag: str, names: str) -> bool:
    """Whether an element says that it holds other posts, or no texts at all."""
    return tag in _ELSEWHERE or (bool(_OTHERS.search(names)) and not _STRONG.search(names))


_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LATEST: Final = lazy_re.pattern(
    r"latest|recent|newest|neu(?:e|este)|letzte|aktuelle|derni(?:er|ère)s|récents?|últim[oa]s|recientes|ultim[ei]|recenti"
    r"|nieuwste|laatste|ostatnie|最新|最近",
    re.IGNORECASE,
)


def _is_headed_latest(columns: Columns, node: int) -> bool:
    """Whether the first heading inside a node says that what follows is the latest of all posts."""
    heading = next((inner for inner in columns.inside(node) if columns.tags[inner] in _HEADINGS), None)
    return heading is not None and bool(_LATEST.search(columns.all_text(heading)))


def _own_dates(columns: Columns, nodes: Sequence[int], dated: list[int]) -> list[int]:
    """How many times each node holds that no other node of the family inside it holds."""
    return _own(columns, nodes, [bisect_left(dated, columns.ends[n]) - bisect_left(dated, n) for n in nodes])


def _own_sizes(columns: Columns, nodes: Sequence[int]) -> list[int]:
    """How many characters each node holds that no other node of the family inside it holds."""
    members = set(nodes)
    sizes = dict.fromkeys(nodes, 0)
    around: list[int] = []
    at = columns.starts[nodes[0]]
    end = max(columns.stops[node] for node in nodes)
    for event in columns.events[at : end + 1]:
        if isinstance(event, str):
            if around:
                sizes[around[-1]] += len(event.strip())
        elif event >= 0:
            if event in members:
                around.append(event)
        elif around and ~event == around[-1]:
            around.pop()
    return [sizes[node] for node in nodes]


def _own(columns: Columns, nodes: Sequence[int], counts: list[int]) -> list[int]:
    """Each count less those of the nodes right inside."""
    own = list(counts)
    around: list[int] = []
    for place, node in enumerate(nodes):
        while around and columns.ends[nodes[around[-1]]] <= node:
            around.pop()
        if around:
            own[around[-1]] -= counts[place]
        around.append(place)
    return own


_FRAGMENT: Final = lazy_re.pattern(r"#(?:[a-z_-]*?)(\d+)$", re.IGNORECASE)
_LAST_NUMBER: Final = lazy_re.pattern(r"(\d+)\D*$")
_NEAR: Final = 40


def _number_of(columns: Columns, node: int) -> str | None:
    """The page's own number of a record: in its id, in the anchor before it or in it, or in its permalink."""
    for one in (columns.ids[node], columns.get(node, "data-id"), columns.get(node, "data-comment-id")):
        if one and (found := _LAST_NUMBER.search(one)):
            return found[1]
    before = columns.previous_sibling(node)
    if before is not None and columns.tags[before] == "a":
        name = columns.get(before, "name") or columns.ids[before]
        if name and (found := _LAST_NUMBER.search(name)):
            return found[1]
    for inner in range(node + 1, min(columns.ends[node], node + _NEAR)):
        if columns.tags[inner] != "a":
            continue
        name = columns.get(inner, "name") or columns.ids[inner]
        if name and (found := _LAST_NUMBER.search(name)):
            return found[1]
        if found := _FRAGMENT.search(columns.get(inner, "href") or ""):
            return found[1]
    return None


# -- what was read ----------------------------------------------------------------------------------------------------


def is_worth_reading(page: CommentPage, proposal: Proposal) -> bool:
    """Whether records may be comments, as far as that can be told before they are read: no links, no reviews."""
    records = proposal.records
    if not proposal.is_named and len(records) < _LEAST_UNNAMED:
        return False
    most = 1.0 if proposal.is_named else 0.85 if proposal.is_forum else 0.3
    if most < 1 and _link_share(page.columns, records) > most:
        return False
    return not _are_reviews(page.columns, records) and not _lead_elsewhere(page, records)


_LEAST_UNNAMED: Final = 3


def is_plausible(page: CommentPage, proposal: Proposal, rows: Sequence[CommentRow], doubts: Doubts) -> bool:
    """Whether what was read from a proposal may be comments: several people who write at times, no list of links.

    Where the page itself names them comments, less is asked.
    """
    count = len(rows)
    if not count:
        return False
    named = [row for row in rows if row.author is not None and _is_name(row.author.name)]
    dated = sum(1 for row in rows if row.published is not None or row.published_raw is not None)
    texts = sum(1 for row in rows if len(row.text) > _A_WORD and row.text != row.published_raw)
    if count == 1:
        return proposal.is_named and bool(named) and bool(dated) and bool(texts)
    if _are_titles(page, proposal.records, rows):
        return False
    people = len({row.author.name for row in named if row.author is not None})
    if doubts.weight >= _TOO_DOUBTFUL and 2 * dated < count:
        return False
    if proposal.is_named:
        return len(named) + dated >= 0.8 * count and texts >= 0.5 * count
    return count > 2 and people > 1 and min(len(named), dated, texts) >= 0.8 * count


_A_WORD: Final = 1
_TOO_DOUBTFUL: Final = 0.6


def _lead_elsewhere(page: CommentPage, records: Sequence[CommentRecord]) -> bool:
    """Whether records link to places in several other pages, as lists of the latest comments on all posts do."""
    columns = page.columns
    here = _page_of(page.url or "")
    paths: list[str] = []
    for record in records[:_SAMPLED]:
        around = columns.parents[record.outer]
        small = around >= 0 and columns.ends[around] - around < 2 * (columns.ends[record.outer] - record.outer) + 8
        begin = around if small else record.outer
        links = (
            columns.get(node, "href") or "" for node in range(begin, columns.ends[begin]) if columns.tags[node] == "a"
        )
        paths += [path for link in links if _FRAGMENT.search(link) and (path := _page_of(link)) and path != here][:1]
    return len(paths) > 1 and 2 * len(paths) > min(len(records), _SAMPLED) and len(set(paths)) > 1


def _are_titles(page: CommentPage, records: Sequence[CommentRecord], rows: Sequence[CommentRow]) -> bool:
    """Whether most texts begin with a line that is a link to another page: a list of posts or of threads."""
    columns = page.columns
    here = _page_of(page.url or "")
    titles = asked = 0
    for record, row in zip(records[:_SAMPLED], rows, strict=False):
        line = row.text.partition("\n")[0].strip()
        if not line:
            continue
        asked += 1
        for node in range(record.outer, columns.ends[record.outer]):
            if columns.tags[node] != "a" or _page_of(columns.get(node, "href") or "") in ("", here):
                continue
            title = " ".join(columns.all_text(node).split())
            if (
                len(title) >= _SHORTEST_TITLE
                and line.startswith(title)
                and len(line) - len(title) < _SHORTEST_TITLE * 2
            ):
                titles += 1
                break
    return asked > 1 and 2 * titles > asked


_SHORTEST_TITLE: Final = 8
_REVIEW: Final = lazy_re.pattern(r"(?:^|[\s_-])h?reviews?(?:$|[\s_-])", re.IGNORECASE)


def _are_reviews(columns: Columns, records: Sequence[CommentRecord]) -> bool:
    """Whether records are named as reviews of a product, or as nothing but that by a standard."""
    named = sum(
        1
        for record in records[:_SAMPLED]
        if _REVIEW.search(columns.classes[record.outer] or "")
        or (columns.get(record.outer, "itemtype") or "").endswith("/Review")
    )
    return 2 * named > min(len(records), _SAMPLED)


def _page_of(address: str) -> str:
    """An address without its fragment and host; old sites tell their pages by the query."""
    bare = address.partition("#")[0]
    return re.sub(r"^(?:https?:)?//[^/]*", "", bare).rstrip("/")


_NUMERIC: Final = lazy_re.pattern(r"[\W\d_]*")


def _is_name(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_WORDS and not _NUMERIC.fullmatch(name)


_LONGEST_NAME: Final = 60
_MOST_WORDS: Final = 6


def _link_share(columns: Columns, records: Sequence[CommentRecord]) -> float:
    """How much of some records' text stands in links that lead to other pages."""
    linked = whole = 0
    for record in records[:_SAMPLED]:
        inside = 0
        node = record.outer
        for event in columns.events[columns.starts[node] : columns.stops[node]]:
            if isinstance(event, str):
                size = len(event.strip())
                whole += size
                linked += size if inside else 0
            elif event < 0:
                inside = 0 if ~event == inside else inside
            elif not inside and columns.tags[event] == "a":
                leads_on = not (columns.get(event, "href") or "#").startswith("#")
                inside = event if leads_on else 0
    return linked / whole if whole else 1.0


_SAMPLED: Final = 12
