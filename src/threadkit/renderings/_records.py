"""Which lines of a rendering are comments: the section, the records in it, and each record's header and body.

In come the lines; out go `Record`s in page order, the lines above them (the post) and around them. Three layouts:

    marked    a record begins with a list marker:   "  1. Ann says:" / blank / body
    signed    the same, but signed below the body:  "  1. Body …" / blank / "     Ann — 05.14.19 @ 12:15 PM"
    headed    no list; a record begins with a line that names somebody and a time: "Ann May 14, 2019 at 12:15 pm"

The one that explains most candidate lines is taken. Lists that readers wrote look like records; the page's header
template, the blank line before a record, and the ordinals of its siblings tell them apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from attrs import define, field, frozen

from threadkit.model import Issue, Kind
from threadkit.renderings._headers import (
    MAX_HEADER,
    Header,
    Normalised,
    Template,
    is_noise,
    learn,
    learn_normalised,
    looks_like_name,
    normalise,
    says,
)
from threadkit.renderings._introduction import comments_open, read_introduction
from threadkit.renderings._lines import Line

__all__ = ["Found", "Record", "find_records"]

_INNER_MARKER: Final = re.compile(r"(\d{1,6}\.|•) ")
_DIGIT: Final = re.compile(r"\d")
_PING: Final = re.compile(r"(Pingback|Trackback)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_SIGNS: Final = re.compile(
    r"(?:posted|comment|commented|written|geschrieben|publié|escrito)(?: by|\s*:)", re.IGNORECASE
)
_EXCERPT: Final = re.compile(r"\[(?:…|\.\.\.|&#8230;)\].*\[(?:…|\.\.\.|&#8230;)\]\Z", re.DOTALL)
"""WordPress cuts a ping's excerpt out of the linking page like this."""
_PING_HEADING: Final = re.compile(
    r"\W*(?:\d+\s+)?(?:pingbacks?|trackbacks?)(?:\s*(?:/|&|and)\s*(?:pingbacks?|trackbacks?))?\W*(?:\d+\W*)?",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    # what follows the last comment where nothing is indented, by its first words
    r"\W*(?:previous post|next post|leave a|post a comment|add a comment|older comments|newer comments"
    r"|comment navigation"
    r"|post navigation|older posts|newer posts|cancel reply|your email address|copyright|powered by"
    r"|proudly powered|©|rss\b|subscribe|\d+ (?:trackbacks?|pingbacks?)"
    r"|trackbacks?|pingbacks?|about\b.{0,40}\Z|search\b.{0,20}\Z|archives?\b.{0,10}\Z|categories\b.{0,10}\Z"
    r"|recent (?:posts|comments))",
    re.IGNORECASE,
)
_REPLY_WORDS: Final = frozenset(
    "reply;antwort;reply ↓;reply to this comment;log in to reply;permalink;quote;report;like;edit;link;share;antworten;"
    "antworten ↓;"
    "répondre;répondre ↓;responder;rispondi;beantwoorden;svara;odpowiedz;ответить;yanıtla;返信;回复;הגב;להגיב;"
    "comment on this".split(";")
)
_REPLY_LINK: Final = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(_REPLY_WORDS, key=len, reverse=True)))})\s*(?:By Post Author)?", re.IGNORECASE
)
_BY_POST_AUTHOR: Final = re.compile(r"(?:\S+ ?)?By Post Author", re.IGNORECASE)
"""twentytwenty marks the post's author below the body, and glues the mark to the reply link."""
_MAX_HEADER_LINES: Final = 5
_SHORT: Final = 160
"""A longer line is a paragraph, no header: 80 for the longest sane name, the rest for the theme and the date."""


@define
class Record:
    """One comment as lines."""

    column: int
    """Where its marker stands, or its header line where it has no marker."""
    at: int
    """Where it begins, in characters."""
    body_at: int
    """Where its body begins, in characters."""
    line: int
    """The number of its first line, from 1."""
    marker: str = ""
    """As in `Line`."""
    header: Header | None = None
    """Who and when; None where the rendering dropped it."""
    kind: Kind = "comment"
    """As in `Comment`."""
    body: list[Line] = field(factory=list)
    """The lines below the header."""


