"""What a share, a ratio or a score is worked out from: counts, what each of them weighs, and what may be added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from svtool.counting.basis import Basis
from svtool.counting.cells import Cell
from svtool.counting.daily_counts import Counted
from svtool.counting.source_counts import SourceCounts
from svtool.dates import LONGER_THAN_MONTHS, Span
from svtool.figures.notes import Note
from svtool.schema.tables import Measure
from svtool.schema.weight_bands import name_of, weight_of, without_weight
from svtool.schema.weights import Weights
from svtool.statistics.quotients import Quotient
from svtool.statistics.severity import WeightedCount, plain_count, weigh


@dataclass(frozen=True)
class Amount:
    """A count or a score.

    Attributes:
        certain: what certainly meets the rule, each at the least that it may weigh.
        heaviest: the sum of the same, each at the most that it may weigh.
        may_add: the most that what is not known, or undated, may add; None where that is withheld.
        not_known: how many these are.
        without: class → how many offences have no weight; they are in no score.
    """

    certain: WeightedCount
    heaviest: float
    may_add: float | None
    not_known: int | None
    without: Mapping[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Return how many units it is of, with or without a weight."""
        return self.certain.events + sum(self.without.values())

    @property
    def most(self) -> float | None:
        """Return the most that it may be."""
        return None if self.may_add is None else self.heaviest + self.may_add

    @property
    def is_coarse(self) -> bool:
        """Return whether some of it may weigh more than one number."""
        return self.heaviest > self.certain.total


def of_counts(met: int, perhaps: int | None) -> Amount:
    """Return units that count one each.

    Args:
        met: how many meet the rule.
        perhaps: how many more may; None where that is withheld.
    """
    return Amount(plain_count(met), met, perhaps, perhaps)


Bounds = tuple[float | None, float | None]


@dataclass(frozen=True)
class Pair:
    """The amounts that a figure is worked out from, on the same days; one alone for a score.

    Attributes:
        of, per: the amounts.
        is_share: whether the one holds the other.
        factor: by what a quotient, or one amount alone, is multiplied to be in the unit of the figure.
        days: how many days they are of.
        notes: what must be said of these days.
        spans: these days.
    """

    of: Amount
    per: Amount | None
    is_share: bool
    factor: float
    days: int
    notes: tuple[Note, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def quotient(self) -> Quotient:
        """Return both as a share or ratio."""
        return Quotient(self.of.certain, (self.per or self.of).certain, self.is_share)

    @property
    def value(self) -> float | None:
        """Return the figure; None of nothing."""
        if self.per is None:
            return self.of.certain.total * self.factor
        value = self.quotient.value
        return None if value is None else value * self.factor

    @property
    def bounds(self) -> Bounds:
        """Return the least and the most that the figure could be, if all were known; None where that can't be told.

        The least is what is certain of the part, of all that may be of the whole; the most is all that may be of the
        part, of what is certain of the whole, for what may be of a part may be of its whole.
        """
        of, per = self.of, self.per
        if per is None:
            return of.certain.total * self.factor, None if of.most is None else of.most * self.factor
        least = of.certain.total / per.most * self.factor if per.most else None
        most = of.most / per.certain.total * self.factor if of.most is not None and per.certain.total else None
        return least, min(most, self.factor) if self.is_share and most is not None else most

    @property
    def without(self) -> Mapping[str, int]:
        """Return class → how many offences have no weight, of the larger of both."""
        return (self.per or self.of).without

    @property
    def is_coarse(self) -> bool:
        """Return whether some of it may weigh more than one number."""
        return self.of.is_coarse or (self.per is not None and self.per.is_coarse)


@dataclass(frozen=True)
class Counter:
    """The counts of a measure in one cell, weighed or not.

    Attributes:
        counts: of its source.
        measure: what is counted.
        cell: where.
        weights: what each unit counts; one without.
    """

    counts: SourceCounts
    measure: Measure
    cell: Cell
    weights: Weights | None = None

    def amount(self, basis: Basis, known_on: date | None) -> Amount:
        """Return the count, or the score, of some days as known on a day."""
        if self.weights is None:
            found = self.counts.count(self.measure, basis, self.cell, known_on)
            return of_counts(found.met, found.perhaps)
        name = name_of(self.weights)
        return weighed(self.counts.count_parts(self.measure, name, basis, self.cell, known_on))

    def in_each(self, basis: Basis, spans: Sequence[Span], known_on: date | None) -> list[WeightedCount] | None:
        """Return what is certain in each of some months; None of people, who don't add up."""
        if self.measure.counts_persons or self.counts.facts.coarsest in LONGER_THAN_MONTHS:
            return None
        if self.weights is None:
            found = self.counts.met_in_each(self.measure, basis, spans, self.cell, known_on)
            return [plain_count(each) for each in found]
        name, of_labels = name_of(self.weights), []
        for label in sorted(self.counts.labels_counted(self.measure, name)):
            if span := weight_of(label):
                cell = self.cell.within(name, label)
                counts = self.counts.met_in_each(self.measure, basis, spans, cell, known_on)
                of_labels.append([(each, span[0]) for each in counts])
        return [weigh(month) for month in zip(*of_labels, strict=True)] if of_labels else [WeightedCount()] * len(spans)


def weighed(parts: Mapping[str, Counted]) -> Amount:
    """Return the score of counts by what they weigh, as labels of weight bands say it."""
    spans = {label: span for label in parts if (span := weight_of(label))}
    return Amount(
        weigh((parts[label].met, low) for label, (low, _) in spans.items()),
        weigh((parts[label].met, high) for label, (_, high) in spans.items()).total,
        weigh((parts[label].perhaps, high) for label, (_, high) in spans.items()).total,
        sum(each.perhaps for each in parts.values()),
        without_weight({label: each.met for label, each in parts.items()}),
    )
