"""Displayed times → datetime: what a page shows as times goes in, all of them together and in page order; out goes
one `datetime`, or None, for each.

1. **Text.** Each text is read by itself (`scan`), in whatever language and form, with whatever stands around.
2. **Order.** Whether 05/06/19 is May or June is asked once for all dates of one form: which order gives days that
   exist, fits weekdays and machine attributes, and keeps neighbours close together? The language only tips the scale.
3. **Machine attributes** (ISO, epoch, prose) are believed where they agree with the displayed text, up to the
   distance of a time zone. If most of a page's attributes don't, none of them is believed.

Nothing is made up: no year, no day, "2 years ago" or an undecided order is None, and an issue counts them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import pairwise
from typing import Final, NamedTuple

from attrs import frozen

from threadkit import lazy_re
from threadkit.dates.interpretation import ORDERS, arrange
from threadkit.dates.names import base_language, is_weekday, weekdays_in
from threadkit.dates.reader import TimeReader
from threadkit.dates.scan import scan
from threadkit.dates.time_reading import Lack, Precision, TimeReading
from threadkit.model import Issue
from threadkit.vocabulary import calendar

__all__ = ["Stamp", "Times", "find_time", "read_times"]


@frozen(kw_only=True)
class Stamp:
    """What a page shows of one time.

    >>> Stamp(displayed="12:15 pm on May 14, 2019", machine="2019-05-14T16:15:39Z").machine
    '2019-05-14T16:15:39Z'
    """

    displayed: str | None = None
    """The displayed text, e.g. "May 3, 2009 at 4:10 pm"; noise around it does no harm. None where nothing is shown."""
    machine: str | None = None
    """A machine attribute (``datetime=``, ``title=``, ``content=``) as it stands there; None without one."""


@frozen(kw_only=True)
class Times:
    """What the stamps of a page mean."""

    published: tuple[datetime | None, ...]
    """One a stamp, in their order: aware where the page gives an offset, else naive; midnight where it gives the day
    only; None where it can't be read for certain."""
    issues: tuple[Issue, ...]
    """One a kind of trouble, with counts: "unreadable-date", "ambiguous-date", and "date-only" (grade "info")."""


def read_times(stamps: Sequence[Stamp], *, language: str | None = None, tz: tzinfo | None = None) -> Times:
    """What a page's times mean, read together, since one form and one order of day and month holds for all.

    `language` is the page's (``"de"``, ``"pt-BR"``); other languages are understood too. `tz` becomes the zone of times
    that the page gives without an offset.

    >>> read_times([Stamp(displayed="5. März 2011 um 14:05 Uhr")], language="de").published
    (datetime.datetime(2011, 3, 5, 14, 5),)

    A date of numbers is decided by its neighbours, or not at all:

    >>> [t and t.month for t in read_times([Stamp(displayed=f"0{n}/06/19 at 13:55") for n in (5, 6, 7)]).published]
    [6, 6, 6]
    >>> for issue in read_times([Stamp(displayed="05/06/19 at 13:55")]).issues: print(issue)
    warning: ambiguous-date: 1 of 1 times: day and month can't be told apart, e.g. '05/06/19 at 13:55'
    """
    base = base_language(language)
    shown_reader, machine_reader = TimeReader(base), TimeReader(base)
    shown = [shown_reader.read(stamp.displayed) for stamp in stamps]
    machine = [machine_reader.read_machine(stamp.machine) for stamp in stamps]
    orders = _decide_orders(stamps, shown, machine, language or "")
    named = _only_utc_named((*shown, *machine))
    moments = [_settle(reading, orders, named_zones=named) for reading in shown]
    attributes = [_settle(reading, orders, named_zones=named) for reading in machine]
    agree = [
        None if one is None or other is None else _agrees(one, other)
        for one, other in zip(moments, attributes, strict=True)
    ]
    if 2 * agree.count(True) < len(agree) - agree.count(None):
        chosen = moments
    else:
        chosen = list(map(_choose, moments, attributes, agree))
    published = tuple(_publish(moment, tz) for moment in chosen)
    return Times(published=published, issues=tuple(_issues(stamps, chosen, shown, machine)))


