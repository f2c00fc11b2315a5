"""Exact statistics of counts: the change between two counts and how sure it is.

Sources of the formulae: Clopper and Pearson (1934) for the interval; the conditional test of two Poisson counts
(Przyborowski and Wilenski, 1940) with the central p-value, which always agrees with the central interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scipy.special import bdtr, bdtrc, betaincinv


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


def compare_counts(now: int, before: int, days_now: int, days_before: int, confidence: float = 0.95) -> RatioTest:
    """Return the exact conditional comparison of two counts with their days of exposure.

    Args:
        now, before: counts of independent events.
        days_now, days_before: days that each count covers.
        confidence: of the interval, between 0 and 1.

    Raises:
        ValueError: a count is negative or a span has no days.
    """
    if now < 0 or before < 0 or days_now <= 0 or days_before <= 0:
        raise ValueError("counts must not be negative and spans must have days")
    total = now + before
    if total == 0:
        return RatioTest(None, None, None, 1.0)
    share = days_now / (days_now + days_before)
    exposure = days_before / days_now
    tail = (1 - confidence) / 2
    low = float(betaincinv(now, before + 1, tail)) if now else 0.0
    high = float(betaincinv(now + 1, before, 1 - tail)) if before else 1.0
    at_most = float(bdtr(now, total, share))
    at_least = float(bdtrc(now - 1, total, share)) if now else 1.0
    return RatioTest(
        ratio=now / before * exposure if before else None,
        lower=low / (1 - low) * exposure,
        upper=high / (1 - high) * exposure if high < 1 else math.inf,
        p_value=min(1.0, 2 * min(at_most, at_least)),
    )


def round_half_away(value: float, digits: int = 0) -> Decimal:
    """Return the value rounded half away from zero, as people round; Python's own round is half to even."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
