"""`svtool definition diff` for machines: tidy rows, one JSON object, and a manifest that can be made again."""

from __future__ import annotations

import csv
import io
import json

from command_desk import Desk

from svtool.commands.difference_rows import DIFFERENCE_COLUMNS

OURS = """
id: ours
title: Ours
source: police
clauses:
  - {id: O1, title: Homicide, where: {offence: homicide}}
  - {id: O2, title: "Robbery, with a knife", where: {all: [{offence: robbery}, {knife: yes}]}}
decisions:
  - {clause: O1, choice: attempts are out, reason: they have a class of their own}
examples:
  - {title: a homicide, offence_class: 1, expect: O1}
  - {title: an attempt, offence_class: 2, expect: none}
  - {title: a robbery, offence_class: 34B, knife: yes, expect: O2}
"""


def define(desk: Desk) -> None:
    desk.write("definitions/serious_violence/ours.yaml", OURS)
    changed = OURS.replace("id: ours", "id: theirs").replace("id: O2", "id: T2").replace("expect: O2", "expect: T2")
    changed = changed.replace("{all: [{offence: robbery}, {knife: yes}]}", "{offence: robbery}")
    desk.write("definitions/serious_violence/theirs.yaml", changed.replace("attempts are out", "as ours"))


def test_csv_has_a_row_for_each_clause_offence_and_decision(desk: Desk) -> None:
    define(desk)
    text = desk.run("definition", "diff", "ours", "theirs", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert text.splitlines()[0] == ",".join(DIFFERENCE_COLUMNS)
    told = [
        (each["kind"], each["only_in"], each["id_a"], each["asks_a"], each["id_b"], each["asks_b"]) for each in rows
    ]
    knife = "“knife or sharp instrument flag” is yes"
    assert told[:3] == [
        ("same clause", "", "O1", "offence is homicide", "O1", "offence is homicide"),
        ("clause", "ours", "O2", f"offence is robbery and {knife}", "", ""),
        ("clause", "theirs", "", "", "T2", "offence is robbery"),
    ]
    of_offences = [each for each in rows if each["kind"] == "offence"]
    assert [(each["offence_class"], each["asks_a"], each["asks_b"]) for each in of_offences] == [
        ("34A", knife, "always"),
        ("34B", knife, "always"),
    ]
    assert [(each["only_in"], each["title_a"], each["title_b"], each["reason"]) for each in rows[-2:]] == [
        ("ours", "attempts are out", "", "they have a class of their own"),
        ("theirs", "", "as ours", "they have a class of their own"),
    ]


def test_json_has_the_same_rows_and_says_whether_both_count_alike(desk: Desk) -> None:
    define(desk)
    found = json.loads(desk.run("definition", "diff", "ours", "theirs", "--format", "json").out)
    assert (found["format"], found["count_alike"]) == ("svtool.differences/1", False)
    assert [each["id"] for each in found["definitions"]] == ["ours", "theirs"]
    assert all(tuple(each) == DIFFERENCE_COLUMNS for each in found["rows"])
    assert json.loads(desk.run("definition", "diff", "ours", "ours", "--format", "json").out)["count_alike"] is True


def test_a_file_has_a_manifest_that_verify_makes_again_until_a_definition_changes(desk: Desk) -> None:
    define(desk)
    assert desk.run("definition", "diff", "ours", "theirs", "--format", "csv", "--out", "d.csv").code == 0
    ran = desk.run("verify", "d.csv.manifest.json")
    assert (ran.code, ran.out) == (0, "The same: 0 inputs, 10 definitions, 1 output.\n")
    theirs = desk.folder / "definitions/serious_violence/theirs.yaml"
    theirs.write_text(theirs.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")
    ran = desk.run("verify", "d.csv.manifest.json")
    assert ran.code == 15
    assert "definition definitions/serious_violence/theirs.yaml: changed" in ran.out


def test_whoever_has_the_file_without_the_definitions_is_told_that_it_is_the_one_that_was_written(desk: Desk) -> None:
    define(desk)
    desk.run("definition", "diff", "ours", "theirs", "--out", "d.txt")
    for name in ("ours", "theirs"):
        (desk.folder / f"definitions/serious_violence/{name}.yaml").unlink()
    ran = desk.run("verify", "d.txt.manifest.json")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "The same: 1 output, as written then.")


def test_no_definition_is_replaced(desk: Desk) -> None:
    define(desk)
    ran = desk.run("definition", "diff", "ours", "theirs", "--out", "definitions/serious_violence/ours.yaml")
    assert ran.code == 2
    assert "is a file that is read, and would be lost" in ran.err
