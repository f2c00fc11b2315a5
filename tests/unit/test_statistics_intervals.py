"""How sure a count, a share, a rate and a comparison are: the edges that vectors of other packages leave open."""

from __future__ import annotations

import math

import pytest
from scipy.stats import chi2, poisson

from svtool.statistics.benchmark import compare_with_benchmark, expected_events, size_of_comparison
from svtool.statistics.counts import byar_limits, chance_of_count, count_limits, exact_limits, method_of
from svtool.statistics.dispersion import dispersion_of
from svtool.statistics.funnel_limits import funnel_limits
from svtool.statistics.proportions import wilson_limits
from svtool.statistics.rate_limits import crude_rate
from svtool.statistics.ratio_test import compare_counts, size_of_test
from svtool.statistics.severity import severity_score
from svtool.statistics.standardised import ESP2013, Band, standardised_rate, standardised_rate_of_groups

# Counts


@pytest.mark.parametrize("confidence", [0.95, 0.998])
@pytest.mark.parametrize("count", [1, 2, 9])
def test_exact_limits_are_those_whose_tails_hold_half_of_the_rest(count: int, confidence: float) -> None:
    found = exact_limits(count, confidence)
    tail = (1 - confidence) / 2
    assert poisson.sf(count - 1, found.lower) == pytest.approx(tail, rel=1e-9)
    assert poisson.cdf(count, found.upper) == pytest.approx(tail, rel=1e-9)
    assert found.lower == pytest.approx(chi2.ppf(tail, 2 * count) / 2, rel=1e-9)


@pytest.mark.parametrize(("confidence", "upper"), [(0.95, 3.688879454113936), (0.998, 6.907755278982137)])
def test_nothing_has_no_lower_limit_but_nothing_and_an_upper_limit(confidence: float, upper: float) -> None:
    """Where scipy's own chi-square with no degrees of freedom is not a number."""
    assert vars(count_limits(0, confidence)) == {"lower": 0.0, "upper": pytest.approx(upper, rel=1e-12)}


def test_the_method_changes_at_ten_events() -> None:
    assert [method_of(count) for count in (0, 9, 9.99, 10, 500)] == ["Exact", "Exact", "Exact", "Byar", "Byar"]
    assert count_limits(9) == exact_limits(9)
    assert count_limits(10) == byar_limits(10)


@pytest.mark.parametrize(("confidence", "worst"), [(0.95, 0.0017), (0.998, 0.015)])
def test_byar_is_near_the_exact_limits_from_ten_events_on(confidence: float, worst: float) -> None:
    for count in (10, 11, 20, 100, 5_000, 40_490):
        near, exact = byar_limits(count, confidence), exact_limits(count, confidence)
        assert near.lower == pytest.approx(exact.lower, rel=worst)
        assert near.upper == pytest.approx(exact.upper, rel=worst)


def test_byar_gives_no_lower_limit_below_zero() -> None:
    assert byar_limits(1, 0.998).lower is None
    assert byar_limits(0).lower == 0


@pytest.mark.parametrize(("count", "confidence"), [(-1, 0.95), (5, 0), (5, 1), (5, 95), (5, math.nan)])
def test_what_can_have_no_limits_is_refused(count: float, confidence: float) -> None:
    for limits in (count_limits, exact_limits, byar_limits):
        with pytest.raises(ValueError, match=r"count|confidence"):
            limits(count, confidence)


def test_the_chance_of_a_count() -> None:
    assert chance_of_count(0, 3) == pytest.approx(2 * math.exp(-3))
    assert chance_of_count(20, 20) == 1
    with pytest.raises(ValueError, match="expected"):
        chance_of_count(1, 0)


# Shares


