"""Rows that are counted while a file is read, with where they stand: what findings are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

from svtool.findings.finding import MOST_PLACES
from svtool.records.record_block import FIRST_PLACES, Block, Numbers, OddText

Chosen = np.ndarray[Any, np.dtype[np.bool_]]
Rows = np.ndarray[Any, np.dtype[np.int32]]
NO_ROWS: Rows = np.zeros(0, np.int32)


class Tally:
    """A number of rows, and the places of those that come first."""

    def __init__(self) -> None:
        """Begin with none."""
        self.count = 0
        self._places: list[Rows] = []

    def add(self, block: Block, rows: Chosen) -> None:
        """Count rows of a block."""
        number = int(np.count_nonzero(rows))
        self.count += number
        room = MOST_PLACES - sum(map(len, self._places))
        if number and room > 0:
            self._places.append(block.places[np.flatnonzero(rows)[:room]].astype(np.int32))

    @property
    def places(self) -> list[int]:
        """Return where they stand."""
        return [place for part in self._places for place in part.tolist()]

    def without(self, left_out: Rows) -> Tally:
        """Return the same without some rows, by their places."""
        if not len(left_out) or not self._places:
            return self
        found = Tally()
        places = np.concatenate(self._places)
        found._places = [places[~np.isin(places, left_out)]]
        found.count = self.count - len(places) + len(found._places[0])
        return found


class KeyedTally:
    """Rows of several kinds: how many there are of each, and where they stand."""

    def __init__(self) -> None:
        """Begin with none."""
        self.times: Counter[int] = Counter()
        self._kept: list[tuple[Rows, Numbers]] = []

    def add(self, block: Block, rows: Chosen, kinds: Numbers) -> None:
        """Count rows of a block, each by its kind."""
        if not rows.any():
            return
        chosen = kinds[rows]
        for kind, times in zip(*np.unique(chosen, return_counts=True), strict=True):
            self.times[int(kind)] += int(times)
        room = MOST_PLACES - sum(len(places) for places, _ in self._kept)
        if room > 0:
            self._kept.append((block.places[np.flatnonzero(rows)[:room]].astype(np.int32), chosen[:room]))

    @property
    def count(self) -> int:
        """Return how many rows there are."""
        return self.times.total()

    @property
    def places(self) -> list[int]:
        """Return where they stand."""
        return [place for places, _ in self._kept for place in places.tolist()]

    def without(self, left_out: Rows) -> KeyedTally:
        """Return the same without some rows, by their places."""
        if not len(left_out):
            return self
        found = KeyedTally()
        found.times = self.times.copy()
        for places, kinds in self._kept:
            kept = ~np.isin(places, left_out)
            found.times.subtract(kinds[~kept].tolist())
            found._kept.append((places[kept], kinds[kept]))
        found.times = +found.times
        return found


def summed(texts: Iterable[OddText]) -> tuple[int, list[int]]:
    """Return how many cells hold some texts, and the places of the first of them."""
    given = list(texts)
    return sum(text.count for text in given), sorted(place for text in given for place in text.first)[:FIRST_PLACES]
