"""Rows as the text of a CSV file, plain and the same on every machine; no cell is a formula."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable
from datetime import date
from typing import Any

from svtool.records.inert_cells import inert


def rows_as_csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as CSV, each line ended by a line feed alone."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([inert(name) for name in header])
    writer.writerows([plain(value) for value in row] for row in rows)
    return stream.getvalue()


def plain(value: Any) -> str:
    """Return a value as a CSV cell: empty where there is nothing, ISO dates, whole numbers without a point.

    A number may begin with a sign; a text that does is marked as one.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
