"""CSV as it comes: any delimiter and line end, lines above and below the table, malformed rows kept with a reason.

Everything is read as text; what a value means is decided later, once per distinct value.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa

from svtool.errors import ExtractError
from svtool.files.account import Account, RejectedRow, file_finding
from svtool.files.csv_records import LONGEST_RECORD, EndlessRecordError, ParsedRecords, RecordParser, whole_records
from svtool.files.extract_file import ExtractFile, Wanted, state_of
from svtool.files.headers import MOST_LINES_ABOVE, Header, find_header
from svtool.files.malformed_rows import first_record, lines_of, mark_split_rows, swallowed_lines, wrong_width
from svtool.files.not_records import is_not_a_record, totals_stated
from svtool.files.quotes import QuotedLines, Swallowed, look_at_quotes
from svtool.files.remarks import findings_on_text
from svtool.files.text_block import Numbering, Places, TextBlock, without_unused_texts
from svtool.files.text_stream import TextStream
from svtool.files.workers import Workers
from svtool.findings.finding import Finding
from svtool.findings.message import counted, numeral, say

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
PLAIN = "CSV, UTF-8, comma, the header is line 1"  # what needs no remark
SAMPLE_BYTES = 1 << 18
LAST_LINES = 20
LONGEST_NAME = 1_000
_QUOTED = re.compile(r'"[^"]*"')
Opener = Callable[[], BinaryIO]


@dataclass(frozen=True)
class CsvFile(ExtractFile):
    """A CSV file whose delimiter and header are known.

    Attributes:
        opener: opens its bytes, unpacked.
        skip_lines: how many lines end with its header.
        line_ends: which line ends it has, where they are not one of the usual kinds.
        swallowed: rows that are left out, as an earlier reading found that a quote swallowed others in them.
    """

    opener: Opener = io.BytesIO
    skip_lines: int = 0
    line_ends: str = ""
    swallowed: tuple[Swallowed, ...] = ()

    def texts(self, wanted: Wanted, account: Account, workers: Workers) -> Iterator[TextBlock]:
        """Yield all rows below the header as text columns; malformed rows are rejected."""
        return _CsvReading(self, account).texts(wanted, workers)

    def without(self, swallowed: tuple[Swallowed, ...]) -> CsvFile:
        """Return the file to read instead, without rows in which a quote swallowed others."""
        return replace(self, swallowed=swallowed)

    def lines_of(self, records: Places, breaks_before: Places) -> Places:
        """Return the lines of records: line breaks inside the cells of those before them push them on."""
        below = self.skip_lines + records - self.place.end + breaks_before
        return np.where(records <= self.place.end, records, below)

    def stream(self) -> TextStream:
        """Return the text below the header."""
        return TextStream(self.opener(), self.skip_lines)


class _CsvReading:
    """Reads a CSV file to its end, once."""

    def __init__(self, file: CsvFile, account: Account) -> None:
        self._file, self._account = file, account
        self._numbering = Numbering(file.place.end)

    def texts(self, wanted: Wanted, workers: Workers) -> Iterator[TextBlock]:
        """Yield all rows below the header, and give an account of the others."""
        file, account = self._file, self._account
        with file.stream() as stream:
            for batch in self._well_formed(stream, self._parsed(stream, wanted, workers)):
                yield TextBlock(batch, self._numbering.number(batch.num_rows))
            parts = ["CSV", stream.encoding, DELIMITERS[file.delimiter], file.line_ends, file.place.described()]
            account.described = ", ".join(part for part in parts if part)
            # The parser passes rows over blocks ahead of the others.
            ordered = sorted(account.rejected, key=lambda each: each.record)
            account.rejected = mark_split_rows(ordered, file.delimiter, len(file.header))
            account.findings += self._findings(stream)
            self._read_tail(stream.tail)
            account.rejected.sort(key=lambda each: each.record)

    def _findings(self, stream: TextStream) -> Iterator[Finding]:
        name, delimiter = self._file.name, self._file.delimiter
        yield from findings_on_text(name, stream)
        if self._file.line_ends:
            yield file_finding(name, "F09", f"has {self._file.line_ends}")
        if delimiter != ",":
            yield file_finding(name, "H08", f"{DELIMITERS[delimiter]} between its cells; read as such")

    def _parsed(self, stream: TextStream, wanted: Wanted, workers: Workers) -> Iterator[ParsedRecords]:
        """Yield the rows of a stream, piece by piece."""
        file = self._file
        parser = RecordParser(file.delimiter, len(file.header), wanted.positions, wanted.coded)
        try:
            yield from workers.in_order(parser.parse, whole_records(stream, file.delimiter))
        except EndlessRecordError as endless:
            raise _endless(file.name, file.skip_lines + endless.line) from None
        except pa.ArrowInvalid:
            raise _read_fault(file.name) from None

    def _well_formed(self, stream: TextStream, pieces: Iterable[ParsedRecords]) -> Iterator[pa.RecordBatch]:
        """Yield the rows as wide as the header, without those that quotes made of several; keep the others."""
        held: pa.RecordBatch | None = None
        parsed, rows = 0, self._file.place.end
        for piece in pieces:
            if held is not None:
                yield self._without_swallowed(held, parsed - held.num_rows)
            for row in piece.malformed:
                self._keep_malformed(row, rows + row.number)
            held = piece.batch
            parsed += held.num_rows
            rows += piece.rows
        if held is not None:
            last = self._without_swallowed(held, parsed - held.num_rows)
            yield self._without_unclosed(last, parsed, stream)

    def _without_swallowed(self, batch: pa.RecordBatch, parsed: int) -> pa.RecordBatch:
        """Return a block without the rows of which the first reading found that a quote swallowed others in them."""
        within = [each for each in self._file.swallowed if parsed <= each.place < parsed + batch.num_rows]
        if not within:
            return batch
        for each in within:
            self._pass_over(self._file.place.end + each.record + 1, each.lines)
        keep = np.ones(batch.num_rows, bool)
        keep[[each.place - parsed for each in within]] = False
        return without_unused_texts(batch.filter(pa.array(keep)))

    def _without_unclosed(self, last: pa.RecordBatch, parsed: int, stream: TextStream) -> pa.RecordBatch:
        """Return the last block without a last record that swallowed those after it, as its quote is never closed.

        Only where there are more lines than rows, or a quote without its other, is the file read again to look at them.
        """
        file, passed = self._file, set(self._numbering.passed)
        record = file.place.end + parsed - len(file.swallowed) + len(passed)
        if not stream.quotes or (stream.lines <= record - file.place.end and stream.quotes % 2 == 0):
            return last
        with file.stream() as again:
            found = look_at_quotes(again, file.delimiter, len(file.header))
        if not file.swallowed:
            self._keep_swallowed(found, parsed)
        if not found.left_open or record in passed or not last.num_rows:
            return last
        if len(found.left_open) == 1 and not _ends_line(stream.tail):
            self._numbering.passed.append(record)
            row = RejectedRow(file.name, record, "stops inside quotes", found.left_open[0], "F11")
            self._account.rejected.append(row)
        else:
            self._pass_over(record, found.left_open)
        return last.slice(0, last.num_rows - 1)  # it stands in a piece of its own

    def _pass_over(self, record: int, lines: Sequence[str]) -> None:
        """Reject the lines that a quote made into one record."""
        self._numbering.passed.append(record)
        self._count_breaks(record, lines)
        self._account.rejected += swallowed_lines(self._file.name, record, lines)

    def _count_breaks(self, record: int, lines: Sequence[str]) -> None:
        if len(lines) > 1:
            self._account.breaks[record] = len(lines) - 1

    def _keep_swallowed(self, found: QuotedLines, parsed: int) -> None:
        """Keep which rows the next reading is to leave out; where the two readings differ it could not find them."""
        # A last row whose quote is never closed is well formed to the parser when it ends in its last cell.
        if found.well_formed in {parsed, parsed - bool(found.left_open)}:
            self._account.swallowed = found.swallowed
        elif found.swallowed:
            lines = sum(len(each.lines) for each in found.swallowed)
            told = say(
                counted(lines, "lines", "lines"), " are read as ", numeral(len(found.swallowed)),
                ", as quotes are not closed on their lines. Export it again, with quotes inside text doubled",
            )  # fmt: skip
            self._account.findings.append(file_finding(self._file.name, "H10", told, lines))

    def _keep_malformed(self, row: Any, record: int) -> None:
        cells = first_record(row.text, self._file.delimiter)
        self._numbering.passed.append(record)
        lines = lines_of(row.text)
        self._count_breaks(record, lines)
        if is_not_a_record(cells) or is_not_a_record([row.text]):
            self._account.rows_read += 1
            self._account.not_records += 1
        elif '"' in row.text and len(lines) > 1 and row.actual_columns < row.expected_columns:
            self._account.rejected += swallowed_lines(self._file.name, record, lines)
        else:
            reason = wrong_width(row.actual_columns, row.expected_columns)
            self._account.rejected.append(RejectedRow(self._file.name, record, reason, row.text))

    def _read_tail(self, tail: bytes) -> None:
        """Look for a total under the table, and for a last line that stops short."""
        delimiter, account = self._file.delimiter, self._account
        text = tail.decode("utf-8", "ignore")
        lines = lines_of(text)[-LAST_LINES:]
        for line in lines:
            account.totals = totals_stated(first_record(line, delimiter)) or totals_stated([line]) or account.totals
        # Rows that a quote swallowed were rejected first, wherever they stand.
        rejected = account.rejected
        at = max(range(len(rejected)), key=lambda each: rejected[each].record, default=-1)
        last = rejected[at] if rejected else None
        if last and last.kind == "R02" and not _ends_line(tail) and last.text and text.endswith(last.text):
            cells = len(first_record(lines[-1], delimiter))
            if cells < len(self._file.header):
                reason = say("stops in column ", numeral(str(cells)))
                last = rejected[at] = replace(last, told=reason, kind="F11")
        if last and last.kind == "F11":
            told = say("the last line ", last.told, ": is the file complete? Export it again")
            account.findings.append(file_finding(self._file.name, "F11", told, record=last.record))


def _endless(name: str, line: int) -> ExtractError:
    return ExtractError(
        f"line {line:,} opens a quote that is not closed within {LONGEST_RECORD >> 20} MB; expected a closing quote.",
        "H10",
        file=name,
        remedy=f"Close the quote on line {line:,}, or export the file again with quotes inside text doubled.",
        line=line,
    )


def _read_fault(name: str) -> ExtractError:
    return ExtractError("can't be read to its end as CSV. Export the extract again as CSV (UTF-8).", "F01", file=name)


def open_csv(path: Path, name: str, known: Iterable[str], opener: Opener) -> CsvFile:
    """Return the file with its delimiter and header found.

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
    if not text.strip():
        raise ExtractError(
            "the file is empty; expected a header and records. Was the export cut off?", "F02", file=name
        )
    names = list(known)
    found = [(each, *_look(text, each, names)) for each in _told_apart(text)]
    delimiter, header, lines = max(found, key=lambda each: (each[1].known, len(each[1].names)))
    if not any(header.names):
        raise ExtractError(
            f"has no column names in its first {MOST_LINES_ABOVE} lines. Export it with them.", "H04", file=name
        )
    if max(map(len, header.names)) > LONGEST_NAME:
        raise ExtractError(
            f"the first line is no header: a column name would be over {LONGEST_NAME:,} characters long; "
            "expected column names. Look for a quote that is not closed, or export the file again.",
            "H10",
            file=name,
        )
    return CsvFile(
        path, name, header.names, header, state=state_of(path), opener=opener, delimiter=delimiter, skip_lines=lines,
        line_ends=_line_ends(text),
    )  # fmt: skip


