"""From loaded rows to facts: repeats and cancelled records out, people linked to their offence, ages worked out.

Every row that leaves is counted in the ledger of its extract.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from svtool.dates import PRECISIONS, Precision
from svtool.engine.embedded import Engine
from svtool.engine.rule_sql import Relation
from svtool.gathering.overlap import Revision
from svtool.gathering.units import count_disagreeing, merge_offences
from svtool.records.ledger import ExtractReport
from svtool.records.vocabulary import Vocabularies
from svtool.schema.mappings import MappingPart
from svtool.schema.project import ExtractEntry
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, PRESENT, ROW, SUPPLIER, UNCERTAIN
from svtool.schema.sources import Role, Source


@dataclass
class People:
    """The victims or suspects of a source.

    Attributes:
        table: their table; empty when they stand in the offence's own row.
        columns: their canonical columns.
        within: how far a reference means the same person.
        known_from, known_to: the recorded days of offences for which people were recorded; None when they never were.
        always_known: whether the file says of every offence if it has such people.
        countable: whether one row is one person in one offence, so that they can be counted.
        present: whether each row says if it has such a person.
    """

    table: str
    columns: frozenset[str]
    within: str = "file"
    known_from: date | None = None
    known_to: date | None = None
    always_known: bool = False
    countable: bool = True
    present: bool = False


@dataclass
class Facts:
    """A source in the engine, ready to be counted."""

    source: Source
    table: str
    columns: frozenset[str]
    vocabularies: Vocabularies
    entries: tuple[ExtractEntry, ...]
    part: MappingPart
    people: dict[Role, People] = field(default_factory=dict)
    reports: dict[str, ExtractReport] = field(default_factory=dict)
    revision: Revision | None = None

    @property
    def area_unknown(self) -> str:
        """Return what an unknown area means: inside, or not known."""
        said = next((entry.area_unknown for entry in self.entries if entry.area_unknown), None)
        return said or self.part.area_unknown

    @property
    def area_basis(self) -> str:
        """Return whose area it is: of the incident, of the residence, of the site."""
        return (
            next((entry.area_basis for entry in self.entries if entry.area_basis), None) or self.part.area_basis or ""
        )

    @property
    def is_aggregate(self) -> bool:
        """Return whether a row is a count of several units."""
        return "count" in self.columns

    @property
    def holds_intervals(self) -> bool:
        """Return whether some counts are suppressed or rounded, so that they are the least that they may be."""
        return UNCERTAIN in self.columns

    @property
    def coarsest(self) -> Precision:
        """Return how much time the least exact date names."""
        found = [each for report in self.reports.values() for each in report.coarsest.values()]
        return max(found, key=PRECISIONS.index, default="day")

    def relation(self, role: Role | None, alias: str = "p") -> Relation:
        """Return how rules reach the fields of the record and of one of its people, whose table has an alias."""
        people = self.people.get(role) if role else None
        if people is None:
            return Relation("f", self.columns, "f", frozenset())
        if not people.table:
            if not role or not people.present:
                return Relation("f", self.columns, "f", people.columns)
            present = PRESENT[role]
            return Relation("f", self.columns, "f", people.columns, f"NOT f.{present}", "TRUE", frozenset({present}))
        known = ""
        if people.always_known and role == "victim":
            known = "TRUE"
        elif people.known_from and people.known_to and role == "victim":
            known = f"f.recorded_date BETWEEN DATE '{people.known_from}' AND DATE '{people.known_to}'"
        return Relation("f", self.columns, alias, people.columns, f"{alias}.{ROW} IS NULL", known)


def records_by_day(engine: Engine, facts: Facts, day: str) -> dict[int, dict[date, int]]:
    """Return for each supplier (by number) how many records there are on each day of one date."""
    rows = engine.rows(
        f"SELECT {SUPPLIER}, {day}, count(*) FROM {facts.table} WHERE {day} IS NOT NULL GROUP BY {SUPPLIER}, {day}"
    )
    found: dict[int, dict[date, int]] = {}
    for supplier, each, number in rows:
        found.setdefault(supplier, {})[each] = number
    return found


HASH_PARTS = 8  # of the references, one at a time, so that five million of them need little memory


def drop_repeats(engine: Engine, table: str, report: ExtractReport) -> None:
    """Delete rows that repeat the supplier and reference of an earlier row, and count them.

    References whose hash occurs once can't repeat; only the few others are compared letter by letter.
    """
    if "reference" not in engine.columns(table):
        return
    key = "hash(supplier, reference)"
    suspects = [
        number
        for part in range(HASH_PARTS)
        for (number,) in engine.rows(
            f"SELECT h FROM (SELECT {key} AS h FROM {table} WHERE reference IS NOT NULL) "
            f"WHERE h % {HASH_PARTS} = {part} GROUP BY h HAVING count(*) > 1"
        )
    ]
    if not suspects:
        return
    # Of a record that stands both cancelled and not, the one that is not is kept, in whatever order they come.
    order = f"COALESCE(cancelled, FALSE), {ROW}" if "cancelled" in engine.columns(table) else ROW
    engine.put("suspected_hashes", pa.table({"h": pa.array(suspects, pa.uint64())}))
    repeats = (
        f"SELECT {ROW} FROM (SELECT {ROW}, "
        f"row_number() OVER (PARTITION BY supplier, reference ORDER BY {order}) AS nth "
        f"FROM {table} WHERE {key} IN (SELECT h FROM suspected_hashes)) WHERE nth > 1"
    )
    before = engine.number(f"SELECT count(*) FROM {table}")
    engine.run(f"DELETE FROM {table} WHERE {ROW} IN ({repeats})")
    report.ledger.repeated += before - engine.number(f"SELECT count(*) FROM {table}")


def drop_cancelled(engine: Engine, table: str, report: ExtractReport) -> None:
    """Delete cancelled and transferred records, and count them."""
    if "cancelled" not in engine.columns(table):
        return
    report.ledger.cancelled += engine.number(f"SELECT count(*) FROM {table} WHERE cancelled")
    engine.run(f"DELETE FROM {table} WHERE cancelled")


def settle(engine: Engine, table: str, report: ExtractReport) -> None:
    """Count what is left as usable and check that the ledger balances."""
    report.ledger.usable = engine.number(f"SELECT count(*) FROM {table}")
    report.ledger.check()


def count_reclassified(engine: Engine, table: str, part: MappingPart, report: ExtractReport) -> None:
    """Count the offences that are of another kind than when they were first recorded."""
    if "reclassified" in engine.columns(table):
        report.reclassified = engine.number(f"SELECT count(*) FROM {table} WHERE reclassified")
    report.classification = part.classification


def drop_repeated_people(engine: Engine, table: str, person: str, within: str, report: ExtractReport) -> None:
    """Delete rows that name the same person in the same offence again, and count them."""
    if person not in engine.columns(table):
        return
    nth = (
        f"SELECT {ROW} FROM (SELECT {ROW}, row_number() OVER (PARTITION BY {_scope(within)}, reference, {person} "
        f"ORDER BY {ROW}) AS nth FROM {table} WHERE {person} IS NOT NULL AND reference IS NOT NULL) WHERE nth > 1"
    )
    repeated = engine.number(f"SELECT count(*) FROM ({nth})")
    if repeated:
        engine.run(f"DELETE FROM {table} WHERE {ROW} IN ({nth})")
    report.ledger.repeated += repeated


def _scope(within: str) -> str:
    """Return the columns inside which a reference of a person means one person, in one offence."""
    return f"{SUPPLIER}, {EXTRACT}" if within == "file" else SUPPLIER


def split_flat(
    engine: Engine, raw: str, part: MappingPart, source: Source, report: ExtractReport
) -> dict[Role, People]:
    """Split a flat file whose rows are people into offences (table `raw`) and people; return the people.

    A joined victim × suspect export has an offence once for every pair: offences are told by reference, people by
    theirs; without references of people their number can't be known.
    """
    rows = f"{raw}_rows"
    engine.run(f"ALTER TABLE {raw} RENAME TO {rows}")
    key = f"COALESCE(reference, CAST({ROW} AS VARCHAR))" if "reference" in engine.columns(rows) else ROW
    engine.run(
        f"CREATE TABLE {rows}_keyed AS SELECT *, min({ROW}) OVER (PARTITION BY {SUPPLIER}, {key}) AS {OFFENCE_ROW} "
        f"FROM {rows}"
    )
    of_people = {each.name for each in source.fields if each.role}
    fields = [
        name
        for name in engine.columns(rows)
        if name not in {ROW, EXTRACT, SUPPLIER, "reference", *PRESENT.values()}
        and name.removesuffix("_lo").removesuffix("_hi") not in of_people
    ]
    report.disagreeing += count_disagreeing(engine, f"{rows}_keyed", OFFENCE_ROW, fields)
    merge_offences(engine, f"{rows}_keyed", raw, OFFENCE_ROW, fields)
    people = {role: _people_of_rows(engine, raw, part, source, role) for role in source.roles}
    engine.run(f"DROP TABLE {rows}_keyed")
    engine.run(f"DROP TABLE {rows}")
    return people


def _people_of_rows(engine: Engine, raw: str, part: MappingPart, source: Source, role: Role) -> People:
    table, person = f"{raw}_{role}", f"{role}_reference"
    columns = engine.columns(f"{raw}_rows_keyed")
    where = f"WHERE {PRESENT[role]}" if PRESENT[role] in columns else ""
    joined = part.row != role
    within = part.columns[person].within if person in part.columns else "file"
    if person in columns:
        # A row without a reference is nobody known: it is a person of its own, whatever other references look like.
        who = f"{_scope(within)}, {person}, CASE WHEN {person} IS NULL THEN {ROW} END"
        order = f"PARTITION BY {OFFENCE_ROW}, {who} ORDER BY {ROW}"
        engine.run(
            f"CREATE TABLE {table} AS SELECT * FROM (SELECT *, row_number() OVER ({order}) AS nth "
            f"FROM {raw}_rows_keyed {where}) WHERE nth = 1"
        )
    else:
        engine.run(f"CREATE TABLE {table} AS SELECT * FROM {raw}_rows_keyed {where}")
    return People(
        table,
        frozenset(engine.columns(table)) & _role_columns(source, role),
        within,
        always_known=bool(where),
        countable=not joined or person in columns,
    )


def _role_columns(source: Source, role: Role) -> frozenset[str]:
    names = {each.name for each in source.fields if each.role == role}
    ages = {f"{name}_{end}" for name in names for end in ("lo", "hi")}
    return frozenset(names | ages | {ROW, SUPPLIER, EXTRACT, OFFENCE_ROW})


def add_ages(engine: Engine, source: Source, records: str, table: str, dates: list[str]) -> None:
    """Turn dates of birth into ages at the committed (else recorded) date; the dates of birth are then gone."""
    for birth in source.of_type("birth_date"):
        columns = engine.columns(table)
        if birth.name not in columns or birth.becomes is None:
            continue
        join = f"FROM {records} AS o WHERE o.{ROW} = {table}.{OFFENCE_ROW}" if table != records else ""
        prefix = "o." if join else ""
        day = (
            "COALESCE(" + ", ".join(f"{prefix}{name}" for name in dates) + ")" if len(dates) > 1 else prefix + dates[0]
        )
        born = f"{table}.{birth.name}"
        years = (
            f"(year({day}) - year({born}) - CASE WHEN month({day}) * 100 + day({day}) < "
            f"month({born}) * 100 + day({born}) THEN 1 ELSE 0 END)"
        )
        age = f"CASE WHEN {years} BETWEEN 0 AND 120 THEN {years} END"
        for end in ("lo", "hi"):
            column = f"{birth.becomes}_{end}"
            if column not in columns:
                engine.run(f"ALTER TABLE {table} ADD COLUMN {column} SMALLINT")
            engine.run(f"UPDATE {table} SET {column} = COALESCE({column}, {age}) {join}")
        engine.run(f"ALTER TABLE {table} DROP COLUMN {birth.name}")
