"""A place among many: what it takes to call it higher, and that chance alone is called so in few maps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import beta, betabinom

from svtool.figures.place_verdicts import FEWEST_EVENTS
from svtool.statistics.many_places import NAMED_BY_CHANCE, compare_with_others, dispersion_over_places

MONTHS = 12


def test_limits_are_those_of_clopper_and_pearson_at_a_level_shared_among_the_places() -> None:
    found = compare_with_others((31, 4_000), (200, 96_000), places=25)
    tail = NAMED_BY_CHANCE / 25 / 2
    low, high = beta.ppf(tail, 31, 201), beta.ppf(1 - tail, 32, 200)
    assert found.ratio == pytest.approx(31 / 4_000 / (200 / 96_000))
    assert found.lower == pytest.approx(low / (1 - low) * 24)
    assert found.upper == pytest.approx(high / (1 - high) * 24)
    assert found.is_higher
    assert not found.is_lower


@pytest.mark.parametrize("place", [(31, 4_000), (1, 4_000), (900, 30_000)])
@pytest.mark.parametrize("dispersion", [1.01, 1.7, 6.0])
def test_limits_of_clustered_events_are_where_the_tail_of_the_beta_binomial_is_that_of_the_level(
    place: tuple[int, int], dispersion: float
) -> None:
    others = (2_000, 96_000)
    found = compare_with_others(place, others, 25, dispersion)
    total, tail = place[0] + others[0], NAMED_BY_CHANCE / 25 / 2
    sizes = total / (dispersion - 1)
    for limit, is_lower in ((found.lower, True), (found.upper, False)):
        assert limit is not None
        share = limit / (limit + others[1] / place[1])
        spread = betabinom(total, sizes * share, sizes * (1 - share))
        chance = spread.sf(place[0] - 1) if is_lower else spread.cdf(place[0])
        assert chance == pytest.approx(tail, rel=1e-5)


def test_clusters_widen_the_limits_and_none_lead_to_those_of_independent_events() -> None:
    alone, nearly, clustered = (compare_with_others((30, 900), (400, 30_000), 40, each) for each in (1, 1.002, 2))
    assert alone.lower == pytest.approx(nearly.lower, rel=0.01)
    assert alone.upper == pytest.approx(nearly.upper, rel=0.01)
    assert (clustered.lower or 0) < (alone.lower or 0) < (alone.upper or 0) < (clustered.upper or 0)


def test_more_places_take_more_to_be_named() -> None:
    of_five, of_many = (compare_with_others((24, 2_000), (500, 98_000), places) for places in (5, 650))
    assert of_five.is_higher
    assert not of_many.is_higher


def test_nothing_has_a_limit_on_one_side_only() -> None:
    for dispersion in (1, 2):
        none = compare_with_others((0, 1_000), (50, 9_000), 10, dispersion)
        assert (none.ratio, none.lower) == (0, 0)
        every = compare_with_others((50, 1_000), (0, 9_000), 10, dispersion)
        assert (every.ratio, every.upper) == (None, math.inf)
        assert every.is_higher
        empty = compare_with_others((0, 1_000), (0, 9_000), 10, dispersion)
        assert (empty.ratio, empty.lower, empty.upper) == (None, None, None)
        assert not empty.is_higher
        assert not empty.is_lower


def test_one_place_is_no_comparison() -> None:
    with pytest.raises(ValueError, match="two or more"):
        compare_with_others((3, 100), (0, 1), places=1)


def test_months_that_rise_alike_everywhere_do_not_vary_and_neither_do_places_that_have_more_all_year() -> None:
    assert dispersion_over_places([[10, 20, 30], [20, 40, 60], [100, 200, 300]]) == 1


def test_months_vary_as_much_as_their_clusters_are_large() -> None:
    months = np.random.default_rng(3).poisson(2, (400, MONTHS))
    assert dispersion_over_places(months.tolist()) == pytest.approx(1, abs=0.06)
    assert dispersion_over_places((3 * months).tolist()) == pytest.approx(3, abs=0.2)


@pytest.mark.parametrize("months", [[], [[3, 4]], [[3, 4], [0, 0]], [[3, 0], [4, 0]], [[1, 0], [0, 0]]])
def test_of_one_place_or_month_nothing_is_told(months: list[list[int]]) -> None:
    assert dispersion_over_places(months) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("places", "mean", "cluster"),
    [(5, 5, 3), (60, 0.5, 2), (200, 2, 1)],
)
def test_a_map_without_hot_places_names_one_in_at_most_one_of_twenty(places: int, mean: float, cluster: float) -> None:
    """Of 1,000 maps with a season and clusters of a geometric size; 6.4% is three standard errors above 5%."""
    random = np.random.default_rng(11)
    named = 0
    for _ in range(1_000):
        people = np.maximum(300, random.lognormal(7.3, 0.6, places)).astype(int)
        expected = np.outer(people * mean / people.mean() / MONTHS, 1 + 0.4 * np.sin(np.arange(MONTHS) * np.pi / 6))
        fights = random.poisson(expected / cluster)
        more = random.negative_binomial(np.maximum(fights, 1), 1 / cluster) if cluster > 1 else 0
        named += names_any(np.where(fights > 0, fights + more, 0), people)
    assert named <= 64


def names_any(months: np.ndarray, people: np.ndarray) -> bool:
    counts, dispersion = months.sum(axis=1), dispersion_over_places(months.tolist()) or 1
    total, everyone = int(counts.sum()), int(people.sum())
    if total < FEWEST_EVENTS:
        return False
    unusual = np.argsort(-np.abs(counts - people * total / everyone) / np.sqrt(people))[:3]
    found = (
        compare_with_others(
            (int(counts[each]), int(people[each])),
            (total - int(counts[each]), everyone - int(people[each])),
            len(people),
            dispersion,
        )
        for each in unusual
    )
    return any(each.is_higher or each.is_lower for each in found)
