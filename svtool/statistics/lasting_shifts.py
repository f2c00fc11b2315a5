"""Where the level of a series moved and stayed: from there on all points lie on one side of the mean of those before.

Lines are made anew only where a process is known to have changed: by eight or more points on one side of the mean, and
by a cause that somebody knows. The points can be seen, and are found here; a cause can't.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, dropwhile, groupby, takewhile
from statistics import median

Number = int | float | Fraction
Values = Sequence[Number | None]
Exact = Sequence[Fraction | None]

FEWEST = 8  # points on one side of the mean before, without a gap between them; and points that make that mean


def find_lasting_shifts(values: Values) -> list[int]:
    """Return the places of a stretch from which on its level is another, in order.

    All known points from such a place to the next one, or to the end, lie on one side of the mean of the points before
    it, eight or more of them in a row: what came back is no lasting shift. Of several places that could be one, the one
    whose two means fit best is it; what lies before and after is then looked at in the same way.

    Args:
        values: in time order, None where missing.
    """
    return _split(_exact(values), 0)


def shifts_at(values: Values, place: int) -> bool:
    """Return whether the level moves at a place that is given.

    Args:
        values: a stretch, in time order, None where missing.
        place: where it may move; the first eight known points from there must lie on one side of the mean before, in a
            row.
    """
    exact = _exact(values)
    before = [value for value in exact[:place] if value is not None]
    # The month of the change itself may be missing.
    run = list(takewhile(lambda value: value is not None, dropwhile(lambda value: value is None, exact[place:])))
    known = [value for value in run[:FEWEST] if value is not None]
    return min(len(before), len(known)) >= FEWEST and set(_sides(known, before)) in ({1}, {-1})


def _exact(values: Values) -> Exact:
    """Return values that add up without rounding, so that a point on the mean is seen to lie there."""
    return [None if value is None else Fraction(value) for value in values]


def _split(values: Exact, offset: int) -> list[int]:
    totals = [Fraction(0), *accumulate(value or Fraction(0) for value in values)]
    numbers = [0, *accumulate(int(value is not None) for value in values)]
    places = [
        place
        for place in range(FEWEST, len(values) - FEWEST + 1)
        if numbers[place] >= FEWEST and _stays(values, place, totals[place] / numbers[place])
    ]
    if not places:
        return []

    def explained(place: int) -> Fraction:
        """Return how much of the variation two means explain, one before a place and one from it on."""
        after, number = totals[-1] - totals[place], numbers[-1] - numbers[place]
        return totals[place] ** 2 / numbers[place] + after**2 / number

    best = max(places, key=explained)
    return [*_split(values[:best], offset), offset + best, *_split(values[best:], offset + best)]


def _stays(values: Exact, place: int, mean: Fraction) -> bool:
    """Return whether all points from a place on lie on one side of the mean before, eight or more in a row."""
    first, after = values[place], values[place:]
    if first is None or first == mean or any(value is not None and (value > mean) != (first > mean) for value in after):
        return False
    runs = [len(list(run)) for is_known, run in groupby(value is not None for value in after) if is_known]
    if max(runs) < FEWEST:
        return False
    before = [value for value in values[:place] if value is not None]
    return set(_sides([value for value in after if value is not None], before)) in ({1}, {-1})


def _sides(values: Sequence[Fraction], before: Sequence[Fraction]) -> list[int]:
    """Return on which side of the mean before each point lies; one outlying month must not make the side.

    So a point lies above or below only where it does so by the median before, too.
    """
    centres = sum(before, Fraction(0)) / len(before), median(before)
    low, high = min(centres), max(centres)
    return [(value > high) - (value < low) for value in values]
