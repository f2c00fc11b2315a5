"""The checks of a file: each is small, sees the blocks as they are read, and says at the end what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from svtool.findings.finding import Finding
from svtool.records.watch import Block
from svtool.validation.cells import find_odd_cells
from svtool.validation.day_checks import check_future, check_new_years, check_sequence, check_window
from svtool.validation.hour_checks import check_hours
from svtool.validation.known_checks import check_flags, check_places
from svtool.validation.line_breaks import LineBreaks
from svtool.validation.offence_checks import check_disagreement, check_in_force
from svtool.validation.order_checks import check_neighbours, check_orders
from svtool.validation.personal import PersonalText
from svtool.validation.reading import Reading
from svtool.validation.references import References
from svtool.validation.rejects import find_rejected
from svtool.validation.shifted import ShiftedRows
from svtool.validation.text_checks import check_texts


class Check(Protocol):
    """A check that needs the rows."""

    def read(self, block: Block) -> None:
        """See a block of records."""

    def findings(self) -> Iterable[Finding]:
        """Return what was found, once the file is read to its end."""


# Each makes a check for a file, or None where it has nothing to check there.
ROW_CHECKS: tuple[Callable[[Reading], Check | None], ...] = (
    LineBreaks,
    References,
    PersonalText,
    ShiftedRows,
    check_orders,
    check_future,
    check_new_years,
    check_sequence,
    check_window,
    check_neighbours,
    check_hours,
    check_disagreement,
    check_in_force,
    check_texts,
    check_flags,
    check_places,
)

# What is seen at the end of a file, without its rows.
FILE_CHECKS: tuple[Callable[[Reading], Iterable[Finding]], ...] = (find_rejected, find_odd_cells)
