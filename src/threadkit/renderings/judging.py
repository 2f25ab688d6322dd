"""Which of several readings of one text is right: one set of measures, over the whole.

A record is worth more the more it says: a name that reads like one, a time, a body. What a reading leaves behind
speaks against it: times and speakers inside bodies, lines of the theme in most of them, one name for all, bodies that
are empty, text between the introduction and the first record, more records than the page says there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.headers import looks_like_name
from threadkit.renderings.record import REPLY_LINK, Record
from threadkit.renderings.section import Proposal, Section, tail
from threadkit.renderings.views import Kind, View

__all__ = ["is_counted", "is_plausible", "worth"]

_NAMELESS: Final = 0.35
"""What a record without a name is worth, beside one with a name."""
_SEVERAL: Final = 4
_FEW_PEOPLE: Final = 2
_MOST: Final = 0.6
_SENTENCE, _WORDS = 40, 5
"""A line of so many letters and blanks says something, with or without a full stop."""
_ENDS: Final = lazy_re.pattern(r"\w[.!?…。！？][”\"’')\]]*+\Z")
_EDGES: Final = " /|·:,–—-*"
_LINKED: Final = 0.3
_REPLY: Final = lazy_re.pattern(
    r"\W*(?:reply|replies|antwort|répond|respond|risponi|rispondi|beantw|reageer|svara|odpow|ответ|yanıt|返信|回复|הגב|להגיב)",
    re.IGNORECASE,
)
"""How links to reply begin."""
_NO_PERSON: Final = lazy_re.pattern(
    r"[\"{}<>=\\/|#$%;:*@]|©|\d\.\d|\d{5}|\b(?:version|licen[cs]e|copyright|release[ds]?|file|status|error|warning|note"
    r"|example|table|figure|section|chapter|module|class|function|method|returns?|type|todo|issue|bug|fix(?:es|ed)?)\b",
    re.IGNORECASE,
)
"""What names of versions, files and keys hold, and names of people do not."""


def worth(proposal: Proposal, section: Section) -> float:
    """How much speaks for a reading, in records."""
    records = proposal.records
    views = {section.lines[view.at].start: view for view in section.views}
    total = sum(_worth_of(record) for record in records)
    if not is_counted(proposal, section):
        total -= _one_name(records)
    total -= _left_inside(records, views)
    total -= _repeated(records)
    total -= _unread(proposal, section) + _left_behind(proposal, section) + _inner_items(records)
    total -= _crossed_levels(records)
    if section.declared is not None and len(records) > section.declared:
        pings = sum(record.kind != "comment" for record in records)
        total -= 1.5 * max(0.0, len(records) - pings - 1.1 * section.declared - 1)
    return total


def is_counted(proposal: Proposal, section: Section) -> bool:
    """Whether there are as many records as the page says, or nearly."""
    declared = section.declared
    return declared is not None and declared > 0 and abs(len(proposal.records) - declared) <= 0.1 * declared


def _worth_of(record: Record) -> float:
    if record.kind != "comment":
        return 1.0
    header = record.header
    body = next((line for line in record.body if line.text), None)
    value = _NAMELESS
    if header and header.author:
        value = 1.0 if looks_like_name(header.author, lenient=True) else 0.4
    if header and header.time:
        value += 0.3
    return value + 0.3 if body else value - 0.8


def _one_name(records: Sequence[Record]) -> float:
    """One name for nearly all is no name."""
    names = Counter(r.header.author for r in records if r.header and r.header.author)
    if sum(names.values()) < _SEVERAL:
        return 0.0
    most = names.most_common(1)[0][1]
    return 1.2 * most if most > 0.6 * sum(names.values()) else 0.0


_LOST: Final = {Kind.TIME: 0.9, Kind.SPEECH: 0.7, Kind.DATED: 0.4}
"""What it costs to leave such a line inside a body."""


def _left_inside(records: Sequence[Record], views: Mapping[int, View]) -> float:
    """Headers that stand inside bodies."""
    lost = 0.0
    for record in records:
        for line in record.body:
            if not line.blank and (view := views.get(line.start)) is not None:
                lost += _LOST.get(view.kind, 0.0)
    return lost


def _repeated(records: Sequence[Record]) -> float:
    """Lines of the theme that begin or end bodies."""
    if len(records) < _SEVERAL:
        return 0.0
    firsts: Counter[str] = Counter()
    for record in records:
        filled = [line for line in record.body if line.text]
        if len(filled) > 1:
            firsts[filled[0].text] += 1
            firsts[filled[-1].text] += 1
    common = sum(n for text, n in firsts.items() if n >= max(3, 0.25 * len(records)))
    return 0.4 * common


def _unread(proposal: Proposal, section: Section) -> float:
    """Lines between the introduction and the first record."""
    if not section.introduced:
        return 0.0
    above = [v for v in section.views if v.at < proposal.low and not REPLY_LINK.fullmatch(v.text)]
    sentences = sum(view.kind is Kind.PROSE for view in above)
    return min(6.0, 0.15 * len(above) + 1.5 * min(1, sentences) + 0.5 * sentences)


def _left_behind(proposal: Proposal, section: Section) -> float:
    """Sentences behind the last record, where records end with their headers: they are the last one's body."""
    if ", foot" not in proposal.layout:
        return 0.0
    end = tail(section.lines, max(0, proposal.high - 1))
    sentences = sum(view.kind is Kind.PROSE for view in section.views if proposal.high <= view.at < end)
    return min(4.0, 2.0 * sentences)


