"""Dates as they are written: cells that hold none, day numbers, short years, day or month first, hours (V10 to V19)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Self

import numpy as np
import pyarrow.compute as pc

from svtool.dates import DATE_FORMATS, OTHER_ORDER, ZONE, latest_year, read_date
from svtool.errors import listed
from svtool.files.text_block import as_plain
from svtool.findings.finding import Finding, Level
from svtool.findings.message import Message, counted, numeral, say
from svtool.records.coded_texts import as_coded
from svtool.records.derivations import NO_DAY
from svtool.records.judgement import Fault, Fold
from svtool.records.record_block import Block, OddText
from svtool.validation.checks import Check, Reading
from svtool.validation.plausible_days import Days, FieldDays, dates_read, is_one_day, say_date
from svtool.validation.row_tallies import Tally, summed

NEARLY_ALL = 0.95
OTHER = {"day": "month", "month": "day"}
NEIGHBOURS, NEAR, FEWEST_EXCHANGED = 200, 31, 3
OFF = ("23:00", "01:00")
FEWEST_HOURS = 10
MOST_TIMES = 12  # more different times than that are real times of day, of which an hour's shift can't be seen
_TIME = re.compile(r"[ T](\d{1,2}:\d{2})(?::00(?:\.0+)?)?(?: ?(?:Z|UTC|GMT|BST|[+-]\d{2}(?::?\d{2})?))?$")
_ZONE_AT_END = rf"(?i):\d{{2}}(?:[.,]\d+)?(?: ?[AP]\.?M\.?)?{ZONE}\s*$"
_MANY = 1_000


def first_of(written_as: str) -> str:
    """Return what stands first in a format: day or month."""
    return "day" if written_as.startswith("D") else "month"


class OddDates(Check):
    """Cells of dates that are none, can't be true, or were read only after they were folded."""

    raises = ("V10", "V13", "V14", "V15", "V16")
    kinds: ClassVar[dict[Fault, tuple[str, Level | None]]] = {
        Fault.IMPOSSIBLE_DAY: ("V10", None),
        Fault.NOT_A_DATE: ("V10", None),
        Fault.NOT_A_RANGE: ("V10", None),
        Fault.DAY_NUMBER_1904: ("V13", Level.ERROR),
        Fault.SHORT_YEAR: ("V14", Level.ERROR),
        Fault.SYSTEM_DEFAULT: ("V15", None),
        Fault.AFTER_EXTRACT: ("V16", None),
    }

    def __init__(self, reading: Reading) -> None:
        """Make ready for the dates of a file."""
        super().__init__(reading)
        self._understood = {each.name: 0 for each in reading.source.of_type("date") if each.name in reading.columns}

    def read(self, block: Block) -> None:
        """Count the dates of each field that are understood."""
        for name in self._understood:
            self._understood[name] += int(np.count_nonzero(block.ids[name]))

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the dates of each field, and what was passed over to read them."""
        for name, texts in self.reading.odd.items():
            for fault, (kind, level) in self.kinds.items():
                of_fault = [text for text in texts if text.judged.fault is fault]
                if of_fault:
                    count, places = summed(of_fault)
                    cells, header = counted(count, "cell", "cells"), self.reading.header_of(name)
                    yield self.find(
                        kind, say(cells, f" of {header}: ", self._words(name, fault)), count, field=name,
                        places=places, level=level, remedy=self._remedy(name, fault, of_fault), texts=of_fault,
                    )  # fmt: skip
            yield from self._folded(name, texts)

    def _folded(self, name: str, texts: Sequence[OddText]) -> Iterator[Finding]:
        header = self.reading.header_of(name)
        count, places = summed(text for text in texts if text.judged.fold is Fold.EXCEL_DAY)
        if count:
            words = counted(count, "date was an Excel day number", "dates were Excel day numbers")
            yield self.find("V13", say(words, f" in {header}"), count, field=name, places=places)
        count, places = summed(text for text in texts if text.judged.fold is Fold.TWO_DIGIT_YEAR)
        if count:
            pivot = latest_year(self._formats(name), self.reading.columns[name].pivot) or 0
            years = numeral(f"{pivot - 99} to {pivot}")
            told = say(counted(count, "date", "dates"), f" of {header}: years read as ", years)
            yield self.find("V14", told, count, field=name, places=places)

    def _words(self, name: str, fault: Fault) -> Message | str:
        as_at = self.reading.entry.as_at
        words: dict[Fault, Message | str] = {
            Fault.IMPOSSIBLE_DAY: "a day that no calendar has",
            Fault.NOT_A_DATE: f"not a date written as {listed(self._formats(name))}",
            Fault.NOT_A_RANGE: f"not a date or range written as {listed(self._formats(name))}",
            Fault.DAY_NUMBER_1904: "a day number of Excel, and the project file says epoch: 1904; not known",
            Fault.SHORT_YEAR: "a year of two digits, whose century nobody said; not known",
            Fault.SYSTEM_DEFAULT: "the date that a system writes where it knows none; not known",
            Fault.AFTER_EXTRACT: say(
                "after ", say_date(as_at) if as_at else "the extract", ", when the extract was made"
            ),
        }
        return words[fault]

    def _formats(self, name: str) -> tuple[str, ...]:
        return self.reading.columns[name].format or ("YYYY-MM-DD",)

    def _remedy(self, name: str, fault: Fault, texts: Sequence[OddText]) -> str:
        header = self.reading.header_of(name)
        if fault is Fault.SHORT_YEAR:
            return (
                f"Export {header} with years of four digits; or write format: DD/MM/YY and pivot: with the latest "
                "year in the mapping."
            )
        if fault is Fault.DAY_NUMBER_1904:
            return f"Export {header} as dates; a CSV does not say from which year its day numbers count."
        if fault is Fault.NOT_A_DATE:
            return self._remedy_of_format(name, texts)
        return ""

    def _remedy_of_format(self, name: str, texts: Sequence[OddText]) -> str:
        """Return how to have dates read that are written in another way, all of them or some of a column."""
        other, header = _format_of_all(texts), self.reading.header_of(name)
        if not other:
            return ""
        if self._understood.get(name, 0) > sum(text.count for text in texts):
            both = ", ".join([*self._formats(name), other])
            return (
                f"They are written as {other}, and most of {header} is not: export them all as YYYY-MM-DD, or write "
                f"format: [{both}] in the mapping."
            )
        option = f'--source {self.reading.source.id} --map "{header}={name}:{other}"'
        return f"If they are written as {other}, say so: {option}."


def _format_of_all(texts: Sequence[OddText]) -> str | None:
    """Return the one format in which nearly all of these texts are dates."""
    count = sum(text.count for text in texts)
    fitting = [
        name
        for name, known in DATE_FORMATS.items()
        if not known.needs_pivot
        and sum(text.count for text in texts if read_date(text.text, (name,))) >= NEARLY_ALL * count
    ]
    return fitting[0] if len(fitting) == 1 else None


class DayOrMonthFirst(Check):
    """Dates that are possible only with day and month exchanged, and how many could be either."""

    raises = ("V11",)

    def __init__(self, reading: Reading, name: str, written_as: str) -> None:
        """Make ready for a field whose dates are written with the day, or with the month, first."""
        super().__init__(reading)
        self._name, self._written_as = name, written_as
        self._times = np.zeros(0, np.int64)
        self._values: Sequence[Any] = ()

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield a check for each date of the file whose format has day and month as numbers."""
        for field in reading.source.of_type("date", "birth_date"):
            column = reading.columns.get(field.name)
            written = next((each for each in column.format if each in OTHER_ORDER), None) if column else None
            if written:
                yield cls(reading, field.name, written)

    def read(self, block: Block) -> None:
        """Count how often each date stands in the file."""
        times = np.bincount(block.ids[self._name], minlength=len(self._times))
        times[: len(self._times)] += self._times
        self._times, self._values = times, block.values[self._name]

    def findings(self) -> Iterator[Finding]:
        """Yield a finding where at least one date proves the other order."""
        odd = self.reading.odd.get(self._name, ())
        texts = [text for text in odd if text.judged.fault is Fault.OTHER_ORDER]
        if not texts:
            return
        proven, places = summed(texts)
        either, as_mapped = self._count_orders()
        here, header = first_of(self._written_as), self.reading.header_of(self._name)
        told = say(
            counted(proven, "date", "dates"), f" of {header} can only have the {OTHER[here]} first, ",
            numeral(either), " could have either first, ", numeral(as_mapped),
            f" only the {here}; the mapping says {self._written_as}",
        )  # fmt: skip
        remedy = self._remedy(as_mapped)
        yield self.find("V11", told, proven, field=self._name, places=places, remedy=remedy, texts=texts)

    def _count_orders(self) -> tuple[int, int]:
        either = only = 0
        numbers: Counter[Any] = Counter()  # day numbers of a spreadsheet have no order
        for text in self.reading.odd.get(self._name, ()):
            numbers[text.judged.value] += text.count if text.judged.fold is Fold.EXCEL_DAY else 0
        for value, counted_ in zip(self._values, self._times.tolist(), strict=False):
            times = counted_ - numbers[value]
            if value and is_one_day(value):
                day, month = value[0].day, value[0].month
                only += times if day > 12 else 0
                either += times if day <= 12 and day != month else 0
        return either, only

    def _remedy(self, as_mapped: int) -> str:
        header = self.reading.header_of(self._name)
        other = OTHER_ORDER[self._written_as]
        if as_mapped:
            return f"Both orders stand in {header}, and no row tells which is meant: export it again as YYYY-MM-DD."
        if DATE_FORMATS[other].needs_pivot:
            return f"If the whole column has the other order, write format: {other} in the mapping."
        option = f"--source {self.reading.source.id} --map"
        return f'If the whole column has the other order, say so: {option} "{header}={self._name}:{other}".'


