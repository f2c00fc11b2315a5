"""Codes of one census beside areas of the other: counted in the whole, told with what to do, and in no area."""

from __future__ import annotations

import csv
import io

import pytest
from command_desk import Desk

OF_2011, OF_BOTH, OF_LEEDS = "E01006720", "E01006412", "E01011264"
NEW = "E01034396"  # of 2021 only, when nobody counted its people in 2020
PROJECT = """
tables: [home_office]
areas: merseyside
parts: lsoas_2021
periods: {kind: calendar, years: [2020]}
sources:
  police: {files: police.csv, mapping: standard, area_basis: incident, from: 2020-01-01, to: 2020-12-31}
"""
RECORDS = f"""reference,recorded_date,offence_class,area
1,2020-02-05,8N,{OF_BOTH}
2,2020-03-06,8N,{OF_2011}
3,2020-04-06,8N,{OF_2011}
4,2020-05-06,8N,{OF_LEEDS}
"""
FAULT = "the code of an LSOA of another census than the areas are made of"


@pytest.mark.slow
def test_they_count_in_the_whole_and_measures_and_validate_say_so(desk: Desk) -> None:
    desk.write("police.csv", RECORDS)
    desk.write("svtool.yaml", PROJECT)
    ran = desk.run("count", "--by", "area", "--format", "csv")
    counts = {row["area"]: row["count"] for row in csv.DictReader(io.StringIO(ran.out))}
    assert (counts["Merseyside"], counts[OF_BOTH], counts["area not known"]) == ("3", "1", "2")
    assert f"2 cells of area can't be read ({FAULT}): not known" in ran.err
    rates = desk.run("count", "--by", "area", "--rates", "--format", "csv")
    notes = {row["area"]: row["rate_notes"] for row in csv.DictReader(io.StringIO(rates.out))}
    assert notes[NEW].startswith("No rate: there are no populations of these areas;")
    checked = desk.run("validate", "--project", "svtool.yaml", "--format", "csv")
    (found,) = (row for row in csv.DictReader(io.StringIO(checked.out)) if row["id"] == "V29")
    assert found["message"] == f"2 cells of area (1 LSOA) not of 2021, of which the areas are made: {OF_2011} (2)"
    assert found["remedy"].endswith("count by the others: parts: lsoas_2011 in the project file.")


def test_what_it_advises_mends_it(desk: Desk) -> None:
    desk.write("police.csv", RECORDS)
    desk.write("svtool.yaml", PROJECT.replace("lsoas_2021", "lsoas_2011"))
    ran = desk.run("validate", "--project", "svtool.yaml", "--format", "csv")
    assert "V29" not in {row["id"] for row in csv.DictReader(io.StringIO(ran.out))}
