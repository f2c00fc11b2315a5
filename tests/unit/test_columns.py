"""The columns of a run: what each is compared with, and as known on which day it is counted."""

from __future__ import annotations

from datetime import date

import pytest

from svtool.figures.periods_shown import Columns
from svtool.output.wording.note_words import notes_in_words
from svtool.schema.periods import read_periods

D = date.fromisoformat


def known(text: str, as_at: str) -> dict[str, str]:
    return {each.label: str(each.known_on) for each in Columns(read_periods(text), D(as_at)).shown}


def test_without_a_day_everything_is_counted_that_the_extracts_hold() -> None:
    columns = Columns(read_periods("calendar:2020..2021"))
    assert [each.known_on for each in columns.shown] == [None, None]
    assert columns.limits() == []
    assert notes_in_words(columns.facts()) == []


def test_earlier_years_are_counted_as_known_on_the_same_day_of_their_own_year() -> None:
    assert known("calendar:2019..2021", "2021-03-31") == {
        "2019": "2019-03-31",
        "2020": "2020-03-31",
        "2021": "2021-03-31",
    }


def test_after_the_end_of_the_last_year_every_year_has_had_as_long_to_grow() -> None:
    assert known("calendar:2020..2021", "2022-02-14") == {"2020": "2021-02-14", "2021": "2022-02-14"}


def test_29_february_is_28_february_in_a_year_without_one() -> None:
    assert known("calendar:2019..2020", "2020-02-29") == {"2019": "2019-02-28", "2020": "2020-02-29"}
    assert known("calendar:2020..2021", "2021-02-28") == {"2020": "2020-02-28", "2021": "2021-02-28"}


@pytest.mark.parametrize(
    ("text", "as_at"),
    [("month:2021-01..2021-02", "2021-02-28"), ("year_ending:2020-02-29..2021-02-28", "2021-02-28"),
     ("quarter:2021-Q1..2021-Q2", "2021-06-30"), ("year_to_date:2020-02-29..2021-02-28", "2021-02-28")],
)  # fmt: skip
def test_on_the_last_day_of_the_last_period_every_period_is_counted_as_on_its_own_last_day(
    text: str, as_at: str
) -> None:
    columns = Columns(read_periods(text), D(as_at))
    assert [each.known_on for each in columns.shown] == [each.end for each in columns.shown]


def test_months_and_quarters_are_shifted_by_months() -> None:
    assert known("month:2021-01..2021-03", "2021-04-15") == {
        "Jan 2021": "2021-02-15",
        "Feb 2021": "2021-03-15",
        "Mar 2021": "2021-04-15",
    }
    assert known("quarter:2020-Q4..2021-Q1", "2021-05-31") == {
        "Oct to Dec 2020": "2021-02-28",
        "Jan to Mar 2021": "2021-05-31",
    }


def test_the_period_compared_with_is_counted_at_the_same_maturity_though_no_column_shows_it() -> None:
    columns = Columns(read_periods("year_to_date:2021-06-30"), D("2021-07-14"))
    partner = columns.partner(columns.shown[0], compares_first_column=False)
    assert partner is not None
    assert (partner.label, partner.known_on) == ("Jan to Jun 2020", D("2020-07-14"))
    assert columns.limits() == [D("2020-07-14"), D("2021-07-14")]


def test_the_head_of_a_table_says_as_known_on_which_days() -> None:
    columns = Columns(read_periods("year_to_date:2020-06-30..2021-06-30"), D("2021-07-14"))
    assert notes_in_words(columns.facts()) == [
        "Periods: 1 January to 30 June, each against the same days of the year before; a leap year holds 29 February "
        "and so has a day more",
        "As known on 14 July 2020 (Jan to Jun 2020), 14 July 2021 (Jan to Jun 2021): what was recorded by then, "
        "classified as it is today",
    ]
