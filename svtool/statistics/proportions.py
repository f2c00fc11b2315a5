"""Proportions and how sure they are, by Wilson's score interval (Wilson, 1927)."""

from __future__ import annotations

import math

from svtool.statistics.counts import Limits, normal_quantile


def wilson_limits(part: float, whole: float, confidence: float = 0.95) -> Limits:
    """Return Wilson's limits of the share that a part is of a whole, never outside 0 to 1.

    Raises:
        ValueError: there is no whole, the part is negative or larger than it, or the confidence is not a share.
    """
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError("a part must lie between nothing and its whole")
    if confidence == 1:
        return Limits(0.0, 1.0)
    return Limits(*wilson_reach(part, whole, normal_quantile(confidence)))


def wilson_reach(part: float, whole: float, z: float) -> tuple[float, float]:
    """Return Wilson's limits of a share at so many standard deviations."""
    square = z**2
    middle = 2 * part + square
    reach = math.sqrt(square * (square + 4 * part * (1 - part / whole)))
    below = 2 * (whole + square)
    # Floating point leaves 0 to 1 by a hair at the ends.
    lower = 0.0 if part == 0 else max(0.0, (middle - reach) / below)
    upper = 1.0 if part == whole else min(1.0, (middle + reach) / below)
    return lower, upper
