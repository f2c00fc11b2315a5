"""Every command that writes a result leaves a manifest beside it, and `svtool verify` holds it to that."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from command_desk import Desk
from often import slow_but

from svtool.commands import validate

MEASURE = "recorded_serious_violence"
MAPPED = ("--mapping", "standard", "--source", "police")
# What is run, and the files that it writes, each with how the manifest calls its format.
COMMANDS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "measures": (("measures", "--format", "csv", "--out", "o.csv"), {"o.csv": "csv"}),
    "count": (("count", "--where", "offence: robbery", "--format", "json", "--out", "o.json"), {"o.json": "json"}),
    "report": (("report", "--out", "o.html"), {"o.html": "html"}),
    "trend": (("trend", "--measure", MEASURE, "--format", "svg", "--out", "o.svg"), {"o.svg": "svg"}),
    "trend as text": (("trend", "--measure", MEASURE, "--area", "Wirral", "--out", "o.txt"), {"o.txt": "table"}),
    "review": (("review", "--measure", MEASURE, "--period", "2021", "--out", "o.csv"), {"o.csv": "csv"}),
    "classify": (("classify", "--project", "svtool.yaml", "--out", "o.parquet"), {"o.parquet": "parquet"}),
    "classify a file": (("classify", "extracts/police.csv", *MAPPED[:2], "--out", "o.csv"), {"o.csv": "csv"}),
    "validate": (
        ("validate", "--project", "svtool.yaml", "--out", "o.txt", "--rejected", "r.csv"),
        {"o.txt": "text", "r.csv": "rejected"},
    ),
    "validate a file": (("validate", "extracts/police.csv", "--format", "csv", "--out", "o.csv"), {"o.csv": "csv"}),
    "the reply": (("validate", "extracts/police.csv", "--reply", "--out", "o.txt"), {"o.txt": "reply"}),
    "check": (("check", "--published", "published.csv", "--format", "csv", "--out", "o.csv"), {"o.csv": "csv"}),
    "check and count": (
        ("check", "--published", "published.csv", "--project", "svtool.yaml", "--out", "o.txt"),
        {"o.txt": "text"},
    ),
}


@pytest.fixture
def project(desk: Desk) -> Desk:
    """A project that says what its extract was drawn for and how it came, with a record that is rejected."""
    desk.project("mapping: standard", "mapping: standard, holds: all, received: {from: The force, on: 2022-01-14}")
    extract = desk.folder / "extracts/police.csv"
    extract.write_text(extract.read_text("utf-8") + "PRIVATE-REF-99999,2021-06-01,34B\n", encoding="utf-8")
    desk.write(
        "published.csv", f"measure,measure_id,period_start,period_end,n\nSerious,{MEASURE},2021-01-01,2021-12-31,700\n"
    )
    return desk


def manifest_beside(desk: Desk, name: str) -> dict[str, Any]:
    text = (desk.folder / f"{name}.manifest.json").read_text("utf-8")
    assert "PRIVATE-REF" not in text
    assert str(desk.folder) not in text
    return json.loads(text)  # type: ignore[no-any-return]


HELD = {"source": "police", "files": ["extracts/police.csv"], "holds": "all"}


@pytest.mark.parametrize("command", slow_but(lambda command: command in {"trend", "classify"}, COMMANDS))
def test_a_command_leaves_a_manifest_that_verify_makes_again(
    command: str, project: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, outputs = COMMANDS[command]
    assert project.run(*words).code in (0, 12, 15)
    assert project.files() >= {name for each in outputs for name in (each, f"{each}.manifest.json")}
    for name, format_ in outputs.items():
        _check_said(project, words, name, format_)
        _check_alone(project, name, monkeypatch)
        _check_changed(project, name, "published.csv" if words[0] == "check" else "extracts/police.csv")


def test_what_hangs_on_the_day_is_checked_as_on_that_day(project: Desk) -> None:
    """A date after today may lie before it when somebody verifies the findings years later."""
    words = ("validate", "extracts/police.csv", *MAPPED[:2], "--out", "o.txt")
    project.run(*words)
    assert manifest_beside(project, "o.txt")["options"].get("today") is None
    extract = project.folder / "extracts/police.csv"
    day = date.today() + timedelta(days=1)
    extract.write_text(extract.read_text("utf-8") + f"R9,{day},34B,N,N,N,20,Wirral\n", encoding="utf-8")
    project.run(*words)
    assert manifest_beside(project, "o.txt")["options"]["today"] == f"{date.today()}"
    with move_clock(2 * 366):
        assert project.run("verify", "o.txt.manifest.json").code == 0


@contextlib.contextmanager
def move_clock(days: int) -> Iterator[None]:
    """Let a check be made on another day."""
    later = date.today() + timedelta(days=days)

    class Later(date):
        @classmethod
        def today(cls) -> date:
            return later

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validate, "date", Later)
        yield


def _check_said(project: Desk, words: tuple[str, ...], name: str, format_: str) -> None:
    """Check what the manifest says, and that the run that it tells of can be made again."""
    manifest = manifest_beside(project, name)
    assert manifest["command"] == words[0]
    assert [(each["file"], each["format"]) for each in manifest["outputs"]] == [(name, format_)]
    of_project = words[0] in {"measures", "count", "report", "trend", "review"} or "--project" in words
    assert ("project" in manifest) == of_project
    assert manifest.get("holds") == ([HELD] if of_project else None)
    assert [each["from"] for each in manifest.get("received", [])] == ["The force"] * of_project
    ran = project.run("verify", f"{name}.manifest.json")
    assert (ran.code, ran.err, ran.out.splitlines()[-1][:9]) == (0, "", "The same:"), ran.out


def _check_alone(project: Desk, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check that whoever has the output alone is told whether it is the one that was written."""
    elsewhere = project.folder / "received"
    elsewhere.mkdir(exist_ok=True)
    for each in (name, f"{name}.manifest.json"):
        shutil.copy(project.folder / each, elsewhere / each)
    with monkeypatch.context() as here:
        here.chdir(elsewhere)
        ran = project.run("verify", f"{name}.manifest.json")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.splitlines()[-1] == "The same: 1 output, as written then."
        assert "inputs and definitions: not compared, for " in ran.out
        (elsewhere / name).write_bytes((elsewhere / name).read_bytes() + b"?")
        assert project.run("verify", f"{name}.manifest.json").code == 15


