"""What a measure asks of a record: the rule that it writes, with that of its definition, and whom both are about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from svtool.errors import InvalidFileError, Problem, listed, nearest
from svtool.schema.definitions import Definition
from svtool.schema.offences import Catalogue
from svtool.schema.rules import EVERYTHING, Rule, all_of, fields_of, parse_rule
from svtool.schema.sources import ROLE_UNITS, Role, Source, check_rule
from svtool.schema.text_yaml import Document, Location, show_location
from svtool.schema.weights import Weights


@dataclass(frozen=True)
class Vocabulary:
    """What a table's rules may name.

    Attributes:
        sources: the sources by id.
        catalogue: the offences.
        definition: returns a definition by its id; None for the project's, where it names none.
        weights: returns weights by their id.
    """

    sources: dict[str, Source]
    catalogue: Catalogue
    definition: Callable[[str], Definition | None]
    weights: Callable[[str], Weights]


def resolve_rule(
    document: Document,
    at: Location,
    where: Any,
    named: str | None,
    source: Source,
    words: Vocabulary,
    problems: list[Problem],
) -> tuple[Rule, Definition | None]:
    """Return the rule that a measure writes and the definition that it names.

    Args:
        document: the file.
        at: where the measure stands in it.
        where: the rule as written; None where there is none.
        named: id of the definition; None where it names none.
        source: whose fields the rule asks for.
        words: what rules may name.
        problems: faults found so far, to which others are added.
    """
    rule: Rule = EVERYTHING
    if where is not None:
        rule = parse_rule(document, where, (*at, "where"), problems)
        check_rule(source, words.catalogue, document, rule, problems)
    if named is None:
        return rule, None
    try:
        definition = words.definition(named)
    except InvalidFileError as error:
        problems.extend(error.problems or [document.problem((*at, "definition"), str(error))])
        return rule, None
    if definition and definition.source != source.id:
        message = f"definition {definition.id} is of {definition.source}, not of {source.id}; choose one of {source.id}"
        problems.append(document.problem((*at, "definition"), message))
    return rule, definition


def narrowed(
    document: Document,
    at: Location,
    where: Rule,
    definition: Definition | None,
    clause: str | None,
    problems: list[Problem],
) -> Rule:
    """Return the rule of a measure of one clause: what the clause asks, exclusions included, beside its own.

    Args:
        document: the file.
        at: where the measure stands in it.
        where: the measure's own rule.
        definition: the definition that it names.
        clause: id of the clause; None where it counts by all of them, or by none.
        problems: faults found so far, to which others are added.
    """
    if clause is None:
        return where
    known = definition.clause_rules if definition else {}
    if clause in known:
        return all_of(where, known[clause])
    message = f"clause {clause} is of no definition; write definition: too"
    if definition:
        message = f"{definition.id} has no clause {clause}; expected {listed(known, 30)}{nearest(clause, known)}"
    problems.append(document.problem((*at, "clause"), message))
    return where


def asked_of(where: Rule, definition: Definition | None, clause: str | None) -> Rule:
    """Return what a measure asks by its own rule and its definition; of one clause, its own rule says all of it."""
    return all_of(where, definition.rule) if definition and clause is None else where


def role_of_measure(
    document: Document, at: Location, unit: str, source: Source, rules: tuple[Rule, Rule], problems: list[Problem]
) -> Role | None:
    """Return the people whom a measure counts or asks about.

    A measure of both is a fault where it says so itself. Where its definition asks about others, what it asks of them
    is not known: nobody says which of an offence's suspects belong to which of its victims.

    Args:
        document: the file.
        at: where the measure stands in it.
        unit: what it counts.
        source: whose fields the rules ask for.
        rules: what it asks by itself, and together with its definition.
        problems: faults found so far.
    """
    of_unit = ROLE_UNITS.get(unit)
    by_itself, together = (_role_of(rule, source) for rule in rules)
    asked = by_itself or together
    if of_unit and by_itself and of_unit != by_itself:
        problems.append(
            document.problem(
                at, f"{show_location(at)} counts {unit}s but asks about the {by_itself}; ask about one of them"
            )
        )
    return of_unit or asked


def _role_of(rule: Rule, source: Source) -> Role | None:
    return next((role for name in fields_of(rule) if (role := source.role_of(name))), None)
