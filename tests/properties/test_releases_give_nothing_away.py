"""What releases hide can't be worked out from all of them together, by whoever keeps every one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from disclosure_attack import Attack, World, publish, random_world, rows_of_csv
from often import slow_but
from test_disclosure_never_reveals import asked_of, policy_of, seeded

from svtool.disclosure.released_cells import ReleasedCell
from svtool.output.machine import figures_as_csv
from svtool.schema.policies import DisclosurePolicy

POLICIES = ("threshold_5", "nhs", "own")
PAIRS = int(os.environ.get("SVTOOL_PAIRS", "4"))  # of releases, for each policy
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
    ranges = _attack(policy, releases)
    # A zero that is shown elsewhere is no secret.
    narrow = [each for each in ranges if each[2] - each[1] < least and not (each[2] == 0 and policy.show_zero)]
    return [f"{where}: {low:.0f} to {high:.0f}" for where, low, high in narrow]


def hides_zeros(world: World, asked: dict[str, Any], rows: Sequence[dict[str, str]]) -> bool:
    """Return whether a release suppresses a zero, as one beside others may: then any suppressed count may be one."""
    exact = rows_of_csv(figures_as_csv(publish(world, None, **asked)))
    kinds = ("count", "not_known", "undated")
    return any(not row[kind] and known[kind] == "0" for row, known in zip(rows, exact, strict=True) for kind in kinds)


def _attack(policy: DisclosurePolicy, releases: Sequence[Release]) -> list[tuple[str, float, float]]:
    (world, asked, _), *_ = releases
    attack = Attack(world, asked["names"], policy, asked["partial"])
    for each, asked_then, rows in releases:
        attack.read_later(each, asked_then, rows, may_hide_zeros=hides_zeros(each, asked_then, rows))
    return attack.knowledge.ranges(policy.values_for(policy) - 1)


@pytest.mark.parametrize(
    ("name", "seed"), slow_but(lambda case: case == ("threshold_5", 0), product(POLICIES, range(PAIRS)))
)
def test_no_suppressed_count_can_be_worked_out_from_releases_together(name: str, seed: int) -> None:
    assert recovered(policy_of(name), releases_of(name, seed)) == []


@pytest.mark.slow
def test_the_attack_finds_what_releases_that_know_nothing_of_each_other_give_away() -> None:
    policy = policy_of("threshold_5")
    assert [seed for seed in range(8, 12) if recovered(policy, releases_of("threshold_5", seed, audited=False))]
