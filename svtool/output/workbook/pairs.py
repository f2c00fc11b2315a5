"""Which sheets a table has: its periods side by side, and one for every comparison of two of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from svtool.commands.measures import Result
from svtool.dates import name_span
from svtool.figures.contract import Figure
from svtool.schema.tables import Table


@dataclass(frozen=True)
class Row:
    """A measure in an area and in each other breakdown.

    Attributes:
        now: its figure; of the last period, where all stand side by side.
        before: that of the period compared with, where two are compared.
        across: the key of a period → its figure, where all stand side by side.
    """

    now: Figure
    before: Figure | None = None
    across: Mapping[str, Figure] = field(default_factory=dict)

    @property
    def figures(self) -> list[Figure]:
        """Return the figures that it shows."""
        return list(self.across.values()) or [each for each in (self.now, self.before) if each]


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
        """Return the days of both periods in words, of a period that all rows cover in part that part."""
        said = _days(self.now, [row.now for row in self.rows])
        befores = [row.before for row in self.rows if row.before]
        return f"{said}, compared with {_days(self.before, befores)}" if befores else said


@dataclass(frozen=True)
class Board:
    """A table's periods side by side, as a board reads it.

    Attributes:
        table: the table.
        labels: the key of a period → what it is called.
        rows: the measures.
    """

    table: Table
    labels: Mapping[str, str]
    rows: Sequence[Row]


def board_of(result: Result, table: Table) -> Board | None:
    """Return a table with all of its periods; None where it has but one, which stands alone or beside another."""
    rows = []
    for figures in _by_row(result, table):
        across = {each.column: each for each in figures if each.is_column}
        shown = {period.key: across[period.key] for period in result.periods if period.key in across}
        if shown:
            rows.append(Row(list(shown.values())[-1], across=shown))
    labels = {
        period.key: _label([row.across[period.key] for row in rows if period.key in row.across], period.label)
        for period in result.periods
        if any(period.key in row.across for row in rows)
    }
    return Board(table, labels, rows) if len(labels) > 1 else None


def pairs_of(result: Result, table: Table) -> list[Pair]:
    """Return the comparisons of a table, in the order of its periods; a period that none shows stands alone."""
    found: list[Pair] = []
    by_row = _by_row(result, table)
    for period in result.periods:
        rows = [_row(figures, each) for figures in by_row for each in figures if each.column == period.key]
        if not rows:
            continue
        pair = Pair(table, period.key, _label([row.now for row in rows], period.label), rows=rows)
        befores = [row.before for row in rows if row.before]
        if befores:
            pair.before, pair.before_key = _label(befores, _own_name(befores)), befores[0].column
        found.append(pair)
    shown = {pair.before_key for pair in found}
    return [pair for pair in found if pair.before or pair.key not in shown]


def _by_row(result: Result, table: Table) -> list[list[Figure]]:
    """Return a table's figures in lists, one for each measure in each area and other breakdown."""
    found: dict[tuple[object, ...], list[Figure]] = {}
    for figure in result.figures:
        if figure.table == table.id:
            found.setdefault((figure.position, figure.area, *figure.by.values()), []).append(figure)
    return list(found.values())


def _row(figures: Sequence[Figure], now: Figure) -> Row:
    if not now.compared_with:
        return Row(now)
    return Row(now, next((each for each in figures if each.period == now.compared_with), None))


def _label(figures: Sequence[Figure], label: str) -> str:
    """Return the period's label; the covered part of it where all figures that there are cover just that."""
    labels = {each.period for each in figures if each.count is not None or each.value is not None}
    return labels.pop() if len(labels) == 1 else label


def _days(label: str, figures: Sequence[Figure]) -> str:
    """Return the days of a period in words: its own, or the part that all figures cover, which its label names then."""
    partly = [each for each in figures if each.days_covered not in (0, each.days)]
    covered = partly and {each.period for each in figures if each.days_covered} == {label}
    return label if covered else name_span(figures[0].period_start, figures[0].period_end)


def _own_name(figures: Sequence[Figure]) -> str:
    whole = (each.period for each in figures if each.days_covered in (0, each.days))
    return next(whole, figures[0].column)
