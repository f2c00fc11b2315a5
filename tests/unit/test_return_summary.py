"""What returns come to: sums of what adds up, bounds that hold the truth where it can't be told, no small count."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from return_desk import ReturnDesk
from scipy.optimize import linprog

from svtool.interventions.protected_rows import protect
from svtool.interventions.quarter_figures import Why
from svtool.interventions.return_rows import ReturnRow, summarise
from svtool.interventions.settled import Settled
from svtool.schema.library import Library
from svtool.schema.policies import DisclosurePolicy

CASES = 15


@pytest.fixture
def desk(tmp_path: Path) -> ReturnDesk:
    return ReturnDesk(tmp_path)


@pytest.fixture(scope="module")
def policy() -> DisclosurePolicy:
    found = Library().disclosure("threshold_5")
    assert found
    return found


def total(project: str, quarter: str, counted: str, number: object, unit: str = "people") -> str:
    return f"{project},{quarter},,{unit},{counted},total,,,{number},,"


def rows(settled: Settled, part: str) -> dict[tuple[str, str, str, str], ReturnRow]:
    return {
        (each.project, each.period.label, each.unit, each.counted): each
        for each in summarise(settled)
        if each.part == part
    }


def bounds(row: ReturnRow) -> tuple[int | None, int | None, int | None]:
    return row.count, row.least, row.most


# The example of the evaluation


def test_roles_beside_ages_are_not_quantified(desk: ReturnDesk) -> None:
    whole = "P1,2021/22 Q1,adults,people,new_referrals,adults,"
    found = rows(desk.settled(f"{whole}Parent/Carers,,18,,", f"{whole}18-24,,5,,", f"{whole}25+,,16,,"), "quarter")
    row = found["P1", "2021/22 Q1", "people", "new_referrals"]
    assert bounds(row) == (None, 21, 39)
    assert row.status == "x"
    assert [each.why for each in row.reasons] == [Why.OVERLAP]
    assert [number for _, number in row.reasons[0].parts] == [18, 5, 16]


def test_children_and_adults_are_others_and_secondary_beneficiaries_are_apart(desk: ReturnDesk) -> None:
    found = summarise(
        desk.settled(
            "P1,2021/22 Q1,children,people,new_referrals,total,,,7,,",
            "P1,2021/22 Q1,adults,people,new_referrals,total,,,5,,",
            "P1,2021/22 Q1,secondary,people,new_referrals,total,,,9,,",
        )
    )
    assert {(each.beneficiaries, each.count) for each in found if each.part == "year"} == {
        ("all", 12),
        ("secondary", 9),
    }


# Years


def test_new_referrals_add_up_and_units_never_do(desk: ReturnDesk) -> None:
    settled = desk.settled(
        *(total("P1", f"2021/22 Q{each}", "new_referrals", 10 + each) for each in (1, 2, 3, 4)),
        total("P2", "2021/22 Q1", "new_referrals", 5),
        total("P2", "2021/22 Q1", "new_referrals", 3, "families"),
        total("P2", "2021/22 Q1", "delivered", 40, "sessions"),
    )
    years = rows(settled, "year")
    assert bounds(years["P1", "2021/22", "people", "new_referrals"]) == (50, 50, 50)
    every = rows(settled, "all_projects")
    assert {key[2]: row.count for key, row in every.items()} == {"people": 55, "families": 3, "sessions": 40}
    people = every["", "2021/22", "people", "new_referrals"]
    assert (people.received, people.expected) == (5, 8)
    assert {each.why for each in people.reasons} == {Why.PROJECTS, Why.GAPS_OF_PROJECTS}


def test_a_caseload_is_never_added(desk: ReturnDesk) -> None:
    settled = desk.settled(*(total("P1", f"2021/22 Q{each}", "caseload_in_quarter", 20) for each in (1, 2, 3, 4)))
    years = rows(settled, "year")
    assert [key[3] for key in years] == ["reached"]
    assert bounds(years["P1", "2021/22", "people", "reached"]) == (None, 20, 80)


def test_new_referrals_narrow_how_many_different_people_there_were(desk: ReturnDesk) -> None:
    settled = desk.settled(
        *(total("P1", f"2021/22 Q{each}", "caseload_in_quarter", 20) for each in (1, 2)),
        *(total("P1", f"2021/22 Q{each}", "new_referrals", 4) for each in (1, 2)),
    )
    assert bounds(rows(settled, "year")["P1", "2021/22", "people", "reached"]) == (None, 20, 24)


def test_a_missing_quarter_is_not_0(desk: ReturnDesk) -> None:
    settled = desk.settled(total("P1", "2021/22 Q1", "new_referrals", 6), total("P1", "2021/22 Q3", "new_referrals", 8))
    year = rows(settled, "year")["P1", "2021/22", "people", "new_referrals"]
    assert (year.count, year.received, year.expected) == (14, 2, 3)
    assert year.reasons[0].parts == (("Q2", None),)


def test_a_year_is_compared_in_the_quarters_that_both_years_have(desk: ReturnDesk, policy: DisclosurePolicy) -> None:
    lines = [total("P1", f"2020/21 Q{each}", "new_referrals", 10) for each in (1, 3, 4)]
    lines += [total("P1", f"2021/22 Q{each}", "new_referrals", 20) for each in (1, 2, 3)]
    settled = desk.settled(*lines, *(total("P1", f"2021/22 Q{each}", "caseload_in_quarter", 30) for each in (1, 2)))
    year = rows(settled, "year")["P1", "2021/22", "people", "new_referrals"]
    assert (year.compared_with, year.now, year.then) == ("2020/21", 40, 20)
    assert rows(settled, "year")["P1", "2021/22", "people", "reached"].now is None
    printed = [each for each in protect(summarise(settled), policy) if each.part == "year"]
    assert [(each.now, each.then) for each in printed if each.compared_with] == [(None, None)]


def test_a_role_is_counted_though_roles_are_not_added(desk: ReturnDesk) -> None:
    whole = "P1,2021/22 Q1,,people,new_referrals,role,"
    settled = desk.settled(
        f"{whole}parent,yes,9,,", f"{whole}carer,yes,7,,", total("P1", "2021/22 Q1", "new_referrals", 12)
    )
    found = [each for each in summarise(settled) if each.part == "category"]
    assert {each.category: each.count for each in found} == {"parent": 9, "carer": 7}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("c.20", (None, 20, 20)), ("10-15", (None, 10, 15)), ("<5", (None, 0, 4)), ("20+", (None, 20, None)),
     ("n/a", (None, 0, None)), ("tbc", (None, 0, None)), ("yes", (None, 0, None)), ("nil", (0, 0, 0)),
     ("12.0", (12, 12, 12)), ('"1,204"', (1204, 1204, 1204)), ('"3, 4"', (None, 0, None)), ("12 13", (None, 0, None)),
     ("12 (3)", (None, 0, None))],
)  # fmt: skip
def test_a_cell_is_what_it_says(desk: ReturnDesk, text: str, expected: tuple[int | None, ...]) -> None:
    settled = desk.settled(total("P1", "2021/22 Q1", "new_referrals", text))
    assert bounds(rows(settled, "quarter")["P1", "2021/22 Q1", "people", "new_referrals"]) == expected


def test_who_came_in_a_quarter_that_nobody_sent_may_be_other_people(desk: ReturnDesk) -> None:
    """30 may have left before the third quarter, and of its 35 only 5 are new in it: the others came in the second."""
    settled = desk.settled(
        *(total("P1", f"2021/22 Q{each}", "caseload_in_quarter", number) for each, number in ((1, 30), (3, 35))),
        *(total("P1", f"2021/22 Q{each}", "new_referrals", number) for each, number in ((1, 17), (3, 5))),
    )
    assert bounds(rows(settled, "year")["P1", "2021/22", "people", "reached"]) == (None, 35, 65)


def test_a_caseload_that_new_referrals_do_not_explain_may_be_of_other_people(desk: ReturnDesk) -> None:
    settled = desk.settled(
        *(total("P1", f"2021/22 Q{each}", "caseload_in_quarter", number) for each, number in ((1, 30), (2, 40))),
        *(total("P1", f"2021/22 Q{each}", "new_referrals", 3) for each in (1, 2)),
    )
    assert bounds(rows(settled, "year")["P1", "2021/22", "people", "reached"]) == (None, 40, 70)


@pytest.mark.parametrize("seed", range(CASES))
def test_bounds_hold_the_truth_of_made_up_people(desk: ReturnDesk, seed: int) -> None:
    """People come and go: whoever is there in a quarter is on its caseload, and new in the quarter of his coming.

    Some quarters may not have come: then the bounds are of whoever was there in those that did.
    """
    chance = random.Random(seed)  # noqa: S311 (made-up people)
    spells = [sorted((chance.randint(-1, 4), chance.randint(-1, 4))) for _ in range(chance.randint(1, 30))]
    told = {
        each: (sum(first <= each <= last for first, last in spells), sum(first == each for first, _ in spells))
        for each in sorted(chance.sample((1, 2, 3, 4), chance.choice((2, 3, 4, 4))))
    }
    lines = [total("P1", f"2021/22 Q{each}", "caseload_in_quarter", told[each][0]) for each in told]
    if chance.random() < 0.5 and any(seen for seen, _ in told.values()):
        lines += [total("P1", f"2021/22 Q{each}", "new_referrals", told[each][1]) for each in told]
    truth = sum(any(first <= each <= last for each in told) for first, last in spells)
    row = rows(desk.settled(*lines), "year")["P1", "2021/22", "people", "reached"]
    assert row.least is not None
    assert row.most is not None
    assert row.least <= truth <= row.most
    if any(each[1] for each in told.values()) and len(lines) == 8:
        assert row.most <= told[1][0] + sum(told[each][1] for each in (2, 3, 4))


@pytest.mark.parametrize("seed", range(CASES))
def test_sections_hold_the_truth_of_made_up_people(desk: ReturnDesk, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (made-up people)
    people = [
        (chance.choice(("11-15", "16-17", "18-24")), [each for each in ("parent", "carer") if chance.random() < 0.4])
        for _ in range(chance.randint(1, 40))
    ]
    ages = {band: sum(age == band for age, _ in people) for band in ("11-15", "16-17", "18-24")}
    roles = {role: sum(role in each for _, each in people) for role in ("parent", "carer")}
    whole = "P1,2021/22 Q1,,people,new_referrals,who they are,"
    lines = [f"{whole}{name},,{number},," for name, number in {**ages, **roles}.items()]
    row = rows(desk.settled(*lines), "quarter")["P1", "2021/22 Q1", "people", "new_referrals"]
    assert row.least is not None
    assert row.most is not None
    assert row.least <= len(people) <= row.most


# From referred to completed


def test_the_funnel_has_shares_of_the_same_quarters(desk: ReturnDesk) -> None:
    stages = {"new_referrals": 17, "eligible": 12, "engaged": 10}
    found = rows(desk.settled(*(total("P1", "2021/22 Q1", stage, each) for stage, each in stages.items())), "funnel")
    assert {key[3]: row.count for key, row in found.items()} == stages
    assert [round(row.share or 0) for row in found.values()] == [100, 71, 59]


def test_stages_of_other_quarters_have_no_share(desk: ReturnDesk) -> None:
    settled = desk.settled(
        total("P1", "2021/22 Q1", "new_referrals", 10), total("P1", "2021/22 Q2", "new_referrals", 10),
        total("P1", "2021/22 Q1", "completed", 4),
    )  # fmt: skip
    assert rows(settled, "funnel")["P1", "2021/22", "people", "completed"].share is None


def test_as_many_other_quarters_are_not_the_same_quarters(desk: ReturnDesk) -> None:
    settled = desk.settled(
        *(total("P1", f"2021/22 Q{each}", "new_referrals", 10) for each in (1, 2)),
        *(total("P1", f"2021/22 Q{each}", "completed", 9) for each in (2, 3)),
    )
    assert rows(settled, "funnel")["P1", "2021/22", "people", "completed"].share is None


# Scores


def scores(desk: ReturnDesk, line: str) -> ReturnRow:
    head = "project,quarter,scale,n_before,mean_before,n_after,mean_after,n_both,mean_change,sd_change\n"
    return next(
        each for each in summarise(desk.settled_files({"scores.csv": f"{head}{line}\n"})) if each.part == "scores"
    )


def test_a_matched_change_has_its_interval(desk: ReturnDesk) -> None:
    """Twelve changes with mean 3.5 and standard deviation 2.4: t of 11 degrees is 2.201, 2.4 / sqrt(12) is 0.6928."""
    row = scores(desk, "P1,2021/22 Q1,wellbeing,20,19.4,14,23.0,12,3.5,2.4")
    assert row.lower == pytest.approx(3.5 - 2.201 * 0.6928, abs=0.001)
    assert row.upper == pytest.approx(3.5 + 2.201 * 0.6928, abs=0.001)


@pytest.mark.parametrize(
    ("line", "why"),
    [("P1,2021/22 Q1,wellbeing,20,19.4,14,23.0,,,", Why.NOT_MATCHED),
     ("P1,2021/22 Q1,wellbeing,20,19.4,14,23.0,12,3.5,", Why.NO_SPREAD),
     ("P1,2021/22 Q1,wellbeing,20,19.4,14,23.0,1,3.5,0", Why.NO_SPREAD)],
)  # fmt: skip
def test_other_changes_have_none_and_say_why(desk: ReturnDesk, line: str, why: Why) -> None:
    row = scores(desk, line)
    assert (row.lower, row.upper) == (None, None)
    assert [each.why for each in row.reasons] == [why]


# Small numbers


@pytest.mark.parametrize("seed", range(CASES // 2))
def test_no_small_count_is_printed_or_follows_from_a_sum(desk: ReturnDesk, policy: DisclosurePolicy, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (made-up people)
    lines = []
    for project in ("P1", "P2", "P3")[: chance.randint(1, 3)]:
        for quarter in (1, 2, 3, 4):
            ages = [chance.choice((0, 1, 3, 6, 12)) for _ in range(3)]
            when = f"2021/22 Q{quarter}"
            bands = zip(("11-15", "16-17", "unknown"), ages, strict=True)
            lines += [f"{project},{when},,people,new_referrals,age,{name},,{each},," for name, each in bands]
            lines.append(total(project, when, "new_referrals", sum(ages)))
    made = summarise(desk.settled(*lines))
    printed = protect(made, policy)
    assert all(not 0 < (each.count or 0) < 5 for each in printed)
    hidden = {
        (each.part, each.project, each.period, each.section, each.category) for each in printed if each.status == "c"
    }
    for project in {each.project for each in made} - {""}:
        quarters = [
            ("quarter", project, each.period, "", "")
            for each in made
            if each.part == "quarter" and each.project == project
        ]
        year = next(each.period for each in made if each.part == "year")
        bands = [("category", project, year, "age", name) for name in ("11-15", "16-17", "unknown")]
        for parts in (quarters, bands):
            assert len(hidden & {*parts, ("year", project, year, "", "")}) != 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_a_hidden_count_follows_from_nothing_printed(desk: ReturnDesk, policy: DisclosurePolicy, seed: int) -> None:
    """Whoever knows all sums that hold, and that what is hidden is 1 or more, finds four numbers that it may be."""
    made = summarise(desk.settled(*_made_up_lines(random.Random(seed))))  # noqa: S311 (made-up returns)
    printed = protect(made, policy)
    counted = [number for number, row in enumerate(made) if row.count is not None]
    at = {number: place for place, number in enumerate(counted)}
    sums = [[(at[total], 1), *((at[each], -1) for each in parts)] for total, parts in _sums_of(made, counted)]
    equations = np.zeros((len(sums), len(counted)))
    for line, terms in zip(equations, sums, strict=True):
        for place, sign in terms:
            line[place] += sign
    counts = [printed[number].count for number in counted]
    bounds = [(1, None) if each is None else (each, each) for each in counts]
    for place in (place for place, each in enumerate(counts) if each is None):
        goal = np.eye(len(counted))[place]
        ends = [linprog(sign * goal, A_eq=equations, b_eq=np.zeros(len(sums)), bounds=bounds) for sign in (1, -1)]
        most = np.inf if ends[1].status == UNBOUNDED else -ends[1].fun
        assert most - ends[0].fun >= 3 - 1e-6


UNBOUNDED = 3  # how linprog says so


def _made_up_lines(chance: random.Random) -> list[str]:
    lines = []
    for project in ("P1", "P2", "P3")[: chance.randint(1, 3)]:
        for quarter in range(1, chance.randint(2, 5)):
            for counted in ("new_referrals", "engaged", "caseload_in_quarter"):
                when, ages = f"2021/22 Q{quarter}", [chance.choice((0, 1, 2, 3, 5, 8, 20)) for _ in range(3)]
                bands = zip(("11-15", "16-17", "unknown"), ages, strict=True)
                lines += [f"{project},{when},,people,{counted},age,{name},,{each},," for name, each in bands]
                lines.append(total(project, when, counted, sum(ages)))
    return lines


def _sums_of(made: list[ReturnRow], counted: list[int]) -> Iterator[tuple[int, list[int]]]:
    """Yield all that adds up in what is printed: rows of which one is the sum of the others."""
    for number in counted:
        row = made[number]
        own = [each for each in counted if made[each].project == row.project and made[each].counted == row.counted]
        groups = []
        if row.part == "year":
            groups += [[each for each in own if made[each].part == part] for part in ("quarter", "category", "funnel")]
        if row.part == "all_projects":
            groups.append([each for each in counted if (made[each].part, made[each].counted) == ("year", row.counted)])
        if row.part == "new_of_caseload":
            groups.append([each for each in own if made[each].part == "quarter" and made[each].period == row.period])
        if row.counted == "reached":
            caseloads = [each for each in counted if made[each].counted == "caseload_in_quarter"]
            groups += [
                [each] for each in caseloads if made[each].project == row.project and made[each].part == "quarter"
            ]
        yield from (
            (number, group) for group in groups if group and sum(made[each].count or 0 for each in group) == row.count
        )


def test_a_quarter_that_a_stated_year_would_give_away_is_not_given_away(
    desk: ReturnDesk, policy: DisclosurePolicy
) -> None:
    """20 in the year and 17 in the quarters that say a number: 3 in the one that says none."""
    when = zip(("2021/22 Q1", "2021/22 Q2", "2021/22 Q3", "2021/22 Q4", "2021/22"), (9, 8, "tbc", 0, 20), strict=True)
    made = summarise(desk.settled(*(total("P1", each, "new_referrals", number) for each, number in when)))
    year, quarters = {}, 0
    for row in protect(made, policy):
        year |= {"count": row.count} if row.part == "year" else {}
        quarters += (row.count or 0) if row.part == "quarter" else 0
    assert year["count"] is None or year["count"] - quarters >= 5


def test_who_is_in_no_category_is_not_given_away(desk: ReturnDesk, policy: DisclosurePolicy) -> None:
    whole = "P1,2021/22 Q1,,people,new_referrals,age,"
    made = summarise(
        desk.settled(
            f"{whole}11-15,,9,,", f"{whole}16-17,,8,,", f"{whole}unknown,,n/a,,",
            total("P1", "2021/22 Q1", "new_referrals", 20),
        )
    )  # fmt: skip
    printed = protect(made, policy)
    (year,) = (each for each in printed if each.part == "year")
    bands = [each.count for each in printed if each.part == "category" and each.category != "unknown"]
    assert year.count is None or None in bands


def test_what_is_not_exact_has_no_bounds_under_a_policy(desk: ReturnDesk, policy: DisclosurePolicy) -> None:
    whole = "P1,2021/22 Q1,adults,people,new_referrals,adults,"
    settled = desk.settled(f"{whole}parents,,2,,", f"{whole}18-24,,5,,", f"{whole}25+,,16,,")
    for row in protect(summarise(settled), policy):
        if row.part != "category" or row.category == "parents":
            assert (row.count, row.least, row.most) == (None, None, None)
        assert all(number is None for reason in row.reasons for _, number in reason.parts)
        assert all((reason.least, reason.most) == (None, None) for reason in row.reasons)