@frozen(kw_only=True)
class Found:
    """The comment section and what is left."""

    post: Sequence[Line]
    """The lines above the comments, without the introduction."""
    introduction: str | None
    """The comment introduction; None without one."""
    records: Sequence[Record]
    """In page order."""
    around: Sequence[Line]
    """The lines that stand right before and behind the comments."""
    indented: bool
    """Whether columns are list levels of two columns each (else only their order tells depth)."""
    issues: tuple[Issue, ...] = ()
    """Where two readings were possible."""


def find_records(lines: Sequence[Line]) -> Found:
    """The records of a rendering's comment section; none where there is no such section."""
    lines = _unmark(lines)
    marked = _marked_candidates(lines)
    headed = [] if _are_records(lines, marked) else _headed_candidates(lines)
    introduction = _introduction(lines, sorted(marked + headed))
    low = 0 if introduction is None else introduction + 1
    marked = [i for i in marked if i >= low]
    headed = [i for i in headed if i >= low]
    records, high, issues, indented = _choose(lines, marked, headed, low, introduced=introduction is not None)
    if introduction is None and _is_the_post(lines, records):
        records = records[1:]
    if not records:
        return _without_comments(lines)
    first = records[0].line - 1
    while first > low and _REPLY_LINK.fullmatch(lines[first - 1].text):
        first -= 1
    above = lines[:first] if introduction is None else [*lines[:introduction], *lines[low:first]]
    return Found(
        post=above,
        introduction=None if introduction is None else lines[introduction].full_text,
        records=records,
        around=[*lines[max(0, first - 8) : first], *lines[high : high + 40]],
        indented=indented,
        issues=tuple(issues),
    )


def _unmark(lines: Sequence[Line]) -> Sequence[Line]:
    """The same, but "3. Mai 2009 um 16:10 Uhr" is a line of text, no list item, and an empty item is a blank line."""
    out = list(lines)
    for i, line in enumerate(lines):
        if line.marked and not line.text:
            out[i] = line._replace(marker="", marked=False, blank=True)
        elif line.marked and i and not lines[i - 1].blank and _DIGIT.search(line.text) and len(line.text) <= 60:
            found = normalise(line.full_text)
            if found.time and found.time.startswith(line.marker) and is_noise(found.text):
                out[i] = line._replace(marker="", marked=False, text=line.full_text)
    return out


def _are_records(lines: Sequence[Line], marked: Sequence[int]) -> bool:
    """Whether list items alone explain the page, so that other lines need not be looked at: nearly all of them fit one
    template, and there are enough for that to be no chance.
    """
    if len(marked) < 8:
        return False
    template = learn(lines[i].text for i in marked[:40])
    return template.support >= 0.8 * len(marked[:40]) and not template.dated


def _is_the_post(lines: Sequence[Line], records: Sequence[Record]) -> bool:
    """Whether the first record is the post: all others hang below it, and no text stands above it (p2 sets its posts
    in a list).
    """
    if len(records) < 2 or any(record.column <= records[0].column for record in records[1:]):
        return False
    return all(len(line.text) < 140 for line in lines[: records[0].line - 1])


def _without_comments(lines: Sequence[Line]) -> Found:
    """A page without comments: an introduction ("No comments yet") may still stand below the post."""
    end = len(lines)
    said: str | None = None
    for i in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        text = lines[i].full_text
        if text and (comments_open([text]) is not None or (lines[i].indent == 0 and read_introduction(text))):
            end, said = i, text if read_introduction(text) else said
    return Found(post=lines[:end], introduction=said, records=(), around=lines[end : end + 40], indented=True)


# -- candidates ------------------------------------------------------------------------------------------------------


def _marked_candidates(lines: Sequence[Line]) -> list[int]:
    """List items that may be records: not part of a tight list, with a blank line or a reply link before them."""
    out = []
    links = _links_above_items(lines)
    for i, line in enumerate(lines):
        if not line.marker or line.indent == 0:
            continue
        if line.text[:1] in "PpTt" and _PING.match(line.text):
            out.append(i)  # pings are one line each, and so the only records that may be set tight
            continue
        if _is_tight(lines, i):
            continue
        before = lines[i - 1] if i else None
        if (
            before is None
            or before.blank
            or before.indent < line.indent
            or _ends_a_record(before)
            or before.text in links
        ):
            out.append(i)
    return out


