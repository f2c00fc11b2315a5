"""Every record of a source with the answer of a definition and of each of its clauses, in batches of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from svtool.counting.unit_sql import any_of, put_answers, with_people
from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import Engine, number
from svtool.gathering.facts import Facts, People
from svtool.schema.definitions import Definition
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, PRESENT, ROW, SUPPLIER, UNIT_ROW
from svtool.schema.rules import fields_of
from svtool.schema.sources import Role

BATCH_ROWS = 250_000
OF_EVERY_ROW = frozenset({SUPPLIER, EXTRACT})
ANSWER, CLAUSES, CLAUSES_OPEN, LACKING = "answer", "clauses", "clauses_not_known", "fields_not_known"


@dataclass(frozen=True)
class _Verdicts:
    """SQL of one column for each clause, for the whole definition, and for each field that may lack."""

    compiler: RuleCompiler
    people: People | None
    clauses: dict[str, str]
    lacking: dict[str, str]
    whole: str


def classified(engine: Engine, facts: Facts, catalogue: Catalogue, definition: Definition) -> Iterator[pa.Table]:
    """Yield the usable records in the order of their rows, in batches, so that memory does not grow with them.

    Args:
        engine: where the facts are.
        facts: the source.
        catalogue: the offences.
        definition: the definition to answer.

    Returns:
        The canonical columns of the record (numbers, flags, ages as lo and hi), those of its people where it has just
        one, how many it has, the answer of the definition, the ids of the clauses met and not known, and the fields
        whose answer lacks. A definition without clauses is met by none.
    """
    verdicts = _compile(facts, catalogue, definition)
    put_answers(engine, verdicts.compiler)
    ids = list(verdicts.clauses)
    last = number(engine, "the last row", f"SELECT max({ROW}) FROM {facts.table}")
    for first in range(0, last + 1, BATCH_ROWS):
        sql = _batch_sql(facts, verdicts, f"BETWEEN {first} AND {first + BATCH_ROWS - 1}")
        batch = engine.answer(f"records from row {first}, with the clauses that they meet", sql, [*ids, *ids])
        if batch.num_rows:
            yield batch


def _compile(facts: Facts, catalogue: Catalogue, definition: Definition) -> _Verdicts:
    role = next((role for name in fields_of(definition.rule) if (role := facts.source.role_of(name))), None)
    compiler = RuleCompiler(facts.source, catalogue, facts.vocabularies, facts.relation(role))
    clauses = {name: compiler.compile(rule) for name, rule in definition.clause_rules.items()}
    lacking: dict[str, list[str]] = {}
    for rule in definition.clause_rules.values():
        for name, sql in compiler.lacking(rule).items():
            lacking.setdefault(name, []).append(sql)
    return _Verdicts(
        compiler,
        facts.people.get(role) if role else None,
        clauses,
        {name: " OR ".join(sqls) for name, sqls in lacking.items()},
        compiler.compile(definition.rule),
    )


def _batch_sql(facts: Facts, verdicts: _Verdicts, between: str) -> str:
    # A flat file's offences keep a copy of their first person's columns; those of the people stand beside them.
    of_people = {name for people in facts.people.values() if people.table for name in people.columns}
    own = sorted(facts.columns - {ROW, UNIT_ROW} - (of_people - OF_EVERY_ROW))
    columns = [f"f.{name}" for name in own]
    joined = ""
    for role, people in ((each, facts.people[each]) for each in facts.source.roles if each in facts.people):
        if people.table:
            # Rows that can't be told to be people are no number of people.
            how_many = f"COALESCE({role}s.n, 0)" if people.countable else "CAST(NULL AS INTEGER)"
            columns += [f"{role}s.{name}" for name in _shown(people, role)] + [f"{how_many} AS {role}s"]
            joined += f" LEFT JOIN ({_one_person(facts, people, role, between)}) AS {role}s ON {role}s.n_of = f.{ROW}"
        else:
            present = f"CASE WHEN f.{PRESENT[role]} THEN 1 ELSE 0 END" if people.present else "CAST(NULL AS INTEGER)"
            columns.append(f"{present} AS {role}s")
    met, open_ = (
        "concat_ws(' ', " + (", ".join(f"CASE WHEN {sql} THEN CAST(? AS STRING) END" for sql in tests) or "NULL") + ")"
        for tests in (
            [f"v.v{i}" for i in range(len(verdicts.clauses))],
            [f"v.v{i} IS NULL" for i in range(len(verdicts.clauses))],
        )
    )
    lacks = ", ".join(f"CASE WHEN v.n{i} THEN '{name}' END" for i, name in enumerate(verdicts.lacking))
    columns += [
        f"v.whole AS {ANSWER}",
        f"{met} AS {CLAUSES}",
        f"{open_} AS {CLAUSES_OPEN}",
        f"concat_ws(' ', {lacks or 'NULL'}) AS {LACKING}",
    ]
    return (
        f"SELECT {', '.join(columns)} FROM {_one_row_each(facts, own)} AS f "
        f"JOIN ({_verdict_sql(facts, verdicts, between)}) AS v ON v.of_row = f.{ROW}{joined} "
        f"WHERE f.{ROW} {between} ORDER BY f.{ROW}"
    )


def _verdict_sql(facts: Facts, verdicts: _Verdicts, between: str) -> str:
    answers = {**{f"v{i}": sql for i, sql in enumerate(verdicts.clauses.values())}, "whole": verdicts.whole}
    lacks = {f"n{i}": sql for i, sql in enumerate(verdicts.lacking.values())}
    joins, where = verdicts.compiler.joins(), f"WHERE f.{facts.unit} {between}"
    people = verdicts.people
    if (people is None or not people.table) and facts.unit == ROW:
        listed = ", ".join(f"{sql} AS {name}" for name, sql in {**answers, **lacks}.items())
        return f"SELECT f.{ROW} AS of_row, {listed} FROM {facts.table} AS f{joins} {where}"
    # An offence meets a rule if any of its rows or people does; a field lacks while none of them settles the whole.
    any_answers = [f"{any_of(sql)} AS {name}" for name, sql in answers.items()]
    any_lacks = [f"bool_or({sql}) AS {name}" for name, sql in lacks.items()]
    return (
        f"SELECT f.{facts.unit} AS of_row, {', '.join([*any_answers, *any_lacks])} "
        f"FROM {with_people(facts.table, people.table if people else '')}{joins} {where} GROUP BY f.{facts.unit}"
    )


def _one_row_each(facts: Facts, columns: Sequence[str]) -> str:
    """Return the records, each as one row: what its rows disagree on is not known."""
    if facts.unit == ROW:
        return facts.table
    listed = "".join(f", CASE WHEN min({name}) = max({name}) THEN min({name}) END AS {name}" for name in columns)
    return f"(SELECT {facts.unit} AS {ROW}{listed} FROM {facts.table} GROUP BY {facts.unit})"


def _shown(people: People, role: Role) -> list[str]:
    return sorted(name for name in people.columns if name.startswith(f"{role}_") and name != PRESENT[role])


def _one_person(facts: Facts, people: People, role: Role, between: str) -> str:
    """Return SQL for how many people an offence has, and the values of the person where it is just one."""
    values = "".join(f", CASE WHEN count(*) = 1 THEN min(p.{name}) END AS {name}" for name in _shown(people, role))
    if facts.unit == ROW:
        return (
            f"SELECT p.{OFFENCE_ROW} AS n_of, count(*) AS n{values} FROM {people.table} AS p "
            f"WHERE p.{OFFENCE_ROW} {between} GROUP BY p.{OFFENCE_ROW}"
        )
    return (
        f"SELECT f.{facts.unit} AS n_of, count(DISTINCT p.{people.unit}) AS n{values} FROM {people.table} AS p "
        f"JOIN {facts.table} AS f ON f.{ROW} = p.{OFFENCE_ROW} WHERE f.{facts.unit} {between} GROUP BY f.{facts.unit}"
    )
