"""The change of an area over that of others: its interval, and how often it cries wolf where nothing was done."""

from __future__ import annotations

import math

import numpy as np
import pytest
from often import slow_but

from svtool.statistics.ratio_of_ratios import RatioOfRatios, compare_changes, slope_before

RUNS = 1_000
# What a month counts in the area and beside it, how many times as much as chance it varies, and the months on a side.
WORLDS = [(1, 3, 1, 12), (1, 3, 5, 24), (2, 2, 5, 12), (10, 40, 2, 12), (300, 2000, 5, 24)]


def months_of(rng: np.random.Generator, mean: np.ndarray, dispersion: float) -> list[int]:
    """Return counts that vary around means as much as chance, or that many times as much."""
    if dispersion == 1:
        return [int(each) for each in rng.poisson(mean)]
    return [int(each) for each in rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion)]


def differs(found: RatioOfRatios) -> bool:
    return found.lower is not None and found.upper is not None and not found.lower <= 1 <= found.upper


@pytest.mark.parametrize(("area", "others", "dispersion", "months"), slow_but(lambda _: False, WORLDS))
def test_without_an_effect_at_most_one_in_twenty_differs(
    area: float, others: float, dispersion: float, months: int
) -> None:
    """With a trend and a season that all areas have in common, and counts of a month down to one."""
    rng = np.random.default_rng(months)
    time = np.arange(2 * months)
    common = np.exp(0.02 * (time - months)) * (1 + 0.3 * np.sin(2 * np.pi * time / 12))
    found = 0
    for _ in range(RUNS):
        both = list(
            zip(months_of(rng, area * common, dispersion), months_of(rng, others * common, dispersion), strict=True)
        )
        found += differs(compare_changes(both[:months], both[months:]))
    assert found <= 0.05 * RUNS


def test_an_effect_is_found() -> None:
    rng = np.random.default_rng(5)
    before = list(zip(rng.poisson(40, 24).tolist(), rng.poisson(120, 24).tolist(), strict=True))
    after = list(zip(rng.poisson(26, 24).tolist(), rng.poisson(120, 24).tolist(), strict=True))
    found = compare_changes(before, after)
    assert differs(found)
    assert 0.55 < (found.ratio or 0) < 0.75


def test_the_ratio_is_that_of_the_two_changes_and_lies_in_its_interval() -> None:
    found = compare_changes([(10, 40)] * 12, [(15, 80)] * 12)
    assert found.ratio == pytest.approx((15 / 10) / (80 / 40))
    assert found.dispersion == 1
    assert (found.lower or 0) < (found.ratio or 0) < (found.upper or 0)


def test_what_all_areas_have_in_common_changes_nothing() -> None:
    quiet = compare_changes([(10, 40)] * 12, [(10, 40)] * 12)
    assert quiet.ratio == pytest.approx(1)
    doubled = compare_changes([(10, 40)] * 12, [(20, 80)] * 12)
    assert doubled.ratio == pytest.approx(1)


def test_the_areas_exchanged_are_the_interval_turned_round() -> None:
    before, after = [(9, 31), (12, 40), (7, 22)] * 4, [(14, 33), (8, 45), (11, 28)] * 4
    one = compare_changes(before, after)
    other = compare_changes([each[::-1] for each in before], [each[::-1] for each in after])
    assert one.ratio is not None and one.lower is not None and one.upper is not None
    assert (other.ratio, other.lower, other.upper) == pytest.approx((1 / one.ratio, 1 / one.upper, 1 / one.lower))


def test_shares_that_vary_more_than_chance_widen_the_interval() -> None:
    steady = compare_changes([(20, 40)] * 12, [(20, 40)] * 12)
    varying = compare_changes([(5, 55), (35, 25)] * 6, [(5, 55), (35, 25)] * 6)
    assert varying.dispersion > 5
    assert (varying.upper or 0) > (steady.upper or math.inf)


@pytest.mark.parametrize("before", [[(0, 9)] * 12, [(9, 0)] * 12, [(0, 0)] * 12, []])
def test_from_nothing_there_is_no_ratio(before: list[tuple[int, int]]) -> None:
    found = compare_changes(before, [(3, 9)] * 12)
    assert (found.ratio, found.lower, found.upper) == (None, None, None)


def test_counts_are_not_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        compare_changes([(-1, 2)], [(1, 2)])


def test_an_area_that_moved_away_before_is_told() -> None:
    months = [(100 - 3 * each, 100) for each in range(24)]
    falling = slope_before(months, range(24))
    assert differs(falling)
    assert (falling.ratio or 1) < 0.75
    level = slope_before([(50, 100)] * 24, range(24))
    assert level.ratio == pytest.approx(1)
    assert not differs(level)
    assert slope_before([(1, 2)] * 2, range(2)).ratio is None
