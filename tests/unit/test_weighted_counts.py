"""Sums of weights, shares and ratios: their limits, and the change of them between two periods."""

from __future__ import annotations

import numpy as np
import pytest

from svtool.statistics.counts import Limits, exact_limits
from svtool.statistics.proportions import wilson_limits
from svtool.statistics.quotient_dispersion import dispersion_of_months
from svtool.statistics.quotients import Quotient, compare_ratios, compare_shares, limits_of
from svtool.statistics.ratio_test import compare_counts
from svtool.statistics.severity import WeightedCount, compare_severity, plain_count, severity_limits, weigh

HOMICIDE = 7973.393423328133  # Office for National Statistics, weights on the codes of October 2020


def share(part: int, whole: int, weight: float = 1) -> Quotient:
    return Quotient(weigh([(part, weight)]), weigh([(whole, weight)]), is_share=True)


def ratio(of: int, per: int) -> Quotient:
    return Quotient(plain_count(of), plain_count(per), is_share=False)


def reach(limits: Limits) -> float:
    return (limits.upper or 0) - (limits.lower or 0)


def test_ten_homicides_weigh_what_the_west_mercia_strategy_printed() -> None:
    assert round(weigh([(10, HOMICIDE)]).total) == 79_734


def test_events_of_one_weight_are_as_sure_as_their_number() -> None:
    """Whatever they weigh: the limits are the exact ones of the count, and so is the comparison."""
    found, of_count = severity_limits(weigh([(12, 5.0)])), exact_limits(12).times(5.0)
    assert (found.lower, found.upper) == pytest.approx((of_count.lower, of_count.upper))
    assert compare_severity(weigh([(10, 2.0)]), weigh([(20, 2.0)]), 365, 366) == compare_counts(10, 20, 365, 366)


def test_one_offence_of_great_weight_makes_a_score_less_sure_than_many_of_small_weight() -> None:
    many, one_of_them = weigh([(1000, 8.0)]), weigh([(1000, 8.0), (1, 8000.0)])
    low, high = severity_limits(many), severity_limits(one_of_them)
    assert reach(low) < 1_100
    assert reach(high) > 15_000
    assert one_of_them.alike < 5 < many.alike


def test_a_score_of_nothing_has_the_upper_limit_of_what_could_have_been() -> None:
    found = severity_limits(weigh([(0, 5.0), (0, 8.0)]))
    assert (found.lower, found.upper) == (0.0, pytest.approx(3.6889 * 8, rel=1e-4))
    assert severity_limits(WeightedCount()).upper is None
    assert severity_limits(weigh([(-1, 5.0)])).lower is None, "corrections alone"


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        weigh([(1, -1.0)])


@pytest.mark.parametrize("expected", [(40, 6), (40, 1), (5, 0.2)])
def test_the_limits_hold_the_mean_in_nineteen_of_twenty_however_rare_the_heavy_are(
    expected: tuple[float, float],
) -> None:
    drawn = np.random.default_rng(7).poisson(expected, (400, 2)).tolist()
    mean = 10 * expected[0] + 1000 * expected[1]
    limits = [severity_limits(weigh([(light, 10.0), (heavy, 1000.0)])) for light, heavy in drawn]
    held = sum((each.lower or 0) <= mean <= (each.upper or 0) for each in limits)
    assert held / 400 >= 0.94


@pytest.mark.parametrize("expected", [(40, 6), (200, 1), (20, 0.3)])
def test_scores_that_did_not_change_are_told_apart_in_one_of_twenty(expected: tuple[float, float]) -> None:
    drawn = np.random.default_rng(7).poisson((*expected, *expected), (400, 4)).tolist()
    pairs = [(weigh([(a, 10.0), (b, 1000.0)]), weigh([(c, 10.0), (d, 1000.0)])) for a, b, c, d in drawn]
    found = sum(compare_severity(now, before, 365, 365).p_value < 0.05 for now, before in pairs)
    assert found / 400 <= 0.06


