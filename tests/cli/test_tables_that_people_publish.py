"""Tables that people publish, from the file to the printed figure: what is not stated is no zero."""

from __future__ import annotations

import csv
import io

import pytest
from command_desk import Desk

FILES = {
    "definitions/mappings/wide.yaml": """
        id: wide
        title: Admissions, a month in each column
        source: admissions
        area_basis: residence
        area_unknown: not_known
        fill_down: [District]
        unpivot: {format: Mon-YY, name: Month, value: Count}
        columns:
          recorded_date: {column: Month, format: Mon-YY}
          cause: Cause
          area: {column: District, by: name}
          count: Count
        """,
    "svtool.yaml": """
        tables: [injuries]
        areas: merseyside
        periods: {kind: month, from: 2021-04, to: 2021-06}
        sources: {admissions: {files: admissions.csv, mapping: wide}}
        """,
    "admissions.csv": """
        Table 3: Admissions for assault,,,,,
        District,Cause,Apr-21,May-21,Jun-21 [p],Total
        Liverpool,X99 Sharp object,"1,210","1,204 [1]",1199r,3613
        ,Y04 Bodily force,400,410,420,1230
        Liverpool total,,1610,1614,1619,4843
        Wirral,X99 Sharp object,50,52,[c],
        ,Y04 Bodily force,90,95,91,277
        ,,,,,
        [1] Some were recorded late.,,,,,
        """,
}


@pytest.fixture
def published(desk: Desk) -> Desk:
    """A project whose extract is a table as a website has it."""
    for name, content in FILES.items():
        desk.write(name, content)
    return desk


def figures(desk: Desk, measure: str) -> dict[tuple[str, str], dict[str, str]]:
    ran = desk.run("measures", "--by", "area", "--format", "csv")
    assert ran.code == 0
    rows = csv.DictReader(io.StringIO(ran.out))
    return {(row["area"], row["period"]): row for row in rows if row["measure_id"] == measure}


def test_a_table_with_a_column_for_each_month_is_counted(published: Desk) -> None:
    found = figures(published, "admissions_assault")
    months = ("Apr 2021", "May 2021", "Jun 2021")
    assert [found["Merseyside", month]["count"] for month in months] == ["1750", "1761", "1710"]
    assert [found["Liverpool", month]["count"] for month in months] == ["1610", "1614", "1619"]


def test_a_count_that_is_not_stated_is_no_zero_and_no_fall(published: Desk) -> None:
    found = figures(published, "admissions_sharp")
    wirral, whole, liverpool = (found[area, "Jun 2021"] for area in ("Wirral", "Merseyside", "Liverpool"))
    assert (wirral["count"], wirral["status"], wirral["change_pct"]) == ("", "x", "")
    assert "state no number" in wirral["notes"]
    assert (whole["count"], whole["change_pct"], whole["verdict"]) == ("1199", "", "no verdict: not comparable")
    assert "At least this number: 1 count that belongs to it is not stated. Not compared." in whole["notes"]
    assert (liverpool["count"], liverpool["verdict"]) == ("1199", "no clear change")


def test_what_a_symbol_may_be_makes_a_range(published: Desk) -> None:
    mapping = FILES["definitions/mappings/wide.yaml"]
    said = mapping.replace("count: Count", "count: {column: Count, suppressed: {'[c]': [1, 7]}}")
    published.write("definitions/mappings/wide.yaml", said)
    wirral = figures(published, "admissions_sharp")["Wirral", "Jun 2021"]
    assert (wirral["count"], wirral["not_known"], wirral["status"]) == ("1", "6", "")


def test_validate_reads_it_as_its_mapping_says_and_tells_of_totals_that_differ(published: Desk) -> None:
    told = published.run("validate", "admissions.csv").out
    assert "mapping wide, as its header tells" in told
    assert "28 rows read" not in told
    assert "S07" in told
    assert "in line 7, says 277, its parts 276" in told
    assert "no number is stated; what it may be is not known ([c])" in told


@pytest.mark.slow
@pytest.mark.parametrize("command", ["count", "trend", "report"])
def test_other_commands_read_it_too(published: Desk, command: str) -> None:
    options = {
        "count": ("--source", "admissions", "--where", "cause: X99"),
        "trend": ("--measure", "admissions_sharp"),
        "report": ("--out", "report.html"),
    }
    ran = published.run(command, *options[command])
    assert ran.code == 0
    assert "1000000000" not in ran.out.replace(",", "")
