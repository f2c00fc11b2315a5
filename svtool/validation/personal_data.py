"""What looks personal in cells: counted, and its lines named, but never shown.

Of single cells only those that read as text are looked at: a cell without a blank is a code or a reference, whose
digits may look like any number. One pattern finds the few cells worth a closer look. Whole columns are looked at too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.files.headers import fold_header
from svtool.files.personal_headers import looks_personal
from svtool.files.text_block import as_plain, told_by_text
from svtool.findings.finding import Finding
from svtool.findings.message import counted, enumerated, numeral, say
from svtool.records.record_block import FIRST_PLACES, Block, Numbers
from svtool.schema.row_columns import SUPPLIER
from svtool.schema.sources import REFERENCES
from svtool.validation.checks import Check, Reading
from svtool.validation.personal_shapes import FURTHER_ON, LOOKED_AT, NHS_NUMBERS, Shape, is_named_as_notes, look_at

# RE2, Arrow's engine, knows no look-around: what may not stand beside a number is part of the pattern.
_BEFORE, _AFTER = r"(?:^|[^\w/.+-])", r"(?:$|[^\w/-])"
PATTERNS = {
    "e-mail address": r"[\w.+-]+@[\w-]+\.[\w.-]*\w",
    # 01, 02, 03 and 07 numbers of ten or eleven digits, as people group them
    "telephone number": rf"{_BEFORE}(?:\+44\s?(?:\(0\))?\s?|\(?0)[1-37](?:[\s()-]{{0,2}}\d){{8,9}}{_AFTER}",
    "National Insurance number": rf"{_BEFORE}[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]{_AFTER}",
    "NHS number": rf"{_BEFORE}\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}}{_AFTER}",
    "postcode": rf"{_BEFORE}[A-Z]{{1,2}}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{{2}}{_AFTER}",
}
NHS = "NHS number"
_ANY = "|".join(f"(?:{pattern})" for pattern in PATTERNS.values())
_NHS = re.compile(PATTERNS[NHS], re.ASCII)
_READS_AS_TEXT = r"@|\s"
BEGINNING = 10_000  # records


_Found = tuple[str, Numbers, Counter[str]]  # of a column: the rows that hold something, how many cells hold what


class PersonalTexts(Check):
    """Counts the cells of free text that hold what looks personal."""

    raises = ("P02",)

    def __init__(self, reading: Reading) -> None:
        """Choose the columns: those that no field is read from, and those read as they are."""
        super().__init__(reading)
        by_name = reading.source.by_name
        self._labels = [name for name in reading.columns if by_name[name].type == "label" and name != SUPPLIER]
        self._found: dict[str, Counter[str]] = {}
        self._cells: Counter[str] = Counter()
        self._first: dict[str, list[int]] = {}

    def look(self, block: Block) -> list[_Found]:
        """Return for each column the rows of a block that hold something personal, and what."""
        columns = [(name, column) for name, column, _ in unread_columns(self.reading, block)]
        columns += [(self.reading.header_of(name), block.texts[name]) for name in self._labels]
        found = [(name, *find_personal(column)) for name, column in columns]
        return [each for each in found if len(each[1])]

    def note(self, block: Block, seen: list[_Found]) -> None:
        """Count what is personal in a block."""
        for name, rows, kinds in seen:
            self._cells[name] += len(rows)
            self._found.setdefault(name, Counter()).update(kinds)
            first = self._first.setdefault(name, [])
            first += block.places[rows[: FIRST_PLACES - len(first)]].tolist()

    def findings(self) -> Iterator[Finding]:
        """Yield for each column how many cells hold what."""
        for name, found in self._found.items():
            kinds = enumerated(say(f"{what} (", numeral(cells), ")") for what, cells in found.most_common())
            hold = counted(self._cells[name], "cell holds", "cells hold")
            told = say(f"{name}: ", hold, " what looks personal: ", kinds, "; not shown")
            yield self.find("P02", told, self._cells[name], column=name, places=self._first[name])


def unread_columns(reading: Reading, block: Block) -> Iterator[tuple[str, pa.Array, bool]]:
    """Yield the columns that no field is read from, and whether each is named as notes.

    Those whose names say that they are personal are told by their names, whatever they hold.
    """
    header = reading.file.header
    for position, column in block.others.items():
        if not looks_personal(header[position]):
            name = header[position]
            yield name or f"column {position + 1}", column, is_named_as_notes(fold_header(name))


class PersonalColumns(Check):
    """Columns that hold personal numbers, dates of birth or free text throughout, whatever they are called."""

    raises = ("P02", "P03")

    def __init__(self, reading: Reading) -> None:
        """Choose the columns: those that no field is read from, and those that number people and records."""
        super().__init__(reading)
        by_name = reading.source.by_name
        self._numbering = [name for name in reading.columns if by_name[name].type in REFERENCES]
        self._words = reading.library.catalogue.words_of_titles
        self._shapes: dict[str, Shape] = {}
        self._unread: dict[str, bool] = {}

    def look(self, block: Block) -> list[tuple[str, bool | None, Shape]]:
        """Return the shape of each column, and whether it is named as notes; None where a field is read from it."""
        most = LOOKED_AT if block.places[0] <= BEGINNING else FURTHER_ON
        unread = [
            (name, notes, look_at(column, is_nhs_number, self._words, notes, most))
            for name, column, notes in unread_columns(self.reading, block)
        ]
        numbers = [(name, block.texts[name]) for name in self._numbering]
        return [
            *unread,
            *(
                (self.reading.header_of(name), None, look_at(each, is_nhs_number, (), False, most))
                for name, each in numbers
            ),
        ]

    def note(self, block: Block, seen: list[tuple[str, bool | None, Shape]]) -> None:
        """Add the shapes of a block to those before."""
        for name, notes, shape in seen:
            if notes is not None:
                self._unread[name] = notes
            self._shapes.setdefault(name, Shape()).add(shape)

    def findings(self) -> Iterator[Finding]:
        """Yield the columns that are personal throughout, and those of free text."""
        for name, shape in self._shapes.items():
            kind, cells = shape.is_
            looked_at = say(" (", numeral(cells), " of ", counted(shape.filled, "filled cell", "filled cells"))
            if kind and (name in self._unread or kind == NHS_NUMBERS):
                by = " looked at, by their check digit)" if kind == NHS_NUMBERS else " looked at)"
                yield self.find(
                    "P02", say(f"{name} holds what looks like {kind}", looked_at, by, "; not shown"), column=name
                )
            elif name in self._unread and shape.is_free_text(self._unread[name]):
                told = say(
                    f"{name} holds free text (", numeral(shape.long), " of ",
                    counted(shape.filled, "filled cell", "filled cells"), " looked at) and is not needed, not loaded",
                )  # fmt: skip
                yield self.find("P03", told, column=name)


class PersonalFields(Check):
    """Columns that identify people and are read, where the measures need less than that."""

    raises = ("P04",)

    def findings(self) -> Iterator[Finding]:
        """Yield what can be sent instead."""
        for name, column in self.reading.columns.items():
            field = self.reading.source.by_name[name]
            header = self.reading.header_of(name)
            if field.type == "birth_date" and field.becomes:
                instead = f"ages are made of {header}, and it is then gone"
                remedy = f"Send the age in whole years instead, as {field.becomes}, where you can."
            elif field.type in REFERENCES and any(map(looks_personal, column.headers)):
                instead = f"{header} is read to tell one {field.title} from another"
                remedy = "Send a pseudonym instead: a number that means nothing and stays the same, where you can."
            else:
                continue
            yield self.find("P04", instead, field=name, remedy=remedy)


def find_personal(column: pa.Array) -> tuple[Numbers, Counter[str]]:
    """Return the rows of a column of texts that hold something personal, and how many cells hold what."""
    none = np.zeros(0, np.int64)
    if not _may_be_personal(column):
        return none, Counter()
    rows = np.flatnonzero(told_by_text(column, _hold_any))
    if not len(rows):
        return none, Counter()
    few = as_plain(column.take(pa.array(rows)))
    reads_as_text = _bools(pc.match_substring_regex(few, _READS_AS_TEXT))
    kinds = {what: _bools(pc.match_substring_regex(few, pattern)) & reads_as_text for what, pattern in PATTERNS.items()}
    for i in np.flatnonzero(kinds[NHS]).tolist():
        kinds[NHS][i] = any(map(is_nhs_number, _NHS.findall(few[i].as_py())))
    personal = np.logical_or.reduce(list(kinds.values()))
    return rows[personal], Counter({what: int(found.sum()) for what, found in kinds.items() if found.any()})


def _hold_any(texts: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return _bools(pc.match_substring_regex(texts, _ANY))


def _may_be_personal(column: pa.Array) -> bool:
    """Return whether there are blanks or @ at all, and digits: the cells of a block lie together in memory."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary
    data = column.buffers()[2] if len(column.buffers()) > 2 else None
    letters = data.to_pybytes() if data is not None else b""
    if b"@" in letters:
        return True
    has_blanks = b" " in letters or b"\xa0" in letters
    return has_blanks and bool((np.frombuffer(letters, np.uint8) - np.uint8(ord("0")) < 10).any())


def _bools(column: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array(column.to_numpy(zero_copy_only=False))  # a copy that can be written to


def is_nhs_number(text: str) -> bool:
    """Return whether ten digits pass the check of an NHS number: weights 10 to 2, modulus 11.

    Source: NHS Data Dictionary, NHS NUMBER.
    """
    digits = [int(each) for each in text if each.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = -sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return check == digits[9]
