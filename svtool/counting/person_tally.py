"""Tally people: who met a rule in some records, and how often, in each part of a breakdown by itself.

People do not add up: somebody may be met in two areas, and at two ages. In each part the records of that part are
asked, so that a person counts wherever he was met, and was met twice only where he was met twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from svtool.counting.basis import Basis
from svtool.counting.dimensions import Dimension, joins_to_others
from svtool.counting.undated import MAY_LIE
from svtool.counting.unit_sql import days_condition, put_answers
from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import Engine, rows
from svtool.errors import LedgerError
from svtool.gathering.facts import Facts
from svtool.schema.having import Having
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, ROW, SUPPLIER
from svtool.schema.sources import AREA, PERSON_UNITS, RECORDED
from svtool.schema.tables import Measure

EVERYWHERE = 0
SCOPES = {"file": (SUPPLIER, EXTRACT), "supplier": (SUPPLIER,), "always": ()}
_UNDATED = "without_date"
ASKED = "is_asked"  # whether kept rows meet the rule, or may
ALL_ROWS = "all_rows"  # for how many rows each of them stands
_numbers = count(1)


@dataclass(frozen=True)
class PersonTally:
    """How many people met a rule often enough, how many may have, and the rows that name nobody."""

    met: int
    not_known: int
    rows: int
    rows_without_reference: int


NOBODY = PersonTally(0, 0, 0, 0)
Part = tuple[int, *tuple[str, ...]]  # an area by its number, or everywhere, and a label of each breakdown


@dataclass(frozen=True)
class Where:
    """Which records are asked, and what tells them apart.

    Attributes:
        basis: the days; None for all records, dated or not.
        areas: the areas by their numbers (0: not known); None for all.
        known_on: the day as known on which they are asked; one without a recorded date is then not known.
        by_area: whether each area is asked by itself.
        undated: records without a date that are asked too, as if they were of these days: their table, and the numbers
            of the windows in which they may lie.
    """

    basis: Basis | None
    areas: Sequence[int] | None = None
    known_on: date | None = None
    by_area: bool = False
    undated: tuple[str, tuple[str, ...]] | None = None

    def joins(self) -> str:
        """Return SQL that joins the records without a date to f."""
        return f" LEFT JOIN {self.undated[0]} AS {_UNDATED} ON {_UNDATED}.{ROW} = f.{ROW}" if self.undated else ""

    def place_and_verdict(self, facts: Facts) -> tuple[str, str, list[object]]:
        """Return SQL over f for the part of places that a row is of, for what it answers, and the values of `?`."""
        place = f"COALESCE(f.{AREA}, 0)" if self.by_area else str(EVERYWHERE)
        if self.known_on is None:
            return place, "f.v", []
        known = f"f.{RECORDED}" if RECORDED in facts.columns else "NULL"
        return place, f"f.v AND {known} <= CAST(? AS DATE)", [self.known_on]

    def condition(self, facts: Facts, day: str) -> tuple[str, list[object]]:
        """Return SQL over f with a `?` for each value, and the values."""
        days, values = ("TRUE", []) if self.basis is None else days_condition(self.basis, facts, day)
        asked = f"f.{ASKED}"
        if self.undated:
            days += f" OR {_UNDATED}.{MAY_LIE} IN ({', '.join(self.undated[1])})"
        if self.areas is None:
            return f"{asked} AND ({days})", values
        return (
            f"{asked} AND ({days}) AND COALESCE(f.{AREA}, 0) IN ({', '.join('?' for _ in self.areas) or 'NULL'})",
            [*values, *self.areas],
        )


@dataclass(frozen=True)
class PersonRows:
    """The rows that met a measure's rule or may have, one for each person and record: all that its people rest on.

    Attributes:
        step: where they are kept, as small as they can be.
        facts: the source.
        measure: the measure.
        by: its breakdowns, each part of which is asked by itself.
    """

    step: str
    facts: Facts
    measure: Measure
    by: Sequence[Dimension]

    @property
    def scope(self) -> tuple[str, ...]:
        """Return the columns inside which a reference means one person."""
        return SCOPES[self.facts.people[PERSON_UNITS[self.measure.unit]].within]

    @property
    def scope_columns(self) -> list[str]:
        """Return what these columns are called among the rows."""
        return [f"scope_{i}" for i in range(len(self.scope))]


def _number_of_label(dimension: Dimension) -> str:
    """Return SQL for the number of a value, the same for values of one label: nobody is counted twice in it."""
    first: dict[str, int] = {}
    for number, label in dimension.labels.items():
        first.setdefault(label, number)
    others = {number: first[label] for number, label in dimension.labels.items() if first[label] != number}
    if not others:
        return dimension.expression
    branches = " ".join(f"WHEN {number} THEN {same}" for number, same in others.items())
    return f"CASE {dimension.expression} {branches} ELSE {dimension.expression} END"


def keep_person_rows(
    engine: Engine, facts: Facts, catalogue: Catalogue, measure: Measure, by: Sequence[Dimension] = ()
) -> PersonRows:
    """Return the rows that met a measure's rule or may have, worked out once for all days and areas.

    Args:
        engine: where the facts are.
        facts: the source.
        catalogue: the offences.
        measure: a measure whose unit is a person.
        by: breakdowns.
    """
    compiler = RuleCompiler(facts.source, catalogue, facts.vocabularies, facts.relation(measure.role))
    columns = _columns(facts, measure, by) | {"v": compiler.compile(measure.rule)}
    put_answers(engine, compiler)
    role = PERSON_UNITS[measure.unit]
    people = facts.people[role].table
    source = f"{people} AS p JOIN {facts.table} AS f ON f.{ROW} = p.{OFFENCE_ROW}" if people else f"{facts.table} AS f"
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    others = joins_to_others(facts, role, by)
    judged = f"SELECT {listed} FROM {source}{others}{compiler.joins()}"
    keys = [name for name in columns if name not in {"own", "v"}]
    own = "DISTINCT own" if others else "*"
    kept = f"CASE WHEN bool_or(v) THEN TRUE END AS v, count({own}) AS seen, count(*) AS {ALL_ROWS}"
    step = f"{facts.source.id}_persons_{next(_numbers)}"
    # All rows that don't meet the rule are one, by which it shows that none is lost or doubled.
    own_keys = ", ".join(f"CASE WHEN v OR v IS NULL THEN {name} END AS {name}" for name in keys)
    grouped = f"SELECT {own_keys}, own, v, COALESCE(v, TRUE) AS {ASKED} FROM ({judged}) AS judged"
    listed_keys = ", ".join([*keys, ASKED])
    engine.define(step, f"SELECT {listed_keys}, {kept} FROM ({grouped}) AS grouped GROUP BY {listed_keys}", kept=True)
    _check_rows(engine, step, f"{source}{others}" if others else people or facts.table, measure)
    return PersonRows(step, facts, measure, by)


def _check_rows(engine: Engine, step: str, source: str, measure: Measure) -> None:
    """Check that every row is among those that are kept.

    Raises:
        LedgerError: one is not, or is there twice.
    """
    asked = f"SELECT (SELECT count(*) FROM {source}), (SELECT COALESCE(sum({ALL_ROWS}), 0) FROM {step})"
    ((had, kept),) = rows(engine, f"rows of {step}", asked)
    if had != kept:
        raise LedgerError(f"{measure.id}: {had} rows of people, {kept} accounted for")


def _columns(facts: Facts, measure: Measure, by: Sequence[Dimension]) -> dict[str, str]:
    """Return SQL over the record and its people: who it is, and what tells where and when the record belongs."""
    role = PERSON_UNITS[measure.unit]
    people = facts.people[role]
    alias, reference = "p" if people.table else "f", f"{role}_reference"
    placing = dict.fromkeys((measure.date_basis, RECORDED, AREA, SUPPLIER, EXTRACT))
    return {
        "person": f"{alias}.{reference}" if reference in people.columns else "CAST(NULL AS STRING)",
        **{f"scope_{i}": f"{alias}.{name}" for i, name in enumerate(SCOPES[people.within])},
        "unit": f"f.{facts.unit}",
        "own": f"{alias}.{ROW}",
        ROW: f"f.{ROW}",
        **{name: f"f.{name}" for name in placing if name in facts.columns},
        **{f"b{i}": _number_of_label(each) for i, each in enumerate(by)},
    }


def any_undated(engine: Engine, persons: PersonRows, undated: str) -> bool:
    """Return whether any of the rows is of a record without a date, which a table has."""
    question = f"people of {persons.step} in {undated}"
    found = f"SELECT count(*) FROM {persons.step} AS f JOIN {undated} AS u ON u.{ROW} = f.{ROW}"
    ((people,),) = rows(engine, question, found)
    return bool(people)


def tally_persons(engine: Engine, persons: PersonRows, where: Where) -> dict[Part, PersonTally]:
    """Return how many people of a measure's role met its rule in some records, by part; those without rows left out.

    Args:
        engine: where the rows are.
        persons: the rows.
        where: which of them are asked.
    """
    facts, measure = persons.facts, persons.measure
    place, verdict, known = where.place_and_verdict(facts)
    parts = [f"b{i}" for i in range(len(persons.by))]
    keys = ", ".join(["place", *parts])
    scope = "".join(f", {name}" for name in persons.scope_columns)
    condition, placed = where.condition(facts, measure.date_basis)
    listed = ", ".join(f"f.{name}" for name in (*parts, "person", "unit", "seen")) + scope.replace(", ", ", f.")
    asked = (
        f"SELECT {place} AS place, {listed}, f.{measure.date_basis} AS day, {verdict} AS v "
        f"FROM {persons.step} AS f{where.joins()} WHERE {condition}"
    )
    certain, possible = (_often_enough(facts, measure.having, answer) for answer in ("v", "v IS NULL OR v"))
    # One pass: rows that name nobody are a group that is no person.
    found = rows(
        engine,
        f"{facts.source.id}: {measure.id}, person by person",
        f"SELECT {keys}, count(*) FILTER (WHERE certain AND named), "
        f"count(*) FILTER (WHERE possible AND NOT certain AND named), "
        f"sum(seen), COALESCE(sum(seen) FILTER (WHERE NOT named), 0) FROM ("
        f"SELECT {keys}, person IS NOT NULL AS named, {certain} AS certain, {possible} AS possible, "
        f"COALESCE(sum(seen) FILTER (WHERE v OR v IS NULL), 0) AS seen FROM ({asked}) AS asked "
        f"GROUP BY {keys}{scope}, person) AS persons GROUP BY {keys}",
        [*known, *placed],
    )
    tallies: dict[Part, PersonTally] = {}
    for row in found:
        key, counts = row[: len(parts) + 1], row[len(parts) + 1 :]
        tallies[part_of(key, persons.by)] = PersonTally(*map(int, counts))
    return tallies


def part_of(key: Sequence[Any], by: Sequence[Dimension]) -> Part:
    """Return the part that numbers name: a place, and a value of each breakdown."""
    place, *numbers = key
    return (int(place), *(each.labels[one] for each, one in zip(by, numbers, strict=True)))


def _often_enough(facts: Facts, having: Having | None, condition: str) -> str:
    """Return SQL for whether a person's rows that meet a condition are as many, or on as many days, as asked."""
    least = having.offences.gte if having else 1
    # Of rows that disagree several are of one unit; else a person has one row of each.
    units = "count(DISTINCT CASE WHEN {} THEN unit END)" if facts.unit != ROW else "count(CASE WHEN {} THEN unit END)"
    enough = f"{units.format(condition)} >= {least}"
    if having and having.on_different_days:
        # A record without a date may be of a day of its own.
        undated = units.format(f"({condition}) AND day IS NULL")
        enough += f" AND {_different_days(condition, least)} + {undated} >= {least}"
    return f"({enough})"


def _different_days(condition: str, least: int) -> str:
    """Return SQL for on how many days a person's rows meet a condition, counted no further than is asked."""
    day = f"CASE WHEN {condition} THEN day END"
    if least > 2:
        return f"count(DISTINCT {day})"
    # To sort out what is distinct takes most of the time of a tally; that two days differ shows at their ends.
    return f"CASE WHEN min({day}) IS NULL THEN 0 WHEN min({day}) = max({day}) THEN 1 ELSE 2 END"
