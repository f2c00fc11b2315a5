"""How measures and definitions count: their rules as a project file would write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.schema.definitions import Definition
from svtool.schema.rules import EVERYTHING, show_rule
from svtool.schema.sources import nouns_of
from svtool.schema.tables import Measure


@dataclass(frozen=True)
class CountingRule:
    """How a measure counts.

    Attributes:
        measure: the measure.
        counts: what several of its unit are called.
        where: its own rule; empty where all by its definition count, or where it arrives as a figure.
        definition: the id of its definition; empty without one.
    """

    measure: Measure
    counts: str
    where: str
    definition: str


@dataclass(frozen=True)
class ClauseRules:
    """The rules of a definition.

    Attributes:
        definition: the definition.
        clauses: the id, title and rule of each.
        exclude: the rule of what is left out; empty where nothing is.
    """

    definition: Definition
    clauses: Sequence[tuple[str, str, str]]
    exclude: str


def rule_of(measure: Measure) -> CountingRule:
    """Return how a measure counts."""
    _, counts = measure.nouns or nouns_of(measure.unit)
    if measure.is_indicator:
        return CountingRule(measure, counts, "", "")
    of_definition = measure.definition.id if measure.definition else ""
    said_by_it = measure.where == EVERYTHING and of_definition
    return CountingRule(measure, counts, "" if said_by_it else show_rule(measure.where), of_definition)


def rules_of(definition: Definition) -> ClauseRules:
    """Return the rules of a definition."""
    clauses = [(clause.id, clause.title, show_rule(clause.rule)) for clause in definition.clauses]
    return ClauseRules(definition, clauses, show_rule(definition.exclude) if definition.exclude else "")
