"""A run's folder for records that do not fit into memory: its owner's alone, and gone after the run, or by the next."""

from __future__ import annotations

import os
import stat
import sys
import threading
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest
from ending_calls import ends_at

from svtool.engine.bounds import Bounds
from svtool.engine.embedded import EmbeddedEngine
from svtool.engine.spill_folder import LOCK, PREFIX, LeftBehind, SpillFolder, remove_left_behind
from svtool.errors import OutputError, UsageError

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")


def left_by_a_killed_run(parent: Path) -> Path:
    """Return a folder as a killed run leaves it: with its lock, which nobody holds, and records."""
    folder = parent / f"{PREFIX}killed"
    folder.mkdir()
    (folder / LOCK).write_bytes(b"held")
    (folder / "records.tmp").write_bytes(b"x" * 1000)
    return folder


def test_it_is_gone_when_it_is_closed(tmp_path: Path) -> None:
    with closing(SpillFolder(tmp_path)) as spill:
        (spill.path / "records.tmp").write_bytes(b"x")
        assert [each.name for each in tmp_path.iterdir()] == [spill.path.name]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of another kind")
def test_only_its_owner_may_look_into_it(tmp_path: Path) -> None:
    with closing(SpillFolder(tmp_path)) as spill:
        assert stat.S_IMODE(spill.path.stat().st_mode) == 0o700


def test_what_a_killed_run_left_is_removed_and_told(tmp_path: Path) -> None:
    folder = left_by_a_killed_run(tmp_path)
    assert remove_left_behind(tmp_path) == [LeftBehind(folder, 1004)]
    assert list(tmp_path.iterdir()) == []
    assert remove_left_behind(tmp_path) == []


def test_the_folder_of_a_run_that_goes_on_stays(tmp_path: Path) -> None:
    with closing(SpillFolder(tmp_path)) as spill:
        assert remove_left_behind(tmp_path) == []
        assert spill.path.is_dir()


CALLS = ("mkdir", "open", "unlink", "rmdir", "close", "flock")
# Makes a folder with records in it, and closes it.
IMPORTS = "from svtool.engine.spill_folder import SpillFolder"
USE = """
spill = SpillFolder(Path(given[0]))
(spill.path / "records.tmp").write_bytes(b"x")
(spill.path / "more").mkdir()
(spill.path / "more" / "records.tmp").write_bytes(b"x")
spill.close()
"""


@posix
@pytest.mark.slow
def test_a_kill_at_every_call_of_the_system_leaves_nothing_that_the_next_run_does_not_remove(tmp_path: Path) -> None:
    left, moments = 0, 0
    for call in range(1, 40):
        if not ends_at(call, CALLS, IMPORTS, USE, str(tmp_path)):
            break
        moments += 1
        left += len(list(tmp_path.iterdir()))
        remove_left_behind(tmp_path)
        assert list(tmp_path.iterdir()) == []
    assert moments > 8
    assert left > 5


@posix
def test_runs_that_begin_while_others_look_for_what_was_left_keep_their_folders(tmp_path: Path) -> None:
    ended = threading.Event()

    def look() -> None:
        while not ended.is_set():
            assert remove_left_behind(tmp_path) == []

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(200):
            with closing(SpillFolder(tmp_path)) as spill:
                (spill.path / "records.tmp").write_bytes(b"x")
                assert (spill.path / LOCK).exists()
    finally:
        ended.set()
        looking.join()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need special rights on Windows")
def test_a_link_to_a_folder_of_somebody_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder = left_by_a_killed_run(elsewhere)
    (tmp_path / f"{PREFIX}link").symlink_to(folder)
    assert remove_left_behind(tmp_path) == []
    assert folder.is_dir()


def test_a_folder_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^--temp-dir .*nowhere: can't be used: no such file or directory\. "):
        SpillFolder(tmp_path / "nowhere")


NUMBERS = pa.table({"n": pa.array(range(1_500), pa.int32())})
HEAVY = (
    "SELECT CAST(xxhash64(a.n, b.n) AS STRING) AS one, CAST(xxhash64(b.n, a.n) AS STRING) AS other "
    "FROM numbers AS a CROSS JOIN numbers AS b"
)


def make_much(engine: EmbeddedEngine) -> None:
    """Make a step of two million rows."""
    engine.put("numbers", NUMBERS)
    engine.define("heavy", HEAVY, kept=True)


def test_a_folder_that_is_full_is_told_in_a_sentence(tmp_path: Path) -> None:
    with EmbeddedEngine(Bounds(30_000_000, tmp_path, 2)) as engine:
        # The engine keeps a tenth of the disk free; of a disk that is nearly full nothing is left.
        engine._connection.execute("SET max_temp_directory_size = '1MB'")
        with pytest.raises(OutputError, match=r"^--temp-dir .*: can't be used: it is full\. Make room, name another"):
            make_much(engine)
    assert list(tmp_path.iterdir()) == []


def test_memory_that_is_too_little_is_told_in_a_sentence() -> None:
    with (
        EmbeddedEngine(Bounds(memory=1_000_000)) as engine,
        pytest.raises(UsageError, match=r"^--memory-limit: is too little for these extracts\. Allow more"),
    ):
        make_much(engine)


def test_an_engine_keeps_to_its_bounds(tmp_path: Path) -> None:
    with EmbeddedEngine(Bounds(1_000_000_000, tmp_path, 3)) as engine:
        told = engine._connection.execute(
            "SELECT current_setting('memory_limit'), current_setting('threads'), current_setting('temp_directory')"
        ).fetchall()
        (folder,) = tmp_path.iterdir()
    assert told == [("635.7 MiB", 3, str(folder))]  # a third of the memory holds rows as they come
