"""What an offence is, from the class, the sub-code and the title that a record has of it.

A coarse code is the set of offences that it may be: yes when all of them are asked for, no when none is, else not
known. Codes are text; a class is never taken for a sub-code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawn import WORDS, as_csv, as_record, day_of, draw

from svtool.meaning.decide import decide
from svtool.schema.library import Library
from svtool.schema.rules import Among

if TYPE_CHECKING:
    from conftest import NewDesk

CASES = draw("""
class           | code   | title                       | is it                           | answer
----------------+--------+-----------------------------+---------------------------------+----------
8S              | 005/01 |                             | constable_section_18            | yes
                | 005/01 |                             | constable_section_18            | no
8S              |        |                             | constable_section_18            | not known
8S              | 008/06 |                             | constable_section_18            | no
8S              |        | Wounding with intent to do GBH Section 18 | constable_section_18 | yes
8S              | 005/01 |                             | assault_with_injury_on_constable | yes
8S              | 005/01 |                             | s18_wounding                    | yes
                | 005/01 |                             | assault_with_intent_to_cause_serious_harm | yes
5D              |        |                             | s18_wounding                    | not known

8N              |        |                             | section_20_or_worse             | not known
8N              | 008/01 |                             | section_20_or_worse             | yes
8N              | 008/06 |                             | section_20_or_worse             | no
8N              |        | Sec 47. Assault occasioning actual bodily harm | section_20_or_worse | no
5D              |        |                             | section_20_or_worse             | yes
8N              |        |                             | violence_with_injury            | yes

8N              | 001/01 |                             | murder                          | not known
8N              | 001/01 |                             | assault_with_injury             | not known
8N              | 001/01 |                             | violence_against_the_person     | yes
8N              | 001/01 |                             | robbery                         | no

                | 034/01 |                             | robbery_business                | not known
                | 034/01 |                             | robbery_personal                | not known
                | 034/01 |                             | robbery                         | yes
34A             | 034/01 |                             | robbery_business                | yes
34A             | 034/01 |                             | robbery_personal                | no

106             |        |                             | modern_slavery                  | yes
106             | 106/01 |                             | modern_slavery                  | yes
                | 106/01 |                             | modern_slavery                  | not known
                | 106    |                             | modern_slavery                  | not known

4.10            |        |                             | corporate_manslaughter          | yes
4.10            |        |                             | manslaughter                    | no
4.1             |        |                             | manslaughter                    | yes
4.1             |        |                             | corporate_manslaughter          | no
                | 004/10 |                             | corporate_manslaughter          | yes
                | 004/01 |                             | corporate_manslaughter          | no

1/4.1/4.10/4.2  |        |                             | homicide                        | yes
1-4.1-4.10-4.2  |        |                             | homicide                        | yes
1, 4.1/2/10     |        |                             | homicide                        | yes
1/4.1/4.10/4.2  |        |                             | murder                          | not known
1/4.1/4.10/4.2  |        |                             | attempted_murder                | no
1/4.1/4.10/4.2  | 001/01 |                             | murder                          | yes

56A             |        | Arson, reckless as to life  | arson_endangering_life          | yes
56A             |        | Arson, intent to take life  | arson_endangering_life          | yes
8n              | 8/1    |                             | section_20_or_worse             | yes
 08N            | 08/01  |                             | section_20_or_worse             | yes

999Z            |        |                             | robbery                         | not known
999Z            | 034/01 |                             | robbery                         | yes
                |        | a title that nobody listed  | robbery                         | not known
                |        |                             | robbery                         | not known
                |        |                             | violence_against_the_person     | not known
""")


def _named(case: dict[str, str]) -> str:
    evidence = " + ".join(filter(None, (case["class"], case["code"], case["title"]))) or "nothing"
    return f"{evidence} is {case['is it']}"


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_an_offence_by_itself_answers(case: dict[str, str], library: Library) -> None:
    rule = Among("offence", (case["is it"],))
    answer = decide(rule, as_record(case, library), library.sources["police"], library.catalogue)
    assert WORDS[answer] == case["answer"]


def test_offences_read_from_an_extract_answer_the_same(new_desk: NewDesk) -> None:
    with new_desk() as desk:
        facts = desk.gather("police", as_csv(CASES))
        asked = {case["is it"]: Among("offence", (case["is it"],)) for case in CASES}
        answers = desk.answers(facts, asked)
    found = {_named(case): WORDS[answers[day_of(i)][case["is it"]]] for i, case in enumerate(CASES)}
    assert found == {_named(case): case["answer"] for case in CASES}


def test_a_title_of_another_class_as_a_whole_rules_out_no_kind_of_this_one(library: Library) -> None:
    """Class 8S titled as class 8N is one or the other, and nobody said which: section 18 may still be it."""
    titled = library.catalogue.read_offence("8S", None, "Assault with injury")
    rule = Among("offence", ("constable_section_18",))
    assert decide(rule, {"offence": titled}, library.sources["police"], library.catalogue) is None


def test_every_published_class_is_decided(library: Library) -> None:
    """No is a fact, because every class is in the catalogue."""
    police, catalogue = library.sources["police"], library.catalogue
    violence = Among("offence", ("violence_against_the_person",))
    for each in catalogue.classes:
        record = {"offence": catalogue.read_offence(each.code, None, None)}
        assert decide(violence, record, police, catalogue) is (each.group == "Violence against the person")


def test_a_class_that_is_in_no_list_is_certain_of_nothing(library: Library) -> None:
    """The weapon is known, the offence is not: nothing of the definition can be said to be out."""
    record = {"offence": library.catalogue.read_offence("999Z", None, None), "knife": "yes", "hate_crime": "no"}
    for rule in library.definition("merseyside").clause_rules.values():
        assert decide(rule, record, library.sources["police"], library.catalogue) is None
