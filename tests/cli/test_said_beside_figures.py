"""What bears on a printed figure stands beside it in every output: what did not count, and what is little known."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from command_desk import Desk
from small_project import police_csv

CANCELLED = "police: rows left out: 2 cancelled."
TABLES = """
id: {name}
title: {title}
groups:
  - title: All
    measures:
      - {{id: {name}_all, title: {title}, source: {source}, unit: {unit}}}
"""
PROJECT = """
tables: [offences, calls]
areas: merseyside
periods: {kind: calendar, years: [2020, 2021]}
sources:
  police: {files: extracts/police.csv, mapping: standard}
  ambulance: {files: extracts/ambulance.csv, mapping: standard}
"""


@pytest.fixture
def beside(desk: Desk) -> Desk:
    """Offences of which two are cancelled, in one table; in another, ambulance calls that all count."""
    header, *records = police_csv().splitlines()
    marked = [f"{header},cancelled", *(f"{each},{'Y' if i in {40, 500} else ''}" for i, each in enumerate(records))]
    desk.write("extracts/police.csv", "\n".join(marked) + "\n")
    calls = [f"A{month},2021-{month:02}-03,Wirral" for month in range(1, 13)]
    desk.write("extracts/ambulance.csv", "\n".join(["reference,recorded_date,area", *calls]) + "\n")
    for name, source, unit in (("offences", "police", "offence"), ("calls", "ambulance", "incident")):
        text = TABLES.format(name=name, title=name.capitalize(), source=source, unit=unit)
        desk.write(f"definitions/tables/{name}.yaml", text)
    desk.write("svtool.yaml", PROJECT)
    return desk


def test_cancelled_records_are_told_under_the_tables_of_their_source_whatever_else_was_left_out(beside: Desk) -> None:
    offences, calls = beside.run("measures").out.split("\nCalls\n")
    assert CANCELLED in offences.splitlines()
    assert "cancelled" not in calls


def test_the_rows_of_a_csv_say_what_did_not_count_of_their_source(beside: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(beside.run("measures", "--format", "csv").out)))
    assert {row["source"]: CANCELLED in row["notes"] for row in rows} == {"police": True, "ambulance": False}


@pytest.mark.slow
def test_json_page_and_workbook_say_it_too(beside: Desk) -> None:
    assert CANCELLED in json.loads(beside.run("measures", "--format", "json").out)["remarks"]
    assert beside.run("report", "--out", "page.html").code == 0
    assert CANCELLED in (beside.folder / "page.html").read_text(encoding="utf-8")
    assert beside.run("measures", "--format", "xlsx", "--out", "figures.xlsx").code == 0
    book = openpyxl.load_workbook(beside.folder / "figures.xlsx")
    saying = {
        sheet.title
        for sheet in book
        if any(CANCELLED in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    }
    assert saying == {"Notes"}
    pointing = {
        sheet.title: [str(row[0]) for row in sheet.iter_rows(values_only=True) if "behind this table" in str(row[0])]
        for sheet in book
    }
    assert pointing["offences_2021"] == [
        "What must be said of the records behind this table: note 1 on the Notes worksheet."
    ]
    assert pointing["calls_2021"] == [
        "What must be said of the records behind this table: note 2 on the Notes worksheet."
    ]
    assert ("note 1", CANCELLED) in [row[:2] for row in book["Notes"].iter_rows(values_only=True)]


def test_a_series_of_months_says_it_in_its_notes_and_in_every_row(beside: Desk) -> None:
    assert CANCELLED in beside.run("trend", "--measure", "offences_all").out.splitlines()
    rows = list(csv.DictReader(io.StringIO(beside.run("trend", "--measure", "offences_all", "--format", "csv").out)))
    assert rows and all(CANCELLED in row["notes"] for row in rows)


def test_a_count_says_it_as_a_table_does(beside: Desk) -> None:
    assert CANCELLED in beside.run("count").out.splitlines()


LITTLE = "Not known and without a row, as it is less than 1% of each figure; the most of one figure: {}."
AGE = 6  # its place in the small extract


def without_age(desk: Desk, ageless: range) -> None:
    """Write the small extract; the ages of some of its records are blank."""
    header, *records = (line.split(",") for line in police_csv().splitlines())
    for number in ageless:
        records[number][AGE] = ""
    desk.write("extracts/police.csv", "".join(",".join(line) + "\n" for line in (header, *records)))


def test_what_is_not_known_stands_below_the_table_where_it_is_too_little_for_a_row(desk: Desk) -> None:
    without_age(desk, range(365, 367))  # one of each year
    out = desk.run("count", "--where", "victim_age: {lt: 25}").out
    assert [line for line in out.splitlines() if line.strip().startswith("not known")] == []
    assert LITTLE.format("Offences: victim age under 25 1") in out.splitlines()
    assert "Not known and without" not in desk.run("count").out, "nothing is open where the rule asks nothing"


def test_what_is_not_known_stands_in_a_row_where_it_matters(desk: Desk) -> None:
    without_age(desk, range(0, 366, 10))
    out = desk.run("count", "--where", "victim_age: {lt: 25}").out
    assert ["not", "known", "37", "0"] in [line.split() for line in out.splitlines()]
    assert "Not known and without" not in out


# Records without a date.

UNDATED = "3 offences without a date that can be read may belong here, and are not counted."


@pytest.fixture
def undated(desk: Desk) -> Desk:
    """The small project; three of its offences were recorded on no day that a calendar has, one of them in Sefton."""
    header, *records = (line.split(",") for line in police_csv().splitlines())
    for number in (40, 400, 500):
        records[number][1] = "2021-02-30"
    records[40][-1] = "Sefton"
    desk.write("extracts/police.csv", "".join(",".join(line) + "\n" for line in (header, *records)))
    return desk


def test_what_is_undated_has_a_row_and_a_note_in_the_table(undated: Desk) -> None:
    lines = undated.run("count").out.splitlines()
    assert ["undated", "[1]", "3", "3"] in [line.split() for line in lines]
    assert any(line.startswith("[1] Without a date that can be read, and not counted: each may") for line in lines)


def test_what_is_undated_has_a_column_and_widens_the_range_if_known(undated: Desk) -> None:
    before, now = csv.DictReader(io.StringIO(undated.run("count", "--format", "csv").out))
    assert [(row["count"], row["not_known"], row["undated"]) for row in (before, now)] == [
        ("365", "0", "3"),
        ("728", "0", "3"),
    ]
    assert all(UNDATED in row["notes"] for row in (before, now))
    assert float(now["change_if_known_min_pct"]) == pytest.approx(100 * (728 / 368 - 1))
    assert float(now["change_if_known_max_pct"]) == pytest.approx(100 * (731 / 365 - 1))


def test_areas_have_what_is_undated_of_their_own(undated: Desk) -> None:
    rows = csv.DictReader(io.StringIO(undated.run("count", "--by", "area", "--format", "csv").out))
    assert {row["area"]: row["undated"] for row in rows if row["period"] == "2021"} == {
        "Merseyside": "3", "Knowsley": "0", "Liverpool": "0", "Sefton": "1", "St. Helens": "0", "Wirral": "2",
    }  # fmt: skip


@pytest.mark.slow
def test_json_frame_page_workbook_and_series_have_it_too(undated: Desk) -> None:
    figures = json.loads(undated.run("count", "--format", "json").out)["figures"]
    assert [(row["undated"], UNDATED in row["notes"]) for row in figures] == [(3, True)] * 2
    assert undated.run("report", "--out", "page.html").code == 0
    page = (undated.folder / "page.html").read_text(encoding="utf-8")
    assert UNDATED in page and ">Undated</th>" in page
    assert undated.run("count", "--format", "xlsx", "--out", "figures.xlsx").code == 0
    sheet = openpyxl.load_workbook(undated.folder / "figures.xlsx")["count_2021"]
    found = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    headings = next(row for row in found if "Undated, 2021" in row)
    place = headings.index("Undated, 2021")
    assert found[found.index(headings) + 1][place] == "3"
    assert UNDATED in undated.run("trend", "--measure", "recorded_offences").out.splitlines()


def test_a_data_frame_has_it_as_a_number(undated: Desk) -> None:
    import svtool  # noqa: PLC0415

    assert svtool.count(project="svtool.yaml")["undated"].tolist() == [3, 3]


def test_under_a_policy_nothing_is_said_of_rows_that_cells_could_follow_from(undated: Desk) -> None:
    plain = undated.run("measures").out
    assert "police: 3 of 1,096 rows have no recorded date that can be read." in plain.splitlines()
    ran = undated.run("measures", "--by", "area", "--disclosure", "threshold_5", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert not any("recorded date that can be read" in row["notes"] for row in rows)
    of_whole = next(row for row in rows if row["area"] == "Merseyside" and row["measure_id"] == "recorded_offences")
    assert of_whole["undated"] == "", "3 are fewer than 5"
    assert "[c] offences without a date that can be read may belong here" in of_whole["notes"]
    table = undated.run("measures", "--disclosure", "threshold_5").out
    assert ["undated", "[1]", "[c]", "[c]"] in [line.split() for line in table.splitlines()]
