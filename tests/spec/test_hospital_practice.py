"""How hospitals record: assault as a condition of its own, first attendances, data sets without age, rounded tables."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from counting import count, own_mapping, write_project

from svtool.commands.measures import measure
from svtool.commands.scope import Request
from svtool.errors import InvalidFileError, UsageError
from svtool.output.wording.note_words import notes_in_words

FINANCIAL = {"periods": "{kind: financial, years: [2020/21, 2021/22]}", "from": "2020-04-01", "to": "2022-03-31"}
KNIFE = {
    "knife": "unit: attendance, where: {assault: yes, weapon: [knife, other_sharp]}",
    "knife_under_25": "unit: attendance, where: {assault: yes, weapon: [knife, other_sharp], age: {lt: 25}}",
}


def test_a_knife_injury_is_no_assault_unless_it_says_so(tmp_path: Path) -> None:
    rows = """
        reference,recorded_date,assault,weapon,age
        A1,2021-01-01,Y,knife,20
        A2,2021-01-02,N,knife,20
        A3,2021-01-03,,knife,20
        A4,2021-01-04,Y,knife or other sharp,30
        A5,2021-01-05,Y,not specified,30
        """
    found = count(
        tmp_path, "ed", rows, "standard", {**KNIFE, "knife_alone": "unit: attendance, where: {weapon: knife}"}
    )
    assert found["knife"] == (2, 2)
    assert found["knife_under_25"] == (1, 1)
    assert found["knife_alone"] == (3, 2), "a sharp object may be a knife or not"


def test_follow_up_attendances_are_left_out_where_the_mapping_says_so(tmp_path: Path) -> None:
    rows = """
        EC_Attendance_Number,Arrival_Date,EC_Injury_Intent_SNOMED_CT,EC_Attendance_Category
        A1,2021-01-01,52684005,First
        A2,2021-01-02,52684005,Follow-up
        A3,2021-01-03,276853009,First
        A4,2021-01-04,,
        """
    found = count(tmp_path, "ed", rows, "ecds_ed", {"assault": "unit: attendance, where: {assault: yes}"})
    assert found["assault"] == (1, 1)
    assert found.ledger("ed").left_out == {"follow up": 1}


def test_without_a_word_in_the_mapping_follow_ups_are_no_attendances(tmp_path: Path) -> None:
    rows = "reference,recorded_date,assault,attendance_type\nA1,2021-01-01,Y,first\nA2,2021-01-02,Y,follow up\n"
    measures = {
        "assault": "unit: attendance, where: {assault: yes}",
        "again": "unit: attendance, where: {attendance_type: follow_up}",
    }
    found = count(tmp_path, "ed", rows, "standard", measures)
    assert found["assault"] == (1, 0) and found["again"] == (1, 0)


def test_the_data_set_that_has_no_age_says_nothing_of_people_under_25(tmp_path: Path) -> None:
    rows = """
        SITE CODE (OF TREATMENT),ARRIVAL DATE AND TIME AT ACCIDENT AND EMERGENCY DEPARTMENT,ASSAULT METHOD
        X1,2021-01-01 22:10,Knife
        X1,2021-01-02 23:10,Body part
        X1,2021-01-03 23:50,Not known
        """
    measures = {**KNIFE, "fists": "unit: attendance, where: {weapon: fists}"}
    found = count(tmp_path, "ed", rows, "istv_ed", measures)
    assert found["knife"] == (1, 1)
    assert found["fists"] == (0, 2), "a body part may be a fist"
    under_25 = found.figure("knife_under_25")
    assert (under_25.count, under_25.status) == (None, "x")
    assert notes_in_words(under_25.notes) == ["Not available: these extracts have no patient age."]


AREAS = """
    source: ed
    by_name: yes
    area_basis: residence
    areas:
      residence: {column: Lives In, by: name}
      incident: {column: Assaulted In, by: name}
    columns: {recorded_date: Day}
    """


@pytest.mark.parametrize(
    ("options", "basis", "inside"), [({}, "residence", (2, 0)), ({"area_basis": "incident"}, "incident", (1, 1))]
)
def test_the_project_chooses_whose_area_it_is(
    tmp_path: Path, options: dict[str, str], basis: str, inside: tuple[int, int]
) -> None:
    own_mapping(tmp_path, AREAS)
    rows = "reference,Day,Lives In,Assaulted In\nA1,2021-01-01,Liverpool,\nA2,2021-01-02,Liverpool,Wirral\n"
    found = count(tmp_path, "ed", rows, "own", {"all": "unit: attendance"}, areas="merseyside", **options)
    assert found["all"] == inside, "an assault in a place that is not known is not known"
    assert found.figure("all").area_basis == basis


def test_an_area_that_the_mapping_does_not_read_is_refused(tmp_path: Path) -> None:
    own_mapping(tmp_path, AREAS)
    with pytest.raises(InvalidFileError, match="reads areas of residence and incident; the project asks for site"):
        count(tmp_path, "ed", "reference,Day\nA1,2021-01-01\n", "own", {"all": "unit: attendance"}, area_basis="site")


ADMISSIONS = """
    Financial Year,External Cause,Local Authority,Admissions
    2020/21,X99,Liverpool,*
    2020/21,Y04.9,Liverpool,45
    2020/21,W26,Liverpool,10
    2020/21,X85-Y09,Wirral,0
    2021/22,X994,Liverpool,20
    2021/22,,Liverpool,*
    """
OF_HOSPITAL = {
    "assault": "unit: admission, where: {assault: yes}",
    "sharp": "unit: admission, where: {assault: yes, method: knife_or_other_sharp}",
}


def test_a_suppressed_or_rounded_cell_is_what_it_may_be(tmp_path: Path) -> None:
    found = count(tmp_path, "admissions", ADMISSIONS, "hes_admissions", OF_HOSPITAL, **FINANCIAL)
    by_year = {(each.measure_id, each.column): (each.count, each.not_known) for each in found.result.figures}
    years = sorted({year for _, year in by_year})
    # * is 1 to 7, 45 is 43 to 47: 44 for certain, and 6 + 4 more at most. W26 is an accident.
    assert by_year["assault", years[0]] == (1 + 43, 6 + 4)
    assert by_year["sharp", years[0]] == (1, 6)
    # 20 is 18 to 22; of an unknown cause there may be 7 more.
    assert by_year["assault", years[1]] == (18, 4 + 7)
    assert by_year["sharp", years[1]] == (18, 4 + 7)


def test_the_change_of_such_counts_has_a_range_and_no_test_of_chance(tmp_path: Path) -> None:
    found = count(tmp_path, "admissions", ADMISSIONS, "hes_admissions", OF_HOSPITAL, **FINANCIAL)
    sharp = found.result.figures[-1]
    assert (sharp.comparator_count, sharp.compared_count, sharp.p_value, sharp.change_upper_pct) == (1, 18, None, None)
    assert sharp.change_if_known_min_pct == pytest.approx(100 * (18 / 7 - 1))
    assert sharp.change_if_known_max_pct == pytest.approx(100 * (29 - 1))
    assert any("count as the least that they may be" in note for note in notes_in_words(sharp.notes))


def test_every_row_of_a_table_with_intervals_stands_in_the_ledger_once(tmp_path: Path) -> None:
    found = count(tmp_path, "admissions", ADMISSIONS, "hes_admissions", OF_HOSPITAL, **FINANCIAL)
    ledger = found.ledger("admissions")
    assert (ledger.read, ledger.usable) == (6, 6)


def test_a_cell_that_is_no_number_and_not_suppressed_is_rejected(tmp_path: Path) -> None:
    rows = "Financial Year,External Cause,Admissions\n2020/21,X99,few\n2020/21,X99,10\n"
    found = count(tmp_path, "admissions", rows, "hes_admissions", OF_HOSPITAL, **FINANCIAL)
    assert found.ledger("admissions").rejected == 1


def test_financial_years_can_not_fill_calendar_years(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="dates of admissions are financial years"):
        count(tmp_path, "admissions", ADMISSIONS, "hes_admissions", OF_HOSPITAL)


@pytest.mark.parametrize(
    ("key", "field"), [("rounded_to: 5", "cause"), ('suppressed: {"*": [1, 7]}', "cause"), ("ranges: yes", "count")]
)
def test_a_key_of_another_type_of_field_is_refused(tmp_path: Path, key: str, field: str) -> None:
    own_mapping(tmp_path, f"source: admissions\ncolumns:\n  {field}: {{column: A, {key}}}\n")
    with pytest.raises(InvalidFileError, match=f"{key.split(':', maxsplit=1)[0]} is for a"):
        count(tmp_path, "admissions", ADMISSIONS, "own", OF_HOSPITAL)


TWO_BASES = """
    sources:
      ed:
        - {files: a.csv, mapping: standard, area_basis: site, area_unknown: inside, to: 2021-12-31}
        - {files: b.csv, mapping: standard, area_basis: residence, area_unknown: inside, to: 2021-12-31}
    tables: [own]
    areas: merseyside
    periods: {kind: calendar, years: [2021]}
    """


def test_hospitals_that_know_different_areas_are_added_up_as_a_whole_and_not_by_area(tmp_path: Path) -> None:
    write_project(tmp_path, "ed", [], "standard", {"all": "unit: attendance"})
    (tmp_path / "a.csv").write_text("reference,supplier,recorded_date,assault\nA1,North,2021-01-01,Y\n")
    (tmp_path / "b.csv").write_text(
        "reference,supplier,recorded_date,assault,area\nB1,South,2021-01-02,Y,Sefton\nB2,South,2021-01-03,Y,Halton\n"
    )
    project = tmp_path / "svtool.yaml"
    project.write_text(textwrap.dedent(TWO_BASES))
    (whole,) = measure(Request(project=project)).figures
    assert (whole.count, whole.area_basis) == (2, "residence and site")
    by_area = {each.area: each for each in measure(Request(project=project, by=("area",))).figures}
    assert by_area["Merseyside"].count == 2
    assert (by_area["Sefton"].count, by_area["Sefton"].status) == (None, "x")
    assert "areas of different kinds (residence and site)" in notes_in_words(by_area["Sefton"].notes)[0]
