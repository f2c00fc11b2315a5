"""The workbook: one table a sheet, one value a cell, words where there is no number."""

from __future__ import annotations

import io
import tempfile
import time
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from accessible_workbook import faults_of
from test_layout import figure, measure, result_of

from svtool.commands.measures import Result
from svtool.figures.against import COMPARATORS, PRECEDING
from svtool.figures.change_verdict import with_verdict
from svtool.figures.contract import Figure, PopulationRate
from svtool.figures.notes import Kind, Note
from svtool.figures.notices import INTERNAL, SYNTHETIC
from svtool.output.content import cells_fingerprint
from svtool.output.wording.note_words import note_words
from svtool.output.workbook.assembly import figures_as_workbook
from svtool.output.workbook.cover_sheet import NO_CONTACT, periods_in_words
from svtool.output.workbook.sheet_notes import numbers_in_words
from svtool.output.workbook.sheet_words import (
    comparability,
    in_parts,
    readable,
    shorthand_key,
    unit_words,
    verdict_cell,
)
from svtool.schema.publishers import Publisher

COMPARED = {
    "compared_with": "Year 2020", "comparison": "full", "compared_count": 5, "comparator_count": 10, "change": -5,
    "change_pct": -50.0, "change_lower_pct": -86.2, "change_upper_pct": 57.5, "p_value": 0.3018,
}  # fmt: skip


MAY_GROW = Note(Kind.PROVISIONAL, {"source": "police", "since": date(2020, 10, 1)})
NO_FILE = Note(Kind.NO_EXTRACT, {"source": "police"})


def changed(title: str) -> Note:
    """Return what is said of a break in recording: `Recording changed: A.`."""
    return Note(Kind.RECORDING_CHANGED, {"title": title})


def compared(**changes: Any) -> Figure:
    """Return 5 thefts in 2021, compared with 10 in 2020, with what is changed."""
    found = figure(2021, 5, **{**COMPARED, **changes})
    for comparator in COMPARATORS:
        found = with_verdict(found, comparator)
    return found


def opened(result: Result) -> Any:
    """Return a result's workbook, read back."""
    return openpyxl.load_workbook(io.BytesIO(figures_as_workbook(result)))


