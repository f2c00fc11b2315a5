"""A rule answers yes, no or not known: blank flags, coarse values, values that mean unknown, and absent fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawn import WORDS, day_of, draw

from svtool.meaning.answers import Answer
from svtool.meaning.decide import decide
from svtool.records.cell_values import judge_for
from svtool.schema.library import Library
from svtool.schema.mappings import Column

if TYPE_CHECKING:
    from conftest import Desk, NewDesk

YES, NO, NOT_KNOWN = True, False, None

WEAPONS_AND_AGES = draw("""
weapon               | age      | asked                                           | answer
---------------------+----------+-------------------------------------------------+----------
knife                |          | weapon: knife                                   | yes
knife                |          | weapon: other_sharp                             | no
knife                |          | weapon: [knife, other_sharp]                    | yes
knife                |          | weapon: knife_or_other_sharp                    | yes
knife_or_other_sharp |          | weapon: [knife, other_sharp]                    | yes
knife_or_other_sharp |          | weapon: knife_or_other_sharp                    | yes
Knife or other sharp |          | weapon: knife                                   | not known
knife_or_other_sharp |          | weapon: [firearm, knife]                        | not known
knife_or_other_sharp |          | weapon: [firearm, fists]                        | no
knife_or_other_sharp |          | not: {weapon: knife}                            | not known
knife_or_other_sharp |          | not: {weapon: firearm}                          | yes

not_specified        |          | weapon: knife                                   | not known
not_specified        |          | weapon: [knife, other_sharp]                    | not known
not_specified        |          | not: {weapon: knife}                            | not known
not_specified        |          | weapon: not_specified                           | yes
not_specified        |          | weapon: [knife, not_specified]                  | yes
not_specified        |          | not: {weapon: not_specified}                    | no
knife                |          | weapon: not_specified                           | no
                     |          | weapon: not_specified                           | not known
                     |          | weapon: knife                                   | not known
a word of no list    |          | weapon: knife                                   | not known

                     | 24       | age: {lt: 25}                                   | yes
                     | 25       | age: {lt: 25}                                   | no
                     | 25       | age: {lte: 25}                                  | yes
                     | 24       | age: {gt: 24}                                   | no
                     | 24       | age: {gte: 24}                                  | yes
                     | 18-24    | age: {lt: 25}                                   | yes
                     | 18-24    | age: {lt: 18}                                   | no
                     | 18-24    | age: {lt: 21}                                   | not known
                     | 18-24    | age: {gte: 18, lte: 24}                         | yes
                     | 18-24    | age: {gte: 10, lte: 17}                         | no
                     | 16-24    | age: {gte: 18, lte: 24}                         | not known
                     | 20-29    | age: {lt: 25}                                   | not known
                     | 25+      | age: {lt: 25}                                   | no
                     | under 18 | age: {lt: 25}                                   | yes
                     |          | age: {lt: 25}                                   | not known
                     | -1       | age: {lt: 25}                                   | not known
                     | 999      | age: {lt: 25}                                   | not known
                     |          | not: {age: {lt: 25}}                            | not known
not_specified        | 24       | all: [{weapon: knife}, {age: {lt: 25}}]         | not known
not_specified        | 25       | all: [{weapon: knife}, {age: {lt: 25}}]         | no
knife                |          | any: [{weapon: knife}, {age: {lt: 25}}]         | yes
fists                |          | any: [{weapon: knife}, {age: {lt: 25}}]         | not known
""")


def _named(case: dict[str, str]) -> str:
    return f"{case['weapon']} {case['age']} asked {case['asked']}".strip()


@pytest.mark.parametrize("case", WEAPONS_AND_AGES, ids=_named)
def test_an_attendance_by_itself_answers(case: dict[str, str], desk: Desk) -> None:
    source = desk.library.sources["ed"]
    record = {name: judge_for(source.by_name[name], Column(), None)(case[name]).value for name in ("weapon", "age")}
    answer = decide(desk.rule(case["asked"], "ed"), record, source, desk.library.catalogue)
    assert WORDS[answer] == case["answer"]


def test_attendances_read_from_an_extract_answer_the_same(new_desk: NewDesk) -> None:
    rows = [f"A{i},{day_of(i)},Y,{c['weapon']},{c['age']}" for i, c in enumerate(WEAPONS_AND_AGES)]
    with new_desk() as desk:
        facts = desk.gather("ed", "\n".join(["reference,recorded_date,assault,weapon,age", *rows]))
        rules = {case["asked"]: desk.rule(case["asked"], "ed") for case in WEAPONS_AND_AGES}
        answers = desk.answers(facts, rules)
    found = {_named(case): WORDS[answers[day_of(i)][case["asked"]]] for i, case in enumerate(WEAPONS_AND_AGES)}
    assert found == {_named(case): case["answer"] for case in WEAPONS_AND_AGES}


KLEENE = draw("""
knife | firearm | all | any | not knife | not all | not any
------+---------+-----+-----+-----------+---------+--------
yes   | yes     | yes | yes | no        | no      | no
yes   | no      | no  | yes | no        | yes     | no
yes   | ?       | ?   | yes | no        | ?       | no
no    | yes     | no  | yes | yes       | yes     | no
no    | no      | no  | no  | yes       | yes     | yes
no    | ?       | no  | ?   | yes       | yes     | ?
?     | yes     | ?   | yes | ?         | ?       | no
?     | no      | no  | ?   | ?         | yes     | ?
?     | ?       | ?   | ?   | ?         | ?       | ?
""")
JOINED = {
    "all": "all: [{knife: yes}, {firearm: yes}]",
    "any": "any: [{knife: yes}, {firearm: yes}]",
    "not knife": "not: {knife: yes}",
    "not all": "not: {all: [{knife: yes}, {firearm: yes}]}",
    "not any": "not: {any: [{knife: yes}, {firearm: yes}]}",
}
DRAWN: dict[Answer, str] = {YES: "yes", NO: "no", NOT_KNOWN: "?"}


@pytest.mark.parametrize("joined", JOINED)
def test_conditions_are_joined_by_three_valued_logic(joined: str, desk: Desk) -> None:
    rule, catalogue = desk.rule(JOINED[joined]), desk.library.catalogue
    records = [{name: None if row[name] == "?" else row[name] for name in ("knife", "firearm")} for row in KLEENE]
    by_oracle = [decide(rule, record, desk.library.sources["police"], catalogue) for record in records]
    rows = [f"{day_of(i)},{row['knife']},{row['firearm']}".replace("?", "") for i, row in enumerate(KLEENE)]
    facts = desk.gather("police", "\n".join(["recorded_date,knife,firearm", *rows]))
    drawn = [row[joined] for row in KLEENE]
    assert [DRAWN[answer] for answer in by_oracle] == drawn
    assert [DRAWN[answer] for answer in desk.answer(facts, JOINED[joined])] == drawn


BLANKS = """
    source: police
    row: offence
    columns:
      reference: reference
      {dates}
      knife: {{column: knife, blank: {blank}}}