class ExchangedDays(Check):
    """Dates that lie far from the rows around them, unless day and month are exchanged."""

    raises = ("V12",)

    def __init__(self, reading: Reading, name: str) -> None:
        """Make ready for a date by which the file may be sorted."""
        super().__init__(reading)
        self._days, self._tally = FieldDays(name), Tally()
        self._rows = self._near = self._could_be = 0

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield the check of the first date of a source, by which extracts are sorted."""
        yield from (cls(reading, name) for name in reading.source.dates[:1] if name in dates_read(reading))

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
        if self._near < NEARLY_ALL * self._rows or found < FEWEST_EXCHANGED or 2 * found < self._could_be:
            return
        header = self.reading.header_of(self._days.name)
        what = f" of {header} fit the rows around them only with day and month exchanged"
        told = say(counted(found, "dates", "dates"), what)
        yield self.find("V12", told, found, field=self._days.name, places=self._tally.places)


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
    first = months.astype("datetime64[Y]").astype("datetime64[M]") + (day - 1).astype("timedelta64[M]")
    found = (first.astype("datetime64[D]") + (month - 1).astype("timedelta64[D]")).astype(np.int64)
    return np.where((day <= 12) & (day != month), found, NO_DAY).astype(np.int32)


class HourOff(Check):
    """Times that are all an hour off in some months, of dates that have nearly the same time on every row.

    Summer time was applied twice, or not at all.
    """

    raises = ("V19",)

    def __init__(self, reading: Reading, name: str) -> None:
        """Make ready for a date."""
        super().__init__(reading)
        self._name = name
        self._times: Counter[tuple[int, int, str]] = Counter()
        self._places: dict[tuple[int, int, str], list[int]] = {}
        self._is_over = False

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield a check for each date of the file."""
        yield from (cls(reading, name) for name in dates_read(reading))

    def read(self, block: Block) -> None:
        """Count the times of each month, as long as they may be dates that got a time."""
        texts = block.texts[self._name]
        if self._is_over or not block.rows or not _has_time(as_plain(texts[: min(_MANY, block.rows)])):
            self._is_over = True
            return
        coded = as_coded(texts)
        distinct = coded.dictionary.to_pylist()
        indices = coded.indices.to_numpy(zero_copy_only=False)
        _, rows, counts = np.unique(indices, return_index=True, return_counts=True)
        values = block.values[self._name]
        for text, row, count in zip(distinct, rows.tolist(), counts.tolist(), strict=True):
            value, found = values[block.ids[self._name][row]], _TIME.search(text.strip())
            if value and found:
                key = (value[0].year, value[0].month, found[1].zfill(5))
                self._times[key] += count
                self._places.setdefault(key, []).append(int(block.places[row]))

    def findings(self) -> Iterator[Finding]:
        """Yield a finding where a month has nearly no other time than 23:00, or than 01:00."""
        off = [] if self._is_over else self._months_off()
        if off:
            count = sum(self._times[key] for key in off)
            places = sorted(place for key in off for place in self._places[key])
            header, months = self.reading.header_of(self._name), counted(len(off), "month has", "months have")
            told = say(
                counted(count, "date", "dates"), f" of {header} in ", months, " the time 23:00 or 01:00 and no other"
            )
            yield self.find("V19", told, count, field=self._name, places=places)

    def _months_off(self) -> list[tuple[int, int, str]]:
        months: Counter[tuple[int, int]] = Counter()
        for (year, month, _), count in self._times.items():
            months[(year, month)] += count
        return [
            key
            for key, count in self._times.items()
            if key[2] in OFF and months[key[:2]] >= FEWEST_HOURS and count >= NEARLY_ALL * months[key[:2]]
        ]