def rows_of(book: Any, name: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet's table, by their headings."""
    (table,) = book[name].tables.values()
    headings, *rows = [[cell.value for cell in row] for row in book[name][table.ref]]
    return [dict(zip(headings, row, strict=True)) for row in rows]


def only_row(result: Result) -> dict[str, Any]:
    """Return the one row of the sheet of 2021."""
    (row,) = rows_of(opened(result), "ours_2021")
    return row


def test_cover_contents_and_notes_come_before_the_periods_side_by_side_and_each_comparison() -> None:
    book = opened(result_of(figure(2020, 10), compared(notes=[changed("Long ago")])))
    assert book.sheetnames == ["Cover", "Contents", "Notes", "ours", "ours_2021"]
    assert [row["Sheet name"] for row in rows_of(book, "Contents")] == ["Notes", "ours", "ours_2021"]
    assert book["Contents"]["A6"].hyperlink.location == "'ours_2021'!A1"


def test_a_row_has_one_value_in_each_column_and_numbers_are_numbers() -> None:
    result = result_of(figure(2020, 10, not_known=2), compared(not_known=1, desired="fall"))
    assert only_row(result) == {
        "Measure": "Thefts",
        "Group": "Crime",
        "Source": "police",
        "Unit": "offences",
        "Area": "Merseyside",
        "Count, Year 2020": 10,
        "Not known, Year 2020": 2,
        "Count, Year 2021": 5,
        "Not known, Year 2021": 1,
        "Change\n(number)": -5,
        "Change\n(per cent)": -50,
        "Lower 95% limit of change\n(per cent)": -86.2,
        "Upper 95% limit of change\n(per cent)": 57.5,
        "p-value": 0.3018,
        "Verdict": "No clear change",
        "What the verdict rests on": "Could be chance (p = 0.30).",
        "Comparability": "Comparable",
        "Direction wanted": "Decrease",
    }


def test_every_workbook_is_accessible() -> None:
    many = [
        result_of(figure(2020, 10), compared()),
        result_of(figure(2020, 0), figure(2021, None, status="x", notes=[NO_FILE])),
        result_of(figure(2020, 10), compared(), notices=[SYNTHETIC, INTERNAL]),
        result_of(figure(2020, 10, status="p", notes=[MAY_GROW]), compared(change_status="b")),
    ]
    assert [faults_of(figures_as_workbook(result)) for result in many] == [[], [], [], []]


def test_the_check_finds_what_is_not_accessible() -> None:
    book = opened(result_of(figure(2020, 10), compared()))
    sheet = book["ours_2021"]
    sheet["F6"] = "1,234"
    sheet["B6"] = None
    sheet["A20"] = "Source: us"
    sheet.merge_cells("C20:D20")
    book.properties.language = None
    stream = io.BytesIO()
    book.save(stream)
    found = " ".join(faults_of(stream.getvalue()))
    for fault in ("language", "merged", "blank", "B6 is empty", "F6 is a number written as text", "below or beside"):
        assert fault in found


@pytest.mark.parametrize("notice", [SYNTHETIC, INTERNAL])
def test_every_sheet_says_what_every_page_must_say(notice: Note) -> None:
    book = opened(result_of(figure(2020, 10), compared(notes=[changed("A")]), notices=[notice]))
    for sheet in book:
        assert note_words(notice) in [cell.value for (cell,) in sheet.iter_rows(max_col=1)], sheet.title


def test_what_is_not_available_is_shorthand_and_only_that_is_explained() -> None:
    unknown = with_verdict(
        figure(2021, None, status="x", compared_with="Year 2020", change_status="x", notes=[NO_FILE]), PRECEDING
    )
    book = opened(result_of(figure(2020, 10), unknown))
    (row,) = rows_of(book, "ours_2021")
    assert (row["Count, Year 2021"], row["Not known, Year 2021"], row["Change\n(per cent)"]) == ("[x]", "[x]", "[x]")
    assert (row["Verdict"], row["Comparability"]) == ("No verdict: not comparable", "[x]")
    above = [cell.value for (cell,) in book["ours_2021"].iter_rows(max_row=6, max_col=1)]
    assert "Shorthand used in this table: [x] not available." in above


def test_from_zero_there_is_a_number_and_no_per_cent() -> None:
    row = only_row(
        result_of(
            figure(2020, 0),
            compared(
                compared_count=5, comparator_count=0, change=5, change_pct=None, change_lower_pct=None,
                change_upper_pct=None, p_value=0.06, change_status="z",
            ),
        )
    )  # fmt: skip
    assert (row["Count, Year 2020"], row["Change\n(number)"], row["Change\n(per cent)"]) == (0, 5, "[z]")
    assert row["Verdict"] == "No clear change"


def test_a_suppressed_count_is_shorthand_in_every_cell_about_it() -> None:
    hidden = with_verdict(
        figure(2021, None, status="c", not_known=None, compared_with="Year 2020", comparison="full", change_status="c"),
        PRECEDING,
    )
    row = only_row(result_of(figure(2020, 10), hidden))
    assert [row[name] for name in ("Count, Year 2021", "Not known, Year 2021", "Change\n(number)")] == ["[c]"] * 3
    assert row["Verdict"] == "Not tested"


def test_a_count_may_be_shown_whose_not_known_is_suppressed() -> None:
    row = only_row(result_of(figure(2020, 10), compared(not_known=None)))
    assert (row["Count, Year 2021"], row["Not known, Year 2021"]) == (5, "[c]")


def test_the_counts_of_the_months_compared_stand_apart_where_they_are_not_the_whole() -> None:
    part = compared(comparison="like_for_like", compared_count=4, comparator_count=10, change=-6, notes=[changed("A")])
    row = only_row(result_of(figure(2020, 10), part))
    assert row["Count, Year 2021"] == 5
    assert row["Count in the months compared, Year 2021"] == 4
    assert row["Comparability"] == "Like for like: the same months of both"


def test_the_covered_part_of_a_period_is_its_heading() -> None:
    before = figure(2020, 10, period="Apr to Dec 2020", days_covered=275)
    row = only_row(result_of(before, compared(compared_with="Apr to Dec 2020")))
    assert row["Count, Apr to Dec 2020"] == 10


def test_a_change_since_the_baseline_stands_in_columns_of_its_own() -> None:
    base = {
        "baseline": "Year 2019", "baseline_comparison": "full", "baseline_change": -20, "baseline_change_pct": -80.0,
        "baseline_lower_pct": -94.0, "baseline_upper_pct": -45.0, "baseline_p_value": 0.0003,
    }  # fmt: skip
    row = only_row(result_of(figure(2020, 10), compared(**base, desired="fall")))
    assert (row["Change since Year 2019\n(number)"], row["Change since Year 2019\n(per cent)"]) == (-20, -80)
    assert (row["Upper 95% limit of change since Year 2019\n(per cent)"], row["p-value since Year 2019"]) == (
        -45,
        0.0003,
    )
    assert (row["Verdict"], row["Verdict since Year 2019"]) == ("No clear change", "Better")
    assert not any(
        "since" in name for name in only_row(result_of(figure(2020, 10), compared(**{**base, "baseline": "Year 2020"})))
    )


def test_drift_gives_the_range_and_is_said_in_words() -> None:
    row = only_row(
        result_of(
            figure(2020, 10),
            compared(drift_field="weapon", change_if_known_min_pct=-80.1, change_if_known_max_pct=397.3),
        )
    )
    assert row["Greatest change if all were known\n(per cent)"] == 397.3
    assert row["Comparability"] == "Comparable; the share that is not known moved"
    assert row["Verdict"] == "No verdict: recording changed"


def test_a_per_cent_of_a_small_base_is_marked_beside_the_notes_and_explained() -> None:
    book = opened(result_of(figure(2020, 1), compared(change_status="u", comparator_count=1, change_pct=400.0)))
    (row,) = rows_of(book, "ours_2021")
    assert (row["Change\n(per cent)"], row["Notes"]) == (400, "[u]")
    above = [cell.value for (cell,) in book["ours_2021"].iter_rows(max_row=6, max_col=1)]
    assert "Shorthand used in this table: [u] low reliability." in above


def test_notes_are_numbered_once_each_and_marked_in_the_row() -> None:
    titled = measure(published_as="burglaries")
    result = result_of(
        figure(2020, 10, status="p", notes=[MAY_GROW]),
        compared(notes=[changed("Of old"), MAY_GROW]),
        measures=[titled],
    )
    book = opened(result)
    assert rows_of(book, "ours_2021")[0]["Notes"] == "[p][note 1][note 2][note 3]"
    assert rows_of(book, "Notes") == [
        {"Note number": "note 1", "Note text": "Published as: burglaries."},
        {"Note number": "note 2", "Note text": "Recording changed: Of old."},
        {
            "Note number": "note 3",
            "Note text": "Provisional: the police extracts may still grow from 1 October 2020 on.",
        },
    ]


def test_without_a_note_there_is_no_sheet_of_notes_and_no_column_of_them() -> None:
    book = opened(result_of(figure(2020, 10), compared()))
    assert "Notes" not in book.sheetnames
    assert "Notes" not in rows_of(book, "ours_2021")[0]


def test_what_was_said_of_the_change_before_is_not_said_again() -> None:
    before = figure(2020, 10, compared_with="Year 2019", notes=[changed("long ago"), NO_FILE])
    book = opened(result_of(before, compared()))
    assert [row["Note text"] for row in rows_of(book, "Notes")] == ["Not available: the project has no police extract."]


def test_an_indicator_is_shown_with_its_tenths_among_counts() -> None:
    risen = {"compared_with": "Year 2020", "comparison": "full", "change": 0.25, "change_pct": 5.7}
    share = {"unit": "figure", "value_unit": "%", "not_known": None, "position": 2, "title": "Absence"}
    result = result_of(
        figure(2020, 10), compared(), figure(2020, None, value=4.4, **share),
        figure(2021, None, value=4.65, **risen, **share),
        measures=[measure(), measure("absence", "Absence", unit="figure")],
    )  # fmt: skip
    book = opened(result)
    thefts, absence = rows_of(book, "ours_2021")
    assert (thefts["Figure, Year 2021"], absence["Figure, Year 2021"], absence["Unit"]) == (5, 4.65, "per cent")
    assert (absence["Not known, Year 2021"], absence["p-value"]) == ("[z]", "[z]")
    place = [cell.value for cell in book["ours_2021"][6]].index("Figure, Year 2021")
    assert [book["ours_2021"][row][place].number_format for row in (7, 8)] == ["#,##0", "#,##0.0"]


BASE = {
    "baseline": "Year 2019", "baseline_comparison": "full", "baseline_now": 5, "baseline_before": 25,
    "baseline_change": -20, "baseline_change_pct": -80.0, "baseline_lower_pct": -94.0, "baseline_upper_pct": -45.0,
    "baseline_p_value": 0.0003, "baseline_dispersion": 1.0,
}  # fmt: skip


def test_all_periods_stand_side_by_side_with_the_change_since_the_baseline_and_its_verdict_last() -> None:
    result = result_of(figure(2020, 10, not_known=2), compared(**BASE, not_known=1, desired="fall"))
    (row,) = rows_of(opened(result), "ours")
    assert row == {
        "Measure": "Thefts",
        "Group": "Crime",
        "Unit": "offences",
        "Count, Year 2020": 10,
        "Count, Year 2021": 5,
        "Not known, Year 2020": 2,
        "Not known, Year 2021": 1,
        "Change since Year 2019\n(number)": -20,
        "Change since Year 2019\n(per cent)": -80,
        "Lower 95% limit of change since Year 2019\n(per cent)": -94,
        "Upper 95% limit of change since Year 2019\n(per cent)": -45,
        "p-value since Year 2019": 0.0003,
        "Verdict since Year 2019": "Better",
        "What the verdict since Year 2019 rests on": "Unlikely to be chance (p < 0.001).",
        "Direction wanted": "Decrease",
    }


def test_side_by_side_without_a_baseline_the_change_is_since_the_period_before() -> None:
    (row,) = rows_of(opened(result_of(figure(2020, 10), compared())), "ours")
    assert (row["Change since Year 2020\n(number)"], row["Verdict since Year 2020"]) == (-5, "No clear change")


def test_side_by_side_stand_the_shorthand_for_what_is_hidden_or_not_there_and_its_notes() -> None:
    hidden = figure(2020, None, status="c", not_known=None)
    gone = figure(2021, None, status="x", notes=[NO_FILE])
    (row,) = rows_of(opened(result_of(hidden, gone)), "ours")
    assert [row[f"Count, Year {year}"] for year in (2020, 2021)] == ["[c]", "[x]"]
    assert row["Notes"] == "[note 1]"


def test_side_by_side_are_no_notes_of_a_change_that_is_not_there() -> None:
    widened = Note(Kind.WIDENED, numbers={"dispersion": 2.0})
    since_baseline = replace(widened, numbers={"dispersion": 3.0}, baseline="Year 2019")
    result = result_of(figure(2020, 10), compared(**BASE, notes=[widened, since_baseline]))
    book = opened(result)
    (board,), (pair,) = rows_of(book, "ours"), rows_of(book, "ours_2021")
    assert (board["Notes"], pair["Notes"]) == ("[note 1]", "[note 2][note 1]")
    assert "3.0 times" in rows_of(book, "Notes")[0]["Note text"]


def test_a_note_needs_no_other_before_it() -> None:
    shares = {"drift_before": 0.1, "drift_now": 0.3}
    parts = {"title": "weapon", "units": "attendances", "now": "2021", "way": "fall", "alone": True}
    most = {"change_if_known_min_pct": -80.0, "change_if_known_max_pct": 390.0}
    notes = [
        Note(Kind.DRIFT, {**parts, "before": "2020"}, shares),
        Note(Kind.RANGE, numbers=most),
        Note(Kind.DRIFT, {**parts, "before": "2019", "again": True}, shares, baseline="2019"),
        Note(Kind.RANGE, numbers=most, baseline="2019"),
    ]
    texts = [row["Note text"] for row in rows_of(opened(result_of(figure(2020, 10), compared(notes=notes))), "Notes")]
    assert [text.split(": ")[0] for text in texts if "weapon" in text] == [
        f"The weapon was not recorded for 30% of the attendances in question in 2021, 10% in {year}"
        for year in (2020, 2019)
    ]
    assert all("If all were known, the change could lie between" in text for text in texts if "weapon" in text)


def test_why_there_is_no_rate_is_a_note_and_how_rates_are_made_stands_on_the_cover() -> None:
    why = Note(Kind.NO_POPULATIONS)
    rates = [
        PopulationRate(population=1000, rate=1000.0, rate_lower_95=480.0, rate_upper_95=1840.0),
        PopulationRate(rate_status="x", rate_notes=(why,)),
    ]
    book = opened(result_of(*(figure(2020 + i, 10, rate=rate) for i, rate in enumerate(rates))))
    (row,) = rows_of(book, "ours")
    assert (row["Rate per 100,000, Year 2020"], row["Rate per 100,000, Year 2021"]) == (1000, "[x]")
    assert [each["Note text"] for each in rows_of(book, "Notes")] == [note_words(why)]
    cover = [str(cell.value) for (cell,) in book["Cover"].iter_rows(max_col=1)]
    assert any(line.startswith("Rates by area of incident: incidents in the area") for line in cover)


def test_areas_stand_beside_the_measures_where_there_are_several() -> None:
    places = ("Merseyside", "Wirral")
    result = result_of(*(figure(year, 3, area=area) for area in places for year in (2020, 2021)), by=("area",))
    assert [row["Area"] for row in rows_of(opened(result), "ours")] == [*places]


def test_each_row_says_which_part_of_a_period_it_counts_where_rows_differ() -> None:
    part = figure(2020, 4, position=2, title="Fires", period="Apr to Dec 2020", days_covered=275)
    result = result_of(
        figure(2020, 10), compared(), part, figure(2021, 5, position=2, title="Fires", compared_with="Apr to Dec 2020"),
        measures=[measure(), measure("fires", "Fires")],
    )  # fmt: skip
    for name in ("ours", "ours_2021"):
        rows = rows_of(opened(result), name)
        assert [row["Count, Year 2020"] for row in rows] == [10, 4]
        assert [row["Part counted, Year 2020"] for row in rows] == ["Year 2020", "Apr to Dec 2020"]


def test_headings_and_the_line_of_periods_name_the_months_that_are_counted() -> None:
    now, before = (((date(year, 4, 1), date(year, 12, 31)),) for year in (2021, 2020))
    counts = {"compared_count": 4, "comparator_count": 10}
    note = Note(Kind.LIKE_FOR_LIKE, {"now": now, "before": before, "without": ()}, counts)
    part = figure(2020, 10, period="Apr to Dec 2020", days_covered=275)
    whole = compared(compared_with="Apr to Dec 2020", comparison="like_for_like", compared_count=4, notes=[note])
    book = opened(result_of(part, whole))
    assert only_heading(book, "Count in the months compared") == ["Apr to Dec 2020", "Apr to Dec 2021"]
    above = [cell.value for (cell,) in book["ours_2021"].iter_rows(max_row=4, max_col=1)]
    assert "Periods: Jan to Dec 2021, compared with Apr to Dec 2020." in above


def test_side_by_side_stand_the_counts_that_the_change_is_of_where_they_are_not_the_whole() -> None:
    part = compared(comparison="like_for_like", compared_count=4, comparator_count=9, change=-5)
    (row,) = rows_of(opened(result_of(figure(2020, 10), part)), "ours")
    what = "Count in the months compared since Year 2020"
    assert [row[f"{what}, Year {year}"] for year in (2020, 2021)] == [9, 4]


def only_heading(book: Any, what: str) -> list[str]:
    """Return the periods of the columns of a kind."""
    (row,) = rows_of(book, "ours_2021")
    return [name.removeprefix(f"{what}, ") for name in row if name.startswith(what)]


def test_a_note_of_thousands_of_letters_goes_on_in_rows() -> None:
    long = "; ".join(f"Ward {number} has no record of that kind" for number in range(400))
    book = opened(result_of(figure(2020, 10), compared(notes=[changed(long)])))
    rows = rows_of(book, "Notes")
    assert [row["Note number"] for row in rows[:2]] == ["note 1", "note 1 continued"]
    assert max(len(row["Note text"]) for row in rows) <= 400
    assert " ".join(row["Note text"] for row in rows) == f"Recording changed: {long}."
    assert faults_of(figures_as_workbook(result_of(figure(2020, 10), compared(notes=[changed(long)])))) == []


@pytest.mark.parametrize("size", [0, 1, 399, 400, 401, 5000])
@pytest.mark.parametrize("letters", ["a", "ab ", "One thing. ", "one, two; "])
def test_the_parts_of_a_text_are_short_and_lose_no_letter(letters: str, size: int) -> None:
    text = (letters * size)[:size].strip()
    parts = in_parts(text)
    assert max(map(len, parts)) <= 400
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([3], "note 3"), ([2, 1, 3], "notes 1 to 3"), ([1, 2, 9, 4], "notes 1 to 2, note 4 and note 9")],
)
def test_which_notes_are_meant(numbers: list[int], words: str) -> None:
    assert numbers_in_words(numbers) == words


