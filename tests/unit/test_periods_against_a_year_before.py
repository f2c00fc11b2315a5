"""Years to date, twelve rolling months and school years: their days, labels, and what each is compared with."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from svtool.errors import UsageError
from svtool.schema.periods import Period, Periods, read_periods

D = date.fromisoformat


def spans(**said: object) -> list[tuple[str, date, date]]:
    return [(each.label, each.start, each.end) for each in Periods.model_validate(said).spans()]


def labels(text: str) -> list[str]:
    return [each.label for each in read_periods(text).spans()]


def partners(text: str, compares_first_column: bool = False) -> dict[str, str | None]:
    periods = read_periods(text)
    columns = periods.spans()
    found = {each.label: periods.partner(each, columns, compares_first_column) for each in columns}
    return {label: partner and partner.label for label, partner in found.items()}


# A year to date


def test_a_year_to_date_runs_from_january_and_is_labelled_by_its_months() -> None:
    assert spans(kind="year_to_date", years=["2020", "2021"], to="06-30") == [
        ("Jan to Jun 2020", D("2020-01-01"), D("2020-06-30")),
        ("Jan to Jun 2021", D("2021-01-01"), D("2021-06-30")),
    ]


def test_a_year_to_a_day_within_a_month_is_labelled_by_its_days() -> None:
    assert labels("year_to_date:2021-06-15") == ["1 Jan to 15 Jun 2021"]
    assert labels("year_to_date:2021-01-31") == ["Jan 2021"]


def test_a_command_line_and_a_project_say_the_same_years_to_date() -> None:
    said = Periods.model_validate({"kind": "year_to_date", "years": ["2019", "2020", "2021"], "to": "06-30"})
    assert read_periods("year_to_date:2019-06-30..2021-06-30").spans() == said.spans()
    assert [each.key for each in said.spans()] == ["2019", "2020", "2021"]


def test_29_february_is_28_february_in_a_year_without_one() -> None:
    ends = [(each.end, each.days) for each in read_periods("year_to_date:2019-02-28..2020-02-29").spans()]
    assert ends == [(D("2019-02-28"), 59), (D("2020-02-29"), 60)]
    assert ends == [(each.end, each.days) for each in read_periods("year_to_date:2019-02-29..2020-02-29").spans()]


def test_28_february_is_28_february_in_every_year() -> None:
    days = [(each.end, each.days) for each in read_periods("year_to_date:2019-02-28..2020-02-28").spans()]
    assert days == [(D("2019-02-28"), 59), (D("2020-02-28"), 59)]


def test_the_extra_day_of_a_leap_year_is_said_where_only_one_of_two_years_has_it() -> None:
    about = read_periods("year_to_date:2021-06-30").about()
    assert about == (
        "1 January to 30 June, each against the same days of the year before; "
        "a leap year holds 29 February and so has a day more"
    )
    # 2023 is compared with 2022; and the first 59 days of any two years are the same days.
    assert "leap" not in read_periods("year_to_date:2023-06-30").about()
    assert "leap" not in read_periods("year_to_date:2020-02-28").about()


def test_a_year_to_date_is_always_compared_with_the_year_before_even_the_first_or_only_one() -> None:
    assert partners("year_to_date:2021-06-30") == {"Jan to Jun 2021": "Jan to Jun 2020"}
    said = Periods.model_validate({"kind": "year_to_date", "years": ["2018", "2021"], "to": "06-30"})
    last = said.spans()[-1]
    assert said.partner(last, said.spans(), compares_first_column=False) == said.before(last)


# Twelve rolling months


def test_rolling_months_end_with_each_month() -> None:
    assert spans(kind="rolling", **{"from": "2020-12", "to": "2021-02"}) == [
        ("12 months to Dec 2020", D("2020-01-01"), D("2020-12-31")),
        ("12 months to Jan 2021", D("2020-02-01"), D("2021-01-31")),
        ("12 months to Feb 2021", D("2020-03-01"), D("2021-02-28")),
    ]


def test_rolling_months_end_with_each_quarter() -> None:
    assert [each.key for each in read_periods("rolling:2020-Q4..2021-Q3").spans()] == [
        "2020-12",
        "2021-03",
        "2021-06",
        "2021-09",
    ]
    assert labels("rolling:2021-Q2") == labels("rolling:2021-06") == ["12 months to Jun 2021"]


def test_rolling_months_are_compared_with_the_year_before_and_not_with_the_overlapping_column() -> None:
    assert partners("rolling:2020-Q4..2021-Q1") == {
        "12 months to Dec 2020": "12 months to Dec 2019",
        "12 months to Mar 2021": "12 months to Mar 2020",
    }
    assert partners("rolling:2020-Q1..2021-Q1")["12 months to Mar 2021"] == "12 months to Mar 2020"


def test_rolling_months_to_february_end_on_its_last_day_and_follow_each_other_without_a_gap() -> None:
    periods = read_periods("rolling:2021-02")
    (only,) = periods.spans()
    before = periods.before(only)
    assert (before.start, before.end) == (D("2019-03-01"), D("2020-02-29"))
    assert (only.start - before.end).days == 1


# School years


def test_school_years_run_from_september_to_august() -> None:
    assert spans(kind="school", years=["2019/20", "1999/00"]) == [
        ("1999/00", D("1999-09-01"), D("2000-08-31")),
        ("2019/20", D("2019-09-01"), D("2020-08-31")),
    ]
    periods = read_periods("school:2018/19..2020/21")
    assert [each.label for each in periods.spans()] == ["2018/19", "2019/20", "2020/21"]
    assert periods.before(periods.spans()[0]).label == "2017/18"
    assert periods.about() == "school years, 1 September to 31 August"


# Every other kind is compared with the column before


@pytest.mark.parametrize(
    "text", ["calendar:2019..2021", "financial:2019/20..2020/21", "school:2019/20..2020/21", "quarter:2020-Q4..2021-Q2",
             "month:2020-12..2021-02", "year_ending:2019-02-28..2021-02-28"],
)  # fmt: skip
def test_every_other_kind_is_compared_with_the_column_before(text: str) -> None:
    periods = read_periods(text)
    columns = periods.spans()
    assert [periods.partner(each, columns, compares_first_column=False) for each in columns] == [None, *columns[:-1]]
    assert periods.partner(columns[0], columns, compares_first_column=True) == periods.before(columns[0])
    assert (columns[0].start - periods.before(columns[0]).end).days == 1


def test_periods_whose_labels_say_it_all_need_no_more_words() -> None:
    for text in ("calendar:2019..2021", "financial:2019/20", "quarter:2021-Q1", "month:2021-01"):
        assert read_periods(text).about() == ""


# Edge cases of the kinds that were there


@pytest.mark.parametrize("written", ["year_ending:2023-02-28..2024-02-29", "year_ending:2023-02-28..2024-02-28"])
def test_years_ending_in_february_end_on_its_last_day_however_it_is_written(written: str) -> None:
    found = [(each.label, each.start, each.days) for each in read_periods(written).spans()]
    assert found == [
        ("Year ending 28 February 2023", D("2022-03-01"), 365),
        ("Year ending 29 February 2024", D("2023-03-01"), 366),
    ]


def test_a_financial_year_over_the_turn_of_the_century_has_its_leap_day() -> None:
    periods = read_periods("financial:1999/00..2000/01")
    assert [(each.label, each.days) for each in periods.spans()] == [("1999/00", 366), ("2000/01", 365)]
    assert periods.before(periods.spans()[0]).label == "1998/99"


def test_a_period_known_on_a_day_reaches_to_that_day_and_keeps_its_length() -> None:
    whole = Period("2021", "2021", D("2021-01-01"), D("2021-12-31"))
    cut = Period("2021", "2021", D("2021-01-01"), D("2021-12-31"), known_on=D("2021-03-31"))
    unborn = Period("2021", "2021", D("2021-01-01"), D("2021-12-31"), known_on=D("2020-11-30"))
    assert [(each.days, each.known_days) for each in (whole, cut, unborn)] == [(365, 365), (365, 90), (365, 0)]


IMPOSSIBLE = [
    ({"kind": "year_to_date", "years": ["2021"]}, "of kind year_to_date need to: the last day, such as 06-30"),
    ({"kind": "year_to_date", "to": "06-30"}, "of kind year_to_date need years: a list"),
    (
        {"kind": "year_to_date", "years": ["2021"], "to": "06-31"},
        "run to 06-31, which is not a day of the year written as MM-DD, such as 06-30",
    ),
    (
        {"kind": "year_to_date", "years": ["2021"], "to": "30 June"},
        "run to 30 June, which is not a day of the year written as MM-DD, such as 06-30",
    ),
    ({"kind": "rolling", "from": "2020-12"}, "of kind rolling need from and to"),
    (
        {"kind": "rolling", "from": "2020", "to": "2021"},
        "name 2020, which is not a month or calendar quarter such as 2021-03 or 2021-Q1",
    ),
    (
        {"kind": "rolling", "from": "2020-Q4", "to": "2021-03"},
        "run from 2020-Q4 to 2021-03: write both as months or both as quarters",
    ),
    ({"kind": "school", "years": ["2019"]}, "name 2019, which is not a school year such as 2020/21"),
    ({"kind": "school", "years": ["2019/21"]}, "name 2019/21, which is not a school year such as 2020/21"),
    ({"kind": "calendar", "years": ["1900"]}, "begin in 1900; expected a year from 1901 on"),
    # What a kind would ignore without a word.
    (
        {"kind": "calendar", "years": ["2021"], "to": "06-30"},
        "of kind calendar take no to; expected years",
    ),
    (
        {"kind": "quarter", "from": "2021-Q1", "to": "2021-Q2", "years": ["2021"]},
        "of kind quarter take no years; expected from and to",
    ),
    (
        {"kind": "year_to_date", "years": ["2021"], "to": "06-30", "ends": "06-30"},
        "of kind year_to_date take no ends; expected years and to",
    ),
]


@pytest.mark.parametrize(("said", "reason"), IMPOSSIBLE, ids=[case[1] for case in IMPOSSIBLE])
def test_an_impossible_period_is_refused_with_its_reason(said: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Periods.model_validate(said)
    assert [error["msg"] for error in caught.value.errors()] == [f"Value error, {reason}"]


@pytest.mark.parametrize(
    "text",
    [
        "year_to_date:2021", "year_to_date:2021-6-30", "year_to_date:2021-13-01", "year_to_date:2021-02-30",
        "year_to_date:2020-06-30..2021-07-31", "year_to_date:2021-06-30..2020-06-30", "year_to_date:",
        "rolling:", "rolling:2021", "rolling:2021-Q5", "rolling:2021-13", "rolling:2021-02..2020-02",
        "rolling:2020-Q1..2021-03", "school:2019", "school:2020/21..2019/20", "school:2019/20..2021",
        "year_ending:2019-08-31..2021-07-31", "calendar:1900",
    ],
)  # fmt: skip
def test_an_impossible_command_line_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_periods(text)
    (message,) = str(caught.value).splitlines()
    assert message.startswith(f"--periods {text}: the periods ")
    assert "expected KIND:FIRST..LAST, such as calendar:2019..2021" in message
