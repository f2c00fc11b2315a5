"""Dates as extracts write them: declared formats only, strict, each with the span that it names.

A format is declared by the mapping and never guessed row by row: 04/05/2021 is the fourth of May because the
mapping says so, and 04/25/2021 is then not a date at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

Span = tuple[date, date]  # the first and the last day
EPOCH = date(1970, 1, 1)  # from which arrays number days
Precision = Literal["day", "month", "quarter", "year", "financial year", "uneven"]
# From the finest to the coarsest. Of dates that are `uneven` no period is made: some are calendar years and others
# financial years, or they are ranges of different lengths.
PRECISIONS: tuple[Precision, ...] = ("day", "month", "quarter", "year", "financial year", "uneven")
MONTHS_OF: dict[Precision, int] = {
    "day": 1, "month": 1, "quarter": 3, "year": 12, "financial year": 12, "uneven": 12,
}  # fmt: skip
NAMED: dict[Precision, str] = {
    "day": "days", "month": "months", "quarter": "quarters", "year": "calendar years",
    "financial year": "financial years", "uneven": "spans of different lengths",
}  # fmt: skip
LONGER_THAN_MONTHS = frozenset(PRECISIONS[2:])
APRIL = 4  # financial years begin with it
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = tuple(name.capitalize() for name in MONTHS)
LONG_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
EARLIEST = date(1900, 1, 2)  # 1 January 1900 and before are system defaults, not dates
LATEST = date(2099, 12, 31)
_MONTH = "|".join((*LONG_MONTH_NAMES, *MONTHS, "sept"))
# A time may stand behind every day, of 12 or of 24 hours, and a zone behind every time. Neither moves the day: it is
# the one that is written.
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AP]\.?M\.?)?"
ZONE = r"(?: ?(?:Z|UTC|GMT|BST|[+-]\d{2}(?::?\d{2})?))(?:\[[A-Z_/]+\])?"
TIME = rf"(?:[ T]|, ?){_CLOCK}(?:{ZONE})?"
_TIME = rf"(?:{TIME})?"


@dataclass(frozen=True)
class DateFormat:
    """One way to write a date: what it looks like, what it says, how much time it names.

    Attributes:
        looks: what it looks like, as regular expressions.
        build: what makes its first day of its parts.
        precision: how much time it names.
        shown: 5 April 2021, or the span that it lies in, in the ways in which this format has it.
        short_year: whether the year has two digits.
        pivot: the latest year that two digits mean where the mapping says none; without one it must say it.
    """

    looks: tuple[str, ...]
    build: Callable[[re.Match[str]], date]
    precision: Precision
    shown: tuple[str, ...]
    short_year: bool = False
    pivot: int | None = None

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """Return what it looks like; most runs meet few of the formats."""
        return tuple(re.compile(each, re.IGNORECASE) for each in self.looks)

    @property
    def needs_pivot(self) -> bool:
        """Return whether the mapping must say which century a year is in."""
        return self.short_year and self.pivot is None

    def match(self, text: str) -> re.Match[str] | None:
        """Return the parts of a text that looks like this format, whether or not there is such a day."""
        for pattern in self.patterns:
            if found := pattern.fullmatch(text):
                return found
        return None


def _ymd(found: re.Match[str]) -> date:
    return date(int(found["y"]), _month_number(found["m"]), _day_number(found))


def _day_number(found: re.Match[str]) -> int:
    return int(found["d"]) if "d" in found.re.groupindex else 1


def _month_number(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS.index(text[:3].casefold()) + 1


def _year(found: re.Match[str]) -> date:
    return date(int(found["y"]), 1, 1)


def _quarter(found: re.Match[str]) -> date:
    return date(int(found["y"]), int(found["q"]) * 3 - 2, 1)


def _financial_year(found: re.Match[str]) -> date:
    if int(found["next"]) not in {int(found["y"]) + 1, (int(found["y"]) + 1) % 100}:
        raise ValueError("the second year does not follow the first")
    return date(int(found["y"]), APRIL, 1)


def _financial_quarter(found: re.Match[str]) -> date:
    return add_months(_financial_year(found), int(found["q"]) * 3 - 3)


def _financial_month(found: re.Match[str]) -> date:
    year, month = _financial_year(found).year, _month_number(found["m"])
    return date(year + (month < APRIL), month, 1)


def _days(pattern: str, *shown: str) -> DateFormat:
    """Return a format of days, behind which a time may stand."""
    return DateFormat((pattern + _TIME,), _ymd, "day", shown, short_year=_YY in pattern)


def _spans(
    pattern: str | tuple[str, ...],
    build: Callable[[re.Match[str]], date],
    precision: Precision,
    *shown: str,
    pivot: int | None = None,
) -> DateFormat:
    """Return a format of months, quarters or years."""
    looks = (pattern,) if isinstance(pattern, str) else pattern
    return DateFormat(looks, build, precision, shown, pivot is not None, pivot)


_D, _M, _Y, _YY = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4})", r"(?P<yy>\d{2})"
_MON = rf"(?P<m>{_MONTH})"
_MON_CUT = rf"(?P<m>{'|'.join(MONTHS)})[a-z]*"  # of columns of months, cut off anywhere
_FINANCIAL = rf"(?:FY ?)?{_Y}[/-](?P<next>\d{{4}}|\d{{2}})"
_Q = r"(?:Q|Qtr ?|Quarter ?)(?P<q>[1-4])"
_Q_OR_NUMBER = r"(?:Q|Qtr ?|Quarter ?)?(?P<q>[1-4])"

DATE_FORMATS: dict[str, DateFormat] = {
    "YYYY-MM-DD": _days(rf"{_Y}-(?P<m>\d{{2}})-(?P<d>\d{{2}})(?:Z|[+-]\d{{2}}:\d{{2}})?", "2021-04-05"),
    "YYYY/MM/DD": _days(rf"{_Y}/{_M}/{_D}", "2021/04/05"),
    "YYYYMMDD": _days(
        rf"{_Y}(?P<m>\d{{2}})(?P<d>\d{{2}})(?:T?\d{{4}}(?:\d{{2}})?(?:{ZONE})?)?", "20210405", "20210405T1430"
    ),
    "DD/MM/YYYY": _days(rf"{_D}/{_M}/{_Y}", "05/04/2021", "5/4/2021"),
    "DD-MM-YYYY": _days(rf"{_D}-{_M}-{_Y}", "05-04-2021"),
    "DD.MM.YYYY": _days(rf"{_D}\.{_M}\.{_Y}", "05.04.2021"),
    "MM/DD/YYYY": _days(rf"{_M}/{_D}/{_Y}", "04/05/2021"),
    "MM-DD-YYYY": _days(rf"{_M}-{_D}-{_Y}", "04-05-2021"),
    "DD Mon YYYY": _days(rf"{_D}[ -]{_MON}[ -]{_Y}", "5 April 2021", "05-Apr-2021"),
    "DD MM YYYY": _days(rf"{_D} {_M} {_Y}", "5 4 2021"),
    "Mon DD YYYY": _days(rf"{_MON} {_D},? {_Y}", "Apr 5 2021", "April 5, 2021"),
    "DD/MM/YY": _days(rf"{_D}/{_M}/{_YY}", "05/04/21"),
    "DD-MM-YY": _days(rf"{_D}-{_M}-{_YY}", "05-04-21"),
    "DD.MM.YY": _days(rf"{_D}\.{_M}\.{_YY}", "05.04.21"),
    "MM/DD/YY": _days(rf"{_M}/{_D}/{_YY}", "04/05/21"),
    "MM-DD-YY": _days(rf"{_M}-{_D}-{_YY}", "04-05-21"),
    "DD Mon YY": _days(rf"{_D}[ -]{_MON}[ -]{_YY}", "05-Apr-21", "5 April 21"),
    "YYYY-MM": _spans(rf"{_Y}-(?P<m>\d{{2}})", _ymd, "month", "2021-04"),
    "YYYYMM": _spans(rf"{_Y}(?P<m>\d{{2}})", _ymd, "month", "202104"),
    "YYYY MM": _spans(rf"{_Y} {_M}", _ymd, "month", "2021 4", "2021 04"),
    "YYYY Mon": _spans(rf"{_Y}[ -]{_MON}", _ymd, "month", "2021 Apr", "2021 April"),
    "Mon YYYY": _spans(rf"{_MON}[ -]{_Y}", _ymd, "month", "April 2021", "Apr-2021"),
    # Tables by months are of recent years: nobody takes Apr-21 for 1921.
    "Mon-YY": _spans(rf"{_MON}[ -]{_YY}", _ymd, "month", "Apr-21", "April 21", pivot=2049),
    "YYYY-Q": _spans((rf"{_Y}[ -]?{_Q}", rf"{_Q}[ -]?{_Y}"), _quarter, "quarter", "2021-Q2", "Q2 2021"),
    "YYYY": _spans(_Y, _year, "year", "2021"),
    "YYYY/YY": _spans(_FINANCIAL, _financial_year, "financial year", "2021/22", "2021-22", "2021/2022"),
    "YYYY/YY Q": _spans(
        (rf"{_FINANCIAL} {_Q_OR_NUMBER}", rf"{_Q} {_FINANCIAL}"), _financial_quarter, "quarter",
        "2021/22 1", "2021-22 Q1", "Q1 2021/22",
    ),
    "YYYY/YY Mon": _spans(
        (rf"{_FINANCIAL} {_MON_CUT}", rf"{_MON} {_FINANCIAL}"), _financial_month, "month",
        "2021/22 Apr", "2021-22 April", "Apr 2021/22",
    ),
}  # fmt: skip

# Formats in which day and month stand as numbers before the year, with the format that has them the other way round:
# 04/05/2021 may be meant either way.
OTHER_ORDER = {
    "DD/MM/YYYY": "MM/DD/YYYY", "DD-MM-YYYY": "MM-DD-YYYY", "DD/MM/YY": "MM/DD/YY", "DD-MM-YY": "MM-DD-YY",
}  # fmt: skip
OTHER_ORDER |= {month_first: day_first for day_first, month_first in OTHER_ORDER.items()}
_OTHER_NAMES = {
    "yyyy-yy": "YYYY/YY", "yyyy-yy q": "YYYY/YY Q", "q yyyy/yy": "YYYY/YY Q", "yyyy-yy mon": "YYYY/YY Mon",
    "mon yyyy/yy": "YYYY/YY Mon", "yyyy q": "YYYY-Q", "q yyyy": "YYYY-Q", "mon yy": "Mon-YY", "mon-yyyy": "Mon YYYY",
    "yyyy-mon": "YYYY Mon", "dd-mon-yyyy": "DD Mon YYYY", "dd-mon-yy": "DD Mon YY",
}  # fmt: skip
_NAMES = {name.casefold(): name for name in DATE_FORMATS} | _OTHER_NAMES
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
    for name in formats:
        known = DATE_FORMATS[name]
        if found := known.match(text):
            day = _day_in(found, known, pivot)
            return (day, known.precision) if day and EARLIEST <= day <= LATEST else None
    return None


def format_named(text: str) -> str:
    """Return the name of the format that is meant, such as `Mon-YY` by `mmm-yy`; the text itself where none is."""
    folded = re.sub(r"\b(?:mmmm?|month)\b", "mon", " ".join(text.casefold().split()))
    return _NAMES.get(folded, text)


def latest_year(formats: tuple[str, ...], pivot: int | None) -> int | None:
    """Return the latest year that two digits mean: the mapping's pivot, else that of the first format with one."""
    return pivot or next((year for name in formats if (year := DATE_FORMATS[name].pivot)), None)


