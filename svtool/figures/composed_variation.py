"""How much more than chance a share, ratio or score varies from month to month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from svtool.counting.basis import Basis
from svtool.dates import Span, count_days, whole_months
from svtool.figures.change import ENOUGH_A_MONTH, ENOUGH_MONTHS, UNKNOWN, Variation
from svtool.figures.composed_amounts import Counter
from svtool.statistics.quotient_dispersion import Month, dispersion_of_months

Side = tuple[Sequence[Basis], "date | None"]


@dataclass(frozen=True)
class Monthly:
    """The parts of a figure, month by month.

    Attributes:
        counters: what it is of and, if anything, what it is divided by.
        held: all that the extracts of each of them hold at any time.
        is_share: whether the one holds the other.
    """

    counters: Sequence[Counter]
    held: Sequence[Basis]
    is_share: bool

    def variation(self, now: Side, before: Side) -> Variation:
        """Return how much the months compared vary, or, where these are too few, all that are held.

        Args:
            now, before: for each part the days compared, and the day as known on which they are counted.
        """
        compared = [(days, _months(days), known_on) for days, known_on in (now, before)]
        if sum(len(months) for _, months, _ in compared) >= ENOUGH_MONTHS:
            return Variation(self._dispersion(compared))
        known_on = now[1]
        held = [each.on([(date.min, known_on)]) if known_on else each for each in self.held]
        months = _months(held)
        if len(months) < ENOUGH_MONTHS:
            return UNKNOWN
        years = sorted({first.year for first, _ in months})
        by_year = [(held, [each for each in months if each[0].year == year], known_on) for year in years]
        found = self._dispersion(by_year)
        return Variation(found, is_borrowed=found is not None)

    def _dispersion(self, periods: Sequence[tuple[Sequence[Basis], Sequence[Span], date | None]]) -> float | None:
        every: list[list[Month]] = []
        for days, months, known_on in periods:
            parts = [each.in_each(basis, months, known_on) for each, basis in zip(self.counters, days, strict=True)]
            first, per = parts[0], parts[1] if len(parts) > 1 else None
            if first is None or None in parts:
                return None
            lengths = [count_days([month]) for month in months]
            others = per if per is not None else [None] * len(first)
            every.append(list(zip(first, others, lengths, strict=True)))
        events = sum(of.events for months in every for of, _, _ in months)
        if events < ENOUGH_A_MONTH * sum(len(months) for months in every):
            return None
        return dispersion_of_months(every, self.is_share)


def _months(days: Sequence[Basis]) -> list[Span]:
    """Return the whole months that all parts have."""
    found = [whole_months(each.spans) for each in days]
    return [month for month in found[0] if all(month in others for others in found[1:])]
