"""Units that do not answer all of several measures alike, by their references, with the clauses that each meets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from svtool.counting.basis import Basis
from svtool.counting.unit_sql import any_of, days_condition, is_victim_incident, put_answers, with_people
from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import Engine, frame
from svtool.gathering.facts import Facts, People
from svtool.schema.crossings import ANSWER_WORDS
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import EXTRACT, SUPPLIER
from svtool.schema.rules import Rule
from svtool.schema.sources import AREA
from svtool.schema.tables import Measure

UNIT, PERSON, VICTIM_INCIDENT = "unit", "person_reference", "victim_incident"
YES, NO, NOT_KNOWN = (ANSWER_WORDS[answer] for answer in (True, False, None))


def units_apart(
    engine: Engine,
    facts: Facts,
    catalogue: Catalogue,
    measures: Sequence[tuple[Measure, Mapping[str, Rule]]],
    basis: Basis,
    places: Sequence[int] | None,
) -> pd.DataFrame:
    """Return the units that do not answer all measures alike.

    Args:
        engine: where the facts are.
        facts: the source.
        catalogue: the offences.
        measures: measures of the same units, date and people, each with the rules of its clauses.
        basis: the days asked about.
        places: numbers of the places asked about, 0 for not known; None for all.

    Returns:
        Columns unit, reference, supplier (a number), person_reference; then for each measure, by its place,
        answer_<place> (yes, no, not known) and clauses_<place> (the ids of the clauses met, with blanks between).
    """
    first = measures[0][0]
    people = facts.people.get(first.role) if first.role else None
    compiler = RuleCompiler(facts.source, catalogue, facts.vocabularies, facts.relation(first.role))
    answers, met, ids = {}, {}, []
    for i, (measure, clauses) in enumerate(measures):
        answers[f"a{i}"] = any_of(compiler.compile(measure.rule))
        for j, (name, rule) in enumerate(clauses.items()):
            met[f"c{i}_{j}"] = f"bool_or({compiler.compile(rule)})"
            ids.append(name)
    put_answers(engine, compiler)
    units = _units_sql(facts, first, people, compiler.joins(), {**answers, **met})
    listed = ["f.unit", "f.reference", f"f.{SUPPLIER}", f"f.{PERSON}"]
    for i, (_, clauses) in enumerate(measures):
        named = ", ".join(f"CASE WHEN f.c{i}_{j} THEN CAST(? AS STRING) END" for j in range(len(clauses))) or "NULL"
        listed += [f"{_word(i)} AS answer_{i}", f"concat_ws(' ', {named}) AS clauses_{i}"]
    where, values = days_condition(basis, facts, first.date_basis)
    if places is not None:
        where = f"({where}) AND COALESCE(f.{AREA}, 0) IN ({', '.join('?' for _ in places)})"
        values = [*values, *places]
    differ = " OR ".join(f"{_word(0)} <> {_word(i)}" for i in range(1, len(measures)))
    return frame(
        engine,
        "units that definitions count differently",
        f"SELECT {', '.join(listed)} FROM ({units}) AS f WHERE ({where}) AND ({differ}) ORDER BY f.{UNIT}",
        [*ids, *values],
    )


def _word(place: int) -> str:
    return f"CASE WHEN f.a{place} THEN '{YES}' WHEN NOT f.a{place} THEN '{NO}' ELSE '{NOT_KNOWN}' END"


def _units_sql(facts: Facts, measure: Measure, people: People | None, joins: str, verdicts: Mapping[str, str]) -> str:
    """Return SQL for one row per unit: where it belongs, as its rows say together, and what they answer together."""
    of_victims = measure.unit == VICTIM_INCIDENT
    linked = people is not None and bool(people.table)
    key = f"p.{people.unit}" if of_victims and people and linked else f"f.{facts.unit}"
    where = f" WHERE {is_victim_incident(people)}" if of_victims else ""
    columns = {
        UNIT: key,
        "reference": "min(f.reference)" if "reference" in facts.columns else "CAST(NULL AS STRING)",
        PERSON: _person_sql(measure, people) if of_victims else "CAST(NULL AS STRING)",
        SUPPLIER: f"min(f.{SUPPLIER})",
        EXTRACT: f"min(f.{EXTRACT})",
        measure.date_basis: f"min(f.{measure.date_basis})" if measure.date_basis in facts.columns else "NULL",
        AREA: _agreed(f"f.{AREA}") if AREA in facts.columns else "NULL",
        **verdicts,
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    records = with_people(facts.table, people.table if people else "")
    return f"SELECT {listed} FROM {records}{joins}{where} GROUP BY {key}"


def _person_sql(measure: Measure, people: People | None) -> str:
    name = f"{measure.role}_reference"
    if people is None or name not in people.columns:
        return "CAST(NULL AS STRING)"
    return f"min({'p' if people.table else 'f'}.{name})"


def _agreed(column: str) -> str:
    return f"CASE WHEN min({column}) = max({column}) THEN min({column}) END"