def _links_above_items(lines: Sequence[Line]) -> frozenset[str]:
    """Short lines that stand right above several list items: reply links, in whatever language."""
    counts: Counter[str] = Counter()
    for above, line in pairwise(lines):
        if line.marked and above.text and not above.marked and len(above.text) <= 24:
            counts[above.text] += 1
    return frozenset(text for text, n in counts.items() if n >= 3)


def _is_tight(lines: Sequence[Line], i: int) -> bool:
    """Whether the line above or below is an item of the same list: comments are never set like that."""
    if i and _continues_inner_list(lines[i - 1], lines[i]):
        return True
    return (i > 0 and _is_item_beside(lines, i, i - 1)) or (i + 1 < len(lines) and _is_item_beside(lines, i, i + 1))


def _continues_inner_list(before: Line, line: Line) -> bool:
    """Whether a body that begins with a list began it on the marker's own line ("  2. 1. Ask once")."""
    inner = _INNER_MARKER.match(before.text) if before.marker and line.indent == before.indent + 2 else None
    return inner is not None and (inner[1] == line.marker == "•" or inner[1] == f"{(line.ordinal or 0) - 1}.")


def _is_item_beside(lines: Sequence[Line], i: int, k: int) -> bool:
    return lines[k].marker != "" and lines[k].indent == lines[i].indent and not _PING.match(lines[k].text)


def _ends_a_record(line: Line) -> bool:
    """Whether the next record may follow a line without a blank one between them."""
    return bool(_REPLY_LINK.fullmatch(line.text)) or (line.marker != "" and bool(_PING.match(line.text)))


def _headed_candidates(lines: Sequence[Line]) -> list[int]:
    """First lines of blocks that name somebody and a time (here or on the next lines), without a marker of a record."""
    out = []
    for i, line in enumerate(lines):
        if not line.text or len(line.text) > _SHORT or (line.marked and not _is_tight(lines, i)):
            continue
        if i and not lines[i - 1].blank and not _follows_a_body(lines, i):
            continue
        if _names_somebody(lines, i):
            out.append(i)
    return out


def _follows_a_body(lines: Sequence[Line], i: int) -> bool:
    """A record may follow a heading without a blank line, or a reply link."""
    before = lines[i - 1]
    return (before.indent < lines[i].indent and not before.marker) or _ends_a_record(before)


def _names_somebody(lines: Sequence[Line], i: int) -> bool:
    text = lines[i].text
    if text.endswith(":") and is_noise(text[-8:].rsplit(" ", 1)[-1].strip(":")):
        return True
    if text.endswith(":") and re.search(r"says:\Z", text):
        return True
    first = normalise(text) if _has_digit(text) else None
    if first and first.time:
        return not is_noise(first.text) and len(first.text) <= 120
    if text[-1] in ".!?…" or i + 1 >= len(lines) or lines[i + 1].blank or not _has_digit(lines[i + 1].text):
        return False
    second = normalise(lines[i + 1].text) if len(lines[i + 1].text) <= _SHORT else None
    return second is not None and second.time is not None and is_noise(second.text)


def _has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None


def _introduction(lines: Sequence[Line], candidates: Sequence[int]) -> int | None:
    """The introduction line that most candidates follow before the next introduction."""
    found = [i for i, line in enumerate(lines) if line.indent == 0 and line.text and read_introduction(line.full_text)]
    if not found:
        return None
    counts = [0] * len(found)
    at = -1
    for i in candidates:
        while at + 1 < len(found) and found[at + 1] < i:
            at += 1
        if at >= 0:
            counts[at] += 1
    best = max(range(len(found)), key=counts.__getitem__)
    return found[best] if counts[best] else None


# -- the layouts -----------------------------------------------------------------------------------------------------


