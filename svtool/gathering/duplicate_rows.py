"""Rows that repeat others: alike in every cell, or with the reference of another and something different in them.

Rows are compared by a hash of all their cells, references by their own: letters of ten million rows fit in no memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from svtool.engine.embedded import Engine
from svtool.schema.row_columns import EXTRACT, ROW, SUPPLIER

HASH_PARTS = 8  # of the hashes, one at a time
FIRST_ROWS = 3
NOT_READ = ""  # stands for the columns that no field is read from


@dataclass
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
    """

    alike: int = 0
    alike_unnamed: int = 0
    first_alike: list[int] = field(default_factory=list)
    first_alike_unnamed: list[int] = field(default_factory=list)
    differing: int = 0
    differing_rows: int = 0
    first_differing: list[int] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)


class RowHashes:
    """Keeps for each row of a file a hash of all its cells, and one of its reference."""

    def __init__(self, engine: Engine, name: str) -> None:
        """Begin with none; `name` is the table to keep them in."""
        self._engine, self._name = engine, name
        engine.run(f"CREATE OR REPLACE TEMP TABLE {name} ({ROW} INTEGER, h UBIGINT, k UBIGINT)")

    def add(self, rows: pa.Array, suppliers: pa.Array, references: pa.Array | None, cells: Sequence[pa.Array]) -> None:
        """Keep the hashes of a block: the numbers of its rows, their keys, and all columns."""
        names = [f"c{i}" for i in range(len(cells))]
        references = pa.nulls(len(rows), pa.string()) if references is None else references
        self._engine.insert(
            self._name,
            f"row, hash({', '.join(names)}), CASE WHEN reference IS NOT NULL THEN hash(supplier, reference) END",
            pa.table([rows, suppliers, references, *cells], ["row", "supplier", "reference", *names]),
        )

    def find(self, table: str, one_row_each: bool) -> Repeats:
        """Return the repeated rows of the file; the hashes are then gone.

        Args:
            table: the canonical table, before anything in it is settled.
            one_row_each: whether a row is meant to be the only one of the file with its reference.
        """
        found = Repeats()
        self._find_alike(found)
        if one_row_each and "reference" in self._engine.columns(table):
            self._find_differing(found, table)
        self._engine.run(f"DROP TABLE {self._name}")
        return found

    def _find_alike(self, found: Repeats) -> None:
        """Count the rows whose hash an earlier row has."""
        self._engine.run(f"CREATE OR REPLACE TEMP TABLE later_alike ({ROW} INTEGER, unnamed BOOLEAN)")
        for part in range(HASH_PARTS):
            again = f"SELECT h FROM {self._name} WHERE h % {HASH_PARTS} = {part} GROUP BY h HAVING count(*) > 1"
            self._engine.run(
                f"INSERT INTO later_alike SELECT {ROW}, k IS NULL FROM (SELECT {ROW}, k, "
                f"row_number() OVER (PARTITION BY h ORDER BY {ROW}) AS nth FROM {self._name} WHERE h IN ({again})) "
                "WHERE nth > 1"
            )
        counts = dict(self._engine.rows("SELECT unnamed, count(*) FROM later_alike GROUP BY unnamed"))
        found.alike, found.alike_unnamed = counts.get(False, 0), counts.get(True, 0)
        found.first_alike = self._first("later_alike WHERE NOT unnamed")
        found.first_alike_unnamed = self._first("later_alike WHERE unnamed")

    def _find_differing(self, found: Repeats, table: str) -> None:
        """Count the references that stand in rows of different content, and by which columns they differ."""
        self._engine.run("CREATE OR REPLACE TEMP TABLE suspected (k UBIGINT)")
        for part in range(HASH_PARTS):
            self._engine.run(
                f"INSERT INTO suspected SELECT k FROM {self._name} WHERE k % {HASH_PARTS} = {part} "
                "GROUP BY k HAVING count(DISTINCT h) > 1"
            )
        own = {ROW, EXTRACT, SUPPLIER, "reference"}
        compared = [name for name in self._engine.columns(table) if name not in own]
        differs = [
            f"count(DISTINCT t.{name}) > 1 OR count(t.{name}) NOT IN (0, count(*)) AS {name}" for name in compared
        ]
        listed = ", ".join(["count(*) AS rows_of_it", f"list_sort(list(t.{ROW}))[2] AS second_row", *differs])
        self._engine.run(
            f"CREATE OR REPLACE TEMP TABLE differing AS SELECT {listed} "
            f"FROM {table} AS t JOIN {self._name} AS r ON r.{ROW} = t.{ROW} WHERE r.k IN (SELECT k FROM suspected) "
            f"GROUP BY t.{SUPPLIER}, t.reference HAVING count(DISTINCT r.h) > 1"
        )
        counts = ["count(*)", "sum(rows_of_it)", *(f"count(*) FILTER (WHERE {name})" for name in compared)]
        numbers = self._engine.rows(f"SELECT {', '.join(counts)} FROM differing")[0]
        found.differing, found.differing_rows = numbers[0], int(numbers[1] or 0)
        found.first_differing = self._first("differing", "second_row")
        found.columns = {name: number for name, number in zip(compared, numbers[2:], strict=True) if number}
        same = " AND ".join(f"NOT {name}" for name in compared) or "TRUE"
        if unread := self._engine.number(f"SELECT count(*) FROM differing WHERE {same}"):
            found.columns[NOT_READ] = unread

    def _first(self, table: str, column: str = "row") -> list[int]:
        rows = self._engine.rows(f"SELECT {column} FROM {table} ORDER BY {column} LIMIT {FIRST_ROWS}")
        return [row for (row,) in rows]
