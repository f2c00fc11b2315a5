"""All cells of a table, row by row, from its first line to its last: tables that people publish are read whole."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from svtool.errors import ExtractError
from svtool.files.csv_files import CsvFile
from svtool.files.extract_file import ExtractFile
from svtool.files.text_stream import TextStream
from svtool.files.workbooks import WorkbookFile

MOST_CELLS = 3_000_000  # of a table that is read whole: more is no table that people look at
MOST_BYTES = 4 << 20  # of a file of counts in which totals are looked for, though no mapping says that there are any
# Beginnings of labels of totals; "All other theft" is none.
_OF_TOTALS = re.compile(rb"total|(?:^|[,;|\t\"\r\n])(?:all(?! other)|persons|overall|both)\b", re.IGNORECASE)
FIRST_ROWS = 60
SAMPLE_BYTES = 1 << 16
Cell = Any


@dataclass
class Grid:
    """The cells of a table.

    Attributes:
        rows: the rows, from the first line of the file or sheet.
        lines: the line of each in the file, or its row in the sheet.
        sheet: the name of the sheet.
        merged: ranges of merged cells: first row and column, last row and column, counted from 0.
    """

    rows: list[list[Cell]]
    lines: list[int]
    sheet: str = ""
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = field(default=())


def grids_of(file: ExtractFile, every_sheet: bool) -> Iterator[Grid]:
    """Yield the cells of a file; of a workbook those of one sheet, or of every sheet.

    Raises:
        ExtractError: it has too many cells to be read whole.
    """
    if isinstance(file, CsvFile):
        yield _of_csv(file)
    elif isinstance(file, WorkbookFile):
        names = [name for name, hidden in file.sheets if not hidden] if every_sheet else [file.sheet]
        for name, rows, merged in file.cells_of(names):
            check_size(file.name, sum(map(len, rows)))
            yield Grid(rows, list(range(1, len(rows) + 1)), name, merged)
    else:
        yield _of_columns(file)


def may_hold_totals(file: ExtractFile) -> bool:
    """Return whether a file is so small that people look at it, and may have rows of totals."""
    if not is_small(file):
        return False
    if isinstance(file, CsvFile):
        with file.opener() as stream:
            return bool(_OF_TOTALS.search(stream.read(MOST_BYTES)))
    return True


def is_small(file: ExtractFile) -> bool:
    """Return whether a file is a text or workbook so small that people look at it."""
    if isinstance(file, CsvFile):
        with file.opener() as stream:
            return len(stream.read(MOST_BYTES + 1)) <= MOST_BYTES
    return isinstance(file, WorkbookFile) and file.state[0] <= MOST_BYTES // 4  # it is packed


def check_size(name: str, cells: int) -> None:
    """Check that a table is not too large to be read whole.

    Raises:
        ExtractError: it is.
    """
    if cells > MOST_CELLS:
        raise ExtractError(
            f"has more than {MOST_CELLS:,} cells; a mapping with fill_down, unpivot, totals or sheet_name reads "
            "tables that people look at, with fewer. Export it with a row for each count, its labels in every row.",
            "F01",
            file=name,
        )


def first_rows(file: ExtractFile) -> list[list[Cell]]:
    """Return the first rows of a text or workbook: enough to tell whether it is a table that people look at."""
    if isinstance(file, CsvFile):
        with TextStream(file.opener()) as stream:
            text = stream.read(SAMPLE_BYTES).decode("utf-8", "ignore")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=file.delimiter)
        try:
            return list(itertools.islice(rows, FIRST_ROWS))
        except csv.Error:
            return []
    if isinstance(file, WorkbookFile) and file.loaded:
        return [list(row) for row in itertools.islice(file.loaded[-1].iter_rows(), FIRST_ROWS)]
    return []


def _of_csv(file: CsvFile) -> Grid:
    with TextStream(file.opener()) as stream:
        text = stream.read().decode("utf-8", "ignore")
    check_size(file.name, text.count(file.delimiter))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=file.delimiter)
    grid, line = Grid([], []), 1
    try:
        for row in reader:
            grid.rows.append(row)
            grid.lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        raise ExtractError(
            "can't be read to its end as CSV. Export the table again as CSV (UTF-8).", "F01", file=file.name
        ) from None
    return grid


def _of_columns(file: ExtractFile) -> Grid:
    """Return the cells of a file that has columns and no lines above them."""
    grid = Grid([list(file.header)], [0])
    for block in file.blocks(range(len(file.header))):
        columns = [column.to_pylist() for column in block.columns.columns]
        grid.rows += [list(row) for row in zip(*columns, strict=True)]
        grid.lines += [0] * block.rows
        check_size(file.name, len(grid.rows) * len(columns))
    return grid
