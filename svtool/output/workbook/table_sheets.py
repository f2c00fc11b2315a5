"""The sheets of figures: of each table its periods side by side, then a sheet for each comparison of two of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svtool.commands.measures import Result, remarks_under
from svtool.figures.against import COMPARATORS, Comparator
from svtool.output.machine import settled
from svtool.output.wording.note_words import notes_in_words
from svtool.output.workbook.board_columns import board_columns, comparator_of
from svtool.output.workbook.pairs import Board, Pair, Row, board_of, pairs_of
from svtool.output.workbook.sheet_columns import MIDDLE, Column, columns_of
from svtool.output.workbook.sheet_notes import Notes, numbers_in_words
from svtool.output.workbook.sheet_words import CONTENTS, COVER, LONGEST, NO_NOTE, NOTES, Cell, literal, shorthand_key

LONGEST_NAME = 31  # of a sheet
ONE_TABLE = "This worksheet contains one table."
FACTS = f"The {COVER} worksheet says what the figures are of, and which days the extracts cover."
WITH_NOTES = f"Some cells refer to notes, which can be found on the {NOTES} worksheet."


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its name and title, what must be said of its figures, how to read the table below, and the table."""

    name: str
    title: str
    above: Sequence[str]
    guide: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Row]
    cells: Sequence[Sequence[Cell]]


def sheets_of(result: Result, notes: Notes) -> list[Sheet]:
    """Return the sheets of a result's tables, in their order; the notes get what these refer to."""
    found: list[Sheet] = []
    for table in result.tables:
        board = board_of(result, table)
        for subject in (*((board,) if board else ()), *pairs_of(result, table)):
            found.append(_sheet(result, subject, _sheet_name(subject, [each.name for each in found]), notes))
    return found


def notices_of(result: Result) -> list[str]:
    """Return what every sheet must say."""
    return [literal(notice) for notice in notes_in_words(result.notices)]


def _sheet_name(subject: Board | Pair, taken: Sequence[str]) -> str:
    """Return a name that the next release has too: the table's id and the period's key, in letters that links allow."""
    name = subject.table.id if isinstance(subject, Board) else f"{subject.table.id}_{subject.key}"
    wanted = re.sub(r"\W+", "_", name)[:LONGEST_NAME].rstrip("_")
    used = {name.casefold() for name in (*taken, COVER, CONTENTS, NOTES)}
    number = 1
    name = wanted
    while name.casefold() in used:
        number += 1
        name = f"{wanted[: LONGEST_NAME - 4]}_{number}"
    return name


def _sheet(result: Result, subject: Board | Pair, name: str, notes: Notes) -> Sheet:
    of_records = notes.numbers(notes_in_words(remarks_under(result, subject.table)))
    markers = {id(row): notes.markers(subject.table, row, _comparators(subject)) for row in subject.rows}
    noted = any(marker != NO_NOTE for marker in markers.values())
    columns = [*_columns(result, subject), *([_notes_column(markers)] if noted else [])]
    cells = [[_kept(column.cell(row), notes) for column in columns] for row in subject.rows]
    return Sheet(
        name=name,
        title=literal(f"{subject.table.title}: {_what(subject)}, {_area(subject.rows)}"),
        above=[*notices_of(result), *([f"Periods: {subject.days()}."] if isinstance(subject, Pair) else [])],
        guide=_guide(cells, of_records, noted),
        columns=columns,
        rows=subject.rows,
        cells=cells,
    )


def _guide(cells: Sequence[Sequence[Cell]], of_records: Sequence[int], noted: bool) -> list[str]:
    """Return how to read a table: its shorthand, and where its notes and what its figures are of can be found."""
    found = [shorthand_key(cell for row in cells for cell in row), WITH_NOTES if noted else "", FACTS]
    if of_records:
        which = numbers_in_words(of_records)
        found.append(f"What must be said of the records behind this table: {which} on the {NOTES} worksheet.")
    return [text for text in found if text]


def _columns(result: Result, subject: Board | Pair) -> list[Column]:
    by = {each: result.titles.get(each, each) for each in result.by}
    if isinstance(subject, Board):
        return board_columns(subject, by)
    return columns_of(subject, by, result.source_titles)


def _comparators(subject: Board | Pair) -> Sequence[Comparator]:
    """Return which changes a sheet shows."""
    if isinstance(subject, Pair):
        return COMPARATORS
    comparator = comparator_of(subject)
    return (comparator,) if comparator else ()


def _notes_column(markers: Mapping[int, str]) -> Column:
    return Column("Notes", lambda row: markers[id(row)], width=MIDDLE)


def _what(subject: Board | Pair) -> str:
    if isinstance(subject, Board):
        return "all periods"
    return f"{subject.now}, compared with {subject.before}" if subject.before else subject.now


def _area(rows: Sequence[Row]) -> str:
    return next((row.now.area for row in rows if row.now.area), "")


def _kept(cell: Cell, notes: Notes) -> Cell:
    """Return a cell as spreadsheet programs keep it; of a text that nobody reads in a cell, the note that has it."""
    if isinstance(cell, float):
        return float(settled(cell))
    if not isinstance(cell, str) or len(cell) <= LONGEST:
        return cell
    return f"See {numbers_in_words(notes.numbers([cell]))}"
