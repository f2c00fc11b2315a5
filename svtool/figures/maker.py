"""Counts become figures: each with what is not known, the days covered, how it compares, and what must be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from svtool.counting.basis import Basis
from svtool.counting.cells import ALL_LABEL, Cell
from svtool.counting.source_counts import SourceCounts
from svtool.coverage.covers import Cover
from svtool.coverage.source_coverage import Coverage
from svtool.dates import Span, count_days, name_spans
from svtool.figures.against import BASELINE, PRECEDING, Comparator
from svtool.figures.area_names import AREA_NOT_KNOWN, code_of_area, name_of_area, place_of_area
from svtool.figures.availability import Availability
from svtool.figures.change import Partial, numbers_of
from svtool.figures.comparison import Comparer, Counting, not_comparable
from svtool.figures.contract import NOT_AVAILABLE, OWN, PROVISIONAL, CountOfDays, Figure
from svtool.figures.notes import Kind, Note, undated_note
from svtool.figures.periods_shown import Columns
from svtool.figures.registered_breaks import Breaks
from svtool.figures.unused_names import unused_names
from svtool.schema.areas import OUTSIDE, AreaSet
from svtool.schema.breakdowns import CLAUSE
from svtool.schema.breaks import Break
from svtool.schema.periods import Period
from svtool.schema.project import Provisional
from svtool.schema.sources import AREA, PLACE, Role, Source, nouns_of
from svtool.schema.tables import Measure, Table, TableRow


@dataclass(frozen=True)
class Options:
    """How figures are made.

    Attributes:
        partial: what to do when a period is only partly covered.
        by: the breakdowns, in their fixed order.
        baseline: the key of the baseline.
        baseline_label: what it is called.
        of_tables: those of the breakdowns by which only tables are broken down that have them of their own.
    """

    partial: Partial = "like_for_like"
    by: tuple[str, ...] = ()
    baseline: str | None = None
    baseline_label: str | None = None
    of_tables: frozenset[str] = frozenset()

    def by_of(self, table: Table) -> tuple[str, ...]:
        """Return the breakdowns of a table, in their fixed order."""
        return tuple(name for name in self.by if name not in self.of_tables or name in table.by)


@dataclass(frozen=True)
class FigureMaker:
    """Makes the figures of a run.

    Attributes:
        sources: the sources, which name their fields.
        counts, coverage, area_basis: what was counted of each source, on which days, and whose area it has.
        areas: the project's areas.
        breaks: the registered breaks.
        offences_within: offence → the classes and sub-codes in it.
        options: how the figures are made.
        columns: the periods.
        provisional: source → part → what may still grow.
        recorded_until: source → the day until which all of its suppliers hold what was recorded.
    """

    sources: Mapping[str, Source]
    counts: Mapping[str, SourceCounts]
    coverage: Mapping[str, Coverage]
    area_basis: Mapping[str, str]
    areas: AreaSet | None
    breaks: Sequence[Break]
    offences_within: Mapping[str, frozenset[tuple[str, str]]]
    options: Options
    columns: Columns
    provisional: Mapping[str, Mapping[Role | None, Sequence[Provisional]]] = field(default_factory=dict)
    recorded_until: Mapping[str, date] = field(default_factory=dict)

    @cached_property
    def _available(self) -> Availability:
        return Availability(self.sources, self.counts, self.coverage, self.provisional, self.recorded_until)

    @cached_property
    def _breaks(self) -> Breaks:
        return Breaks(self.breaks, self.areas, self.offences_within)

    @cached_property
    def _comparer(self) -> Comparer:
        return Comparer(self._available, self._breaks, self.options.partial)

    def figures(self, table: Table, periods: Sequence[Period]) -> list[Figure]:
        """Return the figures of a table in its order: row, area and breakdown, period."""
        found: list[Figure] = []
        for row in table.rows:
            if not row.measure.is_counted:
                continue
            for cell in self._cells(table, row.measure, periods):
                found += self._row_figures(table, row, cell, periods)
        return found

    def _row_figures(self, table: Table, row: TableRow, cell: Cell, periods: Sequence[Period]) -> list[Figure]:
        partners = {period: self._partner(table, row.measure, period, periods) for period in periods}
        every = sorted({*periods, *(each for each in partners.values() if each)}, key=lambda period: period.start)
        own = {period: self.figure(table, row, cell, period).but(is_column=period in partners) for period in every}
        base = next((period for period in periods if period.key == self.options.baseline), None)
        counted = self.counting(row.measure, cell) if row.measure.source in self.counts else None
        found: list[Figure] = []
        for period, figure in own.items():
            compared = figure
            since = base if base and period.start > base.end else None
            for before, comparator in ((partners.get(period), PRECEDING), (since, BASELINE)):
                if before:
                    compared = self._compared(compared, counted, (period, before), own[before], comparator)
            found.append(compared)
        return found

    def _compared(
        self,
        figure: Figure,
        counted: Counting | None,
        periods: tuple[Period, Period],
        earlier: Figure,
        comparator: Comparator,
    ) -> Figure:
        unstated = any(note.kind is Kind.UNSTATED for note in (*figure.notes, *earlier.notes))
        if counted is None or unstated or self._of_other_parts(counted.measure, periods):
            return not_comparable(figure, earlier, comparator)
        # What an opening did to a change is said with the change, whichever of its periods it falls in.
        not_open = [note for note in earlier.notes if note.kind is Kind.NOT_OPEN and note not in figure.notes]
        figure = figure.but(notes=(*figure.notes, *not_open))
        return self._comparer.compared(figure, counted, periods, earlier, comparator)

    def _of_other_parts(self, measure: Measure, periods: tuple[Period, Period]) -> bool:
        """Return whether the extracts of one period hold another part of what a measure asks for than of the other."""
        covers = (self._available.cover(measure, period) for period in periods)
        now, before = (self._available.parts_drawn(measure, cover.named) for cover in covers)
        return now != before

    def counting(self, measure: Measure, cell: Cell) -> Counting:
        """Return the counts of a measure in one cell."""
        return Counting(self.counts[measure.source], measure, cell)

    def _partner(self, table: Table, measure: Measure, period: Period, periods: Sequence[Period]) -> Period | None:
        """Return the period that one is compared with, if the table shows it or the extracts hold any of its days."""
        found = self.columns.partner(period, table.compares_first_column)
        is_held = found is not None and not self._available.cover(measure, found).is_empty
        return found if found in periods or is_held else None

    def _cells(self, table: Table, measure: Measure, periods: Sequence[Period]) -> list[Cell]:
        own, counts = self.options.by_of(table), self.counts.get(measure.source)
        whole = Cell()
        if counts is None:
            return [whole]
        places: list[str | None] = [None]
        if AREA in own and self.areas:
            places += [area.key for area in self.areas.areas]
            for extra in (AREA_NOT_KNOWN, OUTSIDE):
                bases = [(self._available.cover(measure, period, extra).basis, period.known_on) for period in periods]
                found = [counts.count(measure, basis, Cell(extra), known_on) for basis, known_on in bases]
                if any(each.met or each.perhaps for each in found):
                    places.append(extra)
        if AREA in table.by and not self.areas:
            places.append(AREA_NOT_KNOWN)
        cells = [Cell(place) for place in places]
        for name in self.options.by:
            if name != AREA:
                labels = [ALL_LABEL, *(counts.labels_of(measure, name) if name in own else ())]
                cells = [Cell(cell.area, (*cell.values, (name, label))) for cell in cells for label in labels]
        return cells

    def figure(self, table: Table, row: TableRow, cell: Cell, period: Period) -> Figure:
        """Return one figure, not yet compared with any other."""
        measure = row.measure
        cover = self._available.cover(measure, period, cell.area)
        figure = Figure(
            table=table.id,
            position=row.position,
            group=row.group,
            measure_id=measure.id,
            measure=measure.title,
            source=measure.source,
            unit=measure.unit,
            definition=measure.definition.id if measure.definition else " ".join(each.name for each in measure.sides),
            date_basis=measure.date_basis.removesuffix("_date"),
            area_basis=self.area_basis.get(measure.source, "") if self.areas else "",
            area_code=code_of_area(self.areas, cell.area),
            area=name_of_area(self.areas, cell.area),
            period=_label(period, cover),
            period_start=period.start,
            period_end=period.end,
            days=period.days,
            days_covered=cover.days,
            lacking=cover.lacks,
            desired=measure.desired or "",
            baseline=self.options.baseline_label or "",
            by=dict(cell.values),
            column=period.key,
            place=place_of_area(cell.area),
            nouns=measure.nouns or ("", ""),
            answers=tuple((each.name, each.word) for each in measure.sides),
            cell=cell,
        )
        why_not = self._available.why_not_by_area(measure, cell.area)
        why_not = Note(Kind.NO_AREAS) if cell.area is not None and not self.areas else why_not
        why_not = why_not or self._available.why_not_by(measure, [name for name in table.by if name in cell.split])
        why_not = why_not or self._available.why_no_days(measure, period, cover)
        why_not = why_not or self._available.why_not_followed(measure, period, cell.area)
        if why_not:
            return figure.but(status=NOT_AVAILABLE, notes=(why_not,))
        return self._counted(figure, measure, cell, period, cover)

    def _why_no_answer(self, measure: Measure, cell: Cell, period: Period, basis: Basis) -> Note | None:
        """Return why nobody can be said to meet one of the measures that one sets beside another; None where they can.

        Where no record can meet it for certain and some may, none in common with another is no 0.
        """
        everyone = replace(cell, values=tuple(each for each in cell.values if each[0] != CLAUSE))
        for side in measure.sides:
            if side.answer and side.rule is not None:
                own = replace(measure, id=side.measure_id, rule=side.rule, sides=())
                found = self.counts[measure.source].count(own, basis, everyone, period.known_on)
                if why_not := self._available.why_no_count(own, basis, found, cell.area):
                    return why_not
        return None

    def _counted(self, figure: Figure, measure: Measure, cell: Cell, period: Period, cover: Cover) -> Figure:
        """Return a figure with its count, or with why there is none."""
        available = self._available
        basis = cover.basis
        found = self.counts[measure.source].count(measure, basis, cell, period.known_on)
        why_not = available.why_not_drawn(measure, cover.named) or available.why_no_count(
            measure, basis, found, cell.area
        )
        why_not = why_not or self._why_no_answer(measure, cell, period, basis)
        unstated = [Note(Kind.UNSTATED, {}, {"counts": found.unstated})] if found.unstated else []
        if unstated and not found.met:
            why_not = why_not or Note(Kind.NO_NUMBER, {"source": measure.source})
        if why_not:
            return figure.but(status=NOT_AVAILABLE, notes=(why_not,))
        notes = unstated + available.parts_drawn(measure, cover.named)
        notes += unused_names(self.counts[measure.source], measure, cell, basis, period.known_on)
        if period.known_on:
            notes.append(available.as_known(measure, period.known_on))
        if figure.days_covered < period.known_days and not _is_named_whole(period, cover):
            notes.append(Note(Kind.PARTLY_COVERED, {"spans": cover.named, "period": period.label}))
        notes += self._lacking(measure, period, cover)
        notes += [
            Note(Kind.NOT_OPEN, {"whose": each.part.title, "spans": each.spans, "period": period.label})
            for each in cover.not_open
        ]
        if CLAUSE in self.options.by and measure.definition is None and cell.area is None:
            notes.append(Note(Kind.NOT_BY_CLAUSE))
        notes += available.left_open(measure, found)
        notes += self._without_reference(measure, cell, period, basis)
        if found.undated:
            notes.append(undated_note(figure.called, found.undated))
        since = available.provisional_since(measure, period)
        may_grow = since is not None and max(last for _, last in basis.every_day) >= since
        if since and may_grow:
            notes.append(Note(Kind.PROVISIONAL, {"source": measure.source, "since": since}))
        return figure.but(
            count=found.met,
            not_known=found.not_known,
            undated=found.undated or 0,
            status=PROVISIONAL if may_grow else "",
            notes=tuple(notes),
            counts={
                OWN: CountOfDays(basis, period.known_on, numbers_of(found)),
            },
        )

    def undated(self, measure: Measure, cell: Cell, spans: Sequence[Span]) -> list[Note]:
        """Return how many units of a measure have no date and may belong to some days; nothing where none has."""
        number = self.counting(measure, cell).count(Basis.of(spans)).undated
        nouns = measure.nouns or nouns_of(measure.unit)
        return [undated_note(nouns, number)] if number else []

    def _lacking(self, measure: Measure, period: Period, cover: Cover) -> list[Note]:
        """Return for each named part of the source which days of a period it lacks."""
        return [
            Note(
                Kind.LACKING,
                {
                    "source": measure.source,
                    "whose": each.part.title,
                    "spans": each.spans,
                    "period": period.label,
                },
            )
            for each in cover.lacks
            if each.part.title
        ]

    def _without_reference(self, measure: Measure, cell: Cell, period: Period, basis: Basis) -> list[Note]:
        """Return how many records name nobody and are therefore not counted, where people are counted."""
        if not measure.counts_persons:
            return []
        people = self.counts[measure.source].count_persons(measure, basis, cell, period.known_on)
        if not people.rows_without_reference:
            return []
        numbers = {"rows_without_reference": people.rows_without_reference, "rows": people.rows}
        if measure.unit == PLACE:
            parts = {"unit": self.sources[measure.source].unit, "of": self.field_title(measure, f"{PLACE}_reference")}
            return [Note(Kind.WITHOUT_REFERENCE, parts, numbers)]
        return [Note(Kind.WITHOUT_REFERENCE, {"unit": measure.unit}, numbers)]

    def breaks_of(self, measure: Measure) -> list[tuple[Break, bool]]:
        """Return the registered breaks that touch a measure here, each with whether it concerns the whole of it."""
        return self._breaks.touching(measure)

    def field_title(self, measure: Measure, name: str) -> str:
        """Return what people call a field of a measure's source."""
        return self._available.field_title(measure, name)


def _label(period: Period, cover: Cover) -> str:
    """Return what a column is headed by: the period, or as much of it as is there."""
    return period.label if count_days(cover.named) in (0, period.days) else name_spans(cover.named)


def _is_named_whole(period: Period, cover: Cover) -> bool:
    """Return whether a period is headed by its own name, although parts lack some of its days."""
    return bool(cover.lacks) and count_days(cover.named) == period.known_days
