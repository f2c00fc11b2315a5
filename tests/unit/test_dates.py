"""Dates are read as the mapping says they are written, strictly, and never guessed row by row."""

from __future__ import annotations

from datetime import date

import pytest

from svtool.dates import (
    DATE_FORMATS,
    add_months,
    coarsest,
    format_named,
    last_day,
    month_end,
    read_date,
    show_date,
)

READ = [
    ("YYYY-MM-DD", "2021-04-25", date(2021, 4, 25)),
    ("YYYY-MM-DD", "2021-04-25T23:59:59Z", date(2021, 4, 25)),
    ("YYYY-MM-DD", "2021-04-25 00:00:00.000", date(2021, 4, 25)),
    ("DD/MM/YYYY", "25/04/2021", date(2021, 4, 25)),
    ("DD/MM/YYYY", "5/4/2021", date(2021, 4, 5)),
    ("DD/MM/YYYY", "04/05/2021", date(2021, 5, 4)),
    ("DD/MM/YYYY", "25/04/2021 14:30", date(2021, 4, 25)),
    ("DD/MM/YYYY", "29/02/2024", date(2024, 2, 29)),
    ("DD-MM-YYYY", "25-04-2021", date(2021, 4, 25)),
    ("MM/DD/YYYY", "04/25/2021", date(2021, 4, 25)),
    ("MM-DD-YYYY", "04-25-2021", date(2021, 4, 25)),
    ("DD Mon YYYY", "4 May 2021", date(2021, 5, 4)),
    ("DD Mon YYYY", "04-MAY-2021", date(2021, 5, 4)),
    ("DD Mon YYYY", "4 September 2021", date(2021, 9, 4)),
    ("DD Mon YYYY", "4 Sept 2021", date(2021, 9, 4)),
    ("DD MM YYYY", "4 5 2021", date(2021, 5, 4)),
    ("Mon DD YYYY", "Sep 4 2021 12:00AM", date(2021, 9, 4)),
    ("Mon DD YYYY", "September 4, 2021", date(2021, 9, 4)),
    ("YYYY/MM/DD", "2021/04/25", date(2021, 4, 25)),
    ("YYYY/MM/DD", "2021/4/5", date(2021, 4, 5)),
    ("YYYYMMDD", "20210425", date(2021, 4, 25)),
    ("YYYYMMDD", "20210425T143000Z", date(2021, 4, 25)),
    ("DD.MM.YYYY", "25.04.2021", date(2021, 4, 25)),
]


@pytest.mark.parametrize(("written", "text", "day"), READ)
def test_a_day_is_read_as_it_is_written(written: str, text: str, day: date) -> None:
    assert read_date(text, (written,)) == (day, "day")


NOT_DATES = [
    ("DD/MM/YYYY", "31/02/2024", "February has no 31st"),
    ("DD/MM/YYYY", "04/25/2024", "there is no 25th month, and nobody turns it round to 25 April"),
    ("MM/DD/YYYY", "25/04/2024", "nor here"),
    ("DD/MM/YYYY", "01/02/24", "a year of two digits may be of any century"),
    ("DD/MM/YYYY", "29/02/2023", "no leap year"),
    ("DD/MM/YYYY", "00/01/2021", "no day"),
    ("DD/MM/YYYY", "2021-04-25", "written in another way"),
    ("DD/MM/YYYY", "25.04.2021", "written in another way"),
    ("YYYY-MM-DD", "25/04/2021", "written in another way"),
    ("YYYY-MM-DD", "2021-4-25", "a digit is missing"),
    ("YYYY-MM-DD", "2021-04", "a day is missing"),
    ("YYYY-MM-DD", "20210425", "written in another way"),
    ("YYYY-MM-DD", "44311", "a day number of a spreadsheet"),
    ("YYYY-MM-DD", "TBC", "not a date at all"),
    ("YYYY-MM-DD", "", "blank"),
    ("YYYY-MM-DD", "2021-04-25 approx", "more than a date"),
    ("YYYY-MM-DD", "1900-01-01", "a default of some system"),
    ("YYYY-MM-DD", "1899-12-30", "a default of some system"),
    ("YYYY-MM-DD", "0001-01-01", "a default of some system"),
    ("YYYY-MM-DD", "2100-01-01", "too far ahead"),
    ("YYYY-MM-DD", "9999-12-31", "a default of some system"),
    ("DD Mon YYYY", "31 Feb 2021", "February has no 31st"),
    ("DD Mon YYYY", "4 Mai 2021", "no month"),
    ("DD Mon YYYY", "4 Junk 2021", "no month, though it begins like one"),
    ("YYYY-MM", "2021-13", "no month"),
    ("YYYY-MM", "2021-00", "no month"),
    ("YYYY/YY Q", "2017/18 Q5", "no quarter"),
    ("YYYY/YY Q", "2017/19 1", "no financial year"),
    ("YYYY/YY", "2017/19", "no financial year"),
    ("YYYY/YY", "2017-2019", "no financial year"),
    ("YYYY/YY", "2017-18 Total", "a total of one"),
    ("YYYY", "1850", "before anything that is counted"),
    ("YYYY", "201", "no year"),
    ("YYYY", "2017-18", "two years"),
    ("YYYYMM", "202113", "no month"),
    ("YYYYMMDD", "20210231", "February has no 31st"),
    ("YYYYMMDD", "25042021", "written in another way"),
    ("DD.MM.YYYY", "31.04.2021", "April has no 31st"),
    ("YYYY/MM/DD", "2021/25/04", "there is no 25th month"),
    ("Mon-YY", "Junk-15", "no month"),
    ("YYYY-Q", "2015-Q5", "no quarter"),
    ("Mon DD YYYY", "Feb 30 2021", "February has no 30th"),
]


