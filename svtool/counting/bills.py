"""What cells that were not understood cost a measure: units that they leave open, and those that a remedy settles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from svtool.counting.unit_sql import any_of, is_victim_incident, put_answers, with_people
from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import Engine, rows
from svtool.gathering.facts import Facts, People
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import OFFENCE_ROW, ROW, UNSTATED
from svtool.schema.sources import OFFENCE
from svtool.schema.tables import Measure

FAULTY, FINDING, MENDED = "faulty", "finding", "mended"
RECORDS, ALL_RECORDS = "faulty_records", "all_faulty_records"


@dataclass(frozen=True)
class Bill:
    """Units of a measure on one day that a finding leaves open, and those of them that its remedy settles.

    A day of None is that of units without a date, which fall into no period; they are open or met.
    """

    day: date | None
    finding: int
    because: int
    settled: int


def put_records(engine: Engine, facts: Facts, cells: Iterable[pa.Table]) -> None:
    """Look up the few records that have faulty cells, once for the bills of all fields.

    Args:
        engine: where the facts are.
        facts: the source.
        cells: the faulty cells of each field, as `put_faulty` takes them.
    """
    engine.put(FAULTY, pa.concat_tables([each.select([ROW]) for each in cells]))
    engine.drop(ALL_RECORDS)
    sql = f"SELECT * FROM {facts.table} WHERE {ROW} IN (SELECT {ROW} FROM {FAULTY})"
    engine.define(ALL_RECORDS, sql, kept=True)


def put_faulty(engine: Engine, cells: pa.Table) -> None:
    """Give the engine the faulty cells of a field, for the bills of every measure that asks about it.

    Every bill but those of people's own fields is of the records alone that have them, which were looked up.

    Args:
        engine: where the facts are.
        cells: columns row (of the canonical table), finding (its number) and mended (the value that they probably
            mean, as the canonical column has it; NULL where nobody can say).
    """
    engine.put(FAULTY, cells)
    engine.drop(RECORDS)
    sql = f"SELECT * FROM {ALL_RECORDS} WHERE {ROW} IN (SELECT {ROW} FROM {FAULTY})"
    engine.define(RECORDS, sql, kept=True)


def bill_for(
    engine: Engine, facts: Facts, catalogue: Catalogue, measure: Measure, name: str, mends: bool
) -> list[Bill]:
    """Return what the cells of one field, which the engine was given, cost a measure, by day and finding.

    Args:
        engine: where the facts are.
        facts: the source.
        catalogue: the offences.
        measure: a measure that counts units that add up.
        name: a field of its rule, or the date that it counts by.
        mends: whether anybody can say what one of the cells probably means.
    """
    asked = _Asked(facts, catalogue, measure, name)
    put_answers(engine, asked.compiler)
    columns = engine.columns(asked.table) if mends else []
    can_mend = name in columns
    left_open = "day IS NULL AND v IS DISTINCT FROM FALSE" if name == measure.date_basis else "v IS NULL AND lacks"
    units, settled = f"({asked.before()}) AS b", "0"
    if can_mend:
        units += f" JOIN ({asked.after(columns)}) AS a USING (unit)"
        settled = f"sum(n) FILTER (WHERE {left_open} AND w IS NOT NULL)"
    rows_of_bill = rows(
        engine,
        f"what cells of {name} cost {measure.id}",
        f"SELECT day, {FINDING}, sum(n) FILTER (WHERE {left_open}), {settled} FROM {units} GROUP BY day, {FINDING}",
    )
    return [Bill(day, number, int(because), int(done or 0)) for day, number, because, done in rows_of_bill if because]


@dataclass
class _Asked:
    """A measure and one field of its rule, as SQL over the units that have a faulty cell of that field."""

    facts: Facts
    catalogue: Catalogue
    measure: Measure
    name: str
    compiler: RuleCompiler = field(init=False)
    verdict: str = field(init=False)
    lacks: str = field(init=False)

    def __post_init__(self) -> None:
        """Compile the rule."""
        relation = self.facts.relation(self.measure.role)
        self.compiler = RuleCompiler(self.facts.source, self.catalogue, self.facts.vocabularies, relation)
        self.verdict = self.compiler.compile(self.measure.rule)
        self.lacks = self.compiler.lacking(self.measure.rule).get(self.name, "FALSE")

    @property
    def people(self) -> People | None:
        """Return the people of the measure's role, where they have a table of their own."""
        found = self.facts.people.get(self.measure.role) if self.measure.role else None
        return found if found and found.table else None

    @property
    def of_person(self) -> bool:
        """Return whether the field is one of people in a table of their own."""
        return bool(self.people and self.name != OFFENCE and self.facts.source.role_of(self.name))

    @property
    def table(self) -> str:
        """Return the table that has the field."""
        return self.people.table if self.of_person and self.people else RECORDS

    @property
    def records(self) -> str:
        """Return the table of records: those that have such a cell, or all where a person may have it."""
        return self.facts.table if self.of_person else RECORDS

    @property
    def unit(self) -> str:
        """Return SQL for what tells units apart."""
        of_person = self.people and self.measure.unit == "victim_incident"
        return f"p.{self.people.unit}" if self.people and of_person else f"f.{self.facts.unit}"

    def before(self) -> str:
        """Return SQL for the units: their day, amount and verdict, and whether the cell leaves the verdict open."""
        row = f"p.{ROW}" if self.of_person else f"f.{ROW}"
        basis = self.measure.date_basis
        day = f"f.{basis}" if basis in self.facts.columns else "CAST(NULL AS DATE)"
        amount = f"f.count % {UNSTATED}" if self.facts.is_aggregate else "1"
        return (
            f"SELECT {self.unit} AS unit, any_value({day}) AS day, any_value({amount}) AS n, "
            f"{any_of(self.verdict)} AS v, "
            f"bool_or({self.lacks} AND x.{FINDING} IS NOT NULL) AS lacks, max(x.{FINDING}) AS {FINDING} "
            f"FROM {self._rows(self.records, self.people.table if self.people else '')} "
            f"LEFT JOIN {FAULTY} AS x ON x.{ROW} = {row} WHERE {self._affected()} GROUP BY {self.unit}"
        )

    def after(self, columns: list[str]) -> str:
        """Return SQL for the same units once their cells are mended: their verdict then.

        Args:
            columns: those of the table that has the field.
        """
        mended = f"COALESCE(m.{MENDED}, t.{self.name}) AS {self.name}"
        listed = ", ".join(mended if column == self.name else f"t.{column}" for column in columns)
        table = f"(SELECT {listed} FROM {self.table} AS t LEFT JOIN {FAULTY} AS m ON m.{ROW} = t.{ROW})"
        records = self.records if self.of_person else table
        persons = table if self.of_person else self.people.table if self.people else ""
        return (
            f"SELECT {self.unit} AS unit, {any_of(self.verdict)} AS w FROM {self._rows(records, persons)} "
            f"WHERE {self._affected()} GROUP BY {self.unit}"
        )

    def _rows(self, records: str, persons: str) -> str:
        return f"{with_people(records, persons)}{self.compiler.joins()}"

    def _affected(self) -> str:
        """Return SQL for the rows of units that have such a cell, in their own row or in that of a person."""
        cells = f"SELECT {ROW} FROM {FAULTY}"
        found = f"f.{ROW} IN ({cells})"
        if self.of_person:
            found = f"f.{ROW} IN (SELECT {OFFENCE_ROW} FROM {self.table} WHERE {ROW} IN ({cells}))"
        if self.measure.unit != "victim_incident":
            return found
        return f"{found} AND {is_victim_incident(self.facts.people.get('victim'))}"
