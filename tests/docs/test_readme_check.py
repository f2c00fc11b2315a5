"""What the README shows of `svtool check` is what it prints of that strategy."""

from __future__ import annotations

import pytest
from readme import README, ROOT

from svtool.cli import run


def test_the_line_of_the_readme_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    shown = [line for line in README.splitlines() if line.startswith("DIFFERS")]
    run(["check", "--published", str(ROOT / "tests" / "published" / "strategies_as_printed.csv")])
    printed = capsys.readouterr().out.splitlines()
    assert shown
    assert set(shown) <= set(printed)
