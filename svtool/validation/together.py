"""Several checks of one kind as one: each field of a file has its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from svtool.findings.finding import Finding
from svtool.records.watch import Block


class OneCheck(Protocol):
    """A check of one field."""

    def read(self, block: Block) -> None:
        """See a block of records."""

    def findings(self) -> Iterator[Finding]:
        """Yield what was found."""


class Together:
    """The checks of several fields."""

    def __init__(self, checks: Sequence[OneCheck]) -> None:
        """Keep the checks."""
        self._checks = checks

    def read(self, block: Block) -> None:
        """Show a block to each check."""
        for check in self._checks:
            check.read(block)

    def findings(self) -> Iterator[Finding]:
        """Yield what each check found."""
        for check in self._checks:
            yield from check.findings()
