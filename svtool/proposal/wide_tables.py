"""Tables as people publish them, recognised: columns that are months or years, labels written once, parts of a total.

What is recognised is what the cells prove: names that are dates above columns of numbers, a label above blanks, a
column of totals that is the sum of others. The rest of a proposal then sees the records that such a table holds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median, mode
from typing import Any

from svtool.dates import DATE_FORMATS, join_spans, last_day, read_as, read_date
from svtool.errors import ExtractError
from svtool.files.containers import open_extract
from svtool.files.extract_file import ExtractFile
from svtool.files.headers import MOST_LINES_ABOVE, fold_header
from svtool.files.published_tables import Shape, as_table
from svtool.files.table_cells import Grid, first_rows, grids_of, is_small
from svtool.files.table_headers import (
    MOST_HEADER_ROWS,
    Head,
    TableHeader,
    find_table_header,
    holds_numbers,
    text_of,
)
from svtool.files.table_totals import CountReading, is_total, may_be_total
from svtool.files.workbooks import as_text
from svtool.schema.table_shapes import LATEST_YEAR, Unpivot

SPANS = {name: each.precision for name, each in DATE_FORMATS.items() if each.precision != "day"}
FEWEST = 2  # columns that become rows
ONCE = 0.3  # of the cells of a column are blank at least where its labels are written once
NEARLY_ALL = 0.8  # of the labels of groups stand above a blank: a group may have one row
A_FEW, MOST_UNLIKE = 3, 3  # ways in which references and days are written; times as large as the usual group of a year
VALUE = "Count"
CATEGORY = "Category"
CAUSE = "Cause"
SHEET = "Sheet"
SEVERAL_SHEETS = "H09"
_DIGITS = re.compile(r"\d+")
_CODE = re.compile(r"[A-Z]\d{2}\b.*")  # of ICD-10, with the words of it behind it


def open_recognised(path: Path, name: str, known: Sequence[str], sheet: str | None) -> tuple[ExtractFile, Shape | None]:
    """Return a file, opened, and its shape where it is a table whose rows are not yet records.

    Args:
        path: the file.
        name: how messages call it.
        known: column names that mappings know.
        sheet: the sheet to read, where somebody said it.

    Raises:
        ExtractError: it can't be opened as a table.
    """
    try:
        file = open_extract(path, name, known, sheet)
    except ExtractError as error:
        if error.finding != SEVERAL_SHEETS or sheet:
            raise
        file = open_extract(path, name, known, several_sheets=True)
        shape = _with_alike_sheets(file, known)
        if shape is None:
            raise
    else:
        shape = recognise_shape(file, known)
    return (as_table(file, shape, sheet) if shape else file), shape


def _with_alike_sheets(file: ExtractFile, known: Iterable[str]) -> Shape | None:
    """Return the shape of sheets that have one header, and are told apart by their names."""
    names = {fold_header(each) for each in known}
    headers = [find_table_header(grid, names, None) for grid in grids_of(file, every_sheet=True)]
    most = max(header.found for header in headers)
    alike = [header for header in headers if most and 2 * header.found >= most]
    if len({tuple(head.name for head in header.heads if head.name) for header in alike}) != 1:
        return None
    return Shape([head.name for head in alike[0].heads if head.name], sheet_name=SHEET)


def recognise_shape(file: ExtractFile, known: Iterable[str]) -> Shape | None:
    """Return the shape of a table whose rows are not yet records; None where they are, or where the file is large.

    Args:
        file: the file, opened.
        known: column names that mappings know.
    """
    if not (_may_be_table(first_rows(file)) and is_small(file)):
        return None
    try:
        (grid,) = grids_of(file, every_sheet=False)
    except ExtractError:  # what is wrong with it is told by whoever reads it
        return None
    names = {fold_header(each) for each in known}
    found = _with_dates_above(grid, names) or _with_parts(grid, file, names) or _as_it_stands(grid, file, names)
    if found is None:
        return None
    header, shape = found
    fill = _written_once(grid, header, shape)
    return replace(shape, fill_down=fill) if shape.unpivot or fill else None


def _may_be_table(rows: Sequence[Sequence[Any]]) -> bool:
    """Return whether the first rows of a file may be those of such a table, so that it is worth reading it whole."""
    wide = [row for row in rows if sum(bool(as_text(cell).strip()) for cell in row) > 1]
    starts_blank = sum(not as_text(row[0]).strip() for row in wide)
    cells = [[text_of(cell) for cell in row] for row in rows[: MOST_LINES_ABOVE + 1]]
    dated = any(sum(map(_is_span, row)) >= FEWEST for row in [*cells, *rows[: MOST_LINES_ABOVE + 1]])
    totals = any(is_total(cell.casefold(), ()) or may_be_total(cell.casefold()) for row in cells for cell in row)
    coded = any(sum(bool(_CODE.fullmatch(cell)) for cell in row) >= FEWEST for row in cells)
    return dated or totals or coded or starts_blank >= ONCE * len(wide) > 0


def _is_span(cell: Any) -> bool:
    """Return whether a cell is a date, or names a month, a quarter or a year."""
    return isinstance(cell, date) or (isinstance(cell, str) and read_date(cell, tuple(SPANS), LATEST_YEAR) is not None)


Found = tuple[TableHeader, Shape]


def _with_dates_above(grid: Grid, known: Collection[str]) -> Found | None:
    """Return the table whose columns of numbers are named by months, quarters or years."""
    best: Found | None = None
    best_rank = (FEWEST, False, -MOST_HEADER_ROWS)
    for name, precision in SPANS.items():
        unpivot = Unpivot(format=(name,), name=(precision.capitalize(),), value=VALUE)
        header = find_table_header(grid, known, unpivot)
        dated = [head for head in header.heads if _is_dated(head, unpivot)]
        # Of 2010-11 and 2011-12 the order tells that they are years: as months they would not follow each other.
        rank = (len(dated), _follow_each_other(dated, name), -header.rows)
        if rank > best_rank and all(holds_numbers(grid, header, head.position) for head in dated):
            best, best_rank = (header, _shape(header, dated, unpivot)), rank
    return best


def _follow_each_other(heads: Sequence[Head], name: str) -> bool:
    """Return whether the months, quarters or years above columns follow each other in a format."""
    texts = [text for head in heads for text in {head.name, *map(text_of, head.parts)}]
    days = sorted({day for text in texts if (day := read_as(text, name, LATEST_YEAR))})
    spans = [(day, last_day(day, SPANS[name])) for day in days]
    return len(join_spans(spans)) == 1


def _is_dated(head: Head, unpivot: Unpivot) -> bool:
    parts = [head.name, *map(text_of, head.parts)]
    return any(isinstance(each, date) for each in head.parts) or any(map(unpivot.names_date, parts))


def _shape(header: TableHeader, values: Sequence[Head], unpivot: Unpivot) -> Shape:
    """Return the shape with names for the columns that are made, which no other column has."""
    labels = [head.name for head in header.heads if head not in values and head.name and not _is_named_total(head)]
    taken = {fold_header(each) for each in labels}
    own = tuple(each if fold_header(each) not in taken else f"{each} above" for each in unpivot.name)
    value = unpivot.value if fold_header(unpivot.value) not in taken else f"{unpivot.value} of the table"
    made = unpivot.model_copy(update={"name": own, "value": value})
    return Shape([*labels, *own], [value], unpivot=made)


def _with_parts(grid: Grid, file: ExtractFile, known: Collection[str]) -> Found | None:
    """Return the table whose columns of numbers are named by codes of causes, or add up to a column of totals."""
    header = _header_of(grid, file, known)
    numbers = [head for head in header.heads if head.name and holds_numbers(grid, header, head.position)]
    totals = [head for head in numbers if _is_named_total(head)]
    parts = [head for head in numbers if head not in totals and fold_header(head.name) not in known]
    coded = [head for head in parts if _CODE.fullmatch(text_of(head.name))]
    if len(coded) >= FEWEST:
        parts, name = coded, CAUSE
    elif len(totals) == 1 and len(parts) >= FEWEST and _add_up(grid, header, totals[0], parts):
        name = CATEGORY
    else:
        return None
    unpivot = Unpivot(columns=tuple(head.name for head in parts), name=(name,), value=VALUE)
    return header, _shape(header, parts, unpivot)


def _header_of(grid: Grid, file: ExtractFile, known: Collection[str]) -> TableHeader:
    """Return the header by the columns that mappings know; where they know none, as the file was opened."""
    found = find_table_header(grid, known, None)
    return found if found.found else find_table_header(grid, {fold_header(each) for each in file.header if each}, None)


def _is_named_total(head: Head) -> bool:
    name = text_of(head.name).casefold()
    return is_total(name, ()) or may_be_total(name)


def _add_up(grid: Grid, header: TableHeader, total: Head, parts: Sequence[Head]) -> bool:
    """Return whether a column is the sum of others wherever all of them state a number, and that is often enough."""
    reading, agree, rows = CountReading(), 0, 0
    for row in grid.rows[header.end :]:
        cells = [reading.bounds(_text(row, head)) for head in (total, *parts)]
        if all(each is not None and each.least == each.most for each in cells):
            rows += 1
            agree += cells[0].least == sum(each.least for each in cells[1:] if each)  # type: ignore[union-attr]
    return rows > 1 and agree == rows


def _as_it_stands(grid: Grid, file: ExtractFile, known: Collection[str]) -> Found | None:
    """Return a table with a column of counts, whose labels may be written once."""
    header = _header_of(grid, file, known)
    numbers = [head for head in header.heads if head.name and holds_numbers(grid, header, head.position)]
    counts = [head for head in numbers if head.position > 0 and not _may_be_date(grid, header, head)]
    if not counts:
        return None
    labels = [head.name for head in header.heads if head is not counts[0] and head.name]
    return header, Shape(labels, [counts[0].name])


def _may_be_date(grid: Grid, header: TableHeader, head: Head) -> bool:
    """Return whether a column of numbers holds years."""
    cells = {_text(row, head) for row in grid.rows[header.end :]} - {""}
    return all(len(each) == 4 and each.isdigit() and 1900 <= int(each) < 2100 for each in cells)


def _written_once(grid: Grid, header: TableHeader, shape: Shape) -> tuple[str, ...]:
    """Return the columns at the left in which every label stands once, above blanks."""
    values = _value_places(header, shape)
    body = [row for row in grid.rows[header.end :] if any(_at(row, place) for place in values)]
    found: list[str] = []
    for head in header.heads[: min(values, default=0)]:
        cells = [_text(row, head) for row in body if not _is_total_row(row, header, min(values))]
        filled = [cell for cell in cells if cell]
        runs_down = bool(cells) and len(filled) <= (1 - ONCE) * len(cells) and _head_groups(cells)
        if head.name and runs_down and (len(set(filled)) == len(filled) or found):
            found.append(head.name)
        elif not found:
            break
    return tuple(found)


def _head_groups(cells: Sequence[str]) -> bool:
    """Return whether each text stands above blanks as a label does; what records lack here and there makes no groups.

    Texts that differ in their numbers alone may be references or days: their groups are alike, those of years nearly.
    """
    labels = [(place, cell) for place, cell in enumerate(cells) if cell]
    if not labels or labels[0][0] > 0:
        return False
    sizes = [after - place for place, after in pairwise([*(place for place, _ in labels), len(cells)])]
    if sum(size > 1 for size in sizes) < NEARLY_ALL * len(sizes):
        return False
    if all(_is_span(cell) for _, cell in labels):
        return max(sizes) <= MOST_UNLIKE * median(sizes)
    shapes = {_DIGITS.sub("0", cell.casefold()) for _, cell in labels}
    if len(shapes) > A_FEW or not any("0" in shape for shape in shapes):
        return True
    whole = sizes[:-1] if len(sizes) > 2 else sizes  # the last group may be cut
    return len(sizes) > 1 and sum(size == mode(whole) for size in whole) >= NEARLY_ALL * len(whole)


def _value_places(header: TableHeader, shape: Shape) -> list[int]:
    unpivot = shape.unpivot
    if unpivot is None:
        return [head.position for head in header.heads if head.name in shape.counts]
    listed = set(unpivot.columns)
    return [head.position for head in header.heads if head.name in listed or _is_dated(head, unpivot)]


def _is_total_row(row: Sequence[Any], header: TableHeader, labels: int) -> bool:
    return any(is_total(_text(row, head).casefold(), ()) for head in header.heads[:labels])


def _text(row: Sequence[Any], head: Head) -> str:
    return text_of(_at(row, head.position))


def _at(row: Sequence[Any], place: int) -> str:
    return " ".join(as_text(row[place]).split()) if place < len(row) else ""
