"""What the values of a column prove, and what they leave open."""

from collections import Counter
from datetime import date

import pytest

from svtool.proposal.column_shapes import date_shape, months_seen
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


def test_months_are_counted_by_their_first_day() -> None:
    found = months_seen(Counter({"2021-03-04": 2, "2021-03-31": 1, "x": 9}), ("YYYY-MM-DD",))
    assert found == {date(2021, 3, 1): 3}
