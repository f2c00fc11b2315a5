"""Periods: labelled spans of days, from a project file or from `--periods`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from svtool.dates import APRIL, EARLIEST, LONG_MONTH_NAMES, MONTH_NAMES, add_months, month_end, name_span
from svtool.errors import UsageError, listed, nearest
from svtool.schema.entry import Entry

Kind = Literal["calendar", "financial", "school", "year_ending", "year_to_date", "rolling", "quarter", "month"]

# What each kind is told; anything else would be ignored without a word.
TAKES: dict[Kind, tuple[str, ...]] = {
    "calendar": ("years",),
    "financial": ("years",),
    "school": ("years",),
    "year_ending": ("years", "ends"),
    "year_to_date": ("years", "to"),
    "rolling": ("from", "to"),
    "quarter": ("from", "to"),
    "month": ("from", "to"),
}
KINDS: tuple[Kind, ...] = tuple(TAKES)
ALWAYS = ("kind", "baseline", "labels")

DAYS_OF_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LAST_OF_FEBRUARY = frozenset({"02-28", "02-29"})


@dataclass(frozen=True)
class Period:
    """A labelled span of days, both ends included.

    Attributes:
        key: how files name it.
        label: how tables name it.
        start, end: its first and last day.
        known_on: the day as known on which it is counted; None for all that the extracts hold.
    """

    key: str
    label: str
    start: date
    end: date
    known_on: date | None = None

    @property
    def days(self) -> int:
        """Return the number of days."""
        return (self.end - self.start).days + 1

    @property
    def known_end(self) -> date:
        """Return the last day that could be known; the day before the first where none could."""
        if self.known_on is None:
            return self.end
        return max(min(self.end, self.known_on), self.start - timedelta(days=1))

    @property
    def known_days(self) -> int:
        """Return the number of days that could be known."""
        return (self.known_end - self.start).days + 1


def _as_texts(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Periods(Entry):
    """The columns of a table, as the project file says them.

    Attributes:
        kind: what the periods are.
        years: the years, such as `2021` or `2020/21`; a year to date of `2020/21` begins on 1 April.
        from: the first month or quarter.
        to: the last month or quarter; of a year to date its last day, such as `06-30`.
        ends: the last day of a year ending, such as `08-31`.
        baseline: the period that every later one is compared with, too.
        labels: a period → what the table calls it.
    """

    noun: ClassVar[str] = "the periods"
    kind: Kind
    years: Annotated[tuple[str, ...], BeforeValidator(_as_texts)] = ()
    first: str | None = Field(default=None, alias="from")
    last: str | None = Field(default=None, alias="to")
    ends: str = "03-31"
    baseline: str | None = None
    labels: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check(self) -> Periods:
        given = {type(self).model_fields[name].alias or name for name in self.model_fields_set}
        for name in sorted(given - {*TAKES[self.kind], *ALWAYS}):
            raise ValueError(f"of kind {self.kind} take no {name}; expected {listed(TAKES[self.kind], joiner='and')}")
        if self.kind == "year_to_date" and len({"/" in year for year in self.years}) > 1:
            raise ValueError("name calendar and financial years; a year to date is of one or the other")
        spans = self.spans()
        if spans[0].start.year < EARLIEST.year + 1:
            raise ValueError(f"begin in {spans[0].start.year}; expected a year from {EARLIEST.year + 1} on")
        keys = [period.key for period in spans]
        if len(set(keys)) < len(keys):
            raise ValueError("name a period twice; each may stand once")
        for name in [*self.labels, *([self.baseline] if self.baseline else [])]:
            if name not in keys:
                raise ValueError(f"name {name}, which is not one of the periods {listed(keys)}{nearest(name, keys)}")
        return self

    @property
    def has_financial_years(self) -> bool:
        """Return whether the periods are financial years, whole or to a day."""
        return self.kind == "financial" or (self.kind == "year_to_date" and "/" in "".join(self.years))

    def spans(self) -> list[Period]:
        """Return the periods in time order, labelled."""
        if "from" in TAKES[self.kind]:
            if not self.first or not self.last:
                raise ValueError(f"of kind {self.kind} need from and to")
            keys = _run_of_keys(self.kind, self.first, self.last)
        elif self.years:
            keys = list(self.years)
        else:
            raise ValueError(f"of kind {self.kind} need years: a list")
        return sorted((self._span(key) for key in keys), key=lambda period: period.start)

    def since_first(self) -> Periods:
        """Return the periods with the first year as the baseline, where none is named; as they are without years."""
        is_of_years = self.kind not in {"quarter", "month"}
        return self.model_copy(update={"baseline": self.spans()[0].key}) if is_of_years and not self.baseline else self

    def _span(self, key: str) -> Period:
        if self.kind == "year_to_date" and not self.last:
            raise ValueError("of kind year_to_date need to: the last day, such as 06-30")
        last_day = self.last if self.kind == "year_to_date" and self.last else self.ends
        key, label, start, end = _SPAN_MAKERS[self.kind](key.strip(), last_day)
        return Period(key, self.labels.get(key, label), start, end)

    def before(self, period: Period) -> Period:
        """Return the period that this one follows: the one just before; for overlapping kinds, the year before's."""
        if self.kind == "month":
            return self._span(_month_key(add_months(period.start, -1)))
        if self.kind == "quarter":
            return self._span(_quarter_key(add_months(period.start, -3)))
        if self.kind == "rolling":
            return self._span(_month_key(add_months(period.end, -12)))
        year = int(period.key[:4]) - 1
        return self._span(_two_years(year) if "/" in period.key else str(year))

    def partner(self, period: Period, columns: Sequence[Period], compares_first_column: bool) -> Period | None:
        """Return the period that a column is compared with, in every table; None where there is none.

        It is the column before, and before the first column the period before where the table compares that too. Twelve
        rolling months overlap with those of the column before, and a year to date is one against the same days of the
        year before: these are always compared with a year before, whatever the columns are.
        """
        if self.kind in {"rolling", "year_to_date"}:
            return self.before(period)
        place = [column.key for column in columns].index(period.key)
        if place:
            return columns[place - 1]
        return self.before(period) if compares_first_column else None

    def about(self) -> str:
        """Return in words what the labels of the periods leave open; empty where they say it all."""
        if self.kind == "rolling":
            return "twelve months to the end of the month named, each against the twelve months a year before"
        if self.kind == "school":
            return "school years, 1 September to 31 August"
        if self.kind != "year_to_date":
            return ""
        shown = [*self.spans(), *(self.before(period) for period in self.spans())]
        longest = max(shown, key=lambda period: period.days)
        text = f"{_in_words(longest.start)} to {_in_words(longest.end)}, each against the same days of the year before"
        alike = longest.days == min(period.days for period in shown)
        return text if alike else f"{text}; a leap year holds 29 February and so has a day more"


