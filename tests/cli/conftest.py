"""An analyst at a desk: a folder with a small project, and commands run in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_desk import Desk
from small_project import police_csv


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A desk with the small project: an offence a day in 2020, two a day in 2021."""
    monkeypatch.chdir(tmp_path)
    found = Desk(tmp_path, capsys)
    found.project()
    found.write("extracts/police.csv", police_csv())
    return found
