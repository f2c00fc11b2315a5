"""Which days one extract holds, by its own records: what another may issue again, and what it may withdraw."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from svtool.dates import Span
from svtool.gathering.held_days import held_days
from svtool.gathering.kinds_issued import held_values


def daily(first: date, last: date, number: int = 3) -> dict[date, int]:
    return {first + timedelta(days=i): number for i in range((last - first).days + 1)}


YEAR = (date(2021, 1, 1), date(2021, 12, 31))
AUTUMN = (date(2021, 10, 1), date(2021, 12, 31))
STRAYS = {date(2021, month, 9): 1 for month in range(1, 8)}


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param(daily(*AUTUMN), [AUTUMN], id="from the first to the last day"),
        pytest.param(daily(*AUTUMN) | STRAYS, [AUTUMN], id="seven late ones of earlier months are strays"),
        pytest.param(
            daily(date(2021, 1, 1), date(2021, 3, 31)) | daily(*AUTUMN),
            [(date(2021, 1, 1), date(2021, 3, 31)), AUTUMN],
            id="two quarters do not hold what lies between",
        ),
        pytest.param(
            {date(2021, month, 15): 2 for month in range(1, 13)},
            [(date(2021, 1, 15), date(2021, 12, 15))],
            id="two homicides a month hold the days without any",
        ),
        pytest.param({}, [], id="none"),
    ],
)
def test_the_days_that_records_show(records: dict[date, int], expected: list[Span]) -> None:
    assert list(held_days(records)) == expected


def test_a_date_that_is_a_month_stands_for_all_its_days() -> None:
    months = {date(2021, 10, 1): 90, date(2021, 11, 1): 90, date(2021, 12, 1): 90}
    assert held_days(months, "month") == (AUTUMN,)


def test_days_that_the_project_declares_are_believed() -> None:
    assert held_days(daily(date(2021, 10, 9), date(2021, 12, 20)), declared=AUTUMN) == (AUTUMN,)
    assert held_days(daily(*YEAR), declared=AUTUMN) == (AUTUMN,)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        pytest.param({1: 30, 2: 30}, {1: 28, 2: 31}, None, id="both boroughs are there"),
        pytest.param({1: 30, 2: 30}, {1: 28}, {1}, id="one borough alone"),
        pytest.param({1: 30, 2: 1}, {1: 29}, None, id="one record that is gone says nothing"),
        pytest.param({1: 30, 2: 30, -1: 9}, {1: 28, -1: 2}, {1, -1}, id="what is not known goes with what is there"),
        pytest.param({1: 30, -1: 9}, {1: 28}, None, id="that all is known now is no other kind"),
        pytest.param({1: 30, 2: 30}, {-1: 60}, None, id="an extract without the column may hold any"),
    ],
)
def test_what_a_later_extract_was_drawn_for_by_an_area_or_category(
    earlier: dict[int, int], later: dict[int, int], expected: set[int] | None
) -> None:
    assert held_values(earlier, later, {-1}) == expected


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        pytest.param({1: 30, 0: 90}, {1: 28}, {1}, id="knife crime alone"),
        pytest.param({1: 30, -1: 90}, {1: 28}, {1}, id="knife crime alone, where a blank may be no"),
        pytest.param({1: 30, 0: 90}, {1: 28, 0: 92}, None, id="both"),
        pytest.param({1: 30, 0: 90}, {-1: 120}, None, id="the later lacks the column"),
        pytest.param({-1: 120}, {1: 30, 0: 90}, None, id="the earlier lacks the column"),
    ],
)
def test_what_a_later_extract_was_drawn_for_by_a_flag(
    earlier: dict[int, int], later: dict[int, int], expected: set[int] | None
) -> None:
    assert held_values(earlier, later, set()) == expected
