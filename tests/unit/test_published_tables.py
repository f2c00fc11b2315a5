"""Tables that people publish: what their counts are, with which labels; and what of them is no count."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter

from svtool.errors import ExtractError
from svtool.files.account import Account
from svtool.files.containers import open_extract
from svtool.files.csv_files import CsvFile
from svtool.files.extract_file import DateColumn
from svtool.files.published_tables import Shape, as_table, without_totals
from svtool.schema.table_shapes import Unpivot

MONTHS = Unpivot(format=("Mon-YY",), name=("Month",), value="Count")
BY_AREA = Shape(["Area", "Month"], ["Count"], unpivot=MONTHS)
Counts = list[tuple[str, ...]]


def counts_of(path: Path, shape: Shape, *columns: str, sheet: str | None = None) -> tuple[Counts, Account]:
    """Return the counts of a table with some of its columns, and the account of reading it."""
    several = bool(shape.sheet_name)
    file = as_table(open_extract(path, path.name, shape.known, sheet, several_sheets=several), shape, sheet)
    positions = [file.header.index(each) for each in columns]
    dates = (
        {file.header.index("Month"): DateColumn(range(30_000, 50_000), months_only=True)} if "Month" in columns else {}
    )
    blocks = file.blocks(positions, dates)
    rows = [row for block in blocks for row in zip(*block.columns.to_pydict().values(), strict=True)]
    return rows, blocks.account


def from_csv(folder: Path, text: str, shape: Shape, *columns: str) -> tuple[Counts, Account]:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return counts_of(path, shape, *columns)


def workbook(folder: Path, **sheets: list[list[Any]]) -> Path:
    path = folder / "table.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "mmm-yy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, place, cell)
                    elif cell is not None:
                        sheet.write(number, place, cell)
    return path


def told(account: Account, kind: str) -> list[str]:
    return [each.message for each in account.findings if each.kind.id == kind]


def test_months_in_columns_become_a_count_for_each_row_and_month(tmp_path: Path) -> None:
    text = "Area,Apr-21,May-21\nKnowsley,3,4\nWirral,5,6\n"
    rows, account = from_csv(tmp_path, text, BY_AREA, "Area", "Month", "Count")
    assert rows == [
        ("Knowsley", "Apr-21", "3"), ("Knowsley", "May-21", "4"),
        ("Wirral", "Apr-21", "5"), ("Wirral", "May-21", "6"),
    ]  # fmt: skip
    assert (account.rows_read, account.not_records) == (4, 0)


def test_columns_that_become_rows_may_be_listed_or_be_all_others_that_hold_numbers(tmp_path: Path) -> None:
    text = "Month,Knife,Gun,Comment\nApr-21,3,4,late\nMay-21,5,..,\n"
    listed = Unpivot(columns=("knife", "gun"), name=("Weapon",), value="Count")
    others = Unpivot(name=("Weapon",), value="Count")
    for unpivot in (listed, others):
        rows, _ = from_csv(
            tmp_path, text, Shape(["Month", "Weapon"], ["Count"], unpivot=unpivot), "Month", "Weapon", "Count"
        )
        assert rows == [
            ("Apr-21", "Knife", "3"),
            ("Apr-21", "Gun", "4"),
            ("May-21", "Knife", "5"),
            ("May-21", "Gun", ".."),
        ]


def test_what_stands_above_and_below_a_table_is_no_count(tmp_path: Path) -> None:
    above, below = "Table 1: admissions,,\nThis sheet has one table.,,\n,,\n", ",,\nSource: made up,,\n"
    text = f"{above}Area,Apr-21,May-21\nWirral,5,6\n{below}"
    rows, account = from_csv(tmp_path, text, BY_AREA, "Area", "Month", "Count")
    assert rows == [("Wirral", "Apr-21", "5"), ("Wirral", "May-21", "6")]
    assert (account.rows_read, account.not_records) == (7, 5)


def test_marks_of_footnotes_are_no_part_of_a_label_or_of_the_name_of_a_column(tmp_path: Path) -> None:
    text = "Area [note 1],Apr-21 [p],May-21²\nSt. Helens [2],5,6 [r]\n"
    rows, _ = from_csv(tmp_path, text, BY_AREA, "Area", "Month", "Count")
    assert rows == [("St. Helens", "Apr-21", "5"), ("St. Helens", "May-21", "6 [r]")]


def test_a_label_that_is_written_once_is_filled_down_but_not_across_a_new_one_at_its_left(tmp_path: Path) -> None:
    text = "Area,Sex,Age,Count\nWirral,F,0-17,1\n,,18+,2\n,M,0-17,3\nSefton,,0-17,4\n,M,18+,5\n"
    shape = Shape(["Area", "Sex", "Age"], ["Count"], fill_down=("Area", "Sex"))
    rows, _ = from_csv(tmp_path, text, shape, "Area", "Sex", "Age", "Count")
    assert rows == [
        ("Wirral", "F", "0-17", "1"), ("Wirral", "F", "18+", "2"), ("Wirral", "M", "0-17", "3"),
        ("Sefton", "", "0-17", "4"), ("Sefton", "M", "18+", "5"),
    ]  # fmt: skip


def test_nothing_is_filled_down_that_the_mapping_does_not_name(tmp_path: Path) -> None:
    text = "Area,Sex,Count\nWirral,F,1\n,,2\n"
    rows, _ = from_csv(tmp_path, text, Shape(["Area", "Sex"], ["Count"], fill_down=("Area",)), "Area", "Sex", "Count")
    assert rows == [("Wirral", "F", "1"), ("Wirral", "", "2")]


def test_groups_of_columns_stand_in_a_row_above(tmp_path: Path) -> None:
    text = ",2019/20,,2020/21,\nArea,Q1,Q2,Q1,Q2\nWirral,1,2,3,4\n"
    quarters = Unpivot(format=("YYYY/YY Q",), name=("Month",), value="Count")
    rows, account = from_csv(tmp_path, text, Shape(["Area", "Month"], ["Count"], unpivot=quarters), "Month", "Count")
    assert rows == [("2019/20 Q1", "1"), ("2019/20 Q2", "2"), ("2020/21 Q1", "3"), ("2020/21 Q2", "4")]
    assert told(account, "H02") == ["rows 1–2 are the header"]


def test_each_row_of_a_header_may_be_a_column_of_its_own(tmp_path: Path) -> None:
    text = ",Male,,Female,\nArea,2020,2021,2020,2021\nWirral,1,2,3,4\n"
    both = Unpivot(format=("YYYY",), name=("Sex", "Year"), value="Count")
    rows, _ = from_csv(tmp_path, text, Shape(["Area", "Sex", "Year"], ["Count"], unpivot=both), "Sex", "Year", "Count")
    assert rows == [("Male", "2020", "1"), ("Male", "2021", "2"), ("Female", "2020", "3"), ("Female", "2021", "4")]


def test_real_dates_above_columns_are_months(tmp_path: Path) -> None:
    path = workbook(tmp_path, Counts=[["Area", datetime(2021, 4, 1), datetime(2021, 5, 1)], ["Wirral", 5, 6]])
    rows, _ = counts_of(path, BY_AREA, "Month", "Count")
    assert rows == [("2021-04", "5"), ("2021-05", "6")]


def test_a_cell_that_is_merged_downwards_stands_for_all_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Counts")
        for number, row in enumerate([["Year", "Sex", "Count"], [None, "F", 1], [None, "M", 2], ["2021", "F", 3]]):
            sheet.write_row(number, 0, row)
        sheet.merge_range(1, 0, 2, 0, "2020")
    rows, _ = counts_of(path, Shape(["Year", "Sex"], ["Count"], totals=("England",)), "Year", "Sex", "Count")
    assert rows == [("2020", "F", "1"), ("2020", "M", "2"), ("2021", "F", "3")]


def test_sheets_are_joined_by_a_column_of_their_names(tmp_path: Path) -> None:
    table = [["Area", "Knife"], ["Wirral", 5]]
    path = workbook(
        tmp_path, Notes=[["Notes to the tables"]], **{"2019": table, "2020": [["Area", "Knife"], ["Sefton", 7]]}
    )
    shape = Shape(["Area", "Year"], ["Knife"], sheet_name="Year")
    rows, account = counts_of(path, shape, "Year", "Area", "Knife")
    assert rows == [("2019", "Wirral", "5"), ("2020", "Sefton", "7")]
    assert told(account, "H09") == ["sheets: Notes (ignored), 2019 (used), 2020 (used)"]
    assert counts_of(path, shape, "Year", "Knife", sheet="2020")[0] == [("2020", "7")]


def test_a_record_is_told_by_the_line_that_it_stands_in(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Table 1,,\nArea,Apr-21,May-21\nSefton,1,2\nWirral,5,6\n", encoding="utf-8")
    file = as_table(open_extract(path, path.name, BY_AREA.known), BY_AREA)
    assert file.lines_of(np.array([3, 4, 5, 6]), np.zeros(4, np.int64)).tolist() == [3, 3, 4, 4]


def test_a_row_of_another_width_is_rejected_with_its_line(tmp_path: Path) -> None:
    text = "Area,Apr-21,May-21\nSefton,1\nWirral,5,6\nKnowsley,1,2,3\n"
    rows, account = from_csv(tmp_path, text, BY_AREA, "Area", "Count")
    assert rows == [("Wirral", "5"), ("Wirral", "6")]
    assert [(row.record, row.reason) for row in account.rejected] == [
        (2, "2 cells instead of 3"), (4, "4 cells instead of 3"),
    ]  # fmt: skip


def test_a_file_without_any_of_the_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="none of its first lines has a column that the mapping names"):
        from_csv(tmp_path, "a,b\n1,2\n", Shape(["Area"], ["Count"], fill_down=True), "Area")


COUNTS = Shape(["Area", "Sex"], ["Count"])


def open_without_totals(folder: Path, text: str) -> Any:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return without_totals(open_extract(path, path.name, COUNTS.known), COUNTS)


def test_totals_among_counts_are_left_out_though_the_mapping_says_nothing_of_them(tmp_path: Path) -> None:
    file = open_without_totals(tmp_path, "Area,Sex,Count\nWirral,F,1\nWirral,M,2\nWirral,Persons,3\nTotal,,4\n")
    blocks = file.blocks([0, 1, 2])
    rows = [row for block in blocks for row in zip(*block.columns.to_pydict().values(), strict=True)]
    assert rows == [("Wirral", "F", "1"), ("Wirral", "M", "2")]
    assert (blocks.account.rows_read, blocks.account.not_records) == (4, 2)
    assert told(blocks.account, "S07") == [
        "1 total is not the sum of the parts; the first, in line 5, says 4, its parts 3"
    ]
    assert told(blocks.account, "H03")[0] == "1 total is the sum of its parts, and left out"


@pytest.mark.parametrize("last", ["Sefton,F,4", "All other areas,F,4"])
def test_a_file_of_counts_without_totals_is_read_as_it_stands(last: str, tmp_path: Path) -> None:
    file = open_without_totals(tmp_path, f"Area,Sex,Count\nWirral,F,1\n{last}\n")
    assert isinstance(file, CsvFile)
