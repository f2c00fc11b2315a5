"""A review takes the place of what was recorded in every field that a person may settle, of every source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svtool.records.reviews import reviewable
from svtool.schema.library import Library
from svtool.schema.sources import Source

if TYPE_CHECKING:
    from conftest import Desk

LIBRARY = Library()
SOURCES = [each for each in LIBRARY.sources.values() if "reference" in each.by_name and each.has_records]
NEEDED = {"reference", "recorded_date"}
LEAVING = [(each.id, field.name, value) for each in SOURCES for field in each.fields for value in field.leaves_out]


def _mapping_row(source: Source) -> str:
    return "offence" if source.roles else "record"


def _settled_values(source: Source) -> list[tuple[str, str]]:
    """Return each field with categories or yes and no, and each of its values; those that leave records out apart."""
    return [
        (field.name, value)
        for field in source.fields
        if field.name in reviewable(source) and field.type in {"flag", "category"} and field.name != "cancelled"
        for value in field.words
        if value not in field.leaves_out and value not in field.unknown
    ]


@pytest.mark.parametrize("source", SOURCES, ids=lambda each: each.id)
def test_a_settled_value_is_what_rules_see(source: Source, desk: Desk) -> None:
    """Each record has nothing recorded but its day, and a person settles one field of each."""
    settled = _settled_values(source)
    days = [f"20{10 + i // 336:02d}-{1 + i // 28 % 12:02d}-{1 + i % 28:02d}" for i in range(len(settled))]
    people = "".join(f",{role}_reference" for role in source.roles)
    rows = [f"R{i},{day}" + f",P{i}" * len(source.roles) for i, day in enumerate(days)]
    reviews = ["source,reference,field,value", *(f"{source.id},R{i},{f},{v}" for i, (f, v) in enumerate(settled))]
    mapping = desk.own_mapping(f"source: {source.id}\nrow: {_mapping_row(source)}\nby_name: yes\n")
    facts = desk.gather(
        source.id, "\n".join([f"reference,recorded_date{people}", *rows]), mapping=mapping, needed=NEEDED,
        reviews="\n".join(reviews),
    )  # fmt: skip
    use = facts.reports[source.id].reviews
    assert (use.used, use.unmatched) == (len(settled), [])
    rules = {f"{name}: {value}": desk.rule(f"{name}: {value}", source.id) for name, value in settled}
    found = desk.answers(facts, rules)
    assert [found[day][f"{name}: {value}"] for day, (name, value) in zip(sorted(found), settled, strict=True)] == [
        True
    ] * len(settled)


@pytest.mark.parametrize(("source", "field", "value"), [*LEAVING, ("police", "cancelled", "yes")])
def test_a_record_that_a_person_finds_should_not_count_leaves(source: str, field: str, value: str, desk: Desk) -> None:
    part = desk.own_mapping(f"source: {source}\nrow: {_mapping_row(LIBRARY.sources[source])}\nby_name: yes\n")
    facts = desk.gather(
        source, "reference,recorded_date\nR1,2021-01-01\nR2,2021-01-02\nR3,2021-01-03\n", mapping=part, needed=NEEDED,
        reviews=f"source,reference,field,value\n{source},R2,{field},{value}",
    )  # fmt: skip
    ledger = facts.reports[source].ledger
    assert ledger.usable == 2
    assert ledger.cancelled + ledger.left_out.total() == 1


def test_a_review_of_people_of_whom_there_is_no_file_is_told_as_unused(desk: Desk) -> None:
    facts = desk.gather(
        "police", {"offences": "reference,recorded_date\nR1,2021-01-01\n"},
        reviews="source,reference,field,value\npolice,R1,victim_sex,female",
    )  # fmt: skip
    use = facts.reports["offences"].reviews
    assert (use.used, use.unmatched) == (0, ["reviews.csv, record 2"])


def test_a_class_first_recorded_is_settled_where_that_is_what_counts(desk: Desk) -> None:
    part = desk.own_mapping("source: police\nrow: offence\nby_name: yes\nclassification: initial\n")
    facts = desk.gather(
        "police", "reference,recorded_date,initial_class,offence_class\nR1,2021-01-01,34B,39\n", mapping=part,
        reviews="source,reference,field,value\npolice,R1,initial_class,1",
    )  # fmt: skip
    assert desk.answer(facts, "offence: homicide") == [True]


@pytest.mark.parametrize("person", ["V1", "V2"])
def test_each_victim_of_rows_that_disagree_is_found(person: str, desk: Desk) -> None:
    """The rows are of one offence, whatever they say of the knife."""
    part = desk.own_mapping("source: police\nrow: victim\nby_name: yes\n")
    rows = "R1,2021-01-01,Y,V1,\nR1,2021-01-01,N,V2,\n"
    facts = desk.gather(
        "police", f"reference,recorded_date,knife,victim_reference,victim_sex\n{rows}", mapping=part,
        reviews=f"source,reference,person_reference,field,value\npolice,R1,{person},victim_sex,female",
    )  # fmt: skip
    assert facts.reports["police"].reviews.used == 1
    assert desk.answer(facts, "victim_sex: female") == [True]


@pytest.mark.parametrize(
    ("field", "value", "answers"),
    [
        ("committed_date", "2019-05-01", [True, False]),
        ("committed_to", "2021-01-01", [None, False]),
        ("recorded_date", "2021-01-03", [False, False]),
        ("non_recent", "yes", [True, False]),
    ],
)
def test_what_follows_from_a_date_follows_the_settled_one(
    field: str, value: str, answers: list[bool | None], desk: Desk
) -> None:
    committed = "2019-06-01" if field == "committed_to" else "2021-01-01"
    facts = desk.gather(
        "police", f"reference,recorded_date,committed_date\nR1,2021-01-01,{committed}\nR2,2021-01-04,2021-01-02\n",
        reviews=f"source,reference,field,value\npolice,R1,{field},{value}",
    )  # fmt: skip
    assert desk.answer(facts, "non_recent: yes") == answers


def test_what_a_file_says_itself_is_not_worked_out_again(desk: Desk) -> None:
    facts = desk.gather(
        "police", "reference,recorded_date,committed_date,non_recent\nR1,2021-01-01,2021-01-01,N\n",
        reviews="source,reference,field,value\npolice,R1,committed_date,2019-05-01",
    )  # fmt: skip
    assert desk.answer(facts, "non_recent: yes") == [False]