def _check_changed(project: Desk, name: str, read: str) -> None:
    """Check that an input that is another now is named, and an output too."""
    whole = {each: (project.folder / each).read_bytes() for each in (name, read)}
    for each, content in whole.items():
        (project.folder / each).write_bytes(content + b"\n")
    lines = project.run("verify", f"{name}.manifest.json").out.splitlines()
    assert lines[:2] == [f"input {read}: changed", f"output {name}: changed since it was written"]
    for each, content in whole.items():
        (project.folder / each).write_bytes(content)


@pytest.mark.slow
def test_inputs_that_lie_outside_the_folder_are_said_not_to_be_compared(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "work").mkdir()
    monkeypatch.chdir(desk.folder / "work")
    desk.run("validate", "../extracts/police.csv", "--out", "o.txt")
    shutil.copy(desk.folder / "extracts/police.csv", desk.folder / "work/police.csv")
    desk.run("validate", "../extracts/police.csv", "police.csv", "--out", "o.txt")
    ran = desk.run("verify", "o.txt.manifest.json")
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        "outputs: not made again; their files are held against the manifest",
    )
    assert "input elsewhere/police.csv: not compared, for it lies outside the folder" in ran.out


@pytest.mark.slow
def test_a_command_of_a_newer_svtool_is_not_made_again(desk: Desk) -> None:
    desk.run("measures", "--format", "csv", "--out", "o.csv")
    path = desk.folder / "o.csv.manifest.json"
    path.write_text(path.read_text("utf-8").replace('"command": "measures"', '"command": "foretell"'), encoding="utf-8")
    ran = desk.run("verify", "o.csv.manifest.json")
    assert ran.code == 0
    assert ran.out.startswith(
        "outputs: not made again, for this svtool has no such command; their files are held against the manifest\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_manifest_of_records_is_for_their_owner_alone(project: Desk) -> None:
    project.run("review", "--measure", MEASURE, "--period", "2021", "--out", "w.csv")
    modes = {name: (project.folder / name).stat().st_mode & 0o777 for name in ("w.csv", "w.csv.manifest.json")}
    assert modes == {"w.csv": 0o600, "w.csv.manifest.json": 0o600}


def test_no_manifest_takes_the_place_of_another_file(desk: Desk) -> None:
    desk.write("w.csv.manifest.json", "notes of somebody\n")
    ran = desk.run("validate", "extracts/police.csv", "--rejected", "w.csv")
    assert (ran.code, (desk.folder / "w.csv").exists()) == (2, False)
    assert ran.err.startswith("error: --rejected: the manifest of the run would take the place of w.csv.manifest.json")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize(("said", "file", "folder"), [("", 0o600, 0o700), ("outputs: {mode: 0640}\n", 0o640, 0o750)])
def test_new_files_are_their_owners_alone_unless_the_project_says_otherwise(
    said: str, file: int, folder: int, desk: Desk
) -> None:
    desk.write("svtool.yaml", said + (desk.folder / "svtool.yaml").read_text(encoding="utf-8"))
    desk.run("trend", "--measure", MEASURE, "--out", "o.txt")
    desk.run("measures", "--format", "csv", "--out", "out/")
    names = ("o.txt", "o.txt.manifest.json", "out/recorded_crime.csv", "out/manifest.json")
    assert {(desk.folder / name).stat().st_mode & 0o777 for name in names} == {file}
    assert (desk.folder / "out").stat().st_mode & 0o777 == folder


def test_rights_that_no_output_should_have_are_refused(desk: Desk) -> None:
    desk.project("definition: merseyside", "definition: merseyside\noutputs: {mode: 0777}")
    ran = desk.run("measures")
    assert (ran.code, ran.out) == (10, "")
    assert ran.err.startswith(
        "error: svtool.yaml:2: outputs have the mode 0777; expected 0600 for the owner alone, 0640"
    )
