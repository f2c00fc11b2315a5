"""The same table says the same in every container: the same findings at the same records; the ledger balances."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from often import slow_but

from messy.checking import OF_THE_CONTAINER, check, draft_with
from messy.layouts import AGENCIES, ED
from messy.variants import CSV_VARIANTS, VARIANTS, write_variant
from svtool.findings.finding import Finding
from svtool.validation.verdict import Validation

IN_CELLS = [
    "impossible_dates", "month_first_proven", "default_dates", "future_dates", "impossible_ages", "unknown_categories",
    "ages_that_are_none", "excel_errors", "untidy_categories", "repeated_rows", "references_twice", "blank_references",
    "untidy_references", "formula_like_text", "personal_text",
]  # fmt: skip
IN_LINES = [*IN_CELLS, "wrong_width", "split_rows", "quoted_line_breaks"]
ABOVE = {"title lines": 3}
OF_LINES = [name for name in (*CSV_VARIANTS, "gz", "zip") if name != "every cell quoted"]
OFTEN = {"title lines", "xlsx"}  # one text file and one workbook; the others are slow

Told = Counter[tuple[str, str, int, tuple[int, ...]]]


def told(validation: Validation, above: int = 0) -> Told:
    """Return what is said of the table itself, the records counted as if nothing stood above the header."""
    return Counter(
        (each.kind.id, each.column, each.count, tuple(record - above for record in each.records))
        for each in validation.findings
        if of_the_table(each)
    )


def of_the_table(finding: Finding) -> bool:
    return finding.kind.id not in OF_THE_CONTAINER


def assert_balances(validation: Validation, records: int) -> None:
    (ledger,) = validation.ledgers.values()
    ledger.check()
    assert ledger.read - ledger.not_records == records


@pytest.mark.parametrize("name", slow_but(OFTEN.__contains__, VARIANTS))
def test_defects_of_cells_are_told_alike(name: str, tmp_path: Path) -> None:
    draft = draft_with(ED, IN_CELLS)
    expected = check(write_variant(draft, "UTF-8", tmp_path))
    found = check(write_variant(draft, name, tmp_path))

    assert told(found, ABOVE.get(name, 0)) == told(expected)
    assert_balances(found, len(draft.rows))


@pytest.mark.parametrize("name", slow_but(OFTEN.__contains__, OF_LINES))
def test_defects_of_lines_are_told_alike(name: str, tmp_path: Path) -> None:
    draft = draft_with(ED, IN_LINES)
    expected = check(write_variant(draft, "UTF-8", tmp_path))
    found = check(write_variant(draft, name, tmp_path))

    assert told(found, ABOVE.get(name, 0)) == told(expected)
    assert_balances(found, len(draft.rows))


@pytest.mark.parametrize("agency", slow_but(lambda agency: agency == ED, AGENCIES))
def test_a_workbook_says_what_a_csv_says(agency: str, tmp_path: Path) -> None:
    names = ["excel_errors", "impossible_dates", "unknown_categories", "repeated_rows", "untidy_references"]
    draft = draft_with(agency, names)
    csv, workbook = (check(write_variant(draft, name, tmp_path)) for name in ("UTF-8", "xlsx"))

    assert told(workbook) == told(csv)
    assert_balances(workbook, len(draft.rows))
