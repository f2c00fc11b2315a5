"""Which periods a project begins with: whole years that every source mostly covers."""

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


def test_single_months_become_months_and_stop_at_a_gap() -> None:
    periods, _ = choose_periods({"police": {date(2014, 4, 1), date(2018, 11, 1), date(2018, 12, 1)}})
    assert periods == {"kind": "month", "from": "2018-11", "to": "2018-12"}


def test_many_years_are_cut_to_the_last_five_and_it_is_said() -> None:
    periods, why = choose_periods({"police": months(date(2003, 1, 1), 21 * 12 + 3)})
    assert periods["years"] == ["2019", "2020", "2021", "2022", "2023"]
    assert "from 2003" in why


def test_without_dates_a_person_decides() -> None:
    periods, _ = choose_periods({})
    assert isinstance(periods["years"], Decision)
