"""Every command goes on where Windows' rules hold, as far as they can be had elsewhere, and writes the same bytes."""

from __future__ import annotations

import shutil
import sys
import textwrap
from pathlib import Path

import pytest
from office import PROJECT, Office
from running import call_command, call_like_windows

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what a process has open is asked of Linux"),
]

PRINTED = [
    "svtool measures", "svtool count --source ed --by area", "svtool trend --measure ed_knife_or_sharp",
    "svtool validate ed.csv", "svtool definition check merseyside", "svtool areas show merseyside",
]  # fmt: skip
WRITTEN = [
    "svtool measures --format csv,xlsx,parquet --out results/",
    "svtool validate ed.csv --out findings.txt --rejected rejected.csv",
    "svtool review --measure ed_knife_or_sharp --period 2021 --out review.csv",
    "svtool classify --project svtool.yaml --out classified.csv",
    "svtool report --out report.html",
    "svtool count --source ed --by area --disclosure threshold_5 --release first --format csv --out ed_counts.csv",
    "svtool returns template --out returns/",
]
IN_ITS_OWN_FOLDER = [
    "svtool verify results/manifest.json",
    "svtool measures --format csv,xlsx,parquet --out results/ --only-if-changed",
    "svtool ingest --project stored.yaml",
    "svtool measures --project stored.yaml --format csv --out stored.csv",
    "svtool ingest --project stored.yaml",
    "svtool init begun",
    "svtool init begun --force",
    "svtool disclosure list",
]


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_commands_end_as_elsewhere_and_nothing_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own, other, temp_dir = tmp_path / "own", tmp_path / "other", tmp_path / "temp"
    (own / "begun").mkdir(parents=True)
    Office(own, capsys).write("stored.yaml", f"store: store\n{textwrap.dedent(PROJECT)}")
    shutil.copy(own / "ed.csv", own / "begun")
    shutil.copytree(own, other)
    # Some things twice, so that files are replaced as well as made.
    lines = [*PRINTED, *WRITTEN, *WRITTEN[:2], *IN_ITS_OWN_FOLDER]
    found = call_like_windows(lines, other, temp_dir)
    assert {line: each.err for line, each in zip(lines, found, strict=True) if each.code} == {}
    assert list(temp_dir.iterdir()) == []
    assert [name for name in files_in(other) if ".svtool-" in name] == []

    expected = [call_command(line, own) for line in [*PRINTED, *WRITTEN]]
    assert found[: len(expected)] == expected
    theirs = files_in(other)
    assert {name for name, content in files_in(own).items() if theirs[name] != content} == set()
