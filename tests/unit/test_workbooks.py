"""Excel workbooks: sheets, headers, dates, totals, and those that are refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from svtool.errors import ExtractError
from svtool.files.account import Account
from svtool.files.containers import open_extract
from svtool.files.extract_file import DateColumn
from svtool.files.remarks import findings_on_total
from svtool.files.workbooks import WorkbookFile, as_text
from svtool.findings.finding import Level

KNOWN = ("reference", "recorded_date", "age")
DATES = {1: DateColumn(range(30_000, 50_000))}
Fill = Callable[[Any, Any], None]


def make(path: Path, fill: dict[str, Fill | None], *, since_1904: bool = False) -> Path:
    with xlsxwriter.Workbook(path, {"date_1904": since_1904}) as workbook:
        as_day = workbook.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for name, write in fill.items():
            sheet = workbook.add_worksheet(name.removeprefix("hidden:"))
            if name.startswith("hidden:"):
                sheet.hide()
            if write:
                write(sheet, as_day)
    return path


def table(sheet: Any, as_day: Any, first: int = 0, column: int = 0) -> None:
    sheet.write_row(first, column, ["reference", "recorded_date", "age"])
    sheet.write_string(first + 1, column, "A1")
    sheet.write_datetime(first + 1, column + 1, datetime(2021, 3, 4), as_day)
    sheet.write_number(first + 1, column + 2, 34)
    sheet.write_number(first + 2, column, 10002)
    sheet.write_number(first + 2, column + 1, 44260)
    sheet.write_string(first + 2, column + 2, "unknown")
    sheet.write_string(first + 3, column, "A3")
    sheet.write_string(first + 3, column + 1, "06/03/2021")


ROWS = [("A1", "2021-03-04", "34"), ("10002", "2021-03-05", "unknown"), ("A3", "06/03/2021", "")]


def read(path: Path, **how: Any) -> tuple[Account, list[tuple[str, ...]]]:
    file = open_extract(path, path.name, KNOWN, **how)
    assert isinstance(file, WorkbookFile)
    blocks = file.blocks([0, 1, 2], DATES)
    rows = [row for block in blocks for row in zip(*block.columns.to_pydict().values(), strict=True)]
    return blocks.account, rows


def messages(account: Account, level: Level) -> list[str]:
    return [each.message for each in account.findings if each.level == level]


def test_cells_become_the_texts_that_a_csv_would_have(tmp_path: Path) -> None:
    account, rows = read(make(tmp_path / "x.xlsx", {"Data": table}))
    assert rows == ROWS
    assert messages(account, Level.WARNING) == ["1 date was an Excel day number"]
    assert messages(account, Level.ERROR) == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("4.10", "4.10"), (34.0, "34"), (34.5, "34.5"), (True, "TRUE"), (False, "FALSE"), ("", ""),
        (date(2021, 3, 4), "2021-03-04"), (datetime(2021, 3, 4), "2021-03-04"),
        (datetime(2021, 3, 4, 13, 30), "2021-03-04 13:30:00"),
        (202112345678.0, "202112345678"),
        (2.02112e16, "2.02112E+16"),  # Excel has forgotten its last digits: never a whole reference again
    ],
)  # fmt: skip
def test_a_cell_as_text(cell: Any, text: str) -> None:
    assert as_text(cell) == text


def test_a_mapping_that_reads_months_reads_the_month_of_a_real_date(tmp_path: Path) -> None:
    file = open_extract(make(tmp_path / "x.xlsx", {"Data": table}), "x.xlsx", KNOWN)
    block = next(iter(file.blocks([1], {1: DateColumn(range(30_000, 50_000), months_only=True)})))
    assert block.columns.column(0).to_pylist() == ["2021-03", "2021-03", "06/03/2021"]


def test_the_only_sheet_that_maps_is_used(tmp_path: Path) -> None:
    path = make(
        tmp_path / "x.xlsx",
        {
            "Read me": lambda sheet, _: sheet.write_column(0, 0, ["About this extract", "age is in years"]),
            "Crimes Q4": table,
            "hidden:Lookup": lambda sheet, _: sheet.write_row(0, 0, ["code", "label"]),
        },
    )
    account, rows = read(path)
    assert rows == ROWS
    assert account.described == (
        "Excel workbook, sheets: Read me (ignored), Crimes Q4 (used), Lookup (hidden, ignored), the header is line 1"
    )


def test_data_on_a_hidden_sheet_are_used_when_nothing_else_maps(tmp_path: Path) -> None:
    account, rows = read(make(tmp_path / "x.xlsx", {"Front": None, "hidden:Data": table}))
    assert rows == ROWS
    assert "Data (hidden, used)" in account.described


def test_two_sheets_that_map_are_asked_about_and_sheet_decides(tmp_path: Path) -> None:
    path = make(tmp_path / "x.xlsx", {"April": table, "May": table})
    with pytest.raises(ExtractError, match=r"\(April and May\); expected one.* --sheet April or --sheet May"):
        read(path)
    assert read(path, sheet="may")[1] == ROWS
    with pytest.raises(ExtractError, match="has no sheet Jun; found April and May"):
        read(path, sheet="Jun")


def test_an_empty_workbook_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="every sheet is empty"):
        read(make(tmp_path / "x.xlsx", {"Data": None}))


def test_titles_above_and_a_table_that_begins_further_right(tmp_path: Path) -> None:
    def fill(sheet: Any, as_day: Any) -> None:
        sheet.merge_range(1, 2, 1, 4, "Crimes of the fourth quarter")
        table(sheet, as_day, first=4, column=2)

    account, rows = read(make(tmp_path / "x.xlsx", {"Data": fill}))
    assert rows == ROWS
    assert (account.rows_read, account.not_records) == (7, 4)


def test_a_merged_header_of_two_rows_is_joined(tmp_path: Path) -> None:
    def fill(sheet: Any, _: Any) -> None:
        sheet.merge_range(0, 0, 1, 0, "Reference")
        sheet.merge_range(0, 1, 0, 2, "Victim")
        sheet.write_row(1, 1, ["Age", "Sex"])
        sheet.write_row(2, 0, ["A1", 20, "F"])

    file = open_extract(make(tmp_path / "x.xlsx", {"Data": fill}), "x.xlsx", ["Reference", "Victim Age", "Victim Sex"])
    assert file.header == ["Reference", "Victim Age", "Victim Sex"]
    assert file.place.described() == "rows 1–2 are the header"
    assert next(iter(file.blocks([0, 1, 2]))).columns.to_pylist() == [{"c0": "A1", "c1": "20", "c2": "F"}]


@pytest.mark.parametrize(("total", "errors"), [(3, 0), (19_179, 1)])
def test_totals_blank_rows_and_repeated_headers_are_no_records(tmp_path: Path, total: int, errors: int) -> None:
    def fill(sheet: Any, as_day: Any) -> None:
        table(sheet, as_day)
        sheet.write_row(5, 0, ["reference", "recorded_date", "age"])
        sheet.write_row(7, 0, ["Total", "", total])
        sheet.write_row(8, 0, ["*** End of report"])

    account, rows = read(make(tmp_path / "x.xlsx", {"Data": fill}))
    assert rows == ROWS
    assert (account.rows_read, account.not_records) == (8, 5)
    assert [each.kind.id for each in findings_on_total(account) if each.level == Level.ERROR] == ["S07"] * errors
    assert messages(account, Level.ERROR) == []


def test_error_cells_are_counted_for_they_read_as_blank(tmp_path: Path) -> None:
    def fill(sheet: Any, as_day: Any) -> None:
        table(sheet, as_day)
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")

    account, rows = read(make(tmp_path / "x.xlsx", {"Data": fill}))
    assert rows[0] == ("A1", "2021-03-04", "")
    assert "1 cell holds an Excel error" in messages(account, Level.ERROR)[0]


def test_a_workbook_that_counts_from_1904_is_refused_unless_the_project_says_so(tmp_path: Path) -> None:
    path = make(tmp_path / "x.xlsx", {"Data": table}, since_1904=True)
    with pytest.raises(ExtractError, match=r"counts days from 1904.*epoch: 1904"):
        read(path)
    _, rows = read(path, epoch=1904)
    assert rows[0][1] == "2021-03-04"
    assert rows[1][1] == "2025-03-06"  # a bare number of this workbook: 44,260 days after 1 January 1904


def test_a_workbook_that_does_not_count_from_1904_refuses_to_be_called_so(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="counts days from 1900, but the project file says epoch: 1904"):
        read(make(tmp_path / "x.xlsx", {"Data": table}), epoch=1904)


def test_a_workbook_named_csv_is_read_as_excel_and_said(tmp_path: Path) -> None:
    path = make(tmp_path / "x.xlsx", {"Data": table}).rename(tmp_path / "x.csv")
    account, rows = read(path)
    assert rows == ROWS
    assert messages(account, Level.WARNING)[0] == "is an Excel workbook named .csv; read as Excel"


def test_one_stray_cell_at_the_far_corner_does_not_fill_the_machine(tmp_path: Path) -> None:
    def fill(sheet: Any, as_day: Any) -> None:
        table(sheet, as_day)
        sheet.write(1_048_575, 16_383, "x")

    with pytest.raises(ExtractError, match="too far to be read"):
        read(make(tmp_path / "x.xlsx", {"Data": fill}))


def test_a_workbook_that_is_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = make(tmp_path / "x.xlsx", {"Data": table})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/1.bin", "w") as part:
        for _ in range(80):
            part.write(b"\0" * (1 << 20))
    with pytest.raises(ExtractError, match="unpacks to more than 64 MB"):
        read(path)


def test_a_damaged_workbook_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(ExtractError, match="cut off or damaged"):
        read(path)


@pytest.mark.parametrize(
    ("part", "words"),
    [("word/document.xml", "Word"), ("content.xml", "OpenDocument")],
)
def test_other_office_files_are_named(tmp_path: Path, part: str, words: str) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "")
    with pytest.raises(ExtractError, match=words):
        read(path)
