"""The folders themselves: thirty-two of them, the same on every day, and each count is of something."""

from __future__ import annotations

from pathlib import Path

import pytest

from strangers.every_folder import EVERY


def test_there_are_thirty_two_and_ten_have_a_model() -> None:
    assert len(EVERY) == 32
    assert sum(bool(each.after) for each in EVERY.values()) >= 10


@pytest.mark.parametrize("name", ["durham-sheets", "lincolnshire-quarters", "sussex-admissions"])
def test_a_folder_is_the_same_whenever_it_is_written(name: str, tmp_path: Path) -> None:
    first, second = (EVERY[name].written_to(tmp_path / str(at)) for at in (1, 2))

    assert first == second
    assert all(known.count for known in first)


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
def test_every_folder_can_be_written(name: str, tmp_path: Path) -> None:
    right = EVERY[name].written_to(tmp_path)

    assert right and all(known.count is None or known.count > 0 for known in right)
    assert any(path.is_file() for path in tmp_path.rglob("*"))
