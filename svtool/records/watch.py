"""What a watcher is shown of a reading: the same blocks, texts and values that are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from svtool.dates import Precision
from svtool.errors import ExtractError
from svtool.files.account import Account, RejectedRow
from svtool.files.extract_file import ExtractFile
from svtool.files.text_block import Places
from svtool.findings.finding import Finding, Level
from svtool.records.judgement import Judged
from svtool.schema.mappings import Column, MappingPart
from svtool.schema.project import ExtractEntry

FIRST_PLACES = 3
Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass
class OddText:
    """A text that was not understood, or only after it was folded.

    Attributes:
        text: as it stands in the cell, blanks made single.
        judged: what became of it: its fault, or the value that it was read as.
        number: its number among the odd texts of its field, from 0.
        count: how many cells hold it.
        first: the places of the first of them: their record numbers in the file.
    """

    text: str
    judged: Judged
    number: int
    count: int = 0
    first: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Faulty:
    """The cells of a block whose texts were not understood: their rows in the block, and which odd text each has."""

    rows: Numbers
    numbers: Numbers


@dataclass(frozen=True)
class Block:
    """A block of records as it was read.

    Attributes:
        first_row: the number of its first record in the canonical table; the others follow.
        places: where each record stands in the file: its record number; the header is record 1 or more.
        texts: standard field → the texts that it is read from.
        others: position in the header → the texts of a column that no field is read from.
        cells: the texts of every column, in the order of the header.
        ids: standard field → for each record the number of its value in the field's vocabulary; 0 is not known.
        values: standard field → its vocabulary so far: the value of each number.
        canonical: canonical column → values.
        faulty: standard field → the cells that were not understood.
        rejected: which records are rejected; None when none is.
    """

    first_row: int
    places: Places
    texts: Mapping[str, pa.Array]
    others: Mapping[int, pa.Array]
    cells: Sequence[pa.Array]
    ids: Mapping[str, np.ndarray[Any, np.dtype[np.int32]]]
    values: Mapping[str, Sequence[Any]]
    canonical: Mapping[str, pa.Array]
    faulty: Mapping[str, Faulty]
    rejected: np.ndarray[Any, np.dtype[np.bool_]] | None

    @property
    def rows(self) -> int:
        """Return the number of records."""
        return len(self.places)


@dataclass(frozen=True)
class LoadedFile:
    """What came of a file that was read to its end, and whose records are in the engine.

    Attributes:
        file: the file; where a quote had swallowed rows, as it was read the second time.
        account: what came of its rows.
        rejected: the rows that could not be read or counted, in the order of the file.
        findings: what the analyst should know of the file as a whole.
        faults: (field, why) → how many cells were not understood.
        odd: field → texts that were not understood, or only after they were folded.
        values: field → the value of each number.
        fields: the fields that were read.
        coarsest: date field → how much time its least exact date names.
        next_row: the number of the next free row of the canonical table.
    """

    file: ExtractFile
    account: Account
    rejected: list[RejectedRow]
    findings: list[Finding]
    faults: Counter[tuple[str, str]]
    odd: Mapping[str, list[OddText]]
    values: Mapping[str, Sequence[Any]]
    fields: set[str]
    coarsest: Mapping[str, Precision]
    next_row: int

    def messages(self, level: Level) -> list[str]:
        """Return what the findings of a level say, each with the file's name before it."""
        return [f"{self.file.name}: {each.message}" for each in self.findings if each.level == level]


class Watch(Protocol):
    """What is told of a reading as it goes on."""

    def opened(self, file: ExtractFile, entry: ExtractEntry, part: MappingPart, columns: Mapping[str, Column]) -> None:
        """Be told that a file is open, and which fields are read from it.

        A file may be read anew before it is closed: what was shown of it before is then to be forgotten.
        """

    def read(self, block: Block) -> None:
        """Be shown a block of the file that was opened last."""

    def closed(self, loaded: LoadedFile) -> None:
        """Be told that the file was read to its end, and what came of it."""

    def refused(self, name: str, error: ExtractError) -> None:
        """Be told that a file can't be read as this extract."""

    def loaded(self, table: str) -> None:
        """Be told that the records of all files of one kind of row are in a table, before any is settled."""

    def overlapping(self, earlier: str, later: str, shared: int, of_later: float) -> None:
        """Be told that two files share references, and which share of the later's; the later named then counts."""

    def unlinked(self, table: str, rows: Sequence[tuple[int, int, list[int]]]) -> None:
        """Be told how many rows of each extract in a table of people name an offence in no file, and the first rows."""
