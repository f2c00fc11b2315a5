"""A hash of each row hangs on what its cells say, not on how they come or how many different ones there are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from svtool.gathering.row_hashes import row_hashes

TEXTS = pa.array([None if i % 7 == 0 else f"text {i % 30}" for i in range(90)])


@pytest.mark.parametrize(
    "numbers", [[5, 5, -3, 0] * 9, [2**31 - 1, -(2**31), 0, 7] * 9, [-1] * 36, [2**62, -(2**62), 3, 3] * 9, [], [4]]
)
def test_equal_numbers_have_equal_hashes_and_others_have_others(numbers: list[int]) -> None:
    column = pa.array(numbers, pa.int64())
    hashes = row_hashes([column])
    assert len(set(hashes.tolist())) == len(set(numbers))
    # Alone, with nothing beside it to compare, a number has the same.
    assert all(row_hashes([column.slice(i, 1)])[0] == each for i, each in enumerate(hashes))
    # A number that lacks elsewhere in the column changes nothing.
    assert np.array_equal(row_hashes([pa.concat_arrays([column, pa.nulls(1, pa.int64())])])[:-1], hashes)


def test_texts_have_the_same_hashes_as_a_dictionary_and_as_they_are() -> None:
    hashes = row_hashes([TEXTS])
    assert np.array_equal(row_hashes([TEXTS.dictionary_encode()]), hashes)
    assert len(set(hashes.tolist())) == len(set(TEXTS.to_pylist()))


def test_rows_that_differ_in_the_order_of_their_cells_differ() -> None:
    one, other = pa.array([1, 2, 2], pa.int32()), pa.array([2, 1, 2], pa.int32())
    first, second, third = row_hashes([one, other]).tolist()
    assert len({first, second, third}) == 3
