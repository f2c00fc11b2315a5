"""An area against a benchmark: more or less than expected, at two levels, and how many such results chance gives.

Source: PHEindicatormethods, indirectly standardised ratios and funnel plots: the limits of the observed count over
the expected number, which is taken as known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from svtool.statistics.counts import Limits, count_limits, method_of
from svtool.statistics.rate_limits import LEVELS

Direction = Literal["higher", "lower"]


@dataclass(frozen=True)
class Comparison:
    """Observed over expected, and whether it differs from 1.

    Attributes:
        ratio: observed over expected.
        at_95, at_998: its limits at the two levels.
        method: how they were made.
        direction: higher or lower where the 95 % limits leave out 1; None otherwise.
        level: the highest level at which it differs; None otherwise.
    """

    ratio: float
    at_95: Limits
    at_998: Limits
    method: str
    direction: Direction | None
    level: float | None


def expected_events(populations: Sequence[float], rates: Sequence[float]) -> float:
    """Return how many events people would have at a benchmark's rates, band by band."""
    return sum(people * rate for people, rate in zip(populations, rates, strict=True))


def compare_with_benchmark(observed: float, expected: float) -> Comparison:
    """Return how a count compares with what a benchmark makes one expect.

    Raises:
        ValueError: nothing was expected, or the count is negative.
    """
    if expected <= 0:
        raise ValueError("something must be expected")
    at_95, at_998 = (count_limits(observed, level).times(1 / expected) for level in LEVELS)
    found = Comparison(observed / expected, at_95, at_998, method_of(observed), None, None)
    for level, limits in ((0.998, at_998), (0.95, at_95)):
        if limits.lower is not None and limits.lower > 1:
            return Comparison(found.ratio, at_95, at_998, found.method, "higher", level)
        if limits.upper is not None and limits.upper < 1:
            return Comparison(found.ratio, at_95, at_998, found.method, "lower", level)
    return found


def expected_by_chance(comparisons: int, level: float) -> float:
    """Return how many of so many comparisons differ at a level where nothing differs at all."""
    return comparisons * (1 - level)
