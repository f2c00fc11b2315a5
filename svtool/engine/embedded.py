"""The engine that needs nothing beside it: DuckDB, in the process itself."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from svtool.engine.bounds import USUAL, USUAL_MEMORY, Bounds
from svtool.engine.listed_steps import listed_step, steps_are_listed
from svtool.engine.seam import Engine, EngineError, Values
from svtool.engine.spill_folder import SpillFolder
from svtool.engine.taken_rows import TakenRows
from svtool.errors import SvtoolError, UsageError
from svtool.records.temp_folder import refused

HELD_SHARE = 1 / 3  # of the memory for records, which those may take that are held as they come
NEVER = "1TB"  # of changes, at which a checkpoint is due
VERSION = f"DuckDB {duckdb.__version__}"

# Words that Spark has and DuckDB lacks, so that a query can be written once.
LENT_WORDS = ("CREATE MACRO xxhash64(one, other) AS CAST(hash(one, other) >> 1 AS BIGINT)",)

# Nothing that a query says may reach a file, a network or an extension; the folder to spill into is known before.
CLOSED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
SHUT = ("SET enable_external_access = false",)  # which no later statement can open again


class EmbeddedEngine(Engine):
    """An in-process database for one run, which may spill to a temporary folder.

    With SVTOOL_DEBUG in the environment it lists on standard error every step and question with its rows and time.
    """

    def __init__(self, bounds: Bounds = USUAL) -> None:
        """Open an empty database.

        Args:
            bounds: what it may take of the machine.

        Raises:
            UsageError: there is no such folder for what does not fit into memory, or the environment asks for a number
                of threads that is none.
            OutputError: the folder can't be used.
        """
        threads = bounds.workers  # may be refused, before anything is there to be removed again
        self._bounds, self._spill = bounds, SpillFolder(bounds.temp_dir)
        memory = bounds.memory or USUAL_MEMORY
        held = int(HELD_SHARE * memory)
        config: dict[str, Any] = {
            "temp_directory": str(self._spill.path),
            "preserve_insertion_order": "false",
            "memory_limit": f"{memory - held}B",
            "threads": threads,
            **CLOSED,
            # Nothing is to be restored: a checkpoint would pack all tables again, alone on one core while others wait.
            "checkpoint_threshold": NEVER,
        }
        self._connection = duckdb.connect(":memory:", config=config)
        for statement in (*LENT_WORDS, *SHUT):
            self._connection.execute(statement)
        self._debug = steps_are_listed()
        self._taken = TakenRows(self._connection, held)
        self._tables: set[str] = set()
        self._views: set[str] = set()
        self._columns: dict[str, list[str]] = {}  # of tables that were asked about: a step asks again and again

    def close(self) -> None:
        """Close the database and remove what it spilled."""
        self._connection.close()
        self._spill.close()

    def take(self, table: str, rows: pa.Table) -> None:
        """Add a block of rows to a table."""
        with self._step(table, quietly=True):
            if table not in self._tables:
                self._taken.take(table, rows)
                return
            with self._lent(rows):  # to a step that was kept
                self._connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")

    def _show_taken(self) -> None:
        """Let queries see the blocks that were taken."""
        for table in self._taken.changed:
            with self._step(table) as told:
                told.append(self._taken.show(table))

    def put(self, table: str, rows: pa.Table) -> None:
        """Make or replace a small table."""
        self._columns.pop(table, None)
        with self._step(table) as told, self._lent(rows):
            self._connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM incoming")
            told.append(rows.num_rows)

    def define(self, step: str, sql: str, values: Values = (), *, kept: bool = False) -> None:
        """Make a step from those before it: a table when it is kept, else a view."""
        self._show_taken()
        with self._step(step) as told:
            self._connection.execute(f"CREATE {'TABLE' if kept else 'VIEW'} {step} AS {sql}", list(values))
            (self._tables if kept else self._views).add(step)
            if self._debug:
                told.extend(*self._connection.execute(f"SELECT count(*) FROM {step}").fetchall())

    def answer(self, question: str, sql: str, values: Values = ()) -> pa.Table:
        """Return the result of a query, in the order that it asks for."""
        self._show_taken()
        with self._step(question) as told:
            # Not through execute: its Arrow result loses ORDER BY where insertion order is not preserved (DuckDB 2.0).
            found = self._connection.sql(sql, params=list(values)).to_arrow_table()
            told.append(found.num_rows)
            return found

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        if table not in self._columns:
            self._show_taken()
            with self._step(f"columns of {table}", quietly=True):
                described = self._connection.execute(f"DESCRIBE {table}").fetchall()
            self._columns[table] = [row[0] for row in described]
        return list(self._columns[table])

    def drop(self, table: str) -> None:
        """Forget a table or step."""
        self._columns.pop(table, None)
        self._tables.discard(table)
        with self._step(f"{table} dropped", quietly=True):
            if self._taken.drop(table):
                return
            self._connection.execute(f"DROP {'VIEW' if table in self._views else 'TABLE'} IF EXISTS {table}")
        self._views.discard(table)

    @contextmanager
    def _lent(self, rows: pa.Table) -> Iterator[None]:
        """Let queries see some rows as `incoming`."""
        self._connection.register("incoming", rows)
        try:
            yield
        finally:
            self._connection.unregister("incoming")

    @contextmanager
    def _step(self, name: str, quietly: bool = False) -> Iterator[list[int]]:
        """Say of a failure in which step it was; when asked, list the step with the rows put into what is yielded."""
        try:
            with listed_step(name, self._debug and not quietly) as told:
                yield told
        except duckdb.Error as error:
            raise _told(error, self._bounds) or EngineError(f"{name}: {error}") from error


# How the engine begins to say that its temporary folder takes no more: what it keeps free of the disk, or the disk.
NO_SPACE = ("failed to offload", "No space left", "Could not write file", "Failed to create directory")


def _told(error: duckdb.Error, bounds: Bounds) -> SvtoolError | None:
    """Return what a user can mend of a failed step: the bounds are too narrow; None where it is something else."""
    if any(words in str(error) for words in NO_SPACE):
        return refused(bounds.temp_dir, OSError(errno.ENOSPC, "it is full"))
    if isinstance(error, duckdb.OutOfMemoryException):
        return UsageError("--memory-limit: is too little for these extracts. Allow more, or leave it out.")
    return None
