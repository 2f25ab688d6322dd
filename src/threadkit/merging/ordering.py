"""The order of a merged thread: siblings in the order in which the pages show them, replies behind their parents.

In come the joined comments, each with its parent, and the pages' own orders; out comes page order (pre-order). No page
need show all siblings, so their orders are chains that are woven together:

* what a page shows before something else comes before it;
* where no page says, number or time decides, upwards or downwards as most neighbours on the pages go (some blogs show
  the newest first). Numbers are believed unless the times contradict the pages less often;
* what stands on its page against that order (a pingback of an imported blog, a reply beyond the theme's greatest depth,
  which is shown among the siblings of what it replies to) keeps the company of its neighbour there.

Everything is linear but for sorting.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from attrs import frozen

from threadkit.dates.instants import since_epoch
from threadkit.merging.joining import Joined

__all__ = ["in_page_order"]

Chain = tuple[int, ...]
"""The siblings that one page shows, in its order, by their places among all siblings in order of appearance."""


def in_page_order(
    rows: Sequence[Sequence[Joined]], everything: Sequence[Joined], published: Mapping[Joined, datetime | None]
) -> Iterator[Joined]:
    """All comments in the order of the merged page: each behind its parent and before the parent's next sibling."""
    families: defaultdict[Joined | None, list[Joined]] = defaultdict(list)
    for joined in everything:
        families[joined.parent].append(joined)
    chains = _chains(rows, families)
    below_comments: dict[Joined | None, list[Joined]] = {
        parent: members for parent, members in families.items() if parent is not None
    }
    ranks = _rankings({None: families[None]}, chains, published) | _rankings(below_comments, chains, published)
    ordered = {parent: _woven(members, chains[parent], ranks[parent]) for parent, members in families.items()}
    stack = list(reversed(ordered.get(None, [])))
    while stack:
        joined = stack.pop()
        yield joined
        stack.extend(reversed(ordered.get(joined, [])))


def _chains(
    rows: Sequence[Sequence[Joined]], families: Mapping[Joined | None, list[Joined]]
) -> defaultdict[Joined | None, set[Chain]]:
    """For each comment, the orders in which the pages show the replies to it; captures of a page share most of them."""
    place = {joined: at for members in families.values() for at, joined in enumerate(members)}
    chains: defaultdict[Joined | None, set[Chain]] = defaultdict(set)
    for row in rows:
        shown: defaultdict[Joined | None, list[int]] = defaultdict(list)
        here = set(row)
        for joined in row:
            shown[joined.parent].append(place[joined])
            above = joined.parent
            while above is not None and above not in here:
                # Its replies stand where a deleted comment stood.
                here.add(above)
                shown[above.parent].append(place[above])
                above = above.parent
        for parent, chain in shown.items():
            if len(chain) > 1:
                chains[parent].add(tuple(chain))
    return chains


# -- what decides where no page does ---------------------------------------------------------------------------------


_Ranks = list[int | None]
"""For each sibling its rank; None for what has no number, or no time."""


@frozen
class _Ranking:
    """The siblings by number, by time and by appearance, upwards, and how the pages' neighbours go."""

    by_number: _Ranks
    by_time: _Ranks
    neighbours: set[tuple[int, int]]

    def rising(self) -> int:
        """How many more neighbours go upwards than downwards."""
        rising, falling = min(
            (_counted(self.by_number, self.neighbours), _counted(self.by_time, self.neighbours)), key=min
        )
        return rising - falling

    def best(self, *, falls: bool) -> _Ranks:
        """The ranks that fail for the fewest of the siblings: by number or by time, else by appearance."""
        choices = [_turned(ranks) if falls else ranks for ranks in (self.by_number, self.by_time)]
        best = min(choices, key=lambda ranks: _counted(ranks, self.neighbours)[1] + ranks.count(None))
        return best if 2 * best.count(None) <= len(best) else list(range(len(best)))


def _rankings(
    families: Mapping[Joined | None, Sequence[Joined]],
    chains: Mapping[Joined | None, set[Chain]],
    published: Mapping[Joined, datetime | None],
) -> dict[Joined | None, _Ranks]:
    """The ranks in each list of siblings; all lists go the same way, since a few neighbours prove little."""
    rankings: dict[Joined | None, _Ranking] = {}
    for parent, members in families.items():
        if len(members) > 1:
            numbers = _places([_number(joined) for joined in members])
            times = _places(_moments([published[joined] for joined in members]))
            neighbours = {pair for chain in chains.get(parent, ()) for pair in pairwise(chain)}
            rankings[parent] = _Ranking(numbers, times, neighbours)
    falls = sum(ranking.rising() for ranking in rankings.values()) < 0
    return {parent: rankings[parent].best(falls=falls) if parent in rankings else [0] for parent in families}


