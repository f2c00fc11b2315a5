"""People followed from a first day of their own: every year equally long, and never for less than was asked."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from svtool.counting.cells import Cell, Geography
from svtool.counting.daily_counts import Counted
from svtool.counting.source_counts import SourceCounts
from svtool.gathering.facts import Facts
from svtool.schema.having import followed_until
from svtool.schema.rules import EVERYTHING
from svtool.schema.tables import Measure

if TYPE_CHECKING:
    from conftest import Desk

AGAIN = Measure(
    id="again", title="Suspected again", source="police", unit="suspect", date_basis="recorded_date", where=EVERYTHING,
    rule=EVERYTHING, definition=None, role="suspect", having=None, part_of=None, desired=None, value_unit=None,
    published_as=None, note=None, again_within_months=12,
)  # fmt: skip
YEAR = [(date(2020, 1, 1), date(2020, 12, 31))]
Row = tuple[str, str, str]  # a person, a day and a class of offence


def gathered(desk: Desk, rows: list[Row]) -> Facts:
    offences = [f"R{i},{day},{code}" for i, (_, day, code) in enumerate(rows)]
    suspects = [f"R{i},{person}" for i, (person, _, _) in enumerate(rows)]
    return desk.gather("police", {
        "offences": "\n".join(["reference,recorded_date,offence_class", *offences, ""]),
        "suspects": "\n".join(["reference,suspect_reference", *suspects, ""]),
    })  # fmt: skip


def counted(desk: Desk, rows: list[Row], rule: str = "", cell: Cell | None = None) -> Counted:
    asked = desk.rule(rule) if rule else EVERYTHING
    measure = replace(AGAIN, where=asked, rule=asked)
    counts = SourceCounts(desk.engine, gathered(desk, rows), desk.library.catalogue, Geography(), [measure])
    return counts.count(measure, YEAR, cell or Cell())


@pytest.mark.parametrize(
    ("day", "later", "again"),
    [
        ("2020-03-05", "2020-03-05", 0),
        ("2020-03-05", "2020-03-06", 1),
        ("2020-03-05", "2021-03-05", 1),
        ("2020-03-05", "2021-03-06", 0),
        ("2020-12-31", "2021-12-31", 1),
        ("2020-02-29", "2021-02-28", 1),
        ("2020-02-29", "2021-03-01", 0),
        ("2021-01-01", "2021-01-02", 0),
        ("2019-12-31", "2020-01-02", 0),
    ],
)
def test_somebody_is_met_again_on_a_later_day_within_a_year_of_a_first_day_in_the_period(
    day: str, later: str, again: int, desk: Desk
) -> None:
    found = counted(desk, [("A", day, "34B"), ("A", later, "34B"), ("B", "2020-01-01", "34B")])
    assert found == Counted(met=again)


@pytest.mark.parametrize(("other", "again"), [("45", 0), ("34B", 1)])
def test_days_that_do_not_meet_the_rule_are_no_first_and_no_later_ones(other: str, again: int, desk: Desk) -> None:
    rows = [("A", "2020-01-01", "34B"), ("A", "2020-12-01", other), ("A", "2021-02-01", "34B")]
    assert counted(desk, rows, "offence: robbery").met == again


def test_what_may_meet_the_rule_may_be_the_first_day_or_a_later_one(desk: Desk) -> None:
    rows = [("A", "2020-01-01", ""), ("A", "2020-02-01", "34B"), ("B", "2020-01-01", "34B"), ("B", "2020-02-01", "")]
    assert counted(desk, rows, "offence: robbery") == Counted(met=0, not_known=2)


def test_whoever_is_not_named_may_be_anybody(desk: Desk) -> None:
    rows = [("A", "2020-01-01", "34B"), ("", "2020-02-01", "34B"), ("", "2021-06-01", "34B"), ("", "2022-06-01", "34B")]
    assert counted(desk, rows) == Counted(met=0, not_known=2)


def plain_count(rows: list[Row]) -> tuple[int, int]:
    """Return how many are met again for certain, and how many may be, person by person."""
    certain = possible = 0
    for person in {person for person, _, _ in rows}:
        sure = sorted({date.fromisoformat(day) for who, day, code in rows if who == person and code == "34B"})
        maybe = sorted({date.fromisoformat(day) for who, day, code in rows if who == person and code in {"34B", ""}})
        firsts = [day for day in sure if day.year == 2020][:1]
        met = any(first < day <= followed_until(first, 12) for first in firsts for day in sure)
        may_be = [day for day in maybe if day.year == 2020 and (not firsts or day <= firsts[0])]
        certain += met
        possible += not met and any(first < day <= followed_until(first, 12) for first in may_be for day in maybe)
    return certain, possible


@pytest.mark.parametrize("seed", range(3))
def test_people_are_followed_as_a_plain_count_follows_them(seed: int, desk: Desk) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret hangs on it)
    days = [date(2019, 6, 1) + timedelta(days=chance.randrange(1000)) for _ in range(400)]
    rows = [(f"P{chance.randrange(120)}", str(day), chance.choice(["34B", "34B", "", "49"])) for day in days]
    found = counted(desk, rows, "offence: robbery")
    assert (found.met, found.not_known) == plain_count(rows)
    assert found.met > 10
