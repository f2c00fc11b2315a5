"""A hash of each row of some columns, so that rows can be compared without keeping their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Hashes = np.ndarray[Any, np.dtype[np.int64]]
_Bits = np.ndarray[Any, np.dtype[np.uint64]]

NOTHING = -(2**62)  # stands for a cell without a value, which the number of a cell never is
# The mixing steps of splitmix64 (Steele, Lea and Flood 2014).
_MIXING = ((30, np.uint64(0xBF58476D1CE4E5B9)), (27, np.uint64(0x94D049BB133111EB)))
_LAST_SHIFT = np.uint64(31)
_ODD = np.uint64(0x9E3779B97F4A7C15)


def row_hashes(columns: Sequence[pa.Array]) -> Hashes:
    """Return a hash of each row: rows that differ in a column almost surely have different ones.

    Args:
        columns: arrays of one length: numbers, flags, dates or texts. Hashes of texts hold for this process alone.
    """
    found: _Bits = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        found *= _ODD
        found += _mixed(_numbers(column))
    return found.view(np.int64)


def _numbers(column: pa.Array) -> Hashes:
    if pa.types.is_string(column.type):
        coded = column.dictionary_encode()
        hashes = [hash(text) for text in coded.dictionary.to_pylist()]
        found: Hashes = np.array([*hashes, NOTHING], np.int64)[pc.fill_null(coded.indices, len(hashes)).to_numpy()]
        return found
    if pa.types.is_date32(column.type) or pa.types.is_boolean(column.type):
        column = column.cast(pa.int32())
    numbers: Hashes = pc.fill_null(column.cast(pa.int64()), NOTHING).to_numpy()
    return numbers


def _mixed(numbers: Hashes) -> _Bits:
    bits = numbers.astype(np.int64).view(np.uint64)  # a copy, which is changed here
    for shift, factor in _MIXING:
        bits ^= bits >> np.uint64(shift)
        bits *= factor
    bits ^= bits >> _LAST_SHIFT
    return bits
