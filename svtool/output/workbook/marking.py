"""What the writer of the workbook has no words for: its language, and headings that a screen reader can list."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import copy
from textwrap import wrap
from typing import Any

import openpyxl

from svtool.output.workbook.printed_pages import BOLD_LETTER, INDENT, LETTER, PIXELS, PLAIN, set_pages
from svtool.records.inert_cells import FORMULA_STARTS

LINE = 1.32  # height of a line, for each point of its size

LANGUAGE = "en-GB"
FIRST_HEADING, SECOND_HEADING = "Headline 1", "Headline 2"  # how openpyxl calls the styles "Heading 1" and "Heading 2"


def marked_up(workbook: bytes, headings: Sequence[str]) -> Any:
    """Return a workbook of openpyxl with its language, heading styles, and the cursor at the first cell of every sheet.

    Args:
        workbook: the .xlsx file.
        headings: texts in column A of the first sheet that head a part of it.
    """
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    book.properties.language = LANGUAGE
    for sheet in book.worksheets:
        _style(sheet["A1"], FIRST_HEADING)
        _fit_rows(sheet)
        _keep_texts(sheet)
        set_pages(sheet)
        view = sheet.sheet_view
        view.zoomScale = 100
        for selection in view.selection:
            selection.activeCell = selection.sqref = "A1"
    for (cell,) in book.worksheets[0].iter_rows(max_col=1):
        if cell.value in headings:
            _style(cell, SECOND_HEADING)
    return book


def _keep_texts(sheet: Any) -> None:
    """Mark the texts that look like a formula: Excel would make one of a cell that somebody only looks into."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS):
                cell.quotePrefix = True


def _fit_rows(sheet: Any) -> None:
    """Make every row as high as its wrapped text needs: Excel would on opening, LibreOffice would not."""
    for row in sheet.iter_rows():
        heights = [_height(cell, sheet.column_dimensions) for cell in row if cell.value is not None]
        sheet.row_dimensions[row[0].row].height = max(heights, default=None)


def _height(cell: Any, columns: Any) -> float:
    if not isinstance(cell.value, str):
        return float(PLAIN * LINE)
    size, lines = cell.font.size, 1
    if cell.alignment.wrap_text:
        letter = size * (BOLD_LETTER if cell.font.bold else LETTER)
        # Columns of one width are kept as a range under the first of them.
        width = next(each.width for each in columns.values() if each.min <= cell.column <= each.max)
        room = max(1, int((width * PIXELS - (INDENT if cell.alignment.indent else 0)) / letter))
        lines = sum(len(wrap(line, room)) or 1 for line in cell.value.split("\n"))
    return float(lines * size * LINE)


def _style(cell: Any, name: str) -> None:
    """Give a cell the style of a heading, and its own looks: the style's are blue with a line below."""
    font, border, alignment = copy(cell.font), copy(cell.border), copy(cell.alignment)
    cell.style = name
    cell.font, cell.border, cell.alignment = font, border, alignment
