"""Which days a feed holds, told from how many records it has on each: ends that are cut, outages, months beside a run.

Chance is that of a Poisson process at a local daily rate. Weekdays count by how much is recorded on them, so that an
office that records from Monday to Friday has no gap every weekend.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from svtool.coverage.history import History, Months, Run

Days = tuple[int, int]  # the first and the last of some days in a row, as days since 1970

END_CHANCE = 1e-3  # shared by all ends that are looked at
OUTAGE_CHANCE = 1e-6
CUT_RECORDS, CUT_DAYS, CUT_RATE = 10, 3, 0.5  # of a low month beside a run that is held in part
WEEK = 7
ENOUGH_WEEKS, ENOUGH_RECORDS = 4, 70  # from which on weekdays are told apart
SELDOM = 0.05  # of the usual day, for a weekday on which nothing is recorded
CLOSED_END, CLOSED_INSIDE = 4, 14  # days in a row without a record that an office closed at weekends may have
OUTAGES_A_YEAR, OUTAGES_AT_LEAST = 3, 4  # more than these are no outages: records are not dated by chance


def held_days(history: History, complete: bool = False) -> list[Days]:
    """Return the days that a feed holds, in order.

    Args:
        history: its records by day.
        complete: whether the supplier says that every month between the first and the last record is whole.
    """
    if history.is_empty:
        return []
    months = history.months
    runs = [Run(0, len(months.records) - 1)] if complete else months.held_runs
    if history.precision != "day":
        return join((months.starts(run.first), months.ends(run.last)) for run in runs)
    spans = [_with_cut_months(history, months, run, complete) for run in runs]
    stretches = [_Stretches(history, span) for span in spans]
    inside = [each for found in stretches for each in found.inside()]
    days = sum(last - first + 1 for first, last in spans)
    held: list[Days] = []
    for found in stretches:
        within = found.within_ends(inside, days, 2 * len(spans))
        held += subtract([within], [] if complete else found.outages(inside, days))
    return join(held)


def _with_cut_months(history: History, months: Months, run: Run, complete: bool) -> Days:
    """Return the days of a run, and those of a low month next to it that it holds in part."""
    first, last = months.starts(run.first), months.ends(run.last)
    if complete:
        return first, last
    before = _cut(history, months, run.first - 1, forwards=False)
    after = _cut(history, months, run.last + 1, forwards=True)
    return (first if before is None else before), (last if after is None else after)


def _cut(history: History, months: Months, place: int, forwards: bool) -> int | None:
    """Return the day to which a low month next to a run is held, counted from the run; None where it is not."""
    if not 0 <= place < len(months.records) or not months.records[place]:
        return None
    first, last = months.starts(place), months.ends(place)
    part = history.between(first, last)
    usual = months.usual(place) / (last - first + 1)
    day, records = (part.day, part.records) if forwards else (part.day[::-1], part.records[::-1])
    so_far = np.cumsum(records)
    length = day - first + 1 if forwards else last - day + 1
    enough = (so_far >= CUT_RECORDS) & (np.arange(1, len(day) + 1) >= CUT_DAYS) & (so_far >= CUT_RATE * usual * length)
    found = np.flatnonzero(enough)
    return int(day[found[-1]]) if len(found) else None


@dataclass(frozen=True)
class Stretch:
    """Days in a row without a record, and how many records would be expected on them."""

    first: int
    last: int
    expected: float

    @property
    def length(self) -> int:
        """Return how many days it has."""
        return self.last - self.first + 1


class _Stretches:
    """The empty stretches of a run."""

    def __init__(self, history: History, span: Days) -> None:
        part = history.between(*span)
        self.first, self.last = span
        self._day, self._precision = part.day, part.precision
        length = self.last - self.first + 1
        by_day = np.zeros(length)
        by_day[part.day - self.first] = part.records
        weight = _weekdays(by_day, self.first)
        self.is_closed_at_weekends = bool((weight < SELDOM).sum() >= 2)
        of_day = weight[(np.arange(self.first, self.last + 1) + 3) % WEEK]
        self._records = np.concatenate([[0.0], np.cumsum(by_day)])
        self._weight = np.concatenate([[0.0], np.cumsum(of_day)])

    def _sum(self, of: npt.NDArray[np.float64], first: int, last: int) -> float:
        return float(of[last - self.first + 1] - of[first - self.first]) if first <= last else 0.0

    def _expected(self, empty: Days, around: Days) -> float:
        """Return the records expected on empty days at the rate of the other days around them."""
        weight = self._sum(self._weight, *empty)
        others = self._sum(self._weight, *around) - weight
        return weight * self._sum(self._records, *around) / others if others > 0 else 0.0

    def inside(self) -> list[Stretch]:
        """Return the empty stretches between recorded days, each at the rate of the months that it touches."""
        found: list[Stretch] = []
        for place in np.flatnonzero(np.diff(self._day) > 1).tolist():
            empty = int(self._day[place]) + 1, int(self._day[place + 1]) - 1
            found.append(Stretch(*empty, self._expected(empty, self._months_around(empty))))
        return found

    def _months_around(self, empty: Days) -> Days:
        month = np.array(empty, "datetime64[D]").astype("datetime64[M]")
        first = int(month[0].astype("datetime64[D]").astype(np.int64))
        last = int((month[1] + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64)) - 1
        return max(self.first, first), min(self.last, last)

    def within_ends(self, inside: list[Stretch], days: int, ends: int) -> Days:
        """Return the first and the last day that are held: those of the run, or where its records begin and end."""
        most = log(ends / END_CHANCE)
        ordinary = _longest_ordinary(inside, most, days)
        ordinary = max(ordinary, CLOSED_END) if self.is_closed_at_weekends else ordinary
        first_recorded, last_recorded = int(self._day[0]), int(self._day[-1])
        first, last = self.first, self.last
        start = (self.first, first_recorded - 1)
        if first_recorded - self.first > ordinary and self._at_end(start, first_recorded, last_recorded) > most:
            first = first_recorded
        end = (last_recorded + 1, self.last)
        if self.last - last_recorded > ordinary and self._at_end(end, first_recorded, last_recorded) > most:
            last = last_recorded
        return first, last

    def _at_end(self, empty: Days, first_recorded: int, last_recorded: int) -> float:
        """Return the records expected on empty days at an end, at the rate of what that month has recorded."""
        begins, ends = self._months_around(empty)
        around = max(begins, min(first_recorded, empty[0])), min(ends, max(last_recorded, empty[1]))
        return self._expected(empty, around)

    def outages(self, inside: list[Stretch], days: int) -> list[Days]:
        """Return the empty stretches inside the run that are outages of recording or of the extract."""
        most = -log(OUTAGE_CHANCE)
        ordinary = _longest_ordinary(inside, most, days)
        ordinary = max(ordinary, CLOSED_INSIDE) if self.is_closed_at_weekends else ordinary
        own = [each for each in self.inside() if each.expected > most and each.length > ordinary]
        return [(each.first, each.last) for each in own]


def _weekdays(by_day: npt.NDArray[np.float64], first: int) -> npt.NDArray[np.float64]:
    """Return how much is recorded on each weekday, from Monday on, the mean day being 1."""
    if len(by_day) < ENOUGH_WEEKS * WEEK or by_day.sum() < ENOUGH_RECORDS:
        return np.ones(WEEK)
    weekday = (np.arange(first, first + len(by_day)) + 3) % WEEK  # 1 January 1970 was a Thursday
    recorded = np.bincount(weekday, by_day, minlength=WEEK) / np.bincount(weekday, minlength=WEEK)
    found: npt.NDArray[np.float64] = recorded / recorded.mean()
    return found


def _longest_ordinary(inside: list[Stretch], most: float, days: int) -> int:
    """Return the longest empty stretch that chance may well make; of all, where chance makes none of them."""
    unlikely = sum(each.expected > most for each in inside)
    by_chance = unlikely <= max(OUTAGES_AT_LEAST, OUTAGES_A_YEAR * days / 365)
    return max((each.length for each in inside if each.expected <= most or not by_chance), default=0)


def join(spans: Iterable[Days]) -> list[Days]:
    """Return days in order, neighbours joined."""
    found: list[Days] = []
    for first, last in sorted(spans):
        if found and found[-1][1] + 1 >= first:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def clip(spans: Iterable[Days], bounds: Days) -> list[Days]:
    """Return the days that lie within bounds."""
    cut = [(max(first, bounds[0]), min(last, bounds[1])) for first, last in spans]
    return [(first, last) for first, last in cut if first <= last]


def subtract(spans: Iterable[Days], gone: Iterable[Days]) -> list[Days]:
    """Return days without others."""
    found = list(spans)
    for first, last in gone:
        found = [
            piece
            for begin, end in found
            for piece in ((begin, min(end, first - 1)), (max(begin, last + 1), end))
            if piece[0] <= piece[1]
        ]
    return found


def intersect(spans: Iterable[Days], others: Iterable[Days]) -> list[Days]:
    """Return the days that both have."""
    others = list(others)
    return [piece for span in spans for piece in clip(others, span)]


def count_days(spans: Iterable[Days]) -> int:
    """Return how many days there are."""
    return sum(last - first + 1 for first, last in spans)
