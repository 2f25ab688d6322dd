"""What only all records of a rendering together show: words that are the theme's and not the writers'.

In come a page's records; they are changed in place. Names lose what nearly all of them share ("Posted by Ann", "—Ann",
"Annon" before a date) and the running number before them; bodies lose the reply link above them; a line behind most
bodies that gives a time and otherwise the same words is the time of the comment above it (Blogger's flat lists).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from threadkit import lazy_re
from threadkit.renderings.headers import Normalised, normalise
from threadkit.renderings.record import REPLY_LINK, SHORT, Record, drop_links_above, has_digit, last_line
from threadkit.vocabulary.patterns import COMMENT_BYLINE

__all__ = ["tidy"]

_SEVERAL: Final = 4
"""So many different names must share something before it is the theme's."""
_NEARLY_ALL: Final = 0.9
_ROUNDS: Final = 6
"""A theme prints no more words around a name."""
_GLUED: Final = lazy_re.pattern(r"(?<=\S)(?<!\s)(?:on|at|am|um|le|el|il|em|op|says|said|wrote)\Z")
_GLUED_BEFORE: Final = lazy_re.pattern(
    r"(?:[Ff]rom|[Bb]y|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Dd]i)(?=[^\W\d_a-z]|<|[a-z])(?!\s)"
)
_EDGE: Final = lazy_re.pattern(r"[^\w\s\"'“”‘’()\[\]<>@&.!?$*]")
_COUNTED: Final = lazy_re.pattern(r"#?(\d{1,5})[.):]?\s+(\S.*)")
_MENTIONS: Final = lazy_re.pattern(rf"{COMMENT_BYLINE}:?\s+(\S.*)", re.IGNORECASE)


def tidy(records: Sequence[Record]) -> None:
    """Take what is the theme's out of the records' names and bodies."""
    drop_links_above(records)
    _take_times_behind(records)
    _drop_counters(records)
    for _ in range(_ROUNDS):
        if not any(drop(records) for drop in (_drop_edges, _drop_glued, _drop_glued_before, _drop_words)):
            break


def _named(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.header and record.header.author and record.kind == "comment"]


def _rename(record: Record, name: str) -> None:
    if record.header:
        record.header = record.header._replace(author=name.strip() or record.header.author)


def _drop_shared(records: Sequence[Record], find: Callable[[str], str], cut: Callable[[str, str], str]) -> bool:
    """Cut off what nearly all names share, if many different names do."""
    named = _named(records)
    names = [(record.header and record.header.author) or "" for record in named]
    counts = Counter(find(name) for name in names)
    shared, times = counts.most_common(1)[0] if counts else ("", 0)
    rests = {cut(name, shared) for name in names if find(name) == shared}
    if not shared or times < _NEARLY_ALL * len(names) or len(rests - {""}) < _SEVERAL:
        return False
    for record, name in zip(named, names, strict=True):
        if find(name) == shared:
            _rename(record, cut(name, shared))
    return True


def _drop_edges(records: Sequence[Record]) -> bool:
    """Punctuation before or behind the names: "—Ann", "：Ann｜"."""
    first = _drop_shared(records, lambda name: name[0] if _EDGE.match(name) else "", lambda name, _: name[1:].strip())
    last = _drop_shared(
        records, lambda name: name[-1] if _EDGE.match(name[-1]) else "", lambda name, _: name[:-1].strip()
    )
    return first or last


def _drop_glued(records: Sequence[Record]) -> bool:
    """A word that runs into the names where a theme sets it in an element of its own: "Annon May 3, 2009"."""
    return _drop_shared(
        records,
        lambda name: found[0] if (found := _GLUED.search(name)) else "",
        lambda name, word: name.removesuffix(word),
    )


def _drop_glued_before(records: Sequence[Record]) -> bool:
    """A word that the names run into: "Comment fromAnn"."""
    return _drop_shared(
        records,
        lambda name: found[0] if (found := _GLUED_BEFORE.match(name)) else "",
        lambda name, word: name.removeprefix(word),
    )


def _drop_words(records: Sequence[Record]) -> bool:
    """The first or the last word of the names: "Posted by Ann"; in a short thread only words that are known."""
    if len({record.header.author for record in _named(records) if record.header}) < _SEVERAL:
        found = [(record, _MENTIONS.fullmatch((record.header and record.header.author) or "")) for record in records]
        for record, match in found:
            if match:
                _rename(record, match[1])
        return False
    first = _drop_shared(
        records,
        lambda name: name.split(" ", 1)[0] if " " in name and not has_digit(name) else "",
        lambda name, word: name.removeprefix(word).strip(),
    )
    last = _drop_shared(
        records,
        lambda name: name.rsplit(" ", 1)[1] if " " in name and not has_digit(name) else "",
        lambda name, word: name.removesuffix(word).strip(),
    )
    return first or last


def _drop_counters(records: Sequence[Record]) -> None:
    """The running number that some themes print before the names: "1 Ann", "2 Bob"."""
    named = _named(records)
    found = [_COUNTED.fullmatch((record.header and record.header.author) or "") for record in named]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) < 3 or len(numbers) < _NEARLY_ALL * len(named) or len(set(numbers)) < len(numbers):
        return
    for record, match in zip(named, found, strict=True):
        if match:
            _rename(record, match[2])


def _take_times_behind(records: Sequence[Record]) -> None:
    """Times that stand behind the bodies with the same words around them, where the headers have none."""
    if any(record.header and record.header.time for record in records):
        return
    found: list[tuple[Record, Normalised]] = []
    for record in records:
        last = last_line(record)
        if last is not None and record.header and not last.marked and len(last.text) <= SHORT and has_digit(last.text):
            line = normalise(last.text)
            if line.time:
                found.append((record, line))
    counts = Counter(_without_links(line.text) for _, line in found)
    words, times = counts.most_common(1)[0] if counts else ("", 0)
    if times < max(2, 0.8 * len(_named(records))):
        return
    for record, line in found:
        last = last_line(record)
        if _without_links(line.text) == words and record.header and last is not None:
            record.header = record.header._replace(time=line.time)
            del record.body[record.body.index(last) :]


def _without_links(text: str) -> str:
    """A line without the reply link at its end, which not all comments have."""
    return " ".join(part for part in re.split(r"\s*\|\s*", text) if not REPLY_LINK.fullmatch(part))
