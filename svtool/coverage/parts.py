"""The parts of a feed: its areas of some size, and the rest of it; which days each holds, and what is usual of each.

An area takes its days from its feed, less the months in which the feed goes on and the area is nearly silent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

import numpy as np
import numpy.typing as npt

from svtool.coverage.feeds import RARE
from svtool.coverage.history import AROUND, History, Months, take_away
from svtool.coverage.outages import Days, clip, count_days, join, subtract

EVIDENCE = 15  # records expected of an area on the held days of a month, from which their absence says something
NEAREST = 3  # months on either side, that are not low, by which it is told how many records to expect of a month
LEAST_SCALE = 0.25  # of what is usual of an area, where its feed has fewer records than usual
FEW_CHANCE = 1e-6  # of so few records by chance, from which on they say nothing of an area
ROSE = 0.5  # of what the silent areas usually have, by which records without a known area rose


PartKey = tuple[int, str | None]


@dataclass(frozen=True)
class AreaGap:
    """Months in which an area is nearly silent while its feed goes on.

    Attributes:
        days: the days of these months that the feed holds.
        placed_nowhere: those of them in which the records are there and only their area is not known.
    """

    days: list[Days]
    placed_nowhere: list[Days]


def find_gaps(
    areas: Mapping[str, History], unplaced: History, feed: History, held: Sequence[Days]
) -> dict[str, AreaGap | None]:
    """Return the gaps of the areas of a feed that are large enough to be judged; None where one has no gap.

    Args:
        areas: the records of each area.
        unplaced: the records without a known area.
        feed: all records of the feed.
        held: the days that the feed holds.
    """
    grid = _Grid(feed, held)
    found: dict[str, AreaGap | None] = {}
    silent: dict[str, npt.NDArray[np.bool_]] = {}
    usual: dict[str, npt.NDArray[np.float64]] = {}
    for name, history in areas.items():
        if history.is_empty:
            continue
        records = grid.records(history)
        months = Months(0, grid.step, records)
        if not records.any() or months.main_median < RARE:
            continue
        usual[name] = np.array([months.usual(place) for place in range(len(records))])
        silent[name] = _silent(months, usual[name], grid.share)
        found[name] = None
    nowhere = _placed_nowhere(grid, unplaced, feed, silent, usual)
    for name, which in silent.items():
        if which.any():
            found[name] = AreaGap(grid.days(which), grid.days(which & nowhere))
    return found


def _silent(months: Months, usual: npt.NDArray[np.float64], share: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return the low months of which so many records were to be expected that chance hardly ever leaves so few.

    Args:
        months: the records of an area.
        usual: how many are usual of each month.
        share: of each month, how much is held.
    """
    found = np.zeros(len(usual), bool)
    there = np.flatnonzero(~months.low)
    for place in np.flatnonzero(months.low).tolist():
        # The fewest that the months before, after and around it speak for.
        sides = there[there < place][-NEAREST:], there[there > place][:NEAREST]
        spoken = [float(np.median(months.records[side])) for side in sides if len(side)]
        expected = min(float(usual[place]), *spoken) * float(share[place])
        found[place] = expected >= EVIDENCE and _is_unlikely(months.records[place] * share[place], expected)
    return found


def _is_unlikely(records: float, expected: float) -> bool:
    """Return whether chance hardly ever leaves so few records, or fewer, of those to expect."""
    terms = (each * log(expected) - expected - lgamma(each + 1) for each in range(round(records) + 1))
    return sum(exp(each) for each in terms) < FEW_CHANCE