def test_sheets_are_printed_on_a4_upright_or_across_with_their_headings_and_numbers() -> None:
    book = opened(result_of(figure(2020, 10), compared(notes=[changed("A")])))
    pages = {sheet.title: (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) for sheet in book}
    assert pages == {
        "Cover": ("portrait", 1), "Contents": ("portrait", 1), "Notes": ("portrait", 1), "ours": ("landscape", 1),
        "ours_2021": ("landscape", 1),
    }  # fmt: skip
    assert {sheet.oddFooter.center.text for sheet in book} == {"&A, page &P of &N"}
    assert book["ours"].print_title_rows == "$5:$5"


def test_a_sheet_too_wide_for_a_page_names_its_measures_on_each() -> None:
    result = result_of(figure(2020, 10), compared(**BASE, drift_field="weapon", comparison="like_for_like", change=1))
    sheet = opened(result)["ours_2021"]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (2, "$A:$A")


def test_the_cover_says_whom_to_ask_or_that_nobody_is_named() -> None:
    result = result_of(figure(2020, 10), compared())
    publisher = Publisher(name="The partnership", contact="01234 567890")
    asked = replace(result, evidence=replace(result.evidence, publisher=publisher))
    covers = [[cell.value for (cell,) in opened(each)["Cover"].iter_rows(max_col=1)] for each in (result, asked)]
    assert covers[0][-2:] == ["Contact", NO_CONTACT]
    assert covers[1][-2:] == ["Contact", "Contact: 01234 567890."]
    assert "Published by: The partnership." in covers[1]


