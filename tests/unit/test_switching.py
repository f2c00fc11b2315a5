"""The files of one run change together: whatever moment a run is killed at, the next finds all old or makes all new."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from ending_calls import ends_at

from svtool.cli import run
from svtool.errors import OutputError, UsageError
from svtool.output import switching
from svtool.output.replacing import LeftBehind, settle_left_behind
from svtool.output.switching import JOURNAL, PREFIX, alone_in
from svtool.output.writing import write_below, write_files

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
NAMES = ("a.csv", "b.json", "manifest.json")

CALLS = ("replace", "fsync", "write", "unlink", "flock")
IMPORTS = "from svtool.output.writing import write_files"
WRITE_ANEW = 'write_files([(Path(given[0]) / name, b"new") for name in given[1:]])'


def texts(folder: Path) -> set[str]:
    return {(folder / name).read_text() for name in NAMES}


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(PREFIX))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_text("old")
    return tmp_path


def kill_at(call: int, folder: Path) -> bool:
    """Write the files anew in a process that ends at a call of the system; return whether it came so far."""
    return ends_at(call, CALLS, IMPORTS, WRITE_ANEW, str(folder), *NAMES)


@posix
@pytest.mark.slow
def test_a_kill_at_every_call_of_the_system_leaves_all_old_or_is_finished_by_the_next_run(folder: Path) -> None:
    outcomes = set()
    for call in range(1, 100):
        for name in NAMES:
            (folder / name).write_text("old")
        if not kill_at(call, folder):
            break
        begun = any(name.endswith(JOURNAL) for name in leftovers(folder))
        assert begun or len(texts(folder)) == 1
        settle_left_behind(folder)
        assert texts(folder) in ({"old"}, {"new"})
        assert leftovers(folder) == []
        outcomes |= texts(folder)
    assert call > 15
    assert outcomes == {"old", "new"}


BELOW = ("definitions/mappings/a.yaml", "extracts/b.csv", "svtool.yaml")
WRITE_BELOW = """
top = Path(given[0])
write_below(top, [(top / name, b"new") for name in given[1:]])
"""


@posix
@pytest.mark.slow
def test_files_of_several_folders_change_together_whatever_moment_a_run_is_killed_at(tmp_path: Path) -> None:
    outcomes = set()
    for call in range(1, 100):
        top = tmp_path / str(call)
        top.mkdir()
        (top / "svtool.yaml").write_text("old")
        imports = "from svtool.output.writing import write_below"
        if not ends_at(call, (*CALLS, "mkdir"), imports, WRITE_BELOW, str(top), *BELOW):
            break
        settle_left_behind(top)
        there = {name for name in BELOW if (top / name).exists()}
        assert there in ({"svtool.yaml"}, set(BELOW))
        (text,) = {(top / name).read_text() for name in there}
        assert text == ("old" if len(there) == 1 else "new")
        assert leftovers(top) == []
        assert [path for path in top.rglob("*") if path.name.startswith(PREFIX)] == []
        outcomes.add(text)
    assert call > 15
    assert outcomes == {"old", "new"}


@posix
@pytest.mark.slow
def test_an_init_that_is_killed_amid_its_files_is_finished_by_the_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "crimes.csv").write_text("Crime Number,Date Recorded,HO Class\nC1,13/02/2021,34B\n")
    init = "run(['init', given[0]])"
    assert ends_at(2, ("replace",), "from svtool.cli import run", init, str(tmp_path))  # the journal's name came first
    assert {path.name for path in tmp_path.rglob("*.yaml")} == set()
    assert run(["init", str(tmp_path)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "warning: a run that was stopped is finished first: 2 files take their place only now"
    assert "svtool.yaml: there is one already" in said[1]
    assert {path.name for path in tmp_path.rglob("*.yaml")} == {"crimes.yaml", "svtool.yaml"}
    assert leftovers(tmp_path) == []


@posix
def test_a_folder_that_a_link_leads_to_is_written_in_its_own_place(tmp_path: Path) -> None:
    top, elsewhere = tmp_path / "top", tmp_path / "elsewhere"
    top.mkdir()
    elsewhere.mkdir()
    (top / "definitions").symlink_to(elsewhere)
    write_below(top, [(top / name, b"new") for name in BELOW])
    assert (elsewhere / "mappings" / "a.yaml").read_text() == "new"
    assert (top / "svtool.yaml").read_text() == "new"


def test_a_folder_that_can_not_be_made_leaves_all_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "extracts").write_text("no folder")
    with pytest.raises(UsageError, match="extracts"):
        write_below(tmp_path, [(tmp_path / name, b"new") for name in BELOW])
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["extracts"]


@posix
def test_what_a_killed_run_had_begun_is_finished_and_told(folder: Path) -> None:
    for call in range(12, 30):  # the files have been written by then
        settle_left_behind(folder)
        write_files([(folder / name, b"old") for name in NAMES])
        assert kill_at(call, folder)
        if len(texts(folder)) == 2:
            break
    left = write_files([(folder / name, b"newer") for name in NAMES])
    assert sum(each.finished for each in left) in (1, 2)
    assert texts(folder) == {"newer"}
    assert leftovers(folder) == []


@pytest.mark.parametrize(
    "names",
    [
        "no journal", "[]", '[["a"]]', '[["other.csv", "a.csv"]]', '[["../.svtool-x.part", "a.csv"]]',
        '[[".svtool-x.part", "../a.csv"]]', '[[".svtool-x.part", "b/../../a.csv"]]', '[[".svtool-x.part", "/a.csv"]]',
        '[[".svtool-x.part", 1]]', '{"a": 1}',
    ],
)  # fmt: skip
def test_a_journal_that_is_none_of_ours_moves_nothing(names: str, folder: Path) -> None:
    (folder / "other.csv").write_text("other")
    (folder / f"{PREFIX}x{JOURNAL}").write_text(names)
    assert settle_left_behind(folder).finished == 0
    assert texts(folder) == {"old"}
    assert (folder / "other.csv").read_text() == "other"


@posix
def test_the_journal_of_somebody_else_moves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / f"{PREFIX}x.part").write_text("new")
    (folder / f"{PREFIX}x{JOURNAL}").write_text(json.dumps([[f"{PREFIX}x.part", "a.csv"]]))
    monkeypatch.setattr(switching.os, "getuid", lambda: os.geteuid() + 1)
    assert switching.finish_begun(folder) == 0
    assert texts(folder) == {"old"}


@posix
def test_a_folder_in_which_another_run_writes_is_waited_for_and_then_told(folder: Path) -> None:
    with (
        alone_in(folder),
        pytest.raises(OutputError, match="another run is writing there"),
        alone_in(folder, longest=0),
    ):
        pass
    write_files([(folder / name, b"new") for name in NAMES])
    assert texts(folder) == {"new"}


def test_an_error_amid_the_switch_leaves_no_journal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.replace, []

    def failing(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) == 3:  # the journal's own name, and the first file's, came before
            raise PermissionError(13, "permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OutputError, match=r"b\.json: can't be written"):
        write_files([(folder / name, b"new") for name in NAMES])
    assert leftovers(folder) == []
    monkeypatch.setattr(os, "replace", real)
    assert settle_left_behind(folder) == LeftBehind()


@posix
def test_a_file_of_another_account_in_a_sticky_folder_is_told_before_any_is_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.chmod(0o1777)
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    mine = folder / "own.csv"
    with pytest.raises(OutputError, match=r"b\.json: can't be written: operation not permitted"):
        write_files([(mine, b"new"), (folder / "b.json", b"new")])
    assert (mine.exists(), texts(folder), leftovers(folder)) == (False, {"old"}, [])


@posix
@pytest.mark.parametrize("told", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_run_that_is_told_to_end_amid_the_switch_finishes_it(
    after: int, told: type[BaseException], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.replace, []

    def interrupted(source: Path, target: Path) -> None:
        calls.append(target)
        real(source, target)
        if len(calls) == 1 + after:  # the journal's own name came before
            raise told

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(told):
        write_files([(folder / name, b"new") for name in NAMES])
    assert texts(folder) == {"new"}
    assert leftovers(folder) == []


def test_a_run_that_is_told_to_end_before_the_switch_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_files([(folder / name, b"new") for name in NAMES])
    assert (texts(folder), leftovers(folder)) == ({"old"}, [])
