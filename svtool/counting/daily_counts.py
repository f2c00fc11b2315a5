"""Counts by day: what a tally gives, as arrays, so that any span of days, as known on any day, is a quick sum."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.counting.basis import Basis, as_basis
from svtool.dates import days_since_epoch
from svtool.schema.row_columns import UNSTATED

Span = tuple[date, date]
Numbers = np.ndarray[Any, np.dtype[np.int64]]
Chosen = np.ndarray[Any, np.dtype[np.bool_]]
NO_DAY = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Counted:
    """How many units met a rule for certain, how many may have, and how many certainly did not.

    `undated` have no date, met the rule or may have, and may belong to the days that are asked about; they are none of
    the others. It is None where every record of the source has a date. `unstated` are cells of tables that may belong
    to the count and state no number.
    """

    met: int = 0
    not_known: int = 0
    not_met: int = 0
    undated: int | None = None
    unstated: int = 0

    @property
    def perhaps(self) -> int:
        """Return how many more may belong to the count."""
        return self.not_known + (self.undated or 0)

    def __add__(self, other: Counted) -> Counted:
        """Return both together, of different places or people: over days, what is undated does not add up."""
        undated = [each.undated for each in (self, other) if each.undated is not None]
        return Counted(
            self.met + other.met,
            self.not_known + other.not_known,
            self.not_met + other.not_met,
            sum(undated) if undated else None,
            self.unstated + other.unstated,
        )


@dataclass(frozen=True)
class Labels:
    """The labels of rows.

    Attributes:
        names: the different labels.
        number: for each row the place of its label among them.
    """

    names: tuple[str, ...]
    number: Numbers

    def among(self, names: Collection[str]) -> Chosen:
        """Return which rows have one of these labels."""
        is_one: Chosen = np.array([name in names for name in self.names], bool)[self.number]
        return is_one

    def those_of(self, chosen: Chosen) -> set[str]:
        """Return the labels of some rows."""
        return {self.names[number] for number in np.unique(self.number[chosen]).tolist()}


@dataclass(frozen=True)
class Days:
    """Counts by day, place and breakdowns, as arrays of one length.

    Attributes:
        day: days since 1970; NO_DAY where the date is not known.
        place: numbers in the vocabulary of areas; 0 is not known.
        feed: the numbers of feeds; 0 where there is one only.
        labels: breakdown → the label of each row.
        counts: one row per condition: met, not known, not met.
        known: the day on which each was known, among those asked about, since 1970; NO_DAY where it can't be told.
            None when only what is known now is asked about.
    """

    day: Numbers
    place: Numbers
    feed: Numbers
    labels: dict[str, Labels]
    counts: Numbers
    known: Numbers | None = None

    def those(self, chosen: Chosen) -> Days:
        """Return the chosen rows."""
        if chosen.all():
            return self
        labels = {name: Labels(each.names, each.number[chosen]) for name, each in self.labels.items()}
        return Days(
            self.day[chosen], self.place[chosen], self.feed[chosen], labels, self.counts[:, chosen],
            None if self.known is None else self.known[chosen],
        )  # fmt: skip

    def sum(self, chosen: Chosen) -> Counted:
        """Return the counts of the chosen rows."""
        met, open_, not_met = self.counts[:, chosen].sum(axis=1).tolist()
        if max(met, open_, not_met) < UNSTATED:
            return Counted(met, open_, not_met)
        unstated, open_ = divmod(open_, UNSTATED)
        return Counted(met % UNSTATED, open_, not_met % UNSTATED, unstated=unstated)

    def met_in_each(self, spans: Sequence[Span], chosen: Chosen) -> list[int]:
        """Return how many units of chosen rows met for certain in each of some spans, in order and not overlapping."""
        if not spans:
            return []
        day, met = self.day[chosen], self.counts[0, chosen]
        starts, ends = (np.array([days_since_epoch(each) for each in edge]) for edge in zip(*spans, strict=True))
        span = np.searchsorted(starts, day, "right") - 1
        inside = (span >= 0) & (day <= ends[span])
        found: list[int] = np.bincount(span[inside], met[inside], len(spans)).astype("int64").tolist()
        return found

    def within(self, days: Basis | Sequence[Span] | None) -> Chosen:
        """Return which rows lie in these days; all rows, dated or not, without days."""
        if days is None:
            return np.ones(len(self.day), bool)
        basis = as_basis(days)
        if basis.grid is None:
            return self._on(basis.sets[0])
        which = basis.grid[self.feed, self.place]
        chosen = np.zeros(len(self.day), bool)
        for number, spans in enumerate(basis.sets):
            chosen |= (which == number) & self._on(spans)
        return chosen

    def _on(self, spans: Sequence[Span]) -> Chosen:
        return days_in(self.day, spans)

    def labelled(self, values: Mapping[str, str]) -> Chosen:
        """Return which rows have these labels: breakdown → label."""
        chosen = np.ones(len(self.day), bool)
        for name, value in values.items():
            chosen &= self.labels[name].among({value})
        return chosen

    def as_known_on(self, day: date | None) -> Days:
        """Return the rows as they were known on a day; one whose recorded date is missing may have been known then."""
        if day is None or self.known is None:
            return self
        met, open_, not_met = self.counts
        known, undated = self.known_by(day), self.known == NO_DAY
        perhaps = known | undated
        return replace(self, counts=np.vstack([met * known, open_ * perhaps + met * undated, not_met * perhaps]))

    def known_by(self, day: date | None) -> Chosen:
        """Return which rows were certainly known on a day; all rows without one."""
        if day is None or self.known is None:
            return np.ones(len(self.day), bool)
        known: Chosen = (self.known != NO_DAY) & (self.known <= days_since_epoch(day))
        return known


def days_in(days: Numbers, spans: Sequence[Span]) -> Chosen:
    """Return which of some days since 1970 lie in spans of days."""
    chosen = np.zeros(len(days), bool)
    for start, end in spans:
        chosen |= (days >= days_since_epoch(start)) & (days <= days_since_epoch(end))
    return chosen


def day_numbers(days: pa.ChunkedArray) -> Numbers:
    """Return dates as days since 1970; NO_DAY for those that are not known."""
    found: Numbers = days.cast(pa.int32()).cast(pa.int64()).fill_null(NO_DAY).to_numpy()
    return found


_NONE: Numbers = np.zeros(0, np.int64)
NO_DAYS = Days(_NONE, _NONE, _NONE, {}, np.zeros((3, 0), np.int64))