def _choose(
    lines: Sequence[Line], marked: list[int], headed: list[int], low: int, *, introduced: bool
) -> tuple[list[Record], int, list[Issue], bool]:
    """Records, the index behind them, issues, and whether columns are list levels."""
    run, high = _run(lines, marked, low, introduced=introduced)
    heads = {i: normalise(lines[i].text) for i in run if 0 < len(lines[i].text) <= MAX_HEADER}
    template = learn_normalised(heads.values())
    headers = {i: header for i, head in heads.items() if (header := template.match_normalised(head))}
    marked_page = _MarkedPage(lines, run, high, template, heads, headers)
    fitting = len(headers)
    in_run = [i for i in headed if run and run[0] < i < high]
    if run and (not headed or len(headed) <= max(2, fitting) or len(headed) < 0.3 * len(run)):
        return (*_read_marked(marked_page), True)
    if run and len(in_run) >= 0.7 * len(run) and _close_records(lines, in_run, run, high):
        return (*_read_signed(lines, run, high, in_run), True)
    records, end = _read_headed(lines, headed, low, introduced=introduced)
    if records and len(records) >= 0.5 * len(run):
        return records, end, [], False
    return (*_read_marked(marked_page), True) if run else ([], low, [], True)


def _run(lines: Sequence[Line], marked: Sequence[int], low: int, *, introduced: bool) -> tuple[list[int], int]:
    """The candidates of one uninterrupted stretch of indented lines, and the index behind it.

    Behind an introduction it is the first stretch; without one the fullest, if it is more than a menu. A stretch
    goes on over lines at the margin where the next root's number continues the last one's, or where pings follow.
    """
    stretches: list[list[int]] = []
    ends: list[int] = []
    at = low
    for i in marked:
        margin = _margin(lines, at, i)
        if stretches and (not margin or _continues(lines, stretches[-1], i, margin)):
            stretches[-1].append(i)
        else:
            stretches.append([i])
            ends.append(0)
        at = i
    if not stretches:
        return [], low
    if introduced:
        best = stretches[0]
    else:
        best = max(stretches, key=len)
        if len(best) < 3 and not learn(lines[i].text for i in best).strong:
            return [], low
    margin = _margin(lines, best[-1], len(lines))
    return best, margin[0] if margin else len(lines)


def _margin(lines: Sequence[Line], low: int, high: int) -> list[int]:
    """The lines between two places that stand at the margin: outside of all lists."""
    return [k for k in range(low + 1, high) if lines[k].indent == 0 and not lines[k].blank]


def _continues(lines: Sequence[Line], stretch: Sequence[int], i: int, margin: Sequence[int]) -> bool:
    if len(margin) == 1 and _PING_HEADING.fullmatch(lines[margin[0]].full_text):
        return True
    root = min(lines[k].indent for k in stretch)
    last = next((lines[k].ordinal for k in reversed(stretch) if lines[k].indent == root), None)
    ordinal = lines[i].ordinal
    return lines[i].indent == root and last is not None and ordinal is not None and last < ordinal <= last + 5


def _close_records(lines: Sequence[Line], headed: Sequence[int], run: Sequence[int], high: int) -> bool:
    """Whether the naming lines stand at the ends of the records, not at their beginnings."""
    ends = set()
    for start, stop in zip(run, [*run[1:], high], strict=True):
        last = stop - 1
        while last > start and lines[last].blank:
            last -= 1
        ends.add(last)
    return sum(i in ends for i in headed) >= 0.7 * len(headed)


# -- marked: records begin with a list marker -------------------------------------------------------------------------


class _MarkedPage(NamedTuple):
    """What is known of a section whose records may begin with list markers."""

    lines: Sequence[Line]
    run: Sequence[int]
    high: int
    template: Template
    heads: Mapping[int, Normalised]
    headers: Mapping[int, Header]


def _read_marked(page: _MarkedPage) -> tuple[list[Record], int, list[Issue]]:
    lines, _, high, template, _, _ = page
    chosen, issues = _without_readers_lists(page)
    if not chosen:
        return [], high, issues
    records = [_record(lines, i) for i in chosen]
    stops = [*chosen[1:], high]
    repeated = _repeated_lines(lines, chosen)
    lenient = not template.strong and _often_named(lines, chosen, stops)
    dated = sum(_is_time_line(lines, i + 1) for i in chosen) >= 0.6 * len(chosen)
    bodies = []
    for record, start, stop in zip(records, chosen, stops, strict=True):
        record.header, taken = _take_header(
            lines, start, stop, template, repeated, dated=dated, lenient=lenient, known=page.headers.get(start)
        )
        bodies.append(start + taken)
    _take_dates_below(lines, records, bodies, stops)
    _fill_bodies(lines, records, chosen, bodies, stops)
    _drop_furniture(records)
    return records, high, issues


