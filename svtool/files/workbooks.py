"""Excel workbooks: the one sheet that maps, its header, and its cells as the texts that a CSV would have."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from svtool.errors import ExtractError, listed, nearest
from svtool.files.account import Account, file_finding
from svtool.files.control_characters import without_control
from svtool.files.extract_file import DateColumn, ExtractFile, Wanted, state_of
from svtool.files.headers import MOST_LINES_ABOVE, Header, find_header
from svtool.files.not_records import totals_stated
from svtool.files.text_block import Numbering, Places, TextBlock
from svtool.files.workbook_parts import Parts, check_parts, damaged_sheet
from svtool.files.workers import Workers
from svtool.findings.finding import Finding
from svtool.findings.message import counted, say
from svtool.schema.project import Epoch

ROWS_AT_A_TIME = 1 << 14
LAST_ROWS = 20
EXACT_BELOW = 1e15  # Excel keeps 15 digits: a longer reference has lost its end
_FIRST_DAY = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
Opener = Callable[[], Path | io.BytesIO]
Cell = Any
Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class Sheet:
    """A sheet of a workbook with the header that was found in it."""

    name: str
    hidden: bool
    header: Header
    content: CalamineSheet


@dataclass(frozen=True)
class WorkbookFile(ExtractFile):
    """An Excel workbook of which one sheet is read.

    Attributes:
        opener: opens its bytes, unpacked.
        sheets: the name of every sheet, and whether it is hidden.
        epoch: the year from which it counts days.
        excel_errors: how many cells hold an error.
        loaded: the sheet as it was loaded to look at it, for the first reading, which then gives it up.
    """

    opener: Opener = Path
    sheets: tuple[tuple[str, bool], ...] = ()
    epoch: Epoch = 1900
    excel_errors: int = 0
    loaded: list[CalamineSheet] = field(default_factory=list)

    def _described(self, sheet: tuple[str, bool]) -> str:
        name, hidden = sheet
        use = "used" if name == self.sheet else "ignored"
        return f"{name} ({'hidden, ' if hidden else ''}{use})"

    def texts(self, wanted: Wanted, account: Account, workers: Workers) -> Iterator[TextBlock]:
        """Yield the rows below the header as text columns."""
        sheets = ", ".join(map(self._described, self.sheets))
        account.described = f"Excel workbook, sheets: {sheets}, {self.place.described()}"
        columns = [SheetColumn(position, self.epoch, wanted.dates.get(position)) for position in wanted.positions]
        numbering = Numbering(self.place.end)
        last: list[list[Cell]] = []
        below = itertools.islice(self._load().iter_rows(), self.place.end, None)
        for rows in _batched(below, ROWS_AT_A_TIME):
            last = rows[-LAST_ROWS:]
            texts = [without_control(column.texts(rows), account) for column in columns]
            batch = pa.record_batch(texts, [f"c{position}" for position in wanted.positions])
            yield TextBlock(batch, numbering.number(len(rows)))
        for row in last:
            account.totals = totals_stated([as_text(cell) for cell in row]) or account.totals
        account.findings += self._findings(sheets, sum(column.day_numbers for column in columns))

    def _findings(self, sheets: str, day_numbers: int) -> Iterator[Finding]:
        if len(self.sheets) > 1:
            yield file_finding(self.name, "H09", f"sheets: {sheets}")
        if day_numbers:
            numbers = counted(day_numbers, "date was an Excel day number", "dates were Excel day numbers")
            yield file_finding(self.name, "V13", say(numbers), day_numbers)
        if self.excel_errors:
            cells = counted(self.excel_errors, "cell holds", "cells hold")
            what = " an Excel error such as #N/A and is read as blank: export the workbook after it has calculated"
            yield file_finding(self.name, "V01", say(cells, what), self.excel_errors)

    def lines_of(self, records: Places, breaks_before: Places) -> Places:
        """Return the rows of the sheet that records are."""
        return records

    def cells_of(self, names: Sequence[str]) -> Iterator[tuple[str, list[list[Cell]], list[Merged]]]:
        """Yield for each of some sheets its name, its rows, and the ranges of its merged cells, counted from 0."""
        with _open(self.opener, self.name) as workbook:
            for name in names:
                with _reading(self.name):
                    sheet = workbook.get_sheet_by_name(name)
                _, left = sheet.start or (0, 0)
                merged = [
                    ((top, first - left), (bottom, last - left))
                    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ()
                ]
                yield name, [list(row) for row in sheet.iter_rows()], merged

    def _load(self) -> CalamineSheet:
        """Return the sheet, which was loaded to look at it the first time."""
        if self.loaded:
            return self.loaded.pop()
        with _open(self.opener, self.name) as workbook, _reading(self.name):
            return workbook.get_sheet_by_name(self.sheet)


@dataclass
class SheetColumn:
    """A column of a sheet on its way to texts; it counts the dates that were Excel's numbers of days."""

    position: int
    epoch: Epoch
    as_date: DateColumn | None
    day_numbers: int = 0

    def texts(self, rows: Sequence[Sequence[Cell]]) -> pa.Array:
        """Return the cells of some rows as texts."""
        cells = [row[self.position] if self.position < len(row) else "" for row in rows]
        if self.as_date is None:
            return pa.array(map(as_text, cells), pa.string(), size=len(cells))
        return pa.array([self._date_text(cell, self.as_date) for cell in cells], pa.string())

    def _date_text(self, cell: Cell, column: DateColumn) -> str:
        if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in column.day_numbers:
            self.day_numbers += 1
            cell = _FIRST_DAY[self.epoch] + timedelta(days=int(cell))
        text = as_text(cell)
        return text[:7] if column.months_only and isinstance(cell, date) else text