def find_time(text: str, language: str | None = None) -> tuple[int, int] | None:
    """The span of the displayed time inside a line, with the words between date and time; None without one.

    A date with its time is preferred to a date alone, that to a day without a year ("May 2 at 7:10 pm"), that to a
    relative time ("2 years ago"). A time of day alone is none.

    >>> line = "Bob on May 3, 2009 at 4:10 pm said:"
    >>> start, end = find_time(line)
    >>> line[start:end]
    'May 3, 2009 at 4:10 pm'
    >>> find_time("I have 2 cats and 10 fish.") is None
    True
    """
    if not _DIGIT.search(text):
        return None
    base = base_language(language)
    reading = scan(text, base)
    if reading.lack not in (Lack.NOTHING, Lack.YEAR, Lack.RELATIVE):
        return None
    start, end = reading.span
    if (before := _WORD_BEFORE.search(text, max(0, start - 20), start)) and is_weekday(before["word"], base):
        start = before.start()
    return start, end


_WORD_BEFORE: Final = lazy_re.pattern(r"(?<![^\W\d_])(?P<word>[^\W\d_]+)[.,]{0,2}\s{0,2}$")
_DIGIT: Final = lazy_re.pattern(r"\d")


# -- the order of day and month ----------------------------------------------------------------------------------

_CERTAIN: Final = 3.4
"""How much better the best order must be than the next: log-odds, about 30 to 1."""
_IMPOSSIBLE: Final = 20.0
"""The cost of a day that does not exist; some pages hold one line of another form, none holds many."""
_CONTRADICTED: Final = 5.0
"""The cost of a day that the weekday or the attribute beside it contradicts."""
_CLOSENESS: Final = 1.5
"""How strongly neighbours are expected to be close: the cost of a gap of n days is this times log(1 + n)."""
_CHECKED: Final = 100
"""How many dates are held against weekdays and attributes; more would add nothing."""


@frozen
class _Item:
    """A date of numbers, and what stands beside it."""

    index: int
    numbers: tuple[int, int, int]
    text: str
    attribute: datetime | None


def _decide_orders(
    stamps: Sequence[Stamp], shown: Sequence[TimeReading], machine: Sequence[TimeReading], language: str
) -> dict[str, tuple[str, ...]]:
    """For each form of number dates the orders that remain possible, by a page's displayed texts and attributes."""
    items: dict[str, list[_Item]] = {}
    for i, (stamp, one, other) in enumerate(zip(stamps, shown, machine, strict=True)):
        if one.form:
            items.setdefault(one.form, []).append(_Item(i, one.numbers, stamp.displayed or "", other.exact))
        elif other.form:
            items.setdefault(other.form, []).append(_Item(i, other.numbers, stamp.machine or "", None))
    if not items:
        return {}
    fixed = [_known_date(*readings) for readings in zip(shown, machine, strict=True)]
    return {form: _possible_orders(form, group, fixed, language) for form, group in items.items()}


def _known_date(shown: TimeReading, machine: TimeReading) -> date | None:
    """The day of a stamp if nothing is open about it."""
    for reading in (shown, machine):
        if reading.exact:
            return reading.exact.date()
        if not reading.lack and not reading.form:
            return arrange(reading.numbers, "YMD")
    return None


def _possible_orders(form: str, items: Sequence[_Item], fixed: Sequence[date | None], language: str) -> tuple[str, ...]:
    """The best order and those that are not clearly worse."""
    days = {order: [arrange(item.numbers, order) for item in items] for order in ORDERS[form[0]]}
    cost = {order: _IMPOSSIBLE * found.count(None) + _prior(form, order, language) for order, found in days.items()}
    fewest = min(cost.values())
    days = {order: found for order, found in days.items() if cost[order] <= fewest + 2 * _IMPOSSIBLE}
    if len(days) == 1:
        return tuple(days)
    common = [i for i in range(len(items)) if all(found[i] for found in days.values())]
    weekdays = [weekdays_in(items[i].text, base_language(language)) for i in common[:_CHECKED]]
    for order, found in days.items():
        pairs = [(items[i], day) for i in common if (day := found[i])]
        cost[order] += _gaps(pairs, fixed)
        cost[order] += sum(_contradictions(*pair, named) for pair, named in zip(pairs, weekdays, strict=False))
    fewest = min(cost[order] for order in days)
    return tuple(order for order in days if cost[order] < fewest + _CERTAIN)


