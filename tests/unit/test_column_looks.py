"""How the columns of a page's tables look."""

from __future__ import annotations

from svtool.output.page.column_looks import ALIGNED, cell_looks, columns_of, heading_looks
from svtool.output.page.grid import Grid

GRID = Grid("one", "One", ["Measure", "2020", "2021", "Note"], [["Thefts", "1", "2", ""]], frozenset({1, 2}), latest=2)


def test_a_table_says_once_which_columns_hold_numbers() -> None:
    assert columns_of(GRID) == ' class="n2 n3"'
    assert heading_looks(GRID) == ["", ' class="number"', ' class="number latest"', ""]
    assert cell_looks(GRID) == ["", "", ' class="latest"', ""]


def test_a_table_of_words_alone_says_nothing() -> None:
    words = Grid("two", "Two", ["Measure", "Note"], [["Thefts", ""]])
    assert (columns_of(words), heading_looks(words), cell_looks(words)) == ("", ["", ""], ["", ""])


def test_numbers_beyond_the_columns_that_the_stylesheet_knows_say_so_cell_by_cell() -> None:
    last = ALIGNED.stop
    wide = Grid("three", "Three", ["Measure", *map(str, range(last))], [], frozenset(range(1, last + 1)))
    looks = cell_looks(wide)
    assert looks[ALIGNED.stop - 2 : ALIGNED.stop] == ["", ' class="number"']
    assert columns_of(wide).endswith(f' n{last - 1}"')
