"""A reader of standard output that goes away changes no verdict: the exit code is that of the run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FIT = "reference,recorded_date,offence_class,area\n" + "".join(
    f"R{day},2021-01-{day:02d},34B,Wirral\n" for day in range(1, 29)
)
UNFIT = FIT + "R99,2021-13-45,34B\n" * 20


def ended(folder: Path, *words: str) -> int:
    """Return the exit code of a command whose standard output nobody reads."""
    unread, pipe = os.pipe()
    os.close(unread)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "svtool", *words], cwd=folder, stdout=pipe, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(pipe)
    assert b"Traceback" not in ran.stderr
    assert b"Exception ignored" not in ran.stderr
    return ran.returncode


@pytest.mark.parametrize(
    ("text", "code", "form"),
    [
        (FIT, 0, "csv"),
        (UNFIT, 12, "text"),
        pytest.param(FIT, 0, "text", marks=pytest.mark.slow),
        pytest.param(UNFIT, 12, "csv", marks=pytest.mark.slow),
    ],
)
def test_the_verdict_on_an_extract_stands_though_nobody_reads_the_report(
    text: str, code: int, form: str, tmp_path: Path
) -> None:
    (tmp_path / "police.csv").write_text(text, encoding="utf-8")
    assert ended(tmp_path, "validate", "police.csv", "--format", form) == code


def test_help_that_nobody_reads_ends_well(tmp_path: Path) -> None:
    assert ended(tmp_path, "--help") == 0
