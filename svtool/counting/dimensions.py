"""Breakdowns as a tally asks for them: SQL for the number of a record's value, and what each number is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from svtool.gathering.facts import Facts
from svtool.records.vocabulary import Vocabularies
from svtool.schema.breakdowns import Breakdown
from svtool.schema.offences import Catalogue
from svtool.schema.row_columns import OFFENCE_ROW, ROW
from svtool.schema.sources import FLAG_VALUES, Role, Source


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


def joins_to_others(facts: Facts, role: Role | None, by: Sequence[Dimension]) -> str:
    """Return SQL that joins the people by whom a measure is broken down, beside those whom it is about."""
    others = [each for each in dict.fromkeys(one.role for one in by) if each and each != role]
    return "".join(
        f" LEFT JOIN {facts.people[each].table} AS {_alias(each, role)} ON {_alias(each, role)}.{OFFENCE_ROW} = f.{ROW}"
        for each in others
    )
