"""Shares and ratios of counts, weighted or not, and the change of them between two periods.

Sources: Newcombe (Statistics in Medicine 17, 1998, method 10) for the difference of two shares, from the limits that
Wilson gives to each; Donner and Zou (Statistical Methods in Medical Research 21, 2012) for the ratio of two ratios, in
the same way on the scale of logarithms; Korn and Graubard (Survey Methodology 24, 1998) for taking what varies more
than independent events do as fewer of them. A p-value is that at which the interval reaches no change, so that the two
never contradict each other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from svtool.statistics.counts import Limits, normal_quantile
from svtool.statistics.proportions import wilson_limits, wilson_reach
from svtool.statistics.ratio_test import RatioTest, compare_counts
from svtool.statistics.severity import WeightedCount

FARTHEST = 38.0  # standard deviations, beyond which a p-value is no number any more
STEPS = 60

Sized = tuple[float, float]  # a part and a whole of independent events that say as much


@dataclass(frozen=True)
class Difference:
    """The difference of two shares: its 95 % interval and the chance of one at least this large."""

    value: float
    lower: float
    upper: float
    p_value: float


@dataclass(frozen=True)
class Quotient:
    """A part and what it is divided by.

    Attributes:
        of: the part, or what is divided.
        per: the whole that holds the part, or what is divided by.
        is_share: whether the one holds the other.
    """

    of: WeightedCount
    per: WeightedCount
    is_share: bool

    @property
    def value(self) -> float | None:
        """Return the share or ratio; None of nothing."""
        return self.of.total / self.per.total if self.per.total > 0 and self.of.total >= 0 else None


def limits_of(quotient: Quotient, confidence: float = 0.95) -> Limits:
    """Return the limits of a share by Wilson, and of a ratio exactly, by Clopper and Pearson; none of nothing."""
    if quotient.value is None:
        return Limits(None, None)
    if quotient.is_share:
        return wilson_limits(*_sized(quotient), confidence)
    of, per = quotient.of, quotient.per
    unit_of, unit_per = of.unit or per.unit or 1.0, per.unit or 1.0
    found = compare_counts(of.alike, per.alike, 1 / unit_of, 1 / unit_per, confidence)
    return Limits(found.lower, found.upper)


def compare_shares(now: Quotient, before: Quotient, dispersion: float = 1) -> Difference | None:
    """Return the difference of two shares; None where one is of nothing.

    Args:
        now, before: the shares.
        dispersion: how many times as much as independent events the counts vary; at least 1.
    """
    if now.value is None or before.value is None:
        return None
    one, other = (_shrunk(sized_of(each), dispersion) for each in (now, before))
    lower, upper = _newcombe(one, other, normal_quantile(0.95))
    value = now.value - before.value
    sign = 1 if value >= 0 else -1
    p_value = _chance(lambda z: sign * _newcombe(one, other, z)[0 if sign > 0 else 1]) if value else 1.0
    return Difference(value, lower, upper, p_value)


def compare_ratios(now: Quotient, before: Quotient, dispersion: float = 1) -> RatioTest | None:
    """Return the ratio of two ratios; None where one is of nothing. From none, or to none, there are no limits."""
    if now.value is None or before.value is None:
        return None
    one, other = (_shrunk(sized_of(each), dispersion) for each in (now, before))
    if not (now.value and before.value):
        found = _difference_of(one, other)
        return RatioTest(None if not before.value else 0.0, None, None, found)
    stretch = math.log(now.value / before.value)
    lower, upper = _log_limits(one, other, stretch, normal_quantile(0.95))
    sign = 1 if stretch >= 0 else -1
    p_value = _chance(lambda z: sign * _log_limits(one, other, stretch, z)[0 if sign > 0 else 1]) if stretch else 1.0
    return RatioTest(math.exp(stretch), math.exp(lower), math.exp(upper), p_value)


def sized_of(quotient: Quotient) -> Sized:
    """Return the part and whole of alike events that are as uncertain as a share, or as a ratio, of weighted ones."""
    if not quotient.is_share:
        return quotient.of.alike, quotient.of.alike + quotient.per.alike
    return _sized(quotient) if quotient.per.total else (0.0, 0.0)


def _sized(share: Quotient) -> Sized:
    whole, value = share.per, share.of.total / share.per.total
    rest = max(0.0, whole.variance - share.of.variance)
    variance = ((1 - value) ** 2 * share.of.variance + value**2 * rest) / whole.total**2
    number = value * (1 - value) / variance if 0 < value < 1 and variance else whole.alike
    return min(value, 1.0) * number, number


def _shrunk(sized: Sized, dispersion: float) -> Sized:
    return sized[0] / dispersion, sized[1] / dispersion


def _newcombe(one: Sized, other: Sized, z: float) -> tuple[float, float]:
    p, q = one[0] / one[1], other[0] / other[1]
    (low, high), (low_before, high_before) = wilson_reach(*one, z), wilson_reach(*other, z)
    return (
        p - q - math.hypot(p - low, high_before - q),
        p - q + math.hypot(high - p, q - low_before),
    )


def _difference_of(one: Sized, other: Sized) -> float:
    """Return the p-value of a difference of two shares."""
    value = one[0] / one[1] - other[0] / other[1]
    sign = 1 if value >= 0 else -1
    return _chance(lambda z: sign * _newcombe(one, other, z)[0 if sign > 0 else 1]) if value else 1.0


def _log_limits(one: Sized, other: Sized, stretch: float, z: float) -> tuple[float, float]:
    """Return the limits of the logarithm of a ratio of odds."""
    at, at_before = _log_odds(one[0] / one[1]), _log_odds(other[0] / other[1])
    low, high = (_log_odds(each) for each in wilson_reach(*one, z))
    low_before, high_before = (_log_odds(each) for each in wilson_reach(*other, z))
    return (
        stretch - math.hypot(at - low, high_before - at_before),
        stretch + math.hypot(high - at, at_before - low_before),
    )


def _log_odds(share: float) -> float:
    if share <= 0:
        return -math.inf
    return math.inf if share >= 1 else math.log(share) - math.log1p(-share)


def _chance(limit: Callable[[float], float]) -> float:
    """Return the two-sided p-value at whose interval a limit, above zero at first, comes down to zero."""
    least, most = 0.0, FARTHEST
    for _ in range(STEPS):
        middle = (least + most) / 2
        if limit(middle) > 0:
            least = middle
        else:
            most = middle
    return min(1.0, math.erfc(least / math.sqrt(2)))
