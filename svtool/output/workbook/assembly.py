"""A result as an accessible workbook: cover, contents, notes, then one table a sheet."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from svtool.commands.measures import Result
from svtool.output.workbook.cover_sheet import about, contact, introduction, title_of
from svtool.output.workbook.marking import marked_up
from svtool.output.workbook.open_document import open_document_of
from svtool.output.workbook.package_bytes import saved
from svtool.output.workbook.printed_pages import PLAIN, SUBTITLE, letters_in, width_of
from svtool.output.workbook.quietly import gptables, quiet_gptables
from svtool.output.workbook.sheet_columns import TENTHS
from svtool.output.workbook.sheet_notes import Notes
from svtool.output.workbook.sheet_words import CONTACT, CONTENTS, NOTES, in_parts
from svtool.output.workbook.table_sheets import ONE_TABLE, Sheet, notices_of, sheets_of

CREATED = datetime(2000, 1, 1)
# A cell that begins with = is no formula.
TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
IN_MEMORY = {"in_memory": True}  # else its parts lie in the system's folder for temporary files until it is closed
COVER_WIDTH = 72  # characters: a printed page's width
CONTENTS_WIDTHS, NOTES_WIDTHS = (210, 700), (150, 760)  # pixels


def figures_as_workbook(result: Result) -> bytes:
    """Return the figures as an .xlsx file; two runs give the same cells."""
    return saved(_book(result))


def figures_as_open_document(result: Result) -> bytes:
    """Return the figures as an .ods file with the cells of the .xlsx; two runs give the same bytes."""
    return open_document_of(_book(result))


@dataclass(frozen=True)
class Book:
    """A workbook before it is written.

    Attributes:
        title: of the workbook.
        introduction, about, contact: the paragraphs of its cover.
        notices: what every sheet must say.
        notes: the notes that its sheets refer to.
        sheets: they, in order.
        subject, keywords: what its properties say.
    """

    title: str
    introduction: Sequence[str]
    about: Sequence[str]
    contact: Sequence[str]
    notices: Sequence[str]
    notes: Notes
    sheets: Sequence[Sheet]
    subject: str
    keywords: str


def _book(result: Result) -> Any:
    """Return the workbook as openpyxl has it."""
    notes = Notes()
    sheets = sheets_of(result, notes)
    return assemble(
        Book(
            title=title_of(result),
            introduction=introduction(result),
            about=about(result, sheets, bool(notes)),
            contact=contact(result),
            notices=notices_of(result),
            notes=notes,
            sheets=sheets,
            subject="Success measures",
            keywords="serious violence, success measures",
        )
    )


def assemble(wanted: Book) -> Any:
    """Return a workbook as openpyxl has it: cover, contents, notes, then one table a sheet."""
    stream = io.BytesIO()
    with quiet_gptables():
        book = gptables.produce_workbook(
            stream,
            {**_notes_table(wanted), **{sheet.name: _table(sheet) for sheet in wanted.sheets}},
            cover=gptables.Cover(wanted.title, wanted.introduction, wanted.about, wanted.contact, width=COVER_WIDTH),
            contentsheet_label=CONTENTS,
            contentsheet_options={"subtitles": wanted.notices},
            auto_width=False,
            workbook_options=TEXT_STAYS_TEXT | IN_MEMORY,
        )
        book.set_properties({"title": wanted.title, "author": "svtool", "subject": wanted.subject,
                             "keywords": wanted.keywords, "created": CREATED})  # fmt: skip
        _set_widths(book, wanted.sheets)
        book.close()
    return marked_up(stream.getvalue(), headings=("Introductory information", "About these data", CONTACT))


def _notes_table(wanted: Book) -> dict[str, gptables.GPTable]:
    if not wanted.notes:
        return {}
    table = pd.DataFrame(wanted.notes.rows(), columns=["Note number", "Note text"])
    return {
        NOTES: gptables.GPTable(
            table=table, table_name="notes", title=NOTES, subtitles=wanted.notices, instructions=ONE_TABLE,
            index_columns={1: 0},
        )
    }  # fmt: skip


def _table(sheet: Sheet) -> gptables.GPTable:
    headings = [column.heading for column in sheet.columns]
    width = sum(_widths(sheet))
    numbers = [(j, column) for j, column in enumerate(sheet.columns) if column.shown]
    words = [j for j, column in enumerate(sheet.columns) if not column.shown][1:]
    tenths = [(i, j) for i, row in enumerate(sheet.rows, 1) for j, column in numbers if column.has_tenths(row)]
    return gptables.GPTable(
        table=pd.DataFrame(sheet.cells, columns=headings, dtype=object),
        table_name=f"table_{sheet.name}".lower(),
        title=sheet.title,
        subtitles=_lines(sheet.above, width, SUBTITLE),
        instructions=ONE_TABLE,
        legend=_lines(sheet.guide, width, PLAIN),
        index_columns={1: 0},
        additional_formatting=[
            {"column": {"columns": list(range(len(headings))), "format": {"valign": "top"}}},
            *({"column": {"columns": [j], "format": {"num_format": column.shown}}} for j, column in numbers),
            # One cell each: of several that are named at once, gptables 2.0 formats the last.
            *({"cell": {"cells": (i, j), "format": {"num_format": TENTHS}}} for i, j in tenths),
            # Words that follow a number keep their distance from it.
            {"column": {"columns": words, "format": {"indent": 1}}},
            # A column whose numbers are all missing is still one of numbers.
            {"column": {"columns": [j for j, _ in numbers], "format": {"align": "right"}}},
        ],
    )


def _lines(texts: Iterable[str], width: int, size: int) -> list[str]:
    """Return texts in lines that end above their table: what goes on beyond it, no printed page has."""
    return [part for text in texts for part in in_parts(text, letters_in(width, size))]


def _widths(sheet: Sheet) -> list[int]:
    return [
        width_of(column.width, column.heading, [row[j] for row in sheet.cells])
        for j, column in enumerate(sheet.columns)
    ]


def _set_widths(book: Any, sheets: Sequence[Sheet]) -> None:
    wanted = {sheet.name: _widths(sheet) for sheet in sheets}
    wanted |= {CONTENTS: list(CONTENTS_WIDTHS), NOTES: list(NOTES_WIDTHS)}
    for sheet in book.worksheets():
        for number, width in enumerate(wanted.get(sheet.get_name(), [])):
            sheet.set_column_pixels(number, number, width)
