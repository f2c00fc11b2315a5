"""What a page says first: each measure's latest figure, in the group of what can be said of its change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from svtool.commands.report.key_changes import (
    AGAINST,
    AS_DESIRED,
    CHANCE,
    GROUPS,
    OPEN,
    UNDESIRED,
    Latest,
    group_changes,
    group_of,
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
from svtool.output.page.report_page import HEADINGS, latest_words
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
        "p_value": 0.001, "status": "x" if count is None else "", "change_status": "x" if count is None else "",
    }  # fmt: skip
    return Figure(**{**plain, **changes})


@pytest.mark.parametrize(
    ("changed", "group"),
    [
        ({}, AS_DESIRED),
        ({"count": 150}, AGAINST),
        ({"desired": "rise"}, AGAINST),
        ({"count": 150, "desired": "rise"}, AS_DESIRED),
        ({"desired": ""}, UNDESIRED),
        ({"p_value": 0.05}, CHANCE),
        ({"count": 3, "before": 0, "change_status": "z"}, AGAINST),
        ({"comparison": "like_for_like"}, AS_DESIRED),
        ({"drift_field": "weapon", "drift_before": 0.12, "drift_now": 0.32}, OPEN),
        ({"change_status": "b"}, OPEN),
        ({"change_status": "p", "status": "p"}, OPEN),
        ({"p_value": None}, OPEN),
        ({"change": None, "change_pct": None, "comparison": "break", "change_status": "b"}, OPEN),
        ({"count": None}, OPEN),
    ],
)
def test_a_figure_stands_in_the_group_of_what_can_be_said_of_it(changed: dict[str, Any], group: str) -> None:
    assert group_of(figure(**changed)) == group


def said(latest: Latest) -> str:
    """Return what a page says of a measure."""
    return latest_words(latest, {})


def test_a_measure_that_stands_twice_is_said_once_and_by_its_latest_period() -> None:
    rows = [figure(year=2020), figure(), figure(position=7), figure(table="theirs")]
    found = group_changes(rows)
    assert [each.figure.measure for latest in found.groups.values() for each in latest] == ["Thefts"]
    assert said(found.groups[AS_DESIRED][0]).startswith("50 offences in 2021, 50% fewer than in 2020")
    assert list(found.groups) == list(GROUPS) == list(HEADINGS)


def test_a_period_that_is_only_compared_with_is_not_the_latest() -> None:
    found = group_changes([figure(), figure(year=2022, is_column=False)])
    assert "in 2021" in said(found.groups[AS_DESIRED][0])


def test_where_the_latest_period_has_no_figure_the_latest_that_is_there_is_said_too() -> None:
    nothing = Note(Kind.NO_EXTRACT, {"source": "police"})
    found = group_changes([figure(year=2020), figure(count=None, notes=[nothing])])
    (latest,) = found.groups[OPEN]
    assert said(latest).startswith(
        "Not available in 2021: the project has no police extract. The latest that there is: 50 offences in 2020"
    )


def test_what_chance_alone_would_give_is_of_the_changes_that_can_be_judged() -> None:
    rows = [figure(measure_id=f"m{number}", p_value=0.001 if number else 0.9) for number in range(20)]
    rows.append(figure(measure_id="drifted", drift_field="weapon"))
    tested = group_changes(rows).tested
    assert tested and note_words(tested) == (
        "19 of 20 changes that could be tested are more than chance alone would give (p < 0.05). If nothing had "
        "changed, chance alone would give about 1 of these."
    )


def test_one_of_one_is_said_in_the_singular() -> None:
    words = note_words(Note(Kind.CHANGES_TESTED, numbers={"tested": 1, "beyond": 1}))
    assert words.startswith("1 of 1 change that could be tested is more than")
    assert words.endswith("would give fewer than 1 of these.")


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
