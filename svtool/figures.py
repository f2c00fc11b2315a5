"""Counts become figures: each with what is not known, the days covered, how it compares, and what must be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from svtool.comparison.change import Change, Partial, Registered, compare
from svtool.comparison.coverage import Coverage, name_spans
from svtool.contract import Figure
from svtool.count import ALL_LABEL, Cell, Counted, SourceCounts, Span, never_certain
from svtool.engine.tally import AREA
from svtool.schema.areas import OUTSIDE, AreaSet
from svtool.schema.breaks import Break
from svtool.schema.periods import Period
from svtool.schema.rules import Among, fields_of, tests_of
from svtool.schema.sources import OFFENCE, Source
from svtool.schema.tables import Measure, Table, TableRow
from svtool.words import drift_words, range_words

AREA_NOT_KNOWN = ""
INTERVALS = "Suppressed and rounded cells count as the least that they may be; the rest is not known."
WHOLE_FILE = "all records"


@dataclass(frozen=True)
class Options:
    """How figures are made."""

    partial: Partial = "like_for_like"
    by: tuple[str, ...] = ()
    baseline: str | None = None
    baseline_label: str | None = None


@dataclass
class Counting:
    """A measure's counts in one cell, as a comparison asks for them."""

    counts: SourceCounts
    measure: Measure
    cell: Cell

    def count(self, spans: Sequence[Span]) -> Counted:
        """Return the counts of some days."""
        return self.counts.count(self.measure, spans, self.cell)

    def open_shares(self, spans: Sequence[Span]) -> dict[str, tuple[int, int]]:
        """Return for each field the records that meet the other conditions, and those whose answer is not known."""
        if self.measure.counts_persons or any(value != ALL_LABEL for _, value in self.cell.values):
            return {}
        return self.counts.open_shares(self.measure, spans, self.cell)


