"""A session of Spark: the one that a notebook has, or one of our own, told how by the project."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from svtool.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from svtool.engine.spark_engine import SparkEngine
    from svtool.schema.engines import SparkSettings

THIS_MACHINE = "local[*]"
REMEDY = "Install svtool[spark] and Java 17 or later, or leave out the engine."
# Days are days wherever the driver runs, an overflow is an error, and nothing is printed beside the tables.
ALWAYS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
# On one machine there is nobody to listen to, and 200 parts of a small table cost more than they save. So does packing
# steps that are read again from the same disk, and a collector of garbage that runs beside few cores.
ON_THIS_MACHINE = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.parquet.compression.codec": "uncompressed",
    "spark.driver.extraJavaOptions": "-XX:+UseParallelGC",
    "spark.driver.memory": "2g",
}


def open_spark(
    told: SparkSettings | None = None, frames: Mapping[str, DataFrame] | None = None, temp_dir: Path | None = None
) -> SparkEngine:
    """Return an engine in a session of Spark.

    Args:
        told: how Spark is reached.
        frames: frames that stand where the project names a file: their session is then used.
        temp_dir: where steps are kept if no folder is named; the system's folder for temporary files.

    Raises:
        UsageError: Spark is not installed, or does not start.
    """
    from svtool.engine.spark_engine import SparkEngine  # noqa: PLC0415 (only who counts with Spark waits for it)
    from svtool.engine.spark_inputs import of_frame  # noqa: PLC0415

    folder = told.folder if told else None
    if frames:
        session = next(iter(frames.values())).sparkSession
        tables = {name: of_frame(name, each, "a frame") for name, each in frames.items()}
        return SparkEngine(session, folder, tables, temp_dir)
    return SparkEngine(open_session(told.master, told.settings) if told else open_session(), folder, None, temp_dir)


def open_session(master: str | None = None, settings: Mapping[str, str] | None = None) -> SparkSession:
    """Return a session with tables of its own.

    Args:
        master: where Spark runs, such as `local[2]`, `spark://host:7077` or `yarn`; None for the session that is there
            already, as in a notebook, else for what the environment says, else for this machine.
        settings: settings of Spark, such as `spark.executor.memory`.

    Raises:
        UsageError: Spark is not installed, or does not start.
    """
    _check_installed(master)
    with warnings.catch_warnings():
        # It says that it does not know our pandas, which nothing of ours asks it to use.
        warnings.filterwarnings("ignore", category=FutureWarning)
        return _open(master, settings or {})


def _open(master: str | None, settings: Mapping[str, str]) -> SparkSession:
    from pyspark.errors import PySparkException  # noqa: PLC0415 (not installed for most)
    from pyspark.sql import SparkSession  # noqa: PLC0415

    there = SparkSession.getActiveSession()
    if there is not None and master is None:
        return _our_own(there)
    builder = SparkSession.builder.appName("svtool")
    wanted = master or (None if "MASTER" in os.environ or "SPARK_REMOTE" in os.environ else THIS_MACHINE)
    if wanted:
        builder = builder.master(wanted)
    local = ON_THIS_MACHINE if wanted and wanted.startswith("local") else {}
    for name, value in (ALWAYS | local | dict(settings)).items():
        builder = builder.config(name, value)
    try:
        return _our_own(builder.getOrCreate())
    except (PySparkException, RuntimeError, OSError) as error:
        raise UsageError(f"--engine spark: Spark does not start ({type(error).__name__}). {REMEDY}") from error


def _our_own(session: SparkSession) -> SparkSession:
    """Return a session beside another, whose views are ours alone."""
    found = session.newSession()
    for name in ("spark.sql.session.timeZone", "spark.sql.ansi.enabled"):
        found.conf.set(name, ALWAYS[name])
    return found


def _check_installed(master: str | None) -> None:
    """Check that there is what a session needs.

    Raises:
        UsageError: something is missing, which the message names.
    """
    if find_spec("pyspark") is None:
        raise UsageError(f"--engine spark: pyspark is not installed. {REMEDY}")
    is_elsewhere = (master or os.environ.get("SPARK_REMOTE", "")).startswith("sc:")
    if not is_elsewhere and not os.environ.get("JAVA_HOME") and not shutil.which("java"):
        raise UsageError(f"--engine spark: Java is not found. {REMEDY}")
