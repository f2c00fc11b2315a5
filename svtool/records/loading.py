"""From files to a canonical table in the engine: open, find columns, read, judge, append, account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from svtool.dates import DATE_FORMATS, PRECISIONS
from svtool.errors import ExtractError, listed, several
from svtool.files.containers import open_extract
from svtool.files.extract_file import DateColumn, ExtractFile
from svtool.files.file_names import find_files, left_in_folders
from svtool.files.headers import check_unread_columns, find_columns, fold_header, looks_personal
from svtool.records.canonical import RecordEncoder, arrow_columns, stored_fields
from svtool.records.date_cells import DAY_NUMBERS, Dating
from svtool.records.judgement import Fold
from svtool.records.ledger import Extract, ExtractReport, Ledger
from svtool.records.vocabulary import Vocabularies, Vocabulary
from svtool.records.watch import Block, Watch
from svtool.schema.areas import AreaSet
from svtool.schema.mappings import Column, MappingPart, fields_read, left_out
from svtool.schema.offences import Catalogue
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import EXTRACT, PRESENT, ROW, SUPPLIER
from svtool.schema.sources import Source

EMPTY = "Was the export filter empty?"
NO_COUNT = "the count is not a whole number"


class Store(Protocol):
    """Where canonical rows are kept."""

    def create(self, table: str, columns: dict[str, pa.DataType]) -> None:
        """Make an empty table."""

    def append(self, table: str, rows: pa.Table) -> None:
        """Add rows, and the columns that the table lacks."""

    def remove_rows(self, table: str, column: str, first: int) -> None:
        """Remove the rows whose number in a column is this or a later one."""

    def add_columns(self, table: str, columns: dict[str, pa.DataType]) -> None:
        """Add the columns that a table lacks, with nothing in them."""


@dataclass
class Loading:
    """What every extract of a source is loaded with."""

    source: Source
    catalogue: Catalogue
    areas: AreaSet | None
    vocabularies: Vocabularies
    store: Store
    folder: Path
    watch: Watch | None = None


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
    loading.store.create(table, {name: columns[name] for name in (ROW, EXTRACT, SUPPLIER)})
    report = ExtractReport(Ledger(loading.source.id, given[0][1].row))
    report.absent = {name for plan in plans for name in plan.wanted}
    problems: list[str] = []
    row = 0
    for (entry, part), plan in zip(given, plans, strict=True):
        files = find_files(entry, loading.folder)
        for path, name in files:
            try:
                file = open_extract(path, name, _headers_of(plan.readable), entry.sheet, entry.member, entry.epoch)
                reader = _FileReader(loading, entry, part, file, plan)
                row = reader.read_into(table, columns, len(report.extracts), row, report)
            except ExtractError as error:
                problems.append(str(error))
                if loading.watch:
                    loading.watch.refused(name, error)
            report.extracts.append(Extract(name, entry.as_at))
        left = left_in_folders(entry, loading.folder, (path for path, _ in files))
        if left:
            report.notes.append(f"{several(left, 'other file', 'other files')} in the folder of extracts not read")
    if not problems and not loading.watch:  # who watches is told of every file and row
        _check_records(report)
    if problems and (not loading.watch or len(problems) == len(report.extracts)):
        raise ExtractError("\n".join(problems))
    # A table has the columns that some file had, whether or not any of its rows could be kept.
    kept = {name for plan in plans for name in plan.stored(set(plan.wanted) - report.absent)}
    loading.store.add_columns(table, {name: kind for name, kind in columns.items() if name in _own(loading, kept)})
    if loading.watch:
        loading.watch.loaded(table)
    return report


def _check_records(report: ExtractReport) -> None:
    """Check that the files of an extract hold records, and that one of them at least can be read."""
    names = listed((extract.name for extract in report.extracts), joiner="and")
    records = report.ledger.read - report.ledger.not_records
    if not records:
        raise ExtractError(f"{names}: no records; expected at least one. {EMPTY}", "F02")
    if report.ledger.rejected == records:
        first = report.rejected[0]
        raise ExtractError(
            f"{names}: none of {several(records, 'row', 'rows')} can be read (first: {first.file}, record "
            f"{first.record}: {first.reason}). Export the extract again."
        )


def _own(loading: Loading, kept: Iterable[str]) -> set[str]:
    """Return the columns of fields that are kept, and those that every table has."""
    return {*arrow_columns(loading.source, kept), *PRESENT.values()}


class _Plan:
    """Which fields of a mapping are read, and the canonical columns that they become."""

    def __init__(self, source: Source, part: MappingPart, needed: set[str]) -> None:
        self._source, self.classification = source, part.classification
        self.readable = fields_read(part, source)
        self.asked = source.read_for({*needed, *left_out(part, source)})
        self.asked |= _victim_fields(source) if part.no_victim else set()
        self.wanted = {
            name: column for name, column in self.readable.items() if name in self.asked and name != SUPPLIER
        }
        self.columns = arrow_columns(source, self.stored(self.wanted))
        if part.no_victim:
            self.columns[PRESENT["victim"]] = pa.bool_()

    def stored(self, found: Iterable[str]) -> list[str]:
        """Return the fields that records keep when a file has these."""
        return stored_fields(self._source, self.asked, found, self.classification)


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
        file: ExtractFile,
        plan: _Plan,
    ) -> None:
        wanted, readable = plan.wanted, plan.readable
        self._loading, self._entry, self._file = loading, entry, file
        self._plan, self._part = plan, part
        optional = {name for name, column in wanted.items() if column.optional}
        from_file = {name: column.headers for name, column in wanted.items() if column.headers}
        self._places = find_columns(file, from_file, optional)
        self._constants = {name: column.constant for name, column in wanted.items() if column.constant is not None}
        self._columns = {name: wanted[name] for name in [*self._places, *self._constants]}
        self._dates = self._date_columns()
        self._headers = _headers_of(readable)
        self._require_date(part, wanted)
        self._supplier = self._supplier_place(readable.get(SUPPLIER))

    def _date_columns(self) -> dict[int, DateColumn]:
        """Return the columns of dates; where the file has real ones, their fields also read those."""
        found: dict[int, DateColumn] = {}
        for name, places in self._places.items():
            kind, column = self._loading.source.by_name[name].type, self._columns[name]
            if kind not in DAY_NUMBERS:
                continue
            months_only = bool(column.format) and all(DATE_FORMATS[each].precision != "day" for each in column.format)
            found |= dict.fromkeys(places, DateColumn(DAY_NUMBERS[kind], months_only))
            if self._file.real_dates and column.format:
                real = "YYYY-MM" if months_only else "YYYY-MM-DD"
                self._columns[name] = column.model_copy(update={"format": (*column.format, real)})
        return found

    def _require_date(self, part: MappingPart, wanted: dict[str, Column]) -> None:
        dates = [name for name in self._loading.source.dates if name in self._columns]
        if dates or part.row in {"victims", "suspects"} or not self._loading.source.dates:
            return
        asked = [header for name in self._loading.source.dates if name in wanted for header in wanted[name].headers]
        raise ExtractError(
            f"{self._file.name}: no column with a date; found {listed(self._file.header, 30, 'and')}; "
            f"expected {listed(asked) if asked else 'a mapping that names one'}. Name the date column in the mapping.",
            "H04",
        )

    def _supplier_place(self, supplier: Column | None) -> int | None:
        if supplier is None or self._entry.supplier is not None or not supplier.headers:
            return None
        return find_columns(self._file, {SUPPLIER: supplier.headers}, {SUPPLIER}).get(SUPPLIER, (None,))[0]

    def read_into(
        self, table: str, columns: dict[str, pa.DataType], number: int, first_row: int, report: ExtractReport
    ) -> int:
        """Read the file into the table and return the next free row number."""
        next_row, ledger, encoder = self._append_blocks(table, columns, number, first_row)
        instead = self._file.without_swallowed()
        if instead:
            self._loading.store.remove_rows(table, ROW, first_row)
            self._file = instead
            next_row, ledger, encoder = self._append_blocks(table, columns, number, first_row)
        encoder.refuse_damaged(self._file.name)
        watch = self._loading.watch
        if self._file.rows_read == self._file.place.first or (watch and not self._file.records):
            raise ExtractError(f"{self._file.name}: has a header but no records; expected at least one. {EMPTY}", "F02")
        self._report(report, ledger, encoder)
        if watch:
            watch.closed(encoder.odd, encoder.values)
        return next_row

    def _append_blocks(
        self, table: str, columns: dict[str, pa.DataType], number: int, row: int
    ) -> tuple[int, Ledger, RecordEncoder]:
        """Read the file into the table; return the next free row number, what became of its rows, and the encoder."""
        encoder = RecordEncoder(
            self._loading.source, self._columns, self._loading.catalogue, self._loading.areas,
            self._loading.vocabularies, self._plan.asked, self._plan.classification,
            dating=Dating(self._entry.as_at, self._entry.epoch),
        )  # fmt: skip
        ledger = Ledger(self._loading.source.id, "")
        watch = self._loading.watch
        if watch:
            watch.opened(self._file, self._entry, self._part, self._columns)
        positions = sorted({place for places in self._places.values() for place in places} | self._supplier_places())
        others: list[int] = []
        if watch:
            others = sorted(set(range(len(self._file.header))) - set(positions))
            positions = list(range(len(self._file.header)))
        for block in self._file.blocks(positions, self._dates):
            texts, suppliers = self._texts_of(block, positions)
            rows = len(suppliers)
            canonical, uncounted = encoder.encode(texts, self._file.places if watch else None)
            if PRESENT["victim"] in columns:
                canonical[PRESENT["victim"]] = self._any_text(texts, rows)
            canonical |= {
                ROW: pa.array(np.arange(row, row + rows, dtype=np.int32)),
                EXTRACT: pa.array(np.full(rows, number, np.int16)),
                SUPPLIER: suppliers,
            }
            found = pa.table({name: canonical[name] for name in columns if name in canonical})
            if uncounted is not None and uncounted.any():
                self._file.reject(uncounted, NO_COUNT, "V31")
            else:
                uncounted = None
            if watch:
                beside = {place: block.column(place) for place in others}
                places, ids, faulty = self._file.places, encoder.ids, encoder.faulty
                cells = block.columns
                watch.read(Block(row, places, texts, beside, cells, ids, encoder.values, canonical, faulty, uncounted))
            if uncounted is not None:
                found = found.filter(pa.array(~uncounted))
            self._loading.store.append(table, found)
            row += rows
        ledger.read, ledger.not_records = self._file.rows_read, self._file.not_records
        ledger.rejected = len(self._file.rejected)
        return row, ledger, encoder

    def _any_text(self, texts: dict[str, pa.Array], rows: int) -> pa.Array:
        """Return which rows have a text in any column of the victim."""
        found = pa.array(np.zeros(rows, bool))
        for name in _victim_fields(self._loading.source) & set(texts):
            found = pc.or_(found, pc.not_equal(pc.utf8_trim_whitespace(texts[name]), ""))
        return found

    def _supplier_places(self) -> set[int]:
        return set() if self._supplier is None else {self._supplier}

    def _texts_of(self, block: pa.RecordBatch, positions: list[int]) -> tuple[dict[str, pa.Array], pa.Array]:
        """Return the texts by field, and the suppliers."""
        by_place = {position: block.column(i) for i, position in enumerate(positions)}
        rows = block.num_rows
        texts = {}
        for name, wanted in self._places.items():
            parts = [by_place[place] for place in wanted]
            texts[name] = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, " ")
        for name, constant in self._constants.items():
            texts[name] = pa.array([constant] * rows, pa.string())
        return texts, self._suppliers_of(by_place, rows)

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
        if not self._loading.watch:  # who watches tells it with the places
            self._note_day_numbers(encoder)
        self._report_file(report)
        report.absent -= set(self._columns)
        for name in self._loading.source.dates:
            if name in self._columns:
                found = encoder.coarsest_date(name)
                known = report.coarsest.get(name, "day")
                report.coarsest[name] = max(known, found, key=PRECISIONS.index)

    def _note_day_numbers(self, encoder: RecordEncoder) -> None:
        for name, texts in encoder.odd.items():
            count = sum(text.count for text in texts if text.judged.fold is Fold.EXCEL_DAY)
            if count:
                words = several(count, "date was an Excel day number", "dates were Excel day numbers")
                self._file.note("V13", f"{words} in {' and '.join(self._columns[name].headers)}", count)

    def _report_file(self, report: ExtractReport) -> None:
        file = self._file
        if "count" not in self._columns:  # the total of an aggregate is a sum, not a number of rows
            file.check_totals()
        known = {fold_header(header) for header in self._headers}
        read = {position for position, header in enumerate(file.header) if fold_header(header) in known}
        for kind, message, column in check_unread_columns(file.header, read):
            file.note(kind, message, column=column)
        extra = [name for i, name in enumerate(file.header) if name and i not in read and not looks_personal(name)]
        if extra:
            file.note(
                "H06", f"{listed(extra, joiner='and')} {'is' if len(extra) == 1 else 'are'} not needed, not loaded"
            )
        report.described[file.name] = file.described
        report.findings += file.findings
        report.notes += [f"{file.name}: {note}" for note in file.notes]
        report.errors += [f"{file.name}: {error}" for error in file.errors]
