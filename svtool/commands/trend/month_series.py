"""Monthly counts become a series: gaps stay gaps, provisional months are not judged, breaks begin the lines anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from svtool.commands.trend.series_points import MONTH, NO_LIMITS, TRIAL, SeriesPoint
from svtool.commands.trend.signals import Signal
from svtool.counting.cells import Cell
from svtool.counting.daily_counts import Span
from svtool.figures.contract import NOT_AVAILABLE, Figure
from svtool.figures.maker import FigureMaker
from svtool.figures.notes import Kind, Note
from svtool.schema.periods import Period
from svtool.schema.tables import Table, TableRow
from svtool.statistics.process_limits import Direction, Limits, Meaning, Point, meaning_of


@dataclass(frozen=True)
class Subject:
    """What a series is about: a measure at its place in a table, in an area."""

    table: Table
    row: TableRow
    cell: Cell


def month_points(maker: FigureMaker, subject: Subject, months: Sequence[Period]) -> list[SeriesPoint]:
    """Return the counts of months; one that is only partly covered has none, for a part month is not a month."""
    points: list[SeriesPoint] = []
    for month in months:
        figure = maker.figure(subject.table, subject.row, subject.cell, month)
        points.append(point_of(figure, month, len(points) + 1))
    return points


def point_of(figure: Figure, month: Period, number: int) -> SeriesPoint:
    """Return a figure as a point of a series; one that is only partly covered has no count."""
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


def with_shifts(points: Sequence[SeriesPoint], shifts: Sequence[Signal]) -> list[SeriesPoint]:
    """Return points of which the first of each level that moved and stayed bears that signal, and no other does."""
    found = list(points)
    for each in shifts:
        parts = each.note.parts
        found[each.first] = replace(
            points[each.first],
            rule=str(parts["rule"]),
            direction=str(parts["direction"]),
            signal=str(parts["meaning"]),
            notes=[*points[each.first].notes, each.note],
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
