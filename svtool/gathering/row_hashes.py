"""A hash of each row of some columns, so that rows can be compared without keeping their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.records.text_hashes import NOTHING, ODD, Bits, Hashes, mixed, text_hashes


def row_hashes(columns: Sequence[pa.Array]) -> Hashes:
    """Return a hash of each row: rows that differ in a column almost surely have different ones.

    Args:
        columns: arrays of one length: numbers, flags, dates or texts.
    """
    found = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        found *= ODD
        found += _mixed(column)
    return found.view(np.int64)


def _mixed(column: pa.Array) -> Bits:
    """Return the numbers of a column mixed; where there are few different ones, each of these is mixed but once."""
    if pa.types.is_dictionary(column.type):
        of_texts = mixed(np.append(text_hashes(column.dictionary), NOTHING))
        return _taken(of_texts, column.indices.fill_null(len(of_texts) - 1).to_numpy())
    if pa.types.is_string(column.type):
        return mixed(text_hashes(column))
    if pa.types.is_date32(column.type) or pa.types.is_boolean(column.type):
        column = column.cast(pa.int32())
    if column.null_count:
        return mixed(pc.fill_null(column.cast(pa.int64()), NOTHING).to_numpy())
    numbers = column.to_numpy()
    least, most = (int(end(initial=0)) for end in (numbers.min, numbers.max))
    if most - least >= len(numbers):
        return mixed(numbers)
    # Those below 0 stand at the end, from where numpy counts them.
    return _taken(mixed(np.concatenate([np.arange(most + 1), np.arange(least, 0)])), numbers)


def _taken(of_numbers: Bits, numbers: np.ndarray[Any, Any]) -> Bits:
    found: Bits = of_numbers.take(numbers)
    return found
