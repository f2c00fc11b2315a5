"""Not applicable is not unknown: an offence without a person victim answers no to any condition on victims.

An offence without a known suspect answers not known to conditions on suspects, for someone did it. An offence
meets a rule if any of its people does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from drawn import WORDS, day_of, draw

from svtool.meaning.decide import decide

if TYPE_CHECKING:
    from conftest import Desk

UNDER_25 = {
    "is": "{who}_age: {{lt: 25}}",
    "is not": "not: {{{who}_age: {{lt: 25}}}}",
    "is not not": "not: {{not: {{{who}_age: {{lt: 25}}}}}}",
    "or knife": "any: [{{knife: yes}}, {{{who}_age: {{lt: 25}}}}]",
    "not and knife": "not: {{all: [{{knife: yes}}, {{{who}_age: {{lt: 25}}}}]}}",
}

VICTIMS = draw("""
ages   | knife | is        | is not    | is not not | or knife  | not and knife
-------+-------+-----------+-----------+------------+-----------+--------------
24     | no    | yes       | no        | yes        | yes       | yes
nobody | no    | no        | no        | no         | no        | yes
nobody | yes   | no        | no        | no         | yes       | no
nobody | ?     | no        | no        | no         | not known | not known
30     | no    | no        | yes       | no         | no        | yes
?      | no    | not known | not known | not known  | not known | yes
24 30  | no    | yes       | yes       | yes        | yes       | yes
30 ?   | no    | not known | yes       | not known  | not known | yes
24 ?   | no    | yes       | not known | yes        | yes       | yes
24 ?   | yes   | yes       | not known | yes        | yes       | not known
30     | yes   | no        | yes       | no         | yes       | yes
""")

SUSPECTS = draw("""
ages   | knife | is        | is not    | is not not | or knife  | not and knife
-------+-------+-----------+-----------+------------+-----------+--------------
24     | no    | yes       | no        | yes        | yes       | yes
nobody | no    | not known | not known | not known  | not known | yes
nobody | yes   | not known | not known | not known  | yes       | not known
nobody | ?     | not known | not known | not known  | not known | not known
30     | no    | no        | yes       | no         | no        | yes
24 30  | no    | yes       | yes       | yes        | yes       | yes
30 ?   | no    | not known | yes       | not known  | not known | yes
""")
TABLES = {"victim": VICTIMS, "suspect": SUSPECTS}


def _ages(case: dict[str, str]) -> list[str]:
    return [] if case["ages"] == "nobody" else case["ages"].replace("?", "unknown").split()


def _record(case: dict[str, str], who: str) -> dict[str, Any]:
    known = [None if age == "unknown" else (int(age), int(age)) for age in _ages(case)]
    return {
        "knife": {"?": None}.get(case["knife"], case["knife"]),
        f"{who}s": [{f"{who}_age": age} for age in known],
    }


def _offences(cases: list[dict[str, str]]) -> str:
    rows = [f"O{i},{day_of(i)},{case['knife']}".replace("?", "") for i, case in enumerate(cases)]
    return "\n".join(["reference,recorded_date,knife", *rows])


def _people(cases: list[dict[str, str]], who: str) -> str:
    rows = [f"O{i},{age}" for i, case in enumerate(cases) for age in _ages(case)]
    return "\n".join([f"reference,{who}_age", *rows])


@pytest.mark.parametrize("asked", UNDER_25)
@pytest.mark.parametrize("who", TABLES)
def test_a_record_by_itself_answers(who: str, asked: str, desk: Desk) -> None:
    rule, catalogue = desk.rule(UNDER_25[asked].format(who=who)), desk.library.catalogue
    police = desk.library.sources["police"]
    found = [WORDS[decide(rule, _record(case, who), police, catalogue)] for case in TABLES[who]]
    assert found == [case[asked] for case in TABLES[who]]


@pytest.mark.parametrize("asked", UNDER_25)
@pytest.mark.parametrize("who", TABLES)
def test_linked_files_answer_the_same(who: str, asked: str, desk: Desk) -> None:
    cases = TABLES[who]
    facts = desk.gather("police", {"offences": _offences(cases), f"{who}s": _people(cases, who)})
    found = desk.answer(facts, UNDER_25[asked].format(who=who))
    assert [WORDS[answer] for answer in found] == [case[asked] for case in cases]


FLAT = "source: police\nrow: {row}\nby_name: yes\n{no_victim}"


@pytest.mark.parametrize("asked", UNDER_25)
def test_a_flat_file_of_offences_answers_the_same_when_a_blank_victim_is_no_victim(asked: str, desk: Desk) -> None:
    """Some other column of the victim tells a victim whose age is blank from no victim at all."""
    cases = [case for case in VICTIMS if len(_ages(case)) < 2]
    rows = [
        f"O{i},{day_of(i)},{case['knife']},{''.join(_ages(case))},{'female' if _ages(case) else ''}".replace("?", "")
        for i, case in enumerate(cases)
    ]
    mapping = desk.own_mapping(FLAT.format(row="offence", no_victim="no_victim: blank\n"))
    extract = "\n".join(["reference,recorded_date,knife,victim_age,victim_sex", *rows])
    found = desk.answer(desk.gather("police", extract, mapping=mapping), UNDER_25[asked].format(who="victim"))
    assert [WORDS[answer] for answer in found] == [case[asked] for case in cases]


@pytest.mark.parametrize("asked", UNDER_25)
def test_a_flat_file_of_victims_answers_the_same_when_a_blank_victim_is_no_victim(asked: str, desk: Desk) -> None:
    rows = [
        f"O{i},{day_of(i)},{case['knife'].replace('?', '')},{age},{'female' if age else ''}"
        for i, case in enumerate(VICTIMS)
        for age in _ages(case) or [""]
    ]
    mapping = desk.own_mapping(FLAT.format(row="victim", no_victim="no_victim: blank\n"))
    extract = "\n".join(["reference,recorded_date,knife,victim_age,victim_sex", *rows])
    found = desk.answer(desk.gather("police", extract, mapping=mapping), UNDER_25[asked].format(who="victim"))
    assert [WORDS[answer] for answer in found] == [case[asked] for case in VICTIMS]


@pytest.mark.parametrize("row", ["offence", "victim"])
def test_a_blank_victim_is_unknown_where_the_mapping_does_not_call_it_no_victim(row: str, desk: Desk) -> None:
    mapping = desk.own_mapping(FLAT.format(row=row, no_victim=""))
    facts = desk.gather("police", "reference,recorded_date,victim_age\nO1,2021-01-01,\n", mapping=mapping)
    assert desk.answer(facts, "victim_age: {lt: 25}") == [None]


def test_without_a_file_of_victims_nothing_is_known_of_them(desk: Desk) -> None:
    facts = desk.gather("police", {"offences": "reference,recorded_date\nO1,2021-01-01\n"})
    assert desk.answer(facts, "victim_age: {lt: 25}") == [None]
    police, catalogue = desk.library.sources["police"], desk.library.catalogue
    assert decide(desk.rule("victim_age: {lt: 25}"), {}, police, catalogue) is None


def test_no_victim_is_a_fact_only_in_months_for_which_victims_were_recorded(desk: Desk) -> None:
    """The file of victims begins in February: that an offence of January has none says nothing."""
    offences = """
        reference,recorded_date
        O1,2021-01-31
        O2,2021-02-01
        O3,2021-02-14
        O4,2021-02-28
        O5,2021-03-01
        """
    facts = desk.gather("police", {"offences": offences, "victims": "reference,victim_age\nO3,30\n"})
    assert desk.answer(facts, "victim_age: {lt: 25}") == [None, False, False, False, None]
