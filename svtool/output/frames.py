"""Results as data frames: the columns of their CSV, each with the type of what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from svtool.commands.check import Checked
from svtool.commands.compare import Around
from svtool.commands.measures import Result, remarks_of
from svtool.commands.trend.series_points import COLUMNS as TREND_COLUMNS
from svtool.commands.trend.series_points import NUMBERS as TREND_NUMBERS
from svtool.commands.trend.series_points import WHOLE_NUMBERS as TREND_WHOLE_NUMBERS
from svtool.commands.trend.series_points import Trend
from svtool.figures.contract import (
    CHECKED_COLUMNS,
    NUMBERS,
    PLACES_NUMBERS,
    PLACES_WHOLE_NUMBERS,
    RATE_NUMBERS,
    RATE_WHOLE_NUMBERS,
    WHOLE_NUMBERS,
    WORKED_OUT_NUMBERS,
    WORKED_OUT_WHOLE_NUMBERS,
)
from svtool.figures.notes import Note
from svtool.findings.row_of_finding import FINDING_COLUMNS
from svtool.output.around_formats import COLUMNS as AROUND_COLUMNS
from svtool.output.around_formats import DAYS as AROUND_DAYS
from svtool.output.around_formats import NUMBERS as AROUND_NUMBERS
from svtool.output.around_formats import WHOLE_NUMBERS as AROUND_WHOLE_NUMBERS
from svtool.output.around_formats import rows_of_changed
from svtool.output.findings_machine import rows_of_findings
from svtool.output.machine import columns_of, rows_of
from svtool.output.published_text import checked_rows
from svtool.output.trend.trend_machine import point_row
from svtool.output.wording.note_words import notes_in_words
from svtool.validation.verdict import Validation

WHOLE, NUMBER = "Int64", "Float64"
CHECKED_WHOLE_NUMBERS = ("line", "today", "difference", "cancelled", "reclassified", "recorded_late")
CHECKED_DAYS = ("period_start", "period_end")


def figures_as_frame(result: Result) -> pd.DataFrame:
    """Return figures, one a row, in the order of the tables; notices and warnings are in its `attrs`."""
    frame = pd.DataFrame(rows_of(result), columns=list(columns_of(result)))
    kinds = {**dict.fromkeys(WHOLE_NUMBERS, WHOLE), **dict.fromkeys(NUMBERS, NUMBER)}
    if result.rates:
        kinds |= {**dict.fromkeys(RATE_WHOLE_NUMBERS, WHOLE), **dict.fromkeys(RATE_NUMBERS, NUMBER)}
    if result.hot:
        kinds |= {**dict.fromkeys(PLACES_WHOLE_NUMBERS, WHOLE), **dict.fromkeys(PLACES_NUMBERS, NUMBER)}
    if result.works_out:
        kinds |= {**dict.fromkeys(WORKED_OUT_WHOLE_NUMBERS, WHOLE), **dict.fromkeys(WORKED_OUT_NUMBERS, NUMBER)}
    for name, kind in kinds.items():
        frame[name] = _as_numbers(frame[name], kind)
    return _told(_with_days(frame, ("period_start", "period_end")), result.notices, result.warnings, remarks_of(result))


def findings_as_frame(validation: Validation) -> pd.DataFrame:
    """Return findings, one a row, the worst first."""
    frame = pd.DataFrame(rows_of_findings(validation), columns=list(FINDING_COLUMNS))
    frame["count"] = _as_numbers(frame["count"], WHOLE)
    return frame


def trend_as_frame(trend: Trend) -> pd.DataFrame:
    """Return the points of series, one a row; notices and warnings are in its `attrs`."""
    rows = [point_row(point) for series in trend.series for point in series.points]
    frame = pd.DataFrame(rows, columns=list(TREND_COLUMNS))
    for name, kind in {
        **dict.fromkeys(TREND_WHOLE_NUMBERS, WHOLE), **dict.fromkeys(TREND_NUMBERS, NUMBER),
    }.items():  # fmt: skip
        frame[name] = _as_numbers(frame[name], kind)
    return _told(_with_days(frame, ("start", "end")), trend.notices, trend.warnings)


def around_as_frame(around: Around) -> pd.DataFrame:
    """Return the rows of areas around a day; notices and warnings are in its `attrs`."""
    rows = [row for each in around.measures for row in rows_of_changed(each, around)]
    frame = pd.DataFrame(rows, columns=list(AROUND_COLUMNS))
    for name, kind in {**dict.fromkeys(AROUND_WHOLE_NUMBERS, WHOLE), **dict.fromkeys(AROUND_NUMBERS, NUMBER)}.items():
        frame[name] = _as_numbers(frame[name], kind)
    words = [name for name in AROUND_COLUMNS if name not in {*AROUND_WHOLE_NUMBERS, *AROUND_NUMBERS, *AROUND_DAYS}]
    frame[words] = frame[words].fillna("")
    return _told(_with_days(frame, AROUND_DAYS), around.notices, around.warnings)


def checked_as_frame(checked: Checked) -> pd.DataFrame:
    """Return a row for each contradiction and each figure that was counted again; notices are in its `attrs`."""
    frame = pd.DataFrame(checked_rows(checked), columns=list(CHECKED_COLUMNS))
    for name in CHECKED_WHOLE_NUMBERS:
        frame[name] = _as_numbers(frame[name], WHOLE)
    frame["published"] = _as_numbers(frame["published"], NUMBER)
    words = [name for name in CHECKED_COLUMNS if name not in {*CHECKED_WHOLE_NUMBERS, *CHECKED_DAYS, "published"}]
    frame[words] = frame[words].fillna("").astype(object)
    left = checked.compared.left if checked.compared else []
    return _told(_with_days(frame, CHECKED_DAYS), checked.notices, left)


def _as_numbers(column: pd.Series[Any], kind: str) -> pd.Series[Any]:
    """Return numbers that may be missing; whole ones stay whole where all are, for an indicator's may be a fraction."""
    numbers = pd.to_numeric(column)
    whole = kind == WHOLE and (numbers.dropna() % 1 == 0).all()
    return numbers.astype("Int64" if whole else "Float64")


def _with_days(frame: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    for name in names:
        frame[name] = pd.to_datetime(frame[name])
    return frame


def _told(
    frame: pd.DataFrame, notices: Iterable[Note], warnings: Iterable[Note], remarks: Iterable[Note] = ()
) -> pd.DataFrame:
    """Return a frame with what the command would say beside it."""
    told: Mapping[str, Iterable[Note]] = {"notices": notices, "warnings": warnings, "remarks": remarks}
    frame.attrs.update({name: notes_in_words(notes) for name, notes in told.items()})
    return frame
