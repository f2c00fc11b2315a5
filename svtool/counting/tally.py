"""Tally rules over a source: one query for all rules that share a unit and a date, by day, area and breakdowns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from svtool.counting.unit_sql import any_of, is_victim_incident, put_answers, with_people
from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import Engine
from svtool.gathering.facts import Facts
from svtool.records.vocabulary import Vocabularies
from svtool.schema.breakdowns import Breakdown
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, PRESENT, ROW, SUPPLIER, UNCERTAIN
from svtool.schema.rules import Rule
from svtool.schema.sources import AREA, FLAG_VALUES, RECORDED, Role, Source
from svtool.schema.tables import Measure

DAY, KNOWN, FEED = "day", "known", "feed"
MAY_LIE = "may_lie"  # of a record without a date: the number of the window in which it may lie
NEVER = "DATE '9999-12-31'"  # later than every day that can be asked about


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
class Dimension:
    """A breakdown in a tally.

    Attributes:
        name: the breakdown.
        expression: SQL for the number of a record's value, over f (record), p or p_victim (person).
        labels: the number of a value → its label.
        role: the people whose table the SQL asks for; None where it asks for the record's alone.
    """

    name: str
    expression: str
    labels: dict[int, str]
    role: Role | None = None


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


def dimension_of(breakdown: Breakdown, facts: Facts, role: Role | None, catalogue: Catalogue) -> Dimension:
    """Return a breakdown as a dimension of a source's tally; where the source has no such field, all is not known.

    Args:
        breakdown: the breakdown.
        facts: the source.
        role: whom the measure is about.
        catalogue: the offences, for their classes.
    """
    field = breakdown.field_in(facts.source, role)
    person = breakdown.role_in(facts.source, role)
    people = facts.people.get(person) if person else None
    linked = person if people and people.table else None
    alias = _alias(linked, role) if linked else "f"
    columns = people.columns if people else facts.columns
    if field is None or not {field, f"{field}_lo"} & columns:
        return Dimension(breakdown.id, "0", {0: breakdown.not_known})
    values = _values(breakdown, facts.source, field, facts.vocabularies)
    labels = {-1: breakdown.nobody, **{i: breakdown.label_of(value, catalogue) for i, value in enumerate(values)}}
    return Dimension(breakdown.id, _number(breakdown, facts, field, alias, person), labels, linked)


def _values(breakdown: Breakdown, source: Source, field: str, vocabularies: Vocabularies) -> list[Any]:
    """Return the values of a dimension by the number that its SQL gives them; 0 is what is not known."""
    if breakdown.bands:
        return [None, *((each.low, each.high) for each in breakdown.bands)]
    if field in source.by_name and source.by_name[field].type == "flag":
        return [None, *FLAG_VALUES]
    return list(vocabularies[field].values)


def _number(breakdown: Breakdown, facts: Facts, field: str, alias: str, person: Role | None) -> str:
    """Return SQL for the number of a record's value in a dimension; -1 where it certainly has no such person."""
    column = f"{alias}.{field}"
    known = f"COALESCE({column}, 0)"
    if breakdown.bands:
        branches = " ".join(
            f"WHEN {column}_lo >= {each.low} AND {column}_hi <= {each.high} THEN {i}"
            for i, each in enumerate(breakdown.bands, 1)
        )
        known = f"CASE {branches} ELSE 0 END"
    elif field in facts.source.by_name and facts.source.by_name[field].type == "flag":
        known = f"CASE WHEN {column} THEN 1 WHEN NOT {column} THEN 2 ELSE 0 END"
    relation = facts.relation(person, alias)
    # An unknown suspect is still someone; that a record has no victim is said by some extracts.
    if person != "victim" or not relation.nobody or not relation.nobody_known:
        return known
    return f"CASE WHEN {relation.nobody} AND {relation.nobody_known} THEN -1 ELSE {known} END"


def _alias(person: Role, role: Role | None) -> str:
    """Return what SQL calls the table of people, where a measure is about people of a role."""
    return "p" if person == role else f"p_{person}"


