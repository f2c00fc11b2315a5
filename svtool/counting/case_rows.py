"""The rows that tallies count, each with its case: a few small numbers for each record, or for each of its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from svtool.counting.cases import IN_TWO_BYTES, Cases
from svtool.counting.dimensions import Dimension, joins_to_others
from svtool.counting.unit_sql import is_victim_incident, with_people
from svtool.engine.seam import Engine, number
from svtool.errors import LedgerError
from svtool.gathering.facts import Facts, People
from svtool.schema.row_columns import ROW
from svtool.schema.sources import AREA, RECORDED, Role

UNIT, PERSON, FEED, KNOWN, AMOUNT = "unit", "person", "feed", "known", "n"
VICTIM_INCIDENT = "victim_incident"
NEVER = "DATE '9999-12-31'"  # later than every day that can be asked about


@dataclass(frozen=True)
class CaseRows:
    """What the rows are of.

    Attributes:
        facts: the records.
        role: the people of whom each has a row; None for a row for each record.
        dates: the dates that may place them.
        limits: in order, the days as known on which units are asked for; none for all that is known now.
        by: the breakdowns.
        with_victims: whether it is asked which victim a row is of.
    """

    facts: Facts
    role: Role | None
    dates: tuple[str, ...]
    limits: tuple[date, ...] = ()
    by: tuple[Dimension, ...] = ()
    with_victims: bool = False

    @property
    def keys(self) -> list[str]:
        """Return the names of the columns that tell rows of a tally apart, beside the date and the breakdowns."""
        return [AREA, *([FEED] if self.facts.feed_sql() else []), *([KNOWN] if self.limits else [])]

    def may_repeat(self, unit: str) -> bool:
        """Return whether several rows may be of one unit: for its people, or because rows of a record disagree."""
        beside = any(each.role and each.role != self.role for each in self.by)
        of_people = self.role is not None and unit != VICTIM_INCIDENT
        return beside or of_people or self.may_disagree(unit)

    def may_disagree(self, unit: str) -> bool:
        """Return whether rows of one unit may say different things of its record."""
        victims = self._victims if unit == VICTIM_INCIDENT else None
        return (victims.unit if victims else self.facts.unit) != ROW

    @property
    def has_each_victim_once(self) -> bool:
        """Return whether every victim has one row and a column says whose it is."""
        beside = any(each.role and each.role != self.role for each in self.by)
        return self.with_victims and self._victims is not None and not beside

    @property
    def _victims(self) -> People | None:
        """Return the victims, where they have rows of their own."""
        return self.facts.people["victim"] if self.role == "victim" else None

    def select(self, cases: Cases) -> str:
        """Return SQL for the rows, with a `?` for each of `values`."""
        listed = ", ".join(f"{sql} AS {name}" for name, sql in {**self._columns(), **cases.columns}.items())
        people = self.facts.people[self.role].table if self.role else ""
        beside = joins_to_others(self.facts, self.role, self.by)
        return f"SELECT {listed} FROM {with_people(self.facts.table, people)}{beside}{cases.joins()}"

    @property
    def values(self) -> list[date]:
        """Return the values that the SQL is given."""
        return [day for day in self.limits for _ in range(2)] if RECORDED in self.facts.columns else []

    def _columns(self) -> dict[str, str]:
        """Return SQL over f and its people, by column."""
        facts = self.facts
        columns = {UNIT: f"f.{facts.unit}"} if self.may_repeat(facts.source.unit) else {}
        if self.with_victims:
            columns[PERSON] = self._victim_sql()
        columns |= {name: f"f.{name}" if name in facts.columns else "CAST(NULL AS DATE)" for name in self.dates}
        columns[AREA] = self._area_sql()
        columns |= {FEED: facts.feed_sql()} if facts.feed_sql() else {}
        columns |= {KNOWN: known_by(facts, self.limits)} if self.limits else {}
        columns |= {AMOUNT: "f.count"} if facts.is_aggregate else {}
        return columns | {f"b{i}": each.expression for i, each in enumerate(self.by)}

    def _area_sql(self) -> str:
        if AREA not in self.facts.columns:
            return "CAST(NULL AS INTEGER)"
        # Two bytes for each record instead of four.
        return (
            f"CAST(f.{AREA} AS SMALLINT)" if len(self.facts.vocabularies[AREA].values) < IN_TWO_BYTES else f"f.{AREA}"
        )

    def _victim_sql(self) -> str:
        """Return SQL for what tells the victims of rows apart; NULL where a row is of none."""
        if self._victims:
            return f"p.{self._victims.unit}"
        # A flat file has at most one victim in a row; one that says there is none is no victim incident.
        return f"CASE WHEN {is_victim_incident(self.facts.people.get('victim'))} THEN f.{self.facts.unit} END"


def known_by(facts: Facts, limits: Sequence[date]) -> str:
    """Return SQL for the first of these days on which a record was known; NULL where its recorded date is not.

    A `?` stands for each day twice. The recorded day itself would split a tally by two days; only the limits matter.
    """
    if RECORDED not in facts.columns:
        return "CAST(NULL AS DATE)"
    branches = " ".join(f"WHEN f.{RECORDED} <= CAST(? AS DATE) THEN CAST(? AS DATE)" for _ in limits)
    return f"CASE WHEN f.{RECORDED} IS NULL THEN NULL {branches} ELSE {NEVER} END"


def _check_victims(engine: Engine, facts: Facts, step: str) -> None:
    """Check that all victims are among the rows of a step, each once.

    Raises:
        LedgerError: they are not.
    """
    table = facts.people["victim"].table
    expected = number(engine, f"victims of {facts.source.id}", f"SELECT count(*) FROM {table}")
    found = number(engine, f"victims among {step}", f"SELECT count({PERSON}) FROM {step}")
    if found != expected:
        raise LedgerError(f"{facts.source.id}: {expected} usable rows of victims, {found} to be counted")


def keep_rows(engine: Engine, rows: CaseRows, cases: Cases) -> tuple[str, Cases]:
    """Return the step that has the rows from now on, and the cases that there are among them.

    Raises:
        LedgerError: it has more victims than there are, or fewer.
    """
    step = f"{cases.name}_rows"
    engine.define(step, rows.select(cases), rows.values, kept=True)
    if rows.has_each_victim_once:
        _check_victims(engine, rows.facts, step)
    listed = ", ".join(cases.columns)
    found = engine.answer(f"{rows.facts.source.id}: different cases", f"SELECT DISTINCT {listed} FROM {step}")
    return step, cases.among([column.to_numpy() for column in found.columns])
