"""Rows that repeat others, found by hashes: as many as a plain comparison of all rows finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.engine.bounds import Bounds
from svtool.engine.embedded import EmbeddedEngine
from svtool.gathering.duplicate_rows import Repeats, RowHashes, hashes_of

Row = tuple[int, str | None, int, str]  # supplier, reference, a cell that is read, one that is not
ROWS = st.lists(
    st.tuples(st.integers(1, 2), st.sampled_from([None, "A", "B"]), st.integers(0, 1), st.sampled_from("xy")),
    max_size=9,
)


@pytest.fixture(scope="module")
def engine() -> Iterator[EmbeddedEngine]:
    """Return an engine for all examples: to open one takes longer than to look."""
    with EmbeddedEngine(Bounds(threads=1)) as opened:
        yield opened


def found_in(engine: EmbeddedEngine, rows: list[Row], one_row_each: bool, blocks: int = 2) -> Repeats:
    """Return what is found of some rows that come in several blocks."""
    numbers = pa.array(range(len(rows)), pa.int32())
    suppliers, references, read, unread = (
        pa.array([row[i] for row in rows], kind)
        for i, kind in enumerate((pa.int32(), pa.string(), pa.int32(), pa.string()))
    )
    table = {"row_id": numbers, "supplier": suppliers, "reference": references, "knife": read}
    engine.put("records", pa.table(table))
    hashes = RowHashes(engine, "hashes")
    for block in range(blocks):
        part = slice(len(rows) * block // blocks, len(rows) * (block + 1) // blocks)
        cells = [references[part], read[part], unread[part]]
        hashes.add(hashes_of(numbers[part], suppliers[part], references[part], cells))
    return hashes.find("records", one_row_each)


def again(rows: list[Row]) -> list[int]:
    """Return which rows stand in the list before."""
    return [number for number, row in enumerate(rows) if row in rows[:number]]


@settings(max_examples=10, deadline=None)
@given(ROWS, st.booleans())
def test_rows_alike_are_those_that_a_plain_comparison_finds(
    engine: EmbeddedEngine, rows: list[Row], one_row_each: bool
) -> None:
    found = found_in(engine, rows, one_row_each)
    assert found.first_alike == [number for number in again(rows) if rows[number][1] is not None]
    assert found.first_alike_unnamed == [number for number in again(rows) if rows[number][1] is None]
    assert (found.alike, found.alike_unnamed) == (len(found.first_alike), len(found.first_alike_unnamed))


@settings(max_examples=10, deadline=None)
@given(ROWS)
def test_references_of_rows_that_differ_are_those_of_a_plain_comparison(
    engine: EmbeddedEngine, rows: list[Row]
) -> None:
    named = [row for row in rows if row[1] is not None]
    differing = {row[:2] for row in named if any(row[:2] == other[:2] and row != other for other in named)}
    found = found_in(engine, rows, one_row_each=True)
    assert found.differing == len(differing)
    assert found.differing_rows == sum(row[:2] in differing for row in named)
    read = Counter(each for each in differing if len({row[2] for row in named if row[:2] == each}) > 1)
    assert found.columns.get("knife", 0) == len(read)


def test_a_row_of_another_supplier_repeats_none(engine: EmbeddedEngine) -> None:
    found = found_in(
        engine, [(1, "A", 0, "x"), (2, "A", 0, "x"), (1, None, 0, "x"), (2, None, 0, "x")], one_row_each=True
    )
    assert (found.alike, found.alike_unnamed, found.differing) == (0, 0, 0)
