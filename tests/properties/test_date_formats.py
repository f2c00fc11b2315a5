"""Every format of dates: what is written in it is read back as the same days, and by no other format as other days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dates_as_written import WRITTEN
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.dates import DATE_FORMATS, EARLIEST, LATEST, last_day, read_date

PIVOT = 2049
# Texts that two formats read as different days: the mapping says which is meant, and `init` asks.
EITHER = [
    {"DD/MM/YYYY", "MM/DD/YYYY"}, {"DD-MM-YYYY", "MM-DD-YYYY"}, {"DD/MM/YY", "MM/DD/YY"}, {"DD-MM-YY", "MM-DD-YY"},
    {"YYYY-MM", "YYYY/YY"},
]  # fmt: skip


def days(first: date, last: date) -> st.SearchStrategy[date]:
    return st.integers(0, (last - first).days).map(lambda number: first + timedelta(days=number))


# Whole spans around a day must lie within what is read, and years of two digits within the pivot's hundred.
DAYS = {
    name: days(date(PIVOT - 98, 1, 1), date(PIVOT, 12, 31))
    if DATE_FORMATS[name].short_year
    else days(date(EARLIEST.year + 2, 1, 1), date(LATEST.year - 1, 12, 31))
    for name in WRITTEN
}


def test_every_format_is_written_here() -> None:
    assert set(WRITTEN) == set(DATE_FORMATS)


@pytest.mark.parametrize("name", list(WRITTEN))
@settings(deadline=None)
@given(data=st.data())
def test_what_is_written_in_a_format_is_read_back(name: str, data: st.DataObject) -> None:
    day, write = data.draw(DAYS[name]), data.draw(st.sampled_from(WRITTEN[name]))
    found = read_date(write(day), (name,), PIVOT)
    assert found is not None
    assert found[1] == DATE_FORMATS[name].precision
    assert found[0] <= day <= last_day(*found)
    if found[1] == "day":
        assert found[0] == day


@pytest.mark.parametrize("name", list(WRITTEN))
@settings(deadline=None)
@given(data=st.data())
def test_no_other_format_reads_it_as_other_days(name: str, data: st.DataObject) -> None:
    day, write = data.draw(DAYS[name]), data.draw(st.sampled_from(WRITTEN[name]))
    text = write(day)
    meant = read_date(text, (name,), PIVOT)
    for other in DATE_FORMATS:
        if other != name and {name, other} not in EITHER:
            assert read_date(text, (other,), PIVOT) in {None, meant}, f"{text} as {other}"


@pytest.mark.parametrize("name", list(WRITTEN))
def test_what_the_documentation_shows_of_a_format_is_read_by_it(name: str) -> None:
    for shown in DATE_FORMATS[name].shown:
        found = read_date(shown, (name,), PIVOT)
        assert found is not None, shown
        assert found[0] <= date(2021, 4, 5) <= last_day(*found)


@settings(deadline=None)
@given(st.integers(1900, 2099), st.integers(0, 99), st.integers(0, 99))
def test_a_day_that_no_calendar_has_is_read_by_no_format(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        texts = {
            "YYYY-MM-DD": f"{year}-{month:02}-{day:02}", "YYYY/MM/DD": f"{year}/{month}/{day}",
            "YYYYMMDD": f"{year}{month:02}{day:02}", "DD/MM/YYYY": f"{day}/{month}/{year}",
            "DD.MM.YYYY": f"{day:02}.{month:02}.{year}", "MM/DD/YYYY": f"{month}/{day}/{year}",
        }  # fmt: skip
        assert not any(read_date(text, (name,)) for name, text in texts.items())