def test_an_indicator_whose_latest_figure_is_lacking_keeps_its_tenths() -> None:
    share = {"unit": "figure", "value_unit": "%", "not_known": None, "title": "Absence"}
    result = result_of(
        figure(2020, None, value=9.7, **share),
        figure(2021, None, status="x", compared_with="Year 2020", notes=[NO_FILE], **share),
        measures=[measure("absence", "Absence", unit="figure")],
    )
    for name in ("ours", "ours_2021"):
        sheet = opened(result)[name]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == 9.7]
        assert [cell.number_format for cell in cells] == ["#,##0.0"]


def test_breakdowns_have_columns_and_rows_of_their_own() -> None:
    kinds = [{"by": {"age_band": band}} for band in ("all", "10-17")]
    result = result_of(
        figure(2020, 10, **kinds[0]), compared(**kinds[0]), figure(2020, 3, **kinds[1]), compared(**kinds[1]),
        by=("age_band",),
    )  # fmt: skip
    rows = rows_of(opened(result), "ours_2021")
    assert [(row["Age group"], row["Count, Year 2020"]) for row in rows] == [("all", 10), ("10-17", 3)]


def test_a_period_without_another_stands_alone() -> None:
    book = opened(result_of(figure(2021, 5)))
    assert book.sheetnames[-1] == "ours_2021"
    assert "Change\n(number)" not in rows_of(book, "ours_2021")[0]


