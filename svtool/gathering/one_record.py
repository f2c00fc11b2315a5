"""One record out of the engine, with canonical values, for people to look at."""

from __future__ import annotations

from typing import Any

import pandas as pd

from svtool.engine.seam import Engine, frame
from svtool.gathering.facts import Facts, People
from svtool.meaning.decide import PEOPLE
from svtool.schema.row_columns import OFFENCE_ROW, PRESENT, ROW
from svtool.schema.sources import OFFENCE, RECORDED, Role


def find_records(engine: Engine, facts: Facts, reference: str) -> list[dict[str, Any]]:
    """Return the records with a reference (several suppliers may use the same), people included."""
    if "reference" not in facts.columns:
        return []
    found = frame(
        engine,
        "one record",
        f"SELECT * FROM {facts.table} WHERE reference = ? ORDER BY {ROW}",
        [reference.strip().upper()],
    )
    records = []
    for row in found.to_dict("records"):
        record = {
            name: value for name, value in _canonical(facts, row).items() if not _has_rows_of_its_own(facts, name)
        }
        for role, people in ((each, facts.people[each]) for each in facts.source.roles if each in facts.people):
            if people.table:
                rows = frame(
                    engine,
                    "its people",
                    f"SELECT * FROM {people.table} WHERE {OFFENCE_ROW} = ? ORDER BY {ROW}",
                    [row[ROW]],
                )
                found_people = [_of_role(facts, role, _canonical(facts, each)) for each in rows.to_dict("records")]
                record[PEOPLE[role]] = found_people if _are_told(people, found_people, record) else None
            elif not people.present or row.get(PRESENT[role]):
                record[PEOPLE[role]] = [record]
            else:
                record[PEOPLE[role]] = []
        records.append(record)
    return records


def _of_role(facts: Facts, role: Role, person: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in person.items() if facts.source.role_of(name) == role}


def _are_told(people: People, found: list[dict[str, Any]], record: dict[str, Any]) -> bool:
    """Return whether the extracts say who is beside a record, or that nobody is."""
    if found:
        return any(found)
    day = record.get(RECORDED)
    if people.always_known or day is None:
        return people.always_known
    return any(first <= day.date() <= last for first, last in people.known_days)


def _has_rows_of_its_own(facts: Facts, name: str) -> bool:
    """Return whether a field is of people who stand beside the record: a flat file repeats those of its first row."""
    role = facts.source.role_of(name)
    people = facts.people.get(role) if role else None
    return people is not None and bool(people.table)


def _canonical(facts: Facts, row: dict[Any, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for column, value in row.items():
        name = column.removesuffix("_lo")
        if column.endswith("_hi"):
            continue
        missing = bool(pd.isna(value))
        if column.endswith("_lo"):
            record[name] = None if missing else (int(value), int(row[f"{name}_hi"]))
        elif column == OFFENCE or (column in facts.vocabularies and _is_numbered(facts, column)):
            record[column] = None if missing else facts.vocabularies[column].values[int(value)]
        elif name in facts.source.by_name and facts.source.by_name[name].type == "flag":
            record[column] = None if missing else "yes" if value else "no"
        elif name in facts.source.by_name:
            record[column] = None if missing else value
    return record


def _is_numbered(facts: Facts, column: str) -> bool:
    field = facts.source.by_name.get(column)
    return field is not None and field.type in {"category", "label", "area", "ampds_code", "icd10_code"}
