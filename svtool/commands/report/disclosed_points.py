"""The points of charts under a disclosure policy: of months where it lets months be shown, else of quarters or years.

The figures of the tables are settled first, as `svtool measures` prints them. Of the points those are suppressed that
are too small, or that would give away another point or a suppressed figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from svtool.commands.counted import Counted
from svtool.commands.disclosing import link_counts
from svtool.commands.measures import Material
from svtool.commands.scope import Scope
from svtool.commands.trend.charted import months_of
from svtool.commands.trend.month_series import Subject
from svtool.counting.cells import Cell
from svtool.dates import APRIL
from svtool.disclosure.linked_cells import Key, LinkedCells
from svtool.disclosure.released_cells import ReleasedCell, Shown
from svtool.figures.contract import COUNT, OWN, SERIES, Figure
from svtool.figures.maker import FigureMaker, Options
from svtool.figures.notes import Kind
from svtool.schema.periods import Period, read_periods
from svtool.schema.policies import DisclosurePolicy
from svtool.schema.tables import Measure

MONTH, QUARTER, YEAR = GRAINS = ("month", "quarter", "year")
MOST_SMALL = 0.1  # of the points that are not nil: with more, longer ones are tried
MOST_SUPPRESSED = 0.25  # of all points, with those that would give away others


@dataclass(frozen=True)
class Points:
    """What a chart under a policy shows of a measure.

    Attributes:
        grain: month, quarter or year.
        figures: the figure of each, in time order.
        shown: its count as it is printed; None where it is suppressed, or where there is none.
        suppressed: how many are.
    """

    grain: str
    figures: Sequence[Figure]
    shown: Sequence[int | None]
    suppressed: frozenset[int]


@dataclass(frozen=True)
class Settled:
    """The figures of the tables, as they were settled before any chart.

    Attributes:
        figures: as they were counted.
        linked, hidden: their linked counts, and those that are suppressed.
        varying: the measures of which is printed how much their monthly counts vary.
    """

    figures: Sequence[Figure]
    linked: LinkedCells
    hidden: AbstractSet[Key]
    varying: AbstractSet[str]


def disclose_points(
    scope: Scope, material: Material, settled: Settled, subjects: Sequence[Subject]
) -> dict[str, Points | None]:
    """Return the points of every measure that is charted by its id; None where the policy lets none be shown."""
    found: dict[str, Points | None] = {}
    for source in dict.fromkeys(subject.row.measure.source for subject in subjects):
        own = [each for each in subjects if each.row.measure.source == source]
        found |= _OfSource(scope, material, settled, source).points(own)
    return found


def cells_of_points(
    scope: Scope, counted: Counted, points: Mapping[str, Points | None], policy: DisclosurePolicy
) -> list[ReleasedCell]:
    """Return the points of charts as a release keeps them; none where the run has no release.

    Args:
        scope: what the run measures.
        counted: the records, counted.
        points: the points of each measure by its id; None where none is shown.
        policy: by which they are.
    """
    if scope.shelf is None or scope.shelf.name is None:
        return []
    from svtool.commands.releases import labels_of  # noqa: PLC0415

    measures = {each.id: each for each in scope.measures}
    found: list[ReleasedCell] = []
    for name, each in points.items():
        rule = policy.rule_for(measures[name].source, name)
        open_ = policy.promised_for(rule)
        labels = labels_of(counted.gathered.coverage[measures[name].source])
        for place, (figure, value) in enumerate(zip(each.figures, each.shown, strict=True) if each else ()):
            if each and figure.counts and (value is not None or place in each.suppressed):
                shown = Shown(scope.shelf.name, value, rule, open_)
                basis = figure.counts[SERIES].basis
                found.append(ReleasedCell(measures[name], (), basis, labels, COUNT, True, shown))
    return found


@dataclass
class _OfSource:
    """Chooses the points of the measures of one source, whose counts are linked with no other's."""

    scope: Scope
    material: Material
    settled: Settled
    source: str
    _made: dict[tuple[str, str], list[Figure]] = field(default_factory=dict)

    def points(self, subjects: Sequence[Subject]) -> dict[str, Points | None]:
        """Return the points of measures: the shortest of which few enough are suppressed."""
        grains = {each.row.measure.id: self._first_grain(each, GRAINS) for each in subjects}
        while True:
            charted = [each for each in subjects if grains[each.row.measure.id]]
            if not charted:
                return dict.fromkeys(grains)
            found = self._disclosed(charted, grains)
            coarser = charted if found is None else self._to_give_way(charted, found)
            if not coarser:
                return {**dict.fromkeys(grains), **(found or {})}
            for each in coarser:
                name = each.row.measure.id
                grains[name] = self._first_grain(each, GRAINS[GRAINS.index(grains[name] or YEAR) + 1 :])

    def _to_give_way(self, subjects: Sequence[Subject], found: Mapping[str, Points]) -> list[Subject]:
        """Return the measures that need longer points.

        How much monthly counts vary is a sum of their squares: beside all months but a few it would name these.
        """
        told = [
            each
            for each in subjects
            if (points := found[each.row.measure.id]).grain == MONTH
            and points.suppressed
            and each.row.measure.id in self.settled.varying
        ]
        return _worst(subjects, found) or told

    def _first_grain(self, subject: Subject, grains: Sequence[str]) -> str | None:
        """Return the first of some grains at which few points are small by themselves; None where there is none."""
        name = subject.row.measure.id
        rule = self._policy.rule_for(self.source, name)
        for grain in grains:
            counts = [each.count for each in self._figures(subject, grain) if each.counts and each.count is not None]
            nil = sum(count == 0 and rule.show_zero for count in counts)
            most = 0 if grain == MONTH and name in self.settled.varying else MOST_SMALL * (len(counts) - nil)
            if len(counts) > nil and sum(map(rule.hides, counts)) <= most:
                return grain
        return None

    @property
    def _policy(self) -> DisclosurePolicy:
        assert self.scope.policy is not None  # noqa: S101 (points are disclosed under a policy)
        return self.scope.policy

    @property
    def _maker(self) -> FigureMaker:
        return self.material.counted.figure_maker(Options(), self.scope.columns)

    def _figures(self, subject: Subject, grain: str) -> list[Figure]:
        """Return the figure of each point of a grain; one that is not whole has no count behind it."""
        key = (subject.row.measure.id, grain)
        if key not in self._made:
            maker = self._maker
            figures = [
                maker.figure(subject.table, subject.row, Cell(), each)
                for each in _periods_of(maker, subject.row.measure, grain, self.scope)
            ]
            self._made[key] = [
                each.but(counts={SERIES: each.counts[OWN]} if _is_whole(each) else {}) for each in figures
            ]
        return self._made[key]

    def _disclosed(self, subjects: Sequence[Subject], grains: Mapping[str, str | None]) -> dict[str, Points] | None:
        """Return the points of measures as they may be shown; None where the tables leave no way to."""
        # Linear programs take a quarter of a second to load, and most runs have no policy.
        from svtool.disclosure.suppression import DisclosureError, suppress  # noqa: PLC0415

        points = {each.row.measure.id: self._figures(each, grains[each.row.measure.id] or YEAR) for each in subjects}
        own = [
            (figure, behind)
            for figure, behind in zip(self.settled.figures, self.settled.linked.behind, strict=True)
            if figure.source == self.source
        ]
        every = [figure for figures in points.values() for figure in figures]
        linked = link_counts(self.scope, self.material.counted, [*(figure for figure, _ in own), *every])
        linked.settle([behind for _, behind in own], self.settled.hidden)
        try:
            hidden = suppress(linked, self._policy)
        except DisclosureError:
            return None
        hides = iter([behind.get((SERIES, COUNT)) in hidden for behind in linked.behind[len(own) :]])
        return {
            name: self._shown(grains[name] or YEAR, figures, [next(hides) for _ in figures])
            for name, figures in points.items()
        }

    def _shown(self, grain: str, figures: Sequence[Figure], hidden: Sequence[bool]) -> Points:
        rule = self._policy.rule_for(self.source, figures[0].measure_id)
        shown = [
            rule.rounded(each.count) if each.counts and each.count is not None and not hides else None
            for each, hides in zip(figures, hidden, strict=True)
        ]
        return Points(grain, figures, shown, frozenset(place for place, hides in enumerate(hidden) if hides))


