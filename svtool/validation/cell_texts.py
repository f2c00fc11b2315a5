"""Cells that hold errors or formulas of a spreadsheet (V01, V02), and ages, numbers and values that were tidied
(V20 to V32).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.files.text_block import as_plain, told_by_text
from svtool.findings.finding import Finding
from svtool.findings.message import Message, counted, enumerated, joined, numeral, say
from svtool.records.cell_values import EXCEL_ERROR
from svtool.records.judgement import Fault, Fold
from svtool.records.record_block import Block, OddText
from svtool.schema.sources import REFERENCES
from svtool.schema.written_counts import SYMBOLS
from svtool.validation.checks import Check, Reading
from svtool.validation.row_tallies import Chosen, Tally, summed

# Folds that are findings of their own; all others are one note on tidied values.
OWN_FOLDS = {Fold.EXCEL_DAY, Fold.TWO_DIGIT_YEAR, Fold.SUPPRESSED, Fold.ROUNDED, Fold.MARKED}
Bytes = np.ndarray[Any, np.dtype[np.uint8]]
# A cell that begins so is run as a formula (OWASP ASVS 1.2.10, CWE-1236); a number below 0, or a dash, is not one.
_FORMULA = np.zeros(256, bool)
_FORMULA[[ord(each) for each in "=+-@\t\r"]] = True
_NO_FORMULA = r"^\s*[-+=@]?[\d\s.,:/()%+-]*$"
_HASH = ord("#")
FREE = {*REFERENCES, "label", "offence_title"}


class OddCells(Check):
    """Ages, numbers and errors of a spreadsheet that were not understood: told once for each column and fault."""

    raises = ("V01", "V20", "V26", "V31", "V33")
    kinds: ClassVar[dict[Fault, tuple[str, str]]] = {
        Fault.NOT_AN_AGE: ("V26", "not an age in whole years, nor a band of ages"),
        Fault.IMPLAUSIBLE_AGE: ("V20", "an age below 0 or above 120; not known, never under 25"),
        Fault.NOT_A_NUMBER: ("V31", "not a whole number, nor a sign that the mapping lists as suppressed"),
        Fault.NOT_STATED: ("V33", "no number is stated; what it may be is not known"),
        Fault.EXCEL_ERROR: ("V01", "an Excel error such as #N/A, #REF! or ########"),
    }

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with the cells of each field."""
        for name, texts in self.reading.odd.items():
            for fault, (kind, words) in self.kinds.items():
                of_fault = [text for text in texts if text.judged.fault is fault]
                # A row without a usable count is rejected, and told with the rejected rows.
                is_count = fault is Fault.NOT_A_NUMBER and self.reading.source.by_name[name].type == "count"
                if of_fault and not is_count:
                    count, places = summed(of_fault)
                    told = say(counted(count, "cell", "cells"), f" of {self.reading.header_of(name)}: {words}")
                    told = say(told, _symbols_among(of_fault)) if fault is Fault.NOT_STATED else told
                    yield self.find(kind, told, count, field=name, places=places, texts=of_fault)


def _symbols_among(texts: Sequence[OddText]) -> str:
    """Return which symbols of official statistics stand among texts."""
    symbols = [each.text or "blank" for each in texts if each.text.casefold() in SYMBOLS]
    return f" ({', '.join(symbols)})" if symbols else ""


class TidiedCells(Check):
    """Cells that were understood only after they were tidied."""

    raises = ("V27", "V28", "V32", "V34")

    def findings(self) -> Iterator[Finding]:
        """Yield what was passed over to understand the cells of each field."""
        for name, odd in self.reading.odd.items():
            texts = [text for text in odd if text.judged.fold]
            if self.reading.source.by_name[name].type in {"count", "number"}:
                yield from self._numbers(name, texts)
            else:
                yield from self._tidied(name, [text for text in texts if text.judged.fold not in OWN_FOLDS])

    def _tidied(self, name: str, texts: Sequence[OddText]) -> Iterator[Finding]:
        if texts:
            count, places = summed(texts)
            by_fold = {fold: summed(text for text in texts if text.judged.fold is fold)[0] for fold in Fold}
            parts = enumerated(say(f"{fold} (", numeral(cells), ")") for fold, cells in by_fold.items() if cells)
            understood = f" of {self.reading.header_of(name)} understood all the same, apart from "
            told = say(counted(count, "cell", "cells"), understood, parts)
            yield self.find("V32", told, count, field=name, places=places)

    def _numbers(self, name: str, texts: Sequence[OddText]) -> Iterator[Finding]:
        header = self.reading.header_of(name)
        uncertain = [text for text in texts if text.judged.fold in {Fold.SUPPRESSED, Fold.ROUNDED}]
        if uncertain:
            count, places = summed(uncertain)
            what = f" of {header} read as the lowest and the highest that it may be"
            yield self.find("V27", say(counted(count, "number", "numbers"), what), count, field=name, places=places)
        marked = [text for text in texts if text.judged.fold is Fold.MARKED]
        if marked:
            count, places = summed(marked)
            told = say(counted(count, "number", "numbers"), f" of {header} with a mark beside it: the number counts")
            yield self.find("V34", told, count, field=name, places=places)
        other = [text for text in texts if text.judged.fold not in OWN_FOLDS]
        if other:
            count, places = summed(other)
            below = summed(text for text in other if text.judged.fold is Fold.CORRECTION)[0]
            told = say(f"{header}: ", _padded_and_below(count - below, below))
            yield self.find("V28", told, count, field=name, places=places)


