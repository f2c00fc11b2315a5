"""Figures in words: whole per cent, half away from zero, and never a reason why."""

from __future__ import annotations

import pytest

from svtool.figures.against import Against
from svtool.figures.change_verdict import (
    BETTER,
    CHANGED,
    NO_CLEAR_CHANGE,
    NOT_COMPARABLE,
    NOT_TESTED,
    RECORDING_CHANGED,
    WORSE,
)
from svtool.figures.contract import AgainstWhole
from svtool.figures.notes import Kind, Note
from svtool.output.wording.note_words import note_words
from svtool.output.wording.number_words import (
    against_whole_words,
    change_words,
    rate_words,
    share,
    show_p,
    signed_per_cent,
    varying_words,
    verdict_words,
)


@pytest.mark.parametrize(
    ("per_cent", "words"),
    [
        (0.0, "no change"),
        (4.4, "4% increase"),
        (4.5, "5% increase"),
        (-4.4, "4% reduction"),
        (-4.5, "5% reduction"),
        (2.5, "3% increase"),
        (-2.5, "3% reduction"),
        (0.5, "1% increase"),
        (-0.5, "1% reduction"),
        (0.49, "less than 1% increase"),
        (-0.49, "less than 1% reduction"),
        (1e-9, "less than 1% increase"),
        (100.0, "100% increase"),
        (-100.0, "100% reduction"),
        (336.36, "336% increase"),
        (12_345.6, "12,346% increase"),
    ],
)
def test_a_change_is_whole_per_cent_half_away_from_zero(per_cent: float, words: str) -> None:
    assert change_words(per_cent, 1) == words


def test_a_change_in_words_comes_from_unrounded_counts() -> None:
    assert change_words(100 * (148 - 293) / 293) == "49% reduction"
    assert change_words(100 * (70 - 48) / 48) == "46% increase"


@pytest.mark.parametrize(("difference", "words"), [(1, "+1"), (1_200, "+1,200"), (-3, "-3"), (0, ""), (None, "")])
def test_from_zero_the_number_alone_is_said(difference: int | None, words: str) -> None:
    assert change_words(None, difference) == words


@pytest.mark.parametrize(
    ("p_value", "words"),
    [
        (0.0001, "p < 0.001"),
        (0.00099, "p < 0.001"),
        (0.001, "p = 0.0010"),
        (0.0057, "p = 0.0057"),
        (0.012, "p = 0.012"),
        (0.0499, "p = 0.050"),
        (0.05, "p = 0.050"),
        (0.055, "p = 0.055"),
        (0.37, "p = 0.37"),
        (0.994, "p = 0.99"),
        (0.995, "p > 0.99"),
        (1.0, "p = 1"),
    ],
)
def test_a_p_value_has_two_figures_that_count(p_value: float, words: str) -> None:
    assert show_p(p_value) == words


@pytest.mark.parametrize(
    ("verdict", "p_value", "words"),
    [
        ("", None, ""),
        (BETTER, 0.0001, "better (p < 0.001)"),
        (WORSE, 0.012, "worse (p = 0.012)"),
        (CHANGED, 0.0057, "changed (p = 0.0057)"),
        (NO_CLEAR_CHANGE, 0.37, "no clear change (p = 0.37)"),
        (RECORDING_CHANGED, 0.0001, "no verdict: recording changed"),
        (NOT_COMPARABLE, None, "no verdict: not comparable"),
        (NOT_TESTED, None, "not tested"),
    ],
)
def test_a_verdict_has_p_beside_it_where_chance_decided(verdict: str, p_value: float | None, words: str) -> None:
    assert verdict_words(Against(verdict=verdict, p_value=p_value)) == words


def test_a_p_value_is_never_said_to_be_zero() -> None:
    assert show_p(0.0) == "p < 0.001"
    assert show_p(1e-300) == "p < 0.001"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "no limit"),
        (-80.08, "−80%"),
        (397.27, "+397%"),
        (0.2, "0%"),
        (-0.2, "0%"),
        (0.5, "+1%"),
        (1_234.5, "+1,235%"),
    ],
)
def test_the_ends_of_a_range_have_a_sign(value: float | None, words: str) -> None:
    assert signed_per_cent(value) == words


