"""What the Government Analysis Function asks of a spreadsheet, as far as a program can look at it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl

MARK = re.compile(r"\[([a-z]+)\]")
NO_TABLE = "Cover"
PAGES = "&A, page &P of &N"
LONGEST = 1_000  # letters that one reads in a cell
WORKBOOK = "http://schemas.openxmlformats.org"


def faults_of(workbook: bytes) -> list[str]:
    """Return what is wrong with a workbook, in words; nothing where it is as it should be."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    found = list(_of_properties(book))
    if book.sheetnames[:2] != ["Cover", "Contents"]:
        found.append("cover and contents do not come first")
    tables = [name for sheet in book for name in sheet.tables]
    if len({name.casefold() for name in tables}) != len(tables):
        found.append("two tables have one name")
    for sheet in book:
        found += [f"{sheet.title}: {fault}" for fault in _of_sheet(sheet)]
    return found


def _of_properties(book: Any) -> Iterator[str]:
    if book.properties.language != "en-GB":
        yield "the language is not set"
    if not book.properties.title or not book.properties.creator:
        yield "title or author is not set"
    if book.active.title != "Cover":
        yield "the workbook does not open on its cover"
    if book.defined_names:
        yield "there are defined names"


def _of_sheet(sheet: Any) -> Iterator[str]:
    if not re.fullmatch(r"\w{1,31}", sheet.title):
        yield "the name is not one of letters, digits and underscores"
    if sheet["A1"].style != "Headline 1" or not sheet["A1"].value:
        yield "A1 is not a heading"
    if sheet.merged_cells.ranges:
        yield "cells are merged"
    if sheet.freeze_panes or sheet.auto_filter.ref or sheet.sheet_state != "visible":
        yield "panes are frozen, rows filtered, or it is hidden"
    if any(each.hidden for each in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())):
        yield "rows or columns are hidden"
    if {(each.activeCell, each.sqref) for each in sheet.sheet_view.selection} != {("A1", "A1")}:
        yield "the cursor is not at A1"
    if sheet._images or sheet._charts or sheet.oddHeader.center.text or sheet.oddFooter.center.text != PAGES:
        yield "there are images or charts, or printed pages say more than their number, which no screen reader reads"
    if sheet.page_setup.paperSize != 9 or sheet.page_setup.fitToHeight != 0 or not sheet.page_setup.fitToWidth:
        yield "its pages are not A4, or not fitted to a width"
    yield from _of_cells(sheet)
    if sheet.title != NO_TABLE:
        yield from _of_table(sheet)


def _of_cells(sheet: Any) -> Iterator[str]:
    for row in sheet.iter_rows():
        if all(cell.value is None for cell in row):
            yield f"row {row[0].row} is blank"
        for cell in row:
            if cell.data_type == "f":
                yield f"{cell.coordinate} is a formula"
            if cell.value is not None and (cell.font.name, cell.font.size >= 12) != ("Arial", True):
                yield f"{cell.coordinate} is not in Arial of 12 points or more"
            if len(str(cell.value)) > LONGEST:
                yield f"{cell.coordinate} has {len(str(cell.value))} letters"
            if cell.font.italic or (cell.fill.fill_type is not None):
                yield f"{cell.coordinate} is in italics or filled"


def _of_table(sheet: Any) -> Iterator[str]:
    if len(sheet.tables) != 1:
        yield f"there are {len(sheet.tables)} tables"
        return
    (table,) = sheet.tables.values()
    rows = list(sheet[table.ref])
    if table.autoFilter is not None:
        yield "the table has filter buttons"
    if rows[0][0].column != 1 or (rows[-1][-1].row, rows[-1][-1].column) != (sheet.max_row, sheet.max_column):
        yield "the table does not begin in column A, or something stands below or beside it"
    if sheet.print_title_rows != f"${rows[0][0].row}:${rows[0][0].row}":
        yield "the headings do not stand on every printed page"
    headings = [cell.value for cell in rows[0]]
    if None in headings or len({str(each).casefold() for each in headings}) != len(headings):
        yield "a heading is empty or stands twice"
    if [each.name for each in table.tableColumns] != [str(each).replace("\n", "_x000a_") for each in headings] and [
        each.name for each in table.tableColumns
    ] != headings:
        yield "the headings are not those of the table"
    for row in rows[1:]:
        for cell in row:
            yield from _of_table_cell(cell)
    yield from _of_shorthand(sheet, rows)


def _of_table_cell(cell: Any) -> Iterator[str]:
    if cell.value is None or cell.value == "":
        yield f"{cell.coordinate} is empty"
    elif isinstance(cell.value, str):
        if re.fullmatch(r"[+−-]?[\d,.]+ ?%?", cell.value):
            yield f"{cell.coordinate} is a number written as text"
        if re.search(r"^[\d,.]+ ?\[[a-z]", cell.value):
            yield f"{cell.coordinate} has shorthand beside a number"
    elif cell.number_format not in {"#,##0", "#,##0.0", "#,##0.00", '[<0.0001]"< 0.0001";0.0000'}:
        yield f"{cell.coordinate} has a number without a format"


def _of_shorthand(sheet: Any, rows: list[tuple[Any, ...]]) -> Iterator[str]:
    used = {
        mark for row in rows[1:] for cell in row if isinstance(cell.value, str) for mark in MARK.findall(cell.value)
    }
    above = [str(cell.value) for (cell,) in sheet.iter_rows(max_row=rows[0][0].row - 1, max_col=1)]
    explained = {mark for line in above for mark in MARK.findall(line) if line.startswith("Shorthand")}
    if sheet.title != "Notes" and used != explained:
        yield f"shorthand used is {sorted(used)}, and explained is {sorted(explained)}"
