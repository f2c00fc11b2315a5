"""How measures and definitions count: their rules in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svtool.schema.definitions import Definition
from svtool.schema.library import Library
from svtool.schema.rules import EVERYTHING, Rule
from svtool.schema.sources import nouns_of
from svtool.schema.tables import Measure
from svtool.schema.titled_rules import rule_in_titles


@dataclass(frozen=True)
class CountingRule:
    """How a measure counts.

    Attributes:
        measure: the measure.
        counts: what several of its unit are called.
        where: its own rule; empty where all by its definition count, or where it arrives as a figure.
        definition: the title of its definition; empty without one.
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


def rule_of(measure: Measure, library: Library) -> CountingRule:
    """Return how a measure counts."""
    _, counts = measure.nouns or nouns_of(measure.unit)
    if not measure.is_counted:
        return CountingRule(measure, counts, "", "")
    of_definition = measure.definition.title if measure.definition else ""
    said_by_it = measure.where == EVERYTHING and of_definition
    words = "" if said_by_it else _in_words(measure.where, measure.source, library)
    return CountingRule(measure, counts, words, of_definition)


def rules_of(definition: Definition, library: Library) -> ClauseRules:
    """Return the rules of a definition."""
    source = definition.source
    clauses = [(clause.id, clause.title, _in_words(clause.rule, source, library)) for clause in definition.clauses]
    exclude = _in_words(definition.exclude, source, library) if definition.exclude else ""
    return ClauseRules(definition, clauses, exclude)


def _in_words(rule: Rule, source: str, library: Library) -> str:
    return rule_in_titles(rule, library.sources[source], library.catalogue)