@pytest.mark.parametrize(("value", "words"), [(0.12, "12%"), (0.125, "13%"), (0.0, "0%"), (1.0, "100%")])
def test_a_share_is_whole_per_cent(value: float, words: str) -> None:
    assert share(value) == words


def test_drift_is_said_with_both_shares_and_names_no_cause() -> None:
    drift = Note(Kind.DRIFT, {"title": "weapon or method"}, {"drift_before": 0.12, "drift_now": 0.32})
    assert note_words(drift) == (
        "The weapon or method was not recorded for 32% of the records in question, "
        "12% before: the change may come from recording alone."
    )


def range_words(least: float | None, most: float | None) -> str:
    """Return the range of a change, if what is not known were known, in words."""
    return note_words(Note(Kind.RANGE, numbers={"change_if_known_min_pct": least, "change_if_known_max_pct": most}))


def test_the_range_is_said_with_both_ends() -> None:
    assert range_words(-80.1, 397.3) == "If all were known, the change could lie between −80% and +397%."
    assert range_words(None, 10.0) == "If all were known, the change could lie between no limit and +10%."


@pytest.mark.parametrize(
    ("dispersion", "few", "sentence"),
    [
        (3.21, "3.2 times chance", "The test allows for monthly counts that vary 3.2 times as much as chance."),
        (15.05, "15.1 times chance", "The test allows for monthly counts that vary 15.1 times as much as chance."),
        (1.05, "1.1 times chance", "The test allows for monthly counts that vary 1.1 times as much as chance."),
        (1.04, "slightly more than chance", "The test allows for monthly counts that vary slightly more than chance."),
    ],
)
def test_how_much_more_than_chance_monthly_counts_vary(dispersion: float, few: str, sentence: str) -> None:
    assert varying_words(dispersion) == few
    assert note_words(Note(Kind.WIDENED, numbers={"dispersion": dispersion})) == sentence


def test_counts_that_vary_as_chance_does_say_so() -> None:
    assert varying_words(1.0) == "no more than chance"


@pytest.mark.parametrize(
    ("direction", "level", "words"),
    [
        ("higher", 0.95, "higher at the 95% level"),
        ("lower", 0.998, "lower at the 99.8% level"),
        (None, None, "no different at the 95% level"),
    ],
)
def test_an_area_against_all_areas(direction: str | None, level: float | None, words: str) -> None:
    assert against_whole_words(AgainstWhole(direction, level)) == words


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (
            (15, 2, 0, 0.6, 0.02),
            "2 of 15 comparisons of an area's rate with that of all areas together differ at the 95% level; chance "
            "alone would give about 1. At the 99.8% level 0 do; chance alone would give fewer than 1.",
        ),
        (
            (1, 1, 1, 0.05, 0.002),
            "1 of 1 comparison of an area's rate with that of all areas together differs at the 95% level; chance "
            "alone would give fewer than 1. At the 99.8% level 1 does; chance alone would give fewer than 1.",
        ),
        (
            (1_000, 60, 8, 49.7, 1.9),
            "60 of 1,000 comparisons of an area's rate with that of all areas together differ at the 95% level; chance "
            "alone would give about 50. At the 99.8% level 8 do; chance alone would give about 2.",
        ),
    ],
)
def test_how_many_areas_differ_and_how_many_would_by_chance(numbers: tuple[float, ...], words: str) -> None:
    named = dict(zip(("comparisons", "at_95", "at_998", "by_chance_95", "by_chance_998"), numbers, strict=True))
    assert note_words(Note(Kind.RATES_COMPARED, numbers=named)) == words


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ((20.45, 18.2, 22.95), "20.5 (18.2 to 23.0)"),
        ((1_234.56, 1_000.0, 2_000.04), "1,234.6 (1,000.0 to 2,000.0)"),
        ((0.0, 0.0, 3.69), "0 (0 to 3.7)"),
        ((0.04, 0.0001, 0.2), "less than 0.1 (less than 0.1 to 0.2)"),
        ((5.0, None, None), "5.0"),
    ],
)
def test_a_rate_has_one_decimal_and_its_limits(rate: tuple[float, float | None, float | None], words: str) -> None:
    assert rate_words(*rate) == words
