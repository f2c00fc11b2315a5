"""Places, as the reference of a location tells them apart: how many had an offence, and how many on several days."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from svtool.counting.cells import Cell, Geography
from svtool.counting.daily_counts import Counted
from svtool.counting.source_counts import SourceCounts
from svtool.gathering.facts import Facts
from svtool.schema.having import Having
from svtool.schema.measure_rules import Vocabulary
from svtool.schema.rules import EVERYTHING
from svtool.schema.sources import PLACE
from svtool.schema.tables import Measure, parse_table

if TYPE_CHECKING:
    from conftest import Desk

PLACES = Measure(
    id="places", title="Places", source="police", unit="place", date_basis="recorded_date", where=EVERYTHING,
    rule=EVERYTHING, definition=None, role=PLACE, having=None, part_of=None, desired=None, value_unit=None,
    published_as=None, note=None,
)  # fmt: skip
YEAR = [(date(2020, 1, 1), date(2020, 12, 31))]
HEADER = "reference,recorded_date,offence_class,place_reference"
Row = tuple[str, str, str]  # a day, a class of offence and a place


def extract(rows: list[Row], first: int = 0) -> str:
    return "\n".join([HEADER, *(f"R{first + i},{day},{code},{place}" for i, (day, code, place) in enumerate(rows)), ""])


def counted(desk: Desk, facts: Facts, rule: str = "", days_at_least: int = 1) -> Counted:
    asked = desk.rule(rule) if rule else EVERYTHING
    having = Having.model_validate({"offences": {"gte": str(days_at_least)}, "on_different_days": "yes"})
    measure = replace(PLACES, where=asked, rule=asked, having=having if days_at_least > 1 else None)
    counts = SourceCounts(desk.engine, facts, desk.library.catalogue, Geography(), [measure])
    return counts.count(measure, YEAR, Cell())


def plainly(rows: list[Row], days_at_least: int) -> int:
    days = defaultdict(set)
    for day, code, place in rows:
        if place and code == "34B":
            days[place.upper()].add(day)
    return sum(len(found) >= days_at_least for found in days.values())


def random_rows(seed: int) -> list[Row]:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    first = date(2020, 1, 1)
    return [
        (
            str(first + timedelta(days=chance.randrange(60))),
            chance.choice(["34B", "34B", "45"]),
            chance.choice(["", *(f"up{number}" for number in range(12))]),
        )
        for _ in range(60)
    ]


@pytest.mark.parametrize(("seed", "is_linked"), [(1, False), (2, False), (3, True)])
def test_places_are_those_of_a_plain_count(desk: Desk, seed: int, is_linked: bool) -> None:
    rows, victims = random_rows(seed), "reference,victim_reference\nR0,A\nR0,B\nR1,A\n"
    facts = desk.gather("police", {"offences": extract(rows), "victims": victims} if is_linked else extract(rows))
    for days in (1, 2, 3, 5):
        found = counted(desk, facts, "offence: robbery", days)
        assert (found.met, found.not_known) == (plainly(rows, days), 0), days


def test_two_offences_of_one_day_at_a_place_are_one_time(desk: Desk) -> None:
    rows = [
        ("2020-03-01", "34B", "A"),
        ("2020-03-01", "34B", "A"),
        ("2020-03-01", "34B", "B"),
        ("2020-03-09", "34B", "B"),
    ]
    assert counted(desk, desk.gather("police", extract(rows)), days_at_least=2).met == 1


def test_an_offence_without_a_place_is_at_none_and_one_that_may_be_meant_is_not_known(desk: Desk) -> None:
    rows = [("2020-03-01", "8N", "A"), ("2020-03-02", "34B", ""), ("2020-03-03", "34B", "B")]
    found = counted(desk, desk.gather("police", extract(rows)), "offence: [s20_wounding, robbery]")
    assert (found.met, found.not_known) == (1, 1)


def test_places_of_two_suppliers_are_two_though_they_are_numbered_alike(desk: Desk) -> None:
    text = "\n".join([f"supplier,{HEADER}", "North,R1,2020-03-01,34B,7", "South,R2,2020-03-02,34B,7", ""])
    assert counted(desk, desk.gather("police", text)).met == 2


def test_an_offence_with_several_victims_is_at_one_place_once(desk: Desk) -> None:
    mapping = desk.own_mapping("""
        source: police
        row: victim
        by_name: yes
        columns:
          recorded_date: {column: recorded_date, format: YYYY-MM-DD}
          place_reference: {column: place_reference, within: always}
          victim_reference: {column: victim_reference, within: supplier}
        """)
    text = f"""
        {HEADER},victim_reference
        R1,2020-03-01,34B,7,A
        R1,2020-03-01,34B,7,B
        R2,2020-03-02,34B,8,A
        """
    facts = desk.gather("police", text, mapping=mapping)
    assert counted(desk, facts).met == 2
    assert counted(desk, facts, days_at_least=2).met == 0


def test_a_measure_of_places_asks_about_no_person(desk: Desk) -> None:
    document = desk.yaml("""
        id: x
        title: X
        groups:
          - title: G
            measures:
              - {id: places, title: Places, source: police, unit: place, where: {victim_age: {lt: 18}}}
        """)
    library = desk.library
    words = Vocabulary(library.sources, library.catalogue, library.definition, library.weights)
    with pytest.raises(Exception, match="counts places but asks about the victim; ask about one of them"):
        parse_table(document, words)
