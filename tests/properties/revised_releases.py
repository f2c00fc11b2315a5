"""Two releases between which records change, and an attacker on both who does not know how.

A late report adds records, an extract that is issued again takes some away, a person moves to another area. The
attacker knows what both releases print, and that the same sums hold in each; of the people themselves he may know
nothing, or that there are only more of them. Where little changed he may guess, rightly, that all else is as it was.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from disclosure_attack import AREAS, Attack, Knowledge, Sum, World

from svtool.schema.policies import DisclosurePolicy

LITTLE = 0.05  # of all groups
FIRST, SECOND = "first release:", "second release:"
CHANGES = ("late reports", "withdrawn", "moved", "issued again")


@dataclass(frozen=True)
class Printed:
    """A release as its readers have it: of which world, what was asked of it, by which policy, and its rows."""

    world: World
    asked: Mapping[str, Any]
    policy: DisclosurePolicy
    rows: Sequence[Mapping[str, str]]
    may_hide_zeros: bool


def changed(world: World, how: str, chance: random.Random) -> World:
    """Return a world in which some of the records are otherwise."""
    people, often = dict(world.people), chance.choice([0.02, 0.1, 0.4])
    for group, number in world.people.items():
        if chance.random() > often:
            continue
        some = 1 + int(chance.expovariate(0.5))
        if how in ("late reports", "issued again"):
            people[group] += some
        if how in ("withdrawn", "issued again"):
            people[group] -= min(chance.randint(0, 3), people[group])
        if how == "moved":
            there = replace(group, area=chance.choice([area for area in AREAS if area != group.area]))
            gone = min(some, number, people[group])
            if there in people:
                people[group] -= gone
                people[there] += gone
    return replace(world, people=people)


def recovered(first: Printed, second: Printed, *, only_more: bool) -> list[str]:
    """Return every count that either release suppresses and both together leave less open than its policy demands.

    What the first alone leaves no more open, by the policy of the second, can't be taken back.

    Args:
        first, second: the releases.
        only_more: whether the attacker knows that nothing was withdrawn or moved in between.
    """
    one, other = _attack_on(first), _attack_on(second)
    least = [policy.values_for(policy) - 1 for policy in (first.policy, second.policy)]
    before = {}
    if least[0] < least[1] or first.policy.hide_below < second.policy.hide_below:
        before = _left_open_by(one, other, least[1])
    known = [_together(one, other, only_more)]
    if _share_changed(first.world, second.world) <= LITTLE:
        known.append(_taken_for_unchanged(one, other, second.world))
    return [
        f"{where}: {low:.0f} to {high:.0f}"
        for knowledge in known
        for where, low, high in knowledge.ranges(max(least))
        for policy, demanded in [(second.policy, least[1]) if SECOND in where else (first.policy, least[0])]
        if high - low < min(demanded, before.get(where, demanded)) and not (high == 0 and policy.show_zero)
    ]


def _share_changed(before: World, after: World) -> float:
    return sum(before.people[group] != number for group, number in after.people.items()) / len(after.people)


def _left_open_by(one: Attack, other: Attack, least: int) -> dict[str, float]:
    """Return how much the first release by itself leaves open of what the second suppresses."""
    found = Knowledge(one.knowledge.groups, rows=one.knowledge.rows)
    found.targets += [(f"{SECOND} {where}", sum_) for where, sum_ in other.knowledge.targets]
    return {where: high - low for where, low, high in found.ranges(least)}


def _attack_on(printed: Printed) -> Attack:
    attack = Attack(printed.world, printed.asked["names"], printed.policy, printed.asked["partial"])
    attack.read_later(printed.world, printed.asked, printed.rows, may_hide_zeros=printed.may_hide_zeros)
    return attack


def _together(one: Attack, other: Attack, only_more: bool) -> Knowledge:
    """Return what both releases say: of the people of each, who may be others."""
    groups = one.knowledge.groups
    found = Knowledge(2 * groups)
    later = ((_later(sum_, groups), low, high) for sum_, low, high in other.knowledge.rows)
    found.rows += [*one.knowledge.rows, *later]
    found.targets += [(f"{FIRST} {where}", sum_) for where, sum_ in one.knowledge.targets]
    found.targets += [(f"{SECOND} {where}", _later(sum_, groups)) for where, sum_ in other.knowledge.targets]
    if only_more:
        found.rows += [({i: -1, i + groups: 1}, 0, 1e9) for i in range(groups)]
    return found


def _later(sum_: Sum, groups: int) -> Sum:
    return {i + groups: factor for i, factor in sum_.items()}


def _taken_for_unchanged(one: Attack, other: Attack, now: World) -> Knowledge:
    """Return what both releases say of the people of the second, as far as the first still holds."""
    true = one.numbers_in(now)
    still = [(sum_, low, high) for sum_, low, high in one.knowledge.rows if low <= _value(sum_, true) <= high]
    found = Knowledge(one.knowledge.groups, rows=[*still, *other.knowledge.rows])
    found.targets += [(f"{FIRST} as it is now, {where}", sum_) for where, sum_ in one.knowledge.targets]
    found.targets += [(f"{SECOND} {where}", sum_) for where, sum_ in other.knowledge.targets]
    return found


def _value(sum_: Sum, numbers: Sequence[int]) -> int:
    return sum(factor * numbers[i] for i, factor in sum_.items())
