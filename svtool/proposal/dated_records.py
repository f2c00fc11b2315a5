"""On which days the records of files lie: what is wholly held of them, and which files hold the same days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import numpy as np

from svtool.coverage.feeds import RARE
from svtool.coverage.history import History, add_up
from svtool.coverage.outages import held_days
from svtool.dates import Precision, Span, add_months, coarsest, day_of, days_since_epoch, read_date
from svtool.proposal.file_contents import FileLook
from svtool.proposal.layouts import Layout
from svtool.schema.sources import Source

HALF = 0.5
Months = set[tuple[int, int]]


def history_of(layout: Layout, look: FileLook, source: Source) -> History | None:
    """Return the records of a file by day, by the first date of its source that it has; None without dates."""
    name = next((each for each in source.dates if each in layout.columns), None)
    column = layout.columns[name] if name else None
    found = look.column(*column.headers) if column and column.headers else None
    if column is None or found is None:
        return None
    formats = found.date_formats(column)
    counted: Counter[date] = Counter()
    precisions: set[Precision] = set()
    for text, number in found.texts.items():
        if read := read_date(text, formats, column.pivot):
            counted[read[0]] += number
            precisions.add(read[1])
    if not counted:
        return None
    days = sorted(counted)
    numbers = np.array([counted[day] for day in days], np.int64)
    return History(np.array([days_since_epoch(day) for day in days], np.int64), numbers, coarsest(precisions))


def months_of(history: History | None) -> Months:
    """Return the months in which records lie."""
    if history is None:
        return set()
    months = history.months
    filled = np.flatnonzero(months.records).tolist()
    firsts = [add_months(day_of(months.starts(place)), step) for place in filled for step in range(months.step)]
    return {(day.year, day.month) for day in firsts}


def days_held(histories: Iterable[History]) -> list[Span]:
    """Return the stretches of days that records of a source hold, much as its figures will be told that they do."""
    some = list(histories)
    if not some:
        return []
    together = add_up(some)
    months = together.months
    if months.main_median >= RARE:
        return [(day_of(first), day_of(last)) for first, last in held_days(together)]
    runs = months.held_runs
    return [(day_of(months.starts(runs[0].first)), day_of(months.ends(runs[-1].last)))]


def end_of(history: History | None) -> date | None:
    """Return the last day of the last month in which records lie; None without dates."""
    if history is None:
        return None
    return day_of(history.months.ends(len(history.months.records) - 1))


def hold_the_same_days(one: Months, other: Months) -> bool:
    """Return whether half of the months of the shorter lie in both."""
    return bool(one and other) and len(one & other) >= HALF * min(len(one), len(other))
