"""Tally rules over a source: one query for all rules that share a unit and a date, by day, area and breakdowns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from svtool.engine.embedded import Engine
from svtool.engine.rule_sql import RuleCompiler
from svtool.gathering.facts import Facts, People
from svtool.schema.age_bands import AGE_BANDS
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, PRESENT, ROW, SUPPLIER, UNCERTAIN
from svtool.schema.rules import Rule
from svtool.schema.sources import AREA, OFFENCE, PERSON_UNITS, RECORDED, Role
from svtool.schema.tables import Having, Measure

DAY, KNOWN = "day", "known"
NEVER = "DATE '9999-12-31'"  # later than every day that can be asked about
NOT_KNOWN_LABEL = "not known"
NOBODY_LABEL = "no victim"


@dataclass(frozen=True)
class Grain:
    """What a row of the tally is: the unit, whose fields its rules may use, and the date that places it.

    `limits` are the days, in order, as known on which units are asked for; none for all that is known now.
    """

    unit: str
    role: Role | None
    date_basis: str
    limits: tuple[date, ...] = ()


@dataclass(frozen=True)
class Breakdown:
    """A dimension of a tally: its name, its SQL over f (record) and p (person), and the label of each value."""

    name: str
    expression: str
    labels: dict[int, str]


@dataclass(frozen=True)
class Questions:
    """What is asked of every unit.

    Attributes:
        rules: name → rule.
        conditions: column of the result → SQL over the names of the rules, such as `v0 IS NULL`.
    """

    rules: dict[str, Rule]
    conditions: dict[str, str]


def grain_of(measure: Measure) -> Grain:
    """Return the grain of a measure."""
    return Grain(measure.unit, measure.role, measure.date_basis)


def known_by(facts: Facts, limits: Sequence[date]) -> str:
    """Return SQL for the first of these days on which a record was known; NULL where its recorded date is not.

    A `?` stands for each day twice. The recorded day itself would split a tally by two days; only the limits matter.
    """
    if RECORDED not in facts.columns:
        return "CAST(NULL AS DATE)"
    branches = " ".join(f"WHEN f.{RECORDED} <= CAST(? AS DATE) THEN CAST(? AS DATE)" for _ in limits)
    return f"CASE WHEN f.{RECORDED} IS NULL THEN NULL {branches} ELSE {NEVER} END"


def breakdown(name: str, facts: Facts, role: Role | None, catalogue: Catalogue) -> Breakdown:
    """Return a dimension by name for a source; where the source has no such field, all is not known.

    Args:
        name: age_band, five_year_band, sex, offence_class or crime_type.
        facts: the source.
        role: the measure's role; without one, people are victims.
        catalogue: the offences, for their classes.
    """
    person: Role | None = role or ("victim" if "victim" in facts.source.roles else None)
    trait = "age" if name in AGE_BANDS else name
    field = f"{person}_{trait}" if person else trait
    has_people = person is not None and person in facts.people
    alias = "p" if has_people and facts.people[person].table else "f"  # type: ignore[index]
    columns = facts.people[person].columns if has_people else facts.columns  # type: ignore[index]
    if name in AGE_BANDS:
        bands, band_labels = AGE_BANDS[name]
        if f"{field}_lo" not in columns:
            return Breakdown(name, "0", {0: NOT_KNOWN_LABEL})
        branches = " ".join(
            f"WHEN {alias}.{field}_lo >= {low} AND {alias}.{field}_hi <= {high} THEN {i + 1}"
            for i, (low, high) in enumerate(bands)
        )
        labels = {-1: NOBODY_LABEL, **dict(enumerate((NOT_KNOWN_LABEL, *band_labels)))}
        return Breakdown(name, f"CASE {_nobody(facts, person)}{branches} ELSE 0 END", labels)
    if name == "sex":
        values = facts.vocabularies[field].values if field in facts.vocabularies else [None]
        labels = {-1: NOBODY_LABEL, **{i: value or NOT_KNOWN_LABEL for i, value in enumerate(values)}}
        if field not in columns:
            return Breakdown(name, "0", labels)
        return Breakdown(name, f"CASE {_nobody(facts, person)}ELSE COALESCE({alias}.{field}, 0) END", labels)
    key = OFFENCE if name == "offence_class" else name
    if key not in facts.columns:
        return Breakdown(name, "0", {0: NOT_KNOWN_LABEL})
    values = facts.vocabularies[key].values
    if name == "offence_class":
        labels = {i: catalogue.label(atoms) or NOT_KNOWN_LABEL for i, atoms in enumerate(values)}
    else:
        labels = {i: value or NOT_KNOWN_LABEL for i, value in enumerate(values)}
    return Breakdown(name, f"COALESCE(f.{key}, 0)", labels)


def _nobody(facts: Facts, person: Role | None) -> str:
    """Return the branch of a CASE for records that certainly have no victim; an unknown suspect is still someone."""
    relation = facts.relation(person)
    if person != "victim" or not relation.nobody or not relation.nobody_known:
        return "WHEN FALSE THEN -1 "
    return f"WHEN {relation.nobody} AND {relation.nobody_known} THEN -1 "


def tally(
    engine: Engine,
    facts: Facts,
    catalogue: Catalogue,
    grain: Grain,
    questions: Questions,
    by: Sequence[Breakdown] = (),
    monthly: bool = False,
) -> pd.DataFrame:
    """Return the units that meet each condition, by day, area and breakdowns.

    Args:
        engine: where the facts are.
        facts: the source.
        catalogue: the offences.
        grain: what is counted and by which date.
        questions: what is asked of every unit.
        by: further dimensions.
        monthly: whether the first day of the month will do: records that are alike are then asked once a month.

    Returns:
        Columns day (timestamp or NaT), area (number in the vocabulary or NA), one per breakdown, one per condition;
        where the grain has limits also known: the first limit on which the unit was known, or NaT.
    """
    compiler = RuleCompiler(facts.source, catalogue, facts.vocabularies, facts.relation(grain.role))
    verdicts = {name: _if_certain(facts, compiler.compile(rule)) for name, rule in questions.rules.items()}
    people = facts.people.get(grain.role) if grain.role else None
    grouped = monthly and not grain.limits and not (people and people.table)
    records = _alike(facts, grain, compiler) if grouped else facts.table
    inner = _units(facts, grain, compiler, verdicts, by, records)
    for name, table in compiler.lookup_tables().items():
        engine.put(name, table)
    amount = "sum(n)" if facts.is_aggregate or grouped else "count(*)"
    counted = ", ".join(f"{amount} FILTER (WHERE {sql}) AS {name}" for name, sql in questions.conditions.items())
    keys = ", ".join([DAY, AREA, *([KNOWN] if grain.limits else []), *(f"b{i}" for i in range(len(by)))])
    asked = [day for day in grain.limits for _ in range(2)] if RECORDED in facts.columns else []
    frame = engine.frame(f"SELECT {keys}, {counted} FROM ({inner}) GROUP BY {keys}", asked)
    for i, each in enumerate(by):
        frame[each.name] = frame.pop(f"b{i}").map(each.labels)
    frame[list(questions.conditions)] = frame[list(questions.conditions)].fillna(0).astype("int64")
    return frame


def _alike(facts: Facts, grain: Grain, compiler: RuleCompiler) -> str:
    """Return SQL for the records of a month that the rules can't tell apart, as one row with their number."""
    names = set(compiler.columns_used) | ({AREA, UNCERTAIN} & facts.columns)
    if grain.unit == "victim_incident" and PRESENT["victim"] in facts.columns:
        names.add(PRESENT["victim"])
    listed = "".join(f", {name}" for name in sorted(names))
    month = f"CAST(date_trunc('month', {grain.date_basis}) AS DATE)"
    if grain.date_basis not in facts.columns:
        month = "CAST(NULL AS DATE)"
    amount = "sum(count)" if facts.is_aggregate else "count(*)"
    return (
        f"(SELECT {month} AS {grain.date_basis}{listed}, {amount} AS count FROM {facts.table} GROUP BY {month}{listed})"
    )


