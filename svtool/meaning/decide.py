"""The same rule on one record, in plain Python: the meaning, and the oracle that the engine is held to.

A record is a mapping of field to canonical value; people stand in lists under `victims` and `suspects`. A list that
is missing was not recorded; an empty list of victims is an offence without a person victim, which answers no to
every condition on victims; without suspects the answer is not known, for someone did it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from svtool.meaning.answers import Answer, answer_test
from svtool.schema.offences import Catalogue
from svtool.schema.rules import All, Among, AnyOf, Compare, Not, Rule, Test, fields_of, only_certain
from svtool.schema.sources import Role, Source

Record = Mapping[str, Any]
Ask = Callable[[Test, bool], Answer]
PEOPLE: dict[Role, str] = {"victim": "victims", "suspect": "suspects"}


def answer_all(answers: Iterable[Answer]) -> Answer:
    """Return Kleene's and: no beats not known, which beats yes."""
    found = list(answers)
    return False if False in found else None if None in found else True


def answer_any(answers: Iterable[Answer]) -> Answer:
    """Return Kleene's or: yes beats not known, which beats no."""
    found = list(answers)
    return True if True in found else None if None in found else False


def decide(rule: Rule, record: Record, source: Source, catalogue: Catalogue) -> Answer:
    """Return whether a record meets a rule: yes, no or not known.

    With a condition on victims or suspects, the record meets it if any of them does.
    """
    role = next((found for name in fields_of(rule) if (found := source.role_of(name))), None)
    if role is None:
        return _ask(rule, lambda test, _: _answer_field(test, record, source, catalogue))
    people = record.get(PEOPLE[role])
    rows: list[Record | None] = list(people) if people else [None]
    recorded = people is not None
    return answer_any(decide_person(rule, record, row, role, recorded, source, catalogue) for row in rows)


def decide_person(
    rule: Rule, record: Record, person: Record | None, role: Role, recorded: bool, source: Source, catalogue: Catalogue
) -> Answer:  # fmt: skip
    """Return whether a record meets a rule by one of its people; None stands for nobody.

    Args:
        rule: the rule.
        record: the offence.
        person: the victim or suspect asked about, or None when the offence has none.
        role: whose fields the rule may use.
        recorded: whether people of this role were recorded at all.
        source: the source, for its fields.
        catalogue: the offences.
    """

    def ask(test: Test, positive: bool) -> Answer:
        if source.role_of(test.field) is None:
            return _answer_field(test, record, source, catalogue)
        if person is not None:
            return _answer_field(test, person, source, catalogue)
        # Nobody to ask: no victim is a fact, and the negation of a condition on victims is one too.
        return not positive if role == "victim" and recorded else None

    return _ask(rule, ask)


def _answer_field(test: Test, record: Record, source: Source, catalogue: Catalogue) -> Answer:
    field = source.by_name.get(test.field)
    value = record.get(test.field)
    if value is None and field is not None and field.absent == "no":
        value = "no"
    return answer_test(test, value, field, catalogue)


def _ask(rule: Rule, ask: Ask, positive: bool = True) -> Answer:
    if isinstance(rule, Among | Compare):
        return ask(rule, positive)
    if isinstance(rule, Not):
        answer = _ask(rule.rule, ask, not positive)
        return None if answer is None else not answer
    answers = (_ask(part, ask, positive) for part in rule.rules)
    return answer_all(answers) if isinstance(rule, All) else answer_any(answers)


def could_meet(rule: Rule, answer: Ask) -> bool:
    """Return whether a rule could be met where its conditions are answered so.

    Args:
        rule: the rule.
        answer: the answer to each condition, given whether the rule wants it met.
    """
    return _ask(rule, answer) is not False


def could_be_met(rule: Rule, missing: set[str]) -> bool:
    """Return whether any record could meet a rule for certain when these fields are never recorded."""

    def ask(test: Test, positive: bool) -> Answer:
        if test.field not in missing:
            return positive
        return False if only_certain(test) else None

    return _ask(rule, ask) is True


def favour(rule: Rule, name: str, positive: bool = True) -> Rule:
    """Return the rule with every condition on one field answered in its favour."""
    if isinstance(rule, Among | Compare):
        if rule.field != name:
            return rule
        return All(()) if positive else AnyOf(())
    if isinstance(rule, Not):
        return Not(favour(rule.rule, name, not positive))
    parts = tuple(favour(part, name, positive) for part in rule.rules)
    return All(parts) if isinstance(rule, All) else AnyOf(parts)
