"""Counts become figures: each with what is not known, the days covered, how it compares, and what must be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from svtool.counting.daily_counts import Counted
from svtool.counting.source_counts import ALL_LABEL, Cell, SourceCounts, never_certain
from svtool.coverage.spans import Coverage, Span, name_spans
from svtool.dates import show_date
from svtool.figures.change import Change, Partial, Registered, compare
from svtool.figures.contract import BASE_BEFORE, BASE_NOW, BEFORE, COUNT, NOT_KNOWN, NOW, OWN, CountOfDays, Figure
from svtool.figures.periods_shown import Columns
from svtool.figures.words import (
    PROVISIONAL_CHANGE,
    against_baseline_words,
    as_known_words,
    dispersion_words,
    drift_words,
    no_reference_words,
    of_baseline,
    provisional_words,
    range_words,
    up_to_words,
)
from svtool.schema.areas import OUTSIDE, AreaSet
from svtool.schema.breaks import Break
from svtool.schema.periods import Period
from svtool.schema.project import Provisional
from svtool.schema.rules import Among, fields_of, tests_of
from svtool.schema.sources import AREA, OFFENCE, RECORDED, Role, Source
from svtool.schema.tables import Measure, Table, TableRow

AREA_NOT_KNOWN = ""
INTERVALS = "Suppressed and rounded cells count as the least that they may be; the rest is not known."
WHOLE_FILE = "all records"
PLACES: dict[str | None, Literal["whole", "nowhere", "outside"]] = {
    None: "whole", AREA_NOT_KNOWN: "nowhere", OUTSIDE: "outside",
}  # fmt: skip


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
    columns: Columns
    provisional: dict[str, dict[Role | None, list[Provisional]]] = field(default_factory=dict)
    recorded_until: dict[str, date] = field(default_factory=dict)

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
        partners = {period: self._partner(table, row.measure, period, periods) for period in periods}
        every = sorted({*periods, *(each for each in partners.values() if each)}, key=lambda period: period.start)
        figures = {period: self.figure(table, row, cell, period) for period in every}
        for period, figure in figures.items():
            figure.is_column = period in partners
            before = partners.get(period)
            if before:
                self._compare(figure, row.measure, cell, period, before, figures[before])
            self._compare_with_baseline(figure, row.measure, cell, period, periods)
        return list(figures.values())

    def _partner(self, table: Table, measure: Measure, period: Period, periods: Sequence[Period]) -> Period | None:
        """Return the period that one is compared with, if the table shows it or the extracts hold any of its days."""
        found = self.columns.partner(period, table.compares_first_column)
        coverage = self.coverage.get(measure.source, Coverage())
        return found if found in periods or (found and coverage.days_in(found)) else None

    def _cells(self, measure: Measure, periods: Sequence[Period]) -> list[Cell]:
        counts = self.counts.get(measure.source)
        whole = Cell()
        if counts is None:
            return [whole]
        places: list[str | None] = [None]
        if "area" in self.options.by and self.areas:
            places += [area.key for area in self.areas.areas]
            spans = [(self.coverage[measure.source].within(period), period.known_on) for period in periods]
            for extra in (AREA_NOT_KNOWN, OUTSIDE):
                found = [counts.count(measure, days, Cell(extra), known_on) for days, known_on in spans]
                if any(each.met or each.not_known for each in found):
                    places.append(extra)
        cells = [Cell(place) for place in places]
        for name in self.options.by:
            if name != "area":
                labels = [ALL_LABEL, *counts.labels_of(measure, name)]
                cells = [Cell(cell.area, (*cell.values, (name, label))) for cell in cells for label in labels]
        return cells

    def figure(self, table: Table, row: TableRow, cell: Cell, period: Period) -> Figure:
        """Return one figure, not yet compared with any other."""
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
            place=PLACES.get(cell.area, "part"),
            nouns=measure.nouns or ("", ""),
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
        if period.known_on:
            unknowable, words = self._as_known(counts, measure, period.known_on)
            if unknowable:
                figure.status, figure.notes = "x", [words]
                return
            figure.notes.append(words)
        absent = counts.absent_fields(measure, spans)
        found = counts.count(measure, spans, cell, period.known_on)
        impossible = {AREA, measure.date_basis, f"{measure.unit}_reference"} & set(absent)
        undecidable = found.not_known and never_certain(measure, absent)
        if impossible or undecidable or not self._countable(counts, measure):
            figure.status, figure.notes = "x", [self._absent_words(measure, absent)]
            return
        figure.count, figure.not_known = found.met, found.not_known
        numbers = {COUNT: found.met, NOT_KNOWN: found.not_known}
        figure.counts[OWN] = CountOfDays(tuple(spans), period.known_on, numbers)
        if figure.days_covered < period.known_days:
            figure.notes.append(f"The extracts cover {name_spans(spans)} of {period.label}.")
        if measure.counts_persons:
            people = counts.count_persons(measure, spans, cell, period.known_on)
            if people.rows_without_reference:
                figure.notes.append(no_reference_words(people.rows_without_reference, people.rows, measure.unit))
        since = self._provisional_since(measure, period)
        if since and spans[-1][1] >= since:
            figure.status = "p"
            figure.notes.append(provisional_words(measure.source, since))

    def _as_known(self, counts: SourceCounts, measure: Measure, known_on: date) -> tuple[bool, str]:
        """Return whether it can't be told what was known on a day, and what must be said."""
        if RECORDED not in counts.facts.columns:
            return True, self._absent_words(measure, [RECORDED])
        until = self.recorded_until.get(measure.source, known_on)
        if measure.date_basis != RECORDED and until < known_on:
            words = f"the {measure.source} extracts hold nothing recorded after {show_date(until)}"
            return True, f"Not available: {words}, so what was known on {show_date(known_on)} can't be told."
        if counts.facts.source.dates == (RECORDED,):
            return False, up_to_words(known_on, self.field_title(measure, RECORDED))
        return False, as_known_words(known_on)

    def _provisional_since(self, measure: Measure, period: Period) -> date | None:
        """Return the first day that may still grow in a measure's records or in those of its people."""
        coverage = self.coverage.get(measure.source, Coverage())
        if not coverage.spans:
            return None
        last = min(coverage.spans[-1][1], period.known_on or date.max)
        parts = self.provisional.get(measure.source, {})
        found = [each for role, entries in parts.items() if role in (None, measure.role) for each in entries]
        return min((each.begins(last) for each in found), default=None)

    def _countable(self, counts: SourceCounts, measure: Measure) -> bool:
        people = counts.facts.people.get(measure.role) if measure.role else None
        by_person = measure.counts_persons or measure.unit == "victim_incident"
        return not (by_person and people is not None and not people.countable)

    def _absent_words(self, measure: Measure, absent: list[str]) -> str:
        # One field that alone makes the figure impossible says it best, the offence code before all others.
        needed = (measure.date_basis, AREA, f"{measure.unit}_reference")
        decisive = [name for name in absent if name in needed or never_certain(measure, [name])]
        names = [OFFENCE] if OFFENCE in decisive else decisive[:1] or absent
        titles = [self.field_title(measure, name) for name in names]
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
            change.p_value = change.lower = change.upper = change.dispersion = None
            figure.notes.append(range_words(*change.if_known, lead=f"{INTERVALS} "))
        self._fill_change(figure, change)
        since = self._provisional_since(measure, now)
        if change.difference is not None and since and change.days.now[-1][1] >= since:
            figure.change_status = figure.change_status or "p"
            figure.notes.append(PROVISIONAL_CHANGE)
        if change.drift:
            title = self.field_title(measure, change.drift.field)
            figure.notes.append(drift_words(change.drift, title))
            figure.notes.append(range_words(*change.if_known))

    def _fill_change(self, figure: Figure, change: Change) -> None:
        figure.comparison = change.kind
        figure.compared_count, figure.comparator_count = change.now, change.before
        figure.change, figure.change_pct = change.difference, change.per_cent
        figure.change_lower_pct, figure.change_upper_pct, figure.p_value = change.lower, change.upper, change.p_value
        figure.change_if_known_min_pct, figure.change_if_known_max_pct = change.if_known
        figure.change_status = change.status
        figure.dispersion = change.dispersion
        figure.counts |= {name: change.counts[name] for name in (NOW, BEFORE) if name in change.counts}
        if change.drift:
            figure.drift_field = change.drift.field
            figure.drift_before, figure.drift_now = change.drift.before, change.drift.now
        figure.notes += change.words
        if change.dispersion and change.dispersion > 1:
            figure.notes.append(dispersion_words(change.dispersion))

    def _compare_with_baseline(
        self, figure: Figure, measure: Measure, cell: Cell, now: Period, periods: Sequence[Period]
    ) -> None:
        base = next((period for period in periods if period.key == self.options.baseline), None)
        if base is None or now.start <= base.end or figure.status == "x" or measure.source not in self.counts:
            return
        counts = self.counts[measure.source]
        spans = self.coverage[measure.source].within(base)
        if not spans or never_certain(measure, counts.absent_fields(measure, spans)):
            return
        if base.known_on and self._as_known(counts, measure, base.known_on)[0]:
            return
        change = compare(
            Counting(counts, measure, cell), now, base, self.coverage[measure.source], self.options.partial,
            self._breaks(measure, base, now),
        )  # fmt: skip
        figure.baseline_change, figure.baseline_change_pct = change.difference, change.per_cent
        if change.counts:
            figure.counts |= {BASE_NOW: change.counts[NOW], BASE_BEFORE: change.counts[BEFORE]}
        if figure.compared_with == figure.baseline:
            return
        words = [each for each in change.words if each not in figure.notes]
        if change.drift:
            words.append(drift_words(change.drift, self.field_title(measure, change.drift.field)))
        figure.notes += [against_baseline_words(each, figure.baseline) for each in words]
        if change.drift:
            figure.notes.append(of_baseline(range_words(*change.if_known)))

    def _breaks(self, measure: Measure, before: Period, now: Period) -> list[Registered]:
        found: list[Registered] = []
        for each, wholly in self.breaks_of(measure):
            if not before.start < each.date <= now.end:
                continue
            if wholly:
                found.append(Registered(each.title, each.effect == "withhold"))
            else:
                found.append(Registered(f"{each.title} (a part of this figure)", withhold=False, marked=False))
        return found

    def breaks_of(self, measure: Measure) -> list[tuple[Break, bool]]:
        """Return the registered breaks that touch a measure here, each with whether it concerns the whole of it."""
        found: list[tuple[Break, bool]] = []
        for each in self.breaks:
            if each.source != measure.source:
                continue
            if each.areas and (self.areas is None or each.areas != self.areas.id):
                continue
            wholly, partly = self._concerned(each, measure)
            if wholly or partly:
                found.append((each, wholly))
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

    def field_title(self, measure: Measure, name: str) -> str:
        """Return what people call a field of a measure's source."""
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
