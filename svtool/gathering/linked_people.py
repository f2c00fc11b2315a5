"""People of linked files find their offence: by reference and supplier, as far as both files know the supplier."""

from __future__ import annotations

from svtool.engine.seam import number, rows
from svtool.errors import several
from svtool.gathering.steps import TYPED, Step, selected
from svtool.records.record_block import MOST_ROWS
from svtool.records.watch import Watch
from svtool.schema.row_columns import EXTRACT, OFFENCE_ROW, ROW, SUPPLIER
from svtool.schema.sources import Role

NO_SUPPLIER = 0


def person_scope(within: str) -> str:
    """Return the columns inside which a reference of a person means one person, in one offence."""
    return f"{SUPPLIER}, {EXTRACT}" if within == "file" else SUPPLIER


def leave_repeated_people(step: Step, person: str, within: str) -> Step:
    """Return the next step: without rows that name the same person in the same offence again.

    Args:
        step: the people's rows.
        person: the column of their references.
        within: how far a reference means one person.
    """
    if person not in step.columns:
        return step
    named = f"{person} IS NOT NULL AND reference IS NOT NULL"
    # To sort people takes long, and hardly any is named twice: a hash tells who may be, and they are compared as text.
    hashed = f"xxhash64(reference, {person})"
    doubtful = f"{step.base}_doubtful"
    step.engine.define(
        doubtful, f"SELECT {hashed} AS h FROM {step.name} WHERE {named} GROUP BY 1 HAVING count(*) > 1", kept=True
    )
    if not number(step.engine, f"rows of {doubtful}", f"SELECT count(*) FROM {doubtful}"):
        step.engine.drop(doubtful)
        return step
    beside, repeated = step.with_rows(
        "repeated",
        f"SELECT {ROW} FROM (SELECT {ROW}, row_number() OVER (PARTITION BY {person_scope(within)}, reference, {person} "
        f"ORDER BY {ROW}) AS nth FROM {step.name} WHERE {named} AND {hashed} IN (SELECT h FROM {doubtful})) "
        "AS numbered WHERE nth > 1",
    )
    step.engine.drop(doubtful)
    left = number(step.engine, f"rows of {repeated}", f"SELECT count(*) FROM {repeated}")
    return beside.without(repeated, "units", {"repeated": left}) if left else beside


def link_people(people: Step, offences: Step, role: Role, watch: Watch | None = None) -> tuple[Step, list[str]]:
    """Return the next step of people, joined to their offences, and what must be said of how they were.

    Rows without an offence are unlinked, and counted.

    Args:
        people: their rows.
        offences: each reference of a supplier once.
        role: who the people are.
        watch: is told of the rows whose offence is in no file.
    """
    names = [name for name in people.columns if name not in {"reference", SUPPLIER}]
    suppliers = f"CASE WHEN p.{SUPPLIER} = {NO_SUPPLIER} THEN o.{SUPPLIER} ELSE p.{SUPPLIER} END"
    listed = selected("p", names, {OFFENCE_ROW: f"o.{ROW}", SUPPLIER: suppliers})
    notes: list[str] = []
    if _must_link_loosely(people, offences):
        people, notes = _pair_loosely(people, offences, role)
        joins = (
            f"LEFT JOIN {people.base}_pairs AS k ON k.person_row = p.{ROW} "
            f"LEFT JOIN {offences.name} AS o ON o.{ROW} = k.{OFFENCE_ROW}"
        )
    else:
        joins = f"LEFT JOIN {offences.name} AS o ON p.reference = o.reference AND p.{SUPPLIER} = o.{SUPPLIER}"
    lost = _unlinked_rows(people, offences) if watch else []
    if watch and lost:
        watch.unlinked(f"{people.base}_{TYPED}", lost)
    linked = people.then("linked", f"SELECT {listed} FROM {people.name} AS p {joins}", kept=True)
    # Every row is still there, so that a row that got lost is not taken for one without an offence.
    unlinked = linked.count(f"{OFFENCE_ROW} IS NULL")
    if not unlinked:
        return linked, notes
    return linked.where(f"{OFFENCE_ROW} IS NOT NULL", "with_offence", {"unlinked": unlinked}), notes


