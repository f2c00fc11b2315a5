"""Whether every record that meets one rule meets another: which measures are parts of others, declared or not."""

from __future__ import annotations

from collections.abc import Mapping

from svtool.schema.having import Having
from svtool.schema.rules import All, Among, Compare, Rule
from svtool.schema.sources import OFFENCE
from svtool.schema.tables import Measure

Offences = Mapping[str, frozenset[tuple[str, str]]]


def is_part(part: Measure, whole: Measure, offences_within: Offences) -> bool:
    """Return whether a measure counts nothing but what another counts too, as far as their rules show it."""
    if part.unit != whole.unit or not is_as_often(part.having, whole.having):
        return False
    if whole.again_within_months not in (None, part.again_within_months):
        return False
    return is_within(part, whole, offences_within)


def is_within(part: Measure, whole: Measure, offences_within: Offences) -> bool:
    """Return whether what meets one measure's rule meets another's, whatever they count of it."""
    if (part.source, part.date_basis) != (whole.source, whole.date_basis):
        return False
    return implies(part.rule, whole.rule, offences_within)


def is_as_often(part: Having | None, whole: Having | None) -> bool:
    """Return whether who appears as often as one measure asks also appears as often as another asks."""
    if whole is None:
        return True
    if part is None or part.offences.gte < whole.offences.gte:
        return False
    return part.on_different_days or not whole.on_different_days


def implies(one: Rule, other: Rule, offences_within: Offences) -> bool:
    """Return whether a rule can't be met without the other; no where the rules do not show it."""
    mine = _conditions(one)
    return all(any(_narrower(each, wanted, offences_within) for each in mine) for wanted in _conditions(other))


def _conditions(rule: Rule) -> list[Rule]:
    return [each for part in rule.rules for each in _conditions(part)] if isinstance(rule, All) else [rule]


def _narrower(one: Rule, other: Rule, offences_within: Offences) -> bool:
    if isinstance(one, Among) and isinstance(other, Among) and one.field == other.field:
        if one.field != OFFENCE:
            return set(one.values) <= set(other.values)
        mine, wanted = (
            frozenset[tuple[str, str]]().union(*(offences_within.get(name, frozenset()) for name in each.values))
            for each in (one, other)
        )
        return bool(mine) and mine <= wanted
    if isinstance(one, Compare) and isinstance(other, Compare) and one.field == other.field:
        lowest, highest = _bounds(one)
        low, high = _bounds(other)
        return low <= lowest and highest <= high
    return one == other


def _bounds(test: Compare) -> tuple[float, float]:
    """Return the lowest and highest whole number that meets a comparison."""
    bound = test.bound
    return {
        "lt": (float("-inf"), bound - 1),
        "lte": (float("-inf"), bound),
        "gt": (bound + 1, float("inf")),
        "gte": (bound, float("inf")),
    }[test.comparison]
