"""Line breaks inside cells: allowed in quotes, but a cell that holds whole rows is a quote that was not closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.errors import several
from svtool.extracts.csv_files import CsvFile
from svtool.extracts.watching import FIRST_PLACES, Block, Numbers
from svtool.findings.finding import Finding
from svtool.validation.reading import Reading

FEWEST_COLUMNS = 5  # of a narrower table, free text may hold as many delimiters as its rows


class LineBreaks:
    """Counts the line breaks in cells, by which a record's number and its line differ."""

    def __init__(self, reading: Reading) -> None:
        """Begin with none."""
        self._reading = reading
        self._delimiter = reading.file.delimiter if isinstance(reading.file, CsvFile) else ""
        self._rows = self._swallowing = 0
        self._first: list[int] = []
        self._first_swallowing: list[int] = []
        self._swallowed = 0

    def read(self, block: Block) -> None:
        """Count the line breaks of a block."""
        breaks = np.zeros(block.rows, np.int64)
        swallowing = np.zeros(block.rows, bool)
        for column in block.cells:
            found = breaks_in(column)
            if found is not None:
                breaks += found
                swallowing |= self._holds_rows(column, found, len(block.cells))
        if not breaks.any():
            return
        rows = np.flatnonzero(breaks)
        self._reading.keep_breaks(block.places[rows], breaks[rows])
        kept = np.ones(block.rows, bool) if block.rejected is None else ~block.rejected
        self._swallowed += int(breaks[swallowing & kept].sum())
        self._rows += _note(block.places, (breaks > 0) & ~swallowing & kept, self._first)
        self._swallowing += _note(block.places, swallowing & kept, self._first_swallowing)

    def _holds_rows(self, column: pa.Array, breaks: Numbers, width: int) -> Any:
        """Return which cells hold so many delimiters for each line break that rows were swallowed."""
        if not self._delimiter or width < FEWEST_COLUMNS:
            return np.zeros(len(breaks), bool)
        delimiters = pc.count_substring(column, self._delimiter).to_numpy(zero_copy_only=False)
        return (breaks > 0) & (delimiters >= (width - 1) * breaks)

    def findings(self) -> Iterator[Finding]:
        """Yield that cells hold line breaks, and that quotes swallowed rows."""
        if self._rows:
            message = f"{several(self._rows, 'row holds', 'rows hold')} line breaks inside quotes"
            yield self._reading.find("R01", message, self._rows, places=self._first)
        if self._swallowing:
            message = (
                f"{several(self._swallowing, 'cell holds', 'cells hold')} whole rows, as a quote is opened and closed "
                f"in another row: {several(self._swallowed, 'line', 'lines')} lost in them"
            )
            yield self._reading.find("H10", message, self._swallowing, places=self._first_swallowing)


def breaks_in(column: pa.Array) -> Numbers | None:
    """Return how many line breaks each cell of a column holds; None when none does."""
    data = column.buffers()[2] if len(column.buffers()) > 2 else None
    # The bytes of all cells lie together: one search tells that none of them has a line break.
    text = data.to_pybytes() if data is not None else b""
    if b"\n" not in text and b"\r" not in text:
        return None
    feeds, returns, pairs = (
        pc.count_substring(column, each).to_numpy(zero_copy_only=False) for each in ("\n", "\r", "\r\n")
    )
    found: Numbers = (feeds + returns - pairs).astype(np.int64)
    return found if found.any() else None


def _note(places: Numbers, chosen: Any, first: list[int]) -> int:
    rows = np.flatnonzero(chosen)
    first += places[rows[: FIRST_PLACES - len(first)]].tolist()
    return len(rows)
