"""Steps: what becomes of a table of records, each made from the one before it by a SELECT, nothing changed in place.

`raw → typed → current → units → settled`, and what stands between them. A step says how many rows it left out and why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from svtool.engine.seam import Engine, number
from svtool.records.ledger import Ledger
from svtool.schema.row_columns import ROW

TYPED, SETTLED = "typed", "settled"
WAYS_OUT = ("repeated", "superseded", "unlinked", "cancelled")  # of the ledger; other reasons have their own words
REVIEWED = "reviewed"


@dataclass(frozen=True)
class Step:
    """A table of records at one step of its way.

    Attributes:
        engine: where it is.
        base: what the names of its steps begin with: `police`, `police_victim`.
        name: its own name, under which it can be asked.
        behind: the steps and small tables that it is still made from whenever it is asked, oldest first.
        left: why rows were left out so far → how many; `reviewed` are those that a person changed by hand.
        disagreeing: of how many units the rows said different things.
    """

    engine: Engine
    base: str
    name: str
    behind: tuple[str, ...] = ()
    left: Counter[str] = field(default_factory=Counter)
    disagreeing: int = 0

    @cached_property
    def columns(self) -> list[str]:
        """Return the names of its columns."""
        return self.engine.columns(self.name)

    def then(self, name: str, sql: str, left: Mapping[str, int] | None = None, *, kept: bool = False) -> Step:
        """Return the next step.

        Args:
            name: what its own name ends with.
            sql: the query that makes it.
            left: why rows are left out → how many.
            kept: whether it is worked out now, once; then all that it was made from is dropped.
        """
        made = f"{self.base}_{name}"
        self.engine.define(made, sql, kept=kept)
        behind = (*self.behind, self.name)
        if kept:
            for each in reversed(behind):
                self.engine.drop(each)
        return replace(self, name=made, behind=() if kept else behind, left=self.left + Counter(left or {}))

    def fewer(self, name: str, sql: str, reason: str) -> Step:
        """Return the next step, worked out now; the rows that it has fewer were left out for this reason."""
        had = self.count()
        kept = self.then(name, sql, kept=True)
        return replace(kept, left=kept.left + Counter({reason: had - kept.count()}))

    def with_rows(self, name: str, sql: str) -> tuple[Step, str]:
        """Return the same step with a small table beside it, and the name of that: rows to leave out, say."""
        made = f"{self.base}_{name}"
        self.engine.define(made, sql, kept=True)
        return replace(self, behind=(*self.behind, made)), made

    def without(self, rows: str, name: str, left: Mapping[str, int], *, kept: bool = False) -> Step:
        """Return the next step, without the rows whose numbers stand in a small table beside this one."""
        sql = f"SELECT t.* FROM {self.name} AS t WHERE NOT EXISTS (SELECT 1 FROM {rows} AS r WHERE r.{ROW} = t.{ROW})"
        return self.then(name, sql, left, kept=kept)

    def where(self, condition: str, name: str, left: Mapping[str, int]) -> Step:
        """Return the next step: the rows that meet a condition."""
        return self.then(name, f"SELECT * FROM {self.name} WHERE {condition}", left)

    def settled(self, kept: bool) -> Step:
        """Return the last step: the same rows, under the name by which they are counted; kept, or made when asked."""
        return self.then(SETTLED, f"SELECT * FROM {self.name}", kept=kept)

    def count(self, condition: str = "TRUE") -> int:
        """Return how many rows meet a condition."""
        return number(self.engine, f"rows of {self.name}", f"SELECT count(*) FROM {self.name} WHERE {condition}")


def selected(alias: str, names: Iterable[str], instead: Mapping[str, str] | None = None) -> str:
    """Return the list of a SELECT: columns of an alias, some of them worked out anew, and new ones.

    Args:
        alias: the table.
        names: its columns that are wanted.
        instead: column → SQL that makes it.
    """
    given = instead or {}
    listed = [f"{given[name]} AS {name}" if name in given else f"{alias}.{name}" for name in names]
    new = [f"{sql} AS {name}" for name, sql in given.items() if name not in set(names)]
    return ", ".join([*listed, *new])


def settled_ledger(ledger: Ledger, step: Step, usable: int) -> Ledger:
    """Return the ledger of an extract once its rows are settled.

    Args:
        ledger: what reading its files gave.
        step: the last one, which knows what was left out.
        usable: how many rows count.

    Raises:
        LedgerError: the rows do not add up.
    """
    ways = {name: getattr(ledger, name) + step.left[name] for name in (*WAYS_OUT, REVIEWED)}
    reasons = Counter({name: rows for name, rows in step.left.items() if name not in ways})
    settled = replace(ledger, **ways, usable=usable, left_out=ledger.left_out + reasons)
    settled.check()
    return settled
