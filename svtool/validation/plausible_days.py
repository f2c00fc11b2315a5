"""Days that contradict each other or the extract: a system's default, after today, before they happened, outside
(V15 to V18).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Self

import numpy as np

from svtool.dates import days_since_epoch, show_date
from svtool.findings.finding import Finding, Level
from svtool.findings.message import Message, counted, numeral, say
from svtool.records.derivations import NO_DAY
from svtool.records.record_block import Block
from svtool.validation.checks import Check, Reading
from svtool.validation.row_tallies import Chosen, Tally

Days = np.ndarray[Any, np.dtype[np.int32]]  # days as numbers: 0 is 1 January 1970
FEWEST, PEAK = 20, 10


OF_THE_DAY = "V16"  # what is wrong today and may not be tomorrow
NEW_YEARS = np.array([days_since_epoch(date(year, 1, 1)) for year in range(1900, 2100)], np.int32)
WEEKS_AFTER = (NEW_YEARS[:, None] + np.arange(1, 8, dtype=np.int32)).ravel().astype(np.int32)


def say_date(day: date) -> Message:
    """Return a day as people write it, which knows its numbers: `1 March 2019`."""
    of_month, month, year = show_date(day).split(" ")
    return say(numeral(of_month), f" {month} ", numeral(year))


class FieldDays:
    """Turns the values of a date field into days; each value once."""

    def __init__(self, name: str) -> None:
        """Remember the field."""
        self.name = name
        self._first = np.zeros(0, np.int32)
        self._exact = np.zeros(0, np.int32)

    def first(self, block: Block) -> Days:
        """Return the first day that each record's date names; NO_DAY where it is not known or the row is rejected."""
        self._extend(block.values[self.name])
        return self._of(block, self._first)

    def exact(self, block: Block) -> Days:
        """Return the day of each record, where its date names one day alone; else NO_DAY."""
        self._extend(block.values[self.name])
        return self._of(block, self._exact)

    def exact_among(self, block: Block, wanted: Days) -> Chosen:
        """Return which records have a date that names one day alone, one of some; each value is looked for once."""
        self._extend(block.values[self.name])
        found: Chosen = np.isin(self._exact, wanted)[block.ids[self.name]]
        return found if block.rejected is None else found & ~block.rejected

    def _extend(self, values: Sequence[Any]) -> None:
        if len(values) == len(self._first):
            return
        new = values[len(self._first) :]
        first = [NO_DAY if value is None else days_since_epoch(value[0]) for value in new]
        exact = [day if value and is_one_day(value) else NO_DAY for day, value in zip(first, new, strict=True)]
        self._first = np.concatenate([self._first, np.array(first, np.int32)])
        self._exact = np.concatenate([self._exact, np.array(exact, np.int32)])

    def _of(self, block: Block, days: Days) -> Days:
        found: Days = days[block.ids[self.name]]
        if block.rejected is not None:
            found[block.rejected] = NO_DAY
        return found


def is_one_day(value: Any) -> bool:
    """Return whether the value of a date names one day, not a month, a quarter or a range."""
    return bool(value[1] == "day" and value[-1] in {"day", value[0]})


def dates_read(reading: Reading) -> list[str]:
    """Return the dates of records that the file has, not those of births."""
    return [each.name for each in reading.source.of_type("date") if each.name in reading.columns]


