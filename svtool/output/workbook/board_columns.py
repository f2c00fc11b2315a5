"""The columns of a table whose periods stand side by side: what is counted, all periods, the change and its verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svtool.figures.against import BASELINE, PRECEDING, Comparator
from svtool.output.workbook.pairs import Board, Row
from svtool.output.workbook.sheet_columns import (
    AREA_COLUMN,
    TENTHS,
    UNIT,
    Column,
    Which,
    breakdown_columns,
    change_in_full,
    compared_columns,
    direction_columns,
    figure_columns,
    measure_columns,
    not_known_columns,
    rate_of,
    undated_columns,
)


def board_columns(board: Board, by: Mapping[str, str]) -> list[Column]:
    """Return the columns in their order; each kind of number has all of its periods side by side.

    Args:
        board: the table.
        by: breakdown → what it is called.
    """
    periods = [(label, _of_period(key)) for key, label in board.labels.items()]
    found = [*measure_columns(board.rows), UNIT, *breakdown_columns(by)]
    if len({row.now.area for row in board.rows}) > 1:
        found.append(AREA_COLUMN)
    for columns in (figure_columns, not_known_columns, undated_columns, _rates):
        found += [column for label, which in periods for column in columns(board.rows, label, which)]
    return [*found, *_change(board), *direction_columns(board.rows)]


def _of_period(key: str) -> Which:
    return lambda row: row.across.get(key)


def _rates(rows: Sequence[Row], label: str, which: Which) -> list[Column]:
    """Return the column of a period's rates, where they were asked for; their limits are on the other sheets."""
    if not any(each.rate and each.rate.rate is not None for row in rows for each in row.figures):
        return []
    return [Column(f"Rate per 100,000, {label}", rate_of(which, lambda each: each.rate), TENTHS)]


def comparator_of(board: Board) -> Comparator | None:
    """Return which change it ends with: since the baseline, or since the period before where there is no baseline."""
    return next(
        (each for each in (BASELINE, PRECEDING) if any(each.of(row.now).compared_with for row in board.rows)), None
    )


def _change(board: Board) -> list[Column]:
    comparator = comparator_of(board)
    if comparator is None:
        return []
    labels = {label for row in board.rows if (label := comparator.of(row.now).compared_with)}
    shown = list(board.labels.values())
    # Rows that cover different parts of the period before name each its own; then it goes by its whole name.
    label = labels.pop() if len(labels) == 1 else shown[-2]
    since = f" since {label}"
    counts = compared_columns(board.rows, comparator, since, (label, shown[-1]))
    return [*counts, *change_in_full(board.rows, comparator, since)]