def _in_words(day: date) -> str:
    return f"{day.day} {LONG_MONTH_NAMES[day.month - 1]}"


def _two_years(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02d}"


def _year_of(text: str) -> int:
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise ValueError(f"name {text}, which is not a year such as 2021")
    return int(text)


def _calendar(text: str, _: str) -> tuple[str, str, date, date]:
    year = _year_of(text)
    return text, text, date(year, 1, 1), date(year, 12, 31)


def _financial(text: str, _: str) -> tuple[str, str, date, date]:
    year = _first_of_two_years(text, "a financial year")
    return text, text, date(year, 4, 1), date(year + 1, 3, 31)


def _school(text: str, _: str) -> tuple[str, str, date, date]:
    # Terms differ from school to school; whole months from September to August join up and leave no day out.
    year = _first_of_two_years(text, "a school year")
    return text, text, date(year, 9, 1), date(year + 1, 8, 31)


def _first_of_two_years(text: str, noun: str) -> int:
    found = re.fullmatch(r"((?:19|20)\d\d)/(\d\d)", text)
    if not found or int(found[2]) != (int(found[1]) + 1) % 100:
        raise ValueError(f"name {text}, which is not {noun} such as 2020/21")
    return int(found[1])


def _year_ending(text: str, ends: str) -> tuple[str, str, date, date]:
    year = _year_of(text)
    month, day = _month_and_day(ends)
    end = month_end(date(year, month, 1)) if month else None
    # The end of February is its last day in every year, whether it is written 02-28 or 02-29.
    if end is None or (ends not in LAST_OF_FEBRUARY and end.day != day):
        raise ValueError(f"end on {ends}, which is not the last day of a month written as MM-DD, such as 08-31")
    label = f"Year ending {end.day} {LONG_MONTH_NAMES[end.month - 1]} {year}"
    return text, label, add_months(end, -11), end


