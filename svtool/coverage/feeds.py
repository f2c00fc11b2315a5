"""Which days the feeds of a source hold: large ones each by itself, rare ones together, or beside these.

A feed is what one supplier sends of one kind. Its history is what coverage is told from, and declarations of the
project go before it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import pairwise
from math import log
from typing import TypeVar

import numpy as np

from svtool.coverage.history import LOW, History, add_up
from svtool.coverage.outages import (
    OUTAGE_CHANCE,
    Days,
    clip,
    count_days,
    held_days,
    intersect,
    join,
    subtract,
)

NEAR, LEAST_NEAR = 730, 90  # days by which the rate of a rare feed is told, and without which nothing is
RARE = 30  # records of a usual month; under it, months alone can't tell a gap
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Window:
    """The days that an extract was drawn for, as the project declares them.

    Attributes:
        first, last: the first and the last day; None where nothing is said of that end.
    """

    first: int | None
    last: int | None


@dataclass(frozen=True)
class Feed:
    """What one supplier sends of one kind.

    Attributes:
        undeclared: the records of extracts of which no days are declared.
        declared: those of the others.
        windows: the days that these were drawn for.
        complete: whether the project says that nothing is missing between the first and the last day.
        whole: the days of months of which it says so.
    """

    undeclared: History
    declared: History | None = None
    windows: tuple[Window, ...] = ()
    complete: bool = False
    whole: tuple[Days, ...] = ()

    @property
    def history(self) -> History:
        """Return all its records by day."""
        return add_up([self.undeclared, self.declared]) if self.declared else self.undeclared


@dataclass(frozen=True)
class Held:
    """The days that a feed holds.

    Attributes:
        days: in order.
        rare: whether its months are too few to tell a gap by.
        contradicted: declared days in which months are nearly empty: a gap, whatever is declared.
    """

    days: list[Days] = field(default_factory=list)
    rare: bool = False
    contradicted: list[Days] = field(default_factory=list)


def hold(feeds: Mapping[Name, Feed]) -> dict[Name, Held]:
    """Return the days that each feed of a source holds."""
    histories = {name: feed.history for name, feed in feeds.items() if not feed.history.is_empty}
    rare = {name for name, each in histories.items() if each.months.main_median < RARE}
    held = {name: _held_alone(feeds[name]) for name in histories if name not in rare}
    held |= _held_rare(feeds, {name: histories[name] for name in histories if name in rare}, list(held.values()))
    found = {name: held.get(name, Held(_declared_days(feed, []), rare=True)) for name, feed in feeds.items()}
    return {name: _with_whole_months(each, feeds[name]) for name, each in found.items()}


def _with_whole_months(held: Held, feed: Feed) -> Held:
    """Return the days with those of months that are declared whole."""
    if not feed.whole:
        return held
    return replace(held, days=join([*held.days, *feed.whole]), contradicted=subtract(held.contradicted, feed.whole))


def _held_alone(feed: Feed) -> Held:
    """Return the days of a feed that shows its own gaps: declared, less nearly empty months, else inferred."""
    history = feed.history
    inferred = held_days(history, feed.complete)
    if not feed.windows:
        return Held(inferred)
    declared = _declared_days(feed, inferred)
    contradicted = [] if feed.complete else _nearly_empty(history, declared)
    beside = [] if feed.undeclared.is_empty else held_days(feed.undeclared, feed.complete)
    return Held(join([*subtract(declared, contradicted), *beside]), contradicted=contradicted)


def _declared_days(feed: Feed, inferred: Sequence[Days]) -> list[Days]:
    """Return the declared days; an end of which nothing is said is where the records end."""
    found: list[Days] = []
    for window in feed.windows:
        first = window.first if window.first is not None else (inferred[0][0] if inferred else None)
        last = window.last if window.last is not None else (inferred[-1][1] if inferred else None)
        if first is not None and last is not None and first <= last:
            found.append((first, last))
    return join(found)


def _nearly_empty(history: History, declared: Sequence[Days]) -> list[Days]:
    """Return the declared days of months that have under a tenth of what is usual on declared days."""
    months = history.months
    found: list[Days] = []
    for first, last in declared:
        begin = int(np.array(first, "datetime64[D]").astype("datetime64[M]").astype(np.int64))
        end = int(np.array(last, "datetime64[D]").astype("datetime64[M]").astype(np.int64))
        for place in range(months.place(begin), months.place(end) + 1):
            bounds = months.starts(place), months.ends(place)
            days = clip([(first, last)], bounds)
            share = count_days(days) / count_days([bounds])
            records = history.between(*days[0]).total
            expected = months.usual(place) * share
            if expected >= RARE / 2 and records < LOW * expected:
                found += days
    return join(found)


def _held_rare(
    feeds: Mapping[Name, Feed], histories: Mapping[Name, History], larger: Sequence[Held]
) -> dict[Name, Held]:
    """Return the days of rare feeds: of all of them as one, where they are no longer rare; else beside larger feeds."""
    inferred = {name: each for name, each in histories.items() if not feeds[name].windows}
    found = {name: Held(_declared_days(feeds[name], _from_first_to_last(histories[name])), rare=True)
             for name in histories if feeds[name].windows}  # fmt: skip
    if not inferred:
        return found
    together = add_up(list(inferred.values()))
    if together.months.main_median >= RARE and len(inferred) > 1:
        # What one of them lacks for long does not show in all together.
        frame = held_days(together)
        return found | {name: Held(subtract(frame, _too_long(each, frame))) for name, each in inferred.items()}
    frame = reduce(intersect, [each.days for each in larger]) if larger else []
    if not frame:
        frame = _from_first_to_last(together)
    alone = len(inferred) == 1 and not larger
    return found | {
        name: Held(frame if alone else subtract(frame, _too_long(each, frame)), rare=True)
        for name, each in inferred.items()
    }


def _from_first_to_last(history: History) -> list[Days]:
    runs = history.months.held_runs
    return [(history.months.starts(runs[0].first), history.months.ends(runs[-1].last))]


def _recorded(history: History) -> list[Days]:
    """Return the days that records name, which are whole months, quarters or years where dates are."""
    if history.precision == "day":
        return [(day, day) for day in history.day.tolist()]
    months = history.months
    return [(months.starts(place), months.ends(place)) for place in np.flatnonzero(months.records).tolist()]


def _too_long(history: History, frame: Sequence[Days]) -> list[Days]:
    """Return the days of a frame in stretches without a record that its own rate makes all but impossible.

    The rate is that of the years around a stretch, the lower of before and after: a feed grows, and falls.
    """
    recorded = [(frame[0][0] - 1, frame[0][0] - 1), *_recorded(history), (frame[-1][1] + 1, frame[-1][1] + 1)]
    found: list[Days] = []
    for (_, before), (after, _) in pairwise(recorded):
        empty = clip(frame, (before + 1, after - 1))
        if empty and _lowest_rate(history, frame, (before, after)) * count_days(empty) > -log(OUTAGE_CHANCE):
            found += empty
    return found


def _lowest_rate(history: History, frame: Sequence[Days], around: Days) -> float:
    """Return the records a day in the two years before some days, or after them, the fewer of both."""
    before, after = around
    rates = [
        history.between(first, last).total / days
        for first, last in ((before - NEAR, before), (after, after + NEAR))
        if (days := count_days(clip(frame, (first, last)))) >= LEAST_NEAR
    ]
    return min(rates, default=0.0)
