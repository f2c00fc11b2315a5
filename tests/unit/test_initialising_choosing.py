"""Which periods a project begins with: years that every source wholly holds."""

from datetime import date

from svtool.dates import add_months
from svtool.proposal.decisions import Decision
from svtool.proposal.project_choices import choose_periods


def months(first: date, number: int) -> set[date]:
    return {add_months(first, i) for i in range(number)}


def test_a_year_of_which_one_source_has_nine_months_is_no_column() -> None:
    police, ed = months(date(2018, 4, 1), 45), months(date(2019, 1, 1), 36)
    periods, why = choose_periods({"police": police, "ed": ed})
    assert periods == {"kind": "calendar", "years": ["2019", "2020", "2021"], "baseline": "2019"}
    assert "every source" in why


def test_a_financial_year_is_chosen_where_no_calendar_year_is_covered() -> None:
    periods, _ = choose_periods({"police": months(date(2017, 4, 1), 12)})
    assert periods == {"kind": "financial", "years": ["2017/18"]}


def test_a_year_that_lacks_a_month_is_none() -> None:
    periods, _ = choose_periods({"police": months(date(2020, 1, 1), 35)})
    assert periods["years"] == ["2020", "2021"]


def test_two_years_that_end_with_another_month_can_be_compared_and_one_calendar_year_can_not() -> None:
    periods, why = choose_periods({"police": months(date(2022, 7, 1), 24)})
    assert periods == {"kind": "year_ending", "years": ["2023", "2024"], "ends": "06-30", "baseline": "2023"}
    assert why == "The years ending June that every source wholly holds."


def test_a_single_year_of_another_end_is_told_as_such() -> None:
    periods, _ = choose_periods({"police": months(date(2023, 3, 1), 12)})
    assert periods == {"kind": "year_ending", "years": ["2024"], "ends": "02-28"}


def test_whole_years_around_one_that_is_held_in_part_stand_with_it() -> None:
    periods, why = choose_periods({"police": months(date(2019, 1, 1), 12) | months(date(2021, 1, 1), 12)})
    assert periods["years"] == ["2019", "2020", "2021"]
    assert "held in part" in why or "holds in part" in why


def test_single_months_become_months_and_stop_at_a_gap() -> None:
    periods, _ = choose_periods({"police": {date(2014, 4, 1), date(2018, 11, 1), date(2018, 12, 1)}})
    assert periods == {"kind": "month", "from": "2018-11", "to": "2018-12"}


def test_many_years_are_cut_to_the_last_five_and_it_is_said() -> None:
    periods, why = choose_periods({"police": months(date(2003, 1, 1), 21 * 12 + 3)})
    assert periods["years"] == ["2019", "2020", "2021", "2022", "2023"]
    assert "from 2003" in why


def test_without_dates_a_person_decides() -> None:
    periods, _ = choose_periods({"police": set()})
    assert isinstance(periods["years"], Decision)
