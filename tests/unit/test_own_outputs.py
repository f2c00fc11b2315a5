"""Files that svtool wrote, which lie among extracts and are none."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from svtool.commands.init import plan_project
from svtool.commands.manifest_files import FORMAT
from svtool.commands.own_outputs import is_own_output
from svtool.commands.trend.series_points import COLUMNS as TREND_COLUMNS
from svtool.errors import ExtractError
from svtool.figures.contract import CHECKED_COLUMNS, columns
from svtool.findings.row_of_finding import FINDING_COLUMNS, REJECTED_COLUMNS
from svtool.interventions.summary_columns import RETURN_SUMMARY_COLUMNS
from svtool.output.workbook.open_document import open_document_of
from svtool.proposal.project_plan import tell_recognised

WRITTEN = {
    "measures": columns(), "measures by sex": columns(("area", "sex"), rates=True), "trend": TREND_COLUMNS,
    "validate": FINDING_COLUMNS, "rejected": (*REJECTED_COLUMNS, "reference", "age"), "check": CHECKED_COLUMNS,
    "returns": RETURN_SUMMARY_COLUMNS,
    "classify": ("reference", "recorded_date", "answer", "clauses", "clauses_not_known", "fields_not_known"),
    "review": ("source", "supplier", "reference", "field", "recorded_knife", "value", "reason", "by", "on", "notes"),
}  # fmt: skip
FIRES = [["reference", "recorded_date", "motive", "area"], ["1", "2021-01-01", "deliberate", "Wirral"]]


def written(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    return path


@pytest.mark.parametrize("names", WRITTEN.values(), ids=WRITTEN)
def test_what_a_command_wrote_is_known_by_its_columns(names: tuple[str, ...], tmp_path: Path) -> None:
    assert is_own_output(written(tmp_path / "x.csv", [list(names)]))
    table = pa.table({name: pa.array(["1"]) for name in names})
    pq.write_table(table, tmp_path / "x.parquet")
    assert is_own_output(tmp_path / "x.parquet")


def test_a_workbook_is_known_by_its_author(tmp_path: Path) -> None:
    for author in ("svtool", "An analyst"):
        with xlsxwriter.Workbook(tmp_path / f"{author}.xlsx") as book:
            book.set_properties({"author": author})
            book.add_worksheet()
    assert is_own_output(tmp_path / "svtool.xlsx")
    assert not is_own_output(tmp_path / "An analyst.xlsx")


def test_an_open_document_is_known_by_its_author_too(tmp_path: Path) -> None:
    for author in ("svtool", "An analyst"):
        book = openpyxl.Workbook()
        book.properties.creator, book.properties.language = author, "en-GB"
        (tmp_path / f"{author}.ods").write_bytes(open_document_of(book))
    assert is_own_output(tmp_path / "svtool.ods")
    assert not is_own_output(tmp_path / "An analyst.ods")


def test_what_a_manifest_beside_it_names_was_written(tmp_path: Path) -> None:
    text, other = written(tmp_path / "table.txt", FIRES), written(tmp_path / "fires.csv", FIRES)
    manifest = {"format": FORMAT, "outputs": [{"file": "table.txt", "format": "table"}]}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert is_own_output(text)
    assert not is_own_output(other)


@pytest.mark.parametrize("text", ["", "{}", f'{{"format":"{FORMAT}"}}', f'{{"format":"{FORMAT}","outputs":[3]}}'])
def test_a_manifest_that_is_none_claims_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert not is_own_output(written(tmp_path / "fires.csv", FIRES))


def test_nobody_is_asked_about_what_svtool_wrote(tmp_path: Path) -> None:
    written(tmp_path / "home_office.csv", [list(columns()), ["1"] * len(columns())])
    written(tmp_path / "fires.csv", FIRES)
    plan = plan_project(tmp_path)
    assert plan.set_aside == {}
    assert tell_recognised(plan)[-1] == "Left alone, for svtool wrote them: home_office.csv"


def test_a_folder_of_nothing_else_holds_no_extract(tmp_path: Path) -> None:
    written(tmp_path / "home_office.csv", [list(columns())])
    with pytest.raises(ExtractError, match="nothing here was recognised"):
        plan_project(tmp_path)
