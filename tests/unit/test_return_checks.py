"""What `svtool returns check` finds, each kind at the place where it stands; a sound return has none of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from return_desk import ReturnDesk

from svtool.findings.finding import Level
from svtool.interventions.examined import find_in_returns
from svtool.interventions.quarters import read_quarter, without_quarter

SOUND = (
    "P1,2021/22 Q1,,people,new_referrals,age,11-15,,7,,",
    "P1,2021/22 Q1,,people,new_referrals,age,16-17,,5,,",
    "P1,2021/22 Q1,,people,new_referrals,gender,female,,4,,",
    "P1,2021/22 Q1,,people,new_referrals,gender,male,,6,,",
    "P1,2021/22 Q1,,people,new_referrals,gender,unknown,,2,,",
    "P1,2021/22 Q1,,people,caseload_in_quarter,total,,,20,2021-04-01,2021-06-30",
)


@pytest.fixture
def desk(tmp_path: Path) -> ReturnDesk:
    return ReturnDesk(tmp_path)


def test_a_sound_return_has_nothing_wrong(desk: ReturnDesk) -> None:
    assert desk.found(*SOUND) == {}


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("Q04", "P1,Q1 2021,,people,engaged,total,,,3,,"),
        ("Q04", "P1,,,people,engaged,total,,,3,,"),
        ("Q07", "P1,2021/22 Q1,,,engaged,total,,,3,,"),
        ("Q07", "P1,2021/22 Q1,,clients,engaged,total,,,3,,"),
        ("Q08", "P1,2021/22 Q1,,people,,total,,,3,,"),
        ("Q09", "P1,2021/22 Q1,,people,engaged,total,,,yes,,"),
        ("Q09", "P1,2021/22 Q1,,people,engaged,total,,,-3,,"),
        ("Q10", "P1,2021/22 Q1,,people,engaged,total,,,c.20,,"),
        ("Q10", "P1,2021/22 Q1,,people,engaged,total,,,10-15,,"),
        ("Q10", "P1,2021/22 Q1,,people,engaged,total,,,<5,,"),
        ("Q11", "P1,2021/22 Q1,,people,engaged,total,,,n/a,,"),
        ("Q11", "P1,2021/22 Q1,,people,engaged,total,,,tbc,,"),
        ("Q11", "P1,2021/22 Q1,,people,engaged,total,,,,,"),
        ("Q12", "P1,2021/22 Q1,,people,new_referrals,age,17-25,,0,,"),
        ("Q14", "P1,2021/22 Q1,,people,new_referrals,ethnicity,any other,,9,,"),
        ("Q15", "P1,2021/22 Q1,,people,new_referrals,total,,,13,,"),
        ("Q16", "P1,2021/22 Q1,,people,new_referrals,age,11-15,,8,,"),
        ("Q17", "P1,2021/22,,people,caseload_at_end,total,,,54,,"),
        ("Q19", "P1,2021/22 Q1,,people,caseload_at_end,total,,,21,,"),
        ("Q22", "P1,2021/22 Q1,,people,engaged,total,,,3,2021-06-30,2021-07-01"),
        ("Q22", "P1,2021/22 Q1,,people,engaged,total,,,3,June,"),
        ("Q23", "P1,2021/22 Q1,,people,completed,total,,,13,,"),
    ],
)  # fmt: skip
def test_one_fault_is_found_where_it_stands(desk: ReturnDesk, kind: str, row: str) -> None:
    found = desk.found(*SOUND, row)
    assert kind in found
    assert set(found) <= {kind, "Q20"}
    if kind not in {"Q23"}:
        assert len(SOUND) + 2 in found[kind].lines  # the last line of the file


def test_roles_beside_ages_may_be_39_or_21(desk: ReturnDesk) -> None:
    whole = ",2021/22 Q1,adults,people,new_referrals,adults,"
    found = desk.found(f"P1{whole}Parent/Carers,,18,,", f"P1{whole}18-24,,5,,", f"P1{whole}25+,,16,,")
    assert set(found) == {"Q13"}
    assert "18 (Parent/Carers) + 5 (18-24) + 16 (25+) may be 21 or 39" in found["Q13"].message


@pytest.mark.parametrize(
    "also",
    [
        "P1,2021/22 Q1,adults,people,new_referrals,total,,,21,,",
        "P1,2021/22 Q1,adults,people,new_referrals,age,18+,,21,,",
    ],
)
def test_a_total_or_a_section_in_which_nobody_stands_twice_settles_it(desk: ReturnDesk, also: str) -> None:
    whole = ",2021/22 Q1,adults,people,new_referrals,role,"
    assert desk.found(f"P1{whole}parent,yes,18,,", f"P1{whole}carer,yes,5,,", also) == {}


def test_caseloads_of_several_quarters_need_new_referrals(desk: ReturnDesk) -> None:
    quarters = [f"P1,2021/22 Q{each},,people,caseload_at_end,total,,,{10 + each},," for each in (1, 2)]
    assert set(desk.found(*quarters)) == {"Q18"}
    assert desk.found(*quarters, "P1,2021/22 Q2,,people,new_referrals,total,,,4,,") == {}


def test_a_missing_quarter_is_told_and_so_is_another_unit(desk: ReturnDesk) -> None:
    found = desk.found(
        "P1,2021/22 Q1,,people,new_referrals,total,,,4,,", "P1,2021/22 Q3,,sessions,delivered,total,,,9,,"
    )
    assert set(found) == {"Q20", "Q21"}
    assert found["Q20"].message == "P1: Q2 of 2021/22"


def test_projects_are_held_against_the_register(desk: ReturnDesk) -> None:
    desk.registered(
        "P1,Northside Mentoring,,Wirral,2021-04-01,2021-06-30,,,",
        "P2,Steps,A,,,,,,",
        "P3,Steps,B,,,,,,",
    )
    found = desk.found(
        "Northside mentoring,2021/22 Q1,,people,new_referrals,total,,,4,,",
        "P1,2021/22 Q2,,people,new_referrals,total,,,4,,",
        "P2,2021/22 Q1,,people,new_referrals,total,,,4,,",
        "P3,2021/22 Q1,,people,new_referrals,total,,,4,,",
        "P2,2021/22 Q2,,people,new_referrals,total,,,4,,",
        "P3,2021/22 Q2,,people,new_referrals,total,,,4,,",
        "Steps,2021/22 Q1,,people,new_referrals,total,,,4,,",
        "P9,2021/22 Q1,,people,new_referrals,total,,,4,,",
    )
    assert {each: found[each].lines for each in found if each != "Q20"} == {"Q05": (9,), "Q06": (8,), "Q26": (3,)}


def test_what_the_register_declares_need_not_be_said_again(desk: ReturnDesk) -> None:
    desk.registered("P1,Northside,,,,,,people,new_referrals")
    assert desk.found("P1,2021/22 Q1,,,,total,,,4,,") == {}


def test_scores_must_be_of_the_same_people(desk: ReturnDesk) -> None:
    head = "project,quarter,scale,n_before,mean_before,n_after,mean_after,n_both,mean_change,sd_change\n"
    text = (
        head + "P1,2021/22 Q1,S,20,4.0,12,6.0,,,\nP1,2021/22 Q1,T,20,4.0,12,6.0,15,1,1\nP1,2021/22 Q1,U,9,4,9,5,8,1,2\n"
    )
    found = {each.kind.id: each.lines for each in find_in_returns(desk.settled_files({"scores.csv": text}))}
    assert found == {"Q24": (2,), "Q25": (3,)}


def test_a_form_for_people_is_read_by_its_labels(desk: ReturnDesk) -> None:
    form = (
        "Project,Northside,\nQuarterly return 2021/22,,\n,,Quarter 1\nChildren: Age Group,0-4 years,\n,5-11 years,\n"
        "Adults,N/A,\n,Lone Parent,\n,Parent/Carers,18\n,18 - 25,5\n,25+,16\n"
    )
    settled = desk.settled_files({"northside.csv": form})
    assert {each.project for each in settled.entries} == {"Northside"}
    assert {each.quarter.label for each in settled.entries if each.quarter} == {"2021/22 Q1"}
    found = {each.kind.id: each for each in find_in_returns(settled)}
    assert set(found) == {"Q03", "Q07", "Q08", "Q12", "Q13"}
    assert "may be 21 or 39" in found["Q13"].message


@pytest.mark.parametrize("line", ["Q2 2021/22,", "Period: Jul-Sep 2021,", "Period,July 2021 to September 2021"])
def test_a_form_of_one_quarter_names_it_above_its_numbers(desk: ReturnDesk, line: str) -> None:
    settled = desk.settled_files({"form.csv": f"Project,Northside\n{line}\nCategory,Number\nFemale,3\nMale,4\n"})
    assert {each.quarter.label for each in settled.entries if each.quarter} == {"2021/22 Q2"}
    assert [each.amount.exact for each in settled.entries] == [3, 4]


def test_sessions_of_a_form_are_not_added_to_people(desk: ReturnDesk) -> None:
    text = "Project,Northside\nQ2 2021/22,\nGender,Number\nFemale,3\nMale,4\nNumber of sessions delivered,12\n"
    settled = desk.settled_files({"form.csv": text})
    assert [(each.unit, each.counted, each.amount.exact) for each in settled.entries] == [
        ("", "", 3), ("", "", 4), ("sessions", "delivered", 12)
    ]  # fmt: skip


def test_a_question_with_a_number_is_no_quarter(desk: ReturnDesk) -> None:
    form = "Project,Northside\nQ1. How many were there?,\nCategory,Number\nFemale,3\n"
    with pytest.raises(AssertionError, match="Q01"):
        desk.settled_files({"form.csv": form})


def test_a_blank_cell_of_a_form_is_none_beside_numbers_and_says_nothing_otherwise(desk: ReturnDesk) -> None:
    """A total that is blank is not 0, nor is a section that was left out for a quarter."""
    form = (
        "Project,Northside,,\nCounted,new referrals,,\nFinancial year,2021/22,,\n,,Quarter 1,Quarter 2\n"
        "Gender,Female,3,\n,Male,,\nAge,0-10,1,8\n,11-17,2,\nTotal,,3,\n"
    )
    settled = desk.settled_files({"northside.csv": form})
    told = {(each.quarter.label[-2:], each.section, each.category): each.amount.exact for each in settled.entries
            if each.quarter}  # fmt: skip
    assert told == {
        ("Q1", "gender", "Female"): 3, ("Q1", "gender", "Male"): 0, ("Q1", "age", "0-10"): 1, ("Q1", "age", "11-17"): 2,
        ("Q1", "total", ""): 3, ("Q2", "age", "0-10"): 8, ("Q2", "age", "11-17"): 0,
    }  # fmt: skip
    found = {each.kind.id: each for each in find_in_returns(settled)}
    assert set(found) == {"Q03", "Q07"}
    assert "2 blank cells beside numbers were taken as none" in found["Q03"].message


@pytest.mark.parametrize(
    ("referred", "completed", "is_told"),
    [(("4", "4"), ("5", "5"), True), (("8", "c.20"), ("5", "8"), False), (("8", "<5"), ("5", "8"), True),
     (("8", "<7"), ("5", "8"), False), (("8", ""), ("5", "8"), False), (("8",), ("5", "8"), False)],
)  # fmt: skip
def test_more_completed_than_can_have_been_referred(
    desk: ReturnDesk, referred: tuple[str, ...], completed: tuple[str, ...], is_told: bool
) -> None:
    """A quarter of which one of both is not told can't make the other too large."""
    lines = [
        f"P1,2021/22 Q{quarter},,people,{stage},total,,,{number},,"
        for stage, numbers in (("new_referrals", referred), ("completed", completed))
        for quarter, number in enumerate(numbers, start=1)
    ]
    assert ("Q23" in desk.found(*lines)) == is_told


