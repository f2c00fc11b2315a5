"""A store changes in a single step: killed at whatever call of the system, it is the old one or the new one, whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ending_calls import ends_at

from svtool.store.generations import Generation, commit, folder_of, read_current, writing

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
CALLS = ("replace", "rename", "fsync", "unlink", "mkdir", "rmdir", "flock")
IMPORTS = "from svtool.store.generations import Generation, commit, current_number, folder_of, writing"
WRITE_ANEW = """
store = Path(given[0])
with writing(store) as folder:
    number = current_number(store) + 1
    commit(store, folder, Generation(folder_of(store, number), number, "then"))
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of one generation."""
    place = tmp_path / "store"
    with writing(place) as folder:
        commit(place, folder, Generation(folder_of(place, 1), 1, "before"))
    return place


@posix
@pytest.mark.slow
def test_a_kill_at_every_call_of_the_system_leaves_the_old_store_or_the_new_one(store: Path) -> None:
    outcomes = set()
    for call in range(1, 100):
        before = read_current(store).number
        if not ends_at(call, CALLS, IMPORTS, WRITE_ANEW, str(store)):
            break
        found = read_current(store)
        assert found.number in (before, before + 1)
        outcomes.add(found.number - before)
        with writing(store):  # the next run removes what was left
            assert {path.name for path in store.iterdir() if path.name.endswith(".new")} == set()
        assert not folder_of(store, found.number + 1).exists()
    assert call > 8
    assert outcomes == {0, 1}
