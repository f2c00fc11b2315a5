"""Text that no spreadsheet calculates, whatever it looks like."""

from __future__ import annotations

# CWE-1236: to a spreadsheet, a cell that begins so may be a formula; one of East Asia takes the full-width signs too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"  # before it, a cell is text


def inert(text: str) -> str:
    """Return a text as a cell of a CSV may hold it."""
    return f"{MARK}{text}" if text.startswith(FORMULA_STARTS) else text


def as_meant(cell: str) -> str:
    """Return the text of a cell without the mark that keeps a spreadsheet from calculating it."""
    return cell[1:] if cell.startswith(MARK) and cell[1:].startswith(FORMULA_STARTS) else cell
