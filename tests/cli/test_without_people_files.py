"""Linked police files without those of victims or suspects: what needs them says so, and all else is there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from office import Office
from often import slow_but

TABLE = """
    id: people
    title: People
    groups:
      - title: Robbery
        measures:
          - {id: offences, title: Robberies, source: police, unit: offence, where: {offence: robbery}}
          - {id: of_young_victims, title: Robberies of the young, source: police, unit: offence,
             where: {victim_age: {lt: 25}}}
          - {id: incidents, title: Victim incidents, source: police, unit: victim_incident, where: {offence: robbery}}
          - {id: victims, title: Victims, source: police, unit: victim, where: {offence: robbery}}
          - {id: suspects, title: Suspects, source: police, unit: suspect, where: {offence: robbery}}
    """
OF_ROLE = {"victims": {"of_young_victims", "incidents", "victims"}, "suspects": {"suspects"}}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    monkeypatch.chdir(tmp_path)
    found = Office(tmp_path, capsys)
    (tmp_path / "definitions/tables").mkdir(parents=True)
    found.write("definitions/tables/people.yaml", TABLE)
    return found


def without(office: Office, *roles: str) -> None:
    """Let the project have no files of these people."""
    lines = (office.folder / "svtool.yaml").read_text(encoding="utf-8").splitlines(True)
    office.write("svtool.yaml", "".join(line for line in lines if not line.strip().startswith(roles)))


@pytest.mark.slow
@pytest.mark.parametrize("roles", [("victims",), ("suspects",)])
def test_what_needs_a_file_that_is_not_there_is_not_available_and_says_which(
    office: Office, roles: tuple[str, ...]
) -> None:
    whole = {row["measure_id"]: row for row in rows(office, "measures", "--table", "people")}
    assert all(row["count"] and not row["status"] for row in whole.values())
    without(office, *roles)
    for by in ((), ("--by", "area,age_band,sex")):
        for row in rows(office, "measures", "--table", "people", *by):
            if row["area"] != "Merseyside" or {row.get("age_band", "all"), row.get("sex", "all")} != {"all"}:
                continue
            lacking = next((role for role in roles if row["measure_id"] in OF_ROLE[role]), None)
            if lacking:
                assert (row["count"], row["status"]) == ("", "x")
                assert f"Not available: the project has no police file of {lacking}." in row["notes"]
            else:
                assert row["count"] == whole[row["measure_id"]]["count"]


COMMANDS = [
    "measures",
    "measures --by area --rates",
    "measures --disclosure threshold_5 --by area,age_band",
    "measures --as-at 2021-12-31",
    "count --unit victim",
    "count --unit victim_incident --by age_band",
    "validate --project svtool.yaml",
    "explain P1",
    "report --table people --out r.html",
    "trend --table people --measure incidents",
    "trend --table people --measure suspects",
    "review --table people --measure of_young_victims --period 2021",
    "classify --project svtool.yaml --out classified.csv",
]
OFTEN = {"report", "trend", "review"}


@pytest.mark.parametrize("words", slow_but(lambda words: words.split()[0] in OFTEN, COMMANDS))
def test_every_command_goes_on_without_them(office: Office, words: str) -> None:
    without(office, "victims", "suspects")
    code, _, err = office.run(*words.split())
    assert (code, "bug" in err) == (0, False), err


def test_a_worklist_of_victims_who_are_not_there_is_refused(office: Office) -> None:
    without(office, "victims")
    code, out, err = office.run("review", "--table", "people", "--measure", "incidents", "--period", "2021")
    assert (code, out) == (2, "")
    assert "--measure incidents: the project has no police file of victims. Add it as victims." in err


def rows(office: Office, *words: str) -> list[dict[str, str]]:
    code, out, err = office.run(*words, "--format", "csv")
    assert code == 0, err
    return list(csv.DictReader(io.StringIO(out)))


@pytest.mark.parametrize(("column", "incidents"), [("", ""), ("victim_sex", "2")])
def test_a_flat_file_without_a_column_of_the_victim_has_no_victim_incidents(
    office: Office, column: str, incidents: str
) -> None:
    lines = ["P1,2021-01-05,34B,Wirral,", "P2,2021-02-05,34B,Wirral,", "P3,2021-02-06,49,Wirral,"]
    office.write("flat.csv", "\n".join([f"reference,recorded_date,offence_class,area,{column}", *lines]) + "\n")
    project = (office.folder / "svtool.yaml").read_text(encoding="utf-8").split("sources:")[0]
    source = "police: {files: flat.csv, from: 2021-01-01, to: 2021-12-31}"
    office.write("svtool.yaml", f"{project}sources:\n  {source}\n")
    found = {row["measure_id"]: row for row in rows(office, "measures", "--table", "people")}
    assert (found["offences"]["count"], found["incidents"]["count"]) == ("2", incidents)
    lacks = "Not available: these extracts have no column of the victim." in found["incidents"]["notes"]
    assert lacks == (not incidents)


@pytest.fixture
def of_suspects(office: Office) -> Office:
    """A flat file with a row for each suspect, whose mapping says what blank columns of a victim mean."""
    (office.folder / "definitions/mappings").mkdir(parents=True)
    mapping = "id: of_suspects\ntitle: T\nsource: police\nrow: suspect\nby_name: yes\nno_victim: blank\n"
    office.write("definitions/mappings/of_suspects.yaml", mapping)
    rows_ = ["P1,2021-01-05,34B,Wirral,S1,20", "P1,2021-01-05,34B,Wirral,S2,40", "P2,2021-02-05,34B,Wirral,S1,20"]
    header = "reference,recorded_date,offence_class,area,suspect_reference,suspect_age"
    office.write("flat.csv", "\n".join([header, *rows_]) + "\n")
    project = (office.folder / "svtool.yaml").read_text(encoding="utf-8").split("sources:")[0]
    source = "police: {files: flat.csv, mapping: of_suspects, from: 2021-01-01, to: 2021-12-31}"
    office.write("svtool.yaml", f"{project}sources:\n  {source}\n")
    return office


def test_a_file_without_columns_of_the_victim_does_not_say_that_there_was_none(of_suspects: Office) -> None:
    found = {row["measure_id"]: row for row in rows(of_suspects, "measures", "--table", "people")}
    counts = {name: row["count"] or row["status"] for name, row in found.items()}
    assert counts == {"offences": "2", "of_young_victims": "x", "incidents": "x", "victims": "x", "suspects": "2"}


def test_explain_shows_the_people_of_a_flat_file_and_of_whom_it_says_nothing(of_suspects: Office) -> None:
    _, out, _ = of_suspects.run("explain", "P1")
    lines = out.splitlines()
    start = lines.index("  victims: not recorded")
    assert lines[start + 1 : start + 4] == [
        "  suspects: 2",
        "    suspect reference: S1, suspect age: 20",
        "    suspect reference: S2, suspect age: 40",
    ]
    assert not any(
        line.startswith("  suspect ") for line in lines
    )  # those of the first row are no fields of the offence
