"""The limits of a funnel plot: how far a count may lie from what is expected before chance alone is an unlikely cause.

Source: PHEindicatormethods, funnel plots: an area differs where the limits of its count leave out what is expected
(`benchmark`). A funnel's limits are the counts at which that happens, so a point is beyond them where the verdict
says that the area differs, and nowhere else. They are not widened for areas that differ by more than chance.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from svtool.statistics.counts import Limits, count_limits

FAR = 12  # standard deviations within which the limits of every level lie
CLOSE = 1e-6  # of the count: far below what a picture shows


def funnel_limits(expected: float, level: float) -> Limits:
    """Return the counts beyond which one differs from what is expected; no lower one where even none would not.

    Args:
        expected: events, if the area were like the benchmark.
        level: of confidence, between 0 and 1.

    Raises:
        ValueError: nothing is expected.
    """
    if expected <= 0:
        raise ValueError("something must be expected")
    far = expected + FAR * (math.sqrt(expected) + 3)
    upper = _turn(lambda count: (count_limits(count, level).lower or 0.0) > expected, expected, far)
    if not _is_under(0.0, expected, level):
        return Limits(None, upper)
    return Limits(_turn(lambda count: not _is_under(count, expected, level), 0.0, expected), upper)


def _is_under(count: float, expected: float, level: float) -> bool:
    upper = count_limits(count, level).upper
    return upper is not None and upper < expected


def _turn(holds: Callable[[float], bool], before: float, after: float) -> float:
    """Return where something begins to hold that does not yet hold before, and holds after."""
    while after - before > CLOSE * after:
        middle = (before + after) / 2
        if holds(middle):
            after = middle
        else:
            before = middle
    return (before + after) / 2
