"""A block of a file's records as texts, with the record number of each."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

Places = np.ndarray[Any, np.dtype[np.int64]]
Told = TypeVar("Told", bound=np.dtype[Any])


@dataclass(frozen=True)
class TextBlock:
    """Some records of a file, one after another.

    Attributes:
        columns: one column of texts for each that was asked for, in that order; some of them as a dictionary, which
            holds the distinct texts in the order in which they first stand there.
        places: where each record stands in the file: its record number. The header is record 1 where nothing stands
            above it, and rows that are no records or can't be read have numbers too.
    """

    columns: pa.RecordBatch
    places: Places

    @property
    def rows(self) -> int:
        """Return the number of records."""
        return len(self.places)

    def where(self, chosen: pa.Array) -> TextBlock:
        """Return those of the records that a column of truth values chooses."""
        kept = without_unused_texts(self.columns.filter(chosen))
        return TextBlock(kept, self.places[chosen.to_numpy(zero_copy_only=False)])

    def select(self, columns: list[int]) -> TextBlock:
        """Return the same records with some of the columns, in the order asked."""
        return TextBlock(self.columns.select(columns), self.places)


def told_by_text(column: pa.Array, tell: Callable[[pa.Array], np.ndarray[Any, Told]]) -> np.ndarray[Any, Told]:
    """Return what is told of each cell by its text: of a dictionary's distinct texts it is told but once.

    Args:
        column: texts, as they are or as a dictionary.
        tell: what is told of texts that are not a dictionary.
    """
    if not pa.types.is_dictionary(column.type):
        return tell(column)
    of_texts = tell(column.dictionary)
    if not of_texts.any():
        return np.zeros(len(column), of_texts.dtype)
    found: np.ndarray[Any, Told] = of_texts.take(column.indices.to_numpy())
    return found


def as_plain(column: pa.Array) -> pa.Array:
    """Return a column of texts cell by cell."""
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def without_unused_texts(kept: pa.RecordBatch) -> pa.RecordBatch:
    """Return rows that are left of others without the distinct texts of those, which nobody is to judge."""
    columns = [
        as_plain(column).dictionary_encode() if pa.types.is_dictionary(column.type) else column
        for column in kept.columns
    ]
    return pa.record_batch(columns, kept.schema.names)


@dataclass
class Numbering:
    """Numbers the records of a file in order; some of them are passed over, and are in no block.

    Attributes:
        last: the number of the record before the next: at first how many rows stand above the first record.
        passed: the numbers of the records that are passed over, as they were told. A parser tells of those in a block
            before the block, perhaps of later ones as well, perhaps from another thread.
    """

    last: int
    passed: list[int] = field(default_factory=list)
    _told: int = 0
    _ahead: list[int] = field(default_factory=list)

    def number(self, rows: int) -> Places:
        """Return the record numbers of the next rows."""
        told = self.passed[self._told :]
        self._told += len(told)
        self._ahead = sorted({each for each in (*self._ahead, *told) if each > self.last})
        ahead = np.array(self._ahead, np.int64)
        # Each record passed over pushes on those behind it: the n-th does where it stands at most n behind them.
        numbers = np.arange(self.last + 1, self.last + 1 + rows)
        numbers += np.searchsorted(ahead - np.arange(len(ahead)), numbers, side="right")
        if rows:
            self.last = int(numbers[-1])
        del self._ahead[: bisect.bisect_right(self._ahead, self.last)]
        return numbers