def _number(joined: Joined) -> int | None:
    number = joined.number
    return int(number) if number is not None and number.isascii() and number.isdigit() and len(number) < 40 else None


def _moments(times: Sequence[datetime | None]) -> list[timedelta | None]:
    """Times that can be compared: those with an offset, or, where they are more, those without."""
    aware = [time is not None and time.utcoffset() is not None for time in times]
    wanted = 2 * sum(aware) >= len(times) - times.count(None)
    return [
        since_epoch(time) if time is not None and has_offset == wanted else None
        for time, has_offset in zip(times, aware, strict=True)
    ]


def _places(values: Sequence[int | None] | Sequence[timedelta | None]) -> list[int | None]:
    """For each value its place among the sorted ones; equal ones in the order in which they stand."""
    rank: list[int | None] = [None] * len(values)
    known = [(value, at) for at, value in enumerate(values) if value is not None]
    for place, (_, at) in enumerate(sorted(known)):
        rank[at] = place
    return rank


def _counted(ranks: _Ranks, neighbours: set[tuple[int, int]]) -> tuple[int, int]:
    """How many neighbours go upwards, and how many downwards."""
    known = [(ranks[before], ranks[after]) for before, after in neighbours]
    both = [(low, high) for low, high in known if low is not None and high is not None]
    rising = sum(low < high for low, high in both)
    return rising, len(both) - rising


def _turned(ranks: _Ranks) -> _Ranks:
    return [None if place is None else len(ranks) - place for place in ranks]


# -- weaving ---------------------------------------------------------------------------------------------------------

_Key = tuple[int, int, int]


def _woven(members: list[Joined], chains: Iterable[Chain], rank: _Ranks) -> list[Joined]:
    """One list of all chains; a contradiction among the pages is decided as if they said nothing."""
    if len(members) <= 1:
        return members
    keys = _keys(rank, chains)
    after: defaultdict[int, set[int]] = defaultdict(set)
    for chain in chains:
        for before, behind in pairwise(chain):
            after[before].add(behind)
    return [members[at] for at in _topological(keys, after)]


def _keys(rank: _Ranks, chains: Iterable[Chain]) -> list[_Key]:
    """What decides between siblings of which no page shows both: the rank, or the neighbour's that it keeps to."""
    keys = [(len(rank), 0, at) if place is None else (place, 0, at) for at, place in enumerate(rank)]
    moved: dict[int, _Key] = {}
    for chain in chains:
        known = [place for at in chain if (place := rank[at]) is not None]
        if len(known) == len(chain) and all(low < high for low, high in pairwise(known)):
            continue
        fitting = {place for place, fits in zip(known, _longest_rising(known), strict=True) if fits}
        company = (min(fitting, default=len(rank)), -1)
        for nth, at in enumerate(chain):
            place = rank[at]
            if place is not None and place in fitting:
                company = (place, 1)
            else:
                moved[at] = max(moved.get(at, (-1, -1, -1)), (*company, nth))
    for at, key in moved.items():
        keys[at] = key
    return keys


def _longest_rising(values: Sequence[int]) -> list[bool]:
    """Which of the values make the longest rising row.

    >>> _longest_rising([1, 9, 2, 3])
    [True, False, True, True]
    """
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            ends.append(at)
        else:
            tails[length], ends[length] = value, at
    fits = [False] * len(values)
    at = ends[-1] if ends else -1
    while at >= 0:
        fits[at] = True
        at = before[at]
    return fits


def _topological(keys: Sequence[_Key], after: Mapping[int, set[int]]) -> list[int]:
    """All places, none before what it comes after; of those that may be next, the least by key."""
    waits = [0] * len(keys)
    for followers in after.values():
        for at in followers:
            waits[at] += 1
    ready = [(keys[at], at) for at, count in enumerate(waits) if not count]
    heapq.heapify(ready)
    by_key = iter(sorted((key, at) for at, key in enumerate(keys)))
    placed = [False] * len(keys)
    order: list[int] = []
    while len(order) < len(keys):
        at = heapq.heappop(ready)[1] if ready else next(by_key)[1]  # each waits for another: the pages disagree
        if placed[at]:
            continue
        placed[at] = True
        order.append(at)
        for behind in after.get(at, ()):
            waits[behind] -= 1
            if not waits[behind] and not placed[behind]:
                heapq.heappush(ready, (keys[behind], behind))
    return order
