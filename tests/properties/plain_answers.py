"""What a rule answers to one record, in plain Python that shares no code with svtool.

A value is the set of what it may be, None where nothing is known; an answer is True, False, or None for not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from made_up_project import OFFENCE_SETS, UNKNOWN_WORDS, Possible, Rule

Answer = bool | None


def answer(rule: Rule, says: Mapping[str, Possible], lacking: Mapping[str, Answer], wanted: bool = True) -> Answer:
    """Return whether a rule is met, or where `wanted` is False, whether it is not.

    Args:
        rule: as people write it.
        says: field → what it may be.
        lacking: field of a person who is not there → what any condition on it answers.
        wanted: False where the rule stands under a `not`.
    """
    parts = [_part(name, asked, says, lacking, wanted) for name, asked in rule.items()]
    return every(parts) if wanted else some(parts)


def _part(name: str, asked: Any, says: Mapping[str, Possible], lacking: Mapping[str, Answer], wanted: bool) -> Answer:
    if name == "not":
        return answer(asked, says, lacking, not wanted)
    if name in ("all", "any"):
        parts = [answer(rule, says, lacking, wanted) for rule in asked]
        return every(parts) if (name == "all") == wanted else some(parts)
    if name in lacking:
        return lacking[name]
    found = condition(name, asked, says.get(name))
    return found if wanted or found is None else not found


def condition(name: str, asked: Any, value: Possible) -> Answer:
    """Return whether a value is one of those asked for: yes where all that it may be are, no where none is."""
    if value is None:
        return None
    if isinstance(asked, dict):
        found = {all(compare(each, sign, bound) for sign, bound in asked.items()) for each in value}
    else:
        words = {each for word in asked for each in OFFENCE_SETS[word]} if name == "offence" else set(asked)
        if value & UNKNOWN_WORDS:
            return True if value <= words else None
        found = {each in words for each in value}
    return found.pop() if len(found) == 1 else None


def compare(age: int, sign: str, bound: int) -> bool:
    """Return whether an age is under, over or at a bound."""
    return {"lt": age < bound, "lte": age <= bound, "gt": age > bound, "gte": age >= bound}[sign]


def every(answers: Iterable[Answer]) -> Answer:
    """Return yes when all are yes, no when one is no, else not known."""
    found = set(answers)
    return False if False in found else None if None in found else True


def some(answers: Iterable[Answer]) -> Answer:
    """Return yes when one is yes, no when all are no, else not known."""
    found = set(answers)
    return True if True in found else None if None in found else False