def test_a_year_below_the_quarters_that_came_contradicts_them(desk: ReturnDesk) -> None:
    whole = "P1,{},,people,new_referrals,total,,,{},,"
    found = desk.found(*(whole.format(f"2021/22{each}", number) for each, number in ((" Q1", 9), (" Q3", 8), ("", 12))))
    assert found["Q15"].message.endswith("the year says 12 new referrals, its quarters come to 17")


def test_a_blank_number_of_a_form_that_nothing_stands_for_is_not_stated(desk: ReturnDesk) -> None:
    form = (
        "Project,Northside,\nFinancial year,2021/22,\n,Quarter 1,Quarter 2\nNew referrals,5,\nSessions delivered,9,12\n"
    )
    settled = desk.settled_files({"northside.csv": form})
    assert "Q11" in {each.kind.id for each in find_in_returns(settled)}


def test_columns_may_be_called_otherwise(desk: ReturnDesk) -> None:
    """Such as a partnership's own tracker, with a line above its header."""
    head = "Monitoring,,,,,\nIntervention,Reporting period,Unit,Count basis,Section,Number\n"
    settled = desk.settled_files({"tracker.csv": f"{head}P1,Q1 2021-22,Persons,Referrals,Total,4\n"})
    (entered,) = settled.entries
    assert (entered.project, entered.unit, entered.counted, entered.amount.exact) == (
        "P1",
        "people",
        "new_referrals",
        4,
    )
    assert find_in_returns(settled) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [("2021/22 Q1", "2021/22 Q1"), ("Q1 2021/22", "2021/22 Q1"), ("Quarter 4, 2021-2022", "2021/22 Q4"),
     ("Apr-Jun 2021", "2021/22 Q1"), ("April 2021 to June 2021", "2021/22 Q1"), ("Jan 2022 - Mar 2022", "2021/22 Q4"),
     ("Oct 2021 - Dec 2022", None), ("January to March 2022", "2021/22 Q4"), ("Oct - Dec 21/22", "2021/22 Q3"),
     ("2021/22", "2021/22"), ("Full year 2021/22", "2021/22"), ("Q1", "year not said Q1"),
     ("Q1 2021", None), ("2021", None), ("Q5 2021/22", None), ("May-Jul 2021", None), ("2021/23 Q1", None),
     ("soon", None)],
)  # fmt: skip
def test_quarters_are_of_financial_years(text: str, label: str | None) -> None:
    """A quarter beside one year may be of the calendar, and is not guessed."""
    found = read_quarter(text)
    assert (found.label if found else None) == label


@pytest.mark.parametrize(
    ("text", "name"),
    [("Northside Mentoring Q1 2021-22", "Northside Mentoring"), ("steps_2021-22_Q3", "steps"), ("Q1 2021/22", ""),
     ("Project 21", "Project 21"), ("Quarter 2", ""), ("Steps Apr-Jun 2021", "Steps")],
)  # fmt: skip
def test_a_file_is_called_by_project_and_quarter(text: str, name: str) -> None:
    assert without_quarter(text) == name


def test_nothing_is_said_of_names_and_notes_in_cells(desk: ReturnDesk) -> None:
    found = desk.found("P1,2021/22 Q1,,people,engaged,total,,,Jane Doe,,", "P1,2021/22 Q1,Jane Doe,Jane Doe,,,,,3,,")
    assert all("Jane" not in f"{each.message}{each.remedy}" for each in found.values())
    assert {each.level for each in found.values()} >= {Level.ERROR}
