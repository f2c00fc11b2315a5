"""What goes with a suppressed count: every number that it could be told from, whatever a figure may hold one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from svtool.counting.basis import Basis
from svtool.disclosure.linked_cells import LinkedCell, LinkedCells
from svtool.disclosure.withheld_rates import NOT_STANDARDISED, OF_ROUNDED, withhold_comparisons
from svtool.disclosure.withholding import disclose
from svtool.figures.contract import (
    BASE_BEFORE,
    BASE_NOW,
    BEFORE,
    DRAWN_FROM,
    NOT_COUNTED,
    NOW,
    NUMBERS,
    OWN,
    WHOLE_NUMBERS,
    AgainstWhole,
    CountOfDays,
    Figure,
    PopulationRate,
)
from svtool.figures.notes import Kind, Note
from svtool.output.wording.note_words import note_words, notes_in_words
from svtool.schema.policies import DisclosurePolicy
from svtool.statistics.rate_limits import crude_rate
from svtool.statistics.ratio_test import compare_counts

UNDER_5 = DisclosurePolicy(id="own", title="Own", hide_below=5)
TO_5 = DisclosurePolicy(id="own", title="Own", hide_below=5, rounding="nearest 5")
FROM_APRIL = (date(2018, 4, 1), date(2018, 12, 31))
DAYS = ((date(2021, 1, 1), date(2021, 12, 31)),)


@dataclass(frozen=True)
class RichFigure(Figure):
    severity: float | None = None  # what another part of svtool may hang on a figure


def figure(**counts: tuple[int, int]) -> RichFigure:
    """Return a figure of these counts: counted and not known, on its own days (`own`) and others."""
    numbers: dict[str, Any] = {name: 999 for name in (*WHOLE_NUMBERS, *NUMBERS) if name not in NOT_COUNTED}
    numbers["dispersion"] = 1
    numbers["count"], numbers["not_known"] = counts.get("own", (100, 100))
    plain: dict[str, Any] = {
        "table": "t", "position": 1, "group": "g", "measure_id": "m", "measure": "M", "source": "ed",
        "unit": "attendance", "definition": "", "date_basis": "recorded", "area_basis": "", "area_code": "",
        "area": "", "period": "2021", "period_start": DAYS[0][0], "period_end": DAYS[0][1], "days": 365,
        "days_covered": 365, "severity": 3.5, "compared_with": "2020", "comparison": "full", "baseline": "2019",
        "baseline_comparison": "full", "desired": "fall",
    }  # fmt: skip
    behind = {part: counts.get(part, (100, 100)) for part in (OWN, NOW, BEFORE, BASE_NOW, BASE_BEFORE)}
    return RichFigure(
        **plain,
        **numbers,
        counts={
            part: CountOfDays(Basis.of(DAYS), None, {"count": count, "not_known": not_known})
            for part, (count, not_known) in behind.items()
        },
    )


def disclosed(given: Figure, policy: DisclosurePolicy = UNDER_5) -> Any:
    """Return a figure as it is printed; none of its counts adds up to another."""
    linked = LinkedCells()
    behind = {(part, kind): (part, kind) for part, of_days in given.counts.items() for kind in of_days.numbers}
    for part, kind in behind:
        linked.add((part, kind), LinkedCell("ed", "m", given.counts[part].numbers[kind], printed=True))
    linked.behind.append(behind)  # type: ignore[arg-type]
    return disclose([given], linked, policy)[0]


def withheld(found: Figure) -> set[str]:
    return {name for name in (*WHOLE_NUMBERS, *NUMBERS) if name not in NOT_COUNTED and getattr(found, name) is None}


OF_CHANGE = {"change", "change_pct", "change_lower_pct", "change_upper_pct", "p_value", "dispersion"}
OF_BASELINE = {
    "baseline_change", "baseline_change_pct", "baseline_lower_pct", "baseline_upper_pct", "baseline_p_value",
}  # fmt: skip
IF_KNOWN = {"change_if_known_min_pct", "change_if_known_max_pct"}


@pytest.mark.parametrize(
    ("small", "gone"),
    [
        ({OWN: (3, 100)}, {"count"}),
        ({OWN: (100, 3)}, {"not_known"}),
        ({NOW: (3, 100)}, {"compared_count", "drift_now", *OF_CHANGE, *IF_KNOWN}),
        ({BEFORE: (3, 100)}, {"comparator_count", "drift_before", *OF_CHANGE, *IF_KNOWN}),
        ({NOW: (100, 3)}, {"change_if_known_max_pct", "drift_now"}),
        ({BEFORE: (100, 3)}, {"change_if_known_min_pct", "drift_before"}),
        ({BASE_NOW: (3, 100)}, {"baseline_now", *OF_BASELINE}),
        ({BASE_BEFORE: (3, 100)}, {"baseline_before", *OF_BASELINE}),
    ],
)
def test_a_suppressed_count_takes_with_it_what_is_worked_out_from_it(
    small: dict[str, tuple[int, int]], gone: set[str]
) -> None:
    assert withheld(disclosed(figure(**small))) == gone


def test_every_number_of_the_contract_says_what_it_is_worked_out_from() -> None:
    assert {*WHOLE_NUMBERS, *NUMBERS} <= {*DRAWN_FROM, *NOT_COUNTED}


def test_a_number_that_says_not_what_it_is_worked_out_from_goes_with_any_count() -> None:
    assert disclosed(figure()).severity == 3.5
    assert disclosed(figure(before=(100, 3))).severity is None
    assert disclosed(figure(), TO_5).severity is None


HIGHER = AgainstWhole("higher", 0.95)


def with_rate(**counts: tuple[int, int]) -> RichFigure:
    """Return a figure with a rate of 1,000 people, an age-standardised one, and what must be said with it."""
    found = figure(**counts)
    number = found.counts[OWN].numbers["count"]
    ageless = Note(Kind.AGE_NOT_KNOWN, numbers={"ageless": 2, "count": number})
    rate = PopulationRate(
        1000, 2021, "all ages", rate=100.0 * number, rate_lower_95=1.0, rate_upper_998=2.0, rate_method="exact",
        rate_against_whole=HIGHER, standardised_rate=9.5, rate_notes=(ageless,),
    )  # fmt: skip
    return replace(found, rate=rate)


def test_a_rate_goes_with_the_count_that_it_and_the_population_would_give() -> None:
    assert disclosed(with_rate(own=(3, 100))).rate == PopulationRate(1000, 2021, "all ages", rate_status="c")
    found = disclosed(with_rate(before=(3, 100))).rate
    assert (found.rate, found.rate_status, found.rate_against_whole) == (10_000, "", HIGHER)


def test_no_rate_is_age_standardised_under_a_policy() -> None:
    found = disclosed(with_rate()).rate
    assert (found.standardised_rate, found.rate_notes) == (None, (NOT_STANDARDISED,))


def test_a_rate_is_worked_out_from_the_rounded_count() -> None:
    found = disclosed(with_rate(own=(102, 100)), TO_5).rate
    expected = crude_rate(100, 1000)
    assert (found.rate, found.rate_upper_998, found.rate_against_whole) == (10_000, expected.at_998.upper, None)
    assert found.rate_notes == (NOT_STANDARDISED, OF_ROUNDED)


def test_a_figure_without_a_rate_still_says_why() -> None:
    why = Note(Kind.NO_POPULATIONS)
    given = replace(figure(own=(3, 100)), rate=PopulationRate(rate_status="x", rate_notes=(why,)))
    assert disclosed(given).rate == given.rate


def test_no_area_is_set_against_a_whole_with_a_suppressed_part() -> None:
    north, south = with_rate(), with_rate()
    assert [each.rate.rate_against_whole for each in withhold_comparisons([north, south]) if each.rate] == [HIGHER] * 2
    hidden = replace(south, status="c")
    assert [each.rate.rate_against_whole for each in withhold_comparisons([north, hidden]) if each.rate] == [None] * 2


VARIES = Note(Kind.WIDENED, numbers={"dispersion": 3.24})


def with_dispersion(**counts: tuple[int, int]) -> RichFigure:
    """Return a figure whose monthly counts vary 3.24 times as much as chance."""
    return replace(figure(**counts), dispersion=3.24, notes=(VARIES,))


def test_how_much_months_vary_goes_with_the_counts_of_the_years() -> None:
    shown = disclosed(with_dispersion())
    assert (shown.dispersion, shown.notes) == (3.2, (replace(VARIES, numbers={"dispersion": 3.2}),))
    test = compare_counts(100, 100, 365, 365, dispersion=3.2)
    assert (shown.p_value, shown.change_lower_pct) == (test.p_value, 100 * ((test.lower or 0) - 1))
    for small in ({NOW: (3, 100)}, {BEFORE: (3, 100)}):
        gone = disclosed(with_dispersion(**small))
        assert (gone.dispersion, gone.notes, gone.p_value, gone.change_upper_pct) == (None, (), None, None)


def test_rounded_counts_so_few_that_their_variation_may_not_be_known_have_no_p_value() -> None:
    """Whether 10 and 10 are 24 events or fewer decides whether the variation is worked out, and would tell."""
    found = disclosed(with_dispersion(now=(10, 100), before=(10, 100)), TO_5)
    assert (found.change, found.dispersion, found.notes) == (0, None, ())
    assert (found.p_value, found.change_lower_pct, found.change_upper_pct) == (None, None, None)
    assert disclosed(with_dispersion(now=(50, 100), before=(50, 100)), TO_5).p_value is not None


def borrowed(**counts: tuple[int, int]) -> RichFigure:
    """Return a figure widened by how much the months of other years vary."""
    said = Note(Kind.WIDENED_BY_OTHERS, numbers={"dispersion": 3.24})
    return replace(figure(**counts), dispersion=3.24, is_borrowed=True, notes=(said,))


def test_how_much_the_months_of_other_years_vary_goes_with_any_count_of_the_row() -> None:
    """It is worked out from the exact counts of all years, and a row with a hidden one would help to find it."""
    shown = disclosed(borrowed())
    assert (shown.dispersion, shown.verdict) == (3.2, "no clear change")
    for given, policy in ((borrowed(own=(3, 100)), UNDER_5), (borrowed(), TO_5)):
        gone = disclosed(given, policy)
        assert (gone.dispersion, gone.p_value, gone.change_lower_pct, gone.notes) == (None, None, None, ())
        assert gone.verdict == "not tested"


def test_a_verdict_is_worked_out_from_what_is_printed() -> None:
    """92 to 128 is p = 0.018; printed as 90 to 130 it is 0.0085."""
    exact = compare_counts(128, 92, 365, 365).p_value
    given = replace(figure(now=(128, 0), before=(92, 0)), dispersion=None, p_value=exact)
    assert (disclosed(given).verdict, disclosed(given, TO_5).verdict) == ("worse", "worse")
    assert disclosed(given, TO_5).p_value == compare_counts(130, 90, 365, 365).p_value
    hidden = disclosed(replace(given, counts=figure(now=(3, 100)).counts))
    assert (hidden.verdict, hidden.baseline_verdict) == ("not tested", "no clear change")
    assert hidden.verdict_reason and note_words(hidden.verdict_reason) == "a count behind it is suppressed."


def test_where_the_range_if_all_were_known_is_withheld_drift_still_decides() -> None:
    drifted = replace(
        figure(now=(200, 3), before=(100, 100)), drift_field="weapon", change_if_known_min_pct=-50.0, p_value=0.001
    )
    assert disclosed(drifted).change_if_known_max_pct is None
    assert disclosed(drifted).verdict == "no verdict: recording changed"


@pytest.mark.parametrize(("exact", "status"), [(7, "u"), (8, ""), (12, "")])
def test_whether_a_base_is_small_is_said_of_the_printed_one(exact: int, status: str) -> None:
    """8 is printed as 10: a mark would say that it is 8 or 9."""
    given = replace(figure(before=(exact, 0)), change_status="u" if exact < 10 else "")
    assert disclosed(given, TO_5).change_status == status
    assert disclosed(given).change_status == ("u" if exact < 10 else "")


def test_the_change_against_the_baseline_is_worked_out_from_what_is_printed() -> None:
    given = replace(figure(base_now=(52, 0), base_before=(23, 0)), baseline_dispersion=None)
    found = disclosed(given, TO_5)
    assert (found.baseline_now, found.baseline_before, found.baseline_change) == (50, 25, 25)
    assert found.baseline_p_value == compare_counts(50, 25, 365, 365).p_value
    assert found.baseline_lower_pct < 100 < found.baseline_upper_pct
    assert disclosed(replace(given, counts=figure(base_now=(3, 0)).counts)).baseline_status == "c"


def test_what_drifted_against_the_baseline_goes_with_any_count() -> None:
    drifted = Note(Kind.DRIFT, {"title": "age"}, {"drift_before": 0.1, "drift_now": 0.3}, baseline="2019")
    range_ = Note(Kind.RANGE, numbers={"change_if_known_min_pct": -10, "change_if_known_max_pct": 20}, baseline="2019")
    for small, policy in ({}, TO_5), ({BASE_BEFORE: (100, 3)}, UNDER_5):
        given = replace(figure(**small), notes=(drifted, range_))
        said = " ".join(notes_in_words(disclosed(given, policy).notes))
        assert "for [c] of the records in question, [c] before" in said and "between [c] and [c]" in said
    given = replace(figure(), notes=(drifted,))
    assert "for 30% of the records in question, 10% before" in notes_in_words(disclosed(given).notes)[0]


def test_the_counts_behind_a_figure_do_not_travel_with_it() -> None:
    assert disclosed(figure()).counts == {}


def test_shares_are_whole_per_cents() -> None:
    given = replace(figure(), drift_before=70 / 583, drift_now=1309 / 4107)
    found = disclosed(given)
    assert (found.drift_before, found.drift_now) == (0.12, 0.32)


def test_rounded_counts_make_everything_else() -> None:
    given = figure(own=(52, 13), now=(52, 13), before=(41, 8), base_now=(52, 13), base_before=(23, 0))
    found = disclosed(given, TO_5)
    assert (found.count, found.not_known, found.compared_count, found.comparator_count) == (50, 15, 50, 40)
    assert (found.change, found.change_pct) == (10, 25)
    assert (found.baseline_change, found.baseline_change_pct) == (25, 100)
    assert (found.change_if_known_min_pct, found.change_if_known_max_pct) == (0, 62.5)
    assert found.p_value == pytest.approx(0.3428, abs=0.0005)
    assert found.change_lower_pct < 25 < found.change_upper_pct


def test_from_a_small_base_there_is_no_per_cent() -> None:
    policy = DisclosurePolicy(id="own", title="Own", hide_below=5, min_base_for_percent=20)
    found = disclosed(figure(now=(30, 0), before=(19, 0)), policy)
    assert (found.change, found.change_pct, found.change_lower_pct) == (999, None, None)
    assert notes_in_words(found.notes) == ["From fewer than 20 there is no per cent, only the number."]


def test_notes_are_said_again_with_what_is_printed() -> None:
    days: dict[str, Any] = {"now": (FROM_APRIL,), "before": (FROM_APRIL,)}
    like = Note(Kind.LIKE_FOR_LIKE, days, {"compared_count": 100, "comparator_count": 3})
    given = replace(
        figure(now=(100, 100), before=(3, 100), base_before=(3, 100)),
        notes=(
            like,
            replace(like, baseline="2019"),
            Note(Kind.DRIFT, {"title": "weapon"}, {"drift_before": 0.12, "drift_now": 0.32}),
            Note(Kind.RANGE, numbers={"change_if_known_min_pct": -80.0, "change_if_known_max_pct": None}),
            Note(Kind.WITHOUT_REFERENCE, {"unit": "suspect"}, {"rows_without_reference": 2, "rows": 17}),
            Note(Kind.PARTLY_COVERED, {"spans": (FROM_APRIL,), "period": "2018"}),
        ),
        drift_now=0.32,
        drift_before=0.12,
        compared_count=100,
    )
    found = disclosed(given)
    assert notes_in_words(found.notes) == [
        "Like for like, Apr to Dec: 100 against [c] in Apr to Dec 2018.",
        "Against 2019: like for like, Apr to Dec: [c] against [c] in Apr to Dec 2018.",
        "The weapon was not recorded for 32% of the records in question, "
        "[c] before: the change may come from recording alone.",
        "If all were known, the change could lie between [c] and [c].",
        "Some of the suspect records have no reference and are not counted.",
        "The extracts cover Apr to Dec 2018 of 2018.",
    ]


def test_a_suppressed_count_or_change_has_its_status() -> None:
    assert (disclosed(figure(own=(3, 9))).status, disclosed(figure()).status) == ("c", "")
    assert (disclosed(figure(before=(3, 9))).change_status, disclosed(figure()).change_status) == ("c", "")
    assert notes_in_words(disclosed(figure(own=(9, 3))).notes) == ["What is not known is suppressed."]


def test_a_figure_that_arrived_as_a_figure_stays_as_it_came() -> None:
    given = replace(figure(), counts={}, value=3.0)
    assert disclosed(given) is given
