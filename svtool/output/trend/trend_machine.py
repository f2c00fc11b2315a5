"""A trend for machines: CSV by its columns, and JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from svtool.commands.trend.series_points import COLUMNS, Series, SeriesPoint, Trend
from svtool.output.csv_rows import rows_as_csv
from svtool.output.json_text import json_text
from svtool.output.machine import settled
from svtool.output.wording.note_words import notes_in_words
from svtool.output.wording.series_words import method_words
from svtool.version import __version__

JSON_FORMAT = "svtool.trend/1"


def trend_as_csv(trend: Trend) -> str:
    """Return every point of every series as CSV; every row of made-up records says so in its notes."""
    points = (point for series in trend.series for point in series.points)
    return rows_as_csv(COLUMNS, (point_row(point).values() for point in points))


def trend_as_json(trend: Trend) -> str:
    """Return the series as one JSON object, with the signals and notes in words."""
    found = {
        "format": JSON_FORMAT,
        "svtool": __version__,
        "synthetic": trend.synthetic,
        "notices": notes_in_words(trend.notices),
        "warnings": notes_in_words(trend.warnings),
        "series": [_series(each) for each in trend.series],
    }
    return json_text(found)


def _series(series: Series) -> dict[str, Any]:
    return {
        "measure_id": series.measure_id,
        "measure": series.measure,
        "area": series.area,
        "desired": series.desired,
        "method": method_words(series.method),
        "variation": series.summary.variation if series.summary else None,
        "assurance": series.summary.assurance if series.summary else None,
        "signals": notes_in_words(series.signals),
        "notes": notes_in_words(series.notes),
        "notices": notes_in_words(series.notices),
        "points": [_point(point) for point in series.points],
    }


def _point(point: SeriesPoint) -> dict[str, Any]:
    row = {**point_row(point), "notes": notes_in_words(point.notes)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def point_row(point: SeriesPoint) -> dict[str, Any]:
    """Return a point by the columns of a trend; its notes are sentences."""
    words = {"method": method_words(point.method), "notes": " ".join(notes_in_words(point.notes))}
    return {**{name: settled(getattr(point, name)) for name in COLUMNS}, **words}
