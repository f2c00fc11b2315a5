"""Indicators: figures that arrive as figures, set beside the counts with their own periods in a note."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NoReturn

from svtool.dates import read_date
from svtool.errors import ExtractError, listed, nearest
from svtool.figures.against import BASELINE, PRECEDING, Against, Comparator, is_small_base
from svtool.figures.change_verdict import with_verdict
from svtool.figures.contract import LOW_RELIABILITY, NOT_APPLICABLE, NOT_AVAILABLE, STATUSES, Figure
from svtool.figures.notes import Kind, Note
from svtool.figures.periods_shown import Columns
from svtool.files.small_tables import read_rows
from svtool.schema.areas import AreaSet
from svtool.schema.periods import Period
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source
from svtool.schema.tables import Measure, Table, TableRow
from svtool.schema.written_counts import finite_number

LOOKS_LIKE_A_PERIOD = re.compile(r"[\d/Q–-]{4,12}")
TWO_YEARS = re.compile(r"((?:19|20)\d\d)[-/–](\d{2}|\d{4})")


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
    where: str = field(default="", compare=False)  # its file and record, for messages


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
        _refuse_second(new, where)
    found.append(new)


def _refuse_second(new: Indicator, where: str) -> NoReturn:
    raise ExtractError(
        f"{where}: measure {new.measure_id} has a second figure for {new.column}; expected one. Remove one of them."
    )


def _indicator(texts: dict[str, str], where: str) -> Indicator:
    status = texts["status"]
    if status and status not in STATUSES:
        raise ExtractError(
            f"{where}: status is not one of {listed(STATUSES)}{nearest(status, STATUSES) or '.'} Write one of them."
        )
    value: float | None = None
    if texts["value"]:
        value = finite_number(texts["value"])
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
    return Indicator(texts["measure_id"], texts["column_period"], days[0], days[1], value, texts["unit"], status, where)


def indicator_figures(
    table: Table, indicators: Sequence[Indicator] | None, columns: Columns, areas: AreaSet | None
) -> list[Figure]:
    """Return the figures of a table's indicator rows; what nobody brought is not available.

    Raises:
        ExtractError: two figures are of one measure and period.
    """
    found: list[Figure] = []
    for row in table.rows:
        if not row.measure.is_indicator:
            continue
        figures = {
            period: _figure(table, row, period, _pick(indicators or (), row.measure, period), areas)
            for period in columns.shown
        }
        unplaced = without_column(indicators or (), columns, [row.measure.id])
        figures = {period: _saying(figure, unplaced) for period, figure in figures.items()}
        found += _set_beside_each_other(figures, columns)
    return found


def _saying(figure: Figure, unplaced: Sequence[Note]) -> Figure:
    """Return a figure that nobody brought with what was brought for no column: it may have been meant."""
    is_missing = any(note.kind is Kind.NOT_BROUGHT for note in figure.notes)
    return figure.but(notes=(*figure.notes, *unplaced)) if is_missing else figure


def _set_beside_each_other(figures: Mapping[Period, Figure], columns: Columns) -> list[Figure]:
    """Return the figures of a row with their changes against the column before and against the baseline."""
    base = next((period for period in figures if period.key == columns.periods.baseline), None)
    found: list[Figure] = []
    for period, brought in figures.items():
        figure = brought.but(baseline=base.label if base else "")
        # The period before the first column has no figure, whether or not the table compares it.
        before = columns.partner(period, compares_first_column=False)
        if before and before in figures:
            figure = _compared(figure, figures[before], PRECEDING)
        if base and period.start > base.end:
            figure = _compared(figure, figures[base], BASELINE)
        found.append(figure)
    return found


def _pick(indicators: Sequence[Indicator], measure: Measure, period: Period) -> Indicator | None:
    """Return the one figure that was brought for a measure and period.

    Raises:
        ExtractError: there are two.
    """
    found = [each for each in indicators if each.measure_id == measure.id and is_for(each, period)]
    if len(found) > 1:
        _refuse_second(found[1], found[1].where)
    return found[0] if found else None


def is_for(indicator: Indicator, period: Period) -> bool:
    """Return whether a figure was brought for a period: by its key or label, or by another way to write its two years.

    `2023-24` is a month to some and a year to others: it is the year only where the column is one.
    """
    return indicator.column in {period.key, period.label} or (
        bool(TWO_YEARS.fullmatch(period.key)) and _as_two_years(indicator.column) == period.key
    )


def _as_two_years(text: str) -> str:
    """Return two years as keys write them, `2023/24`, from `2023-24`, `2023/2024` or `2023–24`; else the text."""
    found = TWO_YEARS.fullmatch(text)
    if not found or int(found[2]) % 100 != (int(found[1]) + 1) % 100 or int(found[2]) not in _second_years(found):
        return text
    return f"{found[1]}/{int(found[2]) % 100:02d}"


def _second_years(found: re.Match[str]) -> tuple[int, int]:
    year = int(found[1]) + 1
    return year, year % 100


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
        return figure.but(status=NOT_AVAILABLE, days_covered=0, notes=(why,))
    if period.known_on:
        return figure.but(status=NOT_AVAILABLE, days_covered=0, notes=(Note(Kind.NO_RECORDED_DATE),))
    return figure.but(
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


def _compared(figure: Figure, earlier: Figure, comparator: Comparator) -> Figure:
    """Return a figure with its change against an earlier one; nobody can test it, for it is no count of events."""
    label = figure.baseline if comparator.is_baseline else earlier.period
    if figure.value is None or earlier.value is None:
        status = figure.status if figure.value is None else earlier.status
        return with_verdict(comparator.written(figure, Against(compared_with=label, status=status)), comparator)
    in_points = figure.value_unit == "%"
    before = earlier.value
    found = Against(
        compared_with=label,
        comparison="full",
        change=round(figure.value - before, 10),
        per_cent=None if in_points or not before else 100 * (figure.value - before) / before,
        status="" if in_points else NOT_APPLICABLE if not before else _of_a_few(before),
    )
    return with_verdict(comparator.written(figure, found), comparator)


def _of_a_few(before: float) -> str:
    """Return the status of a per cent of so few: of a whole number, which counts something, not of a mean or a rate."""
    return LOW_RELIABILITY if float(before).is_integer() and is_small_base(before) else ""


def unknown_indicators(indicators: Sequence[Indicator], known: Sequence[str]) -> list[str]:
    """Return the ids of indicators that no table asks for, sorted."""
    return sorted({each.measure_id for each in indicators} - set(known))


def without_column(indicators: Sequence[Indicator], columns: Columns, known: Sequence[str]) -> list[Note]:
    """Return which figures of measures that a table asks for stand in none of its columns, measure by measure."""
    found: dict[str, list[str]] = {}
    for each in indicators:
        if each.measure_id in known and not any(is_for(each, period) for period in columns.shown):
            found.setdefault(each.measure_id, []).append(_told(each))
    shown = tuple(period.key for period in columns.shown)
    return [
        Note(Kind.INDICATOR_NO_COLUMN, {"id": name, "brought": tuple(dict.fromkeys(brought)), "columns": shown})
        for name, brought in sorted(found.items())
    ]


def _told(indicator: Indicator) -> str:
    """Return how a message names the period of a figure: by itself where it looks like one, else by its line."""
    return indicator.column if LOOKS_LIKE_A_PERIOD.fullmatch(indicator.column) else indicator.where
