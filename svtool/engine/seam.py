"""What an engine must do, and no more: another one takes the place of the embedded one by doing these seven things.

The SQL that it is given keeps to words that DuckDB and Spark both understand. Names in it are ours; values of a user
are parameters, or rows of small tables.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa

from svtool.records.load_plan import KnownRows

if TYPE_CHECKING:
    import pandas as pd

Values = Sequence[Any]


class EngineError(Exception):
    """A step that an engine could not carry out; its text begins with the step's name."""


class Engine(ABC):
    """Keeps tables, makes steps from them by SQL, and answers questions about them, for one run.

    Attributes:
        reads_in_place: whether it may read extracts itself where they lie, so that no record comes to this process.
    """

    reads_in_place = False

    @abstractmethod
    def take(self, table: str, rows: pa.Table) -> None:
        """Add a block of rows to a table, which the first block makes.

        Args:
            table: the table.
            rows: the block; every block of a table has the columns of its first, in their order.
        """

    def take_known(self, table: str, rows: KnownRows) -> None:
        """Add rows to a table that are known without a look at them; an engine that can may put that off."""
        for block in rows.blocks():
            self.take(table, block)

    @abstractmethod
    def put(self, table: str, rows: pa.Table) -> None:
        """Make or replace a small table, such as the answers to a condition."""

    @abstractmethod
    def define(self, step: str, sql: str, values: Values = (), *, kept: bool = False) -> None:
        """Make a step from those before it.

        Args:
            step: its name, under which later steps and questions know it.
            sql: a query, with a `?` for each value.
            values: the values; only a step that is kept may have some.
            kept: whether its rows are worked out now, once, so that the steps before it can be dropped. Else they are
                worked out whenever they are asked for.

        Raises:
            EngineError: the query fails.
        """

    @abstractmethod
    def answer(self, question: str, sql: str, values: Values = ()) -> pa.Table:
        """Return the result of a query, in the order that it asks for.

        Args:
            question: what is asked, in a few words, for those who look for where time goes.
            sql: a query, with a `?` for each value.
            values: the values.

        Raises:
            EngineError: the query fails.
        """

    @abstractmethod
    def columns(self, table: str) -> list[str]:
        """Return the names of the columns of a table or step, in order."""

    @abstractmethod
    def drop(self, table: str) -> None:
        """Forget a table or step; whatever was made from it and not kept goes first."""

    @abstractmethod
    def close(self) -> None:
        """Forget everything, and remove what was spilled to the disk."""

    def __enter__(self) -> Self:
        """Return the engine for a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the engine."""
        self.close()


def rows(engine: Engine, question: str, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
    """Return the rows of an answer."""
    found = engine.answer(question, sql, values)
    return list(zip(*(column.to_pylist() for column in found.columns), strict=True))


def number(engine: Engine, question: str, sql: str, values: Values = ()) -> int:
    """Return the single number of an answer; 0 where it is none."""
    return int(rows(engine, question, sql, values)[0][0] or 0)


def frame(engine: Engine, question: str, sql: str, values: Values = ()) -> pd.DataFrame:
    """Return an answer as a data frame: dates as timestamps, numbers that may lack as floats."""
    found: pd.DataFrame = engine.answer(question, sql, values).to_pandas(date_as_object=False)
    return found
