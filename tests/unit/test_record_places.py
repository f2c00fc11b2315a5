"""Where records stand is kept as runs: as many numbers as there are rows passed over, and not as there are records."""

from __future__ import annotations

import numpy as np

from svtool.validation.record_places import RecordPlaces


def places_in(*blocks: list[int]) -> RecordPlaces:
    found = RecordPlaces()
    for block in blocks:
        found.add(np.array(block, np.int64))
    return found


def test_each_record_stands_where_it_was_told_to() -> None:
    told = [[2, 3, 5, 6], [], [7, 10], [11, 12, 13]]
    rows = np.arange(9, dtype=np.int32)
    assert places_in(*told).of_rows(rows).tolist() == [place for block in told for place in block]


def test_each_place_has_its_record() -> None:
    found = places_in([2, 3, 5, 6], [7, 10])
    assert found.rows_at(np.array([10, 5, 2, 7], np.int32)).tolist() == [5, 2, 0, 4]


def test_of_no_records_nothing_is_told() -> None:
    found, none = places_in(), np.zeros(0, np.int32)
    assert (found.rows, found.of_rows(none).tolist(), found.rows_at(none).tolist()) == (0, [], [])


def test_neighbours_take_no_room() -> None:
    found = places_in(list(range(2, 50_002)), [*range(50_002, 60_000), *range(60_001, 90_000)])
    first, _ = found.runs
    assert (found.rows, len(first)) == (89_997, 3)