@pytest.mark.parametrize("whole", [1, 3, 38, 77, 5_000, 12_345])
def test_a_share_never_leaves_nothing_to_all(whole: int) -> None:
    for part in {0, 1, whole // 2, whole - 1, whole}:
        found = wilson_limits(part, whole, 0.998)
        assert 0 <= found.lower <= part / whole <= found.upper <= 1
    assert wilson_limits(0, whole).lower == 0
    assert wilson_limits(whole, whole).upper == 1


def test_to_be_wholly_sure_of_a_share_is_to_know_nothing() -> None:
    assert vars(wilson_limits(3, 10, 1)) == {"lower": 0, "upper": 1}


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (3, 2), (-1, 2)])
def test_no_part_is_larger_than_its_whole(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="part"):
        wilson_limits(part, whole)


# Rates


def test_a_missing_count_has_no_rate_and_is_not_nothing() -> None:
    found = crude_rate(None, 1_000)
    assert (found.value, found.at_95.upper, found.method) == (None, None, None)
    assert crude_rate(0, 1_000).value == 0


@pytest.mark.parametrize("population", [0, -5])
def test_a_rate_needs_people(population: int) -> None:
    with pytest.raises(ValueError, match="population"):
        crude_rate(1, population)


def test_the_standard_population_has_a_hundred_thousand_people_in_nineteen_bands() -> None:
    assert (sum(ESP2013), len(ESP2013)) == (100_000, 19)


def test_a_standardised_rate_of_equal_bands_is_the_crude_rate() -> None:
    bands = [Band(20, 1_000, 5_500), Band(40, 2_000, 7_000)]
    assert standardised_rate(bands).value == pytest.approx(crude_rate(60, 3_000).value)


@pytest.mark.parametrize(("events", "given"), [((4, 5), False), ((5, 5), True), ((None, 10), True), ((None, 9), False)])
def test_no_standardised_rate_below_ten_events(events: tuple[int | None, int], given: bool) -> None:
    """A number that is missing in a band counts as none there."""
    found = standardised_rate([Band(number, 1_000, 1) for number in events])
    assert (found.value is not None, found.at_95.lower is not None, found.method is not None) == (given,) * 3


def test_one_band_of_events_that_come_one_by_one_is_a_crude_rate() -> None:
    crude, grouped = crude_rate(60, 3_000), standardised_rate_of_groups({1: [Band(60, 3_000, 1)]})
    assert grouped.value == pytest.approx(crude.value)
    assert grouped.at_95.lower == pytest.approx(crude.at_95.lower)


def test_events_that_come_in_pairs_are_less_sure() -> None:
    alone = standardised_rate_of_groups({1: [Band(60, 3_000, 1)]})
    in_pairs = standardised_rate_of_groups({1: [Band(0, 3_000, 1)], 2: [Band(30, 3_000, 1)]})
    assert in_pairs.value == alone.value
    assert in_pairs.value - in_pairs.at_95.lower == pytest.approx(math.sqrt(2) * (alone.value - alone.at_95.lower))


@pytest.mark.parametrize("band", [Band(1, 0, 1), Band(-1, 10, 1), Band(1, 10, -1), Band(1, 10, 0)])
def test_a_band_without_people_or_weight_is_refused(band: Band) -> None:
    with pytest.raises(ValueError, match="band"):
        standardised_rate([band])
    with pytest.raises(ValueError, match="band"):
        standardised_rate([])


# An area against a benchmark


@pytest.mark.parametrize(
    ("observed", "direction", "level"),
    [(100, None, None), (119, None, None), (122, "higher", 0.95), (134, "higher", 0.998), (80, "lower", 0.95),
     (68, "lower", 0.998), (0, "lower", 0.998)],
)  # fmt: skip
def test_an_area_differs_at_the_highest_level_that_holds(observed: int, direction: str, level: float) -> None:
    found = compare_with_benchmark(observed, expected_events([1_000, 4_000], [0.02, 0.02]))
    assert (found.direction, found.level) == (direction, level)
    assert found.ratio == observed / 100


