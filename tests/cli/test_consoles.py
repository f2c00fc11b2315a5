"""Consoles that lack a sign get a plain one; the command goes on. Run as real processes, as a console would."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from command_desk import Desk
from small_project import police_csv

from svtool import cli


def run_on(encoding: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    return subprocess.run(
        [sys.executable, "-m", "svtool", *arguments], capture_output=True, check=False, env=environment
    )


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_a_title_with_signs_that_the_console_lacks_is_printed(tmp_path: Path, encoding: str) -> None:
    folder = tmp_path / "definitions" / "serious_violence"
    folder.mkdir(parents=True)
    clauses = "clauses: [{id: A1, title: x, where: {offence: robbery}}]"
    text = f"id: own\ntitle: Violence \u2212 local\nsource: police\n{clauses}\n"
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    done = run_on(encoding, "definition", "show", "own", "--project", str(tmp_path / "svtool.yaml"))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.splitlines()[0] == b"Violence - local"


@pytest.mark.slow
def test_a_message_on_standard_error_has_plain_signs_and_no_escapes(tmp_path: Path) -> None:
    done = run_on("cp1252", "measures", "--project", str(tmp_path / "ł\u2212x.yaml"))
    assert done.returncode == 10
    assert b"?-x.yaml: there is no such file" in done.stderr
    assert b"\\u" not in done.stderr


def test_signs_that_the_console_has_stay(tmp_path: Path) -> None:
    done = run_on("cp1252", "measures", "--project", str(tmp_path / "é.yaml"))
    assert "é.yaml: there is no such file".encode("cp1252") in done.stderr


def test_patterns_that_the_shell_of_windows_leaves_alone_are_files(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Windows:
        name = "nt"

        def __getattr__(self, name: str) -> object:
            return getattr(os, name)

    desk.write("second.csv", police_csv(date(2021, 1, 1), date(2021, 12, 31)))
    desk.write("first.csv", police_csv(date(2020, 1, 1), date(2020, 12, 31)))
    monkeypatch.setattr("click.core.os", Windows())
    monkeypatch.setattr(sys, "argv", ["svtool", "validate", "*.csv", "--format", "csv", "--out", "found.txt"])
    assert cli.run() == 0
    assert {"first.csv", "second.csv"} <= set(re.findall(r"\w+\.csv", (desk.folder / "found.txt").read_text()))


@pytest.mark.slow
def test_init_writes_utf_8_whatever_the_console(tmp_path: Path) -> None:
    (tmp_path / "fire_é\u2212.csv").write_text(
        "reference,recorded_date,motive,area\n1,2021-01-01,deliberate,Wirral\n", encoding="utf-8"
    )
    done = run_on("cp1252", "init", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "fire_é-.csv: fire".encode("cp1252") in done.stdout
    assert "fire_é\u2212.csv" in (tmp_path / "svtool.yaml").read_text(encoding="utf-8")
