"""Hashes of texts: equal for equal texts wherever they lie, and different for others."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from svtool.records.text_hashes import NOTHING, text_hashes

TEXTS = st.lists(st.one_of(st.none(), st.text("aA0\x7fé", max_size=30), st.text("a", min_size=250, max_size=270)))


@settings(deadline=None)
@given(TEXTS)
def test_texts_have_equal_hashes_just_where_they_are_equal(texts: list[str | None]) -> None:
    hashes = text_hashes(pa.array(texts, pa.string())).tolist()
    assert len({*zip(texts, hashes, strict=True)}) == len(set(texts)) == len(set(hashes))
    assert all((text is None) == (number == NOTHING) for text, number in zip(texts, hashes, strict=True))


@settings(deadline=None)
@given(TEXTS, st.integers(0, 5))
def test_a_hash_is_that_of_the_text_alone(texts: list[str | None], skipped: int) -> None:
    """Neither what stands around it in memory nor how the column is kept makes a difference."""
    column = pa.array(texts, pa.string())
    hashes = text_hashes(column).tolist()
    assert text_hashes(column[skipped:]).tolist() == hashes[skipped:]
    assert text_hashes(column.dictionary_encode()).tolist() == hashes
    assert [number for text in texts for number in text_hashes(pa.array([text], pa.string())).tolist()] == hashes


def test_a_hash_is_the_same_in_every_run() -> None:
    known = {
        "": 0,
        "O1": 6287214152231341866,
        "2021/0012345": -6828392538146299452,
        "a reference of more than eight bytes": 8720471869440066675,
        "x" * 300: 1533152188014638354,
    }
    assert dict(zip(known, text_hashes(pa.array(list(known))).tolist(), strict=True)) == known


def test_many_references_that_look_alike_have_all_another_hash() -> None:
    texts = [f"{year}/{number:07d}" for year in (2019, 2020) for number in range(50_000)]
    assert len(set(text_hashes(pa.array(texts)).tolist())) == len(texts)
