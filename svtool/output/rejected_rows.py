"""Rejected rows as a file: each as it was, with where it stood and why it was rejected."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.findings.row_of_finding import REJECTED_COLUMNS
from svtool.output.csv_rows import rows_as_csv
from svtool.validation.row_checks import LostRow

REJECTED = "rejected"  # as a manifest calls the format of their file


def rejected_as_csv(rows: Sequence[LostRow]) -> bytes:
    """Return rejected rows as CSV, its header alone where there are none.

    The columns are named as in their file; where files of several layouts lost rows, by their number.

    Args:
        rows: the rows, in the order of their files.
    """
    headers = {row.header for row in rows}
    named = list(headers.pop()) if len(headers) == 1 else []
    width = max([len(named), *(len(row.cells) for row in rows)])
    names = named + [f"column {number}" for number in range(len(named) + 1, width + 1)]
    told = (
        [row.file, row.line or "", row.record, row.reason, *row.cells, *[""] * (width - len(row.cells))] for row in rows
    )
    return rows_as_csv([*REJECTED_COLUMNS, *names], told).encode("utf-8")
