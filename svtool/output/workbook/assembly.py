"""A result as an accessible workbook: cover, contents, notes, then one table a sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from svtool.commands.measures import Result, remarks_of, remarks_under
from svtool.errors import listed
from svtool.output.layout import lay_out
from svtool.output.wording.note_words import notes_in_words
from svtool.output.wording.publisher_words import publisher_words
from svtool.output.workbook.marking import marked_up, saved
from svtool.output.workbook.open_document import open_document_of
from svtool.output.workbook.pairs import Pair, Row, pairs_of
from svtool.output.workbook.quietly import gptables, quiet_gptables
from svtool.output.workbook.sheet_columns import TENTHS, WIDE, Column, columns_of
from svtool.output.workbook.sheet_notes import Notes
from svtool.output.workbook.sheet_words import NO_NOTE, Cell, literal, readable, shorthand_key
from svtool.version import __version__

COVER, CONTENTS, NOTES = "Cover", "Contents", "Notes"
LONGEST_NAME = 31  # of a sheet
CREATED = datetime(2000, 1, 1)
A4 = 9
UNDATED = (
    "Undated are units without a date that can be read. They are counted in no figure, and may belong to any period "
    "that their extract and their other dates allow, beside what is not known."
)
SEVERAL = 6  # periods that are named one by one
COVER_WIDTH = 72  # characters: a printed page's width
ONE_TABLE = "This worksheet contains one table."
WITH_NOTES = f"{ONE_TABLE} Some cells refer to notes, which can be found on the {NOTES} worksheet."


@dataclass
class Sheet:
    """A worksheet: its name and title, what stands above the table, and the table."""

    name: str
    title: str
    above: list[str]
    instructions: str
    key: str
    source: str
    columns: list[Column]
    rows: Sequence[Row]
    cells: list[list[Cell]]


def figures_as_workbook(result: Result) -> bytes:
    """Return the figures as an .xlsx file; two runs give the same cells."""
    return saved(_book(result))


def figures_as_open_document(result: Result) -> bytes:
    """Return the figures as an .ods file with the cells of the .xlsx; two runs give the same bytes."""
    return open_document_of(_book(result))


def _book(result: Result) -> Any:
    """Return the workbook as openpyxl has it."""
    notes = Notes()
    sheets = _sheets(result, notes)
    stream = io.BytesIO()
    with quiet_gptables():
        book = gptables.produce_workbook(
            stream,
            {**_notes_table(result, notes), **{sheet.name: _table(sheet) for sheet in sheets}},
            cover=_cover(result, sheets),
            contentsheet_label=CONTENTS,
            contentsheet_options={"subtitles": _notices(result)},
            auto_width=False,
            # Text stays text: a cell that begins with = is no formula.
            workbook_options={"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        book.set_properties({"title": _title(result), "author": "svtool", "subject": "Success measures",
                             "keywords": "serious violence, success measures", "created": CREATED})  # fmt: skip
        _set_widths(book, sheets)
        book.close()
    return marked_up(stream.getvalue(), headings=("Introductory information", "About these data"))


def _sheets(result: Result, notes: Notes) -> list[Sheet]:
    pairs = [pair for table in result.tables for pair in pairs_of(result, table)]
    names: list[str] = []
    for pair in pairs:
        names.append(_sheet_name(pair, names))
    return [_sheet(result, pair, name, notes) for pair, name in zip(pairs, names, strict=True)]


def _sheet_name(pair: Pair, taken: Sequence[str]) -> str:
    """Return a name that the next release has too: the table's id and the period's key, in letters that links allow."""
    wanted = re.sub(r"\W+", "_", f"{pair.table.id}_{pair.key}")[:LONGEST_NAME].rstrip("_")
    used = {name.casefold() for name in (*taken, COVER, CONTENTS, NOTES)}
    number = 1
    name = wanted
    while name.casefold() in used:
        number += 1
        name = f"{wanted[: LONGEST_NAME - 4]}_{number}"
    return name


def _sheet(result: Result, pair: Pair, name: str, notes: Notes) -> Sheet:
    markers = {id(row): notes.markers(pair, row) for row in pair.rows}
    noted = any(marker != NO_NOTE for marker in markers.values())
    by = {each: result.titles.get(each, each) for each in result.by}
    columns = columns_of(pair, by, result.source_titles, (lambda row: markers[id(row)]) if noted else None)
    cells = [[column.cell(row) for column in columns] for row in pair.rows]
    area = next((row.now.area for row in pair.rows if row.now.area), "")
    compared = f", compared with {pair.before}" if pair.before else ""
    return Sheet(
        name=name,
        title=literal(f"{pair.table.title}: {pair.now}{compared}, {area}"),
        above=[*_notices(result), f"Periods: {pair.days()}.", *_beside(result, pair)],
        instructions=WITH_NOTES if noted else ONE_TABLE,
        key=shorthand_key(cell for row in cells for cell in row),
        source=literal(". ".join(lay_out(result, pair.table).facts) + "."),
        columns=columns,
        rows=pair.rows,
        cells=cells,
    )


def _table(sheet: Sheet) -> gptables.GPTable:
    headings = [column.heading for column in sheet.columns]
    numbers = [(j, column) for j, column in enumerate(sheet.columns) if column.shown]
    words = [j for j, column in enumerate(sheet.columns) if not column.shown][1:]
    tenths = [(i, j) for i, row in enumerate(sheet.rows, 1) for j, column in numbers if column.has_tenths(row)]
    return gptables.GPTable(
        table=pd.DataFrame(sheet.cells, columns=headings, dtype=object),
        table_name=f"table_{sheet.name}".lower(),
        title=sheet.title,
        subtitles=sheet.above,
        instructions=sheet.instructions,
        legend=[sheet.key] if sheet.key else [],
        source=sheet.source,
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


def _notes_table(result: Result, notes: Notes) -> dict[str, gptables.GPTable]:
    if not notes.texts:
        return {}
    rows = [[f"note {number}", readable(text)] for text, number in notes.texts.items()]
    table = pd.DataFrame(rows, columns=["Note number", "Note text"])
    return {
        NOTES: gptables.GPTable(
            table=table, table_name="notes", title=NOTES, subtitles=_notices(result), instructions=ONE_TABLE,
            index_columns={1: 0},
        )
    }  # fmt: skip


def _beside(result: Result, pair: Pair) -> list[str]:
    """Return what the extracts of a table's sources say that bears on its figures: a sheet may travel alone."""
    said = [note for note in remarks_under(result, pair.table) if note not in result.remarks]
    return [literal(words) for words in notes_in_words(said)]


