"""The verdict on a change is the same in every format, and so is that on the change against the baseline."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_layout import figure, result_of

from svtool.commands.measures import Result
from svtool.commands.report.key_changes import group_changes
from svtool.commands.report.measures_by_area import MeasureByArea
from svtool.figures.against import COMPARATORS, Against
from svtool.figures.change_verdict import with_verdict
from svtool.figures.contract import Figure
from svtool.output.frames import figures_as_frame
from svtool.output.machine import figures_as_csv, figures_as_json
from svtool.output.page.area_grids import area_grids
from svtool.output.page.page_tables import print_table
from svtool.output.parquet import figures_as_parquet
from svtool.output.terminal import tables_as_text
from svtool.output.workbook.assembly import figures_as_workbook

FELL: dict[str, Any] = {
    "comparison": "full", "now": 50, "before": 100, "change": -50, "per_cent": -50.0, "lower": -65.0, "upper": -29.0,
    "p_value": 0.0001, "dispersion": 1.0, "test_size": 0.04,
}  # fmt: skip
CHANGES: dict[str, Any] = {
    "better": {},
    "no clear change": {"p_value": 0.5},
    "no verdict: recording changed": {"drift_field": "weapon", "drift_before": 0.1, "drift_now": 0.4},
    "no verdict: not comparable": {"comparison": "raw", "p_value": None, "lower": None, "upper": None},
    "not tested": {"change": None, "per_cent": None, "p_value": None, "lower": None, "upper": None, "status": "c"},
}


def judged(preceding: str, since_baseline: str) -> Figure:
    """Return 50 thefts in 2021 with one verdict on the change from 2020, and another on that from 2019."""
    found = figure(2021, 50, desired="fall")
    for comparator, verdict, label in zip(
        COMPARATORS, (preceding, since_baseline), ("Year 2020", "Year 2019"), strict=True
    ):
        found = comparator.written(found, Against(**{"compared_with": label, **FELL, **CHANGES[verdict]}))
        found = with_verdict(found, comparator)
    return found


PAIRS = [(each, "better") for each in CHANGES] + [("better", each) for each in CHANGES]


@pytest.fixture(params=PAIRS, ids=[" and ".join(pair) for pair in PAIRS])
def verdicts(request: pytest.FixtureRequest) -> tuple[str, str]:
    pair: tuple[str, str] = request.param
    return pair


@pytest.fixture
def result(verdicts: tuple[str, str]) -> Result:
    return result_of(figure(2020, 100, desired="fall"), judged(*verdicts))


def test_in_rows_for_machines(result: Result, verdicts: tuple[str, str]) -> None:
    row = list(csv.DictReader(io.StringIO(figures_as_csv(result))))[-1]
    columns = pq.read_table(pa.BufferReader(figures_as_parquet(result))).to_pylist()[-1]
    frame = figures_as_frame(result).iloc[-1]
    for found in (row, json.loads(figures_as_json(result))["figures"][-1], columns, frame):
        assert (found["verdict"], found["baseline_verdict"]) == verdicts
        assert found["verdict_reason"].endswith(".") and found["baseline_verdict_reason"].endswith(".")


def test_in_the_table(result: Result, verdicts: tuple[str, str]) -> None:
    lines = {line.split("  ")[1].strip(): line for line in tables_as_text(result, None).splitlines() if "  " in line}
    assert verdicts[0] in lines["verdict"]
    assert verdicts[1] in lines["verdict against Year 2019"]


def test_in_the_workbook(result: Result, verdicts: tuple[str, str]) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(figures_as_workbook(result)))["ours_2021"]
    (table,) = sheet.tables.values()
    headings, cells = ([cell.value for cell in row] for row in sheet[table.ref])
    row = dict(zip(headings, cells, strict=True))
    assert row["Verdict"].casefold() == verdicts[0]
    if verdicts[1] != "not tested":  # without a change there are no columns of it
        assert row["Verdict since Year 2019"].casefold() == verdicts[1]


def test_on_the_page(result: Result, verdicts: tuple[str, str]) -> None:
    printed = print_table(result, result.tables[0], 1)
    cells = dict(zip(printed.grid.headings, printed.grid.rows[0], strict=True))
    values = dict(zip(printed.values.headings, printed.values.rows[-1], strict=True))
    (grid,) = area_grids([MeasureByArea("Thefts", {"Merseyside": result.figures})])
    for found in (cells["Verdict Year 2021"], values["Verdict"], grid.rows[0][list(grid.headings).index("Verdict")]):
        assert found.startswith(verdicts[0])
    for found in (cells["Verdict against Year 2019 Year 2021"], values["Verdict since Year 2019"]):
        assert found.startswith(verdicts[1])
    groups = group_changes(result.figures).groups
    assert [name for name, figures in groups.items() if figures] == [verdicts[0]]
