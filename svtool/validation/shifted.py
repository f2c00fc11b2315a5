"""Rows whose cells are shifted by one, though their number is right: several cells fit the neighbouring column's rule.

The rows are kept, by this command as by those that count: what does not fit its column is not known, and which other
cells are shifted can't be told.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from svtool.errors import several
from svtool.files.headers import fold_header
from svtool.findings.finding import Finding
from svtool.records.cell_values import judge_for
from svtool.records.judgement import Fault, Judge
from svtool.records.watch import Block, Numbers, OddText
from svtool.schema.offences import fold_class
from svtool.validation.reading import Reading

JUDGED = {"date", "flag", "category", "age", "offence_class", "area", "count"}  # fields that not every text fits
FEWEST_CELLS = 2
# What is of its column's kind and still can't be: it did not move there.
IMPLAUSIBLE = {Fault.AFTER_EXTRACT, Fault.SYSTEM_DEFAULT, Fault.IMPLAUSIBLE_AGE, Fault.DAY_NUMBER_1904}
SIDES = {"left": 1, "right": -1}  # where the cells moved → where their own column is


class ShiftedRows:
    """Keeps the cells that were not understood, and looks at the end whether their neighbour's rule reads them."""

    def __init__(self, reading: Reading) -> None:
        """Find the columns that stand side by side and have a rule."""
        self._reading = reading
        self._columns = _columns_with_rules(reading)
        self._cells: dict[str, list[tuple[Numbers, Numbers]]] = {}

    def read(self, block: Block) -> None:
        """Keep where cells of a block were not understood."""
        for name in self._columns.keys() & block.faulty.keys():
            cells = block.faulty[name]
            self._cells.setdefault(name, []).append((block.places[cells.rows], cells.numbers))

    def findings(self) -> Iterator[Finding]:
        """Yield the rows in which two cells or more fit the column beside their own."""
        by_position = {position: name for name, position in self._columns.items()}
        sides: dict[str, list[tuple[int, Numbers]]] = {}
        for moved, step in SIDES.items():
            for name, position in self._columns.items():
                beside = by_position.get(position + step)
                if beside and name in self._cells:
                    fitting = self._places_that_fit(name, _rule(self._reading, beside))
                    sides.setdefault(moved, []).append((position, fitting))
        # A row moves to one side: to that where more of its cells fit, a few of which fit on the other by chance.
        told = np.zeros(0, np.int64)
        for moved in sorted(sides, key=lambda each: -sum(len(places) for _, places in sides[each])):
            found = [(position, places[~np.isin(places, told)]) for position, places in sides[moved]]
            yield from self._told(moved, found)
            told = np.concatenate([told, _shifted(found)])

    def _places_that_fit(self, name: str, rule: Judge) -> Numbers:
        fits = np.array([_fits(odd, rule) for odd in self._reading.odd[name]], bool)
        places = np.concatenate([places for places, _ in self._cells[name]])
        numbers = np.concatenate([numbers for _, numbers in self._cells[name]])
        chosen: Numbers = places[fits[numbers]]
        return chosen

    def _told(self, moved: str, found: list[tuple[int, Numbers]]) -> Iterator[Finding]:
        shifted = _shifted(found)
        if len(shifted):
            first = min(position for position, each in found if np.isin(each, shifted).any())
            rows = several(len(shifted), "row", "rows")
            header = self._reading.file.header[first]
            message = f"{rows}: cells moved one {moved} from {header}; what does not fit its column is not known"
            yield self._reading.find("R04", message, len(shifted), places=shifted[:3].tolist(), column=header)


def _shifted(found: list[tuple[int, Numbers]]) -> Numbers:
    """Return the places of the rows in which enough cells fit."""
    places, cells = np.unique(np.concatenate([each for _, each in found]), return_counts=True)
    chosen: Numbers = places[cells >= FEWEST_CELLS]
    return chosen


def _fits(odd: OddText, rule: Judge) -> bool:
    """Return whether a text that its own column does not understand is one of the column beside it."""
    return bool(odd.text) and odd.judged.fault not in IMPLAUSIBLE and rule(odd.text).value is not None


def _columns_with_rules(reading: Reading) -> dict[str, int]:
    """Return for each field that has a rule and one column of its own where that stands."""
    positions = {fold_header(name): i for i, name in enumerate(reading.file.header)}
    return {
        name: positions[fold_header(column.headers[0])]
        for name, column in reading.columns.items()
        if reading.source.by_name[name].type in JUDGED
        and len(column.headers) == 1
        and column.otherwise is None
        and (reading.areas or reading.source.by_name[name].type != "area")  # without areas every text is a place
    }


def _rule(reading: Reading, name: str) -> Judge:
    """Return what judges the texts of a field."""
    field = reading.source.by_name[name]
    judge = judge_for(field, reading.columns[name], reading.areas)
    if field.type == "offence_class":
        known = reading.library.catalogue.atoms_by_class
        return lambda text: judge(text) if fold_class(judge(text).value or "") in known else judge("")
    return judge
