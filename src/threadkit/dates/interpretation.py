"""The parts of a time → what they mean together, be they scanned or cut out by a known form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from threadkit.dates.names import half_of_day, month_number
from threadkit.dates.time_reading import HOUR, MINUTE, SECOND, Clock, TimeReading

__all__ = ["ORDERS", "arrange", "interpret", "make_date", "numbers_of"]

ORDERS: Final = {"": ("YMD",), "Y": ("YMD", "YDM"), "4": ("DMY", "MDY"), "2": ("DMY", "MDY", "YMD")}
"""The orders that a date of numbers can have, by the first letter of its form: with the year first, with a year of four
digits last, with a year of two digits anywhere."""


def interpret(parts: Mapping[str, str | None], language: str) -> TimeReading | None:
    """What the parts of a text mean together; None where its words are no month, no am or pm.

    The one place for scanned texts and for those that fit a known form.
    """
    numbers, form = numbers_of(parts, language)
    if not numbers[1]:
        return None
    hour = parts.get("hour")
    if hour is None:
        return TimeReading(numbers, form)
    h, minute, second, half = int(hour), parts.get("minute"), parts.get("second"), parts.get("half")
    if half is not None:
        later = half_of_day(half, language)
        if later is None:
            return None
        if h <= 12:
            h = h % 12 + 12 * later
    precision = SECOND if second else MINUTE if minute else HOUR
    return TimeReading(numbers, form, Clock(h, int(minute or 0), int(second or 0), precision, parts.get("zone")))


def numbers_of(parts: Mapping[str, str | None], language: str) -> tuple[tuple[int, int, int], str]:
    """The three numbers of a date and the form that says in which orders they may be; zeros for what can't be one."""
    a = parts.get("a")
    if a is None:
        month = parts.get("month")
        number = month_number(month, language) if month else int(parts.get("moon") or 0)
        year = parts.get("year") or parts.get("short") or "0"
        return (_year(year, language), number, int(parts["day"] or 0)), ""
    b, c, separator = int(parts["b"] or 0), (parts["c"] or "").lstrip("'’"), parts["sep"] or ""
    if len(a) == 4:
        return (_year(a, language), b, int(c)), "Y" + separator
    if len(c) == 4:
        return (int(a), b, _year(c, language)), "4" + separator
    return (int(a), b, int(c)) if len(c) == 2 else (0, 0, 0), "2" + separator


def _year(digits: str, language: str) -> int:
    """A year as written; two digits are a year of the web (1970 to 2069); Thai years count from the Buddha."""
    year = int(digits.lstrip("'’"))
    if year < 100:
        # WordPress prints the date of an empty database field as "November 30, -0001".
        return -1 if len(digits) == 4 else year + (1900 if year >= 70 else 2000)
    return year - 543 if language == "th" and 2400 < year < 2700 else year


_PLACES: Final = {"YMD": (0, 1, 2), "YDM": (0, 2, 1), "DMY": (2, 1, 0), "MDY": (2, 0, 1)}


def arrange(numbers: tuple[int, int, int], order: str) -> date | None:
    """The date of three numbers in an order; None where there is no such day.

    >>> arrange((5, 6, 19), "DMY"), arrange((5, 6, 19), "MDY"), arrange((31, 6, 2019), "DMY")
    (datetime.date(2019, 6, 5), datetime.date(2019, 5, 6), None)
    """
    y, m, d = _PLACES[order]
    year = numbers[y]
    if 0 <= year < 100:
        year += 1900 if year >= 70 else 2000
    return make_date(year, numbers[m], numbers[d])


def make_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year < 2200 else None
    except ValueError:
        return None
