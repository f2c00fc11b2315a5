"""What a measure asks of a record: the rule that it writes, with that of its definition, and whom both are about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from svtool.errors import InvalidFileError, Problem
from svtool.schema.definitions import Definition
from svtool.schema.offences import Catalogue
from svtool.schema.rules import EVERYTHING, Rule, fields_of, parse_rule
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
    """Return the rule that a measure writes and the definition that it names; faults are added to the problems."""
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


def role_of_measure(
    document: Document, at: Location, unit: str, source: Source, rule: Rule, problems: list[Problem]
) -> Role | None:
    """Return the people whom a measure counts or asks about; a measure of both is a fault."""
    of_unit = ROLE_UNITS.get(unit)
    of_rule = next((role for name in fields_of(rule) if (role := source.role_of(name))), None)
    if of_unit and of_rule and of_unit != of_rule:
        problems.append(
            document.problem(
                at, f"{show_location(at)} counts {unit}s but asks about the {of_rule}; ask about one of them"
            )
        )
    return of_unit or of_rule
