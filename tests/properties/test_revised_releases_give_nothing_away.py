"""What two releases hide can't be worked out from both where records, rules or the policy changed in between."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from disclosure_attack import MEASURES, publish, random_world, rows_of_csv
from often import slow_but
from revised_releases import CHANGES, Printed, changed, recovered
from test_disclosure_never_reveals import asked_of, policy_of, seeded
from test_releases_give_nothing_away import POLICIES, hides_zeros

from svtool.disclosure.released_cells import ReleasedCell
from svtool.output.machine import figures_as_csv

PAIRS = int(os.environ.get("SVTOOL_PAIRS", "1"))  # of releases, for each policy and each way in which records change
OTHER_RULES = {**MEASURES, "knife": "where: {weapon: [knife, fists]}", "under_25": "where: {age: {lt: 18}}"}
OTHER_POLICY = {"threshold_5": "nhs", "nhs": "threshold_5", "own": "threshold_5"}


def pair_of(name: str, how: str, seed: int, *, audited: bool = True) -> tuple[Printed, Printed]:
    """Return two releases between which records change; sometimes rules or the policy too."""
    chance = seeded(f"revised {name} {how} {seed}")
    world, partial = random_world(chance), dict[str, Any]()
    if world.first_covered.month == 1 and chance.random() < 0.5:
        world = replace(world, last_covered=date(2020, 3, 31))
        partial = {"partial": "raw"}
    later = {"rules": OTHER_RULES} if chance.random() < 0.25 else {}
    policies = [policy_of(name), policy_of(OTHER_POLICY[name] if chance.random() < 0.25 else name)]
    asked = asked_of(chance) | {"rates": chance.random() < 0.2}
    wanted = [asked | partial, (asked if chance.random() < 0.3 else asked_of(chance)) | later]
    worlds = [world, changed(replace(world, last_covered=date(2020, 12, 31)), how, chance)]
    kept: list[ReleasedCell] = []
    found = []
    for each, what, policy in zip(worlds, wanted, policies, strict=True):
        result = publish(each, policy, **what, before=list(kept) if audited else (), released=kept)
        rows = rows_of_csv(figures_as_csv(result))
        found.append(Printed(each, what, policy, rows, hides_zeros(each, what, rows)))
    return found[0], found[1]


@pytest.mark.parametrize(
    ("name", "how", "seed"),
    slow_but(lambda case: case == ("threshold_5", "moved", 0), product(POLICIES, CHANGES, range(PAIRS))),
)
def test_no_suppressed_count_can_be_worked_out_though_records_change(name: str, how: str, seed: int) -> None:
    assert recovered(*pair_of(name, how, seed), only_more=how == "late reports") == []