def _is_whole(figure: Figure) -> bool:
    """Return whether a figure counts all of its days: a part of a month is not a month."""
    is_least = any(note.kind is Kind.UNSTATED for note in figure.notes)
    return figure.count is not None and figure.days_covered == figure.days and not is_least


def _worst(subjects: Sequence[Subject], found: Mapping[str, Points]) -> list[Subject]:
    """Return the measures of which most points are suppressed, half of those of which too many are.

    What one measure shows hides another: when the worst give way to longer points, the others may be shown.
    """
    shares = {each.row.measure.id: _share_suppressed(found[each.row.measure.id]) for each in subjects}
    many = [each for each in subjects if shares[each.row.measure.id] > MOST_SUPPRESSED]
    many.sort(key=lambda each: shares[each.row.measure.id], reverse=True)
    return many[: -(-len(many) // 2)]


def _share_suppressed(points: Points) -> float:
    """Return the share of points that are suppressed; all of them where none has a count."""
    return len(points.suppressed) / len(points.figures) if any(each is not None for each in points.shown) else 1.0


def _periods_of(maker: FigureMaker, measure: Measure, grain: str, scope: Scope) -> list[Period]:
    """Return the periods of a grain that the held days of a measure touch; years as the project has them."""
    months = months_of(maker.coverage[measure.source].days_of(role=measure.counted_people))
    if not months or grain == MONTH:
        return months
    first, last = months[0].start, months[-1].end
    if grain == QUARTER:
        quarters = [f"{day.year}-Q{(day.month + 2) // 3}" for day in (first, last)]
        return read_periods(f"quarter:{quarters[0]}..{quarters[1]}").spans()
    if scope.opened.project.periods.has_financial_years:
        years = [day.year - (day.month < APRIL) for day in (first, last)]
        return read_periods("financial:" + "..".join(f"{year}/{(year + 1) % 100:02d}" for year in years)).spans()
    return read_periods(f"calendar:{first.year}..{last.year}").spans()
