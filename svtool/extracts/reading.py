"""Reading CSV as it comes: any delimiter and line end, UTF-8 or Windows-1252, malformed rows kept with a reason.

One reader serves every command. Everything is read as text; what a value means is decided later, once per
distinct value.
"""

from __future__ import annotations

import csv
import io
import queue
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv

from svtool.errors import ExtractError, listed, nearest

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SAMPLE_BYTES = 1 << 18
LONGEST_NAME = 1_000
UNCLOSED = "opens a quote that is not closed"
BLOCK_BYTES = 4 << 20
READ_AHEAD = 1
_SIGNATURES = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "an Excel workbook or a zip file",
    b"\xd0\xcf\x11\xe0": "an old or password-protected Excel workbook",
    b"\x1f\x8b": "a gzip file",
    b"PAR1": "a Parquet file",
    b"\x89PNG": "a picture",
}


@dataclass(frozen=True)
class RejectedRow:
    """A row that could not be read: its record number in the file (the header is record 1) and why."""

    file: str
    record: int
    reason: str
    text: str = field(repr=False, default="")


@dataclass
class CsvFile:
    """A CSV file whose encoding, delimiter and header are known."""

    path: Path
    name: str
    encoding: str
    delimiter: str
    header: list[str]
    rejected: list[RejectedRow] = field(default_factory=list)
    rows_read: int = 0


def open_csv(path: Path, name: str, known: Iterable[str]) -> CsvFile:
    """Return the file with its encoding, delimiter and header found.

    Args:
        path: the file.
        name: how messages call it.
        known: column names that the mapping knows; the delimiter is the one that shows most of them.

    Raises:
        ExtractError: it is missing, empty, or not a CSV file.
    """
    sample = _read_sample(path, name)
    _refuse_other_kinds(sample, name)
    encoding = _encoding_of(sample)
    text = sample.decode(encoding, errors="replace").lstrip("\ufeff")
    folded = {fold_header(column) for column in known}
    delimiter = max(DELIMITERS, key=lambda each: _score(_first_record(text, each), folded))
    header = [column.strip() for column in _first_record(text, delimiter)]
    if max(map(len, header), default=0) > LONGEST_NAME:
        raise ExtractError(
            f"{name}: the first line is no header: a column name would be over {LONGEST_NAME:,} characters long; "
            "expected column names. Look for a quote that is not closed, or export the file again."
        )
    if not any(header):
        raise ExtractError(
            f"{name}: the first line is blank; expected column names. Remove the lines above the header."
        )
    return CsvFile(path, name, encoding, delimiter, header)


