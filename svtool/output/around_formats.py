"""An area beside others around a day, in every format: CSV with a row for each month, side and comparison, and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from svtool.commands.compare import Around
from svtool.commands.compare.changed_at import AFTER, BEFORE, AreaMonths, ChangedAt
from svtool.output.csv_rows import rows_as_csv
from svtool.output.json_text import json_text
from svtool.output.machine import settled
from svtool.output.wording.around_words import WHY_NOT, notes_of_changed
from svtool.output.wording.note_words import notes_in_words
from svtool.version import __version__

FORMATS = ("table", "csv", "json")
JSON_FORMAT = "svtool.around/1"
COLUMNS = (
    "row", "measure_id", "measure", "source", "unit", "change_at", "role", "area_code", "area", "side", "period_start",
    "period_end", "days", "compared", "count", "not_known", "status", "ratio", "lower_95", "upper_95", "dispersion",
    "verdict", "verdict_reason", "notes",
)  # fmt: skip
WHOLE_NUMBERS = ("days", "count", "not_known")
NUMBERS = ("ratio", "lower_95", "upper_95", "dispersion")
DAYS = ("change_at", "period_start", "period_end")
AREA, ONE, TOGETHER = "area", "one beside it", "all beside it"


def around_in(format_: str, around: Around, width: int | None = None, colours: bool = False) -> str:
    """Return areas around a day in a format.

    Args:
        format_: the format.
        around: what was found.
        width: of the terminal, which text is fitted to; None for a file or a pipe.
        colours: whether the terminal has colours.
    """
    if format_ == "csv":
        return _csv(around)
    if format_ == "json":
        return _json(around)
    from svtool.output.around_text import around_as_text  # noqa: PLC0415 (a machine does not wait for rich)

    return around_as_text(around, width, colours)


def _csv(around: Around) -> str:
    rows = (row for found in around.measures for row in rows_of_changed(found, around))
    return rows_as_csv(COLUMNS, ([row.get(name) for name in COLUMNS] for row in rows))


def _json(around: Around) -> str:
    found = {
        "format": JSON_FORMAT,
        "svtool": __version__,
        "synthetic": around.synthetic,
        "notices": notes_in_words(around.notices),
        "warnings": notes_in_words(around.warnings),
        "rows": [
            {name: _plain(row.get(name)) for name in COLUMNS}
            for each in around.measures
            for row in rows_of_changed(each, around)
        ],
    }
    return json_text(found)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and value in (float("inf"), float("-inf")) else value


def rows_of_changed(found: ChangedAt, around: Around) -> Iterator[dict[str, Any]]:
    """Yield the rows of a comparison: months, sides, own changes, the difference of changes, and how it was before."""
    notes = " ".join([*notes_in_words(around.notices), *notes_of_changed(found), *notes_in_words(found.notes)])
    of_measure = {
        "measure_id": found.measure.id, "measure": found.measure.title, "source": found.measure.source,
        "unit": found.measure.unit, "change_at": found.change_at, "notes": notes,
    }  # fmt: skip
    areas = [(AREA, found.area), *((ONE, each) for each in found.others), (TOGETHER, found.together)]
    for role, area in areas:
        code = area.points[0].area_code if area.points else ""
        of_area = {**of_measure, "role": role, "area_code": code, "area": area.name}
        yield from ({**of_area, **row} for row in _rows_of_area(area))
    compared = {
        "ratio": found.ratio.ratio, "lower_95": found.ratio.lower, "upper_95": found.ratio.upper,
        "dispersion": found.ratio.dispersion, "verdict": found.verdict,
        "verdict_reason": WHY_NOT[found.why_not] if found.why_not else "",
    }  # fmt: skip
    slope = {"ratio": found.slope.ratio, "lower_95": found.slope.lower, "upper_95": found.slope.upper}
    of_area = {**of_measure, "role": AREA, "area_code": found.area.points[0].area_code, "area": found.area.name}
    yield {**of_area, "row": "difference", **{name: settled(value) for name, value in compared.items()}}
    yield {**of_area, "row": "a year before", "side": BEFORE, **{name: settled(value) for name, value in slope.items()}}


def _rows_of_area(area: AreaMonths) -> Iterator[dict[str, Any]]:
    for point in area.points:
        yield {
            "row": "month", "side": area.used.get(point.month, ""), "period_start": point.start,
            "period_end": point.end, "days": point.days, "compared": "yes" if point.month in area.used else "no",
            "count": point.count, "not_known": point.not_known, "status": point.status,
        }  # fmt: skip
    for side in (BEFORE, AFTER):
        months = area.months(side)
        if months:
            yield {
                "row": "side", "side": side, "period_start": months[0].start, "period_end": months[-1].end,
                "days": area.days(side), "count": area.total(side), "not_known": area.not_known(side),
            }  # fmt: skip
    if area.change:
        change = {"ratio": area.change.ratio, "lower_95": area.change.lower, "upper_95": area.change.upper}
        yield {"row": "change", **{name: settled(value) for name, value in change.items()}}