def test_sheets_of_long_names_stay_apart() -> None:
    result = result_of(figure(2020, 1), figure(2021, 2))  # neither compared: a sheet each
    long = "a_table_with_quite_a_long_name_indeed"
    table = replace(result.tables[0], id=long)
    result = replace(result, tables=[table], figures=[replace(each, table=long) for each in result.figures])
    names = opened(result).sheetnames[2:]
    assert len({name.casefold() for name in names}) == 3
    assert all(len(name) <= 31 for name in names)


def test_two_workbooks_of_one_result_have_the_same_cells() -> None:
    result = result_of(figure(2020, 10), compared(notes=[changed("A")]))
    assert cells_fingerprint(figures_as_workbook(result)) == cells_fingerprint(figures_as_workbook(result))


@pytest.mark.parametrize("text", ["=1+1", "@cell", "http://example.org", "12", "[see](elsewhere)", "$$note$$ 1"])
def test_a_title_is_text_whatever_it_looks_like(text: str) -> None:
    (row,) = rows_of(opened(result_of(figure(2021, 5, title=text))), "ours_2021")
    assert row["Measure"] == text.replace("](", "] (").replace("$$", "$ $")


def test_words() -> None:
    assert verdict_cell(PRECEDING.of(compared(p_value=0.049, desired="fall"))) == "Better"
    assert verdict_cell(PRECEDING.of(compared(p_value=None))) == "Not tested"
    assert verdict_cell(PRECEDING.of(figure(2021, 5))) == "[z]"
    assert comparability(compared(comparison="raw")) == "Not like for like: days covered differ"
    assert comparability(compared(change_status="b")) == "[b] Recording changed"
    assert (unit_words(compared(unit="victim_incident")), readable(" "), readable("?")) == (
        "victim incidents",
        "[z]",
        "? (as recorded)",
    )
    assert (
        shorthand_key(["[z]", 1, "[p][note 1]"]) == "Shorthand used in this table: [z] not applicable, [p] provisional."
    )
    assert shorthand_key(["No note"]) == ""


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (["2021"], "2021"),
        (["Jan to Mar 2021", "Apr to Jun 2021"], "Jan to Mar 2021 and Apr to Jun 2021"),
        (
            [f"Jan to Mar {year}" for year in range(2010, 2020)],
            "10, the first Jan to Mar 2010, the last Jan to Mar 2019",
        ),
    ],
)
def test_periods_of_the_cover_read_well_where_each_is_a_span(labels: list[str], words: str) -> None:
    assert periods_in_words(labels) == words


def test_a_workbook_is_made_in_memory_and_the_same_in_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    result = result_of(figure(2020, 10), compared())

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a killed run would leave this file")

    for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refuse)
    one = figures_as_workbook(result)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert figures_as_workbook(result) == one
