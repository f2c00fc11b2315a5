"""From files to a canonical table in the engine: open, find columns, read, judge, append, account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.errors import ExtractError, listed
from svtool.extracts.canonical import Chosen, RecordEncoder, Vocabularies, Vocabulary, arrow_columns
from svtool.extracts.ledger import Extract, ExtractReport, Ledger
from svtool.extracts.reading import (
    CsvFile,
    RejectedRow,
    WrongEncodingError,
    find_columns,
    next_encoding,
    open_csv,
    read_blocks,
)
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import Column, MappingPart, fields_read
from svtool.schema.offences import Catalogue
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import OFFENCE, OFFENCE_EVIDENCE, Role, Source

NO_COUNT = "the count is not a whole number"
SPANS_LINES = "a cell spans lines: a quote is opened and closed in another row"
FIRST_RECORD = 2  # the header is record 1
ROW, SUPPLIER, EXTRACT = "row", "supplier", "extract"
PRESENT: dict[Role, str] = {"victim": "victim_present", "suspect": "suspect_present"}


class Store(Protocol):
    """Where canonical rows are kept."""

    def create(self, table: str, columns: dict[str, pa.DataType]) -> None:
        """Make an empty table."""

    def append(self, table: str, rows: pa.Table) -> None:
        """Add rows."""

    def forget_from(self, table: str, row: int) -> None:
        """Take back the rows numbered from `row`."""

    def drop_columns(self, table: str, names: Iterable[str]) -> None:
        """Remove columns that no file had."""


@dataclass
class Loading:
    """What every extract of a source is loaded with."""

    source: Source
    catalogue: Catalogue
    areas: AreaSet | None
    vocabularies: Vocabularies
    store: Store
    folder: Path


def find_files(entry: ExtractEntry, folder: Path) -> list[tuple[Path, str]]:
    """Return the files of an entry, with the names that messages call them by.

    Raises:
        ExtractError: a pattern matches nothing.
    """
    found: dict[Path, str] = {}
    for pattern in entry.files:
        path = Path(pattern)
        if any(letter in pattern for letter in "*?["):
            base = Path(path.anchor) if path.is_absolute() else folder
            matches = sorted(base.glob(str(path.relative_to(path.anchor)) if path.is_absolute() else pattern))
            if not matches:
                raise ExtractError(
                    f"{pattern}: no file matches; expected at least one. Check the pattern and the folder."
                )
            found |= {match: _show(match, folder) for match in matches}
        else:
            full = path if path.is_absolute() else folder / path
            found[full] = _show(full, folder)
    return list(found.items())


def _show(path: Path, folder: Path) -> str:
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return str(path)


def load_extract(
    loading: Loading, entry: ExtractEntry, part: MappingPart, table: str, needed: Iterable[str]
) -> ExtractReport:
    """Return what reading an entry's files met, after its rows are in the store's table.

    Args:
        loading: what every extract of the source is loaded with.
        entry: the project's entry.
        part: the mapping that reads it.
        table: the table to make.
        needed: names of the fields to read, as far as the files have them.

    Raises:
        ExtractError: a file can't be read as this extract.
    """
    return load_extracts(loading, [(entry, part)], table, needed)


def load_extracts(
    loading: Loading, given: Sequence[tuple[ExtractEntry, MappingPart]], table: str, needed: Iterable[str]
) -> ExtractReport:
    """Return what reading several entries met, after the rows of all their files are in one table.

    Args:
        loading: what every extract of the source is loaded with.
        given: the entries, each with the mapping that reads it; all of one kind of row.
        table: the table to make.
        needed: names of the fields to read, as far as the files have them.

    Raises:
        ExtractError: a file can't be read as this extract; all files are looked at first.
    """
    plans = [_Plan(loading.source, part, set(needed)) for _, part in given]
    columns = {ROW: pa.int32(), EXTRACT: pa.int16(), SUPPLIER: pa.int32()}
    for plan in plans:
        columns |= plan.columns
    loading.store.create(table, columns)
    report = ExtractReport(Ledger(loading.source.id, given[0][1].row))
    report.absent = {name for plan in plans for name in plan.wanted}
    problems: list[str] = []
    row = 0
    for (entry, part), plan in zip(given, plans, strict=True):
        for path, name in find_files(entry, loading.folder):
            try:
                file = open_csv(path, name, _headers_of(plan.wanted))
                reader = _FileReader(loading, entry, part, file, plan.wanted, plan.supplier)
                row = reader.read_into(table, columns, len(report.extracts), row, report)
            except ExtractError as error:
                problems.append(str(error))
            report.extracts.append(Extract(name, entry.as_at))
    if problems:
        raise ExtractError("\n".join(problems))
    stored = {name for plan in plans for name in plan.stored}
    kept = {_stored_as(name) for plan in plans for name in plan.wanted if name not in report.absent}
    loading.store.drop_columns(table, arrow_columns(loading.source, sorted(stored - kept)))
    return report


def _either(one: Chosen | None, other: Chosen | None, rows: int) -> Chosen:
    none = np.zeros(rows, bool)
    return (none if one is None else one) | (none if other is None else other)


class _Plan:
    """Which fields of a mapping are read, and the canonical columns that they become."""

    def __init__(self, source: Source, part: MappingPart, needed: set[str]) -> None:
        readable = fields_read(part, source)
        asked = needed | (_victim_fields(source) if part.no_victim else set())
        self.supplier = readable.get(SUPPLIER)
        self.wanted = {name: column for name, column in readable.items() if name in asked and name != SUPPLIER}
        self.stored = list(dict.fromkeys(_stored_as(name) for name in self.wanted))
        self.columns = arrow_columns(source, self.stored)
        if part.no_victim:
            self.columns[PRESENT["victim"]] = pa.bool_()


def _stored_as(name: str) -> str:
    return OFFENCE if name in OFFENCE_EVIDENCE else name


def _victim_fields(source: Source) -> set[str]:
    return {each.name for each in source.fields if each.role == "victim"}


def _headers_of(columns: dict[str, Column]) -> list[str]:
    return [header for column in columns.values() for header in column.headers]


class _FileReader:
    """Reads one file of an extract into the store."""

    def __init__(
        self,
        loading: Loading,
        entry: ExtractEntry,
        part: MappingPart,
        file: CsvFile,
        wanted: dict[str, Column],
        supplier: Column | None,
    ) -> None:
        self._loading, self._entry, self._file = loading, entry, file
        optional = {name for name, column in wanted.items() if column.optional}
        from_file = {name: column.headers for name, column in wanted.items() if column.headers}
        self._places = find_columns(file, from_file, optional)
        self._constants = {name: column.constant for name, column in wanted.items() if column.constant is not None}
        self._columns = {name: wanted[name] for name in [*self._places, *self._constants]}
        self._require_date(part, wanted)
        self._supplier = self._supplier_place(supplier)
        # A date is rarely blank and never like its header.
        dates = [place for name in loading.source.dates for place in self._places.get(name, ())]
        self._telling = set(dates[:1])

    def _require_date(self, part: MappingPart, wanted: dict[str, Column]) -> None:
        dates = [name for name in self._loading.source.dates if name in self._columns]
        if dates or part.row in {"victims", "suspects"} or not self._loading.source.dates:
            return
        asked = [header for name in self._loading.source.dates if name in wanted for header in wanted[name].headers]
        raise ExtractError(
            f"{self._file.name}: no column with a date; found {listed(self._file.header, 30, 'and')}; "
            f"expected {listed(asked) if asked else 'a mapping that names one'}. Name the date column in the mapping."
        )

    def _supplier_place(self, supplier: Column | None) -> int | None:
        if supplier is None or self._entry.supplier is not None or not supplier.headers:
            return None
        return find_columns(self._file, {SUPPLIER: supplier.headers}, {SUPPLIER}).get(SUPPLIER, (None,))[0]

    def read_into(
        self, table: str, columns: dict[str, pa.DataType], number: int, first_row: int, report: ExtractReport
    ) -> int:
        """Read the file into the table and return the next free row number."""
        while True:
            encoder = RecordEncoder(
                self._loading.source, self._columns, self._loading.catalogue, self._loading.areas,
                self._loading.vocabularies,
            )  # fmt: skip
            try:
                next_row, ledger = self._append_blocks(table, columns, number, first_row, encoder)
                break
            except WrongEncodingError:
                self._loading.store.forget_from(table, first_row)
                self._file.encoding = next_encoding(self._file.encoding)
        if ledger.read == 0:
            raise ExtractError(
                f"{self._file.name}: has a header but no records; expected at least one. Was the export filter empty?"
            )
        self._report(report, ledger, encoder)
        return next_row

    def _append_blocks(
        self, table: str, columns: dict[str, pa.DataType], number: int, row: int, encoder: RecordEncoder
    ) -> tuple[int, Ledger]:
        ledger = Ledger(self._loading.source.id, "")
        positions = sorted({place for places in self._places.values() for place in places} | self._supplier_places())
        wrong_places: list[tuple[int, str]] = []
        before = 0
        for block in read_blocks(self._file, positions):
            texts, suppliers, places = self._texts_of(block, positions)
            rows = len(places)
            places = places + before
            before += block.num_rows
            ledger.not_records += block.num_rows - rows
            if not rows:
                continue
            canonical, uncounted = encoder.encode(texts)
            if PRESENT["victim"] in columns:
                canonical[PRESENT["victim"]] = self._any_text(texts, rows)
            canonical |= {
                ROW: pa.array(np.arange(row, row + rows, dtype=np.int32)),
                EXTRACT: pa.array(np.full(rows, number, np.int16)),
                SUPPLIER: suppliers,
            }
            found = pa.table({name: canonical.get(name, pa.nulls(rows, kind)) for name, kind in columns.items()})
            for wrong, reason in ((uncounted, NO_COUNT), (encoder.broken, SPANS_LINES)):
                if wrong is not None and wrong.any():
                    wrong_places += [(place, reason) for place in places[wrong].tolist()]
            keep = ~_either(uncounted, encoder.broken, rows)
            if not keep.all():
                found = found.filter(pa.array(keep))
            self._loading.store.append(table, found)
            row += rows
        self._reject(wrong_places)
        ledger.read = self._file.rows_read
        ledger.rejected = len(self._file.rejected)
        return row, ledger

    def _reject(self, places: list[tuple[int, str]]) -> None:
        """Reject rows by their place among the well-formed ones; their record numbers skip the malformed rows."""
        malformed = sorted(each.record for each in self._file.rejected)
        for place, reason in dict(reversed(places)).items():
            record = place + FIRST_RECORD
            for each in malformed:
                record += each <= record
            self._file.rejected.append(RejectedRow(self._file.name, record, reason))
        self._file.rejected.sort(key=lambda each: each.record)

    def _any_text(self, texts: dict[str, pa.Array], rows: int) -> pa.Array:
        """Return which rows have a text in any column of the victim."""
        found = pa.array(np.zeros(rows, bool))
        for name in _victim_fields(self._loading.source) & set(texts):
            found = pc.or_(found, pc.not_equal(pc.utf8_trim_whitespace(texts[name]), ""))
        return found

    def _supplier_places(self) -> set[int]:
        return set() if self._supplier is None else {self._supplier}

    def _texts_of(
        self, block: pa.RecordBatch, positions: list[int]
    ) -> tuple[dict[str, pa.Array], pa.Array, np.ndarray[Any, np.dtype[np.int64]]]:
        """Return the texts by field, the suppliers, and the places in the block of the rows that are records."""
        by_place = {position: block.column(i) for i, position in enumerate(positions)}
        keep = self._records_of(by_place)
        places = np.arange(block.num_rows)
        if keep is not None:
            places = places[keep.to_numpy(zero_copy_only=False)]
            by_place = {position: column.filter(keep) for position, column in by_place.items()}
        rows = len(places)
        texts = {}
        for name, wanted in self._places.items():
            parts = [by_place[place] for place in wanted]
            texts[name] = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, " ")
        for name, constant in self._constants.items():
            texts[name] = pa.array([constant] * rows, pa.string())
        return texts, self._suppliers_of(by_place, rows), places

    def _records_of(self, by_place: dict[int, pa.Array]) -> pa.Array | None:
        """Return which rows are records: neither wholly blank nor the header again; None when all are.

        One column tells in nearly every block that all are; the others are looked at only where it does not.
        """
        places = sorted(by_place, key=lambda place: place not in self._telling)
        not_record: dict[str, pa.Array] = {}
        for place in places:
            texts = pc.utf8_trim_whitespace(by_place[place])
            found = {"blank": pc.equal(texts, ""), "header": pc.equal(texts, self._file.header[place])}
            for why, rows in found.items():
                not_record[why] = pc.and_(not_record[why], rows) if why in not_record else rows
            if not any(pc.any(rows).as_py() for rows in not_record.values()):
                return None
        return pc.invert(pc.or_(not_record["blank"], not_record["header"])) if not_record else None

    def _suppliers_of(self, by_place: dict[int, pa.Array], rows: int) -> pa.Array:
        vocabulary = self._loading.vocabularies.setdefault(SUPPLIER, Vocabulary())
        if self._supplier is None:
            return pa.array(np.full(rows, vocabulary.id_of(self._entry.supplier), np.int32))
        coded = by_place[self._supplier].dictionary_encode()
        ids = [vocabulary.id_of(text.strip() or None) for text in coded.dictionary.to_pylist()]
        return pa.array(np.array(ids, np.int32)[coded.indices.to_numpy(zero_copy_only=False)])

    def _report(self, report: ExtractReport, ledger: Ledger, encoder: RecordEncoder) -> None:
        report.ledger.read += ledger.read
        report.ledger.rejected += ledger.rejected
        report.ledger.not_records += ledger.not_records
        report.rejected += self._file.rejected
        report.faults += Counter(encoder.faults)
        report.encodings[self._file.name] = self._file.encoding
        report.absent -= set(self._columns)
        for name in self._loading.source.dates:
            if name in self._columns:
                found = encoder.coarsest_date(name)
                known = report.coarsest.get(name, "day")
                report.coarsest[name] = max(known, found, key=("day", "month", "quarter").index)
