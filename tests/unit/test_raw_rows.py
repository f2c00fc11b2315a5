"""Blocks of files become one table: with the types that were asked for, in little memory, whatever width each needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from svtool.gathering.narrow_columns import as_types, narrow_types
from svtool.gathering.raw_rows import RawRows

if TYPE_CHECKING:
    from conftest import Desk

TYPES = {"row_id": pa.int32(), "area": pa.int32(), "age": pa.int16(), "knife": pa.bool_(), "reference": pa.string()}


def block(first: int, areas: list[int | None], ages: list[int | None]) -> pa.Table:
    numbers = range(first, first + len(areas))
    columns = [list(numbers), areas, ages, [True] * len(areas), [f"R{number}" for number in numbers]]
    return pa.table([pa.array(each, kind) for each, kind in zip(columns, TYPES.values(), strict=True)], list(TYPES))


@pytest.mark.parametrize(
    ("most", "kind"),
    [(127, pa.int8()), (-128, pa.int16()), (128, pa.int16()), (32_767, pa.int16()), (32_768, pa.int32())],
)
def test_numbers_are_kept_as_narrow_as_they_fit(most: int, kind: pa.DataType) -> None:
    found = narrow_types(block(0, [1, None, most], [2, 3, 4]), {})
    assert found == TYPES | {"area": kind, "age": pa.int8()}


def test_no_column_gets_narrower_again_and_none_wider_than_it_is() -> None:
    wide = {"area": pa.int16(), "age": pa.int32()}
    assert narrow_types(block(0, [1], [2]), wide) == TYPES | wide | {"age": pa.int16()}


def test_a_block_without_any_value() -> None:
    empty = block(0, [None], [None])
    assert as_types(empty, narrow_types(empty, {})).column("area").null_count == 1


def test_rows_come_back_as_they_were_whatever_width_their_block_needed(desk: Desk) -> None:
    blocks = [block(0, [1, 2, None], [7, None, 120]), block(3, [900, 1], [1, 2]), block(5, [3, 70_000], [3, 300])]
    raw = RawRows(desk.engine)
    for each in blocks:
        raw.append("police_typed", each)
    raw.finish("police_typed", TYPES | {"hate": pa.bool_()})
    found = desk.engine.answer("all", "SELECT * FROM police_typed ORDER BY row_id")
    whole = pa.concat_tables(blocks)
    assert found.drop_columns(["hate"]).cast(whole.schema).equals(whole)
    assert found.schema.field("area").type == pa.int32()
    assert found.column("hate").null_count == 7


def test_of_what_file_rows_are_is_kept_once_as_long_as_they_are_of_one(desk: Desk) -> None:
    own = {"row_id": pa.int32(), "extract": pa.int16(), "supplier": pa.int32()}
    rows = [([0, 1], [0, 0], [2, 2]), ([2, 3], [0, 0], [2, 2]), ([4, 5], [1, 1], [2, 2]), ([6, 7], [1, 1], [2, None])]
    blocks = [
        pa.table([pa.array(*each) for each in zip(block, own.values(), strict=True)], list(own)) for block in rows
    ]
    raw = RawRows(desk.engine)
    for each in blocks:
        raw.append("police_typed", each)
    raw.finish("police_typed", own)
    assert desk.engine.columns("police_raw_1") == ["row_id"]
    found = desk.engine.answer("all", "SELECT * FROM police_typed ORDER BY row_id")
    assert found.equals(pa.concat_tables(blocks))


def test_ages_are_kept_once_as_long_as_they_are_no_bands(desk: Desk) -> None:
    ages = {"row_id": pa.int32(), "age_lo": pa.int16(), "age_hi": pa.int16()}
    rows = [([0, 1, 2], [20, None, 30], [20, None, 30]), ([3], [None], [None]), ([4, 5], [18, 1], [24, 1])]
    columns = [[pa.array(*each) for each in zip(block, ages.values(), strict=True)] for block in rows]
    blocks = [pa.table(each, list(ages)) for each in columns]
    raw = RawRows(desk.engine)
    for each in blocks:
        raw.append("police_typed", each)
    raw.finish("police_typed", ages)
    assert desk.engine.columns("police_raw_1") == ["row_id", "age_lo"]
    found = desk.engine.answer("all", "SELECT * FROM police_typed ORDER BY row_id")
    assert found.equals(pa.concat_tables(blocks))


def test_rows_of_a_file_that_can_not_be_read_are_taken_back_from_every_width(desk: Desk) -> None:
    raw = RawRows(desk.engine)
    for each in (block(0, [1, 2], [7, 8]), block(2, [900, 1], [1, 2]), block(4, [70_000], [3])):
        raw.append("police_typed", each)
    raw.take_back("police_typed", 3)
    raw.append("police_typed", block(3, [5], [6]))
    raw.finish("police_typed", TYPES)
    found = desk.engine.answer("all", "SELECT row_id, area FROM police_typed ORDER BY row_id")
    assert found.to_pydict() == {"row_id": [0, 1, 2, 3], "area": [1, 2, 900, 5]}
