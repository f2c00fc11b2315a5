"""Nothing that is suppressed can be worked out from what is published, by whoever knows everything but the records."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest
from disclosure_attack import LIBRARY, MEASURES, Attack, World, publish, random_world, rows_of_csv
from often import slow_but

from svtool.commands.measures import Result
from svtool.output.layout import lay_out
from svtool.output.machine import figures_as_csv, figures_as_json, rows_of
from svtool.schema.policies import CountRule, DisclosurePolicy

POLICIES = {
    **{name: LIBRARY.disclosure(name) for name in ("threshold_5", "nhs")},
    "own": DisclosurePolicy(id="own", title="Own", hide_below=3, rounding="midpoint 6", show_zero=False),
}
WORLDS = {"threshold_5": 40, "nhs": 40, "own": 20}  # of two tables each
MANY = 5  # worlds in one test


def seeded(seed: object) -> random.Random:
    return random.Random(str(seed))  # noqa: S311 (no secret hangs on it)


def policy_of(name: str) -> DisclosurePolicy:
    policy = POLICIES[name]
    assert policy is not None
    return policy


def asked_of(chance: random.Random) -> dict[str, Any]:
    """Return what a table asks of a world: measures, breakdowns, how partly covered years are compared."""
    names = chance.sample(list(MEASURES), chance.choice([1, 2, 3, 4]))
    if "sharp_under_25" in names:
        names = ["sharp", *(name for name in names if name != "sharp")]  # what it is a part of stands in its table
    return {
        "names": names,
        "by": chance.choice([("area",), ("age_band",), ("area", "age_band")]),
        "partial": chance.choice(["like_for_like", "raw", "refuse"]),
        "baseline": chance.random() < 0.5,
    }


def recovered(world: World, policy: DisclosurePolicy, asked: dict[str, Any], rows: list[dict[str, str]]) -> list[str]:
    """Return every suppressed count whose range is narrower than the policy demands."""
    attack = Attack(world, asked["names"], policy, asked["partial"])
    attack.read(rows)
    least = policy.values_for(policy) - 1
    ranges = attack.knowledge.ranges(least)
    return [f"{where}: {low:.0f} to {high:.0f}" for where, low, high in ranges if high - low < least]


FIRST_OF_MANY = [(name, first) for name, worlds in WORLDS.items() for first in range(0, worlds, MANY)]


@pytest.mark.parametrize(("name", "first"), slow_but(lambda case: case == ("threshold_5", 0), FIRST_OF_MANY))
def test_no_suppressed_count_can_be_worked_out(name: str, first: int) -> None:
    policy = policy_of(name)
    for seed in range(first, first + MANY):
        chance = seeded(f"{name} {seed}")
        world, asked = random_world(chance), asked_of(chance)
        rows = rows_of_csv(figures_as_csv(publish(world, policy, **asked)))
        assert recovered(world, policy, asked, rows) == [], f"seed {seed}: {asked}"


@pytest.mark.slow
@pytest.mark.parametrize("name", POLICIES)
def test_rates_of_known_people_give_no_suppressed_count_away(name: str) -> None:
    policy, rates, compared = policy_of(name), 0, 0
    for seed in range(12):
        chance = seeded(f"rates {name} {seed}")
        world, asked = random_world(chance), {**asked_of(chance), "rates": True}
        result = publish(world, policy, **asked)
        rows = rows_of_csv(figures_as_csv(result))
        assert recovered(world, policy, asked, rows) == [], f"seed {seed}: {asked}"
        differing = [row["rate_against_whole"] for row in rows if row["rate_against_whole"]]
        assert bool(differing) == bool(result.remarks)
        assert [row for row in rows if row["rate"] and not row["count"]] == []
        rates, compared = rates + sum(bool(row["rate"]) for row in rows), compared + len(differing)
    assert rates >= 50 and (compared == 0) == policy.rounds


def test_the_attack_reads_rates() -> None:
    # Rates that stayed as they are would name the counts that are suppressed beside them.
    chance = seeded("rates")
    world, asked = random_world(chance), {**asked_of(chance), "names": ["sharp"], "by": ("area",), "rates": True}
    policy = policy_of("threshold_5")
    exact = rows_of_csv(figures_as_csv(publish(world, None, **asked)))
    shown = rows_of_csv(figures_as_csv(publish(world, policy, **asked)))
    told = [{**row, "rate": before["rate"]} for row, before in zip(shown, exact, strict=True)]
    assert any(row["rate"] for row in told if row["status"] == "c")
    with pytest.raises(AssertionError, match="small"):
        recovered(world, policy, asked, told)


@pytest.mark.slow
def test_the_attack_finds_what_suppression_of_small_counts_alone_gives_away() -> None:
    # Without this the test above could be passed by an attacker who is blind.
    policy = DisclosurePolicy(id="own", title="Own", hide_below=5, complementary=False)
    found = 0
    for seed in range(10):
        chance = seeded(seed)
        world, asked = random_world(chance), asked_of(chance)
        found += bool(recovered(world, policy, asked, rows_of_csv(figures_as_csv(publish(world, policy, **asked)))))
    assert found >= 5


def all_numbers(result: Result) -> set[str]:
    """Return every whole number that any figure of a result holds, as people write it."""
    values = [value for figure in map(dict.values, rows_of(result)) for value in figure if isinstance(value, int)]
    return {f"{abs(value):,}" for value in values}


@pytest.mark.slow
@pytest.mark.parametrize("name", slow_but(lambda name: name == "threshold_5", POLICIES))
def test_all_formats_say_the_same_and_no_more(name: str) -> None:
    for seed in range(12):
        chance = seeded(f"formats {seed}")
        world, asked = random_world(chance), asked_of(chance)
        result = publish(world, policy_of(name), **asked)
        rows, found = rows_of_csv(figures_as_csv(result)), json.loads(figures_as_json(result))
        assert found["ledgers"] == {} and found["warnings"] == []
        for row, figure in zip(rows, found["figures"], strict=True):
            for column, text in row.items():
                value = figure[column]
                said = " ".join(value) if column == "notes" else "" if value is None else value
                assert (float(text) == float(said)) if isinstance(said, int | float) else text == said
        pages = [lay_out(result, table) for table in result.tables]
        cells = [cell for page in pages for line in page.lines for cell in line.cells]
        printed = {found[0] for cell in cells for found in [re.match(r"[\d,]+(?!\S)", cell)] if found}
        assert printed <= all_numbers(result)


@pytest.mark.parametrize("name", POLICIES)
def test_two_runs_are_alike(name: str) -> None:
    asked = asked_of(seeded(5))
    one, other = (figures_as_csv(publish(random_world(seeded(6)), policy_of(name), **asked)) for _ in range(2))
    assert one == other


def test_what_is_shown_without_rounding_is_what_was_counted() -> None:
    chance = seeded(3)
    world, asked = random_world(chance), asked_of(chance)
    exact, shown = publish(world, None, **asked), publish(world, policy_of("threshold_5"), **asked)
    for before, after in zip(exact.figures, shown.figures, strict=True):
        assert after.count in (None, before.count)
        assert after.not_known in (None, before.not_known)
        assert (after.status == "c") == (before.count is not None and after.count is None)


@pytest.mark.parametrize("rule", [CountRule(hide_below=8, rounding="nearest 5"), CountRule(rounding="midpoint 6")])
def test_the_range_of_a_rounded_count_is_what_is_rounded_to_it(rule: CountRule) -> None:
    for count in range(200):
        if not rule.hides(count):
            low, high = rule.range_of(count)
            same = [each for each in range(300) if not rule.hides(each) and rule.rounded(each) == rule.rounded(count)]
            assert (low, high) == (same[0], same[-1])
