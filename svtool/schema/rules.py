"""The rule language: conditions on fields, joined by `all`, `any` and `not`.

A rule answers yes, no or not known. This module knows its shape only; `decide` knows its meaning on one
record and `engine.rule_sql` the same meaning as SQL.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from svtool.errors import Problem, listed
from svtool.schema.text_yaml import Document, Location, show_location

Comparison = Literal["lt", "lte", "gt", "gte"]
COMPARISONS: tuple[Comparison, ...] = ("lt", "lte", "gt", "gte")


@dataclass(frozen=True)
class Among:
    """The field's value is one of these values (or names of offences).

    Where only what is `certain` counts, a value that is not known is none of them: a record that may be something else
    is still taken for what it is counted as.
    """

    field: str
    values: tuple[str, ...]
    certain: bool = dataclasses.field(default=False, kw_only=True)
    at: Location = dataclasses.field(default=(), compare=False)


@dataclass(frozen=True)
class Compare:
    """The field's number compares with a bound: `victim_age: {lt: 25}`."""

    field: str
    comparison: Comparison
    bound: int
    at: Location = dataclasses.field(default=(), compare=False)


@dataclass(frozen=True)
class All:
    """Every rule holds."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one rule holds."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Not:
    """The rule does not hold."""

    rule: Rule


Test = Among | Compare
Rule = Among | Compare | All | AnyOf | Not

EVERYTHING = All(())


def parse_rule(document: Document, raw: Any, at: Location, problems: list[Problem]) -> Rule:
    """Return the rule that a piece of YAML says; faults are added to `problems`.

    Args:
        document: the file that the piece comes from, for lines.
        raw: the piece: a mapping of fields or of `all`, `any`, `not`.
        at: where the piece stands in the file.
        problems: faults found so far.
    """
    if not isinstance(raw, dict) or not raw:
        problems.append(
            document.problem(at, f"{show_location(at)} is not a rule; expected `field: value`, all, any or not")
        )
        return EVERYTHING
    rules: list[Rule] = []
    for key, value in raw.items():
        here = (*at, key)
        if key in {"all", "any"}:
            rules.append(_parse_joined(document, key, value, here, problems))
        elif key == "not":
            rules.append(Not(parse_rule(document, value, here, problems)))
        else:
            rules.append(_parse_condition(document, key, value, here, problems))
    return rules[0] if len(rules) == 1 else All(tuple(rules))


def _parse_joined(document: Document, key: str, value: Any, at: Location, problems: list[Problem]) -> Rule:
    if not isinstance(value, list):
        problems.append(document.problem(at, f"{show_location(at)} needs a list of rules; write each after a dash"))
        return EVERYTHING
    parts = tuple(parse_rule(document, part, (*at, i), problems) for i, part in enumerate(value))
    return All(parts) if key == "all" else AnyOf(parts)


def _parse_condition(document: Document, name: str, value: Any, at: Location, problems: list[Problem]) -> Rule:
    if isinstance(value, str):
        return Among(name, (value,), at)
    if isinstance(value, list):
        wrong = [item for item in value if not isinstance(item, str)]
        if wrong or not value:
            problems.append(document.problem(at, f"{show_location(at)} must list plain values"))
        return Among(name, tuple(item for item in value if isinstance(item, str)), at)
    return _parse_comparison(document, name, value, at, problems)


def _parse_comparison(document: Document, name: str, value: Any, at: Location, problems: list[Problem]) -> Rule:
    bounds: list[Rule] = []
    if not value:
        problems.append(document.problem(at, f"{show_location(at)} asks nothing; write a value, a list or a bound"))
    for comparison, bound in (value or {}).items():
        here = (*at, comparison)
        if comparison not in COMPARISONS:
            problems.append(
                document.problem(here, f"{show_location(here)} is not a comparison; expected {listed(COMPARISONS)}")
            )
        elif not isinstance(bound, str) or not bound.isdigit():
            problems.append(document.problem(here, f"{show_location(here)} needs a whole number"))
        else:
            bounds.append(Compare(name, comparison, int(bound), at))
    if not bounds:
        return EVERYTHING
    return bounds[0] if len(bounds) == 1 else All(tuple(bounds))


def tests_of(rule: Rule) -> Iterator[Test]:
    """Yield every condition of a rule, in reading order."""
    if isinstance(rule, Among | Compare):
        yield rule
    elif isinstance(rule, Not):
        yield from tests_of(rule.rule)
    else:
        for part in rule.rules:
            yield from tests_of(part)


def fields_of(rule: Rule) -> list[str]:
    """Return the names of the fields that a rule asks for, each once, in reading order.

    A field of which only what is certain counts can leave nothing open, and need not be there.
    """
    return list(dict.fromkeys(test.field for test in tests_of(rule) if not only_certain(test)))


def only_certain(test: Test) -> bool:
    """Return whether a condition takes a value that is not known for none of those that it names."""
    return isinstance(test, Among) and test.certain


def all_of(*rules: Rule) -> Rule:
    """Return the rule that holds when all of these hold, without needless nesting."""
    parts: list[Rule] = []
    for rule in rules:
        parts.extend(rule.rules if isinstance(rule, All) else [rule])
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def any_of(rules: tuple[Rule, ...]) -> Rule:
    """Return the rule that holds when one of these holds."""
    return rules[0] if len(rules) == 1 else AnyOf(rules)


def show_rule(rule: Rule) -> str:
    """Return a rule in one line of words, for explanations."""
    if isinstance(rule, Among):
        return f"{rule.field} is {listed(rule.values, most=40)}"
    if isinstance(rule, Compare):
        words = {"lt": "under", "lte": "at most", "gt": "over", "gte": "at least"}
        return f"{rule.field} {words[rule.comparison]} {rule.bound}"
    if isinstance(rule, Not):
        return f"not ({show_rule(rule.rule)})"
    if not rule.rules:
        return "every record"
    joiner = " and " if isinstance(rule, All) else " or "
    return joiner.join(
        f"({show_rule(part)})" if isinstance(part, All | AnyOf) else show_rule(part) for part in rule.rules
    )
