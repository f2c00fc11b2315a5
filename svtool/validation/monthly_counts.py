"""A source's records by month: how many, of which values, and how many cells of each field are filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.dates import MONTH_NAMES, MONTHS_OF, Precision
from svtool.files.text_block import told_by_text
from svtool.findings.message import Message, numeral, say
from svtool.records.record_block import Block, Numbers
from svtool.validation.checks import Reading, distinct_numbers

CODED = {"flag", "category", "area", "offence_class", "offence_subcode", "ampds_code", "icd10_code"}
Month = int  # months since January 1970
Value = str | None
ISSUED_AGAIN = 0.5  # of the earlier edition's records of a month: it is superseded then
STRAY, FEW = 12, 0.01  # months from the next record, and share of all records, that make a month a slip of the keyboard
Amounts = np.ndarray[Any, np.dtype[np.float64]]


def name_month(month: Month) -> Message:
    """Return a month as people write it: `Mar 2019`."""
    return say(f"{MONTH_NAMES[month % 12]} ", numeral(str(1970 + month // 12)))


def month_of(day: date) -> Month:
    """Return the number of a day's month."""
    return (day.year - 1970) * 12 + day.month - 1


@dataclass
class Months:
    """The records of one supplier's files of one kind, by month of the date that they were selected on.

    Attributes:
        label: how messages call the files together.
        records: month → records.
        values: coded field → (value, month) → records; None is not known.
        filled: field → month → cells that are not blank.
        read: field → month → cells.
        headers: field → the supplier's column.
        day_counts: how many records there are on each day.
        precision: how much time the least exact date names.
        as_at: the day as at which the file was made, where that is said.
    """

    label: str
    records: Counter[Month] = field(default_factory=Counter)
    values: dict[str, Counter[tuple[Value, Month]]] = field(default_factory=dict)
    filled: dict[str, Counter[Month]] = field(default_factory=dict)
    read: dict[str, Counter[Month]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    day_counts: Counter[date] = field(default_factory=Counter)
    precision: Precision = "day"
    as_at: date | None = None

    @property
    def span(self) -> range:
        """Return every month (or quarter) from the first to the last with a record."""
        if not self.records:
            return range(0)
        return range(min(self.records), max(self.records) + 1, MONTHS_OF[self.precision])

    def without_strays(self, held: range | None = None) -> Months:
        """Return the months without a few records that stand a year or more before or after all others.

        A mistyped year is told as a date; it must not make eighty years of missing months.

        Args:
            held: the months that coverage takes to be held, where it is known.
        """
        months, few = sorted(self.records), FEW * self.records.total()
        months = [month for month in months if held is None or month in held]
        while len(months) > 1 and months[-1] - months[-2] > STRAY and self.records[months[-1]] < few:
            months.pop()
        while len(months) > 1 and months[1] - months[0] > STRAY and self.records[months[0]] < few:
            months.pop(0)
        return self.of(set(months))

    def of(self, kept: set[Month]) -> Months:
        """Return some of the months alone."""
        return replace(
            self,
            records=_only(self.records, kept),
            values={
                name: Counter({key: times for key, times in counts.items() if key[1] in kept})
                for name, counts in self.values.items()
            },
            filled={name: _only(counts, kept) for name, counts in self.filled.items()},
            read={name: _only(counts, kept) for name, counts in self.read.items()},
            day_counts=Counter({day: times for day, times in self.day_counts.items() if month_of(day) in kept}),
        )

    def by_value(self, name: str) -> dict[Value, dict[Month, int]]:
        """Return how many records of each value of a field there are in each month."""
        found: dict[Value, dict[Month, int]] = {}
        for (value, month), times in self.values.get(name, {}).items():
            found.setdefault(value, {})[month] = times
        return found


def months_together(files: Sequence[Months]) -> Months:
    """Return the months of several files as those of one, in the order of the files."""
    first = files[0].label
    found = Months(first if len(files) == 1 else f"{first} … {files[-1].label} ({len(files)} files)")
    for each in (file.of(_not_issued_again(file, files)) for file in files):
        found.records.update(each.records)
        found.day_counts.update(each.day_counts)
        found.headers.update({name: header for name, header in each.headers.items() if name not in found.headers})
        for into, of_file in ((found.filled, each.filled), (found.read, each.read)):
            for name, counts in of_file.items():
                into.setdefault(name, Counter()).update(counts)
        for name, by_value in each.values.items():
            found.values.setdefault(name, Counter()).update(by_value)
    return found


def _not_issued_again(file: Months, files: Sequence[Months]) -> set[Month]:
    """Return the months of a file that no later edition issues again: what it holds of the others is superseded."""
    later = [each for each in files if file.as_at and each.as_at and each.as_at > file.as_at]
    return {
        month
        for month, times in file.records.items()
        if not any(each.records[month] >= ISSUED_AGAIN * times for each in later)
    }


def _only(counts: Mapping[Month, int], kept: set[Month]) -> Counter[Month]:
    return Counter({month: times for month, times in counts.items() if month in kept})


def date_selected_on(reading: Reading) -> str | None:
    """Return the date field that the file was selected on: as declared, else the source's first that it has."""
    asked = (reading.entry.selected_on, *reading.source.dates)
    return next((name for name in asked if name and name in reading.columns), None)


@dataclass(frozen=True)
class BlockMonths:
    """The records of a block by month.

    Attributes:
        first_day: the first day of a record, since 1970.
        days: how many records each day has, from that on.
        months: the months that have some.
        records: how many units they have.
        read: how many rows.
        filled: field → how many rows that have a text of it.
        values: field → how many units of each value, all months of a value one after another.
    """

    first_day: int
    days: Numbers
    months: Sequence[Month]
    records: Amounts
    read: Numbers
    filled: Mapping[str, Numbers]
    values: Mapping[str, Amounts]


class MonthCounter:
    """Counts the records of a file by month."""

    def __init__(self, reading: Reading, day: str) -> None:
        """Prepare to count by a date field."""
        self._reading, self._day = reading, day
        self._months = Months(reading.name, as_at=reading.entry.as_at)
        source = reading.source.by_name
        self._coded = [name for name in reading.columns if name in source and source[name].type in CODED]
        if reading.areas is None:
            self._coded = [name for name in self._coded if source[name].type != "area"]
        self._days: Counter[int] = Counter()  # since 1970
        self._numbers: dict[str, Counter[tuple[int, Month]]] = {name: Counter() for name in self._coded}
        for name in reading.columns:
            self._months.headers[name] = reading.header_of(name)

    def look(self, block: Block) -> BlockMonths | None:
        """Return the records of a block by month, in any thread; None where none has a date."""
        days = block.canonical[self._day]
        dated = pc.is_valid(days).to_numpy(zero_copy_only=False)
        if not dated.any():
            return None
        numbers = days.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False)
        months = numbers.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        distinct, index = distinct_numbers(months[dated])
        width = len(distinct)
        amounts = _amounts(block)[dated]
        first = int(numbers[dated].min())
        cells = {name: block.ids[name][dated].astype(np.int64) * width + index for name in self._coded}
        filled = {name: told_by_text(texts, _are_filled)[dated] for name, texts in block.texts.items()}
        return BlockMonths(
            first, np.bincount(numbers[dated] - first), distinct.tolist(),
            records=np.bincount(index, amounts, width).astype(np.float64),
            read=np.bincount(index, minlength=width),
            filled={name: np.bincount(index[full], minlength=width) for name, full in filled.items()},
            values={name: np.bincount(each, amounts).astype(np.float64) for name, each in cells.items()},
        )  # fmt: skip

    def note(self, seen: BlockMonths) -> None:
        """Count the records of the next block."""
        held = np.flatnonzero(seen.days)
        _add(self._days, (held + seen.first_day).tolist(), seen.days[held])
        _add(self._months.records, seen.months, seen.records)
        for name, filled in seen.filled.items():
            _add(self._months.filled.setdefault(name, Counter()), seen.months, filled)
            _add(self._months.read.setdefault(name, Counter()), seen.months, seen.read)
        width = len(seen.months)
        for name, times in seen.values.items():
            counts = self._numbers[name]
            found = np.flatnonzero(times)
            for i, number in zip(found.tolist(), times[found].tolist(), strict=True):
                counts[i // width, seen.months[i % width]] += int(number)

    def close(self, vocabularies: Mapping[str, Sequence[Any]]) -> Months:
        """Return the file's counts, under the words of its values instead of their numbers."""
        epoch = date(1970, 1, 1).toordinal()
        self._months.day_counts.update({date.fromordinal(epoch + day): times for day, times in self._days.items()})
        for name, counts in self._numbers.items():
            into = self._months.values.setdefault(name, Counter())
            for (number, month), times in counts.items():
                into[vocabularies[name][number], month] += times
        return self._months


def _are_filled(texts: pa.Array) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.array(pc.binary_length(texts).to_numpy(zero_copy_only=False) > 0)


def _amounts(block: Block) -> Amounts:
    """Return how many units each record stands for: one, but for the rows of an aggregate."""
    if "count" not in block.canonical:
        return np.ones(block.rows)
    found: Amounts = block.canonical["count"].fill_null(0).to_numpy(zero_copy_only=False).astype(np.float64)
    return found


def _add(counts: Counter[int], keys: Sequence[int], times: Numbers | Amounts) -> None:
    for key, number in zip(keys, times.tolist(), strict=True):
        counts[key] += int(number)


def usual_of(counts: Mapping[Month, int]) -> float:
    """Return the median of the months that have any."""
    return float(np.median([times for times in counts.values() if times])) if counts else 0.0
