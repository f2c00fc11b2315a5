"""Numbers as published tables write them, and symbols in their place."""

from __future__ import annotations

import pytest

from svtool.schema.written_counts import SYMBOLS, WrittenCount, read_count, without_mark


@pytest.mark.parametrize(
    "text",
    [
        "1234", "1,234", "1 234", "1,234r", "1234 [1]", "1,234 [note 2]", "1234*", "1,234 [r][e]", "1,234 (p)", "1234¹",
        "1234 †", "1,234 [notes 1, 2]", "1234p", "1,234 [u]", "1234**", "1,234(2)",
    ],
)  # fmt: skip
def test_a_number_counts_with_a_mark_beside_it(text: str) -> None:
    found = read_count(text)
    assert found is not None
    assert (found.least, found.most, found.symbol) == (1234, 1234, None)
    assert found.marked is (text not in {"1234", "1,234", "1 234"})


@pytest.mark.parametrize("text", SYMBOLS)
def test_a_symbol_states_no_number(text: str) -> None:
    assert read_count(text) == WrittenCount(symbol=text)


@pytest.mark.parametrize("text", ["[c][r]", "[X]", "N/A", "* [1]"])
def test_symbols_may_have_marks_and_capitals(text: str) -> None:
    found = read_count(text)
    assert found is not None
    assert found.least is None


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("<5", 0, 4),
        ("< 10", 0, 9),
        ("under 5", 0, 4),
        ("fewer than 3", 0, 2),
        ("≤7", 0, 7),
        ("1 to 7", 1, 7),
        ("1-4", 1, 4),
    ],
)
def test_bounds_are_bounds(text: str, least: int, most: int) -> None:
    found = read_count(text)
    assert found is not None
    assert (found.least, found.most) == (least, most)


@pytest.mark.parametrize("text", ["12.5", "about 12", "12 months", "1 2 a", "(123)", "X994", "7-1", "<0", "r", "12k"])
def test_anything_else_is_no_count(text: str) -> None:
    assert read_count(text) is None


def test_a_negative_number_corrects() -> None:
    assert read_count("-1") == WrittenCount(-1, -1)


@pytest.mark.parametrize("text", ["Wirral [note 1]", "Wirral [2]", "Wirral²", "Wirral [r]", "Wirral *"])
def test_marks_of_footnotes_are_no_part_of_a_label(text: str) -> None:
    assert without_mark(text) == "Wirral"


@pytest.mark.parametrize("text", ["8N", "Other [unknown]", "Knife (sharp)", "[x]", "10-17"])
def test_what_is_no_mark_stays(text: str) -> None:
    assert without_mark(text) == text