def _often_named(lines: Sequence[Line], chosen: Sequence[int], stops: Sequence[int]) -> bool:
    """Whether bare names are how this page heads its comments."""
    named = [
        looks_like_name(lines[i].text) and _has_body(lines, i, stop) for i, stop in zip(chosen, stops, strict=True)
    ]
    return sum(named) >= 0.15 * len(chosen)


def _record(lines: Sequence[Line], i: int) -> Record:
    line = lines[i]
    return Record(column=line.indent, at=line.start, body_at=line.text_at, line=i + 1, marker=line.marker)


def _without_readers_lists(page: _MarkedPage) -> tuple[list[int], list[Issue]]:
    """The candidates without the lists that readers wrote, on a page whose headers are known."""
    lines, run = page.lines, page.run
    if not page.template.strong:
        return list(run), []
    fits = {i: i in page.headers or _is_bare_time(page.heads.get(i)) or bool(_PING.match(lines[i].text)) for i in run}
    siblings = _sibling_lists(lines, run)
    mixed = [group for group in siblings if any(fits[i] for i in group)]
    total = sum(map(len, mixed))
    dropped = sum(not fits[i] for group in mixed for i in group) / total if total else 1.0
    ordered = Counter(lines[i].marker == "•" for group in mixed for i in group if len(group) > 1 or lines[i].indent > 2)
    parents = {_parent_of(lines, run, group[0]) for group in mixed}
    out: set[int] = set()
    issues: list[Issue] = []
    for group in siblings:
        if any(fits[i] for i in group) or any(i in parents for i in group):
            out.update(group)
        elif page.template.dated and dropped < 0.3 and lines[group[0]].marker != "•":
            continue  # headers with a time are seldom dropped, and readers number their paragraphs
        elif len(group) == 1 or dropped ** len(group) > 0.03:
            if ordered and not ordered[lines[group[0]].marker == "•"]:
                continue  # a bullet where the page numbers its comments, or the other way round
            out.update(group)
        else:
            message = (
                "a numbered list inside a comment could also be replies whose authors are missing; taken as a list"
            )
            issues.append(Issue(code="ambiguous-list", message=message, grade="info", line=group[0] + 1))
    return sorted(out), issues


def _is_bare_time(head: Normalised | None) -> bool:
    """Whether a header lost its name and kept its time."""
    return head is not None and head.time is not None and is_noise(head.text)


def _sibling_lists(lines: Sequence[Line], run: Sequence[int]) -> list[list[int]]:
    """The candidates by the list they would be items of: one column, no outer item between, rising numbers."""
    groups: list[list[int]] = []
    stack: list[list[int]] = []
    for i in run:
        line = lines[i]
        while stack and lines[stack[-1][-1]].indent > line.indent:
            stack.pop()
        top = stack[-1] if stack else None
        if top and lines[top[-1]].indent == line.indent and _may_follow(lines[top[-1]], line):
            top.append(i)
            continue
        if top and lines[top[-1]].indent == line.indent:
            stack.pop()
        stack.append([i])
        groups.append(stack[-1])
    return groups


def _may_follow(before: Line, line: Line) -> bool:
    if before.marker == "•" or line.marker == "•":
        return before.marker == line.marker
    return (before.ordinal or 0) < (line.ordinal or 0)


def _parent_of(lines: Sequence[Line], run: Sequence[int], i: int) -> int | None:
    """The candidate that item `i` would be a reply to."""
    at = bisect_left(run, i)
    for k in range(at - 1, max(-1, at - 400), -1):
        if lines[run[k]].indent < lines[i].indent:
            return run[k]
    return None


def _repeated_lines(lines: Sequence[Line], chosen: Sequence[int]) -> frozenset[str]:
    """Lines that stand under most headers, whoever the author is: "Reply | Quote"."""
    counts: Counter[str] = Counter()
    for i in chosen:
        for k in range(i + 1, min(i + 4, len(lines))):
            if lines[k].blank:
                break
            counts[lines[k].full_text] += 1
    return frozenset(text for text, n in counts.items() if n >= max(3, 0.5 * len(chosen)))


