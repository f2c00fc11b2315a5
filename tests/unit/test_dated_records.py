"""On which days the records of a file lie, as far as a look at it tells."""

from collections import Counter
from datetime import date

import pytest

from svtool.proposal.dated_records import days_held, end_of, history_of, hold_the_same_days, months_of
from svtool.proposal.file_contents import ColumnLook, FileLook
from svtool.proposal.layouts import Layout
from svtool.schema.library import Library
from svtool.schema.mappings import Column

FIRE = Library().sources["fire"]


def layout(texts: dict[str, int], written: str = "YYYY-MM-DD") -> Layout:
    look = FileLook("fire.csv", [ColumnLook("Day", Counter(texts))], sum(texts.values()))
    column = Column.model_validate({"column": "Day", "format": written, "pivot": 2049})
    return Layout([look], look, "fire", columns={"recorded_date": column})


@pytest.mark.parametrize(
    ("texts", "written", "months"),
    [
        ({"2021-03-04": 2, "2021-05-31": 1, "x": 9}, "YYYY-MM-DD", {(2021, 3), (2021, 5)}),
        ({"2017/18 4": 2}, "YYYY/YY Q", {(2018, 1), (2018, 2), (2018, 3)}),
        ({"31/12/21": 2}, "DD/MM/YY", {(2021, 12)}),
    ],
)
def test_records_lie_in_the_months_that_their_dates_name(
    texts: dict[str, int], written: str, months: set[tuple[int, int]]
) -> None:
    found = layout(texts, written)
    assert months_of(history_of(found, found.merged, FIRE)) == months


def test_a_month_that_ends_early_is_not_wholly_held() -> None:
    days = [f"2021-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29)]
    layouts = [layout(dict.fromkeys(some, 10)) for some in (days, days[:-14])]
    ends = [days_held([history])[-1][1] for each in layouts if (history := history_of(each, each.merged, FIRE))]
    assert ends == [date(2021, 2, 28), date(2021, 2, 14)]


def test_few_records_hold_their_months() -> None:
    history = history_of(found := layout({"2021-01-20": 1, "2021-04-02": 1}), found.merged, FIRE)
    assert history is not None
    assert days_held([history]) == [(date(2021, 1, 1), date(2021, 4, 30))]
    assert end_of(history) == date(2021, 4, 30)


def test_files_hold_the_same_days_where_half_of_the_shorter_is_in_both() -> None:
    quarter, half = {(2021, 1), (2021, 2), (2021, 3)}, {(2021, month) for month in range(3, 9)}
    assert not hold_the_same_days(quarter, half)
    assert hold_the_same_days(quarter, half | {(2021, 2)})
    assert not hold_the_same_days(set(), half)