def _year_to_date(text: str, last: str) -> tuple[str, str, date, date]:
    is_financial = "/" in text
    year = _first_of_two_years(text, "a financial year") if is_financial else _year_of(text)
    month, day = _month_and_day(last)
    if not month or not 1 <= day <= DAYS_OF_LONGEST[month - 1]:
        raise ValueError(f"run to {last}, which is not a day of the year written as MM-DD, such as 06-30")
    start = date(year, APRIL if is_financial else 1, 1)
    last_month = date(year + (month < start.month), month, 1)
    # 29 February is 28 February in a year without one; every other day is itself.
    end = min(last_month + timedelta(days=day - 1), month_end(last_month))
    return text, name_span(start, end), start, end


def _month_and_day(text: str) -> tuple[int, int]:
    """Return month and day of a text written MM-DD; zeros when it is not."""
    found = re.fullmatch(r"(0[1-9]|1[0-2])-(\d\d)", text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _rolling(text: str, _: str) -> tuple[str, str, date, date]:
    is_quarter = "Q" in text
    try:
        end = (_quarter if is_quarter else _month)(text, "")[3]
    except ValueError:
        raise ValueError(f"name {text}, which is not a month or calendar quarter such as 2021-03 or 2021-Q1") from None
    label = f"12 months to {MONTH_NAMES[end.month - 1]} {end.year}"
    return _month_key(end), label, add_months(end, -11), end


def _quarter(text: str, _: str) -> tuple[str, str, date, date]:
    found = re.fullmatch(r"((?:19|20)\d\d)-?Q([1-4])", text)
    if not found:
        raise ValueError(f"name {text}, which is not a calendar quarter such as 2021-Q3")
    start = date(int(found[1]), int(found[2]) * 3 - 2, 1)
    end = month_end(add_months(start, 2))
    label = f"{MONTH_NAMES[start.month - 1]} to {MONTH_NAMES[end.month - 1]} {start.year}"
    return _quarter_key(start), label, start, end


def _month(text: str, _: str) -> tuple[str, str, date, date]:
    found = re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", text)
    if not found:
        raise ValueError(f"name {text}, which is not a month such as 2021-03")
    start = date(int(found[1]), int(found[2]), 1)
    return text, f"{MONTH_NAMES[start.month - 1]} {start.year}", start, month_end(start)


_SPAN_MAKERS: dict[str, Callable[[str, str], tuple[str, str, date, date]]] = {
    "calendar": _calendar,
    "financial": _financial,
    "school": _school,
    "year_ending": _year_ending,
    "year_to_date": _year_to_date,
    "rolling": _rolling,
    "quarter": _quarter,
    "month": _month,
}


def _month_key(day: date) -> str:
    return f"{day.year}-{day.month:02d}"


def _quarter_key(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _run_of_keys(kind: str, first: str, last: str) -> list[str]:
    start, end = _SPAN_MAKERS[kind](first, "")[3], _SPAN_MAKERS[kind](last, "")[3]
    if ("Q" in first) != ("Q" in last):
        raise ValueError(f"run from {first} to {last}: write both as months or both as quarters")
    if end < start:
        raise ValueError(f"run from {first} to {last}: the last lies before the first")
    step, key_of = (3, _quarter_key) if "Q" in first else (1, _month_key)
    keys = []
    while start <= end:
        keys.append(key_of(start))
        start = month_end(add_months(start, step))
    return keys


def read_periods(text: str, usual: Periods | None = None) -> Periods:
    """Return the periods that a command line names, such as `calendar:2019..2021` or `month:2021-01..2021-12`.

    Args:
        text: what the command line says.
        usual: the periods of the project: beside financial years, a year to date begins with the financial year.

    Raises:
        UsageError: the text is not of that form or names an impossible period.
    """
    example = (
        "expected KIND:FIRST..LAST, such as calendar:2019..2021, financial:2019/20..2020/21, "
        "year_to_date:2019-06-30..2021-06-30 (of financial years 2019/20-12-31..2020/21-12-31), "
        "rolling:2020-Q4..2021-Q4 or month:2021-01..2021-06"
    )
    kind, _, span = text.partition(":")
    if kind not in KINDS:
        raise UsageError(f"--periods: {kind} is not a kind of period; {example}{nearest(kind, KINDS) or '.'}")
    first, _, last = span.partition("..")
    try:
        return Periods.model_validate({"kind": kind, **_said_by(kind, first, last or first, usual)})
    except ValidationError as error:
        reason = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise UsageError(f"--periods {text}: the periods {reason}; {example}.") from None
    except ValueError as error:
        raise UsageError(f"--periods {text}: the periods {error}; {example}.") from None


def _said_by(kind: str, first: str, last: str, usual: Periods | None) -> dict[str, Any]:
    """Return what a project file would say for the first and last period of a command line."""
    if kind in {"rolling", "quarter", "month"}:
        return {"from": first, "to": last}
    if kind in {"financial", "school"}:
        return {"years": _run_of_two_years(*(_SPAN_MAKERS[kind](each, "")[2].year for each in (first, last)))}
    if kind == "calendar":
        return {"years": _run_of_years(first, last)}
    if kind == "year_to_date" and ("/" in first or "/" in last or (usual and usual.has_financial_years)):
        return _financial_years_to_date(first, last)
    for each in (first, last):
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", each):
            raise ValueError(f"name {each}, which is not a last day such as 2021-06-30")
    return {
        "years": _run_of_years(first[:4], last[:4]),
        "ends" if kind == "year_ending" else "to": _same_day(first[5:], last[5:]),
    }


def _financial_years_to_date(first: str, last: str) -> dict[str, Any]:
    """Return what a project file would say for financial years to a day: `2020/21-12-31`, or the day itself."""
    years, days = [], []
    for each in (first, last):
        found = re.fullmatch(r"(\d{4}/\d\d)-(\d\d-\d\d)|(\d{4})-((\d\d)-\d\d)", each)
        if not found:
            raise ValueError(f"name {each}, which is not a financial year and its last day such as 2020/21-12-31")
        named, of_named, year, of_year, month = found.groups()
        years.append(_first_of_two_years(named, "a financial year") if named else int(year) - (int(month) < APRIL))
        days.append(of_named or of_year)
    return {"years": _run_of_two_years(*years), "to": _same_day(*days)}


def _same_day(first: str, last: str) -> str:
    """Return the day of the year that both years run to; of the two last days of February the later."""
    if first != last and not {first, last} <= LAST_OF_FEBRUARY:
        raise ValueError(f"run to {first} in the first year and to {last} in the last; write the same day of both")
    return max(first, last)


def _run_of_two_years(first: int, last: int) -> list[str]:
    return [_two_years(int(year)) for year in _run_of_years(str(first), str(last))]


def _run_of_years(first: str, last: str) -> list[str]:
    start, end = _year_of(first), _year_of(last)
    if end < start:
        raise ValueError(f"run from {first} to {last}: the last lies before the first")
    return [str(year) for year in range(start, end + 1)]