def tally(
    engine: Engine,
    facts: Facts,
    catalogue: Catalogue,
    grain: Grain,
    questions: Questions,
    by: Sequence[Dimension] = (),
    monthly: bool = False,
) -> pa.Table:
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
        Columns day (NULL where it is not known), area (number in the vocabulary or NULL), one per breakdown, one per
        condition; where the grain has limits also known: the first limit on which the unit was known, or NULL.
    """
    compiler = RuleCompiler(facts.source, catalogue, facts.vocabularies, facts.relation(grain.role))
    verdicts = {name: _if_certain(facts, compiler.compile(rule)) for name, rule in questions.rules.items()}
    people = facts.people.get(grain.role) if grain.role else None
    grouped = monthly and not grain.limits and not (people and people.table) and facts.unit == ROW
    records = _alike(facts, grain, compiler) if grouped else facts.table
    inner = _units(facts, grain, compiler, verdicts, by, records)
    put_answers(engine, compiler)
    amount = "sum(n)" if facts.is_aggregate or grouped else "count(*)"
    counted = ", ".join(
        f"CAST({amount} FILTER (WHERE {sql}) AS BIGINT) AS {name}" for name, sql in questions.conditions.items()
    )
    named = [DAY, AREA, *([FEED] if facts.feed_sql() else []), *([KNOWN] if grain.limits else [])]
    keys = ", ".join([*named, *(f"b{i}" for i in range(len(by)))])
    asked = [day for day in grain.limits for _ in range(2)] if RECORDED in facts.columns else []
    counts = engine.answer(
        f"{facts.source.id}: {grain.unit} by {', '.join([grain.date_basis, *(each.name for each in by)])}",
        f"SELECT {keys}, {counted} FROM ({inner}) AS units GROUP BY {keys}",
        asked,
    )
    for i, each in enumerate(by):
        labels = pa.array([each.labels[number] for number in counts[f"b{i}"].to_pylist()], pa.string())
        counts = counts.drop_columns(f"b{i}").append_column(each.name, labels)
    return counts


def _alike(facts: Facts, grain: Grain, compiler: RuleCompiler) -> str:
    """Return SQL for the records of a month that the rules can't tell apart, as one row with their number."""
    names = set(compiler.columns_used) | ({AREA, UNCERTAIN} & facts.columns)
    if facts.feed_sql():
        names |= {SUPPLIER, EXTRACT}
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
    by: Sequence[Dimension],
    records: str,
) -> str:
    """Return SQL for one row per unit (or per group of records that are alike): its keys, amount and verdicts.

    The keys are the day, the area, the day known where that is asked for, and the breakdowns.
    """
    people = facts.people.get(grain.role) if grain.role else None
    keys = {
        DAY: f"f.{grain.date_basis}" if grain.date_basis in facts.columns else "CAST(NULL AS DATE)",
        AREA: "f.area" if AREA in facts.columns else "CAST(NULL AS INTEGER)",
        **({FEED: facts.feed_sql()} if facts.feed_sql() else {}),
        **({KNOWN: known_by(facts, grain.limits)} if grain.limits else {}),
        "n": "f.count" if facts.is_aggregate or records != facts.table else "1",
        **{f"b{i}": each.expression for i, each in enumerate(by)},
    }
    others = joins_to_others(facts, grain.role, by)
    if grain.unit == "victim_incident":
        return _person_units(facts, compiler, verdicts, keys, by, (records, others))
    joins, linked = f"{others}{compiler.joins()}", people.table if people else ""
    if not linked and not any(each.role for each in by) and facts.unit == ROW:
        return f"SELECT {_listed({**keys, **verdicts})} FROM {records} AS f{joins}"
    agreed = _agreed(keys, by) if facts.unit != ROW else {}
    return (
        f"SELECT {_once(keys, verdicts, agreed)} FROM {with_people(facts.table, linked)}{joins} "
        f"GROUP BY {_group(f'f.{facts.unit}', keys, agreed)}"
    )


def joins_to_others(facts: Facts, role: Role | None, by: Sequence[Dimension]) -> str:
    """Return SQL that joins the people by whom a measure is broken down, beside those whom it is about."""
    others = [each for each in dict.fromkeys(one.role for one in by) if each and each != role]
    return "".join(
        f" LEFT JOIN {facts.people[each].table} AS {_alias(each, role)} ON {_alias(each, role)}.{OFFENCE_ROW} = f.{ROW}"
        for each in others
    )


def _listed(columns: dict[str, str]) -> str:
    return ", ".join(f"{expression} AS {name}" for name, expression in columns.items())


def _once(keys: dict[str, str], verdicts: dict[str, str], agreed: dict[str, str] | None = None) -> str:
    """Return the columns of a unit that stands in several rows: it meets a rule if any of them does."""
    first = {name: key if name.startswith("b") else f"any_value({key})" for name, key in keys.items()} | (agreed or {})
    return _listed({**first, **{name: any_of(verdict) for name, verdict in verdicts.items()}})


def _agreed(keys: dict[str, str], by: Sequence[Dimension]) -> dict[str, str]:
    """Return what rows of one record that disagree say together of where it belongs.

    Its day is the first that a row names; a place or a value of a breakdown on which they disagree is not known.
    """
    known = {f"b{i}": "0" for i, each in enumerate(by) if each.role is None} | {AREA: "NULL"}
    days = {name: f"min({keys[name]})" for name in (DAY, KNOWN) if name in keys}
    return days | {
        name: f"CASE WHEN min({keys[name]}) = max({keys[name]}) THEN min({keys[name]}) ELSE {other} END"
        for name, other in known.items()
    }


def _group(row: str, keys: dict[str, str], agreed: dict[str, str]) -> str:
    return ", ".join([row, *(name for name in keys if name.startswith("b") and name not in agreed)])


def _person_units(
    facts: Facts,
    compiler: RuleCompiler,
    verdicts: dict[str, str],
    keys: dict[str, str],
    by: Sequence[Dimension],
    sources: tuple[str, str],
) -> str:
    """Return SQL for one row per victim; `sources` are the records, and joins to other people."""
    people, (records, joins) = facts.people.get("victim"), sources
    if people is None or not people.table:
        # A flat file has at most one victim in a row; one that says there is none is no victim incident.
        found = f"FROM {records} AS f{compiler.joins()} WHERE {is_victim_incident(people)}"
        if facts.unit == ROW:
            return f"SELECT {_listed({**keys, **verdicts})} {found}"
        agreed = _agreed(keys, by)
        return f"SELECT {_once(keys, verdicts, agreed)} {found} GROUP BY {_group(f'f.{facts.unit}', keys, agreed)}"
    found = f"FROM {people.table} AS p JOIN {facts.table} AS f ON f.{ROW} = p.{OFFENCE_ROW}{joins}{compiler.joins()}"
    if not joins and people.unit == ROW:
        return f"SELECT {_listed({**keys, **verdicts})} {found}"
    agreed = _agreed(keys, by) if people.unit != ROW else {}
    return f"SELECT {_once(keys, verdicts, agreed)} {found} GROUP BY {_group(f'p.{people.unit}', keys, agreed)}"
