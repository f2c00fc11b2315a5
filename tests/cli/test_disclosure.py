"""Disclosure control on the command line: what is suppressed, in every format, and what is said of it."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from pathlib import Path

import pytest
from command_desk import Desk
from office import Office

import svtool
from svtool.figures.notices import UNCONTROLLED
from svtool.output.wording.note_words import note_words

OWN = "id: own\ntitle: Our own rule\nhide_below: 3\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path, capsys)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def robberies(desk: Desk, small: int, large: int) -> None:
    """Let there be so many robberies of 2020 in two boroughs; of 2021 fifty in each."""
    lines = ["reference,recorded_date,offence_class,knife,firearm,domestic_abuse,victim_age,area"]
    for year, area, number in (
        (2020, "Wirral", small),
        (2020, "Sefton", large),
        (2021, "Wirral", 50),
        (2021, "Sefton", 50),
    ):
        lines += [f"R{len(lines) + i},{year}-{1 + i % 12:02d}-10,34B,N,N,N,30,{area}" for i in range(number)]
    desk.write("extracts/police.csv", "\n".join(lines) + "\n")
    desk.write(
        "definitions/tables/ours.yaml",
        """
        id: ours
        title: Ours
        groups:
          - title: Robbery
            measures: [{id: robbery, title: Robberies, source: police, unit: offence, where: {offence: robbery}}]
        """,
    )
    desk.project(
        "police: {files: extracts/police.csv, mapping: standard}",
        "police: {files: extracts/police.csv, mapping: standard, from: 2020-01-01, to: 2021-12-31}",
    )
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", text.replace("tables: [recorded_crime]", "tables: [ours]"))


def test_a_small_count_and_one_that_would_give_it_away_are_suppressed_with_their_changes(desk: Desk) -> None:
    robberies(desk, 3, 40)
    found = desk.run("measures", "--by", "area", "--disclosure", "threshold_5", "--format", "csv")
    printed = {(row["area"], row["period"]): row for row in rows(found.out)}
    assert printed["Merseyside", "2020"]["count"] == "43"
    for area in ("Wirral", "Sefton"):
        before, now = printed[area, "2020"], printed[area, "2021"]
        assert (before["count"], before["status"]) == ("", "c")
        assert (now["count"], now["comparator_count"], now["change_status"]) == ("50", "", "c")
        for column in (
            "change",
            "change_pct",
            "change_lower_pct",
            "change_upper_pct",
            "p_value",
            "baseline_change_pct",
        ):
            assert now[column] == "", column
        for column in ("change_if_known_min_pct", "change_if_known_max_pct", "baseline_change"):
            assert now[column] == "", column
    assert all("Disclosure policy: threshold_5." in row["notes"] for row in printed.values())


def test_the_page_says_that_counts_are_suppressed_and_not_which_for_their_size(desk: Desk) -> None:
    robberies(desk, 3, 40)
    found = desk.run("measures", "--by", "area", "--disclosure", "threshold_5")
    assert "Disclosure control: counts under 5 suppressed" in found.out
    assert re.search(r"Wirral +\[c\] +50 \(change \[c\]\)", found.out)
    assert re.search(r"Sefton +\[c\] +50 \(change \[c\]\)", found.out)
    assert "\n[c] suppressed: disclosure policy threshold_5\n" in found.out
    assert "Internal, not for publication" not in found.out


def test_rounded_counts_carry_changes_of_rounded_counts(desk: Desk) -> None:
    robberies(desk, 12, 41)
    found = desk.run("measures", "--by", "area", "--disclosure", "nhs", "--format", "csv")
    printed = {(row["area"], row["period"]): row for row in rows(found.out)}
    assert printed["Merseyside", "2020"]["count"] == "55"
    now = printed["Wirral", "2021"]
    assert (now["count"], now["comparator_count"], now["change"], now["change_pct"]) == ("50", "10", "40", "400")
    assert now["baseline_change_pct"] == "400"


def test_without_a_policy_a_breakdown_of_small_counts_stays_internal(desk: Desk) -> None:
    robberies(desk, 3, 40)
    for words in ((), ("--disclosure", "none")):
        assert "Internal, not for publication" in desk.run("measures", "--by", "area", *words).out


def test_the_project_names_a_policy_and_the_command_line_another(desk: Desk) -> None:
    robberies(desk, 3, 40)
    desk.write("definitions/disclosure/own.yaml", OWN)
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", f"{text}disclosure: own\n")
    by_project = desk.run("measures", "--by", "area")
    assert "Disclosure control: Our own rule (own)" in by_project.out
    assert re.search(r"Wirral +3 +50", by_project.out)
    assert re.search(r"Wirral +\[c\]", desk.run("measures", "--by", "area", "--disclosure", "nhs").out)
    assert re.search(r"Wirral +3 +50", desk.run("measures", "--by", "area", "--disclosure", "none").out)


def test_a_question_is_answered_under_the_policy(desk: Desk) -> None:
    robberies(desk, 3, 40)
    found = desk.run("count", "--where", "offence: robbery", "--by", "area", "--disclosure", "threshold_5")
    assert re.search(r"Wirral +\[c\]", found.out)


def test_a_policy_that_is_not_there_is_told_with_the_nearest(desk: Desk) -> None:
    robberies(desk, 3, 40)
    found = desk.run("measures", "--disclosure", "treshold_5")
    assert found.code == 10
    assert "treshold_5 is not a disclosure policy; expected nhs or threshold_5; did you mean threshold_5?" in found.err


def test_what_is_like_for_like_is_said_without_suppressed_counts(desk: Desk) -> None:
    robberies(desk, 7, 40)  # in 2020 one a month, four of them from April on
    desk.project(
        "police: {files: extracts/police.csv, mapping: standard}",
        "police: {files: extracts/police.csv, mapping: standard, from: 2020-04-01, to: 2021-12-31}",
    )
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", text.replace("tables: [recorded_crime]", "tables: [ours]"))
    found = desk.run("measures", "--by", "area", "--disclosure", "threshold_5", "--format", "csv")
    said = {row["area"]: row["notes"] for row in rows(found.out) if row["period"] == "2021"}
    assert "Like for like, Apr to Dec: 36 against [c] in Apr to Dec 2020." in said["Wirral"]
    assert "against [c] in Apr to Dec 2020." in said["Sefton"]


@pytest.mark.parametrize("format_", ["table", "csv", "json"])
def test_what_is_said_of_an_extract_tells_no_count_that_is_suppressed(desk: Desk, format_: str) -> None:
    robberies(desk, 3, 40)
    text = (desk.folder / "extracts/police.csv").read_text(encoding="utf-8")
    nowhere = [f"N{i},2020-0{1 + i}-10,34B,N,N,N,30,E09999999" for i in range(7)]
    strays = [f"S{i},2022-05-0{1 + i},34B,N,N,N,30,Wirral" for i in range(8)]
    desk.write("extracts/police.csv", text + "\n".join([*nowhere, *strays, "bad,2020-13-45"]) + "\n")
    without = desk.run("measures", "--by", "area", "--format", format_).out
    assert "E09999999 (7)" in without and "8 records are dated outside" in without
    said = desk.run("measures", "--by", "area", "--disclosure", "threshold_5", "--format", format_).out
    # Seven in no known area are suppressed, for they would give away the three in Wirral.
    assert "E09999999 ([c])" in said and "[c] records are dated outside" in said
    assert "of 159 rows" not in said


def test_reviews_warnings_and_ledgers_give_nothing_away(office: Office) -> None:
    office.review("ed,East,1,,weapon,knife")
    office.write("ed.csv", (office.folder / "ed.csv").read_text(encoding="utf-8") + "9,East,bad row\n")
    code, out, err = office.run("measures", "--disclosure", "threshold_5", "--format", "json")
    assert code == 0
    found = json.loads(out)
    assert (found["disclosure"], found["ledgers"], found["warnings"]) == ("threshold_5", {}, [])
    assert "Reviews used: ED [c]. They were settled by hand, not recorded." in found["notices"]
    assert "Reviews used: [c]." in out and "Reviews used: 1" not in out
    assert "ED: fewer than 5 of all rows could not be read, and count nowhere." in out
    assert "ED: fewer than 5 of 7 rows could not be read" in err


def test_people_without_a_reference_are_not_numbered(office: Office) -> None:
    office.write(
        "suspects.csv",
        textwrap.dedent(
            """
            reference,suspect_reference,suspect_age,suspect_sex
            P1,S1,20,male
            P3,,,male
            """
        ).strip()
        + "\n",
    )
    _, out, _ = office.run("measures", "--disclosure", "threshold_5", "--table", "mvrp_local", "--format", "csv")
    assert "Some of the suspect records have no reference and are not counted." in out


def test_python_takes_the_policy_too(desk: Desk) -> None:
    robberies(desk, 3, 40)
    frame = svtool.measures(desk.folder / "svtool.yaml", by=["area"], disclosure="threshold_5")
    assert set(frame.loc[frame["status"] == "c", "area"]) == {"Wirral", "Sefton"}
    assert frame.loc[frame["status"] == "c", "count"].isna().all()


def test_months_are_not_controlled_so_a_trend_needs_a_word_for_internal_use(desk: Desk) -> None:
    robberies(desk, 3, 40)
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", text + "disclosure: threshold_5\n")
    refused = desk.run("trend", "--measure", "robbery")
    assert (refused.code, refused.out) == (2, "")
    assert "monthly series are not disclosure-controlled" in refused.err and "--disclosure none" in refused.err
    assert desk.run("trend", "--measure", "robbery", "--disclosure", "nhs").code == 2
    for format_ in ("table", "json"):
        found = desk.run("trend", "--measure", "robbery", "--disclosure", "none", "--format", format_)
        assert found.code == 0
        assert note_words(UNCONTROLLED) in found.out


def test_a_check_against_extracts_is_internal_where_the_project_has_a_policy(desk: Desk) -> None:
    robberies(desk, 3, 40)
    desk.run("measures", "--format", "csv", "--out", "own.csv")
    checked = ("check", "--published", "own.csv", "--project", "svtool.yaml")
    assert note_words(UNCONTROLLED) not in desk.run(*checked).out
    text = (desk.folder / "svtool.yaml").read_text(encoding="utf-8")
    desk.write("svtool.yaml", text + "disclosure: threshold_5\n")
    assert desk.run(*checked).out.splitlines()[0] == note_words(UNCONTROLLED)
