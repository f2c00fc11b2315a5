"""`svtool check`: a published table against itself, and against what the extracts say today."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from svtool.cli import run
from svtool.errors import ExitCode

# Possession of a blade in 2020, by the day it was committed.
EXTRACT = """\
reference,recorded_date,committed_date,offence_class,initial_class,status,area
A1,2020-02-01,2020-02-01,10D,10D,,Wirral
A2,2020-03-01,2020-03-01,10D,10D,,Wirral
A3,2020-04-01,2020-04-01,10D,10D,cancelled,Wirral
A4,2020-05-01,2020-05-01,8N,10D,,Wirral
A5,2020-06-01,2020-06-01,8N,10D,,Sefton
A6,2021-05-01,2020-12-20,10D,10D,,Wirral
A7,2021-06-01,2021-06-01,10D,10D,,Wirral
"""
PROJECT = """\
definition: merseyside
tables: [home_office]
areas: merseyside
periods: {kind: calendar, years: [2020, 2021]}
sources:
  police: {files: police.csv, mapping: standard, selected_on: recorded_date, from: 2020-01-01, to: 2021-12-31}
"""
PUBLISHED = """\
measure_id,measure,geography,period_start,period_end,n
blade_possession,Possession of a blade,Merseyside,2020-01-01,2020-12-31,5
blade_possession,Possession of a blade,Wirral,2020-01-01,2020-12-31,4
blade_possession,Possession of a blade,Merseyside,2021-01-01,2021-12-31,1
blade_posession,Possession of a blade,Merseyside,2021-01-01,2021-12-31,1
blade_possession,Possession of a blade,Merseyside,2022-01-01,2022-12-31,1
blade_possession,Possession of a blade,Atlantis,2021-01-01,2021-12-31,1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"police.csv": EXTRACT, "svtool.yaml": PROJECT, "printed.csv": PUBLISHED}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = run(["check", "--published", "printed.csv", *options])
    return code, capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_a_revised_figure_is_said_with_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = checked(capsys, "--project", "svtool.yaml", "--printed-on", "2021-03-31")
    assert code == ExitCode.DIFFERENCE
    assert out.splitlines() == [
        "printed.csv: 6 figures, 0 changes",
        "REVISED  line 2, blade_possession, Merseyside, 2020-01-01 to 2020-12-31 [r]: published 5, today 3 (-2): 1 "
        "since cancelled, transferred or found not to count, 2 reclassified out of the measure since first recorded "
        "and 1 recorded after the print.",
        "REVISED  line 3, blade_possession, Wirral, 2020-01-01 to 2020-12-31 [r]: published 4, today 3 (-1): 1 since "
        "cancelled, transferred or found not to count, 1 reclassified out of the measure since first recorded and 1 "
        "recorded after the print.",
        "AGREES   line 4, blade_possession, Merseyside, 2021-01-01 to 2021-12-31: 1",
        "NOTE     line 5: blade_posession is no measure of the project's tables; did you mean blade_possession?",
        "NOTE     line 7: its area is none of the project's; not compared.",
        "NOTE     line 6: the police extracts hold 0 days of its period, the published figure 365; not compared.",
        "0 figures contradict the table's own numbers; 2 of 3 figures counted again are revised. Correct what is wrong "
        "in print, and mark what was revised with [r].",
    ]


@pytest.mark.usefixtures("folder")
def test_without_the_day_of_the_print_nobody_tells_what_was_late(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = checked(capsys, "--project", "svtool.yaml")
    assert "reclassified out of the measure" in out
    assert "recorded after the print" not in out


@pytest.mark.usefixtures("folder")
def test_the_machine_formats_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--project", "svtool.yaml", "--printed-on", "2021-03-31")
    rows = list(csv.DictReader(io.StringIO(checked(capsys, *options, "--format", "csv")[1])))
    found = json.loads(checked(capsys, *options, "--format", "json")[1])
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in found["rows"]] == rows
    first = rows[0]
    assert (first["published"], first["today"], first["difference"], first["status"]) == ("5", "3", "-2", "r")
    assert (first["cancelled"], first["reclassified"], first["recorded_late"]) == ("1", "2", "1")


@pytest.mark.usefixtures("folder")
def test_what_svtool_wrote_agrees_with_itself(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["measures", "--format", "csv", "--by", "area", "--out", str(tmp_path / "own.csv")]) == ExitCode.DONE
    capsys.readouterr()
    code = run(["check", "--published", "own.csv", "--project", "svtool.yaml"])
    assert (code, "REVISED" in capsys.readouterr().out) == (ExitCode.DONE, False)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--published", "missing.csv"), ExitCode.UNREADABLE_EXTRACT, "missing.csv: can't be opened"),
        (("--published", "printed.csv", "--project", "no.yaml"), ExitCode.INVALID_FILE, "no.yaml"),
        (("--published", "printed.csv", "--project", "svtool.yaml", "--sample"), ExitCode.USAGE, "exclude each other"),
        (("--published", "printed.csv", "--printed-on", "31/03/2021"), ExitCode.USAGE, "a day such as 2021-03-31"),
        ((), ExitCode.USAGE, "--published"),
    ],
)
def test_a_wrong_command_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], code: ExitCode, words: str
) -> None:
    assert run(["check", *options]) == code
    assert words in capsys.readouterr().err
