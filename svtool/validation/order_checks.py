"""Day or month first: proven where only one order gives a date (V11), suspected from neighbouring rows (V12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from svtool.dates import DAY_OR_MONTH_FIRST
from svtool.errors import several
from svtool.findings.finding import Finding
from svtool.records.derivations import NO_DAY
from svtool.records.judgement import Fault, Fold
from svtool.records.watch import Block
from svtool.validation.day_checks import dates_read
from svtool.validation.days import Days, FieldDays, is_one_day
from svtool.validation.reading import Reading, summed
from svtool.validation.tallies import Tally
from svtool.validation.together import Together

NEIGHBOURS = 200
NEAR = 31
MOSTLY = 0.95
FEWEST = 3
FIRST = {"DD/MM/YYYY": "day", "DD-MM-YYYY": "day", "DD/MM/YY": "day", "DD-MM-YY": "day", "MM/DD/YYYY": "month"}
OTHER = {"day": "month", "month": "day"}
_EXCHANGED = {"DD/MM/YYYY": "MM/DD/YYYY", "MM/DD/YYYY": "DD/MM/YYYY"}


class OrderCheck:
    """Dates that are possible only with day and month exchanged, and how many could be either."""

    def __init__(self, reading: Reading, name: str, written_as: str) -> None:
        """Make ready for a field whose dates are written with the day, or with the month, first."""
        self._reading, self._name, self._written_as = reading, name, written_as
        self._times = np.zeros(0, np.int64)
        self._values: Sequence[Any] = ()

    def read(self, block: Block) -> None:
        """Count how often each date stands in the file."""
        times = np.bincount(block.ids[self._name], minlength=len(self._times))
        times[: len(self._times)] += self._times
        self._times, self._values = times, block.values[self._name]

    def findings(self) -> Iterator[Finding]:
        """Yield a finding where at least one date proves the other order."""
        texts = [
            text for text in self._reading.odd.get(self._name, ()) if text.judged.fault is Fault.OTHER_ORDER
        ]  # fmt: skip
        if not texts:
            return
        proven, places = summed(texts)
        either, as_mapped = self._count_orders()
        here, header = FIRST[self._written_as], self._reading.header_of(self._name)
        message = (
            f"{several(proven, 'date', 'dates')} of {header} can only have the {OTHER[here]} first, {either:,} could "
            f"have either first, {as_mapped:,} only the {here}; the mapping says {self._written_as}"
        )
        remedy = self._remedy(as_mapped)
        yield self._reading.find("V11", message, proven, field=self._name, places=places, remedy=remedy, texts=texts)

    def _count_orders(self) -> tuple[int, int]:
        either = only = 0
        numbers: Counter[Any] = Counter()  # day numbers of a spreadsheet have no order
        for text in self._reading.odd.get(self._name, ()):
            numbers[text.judged.value] += text.count if text.judged.fold is Fold.EXCEL_DAY else 0
        for value, counted in zip(self._values, self._times.tolist(), strict=False):
            times = counted - numbers[value]
            if value and is_one_day(value):
                day, month = value[0].day, value[0].month
                only += times if day > 12 else 0
                either += times if day <= 12 and day != month else 0
        return either, only

    def _remedy(self, as_mapped: int) -> str:
        header = self._reading.header_of(self._name)
        other = _EXCHANGED.get(self._written_as)
        if as_mapped:
            return f"Both orders stand in {header}, and no row tells which is meant: export it again as YYYY-MM-DD."
        if not other:
            return f"Export {header} again as YYYY-MM-DD."
        return f'If the whole column has the other order, say so: --map "{header}={self._name}:{other}".'


class NeighbourCheck:
    """Dates that lie far from the rows around them, unless day and month are exchanged."""

    def __init__(self, reading: Reading, name: str) -> None:
        """Make ready for a date by which the file may be sorted."""
        self._reading, self._days, self._tally = reading, FieldDays(name), Tally()
        self._rows = self._near = self._could_be = 0

    def read(self, block: Block) -> None:
        """Compare the days of each run of rows with their median."""
        days = self._days.exact(block)
        rows = np.flatnonzero(days != NO_DAY)
        middle = _medians(days[rows])
        far = np.abs(days[rows] - middle) > NEAR
        self._rows += len(rows)
        self._near += len(rows) - int(np.count_nonzero(far))
        exchanged = _exchange(days[rows[far]])
        self._could_be += int(np.count_nonzero(exchanged != NO_DAY))
        fits = np.zeros(block.rows, bool)
        fits[rows[far]] = np.abs(exchanged.astype(np.int64) - middle[far]) <= NEAR
        self._tally.add(block, fits)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding where the file is in order of time and several dates fit only when exchanged."""
        found = self._tally.count
        if self._near < MOSTLY * self._rows or found < FEWEST or 2 * found < self._could_be:
            return
        header = self._reading.header_of(self._days.name)
        message = f"{found:,} dates of {header} fit the rows around them only with day and month exchanged"
        yield self._reading.find("V12", message, found, field=self._days.name, places=self._tally.places)


def _medians(days: Days) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return for each row the median day of the run of rows that it stands in."""
    whole = len(days) // NEIGHBOURS * NEIGHBOURS
    medians = np.median(days[:whole].reshape(-1, NEIGHBOURS), axis=1) if whole else np.zeros(0)
    rest = days[max(len(days) - NEIGHBOURS, 0) :]
    last = np.full(len(days) - whole, np.median(rest) if len(rest) else 0)
    return np.concatenate([np.repeat(medians, NEIGHBOURS), last])


def _exchange(days: Days) -> Days:
    """Return the days with day and month exchanged; NO_DAY where that is no date, or the same."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    day = (dates - months).astype(np.int64) + 1
    month = months.astype(np.int64) % 12 + 1
    first = months.astype("datetime64[Y]").astype("datetime64[M]") + (day - 1)
    found = (first.astype("datetime64[D]") + (month - 1)).astype(np.int64)
    return np.where((day <= 12) & (day != month), found, NO_DAY).astype(np.int32)


def check_orders(reading: Reading) -> Together:
    """Return the checks of each date of the file whose format has day and month as numbers."""
    found = []
    for field in reading.source.of_type("date", "birth_date"):
        column = reading.columns.get(field.name)
        written = next((each for each in column.format if each in DAY_OR_MONTH_FIRST), None) if column else None
        if written:
            found.append(OrderCheck(reading, field.name, written))
    return Together(found)


def check_neighbours(reading: Reading) -> NeighbourCheck | None:
    """Return the check of the first date of a source, by which extracts are sorted."""
    dates = [name for name in reading.source.dates[:1] if name in dates_read(reading)]
    return NeighbourCheck(reading, dates[0]) if dates else None
