"""The ledger: where every row of an extract went. It always balances; if not, that is a bug and stops the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from svtool.errors import LedgerError
from svtool.extracts.extract_file import RejectedRow


@dataclass
class Ledger:
    """Rows read from an extract and where they went."""

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

    def check(self) -> None:
        """Check that the rows add up.

        Raises:
            LedgerError: they do not.
        """
        accounted = (
            self.rejected + self.not_records + self.repeated + self.superseded + self.unlinked + self.cancelled
        ) + self.usable
        if accounted != self.read:
            raise LedgerError(f"{self.source} {self.part}: {self.read} rows read, {accounted} accounted for")


@dataclass(frozen=True)
class Extract:
    """A file as its supplier sent it, and the day as at which it was made, if that is said."""

    name: str
    as_at: date | None = None


@dataclass
class ExtractReport:
    """What reading an extract met: its ledger, rejected rows, and texts that were not understood.

    Attributes:
        described: for each file in one line how it was read.
        notes: what the analyst should know of the files.
        errors: what is probably wrong with a file as a whole.
    """

    ledger: Ledger
    extracts: list[Extract] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    described: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    coarsest: dict[str, str] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
