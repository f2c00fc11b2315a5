"""How a change in one area compares with the change over the same months in others.

What an area counts and what the others count in the same months have seasons, trends and breaks in common. Of all that
is counted in a month, the area has a share; where it changed as the others did, its share stayed. The odds of its share
after over those before are the ratio of the two changes, (a1 / a0) / (c1 / c0).

Sources: for counts that vary more than chance, Pearson's chi-square of the monthly shares over its degrees of freedom
(McCullagh and Nelder, Generalized Linear Models, 2nd ed. 1989, section 4.5.2), or the design effect of months as
clusters (Rao and Scott, Biometrics 48, 1992, 577-585) where that is larger, with the quantile of Student's t in place
of the normal one, for the dispersion is itself an estimate; counts divided by the dispersion as in `ratio_test` (Korn
and Graubard, Survey Methodology 24, 1998); the limits of each share of Clopper and Pearson (1934); and the limits of
their ratio by the method of variance estimates recovery (Zou and Donner, Statistics in Medicine 27, 2008, 1693-1702).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from svtool.statistics.special_functions import beta_quantile, normal_quantile_of, t_quantile_of

Month = tuple[int, int]  # what the area counts, and what the others count
MONTHS_OF_A_YEAR = 12
LARGEST = 700.0  # beyond, a number has no exponential
STEEPEST = 20.0  # of the log odds in a year


@dataclass(frozen=True)
class RatioOfRatios:
    """The change of an area over that of others.

    Attributes:
        ratio: after over before in the area, over the same in the others; None where one of the four counts is 0.
        lower, upper: its interval; None without a ratio.
        dispersion: how many times as much as chance alone the monthly shares vary; at least 1.
    """

    ratio: float | None
    lower: float | None
    upper: float | None
    dispersion: float


def compare_changes(before: Sequence[Month], after: Sequence[Month], confidence: float = 0.95) -> RatioOfRatios:
    """Return the change of an area over that of others in the same months, with its interval.

    Args:
        before, after: the months on either side: what the area counts, and what the others count.
        confidence: of the interval, between 0 and 1.

    Raises:
        ValueError: a count is negative.
    """
    if any(count < 0 for month in (*before, *after) for count in month):
        raise ValueError("counts must not be negative")
    spread, freedom = _spread(before, after)
    totals = [sum(month[which] for month in months) for months in (before, after) for which in (0, 1)]
    dispersion = max(1.0, spread)
    if not all(totals):
        return RatioOfRatios(None, None, None, dispersion)
    tail = (1 + confidence) / 2
    widened = max(1.0, spread * (t_quantile_of(tail, freedom) / normal_quantile_of(tail)) ** 2) if freedom else 1.0
    a0, c0, a1, c1 = (each / widened for each in totals)
    low0, odds0, high0 = _log_odds(a0, c0, confidence)
    low1, odds1, high1 = _log_odds(a1, c1, confidence)
    difference = odds1 - odds0
    lower = difference - math.hypot(odds1 - low1, high0 - odds0)
    upper = difference + math.hypot(high1 - odds1, odds0 - low0)
    return RatioOfRatios(math.exp(difference), _exp(lower), _exp(upper), dispersion)


def _spread(before: Sequence[Month], after: Sequence[Month]) -> tuple[float, int]:
    """Return how many times as much as chance alone monthly shares vary around those of their side; and its freedom.

    The side that varies more speaks for both, so that few months cry wolf no more often than many.
    """
    sides = [each for each in map(_spread_of, (before, after)) if each]
    return max((spread for spread, _ in sides), default=1.0), sum(freedom for _, freedom in sides)


def _spread_of(months: Sequence[Month]) -> tuple[float, int] | None:
    """Return the dispersion of the shares of one side, and its freedom; None where nothing varies.

    The larger of two estimates: months weighed alike, and by what they count, for events that come together show in
    months of many.
    """
    seen = [month for month in months if sum(month)]
    area, others = (sum(month[which] for month in seen) for which in (0, 1))
    freedom = len(seen) - 1
    if not area or not others or not freedom:
        return None
    share = area / (area + others)
    errors = [(count - (count + rest) * share) ** 2 for count, rest in seen]
    chance = [(count + rest) * share * (1 - share) for count, rest in seen]
    alike = math.fsum(error / each for error, each in zip(errors, chance, strict=True)) / freedom
    by_size = math.fsum(errors) * len(seen) / freedom / math.fsum(chance)
    return max(alike, by_size), freedom


def _log_odds(area: float, others: float, confidence: float) -> tuple[float, float, float]:
    """Return the lower limit of the log odds of a share, the log odds, and the upper limit."""
    tail = (1 - confidence) / 2
    limits = beta_quantile(area, others + 1, tail), beta_quantile(area + 1, others, 1 - tail)
    lower, upper = (
        math.log(each) - math.log1p(-each) if 0 < each < 1 else math.copysign(math.inf, each - 0.5) for each in limits
    )
    return lower, math.log(area / others), upper


def _exp(number: float) -> float:
    return math.exp(number) if number < LARGEST else math.inf


def slope_before(months: Sequence[Month], numbers: Sequence[int], confidence: float = 0.95) -> RatioOfRatios:
    """Return by how much an area changed in a year against the others before anything was done.

    Source: the quasi-binomial regression of the area's share on time (McCullagh and Nelder, section 4.5), by
    iteratively reweighted least squares.

    Args:
        months: the months before: what the area counts, and what the others count.
        numbers: the number of each month, counted on without a gap in time.
        confidence: of the interval, between 0 and 1.
    """
    seen = [(number / MONTHS_OF_A_YEAR, month) for number, month in zip(numbers, months, strict=True) if sum(month)]
    freedom = len(seen) - 2
    if freedom < 1 or not all(sum(month[which] for _, month in seen) for which in (0, 1)):
        return RatioOfRatios(None, None, None, 1.0)
    middle = math.fsum(time for time, _ in seen) / len(seen)
    level, slope = 0.0, 0.0
    for _ in range(50):
        sums = [0.0] * 5
        for time, (count, rest) in seen:
            x, total = time - middle, count + rest
            share = 1 / (1 + math.exp(-max(-30.0, min(30.0, level + slope * x))))
            weight, error = max(total * share * (1 - share), 1e-12), count - total * share
            for place, value in enumerate((weight, weight * x, weight * x * x, error, error * x)):
                sums[place] += value
        w, wx, wxx, e, ex = sums
        determinant = w * wxx - wx * wx
        if determinant <= 0:
            return RatioOfRatios(None, None, None, 1.0)
        step = (wxx * e - wx * ex) / determinant, (w * ex - wx * e) / determinant
        level, slope = level + step[0], slope + step[1]
        if max(map(abs, step)) < 1e-10:
            break
    chi_square = 0.0
    for time, (count, rest) in seen:
        total = count + rest
        share = 1 / (1 + math.exp(-max(-30.0, min(30.0, level + slope * (time - middle)))))
        chi_square += (count - total * share) ** 2 / max(total * share * (1 - share), 1e-12)
    dispersion = max(1.0, chi_square / freedom)
    half = t_quantile_of((1 + confidence) / 2, freedom) * math.sqrt(dispersion * w / determinant)
    if abs(slope) + half > STEEPEST:  # so few that any slope would do
        return RatioOfRatios(None, None, None, dispersion)
    return RatioOfRatios(math.exp(slope), math.exp(slope - half), math.exp(slope + half), dispersion)
