"""Weighted counts of events, such as the Crime Severity Score: their sum, and how sure it is.

A score is the sum over offences of the weight of each, a compound Poisson variable: the mean of n events of weight w
adds n·w to the sum and n·w² to its variance. Sources: Office for National Statistics, Crime Severity Score
(experimental statistics, 2016), for the score; Dobson, Kuulasmaa, Eberle and Scherer (Statistics in Medicine 10, 1991)
for the interval of a weighted sum of Poisson counts; Fay and Feuer (Statistics in Medicine 16, 1997) for taking it as
a multiple of one Poisson count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from svtool.statistics.counts import Limits, count_limits
from svtool.statistics.ratio_test import RatioTest, compare_counts


@dataclass(frozen=True)
class WeightedCount:
    """Events of several weights.

    Attributes:
        events: how many.
        total: the sum of their weights.
        variance: the sum of the squares of their weights: the variance of the total, were they independent.
    """

    events: int = 0
    total: float = 0.0
    variance: float = 0.0

    @property
    def alike(self) -> float:
        """Return how many events of one weight would be as uncertain for their sum."""
        return self.total**2 / self.variance if self.variance > 0 else 0.0

    @property
    def unit(self) -> float | None:
        """Return the weight of these; None of nothing."""
        return self.variance / self.total if self.total > 0 and self.variance > 0 else None


def weigh(counts: Iterable[tuple[int, float]]) -> WeightedCount:
    """Return events together.

    Args:
        counts: numbers of events, each with the weight that they have.

    Raises:
        ValueError: a weight is negative.
    """
    each = list(counts)
    if any(weight < 0 for _, weight in each):
        raise ValueError("a weight must not be negative")
    return WeightedCount(
        sum(number for number, _ in each),
        fsum(number * weight for number, weight in each),
        fsum(number * weight * weight for number, weight in each),
    )


def severity_score(offences: Mapping[str, int], weights: Mapping[str, float], population: float) -> float:
    """Return the severity score of a person.

    Raises:
        ValueError: an offence has no weight (it is never taken as nothing), or there are no people.
    """
    without = [name for name in offences if name not in weights]
    if without:
        raise ValueError(f"no weight for {', '.join(sorted(without))}")
    if population <= 0:
        raise ValueError("a population must be above zero")
    return weigh((number, weights[name]) for name, number in offences.items()).total / population


def plain_count(number: int) -> WeightedCount:
    """Return events that count one each."""
    return WeightedCount(number, number, number)


def severity_limits(score: WeightedCount, confidence: float = 0.95) -> Limits:
    """Return Dobson's limits of a weighted count: those of the number of its events, stretched to its own variance.

    Of no events there is no weight to stretch by, and no upper limit; of corrections that outweigh all else, neither.
    """
    if score.events <= 0 or score.variance <= 0:
        return Limits(None if score.events else 0.0, None)
    of_events = count_limits(score.events, confidence)
    stretch = (score.variance / score.events) ** 0.5
    low, high = (
        None if limit is None else score.total + stretch * (limit - score.events)
        for limit in (of_events.lower, of_events.upper)
    )
    return Limits(None if low is None else max(0.0, low), high)


def compare_severity(
    now: WeightedCount, before: WeightedCount, exposure_now: float, exposure_before: float, dispersion: float = 1
) -> RatioTest:
    """Return the comparison of two weighted counts, each taken as that many events of one weight.

    Of events that all weigh the same it is the exact comparison of their numbers.

    Args:
        now, before: the weighted counts.
        exposure_now, exposure_before: days that each covers.
        dispersion: how many times as much as independent events their numbers vary; at least 1.
    """
    unit_now, unit_before = now.unit or before.unit or 1.0, before.unit or now.unit or 1.0
    return compare_counts(
        now.alike, before.alike, exposure_now * unit_now, exposure_before * unit_before, dispersion=dispersion
    )
