"""An extract's file, opened: a header and blocks of text columns, the same whatever the container."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from svtool.errors import ExtractError
from svtool.files.account import Account
from svtool.files.headers import Header
from svtool.files.not_records import records_among
from svtool.files.quotes import Swallowed
from svtool.files.remarks import findings_on_table
from svtool.files.text_block import Places, TextBlock
from svtool.files.workers import Workers
from svtool.findings.finding import Finding
from svtool.schema.plain_files import NoPlainFileError
from svtool.schema.windows_names import too_long_for_windows

READ_AHEAD = 1
Made = TypeVar("Made")


class FileState(NamedTuple):
    """What tells that a file was written again: its size, its time in nanoseconds, and which file has its name."""

    bytes: int
    modified: int
    inode: int


ABSENT = FileState(-1, -1, -1)


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


@dataclass(frozen=True)
class Wanted:
    """What is to be read of a file.

    Attributes:
        positions: positions of the wanted columns, in the order in which they are yielded.
        dates: which of them are dates.
        coded: which of them may come as their distinct texts and the number of each cell's: those of few texts.
    """

    positions: Sequence[int]
    dates: DateColumns = field(default_factory=dict)
    coded: Collection[int] = ()


@dataclass(frozen=True)
class ExtractFile:
    """An opened extract: what was found out before its records are read. It stays the same while they are.

    Attributes:
        path: the file.
        name: how messages call it.
        header: the column names.
        place: where the header stands.
        real_dates: whether its cells may be dates rather than text; they are then read as YYYY-MM-DD.
        remarks: what the analyst should know of how it was opened.
        state: the state of the file, to notice when it changes.
        sheet: the sheet of a workbook that is read.
        delimiter: what separates the cells of a row that is shown as text.
    """

    path: Path
    name: str
    header: list[str]
    place: Header
    real_dates: bool = False
    remarks: tuple[Finding, ...] = ()
    state: FileState = ABSENT
    sheet: str = ""
    delimiter: str = ","

    def texts(self, wanted: Wanted, account: Account, workers: Workers) -> Iterator[TextBlock]:
        """Yield all well-formed rows below the header; each kind of file has its own way.

        Args:
            wanted: what is to be read.
            account: where it is kept what became of the other rows, and what was noticed.
            workers: the threads that may parse.
        """
        raise NotImplementedError

    def blocks(
        self,
        positions: Sequence[int],
        dates: DateColumns | None = None,
        coded: Collection[int] = (),
        workers: Workers | None = None,
    ) -> FileBlocks:
        """Return the records in blocks: one text column per position; rows that are none are counted.

        Args:
            positions: positions of the wanted columns, in the order they are yielded.
            dates: which of them are dates.
            coded: which of them may come as their distinct texts and the number of each cell's.
            workers: the threads that may read; none beside the caller's where they are not given.
        """
        return FileBlocks(self, Wanted(positions, dates or {}, coded), workers or Workers(1))

    def lines_of(self, records: Places, breaks_before: Places) -> Places:
        """Return the lines of records in the file; 0 where a file has none.

        Args:
            records: their numbers.
            breaks_before: how many line breaks stand in cells of records before each.
        """
        return np.zeros(len(records), np.int64)

    def without(self, swallowed: tuple[Swallowed, ...]) -> ExtractFile:
        """Return the file to read instead, without rows in which a quote swallowed others: only a text has those."""
        return self


class FileBlocks:
    """The records of a file in blocks, to be read once; when they are read to the end, the account of it.

    With several threads the next blocks are read while the caller works on this one.
    """

    def __init__(self, file: ExtractFile, wanted: Wanted, workers: Workers) -> None:
        """Prepare to read; nothing is read before the first block is asked for."""
        self._file, self._wanted, self._workers = file, wanted, workers
        self._account: Account | None = None

    @property
    def account(self) -> Account:
        """Return what came of the reading, once it is over."""
        assert self._account is not None, "the file is not read to its end"  # noqa: S101 (a bug, and no one else's)
        return self._account

    def __iter__(self) -> Generator[TextBlock]:
        """Yield the blocks.

        Raises:
            ExtractError: the file can't be read to its end, or changed meanwhile.
        """
        return self.each(lambda block: block)

    def each(self, work: Callable[[TextBlock], Made]) -> Generator[Made]:
        """Yield what work makes of each block, in their order.

        Args:
            work: a function that changes nothing that another block's work looks at.

        Raises:
            ExtractError: the file can't be read to its end, or changed meanwhile.
        """
        file, wanted = self._file, self._wanted
        account = Account(file.name, not_records=file.place.first, findings=list(file.remarks))
        # The first column is read in any case: "Total" and "End of report" stand there.
        asked = sorted({0, *wanted.positions})
        names = [file.header[position] for position in asked]
        yielded = [asked.index(position) for position in wanted.positions]

        def records_of(block: TextBlock) -> tuple[int, int, Made | None]:
            chosen = records_among(block.columns.columns, names)
            kept = block if chosen is None else block.where(chosen)
            return block.rows, kept.rows, work(kept.select(yielded)) if kept.rows else None

        rows = records = 0
        texts = file.texts(Wanted(asked, wanted.dates, wanted.coded), account, self._workers)
        ahead = _in_background(texts) if self._workers.threads > 1 else texts
        try:
            for of_block, kept, made in self._workers.in_order(records_of, ahead):
                rows += of_block
                records += kept
                if made is not None:
                    yield made
        except OSError as error:  # a share that goes away while it is read
            raise cannot_open(file.name, error) from None
        account.rows_read += rows + len(account.rejected) + file.place.first
        account.not_records += rows - records
        if state_of(file.path) != file.state:
            raise ExtractError(
                "changed while it was read; expected a finished file. Wait until it is written, and run again.",
                "F01",
                file=file.name,
            )
        account.findings += findings_on_table(account, file.place)
        self._account = account


def cannot_open(name: str, error: OSError) -> ExtractError:
    """Return the error of a file that the system does not open."""
    if isinstance(error, FileNotFoundError):
        hint = too_long_for_windows(Path(error.filename or name))
        return ExtractError(f"there is no such file. Check its name and folder.{hint}", "F01", file=name)
    if isinstance(error, IsADirectoryError) or os.path.isdir(error.filename or ""):  # noqa: PTH112 (Windows tells of no right)
        return ExtractError("is a folder; expected a file. Name the files in it, such as *.csv.", "F01", file=name)
    if isinstance(error, PermissionError):
        # Excel locks what it has open, and Windows then says "permission denied".
        return ExtractError(
            "can't be opened: permission denied. Close it in Excel and run again; if it is not open there, "
            "ask for the right to read it.",
            "F01",
            file=name,
        )
    reason = (error.strerror or "it can't be read").lower()
    if isinstance(error, NoPlainFileError):
        return ExtractError(f"can't be read: {reason}. Name a file.", "F01", file=name)
    return ExtractError(f"can't be opened: {reason}. Check that the drive is there, and run again.", "F01", file=name)


def state_of(path: Path) -> FileState:
    """Return the state of a file, through links; that of none where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return ABSENT
    return FileState(found.st_size, found.st_mtime_ns, found.st_ino)


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
