"""One record, every definition: the cases in which the partnerships' definitions part ways.

The cases are those that the published definitions of Merseyside and West Mercia raise; `duty` is Merseyside's
definition for the Duty, without domestic abuse, and `statutory` the Duty as a council's report sums it up: as it
stands, without domestic abuse, and with every other option. What a case does not mark is no; `?` means not known, and
`-` in no clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawn import as_csv, by_oracle, day_of, draw, named, show, victims_csv

from svtool.schema.library import Library

if TYPE_CHECKING:
    from conftest import NewDesk

EVERY_OPTION = "duty_statutory+domestic_abuse+alcohol+modern_slavery+violence_against_women_and_girls"
DEFINITIONS = {
    "merseyside": "merseyside",
    "duty": "merseyside_duty",
    "west_mercia": "west_mercia",
    "strategy": "home_office_strategy+gangs",
    "statutory": "duty_statutory",
    "without": "duty_statutory+without_domestic_abuse",
    "with all": EVERY_OPTION,
    "london": "london",
}

CASES = draw("""
record                             | class | code   | marked           | merseyside | duty     | west_mercia
-----------------------------------+-------+--------+------------------+------------+----------+--------------
actual bodily harm                 | 8N    | 008/06 |                  | -          | -        | -
actual bodily harm, knife          | 8N    | 008/06 | knife            | A5         | A5       | WM5
actual bodily harm, domestic       | 8N    | 008/06 | domestic         | -          | -        | WM8
actual bodily harm, hate crime     | 8N    | 008/06 | hate             | -          | -        | WM9
section 20, no weapon              | 8N    | 008/01 |                  | -          | -        | WM1
section 18, nothing marked         | 5D    | 005/01 |                  | B2         | B2       | WM1
section 18, knife, domestic abuse  | 5D    | 005/01 | knife domestic   | A2 B2      | -        | WM1 WM5 WM8
rape, no weapon                    | 19C   | 019/08 |                  | -          | -        | WM3
threats to kill, no weapon         | 3B    | 003/01 |                  | -          | -        | -
threats to kill, knife             | 3B    | 003/01 | knife            | A4         | A4       | WM5
threats to kill, firearm           | 3B    | 003/01 | firearm          | A4         | A4       | WM6
robbery, no weapon                 | 34B   | 034/01 |                  | B5         | B5       | WM4
possession of a blade              | 10D   | 008/26 |                  | -          | -        | -
arson, intent to endanger life     | 56A   | 056/01 |                  | B3         | B3       | -
arson, reckless as to life         | 56A   | 056/01 |                  | B3         | B3       | -
constable, injured below GBH       | 8S    | 008/06 |                  | -          | -        | -
drug supply, county lines          | 92A   |        | county           | -          | -        | WM7
modern slavery                     | 106   |        |                  | -          | -        | WM10
domestic homicide                  | 1     | 001/01 | domestic         | B1         | -        | WM2
actual bodily harm, corrosive      | 8N    | 008/06 | corrosive        | -          | -        | WM5
""")

NEIGHBOURS = draw("""
record                             | class | code   | marked           | merseyside | duty     | west_mercia
-----------------------------------+-------+--------+------------------+------------+----------+--------------
robbery, knife                     | 34B   | 034/01 | knife            | A3 B5      | A3 B5    | WM4
robbery, firearm, domestic abuse   | 34A   | 034/01 | firearm domestic | A3 B5      | -        | WM4
robbery of either kind, knife      |       | 034/01 | knife            | A3 B5      | A3 B5    | WM4
possession of a blade, knife flag  | 10D   | 008/26 | knife            | -          | -        | -
threatening with a blade at school | 10D   | 008/62 |                  | -          | -        | WM5
threatening with a blade in public | 10D   | 008/64 |                  | -          | -        | WM5
blade, possession or threat unsaid | 10D   |        |                  | -          | -        | WM5?
arson endangering life, knife      | 56A   | 056/01 | knife            | B3         | B3       | -
assault with injury, class only    | 8N    |        |                  | -          | -        | WM1?
same, with knife                   | 8N    |        | knife            | A5         | A5       | WM1? WM5
section 18 sub-code without class  |       | 005/01 |                  | B2         | B2       | WM1
constable, injured, section 18     | 8S    | 005/01 |                  | B4         | B4       | WM1
constable, injured, class only     | 8S    |        |                  | B4?        | B4?      | WM1?
section 18, weapon flags blank     | 5D    | 005/01 | knife? firearm?  | A2? B2     | A2? B2   | WM1 WM5? WM6?
robbery, domestic abuse blank      | 34B   | 034/01 | domestic?        | B5         | B5?      | WM4
threats to kill, firearm blank     | 3B    | 003/01 | knife firearm?   | A4         | A4       | WM5 WM6?
domestic manslaughter, knife       | 4.1   | 004/01 | knife domestic   | A12 B1     | -        | WM2 WM5
attempted murder, domestic abuse   | 2     | 002/00 | domestic         | B1         | -        | WM2 WM8
racially aggravated section 20     | 8P    | 008/33 | knife            | A6         | A6       | WM1 WM5 WM9
section 18, knife, hate crime      | 5D    | 005/01 | knife hate       | A2 A6 B2   | A2 A6 B2 | WM1 WM5 WM9
theft from person, knife, hate     | 39    |        | knife hate       | -          | -        | -
theft from person, county lines    | 39    |        | county           | -          | -        | WM7
""")

# The same records by the other definitions, each with its victim: what the age and the sex decide, somebody must say.
CASES_BESIDE = draw("""
record                             | victim   | strategy  | statutory | without | with all        | london
-----------------------------------+----------+-----------+-----------+---------+-----------------+-----------
actual bodily harm                 | man 30   | -         | SVD3      | SVD3    | SVD3            | -
actual bodily harm, knife          | man 30   | HO2       | SVD3      | SVD3    | SVD3            | -
actual bodily harm, domestic       | man 30   | -         | SVD3      | -       | SVD3 SVD2       | L2
actual bodily harm, hate crime     | man 30   | -         | SVD3      | SVD3    | SVD3            | -
section 20, no weapon              | man 30   | -         | SVD3      | SVD3    | SVD3            | -
section 18, nothing marked         | man 30   | -         | SVD3      | SVD3    | SVD3            | -
section 18, knife, domestic abuse  | man 30   | HO2       | SVD3      | -       | SVD3 SVD2       | L2
rape, no weapon                    | woman 30 | -         | -         | -       | SVD4c           | L3
threats to kill, no weapon         | man 30   | -         | SVD3      | SVD3    | SVD3            | -
threats to kill, knife             | man 30   | HO2       | SVD3      | SVD3    | SVD3            | -
threats to kill, firearm           | man 30   | HO3       | SVD3      | SVD3    | SVD3            | -
robbery, no weapon                 | man 30   | -         | -         | -       | -               | -
possession of a blade              | -        | -         | -         | -       | -               | -
arson, intent to endanger life     | man 30   | -         | -         | -       | -               | -
arson, reckless as to life         | man 30   | -         | -         | -       | -               | -
constable, injured below GBH       | man 30   | -         | SVD3      | SVD3    | SVD3            | -
drug supply, county lines          | -        | HO5       | SVD5      | SVD5    | SVD5            | -
modern slavery                     | man 30   | -         | SVD3      | SVD3    | SVD3 SVD4b      | -
domestic homicide                  | man 30   | HO1       | SVD1 SVD3 | -       | SVD1 SVD3 SVD2  | L2
actual bodily harm, corrosive      | man 30   | -         | SVD3      | SVD3    | SVD3            | -
""")

NEIGHBOURS_BESIDE = draw("""
record                             | victim   | strategy  | statutory | without | with all        | london
-----------------------------------+----------+-----------+-----------+---------+-----------------+-----------
robbery, knife                     | man 30   | HO2       | SVD3      | SVD3    | SVD3            | -
robbery, firearm, domestic abuse   | man 30   | HO3       | SVD3      | -       | SVD3 SVD2       | -
robbery of either kind, knife      | man 30   | HO2       | SVD3      | SVD3    | SVD3            | -
possession of a blade, knife flag  | -        | -         | -         | -       | -               | -
threatening with a blade at school | man 30   | -         | -         | -       | -               | -
threatening with a blade in public | man 30   | -         | -         | -       | -               | -
blade, possession or threat unsaid | -        | -         | -         | -       | -               | -
arson endangering life, knife      | man 30   | -         | -         | -       | -               | -
assault with injury, class only    | man 30   | -         | SVD3      | SVD3    | SVD3            | -
same, with knife                   | man 30   | HO2       | SVD3      | SVD3    | SVD3            | -
section 18 sub-code without class  | man 30   | -         | SVD3      | SVD3    | SVD3            | -
constable, injured, section 18     | man 30   | -         | SVD3      | SVD3    | SVD3            | -
constable, injured, class only     | man 30   | -         | SVD3      | SVD3    | SVD3            | -
section 18, weapon flags blank     | man 30   | HO2? HO3? | SVD3      | SVD3    | SVD3            | -
robbery, domestic abuse blank      | man 30   | -         | -         | -       | SVD2?           | L2?
threats to kill, firearm blank     | man 30   | HO2 HO3?  | SVD3      | SVD3    | SVD3            | -
domestic manslaughter, knife       | man 30   | HO1 HO2   | SVD1 SVD3 | -       | SVD1 SVD3 SVD2  | L2
attempted murder, domestic abuse   | man 30   | -         | SVD3      | -       | SVD3 SVD2       | -
racially aggravated section 20     | man 30   | HO2       | SVD3      | SVD3    | SVD3            | -
section 18, knife, hate crime      | man 30   | HO2       | SVD3      | SVD3    | SVD3            | -
theft from person, knife, hate     | man 30   | -         | -         | -       | -               | -
theft from person, county lines    | man      | HO5       | SVD5      | SVD5    | SVD5            | -
""")

WHOM_AND_WHAT_THEY_NAME = draw("""
record                          | class | code   | marked           | victim   | london   | with all        | strategy
--------------------------------+-------+--------+------------------+----------+----------+------------------+----------
murder of a man of 24           | 1     |        |                  | man 24   | L1       | SVD1 SVD3       | HO1
murder of a man of 25           | 1     |        |                  | man 25   | -        | SVD1 SVD3       | HO1
section 20 on a girl            | 8N    | 008/01 |                  | girl 15  | L1       | SVD3            | -
actual bodily harm, age unknown | 8N    | 008/06 |                  | man      | L1?      | SVD3            | -
the same, domestic abuse        | 8N    | 008/06 | domestic         | man      | L1? L2   | SVD3 SVD2       | -
constable of 23, injured        | 8S    | 008/06 |                  | man 23   | -        | SVD3            | -
robbery of a boy                | 34B   | 034/01 |                  | boy 15   | L1       | -               | -
robbery of a shop, victim of 20 | 34A   | 034/01 |                  | man 20   | -        | -               | -
robbery of either kind, boy     |       | 034/01 |                  | boy 15   | L1?      | -               | -
threats to kill a woman of 22   | 3B    | 003/01 |                  | woman 22 | L1       | SVD3            | -
attempted murder of a boy       | 2     | 002/00 |                  | boy 15   | -        | SVD3            | -
rape of a girl                  | 19D   |        |                  | girl 15  | L1 L3    | SVD4c           | -
sexual assault on a man         | 17A   |        |                  | man 40   | L3       | -               | -
exposure to a girl              | 88E   |        |                  | girl 15  | -        | SVD4c           | -
exposure to a man               | 88E   |        |                  | man 40   | -        | -               | -
exposure, no victim recorded    | 88E   |        |                  | -        | -        | -               | -
theft by a gang                 | 39    |        | gang             | man 40   | -        | -               | HO4
criminal damage, alcohol        | 58A   |        | alcohol          | -        | -        | SVD4a           | -
criminal damage, alcohol blank  | 58A   |        | alcohol?         | -        | -        | SVD4a?          | -
""")


def beside(cases: list[dict[str, str]], more: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return cases with what a second table says of the same records."""
    assert [named(case) for case in cases] == [named(case) for case in more]
    return [case | further for case, further in zip(cases, more, strict=True)]