def _is_time_line(lines: Sequence[Line], i: int) -> bool:
    """Whether a line gives a time and says next to nothing else."""
    if i >= len(lines) or lines[i].marked or not lines[i].text or len(lines[i].text) > _SHORT:
        return False
    found = normalise(lines[i].text) if _has_digit(lines[i].text) else None
    return found is not None and found.time is not None and is_noise(found.text)


def _take_header(
    lines: Sequence[Line],
    start: int,
    stop: int,
    template: Template,
    repeated: frozenset[str],
    *,
    dated: bool,
    lenient: bool = False,
    known: Header | None = None,
) -> tuple[Header | None, int]:
    """The header of the record at `start`, and how many lines it takes; (None, 0) where the record has none."""
    text = lines[start].text
    if ping := _PING.match(text):
        return Header(_SPACE.sub(" ", ping[2]).strip() or None, None, False), 1
    header = known or template.match(text) or says(text)
    header = header or _plain_header(lines, start, stop, template, dated=dated, lenient=lenient)
    if header is None:
        return None, 0
    author, time, badge = header
    k = start + 1
    while k < min(stop, start + _MAX_HEADER_LINES) and not lines[k].blank and not lines[k].marked:
        line = lines[k].full_text
        if len(line) > _SHORT:
            break
        found = normalise(line)
        rest = "" if author and _same_name(author, found.text) else found.text.removeprefix(author or "").strip()
        if found.time and is_noise(rest):
            time = time or found.time
        elif author is None and looks_like_name(found.text):
            author = found.text
        elif rest and line not in repeated:
            break
        badge = badge or found.badge
        k += 1
    return Header(author, time, badge), k - start


def _plain_header(
    lines: Sequence[Line], start: int, stop: int, template: Template, *, dated: bool, lenient: bool
) -> Header | None:
    """A header that is a bare name or a bare time, on pages whose headers share no words."""
    text = lines[start].text
    if not text or len(text) > _SHORT or text.lower() in _REPLY_WORDS:
        return None
    found = normalise(text)
    if found.time and is_noise(found.text):
        return Header(None, found.time, found.badge)
    below = lines[start + 1] if start + 1 < stop else None
    if (below and below.indent >= lines[start].indent and _is_time_item(below)) or _repeats_with_time(
        lines, start, stop
    ):
        return Header(found.text, None, found.badge)
    if (template.strong and not template.dated) or dated or not _has_body(lines, start, stop):
        return None
    if _same_name(text, lines[start + 1].text):
        return Header(lines[start + 1].text, None, found.badge)
    if lines[start + 1].blank and looks_like_name(found.text, lenient=lenient):
        return Header(found.text, None, found.badge)
    return None


def _repeats_with_time(lines: Sequence[Line], start: int, stop: int) -> bool:
    """Whether the next line says the same name again, and when (an avatar's alternative text stands first)."""
    if start + 1 >= stop or not lines[start + 1].text.startswith(lines[start].text):
        return False
    below = normalise(lines[start + 1].text) if len(lines[start + 1].text) <= _SHORT else None
    return below is not None and below.time is not None and is_noise(below.text.removeprefix(lines[start].text))


def _same_name(alternative: str, name: str) -> bool:
    """Whether a line repeats the one above it, which was an avatar's alternative text ("Ann Avatar")."""
    shown, said = (re.sub(r"\W+", "", text) for text in (name, alternative))
    return bool(shown) and said.startswith(shown) and len(said) <= len(shown) + 12


def _has_body(lines: Sequence[Line], start: int, stop: int) -> bool:
    column = lines[start].indent
    return any(
        not lines[k].blank and lines[k].indent > column and lines[k].full_text.lower() not in _REPLY_WORDS
        for k in range(start + 1, stop)
    )


def _take_dates_below(
    lines: Sequence[Line], records: Sequence[Record], bodies: list[int], stops: Sequence[int]
) -> None:
    """Dates that stand alone in a block under the header (Genesis), where most records have them."""
    spots: list[int | None] = []
    for record, body, stop in zip(records, bodies, stops, strict=True):
        if len(spots) == 12 and not any(spots):
            return
        k = body
        while k < stop and lines[k].blank:
            k += 1
        alone = k < stop and (k + 1 >= len(lines) or lines[k + 1].blank) and _is_time_line(lines, k)
        spots.append(k if alone and record.header and record.header.time is None else None)
    if sum(spot is not None for spot in spots) < max(2, 0.6 * len(records)):
        return
    for n, (record, spot) in enumerate(zip(records, spots, strict=True)):
        if spot is not None and record.header:
            record.header = record.header._replace(time=normalise(lines[spot].text).time)
            bodies[n] = spot + 1