def _title(result: Result) -> str:
    titles = [table.title for table in result.tables]
    return literal(titles[0] if len(titles) == 1 else f"Success measures: {'; '.join(titles)}")


def _notices(result: Result) -> list[str]:
    return [literal(notice) for notice in notes_in_words(result.notices)]


def _cover(result: Result, sheets: Sequence[Sheet]) -> gptables.Cover:
    periods = [period.label for period in result.periods]
    facts = dict.fromkeys(fact for table in result.tables for fact in lay_out(result, table).facts)
    key = shorthand_key((cell for sheet in sheets for row in sheet.cells for cell in row), of="workbook")
    about = [
        *facts,
        *(f"Published in: {table.published_in}." for table in result.tables if table.published_in),
        key or "No shorthand is used in this workbook.",
        f"Notes are marked [note 1], [note 2] and so on; their texts are on the {NOTES} worksheet.",
        "Not known are records of which can't be told whether they belong to a figure; they are not counted in it. "
        "The truth lies between the figure, and the figure with all that is not known.",
        *([UNDATED] if any(figure.has_undated for figure in result.figures) else []),
        "The limits are the ends of the 95% interval of the change. The verdict says whether the periods can be "
        "compared, whether recording changed, and whether the change could be chance; nothing in this workbook says "
        "why a figure changed.",
        *notes_in_words(remarks_of(result)),
        f"Made with svtool {__version__}.",
    ]
    intro = [
        *_notices(result),
        *map(literal, publisher_words(result.publisher)),
        literal(f"Periods: {periods_in_words(periods)}."),
    ]
    return gptables.Cover(_title(result), intro, [literal(text) for text in about], width=COVER_WIDTH)


def periods_in_words(periods: Sequence[str]) -> str:
    """Return the labels of periods in words; one that is a span itself is no end of another."""
    if len(periods) <= SEVERAL:
        return listed(periods, joiner="and")
    return f"{len(periods)}, the first {periods[0]}, the last {periods[-1]}"


def _set_widths(book: Any, sheets: Sequence[Sheet]) -> None:
    wanted = {sheet.name: [column.width for column in sheet.columns] for sheet in sheets}
    wanted |= {CONTENTS: [WIDE // 2, 2 * WIDE], NOTES: [WIDE // 3, 2 * WIDE]}
    for sheet in book.worksheets():
        for number, width in enumerate(wanted.get(sheet.get_name(), [])):
            sheet.set_column_pixels(number, number, width)
        sheet.set_paper(A4)
        if sheet.get_name() != COVER:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
