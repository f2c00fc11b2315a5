"""One record, three definitions: the cases in which the partnerships' definitions part ways.

The cases are those that the published definitions of Merseyside and West Mercia raise; the definition for
the Duty is Merseyside's without domestic abuse. What a case does not mark is no; `?` means not known, and `-`
in no clause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawn import as_csv, by_oracle, day_of, draw, named, show

from svtool.schema.library import Library

if TYPE_CHECKING:
    from conftest import NewDesk

DEFINITIONS = {"merseyside": "merseyside", "duty": "merseyside_duty", "west_mercia": "west_mercia"}

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


@pytest.fixture(scope="module")
def clauses_by_engine(new_desk: NewDesk) -> dict[str, dict[str, str]]:
    """The clauses of every case and definition, all from one extract and one run of the engine."""
    cases = [*CASES, *NEIGHBOURS]
    found: dict[str, dict[str, str]] = {named(case): {} for case in cases}
    with new_desk() as desk:
        facts = desk.gather("police", as_csv(cases))
        for heading, name in DEFINITIONS.items():
            rules = desk.library.definition(name).clause_rules
            answers = desk.answers(facts, rules)
            for i, case in enumerate(cases):
                found[named(case)][heading] = show({clause: answers[day_of(i)][clause] for clause in rules})
    return found


def test_there_are_twenty_published_cases() -> None:
    assert len(CASES) == 20


@pytest.mark.parametrize("heading", DEFINITIONS)
@pytest.mark.parametrize("case", [*CASES, *NEIGHBOURS], ids=named)
def test_the_record_by_itself_meets_these_clauses(case: dict[str, str], heading: str, library: Library) -> None:
    assert by_oracle(case, library, library.definition(DEFINITIONS[heading])) == case[heading]


@pytest.mark.parametrize("heading", DEFINITIONS)
@pytest.mark.parametrize("case", [*CASES, *NEIGHBOURS], ids=named)
def test_the_record_read_from_an_extract_meets_the_same_clauses(
    case: dict[str, str], heading: str, clauses_by_engine: dict[str, dict[str, str]]
) -> None:
    assert clauses_by_engine[named(case)][heading] == case[heading]
