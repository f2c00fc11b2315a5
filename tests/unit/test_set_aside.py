"""Files that count nowhere are told by every command until a person settles them."""

from pathlib import Path

import pytest

from svtool.cli import run
from svtool.schema.set_aside import say_set_aside

PROJECT = """\
definition: merseyside
tables: [recorded_crime]
periods: {kind: month, from: 2021-02, to: 2021-02}
sources:
  police: {files: crimes_*.csv}
set_aside:
  - {files: [notes.csv, old.csv], why: "no mapping fits it"}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "svtool.yaml"
    path.write_text(PROJECT, encoding="utf-8")
    for name in ("notes.csv", "old.csv"):
        (tmp_path / name).write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "crimes_1.csv").write_text(
        "reference,recorded_date,offence_class\nA,2021-02-03,34B\n", encoding="utf-8"
    )
    return path


def test_the_files_are_named_with_what_settles_them(project: Path) -> None:
    said = say_set_aside(project)
    assert said is not None
    assert said.startswith("2 files count nowhere: notes.csv, old.csv. ")
    assert "write settled: yes beside it" in said


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('why: "no mapping fits it"', "settled: yes"),
        ("files: crimes_*.csv", "files: [crimes_1.csv, notes.csv, old.csv]"),
        ('set_aside:\n  - {files: [notes.csv, old.csv], why: "no mapping fits it"}\n', ""),
    ],
)
def test_what_is_settled_or_counted_is_said_no_more(project: Path, was: str, becomes: str) -> None:
    project.write_text(PROJECT.replace(was, becomes), encoding="utf-8")
    assert say_set_aside(project) is None


def test_a_file_that_is_gone_is_settled(project: Path) -> None:
    (project.parent / "old.csv").unlink()
    assert "1 file counts nowhere: notes.csv. " in str(say_set_aside(project))


def test_a_project_that_is_missing_or_wrong_says_nothing_here(tmp_path: Path) -> None:
    assert say_set_aside(tmp_path / "svtool.yaml") is None
    (tmp_path / "svtool.yaml").write_text("a: [\n", encoding="utf-8")
    assert say_set_aside(tmp_path / "svtool.yaml") is None


def test_a_command_says_it_and_goes_on(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--project", str(project)]) == 0
    assert "warning: 2 files count nowhere: notes.csv, old.csv." in capsys.readouterr().err
