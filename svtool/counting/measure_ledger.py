"""The ledger of a measure: where every usable row of its source went; it always balances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from svtool.counting.basis import Basis
from svtool.counting.daily_counts import NO_DAY, Chosen, Days
from svtool.errors import LedgerError
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class MeasureLedger:
    """Usable rows of a source and where a measure has them; each row is in one place, the first that fits.

    Attributes:
        usable: all of them.
        undated: those without the date that the measure counts by.
        strays: those dated on days that their part of the source does not hold.
        outside_periods: those of held days that no period shows.
        outside_area: those of another area.
        not_met, not_known, met: by the measure's rule; of an unknown area that may be inside, not known.
    """

    usable: int
    undated: int
    strays: int
    outside_periods: int
    outside_area: int
    not_met: int
    not_known: int
    met: int

    def check(self, measure: str) -> None:
        """Check that the rows add up.

        Raises:
            LedgerError: they do not.
        """
        placed = self.undated + self.strays + self.outside_periods + self.outside_area
        if placed + self.not_met + self.not_known + self.met != self.usable:
            raise LedgerError(f"{measure}: {self.usable} usable rows, of which the measure's ledger has others")


@dataclass(frozen=True)
class PlacedRows:
    """The rows of a measure by day, with which of them count for the whole, and which may."""

    days: Days
    inside: Chosen
    perhaps: Chosen


def ledger_of(
    measure: Measure, rows: PlacedRows, usable: int, periods: Sequence[Basis], held: Basis | None
) -> MeasureLedger:
    """Return where the usable rows of a source went, for one measure.

    Args:
        measure: a measure whose units are the source's records.
        rows: the rows of the source, tallied for it.
        usable: how many the source's own ledger says there are.
        periods: what counts of each period that is shown.
        held: what is held at any time; None where the measure counts by another date than the extracts were drawn by,
            for a day that is merely early is none on which nothing is held.

    Raises:
        LedgerError: they do not add up.
    """
    days = rows.days
    dated = days.day != NO_DAY
    in_periods = np.any([days.within(each) for each in periods], axis=0) if periods else np.zeros(len(days.day), bool)
    is_held = in_periods | days.within(held)
    own = rows.inside | rows.perhaps
    counted = days.sum(in_periods & rows.inside & ~rows.perhaps)
    perhaps = days.sum(in_periods & rows.perhaps)
    found = MeasureLedger(
        usable,
        undated=_all(days, ~dated),
        strays=_all(days, dated & ~is_held),
        outside_periods=_all(days, dated & is_held & ~in_periods),
        outside_area=_all(days, in_periods & ~own),
        not_met=counted.not_met + perhaps.not_met,
        not_known=counted.not_known + perhaps.met + perhaps.not_known,
        met=counted.met,
    )
    found.check(measure.id)
    return found


def _all(days: Days, chosen: Chosen) -> int:
    counted = days.sum(chosen)
    return counted.met + counted.not_known + counted.not_met
