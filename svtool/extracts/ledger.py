"""The ledger: where every row of an extract went. It always balances; if not, that is a bug and stops the run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from svtool.errors import LedgerError
from svtool.extracts.reading import RejectedRow


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


@dataclass
class ReviewUse:
    """What became of a source's reviews.

    Attributes:
        used: how many settled a value.
        unmatched: places of those whose record is not in the extracts.
        not_asked: how many settle a field that nothing in this run asks about.
    """

    used: int = 0
    unmatched: list[str] = field(default_factory=list)
    not_asked: int = 0


@dataclass
class ExtractReport:
    """What reading an extract met: its ledger, rejected rows, and texts that were not understood."""

    ledger: Ledger
    files: list[str] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    encodings: dict[str, str] = field(default_factory=dict)
    coarsest: dict[str, str] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    reviews: ReviewUse = field(default_factory=ReviewUse)