def _inner_items(records: Sequence[Record]) -> float:
    """Items inside bodies that stand where other records begin."""
    marked = [record for record in records if record.marker]
    if len(marked) < 0.6 * len(records):
        return 0.0
    inner = sum(
        line.marked and line.indent <= record.column and bool(line.text) for record in marked for line in record.body
    )
    return 0.4 * inner


def _crossed_levels(records: Sequence[Record]) -> float:
    """Headers that stand on the level of another body than their own."""
    offsets = Counter(offset for record in records if (offset := _offset(record)) is not None)
    if len({record.column for record in records}) < 2 or not offsets:
        return 0.0
    return 0.3 * (sum(offsets.values()) - offsets.most_common(1)[0][1])


def _offset(record: Record) -> int | None:
    """How far the body stands from its header's column."""
    return min((line.indent for line in record.body if not line.blank), default=record.column) - record.header_column


def is_plausible(proposal: Proposal, section: Section) -> bool:
    """Whether a reading is one of comments where nothing says how many there are: several people, of whom it is told
    that they speak, or when, and who do say something; or, where the names are gone, links to reply below them.

    Changelogs, lists of licences, logs and tables of values are laid out like comments; but who stands there is a
    version, a path or a key, and what stands below is no sentence.
    """
    records = [record for record in proposal.records if record.kind == "comment"]
    said = sum(any(_says_something(line.text) for line in record.body) for record in records)
    if said < _MOST * len(records):
        return False
    people = {record.header.author for record in records if record.header and _is_person(record.header.author)}
    good = sum(_is_person(record.header.author) for record in records if record.header)
    told = sum(_is_told(record, proposal) for record in records)
    if len(people) >= _FEW_PEOPLE and min(good, told) >= _MOST * len(records):
        return True
    replies = sum(
        view.kind in (Kind.LINK, Kind.NAME) and _REPLY.match(view.text) is not None
        for view in section.views
        if proposal.low <= view.at < proposal.high
    )
    if len(records) <= _FEW_PEOPLE:
        return False
    return replies >= _LINKED * len(records) or (section.introduced and proposal.layout == "listed")


def _is_person(name: str | None) -> bool:
    bare = name.strip(_EDGES) if name else ""
    return looks_like_name(bare, lenient=True) and _NO_PERSON.search(bare) is None


def _is_told(record: Record, proposal: Proposal) -> bool:
    """Whether it is told when somebody wrote, or at least that they did."""
    header = record.header
    if header is None:
        return False
    return header.time is not None or proposal.speech


def _says_something(text: str) -> bool:
    return (len(text) >= _SENTENCE and text.count(" ") >= _WORDS) or _ENDS.search(text) is not None