def _if_certain(facts: Facts, verdict: str) -> str:
    """Return a verdict that is not known where it is met by a row that may not be there."""
    if UNCERTAIN not in facts.columns:
        return verdict
    return f"({verdict} AND CASE WHEN f.{UNCERTAIN} THEN NULL ELSE TRUE END)"


def _units(
    facts: Facts,
    grain: Grain,
    compiler: RuleCompiler,
    verdicts: dict[str, str],
    by: Sequence[Breakdown],
    records: str,
) -> str:
    """Return SQL for one row per unit (or per group of records that are alike): its keys, amount and verdicts.

    The keys are the day, the area, the day known where that is asked for, and the breakdowns.
    """
    people = facts.people.get(grain.role) if grain.role else None
    keys = {
        DAY: f"f.{grain.date_basis}" if grain.date_basis in facts.columns else "CAST(NULL AS DATE)",
        AREA: "f.area" if AREA in facts.columns else "CAST(NULL AS INTEGER)",
        **({KNOWN: known_by(facts, grain.limits)} if grain.limits else {}),
        "n": "f.count" if facts.is_aggregate or records != facts.table else "1",
        **{f"b{i}": each.expression for i, each in enumerate(by)},
    }
    # Breakdowns by people reach beyond the measure's own role: the victim is then joined as well.
    linked = people.table if people else _table_for_breakdown(facts, by)
    if grain.unit == "victim_incident":
        return _person_units(facts, people, compiler, verdicts, keys, records)
    if not linked:
        listed = ", ".join([f"{sql} AS {name}" for name, sql in keys.items()])
        asked = ", ".join(f"{sql} AS {name}" for name, sql in verdicts.items())
        return f"SELECT {listed}, {asked} FROM {records} AS f{compiler.joins()}"
    first = ", ".join(f"any_value({sql}) AS {name}" for name, sql in keys.items() if not name.startswith("b"))
    split = "".join(f", {sql} AS {name}" for name, sql in keys.items() if name.startswith("b"))
    grouped = "".join(f", {name}" for name in keys if name.startswith("b"))
    asked = ", ".join(
        f"CASE WHEN bool_or({sql}) THEN TRUE WHEN count({sql}) < count(*) THEN NULL ELSE FALSE END AS {name}"
        for name, sql in verdicts.items()
    )
    return (
        f"SELECT {first}{split}, {asked} FROM {facts.table} AS f "
        f"LEFT JOIN {linked} AS p ON p.{OFFENCE_ROW} = f.{ROW}{compiler.joins()} GROUP BY f.{ROW}{grouped}"
    )