@dataclass
class FigureMaker:
    """Makes the figures of a table."""

    sources: dict[str, Source]
    counts: dict[str, SourceCounts]
    coverage: dict[str, Coverage]
    area_basis: dict[str, str]
    areas: AreaSet | None
    breaks: Sequence[Break]
    offences_within: dict[str, frozenset[tuple[str, str]]]
    options: Options
    preceding: Period | None = None
    _made: dict[tuple[str, str, Cell], Figure] = field(default_factory=dict)

    def figures(self, table: Table, periods: Sequence[Period]) -> list[Figure]:
        """Return the figures of a table in its order: row, area and breakdown, period."""
        found: list[Figure] = []
        for row in table.rows:
            if row.measure.is_indicator:
                continue
            for cell in self._cells(row.measure, periods):
                found += self._row_figures(table, row, cell, periods)
        return found

    def _row_figures(self, table: Table, row: TableRow, cell: Cell, periods: Sequence[Period]) -> list[Figure]:
        before = self._first_comparator(table, row.measure)
        columns = [*([before] if before else []), *periods]
        figures = [self._figure(table, row, cell, period) for period in columns]
        for i, figure in enumerate(figures):
            figure.is_column = columns[i] is not before
            if i:
                self._compare(figure, row.measure, cell, columns[i], columns[i - 1], figures[i - 1])
            self._compare_with_baseline(figure, row.measure, cell, columns[i], periods)
        return figures

    def _first_comparator(self, table: Table, measure: Measure) -> Period | None:
        coverage = self.coverage.get(measure.source, Coverage())
        if table.compares_first_column and self.preceding and coverage.days_in(self.preceding):
            return self.preceding
        return None

    def _cells(self, measure: Measure, periods: Sequence[Period]) -> list[Cell]:
        counts = self.counts.get(measure.source)
        whole = Cell()
        if counts is None:
            return [whole]
        places: list[str | None] = [None]
        if "area" in self.options.by and self.areas:
            places += [area.key for area in self.areas.areas]
            spans = [span for period in periods for span in self.coverage[measure.source].within(period)]
            for extra in (AREA_NOT_KNOWN, OUTSIDE):
                found = counts.count(measure, spans, Cell(extra))
                if found.met or found.not_known:
                    places.append(extra)
        cells = [Cell(place) for place in places]
        for name in self.options.by:
            if name != "area":
                labels = self._labels(counts, measure, name)
                cells = [Cell(cell.area, (*cell.values, (name, label))) for cell in cells for label in labels]
        return cells

    @staticmethod
    def _labels(counts: SourceCounts, measure: Measure, name: str) -> list[str]:
        if name == "clause":
            return (
                [ALL_LABEL, *(clause.id for clause in measure.definition.clauses)]
                if measure.definition
                else [ALL_LABEL]
            )
        return [ALL_LABEL] if measure.counts_persons else [ALL_LABEL, *counts.labels_of(measure, name)]

    def _figure(self, table: Table, row: TableRow, cell: Cell, period: Period) -> Figure:
        measure = row.measure
        coverage = self.coverage.get(measure.source, Coverage())
        spans = coverage.within(period)
        days = coverage.days_in(period)
        figure = Figure(
            table=table.id,
            position=row.position,
            group=row.group,
            measure_id=measure.id,
            measure=measure.title,
            source=measure.source,
            unit=measure.unit,
            definition=measure.definition.id if measure.definition else "",
            date_basis=measure.date_basis.removesuffix("_date"),
            area_basis=self.area_basis.get(measure.source, "") if self.areas else "",
            area_code=self._area_code(cell),
            area=self._area_name(cell),
            period=period.label if days in (0, period.days) else name_spans(spans),
            period_start=period.start,
            period_end=period.end,
            days=period.days,
            days_covered=days,
            value_unit="",
            desired=measure.desired or "",
            baseline=self.options.baseline_label or "",
            by=dict(cell.values),
            column=period.key,
        )
        self._fill_count(figure, measure, cell, period, spans)
        return figure

    def _fill_count(self, figure: Figure, measure: Measure, cell: Cell, period: Period, spans: list[Span]) -> None:
        counts = self.counts.get(measure.source)
        if counts is None:
            figure.status, figure.notes = "x", [f"Not available: the project has no {measure.source} extract."]
            return
        if not spans:
            figure.status = "x"
            figure.notes = [f"Not available: the {measure.source} extracts hold no days of {period.label}."]
            return
        absent = counts.absent_fields(measure, spans)
        found = counts.count(measure, spans, cell)
        impossible = {AREA, measure.date_basis, f"{measure.unit}_reference"} & set(absent)
        undecidable = found.not_known and never_certain(measure, absent)
        if impossible or undecidable or not self._countable(counts, measure):
            figure.status, figure.notes = "x", [self._absent_words(measure, absent)]
            return
        figure.count, figure.not_known = found.met, found.not_known
        if figure.days_covered < figure.days:
            figure.notes.append(f"The extracts cover {name_spans(spans)} of {period.label}.")
        if measure.counts_persons:
            people = counts.count_persons(measure, spans, cell)
            if people.rows_without_reference:
                figure.notes.append(
                    f"{people.rows_without_reference:,} of {people.rows:,} {measure.unit} records have no reference "
                    "and are not counted."
                )

    def _countable(self, counts: SourceCounts, measure: Measure) -> bool:
        people = counts.facts.people.get(measure.role) if measure.role else None
        by_person = measure.counts_persons or measure.unit == "victim_incident"
        return not (by_person and people is not None and not people.countable)

    def _absent_words(self, measure: Measure, absent: list[str]) -> str:
        person_field = f"{measure.unit}_reference"
        for name in (AREA, measure.date_basis, person_field):
            if name in absent:
                absent = [name]
        # One field that alone makes the figure impossible says it best.
        decisive = [name for name in absent if len(absent) > 1 and never_certain(measure, [name])]
        names = [OFFENCE] if OFFENCE in decisive else decisive[:1] or absent
        titles = [self._field_title(measure, name) for name in names]
        if not titles:
            return f"Not available: rows of a joined export can't be told apart without {measure.role} references."
        return f"Not available: these extracts have no {' and no '.join(titles)}."

    def _compare(
        self, figure: Figure, measure: Measure, cell: Cell, now: Period, before: Period, earlier: Figure
    ) -> None:
        figure.compared_with = earlier.period
        if "x" in (figure.status, earlier.status):
            figure.change_status = "x"
            return
        counting = Counting(self.counts[measure.source], measure, cell)
        change = compare(
            counting,
            now,
            before,
            self.coverage[measure.source],
            self.options.partial,
            self._breaks(measure, before, now),
        )
        if counting.counts.facts.holds_intervals:
            # The test takes counts for exact; these are the least that suppressed and rounded cells may be.
            change.p_value = change.lower = change.upper = None
            figure.notes.append(f"{INTERVALS} {range_words(*change.if_known)}")
        self._fill_change(figure, change)
        if change.drift:
            title = self._field_title(measure, change.drift.field)
            figure.notes.append(drift_words(change.drift, title))
            figure.notes.append(range_words(*change.if_known))

    def _fill_change(self, figure: Figure, change: Change) -> None:
        figure.comparison = change.kind
        figure.compared_count, figure.comparator_count = change.now, change.before
        figure.change, figure.change_pct = change.difference, change.per_cent
        figure.change_lower_pct, figure.change_upper_pct, figure.p_value = change.lower, change.upper, change.p_value
        figure.change_if_known_min_pct, figure.change_if_known_max_pct = change.if_known
        figure.change_status = change.status
        if change.drift:
            figure.drift_field = change.drift.field
            figure.drift_before, figure.drift_now = change.drift.before, change.drift.now
        figure.notes += change.words

    def _compare_with_baseline(
        self, figure: Figure, measure: Measure, cell: Cell, now: Period, periods: Sequence[Period]
    ) -> None:
        base = next((period for period in periods if period.key == self.options.baseline), None)
        if base is None or now.start <= base.start or figure.status == "x" or measure.source not in self.counts:
            return
        counts = self.counts[measure.source]
        spans = self.coverage[measure.source].within(base)
        if not spans or never_certain(measure, counts.absent_fields(measure, spans)):
            return
        change = compare(
            Counting(counts, measure, cell), now, base, self.coverage[measure.source], self.options.partial,
            self._breaks(measure, base, now),
        )  # fmt: skip
        figure.baseline_change, figure.baseline_change_pct = change.difference, change.per_cent
        if change.words and figure.compared_with != figure.baseline:
            figure.notes += [
                f"Against {figure.baseline}: {words[0].lower()}{words[1:]}"
                for words in change.words
                if words not in figure.notes
            ]

    def _breaks(self, measure: Measure, before: Period, now: Period) -> list[Registered]:
        found: list[Registered] = []
        for each in self.breaks:
            if each.source != measure.source or not before.start < each.date <= now.end:
                continue
            if each.areas and (self.areas is None or each.areas != self.areas.id):
                continue
            wholly, partly = self._concerned(each, measure)
            if wholly:
                found.append(Registered(each.title, each.effect == "withhold"))
            elif partly:
                found.append(Registered(f"{each.title} (a part of this figure)", withhold=False, marked=False))
        return found

    def _concerned(self, each: Break, measure: Measure) -> tuple[bool, bool]:
        """Return whether a break concerns the whole of a measure, and whether it concerns any part of it."""
        if measure.id in each.measures or set(each.fields) & set(fields_of(measure.rule)):
            return True, True
        broken = frozenset(atom for name in each.offences for atom in self.offences_within[name])
        asked = frozenset(
            atom
            for test in tests_of(measure.rule)
            if isinstance(test, Among) and test.field == OFFENCE
            for name in test.values
            for atom in self.offences_within[name]
        )
        return bool(asked) and asked <= broken, bool(asked & broken)

    def _field_title(self, measure: Measure, name: str) -> str:
        return "offence code" if name == OFFENCE else self.sources[measure.source].by_name[name].title

    def _area_code(self, cell: Cell) -> str:
        if self.areas is None:
            return ""
        if cell.area is None:
            return self.areas.code or ""
        known = self.areas.by_key.get(cell.area)
        return (known.code or "") if known else ""

    def _area_name(self, cell: Cell) -> str:
        if self.areas is None:
            return WHOLE_FILE
        if cell.area is None:
            return self.areas.title
        if cell.area == AREA_NOT_KNOWN:
            return "area not known"
        return f"outside {self.areas.title}" if cell.area == OUTSIDE else self.areas.by_key[cell.area].name
