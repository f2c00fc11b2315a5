"""References out of the way: those that several records have are found again, letter by letter."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.errors import UsageError
from svtool.records import packed_references
from svtool.records.packed_references import PackedBlock, PackedReferences
from svtool.schema.row_columns import ROW, SUPPLIER

Records = list[tuple[int, str | None]]  # the number of a supplier, and a reference
BLOCKS = st.lists(
    st.lists(st.tuples(st.integers(1, 2), st.none() | st.text("aO1\u00e9", max_size=3)), max_size=9), max_size=6
)


def packed(blocks: list[Records], *, gaps: bool = False, threads: int = 1) -> PackedReferences:
    """Return the references of blocks of records, numbered one after another, or with gaps between them."""
    found, row = PackedReferences(threads), 0
    for block in blocks:
        numbers = [row + (3 * place if gaps else place) for place in range(len(block))]
        row = (numbers[-1] if numbers else row) + 1
        columns = {
            ROW: pa.array(numbers, pa.int32()),
            SUPPLIER: pa.array([supplier for supplier, _ in block], pa.int32()),
            "reference": pa.array([reference for _, reference in block], pa.string()),
        }
        found.add(PackedBlock.of(pa.table(columns)))
    return found


@settings(deadline=None)
@given(blocks=BLOCKS, gaps=st.booleans(), at_once=st.integers(1, 8), threads=st.integers(1, 3), held=st.integers(0, 99))
def test_all_records_are_found_whose_reference_another_has(
    blocks: list[Records], gaps: bool, at_once: int, threads: int, held: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(packed_references, "HELD_AT_MOST", held)  # so little that some blocks go to the disk
        patched.setattr(packed_references, "AT_ONCE", at_once)  # so few that hashes are looked at part by part
        found = packed(blocks, gaps=gaps, threads=threads).take_repeated().to_pylist()
    row, given_rows = 0, []
    for block in blocks:
        numbers = [row + (3 * place if gaps else place) for place in range(len(block))]
        row = (numbers[-1] if numbers else row) + 1
        given_rows += [(number, *record) for number, record in zip(numbers, block, strict=True)]
    times = Counter((supplier, reference) for _, supplier, reference in given_rows if reference is not None)
    repeated = {(number, each[1]) for number, *each in given_rows if times[each[0], each[1]] > 1}
    told = {(each[ROW], each["reference"]) for each in found}
    assert repeated <= told <= {(number, reference) for number, _, reference in given_rows}
    assert min(Counter(reference for _, reference in told).values(), default=2) > 1


def test_references_that_share_a_hash_by_chance_do_not_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_references, "text_hashes", lambda texts: np.zeros(len(texts), np.int64))
    found = packed([[(1, "O1"), (1, "O2")], [(1, "O3"), (1, "O1")]]).take_repeated()
    assert found.to_pydict() == {ROW: [0, 3], "reference": ["O1", "O1"]}


def test_what_memory_has_no_room_for_lies_in_the_folder_that_was_asked_for_and_is_gone_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_references, "HELD_AT_MOST", 0)
    with pytest.raises(UsageError, match=r"--temp-dir .*nowhere: can't be used"):
        PackedReferences(1, tmp_path / "nowhere").add(block_of(["O1"]))
    references = PackedReferences(1, tmp_path)
    references.add(block_of(["O1", "O1"]))
    assert references.take_repeated().num_rows == 2
    assert list(tmp_path.iterdir()) == []


def block_of(texts: list[str]) -> PackedBlock:
    numbers = pa.array(range(len(texts)), pa.int32())
    return PackedBlock.of(
        pa.table({ROW: numbers, SUPPLIER: pa.array([1] * len(texts), pa.int32()), "reference": pa.array(texts)})
    )


def test_references_of_a_file_that_is_read_anew_are_forgotten() -> None:
    references = packed([[(1, "O1")], [(1, "O1"), (1, None)], []])
    references.take_back(1)
    assert not references.take_repeated().num_rows


def test_a_million_references_take_a_few_bytes_each() -> None:
    block = PackedBlock.of(
        pa.table(
            {
                ROW: pa.array(np.arange(100_000, dtype=np.int32)),
                SUPPLIER: pa.array(np.ones(100_000, np.int32)),
                "reference": pa.array([f"2021/{number:07d}" for number in range(100_000)]),
            }
        )
    )
    assert block.hashes.nbytes + len(block.lengths) + len(block.letters) < 600_000
    assert block.rows == range(100_000)
    assert block.texts()[99_999].as_py() == "2021/0099999"