ALL = [*beside([*CASES, *NEIGHBOURS], [*CASES_BESIDE, *NEIGHBOURS_BESIDE]), *WHOM_AND_WHAT_THEY_NAME]


@pytest.fixture(scope="module")
def clauses_by_engine(new_desk: NewDesk) -> dict[str, dict[str, str]]:
    """The clauses of every case and definition, all from one extract and one run of the engine."""
    found: dict[str, dict[str, str]] = {named(case): {} for case in ALL}
    with new_desk() as desk:
        facts = desk.gather("police", {"offences": as_csv(ALL), "victims": victims_csv(ALL)})
        for heading, name in DEFINITIONS.items():
            rules = desk.library.definition(name).clause_rules
            answers = desk.answers(facts, rules)
            for i, case in enumerate(ALL):
                found[named(case)][heading] = show({clause: answers[day_of(i)][clause] for clause in rules})
    return found


def test_there_are_twenty_published_cases_and_each_definition_answers_all() -> None:
    assert len(CASES) == len(CASES_BESIDE) == 20
    assert set(DEFINITIONS) <= set(ALL[0])


@pytest.mark.parametrize("heading", DEFINITIONS)
def test_the_record_by_itself_meets_these_clauses(heading: str, library: Library) -> None:
    definition = library.definition(DEFINITIONS[heading])
    drawn = {named(case): case[heading] for case in ALL if heading in case}
    assert {named(case): by_oracle(case, library, definition) for case in ALL if heading in case} == drawn


@pytest.mark.parametrize("heading", DEFINITIONS)
def test_the_record_read_from_an_extract_meets_the_same_clauses(
    heading: str, clauses_by_engine: dict[str, dict[str, str]]
) -> None:
    drawn = {named(case): case[heading] for case in ALL if heading in case}
    assert {name: found[heading] for name, found in clauses_by_engine.items() if name in drawn} == drawn