def _gaps(pairs: Sequence[tuple[_Item, date]], fixed: Sequence[date | None]) -> float:
    """The cost of the gaps between neighbours on the page, certain dates among them."""
    line = {i: day for i, day in enumerate(fixed) if day} | {item.index: day for item, day in pairs}
    days = [line[i].toordinal() for i in sorted(line)]
    return _CLOSENESS * sum(math.log1p(abs(b - a)) for a, b in pairwise(days))


def _contradictions(item: _Item, day: date, named: set[int]) -> float:
    """The cost of what stands beside a date and speaks of another."""
    cost = 0.0
    if item.attribute and abs((item.attribute.date() - day).days) > 1:
        cost += _CONTRADICTED
    if named and day.weekday() not in named:
        cost += _CONTRADICTED
    return cost


def _prior(form: str, order: str, language: str) -> float:
    """What the language alone says against an order.

    English says nothing: WordPress calls every untranslated blog "en-US". Two-digit years are often a theme's own
    format ("m.d.y" on a German blog), so there the language is only a hint; a four-digit year between the language's
    own separators is written as the language has it.
    """
    year, separator = form[0], form[1:]
    if year == "Y":
        return 6.0 if order == "YDM" else 0.0
    usual = _usual_form(language)
    usual_order = "".join(filter(str.isalpha, usual))
    if order == "YMD" or usual_order == "YMD":
        return 0.0 if year == "4" or order == usual_order else 6.0
    if not usual or order == usual_order:
        return 0.0
    return 4.0 if year == "4" and separator in usual else 2.0


def _usual_form(language: str) -> str:
    """How a language writes short dates, e.g. "D.M.Y"; "" where it has no one way."""
    base = base_language(language)
    if base == "en":
        return "D/M/Y" if language.lower().replace("_", "-") in _ENGLISH_DAY_FIRST else ""
    return calendar.DATE_FORMS.get(base, "")


_ENGLISH_DAY_FIRST: Final = frozenset({"en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"})


# -- displayed text and attribute together -----------------------------------------------------------------------


class _Moment(NamedTuple):
    """A time that was read."""

    when: datetime
    precision: Precision


def _settle(reading: TimeReading, orders: Mapping[str, Sequence[str]], *, named_zones: bool) -> _Moment | None:
    """The time of a reading, the orders being known; None where more than one day is possible, or none."""
    if reading.lack:
        return None
    form, clock = reading.form, reading.clock
    if reading.exact:
        return _Moment(reading.exact, clock.precision)
    day = _one_day(reading.numbers, orders.get(form, ("YMD",))) if form else arrange(reading.numbers, "YMD")
    if day is None:
        return None
    zone = _offset(clock.zone, named=named_zones) if clock.zone else None
    when = datetime(day.year, day.month, day.day, clock.hour, clock.minute, clock.second, tzinfo=zone)
    return _Moment(when, clock.precision)


def _one_day(numbers: tuple[int, int, int], orders: Sequence[str]) -> date | None:
    """The day on which all orders agree that make one."""
    if len(orders) == 1:
        return arrange(numbers, orders[0])
    days = {day for order in orders if (day := arrange(numbers, order))}
    return days.pop() if len(days) == 1 else None


def _offset(zone: str, *, named: bool) -> timezone | None:
    """The offset that a zone's text gives; None for names such as EST, which are -5 hours in New York, +10 in Sydney.

    `named` says whether GMT and UTC alone count: beside "BST" on the same page, "GMT" is a name like others.
    """
    match = re.search(r"([+−-])(\d{1,2})(?::?(\d\d))?$", zone)
    if match:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(offset if match[1] == "+" else -offset) if offset < timedelta(hours=24) else None
    return UTC if named and zone.upper() in ("Z", "UTC", "GMT") else None


