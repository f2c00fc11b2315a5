"""Cells that were not understood, or only after they were tidied: told once per column and fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svtool.errors import listed, several
from svtool.findings.finding import Finding
from svtool.records.judgement import Fault, Fold
from svtool.records.watch import OddText
from svtool.validation.odd_codes import find_unknown_codes
from svtool.validation.odd_dates import find_odd_dates
from svtool.validation.odd_words import find_unknown_places, find_unknown_words
from svtool.validation.reading import Reading, summed

# Faults that are told with their counts alone: which kind, and what the cells are.
PLAIN: dict[Fault, tuple[str, str]] = {
    Fault.NOT_AN_AGE: ("V26", "not an age in whole years, nor a band of ages"),
    Fault.IMPLAUSIBLE_AGE: ("V20", "an age below 0 or above 120; not known, never under 25"),
    Fault.NOT_A_NUMBER: ("V31", "not a whole number, nor a sign that the mapping lists as suppressed"),
    Fault.NOT_AN_AMPDS_CODE: ("V25", "not an AMPDS determinant such as 27D01"),
    Fault.NOT_AN_ICD10_CODE: ("V25", "not an ICD-10 code such as X99"),
    Fault.EXCEL_ERROR: ("V01", "an Excel error such as #N/A, #REF! or ########"),
}
# Folds that are findings of their own; all others are one note on tidied values.
OWN_FOLDS = {Fold.EXCEL_DAY, Fold.TWO_DIGIT_YEAR, Fold.SUPPRESSED, Fold.ROUNDED}


def find_odd_cells(reading: Reading) -> Iterator[Finding]:
    """Yield what is wrong with the cells of each field, and what was passed over to understand them."""
    for name, texts in reading.odd.items():
        faulty = [text for text in texts if text.judged.fault]
        yield from find_odd_dates(reading, name, faulty)
        yield from find_unknown_codes(reading, name)
        yield from _find_unrecognised(reading, name, faulty)
        for fault, (kind, words) in PLAIN.items():
            of_fault = [text for text in faulty if text.judged.fault is fault]
            # A row without a usable count is rejected, and told with the rejected rows.
            if of_fault and not (fault is Fault.NOT_A_NUMBER and reading.source.by_name[name].type == "count"):
                count, places = summed(of_fault)
                message = f"{several(count, 'cell', 'cells')} of {reading.header_of(name)}: {words}"
                yield reading.find(kind, message, count, field=name, places=places, texts=of_fault)
        yield from _find_folds(reading, name, [text for text in texts if text.judged.fold])


def _find_unrecognised(reading: Reading, name: str, faulty: Sequence[OddText]) -> Iterator[Finding]:
    if any(text.judged.fault is Fault.UNRECOGNISED for text in faulty):
        is_place = reading.source.by_name[name].type == "area"
        yield from (find_unknown_places if is_place else find_unknown_words)(reading, name)


def _find_folds(reading: Reading, name: str, texts: Sequence[OddText]) -> Iterator[Finding]:
    by_fold = {fold: summed([each for each in texts if each.judged.fold is fold]) for fold in Fold}
    header = reading.header_of(name)
    if count := by_fold[Fold.EXCEL_DAY][0]:
        words = several(count, "date was an Excel day number", "dates were Excel day numbers")
        yield reading.find("V13", f"{words} in {header}", count, field=name, places=by_fold[Fold.EXCEL_DAY][1])
    if count := by_fold[Fold.TWO_DIGIT_YEAR][0]:
        pivot = reading.columns[name].pivot or 0
        message = f"{several(count, 'date', 'dates')} of {header}: years read as {pivot - 99} to {pivot}"
        yield reading.find("V14", message, count, field=name, places=by_fold[Fold.TWO_DIGIT_YEAR][1])
    if reading.source.by_name[name].type in {"count", "number"}:
        yield from _find_numbers(reading, name, texts)
        return
    tidied = [text for text in texts if text.judged.fold not in OWN_FOLDS]
    if tidied:
        count, places = summed(tidied)
        parts = [f"{fold} ({by_fold[fold][0]:,})" for fold in Fold if fold not in OWN_FOLDS and by_fold[fold][0]]
        apart_from = listed(parts, joiner="and")
        message = f"{several(count, 'cell', 'cells')} of {header} understood all the same, apart from {apart_from}"
        yield reading.find("V32", message, count, field=name, places=places)


def _find_numbers(reading: Reading, name: str, texts: Sequence[OddText]) -> Iterator[Finding]:
    header = reading.header_of(name)
    uncertain = [text for text in texts if text.judged.fold in {Fold.SUPPRESSED, Fold.ROUNDED}]
    if uncertain:
        count, places = summed(uncertain)
        message = f"{several(count, 'number', 'numbers')} of {header} read as the lowest and the highest that it may be"
        yield reading.find("V27", message, count, field=name, places=places)
    other = [text for text in texts if text.judged.fold not in OWN_FOLDS]
    if other:
        count, places = summed(other)
        below = summed([text for text in other if text.judged.fold is Fold.CORRECTION])[0]
        padded = count - below
        parts = [f"{padded:,} padded with blanks or with thousands commas"] if padded else []
        parts += [several(below, "correction below 0", "corrections below 0")] if below else []
        yield reading.find("V28", f"{header}: {' and '.join(parts)}", count, field=name, places=places)
