"""`--hot`: which areas have a higher rate than chance and looking at so many explain."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date, timedelta

import openpyxl
import pytest
from accessible_workbook import faults_of
from command_desk import Desk, Ran
from openpyxl.worksheet.worksheet import Worksheet
from small_project import HEADER, PROJECT

import svtool
from svtool.figures.contract import PLACES, columns

CODES = {"Knowsley": 11, "Liverpool": 12, "St. Helens": 13, "Sefton": 14, "Wirral": 15}
EVEN = {"Knowsley": 50, "Liverpool": 50, "St. Helens": 50, "Sefton": 50}
HIGHER = "higher than chance and looking at 5 places explain"


def bring(desk: Desk, robberies: Mapping[str, int], without: str = "", **lines: str) -> None:
    """Write a project of 2021 with so many robberies in each area, spread over the year, of 20,000 people each."""
    written = PROJECT.replace("mapping: standard", "mapping: standard, area_basis: incident, holds: all")
    written = written.replace("years: [2020, 2021], baseline: 2020", "years: [2021]")
    desk.write("svtool.yaml", f"{written}populations: people.csv\n")
    rows = [
        f"R{area}{number},{date(2021, 1, 1) + timedelta(days=number * 365 // count)},34B,N,N,N,30,{area}"
        for area, count in robberies.items()
        for number in range(count)
    ]
    desk.write("extracts/police.csv", "\n".join([HEADER, *rows]) + "\n")
    people = [f"E080000{code},2021,,,20000,ours,us" for area, code in CODES.items() if area != without]
    whole = ["E23000004,2021,,,100000,ours,us"]
    header = "area_code,year,age_lo,age_hi,population,series,source"
    desk.write("people.csv", "\n".join([header, *people, *whole]) + "\n")


def places(ran: Ran) -> dict[str, dict[str, str]]:
    """Return the rows of all offences by area."""
    assert ran.code == 0, ran.err
    rows = csv.DictReader(io.StringIO(ran.out))
    return {each["area"]: each for each in rows if each["position"] == "1"}


def verdicts(ran: Ran) -> dict[str, str]:
    return {area: each["place_verdict"] for area, each in places(ran).items()}


def asked(desk: Desk, *more: str) -> Ran:
    return desk.run("count", "--hot", "--format", "csv", *more)


def test_the_one_place_that_is_higher_is_named_with_its_ratio_to_the_others(desk: Desk) -> None:
    bring(desk, {**EVEN, "Wirral": 120})
    found = places(asked(desk))
    wirral = found["Wirral"]
    assert (wirral["place_verdict"], wirral["places_compared"], wirral["rate_ratio"]) == (HIGHER, "5", "2.4")
    assert float(wirral["rate_ratio_lower"]) > 1
    assert {found[area]["place_verdict"] for area in EVEN} == {"not shown"}
    assert found["Merseyside"]["place_verdict"] == found["Merseyside"]["places_compared"] == ""
    printed = desk.run("count", "--hot").out
    assert "looking at 5 places" in printed
    assert re.search(rf"2021: Wirral \(2\.40 times the others, 1\.\d\d to 3\.\d\d\) is {HIGHER}\.", printed)
    assert "Higher or lower is said where chance" in " ".join(printed.split())


def test_hot_is_by_area_and_with_rates_and_its_columns_follow_those_of_rates(desk: Desk) -> None:
    bring(desk, {**EVEN, "Wirral": 50})
    header = asked(desk).out.splitlines()[0]
    assert header == ",".join(columns(("area",), rates=True, places=True))
    assert header.endswith(",".join(PLACES))
    frame = svtool.count(project=str(desk.folder / "svtool.yaml"), hot=True)
    assert list(frame["places_compared"].dropna().unique()) == [5]
    assert any("no place is shown to be higher" in each for each in frame.attrs["remarks"])


def test_a_place_is_not_named_where_what_is_not_known_could_undo_it(desk: Desk) -> None:
    bring(desk, {**EVEN, "Wirral": 120, "": 250})
    assert verdicts(asked(desk))["Wirral"] == "not shown: what is not known could undo it"
    printed = " ".join(desk.run("count", "--hot").out.split())
    assert "2021: Wirral would differ, but what is not known could undo it." in printed


@pytest.mark.slow
def test_a_place_without_people_is_not_looked_at_and_its_events_are_in_no_other(desk: Desk) -> None:
    bring(desk, {**EVEN, "Sefton": 900, "Wirral": 120}, without="Sefton")
    found = places(asked(desk))
    assert found["Sefton"]["place_verdict"].startswith("not looked at")
    assert (found["Wirral"]["places_compared"], found["Wirral"]["rate_ratio"]) == ("4", "2.4")
    assert "Not looked at, for want of a rate or of another place: Sefton." in desk.run("count", "--hot").out


@pytest.mark.slow
def test_of_few_events_no_place_is_named(desk: Desk) -> None:
    bring(desk, {"Knowsley": 1, "Wirral": 18})
    assert set(verdicts(asked(desk)).values()) == {"", "not shown: fewer than 20 in all places together"}


def test_under_a_policy_suppressed_counts_change_nothing_that_is_said(desk: Desk) -> None:
    """Three areas hide 3, 2 and 4: the other way round, every byte is the same."""
    printed = []
    for hidden in ({"Knowsley": 3, "Sefton": 2, "St. Helens": 4}, {"Knowsley": 2, "Sefton": 4, "St. Helens": 3}):
        bring(desk, {**EVEN, **hidden, "Wirral": 120})
        printed.append(asked(desk, "--disclosure", "threshold_5"))
    assert printed[0].out == printed[1].out
    found = places(printed[0])
    assert {found[area]["place_verdict"] for area in ("Knowsley", "Sefton", "St. Helens")} == {
        "not told: disclosure policy"
    }
    wirral = found["Wirral"]
    assert (wirral["place_verdict"], wirral["rate_ratio"], wirral["places_dispersion"]) == (HIGHER, "", "1")


@pytest.mark.slow
def test_where_a_policy_rounds_nothing_is_told_of_places(desk: Desk) -> None:
    bring(desk, {**EVEN, "Wirral": 120})
    found = asked(desk, "--disclosure", "nhs")
    assert set(verdicts(found).values()) == {"", "not told: disclosure policy"}
    assert all(each["rate_ratio"] == each["places_dispersion"] == "" for each in places(found).values())


@pytest.mark.parametrize("command", ["count", "measures"])
def test_without_areas_there_are_no_places(desk: Desk, command: str) -> None:
    bring(desk, {"Wirral": 30})
    written = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", written.replace("areas: merseyside\n", "").replace("populations: people.csv\n", ""))
    ran = desk.run(command, "--hot")
    assert ran.code == 2
    assert "--hot: the project names no areas" in ran.err


@pytest.mark.slow
def test_a_workbook_has_the_places_in_columns_and_says_on_its_cover_how_they_are_compared(desk: Desk) -> None:
    bring(desk, {**EVEN, "Wirral": 120})
    assert desk.run("count", "--hot", "--format", "xlsx", "--out", "hot.xlsx").code == 0
    written = (desk.folder / "hot.xlsx").read_bytes()
    assert faults_of(written) == []
    book = openpyxl.load_workbook(io.BytesIO(written))
    (rows,) = [rows for rows in map(table_in, book.worksheets) if "Looking at many places, 2021" in rows[0]]
    wirral = next(dict(zip(rows[0], row, strict=True)) for row in rows if "Wirral" in row)
    assert wirral["Looking at many places, 2021"] == HIGHER
    assert wirral["Rate over that of all other places, 2021"] == 2.4
    assert any("limits that hold for all places at once" in str(cell.value) for cell in book["Cover"]["A"])


def table_in(sheet: Worksheet) -> list[tuple[object, ...]]:
    """Return the rows of the one table of a sheet; a row of nothing on one without."""
    found = [sheet[table.ref] for table in sheet.tables.values()]
    return [tuple(cell.value for cell in row) for row in found[0]] if found else [()]
