"""References: blank or tidied ones (R05, R08), rows that repeat or contradict others (R06, R07), offences in no file
(R10).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.engine.seam import Engine
from svtool.findings.finding import Finding, Level
from svtool.findings.message import Message, counted, enumerated, numeral, say
from svtool.gathering.duplicate_rows import NOT_READ, Disagreeing, Repeats, RowHashes, hashes_of
from svtool.records.canonical_columns import arrow_columns
from svtool.records.record_block import Block
from svtool.schema.mappings import Row
from svtool.schema.row_columns import SUPPLIER
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE, REFERENCES
from svtool.validation.checks import Check, Reading
from svtool.validation.row_tallies import Tally

PEOPLE = {"victims", "suspects"}  # rows that mean nothing without the offence that they name
# By what a row is told from others; of rows of people, the offence's reference is not enough.
KEYS: dict[Row, str] = {
    "victim": "victim_reference",
    "victims": "victim_reference",
    "victim_suspect": "victim_reference",
    "suspect": "suspect_reference",
    "suspects": "suspect_reference",
}
ROWS_OF_PEOPLE: set[Row] = {"victim", "suspect", "victim_suspect"}
ONE_ROW_EACH: set[Row] = {"record", "offence", "offences"}
MOST_COLUMNS = 4


class References(Check):
    """Blank references, and those that were tidied so that the same reference is one."""

    raises = ("R05", "R08")

    def __init__(self, reading: Reading) -> None:
        """Begin with none."""
        super().__init__(reading)
        self._fields = [name for name in reading.columns if reading.source.by_name[name].type in REFERENCES]
        self._blank = Tally()
        self._filled = dict.fromkeys(self._fields, 0)
        self._tidied = {name: Tally() for name in self._fields}

    def read(self, block: Block) -> None:
        """Compare the references of a block with their texts."""
        for name in self._fields:
            kept, text = block.canonical[name], block.texts[name]
            if name == "reference" and kept.null_count:
                self._blank.add(block, kept.is_null().to_numpy(zero_copy_only=False))
            self._filled[name] += len(kept) - kept.null_count
            if not kept.equals(text):
                other = pc.fill_null(pc.not_equal(kept, text), False).to_numpy(zero_copy_only=False)
                self._tidied[name].add(block, other)

    def findings(self) -> Iterator[Finding]:
        """Yield blank references and tidied ones."""
        if count := self._blank.count:
            needed = self.reading.part.row in PEOPLE
            what = "can be linked to no offence and is counted nowhere" if needed else "is a unit of its own"
            told = say(counted(count, "row has", "rows have"), f" no reference; each {what}")
            level = Level.ERROR if needed else None
            yield self.find("R05", told, count, field="reference", places=self._blank.places, level=level)
        for name, tally in self._tidied.items():
            # Where most are written so, it is how the supplier writes them.
            if 0 < tally.count <= self._filled[name] / 2:
                were = "had blanks or small letters; read without"
                told = say(counted(tally.count, "reference", "references"), f" {were}")
                yield self.find("R08", told, tally.count, field=name, places=tally.places)


class RepeatedRows(Check):
    """Rows that repeat an earlier one, and references that stand in rows of different content, or that disagree."""

    raises = ("R06", "R07", "R11")

    def __init__(self, reading: Reading, engine: Engine, number: int) -> None:
        """Begin with none; `number` is the file's among those read."""
        super().__init__(reading)
        self._key = KEYS.get(reading.part.row, "reference")
        self._hashes = RowHashes(engine, f"row_hashes_{number}")

    def look(self, block: Block) -> pa.Table:
        """Return the hashes of a block's rows."""
        rows = pa.array(np.arange(block.first_row, block.first_row + block.rows, dtype=np.int32))
        columns = [rows, block.canonical[SUPPLIER], block.canonical.get(self._key), *_cells(block)]
        if block.rejected is not None:
            kept = pa.array(~block.rejected)
            columns = [column if column is None else column.filter(kept) for column in columns]
        return hashes_of(columns[0], columns[1], columns[2], columns[3:])

    def note(self, block: Block, seen: pa.Table) -> None:
        """Keep the hashes of a block's rows."""
        self._hashes.add(seen)

    def findings(self) -> Iterator[Finding]:
        """Yield what was found, once the rows are in the canonical table of the file."""
        one_row_each = self.reading.part.row in ONE_ROW_EACH and "count" not in self.reading.columns
        repeats = self._hashes.find(self.reading.table, one_row_each, self._of_record())
        yield from self._alike(repeats)
        if repeats.differing:
            yield self._differing(repeats)
        if repeats.disagreeing.references:
            yield self._disagreeing(repeats.disagreeing)

    def _of_record(self) -> list[str]:
        """Return the columns that all rows of one record should agree on: those that are no person's."""
        if self.reading.part.row not in ROWS_OF_PEOPLE:  # vehicles differ in what each of them did
            return []
        source = self.reading.source
        fields = [
            each.name for each in source.fields if each.role is None and each.name not in {"reference", "supplier"}
        ]
        has_offence = set(OFFENCE_EVIDENCE) & set(source.by_name)
        return [*arrow_columns(source, fields), *([OFFENCE] if has_offence else [])]

    def _disagreeing(self, found: Disagreeing) -> Finding:
        records = counted(found.references, "reference has", "references have")
        where = self._named(found.columns)
        return self.find(
            "R11",
            say(records, " rows that disagree on ", where, "; each row answers for itself, and all of them count once"),
            found.references,
            places=self.reading.places_of_rows(found.first),
        )

    def _alike(self, repeats: Repeats) -> Iterator[Finding]:
        place = self.reading.places_of_rows
        if count := repeats.alike:
            what = " an earlier row exactly; what stands there is counted once"
            # Of the vehicles sent to one incident several are alike; they become one incident anyway.
            level = Level.NOTE if self.reading.part.row == "vehicle" else None
            yield self.find("R06", _repeat(count, what), count, places=place(repeats.first_alike), level=level)
        if count := repeats.alike_unnamed:
            what = " an earlier row exactly, without a reference of their own; every row is counted"
            # Two events may well look alike: hundreds of rows of a published file do.
            places = place(repeats.first_alike_unnamed)
            yield self.find("R06", _repeat(count, what), count, places=places, level=Level.NOTE)

    def _differing(self, repeats: Repeats) -> Finding:
        where = self._named(repeats.columns)
        stands = counted(repeats.differing, "reference stands", "references stand")
        rows = numeral(repeats.differing_rows)
        return self.find(
            "R07",
            say(stands, " in ", rows, " rows that differ in ", where, "; each is counted once"),
            repeats.differing,
            places=self.reading.places_of_rows(repeats.first_differing),
            level=Level.NOTE if set(repeats.columns) == {NOT_READ} else None,
        )

    def _named(self, columns: Mapping[str, int]) -> Message:
        """Return the headers of the columns in which most rows differ."""
        found: dict[str, None] = {}
        for name in sorted(columns, key=lambda each: -columns[each]):
            field = name.removesuffix("_lo").removesuffix("_hi")
            found |= dict.fromkeys(self._headers_of(field))
        if len(found) <= MOST_COLUMNS:
            return enumerated(list(found))
        others = counted(len(found) - MOST_COLUMNS, "other", "others")
        return say(", ".join([*found][:MOST_COLUMNS]), " and ", others)

    def _headers_of(self, field: str) -> list[str]:
        if field == NOT_READ:
            return ["columns that are not read"]
        fields = OFFENCE_EVIDENCE if field == OFFENCE else (field,)
        return [self.reading.header_of(name) for name in fields if name in self.reading.columns] or [field]


def _repeat(count: int, what: str) -> Message:
    return say(counted(count, "row repeats", "rows repeat"), what)


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


class UnlinkedRows(Check):
    """Rows of people that name an offence which is in no file of offences."""

    raises = ("R10",)

    def __init__(self, reading: Reading, count: int, first_rows: list[int]) -> None:
        """Keep how many they are, and which rows of the canonical table come first."""
        super().__init__(reading)
        self._count, self._first_rows = count, first_rows

    def findings(self) -> Iterator[Finding]:
        """Yield how many they are."""
        names = counted(self._count, "row names", "rows name")
        told = say(names, " an offence that is in no file of offences; counted nowhere")
        yield self.find("R10", told, self._count, places=self.reading.places_of_rows(self._first_rows))
