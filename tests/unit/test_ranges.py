"""Dates of two digits and ranges: a century only where the mapping says it, a year covers its days."""

from __future__ import annotations

from datetime import date

import pytest

from svtool.dates import last_day, read_date, read_range

FORMATS = ("DD/MM/YYYY", "DD/MM/YY", "DD Mon YYYY", "YYYY-MM-DD")


@pytest.mark.parametrize(
    ("text", "year"), [("01/02/20", 2020), ("01/02/29", 2029), ("01/02/30", 1930), ("01/02/99", 1999), ("1/2/00", 2000)]
)
def test_a_year_of_two_digits_lies_in_the_hundred_years_up_to_the_pivot(text: str, year: int) -> None:
    assert read_date(text, ("DD/MM/YY",), 2029) == (date(year, 2, 1), "day")
    assert read_date(text.replace("/", "-"), ("DD-MM-YY",), 2029) == (date(year, 2, 1), "day")


def test_without_a_pivot_a_year_of_two_digits_is_not_read() -> None:
    assert read_date("01/02/20", ("DD/MM/YY",)) is None


def test_a_day_that_no_century_has_is_not_a_date() -> None:
    assert read_date("30/02/20", ("DD/MM/YY",), 2029) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("between 01/12/20 and 03/01/21", date(2020, 12, 1), date(2021, 1, 3)),
        ("Between 01/12/2020 and 03/01/2021", date(2020, 12, 1), date(2021, 1, 3)),
        ("from 01/12/2020 until 03/01/2021", date(2020, 12, 1), date(2021, 1, 3)),
        ("01/12/2020 to 03/01/2021", date(2020, 12, 1), date(2021, 1, 3)),
        ("2020-12-01 - 2021-01-03", date(2020, 12, 1), date(2021, 1, 3)),
        ("1 Dec 2020 – 3 January 2021", date(2020, 12, 1), date(2021, 1, 3)),
        ("1985 to 1991", date(1985, 1, 1), date(1991, 12, 31)),
        ("1985-1991", date(1985, 1, 1), date(1991, 12, 31)),
        ("1985", date(1985, 1, 1), date(1985, 12, 31)),
        ("1991 to 03/01/2021", date(1991, 1, 1), date(2021, 1, 3)),
        ("01/12/2020", date(2020, 12, 1), date(2020, 12, 1)),
    ],
)
def test_a_range_has_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    assert read_range(text, FORMATS, 2029) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "to",
        "between and",
        "1991 to 1985",
        "03/01/21 to 01/12/20",
        "31/02/2020 to 01/03/2020",
        "1850",
        "1985 to",
        "x",
    ],
)
def test_what_is_no_range_is_not_read(text: str) -> None:
    assert read_range(text, FORMATS, 2029) is None


def test_two_digits_in_a_range_need_a_pivot_too() -> None:
    assert read_range("between 01/12/20 and 03/01/21", FORMATS) is None


@pytest.mark.parametrize(
    ("text", "written", "first", "last"),
    [
        ("2020/21", "YYYY/YY", date(2020, 4, 1), date(2021, 3, 31)),
        ("2020-21", "YYYY/YY", date(2020, 4, 1), date(2021, 3, 31)),
        ("1999/00", "YYYY/YY", date(1999, 4, 1), date(2000, 3, 31)),
        ("2020/2021", "YYYY/YY", date(2020, 4, 1), date(2021, 3, 31)),
        ("2020/21 January", "YYYY/YY Mon", date(2021, 1, 1), date(2021, 1, 31)),
        ("2020/21 Apr", "YYYY/YY Mon", date(2020, 4, 1), date(2020, 4, 30)),
    ],
)
def test_financial_years_and_their_months(text: str, written: str, first: date, last: date) -> None:
    found = read_date(text, (written,))
    assert found is not None
    assert (found[0], last_day(*found)) == (first, last)


@pytest.mark.parametrize("text", ["2020/22", "2020/20", "2020", "2020/21 Smarch"])
def test_what_is_no_financial_year_is_not_read(text: str) -> None:
    assert read_date(text, ("YYYY/YY", "YYYY/YY Mon")) is None
