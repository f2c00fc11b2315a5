"""Rows that a check notes: how many, and where the first of them stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from svtool.records.watch import FIRST_PLACES, Block

Chosen = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass
class Tally:
    """A number of rows, and the places of the first of them."""

    count: int = 0
    places: list[int] = field(default_factory=list)

    def add(self, block: Block, rows: Chosen) -> None:
        """Count rows of a block."""
        number = int(np.count_nonzero(rows))
        if number and len(self.places) < FIRST_PLACES:
            self.places += block.places[np.flatnonzero(rows)[: FIRST_PLACES - len(self.places)]].tolist()
        self.count += number