def coarsest(precisions: Iterable[Precision]) -> Precision:
    """Return how much time the least exact of some dates names."""
    found = set(precisions)
    if {"year", "financial year"} <= found:
        return "uneven"
    return max(found, key=PRECISIONS.index, default="day")


def format_of(text: str, formats: tuple[str, ...]) -> str | None:
    """Return the first of these formats that a text looks like, whether or not there is such a day."""
    return next((name for name in formats if DATE_FORMATS[name].match(text)), None)


def read_as(text: str, name: str, pivot: int | None = None) -> date | None:
    """Return the first day that a text names in one format, however long ago; None when no calendar has it."""
    found = DATE_FORMATS[name].match(text)
    return _day_in(found, DATE_FORMATS[name], pivot) if found else None


def _day_in(found: re.Match[str], known: DateFormat, pivot: int | None) -> date | None:
    try:
        if not known.short_year:
            return known.build(found)
        return date(_whole_year(found, pivot or known.pivot), _month_number(found["m"]), _day_number(found))
    except ValueError:
        return None


def exchange_day_and_month(text: str, name: str, pivot: int | None = None) -> date | None:
    """Return the day that a text names when its day and month are exchanged; None when there is none."""
    found = DATE_FORMATS[name].match(text)
    if not found or name not in OTHER_ORDER:
        return None
    try:
        year = _whole_year(found, pivot) if DATE_FORMATS[name].short_year else int(found["y"])
        return date(year, int(found["d"]), int(found["m"]))
    except ValueError:
        return None


def _whole_year(found: re.Match[str], pivot: int | None) -> int:
    if pivot is None:
        raise ValueError("nobody said which century a year of two digits is in")
    return pivot - (pivot - int(found["yy"])) % 100


_JOINED = (
    r"(?:between|from)\s+(?P<first>.+?)\s+(?:and|to|until)\s+(?P<last>.+)",
    r"(?P<first>.+?)\s+(?:and|to|until|-|–)\s+(?P<last>.+)",
    r"(?P<first>\d{4})[-–](?P<last>\d{4})",
)


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
    for pattern in _JOINED:
        found = re.fullmatch(pattern, text, re.IGNORECASE)
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


def whole_months(spans: Sequence[Span]) -> list[Span]:
    """Return the calendar months of which every day lies in one of the spans, in order."""
    found: list[Span] = []
    for start, end in join_spans(spans):
        month = start if start.day == 1 else add_months(start, 1)
        while month_end(month) <= end:
            found.append((month, month_end(month)))
            month = add_months(month, 1)
    return found
