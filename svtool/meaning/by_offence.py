"""What a rule still asks of a record whose offence is known: it is met always, never, or if something else is so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from svtool.schema.offences import Atoms, Catalogue
from svtool.schema.rules import EVERYTHING, All, Among, AnyOf, Compare, Not, Rule
from svtool.schema.sources import OFFENCE

ALWAYS = EVERYTHING
NEVER = AnyOf(())


def left_to_ask(rule: Rule, offence: Atoms, catalogue: Catalogue) -> Rule:
    """Return what a rule still asks where the offence is one of these and of no other: ALWAYS, NEVER, or a rule.

    Args:
        rule: the rule.
        offence: kinds of offences that every condition of the rule either names all or none of.
        catalogue: the offences.
    """
    if isinstance(rule, Compare):
        return rule
    if isinstance(rule, Among):
        if rule.field != OFFENCE:
            return rule
        return ALWAYS if offence <= catalogue.atoms_asked(rule.values) else NEVER
    if isinstance(rule, Not):
        part = left_to_ask(rule.rule, offence, catalogue)
        return NEVER if part == ALWAYS else ALWAYS if part == NEVER else Not(part)
    parts = [left_to_ask(part, offence, catalogue) for part in rule.rules]
    return _joined(All, parts, ALWAYS, NEVER) if isinstance(rule, All) else _joined(AnyOf, parts, NEVER, ALWAYS)


def _joined(kind: type[All] | type[AnyOf], parts: Iterable[Rule], neutral: Rule, final: Rule) -> Rule:
    """Return parts joined by `all` or `any`, without those that change nothing."""
    flat: list[Rule] = []
    for part in parts:
        if part == final:
            return final
        flat.extend(part.rules if isinstance(part, kind) else [part])
    once = [part for part in dict.fromkeys(flat) if part != neutral]
    needed = [part for part in once if not _is_said_by_others(part, set(once) - {part}, kind)]
    return needed[0] if len(needed) == 1 else kind(tuple(needed)) if needed else neutral


def _is_said_by_others(part: Rule, others: set[Rule], kind: type[All] | type[AnyOf]) -> bool:
    """Return whether a part changes nothing beside others: `a or b or ((a or b) and c)` is `a or b`."""
    inner = AnyOf if kind is All else All
    if not isinstance(part, inner):
        return False
    for each in part.rules:
        if {*each.rules} <= others if isinstance(each, kind) else each in others:
            return True
    return any(isinstance(other, inner) and {*other.rules} < {*part.rules} for other in others)


def meaning_of(rule: Rule, catalogue: Catalogue) -> Any:
    """Return what is equal for rules that ask the same in another order, or of offences by other names."""
    if isinstance(rule, Among):
        asked = catalogue.atoms_asked(rule.values) if rule.field == OFFENCE else frozenset(rule.values)
        return (rule.field, rule.certain, asked)
    if isinstance(rule, Compare):
        return rule
    if isinstance(rule, Not):
        return ("not", meaning_of(rule.rule, catalogue))
    return (type(rule).__name__, frozenset(meaning_of(part, catalogue) for part in rule.rules))
