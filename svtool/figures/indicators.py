"""Indicators: figures that arrive as figures, set beside the counts with their own periods in a note."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from svtool.dates import read_date
from svtool.errors import ExtractError, listed, nearest
from svtool.figures.contract import NOT_AVAILABLE, STATUSES, Figure
from svtool.figures.notes import Kind, Note
from svtool.figures.periods_shown import Columns
from svtool.files.small_tables import read_rows
from svtool.schema.areas import AreaSet
from svtool.schema.periods import Period
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source
from svtool.schema.tables import Measure, Table, TableRow


@dataclass(frozen=True)
class Indicator:
    """One figure as it arrived."""

    measure_id: str
    column: str
    start: date | None
    end: date | None
    value: float | None
    unit: str
    status: str


def read_indicators(entry: ExtractEntry, folder: Path, source: Source) -> list[Indicator]:
    """Return the indicators of a project.

    Raises:
        ExtractError: a file can't be read, or a line has a value or status that can't be.
    """
    found: list[Indicator] = []
    names = [each.name for each in source.fields]
    for where, texts in read_rows(entry, folder, names, dates=("own_period_start", "own_period_end")):
        _add(found, _indicator(texts, where), where)
    return found


def _add(found: list[Indicator], new: Indicator, where: str) -> None:
    """Add a figure; two for one measure and period are a fault, for nobody says which of them holds."""
    if any((each.measure_id, each.column) == (new.measure_id, new.column) for each in found):
        raise ExtractError(
            f"{where}: measure {new.measure_id} has a second figure for {new.column}; expected one. Remove one of them."
        )
    found.append(new)


def _indicator(texts: dict[str, str], where: str) -> Indicator:
    status = texts["status"]
    if status and status not in STATUSES:
        raise ExtractError(
            f"{where}: status is not one of {listed(STATUSES)}{nearest(status, STATUSES) or '.'} Write one of them."
        )
    value: float | None = None
    if texts["value"]:
        value = _number(texts["value"])
        if value is None:
            raise ExtractError(
                f"{where}: the value is not a number; expected one such as 4.4. Leave it blank and give a status if "
                "there is none."
            )
    elif not status:
        raise ExtractError(
            f"{where}: has neither a value nor a status; expected one of them. Write x if not available."
        )
    days: list[date | None] = []
    for name in ("own_period_start", "own_period_end"):
        read = read_date(texts[name], ("YYYY-MM-DD",)) if texts[name] else None
        if texts[name] and read is None:
            raise ExtractError(f"{where}: {name} is not a date; expected one such as 2020-03-31. Correct it.")
        days.append(read[0] if read else None)
    return Indicator(texts["measure_id"], texts["column_period"], days[0], days[1], value, texts["unit"], status)


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def indicator_figures(
    table: Table, indicators: Sequence[Indicator] | None, columns: Columns, areas: AreaSet | None
) -> list[Figure]:
    """Return the figures of a table's indicator rows; what nobody brought is not available."""
    # The period before the first column has no figure, whether or not the table compares it.
    found: list[Figure] = []
    for row in table.rows:
        if not row.measure.is_indicator:
            continue
        figures = {
            period: _figure(table, row, period, _pick(indicators or (), row.measure, period), areas)
            for period in columns.shown
        }
        for period, figure in figures.items():
            before = columns.partner(period, compares_first_column=False)
            found.append(_compared(figure, figures[before]) if before in figures else figure)
    return found


def _pick(indicators: Sequence[Indicator], measure: Measure, period: Period) -> Indicator | None:
    return next(
        (each for each in indicators if each.measure_id == measure.id and each.column in {period.key, period.label}),
        None,
    )


def _figure(table: Table, row: TableRow, period: Period, given: Indicator | None, areas: AreaSet | None) -> Figure:
    figure = Figure(
        table=table.id,
        position=row.position,
        group=row.group,
        measure_id=row.measure.id,
        measure=row.measure.title,
        source=row.measure.source,
        unit=row.measure.unit,
        definition="",
        date_basis="",
        area_basis="",
        area_code=(areas.code or "") if areas else "",
        area=areas.title if areas else "",
        period=period.label,
        period_start=period.start,
        period_end=period.end,
        days=period.days,
        days_covered=period.days,
        value_unit=row.measure.value_unit or "",
        desired=row.measure.desired or "",
        column=period.key,
    )
    if given is None:
        why = Note(Kind.NOT_BROUGHT, {"period": period.label})
        return replace(figure, status=NOT_AVAILABLE, days_covered=0, notes=(why,))
    if period.known_on:
        return replace(figure, status=NOT_AVAILABLE, days_covered=0, notes=(Note(Kind.NO_RECORDED_DATE),))
    return replace(
        figure,
        value=given.value,
        status=given.status,
        value_unit=given.unit or figure.value_unit,
        days_covered=0 if given.value is None else figure.days_covered,
        notes=_own_period(given, period),
    )


def _own_period(given: Indicator, period: Period) -> tuple[Note, ...]:
    """Return the days of a figure that came with its own, where they are not those of the column."""
    if given.value is None or not given.start or not given.end:
        return ()
    if (given.start, given.end) == (period.start, period.end):
        return ()
    return (Note(Kind.OWN_PERIOD, {"start": given.start, "end": given.end}),)


def _compared(figure: Figure, previous: Figure) -> Figure:
    figure = replace(figure, compared_with=previous.period)
    if figure.value is None or previous.value is None:
        return replace(figure, change_status=figure.status if figure.value is None else previous.status)
    in_per_cent = figure.value_unit != "%" and previous.value
    return replace(
        figure,
        comparison="full",
        change=round(figure.value - previous.value, 10),
        change_pct=100 * (figure.value - previous.value) / previous.value if in_per_cent else None,
    )


def unknown_indicators(indicators: Sequence[Indicator], known: Sequence[str]) -> list[str]:
    """Return the ids of indicators that no table asks for, sorted."""
    return sorted({each.measure_id for each in indicators} - set(known))