"""
RECORDED = "recorded_date: {column: recorded, format: DD/MM/YYYY}"
COMMITTED = "committed_date: {column: committed, format: DD/MM/YYYY}"
DATED = "{before: {2019-04-01: unknown}, otherwise: no}"
TWICE_DATED = "{before: {2018-04-01: no, 2019-04-01: unknown}, otherwise: no}"


@pytest.mark.parametrize(
    ("blank", "answers"),
    [
        ("no", [NO, NO, NO, NO]),
        ("unknown", [NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN]),
        (DATED, [NOT_KNOWN, NOT_KNOWN, NO, NO]),
        (TWICE_DATED, [NO, NOT_KNOWN, NO, NO]),
    ],
    ids=["no", "unknown", "dated", "twice dated"],
)
def test_a_blank_flag_means_what_the_mapping_says(blank: str, answers: list[Answer], desk: Desk) -> None:
    mapping = desk.own_mapping(BLANKS.format(dates=RECORDED, blank=blank))
    extract = """
        reference,recorded,knife
        O1,31/03/2018,
        O2,31/03/2019,
        O3,01/04/2019,
        O4,02/04/2019,
        """
    assert desk.answer(desk.gather("police", extract, mapping=mapping), "knife: yes") == answers


def test_a_filled_flag_means_the_same_on_every_day(desk: Desk) -> None:
    mapping = desk.own_mapping(BLANKS.format(dates=RECORDED, blank=DATED))
    extract = """
        reference,recorded,knife
        O1,31/03/2019,Y
        O2,01/04/2019,Y
        O3,31/03/2020,unknown
        O4,01/04/2020,a word that is neither
        """
    answers = desk.answer(desk.gather("police", extract, mapping=mapping), "knife: yes")
    assert answers == [YES, YES, NOT_KNOWN, NOT_KNOWN]


@pytest.mark.parametrize("dates", [f"{RECORDED}\n      {COMMITTED}", f"{COMMITTED}\n      {RECORDED}"])
def test_a_dated_blank_goes_by_the_recorded_date_in_whatever_order_columns_are_mapped(dates: str, desk: Desk) -> None:
    mapping = desk.own_mapping(BLANKS.format(dates=dates, blank=DATED))
    extract = """
        reference,recorded,committed,knife
        O1,31/03/2019,31/03/2019,
        O2,01/04/2019,31/12/2016,
        """
    assert desk.answer(desk.gather("police", extract, mapping=mapping), "knife: yes") == [NOT_KNOWN, NO]


def test_a_field_without_a_column_is_not_known(desk: Desk) -> None:
    facts = desk.gather("police", "reference,recorded_date\nO1,2021-01-01\n")
    for asked in ("knife: yes", "knife: no", "not: {knife: yes}", "victim_age: {lt: 25}", "offence: robbery"):
        assert desk.answer(facts, asked) == [NOT_KNOWN], asked


def test_a_field_that_is_blank_in_every_record_is_not_known(desk: Desk) -> None:
    facts = desk.gather("police", "reference,recorded_date,knife,offence_class\nO1,2021-01-01,,\n")
    assert desk.answer(facts, "knife: yes") == [NOT_KNOWN]
    assert desk.answer(facts, "not: {offence: robbery}") == [NOT_KNOWN]


def test_a_column_that_one_of_two_files_lacks_is_not_known_there(desk: Desk) -> None:
    with_flag = "reference,recorded_date,knife\nO1,2021-01-01,N\n"
    without = "reference,recorded_date\nO2,2021-01-02\n"
    facts = desk.gather("police", [with_flag, without])
    assert desk.answer(facts, "knife: yes") == [NO, NOT_KNOWN]


@pytest.mark.parametrize("column", ["", ",cancelled"], ids=["no column", "blank"])
def test_nothing_is_cancelled_unless_it_says_so(column: str, desk: Desk) -> None:
    """`cancelled` is declared `absent: no`: an extract without it has no cancelled offences."""
    facts = desk.gather("police", f"reference,recorded_date{column}\nO1,2021-01-01{',' if column else ''}\n")
    assert desk.answer(facts, "cancelled: yes") == [NO]
    assert desk.answer(facts, "not: {cancelled: yes}") == [YES]


def test_nothing_recorded_is_cancelled_on_a_record_by_itself(library: Library, desk: Desk) -> None:
    rule = desk.rule("cancelled: yes")
    assert decide(rule, {}, library.sources["police"], library.catalogue) is NO
