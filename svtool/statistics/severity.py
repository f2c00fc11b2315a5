"""Weighted counts of events, such as the Crime Severity Score: their sum, and how sure it is.

A score is the sum over offences of the weight of each, a compound Poisson variable: the mean of n events of weight w
adds n·w to the sum and n·w² to its variance. Sources: Office for National Statistics, Crime Severity Score
(experimental statistics, 2016), for the score; Fay and Feuer (Statistics in Medicine 16, 1997) for the interval of a
weighted sum of Poisson counts. Dobson's (Statistics in Medicine 10, 1991) takes the variance for known: where one heavy
event is expected and none happens, it holds the mean in four of five times only, for it knows nothing of the heavy one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from svtool.statistics.counts import Limits
from svtool.statistics.ratio_test import RatioTest, compare_counts
from svtool.statistics.special_functions import gamma_quantile, gamma_quantile_above


@dataclass(frozen=True)
class WeightedCount:
    """Events of several weights.

    Attributes:
        events: how many.
        total: the sum of their weights.
        variance: the sum of the squares of their weights: the variance of the total, were they independent.
        heaviest: the greatest weight that one of them could have had.
    """

    events: int = 0
    total: float = 0.0
    variance: float = 0.0
    heaviest: float = 0.0

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
        counts: numbers of events, each with the weight that they have; nothing too of weights that could have been.

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
        max((weight for _, weight in each), default=0.0),
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
    return WeightedCount(number, number, number, 1.0)


def severity_limits(score: WeightedCount, confidence: float = 0.95) -> Limits:
    """Return the limits of a weighted count: of events that all weigh the same, the exact ones of their number.

    The upper limit is that of one event more, of the greatest weight. Corrections that outweigh all else have none.

    Raises:
        ValueError: the confidence is not between 0 and 1.
    """
    if score.total < 0 or score.variance < 0:
        return Limits(None, None)
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1, such as 0.95")
    tail, heaviest = (1 - confidence) / 2, score.heaviest
    lower = _gamma_limit(score.total, score.variance, lambda shape: gamma_quantile(shape, tail)) or 0.0
    more, spread = score.total + heaviest, score.variance + heaviest**2
    return Limits(lower, _gamma_limit(more, spread, lambda shape: gamma_quantile_above(shape, tail)))


def _gamma_limit(mean: float, variance: float, quantile: Callable[[float], float]) -> float | None:
    """Return a quantile of the gamma distribution with a mean and variance; None where it has neither."""
    return variance / mean * quantile(mean**2 / variance) if mean and variance else None


def compare_severity(
    now: WeightedCount, before: WeightedCount, exposure_now: float, exposure_before: float, dispersion: float = 1
) -> RatioTest:
    """Return the comparison of two weighted counts, each taken as that many events of the weight that both have on the
    whole: were nothing changed, a heavy event that fell in the one could have fallen in the other.

    Of events that all weigh the same it is the exact comparison of their numbers.

    Args:
        now, before: the weighted counts.
        exposure_now, exposure_before: days that each covers.
        dispersion: how many times as much as independent events their numbers vary; at least 1.
    """
    total, variance = now.total + before.total, now.variance + before.variance
    unit = variance / total if total > 0 and variance > 0 else 1.0
    some_now, some_before = (max(0.0, each.total / unit) for each in (now, before))
    return compare_counts(some_now, some_before, exposure_now, exposure_before, dispersion=dispersion)
