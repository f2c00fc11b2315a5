"""Monthly counts become a series: gaps stay gaps, provisional months are not judged, breaks begin the lines anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from svtool.commands.trend.series_points import MONTH, NO_LIMITS, TRIAL, SeriesPoint
from svtool.commands.trend.signals import Signal
from svtool.counting.cells import Cell
from svtool.counting.daily_counts import Span
from svtool.figures.contract import NOT_AVAILABLE, Figure
from svtool.figures.maker import FigureMaker
from svtool.figures.notes import Kind, Note, Part
from svtool.schema.periods import Period
from svtool.schema.tables import Table, TableRow
from svtool.statistics.process_limits import Direction, Limits, Meaning, Point, meaning_of


@dataclass(frozen=True)
class Subject:
    """What a series is about: a measure at its place in a table, in an area."""

    table: Table
    row: TableRow
    cell: Cell


@dataclass(frozen=True)
class Rebase:
    """A break that concerns the whole of a measure: its day, its title, and the first month wholly after it."""

    day: date
    title: str
    place: int | None

    def cuts(self, point: SeriesPoint) -> bool:
        """Return whether a point lies on both sides of it."""
        return point.start < self.day <= point.end


def month_points(maker: FigureMaker, subject: Subject, months: Sequence[Period]) -> list[SeriesPoint]:
    """Return the counts of months; one that is only partly covered has none, for a part month is not a month."""
    points: list[SeriesPoint] = []
    for month in months:
        figure = maker.figure(subject.table, subject.row, subject.cell, month)
        points.append(_point(figure, month, len(points) + 1))
    return points


def _point(figure: Figure, month: Period, number: int) -> SeriesPoint:
    is_least = any(note.kind is Kind.UNSTATED for note in figure.notes)
    is_whole = figure.days_covered == month.days and not is_least
    return SeriesPoint(
        measure_id=figure.measure_id,
        measure=figure.measure,
        source=figure.source,
        unit=figure.unit,
        area_code=figure.area_code,
        area=figure.area,
        series=MONTH,
        number=number,
        month=month.key,
        start=month.start,
        end=month.end,
        days=month.days,
        days_covered=figure.days_covered,
        count=figure.count if is_whole else None,
        not_known=figure.not_known if is_whole else None,
        status=figure.status if is_whole else NOT_AVAILABLE,
        desired=figure.desired,
        notes=list(figure.notes),
    )


def find_rebases(
    maker: FigureMaker, subject: Subject, points: Sequence[SeriesPoint]
) -> tuple[list[Rebase], list[Note]]:
    """Return the breaks at which the lines begin anew, and what must be said of breaks.

    A break that concerns the whole measure begins them anew with the first month that lies wholly after it. One that
    concerns a part of it is said and no more, as beside a change: the rest is counted as before.
    """
    rebases: list[Rebase] = []
    said: list[Note] = []
    for each, wholly in sorted(maker.breaks_of(subject.row.measure), key=lambda found: found[0].date):
        if not points or not points[0].start < each.date <= points[-1].end:
            continue
        about: dict[str, Part] = {"day": each.date, "title": each.title}
        if not wholly:
            said.append(Note(Kind.BREAK_OF_A_PART, about))
            continue
        place = next((place for place, point in enumerate(points) if point.start >= each.date), None)
        rebases.append(Rebase(each.date, each.title, place))
        said.append(Note(Kind.BREAK_AFTER_LAST_MONTH if place is None else Kind.REBASED, about))
    return rebases, said


def with_breaks(points: Sequence[SeriesPoint], rebases: Sequence[Rebase]) -> list[SeriesPoint]:
    """Return the months with what must be said of those that lie on both sides of a break."""
    found: list[SeriesPoint] = []
    for point in points:
        cut = [each for each in rebases if each.cuts(point)]
        said = [Note(Kind.MONTH_ACROSS_BREAK, {"day": each.day, "title": each.title}) for each in cut]
        found.append(replace(point, notes=[*point.notes, *said]))
    return found


def with_beginnings(points: Sequence[SeriesPoint], rebases: Sequence[Rebase]) -> list[SeriesPoint]:
    """Return the months with the break at which the lines begin anew, at the first month after it."""
    return [
        replace(point, rebased="; ".join(each.title for each in rebases if each.place == place))
        for place, point in enumerate(points)
    ]


def values_to_judge(points: Sequence[SeriesPoint], rebases: Sequence[Rebase]) -> list[int | None]:
    """Return the counts that make the lines and that rules look at: whole, final months on one side of every break.

    A provisional month may still grow, so that being low says nothing of it yet.
    """
    return [None if point.status or any(each.cuts(point) for each in rebases) else point.count for point in points]


def with_lines(points: Sequence[SeriesPoint], judged: Sequence[Point], are_rough: bool) -> list[SeriesPoint]:
    """Return monthly points with their lines. A count can't be below 0, and neither can its lower limit."""
    return [_with_lines(point, found.limits, are_rough) for point, found in zip(points, judged, strict=True)]


