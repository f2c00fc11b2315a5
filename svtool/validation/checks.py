"""What a check is, and what it is given: the file as it is read, block by block, and findings on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Protocol, Self

import numpy as np
import pyarrow as pa

from svtool.errors import ExtractError, listed
from svtool.files.account import RejectedRow
from svtool.files.extract_file import ExtractFile
from svtool.findings.catalogue import KINDS
from svtool.findings.finding import MOST_PLACES, Finding, Level
from svtool.findings.message import Message
from svtool.records.record_block import Block, Numbers, OddText
from svtool.records.watch import LoadedFile
from svtool.schema.areas import AreaSet
from svtool.schema.library import Library
from svtool.schema.mappings import Column, MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Source
from svtool.validation.record_places import RecordPlaces
from svtool.validation.row_tallies import NO_ROWS, Rows

NOT_WHAT_IT_SAYS = "F03"
EXPORT_AGAIN = "Export it again as CSV or Excel (.xlsx), without a password."


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
        today: the day after which a date is in the future.
        areas: the areas that places are judged by; None where none are known.
        rejected_cells: record → all cells of a row that was rejected for what is in it.
        shifted: the records whose cells are shifted: what is wrong in them follows from that, and is told of once.
    """

    file: ExtractFile
    source: Source
    entry: ExtractEntry
    part: MappingPart
    columns: Mapping[str, Column]
    library: Library
    today: date
    areas: AreaSet | None = None
    rejected_cells: dict[int, list[str]] = field(default_factory=dict, init=False)
    shifted: Rows = field(default_factory=lambda: NO_ROWS, init=False)
    _first_row: int = field(default=-1, init=False)
    _loaded: LoadedFile | None = field(default=None, init=False)
    _table: str = field(default="", init=False)
    _places: RecordPlaces = field(default_factory=RecordPlaces, init=False)
    _faulty: dict[str, list[tuple[Rows, Rows]]] = field(default_factory=dict, init=False)
    _odd: dict[str, list[OddText]] = field(default_factory=dict, init=False)
    _breaks: list[tuple[Numbers, Numbers]] = field(default_factory=list, init=False)

    @property
    def name(self) -> str:
        """Return how messages call the file."""
        return self.file.name

    @property
    def rows(self) -> int:
        """Return how many records were read into the canonical table, rejected ones among them."""
        return self._places.rows

    @property
    def loaded(self) -> LoadedFile:
        """Return what came of the file.

        Raises:
            LookupError: it is not yet read to its end, which is a bug.
        """
        if self._loaded is None:
            raise LookupError(f"{self.name} is not yet read")
        return self._loaded

    @property
    def odd(self) -> Mapping[str, list[OddText]]:
        """Return the texts of each field that were not understood, or only after they were folded."""
        return {**self.loaded.odd, **self._odd}

    @property
    def rejected(self) -> Sequence[RejectedRow]:
        """Return the rows that could not be read or counted, in the order of the file."""
        return self.loaded.rejected

    @property
    def table(self) -> str:
        """Return the canonical table that its records are in; nothing as long as they are in none."""
        return self._table

    def see(self, block: Block) -> None:
        """Remember of a block where its records stand, which cells were not understood, and which rows are rejected."""
        if self._first_row < 0:
            self._first_row = block.first_row
        self._places.add(block.places)
        for name, cells in block.faulty.items():
            rows = (cells.rows + block.first_row).astype(np.int32)
            self._faulty.setdefault(name, []).append((rows, cells.numbers.astype(np.int32)))
        if block.rejected is not None:
            for row in np.flatnonzero(block.rejected).tolist():
                self.rejected_cells[int(block.places[row])] = [column[row].as_py() for column in block.cells]

    def close(self, loaded: LoadedFile) -> None:
        """Be told that the file is read to its end, and what came of it."""
        self._loaded = loaded

    def store(self, table: str) -> None:
        """Be told which canonical table its records are in, if that is not known."""
        self._table = self._table or table

    def faulty_cells(self) -> dict[str, tuple[Rows, Rows]]:
        """Return for each field the rows of the canonical table with such a cell, and which odd text each has."""
        return {name: self._faulty_cells(name) for name in self._faulty}

    def _faulty_cells(self, name: str) -> tuple[Rows, Rows]:
        parts = self._faulty.get(name) or [(NO_ROWS, NO_ROWS)]
        joined = np.concatenate([rows for rows, _ in parts]), np.concatenate([numbers for _, numbers in parts])
        self._faulty[name] = [joined]
        return joined

    def leave_out(self, shifted: Rows) -> None:
        """Be told, once the file is read, in which records cells are shifted: what is odd in them is of no column."""
        self.shifted = shifted
        for name in list(self._faulty) if len(shifted) else ():
            rows, numbers = self._faulty_cells(name)
            follows = np.isin(self.places_of(rows), shifted)
            self._faulty[name] = [(rows[~follows], numbers[~follows])]
            texts = self.loaded.odd[name]
            lost = np.bincount(numbers[follows], minlength=len(texts)).tolist()
            self._odd[name] = [
                self._with_fewer(name, text, lost[text.number]) for text in texts if text.count > lost[text.number]
            ]

    def _with_fewer(self, name: str, text: OddText, cells: int) -> OddText:
        """Return an odd text of a field without some of the cells that hold it."""
        return (
            replace(text, count=text.count - cells, first=self.places_of_texts(name, [text.number])) if cells else text
        )

    def places_of_texts(self, name: str, texts: Sequence[int]) -> list[int]:
        """Return where the cells of a field stand that hold some of its texts, which were not understood."""
        rows, numbers = self._faulty_cells(name)
        found = np.sort(rows[np.isin(numbers, texts)])[:MOST_PLACES]
        return [int(place) for place in self.places_of(found)]

    def keep_breaks(self, places: Numbers, breaks: Numbers) -> None:
        """Remember how many line breaks stand in the cells of some records."""
        self._breaks.append((places, breaks))

    def lines_of(self, records: Sequence[int]) -> list[int]:
        """Return the lines of records in the file, as an editor counts them; none where a file has no lines."""
        places = np.asarray(records, np.int64)
        breaks = self.loaded.account.breaks_before(places)
        if self._breaks:
            broken = np.concatenate([each for each, _ in self._breaks])
            sums = np.concatenate([[0], np.cumsum(np.concatenate([each for _, each in self._breaks]))])
            breaks = breaks + sums[np.searchsorted(broken, places)]
        lines = self.file.lines_of(places, breaks)
        return lines.tolist() if lines.all() else []

    def findings(self) -> Iterator[Finding]:
        """Yield what was found of the file as a whole, each with its lines."""
        for each in self.loaded.findings:
            yield each if each.lines else replace(each, lines=tuple(self.lines_of(each.records)))

    def holds(self, row: int) -> bool:
        """Return whether a row of the canonical table is of this file."""
        return 0 <= row - self._first_row < self.rows

    def places_of_rows(self, rows: Iterable[int]) -> list[int]:
        """Return where rows of the canonical table stand in the file."""
        return [int(place) for place in self.places_of(np.fromiter(rows, np.int32))]

    def places_of(self, rows: Rows) -> Rows:
        """Return where rows of the canonical table stand in the file."""
        return self._places.of_rows(rows - np.int32(self._first_row))

    @property
    def shifted_rows(self) -> Rows:
        """Return the rows of the canonical table whose cells are shifted."""
        return self._places.rows_at(self.shifted) + np.int32(self._first_row)

    def header_of(self, name: str) -> str:
        """Return the supplier's column names of a field; its own name where it has none."""
        column = self.columns.get(name)
        return " and ".join(column.headers) if column and column.headers else name


