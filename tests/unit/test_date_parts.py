"""Dates of several columns, found by the names of the columns."""

from __future__ import annotations

import pytest

from svtool.proposal.date_parts import columns_of_dates, name_of_date


@pytest.mark.parametrize(
    ("headers", "together"),
    [
        (["Day", "Month", "Year", "Ward"], [("Day", "Month", "Year"), ("Year", "Month")]),
        (["Year", "Month Name"], [("Year", "Month Name")]),
        (["Financial Year", "Month"], [("Financial Year", "Month")]),
        (["FY", "Quarter"], [("FY", "Quarter")]),
        (["Recorded Year", "Recorded Month", "Committed Month"], [("Recorded Year", "Recorded Month")]),
        (["year_of_call", "month_of_call"], [("year_of_call", "month_of_call")]),
        (["Month", "Date", "Year to date"], []),
        (["Year"], []),
    ],
)
def test_the_parts_of_a_date_go_together_when_the_rest_of_their_names_is_the_same(
    headers: list[str], together: list[tuple[str, ...]]
) -> None:
    assert columns_of_dates(headers) == together


def test_they_are_called_as_one_column_would_be() -> None:
    assert name_of_date(("Recorded Year", "Recorded Month")) == "recorded date"
    assert name_of_date(("Day", "Month", "Year")) == "date"
