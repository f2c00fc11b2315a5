"""What a cell says: each distinct text is judged once, in plain Python, and comes back as a value or not known.

A judgement never guesses. What is not understood is not known, and is counted under the fault that it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from svtool.dates import Precision, read_date
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import UNKNOWN, Column
from svtool.schema.offences import fold_title, slug
from svtool.schema.sources import SourceField

OLDEST = 120
_YES = {"y", "yes", "true", "t", "1"}
_NO = {"n", "no", "false", "f", "0"}
_NOT_RECORDED = {"", "unknown", "not known", "not recorded", "not stated", "n/k", "nk"}


class Fault(StrEnum):
    """Why a text is not known."""

    UNRECOGNISED = "not a value of this field"
    NOT_A_DATE = "not a date as the mapping says dates are written"
    NOT_AN_AGE = "not an age in whole years"
    IMPLAUSIBLE_AGE = "an age below 0 or above 120"
    NOT_A_NUMBER = "not a whole number"
    UNKNOWN_CODE = "a code that is not in the offence catalogue"


@dataclass(frozen=True)
class Judged:
    """What a text says: a value, or None when not known; with the fault, if it has one."""

    value: Any = None
    fault: Fault | None = None


NOT_KNOWN = Judged()
BLANK = "<blank>"  # a blank flag whose meaning depends on the record's date
Judge = Callable[[str], Judged]


def judge_for(field: SourceField, column: Column, areas: AreaSet | None) -> Judge:
    """Return the function that judges the texts of a field as a mapping reads it."""
    formats = column.format or ("YYYY-MM-DD",)
    judges: dict[str, Judge] = {
        "date": lambda text: _judge_date(text, formats),
        "birth_date": lambda text: _judge_date(text, formats),
        "flag": lambda text: _judge_flag(text, column),
        "category": lambda text: _judge_category(text, field, column),
        "age": _judge_age,
        "area": lambda text: _judge_area(_mapped(text, column), areas),
        "count": _judge_count,
        "number": _judge_count,
    }
    return judges.get(field.type, lambda text: Judged(_mapped(text, column) or None))


def _mapped(text: str, column: Column) -> str:
    return column.values.get(text, column.otherwise or text) if column.values else text


def _judge_date(text: str, formats: tuple[str, ...]) -> Judged:
    if not text:
        return NOT_KNOWN
    found = read_date(text, formats)
    return Judged(found) if found else Judged(fault=Fault.NOT_A_DATE)


def _fold_values(column: Column) -> dict[str, str]:
    return {fold_title(raw): value for raw, value in column.values.items()}


def _judge_flag(text: str, column: Column) -> Judged:
    if not text and column.blank != "unknown":
        return Judged(column.blank if isinstance(column.blank, str) else BLANK)
    listed = _fold_values(column)
    if fold_title(text) in listed and text:
        value = listed[fold_title(text)]
        return NOT_KNOWN if value == UNKNOWN else Judged(value)
    folded = text.casefold()
    if folded in _NOT_RECORDED:
        return NOT_KNOWN
    if not column.values and folded in _YES | _NO:
        return Judged("yes" if folded in _YES else "no")
    return _otherwise(column)


def _judge_category(text: str, field: SourceField, column: Column) -> Judged:
    listed = _fold_values(column)
    if fold_title(text) in listed:
        value = listed[fold_title(text)]
        return NOT_KNOWN if value == UNKNOWN else Judged(value)
    if slug(text) in field.words:
        return Judged(slug(text))
    if text.casefold() in _NOT_RECORDED:
        return NOT_KNOWN
    return _otherwise(column)


def _otherwise(column: Column) -> Judged:
    if column.otherwise is None:
        return Judged(fault=Fault.UNRECOGNISED)
    return NOT_KNOWN if column.otherwise == UNKNOWN else Judged(column.otherwise)


_BAND = re.compile(r"(\d{1,3})\s*(?:to|-|–)\s*(\d{1,3})")
_FROM = re.compile(r"(\d{1,3})\s*(?:\+|and over|or over|and above|plus)", re.IGNORECASE)
_UNDER = re.compile(r"(?:under|u)\s*(\d{1,3})", re.IGNORECASE)
_YEARS = re.compile(r"(-?\d{1,4})(?:\.0+)?(?:\s*(?:yrs?|years?)(?: old)?)?", re.IGNORECASE)


def _judge_age(text: str) -> Judged:
    if text.casefold() in _NOT_RECORDED:
        return NOT_KNOWN
    if found := _YEARS.fullmatch(text):
        age = int(found[1])
        return Judged((age, age)) if 0 <= age <= OLDEST else Judged(fault=Fault.IMPLAUSIBLE_AGE)
    band: tuple[int, int] | None = None
    if found := _BAND.fullmatch(text):
        band = (int(found[1]), int(found[2]))
    elif found := _FROM.fullmatch(text):
        band = (int(found[1]), OLDEST)
    elif found := _UNDER.fullmatch(text):
        band = (0, int(found[1]) - 1)
    if band and 0 <= band[0] <= band[1] <= OLDEST:
        return Judged(band)
    return Judged(fault=Fault.IMPLAUSIBLE_AGE if band else Fault.NOT_AN_AGE)


def _judge_area(text: str, areas: AreaSet | None) -> Judged:
    if text.casefold() in _NOT_RECORDED:
        return NOT_KNOWN
    if areas is None:
        return Judged(text)
    place = areas.locate(text)
    return Judged(place) if place else Judged(fault=Fault.UNRECOGNISED)


def _judge_count(text: str) -> Judged:
    compact = re.sub(r"[\s,]", "", text)
    if re.fullmatch(r"-?\d{1,9}", compact):
        return Judged(int(compact))
    return Judged(fault=Fault.NOT_A_NUMBER)


def day_of(value: tuple[date, Precision] | None) -> date | None:
    """Return the first day of a judged date."""
    return value[0] if value else None
