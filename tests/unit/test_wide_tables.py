"""Tables that people publish are recognised by what their cells prove, and nothing else is taken for one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import xlsxwriter

from svtool.proposal.file_contents import FileLook, look_at_file
from svtool.proposal.mapping_text import table_lines

KNOWN = ("Area", "Offence", "HO Class", "Month", "Quarter")


def look(folder: Path, text: str) -> FileLook:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return look_at_file(path, path.name, KNOWN, ())


def names(seen: FileLook) -> list[str]:
    return [each.name for each in seen.own_columns]


def lines(seen: FileLook) -> list[str]:
    return [line for line in table_lines(seen.table) if not line.startswith("#")]


def test_columns_that_are_months_become_rows(tmp_path: Path) -> None:
    seen = look(tmp_path, "Area,Apr-21,May-21,Total\nWirral,1,2,3\nSefton,3,4,7\nTotal,4,6,10\n")
    assert names(seen) == ["Area", "Month", "Count"]
    assert lines(seen) == ["unpivot: {format: Mon-YY, name: Month, value: Count}"]
    assert seen.records == 4


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ("2019/20,2020/21", "unpivot: {format: YYYY/YY, name: Financial year, value: Count}"),
        ("2010-11,2011-12", "unpivot: {format: YYYY/YY, name: Financial year, value: Count}"),
        ("2020,2021", "unpivot: {format: YYYY, name: Year, value: Count}"),
        ("April 2021,May 2021", "unpivot: {format: Mon YYYY, name: Month, value: Count}"),
        ("2021-Q1,2021-Q2", "unpivot: {format: YYYY-Q, name: Quarter, value: Count}"),
    ],
)
def test_columns_may_be_named_by_years_and_quarters(columns: str, line: str, tmp_path: Path) -> None:
    assert lines(look(tmp_path, f"Area,{columns}\nWirral,1,2\nSefton,3,4\n")) == [line]


def test_a_label_that_stands_once_above_blanks_is_filled_down(tmp_path: Path) -> None:
    text = "District,Offence,Apr-21,May-21\nWirral,Knife,1,2\n,Gun,3,4\nWirral Total,,4,6\nSefton,Knife,1,2\n,Gun,3,4\n"
    seen = look(tmp_path, text)
    assert lines(seen)[0] == "fill_down: [District]"
    column = seen.column("District")
    assert column is not None
    assert dict(column.texts) == {"Wirral": 4, "Sefton": 4}


@pytest.mark.parametrize("lacking", [0.3, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("seed", range(5))
def test_records_that_lack_references_or_days_are_no_labels_above_blanks(
    lacking: float, seed: int, tmp_path: Path
) -> None:
    draw = Random(f"{lacking} {seed}")  # noqa: S311 (no secret)

    def some(text: str, number: int) -> str:
        return "" if number and draw.random() < lacking else text

    rows = [f"{some(f'R{n:03d}', n)},{some(f'{n % 28 + 1:02d}/04/2023', n)},{draw.randint(9, 80)}," for n in range(60)]
    seen = look(tmp_path, "Reference,Day,Age,Note\n" + "\n".join(rows))
    assert seen.table is None


@pytest.mark.parametrize("sizes", [(3, 3, 3), (12, 12, 9), (2, 7, 3)])
def test_years_above_blanks_are_labels(sizes: tuple[int, ...], tmp_path: Path) -> None:
    places = [(year, row) for year, size in enumerate(sizes) for row in range(size)]
    rows = [f"{'' if row else 2020 + year},Area {row},{row + year}" for year, row in places]
    assert lines(look(tmp_path, "Year,District,Offences\n" + "\n".join(rows)))[0] == "fill_down: [Year]"


def test_columns_that_add_up_to_a_total_are_kinds_of_one_thing(tmp_path: Path) -> None:
    seen = look(tmp_path, "Quarter,Primary,Secondary,All fires\n2021-Q1,1,2,3\n2021-Q2,3,4,7\n")
    assert lines(seen) == ["unpivot: {columns: [Primary, Secondary], name: Category, value: Count}"]


def test_columns_that_are_named_by_codes_of_causes_become_rows(tmp_path: Path) -> None:
    seen = look(tmp_path, "Year,X99 Sharp object,Y04 Bodily force\n2020,1,2\n2021,3,4\n")
    assert lines(seen) == ["unpivot: {columns: [X99 Sharp object, Y04 Bodily force], name: Cause, value: Count}"]


def test_sheets_with_one_header_are_read_together(tmp_path: Path) -> None:
    path = tmp_path / "years.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("2020", "2021"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Area", "Offence", "Records"])
            sheet.write_row(1, 0, ["Wirral", "Robbery", 5])
        book.add_worksheet("Notes").write(0, 0, "Notes")
    seen = look_at_file(path, path.name, KNOWN, ())
    assert lines(seen) == ["sheet_name: Sheet"]
    column = seen.column("Sheet")
    assert column is not None
    assert dict(column.texts) == {"2020": 1, "2021": 1}


def test_months_that_are_real_dates_become_rows(tmp_path: Path) -> None:
    path = tmp_path / "months.xlsx"
    header: list[Any] = ["Area", datetime(2021, 4, 1), datetime(2021, 5, 1)]
    with xlsxwriter.Workbook(path, {"default_date_format": "mmm-yy"}) as book:
        sheet = book.add_worksheet("Counts")
        for place, cell in enumerate(header):
            sheet.write(0, place, cell)
        sheet.write_row(1, 0, ["Wirral", 5, 6])
    assert len(lines(look_at_file(path, path.name, KNOWN, ()))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Area,Offence,Month\nWirral,Robbery,Apr-21\nSefton,Robbery,May-21\n",
        "Area,From,To\nWirral,Apr-21,May-21\nSefton,May-21,Jun-21\n",
        "Area,Offence,Count\nWirral,Robbery,1\nSefton,Robbery,2\nTotal,,3\n",
        "Area,Offence,Age\nWirral,Robbery,31\n,Robbery,22\nSefton,Robbery,44\nWirral,Robbery,12\n,Theft,50\n",
        "Area,2020,2021\nWirral,12.5,13.5\nSefton,10.5,11.5\n",
    ],
    ids=["records", "two dates", "counts", "blank places", "rates"],
)
def test_nothing_else_is_taken_for_such_a_table(text: str, tmp_path: Path) -> None:
    assert look(tmp_path, text).table is None
