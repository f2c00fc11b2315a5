"""What a page says first: each measure's latest figure, in the group of what can be said of its change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from svtool.commands.report.key_changes import GROUPS, group_changes
from svtool.commands.report.measures_by_area import latest_of
from svtool.figures.against import PRECEDING
from svtool.figures.change_verdict import (
    BETTER,
    CHANGED,
    NO_CLEAR_CHANGE,
    NOT_COMPARABLE,
    NOT_TESTED,
    RECORDING_CHANGED,
    WORSE,
    with_verdict,
)
from svtool.figures.contract import Figure
from svtool.figures.notes import Kind, Note
from svtool.output.page.grid import (
    Grid,
    comparability,
    count_cell,
    days_cell,
    filled,
    not_known_cell,
    without_blanks,
)
from svtool.output.page.report_page import HEADINGS
from svtool.output.wording.figure_sentences import sentence_of
from svtool.output.wording.note_words import note_words


def figure(count: int | None = 50, before: int = 100, year: int = 2021, **changes: Any) -> Figure:
    """Return a figure of a year that is compared with the year before."""
    plain: dict[str, Any] = {
        "table": "ours", "position": 1, "group": "Crime", "measure_id": "thefts", "measure": "Thefts",
        "source": "police", "unit": "offence", "definition": "", "date_basis": "recorded", "area_basis": "incident",
        "area_code": "", "area": "Merseyside", "period": str(year), "period_start": date(year, 1, 1),
        "period_end": date(year, 12, 31), "days": 365, "days_covered": 365, "count": count,
        "not_known": None if count is None else 0, "compared_with": str(year - 1), "comparison": "full",
        "compared_count": count, "comparator_count": before, "desired": "fall", "column": str(year),
        "change": None if count is None else count - before,
        "change_pct": None if count is None or not before else 100 * (count - before) / before,
        "p_value": 0.001, "test_size": 0.04, "status": "x" if count is None else "",
        "change_status": "x" if count is None else "",
    }  # fmt: skip
    return with_verdict(Figure(**{**plain, **changes}), PRECEDING)


@pytest.mark.parametrize(
    ("changed", "group"),
    [
        ({}, BETTER),
        ({"count": 150}, WORSE),
        ({"desired": "rise"}, WORSE),
        ({"count": 150, "desired": "rise"}, BETTER),
        ({"desired": ""}, CHANGED),
        ({"p_value": 0.05}, NO_CLEAR_CHANGE),
        ({"count": 3, "before": 0, "change_status": "z"}, WORSE),
        ({"comparison": "like_for_like"}, BETTER),
        ({"drift_field": "weapon", "drift_before": 0.12, "drift_now": 0.32}, RECORDING_CHANGED),
        ({"change_status": "b"}, RECORDING_CHANGED),
        ({"change_status": "p", "status": "p", "may_grow": True}, NOT_COMPARABLE),
        ({"p_value": None}, NOT_TESTED),
        (
            {"change": None, "change_pct": None, "comparison": "break", "change_status": "b"},
            RECORDING_CHANGED,
        ),
        ({"count": None}, NOT_COMPARABLE),
        ({"compared_with": ""}, ""),
    ],
)
def test_a_figure_stands_in_the_group_of_its_verdict(changed: dict[str, Any], group: str) -> None:
    found = group_changes([figure(**changed)]).groups
    assert [name for name, figures in found.items() if figures] == [group]


def test_a_measure_that_stands_twice_is_said_once_and_by_its_latest_period() -> None:
    rows = [figure(year=2020), figure(), figure(position=7), figure(table="theirs")]
    found = group_changes(rows)
    assert [each.measure for latest in found.groups.values() for each in latest] == ["Thefts"]
    assert sentence_of(found.groups[BETTER][0]).startswith("50 offences in 2021, 50% fewer than in 2020")
    assert list(found.groups) == list(GROUPS) == list(HEADINGS)


def test_a_period_that_is_only_compared_with_is_not_the_latest() -> None:
    found = group_changes([figure(), figure(year=2022, is_column=False)])
    assert "in 2021" in sentence_of(found.groups[BETTER][0])


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("x", "Not available in 2021: the project has no police extract."),
        ("c", "Suppressed, too few to publish or needed to hide others, in 2021"),
    ],
)
def test_where_the_latest_period_has_no_number_no_older_figure_stands_for_it(status: str, said: str) -> None:
    nothing = [Note(Kind.NO_EXTRACT, {"source": "police"})] if status == "x" else []
    rows = [figure(year=2020), figure(count=None, notes=nothing, status=status, change_status=status)]
    found = group_changes(rows)
    ((latest,),) = [figures for figures in found.groups.values() if figures]
    assert sentence_of(latest).startswith(said)
    assert "2020" not in sentence_of(latest)
    assert latest_of(rows).period == "2021"


def test_what_chance_alone_would_give_is_the_sum_of_the_sizes_of_the_tests() -> None:
    rows = [figure(measure_id=f"m{number}", p_value=0.001 if number else 0.9) for number in range(20)]
    rows.append(figure(measure_id="drifted", drift_field="weapon"))
    tested = group_changes(rows).tested
    assert tested and note_words(tested) == (
        "19 of 20 changes that could be tested are unlikely to be chance. If nothing had changed, chance "
        "alone would give about 1 of these."
    )
    assert tested.numbers["by_chance"] == pytest.approx(20 * 0.04)


def test_a_test_that_no_outcome_would_pass_is_none() -> None:
    nothing = {"count": 0, "before": 0, "p_value": 1.0, "test_size": 0.0, "change_status": "z"}
    assert group_changes([figure(**nothing)]).tested is None
    tested = group_changes([figure(**nothing), figure(measure_id="other")]).tested
    assert tested and tested.numbers["tested"] == 1


def test_one_of_one_is_said_in_the_singular() -> None:
    words = note_words(Note(Kind.CHANGES_TESTED, numbers={"tested": 1, "beyond": 1, "by_chance": 0.04}))
    assert words.startswith("1 of 1 change that could be tested is unlikely to be chance")
    assert words.endswith("would give fewer than 1 of these.")
    none = note_words(Note(Kind.CHANGES_TESTED, numbers={"tested": 1, "beyond": 0, "by_chance": 0.04}))
    assert none.startswith("0 of 1 change that could be tested is unlikely to be chance")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "comparable"),
        ({"count": 3, "before": 0, "change_pct": None, "change_status": "z"}, "comparable"),
        ({"compared_with": ""}, ""),
        ({"change_status": "b"}, "[b]"),
        ({"count": None}, "[x]"),
        ({"comparison": "raw"}, "not the same days"),
        ({"comparison": "like_for_like"}, "the months that both have: 50 against 100"),
        (
            {"drift_field": "suspect_age", "drift_before": 0.12, "drift_now": 0.32, "change_status": "p"},
            "[p] suspect age not known: 12% to 32%",
        ),
    ],
)
def test_a_cell_says_whether_a_change_can_be_taken_as_it_stands(changed: dict[str, Any], said: str) -> None:
    assert comparability(figure(**changed)) == said


@pytest.mark.parametrize(
    ("changed", "cells"),
    [
        ({"count": 1234, "not_known": 5}, ("1,234", "5", "365 of 365")),
        ({"status": "p"}, ("50 [p]", "0", "365 of 365")),
        ({"count": None, "days_covered": 0}, ("[x]", "[x]", "0 of 365")),
        ({"count": None, "status": "c"}, ("[c]", "[c]", "365 of 365")),
        ({"not_known": None}, ("50", "[c]", "365 of 365")),
        ({"count": None, "value": 9.75, "value_unit": "%", "unit": "figure", "status": ""}, ("9.8%", "[z]", "[z]")),
        ({"count": None, "value": 195.0, "unit": "figure", "status": "r"}, ("195 [r]", "[z]", "[z]")),
    ],
)
def test_cells_of_a_figure_hold_a_number_or_the_mark_in_its_place(
    changed: dict[str, Any], cells: tuple[str, str, str]
) -> None:
    found = figure(**changed)
    assert (count_cell(found), not_known_cell(found), days_cell(found)) == cells


def test_a_column_in_which_nothing_stands_is_left_out_and_other_blanks_say_that_nothing_applies() -> None:
    grid = Grid("g", "G", ["Area", "Empty", "Rate"], [["Wirral", "", "1.0"], ["Sefton", "", ""]], frozenset({2}))
    found = without_blanks(filled(grid))
    assert found.headings == ["Area", "Rate"]
    assert found.rows == [["Wirral", "1.0"], ["Sefton", "[z]"]]
    assert found.numbers == {1}