class ZonedTimes(Check):
    """Times with a zone: the day is the one that is written, which is another where the zone is not the supplier's."""

    raises = ("V32",)

    def __init__(self, reading: Reading, name: str) -> None:
        """Make ready for a date."""
        super().__init__(reading)
        self._name, self._tally = name, Tally()

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield a check for each date of the file."""
        yield from (cls(reading, name) for name in dates_read(reading))

    def read(self, block: Block) -> None:
        """Count the cells that have a zone."""
        coded = as_coded(block.texts[self._name])
        zoned = pc.match_substring_regex(coded.dictionary, _ZONE_AT_END)
        if pc.any(zoned).as_py():
            self._tally.add(block, zoned.take(coded.indices).to_numpy(zero_copy_only=False))

    def findings(self) -> Iterator[Finding]:
        """Yield a note where there are some."""
        if count := self._tally.count:
            times = counted(count, "time", "times")
            told = say(
                times, f" of {self.reading.header_of(self._name)} with a zone: the day is the one that is written"
            )
            yield self.find("V32", told, count, field=self._name, places=self._tally.places)


def _has_time(texts: object) -> bool:
    """Return whether these texts have times, and few different ones."""
    times = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(texts), 10, 16)
    distinct = {each for each in pc.unique(times).to_pylist() if ":" in each}
    return 0 < len(distinct) <= MOST_TIMES
