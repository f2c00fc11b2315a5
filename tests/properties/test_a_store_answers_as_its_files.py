"""From a store svtool says of made-up projects what it says from their files, to the byte: figures, warnings, notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from history_drawing import draw_history
from made_up_files import write_project
from made_up_project import Project
from often import slow_but
from project_drawing import draw_project

from svtool.cli import run

PROJECTS, HISTORIES = 20, 6


@pytest.mark.parametrize("seed", slow_but(lambda seed: seed < 1, range(PROJECTS)))
def test_made_up_projects(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Linked, flat and aggregate sources, overlap, reviews, people, suppliers, undated and repeated rows."""
    _assert_same(draw_project(seed), tmp_path, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_histories_with_gaps_and_strays(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Suppliers that begin, stop and are silent, and records outside the days held."""
    _assert_same(draw_history(seed), tmp_path, capsys)


def _assert_same(project: Project, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = write_project(project, folder)
    store = folder / "from_store.yaml"
    store.write_text(json.dumps({**json.loads(files.read_text(encoding="utf-8")), "store": "kept"}), encoding="utf-8")
    assert run(["ingest", "--project", str(store)]) == 0
    for asked in (("--by", "area", "--format", "csv"), ("--format", "json")):
        assert _said(store, asked, capsys) == _said(files, asked, capsys)


def _said(project: Path, asked: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["measures", "--project", str(project), *asked])
    captured = capsys.readouterr()
    return code, captured.out, captured.err
