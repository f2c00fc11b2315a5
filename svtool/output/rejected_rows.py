"""Rejected rows as a file: each as it was, with where it stood and why it was rejected."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from svtool.findings.row_of_finding import REJECTED_COLUMNS
from svtool.validation.row_checks import LostRow

REJECTED = "rejected"  # as a manifest calls the format of their file
FORMULA_STARTS = ("=", "+", "@", "-", "\t", "\r")  # CWE-1236: to a spreadsheet, a cell that begins so is a formula


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
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*REJECTED_COLUMNS, *map(_safe, names)])
    for row in rows:
        blank = [""] * (width - len(row.cells))
        writer.writerow([row.file, row.line or "", row.record, row.reason, *map(_safe, row.cells), *blank])
    return text.getvalue().encode("utf-8")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