def _only_utc_named(readings: Iterable[TimeReading]) -> bool:
    """Whether no text of the page names a zone other than UTC and GMT."""
    zones = {reading.clock.zone.upper() for reading in readings if reading.clock.zone}
    return not any(zone.isalpha() and zone not in ("Z", "UTC", "GMT") for zone in zones)


def _choose(moment: _Moment | None, attribute: _Moment | None, agree: bool | None) -> _Moment | None:
    """The better of a displayed time and its attribute: the one with an offset, then the more precise one."""
    if attribute is None or moment is None:
        return moment or attribute
    if not agree or attribute.precision < min(moment.precision, Precision.MINUTE):
        return moment
    return attribute if attribute.when.tzinfo or attribute.precision > moment.precision else moment


_WEST, _EAST, _QUARTER = timedelta(hours=-12), timedelta(hours=14), timedelta(minutes=15)
"""The zones of the world: their extremes, and the step between them."""
_STEPS: Final = (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1))
_NONE: Final = timedelta()


def _agrees(shown: _Moment, attribute: _Moment) -> bool:
    """Whether both can be one instant: the same, or as far apart as an offset is, in whole quarters of an hour.

    The coarser of the two has lost what is smaller than its precision, so it may lie before the other by that much.
    """
    here, there = shown.when, attribute.when
    if here.tzinfo and there.tzinfo:
        apart = there - here
    else:
        apart = there.replace(tzinfo=None) - (here.replace(tzinfo=None) if here.tzinfo else here)
    step = _STEPS[min(shown.precision, attribute.precision)]
    coarse = attribute.precision < shown.precision
    if _NONE <= (-apart if coarse else apart) < step:
        return True
    offset = there.utcoffset()
    if here.tzinfo or offset is None:
        return False
    apart -= offset
    return -_EAST <= apart < step - _WEST and (-apart if coarse else apart) % _QUARTER < step


def _publish(moment: _Moment | None, tz: tzinfo | None) -> datetime | None:
    if moment is None:
        return None
    if moment.when.tzinfo or tz is None:
        return moment.when
    # As a fixed offset: what a zone's rules say of an hour that autumn repeats would not survive JSON.
    offset = moment.when.replace(tzinfo=tz).utcoffset()
    return moment.when if offset is None else moment.when.replace(tzinfo=timezone(offset))


# -- issues ------------------------------------------------------------------------------------------------------

_TROUBLES: Final = {
    "ambiguous-date": "day and month can't be told apart",
    "no-year": "the text gives no year",
    "relative": "the text is relative to the moment when the page was shown",
    "unreadable": "the text is not a date",
}


def _issues(
    stamps: Sequence[Stamp],
    chosen: Sequence[_Moment | None],
    shown: Sequence[TimeReading],
    machine: Sequence[TimeReading],
) -> Iterator[Issue]:
    """One issue a kind of trouble, with how many times have it and an example."""
    total, day_only = 0, 0
    troubles: dict[str, list[str]] = {}
    for stamp, moment, one, other in zip(stamps, chosen, shown, machine, strict=True):
        if one.lack is Lack.ABSENT and other.lack is Lack.ABSENT:
            continue
        total += 1
        if moment is None:
            text = stamp.displayed if one.lack is not Lack.ABSENT else stamp.machine
            troubles.setdefault(_trouble(one, other), []).append(" ".join((text or "").split())[:60])
        elif moment.precision is Precision.DAY:
            day_only += 1
    for name, texts in sorted(troubles.items()):
        code = name if name == "ambiguous-date" else "unreadable-date"
        message = f"{len(texts)} of {total} times: {_TROUBLES[name]}, e.g. {texts[0]!r}"
        yield Issue(code=code, message=message)
    if day_only:
        yield Issue(
            code="date-only", message=f"{day_only} of {total} times: the day only, read as midnight", grade="info"
        )


def _trouble(shown: TimeReading, machine: TimeReading) -> str:
    """Why a stamp has no time, by the better of its texts."""
    reading = min(shown, machine, key=lambda reading: reading.lack)
    if not reading.lack:
        return "ambiguous-date" if reading.form else "unreadable"
    return {Lack.YEAR: "no-year", Lack.RELATIVE: "relative"}.get(reading.lack, "unreadable")
