"""Which answers several measures can give together about one record: what disclosure control may take as known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svtool.meaning.answer_patterns import AnswerPatterns, Records
from svtool.meaning.answers import Answer
from svtool.schema.library import Library
from svtool.schema.rules import All, Among, AnyOf, Compare, Not, Rule
from svtool.schema.tables import Measure

if TYPE_CHECKING:
    from svtool.schema.sources import Role

KNIFE, FIREARM = Among("knife", ("yes",)), Among("firearm", ("yes",))
HOMICIDE, ROBBERY = Among("offence", ("homicide",)), Among("offence", ("robbery",))
YES, NO, OPEN = True, False, None


def patterns(
    library: Library, *rules: Rule, role: Role | None = None, perhaps: bool = False, with_people: bool = False
) -> AnswerPatterns:
    """Return the answers of measures of police offences with these rules."""
    measures = [
        Measure(
            id=f"m{number}",
            title="",
            source="police",
            unit="offence",
            date_basis="recorded_date",
            where=rule,
            rule=rule,
            definition=None,
            role=role,
            having=None,
            part_of=None,
            desired=None,
            value_unit=None,
            published_as=None,
            note=None,
        )
        for number, rule in enumerate(rules)
    ]
    records = Records(
        library.sources["police"], with_people=with_people, perhaps=perhaps, breakdowns=library.breakdowns
    )
    return AnswerPatterns(measures, records, library.catalogue, perhaps)


def test_measures_that_share_no_field_answer_as_they_like(library: Library) -> None:
    found = patterns(library, KNIFE, FIREARM).within([])
    assert found == {(one, other) for one in (YES, NO, OPEN) for other in (YES, NO, OPEN)}


def test_what_meets_a_part_meets_the_whole(library: Library) -> None:
    found = patterns(library, KNIFE, AnyOf((KNIFE, FIREARM))).within([])
    assert found == {(YES, YES), (NO, YES), (OPEN, YES), (NO, NO), (NO, OPEN), (OPEN, OPEN)}


def test_a_contradiction_is_never_met(library: Library) -> None:
    # Kleene's logic does not see that it can't be: of a flag that is not known it is not known.
    assert patterns(library, All((KNIFE, Not(KNIFE)))).within([]) == {(NO,), (OPEN,)}


def test_one_offence_is_not_two_but_its_class_may_leave_both_open(library: Library) -> None:
    found = patterns(library, HOMICIDE, ROBBERY).within([]) or set()
    assert (YES, YES) not in found
    assert {(YES, NO), (NO, YES), (NO, NO), (OPEN, OPEN)} <= found


@pytest.mark.parametrize(
    ("perhaps", "expected"),
    [(False, {(YES, YES), (NO, YES), (OPEN, OPEN)}), (True, {(YES, YES), (NO, YES), (OPEN, OPEN), (NO, OPEN)})],
)
def test_a_record_that_may_belong_elsewhere_answers_not_known_where_it_would_answer_yes(
    perhaps: bool, expected: set[tuple[Answer, ...]], library: Library
) -> None:
    known = Among("knife", ("yes", "no"))
    assert patterns(library, KNIFE, known, perhaps=perhaps).within([]) == expected


@pytest.mark.parametrize(("band", "answers"), [("10–17", {(YES,)}), ("25+", {(NO,)}), ("0–9", {(NO,)})])
@pytest.mark.parametrize("role", ["victim", "suspect"])
def test_a_band_of_ages_is_one_of_those_whom_the_measure_is_about(
    role: Role, band: str, answers: set[tuple[Answer, ...]], library: Library
) -> None:
    age = f"{role}_age"
    rule = All((Compare(age, "gte", 10), Compare(age, "lt", 18)))
    assert patterns(library, rule, role=role).within([("age_band", band)]) == answers


def test_people_in_lists_answer_together_and_there_may_be_none(library: Library) -> None:
    rules = Compare("victim_age", "lt", 18), Compare("victim_age", "gte", 18)
    flat, listed = patterns(library, *rules), patterns(library, *rules, with_people=True)
    assert flat.within([]) == {(YES, NO), (NO, YES), (OPEN, OPEN), (NO, NO)}
    assert (listed.within([]) or set()) >= {(YES, NO), (NO, YES), (YES, YES), (OPEN, OPEN), (NO, NO), (YES, OPEN)}


def test_a_breakdown_that_is_of_no_record_says_nothing(library: Library) -> None:
    assert patterns(library, KNIFE).within([("clause", "A1")]) is None


def test_too_many_kinds_of_record_are_not_told_apart(library: Library) -> None:
    flags = ("knife", "firearm", "offensive_weapon", "corrosive", "domestic_abuse")
    rules = [Among(flag, ("yes",)) for flag in flags]
    assert patterns(library, *rules).within([]) is not None
    ages = Compare("victim_age", "lt", 18), Compare("suspect_age", "lt", 18)
    assert patterns(library, *rules, *ages).within([]) is None