def _table_for_breakdown(facts: Facts, by: Sequence[Breakdown]) -> str:
    return facts.people["victim"].table if any("p." in each.expression for each in by) else ""


def _person_units(
    facts: Facts,
    people: People | None,
    compiler: RuleCompiler,
    verdicts: dict[str, str],
    keys: dict[str, str],
    records: str,
) -> str:
    listed = ", ".join(f"{sql} AS {name}" for name, sql in {**keys, **verdicts}.items())
    if people is None or not people.table:
        # A flat file has at most one victim in a row; one that says there is none is no victim incident.
        where = f" WHERE f.{PRESENT['victim']}" if people and people.present else ""
        return f"SELECT {listed} FROM {records} AS f{compiler.joins()}{where}"
    return (
        f"SELECT {listed} FROM {people.table} AS p "
        f"JOIN {facts.table} AS f ON f.{ROW} = p.{OFFENCE_ROW}{compiler.joins()}"
    )


@dataclass(frozen=True)
class PersonTally:
    """How many people met a rule often enough, how many may have, and the rows that name nobody."""

    met: int
    not_known: int
    rows: int
    rows_without_reference: int


@dataclass(frozen=True)
class Where:
    """Which records are asked: those of some days and, unless all, of some areas (0: area not known).

    `known_on` is the day as known on which they are asked; one without a recorded date is then not known.
    """

    spans: Sequence[tuple[date, date]]
    areas: Sequence[int] | None = None
    known_on: date | None = None

    def condition(self, day: str) -> tuple[str, list[object]]:
        """Return SQL over f with a `?` for each value, and the values."""
        days = " OR ".join(f"f.{day} BETWEEN ? AND ?" for _ in self.spans) or "FALSE"
        values: list[object] = [each for span in self.spans for each in span]
        if self.areas is None:
            return f"({days})", values
        return (
            f"({days}) AND COALESCE(f.area, 0) IN ({', '.join('?' for _ in self.areas) or 'NULL'})",
            [*values, *self.areas],
        )


