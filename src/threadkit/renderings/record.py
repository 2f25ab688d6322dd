"""One comment as lines, and its header: what all layouts of a rendering's comments share.

In come the lines of a record; out go its `Header` and its body, without the theme's words ("Reply", "Like") behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from attrs import define, field

from threadkit import lazy_re
from threadkit.model import Kind
from threadkit.renderings.headers import Header, Template, is_noise, looks_like_name, normalise, says
from threadkit.renderings.lines import Line
from threadkit.vocabulary.patterns import ALL_BY, COMMENT_BYLINE, any_of, words_of
from threadkit.vocabulary.words import REPLY_LINKS

__all__ = [
    "EXCERPT",
    "PING",
    "REPLY_LINK",
    "REPLY_WORDS",
    "SHORT",
    "Record",
    "drop_furniture",
    "drop_links_above",
    "fill_bodies",
    "has_body",
    "has_digit",
    "is_time_item",
    "is_time_line",
    "last_line",
    "new_record",
    "repeated_lines",
    "take_header",
    "take_signatures_below",
]

_NUMBERS: Final = lazy_re.pattern(r"\d+")
_DIGIT: Final = lazy_re.pattern(r"\d")
PING: Final = lazy_re.pattern(r"(Pingback|Trackback)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
EXCERPT: Final = lazy_re.pattern(r"\[(?:…|\.\.\.|&#8230;)\].*\[(?:…|\.\.\.|&#8230;)\]\Z", re.DOTALL)
"""WordPress cuts a ping's excerpt out of the linking page like this."""
REPLY_WORDS: Final = frozenset(words_of(REPLY_LINKS))
_SURELY_LINKS: Final = frozenset({"replydelete", "replies"})
"""Blogger's links below a comment: not every page has them twice, and no reader ends with them."""
REPLY_LINK: Final = lazy_re.pattern(
    rf"(?:{any_of(REPLY_LINKS)}(?:\s*+(?:[|·/]\s*+)?{any_of(REPLY_LINKS)})*|replies)\s*(?:By Post Author)?",
    re.IGNORECASE,
)
_BY_POST_AUTHOR: Final = lazy_re.pattern(r"(?:\S+ ?)?By Post Author", re.IGNORECASE)
"""twentytwenty marks the post's author below the body, and glues the mark to the reply link."""
_BY: Final = lazy_re.pattern(rf"(?:{COMMENT_BYLINE}|{ALL_BY})\s*:?\s+(\S.*)", re.IGNORECASE)
_LABEL: Final = 40
"""A longer line is no label that a theme prints above bodies."""
_MAX_HEADER_LINES: Final = 5
SHORT: Final = 160
"""A longer line is a paragraph, no header: 80 for the longest sane name, the rest for the theme and the date."""
_SPACE: Final = lazy_re.pattern(r"[\s\u00a0]+")


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
    header_column: int = 0
    """Where the header's line begins."""
    kind: Kind = "comment"
    """As in `Comment`."""
    body: list[Line] = field(factory=list)
    """The lines below the header."""


def new_record(lines: Sequence[Line], i: int) -> Record:
    line = lines[i]
    return Record(column=line.indent, at=line.start, body_at=line.text_at, line=i + 1, marker=line.marker)


def has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None


def is_time_line(lines: Sequence[Line], i: int) -> bool:
    """Whether a line gives a time and says next to nothing else."""
    if i >= len(lines) or lines[i].marked or not lines[i].text or len(lines[i].text) > SHORT:
        return False
    found = normalise(lines[i].text) if has_digit(lines[i].text) else None
    return found is not None and found.time is not None and is_noise(found.text)


def is_time_item(line: Line) -> bool:
    """Whether a line, its list marker aside, gives a time and says next to nothing else."""
    return is_time_line([line._replace(marker="", marked=False)], 0)


