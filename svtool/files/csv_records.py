"""CSV in pieces of whole records, each of which can be parsed by itself, in a thread of its own.

A line end inside quotes ends no record. Whether one is inside is told as Arrow's parser tells it: a quote opens a cell
only at its beginning, two together inside quotes are one of the text, and any other is a letter like others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from svtool.files.text_stream import TextStream

BLOCK_BYTES = 4 << 20
LONGEST_RECORD = 4 << 20
_FIRST_LOOK, LAST_LOOK = 1 << 16, 1 << 14
_QUOTE, _FEED, _RETURN = b'"\n\r'
_Places = np.ndarray[Any, np.dtype[np.int64]]
_Chosen = np.ndarray[Any, np.dtype[np.bool_]]


class EndlessRecordError(ValueError):
    """A record goes on and on: most likely a quote is opened and never closed.

    Attributes:
        line: the line below the header at which it begins, counted from 1.
    """

    def __init__(self, line: int) -> None:
        """Keep where it begins."""
        super().__init__(f"endless record at line {line}")
        self.line = line


@dataclass(frozen=True)
class ParsedRecords:
    """What the parser made of a piece of CSV.

    Attributes:
        batch: its well-formed rows.
        malformed: rows of another width than the header: Arrow's `InvalidRow`, their numbers from 1 in this piece.
    """

    batch: pa.RecordBatch
    malformed: Sequence[Any]

    @property
    def rows(self) -> int:
        """Return how many rows of any kind there are."""
        return int(self.batch.num_rows) + len(self.malformed)


@dataclass(frozen=True)
class RecordParser:
    """Parses pieces of a CSV file.

    Attributes:
        delimiter: what separates its cells.
        columns: how many cells a well-formed row has.
        positions: which of them are wanted.
        coded: which of these come as the distinct texts of the piece and their numbers.
    """

    delimiter: str
    columns: int
    positions: Sequence[int]
    coded: Collection[int] = ()

    def parse(self, piece: memoryview) -> ParsedRecords:
        """Return the rows of a piece.

        Raises:
            ArrowInvalid: it is no CSV.
        """
        malformed: list[Any] = []

        def keep(row: Any) -> str:
            malformed.append(row)
            return "skip"

        names = [f"c{i}" for i in range(self.columns)]
        text, coded = pa.string(), pa.dictionary(pa.int32(), pa.string())
        wanted = {names[each]: coded if each in self.coded else text for each in self.positions}
        table = pa_csv.read_csv(
            pa.BufferReader(pa.py_buffer(piece)),
            # Parsed as one block: distinct texts are then numbered once.
            read_options=pa_csv.ReadOptions(use_threads=False, block_size=len(piece) + 1, column_names=names),
            parse_options=pa_csv.ParseOptions(
                delimiter=self.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(wanted),
                column_types=wanted,
                strings_can_be_null=False,
                check_utf8=False,  # the stream has made it so
            ),
        )
        batches = table.combine_chunks().to_batches()
        empty = pa.RecordBatch.from_pylist([], schema=table.schema)
        return ParsedRecords(batches[0] if batches else empty, malformed)


def whole_records(stream: TextStream, delimiter: str) -> Iterator[memoryview]:
    """Yield the text of a stream in pieces that end where records end.

    Args:
        stream: the text below the header.
        delimiter: what separates its cells.

    Raises:
        EndlessRecordError: a record is longer than any is.
    """
    rest = b""
    while more := stream.read_ready(BLOCK_BYTES):
        text = rest + more
        end = last_end(text, delimiter)
        if _is_endless(text, delimiter):
            raise EndlessRecordError(stream.lines_before(text) + 1)
        if end:
            yield memoryview(text)[:end]
        rest = text[end:]
    if rest:
        yield memoryview(rest)


def last_end(text: bytes, delimiter: str) -> int:
    """Return where the last whole record of a text ends, which begins with a record; 0 where none does."""
    # Its last quotes tell it of nearly all texts.
    return _last_end_from(max(len(text) - LAST_LOOK, 0), text, delimiter) or _last_end_from(0, text, delimiter)


def _last_end_from(start: int, text: bytes, delimiter: str) -> int:
    """Return the same as far as it is told by the quotes from a place on; 0 where it is not."""
    runs, inside = _quotes(text, start, delimiter)
    known = 0 if start == 0 else int(runs[0]) if len(runs) else len(text)
    # A line feed that belongs to it may follow.
    upto = len(text) - text.endswith(b"\r")
    while (found := max(text.rfind(b"\n", known, upto), text.rfind(b"\r", known, upto))) >= 0:
        before = int(np.searchsorted(runs, found)) - 1
        if before < 0 or not inside[before]:
            return found + 1
        outside = np.flatnonzero(~inside[:before])
        upto = int(runs[outside[-1] + 1 if len(outside) else 0])
    return 0


def _is_endless(text: bytes, delimiter: str) -> bool:
    """Return whether the first record of a text, which begins with one, is longer than any is."""
    if len(text) <= LONGEST_RECORD:
        return False
    # A look at the beginning tells it of nearly all texts.
    return not any(last_end(text[:size], delimiter) for size in (_FIRST_LOOK, LONGEST_RECORD))


def _quotes(text: bytes, start: int, delimiter: str) -> tuple[_Places, _Chosen]:
    """Return where the quotes of a text stand, several in a row as one, and whether what follows each is inside.

    From a place within it only those from the first on of which it is certain, whatever stands before.
    """
    codes = np.frombuffer(text, np.uint8)
    quotes = start + np.flatnonzero(codes[start:] == _QUOTE) if b'"' in text else np.zeros(0, np.int64)
    if start == 0 and _begin_cells(codes, quotes[::2], delimiter).all():
        return quotes, np.arange(len(quotes)) % 2 == 0  # each of them opens a cell, and the next closes it
    first = np.diff(quotes, prepend=-2) != 1
    runs = quotes[first]
    lengths = np.diff(np.flatnonzero(first), append=len(quotes))
    begins_cell = _begin_cells(codes, runs, delimiter)
    # Of quotes right behind each other two change nothing. One more at the beginning of a cell opens, or closes what
    # was open; elsewhere it closes what was open, and is a letter where nothing was.
    odd = lengths % 2 == 1
    if start > 0:
        outside = odd & ~begins_cell & (codes[runs - 1] != _QUOTE)  # quotes of which the first are cut off tell nothing
        certain = int(outside.argmax()) if outside.any() else len(runs)
        runs, odd, begins_cell = runs[certain:], odd[certain:], begins_cell[certain:]
    turns = np.cumsum(odd & begins_cell)
    closed = np.maximum.accumulate(np.where(odd & ~begins_cell, turns, 0))
    return runs, (turns - closed) % 2 == 1


def _begin_cells(codes: np.ndarray[Any, np.dtype[np.uint8]], places: _Places, delimiter: str) -> _Chosen:
    """Return which places of a text are the first after a delimiter or a line end."""
    before = codes[places - 1]
    found: _Chosen = (before == ord(delimiter)) | (before == _FEED) | (before == _RETURN) | (places == 0)
    return found
