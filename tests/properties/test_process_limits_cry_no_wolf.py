"""Whatever a series is, what is missing or always the same is no signal, and its scale changes no answer."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from svtool.statistics.process_limits import DIALECTS, RUN, Dialect, Point, read_process

DIALECT = st.sampled_from(list(DIALECTS.values()))
COUNTS = st.lists(st.none() | st.integers(0, 60), max_size=40)
BREAKS = st.lists(st.integers(1, 39), max_size=3)
FIXED = st.none() | st.integers(1, 20)


def signals(points: list[Point]) -> list[object]:
    return [point.signals for point in points]


@given(st.floats(-1e6, 1e6), st.lists(st.booleans(), max_size=40), BREAKS, DIALECT, FIXED)
def test_a_constant_series_has_no_signal_whatever_is_missing(
    value: float, known: list[bool], starts: list[int], dialect: Dialect, fix_after: int | None
) -> None:
    points = read_process([value if each else None for each in known], starts, dialect, fix_after)
    assert not any(point.signals for point in points)
    for point in points:
        assert point.limits is None or point.limits.lower == point.limits.mean == point.limits.upper == Fraction(value)


@given(COUNTS, BREAKS, DIALECT, FIXED)
def test_a_missing_point_is_never_a_signal(
    values: list[int | None], starts: list[int], dialect: Dialect, fix_after: int | None
) -> None:
    points = read_process(values, starts, dialect, fix_after)
    assert len(points) == len(values)
    assert not any(point.signals for value, point in zip(values, points, strict=True) if value is None)


@given(COUNTS, BREAKS, DIALECT, FIXED, st.integers(-1000, 1000))
def test_a_constant_added_changes_no_signal(
    values: list[int | None], starts: list[int], dialect: Dialect, fix_after: int | None, added: int
) -> None:
    shifted = [None if value is None else value + added for value in values]
    assert signals(read_process(shifted, starts, dialect, fix_after)) == signals(
        read_process(values, starts, dialect, fix_after)
    )


@given(COUNTS, DIALECT)
def test_upside_down_every_signal_points_the_other_way(values: list[int | None], dialect: Dialect) -> None:
    mirrored = read_process([None if value is None else -value for value in values], dialect=dialect)
    other = {"up": "down", "down": "up"}
    assert [[(each.rule, other[each.direction]) for each in point.signals] for point in mirrored] == [
        [(each.rule, each.direction) for each in point.signals] for point in read_process(values, dialect=dialect)
    ]


@given(COUNTS, st.integers(0, 40), DIALECT)
def test_with_the_lines_as_they_are_a_gap_only_ever_takes_signals_away(
    values: list[int | None], gap: int, dialect: Dialect
) -> None:
    """The lines are those of a baseline before; a month of what follows is then lost."""
    baseline: list[int | None] = [29, 31] * 10
    whole = read_process([*baseline, *values], dialect=dialect, fix_after=len(baseline))
    holed = [*baseline, *(None if place == gap else value for place, value in enumerate(values))]
    for before, after in zip(whole, read_process(holed, dialect=dialect, fix_after=len(baseline)), strict=True):
        assert set(after.signals) <= set(before.signals)


@given(st.lists(st.integers(0, 60), max_size=RUN - 1), DIALECT)
def test_runs_need_seven_points(values: list[int], dialect: Dialect) -> None:
    rules = {signal.rule for point in read_process(values, dialect=dialect) for signal in point.signals}
    assert rules <= {"outside", "two_in_three"}
