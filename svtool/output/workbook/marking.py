"""What the writer of the workbook has no words for: its language, and headings that a screen reader can list."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import copy
from typing import Any

import openpyxl

LANGUAGE = "en-GB"
FIRST_HEADING, SECOND_HEADING = "Headline 1", "Headline 2"  # how openpyxl calls the styles "Heading 1" and "Heading 2"


def mark_up(workbook: bytes, headings: Sequence[str]) -> bytes:
    """Return a workbook with its language, heading styles, and the cursor at the first cell of every sheet.

    Args:
        workbook: the .xlsx file.
        headings: texts in column A of the first sheet that head a part of it.
    """
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    book.properties.language = LANGUAGE
    for sheet in book.worksheets:
        _style(sheet["A1"], FIRST_HEADING)
        view = sheet.sheet_view
        view.zoomScale = 100
        for selection in view.selection:
            selection.activeCell = selection.sqref = "A1"
    for (cell,) in book.worksheets[0].iter_rows(max_col=1):
        if cell.value in headings:
            _style(cell, SECOND_HEADING)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _style(cell: Any, name: str) -> None:
    """Give a cell the style of a heading, and its own looks: the style's are blue with a line below."""
    font, border, alignment = copy(cell.font), copy(cell.border), copy(cell.alignment)
    cell.style = name
    cell.font, cell.border, cell.alignment = font, border, alignment
