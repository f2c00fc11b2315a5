"""What a rule still asks where the offence is known, and that it answers as the whole rule does."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from svtool.meaning.by_offence import ALWAYS, NEVER, left_to_ask, meaning_of
from svtool.meaning.decide import decide
from svtool.schema.library import Library
from svtool.schema.rules import Rule, fields_of, parse_rule, show_rule
from svtool.schema.text_yaml import Document, parse_text_yaml

LIBRARY = Library()
MURDER, ABH, THEFT = (("1", "whole"), ("8N", "actual_bodily_harm"), ("39", "whole"))


@pytest.fixture
def rule(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Rule]:
    def read(text: str) -> Rule:
        document = parse_text_yaml(text, Document(tmp_path_factory.getbasetemp(), "rule"))
        return parse_rule(document, document.data, (), [])

    return read


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("{offence: violence_against_the_person}", "every record"),
        ("{all: [{knife: yes}, {offence: assault_with_injury}]}", "knife is yes"),
        ("{not: {knife: yes}}", "not (knife is yes)"),
        ("{any: [{knife: yes}, {all: [{knife: yes}, {hate_crime: yes}]}]}", "knife is yes"),
        (
            "{any: [{knife: yes}, {firearm: yes}, {all: [{any: [{firearm: yes}, {knife: yes}]}, {hate_crime: yes}]}]}",
            "knife is yes or firearm is yes",
        ),
        ("{all: [{knife: yes}, {any: [{knife: yes}, {firearm: yes}]}]}", "knife is yes"),
        ("{any: [{all: [{knife: yes}, {offence: homicide}]}, {firearm: yes}]}", "firearm is yes"),
    ],
)
def test_what_is_left_of_a_rule_for_actual_bodily_harm(text: str, left: str, rule: Callable[[str], Rule]) -> None:
    assert show_rule(left_to_ask(rule(text), frozenset({ABH}), LIBRARY.catalogue)) == left


def test_what_the_offence_alone_decides(rule: Callable[[str], Rule]) -> None:
    asked = rule("{all: [{offence: homicide}, {not: {offence: robbery}}]}")
    assert left_to_ask(asked, frozenset({("1", LIBRARY.catalogue.by_code["1"].kinds[0])}), LIBRARY.catalogue) == ALWAYS
    assert left_to_ask(asked, frozenset({ABH}), LIBRARY.catalogue) == NEVER


@pytest.mark.parametrize("name", LIBRARY.ids("serious_violence"))
def test_it_answers_as_the_definition_does(name: str) -> None:
    """For each offence on which definitions part ways, with every flag that is asked yes, no and blank."""
    asked, source = LIBRARY.definition(name).rule, LIBRARY.sources["police"]
    flags = [each for each in fields_of(asked) if each not in {"offence", "victim_age"}]
    cases = [
        {each: value if each == one else other for each in flags}
        for one in flags
        for value, other in product(("yes", "no", None), repeat=2)
    ]
    for code in ("1", "8N", "8S", "34B", "19C", "10D", "92A"):
        for kind in LIBRARY.catalogue.by_code[code].kinds:
            atom = frozenset({(code, kind)})
            left = left_to_ask(asked, atom, LIBRARY.catalogue)
            for case in cases:
                record = {"offence": atom, "victims": [{"victim_age": None}], **case}
                answers = {decide(each, record, source, LIBRARY.catalogue) for each in (asked, left)}
                assert len(answers) == 1, (code, kind, case)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("{any: [{knife: yes}, {firearm: yes}]}", "{any: [{firearm: yes}, {knife: yes}]}"),
        ("{offence: robbery}", "{offence: [robbery_personal, robbery_business]}"),
        ("{not: {weapon_use: [used, threatened]}}", "{not: {weapon_use: [threatened, used]}}"),
    ],
)
def test_rules_that_ask_the_same_in_other_words(one: str, other: str, rule: Callable[[str], Rule]) -> None:
    assert meaning_of(rule(one), LIBRARY.catalogue) == meaning_of(rule(other), LIBRARY.catalogue)


def test_rules_that_ask_something_else(rule: Callable[[str], Rule]) -> None:
    texts = (
        "{knife: yes}",
        "{knife: no}",
        "{not: {knife: yes}}",
        "{all: [{knife: yes}, {firearm: yes}]}",
        "{any: [{knife: yes}, {firearm: yes}]}",
        "{victim_age: {lt: 25}}",
        "{victim_age: {lte: 25}}",
    )
    assert len({meaning_of(rule(each), LIBRARY.catalogue) for each in texts}) == len(texts)
