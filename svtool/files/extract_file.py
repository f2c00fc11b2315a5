"""An extract's file, opened: a header and blocks of text columns, the same whatever the container."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from svtool.errors import ExtractError, several
from svtool.files.control_characters import cells_with_control, column_without_control
from svtool.files.headers import Header
from svtool.files.not_records import records_among
from svtool.files.remarks import remark_on_table
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding, Level

READ_AHEAD = 1
EXCEL_ROWS = {65_536, 1_048_576}  # sheets of .xls and .xlsx end here, header included
MOST_NAMED_TOTALS = 2


@dataclass(frozen=True)
class RejectedRow:
    """A row that could not be read.

    Attributes:
        file: its file.
        record: its record number (the header is record 1).
        reason: why it was rejected.
        text: it as it stands in the file, where it could not be told into cells.
        kind: which kind of finding it is.
        place: where it stands in the blocks, where it could be told into cells; -1 where not.
        below: how many lines below the record's first it stands, of lines that a quote made into one record.
    """

    file: str
    record: int
    reason: str
    text: str = field(repr=False, default="")
    kind: str = "R02"
    place: int = -1
    below: int = 0


@dataclass(frozen=True)
class DateColumn:
    """How a column of dates is written as text, where a file has real dates or Excel's day numbers.

    Attributes:
        day_numbers: the numbers that are taken for days; others stay numbers.
        months_only: whether the mapping reads months, so that 1 December 2018 stands for all of December 2018.
    """

    day_numbers: range
    months_only: bool = False


DateColumns = Mapping[int, DateColumn]
Places = np.ndarray[Any, np.dtype[np.int64]]


@dataclass
class ExtractFile:
    """An opened extract.

    Attributes:
        path: the file.
        name: how messages call it.
        header: the column names.
        place: where the header stands.
        real_dates: whether its cells may be dates rather than text; they are then read as YYYY-MM-DD.
        rejected: rows that can't be read; like the numbers below, filled while the blocks are read.
        rows_read: rows of the table, the lines above its header included.
        not_records: rows that are no records: titles, totals, repeated headers, blank lines.
        totals: numbers that total rows state.
        findings: what the analyst should know of the file as a whole.
        passed_over: the numbers of the records that never become rows of a block, as they are malformed.
        breaks_passed: how many line breaks each of those holds in its cells, where it holds any.
        with_control: cells that held control characters, where they were not removed before the file was cells.
    """

    path: Path
    name: str
    header: list[str]
    place: Header
    real_dates: bool = False
    rejected: list[RejectedRow] = field(default_factory=list)
    rows_read: int = 0
    not_records: int = 0
    totals: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    opened: tuple[int, int] = (0, 0)
    passed_over: list[int] = field(default_factory=list)
    breaks_passed: dict[int, int] = field(default_factory=dict)
    with_control: int = 0
    _places: Places = field(default_factory=lambda: np.zeros(0, np.int64))
    _refused: list[tuple[Places, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Remember the size and time of the file, to notice when it changes."""
        self.opened = _state_of(self.path)

    @property
    def described(self) -> str:
        """Return in one line how the file was read."""
        return self.place.described()

    @property
    def notes(self) -> list[str]:
        """Return what the analyst should know; how the file was read is not said again."""
        return [each.message for each in self.findings if each.level == Level.WARNING]

    @property
    def errors(self) -> list[str]:
        """Return what is probably wrong with the extract as a whole."""
        return [each.message for each in self.findings if each.level == Level.ERROR]

    def note(
        self, kind: str, message: str, count: int = 1, column: str = "", level: Level | None = None, record: int = 0
    ) -> None:
        """Keep a finding on the file as a whole, on one of its columns, or on one of its records."""
        records = (record,) if record else ()
        found = Finding(KINDS[kind], self.name, message, count, column, records=records, given_level=level)
        self.findings.append(found)

    @property
    def records(self) -> int:
        """Return the rows that are records, whether they could be read or not."""
        return self.rows_read - self.not_records

    def texts(self, positions: Sequence[int], dates: DateColumns) -> Iterator[pa.RecordBatch]:
        """Yield all rows below the header as text columns; each kind of file has its own way."""
        raise NotImplementedError

    def without_control(self, column: pa.Array) -> pa.Array:
        """Return a column of texts without control characters; the cells that held some are counted."""
        cells = cells_with_control(column)
        self.with_control += cells
        return column_without_control(column) if cells else column

    def blocks(self, positions: Sequence[int], dates: DateColumns | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the records in blocks: one text column per position; rows that are none are counted.

        The next blocks are parsed in the background while the caller works on this one.

        Args:
            positions: positions of the wanted columns, in the order they are yielded.
            dates: which of them are dates.

        Raises:
            ExtractError: the file can't be read to its end, or changed meanwhile.
        """
        self.rejected, self.rows_read, self.not_records, self.totals = [], 0, self.place.first, []
        self.passed_over, self.breaks_passed, self._refused, self.with_control = [], {}, [], 0
        below = 0
        # The first column is read in any case: "Total" and "End of report" stand there.
        asked = sorted({0, *positions})
        names = [self.header[position] for position in asked]
        yielded = [asked.index(position) for position in positions]
        try:
            for block in _in_background(self.texts(asked, dates or {})):
                self.rows_read += block.num_rows
                records = records_among(block.columns, names)
                kept = block if records is None else block.filter(records)
                self._places = np.arange(below, below + block.num_rows)
                if records is not None:
                    self._places = self._places[records.to_numpy(zero_copy_only=False)]
                below += block.num_rows
                self.not_records += block.num_rows - kept.num_rows
                if kept.num_rows:
                    yield kept.select(yielded)
        except OSError as error:  # a share that goes away while it is read
            raise cannot_open(self.name, error) from None
        self.rows_read += len(self.rejected) + self.place.first
        self._number_refused()
        self._check_whole()

    @property
    def places(self) -> Places:
        """Return where the rows of the block that was yielded last stand: rows below the header, from 0."""
        return self._places

    def records_of(self, places: Sequence[int]) -> list[int]:
        """Return the record numbers of places, once the file is read to its end; the header is record 1 or more.

        Places do not count the malformed records, which are passed over; record numbers do.
        """
        # Each malformed record before a place pushes it on by one: the n-th does if it stands at most n behind it.
        passed_over = self._passed_over()
        first = np.asarray(places, np.int64) + self.place.end + 1
        pushed = np.searchsorted(passed_over - np.arange(len(passed_over)), first, side="right")
        found: list[int] = (first + pushed).tolist()
        return found

    def places_before(self, records: Sequence[int]) -> list[int]:
        """Return how many rows of blocks stand before each of some records: the place of one that is a row itself."""
        before = np.searchsorted(self._passed_over(), np.asarray(records, np.int64))
        found: list[int] = (np.asarray(records, np.int64) - self.place.end - 1 - before).tolist()
        return found

    def _passed_over(self) -> Places:
        return np.array(sorted(set(self.passed_over)), np.int64)

    def line_of(self, record: int, breaks_before: int) -> int:
        """Return the line of a record in the file; 0 where a file has none.

        Args:
            record: its number.
            breaks_before: how many line breaks stand in cells of rows before it, malformed ones left out.
        """
        return 0

    def without_swallowed(self) -> ExtractFile | None:
        """Return the file to read instead, when reading this one found rows that must be left out."""
        return None

    def reject(self, rows: np.ndarray[Any, np.dtype[np.bool_]], reason: str, kind: str) -> None:
        """Reject rows of the block that was yielded last; they are numbered when the file is read to its end."""
        self._refused.append((self._places[rows], reason, kind))

    def _number_refused(self) -> None:
        # The parser may be blocks ahead: only at the end is it known which records it passed over.
        first_reasons = {
            place: (reason, kind) for places, reason, kind in reversed(self._refused) for place in places.tolist()
        }
        records = self.records_of(list(first_reasons))
        for record, (place, (reason, kind)) in zip(records, first_reasons.items(), strict=True):
            self.rejected.append(RejectedRow(self.name, record, reason, kind=kind, place=place))
        self.rejected.sort(key=lambda each: each.record)

    def _check_whole(self) -> None:
        if _state_of(self.path) != self.opened:
            raise ExtractError(
                f"{self.name}: changed while it was read; expected a finished file. Wait until it is written, and run "
                "again.",
                "F01",
            )
        for rows in sorted({self.rows_read + self.place.rows, self.records} & EXCEL_ROWS):
            self.note("F12", f"{rows:,} rows are a spreadsheet's limit: the extract is probably cut. Export it whole")
        remark_on_table(self)

    def check_totals(self) -> None:
        """Compare the total that the file states with the records read, and keep the difference as an error."""
        if self.totals and len(self.totals) <= MOST_NAMED_TOTALS and self.records not in self.totals:
            self.note(
                "S07",
                f"its total row says {self.totals[-1]:,}, but {several(self.records, 'record', 'records')} stand above "
                "it: is the extract complete?",
            )
        elif self.records in self.totals:
            self.note("H03", f"its total row says {self.records:,}, and as many records were read")


def cannot_open(name: str, error: OSError) -> ExtractError:
    """Return the error of a file that the system does not open."""
    if isinstance(error, FileNotFoundError):
        return ExtractError(f"{name}: there is no such file. Check the name and folder in the project file.", "F01")
    if isinstance(error, IsADirectoryError):
        return ExtractError(f"{name}: is a folder; expected a file. Name the files in it, such as *.csv.", "F01")
    if isinstance(error, PermissionError):
        # Excel locks what it has open, and Windows then says "permission denied".
        return ExtractError(
            f"{name}: can't be opened: permission denied. Close it in Excel and run again; if it is not open there, "
            "ask for the right to read it.",
            "F01",
        )
    reason = (error.strerror or "it can't be read").lower()
    return ExtractError(f"{name}: can't be opened: {reason}. Check that the drive is there, and run again.", "F01")


def _state_of(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (-1, -1)
    return found.st_size, found.st_mtime_ns


def _in_background(blocks: Iterator[Any]) -> Iterator[Any]:
    """Yield what an iterator yields, a few items of which are made ahead in a thread of their own."""
    waiting: queue.Queue[Any] = queue.Queue(READ_AHEAD)
    stop = threading.Event()

    def put(item: Any) -> None:
        while not stop.is_set():
            try:
                waiting.put(item, timeout=0.1)
                return
            except queue.Full:
                continue

    def make() -> None:
        try:
            for block in blocks:
                if stop.is_set():  # who only looks at the start does not wait for the end
                    return
                put(block)
            put(None)
        except BaseException as error:  # handed over and raised where the blocks are asked for
            put(error)

    maker = threading.Thread(target=make, daemon=True)
    maker.start()
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        maker.join()