@pytest.mark.parametrize(
    ("written", "text"), [case[:2] for case in NOT_DATES], ids=[" ".join(c[1:]) for c in NOT_DATES]
)
def test_what_is_not_such_a_date_is_no_date(written: str, text: str) -> None:
    assert read_date(text, (written,)) is None


SPANS = [
    ("YYYY-MM", "2018-12", date(2018, 12, 1), "month", date(2018, 12, 31)),
    ("YYYY Mon", "2021 Feb", date(2021, 2, 1), "month", date(2021, 2, 28)),
    ("YYYY Mon", "2021 August", date(2021, 8, 1), "month", date(2021, 8, 31)),
    ("YYYY/YY Q", "2017/18 1", date(2017, 4, 1), "quarter", date(2017, 6, 30)),
    ("YYYY/YY Q", "2017/18 Q2", date(2017, 7, 1), "quarter", date(2017, 9, 30)),
    ("YYYY/YY Q", "2017/18 3", date(2017, 10, 1), "quarter", date(2017, 12, 31)),
    ("YYYY/YY Q", "2017/18 4", date(2018, 1, 1), "quarter", date(2018, 3, 31)),
    ("YYYY/YY Q", "1999/00 4", date(2000, 1, 1), "quarter", date(2000, 3, 31)),
    ("YYYY/YY Mon", "2017/18 Apr", date(2017, 4, 1), "month", date(2017, 4, 30)),
    ("YYYY/YY Mon", "2017/18 March", date(2018, 3, 1), "month", date(2018, 3, 31)),
    ("YYYY/YY", "2017/18", date(2017, 4, 1), "financial year", date(2018, 3, 31)),
    ("YYYY/YY", "2017-18", date(2017, 4, 1), "financial year", date(2018, 3, 31)),
    ("YYYY/YY", "1999-00", date(1999, 4, 1), "financial year", date(2000, 3, 31)),
    ("YYYY/YY", "FY 2017/2018", date(2017, 4, 1), "financial year", date(2018, 3, 31)),
    ("YYYY/YY Mon", "2017-18 January", date(2018, 1, 1), "month", date(2018, 1, 31)),
    ("YYYY/YY Mon", "Apr 2017/18", date(2017, 4, 1), "month", date(2017, 4, 30)),
    ("YYYY/YY Q", "Q4 2017-18", date(2018, 1, 1), "quarter", date(2018, 3, 31)),
    ("YYYY", "2017", date(2017, 1, 1), "year", date(2017, 12, 31)),
    ("YYYYMM", "201702", date(2017, 2, 1), "month", date(2017, 2, 28)),
    ("YYYY MM", "2017 2", date(2017, 2, 1), "month", date(2017, 2, 28)),
    ("Mon YYYY", "April 2015", date(2015, 4, 1), "month", date(2015, 4, 30)),
    ("Mon YYYY", "Sept-2015", date(2015, 9, 1), "month", date(2015, 9, 30)),
    ("Mon-YY", "Apr-15", date(2015, 4, 1), "month", date(2015, 4, 30)),
    ("Mon-YY", "May 68", date(1968, 5, 1), "month", date(1968, 5, 31)),
    ("YYYY-Q", "2015-Q2", date(2015, 4, 1), "quarter", date(2015, 6, 30)),
    ("YYYY-Q", "2015 Quarter 4", date(2015, 10, 1), "quarter", date(2015, 12, 31)),
    ("YYYY-Q", "Q1 2015", date(2015, 1, 1), "quarter", date(2015, 3, 31)),
]


@pytest.mark.parametrize(("written", "text", "first", "precision", "last"), SPANS)
def test_a_coarse_date_names_the_whole_of_its_span(
    written: str, text: str, first: date, precision: str, last: date
) -> None:
    assert read_date(text, (written,)) == (first, precision)
    assert last_day(first, precision) == last


