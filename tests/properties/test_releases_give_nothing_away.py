"""What releases hide can't be worked out from all of them together, by whoever keeps every one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from disclosure_attack import Attack, World, publish, random_world, rows_of_csv
from often import slow_but
from test_disclosure_never_reveals import asked_of, policy_of, seeded

from svtool.disclosure.released_cells import ReleasedCell
from svtool.output.machine import figures_as_csv
from svtool.schema.policies import DisclosurePolicy

PAIRS = {"threshold_5": 16, "nhs": 0, "own": 8}
MANY = 2  # pairs in one test
Release = tuple[World, dict[str, Any], list[dict[str, str]]]


def releases_of(name: str, seed: int, *, audited: bool = True) -> list[Release]:
    """Return two releases about the same people: by other breakdowns, of other measures, or of more days."""
    chance, policy = seeded(f"releases {name} {seed}"), policy_of(name)
    world, partial = random_world(chance), dict[str, Any]()
    if world.first_covered.month == 1 and chance.random() < 0.5:
        world = replace(world, last_covered=date(2020, 3, 31))
        # Like for like leaves 29 February out, of which the attacker would know that nobody was there.
        partial = {"partial": "raw"}
    found: list[Release] = []
    kept: list[ReleasedCell] = []
    for _ in range(2):
        asked, before = asked_of(chance) | partial, list(kept) if audited else []
        result = publish(world, policy, **asked, before=before, released=kept)
        found.append((world, asked, rows_of_csv(figures_as_csv(result))))
        world, partial = replace(world, last_covered=date(2020, 12, 31)), {}
    return found


def recovered(policy: DisclosurePolicy, releases: Sequence[Release]) -> list[str]:
    """Return every suppressed count of which all releases together leave less open than the policy demands."""
    least = policy.values_for(policy) - 1
    try:
        ranges = _attack(policy, releases, may_hide_zeros=False)
    except AssertionError:  # then he knows that a later release suppresses a zero, which it may
        ranges = _attack(policy, releases, may_hide_zeros=True)
    # A zero that is shown elsewhere is no secret.
    narrow = [each for each in ranges if each[2] - each[1] < least and not (each[2] == 0 and policy.show_zero)]
    return [f"{where}: {low:.0f} to {high:.0f}" for where, low, high in narrow]


def _attack(
    policy: DisclosurePolicy, releases: Sequence[Release], *, may_hide_zeros: bool
) -> list[tuple[str, float, float]]:
    (world, asked, _), *_ = releases
    attack = Attack(world, asked["names"], policy, asked["partial"])
    for number, (each, asked_then, rows) in enumerate(releases):
        attack.read_later(each, asked_then, rows, may_hide_zeros=may_hide_zeros and number > 0)
    return attack.knowledge.ranges(policy.values_for(policy) - 1)


FIRST_OF_MANY = [(name, first) for name, pairs in PAIRS.items() for first in range(0, pairs, MANY)]


@pytest.mark.parametrize(("name", "first"), slow_but(lambda case: case == ("threshold_5", 0), FIRST_OF_MANY))
def test_no_suppressed_count_can_be_worked_out_from_releases_together(name: str, first: int) -> None:
    for seed in range(first, first + MANY):
        assert recovered(policy_of(name), releases_of(name, seed)) == [], f"seed {seed}"


@pytest.mark.slow
def test_the_attack_finds_what_releases_that_know_nothing_of_each_other_give_away() -> None:
    policy = policy_of("threshold_5")
    found = sum(bool(recovered(policy, releases_of("threshold_5", seed, audited=False))) for seed in range(8))
    assert found >= 5
