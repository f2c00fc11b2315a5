"""Which units a measure can't decide, and which fields would settle each of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from svtool.counting.basis import Basis
from svtool.counting.unit_sql import any_of, days_condition, is_victim_incident, put_answers, with_people
from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import Engine, frame
from svtool.gathering.facts import Facts, People
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import ROW, SUPPLIER, UNSTATED
from svtool.schema.rules import fields_of
from svtool.schema.sources import AREA, OFFENCE
from svtool.schema.tables import Measure

UNIT, PERSON, PEOPLE, AMOUNT, OPEN = "unit", "person", "people", "amount", "open"
LACKS, HAS = "lacks_", "has_"


def open_units(
    engine: Engine,
    facts: Facts,
    catalogue: Catalogue,
    measure: Measure,
    basis: Basis,
    places: Sequence[int] | None,
    area_must_be_known: bool,
) -> pd.DataFrame:
    """Return the units of a measure whose answer is not known, a row for each person whose answer is.

    Args:
        engine: where the facts are.
        facts: the source.
        catalogue: the offences.
        measure: a measure that counts records or victim incidents.
        basis: the days asked about.
        places: numbers of the places asked about, 0 for not known; None for all.
        area_must_be_known: whether a unit that may meet the rule is not known when its area is not.

    Returns:
        Columns unit, person (row of the person, or NA for nobody), people (how many the offence has), amount, open
        (whether the rule is open: else only the area lacks), reference, supplier (a number), person_reference; then
        lacks_<field> and has_<field> for each field of the rule, and for the area.
    """
    people = facts.people.get(measure.role) if measure.role else None
    compiler = RuleCompiler(facts.source, catalogue, facts.vocabularies, facts.relation(measure.role))
    verdict, lacking = compiler.compile(measure.rule), compiler.lacking(measure.rule)
    put_answers(engine, compiler)
    area = f"f.{AREA}" if AREA in facts.columns else "CAST(NULL AS INTEGER)"
    columns = {
        UNIT: f"f.{facts.unit}",
        "supplier": f"f.{SUPPLIER}",
        "reference": "f.reference" if "reference" in facts.columns else "CAST(NULL AS STRING)",
        AMOUNT: f"f.count % {UNSTATED}" if facts.is_aggregate else "1",
        **_person_columns(facts, measure, people),
        **{f"{LACKS}{name}": sql for name, sql in lacking.items()},
        f"{LACKS}{AREA}": f"{area} IS NULL" if area_must_be_known else "FALSE",
        **_recorded(facts, measure, people),
        "v": verdict,
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    where, values = _row_filter(facts, measure, basis, places)
    is_unit, key = "TRUE", UNIT
    if measure.unit == "victim_incident":
        is_unit, key = is_victim_incident(people), PERSON
    source = with_people(facts.table, people.table if people else "")
    rows = f"SELECT {listed} FROM {source}{compiler.joins()} WHERE ({where}) AND {is_unit}"
    # An offence meets a rule if any of its people does, so one yes settles the others.
    judged = f"SELECT *, {any_of('v', f' OVER (PARTITION BY {key})')} AS whole FROM ({rows}) AS people_of_units"
    rule_open, area_open = "(whole IS NULL AND v IS NULL)", f"({LACKS}{AREA} AND COALESCE(whole, TRUE))"
    wanted = ", ".join(name for name in columns if name != "v")
    return frame(
        engine,
        f"units that {measure.id} leaves open",
        f"SELECT {wanted}, {rule_open} AS {OPEN} FROM ({judged}) AS judged "
        f"WHERE {rule_open} OR {area_open} ORDER BY {UNIT}, {PERSON}",
        values,
    )


def _row_filter(facts: Facts, measure: Measure, basis: Basis, places: Sequence[int] | None) -> tuple[str, list[object]]:
    if measure.date_basis not in facts.columns:
        return "FALSE", []
    where, values = days_condition(basis, facts, measure.date_basis)
    if places is None:
        return where, values
    return f"({where}) AND COALESCE(f.{AREA}, 0) IN ({', '.join('?' for _ in places)})", [*values, *places]


def _person_columns(facts: Facts, measure: Measure, people: People | None) -> dict[str, str]:
    nobody = {PERSON: "CAST(NULL AS INTEGER)", PEOPLE: "0", "person_reference": "CAST(NULL AS STRING)"}
    if people is None or measure.role is None:
        return nobody
    alias, reference = "p" if people.table else "f", f"{measure.role}_reference"
    number = f"count(p.{ROW}) OVER (PARTITION BY f.{facts.unit})" if people.table else "1"
    named = {"person_reference": f"{alias}.{reference}"} if reference in people.columns else {}
    return {**nobody, PERSON: f"{alias}.{people.unit}", PEOPLE: number, **named}


def _recorded(facts: Facts, measure: Measure, people: People | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in dict.fromkeys([*fields_of(measure.rule), AREA]):
        role = facts.source.role_of(name) if name != OFFENCE else None
        alias = "p" if role and people and people.table else "f"
        columns = people.columns if role and people else facts.columns
        if f"{name}_lo" in columns:
            found |= {f"{HAS}{name}": f"{alias}.{name}_lo", f"{HAS}{name}_hi": f"{alias}.{name}_hi"}
        elif name in columns:
            found[f"{HAS}{name}"] = f"{alias}.{name}"
    return found
