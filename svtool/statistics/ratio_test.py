"""The change between two counts and how sure it is.

Sources of the formulae: Clopper and Pearson (1934) for the interval; the conditional test of two Poisson counts
(Przyborowski and Wilenski, 1940) with the central p-value, which always agrees with the central interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from svtool.statistics.special_functions import beta_above, beta_below, beta_quantile


@dataclass(frozen=True)
class RatioTest:
    """The ratio of two rates: its interval and the chance of a difference at least this large.

    Attributes:
        ratio: rate now over rate before; None when there was nothing before.
        lower, upper: the exact interval of the ratio; upper is infinite when there was nothing before.
        p_value: central, two-sided, between 0 and 1.
    """

    ratio: float | None
    lower: float | None
    upper: float | None
    p_value: float


def compare_counts(
    now: float,
    before: float,
    exposure_now: float,
    exposure_before: float,
    confidence: float = 0.95,
    dispersion: float = 1,
) -> RatioTest:
    """Return the exact conditional comparison of two counts with their exposures.

    Where counts vary more than independent events do, both are divided by the dispersion: they then say as much as
    that many independent events would. For large counts the interval of the log ratio is wider by its square root;
    p and interval still never contradict each other. Korn and Graubard (Survey Methodology 24, 1998) treat the
    Clopper–Pearson interval of a proportion in the same way.

    Args:
        now, before: counts of events; of weighted ones, how many of one weight would say as much.
        exposure_now, exposure_before: days that each count covers; days × population for rates.
        confidence: of the interval, between 0 and 1.
        dispersion: how many times as much as independent events the counts vary; at least 1.

    Raises:
        ValueError: a count is negative, an exposure is not positive, or the dispersion is under 1.
    """
    if now < 0 or before < 0 or exposure_now <= 0 or exposure_before <= 0 or not dispersion >= 1:
        raise ValueError("counts must not be negative, exposures must be positive, the dispersion must be 1 or more")
    if now + before == 0:
        return RatioTest(None, None, None, 1.0)
    exposure = exposure_before / exposure_now
    share = exposure_now / (exposure_now + exposure_before)
    tail = (1 - confidence) / 2
    some_now, some_before = now / dispersion, before / dispersion
    low = beta_quantile(some_now, some_before + 1, tail) if now else 0.0
    high = beta_quantile(some_now + 1, some_before, 1 - tail) if before else 1.0
    return RatioTest(
        ratio=now / before * exposure if before else None,
        lower=low / (1 - low) * exposure,
        upper=high / (1 - high) * exposure if high < 1 else math.inf,
        p_value=_p_value(some_now, some_before, share),
    )


def _p_value(now: float, before: float, share: float) -> float:
    """Return the central p-value: the tails of the binomial as beta integrals, which parts of a count have too."""
    at_most = beta_above(now + 1, before, share) if before else 1.0
    at_least = beta_below(now, before + 1, share) if now else 1.0
    return min(1.0, 2 * min(at_most, at_least))


def size_of_test(
    total: int, exposure_now: float, exposure_before: float, level: float = 0.05, dispersion: float = 1
) -> float:
    """Return how often the comparison of so many events finds p under a level where nothing changed.

    Only some values of p are possible, so that an exact test finds less than its level by chance alone, and of a few
    events nothing at all. Events that come in clusters, each of as many as the dispersion, are as many tests as there
    are clusters.

    Args:
        total: both counts together.
        exposure_now, exposure_before: days that each count covers.
        level: of p, between 0 and 1.
        dispersion: how many times as much as independent events the counts vary; at least 1.
    """
    share = exposure_now / (exposure_now + exposure_before)
    clusters = total / dispersion
    # Nothing is found where not even all of the events in one of the two periods would be.
    if not clusters or min(_p_value(clusters, 0, share), _p_value(0, clusters, share)) >= level:
        return 0.0
    sizes = (
        _tail_under(events, share, level / 2) + _tail_under(events, 1 - share, level / 2)
        for events in (round(clusters), math.ceil(clusters))
    )
    return next((size for size in sizes if size), 0.0)


def _tail_under(events: int, share: float, level: float) -> float:
    """Return the chance of the largest lower tail of a binomial that is under a level; 0 where none is."""
    fewest, most = -1, events  # the tail up to the one is under the level, that up to the other is not
    while most - fewest > 1:
        middle = (fewest + most) // 2
        if beta_above(middle + 1, events - middle, share) < level:
            fewest = middle
        else:
            most = middle
    return beta_above(fewest + 1, events - fewest, share) if fewest >= 0 else 0.0


def per_cent(now: float, before: float) -> float | None:
    """Return the change in per cent; None from zero."""
    return 100 * (now - before) / before if before else None
