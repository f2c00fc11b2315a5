"""A series of what a disclosure policy lets be shown: lines and signals come of the printed counts alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from svtool.commands.report.disclosed_points import MONTH, Points
from svtool.commands.trend.charted import DISCLOSED, Chart, SeriesMaker
from svtool.commands.trend.month_series import Subject, gap_notes, point_of
from svtool.commands.trend.rare_events import is_rare
from svtool.commands.trend.rebasing import find_rebases, values_to_judge, with_breaks
from svtool.commands.trend.recording import AsPrinted
from svtool.commands.trend.series_points import Method, Series, SeriesPoint
from svtool.figures.contract import SUPPRESSED, Figure
from svtool.figures.notes import Kind, Note
from svtool.figures.said_of_sources import said_of_source
from svtool.schema.periods import Period
from svtool.schema.policies import DisclosurePolicy


@dataclass(frozen=True)
class ShownSeriesMaker:
    """Makes series of shown points.

    Attributes:
        maker: what makes the series of the same source without a policy.
        policy: the policy.
        recording_moved: the measures beside whose printed changes recording is said to have moved.
        wholly_known: the measures of which every printed figure says that nothing is not known.
    """

    maker: SeriesMaker
    policy: DisclosurePolicy
    recording_moved: frozenset[str]
    wholly_known: frozenset[str]

    def series(self, subject: Subject, points: Points) -> Series:
        """Return the series of a measure, with what must be said of it."""
        measure = subject.row.measure
        shown = [_point(points, place) for place in range(len(points.figures))]
        chart, said = self._chart(subject, shown) if points.grain == MONTH else (_plain(shown), [])
        return Series(
            measure.id,
            measure.title,
            shown[0].area,
            measure.desired or "",
            chart.method if points.grain == MONTH else None,
            chart.months,
            signals=chart.signals,
            notes=[
                *_suppressed(points, shown),
                *said,
                *chart.notes,
                *gap_notes(chart.months),
                *said_of_source(self.maker.facts, self.maker.maker.coverage[measure.source], self.policy),
            ],
            summary=chart.summary,
            every=points.grain,
        )

    def _chart(self, subject: Subject, shown: list[SeriesPoint]) -> tuple[Chart, list[Note]]:
        measure = subject.row.measure
        rebases, said = find_rebases(self.maker.maker, subject, shown)
        months = with_breaks(shown, rebases)
        values = values_to_judge(months, rebases)
        rough = Note(Kind.ROUGH_LIMITS, {"why": DISCLOSED}) if is_rare(values) else None
        recorded = AsPrinted(measure.id in self.recording_moved)
        chart = self.maker.chart_months(measure, months, values, rebases, recorded, rough)
        return (chart if measure.id in self.wholly_known else _without_assurance(chart)), said


def _without_assurance(chart: Chart) -> Chart:
    """Return a chart that is held against no target: what is not known in a month is not printed, and could decide."""
    summary = replace(chart.summary, assurance=None) if chart.summary else None
    return replace(chart, notes=[each for each in chart.notes if each.kind is not Kind.TARGET], summary=summary)


def _point(points: Points, place: int) -> SeriesPoint:
    """Return a point as it may be shown: nothing of it but its count comes from records."""
    figure: Figure = points.figures[place]
    period = Period(figure.column, figure.period, figure.period_start, figure.period_end)
    point = replace(point_of(figure, period, place + 1), count=points.shown[place], not_known=None, notes=[])
    return replace(point, status=SUPPRESSED) if place in points.suppressed else point


def _plain(shown: list[SeriesPoint]) -> Chart:
    """Return quarters or years as they are: too few for limits, and signals are of months."""
    return Chart(shown, [], Method(""), [], [])


def _suppressed(points: Points, shown: list[SeriesPoint]) -> list[Note]:
    about = {"every": points.grain}
    found = [Note(Kind.POINTS_LONGER, about)] if points.grain != MONTH else []
    spans = tuple((point.start, point.end) for point in shown if point.status == SUPPRESSED)
    return [*found, *([Note(Kind.SUPPRESSED_POINTS, {**about, "spans": spans})] if spans else [])]
