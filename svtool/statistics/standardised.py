"""Directly standardised rates: what the rate would be if an area had the ages of a standard population.

Source: Dobson, Kuulasmaa, Eberle and Scherer (1991) with Byar's limits, as PHEindicatormethods has it; the variance
of events that do not come one by one (several victims of one incident) after the same package: k² for those with k
events. Weights: European Standard Population 2013 (Eurostat, 2013).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtool.statistics.counts import BYAR, Limits, byar_limits
from svtool.statistics.rate_limits import LEVELS, PER, Rate

FEWEST = 10  # events below which no standardised rate is given
DOBSON = f"Dobson with {BYAR}"

# European Standard Population 2013 by five-year bands, from 0 to 4 up to 90 and over.
ESP2013 = (
    5_000, 5_500, 5_500, 5_500, 6_000, 6_000, 6_500, 7_000, 7_000, 7_000,
    7_000, 6_500, 6_000, 5_500, 5_000, 4_000, 2_500, 1_500, 1_000,
)  # fmt: skip


@dataclass(frozen=True)
class Band:
    """An age band: its events (a missing number counts as none), its people, and its weight."""

    events: float | None
    population: float
    weight: float


def standardised_rate(bands: Sequence[Band], multiplier: float = PER) -> Rate:
    """Return the directly standardised rate of independent events; none below 10 events.

    Raises:
        ValueError: there are no bands, or a band has no people, no weight or a negative number.
    """
    _check(bands)
    return _rate(bands, _variance(bands), multiplier)


def standardised_rate_of_groups(groups: Mapping[int, Sequence[Band]], multiplier: float = PER) -> Rate:
    """Return the directly standardised rate of events that come in groups; none below 10 events.

    Args:
        groups: how many events each had → the bands with how many had so many.
        multiplier: for how many people the rate is said.

    Raises:
        ValueError: there are no bands, or a band has no people, no weight or a negative number.
    """
    for bands in groups.values():
        _check(bands)
    events = [
        Band(sum(size * (each.events or 0) for size, each in zip(groups, same, strict=True)), *_people(same[0]))
        for same in zip(*groups.values(), strict=True)
    ]
    _check(events)
    return _rate(events, sum(size**2 * _variance(bands) for size, bands in groups.items()), multiplier)


def _people(band: Band) -> tuple[float, float]:
    return band.population, band.weight


def _check(bands: Sequence[Band]) -> None:
    if not bands:
        raise ValueError("there must be an age band")
    if any(each.population <= 0 or each.weight < 0 or (each.events or 0) < 0 for each in bands):
        raise ValueError("a band must have people, a weight, and no negative number of events")
    if not sum(each.weight for each in bands):
        raise ValueError("a band must have a weight")


def _variance(bands: Sequence[Band]) -> float:
    """Return the variance of the rate of one person."""
    weight = sum(each.weight for each in bands)
    return sum((each.events or 0) * (each.weight / each.population) ** 2 for each in bands) / weight**2


def _rate(bands: Sequence[Band], variance: float, multiplier: float) -> Rate:
    events = sum(each.events or 0 for each in bands)
    if events < FEWEST:
        return Rate()
    weight = sum(each.weight for each in bands)
    value = multiplier * sum(each.weight * (each.events or 0) / each.population for each in bands) / weight
    spread = multiplier * math.sqrt(variance / events)
    at_95, at_998 = (_around(value, spread, events, byar_limits(events, level)) for level in LEVELS)
    return Rate(value, at_95, at_998, DOBSON)


def _around(value: float, spread: float, events: float, of_count: Limits) -> Limits:
    lower, upper = (None if limit is None else value + spread * (limit - events) for limit in vars(of_count).values())
    return Limits(lower, upper)
