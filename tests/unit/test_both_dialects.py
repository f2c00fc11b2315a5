"""What an engine is given to do is written in words that DuckDB and Spark both understand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dialects import faults_of, recorded

from svtool.cli import run

if TYPE_CHECKING:
    from conftest import Desk

FLAT = "source: police\nrow: {row}\nby_name: yes\nno_victim: blank\n"
PEOPLE = "reference,recorded_date,committed_date,victim_reference,victim_date_of_birth,suspect_reference,suspect_age\n"
COMMANDS = {
    "measures": "measures --by area --rates",
    "measures by people": "measures --table mvrp_local --by age_band,sex",
    "measures by class": "measures --table recorded_crime --by offence_class,clause",
    "measures as at a day": "measures --as-at 2021-03-31",
    "count": "count --unit suspect --by area",
    "count of victims": "count --unit victim_incident --by sex",
    "compare": "compare --definition merseyside --definition west_mercia --by clause",
    "compare records": "compare --definition merseyside --definition west_mercia --records --format csv --out r.csv",
    "compare around a day": "compare --change-at 2020-04-01 --area Wirral --against Sefton",
    "profile": "profile --section cohorts --section days_of_the_week --section hours",
    "trend": "trend --measure ed_assault --table agencies",
    "review": "review --measure ed_knife_or_sharp --period 2021 --out list.csv",
    "review of people": "review --measure blade_possession_suspect_under_25 --period 2020 --out list.csv",
    "explain": "explain SYN/0000010/20",
    "classify": "classify --out classified.csv",
    "validate": "validate extracts/police_offences_2021.csv --previous extracts/police_offences_2020.csv",
    "validate people": "validate extracts/police_victims_2021.csv",
}

LONG = {
    "compare",
    "compare around a day",
    "explain",
    "profile",
    "review of people",
    "measures by people",
    "measures by class",
    "measures as at a day",
    "count of victims",
    "classify",
}


def check(statements: dict[str, str]) -> None:
    """Check that every statement is of both dialects, and that there are some."""
    assert statements
    assert {step: faults for sql, step in statements.items() if (faults := faults_of(sql))} == {}


@pytest.mark.parametrize(
    "command", [pytest.param(each, marks=[pytest.mark.slow] * (each in LONG)) for each in COMMANDS]
)
def test_what_a_command_asks_is_of_both_dialects(
    command: str, tenth_of_the_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name, *options = COMMANDS[command].split()
    paths = [str(tenth_of_the_sample.parent / each) if each.startswith("extracts/") else each for each in options]
    project = [] if name == "validate" else ["--project", str(tenth_of_the_sample)]
    with recorded() as statements:
        assert run([name, *paths, *project]) in {0, 12}
    check(statements)


@pytest.mark.parametrize("row", ["offence", "victim", "suspect", "victim_suspect"])
def test_how_each_layout_of_a_flat_file_is_settled_is_of_both_dialects(row: str, desk: Desk) -> None:
    rows = "O1,2021-01-01,2021-01-01,V1,2000-01-01,S1,20\nO1,2021-01-01,,V2,,,\n,2021-01-02,,,,,\n"
    with recorded() as statements:
        facts = desk.gather("police", PEOPLE + rows, mapping=desk.own_mapping(FLAT.format(row=row)))
        desk.answer(facts, "victim_age: {lt: 25}")
    check(statements)


def test_how_linked_files_are_settled_is_of_both_dialects(desk: Desk) -> None:
    offences = (
        "reference,recorded_date,cancelled,supplier\nO1,2021-01-01,,East\nO2,2021-01-02,Y,West\nO1,2021-01-01,,East\n"
    )
    victims = "reference,victim_reference,victim_date_of_birth\nO1,V1,2000-01-01\nO1,V1,2000-01-01\nO2,V2,\nO9,V3,\n"
    with recorded() as statements:
        facts = desk.gather("police", {"offences": offences, "victims": victims})
    assert facts.reports["victims"].notes != []
    check(statements)


def test_how_what_is_issued_again_is_settled_is_of_both_dialects(desk: Desk) -> None:
    january = "reference,recorded_date,knife,victim_age\nO1,2021-01-01,,20\nO2,2021-01-02,N,\n,2021-01-02,N,\n"
    with recorded() as statements:
        facts = desk.gather("police", [january, january], as_at=("2021-02-01", "2021-03-01"))
    assert facts.revision is not None
    check(statements)


def test_how_people_go_with_offences_that_are_issued_again_is_of_both_dialects(desk: Desk) -> None:
    rows = [f"O{i},2021-01-0{i + 1},8N" for i in range(6)]
    offences = [
        "\n".join(["reference,recorded_date,offence_class", *each]) for each in (rows, [*rows[:4], "O9,2021-01-06,1"])
    ]
    victims = "reference,victim_reference,victim_age\nO0,V1,20\nO1,V2,30\nO5,V3,40\n"
    files = {"offences": offences, "victims": [victims, victims.replace("V2,30", "V4,50")]}
    with recorded() as statements:
        facts = desk.gather("police", files, as_at=("2021-02-01", "2021-03-01"))
    assert facts.revision is not None
    assert facts.revision.withdrawn == 2
    check(statements)


@pytest.mark.parametrize("row", ["offence", "victim", "victim_suspect"])
def test_how_rows_that_disagree_are_settled_and_counted_is_of_both_dialects(row: str, desk: Desk) -> None:
    rows = "O1,2021-01-01,Y,V1\nO1,2021-01-02,N,V2\nO1,2021-01-02,,V2\nO2,2021-01-03,Y,V3\n"
    mapping = desk.own_mapping(FLAT.format(row=row))
    with recorded() as statements:
        facts = desk.gather("police", "reference,recorded_date,knife,victim_reference\n" + rows, mapping=mapping)
        assert facts.reports["police"].disagreeing == 1
        assert desk.answer(facts, "knife: yes") == [True, True]
    check(statements)


def test_how_vehicles_and_counts_are_settled_is_of_both_dialects(desk: Desk) -> None:
    with recorded() as statements:
        desk.gather("police", "recorded_date,count\n2021-01-01,5\n")
        vehicles = desk.own_mapping("source: fire\nrow: vehicle\nby_name: yes\n")
        desk.gather("fire", "reference,recorded_date\nF1,2021-01-01\nF1,2021-01-01\n", mapping=vehicles)
    check(statements)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM police WHERE row_id > 3",
        "SELECT * EXCLUDE (v) FROM police",
        "SELECT list_sort(list(row_id)) FROM police",
        "SELECT first(knife ORDER BY row_id) FROM police",
        "SELECT hash(reference) FROM police",
        "SELECT CAST(NULL AS VARCHAR) AS reference FROM police",
        "SELECT row FROM police WHERE row < ?",
    ],
)
def test_what_only_one_dialect_has_is_seen(sql: str) -> None:
    assert faults_of(sql) != []
