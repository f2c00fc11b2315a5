"""The texts of a block as its distinct ones and the number of each cell's: what is asked of a text is asked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.dates import TIME

Ids = np.ndarray[Any, np.dtype[np.int32]]
TIME_AT_END = rf"(?i){TIME}\s*$"


@dataclass(frozen=True)
class CodedTexts:
    """A column of a block.

    Attributes:
        texts: its distinct texts, in the order in which they first stand there.
        indices: for each cell the number of its text, from 0.
        times: how many cells hold each text.
    """

    texts: Sequence[str]
    indices: Ids
    times: Ids

    def of_rows(self, of_texts: pa.Array) -> pa.Array:
        """Return for each cell what an array says of its text."""
        return of_texts.take(pa.array(self.indices))


def as_coded(texts: pa.Array) -> pa.DictionaryArray:
    """Return a column of texts by its distinct ones, if it does not come so."""
    return texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()


def code_texts(texts: pa.Array, leave_out_times: bool = False) -> CodedTexts:
    """Return a column of texts by its distinct ones.

    Args:
        texts: the column.
        leave_out_times: whether a time of day at the end of a text is left out; it makes nearly every text another.
    """
    coded = as_coded(texts)
    distinct, indices = coded.dictionary, coded.indices
    if leave_out_times and b":" in _data_of(distinct):
        shorter = pc.replace_substring_regex(distinct, TIME_AT_END, "").dictionary_encode()
        distinct, indices = shorter.dictionary, shorter.indices.take(indices)
    numbers = indices.to_numpy()
    times = np.bincount(numbers, minlength=len(distinct)).astype(np.int32)
    return CodedTexts(distinct.to_pylist(), numbers, times)


def _data_of(texts: pa.Array) -> bytes:
    data = texts.buffers()[2]
    return data.to_pybytes() if data is not None else b""
