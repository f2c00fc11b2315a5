"""Dates as extracts write them: declared formats only, strict, each with the span that it names.

A format is declared by the mapping and never guessed row by row: 04/05/2021 is the fourth of May because the
mapping says so, and 04/25/2021 is then not a date at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Span = tuple[date, date]  # the first and the last day
EPOCH = date(1970, 1, 1)  # from which arrays number days
Precision = Literal["day", "month", "quarter", "year"]
PRECISIONS: tuple[Precision, ...] = ("day", "month", "quarter", "year")
MONTHS_OF: dict[Precision, int] = {"month": 1, "quarter": 3, "year": 12}

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = tuple(name.capitalize() for name in MONTHS)
LONG_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
EARLIEST = date(1900, 1, 2)  # 1 January 1900 and before are system defaults, not dates
LATEST = date(2099, 12, 31)
_MONTH = "|".join((*LONG_MONTH_NAMES, *MONTHS, "sept"))
TIME = r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?"
_TIME = rf"(?:{TIME})?"


@dataclass(frozen=True)
class DateFormat:
    """One way to write a date: what it looks like, what it says, how much time it names."""

    pattern: re.Pattern[str]
    build: Callable[[re.Match[str]], date]
    precision: Precision = "day"
    short_year: bool = False  # the year has two digits: the mapping must say which century


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


def _financial_year(found: re.Match[str]) -> date:
    if int(found["next"]) % 100 != (int(found["y"]) + 1) % 100:
        raise ValueError("the second year does not follow the first")
    return date(int(found["y"]), 4, 1)


def _financial_month(found: re.Match[str]) -> date:
    year, month = _financial_year(found).year, MONTHS.index(found["m"][:3].casefold()) + 1
    return date(year + (month < 4), month, 1)


def _short(pattern: str) -> DateFormat:
    """Return a format whose year has two digits; see `_whole_year`."""
    return DateFormat(re.compile(pattern, re.IGNORECASE), _ymd, short_year=True)


def _format(pattern: str, build: Callable[[re.Match[str]], date], precision: Precision = "day") -> DateFormat:
    return DateFormat(re.compile(pattern, re.IGNORECASE), build, precision)


DATE_FORMATS: dict[str, DateFormat] = {
    "YYYY-MM-DD": _format(rf"(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}}){_TIME}", _ymd),
    "DD/MM/YYYY": _format(rf"(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>\d{{4}}){_TIME}", _ymd),
    "DD-MM-YYYY": _format(rf"(?P<d>\d{{1,2}})-(?P<m>\d{{1,2}})-(?P<y>\d{{4}}){_TIME}", _ymd),
    "MM/DD/YYYY": _format(rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>\d{{4}}){_TIME}", _ymd),
    "MM-DD-YYYY": _format(rf"(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})-(?P<y>\d{{4}}){_TIME}", _ymd),
    "DD Mon YYYY": _format(rf"(?P<d>\d{{1,2}})[ -](?P<m>{_MONTH})[ -](?P<y>\d{{4}}){_TIME}", _named_month),
    "YYYY-MM": _format(r"(?P<y>\d{4})-(?P<m>\d{2})", _month, "month"),
    "YYYY Mon": _format(rf"(?P<y>\d{{4}})\s+(?P<m>{_MONTH})", _named_month, "month"),
    "YYYY/YY Q": _format(r"(?P<y>\d{4})/(?P<next>\d{2})\s+Q?(?P<q>[1-4])", _financial_quarter, "quarter"),
    "YYYY/YY Mon": _format(
        rf"(?P<y>\d{{4}})/(?P<next>\d{{2}})\s+(?P<m>{'|'.join(MONTHS)})[a-z]*", _financial_month, "month"
    ),
    "YYYY/YY": _format(r"(?P<y>\d{4})[/-](?P<next>\d{2}|\d{4})", _financial_year, "year"),
    "DD/MM/YY": _short(rf"(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>\d{{2}}){_TIME}"),
    "DD-MM-YY": _short(rf"(?P<d>\d{{1,2}})-(?P<m>\d{{1,2}})-(?P<y>\d{{2}}){_TIME}"),
    "MM/DD/YY": _short(rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>\d{{2}}){_TIME}"),
    "MM-DD-YY": _short(rf"(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})-(?P<y>\d{{2}}){_TIME}"),
    "DD Mon YY": _short(rf"(?P<d>\d{{1,2}})[ -](?P<m>{_MONTH})[ -](?P<y>\d{{2}}){_TIME}"),
}


# Formats in which day and month stand as numbers before the year, with the format that has them the other way round:
# 04/05/2021 may be meant either way.
OTHER_ORDER = {
    "DD/MM/YYYY": "MM/DD/YYYY", "DD-MM-YYYY": "MM-DD-YYYY", "DD/MM/YY": "MM/DD/YY", "DD-MM-YY": "MM-DD-YY",
}  # fmt: skip
OTHER_ORDER |= {month_first: day_first for day_first, month_first in OTHER_ORDER.items()}
# What systems write where they know no date: the first days of .NET, SQL Server, Excel and Access, Unix, and the last.
SYSTEM_DEFAULTS = frozenset(
    {
        date(1, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1970, 1, 1),
        date(9999, 12, 31),
    }
)  # fmt: skip


def read_date(text: str, formats: tuple[str, ...], pivot: int | None = None) -> tuple[date, Precision] | None:
    """Return the first day that a text names and how much time it names; None when it is not such a date.

    Args:
        text: the cell, without surrounding blanks.
        formats: names of DATE_FORMATS, tried in order.
        pivot: the latest year that a year of two digits may mean; without one, such a year is not read.
    """
    name = format_of(text, formats)
    day = read_as(text, name, pivot) if name else None
    return (day, DATE_FORMATS[name].precision) if name and day and EARLIEST <= day <= LATEST else None


def format_of(text: str, formats: tuple[str, ...]) -> str | None:
    """Return the first of these formats that a text looks like, whether or not there is such a day."""
    return next((name for name in formats if DATE_FORMATS[name].pattern.fullmatch(text)), None)


def read_as(text: str, name: str, pivot: int | None = None) -> date | None:
    """Return the first day that a text names in one format, however long ago; None when no calendar has it."""
    known = DATE_FORMATS[name]
    found = known.pattern.fullmatch(text)
    try:
        return None if not found else _whole_year(found, pivot) if known.short_year else known.build(found)
    except ValueError:
        return None


def exchange_day_and_month(text: str, name: str, pivot: int | None = None) -> date | None:
    """Return the day that a text names when its day and month are exchanged; None when there is none."""
    found = DATE_FORMATS[name].pattern.fullmatch(text)
    if not found or name not in OTHER_ORDER:
        return None
    try:
        year = _pivoted(found, pivot) if DATE_FORMATS[name].short_year else int(found["y"])
        return date(year, int(found["d"]), int(found["m"]))
    except ValueError:
        return None


def _whole_year(found: re.Match[str], pivot: int | None) -> date:
    month = int(found["m"]) if found["m"].isdigit() else MONTHS.index(found["m"][:3].casefold()) + 1
    return date(_pivoted(found, pivot), month, int(found["d"]))


def _pivoted(found: re.Match[str], pivot: int | None) -> int:
    if pivot is None:
        raise ValueError("nobody said which century a year of two digits is in")
    return pivot - (pivot - int(found["y"])) % 100


_JOINED = (
    r"(?:between|from)\s+(?P<first>.+?)\s+(?:and|to|until)\s+(?P<last>.+)",
    r"(?P<first>.+?)\s+(?:and|to|until|-|–)\s+(?P<last>.+)",
    r"(?P<first>\d{4})[-–](?P<last>\d{4})",
)
_RANGES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _JOINED)


def read_range(text: str, formats: tuple[str, ...], pivot: int | None = None) -> tuple[date, date] | None:
    """Return the first and last day of a date or range such as `between 01/12/2020 and 03/01/2021` or `1985 to 1991`.

    A year alone covers its days, from 1 January to 31 December.

    Args:
        text: the cell, without surrounding blanks.
        formats: names of DATE_FORMATS for each end, tried in order.
        pivot: the latest year that a year of two digits may mean.
    """
    whole = _span_of(text, formats, pivot)
    if whole:
        return whole
    for pattern in _RANGES:
        found = pattern.fullmatch(text)
        ends = [_span_of(each.strip(), formats, pivot) for each in (found["first"], found["last"])] if found else [None]
        if all(ends):
            (first, _), (_, last) = ends[0], ends[-1]  # type: ignore[misc]
            return (first, last) if first <= last else None
    return None


def _span_of(text: str, formats: tuple[str, ...], pivot: int | None) -> tuple[date, date] | None:
    if re.fullmatch(r"\d{4}", text) and EARLIEST.year <= int(text) <= LATEST.year:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    found = read_date(text, formats, pivot)
    return (found[0], last_day(*found)) if found else None


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
    return add_months(day, MONTHS_OF[precision]) - timedelta(days=1)


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


def join_spans(spans: Sequence[Span]) -> list[Span]:
    """Return the spans with neighbours joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and joined[-1][1] + timedelta(days=1) >= start:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def name_spans(spans: Sequence[Span], years: bool = True) -> str:
    """Return spans in words: `Apr to Dec 2018`, or `Apr to Dec` without years."""
    return " and ".join(name_span(*span, years) for span in join_spans(spans))


