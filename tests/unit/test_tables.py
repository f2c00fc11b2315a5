"""Tables: measures in printed order, and what each of them counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svtool.errors import InvalidFileError
from svtool.schema.library import Library
from svtool.schema.rules import All, Among, Compare, fields_of
from svtool.schema.tables import Table

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def table(desk: Desk) -> Table:
    desk.write(
        "definitions/tables/ours.yaml",
        """
        id: ours
        title: Ours
        groups:
          - title: First
            measures:
              - {id: all_offences, title: Offences, source: police, unit: offence}
              - id: young_victims
                title: Offences by the definition, victim under 25
                source: police
                unit: offence
                date: committed
                definition: merseyside
                part_of: all_offences
                where: {victim_age: {lt: 25}}
                desired: fall
          - title: Second
            measures:
              - {id: victims, title: Victims, source: police, unit: victim_incident}
              - repeats: all_offences
              - {id: arrivals, title: Arrivals, source: ed, unit: attendance, date: committed}
              - id: again
                title: Suspected twice
                source: police
                unit: suspect
                having: {offences: {gte: 2}, on_different_days: yes}
        """,
    )
    return Library(desk.folder).table("ours")


def test_rows_stand_in_printed_order_and_a_repeated_measure_stands_twice(table: Table) -> None:
    assert [(row.position, row.group, row.measure.id) for row in table.rows] == [
        (1, "First", "all_offences"),
        (2, "First", "young_victims"),
        (3, "Second", "victims"),
        (4, "Second", "all_offences"),
        (5, "Second", "arrivals"),
        (6, "Second", "again"),
    ]
    assert [each.id for each in table.measures] == ["all_offences", "young_victims", "victims", "arrivals", "again"]


def test_a_measure_is_its_definition_and_its_own_condition(table: Table, library: Library) -> None:
    young = table.measures[1]
    assert young.where == Compare("victim_age", "lt", 25)
    assert isinstance(young.rule, All)
    assert young.rule.rules[:2] == (young.where, library.definition("merseyside").rule)


def test_a_measure_that_asks_nothing_counts_every_unit_of_its_source(table: Table, library: Library) -> None:
    offences = table.measures[0]
    assert offences.where == All(())
    assert fields_of(offences.rule) == [], "what is no offence need not be told apart"
    assert offences.rule == library.sources["police"].of_units(All(()))


def test_the_role_is_that_of_the_unit_or_of_the_fields_asked(table: Table) -> None:
    assert {each.id: each.role for each in table.measures} == {
        "all_offences": None,
        "young_victims": "victim",
        "victims": "victim",
        "arrivals": None,
        "again": "suspect",
    }


def test_the_date_is_the_recorded_one_unless_the_measure_says_otherwise(table: Table) -> None:
    bases = {each.id: each.date_basis for each in table.measures}
    assert bases["all_offences"] == "recorded_date"
    assert bases["young_victims"] == "committed_date"


def test_a_source_with_one_date_has_no_other(table: Table) -> None:
    assert table.measures[3].date_basis == "recorded_date"


def test_people_are_counted_as_people(table: Table) -> None:
    assert {each.id for each in table.measures if each.counts_persons} == {"again"}
    having = table.measures[4].having
    assert having is not None
    assert (having.offences.gte, having.on_different_days) == (2, True)


# The shipped tables.


def test_the_home_office_table_has_ten_rows_in_three_groups_and_repeats_row_2_as_row_7(library: Library) -> None:
    rows = library.table("home_office").rows
    assert [row.position for row in rows] == list(range(1, 11))
    assert len({row.group for row in rows}) == 3
    assert rows[6].measure is rows[1].measure


def test_a_part_counts_the_same_things_by_the_same_date_as_its_whole(library: Library) -> None:
    for wanted in library.ids("tables"):
        by_id = {each.id: each for each in library.table(wanted).measures}
        for part in by_id.values():
            if part.part_of:
                whole = by_id[part.part_of]
                assert (part.source, part.unit, part.date_basis) == (whole.source, whole.unit, whole.date_basis)


def test_as_counted_in_the_published_table_is_three_groups_of_offences(library: Library) -> None:
    measures = {each.id: each for each in library.table("mvrp_local").measures}
    assert measures["serious_violence_as_published"].where == Among(
        "offence",
        (
            "violence_against_the_person",
            "possession_of_weapons_offences",
            "miscellaneous_crimes_against_society",
        ),
    )


# Measures of one clause, and of people of whom a definition does not ask.

CLAUSES = """
    id: t
    title: T
    groups:
      - title: G
        measures:
          - {id: all, title: All, source: police, unit: offence, definition: west_mercia}
          - {id: robbery, title: Robbery, source: police, unit: offence, definition: west_mercia, clause: WM4}
          - {id: young, title: Young, source: police, unit: suspect, definition: london, where: {suspect_age: {lt: 18}}}
    """


def test_a_measure_of_a_clause_asks_what_the_clause_asks_and_counts_by_its_definition(desk: Desk) -> None:
    desk.write("definitions/tables/t.yaml", CLAUSES)
    every, robbery, _ = Library(desk.folder).table("t").measures
    definition = robbery.definition
    assert definition is not None
    assert (definition, robbery.clause) == (every.definition, "WM4")
    assert robbery.asked == definition.clause_rules["WM4"]
    assert every.asked == definition.rule


def test_a_definition_may_ask_of_other_people_than_those_who_are_counted(desk: Desk) -> None:
    desk.write("definitions/tables/t.yaml", CLAUSES)
    assert [each.role for each in Library(desk.folder).table("t").measures] == [None, None, "suspect"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("clause: WM4", "clause: WM44", ":7: west_mercia has no clause WM44; expected WM1, WM2"),
        (
            "definition: west_mercia, clause: WM4",
            "clause: WM4",
            ":7: clause WM4 is of no definition; write definition:",
        ),
        ("suspect_age: {lt: 18}", "victim_age: {lt: 18}", "counts suspects but asks about the victim; ask about one"),
    ],
)
def test_a_clause_that_is_none_and_people_who_are_not_counted_are_faults(
    old: str, new: str, fault: str, desk: Desk
) -> None:
    desk.write("definitions/tables/t.yaml", CLAUSES.replace(old, new))
    with pytest.raises(InvalidFileError) as caught:
        Library(desk.folder).table("t")
    assert fault in str(caught.value)


def test_each_reduction_of_west_mercia_is_a_clause_of_its_definition(library: Library) -> None:
    whole, *reductions = library.table("west_mercia").measures
    assert whole.definition is not None
    assert [each.clause for each in reductions] == [clause.id for clause in whole.definition.clauses]
    assert {each.part_of for each in reductions} == {whole.id}
