"""The engine beyond one machine: Spark. The same steps and questions, in a session of Spark's.

A step that is kept is written to Parquet in a working folder and read from there: serverless clusters refuse `cache`
and `persist`, and what is written is worked out once however often it is asked for.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from svtool.engine.listed_steps import listed_step, steps_are_listed
from svtool.engine.seam import Engine, EngineError, Values
from svtool.engine.spark_inputs import InputTable
from svtool.engine.spill_folder import SpillFolder
from svtool.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

WRITTEN_AT_ONCE = 1_000_000  # rows of blocks that wait in this process before they are written to the working folder
SENT_AT_MOST = 5_000  # rows that travel with a query; more are written to the working folder


class SparkEngine(Engine):
    """The tables and steps of one run in a session of Spark.

    With SVTOOL_DEBUG in the environment it lists on standard error every step and question with its rows and time.
    """

    reads_in_place = True

    def __init__(
        self,
        session: SparkSession,
        folder: str | None = None,
        frames: Mapping[str, InputTable] | None = None,
        temp_dir: Path | None = None,
    ) -> None:
        """Begin with no tables.

        Args:
            session: the session, whose temporary views are ours alone.
            folder: where steps are kept, as every worker sees it, such as `hdfs:///tmp/svtool` or a volume; None for a
                folder of this run's own, which will do where all workers are on this machine.
            frames: rows that stand where the project names a file.
            temp_dir: where the run's own folder is; the system's folder for temporary files without it.
        """
        self._session, self.frames = session, dict(frames or {})
        self._own = None if folder else SpillFolder(temp_dir)
        self._folder = folder.rstrip("/") if folder else f"file://{self._own.path}" if self._own else ""
        self._run = f"run-{os.getpid()}-{time.time_ns()}"
        self._debug = steps_are_listed()
        self._written = 0
        self._waiting: dict[str, list[pa.Table]] = {}
        self._frames: dict[str, list[DataFrame]] = {}
        self._shown: set[str] = set()

    @property
    def session(self) -> SparkSession:
        """Return the session, for readers that leave rows where they are."""
        return self._session

    def close(self) -> None:
        """Forget all views and remove what was kept."""
        for table in list(self._frames):
            self._session.catalog.dropTempView(table)
        self._frames.clear()
        self._waiting.clear()
        if self._own:
            self._own.close()
        elif self._written:
            remove_folder(self._session, f"{self._folder}/{self._run}")

    def take(self, table: str, rows: pa.Table) -> None:
        """Add a block of rows to a table; blocks wait for each other until somebody asks."""
        waiting = self._waiting.setdefault(table, [])
        waiting.append(rows)
        if sum(block.num_rows for block in waiting) >= WRITTEN_AT_ONCE:
            with self._step(f"{table} taken", quietly=True):
                self._add(table, self._waiting.pop(table))

    def put(self, table: str, rows: pa.Table) -> None:
        """Make or replace a small table."""
        with self._step(table) as told:
            self._waiting.pop(table, None)
            self._frames.pop(table, None)
            self._add(table, [rows])
            told.append(rows.num_rows)

    def show(self, table: str, frame: DataFrame) -> None:
        """Make or replace a table that is rows where they lie: a folder, a table of a catalogue, a notebook's frame."""
        self._frames[table] = [frame]
        self._show(table)

    def define(self, step: str, sql: str, values: Values = (), *, kept: bool = False) -> None:
        """Make a step from those before it: Parquet in the working folder when it is kept, else a view."""
        self._show_waiting()
        with self._step(step) as told:
            if kept:
                self._frames[step] = [self._kept(step, self._session.sql(sql, args=list(values)))]
                self._show(step)
            else:
                self._check_free(step)
                self._session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {step} AS {sql}")
                self._frames[step] = []
            if self._debug:
                told.append(self._session.table(step).count())

    def answer(self, question: str, sql: str, values: Values = ()) -> pa.Table:
        """Return the result of a query, in the order that it asks for."""
        self._show_waiting()
        with self._step(question) as told:
            found = self._session.sql(sql, args=list(values)).toArrow()
            told.append(found.num_rows)
            return found

    def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        self._show_waiting()
        with self._step(f"columns of {table}", quietly=True):
            return list(self._session.table(table).columns)

    def drop(self, table: str) -> None:
        """Forget a table or step; what was kept of it goes with all else at the end."""
        self._waiting.pop(table, None)
        if self._frames.pop(table, None) is not None:
            self._session.catalog.dropTempView(table)

    def _show_waiting(self) -> None:
        for table in list(self._waiting):
            with self._step(table) as told:
                blocks = self._waiting.pop(table)
                self._add(table, blocks)
                told.append(sum(block.num_rows for block in blocks))

    def _show(self, table: str) -> None:
        """Let queries see a table under its name."""
        self._check_free(table)
        first, *others = self._frames[table]
        for each in others:
            first = first.unionAll(each)
        first.createOrReplaceTempView(table)

    def _check_free(self, table: str) -> None:
        """Check that a name is not that of a view of a notebook whose session we share: it would be replaced.

        Raises:
            UsageError: it is.
        """
        if not self.frames or table in self._shown:
            return
        if any(each.name == table and each.isTemporary for each in self._session.catalog.listTables()):
            raise UsageError(f"the session has a view {table}, which is a name that svtool needs. Rename the view.")
        self._shown.add(table)

    def _add(self, table: str, blocks: list[pa.Table]) -> None:
        """Add blocks to a table: few rows travel with each query, more are written once to the working folder."""
        rows = pa.concat_tables(blocks)
        if rows.num_rows <= SENT_AT_MOST:
            # What Spark is sent has no size that it knows of: without the hint it would sort both sides of every join.
            frame = self._session.createDataFrame(rows).hint("broadcast")
        else:
            frame = self._written_rows(table, rows)
        self._frames.setdefault(table, []).append(frame)
        self._show(table)

    def _written_rows(self, table: str, rows: pa.Table) -> DataFrame:
        """Return rows as a frame, written once to the working folder: by us, where it is a disk of this machine."""
        if not self._folder.startswith("file://"):
            return self._kept(table, self._session.createDataFrame(rows))
        place = self._new_place(table)
        path = place.removeprefix("file://")
        Path(path).mkdir(parents=True)
        pq.write_table(rows, f"{path}/rows.parquet")
        return self._session.read.parquet(place)

    def _kept(self, name: str, frame: DataFrame) -> DataFrame:
        """Return the rows of a frame, written once to the working folder."""
        place = self._new_place(name)
        frame.write.parquet(place)
        return self._session.read.schema(frame.schema).parquet(place)

    def _new_place(self, name: str) -> str:
        self._written += 1
        return f"{self._folder}/{self._run}/{self._written}-{name}"

    @contextmanager
    def _step(self, name: str, quietly: bool = False) -> Iterator[list[int]]:
        """Say of a failure in which step it was; when asked, list the step with the rows put into what is yielded."""
        from py4j.protocol import Py4JError  # noqa: PLC0415 (not installed for most)
        from pyspark.errors import PySparkException  # noqa: PLC0415

        try:
            with listed_step(name, self._debug and not quietly) as told, warnings.catch_warnings():
                # It says that it does not know our pandas, which nothing here uses.
                warnings.filterwarnings("ignore", category=FutureWarning)
                yield told
        except (PySparkException, Py4JError) as error:
            raise EngineError(f"{name}: {error}") from error


def remove_folder(session: SparkSession, place: str) -> None:
    """Remove a folder where Spark keeps files: on this machine, or wherever its name says."""
    gateway = getattr(session, "_jvm", None)
    if gateway is None:
        return
    path = gateway.org.apache.hadoop.fs.Path(place)
    path.getFileSystem(session._jsc.hadoopConfiguration()).delete(path, True)
