"""The points of a series as rows of a table, for text and page alike."""

from __future__ import annotations

from collections.abc import Sequence

from svtool.commands.trend.series_points import LASTING_SHIFT, MEANINGS, MONTH, TRIAL, SeriesPoint
from svtool.dates import name_span
from svtool.output.wording.number_words import show_number

RULE_WORDS = {
    LASTING_SHIFT: "lasting shift from here on",
    "outside": "outside the limits",
    "trend": "7 or more in one direction",
    "two_in_three": "2 of 3 near a limit",
    "shift": "7 or more on one side of the mean",
}


def rows_of(points: Sequence[SeriesPoint], every: str = MONTH) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the cells of a table of points; the last column is the signal.

    Args:
        points: those of one series.
        every: what a point is of: a month, or a quarter or year.
    """
    is_month = points[0].series == MONTH
    has_unknown = any(point.not_known for point in points)
    has_lines = any(point.mean is not None for point in points)
    headings = [
        *([every.capitalize(), "Count"] if is_month else ["Month of event", "Days since the one before"]),
        *(["Not known"] if has_unknown else []),
        *(["Mean" if is_month else "Centre", "Lower", "Upper"] if has_lines else []),
        "Signal",
    ]
    return headings, [_cells(point, has_unknown, has_lines) for point in points]


def _cells(point: SeriesPoint, has_unknown: bool, has_lines: bool) -> list[str]:
    value = f"{point.value:,}" if point.value is not None else ""
    number = f"{value} [{point.status}]".strip() if point.status else value
    unknown = "" if point.not_known is None else f"{point.not_known:,}"
    lines = [_show_line(point, level) for level in (point.mean, point.lower, point.upper)]
    shown = [*([unknown] if has_unknown else []), *(lines if has_lines else [])]
    return [_month_name(point), number, *shown, _signal(point)]


def _month_name(point: SeriesPoint) -> str:
    return name_span(point.start, point.end)


def _show_line(point: SeriesPoint, value: float | None) -> str:
    if value is None:
        return ""
    return show_number(value) + (f" [{TRIAL}]" if point.limits_status == TRIAL else "")


def _signal(point: SeriesPoint) -> str:
    parts = [f"{MEANINGS[point.signal]}: {RULE_WORDS[point.rule]}"] if point.signal else []
    if point.rebased:
        parts.append("lines begin anew")
    return "; ".join(parts)
