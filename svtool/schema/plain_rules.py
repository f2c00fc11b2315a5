"""Rules as plain data and back, for files that must still say what was counted when the definitions have changed."""

from __future__ import annotations

from typing import Any

from svtool.schema.rules import COMPARISONS, All, Among, AnyOf, Compare, Not, Rule

JOINED: dict[str, type[All] | type[AnyOf]] = {"all": All, "any": AnyOf}


def rule_as_data(rule: Rule) -> dict[str, Any]:
    """Return a rule as names, numbers and lists of them."""
    if isinstance(rule, Among):
        certain = {"certain": True} if rule.certain else {}
        return {"field": rule.field, "among": list(rule.values), **certain}
    if isinstance(rule, Compare):
        return {"field": rule.field, rule.comparison: rule.bound}
    if isinstance(rule, Not):
        return {"not": rule_as_data(rule.rule)}
    name = "all" if isinstance(rule, All) else "any"
    return {name: [rule_as_data(each) for each in rule.rules]}


def rule_from_data(data: Any) -> Rule:
    """Return the rule that some data say.

    Raises:
        ValueError: they say none.
    """
    if not isinstance(data, dict):
        raise ValueError("not a rule")
    for name, joined in JOINED.items():
        if isinstance(data.get(name), list):
            return joined(tuple(rule_from_data(each) for each in data[name]))
    if "not" in data:
        return Not(rule_from_data(data["not"]))
    field, values = data.get("field"), data.get("among")
    if isinstance(field, str) and isinstance(values, list) and all(isinstance(each, str) for each in values):
        return Among(field, tuple(values), certain=data.get("certain") is True)
    for comparison in COMPARISONS:
        if isinstance(field, str) and type(data.get(comparison)) is int:
            return Compare(field, comparison, data[comparison])
    raise ValueError("not a rule")