def test_where_nothing_is_expected_nothing_is_compared() -> None:
    with pytest.raises(ValueError, match="expected"):
        compare_with_benchmark(1, 0)


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize(("events", "share"), [(1, 0.5), (5, 0.2), (20, 0.2), (40, 0.9), (300, 0.1), (1_000, 0.3)])
def test_how_often_a_part_differs_from_its_whole_is_that_of_all_counts(events: int, share: float, level: float) -> None:
    chances = [math.comb(events, count) * share**count * (1 - share) ** (events - count) for count in range(events + 1)]
    differ = [compare_with_benchmark(count, events * share) for count in range(events + 1)]
    wanted = sum(
        chance for chance, each in zip(chances, differ, strict=True) if each.level is not None and each.level >= level
    )
    assert size_of_comparison(events, share, level) == pytest.approx(wanted, abs=1e-12)
    assert size_of_comparison(events, share, level) < 1 - level + 0.01


# A funnel


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("expected", [0.2, 1, 3.7, 6.24, 9.9, 26, 106.44, 183.89, 1_000])
def test_a_count_is_beyond_a_funnel_where_the_comparison_says_that_it_differs(expected: float, level: float) -> None:
    found = funnel_limits(expected, level)
    for count in range(int(2 * expected) + 30):
        verdict = compare_with_benchmark(count, expected)
        differs = verdict.level is not None and verdict.level >= level
        assert (found.upper is not None and count > found.upper) == (differs and verdict.direction == "higher"), count
        assert (found.lower is not None and count < found.lower) == (differs and verdict.direction == "lower"), count


def test_a_funnel_has_no_lower_limit_where_even_none_would_not_be_few() -> None:
    assert funnel_limits(3.6, 0.95).lower is None
    assert funnel_limits(3.8, 0.95).lower == pytest.approx(0.05, abs=0.01)


def test_a_funnel_narrows_with_what_is_expected_and_is_wider_at_the_higher_level() -> None:
    widths = [(funnel_limits(expected, 0.95).upper or 0) / expected for expected in (5, 50, 500, 5_000)]
    assert widths == sorted(widths, reverse=True)
    assert (funnel_limits(50, 0.998).upper or 0) > (funnel_limits(50, 0.95).upper or 0)
    with pytest.raises(ValueError, match="expected"):
        funnel_limits(0, 0.95)


# Dispersion


def test_counts_that_vary_no_more_than_chance_have_a_dispersion_of_one() -> None:
    assert dispersion_of([[(10, 31), (10, 31)], [(50, 30), (50, 30)]]) == 1


def test_the_dispersion_is_chi_square_over_its_degrees_of_freedom() -> None:
    """Two years around two means: 20, 40 around 30 give 6.67, and 60, 60 around 60 nothing; two degrees of freedom."""
    assert dispersion_of([[(20, 30), (40, 30)], [(60, 30), (60, 30)]]) == pytest.approx(20 / 3 / 2)


def test_a_longer_month_may_have_more() -> None:
    assert dispersion_of([[(28, 28), (31, 31), (30, 30)]]) == 1


def test_a_change_between_the_years_is_not_dispersion() -> None:
    assert dispersion_of([[(10, 30)] * 12, [(500, 30)] * 12]) == 1


def test_a_period_without_events_says_nothing_of_dispersion() -> None:
    some = [(20, 30), (40, 30), (30, 30)]
    assert dispersion_of([[(0, 30)] * 3, some]) == dispersion_of([some])
    assert dispersion_of([[(0, 30)] * 3]) is None
    assert dispersion_of([[(5, 30)], []]) is None


@pytest.mark.parametrize(("now", "before"), [(0, 6), (6, 0), (7, 1), (148, 293), (110, 106), (40_490, 39_386)])
@pytest.mark.parametrize("dispersion", [1.02, 3.2, 40])
def test_a_wider_interval_never_contradicts_its_p(now: int, before: int, dispersion: float) -> None:
    exact, wide = compare_counts(now, before, 365, 366), compare_counts(now, before, 365, 366, dispersion=dispersion)
    assert wide.lower <= exact.lower
    assert wide.upper >= exact.upper
    assert wide.p_value > exact.p_value
    assert wide.ratio == exact.ratio
    assert (wide.p_value < 0.05) == (not wide.lower <= 1 <= wide.upper)


