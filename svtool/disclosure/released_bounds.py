"""What the prints of earlier releases say of counts: bounds as far as they still fit, for records change.

A print that does not fit what is counted today was revised, and is taken as if its reader knew by how much; the fewest
prints are taken so. Where that would leave no way to protect what is small now, it says nothing: nobody knows a count
that was revised before it is printed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from svtool.disclosure.linear_programs import Equations, Numbers, minimise, with_moves
from svtool.disclosure.released_cells import Shown

Bounds = tuple[float, float]
Chosen = np.ndarray[Any, np.dtype[np.bool_]]


def bounds_of(shown: Shown) -> Bounds:
    """Return the least and the most that a reader of a release takes a count to be."""
    if shown.value is None:
        return (1.0 if shown.rule.show_zero else 0.0), np.inf
    low, high = shown.rule.range_of(shown.value)
    return float(low), float(high)


def common_bounds(prints: Sequence[Shown]) -> Bounds:
    """Return the least and the most by all releases; by the last where they contradict each other."""
    lowest, highest = 0.0, np.inf
    for low, high in map(bounds_of, prints):
        lowest, highest = (
            (low, high) if max(lowest, low) > min(highest, high) else (max(lowest, low), min(highest, high))
        )
    return lowest, highest


def fitting_bounds(prints: Sequence[Shown], value: float, *, revised_are_known: bool = True) -> Bounds:
    """Return the least and the most of a count by all prints that fit it.

    Args:
        prints: what releases show of the count.
        value: what it is.
        revised_are_known: whether the others count as if they had been revised, or say nothing.
    """
    lowest, highest = 0.0, np.inf
    for each in prints:
        low, high = bounds_of(each)
        if not low <= value <= high:
            if not revised_are_known or each.value is None or each.rule.hides(int(value)):
                continue  # what is too small now is in no release, and nobody is taken to know it
            low, high = map(float, each.rule.range_of(int(value)))
        lowest, highest = max(lowest, low), min(highest, high)
    return lowest, highest


def is_revised(prints: Sequence[Shown], value: float) -> bool:
    """Return whether releases print a count, and none of them as what it is."""
    printed = [bounds_of(each) for each in prints if each.value is not None]
    return bool(printed) and not any(low <= value <= high for low, high in printed)


def fit(
    equations: Equations,
    values: Numbers,
    known: np.ndarray[tuple[int], np.dtype[np.bool_]],
    prints: Sequence[Sequence[Shown]],
) -> Numbers | None:
    """Return values for all counts: those known, and others that fit the releases with as little revised as can be.

    Args:
        equations: what adds up.
        values: the counts that are known.
        known: which these are.
        prints: what releases show of each count.
    """
    count = len(values)
    limits = [common_bounds(each) for each in prints]
    lowest = np.where(known, values, [low for low, _ in limits])
    highest = np.where(known, values, [high for _, high in limits])
    found = minimise(np.zeros(count), equations, lowest, highest)
    if found is not None:
        return found
    may_be_revised = np.array([bool(each) for each in prints]) & ~known
    up = np.where(may_be_revised, np.inf, 0.0)
    down = np.where(may_be_revised, lowest, 0.0)
    moved = minimise(
        np.concatenate([np.zeros(count), np.ones(2 * count)]),
        with_moves(equations),
        np.concatenate([lowest, np.zeros(2 * count)]),
        np.concatenate([highest, up, down]),
    )
    if moved is None:
        return None
    kept, more, less = np.split(moved, 3)
    return np.asarray(kept + more - less, float)
