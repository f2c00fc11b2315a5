"""The ledger: where every row of an extract went. It always balances; if not, that is a bug and stops the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from svtool.dates import Precision
from svtool.errors import LedgerError
from svtool.files.account import RejectedRow
from svtool.files.csv_files import PLAIN
from svtool.records.judgement import Fault
from svtool.schema.row_columns import COUNT
from svtool.schema.sources import Role


@dataclass
class Ledger:
    """Rows read from an extract and where they went; `reviewed` are rows of these that a person changed by hand."""

    source: str
    part: str
    read: int = 0
    rejected: int = 0
    not_records: int = 0
    repeated: int = 0
    superseded: int = 0
    unlinked: int = 0
    cancelled: int = 0
    usable: int = 0
    reviewed: int = 0
    left_out: Counter[str] = field(default_factory=Counter)  # why → rows: transferred, follow up, false alarm …

    def in_words(self) -> str:
        """Return the ledger as a sum: `19,200 rows read = 34 rejected + 16 transferred + 19,150 usable`."""
        parts = {
            "rejected": self.rejected, "not records": self.not_records, "repeated": self.repeated,
            "superseded": self.superseded, "unlinked": self.unlinked, "cancelled": self.cancelled,
            **dict(sorted(self.left_out.items())), "usable": self.usable,
        }  # fmt: skip
        words = " + ".join(f"{number:,} {name}" for name, number in parts.items() if number or name == "usable")
        reviewed = f" ({self.reviewed:,} reviewed)" if self.reviewed else ""
        return f"{self.read:,} rows read = {words}{reviewed}"

    def numbers(self) -> dict[str, Any]:
        """Return the numbers of the ledger by name, those that are left out by their reason."""
        numbers = {name: value for name, value in vars(self).items() if isinstance(value, int)}
        return {**numbers, "left_out": dict(sorted(self.left_out.items()))}

    def check(self) -> None:
        """Check that the rows add up.

        Raises:
            LedgerError: they do not.
        """
        accounted = (
            self.rejected + self.not_records + self.repeated + self.superseded + self.unlinked + self.cancelled
        ) + (self.left_out.total() + self.usable)
        if accounted != self.read:
            raise LedgerError(f"{self.source} {self.part}: {self.read} rows read, {accounted} accounted for")


@dataclass(frozen=True)
class Extract:
    """A file as its supplier sent it, with what the project file says of it.

    Attributes:
        name: how messages call it.
        as_at: the day as at which it was made.
        first, last: the days that it holds.
        selected_on: the date that these are of; the first of its source where nothing is said.
        is_alone: whether that is said of this file alone, and not of several together.
        fields: the fields that were read from it.
        roles: the people of whom it has any column, whether or not that was read.
        entry: the place of the project's entry that names it, among those of its part of the source.
    """

    name: str
    as_at: date | None = None
    first: date | None = None
    last: date | None = None
    selected_on: str | None = None
    is_alone: bool = False
    fields: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    entry: int = 0

    @property
    def window(self) -> tuple[date | None, date | None]:
        """Return the first and last day that it holds, as far as the project says so of this file alone."""
        return (self.first, self.last) if self.is_alone else (None, None)


@dataclass
class ReviewUse:
    """What became of a source's reviews.

    Attributes:
        used: how many settled a value.
        unmatched: places of those whose record is not in the extracts.
    """

    used: int = 0
    unmatched: list[str] = field(default_factory=list)


@dataclass
class ExtractReport:
    """What reading an extract met: its ledger, rejected rows, and texts that were not understood.

    Attributes:
        unplaced: codes of places that no list has → in how many cells they stand.
        described: for each file in one line how it was read.
        notes: what the analyst should know of the files.
        errors: what is probably wrong with a file as a whole.
    """

    ledger: Ledger
    extracts: list[Extract] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    unplaced: Counter[str] = field(default_factory=Counter)
    described: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    coarsest: dict[str, Precision] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    undated: Counter[tuple[str, ...]] = field(default_factory=Counter)  # dates that records lack → rows lacking these
    reviews: ReviewUse = field(default_factory=ReviewUse)
    disagreeing: int = 0  # units whose rows say different things
    reclassified: int = 0  # offences that are of another kind than when they were first recorded
    classification: str = "current"

    @property
    def unstated(self) -> int:
        """Return how many rows have a symbol, or nothing, where a count is expected."""
        return self.faults[(COUNT, Fault.NOT_STATED)]

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields that some file has."""
        return frozenset(name for extract in self.extracts for name in extract.fields)

    def readings(self) -> list[str]:
        """Return how files were read that are not plain CSV: encoding, sheet, header, in one line each."""
        return [f"{file}: {described}" for file, described in self.described.items() if described != PLAIN]