NOBODY = PersonTally(0, 0, 0, 0)


def tally_persons(engine: Engine, facts: Facts, catalogue: Catalogue, measure: Measure, where: Where) -> PersonTally:
    """Return how many people of the measure's role met its rule in some records.

    Args:
        engine: where the facts are.
        facts: the source.
        catalogue: the offences.
        measure: a measure whose unit is a person.
        where: which records are asked.
    """
    return _tally_persons(engine, facts, catalogue, measure, where, "0").get(0, NOBODY)


def tally_persons_by_area(
    engine: Engine, facts: Facts, catalogue: Catalogue, measure: Measure, where: Where
) -> dict[int, PersonTally]:
    """Return the same for each area by itself, by its number (0: not known), in one query.

    Areas without rows are left out.
    """
    return _tally_persons(engine, facts, catalogue, measure, where, "COALESCE(f.area, 0)")


def _tally_persons(
    engine: Engine, facts: Facts, catalogue: Catalogue, measure: Measure, where: Where, place: str
) -> dict[int, PersonTally]:
    role = PERSON_UNITS[measure.unit]
    people = facts.people[role]
    compiler = RuleCompiler(facts.source, catalogue, facts.vocabularies, facts.relation(role))
    verdict = compiler.compile(measure.rule)
    known: list[object] = []
    if where.known_on:
        verdict = f"({verdict}) AND {f'f.{RECORDED}' if RECORDED in facts.columns else 'NULL'} <= CAST(? AS DATE)"
        known = [where.known_on]
    alias = "p" if people.table else "f"
    source = f"{facts.table} AS f"
    if people.table:
        source = f"{people.table} AS p JOIN {facts.table} AS f ON f.{ROW} = p.{OFFENCE_ROW}"
    for name, table in compiler.lookup_tables().items():
        engine.put(name, table)
    reference = f"{role}_reference"
    person = f"{alias}.{reference}" if reference in people.columns else "CAST(NULL AS VARCHAR)"
    scope = {"file": f"{alias}.{SUPPLIER}, {alias}.{EXTRACT}", "supplier": f"{alias}.{SUPPLIER}", "always": "0"}
    condition, placed = where.condition(measure.date_basis)
    values = [*known, *placed]
    rows = (
        f"SELECT {place} AS place, {person} AS person, ({scope[people.within]}) AS scope, f.{ROW} AS unit, "
        f"f.{measure.date_basis} AS day, {verdict} AS v FROM {source}{compiler.joins()} WHERE {condition}"
    )
    certain = _often_enough(measure.having, "v")
    possible = _often_enough(measure.having, "v IS NULL OR v")
    # One pass: rows that name nobody are a group that is no person.
    found = engine.rows(
        f"SELECT place, count(*) FILTER (WHERE certain AND named), "
        f"count(*) FILTER (WHERE possible AND NOT certain AND named), "
        f"sum(seen), COALESCE(sum(seen) FILTER (WHERE NOT named), 0) FROM ("
        f"SELECT place, person IS NOT NULL AS named, {certain} AS certain, {possible} AS possible, "
        f"count(*) FILTER (WHERE v OR v IS NULL) AS seen FROM ({rows}) GROUP BY place, scope, person) GROUP BY place",
        values,
    )
    return {int(number): PersonTally(*map(int, counts)) for number, *counts in found}


def _often_enough(having: Having | None, condition: str) -> str:
    """Return SQL for whether a person's rows that meet a condition are as many, or on as many days, as asked."""
    least = having.offences.gte if having else 1
    enough = f"count(DISTINCT CASE WHEN {condition} THEN unit END) >= {least}"
    if having and having.on_different_days:
        enough += f" AND count(DISTINCT CASE WHEN {condition} THEN day END) >= {least}"
    return f"({enough})"
