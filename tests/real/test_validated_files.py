"""Validating the real public files: what they are is told, and nothing right is called wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from svtool.commands.checkup import Request
from svtool.commands.validate import validate
from svtool.findings.finding import Finding, Level
from svtool.validation.verdict import Validation

CR_ONLY = "police_uk_street/2014-04-merseyside-street.csv"
DECEMBER = "police_uk_street/2018-12-merseyside-street.csv"
ISSUED_AGAIN = "police_uk_street/2018-12-merseyside-street.EDITION-B.csv"
HOME_OFFICE = "ho_recorded_crime_pfa/prc-pfa-mar2013-onwards-tables201718.csv"
HOMICIDE = "met_homicide/met_homicide_2003_2024-03.csv"
ROWS_AND_FILES = ("F", "H", "R", "P")


def checked(*names: str) -> Validation:
    return validate(Request(tuple(Path(os.environ["SVTOOL_REAL_DATA"]) / name for name in names)))


def of(validation: Validation, kind: str) -> Finding:
    (found,) = [each for each in validation.findings if each.kind.id == kind]
    return found


@pytest.mark.parametrize(
    ("name", "rows"),
    {CR_ONLY: 12_925, DECEMBER: 12_636, ISSUED_AGAIN: 12_636, HOME_OFFICE: 23_068, HOMICIDE: 2_936}.items(),
)
def test_every_row_is_read_and_no_row_or_column_is_called_wrong(name: str, rows: int) -> None:
    found = checked(name)
    (ledger,) = found.ledgers.values()
    ledger.check()
    assert (ledger.read, ledger.rejected) == (rows, 0)
    notable = [each for each in found.findings if each.level != Level.NOTE and each.kind.id[0] in ROWS_AND_FILES]
    assert [each.message for each in notable if each.kind.id != "R07"] == []


def test_a_file_of_carriage_returns_only_is_read_whole_and_told_so() -> None:
    assert "old Macintosh line ends" in of(checked(CR_ONLY), "F09").message


def test_identical_anti_social_behaviour_rows_are_told_and_kept() -> None:
    found = checked(DECEMBER)
    repeats = of(found, "R06")
    assert (repeats.count, repeats.level) == (567, Level.NOTE)
    assert of(found, "R05").count == 2_020
    assert found.ledgers["police"].repeated == 0


def test_the_month_that_was_issued_again_is_found_and_counted_once() -> None:
    found = checked(DECEMBER, ISSUED_AGAIN)
    again = of(found, "F13")
    assert (again.count, again.level) == (10_616, Level.ERROR)
    assert "100% of its references" in again.message
    (ledger,) = found.ledgers.values()
    assert ledger.superseded == 12_636
    assert ledger.usable == 12_636
