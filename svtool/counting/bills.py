"""What cells that were not understood cost a measure: units that they leave open, and those that a remedy settles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from svtool.counting.unit_sql import any_of, is_victim_incident, put_answers, with_people
from svtool.engine.rule_sql import Relation, RuleCompiler
from svtool.engine.seam import Engine, rows
from svtool.gathering.facts import Facts, People
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import OFFENCE_ROW, ROW, UNSTATED
from svtool.schema.sources import OFFENCE, Role
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


@dataclass(frozen=True)
class _CompiledRule:
    """The rule of a measure as SQL."""

    measure: Measure
    compiler: RuleCompiler
    verdict: str


_SameUnits = tuple[str, Role | None, str, str]  # the field that is asked, whose it is, the unit, the date


class Bills:
    """What cells cost measures: those that count the same units by the same date are asked at once."""

    def __init__(self, engine: Engine, facts: Facts, catalogue: Catalogue, measures: Sequence[Measure]) -> None:
        """Compile the rules of measures that count units which add up, and give the engine what they look up."""
        self._engine, self._facts = engine, facts
        self._compilers: dict[Relation, RuleCompiler] = {}
        self._rules: dict[str, _CompiledRule] = {}
        for each in measures:
            relation = facts.relation(each.role)
            if relation not in self._compilers:
                lookups = f"bill_{len(self._compilers)}"
                self._compilers[relation] = RuleCompiler(
                    facts.source, catalogue, facts.vocabularies, relation, lookups=lookups
                )
            compiler = self._compilers[relation]
            self._rules[each.id] = _CompiledRule(each, compiler, compiler.compile(each.rule))
        for compiler in self._compilers.values():
            put_answers(engine, compiler)

    def of_field(self, asked: Mapping[str, str], mends: bool) -> dict[str, list[Bill]]:
        """Return what the cells of one field, which the engine was given, cost measures.

        Args:
            asked: measure → the field of its rule, or the date that it counts by, that is read from the cells.
            mends: whether anybody can say what one of the cells probably means.
        """
        alike: dict[_SameUnits, list[_CompiledRule]] = {}
        for measure, name in asked.items():
            rule = self._rules[measure]
            alike.setdefault((name, rule.measure.role, rule.measure.unit, rule.measure.date_basis), []).append(rule)
        found: dict[str, list[Bill]] = {}
        for (name, *_), rules in alike.items():
            found |= self._of_units(_AskedUnits(self._facts, rules, name), mends)
        return found

    def _of_units(self, units: _AskedUnits, mends: bool) -> dict[str, list[Bill]]:
        measures = [rule.measure.id for rule in units.rules]
        columns = self._engine.columns(units.table) if mends else []
        found = rows(self._engine, f"what cells of {units.name} cost {', '.join(measures)}", units.costs(columns))
        return {
            measure: [
                Bill(day, finding, int(numbers[i]), int(numbers[i + len(measures)] or 0))
                for day, finding, *numbers in found
                if numbers[i]
            ]
            for i, measure in enumerate(measures)
        }


@dataclass(frozen=True)
class _AskedUnits:
    """The units that have a faulty cell of a field, and rules that ask about it, as SQL.

    Attributes:
        facts: the source.
        rules: those of measures that count the same units by the same date.
        name: the field, as these ask about it, or that date.
    """

    facts: Facts
    rules: Sequence[_CompiledRule]
    name: str

    @property
    def measure(self) -> Measure:
        """Return any of the measures."""
        return self.rules[0].measure

    @property
    def people(self) -> People | None:
        """Return the people of the measures' role, where they have a table of their own."""
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

    def costs(self, columns: Sequence[str]) -> str:
        """Return SQL for how many units each day and finding leave open, then how many of them are settled, by rule.

        Args:
            columns: those of the table that has the field, where somebody knows what cells of it mean.
        """
        can_mend = self.name in columns
        units = f"({self._before()}) AS b"
        if can_mend:
            units += f" JOIN ({self._after(columns)}) AS a USING (unit)"
        left_open = [self._left_open(i) for i in range(len(self.rules))]
        settled = [
            f"sum(n) FILTER (WHERE {each} AND w{i} IS NOT NULL)" if can_mend else "0"
            for i, each in enumerate(left_open)
        ]
        numbers = [*(f"sum(n) FILTER (WHERE {each})" for each in left_open), *settled]
        named = ", ".join(f"{each} AS c{i}" for i, each in enumerate(numbers))
        return f"SELECT day, {FINDING}, {named} FROM {units} GROUP BY day, {FINDING}"

    def _left_open(self, rule: int) -> str:
        """Return SQL for whether the cell leaves open whether a unit meets a rule."""
        if self.name == self.measure.date_basis:
            return f"day IS NULL AND v{rule} IS DISTINCT FROM FALSE"
        return f"v{rule} IS NULL AND lacks{rule}"

    def _before(self) -> str:
        """Return SQL for the units: their day, amount and verdicts, and whether the cell leaves these open."""
        row = f"p.{ROW}" if self.of_person else f"f.{ROW}"
        basis = self.measure.date_basis
        day = f"f.{basis}" if basis in self.facts.columns else "CAST(NULL AS DATE)"
        amount = f"f.count % {UNSTATED}" if self.facts.is_aggregate else "1"
        answers = [f"{any_of(each.verdict)} AS v{i}" for i, each in enumerate(self.rules)]
        answers += [
            f"bool_or({each.compiler.lacking(each.measure.rule).get(self.name, 'FALSE')} "
            f"AND x.{FINDING} IS NOT NULL) AS lacks{i}"
            for i, each in enumerate(self.rules)
        ]
        return (
            f"SELECT {self.unit} AS unit, any_value({day}) AS day, any_value({amount}) AS n, "
            f"{', '.join(answers)}, max(x.{FINDING}) AS {FINDING} "
            f"FROM {self._rows(self.records, self.people.table if self.people else '', answers)} "
            f"LEFT JOIN {FAULTY} AS x ON x.{ROW} = {row} WHERE {self._affected()} GROUP BY {self.unit}"
        )

    def _after(self, columns: Sequence[str]) -> str:
        """Return SQL for the same units once their cells are mended: their verdicts then."""
        mended = f"COALESCE(m.{MENDED}, t.{self.name}) AS {self.name}"
        listed = ", ".join(mended if column == self.name else f"t.{column}" for column in columns)
        table = f"(SELECT {listed} FROM {self.table} AS t LEFT JOIN {FAULTY} AS m ON m.{ROW} = t.{ROW})"
        records = self.records if self.of_person else table
        persons = table if self.of_person else self.people.table if self.people else ""
        answers = [f"{any_of(each.verdict)} AS w{i}" for i, each in enumerate(self.rules)]
        return (
            f"SELECT {self.unit} AS unit, {', '.join(answers)} FROM {self._rows(records, persons, answers)} "
            f"WHERE {self._affected()} GROUP BY {self.unit}"
        )

    def _rows(self, records: str, persons: str, answers: Sequence[str]) -> str:
        return f"{with_people(records, persons)}{self.rules[0].compiler.joins(' '.join(answers))}"

    def _affected(self) -> str:
        """Return SQL for the rows of units that have such a cell, in their own row or in that of a person."""
        cells = f"SELECT {ROW} FROM {FAULTY}"
        found = f"f.{ROW} IN ({cells})"
        if self.of_person:
            found = f"f.{ROW} IN (SELECT {OFFENCE_ROW} FROM {self.table} WHERE {ROW} IN ({cells}))"
        if self.measure.unit != "victim_incident":
            return found
        return f"{found} AND {is_victim_incident(self.facts.people.get('victim'))}"
