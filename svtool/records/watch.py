"""What a watcher is shown of a reading: the same blocks, texts and values that are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from svtool.dates import Precision
from svtool.errors import ExtractError
from svtool.files.account import Account, RejectedRow
from svtool.files.extract_file import ExtractFile
from svtool.findings.finding import Finding, Level
from svtool.records.record_block import Block, OddText
from svtool.records.written_columns import WrittenColumn
from svtool.schema.mappings import Column, MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Role


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
        roles: the people of whom it has any column, whether or not that was read.
        coarsest: date field → how much time its least exact date names.
        written: date field that something asked for rests on → how its column is written.
        undated: the dates that records lack, of those by which records are placed → how many lack just these.
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
    roles: set[Role]
    coarsest: Mapping[str, Precision]
    written: Mapping[str, WrittenColumn]
    undated: Counter[tuple[str, ...]]
    next_row: int

    def messages(self, level: Level) -> list[str]:
        """Return what the findings of a level say, each with the file's name before it."""
        return [f"{self.file.name}: {each.message}" for each in self.findings if each.level == level]


class Judgements(Protocol):
    """What is known of a file's texts when it is read to its end."""

    @property
    def faults(self) -> Counter[tuple[str, str]]:
        """Return (field, why) → how many cells were not understood."""

    @property
    def damaged(self) -> Counter[str]:
        """Return field → how many of its references a spreadsheet turned into numbers."""

    @property
    def odd(self) -> Mapping[str, list[OddText]]:
        """Return the texts that were not understood, or only after they were folded, by field."""

    @property
    def values(self) -> Mapping[str, Sequence[Any]]:
        """Return the values of each field, by their numbers."""

    @property
    def written(self) -> Mapping[str, WrittenColumn]:
        """Return how the columns of dates are written, by field."""

    def coarsest_date(self, name: str) -> Precision:
        """Return how much time the least exact date of a field names."""


class Watch(Protocol):
    """What is told of a reading as it goes on."""

    def opened(self, file: ExtractFile, entry: ExtractEntry, part: MappingPart, columns: Mapping[str, Column]) -> None:
        """Be told that a file is open, and which fields are read from it.

        A file may be read anew before it is closed: what was shown of it before is then to be forgotten.
        """

    def look(self, block: Block) -> Any:
        """Return what is seen in a block of the file that was opened last; in any thread, changing nothing."""

    def read(self, block: Block, seen: Any) -> None:
        """Be shown the next block of that file, with what was seen in it."""

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