class FutureDays(Check):
    """Dates after the day of the run, where nobody said as at which day the extract was made."""

    raises = (OF_THE_DAY,)

    def __init__(self, reading: Reading) -> None:
        """Make ready for each date of the file."""
        super().__init__(reading)
        self._today = days_since_epoch(reading.today)
        self._found = {name: (FieldDays(name), Tally()) for name in dates_read(reading)}

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield the check; with as_at, the reading itself holds what lies after that day."""
        if dates_read(reading) and reading.entry.as_at is None:
            yield cls(reading)

    def read(self, block: Block) -> None:
        """Count the days after today."""
        for days, tally in self._found.values():
            tally.add(block, days.first(block) > self._today)

    def findings(self) -> Iterator[Finding]:
        """Yield a finding for each field."""
        for name, (_, tally) in self._found.items():
            if tally.count:
                header = self.reading.header_of(name)
                told = say(
                    counted(tally.count, "date", "dates"), f" of {header} lie after today; counted as they stand"
                )
                remedy = "Mend the dates; with as_at: in the project file, what lies after that day is not known."
                yield self.find(OF_THE_DAY, told, tally.count, field=name, places=tally.places, remedy=remedy)


class NewYears(Check):
    """Dates of 1 January in place of dates of which the year alone was known."""

    raises = ("V15",)

    def __init__(self, reading: Reading, name: str) -> None:
        """Make ready for a date."""
        super().__init__(reading)
        self._days, self._first, self._week = FieldDays(name), Tally(), 0

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield a check for each date of the file."""
        yield from (cls(reading, name) for name in dates_read(reading))

    def read(self, block: Block) -> None:
        """Count what falls on a 1 January, and in the seven days after it."""
        self._first.add(block, self._days.exact_among(block, NEW_YEARS))
        self._week += int(np.count_nonzero(self._days.exact_among(block, WEEKS_AFTER)))

    def findings(self) -> Iterator[Finding]:
        """Yield a finding where 1 January has many times the records of the days after it."""
        count, name = self._first.count, self._days.name
        if count >= FEWEST and count >= PEAK * max(self._week / 7, 1):
            what = f" of {self.reading.header_of(name)} are a 1 January, {PEAK} times a day after it, or more; kept"
            told = say(counted(count, "dates", "dates"), what)
            remedy = "Ask whether the system writes 1 January where it knows the year alone; if so, leave those blank."
            places = self._first.places
            yield self.find("V15", told, count, field=name, places=places, level=Level.WARNING, remedy=remedy)


class RecordedBefore(Check):
    """Records that were recorded before they were committed."""

    raises = ("V17",)

    def __init__(self, reading: Reading, recorded: str, committed: str) -> None:
        """Make ready for the two dates of a record."""
        super().__init__(reading)
        self._tally = Tally()
        self._recorded, self._committed = FieldDays(recorded), FieldDays(committed)

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield the check where a file has both dates."""
        dates = [name for name in reading.source.dates if name in reading.columns]
        if len(dates) == 2:
            yield cls(reading, *dates)

    def read(self, block: Block) -> None:
        """Count the records whose first committed day lies after the recorded day."""
        recorded, committed = self._recorded.exact(block), self._committed.first(block)
        self._tally.add(block, (recorded != NO_DAY) & (committed > recorded))

    def findings(self) -> Iterator[Finding]:
        """Yield how many there are."""
        tally = self._tally.without(self.reading.shifted)
        if count := tally.count:
            records = counted(count, "record was", "records were")
            told = say(records, " recorded before the committed date; both dates are kept")
            yield self.find("V17", told, count, field=self._committed.name, places=tally.places)


class Window(Check):
    """Records outside the days that the project file says the extract holds."""

    raises = ("V18",)

    def __init__(self, reading: Reading, selected_on: str) -> None:
        """Make ready for the date that the extract was selected on."""
        super().__init__(reading)
        self._tally, self._days = Tally(), FieldDays(selected_on)
        entry = reading.entry
        self._first = days_since_epoch(entry.first) if entry.first else NO_DAY + 1
        self._last = days_since_epoch(entry.last) if entry.last else np.iinfo(np.int32).max

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield the check where a window is declared."""
        entry = reading.entry
        on = entry.selected_on or next(iter(reading.source.dates), "")
        if on in reading.columns and (entry.first or entry.last):
            yield cls(reading, on)

    def read(self, block: Block) -> None:
        """Count the days outside."""
        days = self._days.first(block)
        self._tally.add(block, (days != NO_DAY) & ((days < self._first) | (days > self._last)))

    def findings(self) -> Iterator[Finding]:
        """Yield how many there are."""
        if count := self._tally.count:
            entry, name = self.reading.entry, self._days.name
            start = say(" from ", say_date(entry.first)) if entry.first else ""
            end = say(" to ", say_date(entry.last)) if entry.last else ""
            lies, by = counted(count, "record lies", "records lie"), f", by {self.reading.header_of(name)}"
            told = say(lies, " outside the extract's window", start, end, by)
            yield self.find("V18", told, count, field=name, places=self._tally.places)
