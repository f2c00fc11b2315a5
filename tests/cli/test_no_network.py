"""svtool reaches no network and no file but those that it is given, and what it counts with can't."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from command_desk import Desk
from small_project import police_csv

from svtool.engine.embedded import EmbeddedEngine

ALONE = ("unshare", "--map-root-user", "--net")  # a network namespace that has no network, not even this machine


def _ends_well(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def can_be_alone() -> bool:
    return bool(shutil.which(ALONE[0])) and _ends_well([*ALONE, "true"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ["measures", "--format", "csv"],
        ["report", "--out", "page.html"],
        ["validate", "extracts/police.csv"],
        ["trend", "--measure", "homicide"],
        ["areas", "find", "Wirral"],
    ],
    ids=lambda words: words[0],
)
def test_a_machine_without_a_network_gives_the_same(words: list[str], desk: Desk) -> None:
    if not can_be_alone():
        pytest.skip("no process can be put where there is no network")
    desk.project()
    desk.write("extracts/police.csv", police_csv())
    usual = desk.process(*words)
    command = [*ALONE, sys.executable, "-m", "svtool", *words]
    alone = subprocess.run(command, cwd=desk.folder, capture_output=True, check=False)
    assert (alone.returncode, alone.stdout.decode(), alone.stderr.decode()) == (usual.code, usual.out, usual.err)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_csv('http://127.0.0.1/a.csv')",
        "SET enable_external_access = true",
    ],
)
def test_no_query_reaches_a_file_or_a_network(sql: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    asked = sql.format(file=(tmp_path / "a.csv").as_posix(), folder=tmp_path.as_posix())
    with (
        EmbeddedEngine() as engine,
        pytest.raises(duckdb.Error, match=r"disabled|does not exist|not found|Cannot (enable|change)"),
    ):
        engine._connection.execute(asked)  # past the seam, whose statements are held to both dialects
