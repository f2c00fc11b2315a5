"""A mean of changes and how sure it is, by Student's distribution (Student, 1908)."""

from __future__ import annotations

import math

from svtool.statistics.counts import Limits
from svtool.statistics.special_functions import beta_quantile

CONFIDENCE = 0.95
FEWEST = 2  # changes of which a spread can be told


def mean_change_limits(mean: float, spread: float, people: int, confidence: float = CONFIDENCE) -> Limits:
    """Return the limits of a mean of paired changes.

    Args:
        mean: the mean of the changes.
        spread: their standard deviation.
        people: how many they are.
        confidence: how often such limits hold the true mean.

    Raises:
        ValueError: there are fewer than two changes, or the spread is negative.
    """
    if people < FEWEST or spread < 0:
        raise ValueError("a mean change has limits from two people on, and a spread of 0 or more")
    reach = _student(people - 1, confidence) * spread / math.sqrt(people)
    return Limits(mean - reach, mean + reach)


def _student(freedom: int, confidence: float) -> float:
    """Return the point that Student's t exceeds, on either side, one minus the confidence of the time.

    t squared over freedom plus t squared is a beta variable (Abramowitz and Stegun, 1964, 26.7.1).
    """
    part = beta_quantile(0.5, freedom / 2, confidence)
    return math.sqrt(freedom * part / (1 - part))
