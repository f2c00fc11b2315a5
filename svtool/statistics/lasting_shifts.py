"""Where the level of a series moved and stayed: from there on all points lie on one side of the mean of those before.

Lines are made anew only where a process is known to have changed: by eight or more points on one side of the mean, and
by a cause that somebody knows. The points can be seen, and are found here; a cause can't.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
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
    after = list(exact[place:])
    while after and after[0] is None:  # the month of the change itself may be missing
        after.pop(0)
    if len(before) < FEWEST or len(after) < FEWEST:
        return False
    return set(_sides(after[:FEWEST], before)) in ({1}, {-1})


def _exact(values: Values) -> Exact:
    """Return values that add up without rounding, so that a point on the mean is seen to lie there."""
    return [None if value is None else Fraction(value) for value in values]


def _split(values: Exact, offset: int) -> list[int]:
    places = [place for place in range(FEWEST, len(values) - FEWEST + 1) if _stays(values, place)]
    if not places:
        return []
    best = max(places, key=lambda place: _explained(values[:place]) + _explained(values[place:]))
    return [*_split(values[:best], offset), offset + best, *_split(values[best:], offset + best)]


def _stays(values: Exact, place: int) -> bool:
    """Return whether all points from a place on lie on one side of the mean before, eight or more in a row."""
    before = [value for value in values[:place] if value is not None]
    if values[place] is None or len(before) < FEWEST:
        return False
    sides = _sides(values[place:], before)
    if sides[0] not in (1, -1) or {side for side in sides if side is not None} != {sides[0]}:
        return False
    return max(len(list(run)) for is_known, run in groupby(side is not None for side in sides) if is_known) >= FEWEST


def _sides(values: Exact, before: Sequence[Fraction]) -> list[int | None]:
    """Return on which side of the mean before each point lies; one outlying month must not make the side.

    So a point lies above or below only where it does so by the median before, too.
    """
    centres = sum(before, Fraction(0)) / len(before), median(before)
    low, high = min(centres), max(centres)
    return [None if value is None else (value > high) - (value < low) for value in values]


def _explained(values: Exact) -> Fraction:
    """Return how much of the variation the mean of these values explains: of two means, the more the better."""
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) ** 2 / len(known)
