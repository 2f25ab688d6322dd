"""Which comments of several pages are one comment.

In come the pages of a thread, each with its comments; out comes, for every comment of every page, the `Joined` that it
is a sighting of. The page's own number decides where there is one. Where an id is only a place on the page ("5.1.2"),
which another capture counts otherwise, a comment is known by author, time and text:

* only letters and digits count, because one text comes with curly quotes from a page and with straight ones from an
  export;
* a time that can't be compared (none, or with an offset on one side only) does not part what author and text join;
* of several equal comments of one page ("Agreed!"), each is the one of the other page that replies to the same, or, as
  its parent may have been deleted, the first is the first, the second the second. So a page never loses one of two
  equal comments, and a second capture never doubles them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import define, field, frozen

from threadkit import lazy_re, renderings
from threadkit.dates.instants import since_epoch
from threadkit.model import Comment, Thread

__all__ = ["Joined", "Sighting", "join"]

_PLACES_ONLY: Final = frozenset(renderings.dialects())
"""The dialects in which no comment has a number of its own."""
_NO_LETTERS: Final = lazy_re.pattern(r"\W+")


@frozen
class Sighting:
    """A comment as pages show it, and when the first and the last of those that show it just so were captured."""

    comment: Comment
    first: datetime | None
    last: datetime | None


@define(eq=False)
class Joined:
    """One comment of the merged thread, with all that the pages say of it."""

    number: str | None
    """The page's own; None where no page gives one."""
    at: int
    """Its place among all that were found, page by page."""
    sightings: list[Sighting] = field(factory=list)
    parent: Joined | None = None
    stated: str | None = None
    """The number of a parent that is on none of the pages; None where there is none such."""
    is_circular: bool = False
    """Whether the pages together make it its own ancestor; it has no parent then."""
    shown_depth: int = 0
    """The greatest depth at which a page shows it."""

    def add(self, comment: Comment, first: datetime | None, last: datetime | None) -> None:
        """One more sighting; one that says the same as the one before only widens its times."""
        before = self.sightings[-1] if self.sightings else None
        if before is not None and before.comment == comment:
            earlier = min(filter(None, (before.first, first)), key=since_epoch, default=None)
            later = max(filter(None, (before.last, last)), key=since_epoch, default=None)
            self.sightings[-1] = Sighting(comment, earlier, later)
        else:
            self.sightings.append(Sighting(comment, first, last))


def join(pages: Sequence[Thread]) -> list[list[Joined]]:
    """For each page, what its comments are sightings of, in page order; no sighting is added yet.

    >>> a = Thread(comments=(Comment(id="801", text="Me too."), Comment(id="802", text="Not me.")))
    >>> b = Thread(comments=(Comment(id="802", text="Not me. Edited."), Comment(id="809", text="Why?")))
    >>> one, other = join([a, b])
    >>> one[1] is other[0], [joined.number for joined in other]
    (True, ['802', '809'])
    """
    numbers = [_own_numbers(page) for page in pages]
    known: dict[str, Joined] = {}
    count = 0
    rows: list[list[Joined | None]] = []
    for row in numbers:
        found: list[Joined | None] = []
        for number in row:
            if number is not None and number not in known:
                known[number] = Joined(number, count)
                count += 1
            found.append(None if number is None else known[number])
        rows.append(found)
    if any(number is None for row in numbers for number in row):
        _Matcher(count).match(pages, rows)
    return [[joined for joined in row if joined is not None] for row in rows]


def _own_numbers(page: Thread) -> list[str | None]:
    """Each comment's own number; None where its id is its place on the page and nothing more."""
    if page.dialect in _PLACES_ONLY:
        return [None] * len(page.comments)
    counts: Counter[str | None] = Counter()
    seen: set[str] = set()
    numbers: list[str | None] = []
    for comment in page.comments:
        parent = comment.parent_id if comment.parent_id in seen else None
        counts[parent] += 1
        place = f"{counts[parent]}" if parent is None else f"{parent}.{counts[parent]}"
        bare = comment.id.partition("~")[0]
        numbers.append(None if bare == place or "?" in bare or comment.id in seen else comment.id)
        seen.add(comment.id)
    return _with_first_numbers(page.comments, numbers)


def _with_first_numbers(comments: Sequence[Comment], numbers: list[str | None]) -> list[str | None]:
    """A young blog's comments are numbered 1, 2, 4, 5: the first of them look like places and are none."""
    certain = [int(number) for number in numbers if number is not None and _is_plain(number)]
    if not certain or min(certain) > 2 * len(comments):
        return numbers
    taken = set(numbers)
    return [
        comment.id if number is None and _is_plain(comment.id) and comment.id not in taken else number
        for comment, number in zip(comments, numbers, strict=True)
    ]


