"""On which parts and days a figure rests, and a pair of figures: each has its own basis.

A period is counted on the days that each part holds. A pair is compared on what both periods have alike: the same
parts, and the same days by their place in the year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from svtool.coverage.outages import Days, clip, count_days, intersect, join, subtract
from svtool.coverage.parts import Part

COVERED = 0.95  # of a period's usual volume, which a covered day's parts have together
NAMED = 0.05  # of it, from which on a day is in the label; parts that have less together may be left out of a pair


@dataclass(frozen=True)
class Lack:
    """A part that lacks days of a period."""

    part: Part
    days: list[Days]


@dataclass(frozen=True)
class PeriodBasis:
    """What a figure of a period rests on.

    Attributes:
        parts: each part with the days that it holds.
        covered: the days that nearly all of the source holds.
        named: the days that the label names.
        lacks: the parts that lack days, the largest first.
        share_lacking: the share of the usual volume that the parts which lack days have together.
    """

    parts: tuple[tuple[Part, list[Days]], ...]
    covered: list[Days]
    named: list[Days]
    lacks: tuple[Lack, ...]
    share_lacking: float


def period_basis(parts: Sequence[Part], bounds: Days) -> PeriodBasis:
    """Return what a figure of a period rests on.

    Args:
        parts: of the source, or of one area.
        bounds: the first and the last day of the period that could be known.
    """
    usual = [part.usual_in(bounds) for part in parts]
    volume = sum(usual)
    holds = [part.holds(bounds) for part in parts]
    covered = _days_of_share(holds, usual, COVERED * volume, bounds)
    named = _days_of_share(holds, usual, NAMED * volume, bounds)
    lacks = [
        (weight, Lack(part, days))
        for part, weight in zip(parts, usual, strict=True)
        if (days := part.lacks(bounds)) and weight > 0
    ]
    lacks.sort(key=lambda each: -each[0])
    share = sum(weight for weight, _ in lacks) / volume if volume else 0.0
    counted = tuple((part, clip(part.days, bounds)) for part in parts)
    return PeriodBasis(counted, covered, named, tuple(lack for _, lack in lacks), share)


def _days_of_share(holds: Sequence[list[Days]], usual: Sequence[float], least: float, bounds: Days) -> list[Days]:
    """Return the days that parts hold which together are usually as many as this."""
    change = np.zeros(bounds[1] - bounds[0] + 2)
    for days, weight in zip(holds, usual, strict=True):
        for first, last in days:
            change[first - bounds[0]] += weight
            change[last + 1 - bounds[0]] -= weight
    together = np.cumsum(change)[:-1]
    if not usual:
        return []
    if least <= 0:
        return join(reduce(intersect, holds))  # nothing is usual: no supplier was open yet, or none still was
    enough = np.concatenate([[False], together >= least - 1e-9 * max(1.0, least), [False]])
    edges = np.flatnonzero(np.diff(enough.astype(np.int8)))
    return [(int(edges[i]) + bounds[0], int(edges[i + 1]) - 1 + bounds[0]) for i in range(0, len(edges), 2)]


@dataclass(frozen=True)
class PairBasis:
    """What two periods are compared on.

    Attributes:
        parts: the parts that are compared.
        now, before: the days of each period, the same for all parts; none where nothing can be compared.
        full: whether these are all days of both, and nothing is left out.
        left_out: the parts that are left out of both.
    """

    parts: tuple[Part, ...]
    now: list[Days]
    before: list[Days]
    full: bool
    left_out: tuple[Part, ...]


def pair_basis(parts: Sequence[Part], now: Days, before: Days) -> PairBasis:
    """Return what two periods are compared on.

    Args:
        parts: of the source, or of one area.
        now, before: the first and the last day of each that could be known.
    """
    weight = {id(part): part.usual_in(now) + part.usual_in(before) for part in parts}
    weighed = [part for part in parts if weight[id(part)] > 0]
    if parts and not any(part.lacks(now) or part.lacks(before) for part in weighed or parts):
        return PairBasis(tuple(parts), [now], [before], True, ())
    places = _Places(now, before)
    shared = {
        id(part): intersect(places.of_now(part.holds(now)), places.of_before(part.holds(before))) for part in parts
    }
    anyone = join(days for part in weighed for days in shared[id(part)])
    small = _trifles(weighed, weight, shared, anyone)
    kept = [part for part in parts if part not in small]
    kept = _leave_out(kept, shared, places)
    common = _common(kept, shared)
    left_out = tuple(part for part in parts if part not in kept)
    return PairBasis(tuple(kept), places.to_now(common), places.to_before(common), False, left_out)


def _trifles(
    parts: Sequence[Part], weight: dict[int, float], shared: dict[int, list[Days]], anyone: list[Days]
) -> list[Part]:
    """Return the parts that lack days which others have, and are less than a twentieth together."""
    lacking = [part for part in parts if subtract(anyone, shared[id(part)])]
    lacking.sort(key=lambda part: weight[id(part)])
    found: list[Part] = []
    together, volume = 0.0, sum(weight[id(part)] for part in parts)
    for part in lacking:
        together += weight[id(part)]
        if together >= NAMED * volume:
            break
        found.append(part)
    return found


def _common(parts: Sequence[Part], shared: dict[int, list[Days]]) -> list[Days]:
    if not parts:
        return []
    found = shared[id(parts[0])]
    for part in parts[1:]:
        found = intersect(found, shared[id(part)])
    return join(found)


def _leave_out(parts: list[Part], shared: dict[int, list[Days]], places: _Places) -> list[Part]:
    """Return the parts that are compared: without those that are left out so that more records can be."""

    def kept_records(of: Sequence[Part]) -> float:
        common = _common(of, shared)
        days = [*places.to_now(common), *places.to_before(common)]
        return sum(part.history.between(*each).total for part in of for each in days)

    while len(parts) > 1:
        anyone = join(days for part in parts for days in shared[id(part)])
        groups = [group for group in _groups(parts, shared) if len(group) < len(parts)]
        lacking = {i: count_days(subtract(anyone, _common(group, shared))) for i, group in enumerate(groups)}
        if not lacking:
            break
        # Of a feed and of its area that lack the same days, the area is enough.
        worst = max(lacking, key=lambda i: (lacking[i], -len(groups[i]), -i))
        rest = [part for part in parts if part not in groups[worst]]
        if not lacking[worst] or not rest:
            break
        if _common(parts, shared) and kept_records(rest) <= kept_records(parts):
            break
        parts = rest
    return parts


def _groups(parts: Sequence[Part], shared: dict[int, list[Days]]) -> list[list[Part]]:
    """Return what may be left out at once: a feed with all its parts, or an area that lacks more than its feed."""
    found: list[list[Part]] = []
    for feed in dict.fromkeys(part.feed for part in parts):
        own = [part for part in parts if part.feed == feed]
        widest = join(days for part in own for days in shared[id(part)])
        gaps = [part for part in own if subtract(widest, shared[id(part)])]
        found += [own, *([part] for part in gaps if len(own) > 1)]
    return found


class _Places:
    """The days of two periods by their place in each: the same place is the same day of the year."""

    def __init__(self, now: Days, before: Days) -> None:
        self._now, self._before = _places_of(now), _places_of(before)
        both = np.intersect1d(self._now, self._before)
        self._on_now = np.searchsorted(self._now, both) + now[0]
        self._on_before = np.searchsorted(self._before, both) + before[0]

    def of_now(self, days: Sequence[Days]) -> list[Days]:
        """Return the places of days of the later period that the earlier has too."""
        return _chosen(self._on_now, days)

    def of_before(self, days: Sequence[Days]) -> list[Days]:
        """Return the places of days of the earlier period that the later has too."""
        return _chosen(self._on_before, days)

    def to_now(self, places: Sequence[Days]) -> list[Days]:
        """Return the days of the later period at some places."""
        return _days_at(self._on_now, places)

    def to_before(self, places: Sequence[Days]) -> list[Days]:
        """Return the days of the earlier period at some places."""
        return _days_at(self._on_before, places)


def _places_of(bounds: Days) -> npt.NDArray[np.int64]:
    """Return the place of each day of a period: the month since its first, and the day of the month."""
    day = np.arange(bounds[0], bounds[1] + 1).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    of_month = (day - month.astype("datetime64[D]")).astype(np.int64)
    return (month - month[0]).astype(np.int64) * 32 + of_month if len(day) else np.zeros(0, np.int64)


def _chosen(on: npt.NDArray[np.int64], days: Sequence[Days]) -> list[Days]:
    inside = np.zeros(len(on) + 2, np.int8)
    for first, last in days:
        inside[1:-1] |= ((on >= first) & (on <= last)).astype(np.int8)
    edges = np.flatnonzero(np.diff(inside))
    return [(int(edges[i]), int(edges[i + 1]) - 1) for i in range(0, len(edges), 2)]


def _days_at(on: npt.NDArray[np.int64], places: Sequence[Days]) -> list[Days]:
    return join((int(day), int(day)) for first, last in places for day in on[first : last + 1])
