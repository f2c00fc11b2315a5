"""Cases: records that no rule can tell apart are decided once, and however many rules there are, no answer changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from svtool.counting import cases as cases_module
from svtool.counting.case_rows import CaseRows, keep_rows
from svtool.counting.cases import Cases, put_cases
from svtool.counting.features import features_of
from svtool.gathering.facts import Facts
from svtool.schema.rules import tests_of as conditions_of

if TYPE_CHECKING:
    from conftest import Desk

FIRST_DAY = date(2021, 1, 1)
AGES = "\n".join(["recorded_date,knife,victim_age", *(f"2021-01-{i % 28 + 1:02},,{i}" for i in range(100))])
UNDER_25 = "victim_age: {lt: 25}"
RULES = {
    f"{offence} {age}": f"all: [{{offence: {offence}}}, {{victim_age: {{lt: {age}}}}}]"
    for offence in ("homicide", "robbery", "rape", "violence_with_injury") for age in range(16, 32)
}  # fmt: skip


def _cases(desk: Desk, facts: Facts, *rules: str) -> Cases:
    tests = [test for rule in rules for test in conditions_of(desk.rule(rule))]
    cases = put_cases(desk.engine, facts, desk.library.catalogue, tests)
    return keep_rows(desk.engine, CaseRows(facts, None, ("recorded_date",)), cases)[1]


def test_values_that_rules_cannot_tell_apart_are_of_one_case(desk: Desk) -> None:
    facts = desk.gather("police", AGES)
    assert len(_cases(desk, facts, UNDER_25).numbers[0]) == 2
    assert len(_cases(desk, facts, UNDER_25, "victim_age: {gte: 60}").numbers[0]) == 3


def test_bounds_that_part_the_same_ages_make_no_further_cases(desk: Desk) -> None:
    facts = desk.gather("police", AGES)
    rules = (UNDER_25, "victim_age: {gte: 25}", "victim_age: {lte: 24}", "victim_age: {gt: 24}")
    assert len(_cases(desk, facts, *rules).numbers[0]) == 2


def test_what_nobody_recorded_is_a_case_of_its_own(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date,victim_age\n2021-01-01,20\n2021-01-02,\n2021-01-03,unknown\n")
    assert len(_cases(desk, facts, UNDER_25).numbers[0]) == 2
    assert desk.answer(facts, UNDER_25) == [True, None, None]


def test_a_field_that_no_column_has_tells_nothing_apart(desk: Desk) -> None:
    facts = desk.gather("police", "recorded_date,knife\n2021-01-01,Y\n2021-01-02,N\n")
    tests = list(conditions_of(desk.rule("any: [{knife: yes}, {firearm: yes}]")))
    features = features_of(facts, desk.library.catalogue, tests)
    assert {name: each.classes for name, each in features.items()} == {"knife": 3, "firearm": 1}


@pytest.mark.parametrize(("fewest", "size"), [(2**15, 2), (1, 4)])
def test_few_cases_take_two_bytes_of_each_record(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, fewest: int, size: int
) -> None:
    monkeypatch.setattr(cases_module, "IN_TWO_BYTES", fewest)
    cases = _cases(desk, desk.gather("police", AGES), UNDER_25)
    assert [each.itemsize for each in cases.numbers] == [size]


@pytest.mark.parametrize("most", [2**62, 20, 2])
def test_more_cases_than_one_number_can_tell_apart_take_several(
    most: int, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases_module, "MOST", most)
    facts = desk.gather(
        "police",
        "recorded_date,offence_class,knife,firearm,victim_age\n2021-01-01,1,Y,N,20\n2021-01-02,1,N,Y,20\n"
        "2021-01-03,34B,Y,N,\n2021-01-04,1,Y,,30\n",
    )
    rule = f"all: [{{offence: homicide}}, {{any: [{{knife: yes}}, {{firearm: yes}}]}}, {{{UNDER_25}}}]"
    assert desk.answer(facts, rule) == [True, True, False, False]
    numbers = len(_cases(desk, facts, rule).columns)
    assert numbers == {2**62: 1, 20: 2, 2: 4}[most]


def test_as_many_questions_as_there_are_can_be_asked_of_offences_with_several_people(desk: Desk) -> None:
    """Each is two bits of a number, and sixty-four of them take three numbers."""
    days = [(FIRST_DAY + timedelta(days=i)).isoformat() for i in range(4)]
    classes = ("1", "34B", "8N", "1")
    offences = ["reference,recorded_date,offence_class"]
    offences += [f"O{i},{day},{code}" for i, (day, code) in enumerate(zip(days, classes, strict=True))]
    victims = "reference,victim_age\nO0,40\nO0,20\nO1,\nO1,30\nO2,17\nO3,60\n"
    facts = desk.gather("police", {"offences": "\n".join(offences) + "\n", "victims": victims})
    found = desk.answers(facts, {name: desk.rule(rule) for name, rule in RULES.items()})
    for age in range(16, 32):
        answers = [found[day][f"homicide {age}"] for day in sorted(found)]
        assert answers == [age > 20, False, False, False]
        assert found[FIRST_DAY + timedelta(days=1)][f"robbery {age}"] is (True if age > 30 else None)
