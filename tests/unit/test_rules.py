"""The rule language: what a piece of YAML says, which fields it asks for, and how it reads as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svtool.meaning.decide import could_be_met
from svtool.schema.rules import (
    EVERYTHING,
    All,
    Among,
    AnyOf,
    Compare,
    Not,
    Rule,
    all_of,
    any_of,
    fields_of,
    show_rule,
)

if TYPE_CHECKING:
    from conftest import Desk

KNIFE = Among("knife", ("yes",))
FIREARM = Among("firearm", ("yes",))
ROBBERY = Among("offence", ("robbery",))
UNDER_25 = Compare("victim_age", "lt", 25)

SAID: dict[str, Rule] = {
    "knife: yes": KNIFE,
    "knife: [yes]": KNIFE,
    "victim_sex: [female, male]": Among("victim_sex", ("female", "male")),
    "victim_age: {lt: 25}": UNDER_25,
    "victim_age: {gte: 18, lte: 24}": All((Compare("victim_age", "gte", 18), Compare("victim_age", "lte", 24))),
    "all: [{knife: yes}, {offence: robbery}]": All((KNIFE, ROBBERY)),
    "any: [{knife: yes}, {firearm: yes}]": AnyOf((KNIFE, FIREARM)),
    "not: {knife: yes}": Not(KNIFE),
    "{knife: yes, offence: robbery}": All((KNIFE, ROBBERY)),
    "{offence: robbery, not: {any: [{knife: yes}, {firearm: yes}]}}": All((ROBBERY, Not(AnyOf((KNIFE, FIREARM))))),
    "all: [{knife: yes}]": All((KNIFE,)),
}


@pytest.mark.parametrize("text", SAID)
def test_a_piece_of_yaml_says_a_rule(text: str, desk: Desk) -> None:
    assert desk.rule(text) == SAID[text]


def test_two_conditions_are_the_same_wherever_they_stand(desk: Desk) -> None:
    """So that the engine answers a condition once, however many clauses ask it."""
    first = desk.rule("all: [{knife: yes}, {offence: robbery}]")
    assert desk.rule("any: [{firearm: yes}, {all: [{knife: yes}, {offence: robbery}]}]").rules[1] == first


def test_the_fields_that_a_rule_asks_for_stand_once_in_reading_order(desk: Desk) -> None:
    text = "all: [{any: [{knife: yes}, {firearm: yes}]}, {offence: rape}, {not: {knife: no}}, {victim_age: {lt: 25}}]"
    assert fields_of(desk.rule(text)) == ["knife", "firearm", "offence", "victim_age"]
    assert fields_of(EVERYTHING) == []


def test_joining_adds_no_needless_nesting() -> None:
    assert all_of(KNIFE) == KNIFE
    assert all_of(All((KNIFE, FIREARM)), ROBBERY) == All((KNIFE, FIREARM, ROBBERY))
    assert all_of(EVERYTHING, KNIFE) == KNIFE
    assert all_of(AnyOf((KNIFE, FIREARM)), ROBBERY) == All((AnyOf((KNIFE, FIREARM)), ROBBERY))
    assert any_of((KNIFE,)) == KNIFE


SENTENCES: dict[str, str] = {
    "knife: yes": "knife is yes",
    "victim_sex: [female, male, other]": "victim_sex is female, male or other",
    "victim_age: {lt: 25}": "victim_age under 25",
    "victim_age: {gte: 18, lte: 24}": "victim_age at least 18 and victim_age at most 24",
    "victim_age: {gt: 18}": "victim_age over 18",
    "not: {knife: yes}": "not (knife is yes)",
    "all: [{any: [{knife: yes}, {firearm: yes}]}, {offence: robbery}]": (
        "(knife is yes or firearm is yes) and offence is robbery"
    ),
}


@pytest.mark.parametrize("text", SENTENCES)
def test_a_rule_reads_as_a_sentence(text: str, desk: Desk) -> None:
    assert show_rule(desk.rule(text)) == SENTENCES[text]


def test_the_rule_that_asks_nothing_reads_as_every_record() -> None:
    assert show_rule(EVERYTHING) == "every record"


NEVER_RECORDED = [
    # rule, fields that were never recorded, whether any record could meet it for certain
    ("knife: yes", {"knife"}, False),
    ("knife: yes", {"firearm"}, True),
    ("not: {knife: yes}", {"knife"}, False),
    ("any: [{knife: yes}, {firearm: yes}]", {"knife"}, True),
    ("any: [{knife: yes}, {firearm: yes}]", {"knife", "firearm"}, False),
    ("all: [{knife: yes}, {offence: robbery}]", {"knife"}, False),
    ("all: [{any: [{knife: yes}, {offence: murder}]}, {offence: homicide}]", {"knife"}, True),
    ("all: [{offence: murder}, {not: {domestic_abuse: yes}}]", {"domestic_abuse"}, False),
    ("not: {all: [{knife: yes}, {offence: robbery}]}", {"knife"}, True),
]


@pytest.mark.parametrize(("text", "missing", "possible"), NEVER_RECORDED)
def test_a_rule_that_hangs_on_a_field_never_recorded_can_be_met_by_nobody(
    text: str, missing: set[str], possible: bool, desk: Desk
) -> None:
    assert could_be_met(desk.rule(text), missing) is possible
