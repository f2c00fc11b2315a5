"""Points of charts beside published tables: together they give no suppressed count away."""

from __future__ import annotations

import pytest
from disclosure_attack import Attack, ChartedPoint, publish, random_world, rows_of_csv
from test_disclosure_never_reveals import POLICIES, asked_of, policy_of, seeded

from svtool.output.machine import figures_as_csv
from svtool.schema.policies import DisclosurePolicy

WORLDS, MANY = 16, 2


def attacked(
    seed: str, policy: DisclosurePolicy, of_points: DisclosurePolicy | None = None
) -> tuple[list[str], list[ChartedPoint]]:
    """Return what an attacker learns of charts that he must not and tables do not tell, and the points that he saw."""
    chance = seeded(seed)
    world, asked = random_world(chance), asked_of(chance)
    points: list[ChartedPoint] = []
    publish(world, of_points or policy, **asked, charted=points)
    rows = rows_of_csv(figures_as_csv(publish(world, policy, **asked)))

    def learnt(*, with_points: bool) -> dict[str, str]:
        attack = Attack(world, asked["names"], policy, asked["partial"])
        attack.read(rows)
        attack.read_points(points if with_points else [])
        least = policy.values_for(policy) - 1
        found = attack.knowledge.ranges(least)
        return {where: f"{where}: {low:.0f} to {high:.0f}, {asked}" for where, low, high in found if high - low < least}

    of_both = learnt(with_points=True)
    of_tables = learnt(with_points=False) if of_both else {}
    return [said for where, said in of_both.items() if where not in of_tables], points


FIRST_OF_MANY = [(name, first) for name in POLICIES for first in range(0, WORLDS, MANY)]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "first"), FIRST_OF_MANY)
def test_no_suppressed_count_can_be_worked_out_from_tables_and_charts(name: str, first: int) -> None:
    shown = 0
    for seed in range(first, first + MANY):
        learnt, points = attacked(f"points {name} {seed}", policy_of(name))
        assert learnt == [], f"seed {seed}"
        shown += sum(each.shown is not None for each in points)
    assert shown


@pytest.mark.slow
def test_the_attack_finds_what_points_that_nobody_protects_give_away() -> None:
    # Without this the test above could be passed by an attacker who reads no points.
    alone, found = DisclosurePolicy(id="own", title="Own", hide_below=5, complementary=False), 0
    for seed in range(10):
        found += bool(attacked(f"unprotected {seed}", policy_of("threshold_5"), of_points=alone)[0])
    assert found
