"""Rows that repeat others: alike in every cell, or with the reference of another and something different in them.

Rows are compared by a hash of all their cells, references by their own: letters of ten million rows fit in no memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from svtool.engine.seam import Engine, number
from svtool.engine.seam import rows as rows_of
from svtool.gathering.row_hashes import row_hashes
from svtool.records.record_block import MOST_ROWS
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER

AT_ONCE = 1_000_000  # hashes, so that tens of millions of them need little memory
_HASHES = pa.schema([(ROW, pa.int32()), ("h", pa.int64()), ("k", pa.int64())])
NOT_READ = ""  # stands for the columns that no field is read from


@dataclass(frozen=True)
class Disagreeing:
    """The records of which several rows of a file, of people, say different things.

    Attributes:
        references: how many they are.
        first: the first rows of the first of them.
        columns: canonical column → how many records disagree in it.
    """

    references: int = 0
    first: list[int] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Repeats:
    """The rows of a file that repeat others, by their numbers in the canonical table.

    Attributes:
        alike: how many rows repeat an earlier one in every cell and have a reference.
        alike_unnamed: how many do so and have none.
        first_alike, first_alike_unnamed: the first of them.
        differing: how many references stand in rows that differ.
        differing_rows: how many rows those are.
        first_differing: the first rows that differ from an earlier one of their reference.
        columns: canonical column → how many references differ in it; NOT_READ for columns that are not read.
        disagreeing: of rows of people, the records on which they disagree.
    """

    alike: int = 0
    alike_unnamed: int = 0
    first_alike: list[int] = field(default_factory=list)
    first_alike_unnamed: list[int] = field(default_factory=list)
    differing: int = 0
    differing_rows: int = 0
    first_differing: list[int] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    disagreeing: Disagreeing = field(default_factory=Disagreeing)


def hashes_of(rows: pa.Array, suppliers: pa.Array, references: pa.Array | None, cells: Sequence[pa.Array]) -> pa.Table:
    """Return the hashes of a block.

    Args:
        rows: the numbers of its rows in the canonical table.
        suppliers: their suppliers.
        references: with these what they are known by; None where they are known by nothing.
        cells: all columns but that of suppliers.
    """
    keys = pa.nulls(len(rows), pa.int64())
    if references is not None:
        keys = pa.array(row_hashes([suppliers, references]), mask=references.is_null().to_numpy(False))
    return pa.table([rows, pa.array(row_hashes([suppliers, *cells])), keys], _HASHES)


class RowHashes:
    """Keeps for each row of a file a hash of all its cells, and one of its reference."""

    def __init__(self, engine: Engine, name: str) -> None:
        """Begin with none; `name` is the table to keep them in."""
        self._engine, self._name, self._rows = engine, name, 0
        engine.drop(name)  # of the same file, where it is read anew
        engine.take(name, _HASHES.empty_table())

    def add(self, hashes: pa.Table) -> None:
        """Keep the hashes of a block."""
        self._engine.take(self._name, hashes)
        self._rows += hashes.num_rows

    def find(self, table: str, one_row_each: bool, of_record: Sequence[str] = ()) -> Repeats:
        """Return the repeated rows of the file; the hashes are then gone.

        Args:
            table: the canonical table, before anything in it is settled.
            one_row_each: whether a row is meant to be the only one of the file with its reference.
            of_record: where it is not, the columns that rows of one reference should agree on.
        """
        columns = self._engine.columns(table)
        by_reference = one_row_each and "reference" in columns
        several = self._find_several(by_reference)
        found = self._find_alike(several)
        if by_reference:
            found = self._find_differing(found, table, several)
        compared = [name for name in of_record if name in columns]
        if not one_row_each and compared and "reference" in columns:
            found = replace(found, disagreeing=self._find_disagreeing(table, compared))
        for each in (several, self._name):
            self._engine.drop(each)
        return found

    def _find_several(self, by_reference: bool) -> str:
        """Return the name of a small table of the rows that may repeat others.

        Args:
            by_reference: whether these are all rows of a reference that several rows have. Rows alike share theirs, so
                that only those without one are then looked for by all their cells.
        """
        several = f"{self._name}_several"
        looked_for = {"k": "k IS NOT NULL", "h": "k IS NULL"} if by_reference else {"h": "TRUE"}
        again = {key: self._again(key, among) for key, among in looked_for.items()}
        selects = [
            f"SELECT * FROM {self._name} WHERE {among} AND {key} IN (SELECT {key} FROM {again[key]})"
            for key, among in looked_for.items()
        ]
        self._engine.define(several, " UNION ALL ".join(selects), kept=True)
        for each in again.values():
            self._engine.drop(each)
        return several

    def _find_alike(self, several: str) -> Repeats:
        """Return the rows whose hash an earlier row has."""
        alike = f"{self._name}_alike"
        self._engine.define(
            alike,
            f"SELECT {ROW}, k IS NULL AS unnamed FROM (SELECT {ROW}, k, "
            f"row_number() OVER (PARTITION BY h ORDER BY {ROW}) AS nth FROM {several}) AS numbered WHERE nth > 1",
            kept=True,
        )
        counts = dict(rows_of(self._engine, "rows alike", f"SELECT unnamed, count(*) FROM {alike} GROUP BY unnamed"))
        first, unnamed = (self._first(f"{alike} WHERE {what}") for what in ("NOT unnamed", "unnamed"))
        self._engine.drop(alike)
        return Repeats(counts.get(False, 0), counts.get(True, 0), first, unnamed)

    def _again(self, key: str, among: str) -> str:
        """Return a small table of the hashes that several rows among some have, found part by part."""
        table = f"{self._name}_again_{key}"
        parts = self._rows // AT_ONCE + 1
        found = [
            hashed
            for part in range(parts)
            for (hashed,) in rows_of(
                self._engine,
                f"hashes of {self._name}, part {part + 1} of {parts}",
                f"SELECT {key} FROM {self._name} WHERE {among} AND abs({key} % {parts}) = {part} "
                f"GROUP BY {key} HAVING count(*) > 1",
            )
        ]
        self._engine.put(table, pa.table({key: pa.array(found, pa.int64())}))
        return table

    def _find_differing(self, found: Repeats, table: str, several: str) -> Repeats:
        """Return the same with the references that stand in rows of different content, and where they differ."""
        suspected = f"SELECT k FROM {several} WHERE k IS NOT NULL GROUP BY k HAVING min(h) <> max(h)"
        if not number(self._engine, "references in doubt", f"SELECT count(*) FROM ({suspected}) AS suspected"):
            return found  # most files have none: their rows need not be looked at again
        differing = f"{self._name}_differing"
        own = {ROW, EXTRACT, SUPPLIER, "reference"}
        compared = [name for name in self._engine.columns(table) if name not in own]
        differs = [f"count(DISTINCT {name}) > 1 OR count({name}) NOT IN (0, count(*)) AS {name}" for name in compared]
        second = f"min(CASE WHEN nth = 2 THEN {ROW} END) AS second_row"
        self._engine.define(
            differing,
            f"SELECT {', '.join(['count(*) AS rows_of_it', second, *differs])} FROM (SELECT t.*, r.h, "
            f"row_number() OVER (PARTITION BY t.{SUPPLIER}, t.reference ORDER BY t.{ROW}) AS nth "
            f"FROM {table} AS t JOIN {several} AS r ON r.{ROW} = t.{ROW} WHERE r.k IN ({suspected})) AS several "
            f"GROUP BY {SUPPLIER}, reference HAVING count(DISTINCT h) > 1",
            kept=True,
        )
        same = " AND ".join(f"NOT {name}" for name in compared) or "TRUE"
        counts = [
            "count(*)", "CAST(sum(rows_of_it) AS BIGINT)", f"count(*) FILTER (WHERE {same})",
            *(f"count(*) FILTER (WHERE {name})" for name in compared),
        ]  # fmt: skip
        sql = f"SELECT {', '.join(counts)} FROM {differing}"
        ((references, in_rows, unread, *numbers),) = rows_of(self._engine, "references of rows that differ", sql)
        columns = {name: number for name, number in zip(compared, numbers, strict=True) if number}
        if unread:
            columns[NOT_READ] = unread
        first = self._first(differing, "second_row")
        self._engine.drop(differing)
        return replace(found, differing=references, differing_rows=in_rows or 0, first_differing=first, columns=columns)

    def _find_disagreeing(self, table: str, compared: Sequence[str]) -> Disagreeing:
        """Return the records on which rows of the file disagree."""
        disagreeing = f"{self._name}_disagreeing"
        differs = [f"COALESCE(min(t.{name}) <> max(t.{name}), FALSE) AS {name}" for name in compared]
        self._engine.define(
            disagreeing,
            f"SELECT * FROM (SELECT min(t.{ROW}) AS first_row, {', '.join(differs)} FROM {table} AS t "
            f"JOIN {self._name} AS r ON r.{ROW} = t.{ROW} WHERE t.reference IS NOT NULL "
            f"GROUP BY t.{SUPPLIER}, t.reference) AS records WHERE {' OR '.join(compared)}",
            kept=True,
        )
        counts = ["count(*)", *(f"count(*) FILTER (WHERE {name})" for name in compared)]
        sql = f"SELECT {', '.join(counts)} FROM {disagreeing}"
        ((references, *numbers),) = rows_of(self._engine, "records on which rows disagree", sql)
        first = self._first(disagreeing, "first_row")
        self._engine.drop(disagreeing)
        return Disagreeing(references, first, {n: c for n, c in zip(compared, numbers, strict=True) if c})

    def _first(self, table: str, column: str = ROW) -> list[int]:
        sql = f"SELECT {column} FROM {table} ORDER BY {column} LIMIT {MOST_ROWS}"
        return [row for (row,) in rows_of(self._engine, "the first rows of these", sql)]