def _fill_bodies(
    lines: Sequence[Line], records: Sequence[Record], starts: Sequence[int], bodies: Sequence[int], stops: Sequence[int]
) -> None:
    """Each record's lines; what stands further out than its own column belongs to one of its ancestors."""
    open_records: list[Record] = []
    for record, start, below, stop in zip(records, starts, bodies, stops, strict=True):
        while open_records and open_records[-1].column >= record.column:
            open_records.pop()
        open_records.append(record)
        if ping := _PING.match(lines[start].text):
            record.kind = "trackback" if ping[1].lower() == "trackback" else "pingback"
        headless = below == start
        if headless and lines[start].text:  # no header: the body begins on the marker's own line
            first = lines[start]
            record.body.append(first._replace(indent=first.indent + 2, marker="", marked=False))
        owner = record
        for line in lines[below + headless : stop]:
            if line.indent > record.column:
                owner = record
            elif not line.blank:
                owner = next((r for r in reversed(open_records) if r.column < line.indent), record)
            owner.body.append(line)
        if _EXCERPT.match(next((line.text for line in record.body if line.text), "")):
            record.kind = "pingback"
        record.body_at = next((line.text_at for line in record.body if not line.blank), lines[stop - 1].start)


def _drop_furniture(records: Sequence[Record]) -> None:
    """Take the theme's words ("Reply", "Like") off the ends of the bodies; the layout keeps them."""
    for _ in range(3):
        tails = [_last(record) for record in records]
        counts = Counter(tail.full_text for tail in tails if tail and len(tail.full_text) <= 40)
        theme = {text for text, n in counts.items() if _is_furniture(text, n, len(records))}
        if not theme:
            return
        for record, tail in zip(records, tails, strict=True):
            if tail and tail.full_text in theme and (len(record.body) > 1 or record.header):
                if record.header and _BY_POST_AUTHOR.fullmatch(tail.full_text):
                    record.header = record.header._replace(badge=True)
                while record.body and record.body[-1] is not tail:
                    record.body.pop()
                record.body.pop()


def _last(record: Record) -> Line | None:
    return next((line for line in reversed(record.body) if not line.blank), None)


def _is_furniture(text: str, n: int, of: int) -> bool:
    text = text.removeprefix("• ")
    if _BY_POST_AUTHOR.fullmatch(text):
        return True
    if text.lower() in _REPLY_WORDS:
        return n >= 2 or of == 1
    return n >= max(4, 0.5 * of) and len(text.split()) <= 4


# -- signed: author and time stand below the body ----------------------------------------------------------------------


def _read_signed(
    lines: Sequence[Line], run: Sequence[int], high: int, headed: Sequence[int]
) -> tuple[list[Record], int, list[Issue]]:
    template = learn(lines[i].text for i in headed)
    records = [_record(lines, i) for i in run]
    stops = [*run[1:], high]
    _fill_bodies(lines, records, run, run, stops)
    for record in records:
        last = _last(record)
        header = template.match(last.text) if last else None
        if header and last:
            record.header = header
            del record.body[record.body.index(last) :]
    _drop_furniture(records)
    return records, high, []


# -- headed: records begin with a line that names somebody -----------------------------------------------------------


def _read_headed(
    lines: Sequence[Line], headed: Sequence[int], low: int, *, introduced: bool
) -> tuple[list[Record], int]:
    template = learn(lines[i].text for i in headed)
    if template.strong:
        starts = [i for i in headed if template.match(lines[i].text)]
    else:  # bare names, each with its time on the next line
        starts = [i for i in headed if i + 1 < len(lines) and _is_time_item(lines[i + 1])]
    if len(starts) < (1 if introduced else 3):
        return [], 0
    if template.strong and _stand_below(lines, starts, low, introduced=introduced):
        return _read_footed(lines, starts, low, template, introduced=introduced)
    records = []
    stops = [*starts[1:], _tail(lines, starts[-1])]
    repeated = _repeated_lines(lines, starts)
    for start, stop in zip(starts, stops, strict=True):
        record = _record(lines, start)
        record.header, taken = _take_headed(lines, start, stop, template, repeated)
        record.body = list(lines[start + taken : stop])
        record.body_at = next((line.text_at for line in record.body if not line.blank), lines[start].text_at)
        records.append(record)
    _drop_furniture(records)
    return records, stops[-1]


