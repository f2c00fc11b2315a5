"""Cells with dates: read by the formats that the mapping declares, never by guessing row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from svtool.dates import (
    DATE_FORMATS,
    SYSTEM_DEFAULTS,
    exchange_day_and_month,
    format_of,
    read_as,
    read_date,
    read_range,
)
from svtool.records.judgement import NOT_KNOWN, Fault, Fold, Judged
from svtool.schema.mappings import Column

# Excel's numbers for the days of 1982 to 2036, and for births from 1910: any other number is no day.
DAY_NUMBERS = {"date": range(30_000, 50_000), "birth_date": range(3_654, 50_000)}
EXCEL_EPOCH = date(1899, 12, 30)
_DAY_NUMBER = re.compile(r"(\d{5})(?:\.\d+)?")
_EXCEL_ZERO = "00/01/1900"  # how Excel shows the number 0 in a column of dates


@dataclass(frozen=True)
class Dating:
    """What a project says of all dates of an extract.

    Attributes:
        as_at: the day as at which the extract was made; no date of it can be later.
        epoch: the year from which its spreadsheets count days.
    """

    as_at: date | None = None
    epoch: int | None = None


def may_leave_out_times(column: Column) -> bool:
    """Return whether a date means the same without the time behind it: always, unless months or ranges are written."""
    return not column.ranges and all(DATE_FORMATS[each].precision == "day" for each in column.format)


def judge_date(text: str, column: Column, kind: str, dating: Dating) -> Judged:
    """Return the day (or the span, for a month, a quarter or a range) that a cell names.

    Args:
        text: the cell, tidied.
        column: how the mapping says dates are written.
        kind: the type of the field, `date` or `birth_date`.
        dating: what the project says of the extract's dates.
    """
    if not text:
        return NOT_KNOWN
    formats = column.format or ("YYYY-MM-DD",)
    judged = _read(text, formats, column)
    if judged is None:
        judged = _day_number(text, formats, kind, dating) or Judged(fault=_why_no_date(text, formats, column))
    if judged.value is None:
        return judged
    first, precision = judged.value[:2]
    # People are born on 1 January 1970; records are not.
    if kind == "date" and precision == "day" and judged.value[-1] in {precision, first} and first in SYSTEM_DEFAULTS:
        return Judged(fault=Fault.SYSTEM_DEFAULT)
    if dating.as_at and first > dating.as_at:
        return Judged(fault=Fault.AFTER_EXTRACT)
    return judged


def _read(text: str, formats: tuple[str, ...], column: Column) -> Judged | None:
    if column.ranges:
        span = read_range(text, formats, column.pivot)
        # The first day is exact enough to place the record; the last day says how open the range is.
        return Judged((span[0], "day", span[1])) if span else None
    found = read_date(text, formats, column.pivot)
    if not found:
        return None
    name = format_of(text, formats) if any(DATE_FORMATS[each].short_year for each in formats) else None
    short = name is not None and DATE_FORMATS[name].short_year
    return Judged(found, fold=Fold.TWO_DIGIT_YEAR if short else None)


def _day_number(text: str, formats: tuple[str, ...], kind: str, dating: Dating) -> Judged | None:
    """Return the day of a number that a spreadsheet stored in place of a date; None when it is no such number."""
    found = _DAY_NUMBER.fullmatch(text)
    if not found or int(found[1]) not in DAY_NUMBERS[kind]:
        return None
    if dating.epoch == 1904:
        return Judged(fault=Fault.DAY_NUMBER_1904)
    day = EXCEL_EPOCH + timedelta(days=int(found[1]))
    precisions = {DATE_FORMATS[name].precision for name in formats}
    if "day" in precisions:
        return Judged((day, "day"), fold=Fold.EXCEL_DAY)
    # Where only months are written, 1 December 2018 stands for all of December 2018.
    return Judged((day.replace(day=1), "month"), fold=Fold.EXCEL_DAY) if "month" in precisions else None


def _why_no_date(text: str, formats: tuple[str, ...], column: Column) -> Fault:
    name = format_of(text, formats)
    if text == _EXCEL_ZERO or (name and read_as(text, name, column.pivot) in SYSTEM_DEFAULTS):
        return Fault.SYSTEM_DEFAULT
    if name and read_as(text, name, column.pivot) is None:
        exchanged = exchange_day_and_month(text, name, column.pivot)
        return Fault.OTHER_ORDER if exchanged else Fault.IMPOSSIBLE_DAY
    if name is None and format_of(text, tuple(each for each, known in DATE_FORMATS.items() if known.short_year)):
        return Fault.SHORT_YEAR
    return Fault.NOT_A_RANGE if column.ranges else Fault.NOT_A_DATE
