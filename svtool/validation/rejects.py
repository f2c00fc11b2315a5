"""Rejected rows, as findings: equal reasons are one finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from svtool.errors import several
from svtool.files.account import RejectedRow
from svtool.files.malformed_rows import first_record
from svtool.findings.finding import Finding
from svtool.records.watch import FIRST_PLACES
from svtool.validation.reading import Reading


@dataclass(frozen=True)
class LostRow:
    """A rejected row as it stands in its file; its cells are shown to nobody but whoever asks for this file.

    Attributes:
        file: its file.
        line: its line; 0 where the file has none.
        record: its record.
        reason: why it was rejected.
        header: the column names of its file.
        cells: its cells, as many as it has.
    """

    file: str
    line: int
    record: int
    reason: str
    header: tuple[str, ...]
    cells: tuple[str, ...] = field(repr=False)


TOLD_BY_FILE = {"F11"}  # kinds that the reader tells of the file as a whole


def find_rejected(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each reason for which rows were rejected."""
    alike: dict[tuple[str, str], list[RejectedRow]] = {}
    for row in reading.rejected:
        if row.kind == "H10":
            alike.setdefault((row.kind, str(row.record)), []).append(row)
        elif row.kind not in TOLD_BY_FILE:
            alike.setdefault((row.kind, row.reason), []).append(row)
    for (kind, reason), rows in alike.items():
        if kind == "H10":
            yield _open_quote(reading, rows)
        elif kind == "R03":
            yield _split_rows(reading, rows)
        else:
            message = f"{several(len(rows), 'row has', 'rows have')} {reason}" if kind == "R02" else reason
            yield reading.find(kind, message, len(rows), places=[row.record for row in rows[:FIRST_PLACES]])


def lost_rows(reading: Reading) -> Iterator[LostRow]:
    """Yield the rejected rows of a file as they stand in it."""
    file = reading.file
    lines = reading.lines_of([row.record for row in reading.rejected]) or [0] * len(reading.rejected)
    delimiter = getattr(file, "delimiter", ",")
    for row, line in zip(reading.rejected, lines, strict=True):
        cells = reading.rejected_cells.get(row.record) or first_record(row.text, delimiter)
        yield LostRow(row.file, line and line + row.below, row.record, row.reason, tuple(file.header), tuple(cells))


def _open_quote(reading: Reading, rows: Sequence[RejectedRow]) -> Finding:
    found = reading.find("H10", "", len(rows), places=[rows[0].record])
    line = found.lines[0]
    end = f"; up to line {line + len(rows) - 1:,}, {len(rows):,} lines were read as one record" if len(rows) > 1 else ""
    return replace(found, message=f"line {line:,} opens a quote that is not closed on it{end}")


def _split_rows(reading: Reading, rows: Sequence[RejectedRow]) -> Finding:
    found = reading.find("R03", "", len(rows), places=[row.record for row in rows[:FIRST_PLACES]])
    first = found.lines[0]
    last = first
    for row in rows[1:]:
        if row.record != rows[0].record + last - first + 1:
            break
        last += 1
    if len(rows) == last - first + 1:
        return replace(found, message=f"lines {first:,}–{last:,} look like one row split by a line break")
    return replace(found, message=f"{len(rows):,} lines look like rows split by a line break; the first at {first:,}")
