"""From the parts of a judged file into the engine: as if the file were read, for the fields that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from svtool.records.canonical_columns import AS, EVIDENCE, arrow_columns
from svtool.records.coded_texts import Ids
from svtool.records.file_loader import FileLoader
from svtool.records.load_plan import KnownRows, Loading, Plan, Target
from svtool.records.vocabulary import Vocabulary
from svtool.records.watch import LoadedFile
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import EXTRACT, PRESENT, ROW, SUPPLIER
from svtool.schema.sources import OFFENCE, REFERENCES
from svtool.store.generations import damaged
from svtool.store.judged_file import JudgedFile, KeptJudgements

OWN = (ROW, EXTRACT, SUPPLIER)


class KeptLoader(FileLoader):
    """Puts the rows of a judged file into the engine. Its numbers of values become those of all files together."""

    def __init__(
        self,
        loading: Loading,
        given: tuple[ExtractEntry, MappingPart],
        judged: JudgedFile,
        rows: tuple[Path, Sequence[Path]],
        plan: Plan,
    ) -> None:
        """Find the columns that are asked for, as in a file that is opened.

        Args:
            loading: what every extract of the source is loaded with.
            given: the entry of the project that the file is of, and the mapping that read it.
            judged: what reading it met.
            rows: the store, and the parts in it that hold its rows.
            plan: what is asked for.

        Raises:
            ExtractError: a needed column is missing, or stands in the file twice.
        """
        super().__init__(loading, *given, judged.file, plan)
        self._judged, (self._store, self._parts) = judged, rows

    def load_into(self, target: Target) -> LoadedFile:
        """Put the rows into a table, and return what came of the file.

        Raises:
            ExtractError: the file can't be read as this extract.
        """
        judged, account = KeptJudgements(self._judged, self._columns), self._judged.account()
        self._refuse_unusable(judged, account)
        numbers = self._numbers_of_values()
        if self._parts:
            self._loading.store.append_known(target.table, self._known(target, numbers))
        dates = [name for name in self._loading.source.dates if name in self._columns]
        return self._loaded(
            account, self._judged.uncounted(), judged, target.first_row + self._judged.next_row,
            self._judged.undated(dates),
        )  # fmt: skip

    def can_answer(self) -> bool:
        """Return whether the rows say what is asked: no other rows, and offences by the texts that judged them."""
        if self._judged.hangs_on_columns and set(self._columns) != self._judged.fields:
            return False
        evidence = set(EVIDENCE[self._plan.classification])
        asked, known = evidence & set(self._columns), evidence & self._judged.fields
        return not asked or (asked == known and self._place_of(OFFENCE) in self._judged.columns)

    def _place_of(self, column: str) -> str:
        """Return under which name a column is kept: offences count as they stand, or as they were first recorded."""
        return AS[self._plan.classification] if column == OFFENCE else column

    def _stored(self) -> list[str]:
        """Return the fields that rows keep."""
        return self._plan.stored(self._columns)

    def _numbers_of_values(self) -> dict[str, Ids]:
        """Return field → the number of each of the file's values, after all vocabularies know them."""
        source, vocabularies = self._loading.source, self._loading.vocabularies
        evidence = {name for names in EVIDENCE.values() for name in names}
        names = [name for name in self._columns if name not in evidence]
        vocabularies.setdefault(OFFENCE, Vocabulary())
        found: dict[str, Ids] = {}
        for name in dict.fromkeys([*names, *self._stored()]):
            if name == OFFENCE or source.by_name[name].type not in REFERENCES:
                known = vocabularies.setdefault(name, Vocabulary())
                found[name] = _numbers(known.id_of(each) for each in self._judged.values_of(name))
        return found

    def _suppliers(self) -> Ids:
        """Return the number of each supplier that the file names, after all others know them."""
        vocabulary = self._loading.vocabularies.setdefault(SUPPLIER, Vocabulary())
        name_of = self._loading.suppliers.name_of
        if self._layout.supplier is None:  # the project says it, or nobody
            number = vocabulary.id_of(name_of(self._entry.supplier))
            return np.full(len(self._judged.values_of(SUPPLIER)) + 1, number, np.int32)
        return _numbers(vocabulary.id_of(name_of(each)) for each in self._judged.values_of(SUPPLIER))

    def _known(self, target: Target, numbers: dict[str, Ids]) -> KnownRows:
        """Return the rows, with the columns that the table has and the file too."""
        kept = {*OWN, *arrow_columns(self._loading.source, self._stored()), *PRESENT.values()}
        own = {EXTRACT, *self._judged.columns}
        columns = {name: kind for name, kind in target.columns.items() if name in kept and self._place_of(name) in own}
        renumbered = {name: ids for name, ids in numbers.items() if name in columns and self._is_numbered(name)}
        renumbered[SUPPLIER] = self._suppliers()
        known_as = (
            self._part_names(), [self._place_of(name) for name in columns], target.first_row, target.extract,
            {name: ids.tolist() for name, ids in renumbered.items()},
        )  # fmt: skip
        return KnownRows(repr(known_as), columns, lambda: self._blocks(target, columns, renumbered))

    def _part_names(self) -> list[str]:
        return ["/".join(part.parts[-5:]) for part in self._parts]

    def _blocks(
        self, target: Target, columns: Mapping[str, pa.DataType], renumbered: Mapping[str, Ids]
    ) -> Iterator[pa.Table]:
        """Yield the rows of each part.

        Raises:
            ExtractError: a part is damaged.
        """
        import pyarrow.parquet as pq  # noqa: PLC0415 (who asks what was asked before needs no rows)

        for part in self._parts:
            places = {name: self._place_of(name) for name in columns if name != EXTRACT}
            try:
                rows = pq.read_table(
                    part, columns=list(places.values()), page_checksum_verification=True, partitioning=None,
                    use_threads=False,
                )  # fmt: skip
            except (pa.ArrowException, OSError):
                raise damaged(self._store, "/".join(part.parts[-6:])) from None
            made = {name: rows[place] for name, place in places.items()}
            made |= {name: _renumber(made[name], ids) for name, ids in renumbered.items()}
            made[ROW] = pa.array(rows[ROW].to_numpy() + np.int32(target.first_row), pa.int32())
            made[EXTRACT] = pa.array(np.full(rows.num_rows, target.extract, np.int16))
            yield pa.table({name: made[name] for name in columns})

    def _is_numbered(self, name: str) -> bool:
        return arrow_columns(self._loading.source, [name]) == {name: pa.int32()}


def _numbers(found: Iterator[int]) -> Ids:
    """Return numbers by the numbers that the file has instead; 0 stays not known."""
    return np.fromiter((0, *found), np.int32)


def _renumber(column: pa.ChunkedArray, numbers: Ids) -> pa.ChunkedArray:
    """Return a column with other numbers for its values; not known stays so."""
    if np.array_equal(numbers, np.arange(len(numbers))):
        return column
    return pa.chunked_array([pa.array(numbers).take(chunk) for chunk in column.chunks], pa.int32())
