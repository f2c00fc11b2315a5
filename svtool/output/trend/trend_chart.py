"""A series as a chart: which point has which shape, and the description for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.trend.series_points import MONTH, TRIAL, Series, SeriesPoint, Trend
from svtool.dates import name_span
from svtool.figures.contract import SUPPRESSED
from svtool.figures.notes import Kind, Note
from svtool.output.svg_marks import Shape
from svtool.output.trend.charts import LineChart, Mark, chart_as_svg
from svtool.output.wording.note_words import note_words, notes_in_words
from svtool.output.wording.number_words import show_number

SHAPES: dict[str, Shape] = {"": "circle", "improvement": "square", "concern": "triangle", "neutral": "diamond"}
KEY: dict[Shape, str] = {
    "circle": "no signal",
    "triangle": "signal of concern",
    "square": "signal of improvement",
    "diamond": "signal",
    "ring": "provisional, not judged",
}


def trend_as_svg(trend: Trend) -> str:
    """Return the chart of the first series as a file of its own."""
    return chart_as_svg(chart_of(trend.series[0], [*trend.notices, *trend.series[0].notices]))


def chart_of(series: Series, notices: Sequence[Note] = ()) -> LineChart:
    """Return what the chart of a series shows.

    Args:
        series: the series.
        notices: what must be said first, such as that the records are made up.
    """
    points = series.charted
    is_month = not series.between
    what = f"{series.measure}, {what_of(series)}"
    place = f", {series.area}" if series.area else ""
    warned = " ".join(notes_in_words(notices))
    unknown = [point.not_known for point in points]
    return LineChart(
        name=f"trend-{series.measure_id}",
        title=f"{warned} {what}{place}".strip(),
        description=" ".join([*_about(series), *_signals(series), *notes_in_words(series.notes)]),
        marks=[_mark(point) for point in points],
        ticks=_ticks(points),
        breaks=[place for place, point in enumerate(points) if point.rebased],
        key=KEY if series.every == MONTH else {"circle": f"a {series.every}"},
        below=("Not known", unknown) if any(unknown) else None,
        middle="Mean" if is_month else "Centre",
        warnings=[note_words(note) for note in series.notes if note.kind is Kind.SERIES_DRIFT],
        target=series.summary.aim.of_a_month if series.summary and series.summary.aim else None,
    )


def what_of(series: Series) -> str:
    """Return what the points of a chart are of: `month by month`."""
    return "days between events" if series.between else f"{series.every} by {series.every}"


def _mark(point: SeriesPoint) -> Mark:
    shape: Shape = "ring" if point.status and point.value is not None else SHAPES[point.signal]
    return Mark(point.value, shape, point.mean, point.lower, point.upper, point.status == SUPPRESSED)


def _ticks(points: Sequence[SeriesPoint]) -> list[tuple[int, str]]:
    """Return the first point of every year; of months, where the year is whole."""
    found: list[tuple[int, str]] = []
    for place, point in enumerate(points):
        is_new = place == 0 or points[place - 1].month[:4] != point.month[:4]
        if is_new:
            is_whole = point.series != MONTH or (point.start.month, point.start.day) == (1, 1)
            label = point.month[:4] if is_whole else f"{point.start:%b %Y}"
            found.append((place, label))
    return found


def _about(series: Series) -> list[str]:
    points, every = series.charted, series.every
    if not points:
        return ["No month is covered."]
    known = [point.value for point in points if point.value is not None]
    is_month = points[0].series == MONTH
    noun = f"{every}s" if is_month else "intervals between events, in days"
    when = name_span(points[0].start, points[-1].end)
    said = [f"Line chart of {len(points)} {noun}, {when}."]
    shown = "that are shown " if any(point.status == SUPPRESSED for point in points) else ""
    if known:
        said.append(f"The values {shown}run from {min(known):,} to {max(known):,}.")
    last = points[-1]
    if last.value is None and is_month:
        why = "suppressed" if last.status == SUPPRESSED else "not available"
        said.append(f"The latest {every}, {name_span(last.start, last.end)}, is {why}.")
    if last.mean is not None and last.lower is not None and last.upper is not None:
        trial = ", on trial" if last.limits_status == TRIAL else ""
        lines = [show_number(value) for value in (last.mean, last.lower, last.upper)]
        middle = "mean" if last.series == MONTH else "centre line"
        said.append(f"The latest {middle} is {lines[0]}, with limits of {lines[1]} and {lines[2]}{trial}.")
    return said


def _signals(series: Series) -> list[str]:
    if series.every != MONTH:
        return []  # they are of months
    return notes_in_words(series.signals) or ["There is no signal."]
