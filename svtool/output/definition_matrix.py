"""More than two definitions: small grids of what every two of them have in common, in the latest period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from svtool.commands.measures import Result
from svtool.figures.contract import SUPPRESSED, Figure
from svtool.output.wording.beside_words import MOST_WITH_ROWS, NO, YES, LatestBeside, latest_beside
from svtool.schema.tables import Table


@dataclass(frozen=True)
class Matrix:
    """A small grid: what it shows, its columns, and its rows, each headed by a definition."""

    title: str
    headings: list[str]
    rows: list[list[str]]


def matrices_of(result: Result, table: Table, figures: Sequence[Figure]) -> list[Matrix]:
    """Return the grids of a table; none of two definitions, whose answers have rows."""
    found: list[Matrix] = []
    for thing, beside in latest_beside(result, table, figures):
        if len(beside.alone) > MOST_WITH_ROWS:
            period = next(iter(beside.alone.values())).period
            found += _matrices(beside, f"{thing}, {period}" if thing else period)
    return found


def _matrices(beside: LatestBeside, of: str) -> Iterator[Matrix]:
    cells: dict[str, Callable[[str, str], int | None]] = {
        "In both": lambda one, other: beside.count(one, other, (YES, YES)),
        "In the definition of the row, not in that of the column": lambda one, other: beside.count(
            one, other, (YES, NO)
        ),
        "At least one of the two can't be told": beside.open,
    }
    names = list(beside.alone)
    for title, cell in cells.items():
        rows = [[one, *(_cell(beside, one, other, cell) for other in names)] for one in names]
        yield Matrix(f"{title}: {of}", ["", *names], rows)


def _cell(beside: LatestBeside, one: str, other: str, cell: Callable[[str, str], int | None]) -> str:
    if one == other:
        return ""
    count = cell(one, other)
    hidden = any(figure.status == SUPPRESSED for figure in beside.pairs.values())
    return f"{count:,}" if count is not None else f"[{SUPPRESSED}]" if hidden else ""
