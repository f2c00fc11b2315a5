"""No false alarm: clean extracts of twenty layouts and of 200 to 200,000 rows are fit to send, without a warning."""

from __future__ import annotations

from pathlib import Path

import pytest
from often import slow_but

from messy.checking import alarms, check, told_ids
from messy.clean_layouts import LAYOUTS, clean_extract
from svtool.errors import ExitCode

SMALL, SIZES = 200, (600, 2_000, 20_000, 200_000)
NAMES = sorted(LAYOUTS)


def assert_no_alarm(name: str, rows: int, seed: int, folder: Path) -> None:
    validation = check(*clean_extract(name, rows, seed, folder))
    assert alarms(validation) == set(), [
        each.message for each in validation.findings if each.level != "note"
    ] or told_ids(validation)
    assert validation.verdict.exit_code == ExitCode.DONE
    assert sum(ledger.rejected for ledger in validation.ledgers.values()) == 0


@pytest.mark.parametrize("name", slow_but(lambda name: NAMES.index(name) % 4 == 0, NAMES))
def test_a_small_clean_extract_raises_no_alarm(name: str, tmp_path: Path) -> None:
    assert_no_alarm(name, SMALL, 1, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("rows", SIZES)
@pytest.mark.parametrize("name", NAMES)
def test_nor_does_one_of_any_size(name: str, rows: int, tmp_path: Path) -> None:
    assert_no_alarm(name, rows, rows, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 7))
@pytest.mark.parametrize("rows", [200, 450])
@pytest.mark.parametrize("name", NAMES)
def test_chance_alone_raises_none_in_small_ones(name: str, rows: int, seed: int, tmp_path: Path) -> None:
    assert_no_alarm(name, rows, seed, tmp_path)


def test_there_are_twenty_layouts_and_more() -> None:
    assert len(LAYOUTS) >= 20
