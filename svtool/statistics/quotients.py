"""Shares and ratios of counts, weighted or not, and the change of them between two periods.

Sources: Newcombe (Statistics in Medicine 17, 1998, method 10) for the difference of two shares, from the limits that
Wilson gives to each; Donner and Zou (Statistical Methods in Medical Research 21, 2012) for the ratio of two ratios, in
the same way on the scale of logarithms; Korn and Graubard (Survey Methodology 24, 1998) for taking what varies more
than independent events do as fewer of them. A p-value is that at which the interval reaches no change, so that the two
never contradict each other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum

from svtool.statistics.counts import Limits, normal_quantile
from svtool.statistics.proportions import wilson_limits, wilson_reach
from svtool.statistics.ratio_test import RatioTest, compare_counts
from svtool.statistics.severity import WeightedCount

FARTHEST = 38.0  # standard deviations, beyond which a p-value is no number any more
STEPS = 60
FEW = 30  # events of either side of a share of weights, of which a difference is not told

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
    """Return the difference of two shares; None where one is of nothing, or rests on a few heavy events.

    With fewer than thirty on either side, of weights that differ, the whole hangs on how many fell into it by chance:
    of four, two shares that are the same would be told apart in one case of six.

    Args:
        now, before: the shares.
        dispersion: how many times as much as independent events the counts vary; at least 1.
    """
    if now.value is None or before.value is None or _rests_on_a_few([now, before]):
        return None
    one, other = (_shrunk(each, dispersion) for each in sized_together([now, before]))
    lower, upper = _newcombe(one, other, normal_quantile(0.95))
    value = now.value - before.value
    return Difference(value, lower, upper, _chance_of_difference(value, one, other))


def compare_ratios(now: Quotient, before: Quotient, dispersion: float = 1) -> RatioTest | None:
    """Return the ratio of two ratios; None where one is of nothing. From none, or to none, there are no limits."""
    if now.value is None or before.value is None:
        return None
    one, other = (_shrunk(each, dispersion) for each in sized_together([now, before]))
    if not (now.value and before.value):
        chance = _chance_of_difference(one[0] / one[1] - other[0] / other[1], one, other)
        return RatioTest(None if not before.value else 0.0, None, None, chance)
    stretch = math.log(now.value / before.value)
    lower, upper = _log_limits(one, other, stretch, normal_quantile(0.95))
    sign = 1 if stretch >= 0 else -1
    p_value = _chance(lambda z: sign * _log_limits(one, other, stretch, z)[0 if sign > 0 else 1]) if stretch else 1.0
    return RatioTest(math.exp(stretch), math.exp(lower), math.exp(upper), p_value)


def sized_together(quotients: Sequence[Quotient]) -> list[Sized]:
    """Return shares, or ratios, as the part and whole of events of one weight: of shares the same for all of them."""
    if not all(each.is_share for each in quotients):
        return [(each.of.alike, each.of.alike + each.per.alike) for each in quotients]
    unit = _unit_of(*quotients) if any(each.per.total for each in quotients) else 1.0
    return [_in_units(each, unit) for each in quotients]


def _sized(share: Quotient) -> Sized:
    whole = share.per
    if _are_alike(whole):
        return _in_units(share, whole.heaviest)
    # As for the limits of a score: there may by chance have been none of the heaviest, of the part and of the rest.
    heavy, heaviest = share.of.heaviest, whole.heaviest
    part = WeightedCount(0, share.of.total + heavy, share.of.variance + heavy**2)
    every = WeightedCount(0, whole.total + heavy + heaviest, whole.variance + heavy**2 + heaviest**2)
    return _in_units(share, _unit_of(Quotient(part, every, is_share=True)))


def _in_units(share: Quotient, unit: float) -> Sized:
    """Return a part and its whole as events of one weight."""
    value = min(share.of.total / share.per.total, 1.0) if share.per.total else 0.0
    number = share.per.total / unit
    return value * number, number


def _unit_of(*shares: Quotient) -> float:
    """Return the weight of events that would make shares as uncertain as their own do, on the whole."""
    part, whole = (fsum(each.total for each in side) for side in _sides(shares))
    of_part, of_whole = (fsum(each.variance for each in side) for side in _sides(shares))
    share = min(part / whole, 1.0)
    if not 0 < share < 1:
        return of_whole / whole
    variance = (1 - share) ** 2 * of_part + share**2 * max(0.0, of_whole - of_part)
    return variance / (share * (1 - share) * whole)


def _rests_on_a_few(shares: Sequence[Quotient]) -> bool:
    """Return whether the part or the rest of shares is as uncertain as that of a few events, of weights that differ."""
    wholes = [each.per for each in shares]
    if all(_are_alike(each) for each in wholes) and len({each.heaviest for each in wholes}) == 1:
        return False
    part, whole = (fsum(each.total for each in side) for side in _sides(shares))
    of_part, of_whole = (fsum(each.variance for each in side) for side in _sides(shares))
    sides = ((part, of_part), (whole - part, of_whole - of_part))
    return any(total**2 < FEW * variance or total <= 0 for total, variance in sides)


def _are_alike(counted: WeightedCount) -> bool:
    return math.isclose(counted.variance, counted.total * counted.heaviest)


def _sides(shares: Sequence[Quotient]) -> tuple[list[WeightedCount], list[WeightedCount]]:
    return [each.of for each in shares], [each.per for each in shares]


def _shrunk(sized: Sized, dispersion: float) -> Sized:
    return sized[0] / dispersion, sized[1] / dispersion


def _newcombe(one: Sized, other: Sized, z: float) -> tuple[float, float]:
    p, q = one[0] / one[1], other[0] / other[1]
    (low, high), (low_before, high_before) = wilson_reach(*one, z), wilson_reach(*other, z)
    return (
        p - q - math.hypot(p - low, high_before - q),
        p - q + math.hypot(high - p, q - low_before),
    )


def _chance_of_difference(value: float, one: Sized, other: Sized) -> float:
    """Return the p-value of a difference of two shares."""
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
