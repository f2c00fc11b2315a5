"""What a cell says: each distinct text is judged once, in plain Python, and comes back as a value or not known.

A judgement never guesses. What is not understood is not known, and is counted under the fault that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import partial

from svtool.dates import Precision
from svtool.records.code_cells import judge_class, judge_subcode
from svtool.records.date_cells import Dating, judge_date
from svtool.records.judgement import BLANK, NOT_KNOWN, NOT_RECORDED, Fault, Fold, Judge, Judged
from svtool.schema.areas import INSIDE, OUTSIDE, AreaSet
from svtool.schema.mappings import UNKNOWN, Column
from svtool.schema.offences import Catalogue, fold_title, slug
from svtool.schema.row_columns import UNSTATED
from svtool.schema.sources import SourceField
from svtool.schema.written_ages import OLDEST, read_band
from svtool.schema.written_counts import WrittenCount, read_count

_YES = {"y", "yes", "true", "t", "1"}
_NO = {"n", "no", "false", "f", "0"}
EXCEL_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)", re.IGNORECASE)


def judge_for(
    field: SourceField,
    column: Column,
    areas: AreaSet | None,
    catalogue: Catalogue | None = None,
    dating: Dating | None = None,
) -> Judge:
    """Return the function that judges the texts of a field as a mapping reads it.

    Args:
        field: the field.
        column: how the mapping reads it.
        areas: the areas that places are judged by.
        catalogue: the offences that codes are judged by.
        dating: what the project says of the extract's dates.
    """
    dating = dating or Dating()
    judges: dict[str, Judge] = {
        "date": lambda text: judge_date(text, column, "date", dating),
        "birth_date": lambda text: judge_date(text, column, "birth_date", dating),
        "flag": lambda text: _judge_tokens(text, column) if column.contains else _judge_flag(text, column),
        "category": lambda text: _judge_category(text, field, column),
        "age": lambda text: _judge_age_as_mapped(text, column),
        "area": lambda text: _judge_area(text, column, areas),
        "count": lambda text: _judge_interval(text, column),
        "number": _judge_count,
        "ampds_code": lambda text: _judge_ampds(_mapped(text, column)),
        "icd10_code": lambda text: _judge_icd10(_mapped(text, column)),
    }
    if catalogue:
        judges["offence_class"] = lambda text: judge_class(_mapped(text, column), catalogue)
        judges["offence_subcode"] = lambda text: judge_subcode(_mapped(text, column))
    own = judges.get(field.type, lambda text: Judged(_mapped(text, column) or None))
    return partial(_judge_unless_error, own, {*column.values, *column.suppressed})


def _judge_unless_error(judge: Judge, listed: set[str], text: str) -> Judged:
    """Judge a text, unless a spreadsheet wrote an error in its place: no mapping's `otherwise` makes that a no."""
    if text.startswith("#") and text not in listed and EXCEL_ERROR.fullmatch(text):
        return Judged(fault=Fault.EXCEL_ERROR)
    return judge(text)


def _mapped(text: str, column: Column) -> str:
    listed = _listed(text, column)
    return listed if listed is not None else (column.values and column.otherwise) or text


def _listed(text: str, column: Column) -> str | None:
    """Return what the mapping says that a text means; None where it says nothing of it."""
    if not column.values or text in column.values:
        return column.values.get(text)
    by_letters = {raw.casefold(): value for raw, value in column.values.items()}
    return by_letters.get(text.casefold())


def _fold_values(column: Column) -> dict[str, str]:
    return {fold_title(raw): value for raw, value in column.values.items()}


def _fold_between(text: str, written: Iterable[str]) -> Fold | None:
    """Return what had to be passed over to find a text among the ways in which a value is written."""
    if text in written:
        return None
    return Fold.CASE if text.casefold() in {each.casefold() for each in written} else Fold.PUNCTUATION


def _judge_flag(text: str, column: Column) -> Judged:
    if not text and column.blank != "unknown":
        return Judged(column.blank if isinstance(column.blank, str) else BLANK)
    listed = _fold_values(column)
    if fold_title(text) in listed and text:
        return _listed_value(text, listed, column)
    folded = text.casefold()
    if folded in NOT_RECORDED:
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
    return NOT_KNOWN if tokens & {fold_title(each) for each in NOT_RECORDED if each} else Judged("no")


def _judge_category(text: str, field: SourceField, column: Column) -> Judged:
    listed = _fold_values(column)
    if fold_title(text) in listed:
        return _listed_value(text, listed, column)
    if slug(text) in field.words:
        return Judged(slug(text), fold=_fold_between(text, (slug(text),)))
    if text.casefold() in NOT_RECORDED:
        return NOT_KNOWN
    return _otherwise(column)


def _listed_value(text: str, listed: dict[str, str], column: Column) -> Judged:
    value = listed[fold_title(text)]
    return NOT_KNOWN if value == UNKNOWN else Judged(value, fold=_fold_between(text, column.values))


def _otherwise(column: Column) -> Judged:
    if column.otherwise is None:
        return Judged(fault=Fault.UNRECOGNISED)
    return NOT_KNOWN if column.otherwise == UNKNOWN else Judged(column.otherwise)


_YEARS = re.compile(r"(?:aged?:?\s+)?(-?\d{1,4})(?:\.0+)?(?:\s*(?:yrs?|years?|y/?o|y)(?: old)?)?", re.IGNORECASE)


