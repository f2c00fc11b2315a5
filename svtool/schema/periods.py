"""Periods: labelled spans of days, from a project file or from `--periods`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from svtool.dates import LONG_MONTH_NAMES, MONTH_NAMES, add_months, month_end
from svtool.errors import UsageError, listed, nearest
from svtool.schema.entry import Entry

Kind = Literal["calendar", "financial", "year_ending", "quarter", "month"]
KINDS: tuple[Kind, ...] = ("calendar", "financial", "year_ending", "quarter", "month")


@dataclass(frozen=True)
class Period:
    """A labelled span of days, both ends included."""

    key: str
    label: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """Return the number of days."""
        return (self.end - self.start).days + 1


def _as_texts(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Periods(Entry):
    """The columns of a table, as the project file says them."""

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
        keys = [period.key for period in self.spans()]
        if len(set(keys)) < len(keys):
            raise ValueError("name a period twice; each may stand once")
        for name in [*self.labels, *([self.baseline] if self.baseline else [])]:
            if name not in keys:
                raise ValueError(f"name {name}, which is not one of the periods {listed(keys)}{nearest(name, keys)}")
        return self

    def spans(self) -> list[Period]:
        """Return the periods in time order, labelled."""
        if self.kind in {"quarter", "month"}:
            if not self.first or not self.last:
                raise ValueError(f"of kind {self.kind} need from and to")
            keys = _run_of_keys(self.kind, self.first, self.last)
        elif self.years:
            keys = list(self.years)
        else:
            raise ValueError(f"of kind {self.kind} need years: a list")
        return sorted((self._span(key) for key in keys), key=lambda period: period.start)

    def _span(self, key: str) -> Period:
        key, label, start, end = _SPAN_MAKERS[self.kind](key.strip(), self.ends)
        return Period(key, self.labels.get(key, label), start, end)

    def before(self, period: Period) -> Period:
        """Return the period of the same kind just before."""
        if self.kind == "month":
            return self._span(_month_key(add_months(period.start, -1)))
        if self.kind == "quarter":
            return self._span(_quarter_key(add_months(period.start, -3)))
        year = int(period.key[:4]) - 1
        return self._span(f"{year}/{(year + 1) % 100:02d}" if self.kind == "financial" else str(year))


def _year_of(text: str) -> int:
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise ValueError(f"name {text}, which is not a year such as 2021")
    return int(text)


def _calendar(text: str, _: str) -> tuple[str, str, date, date]:
    year = _year_of(text)
    return text, text, date(year, 1, 1), date(year, 12, 31)


def _financial(text: str, _: str) -> tuple[str, str, date, date]:
    found = re.fullmatch(r"((?:19|20)\d\d)/(\d\d)", text)
    if not found or int(found[2]) != (int(found[1]) + 1) % 100:
        raise ValueError(f"name {text}, which is not a financial year such as 2020/21")
    year = int(found[1])
    return text, text, date(year, 4, 1), date(year + 1, 3, 31)


def _year_ending(text: str, ends: str) -> tuple[str, str, date, date]:
    year = _year_of(text)
    found = re.fullmatch(r"(\d\d)-(\d\d)", ends)
    month = int(found[1]) if found else 0
    is_month = found is not None and 1 <= month <= 12
    if not is_month or (found and ends != "02-28" and month_end(date(year, month, 1)).day != int(found[2])):
        raise ValueError(f"end on {ends}, which is not the last day of a month written as MM-DD, such as 08-31")
    end = month_end(date(year, month, 1))
    label = f"Year ending {end.day} {LONG_MONTH_NAMES[month - 1]} {year}"
    return text, label, add_months(end, -11), end


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
    "year_ending": _year_ending,
    "quarter": _quarter,
    "month": _month,
}


def _month_key(day: date) -> str:
    return f"{day.year}-{day.month:02d}"


def _quarter_key(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _run_of_keys(kind: str, first: str, last: str) -> list[str]:
    start = _SPAN_MAKERS[kind](first, "")[2]
    end = _SPAN_MAKERS[kind](last, "")[2]
    if end < start:
        raise ValueError(f"run from {first} to {last}: the last lies before the first")
    step, key_of = (3, _quarter_key) if kind == "quarter" else (1, _month_key)
    keys = []
    while start <= end:
        keys.append(key_of(start))
        start = add_months(start, step)
    return keys


def read_periods(text: str, baseline: str | None = None) -> Periods:
    """Return the periods that a command line names, such as `calendar:2019..2021` or `month:2021-01..2021-12`.

    Raises:
        UsageError: the text is not of that form or names an impossible period.
    """
    example = (
        "expected KIND:FIRST..LAST, such as calendar:2019..2021, financial:2019/20..2020/21 or month:2021-01..2021-06"
    )
    kind, _, span = text.partition(":")
    if kind not in KINDS:
        raise UsageError(f"--periods: {kind} is not a kind of period; {example}{nearest(kind, KINDS) or '.'}")
    first, _, last = span.partition("..")
    raw: dict[str, Any] = {"kind": kind}
    try:
        if kind in {"quarter", "month"}:
            raw |= {"from": first, "to": last or first}
        elif kind == "year_ending":
            if last and last[5:] != first[5:]:
                raise ValueError(f"end on {first[5:]} and on {last[5:]}: years of one series end on the same day")
            raw |= {"ends": first[5:], "years": _run_of_years(first[:4], (last or first)[:4])}
        elif kind == "financial":
            years = _run_of_years(first[:4], (last or first)[:4])
            raw |= {"years": [f"{year}/{(int(year) + 1) % 100:02d}" for year in years]}
            if first not in raw["years"] or (last or first) not in raw["years"]:
                raise ValueError(f"name {span}, which are not financial years such as 2020/21")
        else:
            raw |= {"years": _run_of_years(first, last or first)}
        return Periods.model_validate(raw)
    except ValidationError as error:
        reason = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise UsageError(f"--periods {text}: the periods {reason}; {example}.") from None
    except ValueError as error:
        raise UsageError(f"--periods {text}: the periods {error}; {example}.") from None


def _run_of_years(first: str, last: str) -> list[str]:
    start, end = _year_of(first), _year_of(last)
    if end < start:
        raise ValueError(f"run from {first} to {last}: the last lies before the first")
    return [str(year) for year in range(start, end + 1)]


def day_span(start: date, end: date) -> list[date]:
    """Return every day from start to end, both included."""
    return [start + timedelta(days=i) for i in range((end - start).days + 1)]
