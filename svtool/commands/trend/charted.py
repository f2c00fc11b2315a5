"""One measure becomes a series: months, lines, signals, and what must be said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from svtool.commands.trend.month_series import (
    Subject,
    gap_notes,
    limits_notes,
    meanings_of,
    month_points,
    with_lines,
    with_shifts,
    with_signals,
)
from svtool.commands.trend.rare_events import (
    FEWEST,
    between_points,
    is_rare,
    known_spans,
    open_notes,
    straight_values,
    with_days_lines,
    without_lines,
)
from svtool.commands.trend.rebasing import (
    Rebase,
    find_rebases,
    find_shifts,
    values_to_judge,
    with_beginnings,
    with_breaks,
)
from svtool.commands.trend.recording import AsPrinted, Recorded, find_series_drift, known_months
from svtool.commands.trend.series_points import Method, Series, SeriesPoint, Summary
from svtool.commands.trend.signals import Edges, Signal, find_signals, shift_signals
from svtool.commands.trend.summary import aim_of, assure_aim, summarise, target_notes
from svtool.commands.trend.trend_asked import Asked
from svtool.dates import Span
from svtool.figures.contract import PROVISIONAL
from svtool.figures.maker import FigureMaker
from svtool.figures.notes import Kind, Note, Part
from svtool.figures.notices import INTERNAL, SMALL_CELL, standing_notes_of
from svtool.figures.said_of_sources import said_of_source
from svtool.gathering.facts import Facts
from svtool.schema.periods import Period, read_periods
from svtool.schema.sources import RECORDED
from svtool.schema.tables import Measure
from svtool.statistics.process_limits import DIALECTS, Dialect, Point, read_process

# Why the days between rare events can't be charted.
ONLY_MONTHS, PEOPLE, INTERVALS, TOO_FEW, DISCLOSED = "only months", "people", "intervals", "too few", "disclosed"


def months_of(held: Sequence[Span]) -> list[Period]:
    """Return the months from the first to the last that hold a covered day."""
    if not held:
        return []
    first, last = held[0][0], held[-1][1]
    return read_periods(f"month:{first:%Y-%m}..{last:%Y-%m}").spans()


@dataclass(frozen=True)
class Chart:
    """What of a series is charted: points with their lines and signals, how these were made, and what must be said.

    Attributes:
        months: the months; with lines where they are charted.
        between: the days between rare events; empty where the months are charted.
        method: how the lines were made.
        signals: the signals, in time order.
        notes: what must be said of the lines.
        summary: what the series comes to.
    """

    months: list[SeriesPoint]
    between: list[SeriesPoint]
    method: Method
    signals: list[Note]
    notes: list[Note]
    summary: Summary | None = None


@dataclass(frozen=True)
class SeriesMaker:
    """Makes the series of one measure."""

    maker: FigureMaker
    facts: Facts
    asked: Asked
    synthetic: bool

    def series(self, subject: Subject) -> Series:
        """Return the series of a measure: months, lines, signals, and what must be said of them."""
        measure = subject.row.measure
        coverage = self.maker.coverage[measure.source]
        held = coverage.days_of(role=measure.counted_people)
        counted = month_points(self.maker, subject, months_of(held))
        rebases, said = find_rebases(self.maker, subject, counted)
        months = with_breaks(counted, rebases)
        counting = self.maker.counting(measure, subject.cell)
        drift = find_series_drift(counting, months)
        recorded = Recorded(counting, known_months(months), drift)
        chart = self._chart(subject, months, rebases, recorded)
        return Series(
            measure.id,
            measure.title,
            months[0].area if months else "",
            measure.desired or "",
            chart.method,
            [self._standing(point, None if chart.between else chart.method) for point in chart.months],
            [self._standing(point, chart.method) for point in chart.between],
            chart.signals,
            notes=[
                *([drift.note(self.maker, measure)] if drift else []),
                *said,
                *_coverage_notes(measure, held, months),
                *chart.notes,
                *gap_notes(months),
                *self.maker.undated(measure, subject.cell, [(point.start, point.end) for point in months]),
                *_provisional_notes(months),
                *_standing_notes(measure),
                *self._said,
            ],
            # Months are a breakdown like any other.
            notices=[INTERNAL] if any(point.count and point.count < SMALL_CELL for point in months) else [],
            summary=chart.summary,
        )

    def _chart(
        self, subject: Subject, months: list[SeriesPoint], rebases: Sequence[Rebase], recorded: Recorded
    ) -> Chart:
        values = values_to_judge(months, rebases)
        if not is_rare(values):
            return self.chart_months(subject.row.measure, months, values, rebases, recorded)
        chart = self._chart_days(subject, months, rebases, recorded)
        if isinstance(chart, Chart):
            return chart
        rough = Note(Kind.ROUGH_LIMITS, {"why": chart})
        return self.chart_months(subject.row.measure, months, values, rebases, recorded, rough)

    def chart_months(
        self,
        measure: Measure,
        months: list[SeriesPoint],
        values: Sequence[int | None],
        rebases: Sequence[Rebase],
        recorded: Recorded | AsPrinted,
        rough: Note | None = None,
    ) -> Chart:
        """Chart the months; `rough` is what is said of limits that are those of monthly counts of rare events."""
        starts = [each.place for each in rebases if each.place is not None]
        shifts = self._shifts(values, starts)
        judged = read_process(values, [*starts, *shifts], self._dialect, self.asked.fix_after)
        notes = [rough] if rough else []
        points = with_beginnings(months, rebases)
        if not judged:
            return Chart(points, [], self._method(), [], notes)
        lined = with_lines(points, judged, bool(rough))
        points, signals = _with_signals(lined, judged, Edges(starts, shifts), measure, recorded)
        notes += limits_notes(judged, values)
        if any(each.limits and each.limits.lower < 0 for each in judged):
            notes.append(Note(Kind.NO_LOW_SIGNAL))
        aim = aim_of(measure, self.asked.target)
        answer = assure_aim(aim, points, judged)
        notes += target_notes(measure, aim, answer)
        said = [each.note for each in signals]
        return Chart(points, [], self._method(), said, notes, summarise(points, signals, aim, answer))

    def _chart_days(
        self, subject: Subject, months: list[SeriesPoint], rebases: Sequence[Rebase], recorded: Recorded
    ) -> Chart | str:
        """Chart the days between events; return why not where that is impossible."""
        measure = subject.row.measure
        why_not = self._why_no_days(measure)
        if why_not:
            return why_not
        spans = known_spans(
            self.maker.coverage[measure.source].days_of(subject.cell.area, measure.counted_people), months, rebases
        )
        daily = self.maker.counts[measure.source].by_day(measure, spans, subject.cell)
        between = between_points(daily, spans, months, rebases)
        if sum(point.days_between is not None for point in between) < FEWEST:
            return TOO_FEW
        values, starts = straight_values(between)
        shifts = self._shifts(values, starts)
        judged = read_process(values, [*starts, *shifts], self._dialect, self.asked.fix_after)
        lined = with_days_lines(between, judged)
        points, signals = _with_signals(lined, judged, Edges(starts, shifts), measure, recorded)
        notes = [
            Note(Kind.DAYS_CHARTED),
            *limits_notes(judged, [point.days_between for point in between]),
            *open_notes(daily, spans, judged),
            *self._open_events(measure, months),
        ]
        said, method = [each.note for each in signals], replace(self._method(), of_days=True)
        return Chart(without_lines(months), points, method, said, notes, summarise(points, signals, None, None))

    def _shifts(self, values: Sequence[float | None], starts: Sequence[int]) -> list[int]:
        """Return where the level moved without a known cause; against a baseline that is asked for nothing moves it."""
        return [] if self.asked.fix_after else find_shifts(values, starts)

    def _why_no_days(self, measure: Measure) -> str:
        if self.facts.coarsest != "day":
            return ONLY_MONTHS
        if measure.counts_persons:
            return PEOPLE
        return INTERVALS if self.facts.holds_intervals else ""

    def _open_events(self, measure: Measure, months: Sequence[SeriesPoint]) -> list[Note]:
        found = [Note(Kind.MAY_BE_EVENTS)]
        target = [Note(Kind.TARGET_OF_MONTHS)]
        return [
            *(found if any(point.not_known for point in months) else []),
            *(target if aim_of(measure, self.asked.target) else []),
        ]

    def _standing(self, point: SeriesPoint, method: Method | None) -> SeriesPoint:
        """Return a point with what a row that travels alone must say, and how its lines were made."""
        return replace(point, method=method, notes=[*self._said_of_rows, *point.notes])

    @cached_property
    def _said(self) -> list[Note]:
        """Return what the extracts of the source say that bears on its months."""
        return said_of_source(self.facts, self.maker.coverage[self.facts.source.id])

    @cached_property
    def _said_of_rows(self) -> list[Note]:
        """Return what every row of the source must say."""
        source = self.facts.source.id
        return standing_notes_of({source: self.facts.reports}, source, self.synthetic, None, self._said)

    @property
    def _dialect(self) -> Dialect:
        return DIALECTS[self.asked.dialect]

    def _method(self) -> Method:
        return Method(self.asked.dialect, self.asked.fix_after)


def _with_signals(
    points: Sequence[SeriesPoint],
    judged: Sequence[Point],
    edges: Edges,
    measure: Measure,
    recorded: Recorded | AsPrinted,
) -> tuple[list[SeriesPoint], list[Signal]]:
    """Return points with their signals, and the signals: levels that moved first."""
    meanings = meanings_of(points, measure.desired or "")
    moved = recorded.without_meaning(shift_signals(points, edges, meanings), points)
    found = find_signals(judged, [(point.start, point.end) for point in points], points[0].series, meanings)
    signals = recorded.without_meaning(found, points)
    marked = with_shifts(with_signals(points, judged, signals, meanings), moved)
    return marked, [*moved, *signals]


def _coverage_notes(measure: Measure, spans: Sequence[Span], months: Sequence[SeriesPoint]) -> list[Note]:
    if any(point.days_covered == point.days for point in months):
        return []
    held: dict[str, Part] = {"source": measure.source, "spans": tuple(spans)}
    return [Note(Kind.NO_WHOLE_MONTH, held)]


def _provisional_notes(months: Sequence[SeriesPoint]) -> list[Note]:
    is_provisional = any(point.status == PROVISIONAL for point in months)
    return [Note(Kind.PROVISIONAL_MONTHS)] if is_provisional else []


def _standing_notes(measure: Measure) -> list[Note]:
    people = [Note(Kind.PEOPLE_EVERY_MONTH)] if measure.counts_persons else []
    # What is recorded late is not yet in the last months of a measure by the day on which it was committed.
    return people if measure.date_basis == RECORDED else [*people, Note(Kind.LATE_RECORDING)]
