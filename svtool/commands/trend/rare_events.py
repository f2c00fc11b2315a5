"""Rare events: the days from one to the next, where a monthly count is mostly nought and limits of it mislead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from svtool.commands.trend.rebasing import Rebase
from svtool.commands.trend.series_points import BETWEEN, NO_LIMITS, TRIAL, SeriesPoint
from svtool.counting.daily_counts import Span
from svtool.dates import clip_spans, join_spans
from svtool.figures.contract import NOT_AVAILABLE
from svtool.figures.notes import Kind, Note
from svtool.statistics.process_limits import Limits, Point, bend_days, straighten_days

RARE = 5  # events a month below which days between events are charted (an assumption: "about 5", nobody gives one)
FEWEST = 3  # intervals without which there is nothing to chart


def is_rare(values: Sequence[int | None]) -> bool:
    """Return whether months hold so few events that the days between them are charted instead."""
    known = [value for value in values if value is not None]
    return 0 < sum(known) < RARE * len(known)


def known_spans(held: Sequence[Span], points: Sequence[SeriesPoint], rebases: Sequence[Rebase]) -> list[Span]:
    """Return the days on which every event is known, cut at breaks; months that are provisional or lack a field out."""
    spans = list(held)
    for point in points:
        if point.status and point.days_covered == point.days:
            spans = _subtract(spans, (point.start, point.end))
    spans = join_spans(spans)
    for each in rebases:
        eve = each.day - timedelta(days=1)
        spans = [*clip_spans(spans, (date.min, eve)), *clip_spans(spans, (each.day, date.max))]
    return spans


def between_points(
    daily: Mapping[date, int], spans: Sequence[Span], months: Sequence[SeriesPoint], rebases: Sequence[Rebase]
) -> list[SeriesPoint]:
    """Return a point for each event but the first of all, at the month in which it fell: the days since the one before.

    The first event after a gap has no days, for one in the gap would make them fewer. Days of events are dates of
    records, and stand nowhere: the month of an event and the days between two are what is shown.

    Args:
        daily: day → events.
        spans: the days on which every event is known.
        months: the months, from which the rest of a point is taken.
        rebases: where the lines begin anew.
    """
    by_key = {point.month: place for place, point in enumerate(months)}
    points: list[SeriesPoint] = []
    waiting = list(rebases)
    for number, (first, last) in enumerate(spans):
        before: date | None = None
        events = [each for each in sorted(daily) if first <= each <= last for _ in range(daily[each])]
        for day in events:
            place = by_key[f"{day.year}-{day.month:02d}"]
            if before or number:
                passed = [each for each in waiting if each.day <= day]
                waiting = [each for each in waiting if each not in passed]
                days = (day - before).days if before else None
                points.append(_point(months[place], len(points) + 1, days, "; ".join(each.title for each in passed)))
            before = day
    return points


def _point(month: SeriesPoint, number: int, days: int | None, rebased: str) -> SeriesPoint:
    return replace(
        month,
        series=BETWEEN,
        number=number,
        count=None,
        not_known=None,
        days_between=days,
        mean=None,
        lower=None,
        upper=None,
        limits_status="",
        rebased=rebased,
        status="" if days is not None else NOT_AVAILABLE,
        notes=[] if days is not None else [Note(Kind.NO_DAYS_BEFORE)],
    )


def straight_values(points: Sequence[SeriesPoint]) -> tuple[list[float | None], list[int]]:
    """Return days between events on the scale on which they are straight, and the places where lines begin anew."""
    values = [None if point.days_between is None else straighten_days(point.days_between) for point in points]
    return values, [place for place, point in enumerate(points) if point.rebased]


def with_days_lines(points: Sequence[SeriesPoint], judged: Sequence[Point]) -> list[SeriesPoint]:
    """Return points with their lines, in days."""
    return [_with_days_lines(point, found.limits) for point, found in zip(points, judged, strict=True)]


def _with_days_lines(point: SeriesPoint, limits: Limits | None) -> SeriesPoint:
    if limits is None:
        return replace(point, limits_status=NO_LIMITS)
    return replace(
        point,
        mean=bend_days(limits.mean),
        lower=bend_days(limits.lower),
        upper=bend_days(limits.upper),
        limits_status=TRIAL if limits.is_trial else "",
    )


def open_notes(daily: Mapping[date, int], spans: Sequence[Span], judged: Sequence[Point]) -> list[Note]:
    """Return whether the time since the last event is already longer than the upper limit, without saying how long.

    How long would give away the day of the last event, and with the days between them that of every other.
    """
    limits = judged[-1].limits if judged else None
    if limits is None or not spans or limits.is_trial:
        return []
    days = [day for day in daily if spans[-1][0] <= day <= spans[-1][1]]
    since = (spans[-1][1] - max(days)).days if days else 0
    if straighten_days(since) <= limits.upper:
        return []
    return [Note(Kind.LONG_SINCE_LAST)]


def without_lines(months: Sequence[SeriesPoint]) -> list[SeriesPoint]:
    """Return the months without lines: they are those of the days between events."""
    return [replace(point, mean=None, lower=None, upper=None, limits_status=NO_LIMITS) for point in months]


def _subtract(spans: Sequence[Span], gap: Span) -> list[Span]:
    """Return the spans without the days of a gap."""
    before = clip_spans(spans, (date.min, gap[0] - timedelta(days=1)))
    return before + clip_spans(spans, (gap[1] + timedelta(days=1), date.max))
