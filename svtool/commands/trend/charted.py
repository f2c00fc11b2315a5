"""One measure becomes a series: months, lines, signals, and what must be said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.commands.trend.month_series import (
    Rebase,
    Subject,
    drift_notes,
    fill_lines,
    fill_signals,
    find_rebases,
    gap_notes,
    latest_limits,
    limits_notes,
    month_points,
    values_to_judge,
)
from svtool.commands.trend.rare_events import (
    FEWEST,
    RARE,
    between_points,
    fill_days,
    is_rare,
    judge_between,
    known_spans,
    leave_out_lines,
    open_notes,
)
from svtool.commands.trend.series_points import PROVISIONAL, Series
from svtool.commands.trend.signal_words import INTERVALS, MONTHS, tell_target
from svtool.commands.trend.trend_asked import Asked
from svtool.coverage.spans import Coverage, name_spans
from svtool.figures.maker import FigureMaker
from svtool.figures.notices import INTERNAL, SMALL_CELL, SYNTHETIC
from svtool.gathering.facts import Facts
from svtool.schema.periods import Period, read_periods
from svtool.schema.tables import Measure
from svtool.statistics.process_limits import DIALECTS, Dialect, Limits, assure, read_process

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
class SeriesMaker:
    """Makes the series of one measure."""

    maker: FigureMaker
    facts: Facts
    asked: Asked
    synthetic: bool

    def series(self, subject: Subject) -> Series:
        """Return the series, filled in."""
        measure = subject.row.measure
        coverage = self.maker.coverage[measure.source]
        months = month_points(self.maker, subject, months_of(coverage))
        area = months[0].area if months else ""
        series = Series(measure.id, measure.title, area, measure.desired or "", self._method(), months)
        if not any(point.days_covered == point.days for point in months):
            days = name_spans(coverage.spans) or "no days"
            series.notes.append(f"No month is wholly covered: the {measure.source} extracts hold {days}.")
        rebases, said = find_rebases(self.maker, subject, months)
        values = values_to_judge(months, rebases)
        if not (is_rare(values) and self._chart_days(series, subject, rebases)):
            self._chart_months(series, values, rebases)
        drift = drift_notes(self.maker, subject, months)
        standing = _standing_notes(measure)
        series.notes = [*drift, *said, *series.notes, *gap_notes(months), *_provisional_notes(series), *standing]
        self._stand(series)
        return series

    def _chart_months(self, series: Series, values: list[int | None], rebases: Sequence[Rebase]) -> None:
        starts = [each.place for each in rebases if each.place is not None]
        for place in starts:
            series.months[place].rebased = "; ".join(each.title for each in rebases if each.place == place)
        judged = read_process(values, starts, self._dialect, self.asked.fix_after)
        if not judged:
            return
        fill_lines(series.months, judged, series.has_rough_limits)
        fill_signals(series, series.months, judged, MONTHS)
        series.notes += limits_notes(judged, values)
        if any(each.limits and each.limits.lower < 0 for each in judged):
            series.notes.append(NO_LOW_SIGNAL)
        self._judge_target(series, latest_limits(judged))

    def _judge_target(self, series: Series, limits: Limits | None) -> None:
        answer = None
        if self.asked.target is not None and limits is not None:
            answer = assure(self.asked.target, limits, series.desired or None)
        if self.asked.target is not None and answer:
            series.notes.append(tell_target(self.asked.target, answer))

    def _chart_days(self, series: Series, subject: Subject, rebases: Sequence[Rebase]) -> bool:
        """Chart the days between events; return whether that was possible, having said why not."""
        measure = subject.row.measure
        rare = f"Fewer than {RARE} a month"
        why_not = self._why_no_days(measure)
        if why_not:
            self._say_rough(series, f"{rare}, but {why_not}")
            return False
        spans = known_spans(self.maker.coverage[measure.source], series.months, rebases)
        daily = self.maker.counts[measure.source].by_day(measure, spans, subject.cell)
        between = between_points(daily, spans, series.months, rebases)
        if sum(point.days_between is not None for point in between) < FEWEST:
            self._say_rough(series, f"{rare}, and too few for days between events")
            return False
        judged = judge_between(between, self._dialect, self.asked.fix_after)
        series.between = between
        series.method = f"{DAYS_METHOD}, {self._method()}"
        leave_out_lines(series)
        fill_days(between, judged)
        fill_signals(series, between, judged, INTERVALS)
        series.notes.append(f"{rare}: the days between events are charted, and the months have no limits.")
        series.notes += [
            *limits_notes(judged, [point.days_between for point in between]),
            *open_notes(daily, spans, judged),
            *self._open_events(series),
        ]
        return True

    def _say_rough(self, series: Series, why: str) -> None:
        series.has_rough_limits = True
        series.notes.append(f"[u] {why}: {ROUGH}")

    def _why_no_days(self, measure: Measure) -> str:
        if self.facts.coarsest != "day":
            return "the dates are months"
        if measure.counts_persons:
            return "people are not counted by day"
        return "suppressed and rounded counts are no single events" if self.facts.holds_intervals else ""

    def _open_events(self, series: Series) -> list[str]:
        found = ["Units that are not known may be events too; the days between would then be fewer."]
        target = ["The target is of a month, and is not judged by days between events."]
        return [
            *(found if any(point.not_known for point in series.months) else []),
            *(target if self.asked.target is not None else []),
        ]

    def _stand(self, series: Series) -> None:
        """Give the series and every point what a page or a row that travels alone must say."""
        if any(point.count and point.count < SMALL_CELL for point in series.months):
            series.notices = [INTERNAL]  # months are a breakdown like any other
        used = sum(report.reviews.used for report in self.facts.reports.values())
        standing = [*([SYNTHETIC] if self.synthetic else []), *([f"Reviews used: {used:,}."] if used else [])]
        for point in series.points:
            if point in series.charted:
                point.method = series.method
            point.notes = [*standing, *point.notes]

    @property
    def _dialect(self) -> Dialect:
        return DIALECTS[self.asked.dialect]

    def _method(self) -> str:
        fixed = f", limits of the first {self.asked.fix_after} points" if self.asked.fix_after else ""
        return f"{DIALECT_WORDS[self.asked.dialect]}{fixed}"


def _provisional_notes(series: Series) -> list[str]:
    is_provisional = any(point.status == PROVISIONAL for point in series.months)
    return (
        ["[p] Provisional: the month may still grow; it makes no limits and is not judged."] if is_provisional else []
    )


def _standing_notes(measure: Measure) -> list[str]:
    people = ["People are counted anew in every month."] if measure.counts_persons else []
    if measure.date_basis == "recorded_date":
        return people
    return [*people, LATE]