def test_several_formats_are_tried_in_their_order_and_the_first_that_fits_decides() -> None:
    formats = ("YYYY-MM-DD", "DD/MM/YYYY")
    assert read_date("2021-04-05", formats) == read_date("05/04/2021", formats) == (date(2021, 4, 5), "day")
    assert read_date("04/25/2021", ("DD/MM/YYYY", "MM/DD/YYYY")) is None


def test_every_format_that_a_mapping_may_name_reads_something() -> None:
    with_a_whole_year = {written for written, format_ in DATE_FORMATS.items() if not format_.needs_pivot}
    assert {written for written, *_ in (*READ, *SPANS)} == with_a_whole_year


@pytest.mark.parametrize("written", [written for written, format_ in DATE_FORMATS.items() if format_.needs_pivot])
def test_a_year_of_two_digits_is_read_only_where_the_century_is_said(written: str) -> None:
    text = {
        "DD/MM/YY": "03/04/30", "DD-MM-YY": "03-04-30", "MM/DD/YY": "04/03/30", "MM-DD-YY": "04-03-30",
        "DD Mon YY": "03-Apr-30", "DD.MM.YY": "03.04.30",
    }[written]  # fmt: skip
    assert read_date(text, (written,)) is None
    assert read_date(text, (written,), pivot=2029) == (date(1930, 4, 3), "day")
    assert read_date(text, (written,), pivot=2030) == (date(2030, 4, 3), "day")


@pytest.mark.parametrize(
    "time",
    [
        " 14:30", "T14:30:05", " 2:30 PM", " 02:30:05 pm", " 2:30PM", " 2:30 p.m.", ", 14:30", "T14:30:05.123Z",
        " 14:30:05,123", " 14:30+01", " 14:30:00+0100", "T00:00:00+01:00", " 23:30:00 +01:00", " 00:00:00 UTC",
        " 00:00 GMT", "T00:00:00-05:00", "T00:00:00+01:00[Europe/London]",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "written", [written for written, format_ in DATE_FORMATS.items() if format_.precision == "day"]
)
def test_behind_a_day_may_stand_a_time_and_its_zone_and_neither_moves_it(written: str, time: str) -> None:
    for shown in DATE_FORMATS[written].shown:
        if "T" not in shown:
            assert read_date(shown + time, (written,), 2049) == (date(2021, 4, 5), "day")


@pytest.mark.parametrize("text", ["2021-08-01 25", "2021-08-01 10", "2021-08-01 10:15 XM", "2021-08-01 BST", "T10:15"])
def test_what_is_no_time_is_not_passed_over(text: str) -> None:
    assert read_date(text, ("YYYY-MM-DD",)) is None


@pytest.mark.parametrize(
    ("meant", "name"),
    [
        ("dd/mm/yyyy", "DD/MM/YYYY"), ("mmm-yy", "Mon-YY"), ("Mon YY", "Mon-YY"), ("mmmm yyyy", "Mon YYYY"),
        ("Month YYYY", "Mon YYYY"), ("YYYY-YY", "YYYY/YY"), ("YYYY-YY Mon", "YYYY/YY Mon"), ("YYYY Q", "YYYY-Q"),
        ("Q YYYY", "YYYY-Q"), ("DD-Mon-YY", "DD Mon YY"), ("DD/MM", "DD/MM"), ("%d/%m/%Y", "%d/%m/%Y"),
    ],
)  # fmt: skip
def test_a_format_is_known_by_the_names_that_people_write(meant: str, name: str) -> None:
    assert format_named(meant) == name


def test_of_two_kinds_of_year_no_period_is_made() -> None:
    assert coarsest(["day", "quarter", "month"]) == "quarter"
    assert coarsest(["quarter", "year"]) == "year"
    assert coarsest(["financial year", "year", "day"]) == "uneven"
    assert coarsest([]) == "day"


def test_dates_as_excel_writes_them_by_itself() -> None:
    """01-Apr-21 is what Excel makes of a date when nobody chose a format."""
    assert read_date("01-Apr-21", ("DD Mon YY",), pivot=2030) == (date(2021, 4, 1), "day")
    assert read_date("1 april 21", ("DD Mon YY",), pivot=2030) == (date(2021, 4, 1), "day")
    assert read_date("31-Feb-21", ("DD Mon YY",), pivot=2030) is None


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert add_months(date(2021, 1, 31), -1) == date(2020, 12, 1)
    assert add_months(date(2021, 12, 5), 1) == date(2022, 1, 1)
    assert add_months(date(2021, 3, 5), -15) == date(2019, 12, 1)
    assert add_months(date(2021, 3, 5), 0) == date(2021, 3, 1)
    assert month_end(date(2024, 2, 1)) == date(2024, 2, 29)
    assert month_end(date(2021, 12, 31)) == date(2021, 12, 31)


def test_a_day_is_shown_as_people_write_it() -> None:
    assert show_date(date(2021, 4, 3)) == "3 April 2021"
