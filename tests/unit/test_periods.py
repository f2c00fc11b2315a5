"""Periods: labelled spans of days, both ends included, from a project file or a command line."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from svtool.errors import UsageError
from svtool.schema.periods import Periods, read_periods

D = date.fromisoformat


def _spans(**said: object) -> list[tuple[str, date, date]]:
    return [(each.label, each.start, each.end) for each in Periods.model_validate(said).spans()]


def test_calendar_years() -> None:
    assert _spans(kind="calendar", years=["2019", "2020"]) == [
        ("2019", D("2019-01-01"), D("2019-12-31")),
        ("2020", D("2020-01-01"), D("2020-12-31")),
    ]


def test_financial_years_begin_in_april() -> None:
    assert _spans(kind="financial", years=["2019/20", "1999/00"]) == [
        ("1999/00", D("1999-04-01"), D("2000-03-31")),
        ("2019/20", D("2019-04-01"), D("2020-03-31")),
    ]


def test_a_year_ending_is_labelled_by_its_last_day() -> None:
    assert _spans(kind="year_ending", years="2021", ends="08-31") == [
        ("Year ending 31 August 2021", D("2020-09-01"), D("2021-08-31"))
    ]
    assert _spans(kind="year_ending", years="2021") == [("Year ending 31 March 2021", D("2020-04-01"), D("2021-03-31"))]


def test_a_year_ending_in_february_ends_on_its_last_day_in_a_leap_year_too() -> None:
    assert _spans(kind="year_ending", years=["2023", "2024"], ends="02-28") == [
        ("Year ending 28 February 2023", D("2022-03-01"), D("2023-02-28")),
        ("Year ending 29 February 2024", D("2023-03-01"), D("2024-02-29")),
    ]


def test_quarters_run_over_the_turn_of_the_year() -> None:
    assert _spans(kind="quarter", **{"from": "2020-Q4", "to": "2021-Q2"}) == [
        ("Oct to Dec 2020", D("2020-10-01"), D("2020-12-31")),
        ("Jan to Mar 2021", D("2021-01-01"), D("2021-03-31")),
        ("Apr to Jun 2021", D("2021-04-01"), D("2021-06-30")),
    ]


def test_months_run_over_the_turn_of_the_year() -> None:
    assert _spans(kind="month", **{"from": "2019-12", "to": "2020-02"}) == [
        ("Dec 2019", D("2019-12-01"), D("2019-12-31")),
        ("Jan 2020", D("2020-01-01"), D("2020-01-31")),
        ("Feb 2020", D("2020-02-01"), D("2020-02-29")),
    ]


def test_periods_stand_in_time_order_with_the_labels_of_the_project() -> None:
    said = {"kind": "calendar", "years": ["2020", "2019"], "labels": {"2020": "2020 (COVID)"}}
    assert [label for label, *_ in _spans(**said)] == ["2019", "2020 (COVID)"]


def test_a_period_has_all_its_days() -> None:
    days = [each.days for each in read_periods("calendar:2019..2021").spans()]
    assert days == [365, 366, 365]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("calendar:2020", "2019"),
        ("financial:2020/21", "2019/20"),
        ("financial:2000/01", "1999/00"),
        ("year_ending:2021-08-31", "Year ending 31 August 2020"),
        ("quarter:2021-Q1", "Oct to Dec 2020"),
        ("quarter:2021-Q3", "Apr to Jun 2021"),
        ("month:2021-01", "Dec 2020"),
    ],
)
def test_the_period_before_is_of_the_same_kind_and_ends_the_day_before(text: str, before: str) -> None:
    periods = read_periods(text)
    (only,) = periods.spans()
    earlier = periods.before(only)
    assert earlier.label == before
    assert (only.start - earlier.end).days == 1


IMPOSSIBLE = [
    ({"kind": "calendar"}, "of kind calendar need years: a list"),
    ({"kind": "calendar", "years": ["19"]}, "name 19, which is not a year such as 2021"),
    ({"kind": "calendar", "years": ["2019", "2019"]}, "name a period twice; each may stand once"),
    ({"kind": "financial", "years": ["2019"]}, "name 2019, which is not a financial year such as 2020/21"),
    ({"kind": "financial", "years": ["2019/21"]}, "name 2019/21, which is not a financial year such as 2020/21"),
    (
        {"kind": "year_ending", "years": ["2021"], "ends": "08-30"},
        "end on 08-30, which is not the last day of a month written as MM-DD, such as 08-31",
    ),
    (
        {"kind": "year_ending", "years": ["2021"], "ends": "31/08"},
        "end on 31/08, which is not the last day of a month written as MM-DD, such as 08-31",
    ),
    ({"kind": "quarter", "from": "2021-Q1"}, "of kind quarter need from and to"),
    (
        {"kind": "quarter", "from": "2021-Q1", "to": "2021-Q5"},
        "name 2021-Q5, which is not a calendar quarter such as 2021-Q3",
    ),
    ({"kind": "month", "from": "2021-01", "to": "2021-13"}, "name 2021-13, which is not a month such as 2021-03"),
    (
        {"kind": "month", "from": "2021-03", "to": "2021-01"},
        "run from 2021-03 to 2021-01: the last lies before the first",
    ),
    (
        {"kind": "calendar", "years": ["2019", "2020"], "baseline": "2018"},
        "name 2018, which is not one of the periods 2019 or 2020; did you mean 2019?",
    ),
    (
        {"kind": "calendar", "years": ["2020"], "labels": {"2021": "Latest"}},
        "name 2021, which is not one of the periods 2020; did you mean 2020?",
    ),
]


@pytest.mark.parametrize(("said", "reason"), IMPOSSIBLE, ids=[case[1] for case in IMPOSSIBLE])
def test_an_impossible_period_is_refused_with_its_reason(said: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Periods.model_validate(said)
    assert [error["msg"] for error in caught.value.errors()] == [f"Value error, {reason}"]


COMMAND_LINE = [
    ("calendar:2019..2021", ["2019", "2020", "2021"]),
    ("calendar:2021", ["2021"]),
    ("financial:2019/20..2020/21", ["2019/20", "2020/21"]),
    ("year_ending:2019-08-31..2021-08-31", ["2019", "2020", "2021"]),
    ("quarter:2020-Q4..2021-Q1", ["2020-Q4", "2021-Q1"]),
    ("month:2020-12..2021-01", ["2020-12", "2021-01"]),
    ("month:2020-12", ["2020-12"]),
]


@pytest.mark.parametrize(("text", "keys"), COMMAND_LINE)
def test_a_command_line_names_a_run_of_periods(text: str, keys: list[str]) -> None:
    assert [each.key for each in read_periods(text).spans()] == keys


@pytest.mark.parametrize(
    "text",
    [
        "", "calendar", "calendar:", "calendar:2021..2019", "calendar:21", "calendar:2019-2021", "years:2019",
        "financial:2019", "financial:2019/20..2021", "financial:2019/21", "quarter:2021", "quarter:2021-Q0",
        "month:2021-1", "month:2021-12..2021-01", "year_ending:2021", "year_ending:2021-02-30",
        "year_ending:2019-08-31..2021-07-31",
    ],
)  # fmt: skip
def test_an_impossible_command_line_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_periods(text)
    (message,) = str(caught.value).splitlines()
    assert message.startswith("--periods")
    assert "expected KIND:FIRST..LAST, such as calendar:2019..2021" in message


def test_a_misspelt_kind_is_told_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean calendar"):
        read_periods("calender:2019..2021")


@pytest.mark.parametrize(
    ("to", "first", "second"),
    [
        ("12-31", ("Apr to Dec 2019", "2019-12-31"), ("Apr to Dec 2020", "2020-12-31")),
        ("06-15", ("1 Apr to 15 Jun 2019", "2019-06-15"), ("1 Apr to 15 Jun 2020", "2020-06-15")),
        ("01-31", ("Apr 2019 to Jan 2020", "2020-01-31"), ("Apr 2020 to Jan 2021", "2021-01-31")),
        ("02-29", ("Apr 2019 to Feb 2020", "2020-02-29"), ("Apr 2020 to Feb 2021", "2021-02-28")),
        ("03-31", ("Apr 2019 to Mar 2020", "2020-03-31"), ("Apr 2020 to Mar 2021", "2021-03-31")),
    ],
)
def test_a_financial_year_to_date_begins_in_april_and_is_compared_with_the_same_days_a_year_before(
    to: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    periods = Periods.model_validate({"kind": "year_to_date", "years": ["2020/21"], "to": to})
    (now,) = periods.spans()
    before = periods.before(now)
    assert (str(before.start), str(now.start)) == ("2019-04-01", "2020-04-01")
    assert ((before.label, str(before.end)), (now.label, str(now.end))) == (first, second)
    assert periods.partner(now, [now], compares_first_column=False) == before
    assert read_periods(f"year_to_date:2020/21-{to}").spans() == [now]


def test_a_year_to_date_is_of_the_years_of_the_project() -> None:
    financial = Periods.model_validate({"kind": "financial", "years": ["2020/21"]})
    calendar = Periods.model_validate({"kind": "calendar", "years": ["2020"]})
    starts = {
        text: [str(read_periods(text, usual).spans()[0].start) for usual in (financial, calendar, None)]
        for text in ("year_to_date:2020-12-31", "year_to_date:2021-02-28", "year_to_date:2020/21-12-31")
    }
    assert starts == {
        "year_to_date:2020-12-31": ["2020-04-01", "2020-01-01", "2020-01-01"],
        "year_to_date:2021-02-28": ["2020-04-01", "2021-01-01", "2021-01-01"],
        "year_to_date:2020/21-12-31": ["2020-04-01", "2020-04-01", "2020-04-01"],
    }
    keys = [period.key for period in read_periods("year_to_date:2018/19-12-31..2020/21-12-31").spans()]
    assert keys == ["2018/19", "2019/20", "2020/21"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("year_to_date:2020/21", "not a financial year and its last day such as 2020/21-12-31"),
        ("year_to_date:2020/22-12-31", "not a financial year such as 2020/21"),
        ("year_to_date:2019/20-06-30..2020/21-12-31", "write the same day of both"),
        ("year_to_date:2020/21-12-31..2019/20-12-31", "the last lies before the first"),
    ],
)
def test_a_financial_year_to_date_that_can_not_be_is_told(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_periods(text)


def test_years_to_date_of_two_kinds_of_year_are_refused() -> None:
    with pytest.raises(ValidationError, match="calendar and financial years"):
        Periods.model_validate({"kind": "year_to_date", "years": ["2020", "2020/21"], "to": "06-30"})
