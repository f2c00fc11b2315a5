"""`svtool measures --map`: a home-grown file is read without a mapping of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from svtool.cli import run as run_svtool

ROWS = """\
Crime No,Date Reported,Knife?
A1,01/02/2021,Y
A2,02/02/2021,N
A3,03/02/2021,
"""
TABLE = """\
id: own
title: Own table
groups:
  - title: All
    measures:
      - {id: knife, title: Knife, source: police, unit: offence, where: {knife: yes}}
"""
PROJECT = """\
tables: [own]
periods: {kind: month, from: 2021-02, to: 2021-02}
sources:
  police: {files: [police_1.csv], mapping: standard}
"""
GIVEN = ["--map", "Date Reported=recorded_date:DD/MM/YYYY", "--map", "Knife?=knife", "--map", "Crime No=reference"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "definitions/tables").mkdir(parents=True)
    (tmp_path / "definitions/tables/own.yaml").write_text(TABLE)
    (tmp_path / "police_1.csv").write_text(ROWS)
    project = tmp_path / "svtool.yaml"
    project.write_text(PROJECT)
    return project


@dataclass
class Ran:
    """What a command did."""

    exit_code: int
    stdout: str
    stderr: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs `svtool measures --format csv` on a project."""

    def run_command(project: Path, *options: str) -> Ran:
        code = run_svtool(["measures", "--project", str(project), "--format", "csv", *options])
        return Ran(code, *capsys.readouterr())

    return run_command


def test_fields_are_read_from_the_columns_that_the_command_names(run: Callable[..., Ran], project: Path) -> None:
    result = run(project, *GIVEN)
    assert result.exit_code == 0, result.stderr
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["count"], row["not_known"]) == ("1", "1")


def test_without_it_the_file_has_no_date(run: Callable[..., Ran], project: Path) -> None:
    result = run(project)
    assert result.exit_code == 11


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--map", "recorded_date"], "expected COLUMN=FIELD"),
        (["--map", "=recorded_date"], "expected COLUMN=FIELD"),
        (["--map", "Date Reported=recorded_day"], "did you mean recorded_date?"),
        (["--map", "Knife?=knife:DD/MM/YYYY"], "knife is not a date"),
        (["--map", "Date Reported=recorded_date:D.M.Y"], "D.M.Y is not a date format"),
        (["--map", "A=knife", "--map", "B=knife"], "knife is given twice"),
        (["--source", "police"], "--source is of --map"),
        (["--source", "polise", *GIVEN], "the project has no such extracts"),
    ],
)
def test_what_is_not_understood_is_told_and_nothing_is_counted(
    run: Callable[..., Ran], project: Path, options: list[str], said: str
) -> None:
    result = run(project, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_column_that_is_not_in_the_file_is_told(run: Callable[..., Ran], project: Path) -> None:
    result = run(project, *GIVEN[:-1], "Crime Number=reference")
    assert result.exit_code == 11
    assert "no column Crime Number (for reference)" in result.stderr


def test_a_field_of_several_sources_needs_its_source(run: Callable[..., Ran], project: Path) -> None:
    project.write_text(project.read_text() + "  ed: {files: [police_1.csv], mapping: standard}\n")
    result = run(project, *GIVEN)
    assert result.exit_code == 2
    assert "recorded_date is a field of police and ed; say which with --source" in result.stderr
    assert run(project, *GIVEN, "--source", "police").exit_code == 0


def test_linked_files_need_a_mapping(run: Callable[..., Ran], project: Path) -> None:
    linked = "  police: {offences: {files: [police_1.csv], mapping: standard}}\n"
    project.write_text(project.read_text().split("  police:")[0] + linked)
    result = run(project, *GIVEN)
    assert result.exit_code == 2
    assert "linked files" in result.stderr


def test_the_format_of_the_mapping_stays_where_none_is_given(run: Callable[..., Ran], project: Path) -> None:
    result = run(project, "--map", "Date Reported=recorded_date", *GIVEN[2:])
    assert result.exit_code == 11
    assert "3 of 3 dates can't be read: mapping standard says YYYY-MM-DD." in result.stderr
