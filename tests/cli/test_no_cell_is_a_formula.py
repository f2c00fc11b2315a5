"""No cell of a CSV or workbook is a formula, whatever areas, suppliers, files and titles of one's own are called."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from command_desk import Desk
from small_project import HEADER, police_csv

from svtool.output.csv_rows import rows_as_csv
from svtool.records.inert_cells import FORMULA_STARTS, as_meant, inert

FULL_WIDTH = "＝＋－＠"
RUNS = {
    "measures": ("measures", "--by", "area", "--format", "csv,xlsx,ods", "--out", "out/"),
    "count": ("count", "--by", "area", "--format", "csv", "--out", "out/count.csv"),
    "trend": ("trend", "--measure", "all", "--format", "csv", "--out", "out/trend.csv"),
    "review": ("review", "--measure", "knives", "--period", "2021", "--out", "out/review.csv"),
    "classify": ("classify", "--project", "svtool.yaml", "--out", "out/classified.csv"),
    "validate": (
        "validate", "=police.csv", "--format", "csv", "--out", "out/found.csv", "--rejected",
        "out/rejected.csv",
    ),
    "check": ("check", "--published", "=print.csv", "--format", "csv", "--out", "out/check.csv"),
}  # fmt: skip


YEARS = ((2020, 100, ","), (2021, 200, "5,reduction"))


@pytest.fixture
def daring(desk: Desk) -> Desk:
    """A project in which every text that somebody may write begins as a formula does."""
    records = police_csv().replace("PRIVATE-REF", "=PRIVATE-REF").replace(",N,N,N,", ",,N,N,")
    desk.write("extracts/＝police.csv", f"{HEADER}\n" + records.partition("\n")[2] + "=R,2021-01-01,34B\n")
    desk.write(
        "definitions/tables/ours.yaml",
        """
        id: ours
        title: "=HYPERLINK(1)"
        groups:
          - title: "+1+1"
            measures:
              - {id: all, title: "@SUM(1)", source: police, unit: offence, desired: fall}
              - {id: knives, title: "＝1+1", source: police, unit: offence, where: {knife: yes}}
        """,
    )
    desk.write(
        "definitions/areas/ours.yaml",
        'id: ours\ntitle: "＠Ours"\nareas: [{code: E08000015, name: "－Wirral", aliases: [Wirral]}]\n',
    )
    print_ = "measure,geography,period_start,period_end,n,published_change_pct,published_direction"
    years = [f"=1+1,@Here,{year}-01-01,{year}-12-31,{count},{said}" for year, count, said in YEARS]
    desk.write("=print.csv", "\n".join([print_, *years]) + "\n")
    desk.write("=police.csv", f"{HEADER}\n=R,2021-01-01,34B\n")
    desk.write(
        "svtool.yaml",
        """
        definition: merseyside
        tables: [ours]
        areas: ours
        periods: {kind: calendar, years: [2020, 2021], baseline: 2020, labels: {2021: "=2021"}}
        publisher: {name: "=Partnership", contact: "+44 151"}
        sources:
          police: {files: "extracts/＝police.csv", mapping: standard, supplier: "=Force"}
        """,
    )
    (desk.folder / "out").mkdir()
    return desk


def is_inert(cell: str) -> bool:
    """Return whether no spreadsheet calculates a cell of a CSV: a number may begin with a sign."""
    try:
        float(cell)
    except ValueError:
        return not cell.startswith(FORMULA_STARTS)
    return True


@pytest.mark.slow
@pytest.mark.parametrize("command", RUNS)
def test_a_command_writes_no_formula(command: str, daring: Desk) -> None:
    assert daring.run(*RUNS[command]).code in (0, 11, 12, 15)
    files = [path for path in (daring.folder / "out").iterdir() if path.suffix in {".csv", ".xlsx", ".ods"}]
    assert files
    for path in files:
        CHECKS[path.suffix](path)


def _check_csv(path: Path) -> None:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert [cell for row in rows for cell in row if not is_inert(cell)] == []
    if path.name != "rejected.csv":
        assert any(cell.startswith("'") for row in rows for cell in row), "nothing daring came so far"


def _check_workbook(path: Path) -> None:
    texts = 0
    for sheet in openpyxl.load_workbook(path).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            assert cell.data_type == "s", (sheet.title, cell.coordinate)
            daring = cell.value.startswith(FORMULA_STARTS)
            assert bool(cell.quotePrefix) == daring, (sheet.title, cell.coordinate)
            texts += daring
    assert texts


def _check_open_document(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        assert b"table:formula" not in package.read("content.xml")


CHECKS = {".csv": _check_csv, ".xlsx": _check_workbook, ".ods": _check_open_document}


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_text_is_marked_and_read_back_as_it_was(start: str) -> None:
    assert inert(f"{start}1") == f"'{start}1"
    assert as_meant(inert(f"{start}1")) == f"{start}1"
    assert rows_as_csv([f"{start}a"], []).lstrip('"').startswith("'")


def test_full_width_signs_are_among_them_and_what_is_marked_by_a_person_is_left() -> None:
    assert set(FULL_WIDTH) < set(FORMULA_STARTS)
    assert (inert("1-1"), as_meant("'tis"), as_meant("O'Neill")) == ("1-1", "'tis", "O'Neill")


def test_numbers_below_nought_stay_numbers() -> None:
    assert rows_as_csv(["a"], [[-5], [-5.25], ["-5"], [None]]) == 'a\n-5\n-5.25\n\'-5\n""\n'
