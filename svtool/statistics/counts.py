"""How sure a count is: the interval of the mean that it is one draw of.

Source: Public Health England, PHEindicatormethods technical guide (formulae): exact Poisson limits (Garwood, 1936)
below 10 events, Byar's approximation (Breslow and Day, 1987, p. 69) from 10. There is another form of Byar's limits,
with half an event added to the count; it is not used here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from svtool.statistics.special_functions import (
    gamma_above,
    gamma_below,
    gamma_quantile,
    gamma_quantile_above,
    normal_quantile_of,
)

EXACT_BELOW = 10
EXACT, BYAR = "Exact", "Byar"


@dataclass(frozen=True)
class Limits:
    """The lower and the upper limit of an interval; None where a formula has none."""

    lower: float | None
    upper: float | None

    def times(self, factor: float) -> Limits:
        """Return the limits of something that is the count times a number."""
        return Limits(*(None if limit is None else limit * factor for limit in (self.lower, self.upper)))


def normal_quantile(confidence: float) -> float:
    """Return how many standard deviations hold this share of a normal distribution.

    Raises:
        ValueError: the confidence is not between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1, such as 0.95")
    return normal_quantile_of((1 + confidence) / 2)


def method_of(count: float) -> str:
    """Return which limits belong to a count: exact below 10, else Byar's."""
    return EXACT if count < EXACT_BELOW else BYAR


def count_limits(count: float, confidence: float = 0.95) -> Limits:
    """Return the limits of a count by the method that belongs to it.

    Raises:
        ValueError: the count is negative or the confidence is not between 0 and 1.
    """
    return exact_limits(count, confidence) if method_of(count) == EXACT else byar_limits(count, confidence)


def exact_limits(count: float, confidence: float = 0.95) -> Limits:
    """Return the exact (central) Poisson limits of a count; the lower limit of nothing is nothing.

    Raises:
        ValueError: the count is negative or the confidence is not between 0 and 1.
    """
    _check(count, confidence)
    tail = (1 - confidence) / 2
    # Quantiles of chi-square over two are those of gamma; the one with no degrees of freedom is not a number.
    return Limits(gamma_quantile(count, tail) if count else 0.0, gamma_quantile_above(count + 1, tail))


def byar_limits(count: float, confidence: float = 0.95) -> Limits:
    """Return Byar's limits of a count; no lower limit where the formula goes below zero.

    Raises:
        ValueError: the count is negative or the confidence is not between 0 and 1.
    """
    _check(count, confidence)
    z = normal_quantile(confidence)
    lower = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    return Limits(lower if lower >= 0 else None, upper)


def chance_of_count(count: int, expected: float) -> float:
    """Return the central two-sided p of a count where so many were expected.

    Raises:
        ValueError: the count is negative or nothing was expected.
    """
    if count < 0 or expected <= 0:
        raise ValueError("the count must not be negative and something must be expected")
    at_most = gamma_above(count + 1, expected)
    at_least = gamma_below(count, expected) if count else 1.0
    return min(1.0, 2 * min(at_most, at_least))


def _check(count: float, confidence: float) -> None:
    if count < 0:
        raise ValueError("a count must not be negative")
    normal_quantile(confidence)
