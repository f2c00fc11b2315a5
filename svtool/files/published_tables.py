"""Tables that people publish become records: a count in each, with its labels; totals are left out and compared.

Such a table is read whole, as its labels may stand far above or beside a count. Its records are numbered one after the
other below the header; several may stand in one line of the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.errors import ExtractError, listed
from svtool.files.account import Account, RejectedRow, file_finding
from svtool.files.control_characters import without_control
from svtool.files.extract_file import ExtractFile, Wanted
from svtool.files.headers import Header, fold_header
from svtool.files.malformed_rows import wrong_width
from svtool.files.not_records import is_not_a_record
from svtool.files.table_cells import Grid, grids_of, may_hold_totals
from svtool.files.table_headers import Head, TableHeader, becomes_rows, find_table_header, holds_numbers, text_of
from svtool.files.table_totals import CountReading, Entry, Totals, is_total, tell_totals
from svtool.files.text_block import Places, TextBlock
from svtool.files.workbooks import SheetColumn, WorkbookFile, as_text
from svtool.files.workers import Workers
from svtool.findings.finding import Finding
from svtool.findings.message import counted, numeral, say
from svtool.schema.project import Epoch
from svtool.schema.table_shapes import Unpivot

Cell = Any
HALF = 0.5


@dataclass(frozen=True)
class Shape:
    """What a mapping says of the shape of a table.

    Attributes:
        labels: the columns that it reads, but that of counts.
        counts: the column of counts.
        fill_down: columns in which a blank cell means what stands above it; True for all that hold labels.
        unpivot: which columns become rows.
        totals: further words that mark totals.
        sheet_name: the column that is made of the name of the sheet.
        reading: how counts are read.
    """

    labels: Collection[str]
    counts: Collection[str] = ()
    fill_down: bool | tuple[str, ...] = False
    unpivot: Unpivot | None = None
    totals: Collection[str] = ()
    sheet_name: str | None = None
    reading: CountReading = field(default_factory=CountReading)

    @property
    def known(self) -> set[str]:
        """Return the columns that are looked for in the file, folded."""
        made = {*(self.unpivot.name if self.unpivot else ()), *([self.unpivot.value] if self.unpivot else [])}
        made |= {self.sheet_name} if self.sheet_name else set()
        return {fold_header(each) for each in {*self.labels, *self.counts} - made}


@dataclass(frozen=True)
class TableFile(ExtractFile):
    """A table that was read whole: its records, in the columns that the mapping names.

    Attributes:
        rows: the records.
        lines: the line of each in the file.
        epoch: the year from which its workbook counts days.
        left: rows and totals that are no records.
        totals: how many of these are totals.
        rejected: rows that can't be read.
        described: how it was read.
    """

    rows: Sequence[Sequence[Cell]] = ()
    lines: Sequence[int] = ()
    epoch: Epoch = 1900
    left: int = 0
    totals: int = 0
    rejected: tuple[RejectedRow, ...] = ()
    described: str = ""

    def texts(self, wanted: Wanted, account: Account, workers: Workers) -> Iterator[TextBlock]:
        """Yield the records."""
        account.described = self.described
        account.rejected += self.rejected
        account.rows_read += self.left
        account.not_records += self.left
        columns = [SheetColumn(position, self.epoch, wanted.dates.get(position)) for position in wanted.positions]
        texts = [without_control(column.texts(self.rows), account) for column in columns]
        batch = pa.record_batch(texts, [f"c{position}" for position in wanted.positions])
        if self.rows:
            yield TextBlock(batch, np.arange(len(self.rows), dtype=np.int64) + self.place.end + 1)
        day_numbers = sum(column.day_numbers for column in columns)
        if day_numbers:
            numbers = counted(day_numbers, "date was an Excel day number", "dates were Excel day numbers")
            account.findings.append(file_finding(self.name, "V13", say(numbers), day_numbers))

    def lines_of(self, records: Places, breaks_before: Places) -> Places:
        """Return the lines of the file in which records stand."""
        numbers = records - self.place.end - 1
        known = (numbers >= 0) & (numbers < len(self.lines))
        return np.where(known, np.array([*self.lines, 0])[np.where(known, numbers, -1)], records)


def as_table(file: ExtractFile, shape: Shape, sheet: str | None = None) -> TableFile:
    """Return the records of a table.

    Args:
        file: the file, opened.
        shape: what the mapping says of its shape.
        sheet: the sheet that the project names.

    Raises:
        ExtractError: it is too large to be read whole, or has none of the columns that the mapping names.
    """
    every = bool(shape.sheet_name) and sheet is None
    headed = [(grid, find_table_header(grid, shape.known, shape.unpivot)) for grid in grids_of(file, every)]
    most = max(header.found for _, header in headed)
    if not most:
        raise _no_header(file, headed[0][1], shape)
    # A sheet maps when it has at least half as many of the columns as the best one: a page of notes has none.
    tables = [_Table(grid, header, shape) for grid, header in headed if 2 * header.found >= max(most, 1)]
    return _joined(file, tables, shape)


def without_totals(file: ExtractFile, shape: Shape, sheet: str | None = None) -> ExtractFile:
    """Return a file of counts as it is, or, where it is small and some of its rows are totals, without these.

    Args:
        file: the file, opened.
        shape: what the mapping reads of it.
        sheet: the sheet that the project names.
    """
    there = {fold_header(each) for each in file.header}
    if not (there & {fold_header(each) for each in shape.counts} and may_hold_totals(file)):
        return file
    try:
        table = as_table(file, shape, sheet)
    except ExtractError:  # what is wrong with the file is told by whoever reads it as it stands
        return file
    return table if table.totals else file


def _no_header(file: ExtractFile, header: TableHeader, shape: Shape) -> ExtractError:
    wanted = sorted({*shape.labels, *shape.counts})
    return ExtractError(
        f"none of its first lines has a column that the mapping names; expected {listed(wanted)}. Correct the names in "
        "the mapping, or name the sheet in the project file with sheet: NAME.",
        "H04",
        file=file.name,
    )


@dataclass
class _Body:
    """What stands below the header of a table.

    Attributes:
        rows: its records: labels, names of columns, and the count.
        lines: where each stands.
        entries: the same for the search for totals.
        left: rows that are no records.
        rejected: rows of another width.
    """

    rows: list[list[Cell]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    left: int = 0
    rejected: list[tuple[int, int]] = field(default_factory=list)


class _Table:
    """One table: its columns, and its records."""

    def __init__(self, grid: Grid, header: TableHeader, shape: Shape) -> None:
        self.grid, self.header, self._shape = grid, header, shape
        self._words = {_fold(each) for each in shape.totals}
        found = [head for head in header.heads if self._is_value(head)]
        self.values = found if shape.unpivot else found[:1]
        beside = [head for head in header.heads if head not in self.values]
        self.totals = [head for head in beside if shape.unpivot and self._is_total(head)]
        self.ids = [head for head in beside if head not in self.totals]

    @property
    def names(self) -> list[str]:
        """Return the names of the columns of its records."""
        unpivot = self._shape.unpivot
        made = [*unpivot.name, unpivot.value] if unpivot else [head.name for head in self.values]
        sheet = [self._shape.sheet_name] if self._shape.sheet_name else []
        return [*(head.name for head in self.ids), *sheet, *made]

    def _is_value(self, head: Head) -> bool:
        shape, known = self._shape, self._shape.known
        if shape.unpivot is None:
            return fold_header(head.name) in {fold_header(each) for each in shape.counts}
        if shape.unpivot.columns or shape.unpivot.format:
            return becomes_rows(head, shape.unpivot) and fold_header(head.name) not in known
        is_other = bool(head.name) and fold_header(head.name) not in known and not self._marks_total(head)
        return is_other and holds_numbers(self.grid, self.header, head.position)

    def _marks_total(self, head: Head) -> bool:
        return any(is_total(_fold(text_of(part)), self._words) for part in (*head.parts, head.name))

    def _is_total(self, head: Head) -> bool:
        known = fold_header(head.name) in self._shape.known
        return not known and self._marks_total(head) and holds_numbers(self.grid, self.header, head.position)

    def body(self) -> _Body:
        """Return its records, totals among them."""
        body, width = _Body(), len(self.header.heads)
        above: dict[int, Cell] = {}
        merged = self._merged_down()
        for number in range(self.header.end, len(self.grid.rows)):
            row, line = self.grid.rows[number], self.grid.lines[number]
            if not self._is_record(row):
                body.left += 1
            elif (len(row) != width and not self.grid.sheet) or _filled(row[width:]):
                body.rejected.append((line, len(row)))
            else:
                row = [*row, *[""] * (width - len(row))]
                for place in merged.get(number, {}):
                    row[place] = self.grid.rows[merged[number][place]][place]
                self._add(body, self._filled_down(row, above), line)
        return body

    def _is_record(self, row: Sequence[Cell]) -> bool:
        """Return whether a row has any count (of records, any cell), and is not the header again."""
        cells = [as_text(cell).strip() for cell in row]
        if not self.values and is_not_a_record(cells):
            return False
        places = [head.position for head in (*self.values, *self.totals) or self.ids]
        if not any(place < len(cells) and cells[place] for place in places):
            return False
        names = [" ".join(as_text(cell).split()) for cell in self.grid.rows[self.header.end - 1]]
        return [" ".join(cell.split()) for cell in cells] != names

    def _merged_down(self) -> dict[int, dict[int, int]]:
        """Return row → column of labels → the row whose cell is merged down to it."""
        found: dict[int, dict[int, int]] = {}
        columns = {head.position for head in self.ids}
        for (top, left), (bottom, right) in self.grid.merged:
            for number in range(max(top, self.header.end) + 1, bottom + 1):
                for place in columns & set(range(left, right + 1)):
                    found.setdefault(number, {})[place] = top
        return found

    def _filled_down(self, row: list[Cell], above: dict[int, Cell]) -> list[Cell]:
        """Return a row with blank labels filled from above: not across a new label at their left."""
        if not self._shape.fill_down or self._row_is_total(row):
            return row
        is_new = False
        for head in self._to_fill():
            place = head.position
            if as_text(row[place]).strip():
                is_new = is_new or above.get(place) != row[place]
                above[place] = row[place]
            elif is_new:
                above.pop(place, None)
            else:
                row[place] = above.get(place, "")
        return row

    def _to_fill(self) -> list[Head]:
        fill = self._shape.fill_down
        if fill is True:
            return [head for head in self.ids if fold_header(head.name) in self._shape.known]
        names = {fold_header(each) for each in fill or ()}
        return [head for head in self.ids if fold_header(head.name) in names]

    def _row_is_total(self, row: Sequence[Cell]) -> bool:
        return any(is_total(_fold(as_text(row[head.position])), self._words) for head in self._labels())

    def _labels(self) -> list[Head]:
        """Return the columns that tell counts apart: those that the mapping reads, and the first."""
        known = self._shape.known
        return [head for head in self.ids if head.position == 0 or fold_header(head.name) in known]

    def _add(self, body: _Body, row: Sequence[Cell], line: int) -> None:
        """Add the records of a row."""
        ids = [_bare(row[head.position]) for head in self.ids]
        sheet = [self.grid.sheet] if self._shape.sheet_name else []
        labels = [_fold(as_text(row[head.position])) or None for head in self._labels()]
        labels += [_fold(each) for each in sheet]
        if not self.values:  # of records, each of which is one
            body.rows.append([*(row[head.position] for head in self.ids), *sheet])
            body.lines.append(line)
        for head in (*self.values, *self.totals):
            cell = row[head.position]
            made = self._names_of(head) if self._shape.unpivot else []
            body.rows.append([*ids, *sheet, *made, cell])
            body.lines.append(line)
            folded = tuple(_fold(as_text(each)) for each in made)
            text = " ".join(as_text(cell).split())
            body.entries.append(Entry((*labels, *folded), head.position, text, line, len(folded)))

    def _names_of(self, head: Head) -> list[Cell]:
        """Return what the name of a column says, in each column that is made of it."""
        names = self._shape.unpivot.name if self._shape.unpivot else ()
        if len(names) > 1:
            return list(head.parts)
        return [head.parts[0] if len(head.parts) == 1 else text_of(head.name)]


def _joined(file: ExtractFile, tables: Sequence[_Table], shape: Shape) -> TableFile:
    """Return the records of all tables of a file together, by the names of their columns."""
    header = list(dict.fromkeys(name for table in tables for name in table.names))
    rows: list[list[Cell]] = []
    lines: list[int] = []
    left, rejected, told = 0, [], Totals()
    for table in tables:
        body = table.body()
        found = tell_totals(body.entries, {_fold(each) for each in shape.totals}, shape.reading)
        at = {name: place for place, name in enumerate(table.names)}
        for number in found.entries if table.values else range(len(body.rows)):
            row = body.rows[number]
            rows.append([row[at[name]] if name in at else "" for name in header])
            lines.append(body.lines[number])
        left += body.left + found.left_out + (table.header.first if table is not tables[0] else 0)
        rejected += body.rejected
        told.compared += found.compared
        told.differing += found.differing
        told.left_out += found.left_out
    first = tables[0].header
    place = Header(header, first.first, first.rows, first.found)
    width = len(first.heads)
    sheets = [table.grid.sheet for table in tables if table.grid.sheet]
    return TableFile(
        file.path, file.name, header, place, file.real_dates, (*file.remarks, *_findings(file, told, sheets)),
        file.state, sheets[0] if len(sheets) == 1 else "", file.delimiter,
        rows=rows, lines=lines, epoch=file.epoch if isinstance(file, WorkbookFile) else 1900,
        left=left, totals=told.left_out,
        rejected=tuple(RejectedRow(file.name, line, wrong_width(cells, width)) for line, cells in rejected),
        described=_described(len(rows), told, sheets, place),
    )  # fmt: skip


def _findings(file: ExtractFile, told: Totals, sheets: Sequence[str]) -> Iterator[Finding]:
    if isinstance(file, WorkbookFile) and len(file.sheets) > 1:
        all_sheets = ", ".join(
            f"{name} ({'hidden, ' if hidden else ''}{'used' if name in sheets else 'ignored'})"
            for name, hidden in file.sheets
        )
        yield file_finding(file.name, "H09", f"sheets: {all_sheets}")
    if told.differing:
        total, parts = told.differing[0]
        differ = counted(len(told.differing), "total is", "totals are")
        of = f"{parts.least:,}" if parts.least == parts.most else f"{parts.least:,} or more"
        if parts.most is not None and parts.most != parts.least:
            of = f"{parts.least:,} to {parts.most:,}"
        what = " not the sum of the parts; the first, in line "
        said = say(differ, what, numeral(total.line), ", says ", numeral(total.text), ", its parts ", numeral(of))
        yield file_finding(file.name, "S07", said, len(told.differing))
    agree = told.compared - len(told.differing)
    if agree:
        sums = counted(agree, "total is the sum of its parts", "totals are the sums of their parts")
        yield file_finding(file.name, "H03", say(sums, ", and left out"), agree)


def _described(records: int, told: Totals, sheets: Sequence[str], place: Header) -> str:
    where = f", sheet {sheets[0]}" if len(sheets) == 1 else f", {len(sheets)} sheets" if sheets else ""
    return f"a table of {records:,} counts{where}, {place.described()}"


def _filled(cells: Sequence[Cell]) -> bool:
    return any(as_text(cell).strip() for cell in cells)


def _fold(text: str) -> str:
    return text_of(text).casefold()


def _bare(cell: Cell) -> Cell:
    return text_of(cell) if isinstance(cell, str) else cell
