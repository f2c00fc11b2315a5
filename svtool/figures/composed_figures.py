"""Figures that are worked out from counted ones of their table: shares, ratios and severity scores.

They are made last, of what may be printed: under a disclosure policy a share is that of the two counts as they are
printed, and goes with either of them. What would need counts that no table prints is withheld.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from svtool.counting.basis import Basis
from svtool.counting.cells import Cell
from svtool.counting.source_counts import SourceCounts
from svtool.dates import Span, count_days
from svtool.figures.against import COMPARATORS, Against, Comparator
from svtool.figures.change import UNKNOWN, Variation
from svtool.figures.change_verdict import with_verdict
from svtool.figures.common_days import are_alike, count_months, in_common
from svtool.figures.composed_amounts import Amount, Counter, Pair, of_counts
from svtool.figures.composed_change import compared, with_values_compared
from svtool.figures.composed_variation import Monthly
from svtool.figures.contract import (
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    NOT_KNOWN,
    OWN,
    SUPPRESSED,
    UNDATED,
    Figure,
    WorkedOut,
)
from svtool.figures.notes import MAY_GROW, NO_FIGURE, Kind, Note
from svtool.figures.score_rates import NO_RATE, rate_of_score
from svtool.schema.compositions import MONTHLY, PER_CENT, SEVERITY, SHARE, Composition
from svtool.schema.tables import Measure, Table, TableRow
from svtool.statistics.quotients import limits_of
from svtool.statistics.severity import severity_limits

Place = tuple[Cell, str]  # where in the breakdowns, and which column
# What is said of a part and holds for what is worked out from it.
CARRIED = NO_FIGURE | MAY_GROW | {
    Kind.PARTLY_COVERED, Kind.LACKING, Kind.NOT_OPEN, Kind.PART_DRAWN, Kind.UNSTATED, Kind.RAW, Kind.REFUSED,
    Kind.NO_COMMON_DAY, Kind.RECORDING_CHANGED, Kind.PART_RECORDING_CHANGED, Kind.DRIFT,
}  # fmt: skip
METHODS = {SHARE: "Wilson", SEVERITY: "Fay-Feuer", MONTHLY: "exact"}
OF_RATIO = "Clopper-Pearson"
ROUNDING = 1 + 1e-9  # two sums of the same weights may differ by a hair


@dataclass(frozen=True)
class Counted:
    """A counted figure: as it is, and as it may be printed."""

    exact: Figure
    printed: Figure

    @property
    def perhaps(self) -> int | None:
        """Return how many more may belong to it; None where that is withheld."""
        if self.printed.not_known is None or self.printed.hides_undated:
            return None
        return self.printed.not_known + (self.printed.undated or 0)


Missing = tuple[str, tuple[Note, ...]]  # a status, and why there is no number


@dataclass(frozen=True)
class Composer:
    """Makes the figures of a run that are worked out from others.

    Attributes:
        counts: the counts of each source.
        measures: the counted measures by id.
        held: source → all that its extracts hold at any time.
        is_controlled: whether a disclosure policy hides counts.
    """

    counts: Mapping[str, SourceCounts]
    measures: Mapping[str, Measure]
    held: Mapping[str, Basis]
    is_controlled: bool = False

    def figures(self, table: Table, exact: Sequence[Figure], printed: Sequence[Figure]) -> list[Figure]:
        """Return the figures of a table that are worked out, in its order.

        Args:
            table: the table.
            exact: its counted figures.
            printed: the same as they may be printed, in the same order.
        """
        by_measure: dict[str, dict[Place, Counted]] = {}
        for one, other in zip(exact, printed, strict=True):
            places = by_measure.setdefault(one.measure_id, {})
            places.setdefault((one.cell, one.column), Counted(one, other))
        return [each for row in table.rows if row.measure.made_of for each in self._row(row, by_measure)]

    def _row(self, row: TableRow, by_measure: Mapping[str, Mapping[Place, Counted]]) -> list[Figure]:
        made_of = row.measure.made_of
        if made_of is None:
            return []
        found: list[Figure] = []
        others = by_measure.get(made_of.counted_per or "", {})
        for place, of in by_measure.get(made_of.counted, {}).items():
            per = others.get(place)
            if made_of.counted_per is None or per is not None:
                found.append(_Composing(self, row, made_of, of, per).figure())
        return found


@dataclass(frozen=True)
class _Composing:
    """One figure, as it is worked out."""

    composer: Composer
    row: TableRow
    made_of: Composition
    of: Counted
    per: Counted | None

    @cached_property
    def _parts(self) -> list[Counted]:
        return [self.of, *([self.per] if self.per else [])]

    def figure(self) -> Figure:
        """Return the figure, with its changes."""
        blank = self._blank()
        own = self._pair(OWN)
        if not isinstance(own, Pair):
            status, notes = own
            return self._with_changes(blank.but(status=status, notes=notes))
        fault = self._fault(own)
        if fault:
            status, notes = fault
            return self._with_changes(
                blank.but(status=status, notes=(*notes, *own.notes), worked_out=_behind(own, self.made_of))
            )
        return self._with_changes(self._valued(blank, own))

    def _blank(self) -> Figure:
        """Return the figure without anything that is counted."""
        of, measure = (self.per or self.of).printed, self.row.measure
        carried = [note for each in self._parts for note in each.printed.notes if note.kind in CARRIED]
        return Figure(
            table=of.table,
            position=self.row.position,
            group=self.row.group,
            measure_id=measure.id,
            measure=measure.title,
            source=self.of.exact.source,
            unit=self.of.exact.unit,
            definition=self.of.exact.definition,
            date_basis=self.of.exact.date_basis,
            area_basis=self.of.exact.area_basis,
            area_code=of.area_code,
            area=of.area,
            period=of.period,
            period_start=of.period_start,
            period_end=of.period_end,
            days=of.days,
            days_covered=min(each.printed.days_covered for each in self._parts),
            lacking=tuple(dict.fromkeys(one for each in self._parts for one in each.printed.lacking)),
            value_unit=self.made_of.unit,
            baseline=of.baseline,
            desired=measure.desired or "",
            notes=tuple(dict.fromkeys(carried)),
            by=of.by,
            column=of.column,
            is_column=of.is_column,
            place=of.place,
            nouns=self.of.exact.nouns,
            cell=of.cell,
            rate=NO_RATE if self.of.printed.rate else None,
            worked_out=WorkedOut(),
        )

    def _pair(self, which: str) -> Pair | Missing:
        """Return the amounts of a figure's own days, or of those of a comparison; or why there are none."""
        missing = self._missing(which)
        if missing:
            return missing
        bases = [each.exact.counts[which].basis for each in self._parts]
        same_source = len({each.exact.source for each in self._parts}) == 1
        if len(bases) == 1 or are_alike(bases[0], bases[1], same_source):
            return self._on_own_days(which, bases)
        return self._on_common_days(which, bases)

    def _missing(self, which: str) -> Missing | None:
        """Return the status of a figure of which a part is not there, or not to be shown; None where all are."""
        for each in self._parts:
            if _is_suppressed(each, which):
                return SUPPRESSED, ()
            if which not in each.exact.counts:
                return NOT_AVAILABLE, tuple(note for note in each.printed.notes if note.kind in NO_FIGURE)
        if self.composer.is_controlled and self.made_of.weights:
            return SUPPRESSED, (Note(Kind.SCORE_WITHHELD),)
        of, per = self.of.exact, self._parts[-1].exact
        if of.cell.area is not None and of.area_basis != per.area_basis:
            return NOT_AVAILABLE, (Note(Kind.AREAS_OF_TWO_KINDS, {"of": of.measure, "per": per.measure}),)
        return None

    def _on_common_days(self, which: str, bases: Sequence[Basis]) -> Pair | Missing:
        if self.composer.is_controlled:
            return SUPPRESSED, (Note(Kind.ON_OTHER_DAYS),)
        spans = in_common(bases[0], bases[1])
        if not spans:
            titles = {"of": self.of.exact.measure, "per": self._parts[-1].exact.measure}
            return NOT_AVAILABLE, (Note(Kind.NO_DAYS_IN_COMMON, titles),)
        counted = [
            self._counter(each).amount(basis.on(spans), each.exact.counts[which].known_on)
            for each, basis in zip(self._parts, bases, strict=True)
        ]
        return self._paired(counted, spans, notes=(Note(Kind.ON_COMMON_DAYS, {"spans": spans}),))

    def _on_own_days(self, which: str, bases: Sequence[Basis]) -> Pair:
        amounts = [self._amount(each, which, basis) for each, basis in zip(self._parts, bases, strict=True)]
        return self._paired(amounts, bases[0].spans, bases[0].days)

    def _paired(
        self, amounts: Sequence[Amount], spans: tuple[Span, ...], days: int | None = None, notes: tuple[Note, ...] = ()
    ) -> Pair:
        factor = 100.0 if self.made_of.unit == PER_CENT else 1.0
        factor = 1 / count_months(spans) if self.made_of.way == MONTHLY else factor
        per = amounts[1] if len(amounts) > 1 else None
        days = count_days(spans) if days is None else days
        return Pair(amounts[0], per, self.made_of.way == SHARE, factor, days, notes, spans)

    def _amount(self, counted: Counted, which: str, basis: Basis) -> Amount:
        if self.made_of.weights:
            return self._counter(counted).amount(basis, counted.exact.counts[which].known_on)
        if which == OWN:
            return of_counts(counted.printed.count or 0, counted.perhaps)
        numbers = counted.exact.counts[which].numbers
        perhaps = None if self.composer.is_controlled else numbers.get(NOT_KNOWN, 0) + numbers.get(UNDATED, 0)
        return of_counts(_compared_count(counted.printed, which) or 0, perhaps)

    def _counter(self, counted: Counted) -> Counter:
        exact = counted.exact
        measure = self.composer.measures[exact.measure_id]
        return Counter(self.composer.counts[exact.source], measure, exact.cell, self.made_of.weights)

    def _fault(self, own: Pair) -> Missing | None:
        """Return the status of a figure that can't be worked out, and why; None where it can."""
        of, per = self.of.exact.measure, self._parts[-1].exact.measure
        if own.of.without and not own.of.certain.events:
            return NOT_AVAILABLE, (Note(Kind.NO_WEIGHTS, {"title": of}),)
        if own.per is None:
            return None
        if own.value is None:
            return NOT_APPLICABLE, (Note(Kind.NOTHING_TO_DIVIDE_BY, {"title": per}),)
        if own.is_share and own.of.certain.total > own.per.certain.total * ROUNDING:
            return NOT_AVAILABLE, (Note(Kind.MORE_THAN_ITS_WHOLE, {"of": of, "per": per}),)
        return None

    def _valued(self, blank: Figure, own: Pair) -> Figure:
        limits = (limits_of(own.quotient) if own.per else severity_limits(own.of.certain)).times(own.factor)
        least, most = own.bounds
        worked_out = replace(
            _behind(own, self.made_of),
            value_lower_95=limits.lower,
            value_upper_95=limits.upper,
            value_if_known_min=least,
            value_if_known_max=most,
            value_method=METHODS.get(self.made_of.way, OF_RATIO),
        )
        grows = next((each.printed.status for each in self._parts if each.printed.status), "")
        notes = (*blank.notes, *own.notes, *_of_weights(own))
        of_count = self.of.printed.rate
        is_score = self.made_of.way == SEVERITY
        rate = rate_of_score(of_count, own.of.certain) if of_count and is_score else blank.rate
        return blank.but(value=own.value, status=grows, notes=notes, worked_out=worked_out, rate=rate)

    def _with_changes(self, figure: Figure) -> Figure:
        if self.made_of.way == MONTHLY:
            return figure  # it changes as its count does, which stands above it
        for comparator in COMPARATORS:
            parts = [comparator.of(each.printed) for each in self._parts]
            if parts[0].compared_with:
                pairs = self._pair(comparator.now), self._pair(comparator.before)
                variation = self._variation(parts, comparator)
                figure = with_verdict(compared(figure, parts, pairs, variation, comparator), comparator)
                figure = with_values_compared(figure, pairs, self._left_out(comparator), comparator)
        return figure

    def _left_out(self, comparator: Comparator) -> tuple[str, ...]:
        """Return what the counts behind it are compared without."""
        said = (
            note.parts["without"]
            for each in self._parts
            for note in each.printed.notes
            if note.kind is Kind.LIKE_FOR_LIKE and comparator.is_said_by(note, each.printed)
        )
        return tuple(dict.fromkeys(str(name) for names in said if isinstance(names, tuple) for name in names))

    def _variation(self, parts: Sequence[Against], comparator: Comparator) -> Variation:
        """Return how much the figure varies; under a policy as much as the counts, whose variation is printed."""
        if self.composer.is_controlled:
            known = [each.dispersion for each in parts if each.dispersion is not None]
            return Variation(max(known, default=None), any(each.is_borrowed for each in parts))
        exact = [each.exact for each in self._parts]
        if any(which not in each.counts for each in exact for which in (comparator.now, comparator.before)):
            return UNKNOWN
        monthly = Monthly(
            [self._counter(each) for each in self._parts],
            [self.composer.held[each.source] for each in exact],
            self.made_of.way == SHARE,
        )
        now, before = (
            ([each.counts[which].basis for each in exact], exact[0].counts[which].known_on)
            for which in (comparator.now, comparator.before)
        )
        return monthly.variation(now, before)


