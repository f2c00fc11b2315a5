"""Of incidents, people and people met more than once, no suppressed count can be worked out from the others."""

from __future__ import annotations

import random
from typing import Any

import pytest
from disclosure_attack import LIBRARY, rows_of_csv
from often import slow_but
from people_attack import MEASURES, YEARS, PeopleAttack, PeopleWorld, publish_people, random_world

from svtool.output.machine import figures_as_csv
from svtool.schema.policies import DisclosurePolicy

POLICIES = {
    **{name: LIBRARY.disclosure(name) for name in ("threshold_5", "nhs")},
    "own": DisclosurePolicy(id="own", title="Own", hide_below=3, rounding="midpoint 6", show_zero=False),
}
SMALL_ALONE = DisclosurePolicy(id="own", title="Own", hide_below=5, complementary=False)
# Worlds that gave a count away once: whether they are of places, and what they were drawn from.
GAVE_AWAY_ONCE = [(False, "places 10"), (True, "places 10"), (False, "people threshold_5 105")]
MANY = 6  # worlds in one test
FIRST_OF_MANY = [(name, first) for name in POLICIES for first in range(0, 30, MANY)]


def asked_of(chance: random.Random) -> dict[str, Any]:
    """Return what a table asks of a world."""
    return {"names": chance.sample(list(MEASURES), chance.choice([2, 3, 4, 5])), "by": chance.choice([(), ("area",)])}


def recovered(
    world: PeopleWorld, policy: DisclosurePolicy, asked: dict[str, Any], of_places: bool = False
) -> list[tuple[str, float, float]]:
    """Return the suppressed counts of which an attacker knows too much."""
    rows = rows_of_csv(figures_as_csv(publish_people(world, policy, **asked, of_places=of_places)))
    least = policy.values_for(policy) - 1
    found = []
    for year in YEARS:
        attack = PeopleAttack(world, policy)
        attack.read([row for row in rows if row["period_start"].startswith(str(year))])
        found += [each for each in attack.knowledge.ranges(least) if each[2] - each[1] < least]
    return found


@pytest.mark.parametrize(("name", "first"), slow_but(lambda case: case == ("threshold_5", 0), FIRST_OF_MANY))
def test_no_suppressed_count_of_people_can_be_worked_out(name: str, first: int) -> None:
    policy = POLICIES[name]
    assert policy is not None
    for seed in range(first, first + MANY):
        chance = random.Random(f"people {name} {seed}")  # noqa: S311 (no secret hangs on it)
        world, asked = random_world(chance), asked_of(chance)
        assert recovered(world, policy, asked) == [], f"seed {seed}: {asked}"


@pytest.mark.parametrize("first", slow_but(lambda first: first == 0, range(0, 30, MANY)))
def test_no_suppressed_count_of_places_can_be_worked_out_from_their_offences(first: int) -> None:
    policy = POLICIES["threshold_5"]
    assert policy is not None
    for seed in range(first, first + (MANY if first else 2)):
        chance = random.Random(f"people threshold_5 {seed}")  # noqa: S311 (no secret hangs on it)
        world, asked = random_world(chance), asked_of(chance)
        assert recovered(world, policy, asked, of_places=True) == [], f"seed {seed}: {asked}"


@pytest.mark.parametrize(("of_places", "drawn_from"), slow_but(lambda case: case[0], GAVE_AWAY_ONCE))
def test_where_nobody_was_met_three_times_incidents_do_not_tell_how_few_people_had_them(
    of_places: bool, drawn_from: str
) -> None:
    policy = POLICIES["threshold_5"]
    assert policy is not None
    chance = random.Random(drawn_from)  # noqa: S311 (no secret hangs on it)
    world, asked = random_world(chance), asked_of(chance)
    assert recovered(world, policy, asked, of_places=of_places) == [], asked


def test_the_attack_finds_what_suppression_of_small_counts_alone_gives_away() -> None:
    # Without this the test above could be passed by an attacker who is blind.
    found = 0
    for seed in range(6):
        chance = random.Random(seed)  # noqa: S311 (no secret hangs on it)
        world = random_world(chance)
        found += bool(recovered(world, SMALL_ALONE, {"names": ["incidents", "people", "twice"], "by": ()}))
    assert found >= 2
