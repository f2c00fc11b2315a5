"""An area against a benchmark: more or less than expected, at two levels, and how many such results chance gives.

Source: PHEindicatormethods, indirectly standardised ratios and funnel plots: the limits of the observed count over
the expected number, which is taken as known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from svtool.statistics.counts import Limits, count_limits, method_of
from svtool.statistics.rate_limits import LEVELS
from svtool.statistics.special_functions import beta_above, beta_below

FAR = 10  # standard deviations within which every count is beyond the limits

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


def size_of_comparison(events: int, share: float, level: float) -> float:
    """Return how often a part differs from the whole that it belongs to, at a level, where all parts are alike.

    A part of few events differs less often than one in twenty: only some counts are possible, and the whole that it is
    set against holds the part itself.

    Args:
        events: of the whole.
        share: what of them the part has if all parts are alike.
        level: of confidence, between 0 and 1.
    """
    expected = events * share
    near = int(expected)
    fewest = _last(lambda count: _is_under(count, expected, level), -1, near + 1)
    most = 1 + _last(lambda count: not _is_over(count, expected, level), near, near + FAR * (math.isqrt(near) + 3))
    lower = beta_above(fewest + 1, events - fewest, share) if 0 <= fewest < events else 0.0
    upper = beta_below(most, events - most + 1, share) if 0 < most <= events else 0.0
    return lower + upper


def _last(holds: Callable[[int], bool], first: int, end: int) -> int:
    """Return the last of some counts for which something holds, of which it holds up to one and not beyond."""
    while end - first > 1:
        middle = (first + end) // 2
        if holds(middle):
            first = middle
        else:
            end = middle
    return first


def _is_under(count: int, expected: float, level: float) -> bool:
    upper = count_limits(count, level).upper
    return upper is not None and upper < expected


def _is_over(count: int, expected: float, level: float) -> bool:
    lower = count_limits(count, level).lower
    return lower is not None and lower > expected