def _is_plain(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 19


# -- comments without numbers ----------------------------------------------------------------------------------------

_Time = tuple[bool, timedelta]
"""Whether it has an offset, and the minute: pages show no seconds, exports do."""
_Words = tuple[str, str]
"""The author and the letters of the text."""
_NOBODY: Final[_Words] = ("", "")


@define(eq=False)
class _Seat:
    """What is known of one comment among those of the same author and text."""

    joined: Joined
    above: _Words
    """What it replies to."""
    times: dict[bool, timedelta]


@frozen
class _Item:
    """A comment without a number that looks for its seat."""

    at: int
    above: _Words
    time: _Time | None


@define
class _Matcher:
    count: int
    seats: defaultdict[_Words, list[_Seat]] = field(factory=lambda: defaultdict(list))

    def match(self, pages: Sequence[Thread], rows: list[list[Joined | None]]) -> None:
        """Fill the gaps in the rows."""
        words = [_words(page.comments) for page in pages]
        for page, row, named in zip(pages, rows, words, strict=True):
            for comment, joined, (own, above) in zip(page.comments, row, named, strict=True):
                if joined is not None:
                    self._seat_numbered(joined, own, above, _time(comment))
        for page, row, named in zip(pages, rows, words, strict=True):
            alike: defaultdict[_Words, list[_Item]] = defaultdict(list)
            for at, (comment, joined, (own, above)) in enumerate(zip(page.comments, row, named, strict=True)):
                if joined is None:
                    alike[own].append(_Item(at, above, _time(comment)))
            taken = {joined for joined in row if joined is not None}
            for own, items in alike.items():
                self._seat(own, items, row, taken)

    def _seat_numbered(self, joined: Joined, own: _Words, above: _Words, time: _Time | None) -> None:
        seats = self.seats[own]
        # The captures of a page come one after the other: a comment's own seat is mostly the only one.
        seat = next((seat for seat in seats[:8] if seat.joined is joined), None)
        if seat is None:
            seats.append(seat := _Seat(joined, above, {}))
        if time is not None:
            seat.times.setdefault(*time)

    def _seat(self, own: _Words, items: list[_Item], row: list[Joined | None], taken: set[Joined]) -> None:
        """Seats for the equal comments of one page; a comment that finds none gets a new one."""
        seats = self.seats[own]
        items = sorted(items, key=lambda item: (item.time is None, item.time or (False, timedelta()), item.at))
        for sorts_of_seat, sort_of_item in _WAYS:
            items = _take(items, seats, sorts_of_seat, sort_of_item, row, taken)
        for item in items:
            seat = _Seat(Joined(None, self.count), item.above, {})
            self.count += 1
            seats.append(seat)
            _sit(item, seat, row, taken)


def _take(
    items: list[_Item],
    seats: list[_Seat],
    sorts_of_seat: Callable[[_Seat], Iterable[Hashable]],
    sort_of_item: Callable[[_Item], Hashable],
    row: list[Joined | None],
    taken: set[Joined],
) -> list[_Item]:
    """Seat each item on the first free seat of its sort; the items that are left."""
    free: defaultdict[Hashable, list[_Seat]] = defaultdict(list)
    for seat in reversed(seats) if items else ():
        if seat.joined not in taken:
            for sort in sorts_of_seat(seat):
                free[sort].append(seat)
    left = []
    for item in items:
        fitting = free[sort_of_item(item)]
        while fitting and fitting[-1].joined in taken:
            fitting.pop()
        if fitting:
            _sit(item, fitting.pop(), row, taken)
        else:
            left.append(item)
    return left


def _sit(item: _Item, seat: _Seat, row: list[Joined | None], taken: set[Joined]) -> None:
    row[item.at] = seat.joined
    taken.add(seat.joined)
    if item.time is not None:
        seat.times.setdefault(*item.time)


def _untimed(seat: _Seat) -> tuple[bool | None, ...]:
    """The sorts of time that can't be compared with the seat's: none, and those that it has not."""
    return None, *(sort for sort in (True, False) if sort not in seat.times)


def _sort(item: _Item) -> bool | None:
    return None if item.time is None else item.time[0]


_WAYS: Final[tuple[tuple[Callable[[_Seat], Iterable[Hashable]], Callable[[_Item], Hashable]], ...]] = (
    (lambda seat: seat.times.items(), lambda item: item.time or item),
    (lambda seat: [(sort, seat.above) for sort in _untimed(seat)], lambda item: (_sort(item), item.above)),
    (_untimed, _sort),
)
"""The ways in which a comment finds its seat, the surest first: same time; same parent; same author and text only."""


def _time(comment: Comment) -> _Time | None:
    if comment.published is None:
        return None
    return comment.published.utcoffset() is not None, since_epoch(comment.published.replace(second=0, microsecond=0))


def _own_words(comment: Comment) -> _Words:
    author = comment.author.name.casefold().strip() if comment.author else ""
    if comment.kind != "comment":
        # Many themes print of a ping the link only, without number, time and text.
        return "ping", comment.author.url if comment.author and comment.author.url else author
    return author, _NO_LETTERS.sub("", comment.text).casefold() or comment.text


def _words(comments: Iterable[Comment]) -> list[tuple[_Words, _Words]]:
    """What a comment is known by besides its time, and what it replies to, likewise."""
    known: dict[str | None, _Words] = {}
    found: list[tuple[_Words, _Words]] = []
    for comment in comments:
        own = _own_words(comment)
        found.append((own, known.get(comment.parent_id, _NOBODY)))
        known.setdefault(comment.id, own)
    return found
