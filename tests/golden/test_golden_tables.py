"""The sample's tables, as committed: any change of a printed figure, word or note is seen here."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from goldens import EXPECTED, only

from svtool.commands.measures import Result, measure
from svtool.commands.scope import Request
from svtool.output.machine import figures_as_csv
from svtool.output.terminal import tables_as_text

Compare = Callable[[str, str], None]
TABLES = ("home_office", "mvrp_local")


@pytest.mark.parametrize("table", TABLES)
def test_a_table_on_a_terminal_of_80_columns(sample: Result, table: str, same_as_expected: Compare) -> None:
    text = tables_as_text(only(sample, table), 80)
    assert max(len(line) for line in text.splitlines()) <= 80
    same_as_expected(f"{table}.txt", text)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_in_a_pipe_is_as_wide_as_it_needs_to_be(sample: Result, table: str, same_as_expected: Compare) -> None:
    same_as_expected(f"{table}_full_width.txt", tables_as_text(only(sample, table), None))


def test_the_agencies_by_borough(agencies_by_area: Result, same_as_expected: Compare) -> None:
    same_as_expected("agencies_by_area.txt", tables_as_text(agencies_by_area, None))


def test_both_tables_as_csv(sample: Result, same_as_expected: Compare) -> None:
    same_as_expected("measures.csv", figures_as_csv(sample))


@pytest.mark.slow
@pytest.mark.parametrize(
    "machine",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "COLUMNS": "40", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Caracas", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "2"},
    ],
    ids=["Turkish, far east, narrow", "plain C locale, west"],
)
def test_time_zone_locale_and_terminal_of_a_machine_change_no_byte(machine: dict[str, str], tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONUTF8"))}
    ran = subprocess.run(
        [sys.executable, "-m", "svtool", "measures", "--sample"],
        env={**plain, **machine},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    expected = [(EXPECTED / f"{table}_full_width.txt").read_bytes() for table in TABLES]
    assert ran.stdout == b"\n".join(expected)


@pytest.mark.slow
def test_the_number_of_threads_changes_no_byte(sample: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = duckdb.connect

    def with_threads(path: str, config: dict[str, object]) -> object:
        return connect(path, config={**config, "threads": 5})

    monkeypatch.setattr("svtool.engine.embedded.duckdb.connect", with_threads)
    again = measure(Request(sample=True))
    assert figures_as_csv(again) == figures_as_csv(sample)
    assert tables_as_text(again, 80) == tables_as_text(sample, 80)


def test_numbers_have_the_digits_that_every_machine_agrees_on(sample: Result) -> None:
    cells = [cell for row in csv.reader(figures_as_csv(sample).splitlines()[1:]) for cell in row]
    numbers = [cell for cell in cells if re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell) and "." in cell]
    assert max(len(re.sub(r"e.*|\D", "", cell).lstrip("0")) for cell in numbers) == 10
