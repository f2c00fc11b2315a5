"""The committed outputs of the sample, and how outputs are compared with them."""

from __future__ import annotations

import csv
import dataclasses
import io
from pathlib import Path

from svtool.commands.measures import Result

EXPECTED = Path(__file__).parent / "expected"
FROM_STATISTICS = (
    "p_value", "change_lower_pct", "change_upper_pct", "baseline_p_value", "baseline_lower_pct", "baseline_upper_pct",
)  # fmt: skip


def only(result: Result, table: str) -> Result:
    """Return the result with one of its tables."""
    return dataclasses.replace(result, tables=[each for each in result.tables if each.id == table])


def nine_digits(text: str) -> str:
    """Return a CSV of figures with nine digits of what the statistics library works out.

    Its last digits differ between releases and processors; every other number follows from counts and must not.
    """
    rows = list(csv.reader(io.StringIO(text, newline="")))
    places = [rows[0].index(name) for name in FROM_STATISTICS]
    for row in rows[1:]:
        for place in places:
            row[place] = f"{float(row[place]):.9g}" if row[place] else ""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()