def _with_lines(point: SeriesPoint, limits: Limits | None, are_rough: bool) -> SeriesPoint:
    if limits is None:
        return replace(point, limits_status=NO_LIMITS)
    return replace(
        point,
        mean=float(limits.mean),
        upper=float(limits.upper),
        lower=max(float(limits.lower), 0.0),
        limits_status=TRIAL if limits.is_trial or are_rough else "",
    )


def meanings_of(points: Sequence[SeriesPoint], desired: str) -> dict[str, Meaning]:
    """Return what a signal up and a signal down mean: of days between events, longer is fewer.

    Args:
        points: months, or days between events.
        desired: fall, rise, or nothing.
    """
    is_month = points[0].series == MONTH
    ways: tuple[Direction, Direction] = ("up", "down") if is_month else ("down", "up")
    return {"up": meaning_of(ways[0], desired or None), "down": meaning_of(ways[1], desired or None)}


def with_signals(
    points: Sequence[SeriesPoint], judged: Sequence[Point], signals: Sequence[Signal], meanings: Mapping[str, Meaning]
) -> list[SeriesPoint]:
    """Return points with the signals that they are part of, and a note of each.

    Args:
        points: the series.
        judged: the same points, judged.
        signals: the signals.
        meanings: what a signal up and a signal down mean.
    """
    found: list[SeriesPoint] = []
    for place, (point, answer) in enumerate(zip(points, judged, strict=True)):
        if not answer.signals:
            found.append(point)
            continue
        first = answer.signals[0]
        notes = [each.note for each in signals if each.first <= place <= each.last]
        is_of_recording = any("recording" in note.parts for note in notes)
        found.append(
            replace(
                point,
                rule=first.rule,
                direction=first.direction,
                signal="neutral" if is_of_recording else meanings[first.direction],
                notes=[*point.notes, *notes],
            )
        )
    return found


def limits_notes(judged: Sequence[Point], values: Sequence[float | None]) -> list[Note]:
    """Return what must be said of the lines: none at all, a trial, no variation."""
    limits = list(dict.fromkeys(each.limits for each in judged))
    if not any(limits):
        known = sum(value is not None for value in values)
        return [Note(Kind.NO_LIMITS, {"known": known})] if judged else []
    found = [Note(Kind.TRIAL_LIMITS, {"points": each.points}) for each in limits if each and each.is_trial]
    if all(each is None or each.lower == each.upper for each in limits):
        found.append(Note(Kind.NO_VARIATION))
    return found


def latest_limits(judged: Sequence[Point]) -> Limits | None:
    """Return the lines of the latest stretch."""
    return judged[-1].limits if judged else None


def gap_notes(points: Sequence[SeriesPoint]) -> list[Note]:
    """Return which months are gaps, and why."""
    reasons: dict[tuple[Kind, tuple[Note, ...]], list[Span]] = {}
    for point in points:
        if point.status == NOT_AVAILABLE:
            reasons.setdefault(_why_not(point), []).append((point.start, point.end))
    found = [
        Note(kind, {"spans": tuple(spans), **({"notes": notes} if notes else {})})
        for (kind, notes), spans in reasons.items()
    ]
    return [*found, *([Note(Kind.GAPS)] if found else [])]


def _why_not(point: SeriesPoint) -> tuple[Kind, tuple[Note, ...]]:
    if not point.days_covered:
        return Kind.NOT_COVERED_MONTHS, ()
    if point.days_covered < point.days:
        return Kind.PARTLY_COVERED_MONTHS, ()
    return Kind.UNAVAILABLE_MONTHS, tuple(point.notes)