@pytest.mark.parametrize("expected", [(40, 0.5), (40, 2), (40, 8), (400, 30)])
def test_shares_of_weights_are_told_apart_in_one_of_twenty_and_hold_the_share(expected: tuple[float, float]) -> None:
    true = 1000 * expected[1] / (10 * expected[0] + 1000 * expected[1])
    found = held = 0
    for a, b, c, d in np.random.default_rng(5).poisson((*expected, *expected), (400, 4)).tolist():
        now, before = (
            Quotient(weigh([(heavy, 1000.0)]), weigh([(light, 10.0), (heavy, 1000.0)]), is_share=True)
            for light, heavy in ((a, b), (c, d))
        )
        changed, limits = compare_shares(now, before), limits_of(now)
        found += changed is not None and changed.p_value < 0.05
        held += (limits.lower or 0) <= true <= (limits.upper or 0)
    assert found / 400 <= 0.065
    assert held / 400 >= 0.93


def test_the_difference_of_two_shares_is_that_of_newcombe() -> None:
    """56 of 70 and 48 of 80: table II (a), method 10."""
    found = compare_shares(share(56, 70), share(48, 80))
    assert found is not None
    assert (found.value, found.lower, found.upper) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_a_share_of_alike_weights_is_one_of_their_numbers() -> None:
    found, plain = limits_of(share(10, 50, weight=800.0)), wilson_limits(10, 50)
    assert (found.lower, found.upper) == pytest.approx((plain.lower, plain.upper))


def test_a_few_heavy_offences_make_every_share_unsure() -> None:
    whole = weigh([(2, 5000.0), (1000, 10.0)])
    heavy, light = (limits_of(Quotient(weigh([part]), whole, is_share=True)) for part in ((2, 5000.0), (1000, 10.0)))
    assert min(reach(heavy), reach(light)) > 0.45


def test_a_share_that_rests_on_two_heavy_offences_is_not_tested() -> None:
    before, now = (Quotient(weigh([(n, 8000.0)]), weigh([(n, 8000.0), (4000, 20.0)]), is_share=True) for n in (2, 0))
    assert compare_shares(now, before) is None
    limits = limits_of(now)
    assert limits.lower == 0
    assert (limits.upper or 0) > 0.1, "by chance there may have been none"


def test_nothing_has_no_share_and_no_ratio() -> None:
    assert share(0, 0).value is None
    assert limits_of(ratio(3, 0)).lower is None
    assert compare_shares(share(0, 0), share(1, 2)) is None
    assert compare_ratios(ratio(1, 0), ratio(1, 2)) is None


def test_from_no_events_a_ratio_has_a_chance_and_no_limits() -> None:
    found = compare_ratios(ratio(20, 30), ratio(0, 30))
    assert found is not None
    assert (found.ratio, found.lower, found.upper) == (None, None, None)
    assert found.p_value < 0.001


def test_p_and_interval_never_contradict_each_other() -> None:
    chance = np.random.default_rng(3)
    for _ in range(150):
        whole, before = chance.integers(1, 400, 2).tolist()
        part, earlier = chance.integers(0, [whole + 1, before + 1]).tolist()
        shares = compare_shares(share(part, whole), share(earlier, before), 1 + chance.random())
        assert shares is not None
        assert (shares.p_value < 0.05) == (not shares.lower <= 0 <= shares.upper), (part, whole, earlier, before)
        ratios = compare_ratios(ratio(part, whole), ratio(earlier, before))
        assert ratios is not None
        if ratios.lower is not None and ratios.upper is not None:
            assert (ratios.p_value < 0.05) == (not ratios.lower <= 1 <= ratios.upper), (part, whole, earlier, before)


def test_months_that_vary_as_chance_would_widen_nothing_and_others_do() -> None:
    month = (plain_count(10), plain_count(100), 30)
    other = (plain_count(40), plain_count(100), 30)
    assert dispersion_of_months([[month] * 12], is_share=True) == 1
    found = dispersion_of_months([[month, other] * 6], is_share=True)
    assert found is not None
    assert found > 5
    assert dispersion_of_months([[(plain_count(0), None, 30)] * 12], is_share=False) is None
    assert dispersion_of_months([[(weigh([(4, 9.0)]), None, 30)] * 12], is_share=False) == 1