class Raising(Protocol):
    """Whatever finds something: it says which kinds of findings it can raise."""

    raises: ClassVar[tuple[str, ...]]


def declared(finder: Raising, kind: str) -> None:
    """Check that a finder says that it can raise a kind of finding.

    Raises:
        LookupError: it does not, which is a bug.
    """
    if kind not in finder.raises:
        raise LookupError(f"{type(finder).__name__} does not say that it can raise {kind}")


class Check:
    """A check of one file, or of one field of it."""

    raises: ClassVar[tuple[str, ...]] = ()  # the kinds of findings that it can raise, by their ids

    def __init__(self, reading: Reading) -> None:
        """Make ready for a file."""
        self.reading = reading

    @classmethod
    def made_for(cls, reading: Reading) -> Iterator[Self]:
        """Yield the checks of a file: one, one for each field, or none where there is nothing to check."""
        yield cls(reading)

    def look(self, block: Block) -> Any:
        """Return what takes time to see in a block, for `note`; in any thread, so that it changes nothing."""

    def note(self, block: Block, seen: Any) -> None:
        """Keep what was seen in the next block of the file."""
        self.read(block)

    def read(self, block: Block) -> None:
        """See the next block of records; a check that looks at the file as a whole need not."""

    def findings(self) -> Iterable[Finding]:
        """Return what was found, once the file is read to its end."""
        raise NotImplementedError

    def find(  # noqa: PLR0913 (a finding has that much to say)
        self,
        kind: str,
        told: Message | str,
        count: int = 1,
        *,
        field: str = "",
        column: str = "",
        places: Sequence[int] = (),
        level: Level | None = None,
        remedy: str = "",
        texts: Iterable[OddText] = (),
    ) -> Finding:
        """Return a finding on the file.

        Args:
            kind: its id in the catalogue, one of those that the check says it can raise.
            told: what was found, without any value of a record but codes and categories.
            count: how many rows or cells.
            field: the standard field, if it is about one; its column is named then.
            column: the supplier's column, where no field is read from it.
            places: where they stand, or the first of them: their record numbers; of odd texts the file itself knows.
            level: how serious it is here, where that differs from the catalogue.
            remedy: what to do, where it can be said more exactly than in the catalogue.
            texts: the odd texts that it is about, so that what they cost can be reckoned.
        """
        declared(self, kind)
        reading = self.reading
        numbers = tuple(text.number for text in texts)
        known = tuple(reading.places_of_texts(field, numbers) if numbers else places[:MOST_PLACES])
        return Finding(
            KINDS[kind], reading.name, told, count, column or (reading.header_of(field) if field else ""), field,
            reading.file.sheet, known, tuple(reading.lines_of(known)), level, remedy, texts=numbers,
        )  # fmt: skip


def refusal(name: str, error: ExtractError) -> Finding:
    """Return the finding of a file that can't be read as an extract."""
    kind = error.finding or "F01"
    # What is no extract at all is not mended by another name, which is what to do with one that was read.
    remedy = error.remedy or (EXPORT_AGAIN if kind == NOT_WHAT_IT_SAYS else "")
    column = listed(error.columns, joiner="and") if error.columns else ""
    lines = (error.line,) if error.line else ()
    return replace(refused(name, kind, error.of(name), remedy), lines=lines, column=column)


def refused(name: str, kind: str, told: Message | str, remedy: str) -> Finding:
    """Return a finding on a file that can't be read because of it; whatever its kind, that is an error."""
    return Finding(KINDS[kind], name, told, given_level=Level.ERROR, given_remedy=remedy, refused=True)


def distinct_numbers(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Return the distinct numbers of a block, the least first, and for each row the place of its own among them."""
    coded = pa.array(numbers).dictionary_encode()  # np.unique would sort all of them
    found: Numbers = coded.dictionary.to_numpy()
    order = np.argsort(found)
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return found[order], places[coded.indices.to_numpy()]