def _take_headed(
    lines: Sequence[Line], start: int, stop: int, template: Template, repeated: frozenset[str]
) -> tuple[Header | None, int]:
    header, taken = _take_header(lines, start, stop, template, repeated, dated=False)
    after = start + taken
    # blogtheme sets author and date as a list of their own: the time is the next item
    while header and after < stop and lines[after].marked and _is_time_item(lines[after]):
        header = header._replace(time=header.time or normalise(lines[after].text).time)
        after += 1
    return header, after - start


def _is_time_item(line: Line) -> bool:
    """Whether a line, its list marker aside, gives a time and says next to nothing else."""
    return _is_time_line([line._replace(marker="", marked=False)], 0)


def _stand_below(lines: Sequence[Line], starts: Sequence[int], low: int, *, introduced: bool) -> bool:
    """Whether the naming lines sign the text above them (Movable Type, TypePad) rather than head the text below."""
    after = [line for line in lines[starts[-1] + 1 : _tail(lines, starts[-1])] if not line.blank]
    if any(len(line.text) >= 60 for line in after) or len(after) > 6:
        return False
    if not introduced:
        return bool(_SIGNS.match(lines[starts[0]].text))
    above = [line for line in lines[low : starts[0]] if not line.blank]
    return len(above) > 0 and (len(above) > 2 or any(len(line.text) >= 60 for line in above))


def _read_footed(
    lines: Sequence[Line], starts: Sequence[int], low: int, template: Template, *, introduced: bool
) -> tuple[list[Record], int]:
    """Records that end with the line that names their author; without an introduction the first is one paragraph."""
    first = low
    if not introduced:
        first = starts[0] - 1
        while first > low and (lines[first].blank or not lines[first - 1].blank):
            first -= 1
    numbered = sum(lines[at].ordinal == n + 2 for n, at in enumerate(_next_lines(lines, starts))) >= 0.8 * len(
        starts[1:]
    )
    records = []
    for n, (begin, sign) in enumerate(zip([first, *(i + 1 for i in starts[:-1])], starts, strict=True)):
        at = next((k for k in range(begin, sign) if not lines[k].blank), sign)
        record = _record(lines, at)
        record.header, record.column, record.marker = template.match(lines[sign].text), lines[sign].indent, ""
        record.body = list(lines[at:sign])
        if numbered and record.body and record.body[0].ordinal == n + 1:
            record.body[0] = record.body[0]._replace(marker="", marked=False)
        records.append(record)
    _drop_furniture(records)
    return records, starts[-1] + 1


def _next_lines(lines: Sequence[Line], starts: Sequence[int]) -> list[int]:
    """The first line with text behind each naming line but the last."""
    return [next((k for k in range(a + 1, b) if not lines[k].blank), a) for a, b in pairwise(starts)]


def _tail(lines: Sequence[Line], start: int) -> int:
    """Where the last record ends on a page that indents nothing: before the first line that begins like a footer."""
    column = lines[start].indent
    for k in range(start + 1, len(lines)):
        line = lines[k]
        if line.blank:
            continue
        text = line.full_text
        if line.indent < column and line.indent == 0 and column > 3:
            return k
        if len(text) <= _SHORT and (_TAIL.match(text) or comments_open([text]) is not None):
            return k
        if line.marked and line.indent == 2 and lines[k - 1].blank and _is_menu(lines, k):
            return k
    return len(lines)


def _is_menu(lines: Sequence[Line], k: int) -> bool:
    """Whether a heading set as a list item, with a list below it, begins a sidebar."""
    below = next((line for line in lines[k + 1 : k + 4] if not line.blank), None)
    return below is not None and below.marked and below.indent > lines[k].indent and lines[k].marker == "•"


_SPACE: Final = re.compile(r"[\s\u00a0]+")
