"""What the values of a column prove, and what they leave open."""

from collections import Counter
from datetime import date

import pytest
from dates_as_written import WRITTEN

from svtool.proposal.column_shapes import date_shape
from svtool.proposal.file_contents import ColumnLook


def column(*texts: str) -> ColumnLook:
    return ColumnLook("Date", Counter(texts))


@pytest.mark.parametrize(
    ("texts", "formats"),
    [
        (["2021-03-04", "2021-12-31"], ("YYYY-MM-DD",)),
        (["03/04/2021", "25/04/2021"], ("DD/MM/YYYY",)),
        (["03/04/2021", "04/25/2021"], ("MM/DD/YYYY",)),
        (["2018-12"], ("YYYY-MM",)),
        (["2003 Jan"], ("YYYY Mon",)),
        (["2017/18 1"], ("YYYY/YY Q",)),
        (["Wirral", "Sefton"], ()),
    ],
)
def test_the_values_prove_how_dates_are_written(texts: list[str], formats: tuple[str, ...]) -> None:
    assert date_shape(column(*texts)).formats == formats


def test_days_up_to_12_prove_no_order() -> None:
    shape = date_shape(column("03/04/2021", "12/12/2021"))
    assert shape.formats == ("DD/MM/YYYY", "MM/DD/YYYY")
    assert not shape.proven


def test_values_that_contradict_each_other_prove_no_order_and_are_counted() -> None:
    shape = date_shape(column("25/04/2021", "26/04/2021", "04/25/2021"))
    assert not shape.proven
    assert shape.only == {"DD/MM/YYYY": 2, "MM/DD/YYYY": 1}


def test_dashes_prove_the_order_only_with_a_day_above_12() -> None:
    assert date_shape(column("03-04-2021")).formats == ("DD-MM-YYYY", "MM-DD-YYYY")
    assert date_shape(column("03-04-2021", "13-04-2021")).formats == ("DD-MM-YYYY",)
    assert date_shape(column("03-04-2021", "04-13-2021")).formats == ("MM-DD-YYYY",)


def test_a_few_words_among_dates_do_not_hide_them() -> None:
    texts = Counter({"13/01/2021": 95, "not known": 50, "soon": 5})
    assert date_shape(ColumnLook("Date", texts)).formats == ("DD/MM/YYYY",)


# Dates of three years, of which no format but the one that wrote them reads all, and no order is left open.
DAYS = [date(year, month, day) for year in (2012, 2020, 2021) for month, day in ((1, 31), (4, 30), (8, 17), (12, 25))]


@pytest.mark.parametrize("name", list(WRITTEN))
def test_every_format_is_recognised_by_what_is_written_in_it(name: str) -> None:
    for write in WRITTEN[name]:
        shape = date_shape(ColumnLook("Date recorded", Counter(_without_time(write(day)) for day in DAYS)))
        assert shape.formats == (name,), write(DAYS[0])
        assert shape.share == 1


def _without_time(text: str) -> str:
    look = ColumnLook("it")
    look.add([text], [1])
    return next(iter(look.texts))


def test_digits_alone_are_times_only_where_the_name_says_so() -> None:
    numbers = Counter({"2014": 3, "2015": 4, "2016": 5})
    assert date_shape(ColumnLook("Number of offences", numbers)).formats == ()
    assert date_shape(ColumnLook("Year", numbers)).formats == ("YYYY",)


def test_two_years_that_may_be_a_year_and_a_month_are_left_open_unless_the_name_says() -> None:
    years = Counter({"2009-10": 3, "2010-11": 4, "2011-12": 5})
    assert not date_shape(ColumnLook("When", years)).proven
    assert not date_shape(ColumnLook("When", years)).leaves_order_open
    assert date_shape(ColumnLook("Financial Year", years)).formats == ("YYYY/YY",)
    assert date_shape(ColumnLook("Month", years)).formats == ("YYYY-MM",)
    assert date_shape(ColumnLook("When", years + Counter({"2012-13": 1}))).formats == ("YYYY/YY",)


def test_real_dates_among_texts_say_nothing_of_how_the_texts_are_written() -> None:
    mixed = ColumnLook("Date", Counter({"2023-03-01": 60, "13/02/2023": 30, "14/02/2023": 10}), real_dates=True)
    assert date_shape(mixed).formats == ("DD/MM/YYYY",)
    assert date_shape(mixed).share == 1
    text = ColumnLook("Date", mixed.texts)
    assert date_shape(text).formats == ()


def test_real_dates_with_a_few_words_are_real_dates() -> None:
    nearly_all = ColumnLook("Date", Counter({"2023-03-01": 95, "soon": 5}), real_dates=True)
    assert date_shape(nearly_all).formats == ("YYYY-MM-DD",)