def _compared_count(figure: Figure, which: str) -> int | None:
    """Return the printed count of one side of a comparison."""
    for comparator in COMPARATORS:
        if which == comparator.now:
            return comparator.of(figure).now
        if which == comparator.before:
            return comparator.of(figure).before
    return figure.count


def _is_suppressed(counted: Counted, which: str) -> bool:
    """Return whether a count is there, and may not be printed."""
    return which in counted.exact.counts and _compared_count(counted.printed, which) is None


def _behind(pair: Pair, made_of: Composition) -> WorkedOut:
    """Return the counts behind a figure."""
    return WorkedOut(
        of_count=pair.of.count,
        of_not_known=pair.of.not_known,
        per_count=pair.per.count if pair.per else None,
        per_not_known=pair.per.not_known if pair.per else None,
        not_weighed=sum(pair.without.values()) if made_of.weights else None,
    )


def _of_weights(pair: Pair) -> list[Note]:
    """Return which offences of a figure have no weight, and that some may have several."""
    found: list[Note] = []
    if pair.without:
        found.append(Note(Kind.NOT_WEIGHED, {"classes": tuple(pair.without)}, pair.without))
    if pair.per is None and pair.is_coarse:
        found.append(Note(Kind.SEVERAL_WEIGHTS, numbers={"least": pair.of.certain.total, "most": pair.of.heaviest}))
    return found
