"""Months that days make, for averages: whole ones count one, and of one that is cut the part of its days."""

from __future__ import annotations

from datetime import date

import pytest

from svtool.figures.common_days import count_months


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), 12),
        (date(2021, 2, 1), date(2021, 2, 28), 1),
        (date(2021, 4, 16), date(2021, 4, 30), 0.5),
        (date(2021, 4, 16), date(2021, 6, 15), 2),
        (date(2020, 12, 31), date(2021, 1, 1), 2 / 31),
    ],
)
def test_days_make_months(first: date, last: date, months: float) -> None:
    assert count_months([(first, last)]) == pytest.approx(months)


def test_spans_add_up() -> None:
    assert count_months([(date(2020, 1, 1), date(2020, 3, 31)), (date(2020, 6, 1), date(2020, 6, 30))]) == 4
    assert count_months([]) == 0
