"""Which rows are dated on days that nobody's records hold."""

from __future__ import annotations

from svtool.counting.basis import Basis
from svtool.counting.unit_sql import days_condition
from svtool.engine.seam import Engine, rows
from svtool.gathering.facts import Facts
from svtool.schema.row_columns import ROW


def rows_outside(engine: Engine, facts: Facts, basis: Basis, day: str) -> list[int]:
    """Return the numbers of the dated rows that do not count on any day of a basis, in order.

    Args:
        engine: where the records are.
        facts: the source.
        basis: the days that are held, part by part.
        day: the date by which rows are placed.
    """
    condition, values = days_condition(basis, facts, day)
    found = rows(
        engine,
        f"{facts.source.id}: rows dated outside the days held",
        f"SELECT f.{ROW} FROM {facts.table} AS f WHERE f.{day} IS NOT NULL AND NOT {condition} ORDER BY f.{ROW}",
        values,
    )
    return [row for (row,) in found]
