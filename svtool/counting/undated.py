"""Records without a date: each may belong to every day that its extract's window and its other dates allow.

A declared window is believed, and so is the day as at which an extract was made; an extract that declares neither may
hold records of any day. Nothing is recorded before it was committed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from svtool.counting.daily_counts import Numbers
from svtool.counting.dimensions import Dimension
from svtool.dates import Precision, Span, days_since_epoch, last_day
from svtool.engine.seam import Engine, rows
from svtool.gathering.facts import Facts
from svtool.records.ledger import Extract
from svtool.schema.row_columns import EXTRACT
from svtool.schema.sources import COMMITTED, RECORDED, Source

MAY_LIE = "may_lie"  # of a record without a date: the number of the window in which it may lie
NO_OTHER = "DATE '0001-01-01'"  # stands for an other date that is not known either, so that a join finds it
Window = tuple[date | None, date | None]  # the first and the last day; None where nothing bounds them


@dataclass(frozen=True)
class Undated:
    """The records of a source without one of its dates.

    Attributes:
        facts: the source, with these as its only records.
        windows: the days between which they may lie, by number.
    """

    facts: Facts
    windows: tuple[Window, ...]

    @property
    def dimension(self) -> Dimension:
        """Return the windows as a breakdown, whose labels are their numbers."""
        return Dimension(MAY_LIE, f"f.{MAY_LIE}", {number: str(number) for number in range(len(self.windows))})

    def within(self, spans: Sequence[Span]) -> list[str]:
        """Return the numbers of the windows that have a day in one of these spans."""
        first, last = self._ends
        meets = np.zeros(len(self.windows), bool)
        for start, end in spans:
            meets |= (days_since_epoch(start) <= last) & (first <= days_since_epoch(end))
        return [str(number) for number in np.flatnonzero(meets).tolist()]

    @cached_property
    def _ends(self) -> tuple[Numbers, Numbers]:
        """Return the first and last days of the windows, as days since 1970."""
        ends = [(first or date.min, last or date.max) for first, last in self.windows]
        first, last = (np.array([days_since_epoch(each) for each in one]) for one in zip(*ends, strict=True))
        return first, last


def find_undated(engine: Engine, facts: Facts, basis: str) -> Undated | None:
    """Return the records without a date; None where all have one, or the source has no such date at all.

    Args:
        engine: where the facts are.
        facts: the source.
        basis: the date, such as `recorded_date`.
    """
    if basis not in facts.columns:
        return None
    other = COMMITTED if basis == RECORDED else RECORDED
    other_day = f"f.{other}" if other in facts.columns else "CAST(NULL AS DATE)"
    found = rows(
        engine,
        f"{facts.source.id}: records without {basis}",
        f"SELECT DISTINCT f.{EXTRACT}, {other_day} FROM {facts.table} AS f WHERE f.{basis} IS NULL ORDER BY 1, 2",
    )
    if not found:
        return None
    extracts = facts.reports[next(iter(facts.reports))].extracts
    allowed = [
        narrowed(window_of(extracts[extract], facts.source, basis), basis, day, facts.coarsest)
        if day and _holds(window_of(extracts[extract], facts.source, other), day)
        else window_of(extracts[extract], facts.source, basis)
        for extract, day in found
    ]
    windows = tuple(dict.fromkeys(allowed))
    table = f"{facts.table}_without_{basis}"
    engine.put(
        f"{table}_windows",
        pa.table(
            {
                "of_extract": pa.array([extract for extract, _ in found], pa.int16()),
                "other_day": pa.array([day for _, day in found], pa.date32()),
                MAY_LIE: pa.array([windows.index(each) for each in allowed], pa.int32()),
            }
        ),
    )
    engine.drop(table)
    engine.define(
        table,
        f"SELECT f.*, x.{MAY_LIE} FROM {facts.table} AS f JOIN {table}_windows AS x ON x.of_extract = f.{EXTRACT} "
        f"AND COALESCE(x.other_day, {NO_OTHER}) = COALESCE({other_day}, {NO_OTHER}) WHERE f.{basis} IS NULL",
        kept=True,
    )
    return Undated(replace(facts, table=table), windows)


def window_of(extract: Extract, source: Source, basis: str) -> Window:
    """Return the days that an extract allows for one of its dates, as far as the project file says.

    Args:
        extract: the extract.
        source: its source; an extract was selected on the first of its dates, where nothing else is said.
        basis: the date.
    """
    selected = extract.selected_on or next(iter(source.dates), RECORDED)
    # What is recorded by a day was committed by then; what was committed since a day is recorded since.
    first = extract.first if selected in {basis, COMMITTED} else None
    last = extract.last if selected in {basis, RECORDED} else None
    return first, min((day for day in (last, extract.as_at) if day), default=None)


def _holds(window: Window, day: date) -> bool:
    """Return whether a window has a day; another date outside of it is as doubtful as none."""
    return (window[0] or date.min) <= day <= (window[1] or date.max)


def narrowed(window: Window, basis: str, other: date, precision: Precision) -> Window:
    """Return a window as a record's other date narrows it: nothing is recorded before it was committed.

    Args:
        window: the days that the extract allows.
        basis: the date that the record lacks.
        other: the first day of its other date.
        precision: how much time the other date may name.
    """
    first, last = window
    if basis == RECORDED:
        return max(other, first or other), last
    day = last_day(other, precision)
    return first, min(day, last or day)
