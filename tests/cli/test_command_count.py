"""`svtool count`: one question of the command line, answered as a table's measure is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command_desk import Desk
from office import Office

from svtool.cli import run


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path, capsys)


def figures(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_question_is_answered_with_what_is_not_known(office: Office) -> None:
    code, out, _ = office.run("count", "--where", "offence: robbery, knife: yes", "--format", "csv")
    assert code == 0
    assert [(each["count"], each["not_known"], each["measure"]) for each in figures(out)] == [
        ("1", "2", "Offences: offence is robbery and “knife or sharp instrument flag” is yes")
    ]


def test_it_counts_other_units_sources_and_dates(office: Office) -> None:
    def count(*arguments: str) -> tuple[str, str]:
        figure = figures(office.run("count", "--format", "csv", *arguments)[1])[0]
        return figure["count"], figure["not_known"]

    assert count() == ("6", "0")
    assert count("--date", "committed") == ("5", "0")
    assert count("--unit", "victim_incident", "--where", "victim_age: {lt: 18}") == ("1", "2")
    assert count("--source", "ed", "--where", "weapon: knife, assault: yes") == ("1", "4")
    assert count("--source", "admissions") == ("", "")
    assert count("--definition", "merseyside") == ("5", "0")


def test_by_area_and_by_clause(office: Office) -> None:
    by_area = figures(office.run("count", "--where", "offence: robbery", "--by", "area", "--format", "csv")[1])
    assert {each["area"]: each["count"] for each in by_area} == {
        "Merseyside": "3", "Knowsley": "0", "Liverpool": "2", "St. Helens": "0", "Sefton": "1", "Wirral": "0",
    }  # fmt: skip
    by_clause = figures(office.run("count", "--definition", "merseyside", "--by", "clause", "--format", "csv")[1])
    assert {each["clause"]: (each["count"], each["not_known"]) for each in by_clause if each["clause"] == "A3"} == {
        "A3": ("1", "2")
    }


def test_json_and_the_printed_table(office: Office) -> None:
    found = json.loads(office.run("count", "--where", "offence: robbery", "--format", "json")[1])
    assert found["figures"][0]["count"] == 3
    assert "Offences: offence is robbery  3" in office.run("count", "--where", "offence: robbery")[1]


@pytest.mark.slow
def test_the_same_question_as_a_table_has_the_same_figures(capsys: pytest.CaptureFixture[str]) -> None:
    """Table 1 of the sample prints 634, 673 and 529 offences of possession of an article with a blade."""
    where = "offence: possession_of_article_with_blade_or_point"
    assert run(["count", "--sample", "--where", where, "--date", "committed", "--format", "csv"]) == 0
    assert [each["count"] for each in figures(capsys.readouterr().out)] == ["634", "673", "529"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--where", "ofence: robbery"], "ofence is not a field of source police; did you mean offence?"),
        (["--where", "offence: robery"], "--where: offence: robery is not an offence of the catalogue"),
        (["--where", "all: [{knife: yes}, {victim_age: {lt: x}}]"], "all[2].victim_age.lt needs a whole number"),
        (["--where", "knife: yes, knife: no"], "--where: knife is written twice; keep one of the two"),
        (["--where", "knife: yes}, {a: b"], "--where: not YAML"),
        (["--where", "knife: maybe"], "--where: knife: maybe is not a value of knife; expected yes or no"),
        (["--source", "edd"], "--source edd: is not a source of records"),
        (["--unit", "attendance"], "--unit attendance: is not counted in police"),
        (["--unit", "suspect", "--where", "victim_age: {lt: 18}"], "--unit suspect: counts suspects"),
        (["--source", "ed", "--date", "committed"], "--date committed: ed has no committed date"),
        (["--source", "ed", "--definition", "merseyside"], "--definition merseyside: is about police, not ed"),
    ],
)  # fmt: skip
def test_a_question_that_can_not_be_asked_names_its_place(office: Office, arguments: list[str], said: str) -> None:
    code, out, err = office.run("count", *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_a_source_without_extracts_is_not_a_zero(office: Office) -> None:
    figure = figures(office.run("count", "--source", "fire", "--format", "csv")[1])[0]
    assert (figure["count"], figure["status"]) == ("", "x")


def test_a_severity_score_stands_below_the_count(desk: Desk) -> None:
    desk.project()
    ran = desk.run("count", "--where", "offence: robbery", "--weigh", "css", "--format", "csv")
    assert ran.code == 0, ran.err
    rows = [row for row in csv.DictReader(io.StringIO(ran.out)) if row["period"] == "2021"]
    assert [row["measure_id"] for row in rows] == ["count", "count_severity"]
    number = int(rows[0]["count"])
    assert float(rows[1]["value"]) == pytest.approx(number * 799.6288702314769)
    assert (rows[1]["of_count"], rows[1]["value_unit"]) == (str(number), "severity score")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--weigh", "cs"], "--weigh cs: is no set of weights; expected css"),
        (["--weigh", "css", "--unit", "victim"], "--weigh css: offences are weighed, not victims"),
        (["--weigh", "css", "--source", "ed"], "--weigh css: offences are weighed, not attendances"),
    ],
)
def test_what_can_not_be_weighed(desk: Desk, arguments: list[str], said: str) -> None:
    desk.project()
    ran = desk.run("count", *arguments)
    assert ran.code == 2
    assert said in ran.err
