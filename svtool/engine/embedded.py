"""DuckDB as the engine: a few functions are the whole seam, so that another engine can take their place."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from svtool.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd  # DuckDB brings it in when a frame is asked for

_SQL_TYPES = {
    pa.int16(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.string(): "VARCHAR",
}


APPENDED_AT_ONCE = 122_880  # a group of rows as DuckDB stores them
THREADS = "SVTOOL_THREADS"


def threads_asked_for() -> int | None:
    """Return how many threads the environment allows, for machines that are shared; None without a limit.

    Raises:
        UsageError: it is not a whole number of 1 or more.
    """
    text = os.environ.get(THREADS, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise UsageError(f"{THREADS}: is not a number of threads; expected 1 to 999. Correct it, or unset it.")
    return int(text)


class Engine:
    """An in-process database for one run; names are ours, values of a user never enter SQL text."""

    def __init__(self, memory_limit: str | None = None) -> None:
        """Open an empty database that may spill to a temporary folder."""
        threads = threads_asked_for()
        self._spill = tempfile.TemporaryDirectory(prefix="svtool-", ignore_cleanup_errors=True)
        config: dict[str, Any] = {"temp_directory": self._spill.name, "preserve_insertion_order": "false"}
        if memory_limit:
            config["memory_limit"] = memory_limit
        if threads:
            config["threads"] = threads
        self._connection = duckdb.connect(":memory:", config=config)
        self._waiting: dict[str, list[pa.Table]] = {}

    def __enter__(self) -> Engine:
        """Return the engine for a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the database and remove what it spilled."""
        self._connection.close()
        self._spill.cleanup()

    def create(self, table: str, columns: dict[str, pa.DataType]) -> None:
        """Make an empty table of canonical columns."""
        listed = ", ".join(f"{name} {_SQL_TYPES[kind]}" for name, kind in columns.items())
        self._connection.execute(f"CREATE TABLE {table} ({listed})")

    def append(self, table: str, rows: pa.Table) -> None:
        """Add rows to a table; small blocks are gathered, which is six times cheaper.

        Columns that the table lacks are made; those that the rows lack stay empty.
        """
        waiting = self._waiting.setdefault(table, [])
        if waiting and waiting[-1].column_names != rows.column_names:
            self._append_waiting()
            waiting = self._waiting.setdefault(table, [])
        waiting.append(rows)
        if sum(block.num_rows for block in waiting) >= APPENDED_AT_ONCE:
            self._append_waiting()

    def _append_waiting(self) -> None:
        while self._waiting:
            table, blocks = self._waiting.popitem()
            rows = pa.concat_tables(blocks)
            self.add_columns(table, dict(zip(rows.column_names, rows.schema.types, strict=True)))
            self._connection.register("incoming", rows)
            self._connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
            self._connection.unregister("incoming")

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> duckdb.DuckDBPyConnection:
        if self._waiting:
            self._append_waiting()
        return self._connection.execute(sql, list(values))

    def add_columns(self, table: str, columns: dict[str, pa.DataType]) -> None:
        """Add the columns that a table lacks, with nothing in them."""
        known = set(self.columns(table))
        for name in (name for name in columns if name not in known):
            self._execute(f"ALTER TABLE {table} ADD COLUMN {name} {_SQL_TYPES[columns[name]]}")

    def remove_rows(self, table: str, column: str, first: int) -> None:
        """Remove the rows whose number in a column is this or a later one."""
        self._execute(f"DELETE FROM {table} WHERE {column} >= ?", [first])

    def drop_columns(self, table: str, names: Iterable[str]) -> None:
        """Remove columns."""
        for name in names:
            self._execute(f"ALTER TABLE {table} DROP COLUMN {name}")

    def put(self, table: str, rows: pa.Table) -> None:
        """Make or replace a small table."""
        self._connection.register("incoming", rows)
        self._execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM incoming")
        self._connection.unregister("incoming")

    def insert(self, table: str, expressions: str, rows: pa.Table) -> None:
        """Add rows worked out of others to a table, without hurrying the rows that wait to be appended."""
        self._connection.register("worked_on", rows)
        self._connection.execute(f"INSERT INTO {table} SELECT {expressions} FROM worked_on")
        self._connection.unregister("worked_on")

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Run a statement."""
        self._execute(sql, values)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._execute(sql, values).fetchall()

    def number(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Return the single number of a query."""
        return int(self.rows(sql, values)[0][0] or 0)

    def frame(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """Return the result of a query as a data frame."""
        return self._execute(sql, values).df()

    def has_table(self, table: str) -> bool:
        """Return whether a table exists."""
        return bool(self.number("SELECT count(*) FROM information_schema.tables WHERE table_name = ?", [table]))

    def arrow(self, sql: str, values: Sequence[Any] = ()) -> pa.Table:
        """Return the result of a query as columns, in the query's order."""
        # Not through execute: its Arrow result loses ORDER BY where insertion order is not preserved (DuckDB 2.0).
        self._append_waiting()
        return self._connection.sql(sql, params=list(values)).to_arrow_table()

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        return [row[0] for row in self.rows("SELECT column_name FROM (DESCRIBE TABLE " + table + ")")]
