"""A judgement: what a text says, why it is not known, or what it lost before it was understood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fault(StrEnum):
    """Why a text is not known."""

    UNRECOGNISED = "not a value of this field"
    UNKNOWN_PLACE = "in no list of places; the mapping may say where it is, as in values: {NAME: outside}"
    OTHER_VINTAGE = "the code of an LSOA of another census than the areas are made of"
    NOT_A_DATE = "not a date as the mapping says dates are written"
    IMPOSSIBLE_DAY = "a day that no calendar has"
    OTHER_ORDER = "a date only with day and month exchanged"
    SHORT_YEAR = "a date with a year of two digits, whose century the mapping does not say"
    SYSTEM_DEFAULT = "a date that systems write where they know none"
    AFTER_EXTRACT = "a date after the day as at which the extract was made"
    DAY_NUMBER_1904 = "a day number of a spreadsheet that counts from 1904"
    NOT_AN_AGE = "not an age in whole years"
    IMPLAUSIBLE_AGE = "an age below 0 or above 120"
    NOT_A_NUMBER = "not a whole number"
    NOT_STATED = "no number is stated"
    NOT_A_RANGE = "not a date or range as the mapping says dates are written"
    NOT_AN_AMPDS_CODE = "not an AMPDS determinant such as 27D01"
    NOT_AN_ICD10_CODE = "not an ICD-10 code such as X99"
    UNKNOWN_CODE = "a code that is not in the offence catalogue"
    NOT_A_SUBCODE = "not a Home Office sub-code such as 008/06"
    EXCEL_ERROR = "an Excel error such as #N/A"


class Fold(StrEnum):
    """What was passed over, without losing anything, before a text was understood."""

    CASE = "capitals or small letters"
    BLANKS = "blanks"
    LEADING_ZERO = "leading zeros"
    PUNCTUATION = "punctuation"
    UNIT_WORDS = "words such as years"
    ZERO_DECIMALS = "a decimal point and zeros"
    THOUSANDS = "thousands commas"
    EXCEL_DAY = "a day number of Excel"
    TWO_DIGIT_YEAR = "a year of two digits"
    CORRECTION = "a number below 0"
    SUPPRESSED = "a suppressed number"
    ROUNDED = "a rounded number"
    MARKED = "a footnote's mark"


@dataclass(frozen=True)
class Judged:
    """What a text says: a value, or None when not known; with its fault, or with the fold that it needed.

    Two judgements are equal when they say the same, however the text had to be tidied for it.
    """

    value: Any = None
    fault: Fault | None = None
    fold: Fold | None = field(default=None, compare=False)


NOT_KNOWN = Judged()
BLANK = "<blank>"  # a blank flag whose meaning depends on the record's date
# `na` is what R writes for a blank.
NOT_RECORDED = {"", "unknown", "not known", "not recorded", "not stated", "n/k", "nk", "na", "n/a", "null"}
Judge = Callable[[str], Judged]
