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
from svtool.extracts.headers import Header
from svtool.extracts.not_records import records_among

READ_AHEAD = 1
EXCEL_ROWS = {65_536, 1_048_576}  # sheets of .xls and .xlsx end here, header included
MOST_NAMED_TOTALS = 2


@dataclass(frozen=True)
class RejectedRow:
    """A row that could not be read: its record number in the file (the header is record 1) and why."""

    file: str
    record: int
    reason: str
    text: str = field(repr=False, default="")


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
        notes: what the analyst should know.
        errors: what is probably wrong with the extract as a whole.
        passed_over: the numbers of the records that never become rows of a block, as they are malformed.
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
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    opened: tuple[int, int] = (0, 0)
    passed_over: list[int] = field(default_factory=list)
    _places: Places = field(default_factory=lambda: np.zeros(0, np.int64))
    _refused: list[tuple[Places, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Remember the size and time of the file, to notice when it changes."""
        self.opened = _state_of(self.path)

    @property
    def described(self) -> str:
        """Return in one line how the file was read."""
        return self.place.described()

    @property
    def records(self) -> int:
        """Return the rows that are records, whether they could be read or not."""
        return self.rows_read - self.not_records

    def texts(self, positions: Sequence[int], dates: DateColumns) -> Iterator[pa.RecordBatch]:
        """Yield all rows below the header as text columns; each kind of file has its own way."""
        raise NotImplementedError

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
        self.passed_over, self._refused = [], []
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

    def without_swallowed(self) -> ExtractFile | None:
        """Return the file to read instead, when reading this one found rows that must be left out."""
        return None

    def reject(self, rows: np.ndarray[Any, np.dtype[np.bool_]], reason: str) -> None:
        """Reject rows of the block that was yielded last; they are numbered when the file is read to its end."""
        self._refused.append((self._places[rows], reason))

    def _number_refused(self) -> None:
        # The parser may be blocks ahead: only at the end is it known which records it passed over.
        passed_over = sorted(set(self.passed_over))
        first_reasons = {place: reason for places, reason in reversed(self._refused) for place in places.tolist()}
        for place, reason in first_reasons.items():
            record = place + self.place.end + 1
            for each in passed_over:
                record += each <= record
            self.rejected.append(RejectedRow(self.name, record, reason))
        self.rejected.sort(key=lambda each: each.record)

    def _check_whole(self) -> None:
        if _state_of(self.path) != self.opened:
            raise ExtractError(
                f"{self.name}: changed while it was read; expected a finished file. Wait until it is written, and run "
                "again."
            )
        for rows in sorted({self.rows_read + self.place.rows, self.records} & EXCEL_ROWS):
            self.errors.append(f"{rows:,} rows are a spreadsheet's limit: the extract is probably cut. Export it whole")

    def check_totals(self) -> None:
        """Compare the total that the file states with the records read, and keep the difference as an error."""
        if self.totals and len(self.totals) <= MOST_NAMED_TOTALS and self.records not in self.totals:
            self.errors.append(
                f"its total row says {self.totals[-1]:,}, but {several(self.records, 'record', 'records')} stand above "
                "it: is the extract complete?"
            )


def cannot_open(name: str, error: OSError) -> ExtractError:
    """Return the error of a file that the system does not open."""
    if isinstance(error, FileNotFoundError):
        return ExtractError(f"{name}: there is no such file. Check the name and folder in the project file.")
    if isinstance(error, IsADirectoryError):
        return ExtractError(f"{name}: is a folder; expected a file. Name the files in it, such as *.csv.")
    if isinstance(error, PermissionError):
        # Excel locks what it has open, and Windows then says "permission denied".
        return ExtractError(
            f"{name}: can't be opened: permission denied. Close it in Excel and run again; if it is not open there, "
            "ask for the right to read it."
        )
    reason = (error.strerror or "it can't be read").lower()
    return ExtractError(f"{name}: can't be opened: {reason}. Check that the drive is there, and run again.")


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
