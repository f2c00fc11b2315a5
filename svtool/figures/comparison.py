"""A figure beside that of the period before and that of the baseline: the change, its status, and what must be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from svtool.counting.daily_counts import Counted
from svtool.counting.source_counts import ALL_LABEL, Cell, SourceCounts, never_certain
from svtool.dates import Span
from svtool.figures.availability import Availability
from svtool.figures.change import Change, Partial, compare
from svtool.figures.contract import (
    BASE_BEFORE,
    BASE_NOW,
    BEFORE,
    NOT_AVAILABLE,
    NOW,
    PROVISIONAL,
    CountOfDays,
    Figure,
)
from svtool.figures.notes import Kind, Note
from svtool.figures.registered_breaks import Breaks
from svtool.schema.periods import Period
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class Counting:
    """A measure's counts in one cell, as a comparison asks for them."""

    counts: SourceCounts
    measure: Measure
    cell: Cell
    known_on: date | None = None

    def as_known_on(self, day: date | None) -> Counting:
        """Return the same counts as they were known on a day."""
        return replace(self, known_on=day)

    def count(self, spans: Sequence[Span]) -> Counted:
        """Return the counts of some days."""
        return self.counts.count(self.measure, spans, self.cell, self.known_on)

    def met_in_each(self, spans: Sequence[Span]) -> list[int] | None:
        """Return the count of each of some months; None for people, who don't add up, and where dates are coarser."""
        if self.measure.counts_persons or self.counts.facts.coarsest in {"quarter", "year"}:
            return None
        return [self.count([span]).met for span in spans]

    def open_shares(self, spans: Sequence[Span]) -> dict[str, tuple[int, int]]:
        """Return for each field the records that meet the other conditions, and those whose answer is not known."""
        if self.measure.counts_persons or any(value != ALL_LABEL for _, value in self.cell.values):
            return {}
        return self.counts.open_shares(self.measure, spans, self.cell, self.known_on)


@dataclass(frozen=True)
class Comparer:
    """Compares the figures of a run.

    Attributes:
        available: what can be told of each measure.
        breaks: the registered breaks.
        partial: what to do with periods that are partly covered.
    """

    available: Availability
    breaks: Breaks
    partial: Partial

    def compared(self, figure: Figure, counted: Counting, now: Period, before: Period, earlier: Figure) -> Figure:
        """Return a figure compared with an earlier one.

        Args:
            figure: the figure, not yet compared.
            counted: the counts behind it.
            now, before: the periods.
            earlier: the figure of the period before.
        """
        figure = replace(figure, compared_with=earlier.period)
        change = self._change(counted, now, before)
        if counted.counts.facts.holds_intervals:
            # The test takes counts for exact; these are the least that suppressed and rounded cells may be.
            change = replace(change, p_value=None, lower=None, upper=None, dispersion=None)
            figure = _noted(figure, [_range(change, Kind.RANGE_OF_INTERVALS)])
        figure = _noted(_with_change(figure, change), change.notes)
        if change.dispersion and change.dispersion > 1:
            figure = _noted(figure, [Note(Kind.WIDENED, numbers={"dispersion": change.dispersion})])
        since = self.available.provisional_since(counted.measure, now)
        if change.difference is not None and since and change.days.now[-1][1] >= since:
            figure = replace(figure, change_status=figure.change_status or PROVISIONAL)
            figure = _noted(figure, [Note(Kind.PROVISIONAL_CHANGE)])
        return _noted(figure, self._drifted(counted.measure, change))

    def against_baseline(self, figure: Figure, counted: Counting, now: Period, base: Period) -> Figure:
        """Return a figure with its change against the baseline, where both can be told."""
        measure, counts = counted.measure, counted.counts
        spans = self.available.coverage[measure.source].within(base)
        if not spans or never_certain(measure, counts.absent_fields(measure, spans)):
            return figure
        if base.known_on and self.available.why_not_known_on(measure, base.known_on):
            return figure
        change = self._change(counted, now, base)
        figure = replace(figure, baseline_change=change.difference, baseline_change_pct=change.per_cent)
        if change.counts:
            behind = {BASE_NOW: change.counts[NOW], BASE_BEFORE: change.counts[BEFORE]}
            figure = replace(figure, counts={**figure.counts, **behind})
        if figure.compared_with == figure.baseline:
            return figure
        said = [each for each in change.notes if each not in figure.notes]
        notes = [*said, *self._drifted(measure, change)]
        return _noted(figure, [replace(each, baseline=figure.baseline) for each in notes])

    def _change(self, counted: Counting, now: Period, before: Period) -> Change:
        coverage = self.available.coverage[counted.measure.source]
        breaks = self.breaks.between(counted.measure, before, now)
        return compare(counted, now, before, coverage, self.partial, breaks)

    def _drifted(self, measure: Measure, change: Change) -> list[Note]:
        """Return what must be said where recording moved under a change."""
        drift = change.drift
        if drift is None:
            return []
        shares = {"drift_before": drift.before, "drift_now": drift.now}
        title = self.available.field_title(measure, drift.field)
        return [Note(Kind.DRIFT, {"title": title}, shares), _range(change, Kind.RANGE)]


def not_comparable(figure: Figure, earlier: Figure) -> Figure:
    """Return a figure that has no change, because one of the two is not available."""
    return replace(figure, compared_with=earlier.period, change_status=NOT_AVAILABLE)


def _range(change: Change, kind: Kind) -> Note:
    least, most = change.if_known
    return Note(kind, numbers={"change_if_known_min_pct": least, "change_if_known_max_pct": most})


def _noted(figure: Figure, notes: Sequence[Note]) -> Figure:
    return replace(figure, notes=(*figure.notes, *notes))


def _with_change(figure: Figure, change: Change) -> Figure:
    behind: Mapping[str, CountOfDays] = {name: change.counts[name] for name in (NOW, BEFORE) if name in change.counts}
    least, most = change.if_known
    figure = replace(
        figure,
        comparison=change.kind,
        compared_count=change.now,
        comparator_count=change.before,
        change=change.difference,
        change_pct=change.per_cent,
        change_lower_pct=change.lower,
        change_upper_pct=change.upper,
        p_value=change.p_value,
        change_if_known_min_pct=least,
        change_if_known_max_pct=most,
        change_status=change.status,
        dispersion=change.dispersion,
        counts={**figure.counts, **behind},
    )
    drift = change.drift
    if drift is None:
        return figure
    return replace(figure, drift_field=drift.field, drift_before=drift.before, drift_now=drift.now)
