"""A file that is checked: what it is read by, and where its rows stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from svtool.files.account import Account, RejectedRow
from svtool.files.extract_file import ExtractFile
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import Finding, Level
from svtool.records.watch import FIRST_PLACES, Block, Faulty, Numbers, OddText
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import Column, MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source

Rows = np.ndarray[Any, np.dtype[np.int32]]


@dataclass
class Reading:
    """A file while it is read, and after.

    Attributes:
        file: the opened file.
        source: its source.
        entry: the entry of the project that it is, or would be.
        part: the mapping that reads it.
        columns: standard field → how it is read.
        library: the definitions.
        areas: the areas that places are judged by; None where none are known.
        first_row: the number of its first record in the canonical table.
        account: what came of its rows, once it is read.
        findings: what is notable of the file as a whole, once it is read.
        rejected: its rows that could not be read or counted, once it is read.
        odd: field → texts that were not understood, or only after they were folded, once it is read.
        table: the canonical table that its records are in.
        rejected_cells: record → all cells of a row that was rejected for what is in it.
    """

    file: ExtractFile
    source: Source
    entry: ExtractEntry
    part: MappingPart
    columns: Mapping[str, Column]
    library: Library
    areas: AreaSet | None = None
    first_row: int = -1
    account: Account = field(default_factory=lambda: Account(""))
    findings: Sequence[Finding] = ()
    rejected: Sequence[RejectedRow] = ()
    odd: Mapping[str, list[OddText]] = field(default_factory=dict)
    table: str = ""
    rejected_cells: dict[int, list[str]] = field(default_factory=dict)
    _places: list[Rows] = field(default_factory=list)
    _faulty: dict[str, list[tuple[Rows, Rows]]] = field(default_factory=dict)
    _breaks: list[tuple[Numbers, Numbers]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return how messages call the file."""
        return self.file.name

    @property
    def rows(self) -> int:
        """Return how many records were read into the canonical table, rejected ones among them."""
        return sum(map(len, self._places))

    def keep_places(self, first_row: int, places: Numbers) -> None:
        """Remember where the records of a block stand."""
        if self.first_row < 0:
            self.first_row = first_row
        self._places.append(places.astype(np.int32))

    def keep_faulty(self, first_row: int, faulty: Mapping[str, Faulty]) -> None:
        """Remember in which rows of the canonical table cells were not understood."""
        for name, cells in faulty.items():
            rows = (cells.rows + first_row).astype(np.int32)
            self._faulty.setdefault(name, []).append((rows, cells.numbers.astype(np.int32)))

    def faulty_cells(self) -> dict[str, tuple[Rows, Rows]]:
        """Return for each field the rows of the canonical table with such a cell, and which odd text each has."""
        return {
            name: (np.concatenate([rows for rows, _ in parts]), np.concatenate([numbers for _, numbers in parts]))
            for name, parts in self._faulty.items()
        }

    def keep_rejected(self, block: Block) -> None:
        """Keep the cells of the rows of a block that are rejected, as they stand."""
        if block.rejected is not None:
            for row in np.flatnonzero(block.rejected).tolist():
                self.rejected_cells[int(block.places[row])] = [column[row].as_py() for column in block.cells]

    def keep_breaks(self, places: Numbers, breaks: Numbers) -> None:
        """Remember how many line breaks stand in the cells of some records."""
        self._breaks.append((places, breaks))

    def lines_of(self, records: Sequence[int]) -> list[int]:
        """Return the lines of records in the file, as an editor counts them; none where a file has no lines."""
        before = [0] * len(records)
        if self._breaks:
            places = np.concatenate([each for each, _ in self._breaks])
            sums = np.concatenate([[0], np.cumsum(np.concatenate([each for _, each in self._breaks]))])
            before = sums[np.searchsorted(places, np.asarray(records, np.int64))].tolist()
        lines = [
            self.file.line_of(record, breaks + self.account.breaks_before(record))
            for record, breaks in zip(records, before, strict=True)
        ]
        return lines if all(lines) else []

    def holds(self, row: int) -> bool:
        """Return whether a row of the canonical table is of this file."""
        return 0 <= row - self.first_row < self.rows

    def places_of_rows(self, rows: Iterable[int]) -> list[int]:
        """Return where rows of the canonical table stand in the file."""
        joined = np.concatenate(self._places)
        self._places = [joined]
        return [int(joined[row - self.first_row]) for row in rows]

    def header_of(self, name: str) -> str:
        """Return the supplier's column names of a field; its own name where it has none."""
        column = self.columns.get(name)
        return " and ".join(column.headers) if column and column.headers else name

    def find(  # noqa: PLR0913 (a finding has that much to say)
        self,
        kind: str,
        message: str,
        count: int = 1,
        *,
        field: str = "",
        column: str = "",
        places: Sequence[int] = (),
        level: Level | None = None,
        remedy: str = "",
        texts: Iterable[OddText] = (),
    ) -> Finding:
        """Return a finding on this file.

        Args:
            kind: its id in the catalogue.
            message: what was found, without any value of a record but codes and categories.
            count: how many rows or cells.
            field: the standard field, if it is about one; its column is named then.
            column: the supplier's column, where no field is read from it.
            places: where the first of them stand: their record numbers.
            level: how serious it is here, where that differs from the catalogue.
            remedy: what to do, where it can be said more exactly than in the catalogue.
            texts: the odd texts that it is about, so that what they cost can be reckoned.
        """
        first = tuple(places[:FIRST_PLACES])
        return Finding(
            KINDS[kind], self.name, message, count, column or (self.header_of(field) if field else ""), field,
            getattr(self.file, "sheet", ""), first, tuple(self.lines_of(first)), level, remedy,
            texts=tuple(text.number for text in texts),
        )  # fmt: skip


def summed(texts: Iterable[OddText]) -> tuple[int, list[int]]:
    """Return how many cells hold some texts, and the places of the first of them."""
    given = list(texts)
    return sum(text.count for text in given), sorted(place for text in given for place in text.first)[:FIRST_PLACES]
