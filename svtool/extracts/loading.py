"""From files to a canonical table in the engine: open, find columns, read, judge, append, account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.dates import PRECISIONS
from svtool.errors import ExtractError, listed
from svtool.extracts.canonical import RecordEncoder, Vocabularies, Vocabulary, arrow_columns, stored_fields
from svtool.extracts.ledger import ExtractReport, Ledger
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
from svtool.schema.mappings import Column, MappingPart, fields_read, left_out
from svtool.schema.offences import Catalogue
from svtool.schema.project import ExtractEntry
from svtool.schema.sources import Role, Source

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
    files = find_files(entry, loading.folder)
    readable = fields_read(part, loading.source)
    asked = loading.source.read_for({*needed, *left_out(part, loading.source)})
    asked |= _victim_fields(loading.source) if part.no_victim else set()
    wanted = {name: column for name, column in readable.items() if name in asked and name != SUPPLIER}
    stored = stored_fields(loading.source, asked, wanted, part.classification)
    columns = {ROW: pa.int32(), EXTRACT: pa.int16(), SUPPLIER: pa.int32()}
    columns |= arrow_columns(loading.source, stored)
    if part.no_victim:
        columns[PRESENT["victim"]] = pa.bool_()
    loading.store.create(table, columns)
    report = ExtractReport(Ledger(loading.source.id, part.row))
    report.absent = set(wanted)
    problems: list[str] = []
    row = 0
    for number, (path, name) in enumerate(files):
        try:
            file = open_csv(path, name, _headers_of(wanted))
            reader = _FileReader(loading, entry, part, file, wanted, readable.get(SUPPLIER))
            reader.asked = asked
            row = reader.read_into(table, columns, number, row, report)
        except ExtractError as error:
            problems.append(str(error))
    if problems:
        raise ExtractError("\n".join(problems))
    kept = stored_fields(loading.source, asked, set(wanted) - report.absent, part.classification)
    loading.store.drop_columns(table, arrow_columns(loading.source, sorted(set(stored) - set(kept))))
    return report


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
        self.asked: set[str] = set(wanted)
        self._classification = part.classification
        optional = {name for name, column in wanted.items() if column.optional}
        from_file = {name: column.headers for name, column in wanted.items() if column.headers}
        self._places = find_columns(file, from_file, optional)
        self._constants = {name: column.constant for name, column in wanted.items() if column.constant is not None}
        self._columns = {name: wanted[name] for name in [*self._places, *self._constants]}
        self._require_date(part, wanted)
        self._supplier = self._supplier_place(supplier)

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
                self._loading.vocabularies, self.asked, self._classification,
            )  # fmt: skip
            try:
                next_row, ledger, no_count = self._append_blocks(table, columns, number, first_row, encoder)
                break
            except WrongEncodingError:
                self._loading.store.forget_from(table, first_row)
                self._file.encoding = next_encoding(self._file.encoding)
        encoder.refuse_damaged(self._file.name)
        if ledger.read == 0:
            raise ExtractError(
                f"{self._file.name}: has a header but no records; expected at least one. Was the export filter empty?"
            )
        self._report(report, ledger, encoder, no_count)
        return next_row

    def _append_blocks(
        self, table: str, columns: dict[str, pa.DataType], number: int, row: int, encoder: RecordEncoder
    ) -> tuple[int, Ledger, int]:
        ledger = Ledger(self._loading.source.id, "")
        positions = sorted({place for places in self._places.values() for place in places} | self._supplier_places())
        no_count = 0
        for block in read_blocks(self._file, positions):
            texts, suppliers, dropped = self._texts_of(block, positions)
            ledger.not_records += dropped
            rows = len(suppliers)
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
            if uncounted is not None and uncounted.any():
                no_count += int(uncounted.sum())
                found = found.filter(pa.array(~uncounted))
            self._loading.store.append(table, found)
            row += rows
        ledger.read = self._file.rows_read
        ledger.rejected = len(self._file.rejected) + no_count
        return row, ledger, no_count

    def _any_text(self, texts: dict[str, pa.Array], rows: int) -> pa.Array:
        """Return which rows have a text in any column of the victim."""
        found = pa.array(np.zeros(rows, bool))
        for name in _victim_fields(self._loading.source) & set(texts):
            found = pc.or_(found, pc.not_equal(pc.utf8_trim_whitespace(texts[name]), ""))
        return found

    def _supplier_places(self) -> set[int]:
        return set() if self._supplier is None else {self._supplier}

    def _texts_of(self, block: pa.RecordBatch, positions: list[int]) -> tuple[dict[str, pa.Array], pa.Array, int]:
        """Return the texts by field, the suppliers, and how many rows were no records."""
        by_place = {position: block.column(i) for i, position in enumerate(positions)}
        keep = self._records_of(by_place)
        dropped = 0
        if keep is not None:
            dropped = block.num_rows - int(pc.sum(keep).as_py() or 0)
            by_place = {position: column.filter(keep) for position, column in by_place.items()}
        rows = block.num_rows - dropped
        texts = {}
        for name, places in self._places.items():
            parts = [by_place[place] for place in places]
            texts[name] = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, " ")
        for name, constant in self._constants.items():
            texts[name] = pa.array([constant] * rows, pa.string())
        return texts, self._suppliers_of(by_place, rows), dropped

    def _records_of(self, by_place: dict[int, pa.Array]) -> pa.Array | None:
        """Return which rows are records: neither wholly blank nor the header again; None when all are."""
        not_record: pa.Array | None = None
        blank: pa.Array | None = None
        for position, column in by_place.items():
            is_blank = pc.equal(pc.utf8_trim_whitespace(column), "") if blank is None else None
            if is_blank is not None and not pc.any(is_blank).as_py():
                blank = pa.array(np.zeros(len(column), bool))
            elif blank is None or pc.any(blank).as_py():
                each = is_blank if is_blank is not None else pc.equal(pc.utf8_trim_whitespace(column), "")
                blank = each if blank is None else pc.and_(blank, each)
            header = pc.equal(column, self._file.header[position])
            not_record = header if not_record is None else pc.and_(not_record, header)
        if not_record is None or blank is None:
            return None
        not_record = pc.or_(not_record, blank)
        return pc.invert(not_record) if pc.any(not_record).as_py() else None

    def _suppliers_of(self, by_place: dict[int, pa.Array], rows: int) -> pa.Array:
        vocabulary = self._loading.vocabularies.setdefault(SUPPLIER, Vocabulary())
        if self._supplier is None:
            return pa.array(np.full(rows, vocabulary.id_of(self._entry.supplier), np.int32))
        coded = by_place[self._supplier].dictionary_encode()
        ids = [vocabulary.id_of(text.strip() or None) for text in coded.dictionary.to_pylist()]
        return pa.array(np.array(ids, np.int32)[coded.indices.to_numpy(zero_copy_only=False)])

    def _report(self, report: ExtractReport, ledger: Ledger, encoder: RecordEncoder, no_count: int) -> None:
        report.ledger.read += ledger.read
        report.ledger.rejected += ledger.rejected
        report.ledger.not_records += ledger.not_records
        report.files.append(self._file.name)
        report.rejected += self._file.rejected
        if no_count:
            report.rejected += [RejectedRow(self._file.name, 0, "the count is not a whole number")] * no_count
        report.faults += Counter(encoder.faults)
        report.encodings[self._file.name] = self._file.encoding
        report.absent -= set(self._columns)
        for name in self._loading.source.dates:
            if name in self._columns:
                found = encoder.coarsest_date(name)
                known = report.coarsest.get(name, "day")
                report.coarsest[name] = max(known, found, key=PRECISIONS.index)
