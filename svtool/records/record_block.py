"""A block of records as texts and as values, with the places and value numbers that whoever checks it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.files.text_block import Places
from svtool.findings.finding import MOST_PLACES
from svtool.records.judgement import Judged

FIRST_PLACES = 3
MOST_ROWS = MOST_PLACES  # of those that something is told of, whose places are kept
Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass
class OddText:
    """A text that was not understood, or only after it was folded.

    Attributes:
        text: as it stands in the cell, blanks made single.
        judged: what became of it: its fault, or the value that it was read as.
        number: its number among the odd texts of its field, from 0.
        count: how many cells hold it.
        first: the places of the first of them: their record numbers in the file.
    """

    text: str
    judged: Judged
    number: int
    count: int = 0
    first: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Faulty:
    """The cells of a block whose texts were not understood: their rows in the block, and which odd text each has."""

    rows: Numbers
    numbers: Numbers


@dataclass(frozen=True)
class Block:
    """A block of records as it was read.

    Attributes:
        first_row: the number of its first record in the canonical table; the others follow.
        places: where each record stands in the file: its record number; the header is record 1 or more.
        texts: standard field → the texts that it is read from.
        others: position in the header → the texts of a column that no field is read from.
        cells: the texts of every column, in the order of the header.
        ids: standard field → for each record the number of its value in the field's vocabulary; 0 is not known.
        values: standard field → its vocabulary so far: the value of each number.
        canonical: canonical column → values.
        faulty: standard field → the cells that were not understood.
        rejected: which records are rejected; None when none is.
    """

    first_row: int
    places: Places
    texts: Mapping[str, pa.Array]
    others: Mapping[int, pa.Array]
    cells: Sequence[pa.Array]
    ids: Mapping[str, np.ndarray[Any, np.dtype[np.int32]]]
    values: Mapping[str, Sequence[Any]]
    canonical: Mapping[str, pa.Array]
    faulty: Mapping[str, Faulty]
    rejected: np.ndarray[Any, np.dtype[np.bool_]] | None

    @property
    def rows(self) -> int:
        """Return the number of records."""
        return len(self.places)