def _told_apart(text: str) -> list[str]:
    """Return the delimiters that a text may have; of those that stand nowhere in it the first: all show the same."""
    absent = [each for each in DELIMITERS if each not in text]
    return [each for each in DELIMITERS if each not in absent[1:]]


def _ends_line(text: bytes) -> bool:
    return text.endswith((b"\n", b"\r"))


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
    if header.names:
        header = replace(header, names=_widened(header.names, rows[header.end :]))
    return header, ends[header.end - 1] if len(ends) >= header.end else 0


def _widened(names: list[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the column names, with a blank one for each delimiter that ends every row below but not the header."""
    records = [row for row in rows if not is_not_a_record(row)]
    surplus = {len(row) - len(names) for row in records}
    more = surplus.pop() if len(surplus) == 1 else 0
    if more <= 0 or any(cell.strip() for row in records for cell in row[len(names) :]):
        return names
    return [*names, *[""] * more]


def _line_ends(text: str) -> str:
    """Return which line ends a file has, where they are not one of the two usual kinds."""
    text = _QUOTED.sub("", text)
    pairs = text.count("\r\n")
    returns, feeds = text.count("\r") - pairs, text.count("\n") - pairs
    if sum(map(bool, (pairs, returns, feeds))) > 1:
        return "mixed line ends"
    return "old Macintosh line ends (CR)" if returns else ""
