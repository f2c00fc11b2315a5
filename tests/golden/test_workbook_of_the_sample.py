"""The sample's workbook: accessible, with the figures of the CSV."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import openpyxl
import pytest
from accessible_workbook import faults_of
from python_calamine import CalamineWorkbook

from svtool.commands.measures import Result
from svtool.output.machine import settled
from svtool.output.workbook.assembly import figures_as_workbook


@pytest.fixture(scope="module")
def workbook(sample: Result) -> bytes:
    """Tables 1 and 2 as a workbook."""
    return figures_as_workbook(sample)


def test_it_is_accessible(workbook: bytes, agencies_by_area: Result) -> None:
    assert faults_of(workbook) == []
    assert faults_of(figures_as_workbook(agencies_by_area)) == []


def test_it_has_a_sheet_for_each_table_and_comparison(workbook: bytes) -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).sheet_names
    assert names == [
        "Cover", "Contents", "Notes", "home_office", "home_office_2020", "home_office_2021", "mvrp_local",
        "mvrp_local_2019", "mvrp_local_2020", "mvrp_local_2021",
    ]  # fmt: skip


def test_every_figure_and_change_is_in_it_as_it_is(workbook: bytes, sample: Result) -> None:
    tables = rows_of(workbook)
    checked = 0
    for figure in sample.figures:
        if not figure.compared_with:
            continue
        row = tables[f"{figure.table}_{figure.column}"][figure.position - 1]
        assert row["Measure"] == figure.measure
        number = figure.count if figure.count is not None else figure.value
        assert number is None or number in row.values()
        for heading, value in (("Change\n(number)", figure.change), ("Change\n(per cent)", figure.change_pct)):
            if value is not None:
                assert row[heading] == settled(value)  # with the digits of the CSV
                checked += 1
    assert checked > 50


def rows_of(workbook: bytes) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table by their headings, by the name of its sheet."""
    found: dict[str, list[dict[str, Any]]] = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook)):
        for table in sheet.tables.values():
            headings, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
            found[sheet.title] = [dict(zip(headings, row, strict=True)) for row in rows]
    return found


def test_a_table_alone_has_the_same_sheets(workbook: bytes, sample: Result) -> None:
    tables = [each for each in sample.tables if each.id == "home_office"]
    alone = dataclasses.replace(sample, tables=tables)
    assert rows_of(figures_as_workbook(alone))["home_office_2020"] == rows_of(workbook)["home_office_2020"]
