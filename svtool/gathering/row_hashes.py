"""A hash of each row of some columns, so that rows can be compared without keeping their texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.records.text_hashes import NOTHING, ODD, Hashes, mixed, text_hashes


def row_hashes(columns: Sequence[pa.Array]) -> Hashes:
    """Return a hash of each row: rows that differ in a column almost surely have different ones.

    Args:
        columns: arrays of one length: numbers, flags, dates or texts.
    """
    found = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        found *= ODD
        found += mixed(_numbers(column))
    return found.view(np.int64)


def _numbers(column: pa.Array) -> Hashes:
    if pa.types.is_string(column.type) or pa.types.is_dictionary(column.type):
        return text_hashes(column)
    if pa.types.is_date32(column.type) or pa.types.is_boolean(column.type):
        column = column.cast(pa.int32())
    numbers: Hashes = pc.fill_null(column.cast(pa.int64()), NOTHING).to_numpy()
    return numbers
