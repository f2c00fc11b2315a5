"""The ledger: where every row of an extract went. It always balances; if not, that is a bug and stops the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from svtool.dates import Precision
from svtool.errors import LedgerError
from svtool.extracts.reading import RejectedRow


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
    left_out: Counter[str] = field(default_factory=Counter)  # why → rows: transferred, follow up, false alarm …

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


@dataclass
class ExtractReport:
    """What reading an extract met: its ledger, rejected rows, and texts that were not understood."""

    ledger: Ledger
    files: list[str] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    encodings: dict[str, str] = field(default_factory=dict)
    coarsest: dict[str, Precision] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    disagreeing: int = 0  # units whose rows say different things
    reclassified: int = 0  # offences that are of another kind than when they were first recorded
    classification: str = "current"
