"""Process limits: the numbers of the packages that draw these charts, each rule in a row of signs, and the traps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from svtool.statistics.process_limits import (
    MAKING_DATA_COUNT,
    PLOTTHEDOTS,
    RULES,
    Dialect,
    Limits,
    Point,
    assure,
    bend_days,
    end_shifts,
    end_trends,
    fill_runs,
    highlight_two_in_three,
    mark_two_in_three,
    meaning_of,
    process_limits,
    read_process,
    straighten_days,
)

# Inputs and results of other packages' tests, each with where it stands; numbers are facts.
VECTORS = {each["case"]: each for each in json.loads((Path(__file__).parent / "process_vectors.json").read_text())}
LINES = {"mean": "mean", "lpl": "lower", "upl": "upper", "nlpl": "near_lower", "nupl": "near_upper"}


def vectors(*beginnings: str) -> list[Any]:
    return [pytest.param(each, id=case) for case, each in VECTORS.items() if case.startswith(beginnings)]


@pytest.mark.parametrize("vector", vectors("xmr_"))
def test_limits(vector: dict[str, Any]) -> None:
    given = vector["given"]
    found = process_limits(given["values"], given["screen_outliers"], given.get("fix_after_n_points"))
    assert found is not None
    lines = {name: float(getattr(found, LINES[name])) for name in vector["expected"]}
    assert lines == pytest.approx(vector["expected"], **vector["tolerance"])


@pytest.mark.parametrize("vector", vectors("spc_run7_8"))
def test_the_ends_of_shifts(vector: dict[str, Any]) -> None:
    assert end_shifts(vector["given"]["relative_to_mean"]) == vector["expected"]["flag"]


@pytest.mark.parametrize("vector", vectors("spc_trend7"))
def test_the_ends_of_trends(vector: dict[str, Any]) -> None:
    assert end_trends(vector["given"]["values"]) == vector["expected"]["flag"]


def test_every_point_of_a_run_is_part_of_it() -> None:
    vector = VECTORS["spc_part_of_seven"]
    assert fill_runs(vector["given"]["marker"]) == vector["expected"]["part"]


@pytest.mark.parametrize("vector", vectors("spc_2in3_"))
def test_two_in_three(vector: dict[str, Any]) -> None:
    given, expected = vector["given"], vector["expected"]
    asked = (given["close_to_limits"], given["relative_to_mean"])
    if "flag" in expected:
        assert mark_two_in_three(*asked) == expected["flag"]
    else:
        assert highlight_two_in_three(*asked) == expected["highlight"]


def test_two_points_far_out_on_opposite_sides_are_no_two_in_three() -> None:
    values = VECTORS["spc_opposite_sides"]["given"]["values"]
    for dialect in (MAKING_DATA_COUNT, PLOTTHEDOTS):
        assert [point.signals for point in read_process(values, dialect=dialect)][-2:] == [(), ()]


@pytest.mark.parametrize(
    ("desired", "expected"),
    [
        ("rise", ["consistent_fail", "consistent_pass", "inconsistent"]),
        ("fall", ["consistent_pass", "consistent_fail", "inconsistent"]),
        (None, [None, None, None]),
    ],
)
def test_assurance(desired: str | None, expected: list[str | None]) -> None:
    given = VECTORS["spc_assurance_increase"]["given"]
    limits = [limits_between(lower, upper) for lower, upper in given["limits"]]
    assert [assure(given["target"], each, desired) for each in limits] == expected
    if desired == "rise":
        assert expected == VECTORS["spc_assurance_increase"]["expected"]["assurance"]


def limits_between(lower: int, upper: int) -> Limits:
    """Return limits that are these: two points about the mean whose range is that of the limits."""
    wide = (upper - lower) / 5.32
    found = process_limits([(lower + upper - wide) / 2, (lower + upper + wide) / 2])
    assert found is not None
    assert (float(found.lower), float(found.upper)) == pytest.approx((lower, upper))
    return found


# A series is drawn as heights above a mean: one sign a point, `.` where it is missing. Each rule is a picture.
HEIGHTS = {"=": 0, "+": 1, "-": -1, "^": 6, "v": -6, "A": 20, "V": -20}
# Moving ranges of 2 throughout: mean 100, two sigma 96.5 to 103.5, three sigma 94.7 to 105.3.
BASELINE = "+-" * 10


def drawn(picture: str, dialect: Dialect = MAKING_DATA_COUNT) -> str:
    """Return which rule names each point of a picture that follows a stable baseline; `.` for none."""
    values = [None if sign == "." else 100 + HEIGHTS[sign] for sign in BASELINE + picture]
    points = read_process(values, dialect=dialect, fix_after=len(BASELINE))[len(BASELINE) :]
    return "".join(signs(point) for point in points)


def signs(point: Point) -> str:
    """Return the rule that names a point as a letter, small when it points down."""
    if not point.signals:
        return "."
    letter = {"outside": "O", "trend": "T", "two_in_three": "N", "shift": "S"}[point.signals[0].rule]
    return letter if point.signals[0].direction == "up" else letter.lower()


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ("=A=", ".O."),  # outside
        ("=V=", ".o."),
        ("=++++++=", "........"),  # six on one side are not seven
        ("=+++++++=", ".SSSSSSS."),
        ("=--------=", ".ssssssss."),
        ("=+++=+++=", "........."),  # one on the mean breaks it
        ("=+++.++++=", ".........."),  # so does one that is missing
        ("=++++++.+=", ".........."),
        ("========", "........"),  # seven on the mean are on no side
    ],
)
def test_shifts_and_points_outside(picture: str, expected: str) -> None:
    assert drawn(picture) == expected


def series(*heights: float | None, dialect: Dialect = MAKING_DATA_COUNT) -> str:
    """Return which rule names each point of heights that follow the stable baseline."""
    before = [100 + HEIGHTS[sign] for sign in BASELINE] + [100]
    values = [*before, *(None if each is None else 100 + each for each in heights)]
    points = read_process(values, dialect=dialect, fix_after=len(BASELINE))[len(before) :]
    return "".join(signs(point) for point in points)


@pytest.mark.parametrize(
    ("heights", "expected"),
    [
        ((-3, -2, -1, 1, 2, 3, 3.2), "TTTTTTT"),
        ((3.2, 3, 2, 1, -1, -2, -3), "ttttttt"),
        ((-3, -2, -1, 1, 1, 3, 3.2), "......."),  # a tie breaks it
        ((-3, -2, -1, None, 2, 3, 3.2), "......."),
        ((-3, -2, -1, 0, 1, 2), "......"),
        ((-3, -2, -1, 1, 2, 3, 20), "TTTTTTO"),  # outside comes before trend
    ],
)
def test_trends(heights: tuple[float | None, ...], expected: str) -> None:
    assert series(*heights) == expected


@pytest.mark.parametrize(
    ("heights", "expected"),
    [
        ((4, 1, 4), "N.N"),  # only the points beyond two sigma are highlighted
        ((4, 4, 1), "NN."),
        ((4, -1, 4), "..."),  # all three on the same side
        ((4, 0, 4), "..."),
        ((4, None, 4), "..."),
        ((4, 4), ".."),  # two alone may yet be followed by anything
        ((-4, -1, -4), "n.n"),
    ],
)
def test_two_in_three_beyond_two_sigma(heights: tuple[float | None, ...], expected: str) -> None:
    assert series(*heights) == expected


def test_the_dialects_differ_on_a_point_beyond_three_sigma_among_two_in_three() -> None:
    """Making Data Count has counted it since November 2023; NHSRplotthedots does not (its issue 194)."""
    assert series(4, 20, 1, dialect=MAKING_DATA_COUNT) == "NO."
    assert series(4, 20, 1, dialect=PLOTTHEDOTS) == ".O."


def test_the_rules_have_one_order() -> None:
    assert RULES == ("outside", "trend", "two_in_three", "shift")
    values = [100 + HEIGHTS[sign] for sign in BASELINE] + [101, 101.5, 102, 102.5, 103, 104, 120]
    last = read_process(values, fix_after=len(BASELINE))[-1]
    assert [signal.rule for signal in last.signals] == list(RULES)


@pytest.mark.parametrize("screens", [True, False])
def test_a_constant_series_has_limits_on_its_mean_and_no_signal(screens: bool) -> None:
    """Screening leaves no moving range of a constant series, and other tools then draw no limits at all."""
    limits = process_limits([0.1] * 24, screens)
    assert limits is not None
    assert {limits.lower, limits.mean, limits.upper} == {limits.mean}
    points = read_process([0.1] * 24, dialect=Dialect(screens, beyond_limits_is_near=True))
    assert not any(point.signals for point in points)


def test_screening_does_not_screen_all_variation_away() -> None:
    values = [5] * 12 + [9] + [5] * 12
    screened, unscreened = process_limits(values, True), process_limits(values, False)
    assert screened == unscreened
    signals = [point.signals for point in read_process(values, dialect=PLOTTHEDOTS)]
    assert [place for place, found in enumerate(signals) if found and found[0].rule == "outside"] == [12]


def test_a_moving_range_does_not_reach_across_a_missing_point() -> None:
    limits = process_limits([10, 12, None, 50, 52])
    assert limits is not None
    assert (float(limits.upper - limits.mean), limits.points) == (pytest.approx(2.66 * 2), 4)


@pytest.mark.parametrize("values", [[], [5], [5, None, 5], [None, None]])
def test_without_two_neighbours_there_are_no_limits_and_no_signals(values: list[int | None]) -> None:
    assert process_limits(values) is None
    assert read_process(values) == [Point(None)] * len(values)


def test_the_baseline_is_the_first_known_points() -> None:
    limits = process_limits([1, None, 2, 3, 100, 100], fix_after=3)
    assert limits is not None
    assert (limits.mean, limits.points) == (2, 3)
    assert process_limits([None, None], fix_after=2) is None


def test_limits_begin_anew_where_they_are_told_to_and_no_run_crosses() -> None:
    values = [10, 12, 11, 10, 12, 11] * 2 + [20, 22, 21, 20, 22, 21] * 2
    points = read_process(values, starts=[12])
    assert [float(points[place].limits.mean) for place in (0, 11, 12, 23)] == [11, 11, 21, 21]  # type: ignore[union-attr]
    assert not any(point.signals for point in points)
    assert any(point.signals for point in read_process(values))


def test_starts_outside_the_series_are_none() -> None:
    assert read_process([1, 2, 3], starts=[0, 3, 99, -1]) == read_process([1, 2, 3])


def test_limits_of_under_13_points_are_a_trial() -> None:
    found = [process_limits([1, 2] * 6), process_limits([1, 2] * 6 + [1])]
    assert [each and each.is_trial for each in found] == [True, False]


@pytest.mark.parametrize(
    ("direction", "desired", "expected"),
    [
        ("up", "rise", "improvement"),
        ("up", "fall", "concern"),
        ("down", "rise", "concern"),
        ("down", "fall", "improvement"),
        ("up", None, "neutral"),
        ("down", None, "neutral"),
    ],
)
def test_the_meaning_of_a_direction(direction: Any, desired: str | None, expected: str) -> None:
    assert meaning_of(direction, desired) == expected


def test_a_trend_points_its_own_way_whatever_the_side_of_the_mean() -> None:
    """Rising below the mean is a rise."""
    values = [100 + HEIGHTS[sign] for sign in BASELINE] + [96.6, 96.7, 96.8, 96.9, 97, 97.1, 97.2]
    signals = read_process(values, fix_after=len(BASELINE))[-1].signals
    assert [(each.rule, each.direction) for each in signals] == [("trend", "up"), ("shift", "down")]


def test_days_between_events_are_straightened_and_bent_back() -> None:
    assert [bend_days(straighten_days(days)) for days in (0, 1, 30, 365)] == pytest.approx([0, 1, 30, 365])
    assert straighten_days(100) == pytest.approx(100**0.27777777777777779)
    assert bend_days(-0.5) == 0