def take_header(
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
    if ping := PING.match(text):
        return Header(_SPACE.sub(" ", ping[2]).strip() or None, None, False), 1
    header = known or template.match(text) or says(text)
    header = header or _plain_header(lines, start, stop, template, repeated, dated=dated, lenient=lenient)
    if header is None:
        return None, 0
    author, time, badge = header
    k = start + 1
    while k < min(stop, start + _MAX_HEADER_LINES) and not lines[k].blank and not lines[k].marked:
        line = lines[k].full_text
        if len(line) > SHORT:
            break
        found = normalise(line)
        rest = "" if author and _same_name(author, found.text) else found.text.removeprefix(author or "").strip()
        if found.time and is_noise(rest):
            time = time or found.time
        elif author is None and (speaker := says(line)):
            author = speaker.author
        elif author is None and (by := _BY.fullmatch(found.text)):
            author = by[1]
        elif author is None and looks_like_name(found.text):
            author = found.text
        elif rest and line not in repeated:
            break
        badge = badge or found.badge
        k += 1
    return Header(author, time, badge), k - start


def _plain_header(
    lines: Sequence[Line],
    start: int,
    stop: int,
    template: Template,
    repeated: frozenset[str],
    *,
    dated: bool,
    lenient: bool,
) -> Header | None:
    """A header that is a bare name or a bare time, on pages whose headers share no words."""
    text = lines[start].text
    if not text or len(text) > SHORT or text.lower() in REPLY_WORDS:
        return None
    found = normalise(text)
    if found.time and is_noise(found.text):
        return Header(None, found.time, found.badge)
    next_line = start + 1
    while next_line < stop and lines[next_line].full_text in repeated and not is_time_item(lines[next_line]):
        next_line += 1
    below = lines[next_line] if next_line < stop else None
    if (below and below.indent >= lines[start].indent and is_time_item(below)) or _repeats_with_time(
        lines, start, stop
    ):
        return Header(found.text, None, found.badge)
    if (template.strong and not template.dated) or dated or not has_body(lines, start, stop):
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
    below = normalise(lines[start + 1].text) if len(lines[start + 1].text) <= SHORT else None
    return below is not None and below.time is not None and is_noise(below.text.removeprefix(lines[start].text))


def _same_name(alternative: str, name: str) -> bool:
    """Whether a line repeats the one above it, which was an avatar's alternative text ("Ann Avatar")."""
    shown, said = (re.sub(r"\W+", "", text) for text in (name, alternative))
    return bool(shown) and said.startswith(shown) and len(said) <= len(shown) + 12


def has_body(lines: Sequence[Line], start: int, stop: int) -> bool:
    column = lines[start].indent
    return any(
        not lines[k].blank and lines[k].indent > column and lines[k].full_text.lower() not in REPLY_WORDS
        for k in range(start + 1, stop)
    )


def repeated_lines(lines: Sequence[Line], chosen: Sequence[int]) -> frozenset[str]:
    """Lines that stand under most headers, whoever the author is: "Reply | Quote"."""
    counts: Counter[str] = Counter()
    for i in chosen:
        for k in range(i + 1, min(i + 4, len(lines))):
            if lines[k].blank:
                break
            counts[lines[k].full_text] += 1
    return frozenset(text for text, n in counts.items() if n >= max(3, 0.5 * len(chosen)))


def fill_bodies(
    lines: Sequence[Line], records: Sequence[Record], starts: Sequence[int], bodies: Sequence[int], stops: Sequence[int]
) -> None:
    """Each record's lines; what stands further out than its own column belongs to one of its ancestors."""
    open_records: list[Record] = []
    for record, start, below, stop in zip(records, starts, bodies, stops, strict=True):
        while open_records and open_records[-1].column >= record.column:
            open_records.pop()
        open_records.append(record)
        if ping := PING.match(lines[start].text):
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
        if EXCERPT.match(next((line.text for line in record.body if line.text), "")):
            record.kind = "pingback"
        record.body_at = next((line.text_at for line in record.body if not line.blank), lines[stop - 1].start)


def take_signatures_below(records: Sequence[Record]) -> None:
    """Names and times that stand below the bodies, a line each, where most records without a header end like that."""
    feet = [_signature(record) if record.header is None else None for record in records]
    if sum(foot is not None for foot in feet) < max(2, 0.6 * len(records)):
        return
    for record, foot in zip(records, feet, strict=True):
        if foot is not None:
            record.header, kept = foot
            del record.body[kept:]


def _signature(record: Record) -> tuple[Header, int] | None:
    """The name and time at a body's end, and how much of the body stands above them."""
    body = record.body
    filled = [k for k in range(max(0, len(body) - 8), len(body)) if not body[k].blank]
    if (
        len(filled) < 3
        or not is_time_line(body, filled[-1])
        or not looks_like_name(body[filled[-2]].text, lenient=True)
    ):
        return None
    found = normalise(body[filled[-1]].text)
    return Header(body[filled[-2]].text, found.time, found.badge), filled[-2]


def drop_furniture(records: Sequence[Record]) -> None:
    """Take the theme's words ("Reply", "Like") off the ends of the bodies; the layout keeps them."""
    for _ in range(3):
        tails = [last_line(record) for record in records]
        counts = Counter(_key(tail) for tail in tails if tail and len(tail.full_text) <= 40)
        # Reply links vary with what a reader may do: "ReplyDelete" here, "Delete" there. They count together.
        links = sum(n for text, n in counts.items() if REPLY_LINK.fullmatch(text))
        theme = {
            text
            for text, n in counts.items()
            if _is_furniture(text, links if REPLY_LINK.fullmatch(text) else n, len(records))
        }
        if not theme:
            return
        for record, tail in zip(records, tails, strict=True):
            if tail and _key(tail) in theme and (len(record.body) > 1 or record.header):
                if record.header and _BY_POST_AUTHOR.fullmatch(tail.full_text):
                    record.header = record.header._replace(badge=True)
                while record.body and record.body[-1] is not tail:
                    record.body.pop()
                record.body.pop()


def _key(line: Line) -> str:
    """A line without its numbers, which a theme counts."""
    return _NUMBERS.sub("0", line.full_text) if has_digit(line.text) else line.full_text


def last_line(record: Record) -> Line | None:
    return next((line for line in reversed(record.body) if not line.blank), None)


def _is_furniture(text: str, n: int, of: int) -> bool:
    text = text.removeprefix("• ")
    if _BY_POST_AUTHOR.fullmatch(text):
        return True
    if text.lower() in _SURELY_LINKS:
        return True
    if REPLY_LINK.fullmatch(text):
        return n >= 2 or of == 1
    return n >= max(4, 0.5 * of) and len(text.split()) <= 4


def drop_links_above(records: Sequence[Record]) -> None:
    """Take the theme's words off the beginnings of the bodies: links, and lines that many bodies begin with."""
    for _ in range(2):
        firsts = [next((n for n, line in enumerate(record.body) if not line.blank), None) for record in records]
        found = [(record, n) for record, n in zip(records, firsts, strict=True) if n is not None and record.header]
        linked = sum(REPLY_LINK.fullmatch(record.body[n].full_text) is not None for record, n in found)
        counts = Counter(_key(record.body[n]) for record, n in found if len(record.body[n].text) <= _LABEL)
        theme = {key for key, times in counts.items() if times >= max(3, 0.4 * len(records))}
        if len(counts) <= 0.15 * len(records) and sum(counts.values()) >= 0.8 * len(records):
            theme = set(counts)  # a handful of words above all bodies: where their writers live
        if linked >= max(2, 0.2 * len(records)):
            theme |= {record.body[n].full_text for record, n in found if REPLY_LINK.fullmatch(record.body[n].full_text)}
        above = [(record, n) for record, n in found if _key(record.body[n]) in theme]
        for record, n in above:
            if any(not line.blank for line in record.body[n + 1 :]):
                del record.body[: n + 1]
                record.body_at = next((line.text_at for line in record.body if not line.blank), record.body_at)
        if not above:
            return