def _placed_nowhere(
    grid: _Grid,
    unplaced: History,
    feed: History,
    silent: Mapping[str, npt.NDArray[np.bool_]],
    usual: Mapping[str, npt.NDArray[np.float64]],
) -> npt.NDArray[np.bool_]:
    """Return the months in which records without a known area rose by half of what the silent areas usually have."""
    records = grid.records(unplaced).astype(float)
    wanted = sum((usual[name] * which for name, which in silent.items()), np.zeros(len(records)))
    # Where the whole feed has fewer than usual, so would the silent areas have.
    together = grid.records(feed)
    of_feed = Months(0, grid.step, np.where(wanted > 0, 0, together))
    if not of_feed.records.any():
        return np.zeros(len(records), bool)
    wanted *= [
        min(1.0, max(LEAST_SCALE, number / (of_feed.usual(place) or 1.0)))
        for place, number in enumerate(together.tolist())
    ]
    found = np.zeros(len(records), bool)
    quiet = np.flatnonzero(wanted == 0)
    for place in np.flatnonzero(wanted > 0).tolist():
        near = quiet[np.abs(quiet - place) <= AROUND // 2]
        near = near if len(near) else quiet[np.argsort(np.abs(quiet - place))[:1]]
        before = float(np.median(records[near])) if len(near) else 0.0
        found[place] = records[place] - before >= ROSE * wanted[place]
    return found


class _Grid:
    """The months of which a feed holds some days, in a row."""

    def __init__(self, feed: History, held: Sequence[Days]) -> None:
        months = feed.months
        self.step = months.step
        bounds = [(months.starts(place), months.ends(place)) for place in range(len(months.records))]
        self._held = [days for each in bounds if (days := clip(held, each))]
        whole = [each for each in bounds if clip(held, each)]
        self._all = join(held)
        self.share = np.array(
            [count_days(days) / count_days([each]) for days, each in zip(self._held, whole, strict=True)]
        )

    def records(self, history: History) -> npt.NDArray[np.int64]:
        """Return the records of each month, on the days that are held, as many as a whole month would have."""
        so_far = np.concatenate([[0], np.cumsum(history.records)])
        found = [
            sum(
                int(so_far[np.searchsorted(history.day, last, "right")] - so_far[np.searchsorted(history.day, first)])
                for first, last in days
            )
            for days in self._held
        ]
        scaled: npt.NDArray[np.int64] = np.rint(np.array(found) / self.share).astype(np.int64)
        return scaled

    def days(self, which: npt.NDArray[np.bool_]) -> list[Days]:
        """Return the held days of some months."""
        return join(each for place in np.flatnonzero(which).tolist() for each in self._held[place])


@dataclass(frozen=True)
class Part:
    """A part of a source: an area of a feed, or the rest of the feed.

    Attributes:
        feed: the number of its feed.
        area: the key of its area; None for the rest, and for a feed without areas.
        history: its records.
        days: the days that it holds, in order, for the whole.
        own_days: those that it holds for its area: less the days on which only its place is lost.
        exists: the days from the opening to the closing of its supplier.
        weighed: the records by which it is weighed, if not all of them: strays would make a month of one record usual.
    """

    feed: int
    area: str | None
    history: History
    days: list[Days]
    own_days: list[Days]
    exists: Days
    weighed: History | None = None

    @property
    def key(self) -> PartKey:
        """Return what tells it apart from the other parts of a source."""
        return self.feed, self.area

    @property
    def months(self) -> Months:
        """Return the records by month by which it is weighed."""
        return (self.weighed or self.history).months

    def lacks(self, bounds: Days) -> list[Days]:
        """Return the days of a period that it should hold and does not."""
        return subtract(clip([self.exists], bounds), self.days)

    def holds(self, bounds: Days) -> list[Days]:
        """Return the days of a period that it holds, those on which it is known to have nothing included."""
        return join([*clip(self.days, bounds), *subtract([bounds], [self.exists])])

    def usual_in(self, bounds: Days) -> float:
        """Return the records that are usual of it in a period."""
        return self.months.usual_in(bounds, self.exists)


def parts_of(
    number: int,
    history: History,
    areas: Mapping[str, History],
    unplaced: History,
    held: Sequence[Days],
    exists: Days,
    unknown_is_inside: bool,
) -> list[Part]:
    """Return the parts of a feed.

    Args:
        number: of the feed.
        history: all its records.
        areas: the records of each area; none where areas are not told apart.
        unplaced: the records without a known area.
        held: the days that the feed holds.
        exists: the days from the opening to the closing of its supplier.
        unknown_is_inside: whether records without a known area count for the whole.
    """
    if history.is_empty:
        return []
    gaps = find_gaps(areas, unplaced, history, held)
    found: list[Part] = []
    rest = history
    for name, gap in gaps.items():
        own = subtract(held, gap.days) if gap else list(held)
        lost = gap.placed_nowhere if gap and unknown_is_inside else []
        found.append(
            Part(number, name, areas[name], join([*own, *lost]), own, exists, without_strays(areas[name], own))
        )
        rest = take_away(rest, areas[name])
    if rest.total:
        found.append(Part(number, None, rest, list(held), list(held), exists, without_strays(rest, held)))
    return found


def without_strays(history: History, held: Sequence[Days]) -> History:
    """Return the records on the days that are held; all of them where none is."""
    found = history.within(held)
    return history if found.is_empty else found
