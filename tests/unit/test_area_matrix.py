"""All areas at a glance: words and shapes, and nothing that only a colour says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from test_area_pictures import hidden, in_areas, rated
from test_layout import figure

from svtool.commands.report.measures_by_area import MeasureByArea
from svtool.figures.change_verdict import BETTER, NO_CLEAR_CHANGE, RECORDING_CHANGED, VERDICTS, WORSE
from svtool.figures.contract import Figure
from svtool.output.page.area_matrix import SHOWN, area_matrix


def of(area: str, verdict: str = "", **more: Any) -> list[Figure]:
    compared = {"compared_with": "Year 2020", "verdict": verdict} if verdict else {}
    count = more.pop("count", 5)
    return [figure(2021, count, area=area, **{**compared, **more})]


def test_a_row_for_each_measure_and_a_column_for_each_area_with_a_shape_and_its_word() -> None:
    thefts = MeasureByArea("Thefts", {"All": of("All", BETTER), "Wirral": of("Wirral", WORSE)})
    robberies = MeasureByArea(
        "Robberies", {"All": of("All", NO_CLEAR_CHANGE), "Wirral": of("Wirral", RECORDING_CHANGED)}
    )
    grid = area_matrix([thefts, robberies])
    assert grid is not None
    assert grid.headings == ["Measure", "All", "Wirral"]
    assert [[cell[2:] for cell in row[1:]] for row in grid.rows] == [
        ["better", "worse"],
        ["no clear change", "recording changed"],
    ]
    assert grid.caption == "Change since Year 2020: the verdict on each measure in each area"


def test_where_there_are_rates_a_column_says_which_area_has_the_highest_and_what_is_not_known() -> None:
    thefts = MeasureByArea("Thefts", {"All": of("All", BETTER), "Wirral": of("Wirral", WORSE)})
    homicides = replace(thefts, measure="Homicides")
    shown = [rated("Wirral", 200, 100_000, 125, not_known=100), rated("Sefton", 50, 100_000, 125, not_known=50)]
    grid = area_matrix([thefts, homicides], [in_areas(*shown), None])
    assert grid is not None
    assert grid.headings[-1] == "Highest rate per 100,000"
    assert [row[-1] for row in grid.rows] == [
        "Wirral, 200.0; higher than all areas together; 33% to 50% not known",
        "[x]",
    ]
    under_policy = area_matrix([thefts], [in_areas(*shown, hidden("Knowsley"))])
    assert under_policy is not None
    assert "of the areas shown" in under_policy.rows[0][-1]


def test_every_verdict_has_a_word_and_those_that_say_something_have_shapes_of_their_own() -> None:
    assert set(SHOWN) == set(VERDICTS)
    told = [shown[0] for verdict, shown in SHOWN.items() if not verdict.startswith(("no verdict", "not tested"))]
    assert len(set(told)) == len(told)


def test_the_change_is_that_since_the_baseline_where_there_is_one() -> None:
    since = {"baseline": "Year 2020", "baseline_comparison": "full", "baseline_verdict": BETTER}
    grid = area_matrix([MeasureByArea("Thefts", {"All": of("All", WORSE, compared_with="Year 2019", **since)})])
    assert grid is not None
    assert grid.rows[0][1].endswith("better")


def test_what_lies_outside_or_nowhere_is_no_area() -> None:
    grid = area_matrix([MeasureByArea("Thefts", {"All": of("All", BETTER), "nowhere": of("", WORSE, place="nowhere")})])
    assert grid is not None
    assert grid.headings == ["Measure", "All"]


def test_an_area_without_a_figure_has_its_mark_and_nothing_compared_is_no_matrix() -> None:
    both = MeasureByArea("Thefts", {"All": of("All", BETTER), "Wirral": of("Wirral", count=None, status="c")})
    grid = area_matrix([both])
    assert grid is not None
    assert grid.rows[0][2] == "[c]"
    assert area_matrix([MeasureByArea("Thefts", {"All": of("All")})]) is None
