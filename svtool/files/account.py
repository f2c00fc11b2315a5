"""What came of reading a file to its end: its rows, those that were rejected, and what the analyst should know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from svtool.files.quotes import Swallowed
from svtool.files.text_block import Places
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding, Level
from svtool.findings.message import Message


@dataclass(frozen=True)
class RejectedRow:
    """A row that could not be read.

    Attributes:
        file: its file.
        record: its record number (the header is record 1).
        told: why it was rejected.
        text: it as it stands in the file, where it could not be told into cells.
        kind: which kind of finding it is.
        below: how many lines below the record's first it stands, of lines that a quote made into one record.
    """

    file: str
    record: int
    told: Message | str
    text: str = field(repr=False, default="")
    kind: str = "R02"
    below: int = 0

    @property
    def reason(self) -> str:
        """Return why it was rejected, as text."""
        return str(self.told)


@dataclass
class Account:
    """Kept while a file is read, and given when it is read to its end.

    Attributes:
        file: how messages call the file.
        described: in one line how it was read.
        rows_read: rows of the table, the lines above its header included.
        not_records: rows that are no records: titles, totals, repeated headers, blank lines.
        rejected: rows that can't be read, in the order of the file.
        totals: numbers that total rows state.
        findings: what the analyst should know of the file as a whole.
        breaks: record number → line breaks, of records that are malformed and hold some.
        with_control: cells that held control characters, where they were not removed before the file was cells.
        swallowed: rows in which a quote swallowed others: the file is to be read again without them.
    """

    file: str
    described: str = ""
    rows_read: int = 0
    not_records: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    breaks: dict[int, int] = field(default_factory=dict)
    with_control: int = 0
    swallowed: tuple[Swallowed, ...] = ()

    @property
    def records(self) -> int:
        """Return the rows that are records, whether they could be read or not."""
        return self.rows_read - self.not_records

    def breaks_before(self, records: Places) -> Places:
        """Return how many line breaks stand in the malformed records before each of some records."""
        malformed = sorted(self.breaks)
        sums = np.cumsum([0, *(self.breaks[each] for each in malformed)])
        found: Places = sums[np.searchsorted(malformed, records)]
        return found


def file_finding(  # noqa: PLR0913 (a finding has that much to say)
    file: str,
    kind: str,
    told: Message | str,
    count: int = 1,
    *,
    column: str = "",
    level: Level | None = None,
    record: int = 0,
    lines: Iterable[int] = (),
) -> Finding:
    """Return a finding on a file as a whole, on one of its columns, on one of its records, or on some of its lines."""
    records = (record,) if record else ()
    return Finding(KINDS[kind], file, told, count, column, records=records, lines=tuple(lines), given_level=level)
