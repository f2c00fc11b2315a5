"""How many records a feed, or a part of one, has of each month: what is usual, what is low, which months are runs.

Months stand for quarters or years where dates name no less. Everything here is numbers: no name of a supplier or area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import ceil

import numpy as np
import numpy.typing as npt

from svtool.dates import APRIL, MONTHS_OF, Precision

Numbers = npt.NDArray[np.int64]

AROUND = 25  # months whose median is the usual one
BESIDE = 24  # months before, and after, whose upper quartile a low month is held against
LOW = 0.1  # of that quartile; and of the main run's median, for the mean month of another run
ALONE = 0.5  # of that median, for a run of one or two months far from all others
SHORT_RUN, FAR = 2, 3  # months of such a run, and empty months on either side of it


@dataclass(frozen=True)
class History:
    """Records by day of one date.

    Attributes:
        day: the days that have records, in order, as days since 1970.
        records: how many each has.
        precision: how much time the dates name.
    """

    day: Numbers
    records: Numbers
    precision: Precision = "day"

    @property
    def is_empty(self) -> bool:
        """Return whether there is no record at all."""
        return len(self.day) == 0

    @property
    def total(self) -> int:
        """Return how many records there are."""
        return int(self.records.sum())

    @cached_property
    def months(self) -> Months:
        """Return the records by month, empty months among them."""
        step = MONTHS_OF[self.precision]
        month = month_of(self.day)
        begins = APRIL - 1 if self.precision == "financial year" else 0
        first = int(month[0]) - (int(month[0]) - begins) % step
        unit = (month - first) // step
        return Months(first, step, np.bincount(unit, self.records).astype(np.int64))

    def between(self, first: int, last: int) -> History:
        """Return the records of the days from one to another, both included."""
        return self.within([(first, last)])

    def within(self, days: Iterable[tuple[int, int]]) -> History:
        """Return the records of some stretches of days, each from its first to its last."""
        chosen = np.zeros(len(self.day), bool)
        for first, last in days:
            chosen |= (self.day >= first) & (self.day <= last)
        return History(self.day[chosen], self.records[chosen], self.precision)


def month_of(day: Numbers) -> Numbers:
    """Return the months of days: months since January 1970."""
    found: Numbers = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return found


@cache
def first_day_of(month: int) -> int:
    """Return the first day of a month, as days since 1970."""
    return int(np.datetime64(month, "M").astype("datetime64[D]").astype(np.int64))


def add_up(histories: list[History]) -> History:
    """Return several histories as one."""
    day = np.concatenate([each.day for each in histories]) if histories else np.zeros(0, np.int64)
    records = np.concatenate([each.records for each in histories]) if histories else np.zeros(0, np.int64)
    days, place = np.unique(day, return_inverse=True)
    together = np.bincount(place, records, minlength=len(days)).astype(np.int64)
    return History(days, together, histories[0].precision if histories else "day")


def take_away(history: History, other: History) -> History:
    """Return a history without the records of another that is a part of it."""
    records = history.records.copy()
    records[np.searchsorted(history.day, other.day)] -= other.records
    return History(history.day[records > 0], records[records > 0], history.precision)


def _upper_quartile(numbers: Sequence[int]) -> float:
    """Return what a quarter of some numbers lie above; numpy's own takes forty times as long for a few."""
    ordered = sorted(numbers)
    place, quarters = divmod(3 * (len(ordered) - 1), 4)
    return ordered[place] + (ordered[place + 1] - ordered[place]) * quarters / 4 if quarters else ordered[place]


