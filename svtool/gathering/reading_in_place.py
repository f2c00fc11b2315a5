"""Extracts that Spark reads where they lie: no record comes here, only the distinct texts of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa

from svtool.engine.seam import rows
from svtool.engine.spark_engine import SparkEngine
from svtool.engine.spark_inputs import (
    MALFORMED,
    InputTable,
    TextColumn,
    is_in_place,
    open_input,
    texts_of,
)
from svtool.errors import ExtractError, several
from svtool.files.account import Account, RejectedRow
from svtool.files.extract_file import ExtractFile
from svtool.files.file_names import find_files, is_pattern, left_in_folders
from svtool.files.headers import find_header
from svtool.files.remarks import findings_on_table
from svtool.gathering.distinct_texts import FEW_TEXTS, DistinctTexts, ask_for_texts
from svtool.gathering.judged_lookups import AFTER, BEFORE, Lookups, lookups_of
from svtool.gathering.raw_rows import RawRows
from svtool.records.date_cells import may_leave_out_times
from svtool.records.file_loader import FileLoader
from svtool.records.load_plan import Loading, Plan, Target, headers_of, victim_fields
from svtool.records.mapped_file import open_mapped
from svtool.records.offence_reader import OffenceReader
from svtool.records.record_encoder import DATES, JudgedBlock, RecordEncoder
from svtool.records.vocabulary import Vocabulary
from svtool.records.watch import LoadedFile
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import EXTRACT, PRESENT, ROW, SUPPLIER
from svtool.schema.sources import OFFENCE, REFERENCES, Source

OF_SPREADSHEET = r"^-?\d(\.\d+)?E\+\d{2,3}$"


@dataclass(frozen=True)
class ReadingInPlace:
    """Reads what lies where Spark sees it there, and other files here.

    Attributes:
        raw: where rows go.
        folder: where the names of files start from.
    """

    raw: RawRows
    folder: Path

    @property
    def engine(self) -> SparkEngine:
        """Return the engine that reads."""
        assert isinstance(self.raw.engine, SparkEngine)  # noqa: S101 (for the type checker)
        return self.raw.engine

    def entry(self, source: Source, entry: ExtractEntry, part: MappingPart) -> EntryInPlace:
        """Return the files of an entry."""
        found: dict[Path, str] = {}
        for each in entry.files:
            if each in self.engine.frames or (is_in_place(each, self.folder) and not is_pattern(each)):
                found[Path(each)] = each
            else:
                found |= dict(find_files(entry.model_copy(update={"files": (each,)}), self.folder))
        return EntryInPlace(self, entry, part, list(found.items()))


@dataclass(frozen=True)
class EntryInPlace:
    """The files and tables of an entry of the project."""

    reading: ReadingInPlace
    given: ExtractEntry
    part: MappingPart
    files: Sequence[tuple[Path, str]]

    @property
    def left(self) -> int:
        """Return how many other files stand in the folders that the entry names as a whole."""
        here = tuple(each for each in self.given.files if not self._is_in_place(each))
        given = self.given.model_copy(update={"files": here})
        return left_in_folders(given, self.reading.folder, (path for path, _ in self.files))

    def load(self, name: str, loading: Loading, plan: Plan, target: Target) -> LoadedFile:
        """Make a table of the records of a file, and return what came of it.

        Raises:
            ExtractError: it can't be read as this extract.
        """
        known, entry = headers_of(plan.readable), self.given
        if not self._is_in_place(name):
            path = next(path for path, each in self.files if each == name)
            file = open_mapped(path, name, entry, self.part, plan.readable)
            return FileLoader(loading, entry, self.part, file, plan).load_into(target)
        if self.part.shapes_table:
            raise ExtractError(
                "is read where it lies, record by record; its mapping says that its rows are not yet records "
                "(fill_down, unpivot, totals or sheet_name). Read it with --engine embedded.",
                "F03",
                file=name,
            )
        engine = self.reading.engine
        table = engine.frames.get(name) or open_input(engine.session, name, self.reading.folder)
        header = find_header([table.header], known)
        file = ExtractFile(Path(name), name, header.names, header, real_dates=table.real_dates)
        return LoaderInPlace((loading, self.reading), (entry, self.part), file, plan, table).load_into(target)

    def _is_in_place(self, name: str) -> bool:
        return name in self.reading.engine.frames or is_in_place(name, self.reading.folder)


class LoaderInPlace(FileLoader):
    """Makes the records of one file or table where it lies."""

    def __init__(
        self,
        reading: tuple[Loading, ReadingInPlace],
        given: tuple[ExtractEntry, MappingPart],
        file: ExtractFile,
        plan: Plan,
        table: InputTable,
    ) -> None:
        """Find the columns to read.

        Args:
            reading: what every extract of the source is loaded with, and where it is read.
            given: the entry of the project, and the mapping that reads it.
            file: its header.
            plan: what is read by the mapping.
            table: the rows.

        Raises:
            ExtractError: a needed column is missing, or stands there twice.
        """
        super().__init__(reading[0], *given, file, plan)
        self._raw, self._engine, self._table = reading[1].raw, reading[1].engine, table

    def load_into(self, target: Target) -> LoadedFile:
        """Make the records, and return what came of the file.

        Raises:
            ExtractError: it can't be read as this extract.
        """
        made = self._raw.new_name(target.table)
        texts, present = self._text_columns(), PRESENT["victim"] if PRESENT["victim"] in target.columns else ""
        of_victim = [each.name for each in texts if each.name in victim_fields(self._loading.source)]
        self._engine.show(f"{made}_texts", texts_of(self._table, texts, (present, of_victim)))
        coded = [each.name for each in texts if not each.is_reference]
        kinds = {name: FEW_TEXTS if name == SUPPLIER else self._kind(name) for name in coded}
        kinds |= {MALFORMED: FEW_TEXTS} if self._table.malformed else {}
        found = ask_for_texts(self._engine, f"{made}_texts", kinds)
        self._refuse_malformed(found)
        encoder = self._encoder()
        judged = encoder.judge(found.prepared(name for name in coded if name != SUPPLIER))
        lookups = self._lookups(made, judged, found)
        self._make(made, target, lookups, [each.name for each in texts if each.is_reference], present)
        return self._account_of(made, target, encoder, judged, found)

    def _text_columns(self) -> list[TextColumn]:
        """Return the columns of texts that fields are read from."""
        layout, dates = self._layout, self._dates
        found = [
            TextColumn(
                name, places,
                months_only=any(dates[place].months_only for place in places if place in dates),
                without_times=self._kind(name) in DATES and may_leave_out_times(self._columns[name]),
                is_reference=self._kind(name) in REFERENCES,
            )
            for name, places in layout.places.items()
        ]  # fmt: skip
        found += [
            TextColumn(name, constant=text, is_reference=self._kind(name) in REFERENCES)
            for name, text in layout.constants.items()
        ]
        return found if layout.supplier is None else [*found, TextColumn(SUPPLIER, (layout.supplier,))]

    def _refuse_malformed(self, found: DistinctTexts) -> None:
        if not self._table.malformed:
            return
        of_rows = found.alone[MALFORMED]
        malformed = sum(times for text, times in zip(of_rows.texts, of_rows.times.tolist(), strict=True) if text)
        if malformed:
            raise ExtractError(
                f"{several(malformed, 'row has', 'rows have')} another number of cells than the header, or a quote "
                "that does not end in its line; Spark would read them wrong. Read it with --engine embedded, or write "
                "it as Parquet.",
                "R02",
                file=self._file.name,
            )

    def _lookups(self, made: str, judged: JudgedBlock, found: DistinctTexts) -> Lookups:
        """Return the small tables of what was judged, the suppliers among them."""
        source, plan = self._loading.source, self._plan
        stored = plan.stored(self._columns)
        derived = [source.by_name[name] for name in stored if name != OFFENCE and name not in self._columns]
        moves = any(each.derived == "reclassified" for each in derived)
        differing = self._differing(judged) if moves else None
        lookups = lookups_of(made, judged, found, self._columns, derived, (plan.classification, differing))
        vocabulary = self._loading.vocabularies.setdefault(SUPPLIER, Vocabulary())
        name_of = self._loading.suppliers.name_of
        if SUPPLIER in found.alone:
            names = found.alone[SUPPLIER].texts
            numbers = pa.array([vocabulary.id_of(name_of(each)) for each in names], pa.int32())
            lookups.add(
                "of_supplier", pa.table({"text": pa.array(names), SUPPLIER: numbers}), {"text": f"i.{SUPPLIER}"}
            )
            lookups.columns[SUPPLIER] = f"of_supplier.{SUPPLIER}"
        else:
            lookups.columns[SUPPLIER] = f"CAST({vocabulary.id_of(name_of(self._entry.supplier))} AS INTEGER)"
        return lookups

    def _differing(self, judged: JudgedBlock) -> pa.Table:
        """Return which of the offences differ from which: of those that a record was and of those that it is."""
        offences = self._loading.vocabularies[OFFENCE]
        reader = OffenceReader(self._loading.catalogue, ("", "", ""), offences)
        before, after = (sorted(set(judged.offences[what].tolist())) for what in ("initial", "current"))
        pairs = np.array(list(product(before, after)), np.int32).reshape(-1, 2)
        return pa.table({BEFORE: pairs[:, 0], AFTER: pairs[:, 1], "differs": reader.moved(pairs[:, 0], pairs[:, 1])})

    def _make(self, made: str, target: Target, lookups: Lookups, references: list[str], present: str) -> None:
        """Make the records: each row with the values of its texts."""
        for name, table in lookups.tables.items():
            self._engine.put(name, table)
        own = {
            ROW: f"i.{ROW} + {target.first_row}", EXTRACT: f"CAST({target.extract} AS SMALLINT)",
            **{name: f"i.{name}" for name in references}, **({present: f"i.{present}"} if present else {}),
        }  # fmt: skip
        given = own | lookups.columns
        columns = {name: kind for name, kind in target.columns.items() if name in given}
        listed = ", ".join(f"{given[name]} AS {name}" for name in columns)
        counted = " WHERE of_count.count IS NOT NULL" if "count" in self._columns else ""
        joins = " ".join(lookups.joins)
        self._engine.define(made, f"SELECT {listed} FROM {made}_texts AS i {joins}{counted}", kept=True)
        for name in [*lookups.tables, f"{made}_texts"]:
            self._engine.drop(name)
        self._raw.adopt(target.table, made, columns | {ROW: pa.int64()}, target.first_row)

    def _account_of(
        self, made: str, target: Target, encoder: RecordEncoder, judged: JudgedBlock, found: DistinctTexts
    ) -> LoadedFile:
        """Return what came of the file."""
        file = self._file
        dates = [name for name in self._loading.source.dates if name in judged.fields]
        references = [name for name in self._columns if self._kind(name) in REFERENCES and name in target.columns]
        lacking = [f"{name} IS NULL" for name in dates] or ["FALSE"]
        damaged = [f"count(CASE WHEN {name} RLIKE ? THEN 1 END)" for name in references]
        totals = ", ".join([*lacking, "count(*)", f"max({ROW})", *damaged])
        keys = ", ".join(str(i) for i in range(1, len(lacking) + 1))
        undated: Counter[tuple[str, ...]] = Counter()
        next_row = target.first_row
        for told in rows(
            self._engine, f"records of {made}", f"SELECT {totals} FROM {made} GROUP BY {keys}",
            [OF_SPREADSHEET] * len(references),
        ):  # fmt: skip
            lacks, (number, last, *wrong) = told[: len(lacking)], told[len(lacking) :]
            missing = tuple(name for name, lack in zip(dates, lacks, strict=False) if lack)
            if missing:
                undated[missing] += number
            next_row = max(next_row, last + 1)
            encoder.damaged.update({name: each for name, each in zip(references, wrong, strict=True) if each})
        account = Account(file.name, self._table.described, rows_read=found.rows + file.place.first)
        account.not_records = file.place.first
        account.findings += findings_on_table(account, file.place)
        self._refuse_unusable(encoder, account)
        return self._loaded(account, self._uncounted(judged), encoder, next_row, undated)

    def _uncounted(self, judged: JudgedBlock) -> list[RejectedRow]:
        """Return a rejected row for each whose count is none; which they are, nobody is told where they lie."""
        if "count" not in judged.fields:
            return []
        of_texts = judged.fields["count"]
        return self._rejected([0] * int(of_texts.coded.times[of_texts.ids == 0].sum()))