def as_text(cell: Cell) -> str:
    """Return a cell as text: dates as YYYY-MM-DD, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < EXACT_BELOW:
            return str(int(cell))
        return format(cell, ".15G")
    if isinstance(cell, datetime):
        day = cell.replace(microsecond=0)
        return day.date().isoformat() if day.time() == time() else day.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def open_workbook(
    path: Path,
    name: str,
    known: Iterable[str],
    opener: Opener,
    sheet: str | None = None,
    epoch: Epoch | None = None,
    *,
    several: bool = False,
) -> WorkbookFile:
    """Return a workbook with the sheet to read and its header found.

    Args:
        path: the file.
        name: how messages call it.
        known: column names that the mapping knows.
        opener: opens its bytes, unpacked.
        sheet: the sheet that the project names.
        epoch: the year from which the project says that the workbook counts days.
        several: whether several sheets may map; the first of them is then the one that is opened.

    Raises:
        ExtractError: it can't be opened, no sheet or several sheets map, or it counts days from 1904.
    """
    parts = check_parts(opener(), name)
    counted_from = _check_epoch(parts, name, epoch)
    names = list(known)
    with _open(opener, name) as workbook, _reading(name):
        sheets = [_look(workbook, each, names) for each in workbook.sheets_metadata if _is_table(each.typ)]
        chosen = _choose(sheets, name, sheet, several)
    # Not the sheet's whole width: what stands beside a table has no column name.
    header = chosen.header.names
    while header and not header[-1]:
        header.pop()
    return WorkbookFile(
        path, name, header, chosen.header, real_dates=True, state=state_of(path), opener=opener, sheet=chosen.name,
        sheets=tuple((each.name, each.hidden) for each in sheets), epoch=counted_from,
        excel_errors=parts.excel_errors, loaded=[chosen.content],
    )  # fmt: skip


def _open(opener: Opener, name: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_object(opener())
    except (CalamineError, OSError):
        raise ExtractError(
            "can't be opened as an Excel workbook: it is cut off or damaged. Open it in Excel, save it again "
            "as .xlsx, and run again.",
            "F01",
            file=name,
        ) from None


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Tell a sheet that the reader can't read as a damaged one.

    Raises:
        ExtractError: the reader stopped.
    """
    try:
        yield
    except (CalamineError, OSError):
        raise damaged_sheet(name) from None
    except BaseException as error:
        # The reader's own faults are of no class that could be named here, and no Exception either.
        if type(error).__name__ == "PanicException":
            raise damaged_sheet(name) from None
        raise


