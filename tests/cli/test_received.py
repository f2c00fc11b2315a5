"""How extracts came: in the project file, in the manifest, on the page, and when they may no longer be kept."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from svtool.cli import printing
from svtool.errors import InvalidFileError
from svtool.schema.project import ExtractEntry, read_project, receipts_of

if TYPE_CHECKING:
    from conftest import Desk

RECEIVED = "received: {from: Force A, on: 2022-01-14, agreement: Agreement 12, keep_until: 2027-01-31}"
PROJECT = """
tables: [recorded_crime]
definition: merseyside
periods: {{kind: calendar, years: [2021]}}
sources:
  police: {{files: [police.csv, ../elsewhere/more.csv], {received}}}
"""
CRIMES = "reference,recorded_date,offence_class\nR1,2021-01-01,34B\nR2,2021-01-02,34B\n"
WARNING = (
    "warning: police (police.csv, ../elsewhere/more.csv): might be kept until 31 January 2027 under Agreement 12. "
    "Delete it, or agree a later day and say it in the project file (received: keep_until)\n"
)


@pytest.fixture
def project(desk: Desk) -> Desk:
    """A project with an extract of which is said how it came."""
    desk.write("police.csv", CRIMES)
    desk.write("../elsewhere/more.csv", CRIMES.replace("R", "S"))
    desk.write("svtool.yaml", PROJECT.format(received=RECEIVED))
    return desk


def set_clock(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Make it this day for the commands."""

    class Day(date):
        @classmethod
        def today(cls) -> date:
            return day

    monkeypatch.setattr(printing, "date", Day)


@pytest.mark.parametrize(("day", "warns"), [(date(2027, 1, 31), False), (date(2027, 2, 1), True)])
def test_an_extract_that_may_no_longer_be_kept_is_warned_of(
    day: date, warns: bool, project: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, day)
    for words in (("measures",), ("validate", "--project", "svtool.yaml")):
        ran = project.run(*words)
        assert (WARNING in ran.err) is warns, words
        assert "kept" not in ran.out


def test_outputs_are_the_same_on_every_day_and_the_manifest_says_how_extracts_came(
    project: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for day in (date(2026, 1, 1), date(2030, 1, 1)):
        set_clock(monkeypatch, day)
        project.run("measures", "--format", "json", "--out", "o.json")
        written.append([(project.folder / name).read_bytes() for name in ("o.json", "o.json.manifest.json")])
    assert written[0] == written[1]
    assert json.loads(written[0][1])["received"] == [
        {
            "source": "police", "files": ["police.csv", "more.csv"], "from": "Force A", "on": "2022-01-14",
            "agreement": "Agreement 12", "keep_until": "2027-01-31",
        }
    ]  # fmt: skip


@pytest.mark.slow
def test_the_methods_of_the_page_say_how_extracts_came(project: Desk) -> None:
    project.run("report", "--out", "r.html")
    methods = (project.folder / "r.html").read_text(encoding="utf-8").partition('id="methods"')[2]
    for each in ("How the extracts came", "Force A", "2022-01-14", "Agreement 12", "2027-01-31"):
        assert each in methods


def test_nothing_is_said_of_extracts_of_which_nothing_is_known(project: Desk) -> None:
    project.write("svtool.yaml", PROJECT.format(received="mapping: standard"))
    project.run("measures", "--format", "csv", "--out", "o.csv")
    assert "received" not in json.loads((project.folder / "o.csv.manifest.json").read_text(encoding="utf-8"))


def test_linked_files_have_their_own_receipts(project: Desk) -> None:
    project.write(
        "svtool.yaml",
        """
        tables: [recorded_crime]
        definition: merseyside
        periods: {kind: calendar, years: [2021]}
        sources:
          police:
            offences: {files: o.csv, received: {from: Force A}}
            victims: [{files: v.csv, received: {on: 2022-01-02}}, {files: w.csv}]
        """,
    )
    receipts = receipts_of(read_project(project.folder / "svtool.yaml"))
    assert [(each.source, each.files) for each in receipts] == [
        ("police offences", ("o.csv",)), ("police victims", ("v.csv",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("{}", "says nothing"),
        ("{on: 2022-01-14, keep_until: 2022-01-13}", "a day before it came"),
        ("{on: January}", "on"),
        ("{by: post}", "by"),
    ],
)
def test_what_can_not_be_is_told_at_its_line(said: str, fault: str, project: Desk) -> None:
    project.write("svtool.yaml", PROJECT.format(received=f"received: {said}"))
    with pytest.raises(InvalidFileError, match=fault):
        read_project(project.folder / "svtool.yaml")


def test_an_entry_needs_no_receipt() -> None:
    assert ExtractEntry.model_validate({"files": "x.csv"}).received is None
