"""`svtool explain`: one record, every clause, what it needed and what the record had."""

from __future__ import annotations

import pytest
from command_desk import Desk

PROJECT = """
    definition: ours
    tables: [home_office, agencies]
    periods: {kind: calendar, years: [2021]}
    sources:
      police:
        offences: {files: offences.csv}
        victims: {files: victims.csv}
      ambulance: {files: ambulance.csv}
    """

DEFINITION = """
    id: ours
    title: Robbery and knives
    clauses:
      - {id: C1, title: Robbery with a knife, where: {all: [{knife: yes}, {offence: robbery}]}}
      - {id: C2, title: Section 18, where: {offence: s18_wounding}}
      - {id: C3, title: Somebody under 18, where: {victim_age: {lt: 18}}}
    """

EXPLAINED = """\
The record, as read:
  offence reference: R1
  recorded date: 2021-02-01
  knife or sharp instrument flag: yes
  offence: 34B, Robbery of personal property
  victims: 2
    victim reference: V1, victim age: 15
    victim reference: V2, victim age: not known

MET       C1  Robbery with a knife
          needs: “knife or sharp instrument flag” is yes and offence is robbery
          has:   knife or sharp instrument flag = yes (met), offence = 34B (met)

NOT MET   C2  Section 18
          needs: offence is “wounding or grievous bodily harm with intent (section 18)”
          has:   offence = 34B (not met)

MET       C3  Somebody under 18
          needs: victim age under 18
          has:   victim age = 15; not known

Answer
  Robbery and knives: met, by C1 and C3.
  No measure of the tables counts it.
"""


@pytest.fixture
def records(desk: Desk) -> Desk:
    """A desk with a few records and a definition of its own."""
    desk.write("svtool.yaml", PROJECT)
    desk.write("definitions/serious_violence/ours.yaml", DEFINITION)
    desk.write(
        "offences.csv",
        """
        reference,recorded_date,offence_class,knife,cancelled
        R1,2021-02-01,34B,Y,N
        R2,2021-02-02,34B,,N
        R3,2021-02-03,34B,Y,Y
        """,
    )
    desk.write("victims.csv", "reference,victim_reference,victim_age\nR1,V1,15\nR1,V2,\nR2,V3,40\n")
    desk.write("ambulance.csv", "reference,recorded_date,age\nA1,2021-03-01,20\n")
    return desk


def test_the_whole_explanation_of_a_record(records: Desk) -> None:
    ran = records.run("explain", "R1")
    assert (ran.code, ran.err) == (0, "")
    assert without_other_fields(ran.out) == EXPLAINED


def without_other_fields(text: str) -> str:
    """Return an explanation without the fields that the extract does not have or that say nothing here."""
    return "".join(
        line + "\n"
        for line in text.splitlines()
        if not line.startswith(("  cancelled or transferred: ", "  supplier: "))
    )


def test_the_reference_may_be_written_in_small_letters_and_with_blanks(records: Desk) -> None:
    assert records.run("explain", " r1 ") == records.run("explain", "R1")


def test_what_cannot_be_told_is_not_known(records: Desk) -> None:
    out = records.run("explain", "R2").out
    assert "  knife or sharp instrument flag: not known\n" in out
    assert "NOT KNOWN C1  Robbery with a knife\n" in out
    assert "NOT MET   C2  Section 18\n" in out  # whatever the flag, a robbery is no wounding


def test_a_record_is_explained_by_another_definition(records: Desk) -> None:
    out = records.run("explain", "R1", "--definition", "west_mercia").out
    assert "WM1" in out
    assert "C1" not in out


def test_a_record_of_another_source_is_explained_by_the_measures_of_the_tables(records: Desk) -> None:
    ran = records.run("explain", "A1", "--source", "ambulance")
    assert ran.code == 0
    assert "MET       Ambulance incidents, patient under 25\n" in ran.out
    assert "          has:   patient age = 20 (met)\n" in ran.out


@pytest.mark.parametrize("reference", ["R9", "R3", "A1"], ids=["nowhere", "cancelled", "in another source"])
def test_a_reference_that_no_usable_record_has(reference: str, records: Desk) -> None:
    ran = records.run("explain", reference)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: No usable record of police has this reference; it may be cancelled, rejected or in another source. "
        "Check the reference, or name the source with --source.\n"
    )


def test_a_source_that_the_project_does_not_have(records: Desk) -> None:
    ran = records.run("explain", "R1", "--source", "fire")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: --source fire: the project has no such extracts; expected police or ambulance.\n"


def test_an_extract_that_cannot_be_read(records: Desk) -> None:
    (records.folder / "offences.csv").unlink()
    ran = records.run("explain", "R1")
    assert (ran.code, ran.out) == (11, "")
    assert ran.err.startswith("error: offences.csv: there is no such file. ")


def test_a_record_of_the_sample_says_that_it_is_synthetic(desk: Desk) -> None:
    ran = desk.run("explain", "--sample", "--source", "fire", "SYN-FIRE-19-000001")
    assert ran.code == 0
    assert ran.out.startswith("SYNTHETIC record\n")


def test_a_place_is_shown_by_the_name_that_tables_print(records: Desk) -> None:
    records.write("svtool.yaml", PROJECT.replace("tables:", "areas: merseyside\n    tables:", 1))
    records.write("ambulance.csv", "reference,recorded_date,age,area\nA1,2021-03-01,20,Sefton\nA2,2021-03-01,20,\n")
    assert "  area: Sefton (E08000014)\n" in records.run("explain", "A1", "--source", "ambulance").out
    assert "  area: not known\n" in records.run("explain", "A2", "--source", "ambulance").out


def test_the_answer_names_the_measures_that_count_it_and_those_that_can_not_be_told(records: Desk) -> None:
    records.write("ambulance.csv", "reference,recorded_date,age\nA1,2021-03-01,20\nA2,2021-03-01,\nA3,2019-03-01,20\n")
    answers = {
        reference: records.run("explain", reference, "--source", "ambulance").out.partition("\nAnswer\n")[2]
        for reference in ("A1", "A2", "A3")
    }
    assert answers["A1"] == (
        "  2 measures count it, in 2021:\n    Ambulance incidents, patient under 25\n    Ambulance incidents\n"
    )
    assert answers["A2"] == (
        "  1 measure counts it, in 2021:\n    Ambulance incidents\n"
        "  1 measure can't be told, for want of:\n    Ambulance incidents, patient under 25: patient age\n"
    )
    assert answers["A3"].startswith("  It meets 2 measures, and its date lies in no period, so that no column counts")


@pytest.mark.parametrize(
    ("area", "said"),
    [("Dudley", "It lies outside the area, so that no figure of Merseyside counts it."),
     ("Sefton", "2 measures count it, in 2021:")],
)  # fmt: skip
def test_the_answer_says_whether_the_place_counts(area: str, said: str, records: Desk) -> None:
    records.write("svtool.yaml", PROJECT.replace("tables:", "areas: merseyside\n    tables:", 1))
    records.write("ambulance.csv", f"reference,recorded_date,age,area\nA1,2021-03-01,20,{area}\n")
    out = records.run("explain", "A1", "--source", "ambulance").out
    assert out.partition("\nAnswer\n")[2].startswith(f"  {said}\n")
