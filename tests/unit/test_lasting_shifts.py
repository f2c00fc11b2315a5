"""A level that moved and stayed: where, and where not."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svtool.statistics.lasting_shifts import find_lasting_shifts, shifts_at

LOW, HIGH = [10, 12, 11, 9, 10, 12, 11, 13, 9, 10], [20, 22, 19, 23, 21, 20, 18, 24, 22, 21]


def test_a_level_that_moves_and_stays_is_found_where_it_moves() -> None:
    assert find_lasting_shifts([*LOW, *HIGH]) == [10]
    assert find_lasting_shifts([*HIGH, *LOW]) == [10]


def test_every_level_that_stays_is_found() -> None:
    higher = [each + 15 for each in HIGH]
    assert find_lasting_shifts([*LOW, *HIGH, *higher]) == [10, 20]
    assert find_lasting_shifts([*LOW, *higher, *HIGH]) == [10, 20]


@pytest.mark.parametrize("number", [7, 8])
def test_it_takes_eight_points(number: int) -> None:
    assert find_lasting_shifts([*LOW, *HIGH[:number]]) == ([10] if number == 8 else [])


def test_a_level_that_came_back_is_no_lasting_shift() -> None:
    assert find_lasting_shifts([*LOW, *HIGH, *LOW[:4]]) == []


def test_a_series_that_does_not_move_has_none() -> None:
    assert find_lasting_shifts([5] * 40) == []
    assert find_lasting_shifts([0.1] * 40) == []
    assert find_lasting_shifts([None] * 40) == []
    assert find_lasting_shifts([]) == []
    assert find_lasting_shifts(LOW * 4) == []


def test_seasons_are_no_lasting_shift() -> None:
    year = [10, 10, 12, 14, 16, 18, 20, 19, 16, 14, 12, 10]
    assert find_lasting_shifts(year * 4) == []


def test_chance_alone_gives_few() -> None:
    chance = random.Random(7)  # noqa: S311 (no secret)
    found = [find_lasting_shifts([chance.gauss(50, 7) for _ in range(45)]) for _ in range(200)]
    assert sum(map(bool, found)) <= 10


def test_no_run_goes_on_across_a_gap() -> None:
    """Nobody knows on which side the missing point lay: seven on either side of it are no run of eight."""
    assert find_lasting_shifts([*LOW, *HIGH[:7], None, *HIGH[:7]]) == []
    assert find_lasting_shifts([*LOW, None, *HIGH]) == [11]


def test_one_outlying_month_is_no_level() -> None:
    """It lifts the mean above all that follows, and the median not."""
    assert find_lasting_shifts([1, 2, 1, 2, 20, 1, 2, 1, *[2, 1] * 8]) == []


def test_a_place_that_is_known_is_asked_for_itself() -> None:
    series = [*LOW, *HIGH, *LOW]
    assert [shifts_at(series, place) for place in (10, 20)] == [True, True]
    assert not shifts_at(series, 8)
    assert shifts_at([*LOW, None, *HIGH], 10)
    assert not shifts_at(series[:17], 10)


@given(st.lists(st.none() | st.integers(0, 40), max_size=40), st.integers(1, 50))
def test_levels_have_eight_points_each_and_neither_scale_nor_start_moves_them(
    values: list[int | None], constant: int
) -> None:
    places = find_lasting_shifts(values)
    for first, end in pairwise([0, *places, len(values)]) if places else ():
        assert sum(value is not None for value in values[first:end]) >= 8
    assert find_lasting_shifts([None if value is None else value + constant for value in values]) == places
    assert find_lasting_shifts([None if value is None else -value * constant for value in values]) == places