def _check_epoch(parts: Parts, name: str, epoch: Epoch | None) -> Epoch:
    if parts.epoch == 1904 and epoch != 1904:
        raise ExtractError(
            "the workbook counts days from 1904, so that dates pasted from others are four years off. Compare "
            "its dates with the system they come from; if they are right, write epoch: 1904 in the project file.",
            "V13",
            file=name,
        )
    if epoch is not None and epoch != parts.epoch:
        raise ExtractError(
            f"the workbook counts days from {parts.epoch}, but the project file says epoch: {epoch}. Remove that line.",
            "V13",
            file=name,
        )
    return parts.epoch


def _is_table(kind: SheetTypeEnum) -> bool:
    return kind == SheetTypeEnum.WorkSheet


def _look(workbook: CalamineWorkbook, found: Any, known: Sequence[str]) -> Sheet:
    sheet = workbook.get_sheet_by_name(found.name)
    rows = [list(row) for row in itertools.islice(sheet.iter_rows(), MOST_LINES_ABOVE + 1)]
    _spread_merged(sheet, rows)
    header = find_header([[as_text(cell) for cell in row] for row in rows], known, fill=False)
    return Sheet(found.name, found.visible != SheetVisibleEnum.Visible, header, sheet)


def _spread_merged(sheet: CalamineSheet, rows: list[list[Cell]]) -> None:
    """Write the text of cells that are merged sideways into each of them."""
    _, left = sheet.start or (0, 0)
    for (top, first), (_, last) in sheet.merged_cell_ranges or ():
        if top < len(rows) and last > first:
            for column in range(first - left, min(last - left + 1, len(rows[top]))):
                rows[top][column] = rows[top][first - left]


def _choose(sheets: Sequence[Sheet], name: str, wanted: str | None, several: bool) -> Sheet:
    listing = listed((f"{each.name} (hidden)" if each.hidden else each.name for each in sheets), 20, "and")
    if wanted is not None:
        found = [each for each in sheets if each.name.strip().casefold() == wanted.strip().casefold()]
        if not found:
            near = nearest(wanted, [each.name for each in sheets])
            raise ExtractError(
                f"has no sheet {wanted}; found {listing}{near or '.'}",
                "H09",
                file=name,
                remedy="Correct --sheet, or sheet: in the project file.",
            )
        return found[0]
    filled = [each for each in sheets if any(each.header.names)]
    if not filled:
        raise ExtractError(
            "every sheet is empty; expected a header and records. Was the export cut off?", "F02", file=name
        )
    most = max(each.header.known for each in filled)
    # A sheet maps when it has column names that the mapping knows: at least half as many as the best sheet has.
    maps = [each for each in filled if 2 * each.header.known >= max(most, 1)] if most else filled
    if len(maps) > 1 and not several:
        which = listed((each.name for each in maps), 20, "and")
        raise ExtractError(
            f"{len(maps)} sheets could be the extract ({which}); expected one.",
            "H09",
            file=name,
            remedy=f"{_say_which_sheet([each.name for each in maps])}, or put the records of all into one sheet.",
        )
    return maps[0]


def _say_which_sheet(names: Sequence[str]) -> str:
    options = listed((f'--sheet "{each}"' if " " in each else f"--sheet {each}" for each in names), 4)
    return f"Say which: {options} (sheet: in a project file)"


def _batched(rows: Iterator[list[Cell]], size: int) -> Iterator[list[list[Cell]]]:
    while block := list(itertools.islice(rows, size)):
        yield block
