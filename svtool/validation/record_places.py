"""Where the records of a file stand in it, as runs of neighbours: one by one, ten million of them would take 40 MB."""

from __future__ import annotations

import numpy as np

from svtool.files.text_block import Places
from svtool.validation.row_tallies import NO_ROWS, Rows


class RecordPlaces:
    """The record numbers of a file's records, in the order of the canonical table."""

    def __init__(self) -> None:
        """Begin with none."""
        self.rows = 0
        self._rows: list[Rows] = [NO_ROWS]  # the first of each run
        self._places: list[Rows] = [NO_ROWS]  # where that stands

    def add(self, places: Places) -> None:
        """Add those of the next block: they grow, by one but where rows are passed over."""
        heads = np.concatenate([np.zeros(min(len(places), 1), np.int64), np.flatnonzero(np.diff(places) != 1) + 1])
        self._rows.append((heads + self.rows).astype(np.int32))
        self._places.append(places[heads].astype(np.int32))
        self.rows += len(places)

    @property
    def runs(self) -> tuple[Rows, Rows]:
        """Return the first record of each run, counted from 0, and where it stands."""
        if len(self._rows) > 1:
            self._rows, self._places = [np.concatenate(self._rows)], [np.concatenate(self._places)]
        return self._rows[0], self._places[0]

    def of_rows(self, rows: Rows) -> Rows:
        """Return where some records stand, which are counted from 0."""
        first, place = self.runs
        run = np.searchsorted(first, rows, side="right") - 1
        found: Rows = place[run] + (rows - first[run])
        return found

    def rows_at(self, places: Rows) -> Rows:
        """Return which records stand at some places; at each of them stands one."""
        first, place = self.runs
        run = np.searchsorted(place, places, side="right") - 1
        found: Rows = first[run] + (places - place[run])
        return found
