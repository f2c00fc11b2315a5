"""Cells of a page: a number that is copied into a spreadsheet is one there, below zero too."""

from __future__ import annotations

import re

import pytest

from svtool.output.page.grid import signed_cell, to_one_decimal, whole_number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (whole_number(-1234), -1234),
        (whole_number(7), 7),
        (to_one_decimal(-33.35), -33.4),
        (to_one_decimal(-1234.5), -1234.5),
        (signed_cell(-80.2), -80),
        (signed_cell(397), 397),
    ],
)
def test_a_number_of_the_page_is_a_number_in_a_spreadsheet(cell: str, number: float) -> None:
    assert re.fullmatch(r"[-+]?[\d,]+(\.\d+)?%?", cell)
    assert float(cell.rstrip("%").replace(",", "")) == number
