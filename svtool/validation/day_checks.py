"""Days that contradict each other or the extract: after today (V16), before they happened (V17), outside (V18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from svtool.dates import show_date
from svtool.errors import several
from svtool.findings.finding import Finding, Level
from svtool.records.derivations import NO_DAY
from svtool.records.watch import Block
from svtool.validation.days import FieldDays, number_of
from svtool.validation.reading import Reading
from svtool.validation.tallies import Tally
from svtool.validation.together import Together

FEWEST, PEAK = 20, 10
NEW_YEARS = np.array([number_of(date(year, 1, 1)) for year in range(1900, 2100)], np.int32)
WEEKS_AFTER = (NEW_YEARS[:, None] + np.arange(1, 8, dtype=np.int32)).ravel()


def dates_read(reading: Reading) -> list[str]:
    """Return the dates of records that the file has, not those of births."""
    return [each.name for each in reading.source.of_type("date") if each.name in reading.columns]


class FutureCheck:
    """Dates after today, where nobody said as at which day the extract was made."""

    def __init__(self, reading: Reading) -> None:
        """Make ready for each date of the file."""
        self._reading = reading
        self._today = number_of(date.today())
        self._found = {name: (FieldDays(name), Tally()) for name in dates_read(reading)}

    def read(self, block: Block) -> None:
        """Count the days after today."""
        for days, tally in self._found.values():
            tally.add(block, days.first(block) > self._today)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each field."""
        for name, (_, tally) in self._found.items():
            if tally.count:
                dates = several(tally.count, "date", "dates")
                message = f"{dates} of {self._reading.header_of(name)} lie after today; counted as they stand"
                remedy = "Mend the dates; with as_at: in the project file, what lies after that day is not known."
                yield self._reading.find(
                    "V16", message, tally.count, field=name, places=tally.places, remedy=remedy
                )  # fmt: skip


class NewYearCheck:
    """Dates of 1 January in place of dates of which the year alone was known."""

    def __init__(self, reading: Reading, name: str) -> None:
        """Make ready for a date."""
        self._reading, self._days = reading, FieldDays(name)
        self._first, self._week = Tally(), 0

    def read(self, block: Block) -> None:
        """Count what falls on a 1 January, and in the seven days after it."""
        days = self._days.exact(block)
        first = np.isin(days, NEW_YEARS)
        self._first.add(block, first)
        self._week += int(np.count_nonzero(np.isin(days, WEEKS_AFTER)))

    def findings(self) -> Iterator[Finding]:
        """Yield a finding where 1 January has many times the records of the days after it."""
        count = self._first.count
        if count >= FEWEST and count >= PEAK * max(self._week / 7, 1):
            header = self._reading.header_of(self._days.name)
            message = f"{count:,} dates of {header} are a 1 January, {PEAK} times a day after it, or more; kept"
            remedy = "Ask whether the system writes 1 January where it knows the year alone; if so, leave those blank."
            yield self._reading.find(
                "V15",
                message,
                count,
                field=self._days.name,
                places=self._first.places,
                level=Level.WARNING,
                remedy=remedy,
            )


class SequenceCheck:
    """Records that were recorded before they were committed."""

    def __init__(self, reading: Reading, recorded: str, committed: str) -> None:
        """Make ready for the two dates of a record."""
        self._reading, self._tally = reading, Tally()
        self._recorded, self._committed = FieldDays(recorded), FieldDays(committed)

    def read(self, block: Block) -> None:
        """Count the records whose first committed day lies after the recorded day."""
        recorded, committed = self._recorded.exact(block), self._committed.first(block)
        self._tally.add(block, (recorded != NO_DAY) & (committed > recorded))

    def findings(self) -> Iterator[Finding]:
        """Yield how many there are."""
        count = self._tally.count
        if count:
            records = several(count, "record was", "records were")
            message = f"{records} recorded before the committed date; both dates are kept"
            yield self._reading.find("V17", message, count, field=self._committed.name, places=self._tally.places)


class WindowCheck:
    """Records outside the days that the project file says the extract holds."""

    def __init__(self, reading: Reading, selected_on: str) -> None:
        """Make ready for the date that the extract was selected on."""
        self._reading, self._tally, self._days = reading, Tally(), FieldDays(selected_on)
        entry = reading.entry
        self._first = number_of(entry.first) if entry.first else NO_DAY + 1
        self._last = number_of(entry.last) if entry.last else np.iinfo(np.int32).max

    def read(self, block: Block) -> None:
        """Count the days outside."""
        days = self._days.first(block)
        self._tally.add(block, (days != NO_DAY) & ((days < self._first) | (days > self._last)))

    def findings(self) -> Iterator[Finding]:
        """Yield how many there are."""
        if self._tally.count:
            entry = self._reading.entry
            start = f" from {show_date(entry.first)}" if entry.first else ""
            end = f" to {show_date(entry.last)}" if entry.last else ""
            message = (
                f"{several(self._tally.count, 'record lies', 'records lie')} outside the extract's window{start}{end}, "
                f"by {self._reading.header_of(self._days.name)}"
            )
            yield self._reading.find(
                "V18", message, self._tally.count, field=self._days.name, places=self._tally.places
            )


def check_future(reading: Reading) -> FutureCheck | None:
    """Return the check for dates after today; with as_at, the reading itself holds what lies after that day."""
    return FutureCheck(reading) if dates_read(reading) and reading.entry.as_at is None else None


def check_new_years(reading: Reading) -> Together:
    """Return the checks of each date of the file for a peak on 1 January."""
    return Together([NewYearCheck(reading, name) for name in dates_read(reading)])


def check_sequence(reading: Reading) -> SequenceCheck | None:
    """Return the check of the order of a record's two dates."""
    dates = [name for name in reading.source.dates if name in reading.columns]
    return SequenceCheck(reading, dates[0], dates[1]) if len(dates) == 2 else None


def check_window(reading: Reading) -> WindowCheck | None:
    """Return the check of the declared window, where one is declared."""
    entry = reading.entry
    on = entry.selected_on or next(iter(reading.source.dates), "")
    return WindowCheck(reading, on) if on in reading.columns and (entry.first or entry.last) else None
