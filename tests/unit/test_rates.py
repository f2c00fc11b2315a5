"""Which people belong to a figure: their year, their ages, and whether there are any."""

from __future__ import annotations

from datetime import date

import pytest

from svtool.figures.populations import ALL_AGES, Ages, year_of
from svtool.figures.rates import age_range
from svtool.schema.rules import EVERYTHING, All, Among, AnyOf, Compare, Not, Rule

KNIFE = Among("knife", ("yes",))
UNDER_25 = Compare("victim_age", "lt", 25)


@pytest.mark.parametrize(
    ("start", "end", "year"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), 2020),
        (date(2019, 4, 1), date(2020, 3, 31), 2019),
        (date(2019, 9, 1), date(2020, 8, 31), 2020),
        (date(2020, 7, 1), date(2021, 6, 30), 2021),
        (date(2020, 1, 1), date(2020, 3, 31), 2020),
        (date(2020, 10, 1), date(2020, 12, 31), 2020),
    ],
)
def test_a_period_has_the_people_of_the_middle_of_the_year_in_it(start: date, end: date, year: int) -> None:
    """So a financial year has those of its first calendar year."""
    assert year_of(start, end) == year


@pytest.mark.parametrize(
    ("rule", "ages"),
    [
        (EVERYTHING, ALL_AGES),
        (KNIFE, ALL_AGES),
        (UNDER_25, Ages(0, 24)),
        (All((KNIFE, UNDER_25)), Ages(0, 24)),
        (All((KNIFE, All((Compare("age", "gte", 10), Compare("age", "lte", 17))))), Ages(10, 17)),
        (Compare("suspect_age", "gt", 17), Ages(18)),
        (All((UNDER_25, Compare("victim_age", "lt", 18))), Ages(0, 17)),
        (AnyOf((KNIFE, Among("firearm", ("yes",)))), ALL_AGES),
    ],
)
def test_the_ages_of_a_rule_are_the_bounds_that_it_always_sets(rule: Rule, ages: Ages) -> None:
    assert age_range(rule) == ages


@pytest.mark.parametrize(
    "rule",
    [
        AnyOf((KNIFE, UNDER_25)),
        Not(UNDER_25),
        All((KNIFE, Not(UNDER_25))),
        Among("age", ("20",)),
        All((UNDER_25, Compare("victim_age", "gt", 30))),
        Compare("age", "lt", 0),
        Compare("age", "gt", 120),
    ],
)
def test_other_conditions_on_age_match_no_population(rule: Rule) -> None:
    assert age_range(rule) is None
