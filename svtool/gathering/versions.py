"""The last two versions of records that several extracts have, side by side: what was revised since the earlier one.

Both versions go the way of all records, with the people of their own edition, so that a status, a victim and a suspect
tell as much as a flag of the offence.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from svtool.engine.rule_sql import RuleCompiler
from svtool.engine.seam import number, rows
from svtool.gathering.facts import Facts
from svtool.gathering.overlap import ISSUED_AGAIN, WITHDRAWN, Outdated
from svtool.gathering.people_steps import PeopleStep
from svtool.gathering.revisions import Revision
from svtool.gathering.steps import Step
from svtool.records.vocabulary import Vocabularies
from svtool.schema.definitions import Definition
from svtool.schema.mappings import MappingPart
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, ROW, SUPPLIER
from svtool.schema.rules import EVERYTHING, Rule, fields_of
from svtool.schema.sources import Role, Source

Which = Literal["before", "now"]
VERSIONS: tuple[Which, ...] = ("before", "now")
PLACES: dict[Which, str] = {"before": "place_before", "now": "last_place"}
KEY = f"{SUPPLIER}, reference"


@dataclass(frozen=True)
class Rows:
    """Rows of both versions that can be compared: of the records, or of their people.

    Attributes:
        before, now: tables or queries of the rows, each with the supplier and reference of its record.
        columns: the columns by which they may differ.
    """

    before: str
    now: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Version:
    """The records of one version that count, and whether each meets the definition.

    Attributes:
        records: their step.
        people: their people.
        role: whose fields the definition asks; None for nobody's.
        compiler: what compiles the definition; None where there is none, or the run does not read all that it asks.
        rule: the definition.
    """

    records: Step
    people: Mapping[Role, PeopleStep]
    role: Role | None = None
    compiler: RuleCompiler | None = None
    rule: Rule = EVERYTHING


@dataclass(frozen=True)
class Reading:
    """What versions are judged by.

    Attributes:
        definition: the project's definition, if it names one.
        catalogue: the offences.
        vocabularies: what the numbers in the rows mean.
        part: the mapping that read them.
        fields: the fields that are read, as far as files have them.
    """

    definition: Definition | None
    catalogue: Catalogue
    vocabularies: Vocabularies
    part: MappingPart
    fields: AbstractSet[str]


def put_reissued(outdated: Outdated) -> str:
    """Return the name of a table of the references that a later extract issues again, with the places of both."""
    step, table = outdated.step, f"{outdated.step.base}_reissued"
    step.engine.define(
        table,
        f"SELECT DISTINCT v.* FROM {outdated.versions} AS v JOIN {step.name} AS t "
        f"ON t.{SUPPLIER} = v.{SUPPLIER} AND t.reference = v.reference "
        f"JOIN {outdated.rows} AS o ON o.{ROW} = t.{ROW} AND o.why = {ISSUED_AGAIN}",
        kept=True,
    )
    return table


def rows_of_version(outdated: Outdated, reissued: str, which: Which) -> str:
    """Return the name of a table of the rows of one version of the records that were issued again."""
    step = outdated.step
    table = f"{step.base}_{which}_typed"
    step.engine.define(
        table,
        f"SELECT t.* FROM {step.name} AS t JOIN {reissued} AS v ON t.{SUPPLIER} = v.{SUPPLIER} "
        f"AND t.reference = v.reference JOIN {outdated.places} AS r ON r.extract_number = t.{EXTRACT} "
        f"AND r.place = v.{PLACES[which]}",
        kept=True,
    )
    return table


def way_of(outdated: Outdated, table: str) -> Step:
    """Return the first step of the way that the rows of a version go; the table itself stays."""
    base = table.removesuffix("_typed")
    outdated.step.engine.define(f"{base}_rows", f"SELECT * FROM {table}")
    return Step(outdated.step.engine, base, f"{base}_rows")


def count_revision(
    outdated: Outdated, reissued: str, compared: Mapping[str, Rows], judged: Mapping[Which, Version]
) -> Revision | None:
    """Return what later extracts say of records that earlier ones did not; None where that is nothing.

    Args:
        outdated: the rows that later extracts take the place of.
        reissued: the table of the references that are issued again.
        compared: what can be compared of both versions, by a name of each.
        judged: the records of each version that count.
    """
    engine, base = outdated.step.engine, outdated.step.base
    differing = f"{base}_revised"
    engine.define(differing, " UNION ".join(_differing(each) for each in compared.values()), kept=True)
    for which, version in judged.items():
        engine.define(f"{base}_{which}_met", _met(version), kept=True)
    knows = all(version.compiler for version in judged.values())
    ((issued, revised, cancelled, left, joined),) = rows(
        engine,
        f"revisions of {base}",
        "SELECT count(*), count(d.reference), "
        "count(*) FILTER (WHERE b.reference IS NOT NULL AND n.reference IS NULL), "
        "count(*) FILTER (WHERE COALESCE(b.met, FALSE) AND NOT COALESCE(n.met, FALSE)), "
        "count(*) FILTER (WHERE COALESCE(n.met, FALSE) AND NOT COALESCE(b.met, FALSE)) "
        f"FROM {reissued} AS v {_joined(differing, 'd')} {_joined(f'{base}_before_met', 'b')} "
        f"{_joined(f'{base}_now_met', 'n')}",
    )
    for table in (differing, *(f"{base}_{which}_met" for which in judged)):
        engine.drop(table)
    found = Revision(
        issued, revised, cancelled, left if knows else None, joined if knows else None, count_withdrawn(outdated),
        outdated.differing,
    )  # fmt: skip
    return found if found.reissued or found.withdrawn or found.unordered else None


def judge_version(records: Step, people: Mapping[Role, PeopleStep], source: Source, reading: Reading) -> Version:
    """Return the records of one version that count, with what judges them by the definition.

    Args:
        records: the records that count.
        people: their people.
        source: the source.
        reading: what judges them.
    """
    definition = reading.definition
    if definition is None or definition.source != source.id or set(fields_of(definition.rule)) - reading.fields:
        return Version(records, people)
    role = next((role for name in fields_of(definition.rule) if (role := source.role_of(name))), None)
    of_role = {name: each.people for name, each in people.items()}
    columns, vocabularies = frozenset(records.columns), reading.vocabularies
    facts = Facts(source, records.name, columns, vocabularies, (), reading.part, of_role, {})
    compiler = RuleCompiler(source, reading.catalogue, vocabularies, facts.relation(role))
    return Version(records, people, role, compiler, definition.rule)


def drop_version(version: Version) -> None:
    """Forget the tables of a version."""
    for step in (version.records, *(each.step for each in version.people.values() if each.step)):
        for table in reversed((*step.behind, step.name)):
            step.engine.drop(table)


def count_withdrawn(outdated: Outdated) -> int:
    """Return how many records a later extract issues no more, in days that it issues again."""
    step = outdated.step
    gone = (
        f"SELECT DISTINCT t.{SUPPLIER}, t.reference, CASE WHEN t.reference IS NULL THEN t.{ROW} END AS alone "
        f"FROM {step.name} AS t JOIN {outdated.rows} AS o ON o.{ROW} = t.{ROW} AND o.why = {WITHDRAWN}"
    )
    return number(step.engine, f"records of {step.name} that are withdrawn", f"SELECT count(*) FROM ({gone}) AS gone")


def _differing(each: Rows) -> str:
    """Return a query of the references whose rows are not the same in both versions."""
    listed = "".join(f", {name}" for name in each.columns)
    sides = " UNION ALL ".join(
        f"SELECT {KEY}{listed}, {sign} AS side FROM {table}" for table, sign in ((each.before, 1), (each.now, -1))
    )
    return (
        f"SELECT DISTINCT {KEY} FROM (SELECT {KEY}{listed}, sum(side) AS more FROM ({sides}) AS sides "
        f"GROUP BY {KEY}{listed}) AS versions WHERE more <> 0"
    )


def _met(each: Version) -> str:
    """Return a query of the references of records that count, and whether a row or person of each meets the rule."""
    verdict, joins = "FALSE", ""
    if each.compiler:
        verdict = each.compiler.compile(each.rule)
        for name, table in each.compiler.lookup_tables().items():
            each.records.engine.put(name, table)
        joins = each.compiler.joins()
    of_role = each.people.get(each.role) if each.role else None
    table = of_role.people.table if of_role else ""
    people = f" LEFT JOIN {table} AS p ON p.{OFFENCE_ROW} = f.{ROW}" if table else ""
    return (
        f"SELECT f.{SUPPLIER}, f.reference, bool_or({verdict}) AS met FROM {each.records.name} AS f{people}{joins} "
        f"GROUP BY f.{SUPPLIER}, f.reference"
    )


def _joined(table: str, alias: str) -> str:
    return f"LEFT JOIN {table} AS {alias} ON {alias}.{SUPPLIER} = v.{SUPPLIER} AND {alias}.reference = v.reference"
