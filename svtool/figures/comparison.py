"""A figure beside that of the period before and that of the baseline: the change, its status, and what must be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from svtool.counting.basis import Basis
from svtool.counting.cells import ALL_LABEL, Cell
from svtool.counting.daily_counts import Counted
from svtool.counting.source_counts import SourceCounts
from svtool.dates import LONGER_THAN_MONTHS, Span
from svtool.figures.against import Against, Comparator
from svtool.figures.availability import Availability
from svtool.figures.change import Change, Partial, compare
from svtool.figures.change_verdict import with_verdict
from svtool.figures.contract import BEFORE, NOT_AVAILABLE, NOW, PROVISIONAL, Figure
from svtool.figures.drift_notes import called, drift_note, said_again
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

    @property
    def date_field(self) -> str:
        """Return the field that places a record in a period."""
        return self.measure.date_basis

    def as_known_on(self, day: date | None) -> Counting:
        """Return the same counts as they were known on a day."""
        return replace(self, known_on=day)

    def count(self, basis: Basis) -> Counted:
        """Return the counts of some days."""
        return self.counts.count(self.measure, basis, self.cell, self.known_on)

    def met_in_each(self, basis: Basis, spans: Sequence[Span]) -> list[int] | None:
        """Return the count of each of some months; None for people, who don't add up, and where dates are coarser."""
        if self.measure.counts_persons or self.counts.facts.coarsest in LONGER_THAN_MONTHS:
            return None
        return self.counts.met_in_each(self.measure, basis, spans, self.cell, self.known_on)

    def open_shares(self, basis: Basis) -> dict[str, tuple[int, int]]:
        """Return for each field the records that meet the other conditions, and those whose answer is not known."""
        if self.measure.counts_persons or any(value != ALL_LABEL for _, value in self.cell.values):
            return {}
        return self.counts.open_shares(self.measure, basis, self.cell, self.known_on)


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

    def compared(
        self, figure: Figure, counted: Counting, periods: tuple[Period, Period], earlier: Figure, comparator: Comparator
    ) -> Figure:
        """Return a figure compared with an earlier one, with the verdict on its change.

        Args:
            figure: the figure, not yet compared with that one.
            counted: the counts behind it.
            periods: its period, and that of the earlier one.
            earlier: the earlier figure.
            comparator: whether that is of the period before or of the baseline.
        """
        if NOT_AVAILABLE in (figure.status, earlier.status):
            return not_comparable(figure, earlier, comparator)
        now, before = periods
        change = self._change(counted, now, before)
        notes = [*change.notes]
        if counted.counts.facts.holds_intervals:
            # The test takes counts for exact; these are the least that suppressed and rounded cells may be.
            change = replace(change, p_value=None, lower=None, upper=None, dispersion=None, test_size=None)
            notes.insert(0, _range(change, Kind.RANGE_OF_INTERVALS))
        if change.dispersion and change.dispersion > 1:
            kind = Kind.WIDENED_BY_OTHERS if change.is_borrowed else Kind.WIDENED
            notes.append(Note(kind, numbers={"dispersion": change.dispersion}))
        since = self.available.provisional_since(counted.measure, now)
        may_grow = change.difference is not None and since is not None and change.days.now.spans[-1][1] >= since
        notes += [Note(Kind.PROVISIONAL_CHANGE)] if may_grow else []
        figure = comparator.written(figure, _as_printed(change, _label(figure, earlier, comparator), may_grow))
        notes += self._drifted(counted.measure, change, figure, earlier, comparator)
        figure = _noted(_with_counts(figure, change, comparator), notes, comparator)
        return with_verdict(figure, comparator)

    def _change(self, counted: Counting, now: Period, before: Period) -> Change:
        pair = self.available.pair(counted.measure, (now, before), counted.cell.area)
        breaks = self.breaks.between(counted.measure, before, now)
        return compare(counted, now, before, pair, self.partial, breaks)

    def _drifted(
        self, measure: Measure, change: Change, figure: Figure, earlier: Figure, comparator: Comparator
    ) -> list[Note]:
        """Return what must be said where recording moved under a change."""
        drift = change.drift
        if drift is None:
            return []
        title = self.available.field_title(measure, drift.field)
        periods = called(figure), called(earlier)
        note = drift_note(comparator.of(figure), title, figure.called[1], periods)
        return [said_again(note, figure.notes), _range(change, Kind.RANGE)]


def not_comparable(figure: Figure, earlier: Figure, comparator: Comparator) -> Figure:
    """Return a figure that has no change, because one of the two is not available."""
    missing = Against(compared_with=_label(figure, earlier, comparator), status=NOT_AVAILABLE)
    return with_verdict(comparator.written(figure, missing), comparator)


def _label(figure: Figure, earlier: Figure, comparator: Comparator) -> str:
    return figure.baseline if comparator.is_baseline else earlier.period


def _range(change: Change, kind: Kind) -> Note:
    least, most = change.if_known
    return Note(kind, numbers={"change_if_known_min_pct": least, "change_if_known_max_pct": most})


def _as_printed(change: Change, compared_with: str, may_grow: bool) -> Against:
    drift = change.drift
    least, most = change.if_known
    return Against(
        compared_with=compared_with,
        comparison=change.kind,
        now=change.now,
        before=change.before,
        change=change.difference,
        per_cent=change.per_cent,
        lower=change.lower,
        upper=change.upper,
        p_value=change.p_value,
        dispersion=change.dispersion,
        is_borrowed=change.is_borrowed,
        test_size=change.test_size,
        least=least,
        most=most,
        status=change.status or (PROVISIONAL if may_grow else ""),
        drift_field=drift.field if drift else "",
        drift_before=drift.before if drift else None,
        drift_now=drift.now if drift else None,
        may_grow=may_grow,
    )


def _with_counts(figure: Figure, change: Change, comparator: Comparator) -> Figure:
    names = {NOW: comparator.now, BEFORE: comparator.before}
    behind = {names[name]: counts for name, counts in change.counts.items()}
    return figure.but(counts={**figure.counts, **behind})


def _noted(figure: Figure, notes: Sequence[Note], comparator: Comparator) -> Figure:
    """Return a figure with what must be said of a change; of the baseline only what its own change does not say."""
    if not comparator.is_baseline:
        return figure.but(notes=(*figure.notes, *notes))
    if figure.compared_with == figure.baseline:
        return figure
    always = {Kind.DRIFT, Kind.RANGE}
    of_baseline = [
        replace(each, baseline=figure.baseline) for each in notes if each.kind in always or each not in figure.notes
    ]
    return figure.but(notes=(*figure.notes, *of_baseline))
