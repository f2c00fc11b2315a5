"""Record numbers of a file's rows: those passed over have numbers too, whenever the parser tells of them."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from svtool.files.text_block import Numbering, TextBlock


def test_rows_are_numbered_on_from_the_header() -> None:
    numbering = Numbering(3)
    assert numbering.number(2).tolist() == [4, 5]
    assert numbering.number(0).tolist() == []
    assert numbering.number(1).tolist() == [6]


@given(
    kinds=st.lists(st.booleans(), max_size=60),
    header=st.integers(1, 5),
    ahead=st.integers(0, 3),
    size=st.integers(1, 7),
)
def test_a_row_keeps_its_number_however_far_ahead_the_parser_is(
    kinds: list[bool], header: int, ahead: int, size: int
) -> None:
    """Of a file's records some are well formed; the others are told with their block or up to some blocks early."""
    records = list(enumerate(kinds, start=header + 1))
    blocks = [records[start : start + size] for start in range(0, len(records), size)]
    numbering, found, told = Numbering(header), [], 0
    for number, block in enumerate(blocks):
        for early in blocks[told : number + 1 + ahead]:
            numbering.passed += [record for record, well_formed in early if not well_formed]
            told += 1
        found += numbering.number(sum(well_formed for _, well_formed in block)).tolist()
    assert found == [record for record, well_formed in records if well_formed]


def test_a_record_that_is_told_twice_is_passed_over_once() -> None:
    numbering = Numbering(1)
    numbering.passed += [2, 2, 4]
    assert numbering.number(3).tolist() == [3, 5, 6]


def test_records_are_chosen_with_their_numbers() -> None:
    block = TextBlock(pa.record_batch([["a", "b", "c"]], ["c0"]), Numbering(1).number(3))
    chosen = block.where(pa.array([True, False, True]))
    assert (chosen.rows, chosen.places.tolist(), chosen.columns.column(0).to_pylist()) == (2, [2, 4], ["a", "c"])


def test_a_text_that_only_rows_left_out_have_is_no_distinct_text_of_the_others() -> None:
    """Each distinct text is judged, and told of; those of a total or of the header again are nobody's."""
    texts = pa.array(["Total", "b", "a", "b"]).dictionary_encode()
    block = TextBlock(pa.record_batch([texts], ["c0"]), Numbering(1).number(4))
    (kept,) = block.where(pa.array([False, True, True, True])).columns.columns
    assert (kept.dictionary.to_pylist(), kept.to_pylist()) == (["b", "a"], ["b", "a", "b"])
