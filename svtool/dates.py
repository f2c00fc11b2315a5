"""Dates as extracts write them: declared formats only, strict, each with the span that it names.

A format is declared by the mapping and never guessed row by row: 04/05/2021 is the fourth of May because the
mapping says so, and 04/25/2021 is then not a date at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["day", "month", "quarter"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = tuple(name.capitalize() for name in MONTHS)
LONG_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
EARLIEST = date(1900, 1, 2)  # 1 January 1900 and before are system defaults, not dates
LATEST = date(2099, 12, 31)
_MONTH = "|".join((*LONG_MONTH_NAMES, *MONTHS, "sept"))
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"


@dataclass(frozen=True)
class DateFormat:
    """One way to write a date: what it looks like, what it says, how much time it names."""

    pattern: re.Pattern[str]
    build: Callable[[re.Match[str]], date]
    precision: Precision = "day"


def _ymd(found: re.Match[str]) -> date:
    return date(int(found["y"]), int(found["m"]), int(found["d"]))


def _named_month(found: re.Match[str]) -> date:
    day = int(found["d"]) if "d" in found.groupdict() else 1
    return date(int(found["y"]), MONTHS.index(found["m"][:3].casefold()) + 1, day)


def _month(found: re.Match[str]) -> date:
    return date(int(found["y"]), int(found["m"]), 1)


def _financial_quarter(found: re.Match[str]) -> date:
    year, quarter = int(found["y"]), int(found["q"])
    if int(found["next"]) % 100 != (year + 1) % 100:
        raise ValueError("the second year does not follow the first")
    return date(year + (quarter == 4), (quarter * 3) % 12 + 1, 1)


def _format(pattern: str, build: Callable[[re.Match[str]], date], precision: Precision = "day") -> DateFormat:
    return DateFormat(re.compile(pattern, re.IGNORECASE), build, precision)


DATE_FORMATS: dict[str, DateFormat] = {
    "YYYY-MM-DD": _format(rf"(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}}){_TIME}", _ymd),
    "DD/MM/YYYY": _format(rf"(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>\d{{4}}){_TIME}", _ymd),
    "DD-MM-YYYY": _format(rf"(?P<d>\d{{1,2}})-(?P<m>\d{{1,2}})-(?P<y>\d{{4}}){_TIME}", _ymd),
    "MM/DD/YYYY": _format(rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>\d{{4}}){_TIME}", _ymd),
    "DD Mon YYYY": _format(rf"(?P<d>\d{{1,2}})[ -](?P<m>{_MONTH})[ -](?P<y>\d{{4}}){_TIME}", _named_month),
    "YYYY-MM": _format(r"(?P<y>\d{4})-(?P<m>\d{2})", _month, "month"),
    "YYYY Mon": _format(rf"(?P<y>\d{{4}})\s+(?P<m>{_MONTH})", _named_month, "month"),
    "YYYY/YY Q": _format(r"(?P<y>\d{4})/(?P<next>\d{2})\s+Q?(?P<q>[1-4])", _financial_quarter, "quarter"),
}


def read_date(text: str, formats: tuple[str, ...]) -> tuple[date, Precision] | None:
    """Return the first day that a text names and how much time it names; None when it is not such a date.

    Args:
        text: the cell, without surrounding blanks.
        formats: names of DATE_FORMATS, tried in order.
    """
    for name in formats:
        known = DATE_FORMATS[name]
        found = known.pattern.fullmatch(text)
        if not found:
            continue
        try:
            day = known.build(found)
        except ValueError:
            return None
        return (day, known.precision) if EARLIEST <= day <= LATEST else None
    return None


def add_months(day: date, months: int) -> date:
    """Return the first day of the month that lies so many months from the day's own."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def month_end(day: date) -> date:
    """Return the last day of the day's month."""
    return add_months(day, 1) - timedelta(days=1)


def last_day(day: date, precision: Precision) -> date:
    """Return the last day of the span that begins on `day`."""
    if precision == "day":
        return day
    return add_months(day, 1 if precision == "month" else 3) - timedelta(days=1)


def show_date(day: date) -> str:
    """Return a day as people write it: 3 April 2021."""
    return f"{day.day} {LONG_MONTH_NAMES[day.month - 1]} {day.year}"


def name_span(start: date, end: date, years: bool = True) -> str:
    """Return a span of days in words: `Apr to Dec 2018`, `1 Jan to 15 Jun 2021`, or either without years."""
    whole = start.day == 1 and end == month_end(end)
    first = MONTH_NAMES[start.month - 1] if whole else f"{start.day} {MONTH_NAMES[start.month - 1]}"
    last = MONTH_NAMES[end.month - 1] if whole else f"{end.day} {MONTH_NAMES[end.month - 1]}"
    if years and start.year != end.year:
        first = f"{first} {start.year}"
    text = first if first == last else f"{first} to {last}"
    return f"{text} {end.year}" if years else text


def same_day(day: date, months: int) -> date:
    """Return the same day of the month that lies so many months away; its last day where it has no such day."""
    first = add_months(day, months)
    return min(first + timedelta(days=day.day - 1), month_end(first))
