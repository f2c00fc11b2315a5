"""Rejected rows, as findings: equal reasons are one finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from svtool.extracts.extract_file import RejectedRow
from svtool.extracts.watching import FIRST_PLACES
from svtool.findings.finding import Finding
from svtool.validation.reading import Reading


def find_rejected(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for each reason for which rows were rejected."""
    by_reason: dict[str, list[RejectedRow]] = {}
    for row in reading.file.rejected:
        by_reason.setdefault(row.reason, []).append(row)
    for reason, rows in by_reason.items():
        found = reading.find("R02", reason, len(rows))
        yield replace(found, records=tuple(row.record for row in rows[:FIRST_PLACES]))
