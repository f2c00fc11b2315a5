"""Rows that repeat an earlier one, and references that stand in rows of different content."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from svtool.engine.embedded import Engine
from svtool.errors import listed, several
from svtool.findings.finding import Finding, Level
from svtool.gathering.duplicate_rows import NOT_READ, Repeats, RowHashes
from svtool.records.watch import Block
from svtool.schema.mappings import Row
from svtool.schema.row_columns import SUPPLIER
from svtool.validation.reading import Reading

# By what a row is told from others; of rows of people, the offence's reference is not enough.
KEYS: dict[Row, str] = {
    "victim": "victim_reference",
    "victims": "victim_reference",
    "victim_suspect": "victim_reference",
    "suspect": "suspect_reference",
    "suspects": "suspect_reference",
}
ONE_ROW_EACH: set[Row] = {"record", "offence", "offences"}
MOST_COLUMNS = 4


class RepeatedRows:
    """Compares the rows of a file with each other, in the engine."""

    def __init__(self, reading: Reading, engine: Engine, number: int) -> None:
        """Begin with none; `number` is the file's among those read."""
        self._reading = reading
        self._key = KEYS.get(reading.part.row, "reference")
        self._hashes = RowHashes(engine, f"row_hashes_{number}")

    def read(self, block: Block) -> None:
        """Keep the hashes of a block's rows."""
        rows = pa.array(np.arange(block.first_row, block.first_row + block.rows, dtype=np.int32))
        columns = [rows, block.canonical[SUPPLIER], block.canonical.get(self._key), *_cells(block)]
        if block.rejected is not None:
            kept = pa.array(~block.rejected)
            columns = [column if column is None else column.filter(kept) for column in columns]
        self._hashes.add(columns[0], columns[1], columns[2], columns[3:])

    def findings(self, table: str) -> Iterator[Finding]:
        """Yield what was found, once the rows are in the canonical table."""
        one_row_each = self._reading.part.row in ONE_ROW_EACH and "count" not in self._reading.columns
        repeats = self._hashes.find(table, one_row_each)
        yield from self._alike(repeats)
        if repeats.differing:
            yield self._differing(repeats)

    def _alike(self, repeats: Repeats) -> Iterator[Finding]:
        find, place = self._reading.find, self._reading.places_of_rows
        if repeats.alike:
            repeat = several(repeats.alike, "row repeats", "rows repeat")
            message = f"{repeat} an earlier row exactly; what stands there is counted once"
            # Of the vehicles sent to one incident several are alike; they become one incident anyway.
            level = Level.NOTE if self._reading.part.row == "vehicle" else None
            yield find("R06", message, repeats.alike, places=place(repeats.first_alike), level=level)
        if repeats.alike_unnamed:
            repeat = several(repeats.alike_unnamed, "row repeats", "rows repeat")
            message = f"{repeat} an earlier row exactly, without a reference of their own; every row is counted"
            # Two events may well look alike: hundreds of rows of a published file do.
            places = place(repeats.first_alike_unnamed)
            yield find("R06", message, repeats.alike_unnamed, places=places, level=Level.NOTE)

    def _differing(self, repeats: Repeats) -> Finding:
        found: dict[str, None] = {}
        for name in sorted(repeats.columns, key=lambda each: -repeats.columns[each]):
            field = name.removesuffix("_lo").removesuffix("_hi")
            found[self._reading.header_of(field) if name != NOT_READ else "columns that are not read"] = None
        columns = list(found)
        more = f" and {several(len(columns) - MOST_COLUMNS, 'other', 'others')}" if len(columns) > MOST_COLUMNS else ""
        where = ", ".join(columns[:MOST_COLUMNS]) + more if more else listed(columns, joiner="and")
        stands = several(repeats.differing, "reference stands", "references stand")
        return self._reading.find(
            "R07",
            f"{stands} in {repeats.differing_rows:,} rows that differ in {where}; one row of each is counted",
            repeats.differing,
            places=self._reading.places_of_rows(repeats.first_differing),
            level=Level.NOTE if set(repeats.columns) == {NOT_READ} else None,
        )


def _cells(block: Block) -> list[pa.Array]:
    """Return all cells of a block, those that were judged as numbers: those of values, below 0 of odd texts."""
    columns: list[pa.Array] = []
    for name, text in block.texts.items():
        if name not in block.ids:
            columns.append(block.canonical.get(name, text))
            continue
        numbers = block.ids[name]
        if odd := block.faulty.get(name):
            numbers = numbers.copy()
            numbers[odd.rows] = -1 - odd.numbers
        columns.append(pa.array(numbers))
    return columns + list(block.others.values())
