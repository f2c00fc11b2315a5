"""Where a project's records are counted: in this process, or by Spark."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from svtool.schema.defaults import EMBEDDED, SPARK
from svtool.schema.entry import Entry


class SparkSettings(Entry):
    """How Spark is reached.

    Attributes:
        master: where it runs: `local[2]`, `spark://host:7077`, `yarn`; without it a notebook's own session is used.
        folder: where steps are kept while a run lasts, as every worker sees it: `hdfs:///tmp/svtool`, a volume.
        settings: settings of Spark's own, such as `spark.executor.memory: 4g`.
    """

    noun: ClassVar[str] = "settings of Spark"
    master: str | None = None
    folder: str | None = None
    settings: dict[str, str] = Field(default_factory=dict)


class EngineEntry(Entry):
    """An engine that is told how it is reached.

    Attributes:
        spark: how Spark is reached.
    """

    noun: ClassVar[str] = "an engine"
    spark: SparkSettings


def _named(value: Any) -> Any:
    """Return an engine that is only named as one with its usual settings; the embedded one as none."""
    if value == EMBEDDED:
        return None
    if value == SPARK:
        return {SPARK: {}}
    if isinstance(value, str):
        raise ValueError(f"is {value}; expected {EMBEDDED} or {SPARK}")
    return value


ChosenEngine = Annotated[EngineEntry | None, BeforeValidator(_named)]
