"""Records as files: cells that a spreadsheet would calculate are kept as text."""

from __future__ import annotations

import pandas as pd

FORMULA = r"^[=+@\-\t\r]"  # CWE-1236: a cell that begins so is a formula to a spreadsheet


def as_csv(rows: pd.DataFrame) -> str:
    """Return rows of text as CSV, no cell of which a spreadsheet would calculate."""
    safe = rows.apply(lambda column: column.where(~column.str.contains(FORMULA, na=False), "'" + column))
    return safe.to_csv(index=False, lineterminator="\n")
