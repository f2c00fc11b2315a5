"""What a board sees first: the finding, three messages, and one picture of all changes with their intervals."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from test_layout import figure

from svtool.commands.report.changes_since import ChangesSince, changes_since
from svtool.figures.change_verdict import BETTER, NO_CLEAR_CHANGE, NOT_COMPARABLE, RECORDING_CHANGED, WORSE
from svtool.figures.contract import Figure
from svtool.figures.notes import Kind, Note
from svtool.figures.notices import SYNTHETIC
from svtool.output.page.change_picture import changes_as_svg, changes_grid
from svtool.output.page.key_messages import finding_of, key_messages

DRIFT = Note(Kind.DRIFT, {"title": "weapon"}, {"drift_before": 0.12, "drift_now": 0.32})


def changed(title: str, before: int, now: int, verdict: str, **more: Any) -> Figure:
    """Return a figure of 2021 with its change since 2020."""
    per_cent = 100 * (now - before) / before
    plain = {
        "compared_with": "Year 2020", "comparison": "full", "compared_count": now, "comparator_count": before,
        "change": now - before, "change_pct": per_cent, "change_lower_pct": per_cent - 10,
        "change_upper_pct": per_cent + 10, "p_value": 0.01, "verdict": verdict,
    }  # fmt: skip
    return figure(2021, now, title=title, **{**plain, **more})


BOARD = [
    changed("Knife possession", 634, 529, BETTER),
    changed("Ambulance incidents", 709, 477, BETTER),
    changed("Robbery", 100, 150, WORSE),
    changed("Homicide", 14, 19, NO_CLEAR_CHANGE, p_value=0.49),
    changed("Attendances", 309, 148, RECORDING_CHANGED, verdict_reason=DRIFT),
    figure(2021, None, title="Absence", compared_with="Year 2020", verdict=NOT_COMPARABLE,
           verdict_reason=Note(Kind.NO_OWN_FIGURE, {"period": "Year 2021"})),
]  # fmt: skip


def drawn_of(changes: ChangesSince) -> ElementTree.Element:
    return ElementTree.fromstring(changes_as_svg(changes, "changes-1"))  # noqa: S314 (we have just written it)


@pytest.fixture
def board() -> ChangesSince:
    (found,) = changes_since(BOARD)
    return found


def test_the_title_states_the_finding(board: ChangesSince) -> None:
    assert finding_of("Merseyside", [board]) == (
        "Merseyside: 2 measures better than in Year 2020, 1 worse, 1 without a clear change, 2 without a verdict"
    )
    worse = ChangesSince("Year 2020", [row for row in board.rows if row.figure.measure == "Robbery"])
    assert finding_of("Merseyside", [worse]) == "Merseyside, since Year 2020: 1 measure worse"
    assert finding_of("Merseyside", []) == "Merseyside: success measures, compared with no other period"


def test_three_messages_say_what_is_better_what_is_worse_and_what_cant_be_told(board: ChangesSince) -> None:
    assert key_messages([board]) == [
        ("Better than in Year 2020", "Ambulance incidents (33% reduction); Knife possession (17% reduction)."),
        ("Worse than in Year 2020", "Robbery (50% increase)."),
        (
            "What can't be told",
            "1 measure has no clear change: it could be chance. Recording changed: Attendances "
            "(309 to 148 as recorded). Not comparable: Absence.",
        ),
    ]


def test_where_recording_changed_the_range_is_said_in_which_the_change_could_lie() -> None:
    span = {"change_if_known_min_pct": -80.2, "change_if_known_max_pct": 372.4}
    figures = [changed("Attendances", 309, 148, RECORDING_CHANGED, verdict_reason=DRIFT, **span)]
    (_, _, (_, said)) = key_messages(changes_since(figures))
    assert said == "Recording changed: Attendances (309 to 148 as recorded; −80% to +372% if all were known)."


def test_of_many_the_largest_changes_are_named_and_the_others_counted() -> None:
    figures = [changed(f"Measure {number}", 100, 100 - number, BETTER) for number in range(10, 60, 10)]
    better = key_messages(changes_since(figures))[0][1]
    assert better == "Measure 50 (50% reduction); Measure 40 (40% reduction); Measure 30 (30% reduction); and 2 more."


def test_where_the_baseline_is_the_period_before_there_is_one_picture() -> None:
    baseline = {"baseline": "Year 2020", "baseline_comparison": "full", "baseline_before": 634, "baseline_now": 529}
    one = changed("Knife possession", 634, 529, BETTER, **baseline)
    assert len(changes_since([one])) == 1
    other = changed("Knife possession", 634, 529, BETTER, **{**baseline, "baseline": "Year 2019"})
    assert [each.label for each in changes_since([other])] == ["Year 2019", "Year 2020"]
    assert changes_since([figure(2020, 5)]) == []


def test_a_measure_has_a_row_with_its_counts_its_interval_and_the_shape_of_its_verdict(board: ChangesSince) -> None:
    drawn = drawn_of(board)
    texts = [each.text or "" for each in drawn.iter() if each.tag.endswith("text")]
    for title in ("Knife possession", "Robbery", "Homicide", "Attendances", "Absence"):
        assert title in texts
    assert "634 \N{RIGHTWARDS ARROW} 529" in texts
    assert any(text.startswith("better (p = 0.01") for text in texts)
    forms = {
        (each.get("fill"), each.get("d", "").lstrip("M.0123456789 "))
        for each in drawn.iter()
        if each.get("d", "").endswith("z")
    }
    assert len(forms) == len(dict(forms)) == 2  # better and worse differ in colour, and in form


def test_a_row_without_a_verdict_is_grey_and_says_why_in_words(board: ChangesSince) -> None:
    drawn = drawn_of(board)
    quiet = [
        text.text or ""
        for group in drawn.iter()
        if group.tag.endswith("}g")
        for text in group.iter()
        if text.tag.endswith("text")
    ]
    assert "no verdict: recording changed" in quiet
    assert "There is no figure of Year 2021." in quiet
    assert any("was not recorded for 32%" in line for line in quiet)
    assert "Robbery" not in quiet


def test_what_is_beyond_the_scale_ends_in_an_arrow() -> None:
    (beyond,) = changes_since([changed("Homicide", 2, 9, NO_CLEAR_CHANGE, change_lower_pct=-40, change_upper_pct=4000)])
    svg = changes_as_svg(beyond, "changes-1")
    assert "+150%" in svg
    assert "4000" not in svg
    assert svg.count("<polygon") == 1


def test_the_picture_says_all_it_shows_to_who_does_not_see_it_and_that_records_are_made_up(board: ChangesSince) -> None:
    svg = changes_as_svg(board, "changes-1", [SYNTHETIC])
    title, description = re.findall(r"<(?:title|desc)[^>]*>([^<]*)<", svg)
    assert title.startswith("SYNTHETIC")
    assert all(each.measure in description for each in BOARD)
    assert "no verdict: recording changed" in description


def test_its_data_stand_beside_it_as_numbers(board: ChangesSince) -> None:
    grid = changes_grid(board, "data")
    cells = dict(zip(grid.headings, grid.rows[0], strict=True))
    assert cells["Change (per cent)"] == "-16.6"
    assert cells["Year 2020"] == "634"
    assert cells["Verdict"] == "better"
    assert all(cell for row in grid.rows for cell in row)
