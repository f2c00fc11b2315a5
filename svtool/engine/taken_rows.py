"""Rows as blocks bring them: held as they come while there is room for them, and beyond that copied into tables."""

from __future__ import annotations

import duckdb
import pyarrow as pa

AT_ONCE = 122_880  # a group of rows as DuckDB stores them


class TakenRows:
    """The tables that blocks make. DuckDB reads Arrow where it lies as quickly as tables of its own.

    What is held never goes to the disk, so that only a part of the memory may be taken by it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, room: int) -> None:
        """Begin with none; `room` is how many bytes of rows may be held as they come."""
        self._connection, self._room = connection, room
        self._held: dict[str, list[pa.Table]] = {}
        self._waiting: dict[str, list[pa.Table]] = {}
        self._copied: dict[str, int] = {}  # → rows
        self._changed: dict[str, None] = {}

    def take(self, table: str, rows: pa.Table) -> None:
        """Add a block to a table; small blocks to be copied wait for each other, which is six times cheaper."""
        self._changed[table] = None
        waiting = self._waiting.setdefault(table, [])
        waiting.append(rows)
        if sum(block.num_rows for block in waiting) >= AT_ONCE:
            self._add(table)

    @property
    def changed(self) -> list[str]:
        """Return the tables with blocks that queries do not see yet."""
        return list(self._changed)

    def show(self, table: str) -> int:
        """Let queries see all blocks of a table, and return how many rows they have."""
        if table in self._waiting:
            self._add(table)
        parts, rows = [], self._copied.get(table, 0)
        if table in self._held:
            held = pa.concat_tables(self._held[table])
            self._connection.register(f"{table}_held", held)
            parts.append(f"{table}_held")
            rows += held.num_rows
        if table in self._copied:
            parts.append(f"{table}_copied")
        selects = " UNION ALL ".join(f"SELECT * FROM {each}" for each in parts)
        self._connection.execute(f"CREATE OR REPLACE VIEW {table} AS {selects}")
        del self._changed[table]
        return rows

    def drop(self, table: str) -> bool:
        """Forget a table, and return whether blocks made it."""
        held, waiting = self._held.pop(table, []), self._waiting.pop(table, [])
        copied = self._copied.pop(table, 0)
        self._changed.pop(table, None)
        if held or copied:
            self._connection.execute(f"DROP VIEW IF EXISTS {table}")
        if held:
            self._connection.unregister(f"{table}_held")
            self._room += sum(each.nbytes for each in held)
        if copied:
            self._connection.execute(f"DROP TABLE {table}_copied")
        return bool(held or waiting or copied)

    def _add(self, table: str) -> None:
        """Hold the blocks of a table that wait, as one that lies in one place, or copy them."""
        rows = pa.concat_tables(self._waiting[table])
        if rows.nbytes > self._room:
            self._copy(table, rows)
        else:
            self._room -= rows.nbytes
            self._held.setdefault(table, []).append(rows.combine_chunks())
        del self._waiting[table]  # only now: what could not be copied is asked for again, and told again

    def _copy(self, table: str, rows: pa.Table) -> None:
        self._connection.register("copied", rows)
        try:
            if table in self._copied:
                self._connection.execute(f"INSERT INTO {table}_copied SELECT * FROM copied")
            else:
                self._connection.execute(f"CREATE TABLE {table}_copied AS SELECT * FROM copied")
        finally:
            self._connection.unregister("copied")
        self._copied[table] = self._copied.get(table, 0) + rows.num_rows
