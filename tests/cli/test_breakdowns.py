"""`--by`: parts of a figure, with rows of their own for what is not known, and a whole that never changes."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import Path

import pytest
from command_desk import Desk

from svtool.commands.measures import measure
from svtool.commands.scope import Request
from svtool.counting.cells import ALL_LABEL

LINKED_PROJECT = """
    definition: merseyside
    tables: [ours]
    areas: merseyside
    periods: {kind: calendar, years: [2021]}
    sources:
      police:
        offences: {files: offences.csv, area_unknown: inside, from: 2021-01-01, to: 2021-12-31}
        victims: {files: victims.csv}
        suspects: {files: suspects.csv}
      indicators: {files: indicators.csv}
    """

OUR_TABLE = """
    id: ours
    title: Ours
    groups:
      - title: Crime
        measures:
          - {id: offences, title: Offences, source: police, unit: offence}
          - {id: by_definition, title: Serious violence, source: police, unit: offence, definition: project}
          - {id: victims, title: Victim incidents, source: police, unit: victim_incident}
          - {id: suspects, title: Suspects, source: police, unit: suspect}
    """

SCHOOLS = """
    id: schools
    title: Schools
    groups:
      - title: Schools
        measures:
          - {id: absence, title: School absence, source: indicators, unit: figure, value_unit: "%"}
    """

OFFENCES = """
    reference,recorded_date,offence_class,knife,firearm,domestic_abuse,hate_crime,area
    R1,2021-02-01,34B,Y,N,N,N,Wirral
    R2,2021-02-02,34B,N,N,N,N,Wirral
    R3,2021-03-03,1,Y,N,N,N,Sefton
    R4,2021-04-04,8N,Y,N,N,N,
    R5,2021-05-05,45,N,N,N,N,Sefton
    R6,2021-06-06,10D,Y,N,N,N,St Helens
    """

# R1 has two victims of different ages; R5 and R6 have none; the age of R3's and the sex of R4's are not recorded.
VICTIMS = """
    reference,victim_reference,victim_age,victim_sex
    R1,V1,9,female
    R1,V2,30,male
    R2,V3,17,male
    R3,V4,,male
    R4,V5,24,
    R6,V6,40,female
    """

SUSPECTS = """
    reference,suspect_reference,suspect_age,suspect_sex
    R1,S1,20,male
    R2,S1,20,male
    R3,S2,30,female
    """

INDICATORS = """
    measure_id,column_period,own_period_start,own_period_end,value,unit,status
    absence,2021,,,4.5,%,
    """


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """A desk with linked police files, small enough to count by eye, and an indicator."""
    desk.write("svtool.yaml", LINKED_PROJECT)
    desk.write("definitions/tables/ours.yaml", OUR_TABLE)
    desk.write("definitions/tables/schools.yaml", SCHOOLS)
    desk.write("offences.csv", OFFENCES)
    desk.write("victims.csv", VICTIMS)
    desk.write("suspects.csv", SUSPECTS)
    desk.write("indicators.csv", INDICATORS)
    return desk


def counted(desk: Desk, by: str, table: str = "ours") -> dict[str, dict[str, str]]:
    """Return for each measure the cells of a breakdown: `count` or `count+not known`."""
    ran = desk.run("measures", "--table", table, "--format", "csv", "--by", by)
    assert (ran.code, ran.err) == (0, "")
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in csv.DictReader(io.StringIO(ran.out)):
        names = [row["area"] if name == "area" else row[name] for name in by.split(",")]
        figure = row["status"] or row["count"] or row["value"]
        found[row["measure_id"]][", ".join(names)] = figure + (f"+{row['not_known']}" * (row["not_known"] not in "0"))
    return found


def test_by_area_what_has_no_area_has_a_row_of_its_own(linked: Desk) -> None:
    found = counted(linked, "area")
    assert found["offences"] == {
        "Merseyside": "6",
        "Knowsley": "0",
        "Liverpool": "0",
        "St. Helens": "1",
        "Sefton": "2",
        "Wirral": "2",
        "area not known": "1",
    }
    # Class 8N with a knife may be section 20 or actual bodily harm: A5, either way.
    assert found["by_definition"]["Merseyside"] == "4"
    assert found["by_definition"]["area not known"] == "1"


def test_by_age_band_an_offence_stands_in_the_band_of_each_of_its_victims(linked: Desk) -> None:
    assert counted(linked, "age_band")["offences"] == {
        "all": "6",
        "0–9": "1",
        "10–17": "1",
        "18–24": "1",
        "25+": "2",
        "no victim": "1",
        "not known": "1",
    }


def test_by_age_band_a_victim_incident_stands_in_one_band(linked: Desk) -> None:
    assert counted(linked, "age_band")["victims"] == {
        "all": "6",
        "0–9": "1",
        "10–17": "1",
        "18–24": "1",
        "25+": "2",
        "not known": "1",
    }


def test_by_sex(linked: Desk) -> None:
    found = counted(linked, "sex")
    assert found["victims"] == {"all": "6", "female": "2", "male": "3", "not known": "1"}
    assert found["offences"] == {"all": "6", "female": "2", "male": "3", "no victim": "1", "not known": "1"}


def test_by_clause_a_record_stands_under_every_clause_that_it_meets(linked: Desk) -> None:
    found = {name: count for name, count in counted(linked, "clause")["by_definition"].items() if count != "0"}
    assert found == {"all": "4", "A3": "1", "A5": "1", "A12": "1", "B1": "1", "B5": "2"}


def test_by_clause_a_measure_without_a_definition_stays_whole(linked: Desk) -> None:
    assert counted(linked, "clause")["offences"] == {"all": "6"}


def test_by_offence_class(linked: Desk) -> None:
    assert counted(linked, "offence_class")["offences"] == {
        "all": "6", "1": "1", "8N": "1", "10D": "1", "34B": "2", "45": "1",
    }  # fmt: skip


def test_by_crime_type_of_extracts_that_have_none_all_is_not_known(linked: Desk) -> None:
    assert counted(linked, "crime_type")["offences"] == {"all": "6", "not known": "6"}


def test_breakdowns_combine(linked: Desk) -> None:
    found = {name: count for name, count in counted(linked, "area,age_band")["offences"].items() if count != "0"}
    assert found == {
        "Merseyside, all": "6",
        "Merseyside, 0–9": "1",
        "Merseyside, 10–17": "1",
        "Merseyside, 18–24": "1",
        "Merseyside, 25+": "2",
        "Merseyside, no victim": "1",
        "Merseyside, not known": "1",
        "St. Helens, all": "1",
        "St. Helens, 25+": "1",
        "Sefton, all": "2",
        "Sefton, no victim": "1",
        "Sefton, not known": "1",
        "Wirral, all": "2",
        "Wirral, 0–9": "1",
        "Wirral, 10–17": "1",
        "Wirral, 25+": "1",
        "area not known, all": "1",
        "area not known, 18–24": "1",
    }


EVERY_BREAKDOWN = ["area", "age_band", "sex", "clause", "offence_class", "crime_type", "area,age_band"]


@pytest.mark.slow
@pytest.mark.parametrize("by", EVERY_BREAKDOWN)
def test_a_breakdown_changes_no_whole_figure(by: str, linked: Desk) -> None:
    wholes = {"offences": "6", "by_definition": "4", "victims": "6", "suspects": "2"}
    assert {name: next(iter(cells.values())) for name, cells in counted(linked, by).items()} == wholes


@pytest.mark.parametrize("by", EVERY_BREAKDOWN)
def test_a_figure_that_arrives_as_a_figure_stays_whole(by: str, linked: Desk) -> None:
    whole = {"area": "Merseyside", "area,age_band": "Merseyside, all"}.get(by, "all")
    assert counted(linked, by, "schools")["absence"] == {whole: "4.5"}


def test_people_are_split_too_and_one_may_be_in_several_parts(linked: Desk) -> None:
    assert counted(linked, "age_band")["suspects"] == {"all": "2", "18–24": "1", "25+": "1"}


def test_the_order_in_which_breakdowns_are_named_changes_nothing(linked: Desk) -> None:
    one = linked.run("measures", "--format", "csv", "--by", "age_band,area")
    other = linked.run("measures", "--format", "csv", "--by", " area , age_band ")
    assert one == other


def test_a_printed_breakdown_names_each_part_under_the_whole(linked: Desk) -> None:
    lines = linked.run("measures", "--by", "area").out.splitlines()
    start = next(place for place, line in enumerate(lines) if line.split() == ["Offences", "6"])
    assert [line.split() for line in lines[start + 1 : start + 7]] == [
        ["Knowsley", "0"],
        ["Liverpool", "0"],
        ["St.", "Helens", "1"],
        ["Sefton", "2"],
        ["Wirral", "2"],
        ["area", "not", "known", "1"],
    ]


@pytest.mark.slow
def test_boroughs_and_age_bands_of_the_sample_sum_to_its_whole_figures(sample_project: Path) -> None:
    result = measure(Request(project=sample_project, tables=("home_office",), by=("area", "age_band")))
    wholes: dict[tuple[object, ...], int] = {}
    boroughs: dict[tuple[object, ...], int] = defaultdict(int)
    bands: dict[tuple[object, ...], int] = defaultdict(int)
    for figure in result.figures:
        place, band = figure.area, figure.by["age_band"]
        if place == "Merseyside":
            wholes[figure.position, figure.period, band] = figure.count
        elif not place.startswith("outside"):
            boroughs[figure.position, figure.period, band] += figure.count
        if band != ALL_LABEL and figure.unit in {"attendance", "incident"}:  # an offence may have several victims
            bands[figure.position, figure.period, place] += figure.count
        elif figure.unit in {"attendance", "incident"}:
            wholes[figure.position, figure.period, place] = figure.count
    assert len(boroughs) > 100
    assert boroughs == {key: wholes[key] for key in boroughs}
    assert len(bands) > 60
    assert bands == {key: wholes[key] for key in bands}