def _judge_age_as_mapped(text: str, column: Column) -> Judged:
    listed = _listed(text, column)
    judged = _judge_age(text if listed is None else listed)
    return _judge_age(column.otherwise) if judged.fault and column.otherwise is not None else judged


def _judge_age(text: str) -> Judged:
    if text.casefold() in NOT_RECORDED:
        return NOT_KNOWN
    if found := _YEARS.fullmatch(text):
        age = int(found[1])
        has_words = text[0].isalpha() or text[-1].isalpha()
        fold = Fold.UNIT_WORDS if has_words else Fold.ZERO_DECIMALS if "." in text else None
        return Judged((age, age), fold=fold) if 0 <= age <= OLDEST else Judged(fault=Fault.IMPLAUSIBLE_AGE)
    band = read_band(text)
    if band and 0 <= band[0] <= band[1] <= OLDEST:
        return Judged(band)
    return Judged(fault=Fault.IMPLAUSIBLE_AGE if band else Fault.NOT_AN_AGE)


def _judge_area(text: str, column: Column, areas: AreaSet | None) -> Judged:
    listed = _listed(text, column)
    meant = text if listed is None else listed
    if meant.casefold() in NOT_RECORDED:
        return NOT_KNOWN
    if areas is None:
        return Judged(meant)
    if listed in {INSIDE, OUTSIDE}:
        return Judged(listed)
    place = areas.locate(meant)
    if place in {None, INSIDE} and areas.is_of_other_vintage(meant):
        return Judged(place, fault=Fault.OTHER_VINTAGE)
    if place:
        return Judged(place)
    return _otherwise_place(column, areas) if listed is None else Judged(fault=Fault.UNKNOWN_PLACE)


def _otherwise_place(column: Column, areas: AreaSet) -> Judged:
    """Return where every place lies that is in no list, if the mapping says so."""
    said = column.otherwise
    if said == UNKNOWN:
        return NOT_KNOWN
    place = said if said in {INSIDE, OUTSIDE} else areas.locate(said) if said else None
    return Judged(place) if place else Judged(fault=Fault.UNKNOWN_PLACE)


def _judge_count(text: str) -> Judged:
    compact = re.sub(r"[\s,]", "", text)
    if re.fullmatch(r"-?\d{1,9}", compact):
        fold = Fold.CORRECTION if int(compact) < 0 else Fold.THOUSANDS if compact != text else None
        return Judged(int(compact), fold=fold)
    return Judged(fault=Fault.NOT_A_NUMBER)


def _judge_interval(text: str, column: Column) -> Judged:
    """Judge a count that may be suppressed or rounded: then it is the lowest and highest that it may be."""
    if text in column.suppressed:
        return Judged(column.suppressed[text], fold=Fold.SUPPRESSED)
    found = read_count(text.strip())
    if found is None:
        return Judged(fault=Fault.NOT_A_NUMBER)
    if found.least is None or found.most is None:
        return Judged((0, UNSTATED), fault=Fault.NOT_STATED)
    if found.least != found.most:
        return Judged((found.least, found.most), fold=Fold.SUPPRESSED)
    if found.least > 0 and column.rounded_to:
        # Rounded to the nearest 5, 45 may be 43 to 47. A zero is a zero: small numbers are suppressed instead.
        reach = column.rounded_to // 2
        return Judged((found.least - reach, found.least + reach), fold=Fold.ROUNDED)
    return Judged(found.least, fold=_fold_of_count(found))


def _fold_of_count(found: WrittenCount) -> Fold | None:
    """Return what was passed over to read a count."""
    if found.marked:
        return Fold.MARKED
    if found.least is not None and found.least < 0:
        return Fold.CORRECTION
    return Fold.THOUSANDS if found.tidied else None


_AMPDS = re.compile(r"0?(\d{1,2})[\s-]*([A-EO])[\s-]*(\d{1,2})\s*([A-Z]?)", re.IGNORECASE)
# Behind a code may stand its words, in which there is no other code: "X85 to Y09" is no single cause.
_ICD10 = re.compile(r"([A-Z]\d{2})(?:\.?[0-9X]){0,2}(?:(?:\s*[:–-]\s*|\s+)(?!.*\b[A-Z]\d{2})[A-Z(].*)?", re.IGNORECASE)
_ICD10_BLOCK = re.compile(r"([A-Z]\d{2})\s*[-–]\s*([A-Z]\d{2})", re.IGNORECASE)


def _judge_ampds(text: str) -> Judged:
    if text.casefold() in NOT_RECORDED:
        return NOT_KNOWN
    found = _AMPDS.fullmatch(text)
    if not found:
        return Judged(fault=Fault.NOT_AN_AMPDS_CODE)
    code = f"{int(found[1]):02}{found[2].upper()}{int(found[3]):02}{found[4].upper()}"
    return Judged(code, fold=_fold_between(text, (code,)))


def _judge_icd10(text: str) -> Judged:
    if text.casefold() in NOT_RECORDED:
        return NOT_KNOWN
    if block := _ICD10_BLOCK.fullmatch(text):
        return Judged(f"{block[1]}-{block[2]}".upper())
    found = _ICD10.fullmatch(text)
    # The first three characters are the cause; what follows is the place (or, in HES tables, a footnote).
    return Judged(found[1].upper()) if found else Judged(fault=Fault.NOT_AN_ICD10_CODE)


def day_of(value: tuple[date, Precision] | None) -> date | None:
    """Return the first day of a judged date."""
    return value[0] if value else None
