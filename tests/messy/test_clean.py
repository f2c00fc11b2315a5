"""A clean extract of 100,000 rows is fit to send: no error, no warning, whatever the agency."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from often import slow_but

from messy.checking import alarms, check, check_by_project, draft_with, told_ids
from messy.clean import CLASSES, LATER_CLASSES, clean
from messy.layouts import AGENCIES, ED, LAYOUTS
from messy.variants import write_csv, write_table, write_workbook
from svtool.errors import ExitCode
from svtool.schema.library import Library

MANY = 100_000
SECONDS = 10  # it takes half a second; a slow machine may take longer


@pytest.mark.parametrize("agency", slow_but(lambda agency: agency == ED, AGENCIES))
def test_a_clean_extract_of_100_000_rows_raises_no_alarm(agency: str, tmp_path: Path) -> None:
    validation = check(write_table(clean(agency, MANY), tmp_path / f"{agency}.csv"))

    assert alarms(validation) == set(), told_ids(validation)
    assert validation.verdict.exit_code == ExitCode.DONE
    (file,), (ledger,) = validation.files, validation.ledgers.values()
    assert (file.mapping, file.source) == (LAYOUTS[agency].mapping, agency)
    assert (ledger.read, ledger.rejected, ledger.not_records, ledger.repeated) == (MANY, 0, 0, 0)


@pytest.mark.parametrize("agency", AGENCIES)
def test_nor_does_a_small_one_read_by_a_project_or_from_a_workbook(agency: str, tmp_path: Path) -> None:
    draft = draft_with(agency, [])
    by_project = check_by_project(write_csv(draft, tmp_path / f"{agency}.csv"), draft.layout)
    of_workbook = check(write_workbook(draft, tmp_path / f"{agency}.xlsx"))

    assert alarms(by_project) == alarms(of_workbook) == set(), f"{told_ids(by_project)} / {told_ids(of_workbook)}"


@pytest.mark.parametrize("agency", slow_but(lambda agency: agency == ED, AGENCIES))
def test_the_generator_is_fast_and_gives_the_same_extract_for_the_same_seed(agency: str) -> None:
    start = time.perf_counter()
    table = clean(agency, MANY, seed=7)
    assert time.perf_counter() - start < SECONDS

    assert table.columns == clean(agency, MANY, seed=7).columns
    assert table.columns != clean(agency, MANY, seed=8).columns


def test_every_class_it_writes_is_in_force_in_the_catalogue() -> None:
    by_code = Library().catalogue.by_code
    assert not any(by_code[code].retired for code in (*CLASSES, *LATER_CLASSES.values()))
