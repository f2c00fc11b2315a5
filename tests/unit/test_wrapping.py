"""Lines and tables of a terminal: no mark alone, columns in line in any script, no sign that moves a cursor."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len
from test_layout import figure, result_of

from svtool.output.terminal import tables_as_text
from svtool.output.wrapping import HOLD, LEFT_TO_RIGHT_MARK, Line, held, lines_as_text, on_one_line, released
from svtool.schema.periods import Period

ALONE = re.compile(r"^\s*(\[\w+\]\s*)+$", re.MULTILINE)
NAMES = (
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "תל אביב",
    "القدس الشريف",
    "日本橋",
    "Møre og Romsdal",
    "e\u0301cole",
)


@pytest.mark.parametrize("width", range(60, 161, 4))
def test_no_mark_stands_on_a_line_of_its_own(width: int) -> None:
    figures = [
        figure(2020, 1_234_567, status="p"),
        figure(2021, 2_345_678, change=1_111_111, change_pct=90.0, compared_with="Year 2020", status="p"),
    ]
    assert not ALONE.search(tables_as_text(result_of(*figures), width))


@pytest.mark.parametrize("width", range(40, 100, 3))
def test_a_p_value_and_a_mark_go_to_the_next_line_as_a_whole(width: int) -> None:
    words = "Attendances for assault with a knife are better (p < 0.001) than they were, in provisional months [p] [12]"
    lines = lines_as_text([Line(words)], width).splitlines()
    assert " ".join(lines) == words
    assert not any(ALONE.match(line) for line in lines)
    assert sum("(p < 0.001)" in line for line in lines) == 1


@pytest.mark.parametrize("name", NAMES)
def test_columns_stay_in_line_whatever_a_name_is_written_in(name: str) -> None:
    parts = [figure(year, 100 + year, area=name, place="part") for year in (2020, 2021)]
    whole = [figure(year, 9_000 + year) for year in (2020, 2021)]
    lines = tables_as_text(result_of(*whole, *parts, by=("area",)), 100).splitlines()
    of_whole = next(line for line in lines if "11,020" in line)
    of_part = next(line for line in lines if "2,120" in line)
    for large, small in (("11,020", "2,120"), ("11,021", "2,121")):
        assert cell_len(of_whole[: of_whole.index(large)]) == cell_len(of_part[: of_part.index(small)])


def test_a_name_from_right_to_left_does_not_take_the_numbers_after_it_along() -> None:
    assert on_one_line("תל אביב 12") == f"תל אביב{LEFT_TO_RIGHT_MARK} 12"
    assert on_one_line("Wirral 12") == "Wirral 12"


def test_signs_that_move_a_cursor_or_turn_the_line_are_never_printed() -> None:
    figures = [figure(year, year, area="Wir\x1b[31mral\u202e", place="part") for year in (2020, 2021)]
    for width in (None, 80):
        text = tables_as_text(result_of(*figures, by=("area",)), width)
        assert "\x1b" not in text and "\u202e" not in text
    assert HOLD not in released(held("5 [p]"))
    assert on_one_line("a\ue000b\tc") == "a?b?c"
    assert on_one_line("می\u200cخواهم").startswith("می\u200cخواهم")


def test_periods_that_have_no_room_beside_each_other_stand_below() -> None:
    periods = [Period(f"{year}", f"Year {year}", date(year, 1, 1), date(year, 12, 31)) for year in range(2017, 2022)]
    figures = [
        figure(2020, each.start.year, period=each.label, period_start=each.start, column=each.key) for each in periods
    ]
    result = replace(result_of(*figures), periods=periods)
    headings = [line for line in tables_as_text(result, 80).splitlines() if line.startswith("Measure ")]
    assert [re.findall(r"\d{4}", each) for each in headings] == [["2017", "2018", "2019"], ["2020", "2021"]]
    assert tables_as_text(result, None).count("Measure ") == 1