def _unlinked_rows(people: Step, offences: Step) -> list[tuple[int, int, list[int]]]:
    """Return for each extract its number, how many of its rows name an offence in no file, and the first of them.

    An offence of another supplier is none of theirs; without a supplier, any offence with the reference may be.
    """
    first = rows(
        people.engine,
        f"rows of {people.name} without an offence",
        f"SELECT {EXTRACT}, unlinked, {ROW} FROM (SELECT {EXTRACT}, {ROW}, "
        f"count(*) OVER (PARTITION BY {EXTRACT}) AS unlinked, "
        f"row_number() OVER (PARTITION BY {EXTRACT} ORDER BY {ROW}) AS nth FROM {people.name} AS p "
        f"WHERE reference IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {offences.name} AS o "
        f"WHERE p.reference = o.reference AND (p.{SUPPLIER} = o.{SUPPLIER} "
        f"OR p.{SUPPLIER} = {NO_SUPPLIER} OR o.{SUPPLIER} = {NO_SUPPLIER}))) AS lost "
        f"WHERE nth <= {MOST_ROWS} ORDER BY {EXTRACT}, {ROW}",
    )
    found: dict[int, tuple[int, int, list[int]]] = {}
    for extract, unlinked, row in first:
        found.setdefault(extract, (extract, unlinked, []))[2].append(row)
    return list(found.values())


def _must_link_loosely(people: Step, offences: Step) -> bool:
    """Return whether some rows have a supplier and others, which might belong to them, have none."""
    (found,) = rows(
        people.engine,
        f"suppliers of {people.name}",
        "SELECT min(least), max(most) FROM ("
        f"SELECT min({SUPPLIER}) AS least, max({SUPPLIER}) AS most FROM {offences.name} UNION ALL "
        f"SELECT min({SUPPLIER}) AS least, max({SUPPLIER}) AS most FROM {people.name}) AS suppliers",
    )
    return bool(found[0] == NO_SUPPLIER and found[1] != NO_SUPPLIER)


def _pair_loosely(people: Step, offences: Step, role: Role) -> tuple[Step, list[str]]:
    """Return the people with a table of which row is of which offence, where one of them may have no supplier.

    The same supplier goes before none, and a row that could be of offences of several suppliers is of none. What must
    be said of it comes as well.
    """
    exact = f"p.{SUPPLIER} = o.{SUPPLIER}"
    people, candidates = people.with_rows(
        "candidates",
        f"SELECT p.{ROW} AS person_row, o.{ROW} AS {OFFENCE_ROW}, {exact} AS exact, "
        f"count(*) OVER (PARTITION BY p.{ROW}) AS candidates, "
        f"sum(CASE WHEN {exact} THEN 1 ELSE 0 END) OVER (PARTITION BY p.{ROW}) AS exactly "
        f"FROM {people.name} AS p JOIN {offences.name} AS o ON p.reference = o.reference "
        f"WHERE {exact} OR p.{SUPPLIER} = {NO_SUPPLIER} OR o.{SUPPLIER} = {NO_SUPPLIER}",
    )
    alone = "exactly = 0 AND candidates = 1"
    people, _ = people.with_rows(
        "pairs", f"SELECT person_row, {OFFENCE_ROW} FROM {candidates} WHERE exact OR ({alone})"
    )
    ((by_reference, ambiguous),) = rows(
        people.engine,
        f"rows of {people.name} without a supplier",
        f"SELECT count(*) FILTER (WHERE {alone}), count(DISTINCT person_row) FILTER (WHERE exactly = 0 AND "
        f"candidates > 1) FROM {candidates}",
    )
    notes = []
    if by_reference:
        notes.append(
            f"{several(by_reference, 'row is', 'rows are')} linked by the reference alone, as only one of the {role} "
            "and the offence has a supplier"
        )
    if ambiguous:
        notes.append(
            f"{several(ambiguous, 'row has', 'rows have')} no supplier and a reference of several; not linked. Give "
            "the file its supplier"
        )
    return people, notes
