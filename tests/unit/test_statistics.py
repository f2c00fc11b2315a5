"""The change between two counts, exactly: conditional test, central p, Clopper–Pearson interval; and rounding."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from scipy.stats import binomtest

from svtool.statistics.ratio_test import compare_counts
from svtool.statistics.rounding import round_half_away

# now, before, days now, days before → ratio, interval of the ratio, p.
# Counts of 2019 to 2021 are those that the Merseyside strategy prints (ED knife 293 → 148, ED knife under 25
# 106 → 110, blade victims under 25 48 → 70, non-domestic homicide 13 → 19, blade 673 → 529), with the leap year
# 2020; 514 → 571 is homicide in England and Wales, years ending March 2015 and 2016 (Office for National
# Statistics). Intervals and p were computed apart from this package, two ways, with scipy's binomial and beta.
VECTORS = {
    "nothing, then nothing": (0, 0, 365, 365, None, None, None, 1.0),
    "3 from nothing": (3, 0, 365, 365, None, 0.413231355030894, math.inf, 0.25),
    "6 from nothing, the least that is more than chance": (6, 0, 365, 365, None, 1.1774247257241777, math.inf, 0.03125),
    "1 from nothing, into a leap year": (1, 0, 366, 365, None, 0.02557096819391904, math.inf, 1.0),
    "5, then nothing": (0, 5, 365, 365, 0.0, 0.0, 0.025**-0.2 - 1, 0.0625),
    "1, then 7, out of a leap year": (
        7, 1, 365, 366, 7 * 366 / 365, 0.9017641824395534, 316.34772341085016, 0.06971604826706831,
    ),
    "1, then 7, in common years": (7, 1, 365, 365, 7.0, None, None, 0.0703125),
    "ED knife under 25": (
        110, 106, 366, 365, 1.0349005052067224, 0.7853205229210963, 1.3643043277098066, 0.8540762430805864,
    ),
    "ED knife": (
        148, 293, 365, 366, 0.5065033428397775, 0.41281524805450803, 0.6192840266716242, 5.551076422125872e-12,
    ),
    "blade": (529, 673, 365, 366, 0.7881862036678947, 0.7020120535192351, 0.8845791629038637, 4.468055755550446e-05),
    "blade victims under 25": (70, 48, 366, 365, 70 / 48 * 365 / 366, None, None, 0.05459),
    "homicide": (19, 13, 365, 366, 1.4655426765015807, 0.686651990255873, 3.2285134411365055, 0.37289558242123944),
    "homicide in England and Wales": (
        571, 514, 365, 365, 1.1108949416342413, 0.9843605170827855, 1.2539398596772129, 0.08906665005360238,
    ),
    "nine months against twelve": (
        48, 11, 365, 275, 3.287671232876712, 1.6836704072337423, 7.020294033778913, 0.00014199012672251168,
    ),
}  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_two_counts_are_compared_exactly(vector: tuple) -> None:
    now, before, days_now, days_before, ratio, lower, upper, p_value = vector
    found = compare_counts(now, before, days_now, days_before)
    assert found.p_value == pytest.approx(p_value, rel=1e-4 if p_value == 0.05459 else 1e-8)
    assert found.ratio == (None if ratio is None else pytest.approx(ratio, rel=1e-12))
    if lower is not None:
        assert found.lower == pytest.approx(lower, rel=1e-8)
        assert found.upper == pytest.approx(upper, rel=1e-8)


def test_nothing_and_nothing_have_no_interval() -> None:
    found = compare_counts(0, 0, 365, 366)
    assert (found.ratio, found.lower, found.upper, found.p_value) == (None, None, None, 1.0)


PAIRS = [(now, before) for now in (0, 1, 2, 5, 13, 48, 300) for before in (0, 1, 3, 19, 70, 250) if now + before]


@pytest.mark.parametrize(("now", "before"), PAIRS)
def test_the_interval_is_that_of_the_binomial_share(now: int, before: int) -> None:
    """The same interval, reached by scipy's own exact proportion interval."""
    found = compare_counts(now, before, 365, 366)
    share = binomtest(now, now + before, 365 / 731).proportion_ci(0.95, "exact")
    assert found.lower == pytest.approx(share.low / (1 - share.low) * 366 / 365, rel=1e-9)
    upper = math.inf if share.high == 1 else share.high / (1 - share.high) * 366 / 365
    assert found.upper == pytest.approx(upper, rel=1e-9)


@pytest.mark.parametrize(("now", "before"), PAIRS)
def test_the_p_value_and_the_interval_never_contradict_each_other(now: int, before: int) -> None:
    """Which is why it is the central p; the other common one calls 1 → 7 over a leap year significant."""
    found = compare_counts(now, before, 365, 366)
    assert found.lower is not None
    assert found.upper is not None
    assert (found.p_value < 0.05) == (not found.lower <= 1 <= found.upper)


@pytest.mark.parametrize(("now", "before"), PAIRS)
def test_turning_the_comparison_round_turns_the_interval_round(now: int, before: int) -> None:
    forth, back = compare_counts(now, before, 365, 275), compare_counts(before, now, 275, 365)
    assert forth.p_value == pytest.approx(back.p_value, rel=1e-9)
    assert forth.lower == pytest.approx(0.0 if back.upper == math.inf else 1 / back.upper, rel=1e-9)


def test_more_confidence_asks_for_a_wider_interval() -> None:
    narrow, wide = compare_counts(148, 293, 365, 366), compare_counts(148, 293, 365, 366, confidence=0.998)
    assert wide.lower < narrow.lower < narrow.upper < wide.upper
    assert wide.p_value == narrow.p_value


def test_counts_in_tens_of_thousands_are_compared_too() -> None:
    found = compare_counts(40490, 39386, 365, 366)
    assert found.lower < 40490 / 39386 * 366 / 365 < found.upper
    assert 0 < found.p_value < 1e-3


@pytest.mark.parametrize("arguments", [(-1, 1, 365, 365), (1, -1, 365, 365), (1, 1, 0, 365), (1, 1, 365, -1)])
def test_what_can_not_be_counted_is_refused(arguments: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        compare_counts(*arguments)


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (2.5, 0, "3"), (3.5, 0, "4"), (-2.5, 0, "-3"), (0.5, 0, "1"), (-0.5, 0, "-1"), (0.49, 0, "0"),
        (0.125, 2, "0.13"), (2.85, 1, "2.9"), (2.86, 1, "2.9"), (2.86, 2, "2.86"), (2.85, 0, "3"), (283.54, -1, "280"),
        (285.0, -1, "290"), (-49.48805460750853, 0, "-49"), (45.83333333333333, 0, "46"), (0.0, 0, "0"),
    ],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero_as_people_do(value: float, digits: int, rounded: str) -> None:
    """Python's own round gives 2, 0.12 and 2.8 for 2.5, 0.125 and 2.85."""
    assert round_half_away(value, digits) == Decimal(rounded)
