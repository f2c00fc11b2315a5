"""Line breaks inside cells: allowed in quotes, and the reason why a record's number is not its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.errors import several
from svtool.findings.finding import Finding
from svtool.records.watch import FIRST_PLACES, Block, Numbers
from svtool.validation.reading import Reading


class LineBreaks:
    """Counts the line breaks in cells, by which a record's number and its line differ."""

    def __init__(self, reading: Reading) -> None:
        """Begin with none."""
        self._reading = reading
        self._rows = 0
        self._first: list[int] = []

    def read(self, block: Block) -> None:
        """Count the line breaks of a block."""
        breaks = np.zeros(block.rows, np.int64)
        for column in block.cells:
            found = breaks_in(column)
            if found is not None:
                breaks += found
        if not breaks.any():
            return
        rows = np.flatnonzero(breaks)
        self._reading.keep_breaks(block.places[rows], breaks[rows])
        kept = np.ones(block.rows, bool) if block.rejected is None else ~block.rejected
        self._rows += _note(block.places, (breaks > 0) & kept, self._first)

    def findings(self) -> Iterator[Finding]:
        """Yield that cells hold line breaks."""
        if self._rows:
            message = f"{several(self._rows, 'row holds', 'rows hold')} line breaks inside quotes"
            yield self._reading.find("R01", message, self._rows, places=self._first)


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
