"""What is read from the extracts of a source: by which mapping, into which canonical columns, and where they go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from svtool.records.canonical_columns import arrow_columns, stored_fields
from svtool.records.packed_references import PackedReferences
from svtool.records.vocabulary import Vocabularies
from svtool.records.watch import LoadedFile, Watch
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import Column, MappingPart, fields_read, left_out
from svtool.schema.offences import Catalogue
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import COUNT, PRESENT, SUPPLIER
from svtool.schema.sources import Source
from svtool.schema.suppliers import SupplierNames


@dataclass(frozen=True)
class KnownRows:
    """Rows that are known without a look at them.

    Attributes:
        known_as: what no other rows are known as.
        columns: their columns, with types.
        blocks: makes them.
    """

    known_as: str
    columns: dict[str, pa.DataType]
    blocks: Callable[[], Iterator[pa.Table]]


class Store(Protocol):
    """Where canonical rows are kept."""

    def append_known(self, table: str, rows: KnownRows) -> None:
        """Add rows to a table that nobody has to look at before they are asked about."""

    def append(self, table: str, rows: pa.Table) -> None:
        """Add rows to a table, and the columns that it lacks."""

    def take_back(self, table: str, first: int) -> None:
        """Forget the rows with this number or a later one."""

    def finish(self, table: str, columns: dict[str, pa.DataType]) -> None:
        """Be told that all rows of a table are there, and which columns it has at least."""


@dataclass(frozen=True)
class Target:
    """Where the records of a file go.

    Attributes:
        table: the canonical table.
        columns: its columns, with types, as far as files have them.
        extract: the number of the extract, which its records keep.
        first_row: the number of its first record in the table.
    """

    table: str
    columns: dict[str, pa.DataType]
    extract: int
    first_row: int


class KeptEntry(Protocol):
    """The files of an entry that were judged before, and are not read again."""

    @property
    def files(self) -> Sequence[tuple[Path, str]]:
        """Return the files, with the names that messages call them by."""

    @property
    def left(self) -> int:
        """Return how many other files stood in the folders that the entry names as a whole."""

    def load(self, name: str, loading: Loading, plan: Plan, target: Target) -> LoadedFile:
        """Put the records of a file into a table, and return what came of it, as if it were read.

        Raises:
            ExtractError: it can't be read as this extract, or what is kept of it is damaged.
        """


class Kept(Protocol):
    """Extracts that were judged before."""

    def entry(self, source: Source, entry: ExtractEntry, part: MappingPart) -> KeptEntry:
        """Return the files of an entry.

        Raises:
            ExtractError: they are not kept, or were judged by something else, or changed since.
        """


@dataclass
class Loading:
    """What every extract of a source is loaded with.

    `dates` are those that something asked for rests on: a column of one that contradicts its mapping is refused. None
    for all. `kept` are extracts that were judged before; None where files are read. `threads` is how many read.
    `packed` takes the references of one file alone out of the way; None where they stay with their records, as texts.
    """

    source: Source
    catalogue: Catalogue
    areas: AreaSet | None
    vocabularies: Vocabularies
    store: Store
    folder: Path
    watch: Watch | None = None
    suppliers: SupplierNames = field(default_factory=SupplierNames)
    dates: frozenset[str] | None = None
    kept: Kept | None = None
    threads: int = 1
    packed: PackedReferences | None = None


class Plan:
    """Which fields of a mapping are read, and the canonical columns that they become."""

    def __init__(
        self,
        source: Source,
        part: MappingPart,
        needed: set[str],
        beside: AbstractSet[str] = frozenset(),
        beside_counts: bool = False,
    ) -> None:
        """Find out which fields of a source are read from a mapping when these are needed.

        Fields beside these are read where a file has them; that it lacks one is no fault. Beside an extract of counts a
        row without a count is one.
        """
        self._source, self.classification = source, part.classification
        self.readable = fields_read(part, source)
        self.asked = source.read_for({*needed, *left_out(part, source)})
        self.asked |= victim_fields(source) if part.no_victim else set()
        self.beside = beside - self.asked
        self.wanted = {
            name: column.model_copy(update={"optional": True}) if name in self.beside else column
            for name, column in self.readable.items()
            if name in self.asked | self.beside and name != SUPPLIER
        }
        self.beside_counts = beside_counts
        if beside_counts and COUNT not in self.readable:
            self.wanted[COUNT] = Column(constant="1")
        self.columns = arrow_columns(source, self.stored(self.wanted))
        if part.no_victim:
            self.columns[PRESENT["victim"]] = pa.bool_()

    def stored(self, found: Iterable[str]) -> list[str]:
        """Return the fields that records keep when a file has these."""
        return stored_fields(self._source, self.asked, found, self.classification)


def victim_fields(source: Source) -> set[str]:
    """Return the names of the fields that say something of a victim."""
    return {each.name for each in source.fields if each.role == "victim"}


def headers_of(columns: dict[str, Column]) -> list[str]:
    """Return the supplier's column names that columns of a mapping are read from."""
    return [header for column in columns.values() for header in column.headers]
