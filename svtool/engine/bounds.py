"""What a run may take of the machine: memory, threads, where it puts what does not fit; or that Spark counts."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svtool.errors import UsageError
from svtool.schema.defaults import SPARK

if TYPE_CHECKING:
    from svtool.schema.engines import EngineEntry, SparkSettings

THREADS = "SVTOOL_THREADS"
MOST_THREADS = 999
# Holds the records of some twelve million offences. Writing those beyond to the disk and reading them again costs next
# to nothing beside reading the extracts, and the rest of the machine is left to the analyst's own programs.
USUAL_MEMORY = 800_000_000


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
