"""A warning that somebody has looked at is not said again, until it grows or its day has passed."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from command_desk import Desk
from small_project import police_csv

from svtool.commands.news import news_of
from svtool.figures.notes import Kind, Note
from svtool.schema.acknowledged import WARNINGS, Acknowledged

TODAY = date(2026, 5, 1)
REPEATED = Note(Kind.REPEATED, {"where": "police"}, {"rows": 3})
AGES = Note(Kind.UNREADABLE, {"where": "police victims", "column": "victim_age", "fault": "an age"}, {"cells": 9})
BAD_DAY = "PRIVATE-REF-99999,2021-02-30,34B,N,N,N,20,Wirral\n"


def known(finding: str, **more: object) -> Acknowledged:
    return Acknowledged.model_validate({"finding": finding, "until": TODAY.isoformat(), "by": "A. Analyst", **more})


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        (known("repeated"), [AGES]),
        (known("repeated", up_to=3), [AGES]),
        (known("repeated", up_to=2), [REPEATED, AGES]),
        (known("repeated", source="ambulance"), [REPEATED, AGES]),
        (known("repeated", until=(TODAY - timedelta(days=1)).isoformat()), [REPEATED, AGES]),
        (known("unreadable", source="police victims", column="victim_age", up_to=9), [REPEATED]),
        (known("unreadable", column="recorded_date"), [REPEATED, AGES]),
        (known("unreadable", source="police"), [REPEATED, AGES]),
    ],
)
def test_what_was_looked_at_is_no_news(entry: Acknowledged, left: list[Note]) -> None:
    assert news_of([REPEATED, AGES], [entry], TODAY) == left


def test_every_kind_of_warning_is_one_that_notes_have() -> None:
    assert [name for name in WARNINGS if name.upper() not in Kind.__members__] == []


def test_a_night_without_news_prints_nothing_and_its_outputs_say_all(desk: Desk) -> None:
    desk.project()
    desk.write("extracts/police.csv", police_csv() + BAD_DAY)
    told = desk.run("measures", "--out", "figures.txt", "--quiet")
    assert told.err.startswith("warning: police: 1 cell of recorded_date")
    figures = (desk.folder / "figures.txt").read_bytes()
    tomorrow = date.today() + timedelta(days=1)
    desk.project(
        "periods:",
        "acknowledged:\n"
        f"  - {{finding: unreadable, source: police, column: recorded_date, up_to: 1, until: {tomorrow}, by: A}}\n"
        "periods:",
    )
    ran = desk.run("measures", "--out", "figures.txt", "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (desk.folder / "figures.txt").read_bytes() == figures
    manifest = json.loads((desk.folder / "figures.txt.manifest.json").read_text(encoding="utf-8"))
    assert [each["by"] for each in manifest["acknowledged"]] == ["A"]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("{finding: repeatd, until: 2027-01-01, by: A}", "which is no kind of warning; did you mean repeated?"),
        ("{finding: repeated, by: A}", "until"),
        ("{finding: repeated, until: 2027-01-01, by: A, up_to: -1}", "up_to"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(entry: str, sentence: str, desk: Desk) -> None:
    desk.project("periods:", f"acknowledged: [{entry}]\nperiods:")
    desk.write("extracts/police.csv", police_csv())
    ran = desk.run("measures")
    assert ran.code == 10
    assert sentence in ran.err
