"""One axis of days for each source, on which every part that may have days of its own lies beside the others.

What is counted without a supplier is then a sum of fewer pieces than what is counted with it, as a quarter is of fewer
than a year, and whoever takes the one from the other learns what is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from svtool.counting.basis import NEVER, Basis

APART = 10_000_000  # days from one part to the next: more than there are in any calendar
Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class DayAxis:
    """The axis of a source.

    Attributes:
        parts: for each feed and place the number of the part that it lies in; None where nothing is told apart.
    """

    parts: Numbers | None = None

    def days_of(self, basis: Basis) -> tuple[tuple[int, int], ...]:
        """Return the days on which the parts of a basis count."""
        number = 1 if self.parts is None else int(self.parts.max()) + 1
        found: list[tuple[int, int]] = []
        for part in range(number):
            chosen = _set_of(basis, None if self.parts is None else self.parts == part)
            if chosen != NEVER:
                found += [(first + part * APART, last + part * APART) for first, last in basis.numbered[chosen]]
        return tuple(found)


def day_axes(counted: Iterable[tuple[str, Basis]]) -> dict[str, DayAxis]:
    """Return the axis of each source by the bases of its counts."""
    bases: dict[str, dict[Basis, None]] = {}
    for source, basis in counted:
        bases.setdefault(source, {})[basis] = None
    return {source: DayAxis(_parts_of(found)) for source, found in bases.items()}


def _parts_of(bases: Iterable[Basis]) -> Numbers | None:
    """Return the parts that the bases tell apart: feeds and places that have the same days in each of them."""
    grids = [each.grid for each in bases if each.grid is not None]
    if not grids:
        return None
    patterns = np.stack([grid.ravel() for grid in grids])
    _, parts = np.unique(patterns, axis=1, return_inverse=True)
    found: Numbers = parts.reshape(grids[0].shape)
    return found


def _set_of(basis: Basis, cells: np.ndarray[Any, np.dtype[np.bool_]] | None) -> int:
    if basis.grid is None or cells is None:
        return 0
    return int(basis.grid[cells].flat[0])
