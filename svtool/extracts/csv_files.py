"""CSV as it comes: any delimiter and line end, lines above and below the table, malformed rows kept with a reason.

Everything is read as text; what a value means is decided later, once per distinct value.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import pyarrow as pa
import pyarrow.csv as pa_csv

from svtool.errors import ExtractError, several
from svtool.extracts.decoding import TextStream
from svtool.extracts.extract_file import DateColumns, ExtractFile, RejectedRow
from svtool.extracts.headers import MOST_LINES_ABOVE, Header, find_header
from svtool.extracts.not_records import is_not_a_record, totals_stated

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
PLAIN = "CSV, UTF-8, comma, the header is line 1"  # what needs no remark
SAMPLE_BYTES = 1 << 18
BLOCK_BYTES = 4 << 20
LAST_LINES = 20
LONGEST_NAME = 1_000
Opener = Callable[[], BinaryIO]


@dataclass
class CsvFile(ExtractFile):
    """A CSV file whose delimiter and header are known."""

    rows_are_lines: ClassVar[bool] = True
    opener: Opener = io.BytesIO
    delimiter: str = ","
    skip_lines: int = 0
    line_ends: str = ""
    encoding: str = ""

    @property
    def described(self) -> str:
        """Return in one line how the file was read."""
        parts = ["CSV", self.encoding, DELIMITERS[self.delimiter], self.line_ends, self.place.described()]
        return ", ".join(part for part in parts if part)

    def texts(self, positions: Sequence[int], dates: DateColumns) -> Iterator[pa.RecordBatch]:
        """Yield all rows below the header as text columns; malformed rows go to `rejected`."""
        with TextStream(self.opener(), self.skip_lines) as stream:
            yield from self._parse(stream, positions)
            self.encoding = stream.encoding
            self._remark(stream)
            self._read_tail(stream.tail)

    def _parse(self, stream: TextStream, positions: Sequence[int]) -> Iterator[pa.RecordBatch]:
        names = [f"c{i}" for i in range(len(self.header))]
        try:
            reader = pa_csv.open_csv(
                stream,
                read_options=pa_csv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES, column_names=names),
                parse_options=pa_csv.ParseOptions(
                    delimiter=self.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._keep_malformed,
                ),
                convert_options=pa_csv.ConvertOptions(
                    include_columns=[names[position] for position in positions],
                    column_types=dict.fromkeys(names, pa.string()),
                    strings_can_be_null=False,
                ),
            )
            held: pa.RecordBatch | None = None
            parsed = 0
            for batch in reader:
                if held is not None:
                    yield held
                held = batch
                parsed += batch.num_rows
            if stream.read(1):
                raise self._read_fault("the parser stopped before the end")
            if held is not None:
                yield self._without_unclosed(held, parsed, stream)
        except pa.ArrowInvalid as error:
            if "Empty CSV" not in str(error):
                raise self._read_fault(str(error)) from None

    def _without_unclosed(self, last: pa.RecordBatch, parsed: int, stream: TextStream) -> pa.RecordBatch:
        """Return the last block without a last record that swallowed those after it, as its quote is never closed.

        An odd number of quotes is rare (an inch sign has it too); only then is the file read a second time.
        """
        record = self.place.end + parsed + len(self.passed_over)
        told_already = bool(self.passed_over) and self.passed_over[-1] == record
        if stream.quotes % 2 == 0 or not last.num_rows or told_already:
            return last
        lines = self._lines_left_open()
        if not lines:
            return last
        self.passed_over.append(record)
        self.rejected += [RejectedRow(self.name, record, _unclosed(lines))] * lines
        return last.slice(0, last.num_rows - 1)

    def _lines_left_open(self) -> int:
        """Return how many lines the last record has whose quote is never closed; 0 when every quote is."""
        with TextStream(self.opener(), self.skip_lines) as stream:
            text = io.TextIOWrapper(stream, "utf-8", newline="")  # type: ignore[type-var]
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            read = 0
            try:
                for _ in reader:
                    read = reader.line_num
            except csv.Error as error:
                if "unexpected end of data" in str(error) or "field larger" in str(error):
                    return max(1, reader.line_num - read)
        return 0

    def _keep_malformed(self, row: Any) -> str:
        cells = _first_record(row.text, self.delimiter)
        record = row.number + self.place.end
        self.passed_over.append(record)
        if is_not_a_record(cells) or is_not_a_record([row.text]):
            self.rows_read += 1
            self.not_records += 1
            return "skip"
        swallowed = len(row.text.splitlines()) - 1
        if '"' in row.text and swallowed and row.actual_columns < row.expected_columns:
            self.rejected += [RejectedRow(self.name, record, _unclosed(swallowed + 1), row.text)] * (swallowed + 1)
        else:
            reason = f"{row.actual_columns} cells instead of {row.expected_columns}"
            self.rejected.append(RejectedRow(self.name, record, reason, row.text))
        return "skip"

    def _remark(self, stream: TextStream) -> None:
        if stream.windows_lines and stream.unicode_text:
            self.note(
                "F07",
                f"{several(stream.windows_lines, 'line is', 'lines are')} Windows-1252, the rest UTF-8; each was read "
                "as what it is",
                stream.windows_lines,
            )
        if stream.nuls:
            self.note("F10", f"{several(stream.nuls, 'NUL character was', 'NUL characters were')} removed", stream.nuls)
        if stream.unreadable:
            unreadable = several(stream.unreadable, "character has", "characters have")
            self.note("F06", f"{unreadable} no meaning in its encoding", stream.unreadable)
        if stream.damaged_lines:
            self.note(
                "F08",
                f"{several(stream.damaged_lines, 'line holds', 'lines hold')} text damaged by an earlier export "
                "(such as Ã© for é); not repaired",
                stream.damaged_lines,
            )

    def _read_tail(self, tail: bytes) -> None:
        """Look for a total under the table, and for a last line that stops short."""
        text = tail.decode("utf-8", "ignore")
        lines = text.splitlines()[-LAST_LINES:]
        for line in lines:
            self.totals = totals_stated(_first_record(line, self.delimiter)) or totals_stated([line]) or self.totals
        last = self.rejected[-1] if self.rejected else None
        if not last or text.endswith(("\n", "\r")) or not last.text or not text.endswith(last.text):
            return
        cells = len(_first_record(lines[-1], self.delimiter))
        if cells < len(self.header):
            self.rejected[-1] = RejectedRow(self.name, last.record, f"stops in column {cells}", last.text)
            self.note("F11", f"the last line stops in column {cells}: is the file complete? Export it again")

    def _read_fault(self, reason: str) -> ExtractError:
        if "straddling" in reason:
            return ExtractError(
                f"{self.name}: a quote is opened and not closed within {BLOCK_BYTES >> 20} MB; expected a closing "
                "quote. Export the file again, with quotes inside text doubled."
            )
        return ExtractError(f"{self.name}: can't be read to its end as CSV. Export the extract again as CSV (UTF-8).")


def open_csv(path: Path, name: str, known: Iterable[str], opener: Opener) -> CsvFile:
    """Return the file with its encoding, delimiter and header found.

    Args:
        path: the file.
        name: how messages call it.
        known: column names that the mapping knows; the delimiter is the one that shows most of them.
        opener: opens its bytes, unpacked; called once to look and once to read.

    Raises:
        ExtractError: it is empty, or has no header.
    """
    with TextStream(opener()) as stream:
        text = stream.read(SAMPLE_BYTES).decode("utf-8", "ignore")
        encoding = stream.encoding
    if not text.strip():
        raise ExtractError(f"{name}: the file is empty; expected a header and records. Was the export cut off?")
    names = list(known)
    found = [(each, *_look(text, each, names)) for each in DELIMITERS]
    delimiter, header, lines = max(found, key=lambda each: (each[1].known, len(each[1].names)))
    if not any(header.names):
        raise ExtractError(f"{name}: has no column names in its first {MOST_LINES_ABOVE} lines. Export it with them.")
    if max(map(len, header.names)) > LONGEST_NAME:
        raise ExtractError(
            f"{name}: the first line is no header: a column name would be over {LONGEST_NAME:,} characters long; "
            "expected column names. Look for a quote that is not closed, or export the file again."
        )
    return CsvFile(
        path, name, header.names, header, opener=opener, delimiter=delimiter, skip_lines=lines, encoding=encoding,
        line_ends=_line_ends(text),
    )  # fmt: skip


def _unclosed(lines: int) -> str:
    return f"opens a quote that is not closed on its line: {several(lines, 'line', 'lines')} read as one"


def _look(text: str, delimiter: str, known: Sequence[str]) -> tuple[Header, int]:
    """Return the header that a delimiter shows, and how many lines of the file end with it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for row in itertools.islice(reader, MOST_LINES_ABOVE + 1):
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error:
        pass  # a cell of more than 128 KB: what was read so far decides
    header = find_header(rows, known)
    return header, ends[header.end - 1] if len(ends) >= header.end else 0


def _first_record(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:  # a cell of more than 128 KB; an exception out of a row handler would print the row
        return [text]


def _line_ends(text: str) -> str:
    """Return which line ends a file has, where they are not one of the two usual kinds."""
    pairs = text.count("\r\n")
    returns, feeds = text.count("\r") - pairs, text.count("\n") - pairs
    if sum(map(bool, (pairs, returns, feeds))) > 1:
        return "mixed line ends"
    return "old Macintosh line ends (CR)" if returns else ""