def _padded_and_below(padded: int, below: int) -> Message:
    parts = [say(numeral(padded), " padded with blanks or with thousands commas")] if padded else []
    parts += [say(counted(below, "correction below 0", "corrections below 0"))] if below else []
    return joined(parts, " and ")


_OddTexts = tuple[Chosen | None, Chosen | None]  # the errors and the formulas of a column


class ColumnTexts(Check):
    """The first letters of the texts of one column."""

    raises = ("V01", "V02")

    def __init__(self, reading: Reading, column: str, name: str = "") -> None:
        """Make ready for a column; `name` is the field that is read from it, if one is."""
        super().__init__(reading)
        self._column, self._name = column, name
        self._errors, self._formulas = Tally(), Tally()

    def count(self, block: Block, seen: _OddTexts) -> None:
        """Count the errors and formulas of a block."""
        errors, formulas = seen
        # What a field is judged by has its errors counted there.
        if self._name not in block.ids and errors is not None:
            self._errors.add(block, errors)
        if formulas is not None:
            self._formulas.add(block, formulas)

    def findings(self) -> Iterator[Finding]:
        """Yield what was found in the column."""
        if count := self._errors.count:
            told = say(counted(count, "cell", "cells"), f" of {self._column}: an Excel error such as #N/A")
            yield self._found("V01", told, self._errors)
        if count := self._formulas.count:
            begin = counted(count, "cell begins", "cells begin")
            yield self._found("V02", say(begin, f" like a formula in {self._column}; kept as text"), self._formulas)

    def _found(self, kind: str, told: Message, tally: Tally) -> Finding:
        return self.find(kind, told, tally.count, field=self._name, column=self._column, places=tally.places)


class FreeTexts(Check):
    """The columns of a file that nobody judges: of free text, of references, and those that no field is read from."""

    raises = ColumnTexts.raises

    def __init__(self, reading: Reading) -> None:
        """Make ready; the columns that nobody reads are known with the first block."""
        super().__init__(reading)
        names = [name for name in reading.columns if reading.source.by_name[name].type in FREE]
        self._fields = {name: ColumnTexts(reading, reading.header_of(name), name) for name in names}
        self._others: dict[int, ColumnTexts] = {}

    def look(self, block: Block) -> tuple[list[_OddTexts], list[_OddTexts]]:
        """Return the errors and formulas of a block, by field and in the columns that no field is read from."""
        return [_odd_texts(block.texts[name]) for name in self._fields], list(map(_odd_texts, block.others.values()))

    def note(self, block: Block, seen: tuple[list[_OddTexts], list[_OddTexts]]) -> None:
        """Count the errors and formulas of a block."""
        fields, others = seen
        for check, found in zip(self._fields.values(), fields, strict=True):
            check.count(block, found)
        for place, found in zip(block.others, others, strict=True):
            if place not in self._others:
                column = self.reading.file.header[place] or f"column {place + 1}"
                self._others[place] = ColumnTexts(self.reading, column)
            self._others[place].count(block, found)

    def findings(self) -> Iterator[Finding]:
        """Yield what was found, column by column."""
        for check in (*self._fields.values(), *self._others.values()):
            yield from check.findings()


def _odd_texts(texts: pa.Array) -> _OddTexts:
    """Return which cells are errors of a spreadsheet and which begin like formulas; None where none is."""
    first = told_by_text(texts, _first_bytes)
    marked, formula = first == _HASH, _FORMULA[first]
    errors = _matching(texts, marked, f"(?i)^{EXCEL_ERROR.pattern}$") if marked.any() else None
    return errors, formula & ~_matching(texts, formula, _NO_FORMULA) if formula.any() else None


def _first_bytes(texts: pa.Array) -> Bytes:
    """Return the first byte of each text, 0 where it is blank: read where the texts lie, without making any."""
    _, offsets, data = texts.buffers()
    starts = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    found = np.zeros(len(texts), np.uint8)
    if data is not None and data.size:
        filled = starts[1:] > starts[:-1]
        found[filled] = np.frombuffer(data, np.uint8)[starts[:-1][filled]]
    return found


def _matching(texts: pa.Array, rows: Any, pattern: str) -> Any:
    """Return which of some rows match a pattern."""
    found = np.zeros(len(texts), bool)
    chosen = as_plain(texts.filter(pa.array(rows)))
    found[rows] = pc.fill_null(pc.match_substring_regex(chosen, pattern), False).to_numpy(zero_copy_only=False)
    return found