@dataclass(frozen=True)
class Run:
    """Months in a row: the places of the first and of the last of them in `Months.records`."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """Return how many months it has."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Months:
    """Records by month, from the first month that has any to the last.

    Attributes:
        first: the first month, as months since January 1970.
        step: how many calendar months each of them is: 1, 3 or 12.
        records: how many each has; those in between may have none.
    """

    first: int
    step: int
    records: Numbers

    def place(self, month: int) -> int:
        """Return the place of the month that a calendar month lies in, before the first and after the last too."""
        return (month - self.first) // self.step

    def starts(self, place: int) -> int:
        """Return the first day of the month at a place."""
        return first_day_of(self.first + place * self.step)

    def ends(self, place: int) -> int:
        """Return the last day of the month at a place."""
        return self.starts(place + 1) - 1

    @cached_property
    def usual(self) -> Callable[[int], float]:
        """Return what gives the records of a usual month around a place; every figure and pair asks for the same ones.

        It is the median of those with records among the 25 around it. Where none of these has any, it is that of the
        nearest month that has one.
        """
        return cache(self._usual)

    def usual_in(self, bounds: tuple[int, int], exists: tuple[int, int]) -> float:
        """Return the records that are usual between two days, of which none comes from before or after others.

        Args:
            bounds: the first and the last day asked about.
            exists: the first and the last day on which there may be any record.
        """
        first, last = max(bounds[0], exists[0]), min(bounds[1], exists[1])
        begin, end = month_of(np.array(bounds, np.int64)).tolist()
        found = 0.0
        for place in range(self.place(begin), self.place(end) + 1):
            start, stop = self.starts(place), self.ends(place)
            days = max(0, min(last, stop) - max(first, start) + 1)
            found += days / (stop - start + 1) * self.usual(place)
        return found

    def _usual(self, place: int) -> float:
        found = self._usual_around(place)
        if found is None:
            filled = np.flatnonzero(self.records)
            nearest = int(filled[np.argmin(np.abs(filled - place))])
            found = self._usual_around(nearest)
        return found or 0.0

    def _usual_around(self, place: int) -> float | None:
        reach = AROUND // 2 // self.step
        around = self.records[max(0, place - reach) : max(0, place + reach + 1)]
        around = around[around > 0]
        return float(np.median(around)) if len(around) else None

    @cached_property
    def low(self) -> npt.NDArray[np.bool_]:
        """Return which months have under a tenth of the upper quartile of the 24 with records before them, or after."""
        reach = max(1, ceil(BESIDE / self.step))
        filled = np.flatnonzero(self.records)
        there = self.records[filled].tolist()
        found = np.equal(self.records, 0)
        for each, (place, number) in enumerate(zip(filled.tolist(), there, strict=True)):
            beside = there[max(0, each - reach) : each], there[each + 1 : each + 1 + reach]
            found[place] = any(number < LOW * _upper_quartile(some) for some in beside if some)
        return found

    @cached_property
    def runs(self) -> list[Run]:
        """Return the months that are not low, those in a row together."""
        found: list[Run] = []
        for place in np.flatnonzero(~self.low).tolist():
            if found and found[-1].last == place - 1:
                found[-1] = Run(found[-1].first, place)
            else:
                found.append(Run(place, place))
        return found

    @cached_property
    def main_run(self) -> Run:
        """Return the run with most records; of equal ones the latest."""
        return max(self.runs, key=lambda run: (self.records[run.first : run.last + 1].sum(), run.first))

    @cached_property
    def main_median(self) -> float:
        """Return the median month of the main run, by which a history is rare or not."""
        run = self.main_run
        return float(np.median(self.records[run.first : run.last + 1]))

    @cached_property
    def held_runs(self) -> list[Run]:
        """Return the runs that are no strays: with a mean month of a tenth of the main run's median; alone, of half."""
        return [run for run in self.runs if run == self.main_run or self._is_held(run)]

    def _is_held(self, run: Run) -> bool:
        mean = float(self.records[run.first : run.last + 1].mean())
        alone = run.length * self.step <= SHORT_RUN and self._is_far(run)
        return mean >= (ALONE if alone else LOW) * self.main_median

    def _is_far(self, run: Run) -> bool:
        far = ceil(FAR / self.step)
        before = self.records[max(0, run.first - far) : run.first]
        after = self.records[run.last + 1 : run.last + 1 + far]
        return not before.any() and not after.any()
