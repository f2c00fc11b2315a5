"""Totals of a table: which they are, what their parts are, and whether they agree."""

from __future__ import annotations

import pytest

from svtool.files.table_totals import Bounds, CountReading, Entry, Totals, tell_totals


def tell(*rows: tuple[str | None, str | None, str], words: tuple[str, ...] = (), **reading: object) -> Totals:
    """Return what is told of rows with two labels and a count, all in one column."""
    entries = [Entry((first, second), 2, count, line) for line, (first, second, count) in enumerate(rows, 2)]
    return tell_totals(entries, words, CountReading(**reading))  # type: ignore[arg-type]


PARTS = [("wirral", "knife", "1"), ("wirral", "gun", "2"), ("sefton", "knife", "3"), ("sefton", "gun", "4")]


@pytest.mark.parametrize(
    ("first", "second", "right", "wrong"),
    [
        ("total", None, "10", "11"),
        ("grand total", None, "10", "9"),
        ("all areas", "all weapons", "10", "4"),
        ("wirral total", None, "3", "10"),
        ("total", "knife", "4", "10"),
        ("sefton", "all", "7", "3"),
        ("sefton", "sub-total", "7", "3"),
    ],
)
def test_a_total_is_left_out_and_compared_with_its_parts(
    first: str, second: str | None, right: str, wrong: str
) -> None:
    agrees = tell(("wirral", "knife", "1"), *PARTS[1:], (first, second, right))
    assert (agrees.entries, agrees.left_out, agrees.compared, agrees.differing) == ([0, 1, 2, 3], 1, 1, [])
    differs = tell(*PARTS, (first, second, wrong))
    assert [(total.line, parts) for total, parts in differs.differing] == [(6, Bounds(int(right), int(right)))]


def test_words_of_the_mapping_mark_totals_too() -> None:
    found = tell(*PARTS, ("merseyside", "knife", "4"), ("merseyside", "gun", "7"), words=("merseyside",))
    assert found.entries == [0, 1, 2, 3]
    assert [total.line for total, _ in found.differing] == [7]


def test_a_subtotal_under_its_group_is_the_sum_of_what_stands_between_it_and_the_total_above() -> None:
    rows = [*PARTS[:2], ("sub-total", None, "3"), *PARTS[2:], ("sub-total", None, "7"), ("total", None, "10")]
    found = tell(*rows)
    assert (found.left_out, found.compared, found.differing) == (3, 3, [])


def test_all_is_no_total_where_the_table_has_no_parts_of_it() -> None:
    found = tell(("wirral", "all ages", "1"), ("sefton", "all ages", "3"))
    assert (found.entries, found.left_out) == ([0, 1], 0)


def test_all_of_something_is_a_total_where_its_numbers_say_so() -> None:
    fires = [("q1", "cars", "1"), ("q1", "bins", "2"), ("q2", "cars", "3"), ("q2", "bins", "4")]
    found = tell(*fires, ("q1", "all fires", "3"), ("q2", "all fires", "8"))
    assert found.entries == [0, 1, 2, 3]
    assert [total.line for total, _ in found.differing] == [7]
    kinds = tell(*fires, ("q1", "all dwellings", "30"), ("q2", "all dwellings", "80"))
    assert (kinds.entries, kinds.left_out) == ([0, 1, 2, 3, 4, 5], 0)
    assert tell(*fires, ("q1", "all other vehicles", "3")).left_out == 0


def test_a_total_is_never_counted_even_without_its_parts() -> None:
    found = tell(("wirral", "total", "1"), ("sefton", "total", "3"))
    assert (found.entries, found.left_out, found.compared) == ([], 2, 0)


def test_a_total_of_parts_that_are_not_stated_may_be_any_number_from_their_sum_up() -> None:
    hidden = [("wirral", "knife", "[c]"), *PARTS[1:]]
    assert not tell(*hidden, ("total", None, "12")).differing
    assert [parts for _, parts in tell(*hidden, ("total", None, "8")).differing] == [Bounds(9, None)]


def test_suppressed_and_rounded_parts_are_as_the_mapping_says() -> None:
    hidden = [("wirral", "knife", "*"), *PARTS[1:]]
    told = {"suppressed": {"*": (1, 7)}}
    assert not tell(*hidden, ("total", None, "16"), **told).differing
    assert tell(*hidden, ("total", None, "17"), **told).differing
    rounded = [("wirral", "knife", "5"), ("wirral", "gun", "5")]
    assert not tell(*rounded, ("total", None, "15"), rounded_to=5).differing
    assert tell(*rounded, ("total", None, "20"), rounded_to=5).differing


def test_a_total_that_is_not_stated_is_compared_with_nothing() -> None:
    found = tell(*PARTS, ("total", None, ".."))
    assert (found.left_out, found.compared) == (1, 0)
