"""One measure becomes a series: months, lines, signals, and what must be said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from svtool.commands.trend.month_series import (
    Rebase,
    Subject,
    drift_notes,
    find_rebases,
    gap_notes,
    latest_limits,
    limits_notes,
    meanings_of,
    month_points,
    values_to_judge,
    with_beginnings,
    with_breaks,
    with_lines,
    with_signals,
)
from svtool.commands.trend.rare_events import (
    FEWEST,
    RARE,
    between_points,
    is_rare,
    judge_between,
    known_spans,
    open_notes,
    with_days_lines,
    without_lines,
)
from svtool.commands.trend.series_points import PROVISIONAL, Series, SeriesPoint
from svtool.commands.trend.signal_words import INTERVALS, MONTHS, Nouns, tell_signals, tell_target
from svtool.commands.trend.trend_asked import Asked
from svtool.coverage.spans import Coverage, name_spans
from svtool.figures.maker import FigureMaker
from svtool.figures.notices import INTERNAL, SMALL_CELL, SYNTHETIC
from svtool.gathering.facts import Facts
from svtool.schema.periods import Period, read_periods
from svtool.schema.tables import Measure
from svtool.statistics.process_limits import DIALECTS, Dialect, Limits, Point, assure, read_process

DIALECT_WORDS = {
    "making-data-count": "XmR by Making Data Count, moving ranges not screened",
    "plotthedots": "XmR by NHSRplotthedots, moving ranges screened for outliers",
}
DAYS_METHOD = "days between events to the power 1/3.6 (Nelson 1994)"
ROUGH = "the limits of monthly counts are shown, and are rough."
LATE = "Counted by the day on which it was committed: what is recorded late is not yet in the last months."
NO_LOW_SIGNAL = "A count can't be below 0: where the lower limit would be, no month can lie below it."


def months_of(coverage: Coverage) -> list[Period]:
    """Return the months from the first to the last that hold a covered day."""
    if not coverage.spans:
        return []
    first, last = coverage.spans[0][0], coverage.spans[-1][1]
    return read_periods(f"month:{first:%Y-%m}..{last:%Y-%m}").spans()


@dataclass(frozen=True)
class Chart:
    """What of a series is charted: points with their lines and signals, how these were made, and what must be said.

    Attributes:
        months: the months; with lines where they are charted.
        between: the days between rare events; empty where the months are charted.
        method: how the lines were made, in words.
        signals: the signals in words, in time order.
        notes: what must be said of the lines, in sentences.
    """

    months: list[SeriesPoint]
    between: list[SeriesPoint]
    method: str
    signals: list[str]
    notes: list[str]


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
        counted = month_points(self.maker, subject, months_of(coverage))
        rebases, said = find_rebases(self.maker, subject, counted)
        months = with_breaks(counted, rebases)
        chart = self._chart(subject, months, rebases)
        return Series(
            measure.id,
            measure.title,
            months[0].area if months else "",
            measure.desired or "",
            chart.method,
            [self._standing(point, "" if chart.between else chart.method) for point in chart.months],
            [self._standing(point, chart.method) for point in chart.between],
            chart.signals,
            notes=[
                *drift_notes(self.maker, subject, months),
                *said,
                *_coverage_notes(measure, coverage, months),
                *chart.notes,
                *gap_notes(months),
                *_provisional_notes(months),
                *_standing_notes(measure),
            ],
            # Months are a breakdown like any other.
            notices=[INTERNAL] if any(point.count and point.count < SMALL_CELL for point in months) else [],
        )

    def _chart(self, subject: Subject, months: list[SeriesPoint], rebases: Sequence[Rebase]) -> Chart:
        values = values_to_judge(months, rebases)
        if not is_rare(values):
            return self._chart_months(subject.row.measure, months, values, rebases)
        chart = self._chart_days(subject, months, rebases)
        if isinstance(chart, Chart):
            return chart
        return self._chart_months(subject.row.measure, months, values, rebases, rough=f"[u] {chart}: {ROUGH}")

    def _chart_months(
        self,
        measure: Measure,
        months: list[SeriesPoint],
        values: Sequence[int | None],
        rebases: Sequence[Rebase],
        rough: str = "",
    ) -> Chart:
        """Chart the months; `rough` is what is said of limits that are those of monthly counts of rare events."""
        starts = [each.place for each in rebases if each.place is not None]
        judged = read_process(values, starts, self._dialect, self.asked.fix_after)
        notes = [rough] if rough else []
        points = with_beginnings(months, rebases)
        if not judged:
            return Chart(points, [], self._method(), [], notes)
        points, signals = _with_signals(with_lines(points, judged, bool(rough)), judged, measure, MONTHS)
        notes += limits_notes(judged, values)
        if any(each.limits and each.limits.lower < 0 for each in judged):
            notes.append(NO_LOW_SIGNAL)
        return Chart(points, [], self._method(), signals, [*notes, *self._target_notes(measure, latest_limits(judged))])

    def _target_notes(self, measure: Measure, limits: Limits | None) -> list[str]:
        if self.asked.target is None or limits is None:
            return []
        answer = assure(self.asked.target, limits, measure.desired or None)
        return [tell_target(self.asked.target, answer)] if answer else []

    def _chart_days(self, subject: Subject, months: list[SeriesPoint], rebases: Sequence[Rebase]) -> Chart | str:
        """Chart the days between events; return why not where that is impossible."""
        measure = subject.row.measure
        rare = f"Fewer than {RARE} a month"
        why_not = self._why_no_days(measure)
        if why_not:
            return f"{rare}, but {why_not}"
        spans = known_spans(self.maker.coverage[measure.source], months, rebases)
        daily = self.maker.counts[measure.source].by_day(measure, spans, subject.cell)
        between = between_points(daily, spans, months, rebases)
        if sum(point.days_between is not None for point in between) < FEWEST:
            return f"{rare}, and too few for days between events"
        judged = judge_between(between, self._dialect, self.asked.fix_after)
        points, signals = _with_signals(with_days_lines(between, judged), judged, measure, INTERVALS)
        notes = [
            f"{rare}: the days between events are charted, and the months have no limits.",
            *limits_notes(judged, [point.days_between for point in between]),
            *open_notes(daily, spans, judged),
            *self._open_events(months),
        ]
        return Chart(without_lines(months), points, f"{DAYS_METHOD}, {self._method()}", signals, notes)

    def _why_no_days(self, measure: Measure) -> str:
        if self.facts.coarsest != "day":
            return "the dates are months"
        if measure.counts_persons:
            return "people are not counted by day"
        return "suppressed and rounded counts are no single events" if self.facts.holds_intervals else ""

    def _open_events(self, months: Sequence[SeriesPoint]) -> list[str]:
        found = ["Units that are not known may be events too; the days between would then be fewer."]
        target = ["The target is of a month, and is not judged by days between events."]
        return [
            *(found if any(point.not_known for point in months) else []),
            *(target if self.asked.target is not None else []),
        ]

    def _standing(self, point: SeriesPoint, method: str) -> SeriesPoint:
        """Return a point with what a row that travels alone must say, and how its lines were made."""
        used = sum(report.reviews.used for report in self.facts.reports.values())
        standing = [*([SYNTHETIC] if self.synthetic else []), *([f"Reviews used: {used:,}."] if used else [])]
        return replace(point, method=method, notes=[*standing, *point.notes])

    @property
    def _dialect(self) -> Dialect:
        return DIALECTS[self.asked.dialect]

    def _method(self) -> str:
        fixed = f", limits of the first {self.asked.fix_after} points" if self.asked.fix_after else ""
        return f"{DIALECT_WORDS[self.asked.dialect]}{fixed}"


def _with_signals(
    points: Sequence[SeriesPoint], judged: Sequence[Point], measure: Measure, nouns: Nouns
) -> tuple[list[SeriesPoint], list[str]]:
    """Return points with their signals, and the signals in words."""
    meanings = meanings_of(points, measure.desired or "")
    told = tell_signals(judged, [(point.start, point.end) for point in points], nouns, meanings)
    return with_signals(points, judged, told, meanings), [each.text for each in told]


def _coverage_notes(measure: Measure, coverage: Coverage, months: Sequence[SeriesPoint]) -> list[str]:
    if any(point.days_covered == point.days for point in months):
        return []
    days = name_spans(coverage.spans) or "no days"
    return [f"No month is wholly covered: the {measure.source} extracts hold {days}."]


def _provisional_notes(months: Sequence[SeriesPoint]) -> list[str]:
    is_provisional = any(point.status == PROVISIONAL for point in months)
    return (
        ["[p] Provisional: the month may still grow; it makes no limits and is not judged."] if is_provisional else []
    )


def _standing_notes(measure: Measure) -> list[str]:
    people = ["People are counted anew in every month."] if measure.counts_persons else []
    if measure.date_basis == "recorded_date":
        return people
    return [*people, LATE]
