"""Texts that nobody judges: spreadsheet errors (V01) and what a spreadsheet would run as a formula (V02)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.errors import several
from svtool.findings.finding import Finding
from svtool.records.cell_values import EXCEL_ERROR
from svtool.records.watch import Block
from svtool.validation.reading import Reading
from svtool.validation.tallies import Tally

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
# A cell that begins so is run as a formula (OWASP ASVS 1.2.10, CWE-1236); a number below 0, or a dash, is not one.
_FORMULA = np.zeros(256, bool)
_FORMULA[[ord(each) for each in "=+-@\t\r"]] = True
_NO_FORMULA = r"^\s*[-+=@]?[\d\s.,:/()%+-]*$"
_HASH = ord("#")
FREE = {"reference", "person", "label", "offence_title"}


class TextCheck:
    """The first letters of the texts of one column."""

    def __init__(self, reading: Reading, column: str, name: str = "") -> None:
        """Make ready for a column; `name` is the field that is read from it, if one is."""
        self._reading, self._column, self._name = reading, column, name
        self._errors, self._formulas = Tally(), Tally()

    def see(self, block: Block, texts: pa.Array) -> None:
        """Count the errors and formulas of a block."""
        first = _first_bytes(texts)
        # What a field is judged by has its errors counted there.
        if self._name not in block.ids and (first == _HASH).any():
            self._errors.add(block, _matching(texts, first == _HASH, f"(?i)^{EXCEL_ERROR.pattern}$"))
        if _FORMULA[first].any():
            self._formulas.add(block, _FORMULA[first] & ~_matching(texts, _FORMULA[first], _NO_FORMULA))

    def findings(self) -> Iterator[Finding]:
        """Yield what was found in the column."""
        if count := self._errors.count:
            message = f"{several(count, 'cell', 'cells')} of {self._column}: an Excel error such as #N/A"
            yield self._find("V01", message, self._errors)
        if count := self._formulas.count:
            message = f"{several(count, 'cell begins', 'cells begin')} like a formula in {self._column}; kept as text"
            yield self._find("V02", message, self._formulas)

    def _find(self, kind: str, message: str, tally: Tally) -> Finding:
        return self._reading.find(
            kind, message, tally.count, field=self._name, column=self._column, places=tally.places
        )  # fmt: skip


class TextsCheck:
    """The columns of a file that hold free text or references, and those that no field is read from."""

    def __init__(self, reading: Reading) -> None:
        """Make ready; the columns that nobody reads are known with the first block."""
        names = [name for name in reading.columns if reading.source.by_name[name].type in FREE]
        self._reading = reading
        self._fields = {name: TextCheck(reading, reading.header_of(name), name) for name in names}
        self._others: dict[int, TextCheck] = {}

    def read(self, block: Block) -> None:
        """Look at the texts of a block."""
        for name, check in self._fields.items():
            check.see(block, block.texts[name])
        for place, texts in block.others.items():
            if place not in self._others:
                self._others[place] = TextCheck(
                    self._reading, self._reading.file.header[place] or f"column {place + 1}"
                )
            self._others[place].see(block, texts)

    def findings(self) -> Iterator[Finding]:
        """Yield what was found, column by column."""
        for check in (*self._fields.values(), *self._others.values()):
            yield from check.findings()


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
    chosen = texts.filter(pa.array(rows))
    found[rows] = pc.fill_null(pc.match_substring_regex(chosen, pattern), False).to_numpy(zero_copy_only=False)
    return found


def check_texts(reading: Reading) -> TextsCheck:
    """Return the check of a file's texts."""
    return TextsCheck(reading)
