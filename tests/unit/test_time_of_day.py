"""The day of the week and the hour of an offence: worked out of its date and time, or not known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from svtool.records.derivations import hour_of, weekday_of

if TYPE_CHECKING:
    from conftest import Desk

WEDNESDAY, THURSDAY = date(2021, 3, 3), date(2021, 3, 4)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("14:35", "14"), ("9:05", "09"), ("23:59:59", "23"), ("00:01", "00"), ("1435", "14"), ("143500", "14"),
        ("2:35 PM", "14"), ("12:05 AM", "00"), ("12:00 PM", "12"), ("3pm", "15"), ("14", "14"), ("7", "07"),
        ("05/04/2021 14:35", "14"), ("2021-04-05T14:35:00Z", "14"), ("2021-04-05 14:35:00.000", "14"),
        ("00:00", None), ("0000", None), ("0", None), ("05/04/2021 00:00:00", None), ("12:00 AM", None),
        ("24:00", None), ("14:61", None), ("13:00 PM", None), ("05/04/2021", None), ("evening", None),
        ("20210405", None),
    ],
)  # fmt: skip
def test_a_time_says_an_hour_and_midnight_to_the_minute_says_none(text: str, hour: str | None) -> None:
    assert hour_of(text) == hour


def test_a_day_has_a_day_of_the_week_and_a_month_and_a_range_have_none() -> None:
    assert weekday_of((WEDNESDAY, "day")) == "wednesday"
    assert weekday_of((WEDNESDAY, "day", WEDNESDAY)) == "wednesday"
    assert weekday_of((WEDNESDAY, "day", THURSDAY)) is None
    assert weekday_of((date(2021, 3, 1), "month")) is None


def test_an_offence_that_may_be_of_several_days_has_no_known_day_and_no_known_hour(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        "recorded_date,committed_date,committed_to,committed_time\n"
        "2021-03-05,2021-03-03,2021-03-03,14:00\n"
        "2021-03-06,2021-03-03,2021-03-04,14:00\n"
        "2021-03-07,2021-03-03,,14:00\n"
        "2021-03-08,,,14:00\n",
    )
    assert desk.answer(facts, "committed_weekday: wednesday") == [True, None, True, None]
    assert desk.answer(facts, 'committed_hour: "14"') == [True, None, True, True]
    assert desk.answer(facts, "committed_weekday: [saturday, sunday]") == [False, None, False, None]


def test_a_day_that_a_person_settles_has_its_own_day_of_the_week(desk: Desk) -> None:
    facts = desk.gather(
        "police",
        "reference,recorded_date,committed_date\nR1,2021-03-05,2021-03-03\nR2,2021-03-06,2021-03-03\n",
        reviews="""
            source,reference,field,value
            police,R1,committed_date,2021-03-04
            """,
    )
    assert desk.answer(facts, "committed_weekday: thursday") == [True, False]
