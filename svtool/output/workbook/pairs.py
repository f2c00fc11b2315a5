"""Which tables a workbook has: one for every table and comparison of two periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from svtool.commands.measures import Result
from svtool.dates import name_span
from svtool.figures.contract import Figure
from svtool.schema.tables import Table


@dataclass(frozen=True)
class Row:
    """A measure in an area and in each other breakdown: now, and in the period compared with."""

    now: Figure
    before: Figure | None = None


@dataclass
class Pair:
    """A table's figures of one period, beside those of the period compared with, if there is one."""

    table: Table
    key: str
    now: str
    before: str = ""
    before_key: str = ""
    rows: list[Row] = field(default_factory=list)

    def days(self) -> str:
        """Return the days of both periods in words."""
        now = self.rows[0].now
        before = next((row.before for row in self.rows if row.before), None)
        said = name_span(now.period_start, now.period_end)
        return f"{said}, compared with {name_span(before.period_start, before.period_end)}" if before else said


def pairs_of(result: Result, table: Table) -> list[Pair]:
    """Return the comparisons of a table, in the order of its periods; a period that none shows stands alone."""
    found: list[Pair] = []
    by_row: dict[tuple[object, ...], list[Figure]] = {}
    for figure in result.figures:
        if figure.table == table.id:
            by_row.setdefault((figure.position, figure.area, *figure.by.values()), []).append(figure)
    for period in result.periods:
        rows = [_row(figures, each) for figures in by_row.values() for each in figures if each.column == period.key]
        if not rows:
            continue
        pair = Pair(table, period.key, _label([row.now for row in rows], period.label), rows=rows)
        befores = [row.before for row in rows if row.before]
        if befores:
            pair.before, pair.before_key = _label(befores, _own_name(befores)), befores[0].column
        found.append(pair)
    shown = {pair.before_key for pair in found}
    return [pair for pair in found if pair.before or pair.key not in shown]


def _row(figures: Sequence[Figure], now: Figure) -> Row:
    if not now.compared_with:
        return Row(now)
    return Row(now, next((each for each in figures if each.period == now.compared_with), None))


def _label(figures: Sequence[Figure], label: str) -> str:
    """Return the period's label; the covered part of it where all figures that there are cover just that."""
    labels = {each.period for each in figures if each.count is not None or each.value is not None}
    return labels.pop() if len(labels) == 1 else label


def _own_name(figures: Sequence[Figure]) -> str:
    whole = (each.period for each in figures if each.days_covered in (0, each.days))
    return next(whole, figures[0].column)
