"""Rows of one reference that disagree count the same in any order: each person's row answers for itself, and an offence
meets a rule if any of its rows does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.counting.source_counts import Geography, SourceCounts
from svtool.meaning.answers import Answer
from svtool.meaning.decide import answer_any
from svtool.schema.rules import EVERYTHING, Rule, fields_of
from svtool.schema.tables import Measure

if TYPE_CHECKING:
    from conftest import Desk, NewDesk

YEAR = [(date(2021, 1, 1), date(2021, 12, 31))]
WORDS: dict[Answer, str] = {True: "Y", False: "N", None: ""}
ANSWERS = st.sampled_from([True, False, None])


class Row(NamedTuple):
    """A victim of an offence: what its row says of a knife, and whether the victim was killed."""

    reference: str
    knife: Answer
    fatal: Answer


rows = st.lists(st.builds(Row, st.sampled_from(["O1", "O2", "O3", ""]), ANSWERS, ANSWERS), min_size=1, max_size=9)


def settled(found: list[Row]) -> list[list[Row]]:
    """Return the rows of each offence; a blank says what all its other rows say, where they agree."""
    offences: dict[object, list[Row]] = defaultdict(list)
    for i, row in enumerate(found):
        offences[row.reference or i].append(row)
    result = []
    for own in offences.values():
        said = {row.knife for row in own} - {None}
        result.append([row._replace(knife=next(iter(said))) if len(said) == 1 else row for row in own])
    return result


def numbers(answers: list[Answer]) -> tuple[int, int]:
    return sum(each is True for each in answers), sum(each is None for each in answers)


def counted(
    desk: Desk, text: str, row: str, asked: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return how many of each unit certainly meet each rule, and how many may."""
    mapping = desk.own_mapping(f"source: police\nrow: {row}\nby_name: yes\n")
    facts = desk.gather("police", text, mapping=mapping)
    measures = {(unit, rule): measure(unit, desk.rule(rule), f"m{i}") for i, (unit, rule) in enumerate(asked)}
    counts = SourceCounts(desk.engine, facts, desk.library.catalogue, Geography(), list(measures.values()))
    found = {key: counts.count(each, YEAR) for key, each in measures.items()}
    return {key: (each.met, each.not_known) for key, each in found.items()}


def measure(unit: str, where: Rule, name: str = "m") -> Measure:
    of_victim = unit == "victim_incident" or "fatal" in fields_of(where)
    return Measure(
        id=name, title=name, source="police", unit=unit, date_basis="recorded_date", where=where, rule=where,
        definition=None, role="victim" if of_victim else None, having=None, part_of=None, desired=None,
        value_unit=None, published_as=None, note=None,
    )  # fmt: skip


def written(found: list[Row]) -> str:
    lines = [f"{row.reference},2021-01-05,{WORDS[row.knife]},{WORDS[row.fatal]}" for row in found]
    return "\n".join(["reference,recorded_date,knife,fatal", *lines]) + "\n"


@pytest.mark.slow
@given(found=rows, data=st.data())
@settings(max_examples=12, deadline=None)
def test_victims_and_offences_of_a_file_of_victims(new_desk: NewDesk, found: list[Row], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(found))
    offences = settled(found)
    people = [row.knife for own in offences for row in own]
    expected = {
        ("victim_incident", "knife: yes"): numbers(people),
        ("offence", "knife: yes"): numbers([answer_any(row.knife for row in own) for own in offences]),
        ("offence", "knife: no"): numbers(
            [answer_any(None if row.knife is None else not row.knife for row in own) for own in offences]
        ),
        ("victim_incident", "fatal: yes"): numbers([row.fatal for row in found]),
        ("offence", "fatal: yes"): numbers([answer_any(row.fatal for row in own) for own in offences]),
    }
    with new_desk() as desk:
        assert counted(desk, written(list(shuffled)), "victim", expected) == expected


@pytest.mark.slow
@given(found=rows, data=st.data())
@settings(max_examples=12, deadline=None)
def test_offences_of_a_file_of_offences(new_desk: NewDesk, found: list[Row], data: st.DataObject) -> None:
    """A row repeats another where it says nothing else; of several that disagree, any may be the one."""
    shuffled = data.draw(st.permutations(found))
    expected = {("offence", "knife: yes"): numbers([answer_any(row.knife for row in own) for own in settled(found)])}
    with new_desk() as desk:
        assert counted(desk, written(list(shuffled)), "offence", expected) == expected


@pytest.mark.parametrize("order", [1, -1])
def test_an_offence_whose_rows_name_two_areas_counts_once_and_its_area_is_not_known(order: int, desk: Desk) -> None:
    lines = ["O1,2021-01-05,Liverpool", "O1,2021-01-06,Wirral", "O2,2021-01-07,Wirral"][::order]
    mapping = desk.own_mapping("source: police\nrow: victim\nby_name: yes\n")
    text = "\n".join(["reference,recorded_date,area", *lines])
    facts = desk.gather("police", text, mapping=mapping, areas="merseyside")
    every = measure("offence", EVERYTHING)
    inside = ("E08000012", "E08000015")
    counts = SourceCounts(
        desk.engine, facts, desk.library.catalogue, Geography(inside, unknown_is_inside=True, bounded=True), [every]
    )
    assert counts.count(every, YEAR).met == 2
    assert facts.reports["police"].disagreeing == 1


def test_what_belongs_to_a_person_is_no_disagreement(desk: Desk) -> None:
    mapping = desk.own_mapping("source: police\nrow: victim\nby_name: yes\n")
    text = "reference,recorded_date,fatal,injury_grade\nO1,2021-01-05,Y,fatal\nO1,2021-01-05,N,serious\n"
    facts = desk.gather("police", text, mapping=mapping)
    assert facts.reports["police"].disagreeing == 0
    assert desk.answer(facts, "fatal: yes") == [True]
    assert desk.answer(facts, "injury_grade: serious") == [True]
    assert desk.answer(facts, "injury_grade: slight") == [False]