def same_day(day: date, months: int) -> date:
    """Return the same day of the month that lies so many months away; its last day where it has no such day."""
    first = add_months(day, months)
    return min(first + timedelta(days=day.day - 1), month_end(first))


def days_since_epoch(day: date) -> int:
    """Return a day as days since 1 January 1970."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Return the day that lies so many days after 1 January 1970."""
    return EPOCH + timedelta(days=number)


def count_days(spans: Sequence[Span]) -> int:
    """Return the number of days in disjoint spans."""
    return sum((end - start).days + 1 for start, end in spans)


def clip_spans(spans: Sequence[Span], bounds: Span) -> list[Span]:
    """Return the parts of the spans that lie within bounds."""
    cut = [(max(start, bounds[0]), min(end, bounds[1])) for start, end in spans]
    return [(start, end) for start, end in cut if start <= end]


def subtract_span(spans: Sequence[Span], gap: Span) -> list[Span]:
    """Return the spans without the days of a gap."""
    before = clip_spans(spans, (date.min, gap[0] - timedelta(days=1)))
    return before + clip_spans(spans, (gap[1] + timedelta(days=1), date.max))


def whole_months(spans: Sequence[Span]) -> list[Span]:
    """Return the calendar months of which every day lies in one of the spans, in order."""
    found: list[Span] = []
    for start, end in join_spans(spans):
        month = start if start.day == 1 else add_months(start, 1)
        while month_end(month) <= end:
            found.append((month, month_end(month)))
            month = add_months(month, 1)
    return found
