"""Rows of a tally become counts by day, grouped as plain Python groups them, whatever the numbers stand for."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from svtool.counting import tallied
from svtool.counting.daily_counts import NO_DAY

DAYS = st.sampled_from([NO_DAY, -40_000, 0, 18_000, 18_001, 60_000])
PLACES = st.integers(0, 5) | st.just(1 << 40)


@given(rows=st.lists(st.tuples(DAYS, PLACES, PLACES, PLACES), max_size=30), most=st.sampled_from([10, 1 << 62]))
def test_rows_are_grouped_by_their_keys_in_order(rows: list[tuple[int, ...]], most: int) -> None:
    keys = [np.array([row[i] for row in rows], np.int64) for i in range(4)]
    before, tallied.MOST_CODES = tallied.MOST_CODES, most
    try:
        first, group = tallied._groups(keys)
    finally:
        tallied.MOST_CODES = before
    groups = sorted(set(rows))
    assert [rows[i] for i in first] == groups
    assert [groups[i] for i in group] == rows