def _read_sample(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as stream:
            sample = stream.read(SAMPLE_BYTES)
    except FileNotFoundError:
        raise ExtractError(f"{name}: there is no such file. Check the name and folder in the project file.") from None
    except IsADirectoryError:
        raise ExtractError(f"{name}: is a folder; expected a CSV file. Name the files in it, such as *.csv.") from None
    except OSError as error:
        reason = (error.strerror or "it can't be opened").lower()
        raise ExtractError(f"{name}: can't be opened: {reason}. Close it in other programs and run again.") from None
    if not sample.strip():
        raise ExtractError(f"{name}: the file is empty; expected a header and records. Was the export cut off?")
    return sample


def _refuse_other_kinds(sample: bytes, name: str) -> None:
    start = sample.lstrip()[:15].lower()
    kind = next((what for magic, what in _SIGNATURES.items() if sample.startswith(magic)), None)
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        kind = "a web page, perhaps a login page"
    if kind is None and not sample.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00" in sample[:4096]:
        kind = "not text"
    if kind:
        raise ExtractError(f"{name}: is {kind}, not a CSV file. Export the extract again as CSV.")


def _encoding_of(sample: bytes) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        # A cut sample may end inside a character: only its last bytes may then fail.
        sample[: max(len(sample) - 4, 0) if len(sample) >= SAMPLE_BYTES else None].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _first_record(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:  # a cell longer than any column name
        return [text]


def _score(header: list[str], known: set[str]) -> tuple[int, int]:
    return sum(fold_header(column) in known for column in header), len(header)


def fold_header(name: str) -> str:
    """Return a column name without case, surrounding blanks and the difference between blank, `-` and `_`."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def find_columns(file: CsvFile, wanted: dict[str, tuple[str, ...]], optional: set[str]) -> dict[str, tuple[int, ...]]:
    """Return for each field the positions of its columns in the file.

    Args:
        file: the opened file.
        wanted: field → the supplier's column names it is read from.
        optional: fields that may be missing.

    Raises:
        ExtractError: a needed column is missing, or stands in the file twice.
    """
    places: dict[str, list[int]] = {}
    for position, column in enumerate(file.header):
        places.setdefault(fold_header(column), []).append(position)
    found: dict[str, tuple[int, ...]] = {}
    for name, columns in wanted.items():
        positions = [places.get(fold_header(column), []) for column in columns]
        for column, at in zip(columns, positions, strict=True):
            if len(at) > 1:
                raise ExtractError(
                    f"{file.name}: column {column} stands twice (columns {at[0] + 1} and {at[1] + 1}); "
                    f"expected it once. Remove or rename one of them."
                )
        if all(positions):
            found[name] = tuple(at[0] for at in positions)
        elif name not in optional:
            missing = next(column for column, at in zip(columns, positions, strict=True) if not at)
            known = [column for each in wanted.values() for column in each]
            if not any(fold_header(column) in places or nearest(column, file.header) for column in known):
                # The first line may be a record: its cells are not shown.
                raise ExtractError(
                    f"{file.name}: the first line has none of the columns that the mapping reads; expected a header "
                    f"with {missing}. Put the column names into the first line, or name another mapping."
                )
            raise ExtractError(
                f"{file.name}: no column {missing} (for {name}); found {listed(file.header, 30, 'and')}"
                f"{nearest(missing, file.header) or '.'} Name the right column in the mapping, or export it."
            )
    return found


class WrongEncodingError(Exception):
    """The file holds bytes that its encoding does not have; `next_encoding` says what to try."""


def next_encoding(encoding: str) -> str:
    """Return the encoding to try when this one fails: UTF-8, then Windows-1252, then Latin-1, which never fails."""
    return "cp1252" if encoding == "utf-8" else "latin-1"


def read_blocks(file: CsvFile, positions: list[int]) -> Iterator[pa.RecordBatch]:
    """Yield the records in blocks: one text column per position; malformed rows go to `file.rejected`.

    The next blocks are parsed in the background while the caller works on this one.

    Args:
        file: the opened file; its `rejected` and `rows_read` are filled on the way.
        positions: positions of the wanted columns, in the order they are yielded.

    Raises:
        WrongEncodingError: read again with `next_encoding`.
        ExtractError: the file can't be read to its end as CSV.
    """
    file.rejected, file.rows_read = [], 0
    waiting: queue.Queue[Any] = queue.Queue(READ_AHEAD)
    stop = threading.Event()

    def put(item: Any) -> None:
        while not stop.is_set():
            try:
                waiting.put(item, timeout=0.1)
                return
            except queue.Full:
                continue

    def parse() -> None:
        try:
            for block in _parse(file, positions):
                put(block)
            put(None)
        except BaseException as error:  # handed over and raised where the blocks are asked for
            put(error)

    reader = threading.Thread(target=parse, daemon=True)
    reader.start()
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        reader.join()
    file.rows_read += len(file.rejected)


def _parse(file: CsvFile, positions: list[int]) -> Iterator[pa.RecordBatch]:
    names = [f"c{i}" for i in range(len(file.header))]
    wanted = [names[position] for position in positions]
    undecodable: list[bool] = []

    def keep_malformed(row: Any) -> str:
        try:
            file.rejected.append(RejectedRow(file.name, row.number, _reason(row), row.text))
        except UnicodeDecodeError:
            undecodable.append(True)
        return "skip"

    with _quietly():
        yield from _records(file, names, wanted, keep_malformed, undecodable)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the reader's own complaint about an undecodable row off standard error: the file is read again."""
    previous = sys.unraisablehook

    def ignore_undecodable(unraisable: Any) -> None:
        if not isinstance(unraisable.exc_value, UnicodeDecodeError):
            previous(unraisable)

    sys.unraisablehook = ignore_undecodable
    try:
        yield
    finally:
        sys.unraisablehook = previous


def _records(
    file: CsvFile, names: list[str], wanted: list[str], keep_malformed: Any, undecodable: list[bool]
) -> Iterator[pa.RecordBatch]:
    try:
        reader = pa_csv.open_csv(
            str(file.path),
            read_options=pa_csv.ReadOptions(
                use_threads=False, block_size=BLOCK_BYTES, encoding=file.encoding, column_names=names
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=file.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep_malformed,
            ),
            convert_options=pa_csv.ConvertOptions(
                include_columns=wanted,
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
            ),
        )
        held: pa.RecordBatch | None = None
        for batch in reader:
            if held is not None:
                file.rows_read += held.num_rows
                yield held
            header_pending = file.rows_read == 0 and held is None
            held = batch.slice(1) if header_pending and batch.num_rows else batch
        if held is not None:
            last_record = file.rows_read + held.num_rows + len(file.rejected) + 1
            last_is_rejected = bool(file.rejected) and file.rejected[-1].record == last_record
            if held.num_rows and not last_is_rejected and _ends_inside_a_quote(file):
                file.rejected.append(RejectedRow(file.name, last_record, UNCLOSED))
                held = held.slice(0, held.num_rows - 1)
            file.rows_read += held.num_rows
            yield held
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        raise _read_fault(file, str(error), bool(undecodable)) from None


def _ends_inside_a_quote(file: CsvFile) -> bool:
    """Return whether the file ends before a quote is closed: its last record has then swallowed those after it.

    An odd number of quotes is rare (an inch sign has it too); only then is the file read a second time.
    """
    quotes = 0
    with file.path.open("rb") as stream:
        while chunk := stream.read(BLOCK_BYTES):
            quotes += chunk.count(b'"')
    if quotes % 2 == 0:
        return False
    with file.path.open(encoding=file.encoding, errors="replace", newline="") as text:
        try:
            deque(csv.reader(text, delimiter=file.delimiter, strict=True), maxlen=0)
        except csv.Error as error:
            return "unexpected end of data" in str(error) or "field larger" in str(error)
    return False


def _reason(row: Any) -> str:
    if '"' in row.text and "\n" in row.text and row.actual_columns < row.expected_columns:
        return UNCLOSED
    return f"{row.actual_columns} cells instead of {row.expected_columns}"


def _read_fault(file: CsvFile, reason: str, undecodable: bool) -> Exception:
    # A malformed row is handed over as text: where that fails, the reader says how many cells it expected.
    garbled = undecodable or any(word in reason for word in ("UTF8", "codec", "Expected"))
    if file.encoding in {"utf-8", "cp1252"} and garbled:
        return WrongEncodingError(file.name)
    if "straddling" in reason:
        return ExtractError(
            f"{file.name}: a quote is opened and not closed within {BLOCK_BYTES >> 20} MB; expected a closing quote. "
            f"Export the file again, with quotes inside text doubled."
        )
    return ExtractError(f"{file.name}: can't be read to its end as CSV. Export the extract again as CSV (UTF-8).")
