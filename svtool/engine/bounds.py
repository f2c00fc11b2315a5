"""What a run may take of the machine: memory, threads, where it puts what does not fit; or that Spark counts."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svtool.errors import UsageError
from svtool.schema.defaults import EMBEDDED, SPARK

if TYPE_CHECKING:
    from svtool.schema.engines import EngineEntry, SparkSettings

THREADS = "SVTOOL_THREADS"
MOST_THREADS = 999
MEGABYTE = 10**6
UNITS = {"MB": MEGABYTE, "GB": 10**9, "TB": 10**12}
# Holds the records of some twenty million offences. Writing those beyond to the disk and reading them again costs
# little beside reading the extracts, and the rest of the machine is left to the analyst's own programs.
USUAL_MEMORY = 720_000_000
# Checks hold tallies of their own beside the engine, and a laptop must be able to run them.
MEMORY_BESIDE_CHECKS = 550_000_000
MEMORY_OF_CHECKS = 450_000_000  # what they, the reading and the libraries take of a limit that is asked for
FEWEST_BESIDE_CHECKS = 300_000_000  # records in memory, where the limit allows as many


@dataclass(frozen=True)
class Bounds:
    """What a run may take of the machine; what is None is as usual.

    Attributes:
        memory: how many bytes of records it may hold before they go to the disk; USUAL_MEMORY.
        temp_dir: where they go then; the system's folder for temporary files.
        threads: how many threads read and count; those of SVTOOL_THREADS, else one for each processor.
        engine: which engine counts, `embedded` or `spark`; the project's, else the embedded one.
        spark: how Spark is reached.
        frames: frames of Spark's that stand where the project names a file.
    """

    memory: int | None = None
    temp_dir: Path | None = None
    threads: int | None = None
    engine: str | None = None
    spark: SparkSettings | None = None
    frames: Mapping[str, Any] | None = field(default=None, compare=False)

    def beside_checks(self) -> Bounds:
        """Return the same for a run of checks: what these take of the memory that was asked for is not for records."""
        if self.memory is None:
            return replace(self, memory=MEMORY_BESIDE_CHECKS)
        fewest = min(self.memory, FEWEST_BESIDE_CHECKS)
        return replace(self, memory=max(self.memory - MEMORY_OF_CHECKS, fewest))

    def with_engine(self, of_project: EngineEntry | None) -> Bounds:
        """Return the same with the engine of a project, where the command line names none."""
        if of_project is None:
            return self
        return replace(self, engine=self.engine or SPARK, spark=of_project.spark)

    @property
    def workers(self) -> int:
        """Return how many threads read and count.

        Raises:
            UsageError: the environment asks for a number that is none.
        """
        return self.threads or threads_asked_for() or processors()


USUAL = Bounds()


def size_of(text: str) -> int:
    """Return the bytes that a size such as `2GB` says.

    Raises:
        UsageError: it is no size, or none of at least a megabyte.
    """
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([MGT]B)", text.strip().upper())
    size = int(float(found[1]) * UNITS[found[2]]) if found else 0
    if size < MEGABYTE:
        raise UsageError("the memory limit is no size; expected one such as 2GB or 700MB.")
    return size


def checked_bounds(
    memory: int | None,
    temp_dir: Path | None,
    threads: int | None,
    engine: str | None,
    frames: Mapping[str, Any] | None,
) -> Bounds:
    """Return bounds that no command line has looked at, where a run can keep to them.

    Raises:
        UsageError: a number is too small or too large, there is no such folder, or no such engine.
    """
    if memory is not None and memory < MEGABYTE:
        raise UsageError(f"memory_limit: is under a megabyte; expected {MEGABYTE:,} bytes or more, or such as 2GB.")
    if threads is not None and not 1 <= threads <= MOST_THREADS:
        raise UsageError(f"threads: is {threads}; expected 1 to {MOST_THREADS}. Correct it, or leave it out.")
    if temp_dir is not None and not temp_dir.is_dir():
        raise UsageError("temp_dir: is not a folder. Make it, or name another.")
    if engine not in {None, EMBEDDED, SPARK}:
        raise UsageError(f"engine: is {engine}; expected {EMBEDDED} or {SPARK}.")
    if frames and engine != SPARK:
        raise UsageError(f"frames: are counted by Spark. Leave engine out, or ask for {SPARK}.")
    return Bounds(memory, temp_dir, threads, engine, frames=frames)


def threads_asked_for() -> int | None:
    """Return how many threads the environment allows, for machines that are shared; None without a limit.

    Raises:
        UsageError: it is not a whole number of 1 or more.
    """
    text = os.environ.get(THREADS, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise UsageError(
            f"{THREADS}: is not a number of threads; expected 1 to {MOST_THREADS}. Correct it, or unset it."
        )
    return int(text)


def processors() -> int:
    """Return how many processors this process may use: a scheduler may have given it some of the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
