"""Tally people: who met a rule in some records, and how often, in each part of a breakdown by itself.

People do not add up: somebody may be met in two areas, and at two ages. In each part the records of that part are
asked, so that a person counts wherever he was met, and was met twice only where he was met twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from svtool.counting.basis import Basis
from svtool.counting.dimensions import Dimension, joins_to_others
from svtool.counting.undated import MAY_LIE
from svtool.counting.unit_sql import days_condition, put_answers
from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import Engine, rows
from svtool.gathering.facts import Facts
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, ROW, SUPPLIER
from svtool.schema.sources import AREA, PERSON_UNITS, RECORDED
from svtool.schema.tables import Having, Measure

EVERYWHERE = 0
_UNDATED = "without_date"


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
        by: the breakdowns, each part of which is asked by itself.
        undated: records without a date that are asked too, as if they were of these days: their table, and the numbers
            of the windows in which they may lie.
    """

    basis: Basis | None
    areas: Sequence[int] | None = None
    known_on: date | None = None
    by_area: bool = False
    by: Sequence[Dimension] = ()
    undated: tuple[str, tuple[str, ...]] | None = None

    def joins(self) -> str:
        """Return SQL that joins the records without a date to f."""
        return f" LEFT JOIN {self.undated[0]} AS {_UNDATED} ON {_UNDATED}.{ROW} = f.{ROW}" if self.undated else ""

    def condition(self, facts: Facts, day: str) -> tuple[str, list[object]]:
        """Return SQL over f with a `?` for each value, and the values."""
        days, values = ("TRUE", []) if self.basis is None else days_condition(self.basis, facts, day)
        if self.undated:
            days += f" OR {_UNDATED}.{MAY_LIE} IN ({', '.join(self.undated[1])})"
        if self.areas is None:
            return f"({days})", values
        return (
            f"({days}) AND COALESCE(f.{AREA}, 0) IN ({', '.join('?' for _ in self.areas) or 'NULL'})",
            [*values, *self.areas],
        )

    def keys(self) -> dict[str, str]:
        """Return SQL over f and its people for what tells the parts apart, by the name of its column."""
        return {
            "place": f"COALESCE(f.{AREA}, 0)" if self.by_area else str(EVERYWHERE),
            **{f"b{i}": _number_of_label(each) for i, each in enumerate(self.by)},
        }


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


def tally_persons(
    engine: Engine, facts: Facts, catalogue: Catalogue, measure: Measure, where: Where
) -> dict[Part, PersonTally]:
    """Return how many people of the measure's role met its rule in some records, by part; those without rows left out.

    Args:
        engine: where the facts are.
        facts: the source.
        catalogue: the offences.
        measure: a measure whose unit is a person.
        where: which records are asked.
    """
    compiler = RuleCompiler(facts.source, catalogue, facts.vocabularies, facts.relation(measure.role))
    asked, values = _asked(facts, measure, where, compiler)
    put_answers(engine, compiler)
    certain, possible = _often_enough(measure.having, "v"), _often_enough(measure.having, "v IS NULL OR v")
    keys = ", ".join(where.keys())
    # One pass: rows that name nobody are a group that is no person.
    found = rows(
        engine,
        f"{facts.source.id}: {measure.id}, person by person",
        f"SELECT {keys}, count(*) FILTER (WHERE certain AND named), "
        f"count(*) FILTER (WHERE possible AND NOT certain AND named), "
        f"sum(seen), COALESCE(sum(seen) FILTER (WHERE NOT named), 0) FROM ("
        f"SELECT {keys}, person IS NOT NULL AS named, {certain} AS certain, {possible} AS possible, "
        f"count(DISTINCT CASE WHEN v OR v IS NULL THEN own END) AS seen FROM ({asked}) AS asked "
        f"GROUP BY {keys}, scope, person) AS persons GROUP BY {keys}",
        values,
    )
    tallies: dict[Part, PersonTally] = {}
    for place, *others in found:
        numbers, counts = others[: len(where.by)], others[len(where.by) :]
        labels = [each.labels[number] for each, number in zip(where.by, numbers, strict=True)]
        tallies[int(place), *labels] = PersonTally(*map(int, counts))
    return tallies


def _asked(facts: Facts, measure: Measure, where: Where, compiler: RuleCompiler) -> tuple[str, list[object]]:
    """Return SQL for a row for each person and record (several where it is broken down by others), and its values."""
    role = PERSON_UNITS[measure.unit]
    people = facts.people[role]
    verdict, known = compiler.compile(measure.rule), []
    if where.known_on:
        verdict = f"({verdict}) AND {f'f.{RECORDED}' if RECORDED in facts.columns else 'NULL'} <= CAST(? AS DATE)"
        known = [where.known_on]
    alias, source = "f", f"{facts.table} AS f"
    if people.table:
        alias, source = "p", f"{people.table} AS p JOIN {facts.table} AS f ON f.{ROW} = p.{OFFENCE_ROW}"
    reference = f"{role}_reference"
    scopes = {"file": f"{alias}.{SUPPLIER}, {alias}.{EXTRACT}", "supplier": f"{alias}.{SUPPLIER}", "always": "0"}
    columns = {
        **where.keys(),
        "person": f"{alias}.{reference}" if reference in people.columns else "CAST(NULL AS STRING)",
        "scope": f"({scopes[people.within]})",
        "unit": f"f.{facts.unit}",
        "own": f"{alias}.{ROW}",
        "day": f"f.{measure.date_basis}",
        "v": verdict,
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    condition, placed = where.condition(facts, measure.date_basis)
    joins = f"{where.joins()}{joins_to_others(facts, role, where.by)}{compiler.joins()}"
    return f"SELECT {listed} FROM {source}{joins} WHERE {condition}", [*known, *placed]


def _often_enough(having: Having | None, condition: str) -> str:
    """Return SQL for whether a person's rows that meet a condition are as many, or on as many days, as asked."""
    least = having.offences.gte if having else 1
    enough = f"count(DISTINCT CASE WHEN {condition} THEN unit END) >= {least}"
    if having and having.on_different_days:
        # A record without a date may be of a day of its own.
        days = f"count(DISTINCT CASE WHEN {condition} THEN day END)"
        undated = f"count(DISTINCT CASE WHEN ({condition}) AND day IS NULL THEN unit END)"
        enough += f" AND {days} + {undated} >= {least}"
    return f"({enough})"
