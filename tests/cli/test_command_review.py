"""Reviews: what a person settled goes before what was recorded, and `svtool review` says what is left to settle."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from office import Office

WEAPON = "ed_knife_or_sharp"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path, capsys)


def figure(office: Office, measure: str) -> tuple[str, str]:
    rows = csv.DictReader(io.StringIO(office.run("measures", "--format", "csv")[1]))
    return next((row["count"], row["not_known"]) for row in rows if row["measure_id"] == measure)


def worklist(office: Office, measure: str) -> tuple[list[dict[str, str]], str]:
    code, out, err = office.run("review", "--measure", measure, "--period", "2021")
    assert code == 0, err
    return list(csv.DictReader(io.StringIO(out))), err.strip().splitlines()[-1]


def test_the_worklist_names_what_would_settle_each_record(office: Office) -> None:
    rows, balance = worklist(office, WEAPON)
    assert [(row["supplier"], row["reference"], row["field"], row["recorded_weapon"]) for row in rows] == [
        ("East", "1", "weapon", "not_specified"),
        ("East", "2", "weapon", "not_specified"),
        ("East", "4", "weapon", "not known"),
        ("East", "4", "area", "not known"),
    ]
    assert all(row["value"] == row["reason"] == row["by"] == row["on"] == "" for row in rows)
    assert balance == (
        "ED attendances for assault with a knife or other sharp object, 2021: 4 not known = 3 in the worklist + 1 "
        "without a reference"
    )


@pytest.mark.slow
def test_a_reviewed_value_goes_before_the_recorded_one(office: Office) -> None:
    assert figure(office, WEAPON) == ("1", "4")
    office.review("ed,East,1,,weapon,knife", "ed,East,2,,weapon,fists")
    assert figure(office, WEAPON) == ("2", "2")
    rows, balance = worklist(office, WEAPON)
    assert {row["reference"] for row in rows} == {"4"}
    assert balance.endswith(": 2 not known = 1 in the worklist + 1 without a reference")


@pytest.mark.slow
def test_what_can_not_be_found_out_is_reviewed_and_still_not_known(office: Office) -> None:
    office.review("ed,East,1,,weapon,not_specified", "ed,East,2,,weapon,unknown")
    assert figure(office, WEAPON) == ("1", "4")
    assert worklist(office, WEAPON)[1].endswith(
        "4 not known = 1 in the worklist + 1 without a reference + 2 reviewed already"
    )


def test_a_filled_worklist_is_a_file_of_reviews(office: Office) -> None:
    office.run("review", "--measure", WEAPON, "--period", "2021", "--out", "list.csv")
    rows = list(csv.DictReader(io.StringIO((office.folder / "list.csv").read_text(encoding="utf-8"))))
    rows[0] |= {"value": "knife", "reason": "notes", "by": "analyst", "on": "01/02/2022"}
    office.review()
    with (office.folder / "reviews.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert figure(office, WEAPON) == ("2", "3")
    assert "reviews.csv: 3 rows have no value yet" in office.run("review", "--measure", WEAPON, "--period", "2021")[2]


@pytest.mark.slow
def test_use_is_said_on_the_page_in_rows_and_in_the_ledger(office: Office) -> None:
    office.review("ed,East,1,,weapon,knife", "ed,East,1,,age,30", "police,,P4,,domestic_abuse,yes")
    assert "Reviews used: police 1, ED 2." in office.run("measures")[1]
    out = office.run("measures", "--format", "csv")[1]
    notes = [row["notes"] for row in csv.DictReader(io.StringIO(out)) if row["measure_id"] == WEAPON]
    assert notes and all("Reviews used: 2." in each for each in notes)
    assert '"reviewed": 1' in office.run("measures", "--format", "json")[1]
    assert figure(office, "non_domestic_homicide") == ("0", "0")


def test_a_review_that_matches_nothing_is_a_warning_without_the_reference(office: Office) -> None:
    office.review("ed,East,1,,weapon,knife", "ed,East,NOWHERE,,weapon,knife", "ed,North,2,,weapon,knife")
    code, _, err = office.run("measures")
    assert code == 0
    assert "warning: reviews.csv, record 3: no record that can be counted has this reference" in err
    assert "record 4" in err
    assert "NOWHERE" not in err


def test_a_review_of_a_source_without_an_extract_is_a_warning(office: Office) -> None:
    office.review("fire,,F1,,motive,deliberate")
    assert (
        "warning: reviews.csv, record 2: no record that can be counted has this reference" in office.run("measures")[2]
    )


def test_offences_dates_areas_and_cancelled_records_are_settled(office: Office) -> None:
    def count(*arguments: str) -> str:
        rows = csv.DictReader(io.StringIO(office.run("count", "--format", "csv", *arguments)[1]))
        return next(row["count"] for row in rows)

    office.review("police,,P5,,offence_class,1", "police,,P3,,offence_subcode,008/06", "police,,P7,,cancelled,no")
    assert count("--where", "offence: homicide") == "2"
    assert count("--where", "offence: section_20_or_worse, knife: yes") == "0"
    assert count("--where", "offence: robbery") == "4"
    office.review("police,,P5,,recorded_date,2020-12-31", "police,,P4,,cancelled,yes")
    assert count() == "4"


def test_a_person_is_settled_when_it_is_clear_which(office: Office) -> None:
    def young(unit: str) -> tuple[str, str]:
        out = office.run("count", "--where", "victim_age: {lt: 18}", "--unit", unit, "--format", "csv")[1]
        return next((row["count"], row["not_known"]) for row in csv.DictReader(io.StringIO(out)))

    assert young("victim_incident") == ("1", "2")
    office.review("police,,P2,,victim_age,10", "police,,P1,V2,victim_age,15-16")
    assert young("victim_incident") == ("3", "0")
    assert young("offence") == ("2", "3")  # of three offences after March nobody recorded whether they had a victim


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("police,,P1,,victim_age,10", "record 2: the offence has several victims; expected a person_reference"),
        ("police,,P3,,suspect_age,10", "record 2: the offence has no suspect recorded"),
        ("police,,P1,V9,victim_age,10", "record 2: person_reference names no victim of this offence"),
        ("police,,P1,V1,knife,yes", "record 2: has a person_reference, but knife is not a field of a person"),
        ("police,,P1,,victim_date_of_birth,2000-01-01", "record 2: victim_date_of_birth can't be settled"),
        ("police,,P1,,reference,P2", "record 2: field is not one of police that can be settled"),
        ("ed,,1,,weapon,knife", "record 2: several suppliers have a record with this reference; expected a supplier"),
        ("ed,East,1,,weapon,SECRET", "record 2: value is not one of weapon; expected fists"),
        ("ed,East,1,,wepon,knife", "record 2: field is not one of ed that can be settled"),
        (
            "edd,East,1,,weapon,knife",
            "record 2: source is not one of admissions, ambulance, ed, fire or police; did you mean ed?",
        ),
        ("ed,East,,,weapon,knife", "record 2: has a value but no reference"),
        ("ed,East,1,,weapon,knife,,analyst,2022-02-01", "record 2: has a value but no reason"),
        ("ed,East,1,,weapon,knife,read,analyst,yesterday", "record 2: on is not a day"),
        ("police,,P1,,offence_class,999", "record 2: value is not one of offence_class; expected a class"),
        ("police,,P1,,area,Atlantis", "record 2: value is not one of area; expected an area of the project"),
    ],
)
def test_a_wrong_review_names_the_file_and_its_record_and_no_value(office: Office, row: str, said: str) -> None:
    office.review(row)
    code, out, err = office.run("count", "--where", "victim_age: {lt: 18}")
    if row.startswith("ed,,1"):
        code, out, err = office.run("count", "--source", "ed", "--where", "weapon: knife")
    elif "suspect_age" in row:
        code, out, err = office.run("count", "--where", "suspect_age: {lt: 18}")
    assert (code, out) == (10, "")
    assert f"reviews.csv, {said}" in err
    assert "SECRET" not in err
    assert "Atlantis" not in err


def test_two_reviews_that_contradict_each_other_are_refused_and_two_that_agree_are_not(office: Office) -> None:
    office.review("ed,East,1,,weapon,knife", "ed,East,1,,weapon,knife")
    assert office.run("measures")[0] == 0
    office.review("ed,East,1,,weapon,knife", "ed,East,1,,weapon,fists")
    code, _, err = office.run("measures")
    assert code == 10
    assert "reviews.csv, record 3: settles the same field as record 2, otherwise" in err


def test_a_file_that_is_not_reviews(office: Office) -> None:
    office.review()
    office.write("reviews.csv", "source,reference,feild,value,reason,by,on\n")
    assert "column 3 is not a column of reviews" in office.run("measures")[2]
    office.write("reviews.csv", "source,reference,value,reason,by,on\n")
    code, _, err = office.run("measures")
    assert (code, "no column field" in err) == (10, True)
    (office.folder / "reviews.csv").write_bytes(b"PK\x03\x04\x00\x00")
    assert office.run("measures")[0] == 11
    (office.folder / "reviews.csv").unlink()
    code, _, err = office.run("measures")
    assert (code, "reviews.csv: there is no such file" in err) == (11, True)


def test_a_stray_nul_costs_no_review(office: Office) -> None:
    office.review("ed,East,1,,weapon,kni\0fe")
    assert figure(office, WEAPON) == ("2", "3")


@pytest.mark.slow
@pytest.mark.parametrize("order", ["replace", "as_at"])
def test_a_review_settles_the_later_version_of_a_record(office: Office, order: str) -> None:
    """What a person found goes before what either extract says; the earlier version is out of the count either way."""
    ages = "reference,supplier,recorded_date,assault,weapon,age,area\n"
    office.write(
        "ed_again.csv",
        f"{ages}1,East,2021-01-05,Y,fists,20,Liverpool\n2,East,2021-02-05,Y,knife,30,Liverpool\n"
        "3,East,2021-03-05,N,not specified,20,Liverpool\n4,East,2021-11-05,Y,,20,\n,East,2021-12-05,Y,,20,Liverpool\n",
    )
    first, again = "ed.csv", "ed_again.csv"
    dated = {first: ", as_at: 2022-01-01", again: ", as_at: 2022-04-01"} if order == "as_at" else {}
    window = "mapping: standard, from: 2021-01-01, to: 2021-12-31, area_basis: residence"
    entries = ", ".join(f"{{files: {name}, {window}{dated.get(name, '')}}}" for name in (first, again))
    given = ("--replace",) if order == "replace" else ()

    def figures(*reviews: str) -> tuple[str, str]:
        office.review(*reviews)
        project = (office.folder / "svtool.yaml").read_text(encoding="utf-8")
        old = next(line for line in project.splitlines() if line.startswith("  ed:"))
        office.write("svtool.yaml", project.replace(old, f"  ed: [{entries}]"))
        code, out, _ = office.run("measures", "--format", "csv", *given)
        assert code == 0
        row = next(row for row in csv.DictReader(io.StringIO(out)) if row["measure_id"] == WEAPON)
        assert ("Reviews used: 1." in row["notes"]) == bool(reviews)
        return row["count"], row["not_known"]

    assert figures() == ("2", "2")  # record 1 turned out fists, record 2 a knife
    assert figures("ed,East,1,,weapon,knife") == ("3", "2")
    assert figures("ed,East,2,,weapon,fists") == ("1", "2")


@pytest.mark.slow
def test_a_review_counts_in_figures_as_known_then(office: Office) -> None:
    """A review says what is true of the record, whenever it was found out; when the record came in stays as it was."""

    def figure_as_at(day: str, *reviews: str) -> tuple[str, str]:
        office.review(*reviews)
        arguments = ("--as-at", day, "--periods", "calendar:2021..2021", "--format", "csv")
        rows = csv.DictReader(io.StringIO(office.run("measures", *arguments)[1]))
        row = next(row for row in rows if row["measure_id"] == "non_domestic_homicide")
        return row["count"], row["not_known"]

    # P4, a homicide, was recorded on 5 April 2021.
    assert figure_as_at("2021-04-30") == ("1", "0")
    assert figure_as_at("2021-03-31") == ("0", "0")
    assert figure_as_at("2021-04-30", "police,,P4,,domestic_abuse,yes") == ("0", "0")
    assert figure_as_at("2021-03-31", "police,,P3,,offence_class,1") == ("1", "0")
    assert figure_as_at("2021-03-31", "police,,P4,,recorded_date,2021-03-30") == ("1", "0")


def test_nobody_to_review(office: Office) -> None:
    rows, balance = worklist(office, "blade_possession_suspect_under_25")
    assert (rows, balance.endswith(": 0 not known = 0 in the worklist")) == (
        [],
        True,
    )
    office.write("suspects.csv", "reference,suspect_reference,suspect_age,suspect_sex\nP1,S1,20,male\n")
    rows_of = "".join(f"P{i},2021-01-05,2021-01-05,10D\n" for i in (1, 2))
    office.write("offences.csv", "reference,recorded_date,committed_date,offence_class\n" + rows_of)
    assert worklist(office, "blade_possession_suspect_under_25")[1].endswith(
        ": 1 not known = 1 with no suspect recorded"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--measure", "ed_knif", "--period", "2021"], "--measure ed_knif: is not in home_office and mvrp_local"),
        (["--measure", WEAPON, "--period", "2020"], "--period 2020: is not a period of the project"),
        (["--measure", WEAPON, "--period", "calendar:2020..2021"], "names 2 periods; expected one"),
        (["--measure", "suspected_more_than_once", "--period", "2021"], "counts people over several offences"),
        (["--measure", "neet_16_17", "--period", "2021"], "its figure arrives as a figure"),
        (["--measure", "ambulance_under_25", "--period", "2021"], "the project has no ambulance extract"),
    ],
)
def test_a_worklist_that_can_not_be_made(office: Office, arguments: list[str], said: str) -> None:
    code, out, err = office.run("review", *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_the_reviews_themselves_are_never_overwritten(office: Office) -> None:
    office.review("ed,East,1,,weapon,knife")
    before = (office.folder / "reviews.csv").read_bytes()
    code, _, err = office.run("review", "--measure", WEAPON, "--period", "2021", "--out", "reviews.csv")
    assert (code, "would be lost" in err) == (2, True)
    assert (office.folder / "reviews.csv").read_bytes() == before


def test_a_reference_like_a_formula_goes_to_a_spreadsheet_and_back(office: Office) -> None:
    office.write("ed.csv", "reference,supplier,recorded_date,assault,weapon,area\n=1+1,East,2021-01-05,Y,,Liverpool\n")
    rows, _ = worklist(office, WEAPON)
    assert rows[0]["reference"] == "'=1+1"
    office.review("ed,East,'=1+1,,weapon,knife")
    assert figure(office, WEAPON) == ("1", "0")


def test_explain_shows_the_settled_value(office: Office) -> None:
    office.review("police,,P2,,knife,yes")
    assert "knife or sharp instrument flag: yes" in office.run("explain", "P2")[1]


def test_the_help_says_that_references_are_printed(office: Office) -> None:
    assert "prints references" in office.run("review", "--help")[1]