@pytest.mark.parametrize("dispersion", [1.5, 3.2, 9])
def test_the_interval_of_large_counts_is_wider_by_the_root_of_the_dispersion(dispersion: float) -> None:
    exact = compare_counts(40_490, 39_386, 365, 366)
    wide = compare_counts(40_490, 39_386, 365, 366, dispersion=dispersion)
    widths = [math.log(each.upper / each.lower) for each in (exact, wide)]
    assert widths[1] / widths[0] == pytest.approx(math.sqrt(dispersion), rel=5e-3)


def test_counts_do_not_vary_less_than_chance() -> None:
    with pytest.raises(ValueError, match="dispersion"):
        compare_counts(5, 3, 365, 365, dispersion=0.9)


# Severity


def test_an_offence_without_a_weight_is_never_weighted_as_nothing() -> None:
    with pytest.raises(ValueError, match="no weight for arson"):
        severity_score({"arson": 1, "robbery": 0}, {"robbery": 746}, 1_000)
    with pytest.raises(ValueError, match="population"):
        severity_score({}, {}, 0)


# How often a test of counts finds what is not there


def size_by_trying(events: int, exposure_now: int, exposure_before: int) -> float:
    """Return how often p is under 0.05 where nothing changed, by trying every way in which the events may fall."""
    share = exposure_now / (exposure_now + exposure_before)
    return sum(
        math.comb(events, now) * share**now * (1 - share) ** (events - now)
        for now in range(events + 1)
        if compare_counts(now, events - now, exposure_now, exposure_before).p_value < 0.05
    )


@pytest.mark.parametrize("exposures", [(365, 365), (365, 366), (28, 31), (275, 365), (30, 365)])
@pytest.mark.parametrize("events", [*range(12), 20, 57, 200])
def test_the_size_of_a_test_is_that_of_all_its_outcomes(events: int, exposures: tuple[int, int]) -> None:
    size = size_of_test(events, *exposures)
    assert size == pytest.approx(size_by_trying(events, *exposures), abs=1e-12)
    assert size < 0.05


def test_of_five_events_in_years_alike_no_outcome_is_beyond_chance() -> None:
    assert [size_of_test(events, 365, 365) for events in range(6)] == [0.0] * 6
    assert size_of_test(6, 365, 365) == pytest.approx(2 / 64)


def test_the_size_of_a_test_of_many_events_is_near_its_level() -> None:
    assert 0.049 < size_of_test(1_000_000, 365, 366) < 0.05


@pytest.mark.parametrize("dispersion", [1, 1.3, 2, 2.9, 7.7])
@pytest.mark.parametrize("exposures", [(365, 365), (30, 365)])
@pytest.mark.parametrize("events", range(1, 60, 4))
def test_a_test_that_some_outcome_would_pass_has_a_size_and_no_other_has(
    events: int, exposures: tuple[int, int], dispersion: float
) -> None:
    passed = any(
        compare_counts(now, events - now, *exposures, dispersion=dispersion).p_value < 0.05 for now in (0, events)
    )
    assert (size_of_test(events, *exposures, dispersion=dispersion) > 0) == passed


def test_events_in_clusters_are_as_many_as_there_are_clusters() -> None:
    assert size_of_test(60, 365, 365, dispersion=10) == size_of_test(6, 365, 365)


@pytest.mark.parametrize(("expected", "size"), [(5, 0.009), (20, 0.029), (100, 0.0395), (1_000, 0.0465)])
def test_how_often_two_years_alike_are_taken_for_different_is_what_the_documentation_says(
    expected: int, size: float
) -> None:
    events = range(expected + 10 * math.isqrt(expected) + 20)
    found = sum(float(poisson.pmf(each, expected)) * size_of_test(each, 365, 365) for each in events)
    assert found == pytest.approx(size, abs=0.0005)
