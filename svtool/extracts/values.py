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

from svtool.dates import Precision, read_date, read_range
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
    NOT_A_RANGE = "not a date or range as the mapping says dates are written"
    NOT_AN_AMPDS_CODE = "not an AMPDS determinant such as 27D01"
    NOT_AN_ICD10_CODE = "not an ICD-10 code such as X99"
    UNKNOWN_CODE = "a code that is not in the offence catalogue"


class Fold(StrEnum):
    """What a text lost, without losing anything, before it was understood."""

    TIDIED = "capitals, blanks or punctuation"


@dataclass(frozen=True)
class Judged:
    """What a text says: a value, or None when not known; with its fault, or with the fold that it needed."""

    value: Any = None
    fault: Fault | None = None
    fold: Fold | None = None


NOT_KNOWN = Judged()
BLANK = "<blank>"  # a blank flag whose meaning depends on the record's date
Judge = Callable[[str], Judged]


def judge_for(field: SourceField, column: Column, areas: AreaSet | None) -> Judge:
    """Return the function that judges the texts of a field as a mapping reads it."""
    formats = column.format or ("YYYY-MM-DD",)
    judges: dict[str, Judge] = {
        "date": lambda text: _judge_date(text, formats, column),
        "birth_date": lambda text: _judge_date(text, formats, column),
        "flag": lambda text: _judge_tokens(text, column) if column.contains else _judge_flag(text, column),
        "category": lambda text: _judge_category(text, field, column),
        "age": _judge_age,
        "area": lambda text: _judge_area(_mapped(text, column), areas),
        "count": lambda text: _judge_interval(text, column),
        "number": _judge_count,
        "ampds_code": lambda text: _judge_ampds(_mapped(text, column)),
        "icd10_code": lambda text: _judge_icd10(_mapped(text, column)),
    }
    return judges.get(field.type, lambda text: Judged(_mapped(text, column) or None))


def _mapped(text: str, column: Column) -> str:
    return column.values.get(text, column.otherwise or text) if column.values else text


def _judge_date(text: str, formats: tuple[str, ...], column: Column) -> Judged:
    if not text:
        return NOT_KNOWN
    if column.ranges:
        span = read_range(text, formats, column.pivot)
        # The first day is exact enough to place the record; the last day says how open the range is.
        return Judged((span[0], "day", span[1])) if span else Judged(fault=Fault.NOT_A_RANGE)
    found = read_date(text, formats, column.pivot)
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


def _judge_tokens(text: str, column: Column) -> Judged:
    """Judge a cell of several entries: yes when one of those looked for is among them, no when only others are."""
    tokens = {fold_title(each) for each in text.split(";")} - {""}
    if not tokens:
        return (
            Judged(column.blank if isinstance(column.blank, str) else BLANK) if column.blank != "unknown" else NOT_KNOWN
        )
    if tokens & {fold_title(each) for each in column.contains}:
        return Judged("yes")
    return NOT_KNOWN if tokens & {fold_title(each) for each in _NOT_RECORDED if each} else Judged("no")


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


def _judge_interval(text: str, column: Column) -> Judged:
    """Judge a count that may be suppressed or rounded: then it is the lowest and highest that it may be."""
    if text in column.suppressed:
        return Judged(column.suppressed[text])
    judged = _judge_count(text)
    if judged.value and judged.value > 0 and column.rounded_to:
        # Rounded to the nearest 5, 45 may be 43 to 47. A zero is a zero: small numbers are suppressed instead.
        reach = column.rounded_to // 2
        return Judged((judged.value - reach, judged.value + reach))
    return judged


_AMPDS = re.compile(r"0?(\d{1,2})[\s-]*([A-EO])[\s-]*(\d{1,2})\s*([A-Z]?)", re.IGNORECASE)
_ICD10 = re.compile(r"([A-Z]\d{2})(?:\.?[0-9X]){0,2}", re.IGNORECASE)
_ICD10_BLOCK = re.compile(r"([A-Z]\d{2})\s*[-–]\s*([A-Z]\d{2})", re.IGNORECASE)


def _judge_ampds(text: str) -> Judged:
    if text.casefold() in _NOT_RECORDED:
        return NOT_KNOWN
    found = _AMPDS.fullmatch(text)
    if not found:
        return Judged(fault=Fault.NOT_AN_AMPDS_CODE)
    return Judged(f"{int(found[1]):02}{found[2].upper()}{int(found[3]):02}{found[4].upper()}")


def _judge_icd10(text: str) -> Judged:
    if text.casefold() in _NOT_RECORDED:
        return NOT_KNOWN
    if block := _ICD10_BLOCK.fullmatch(text):
        return Judged(f"{block[1]}-{block[2]}".upper())
    found = _ICD10.fullmatch(text)
    # The first three characters are the cause; what follows is the place (or, in HES tables, a footnote).
    return Judged(found[1].upper()) if found else Judged(fault=Fault.NOT_AN_ICD10_CODE)


def day_of(value: tuple[date, Precision] | None) -> date | None:
    """Return the first day of a judged date."""
    return value[0] if value else None
