"""Linear programs, with whole numbers where they are asked for; HiGHS through scipy solves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, hstack

Numbers = np.ndarray[Any, np.dtype[np.float64]]
NEARLY = 1e-6


@dataclass(frozen=True)
class Equations:
    """Sums that must hold: one row an equation, one column a variable."""

    matrix: csc_array
    sums: Numbers

    def hold(self, values: Numbers) -> bool:
        """Return whether values fulfil every equation."""
        return bool(np.all(np.abs(self.matrix @ values - self.sums) < NEARLY * 100))


def minimise(cost: Numbers, equations: Equations, lowest: Numbers, highest: Numbers) -> Numbers | None:
    """Return whole numbers within bounds that fulfil the equations at the least cost; None where there are none.

    A plain linear program is tried first: its answer is nearly always whole, and then the best of all.
    """
    for whole in (0, 1):
        found = _solve(cost, equations, lowest, highest, whole)
        if found is None:
            return None
        rounded = np.round(found)
        if np.all(np.abs(found - rounded) < NEARLY) and equations.hold(rounded):
            return rounded
    return None


def with_moves(equations: Equations) -> Equations:
    """Return equations in which each variable stands three times: as it is, what is added, and what is taken away."""
    matrix = equations.matrix
    return Equations(hstack([matrix, matrix, -matrix], format="csc"), equations.sums)


def _solve(cost: Numbers, equations: Equations, lowest: Numbers, highest: Numbers, whole: int) -> Numbers | None:
    found = milp(
        cost,
        integrality=np.full(len(cost), whole),
        constraints=_constraint(equations),
        bounds=Bounds(lowest, highest),
    )
    return None if found.x is None else np.asarray(found.x, float)


def _constraint(equations: Equations) -> list[LinearConstraint]:
    # A system without equations is a table of one cell.
    if not equations.matrix.shape[0]:
        return []
    return [LinearConstraint(equations.matrix, equations.sums, equations.sums)]


def equations_of(rows: list[list[tuple[int, int]]], variables: int) -> Equations:
    """Return equations with the sum zero.

    Args:
        rows: for each equation the number and the factor of its variables.
        variables: how many there are.
    """
    entries = [(i, place, factor) for i, row in enumerate(rows) for place, factor in row]
    at, places, factors = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csc_array((np.array(factors, float), (np.array(at, int), np.array(places, int))), (len(rows), variables))
    return Equations(matrix, np.zeros(len(rows)))
