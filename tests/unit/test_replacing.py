"""A file takes the place of another whole or not at all; who may read it, and what a killed run left."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from svtool.errors import OutputError, UsageError
from svtool.output import replacing
from svtool.output.replacing import Staged
from svtool.output.replacing import replacing as replaced
from svtool.output.switching import PREFIX
from svtool.output.writing import make_folder, write_files, write_text

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other rights, links and pipes")


@pytest.fixture
def umask() -> Iterator[None]:
    """The usual rights of new files: readable by everyone."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def parts(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir() if each.name.startswith(PREFIX)]


@posix
@pytest.mark.parametrize(
    ("before", "of_records", "after"),
    [
        (None, False, 0o600), (None, True, 0o600), (0o600, False, 0o600), (0o640, False, 0o640),
        (0o600, True, 0o600), (0o644, True, 0o600), (0o400, True, 0o400),
    ],
)  # fmt: skip
def test_rights_are_those_of_the_file_before_and_records_are_their_owners_alone(
    before: int | None, of_records: bool, after: int, tmp_path: Path, umask: None
) -> None:
    out = tmp_path / "o.csv"
    if before is not None:
        out.write_text("old")
        out.chmod(before)
    write_text("new", out, of_records=of_records)
    assert (out.read_text(), mode(out)) == ("new", after)


@posix
@pytest.mark.parametrize(
    ("said", "of_records", "after"),
    [(0o640, False, 0o640), (0o644, False, 0o644), (0o644, True, 0o600), (None, False, 0o640), (None, True, 0o600)],
)
def test_a_new_file_has_the_rights_that_are_said_or_those_that_the_system_gives(
    said: int | None, of_records: bool, after: int, tmp_path: Path
) -> None:
    before = os.umask(0o027)
    try:
        write_text("new", tmp_path / "o.csv", of_records=of_records, mode=said)
    finally:
        os.umask(before)
    assert mode(tmp_path / "o.csv") == after


@posix
@pytest.mark.parametrize(("said", "after"), [(0o600, 0o700), (0o640, 0o750), (0o644, 0o755), (None, 0o755)])
def test_whoever_may_read_the_files_may_look_into_a_new_folder(
    said: int | None, after: int, tmp_path: Path, umask: None
) -> None:
    make_folder(tmp_path / "one" / "two", said)
    assert [mode(tmp_path / name) for name in ("one", "one/two")] == [after, after]


@posix
def test_while_it_is_written_its_owner_alone_may_read_it(tmp_path: Path) -> None:
    with replaced(tmp_path / "o.csv") as stream:
        (name,) = parts(tmp_path)
        assert mode(tmp_path / name) == 0o600
        stream.write(b"new")
    assert parts(tmp_path) == []


@posix
@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_one_and_what_it_leads_to_is_new(there: bool, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    kept, link = tmp_path / "kept" / "2021.csv", tmp_path / "current.csv"
    if there:
        kept.write_text("old")
    link.symlink_to(kept)
    write_text("new", link)
    assert (link.is_symlink(), kept.read_text()) == (True, "new")


@posix
@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a link to a pipe", "a link to itself"])
def test_what_is_no_plain_file_is_left_alone(kind: str, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    if kind == "a folder":
        out.mkdir()
    elif kind == "a pipe":
        os.mkfifo(out)
    else:
        target = out if "itself" in kind else tmp_path / "pipe"
        if "pipe" in kind:
            os.mkfifo(target)
        out.symlink_to(target)
    before = out.lstat().st_mode
    with pytest.raises(UsageError):
        write_text("new", out)
    assert out.lstat().st_mode == before
    assert parts(tmp_path) == []


FAULTS = {
    "a full disk": (errno.ENOSPC, OutputError), "a quota": (errno.EDQUOT, OutputError),
    "a disk that is only read": (errno.EROFS, OutputError), "no permission": (errno.EACCES, OutputError),
    "a folder that is gone": (errno.ENOENT, UsageError), "too long a name": (errno.ENAMETOOLONG, UsageError),
}  # fmt: skip


@pytest.mark.parametrize("step", ["fsync", "replace", "fdopen", "fchmod"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_step_leaves_the_old_file_and_nothing_else(
    step: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, kind = FAULTS[fault]
    out = tmp_path / "o.csv"
    out.write_text("old")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched, pytest.raises(kind):
        patched.setattr(replacing.os, step, refuse)
        write_text("new", out)
    assert (out.read_text(), [each.name for each in tmp_path.iterdir()]) == ("old", ["o.csv"])


def test_of_several_files_none_takes_its_place_before_all_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [tmp_path / name for name in ("a.csv", "b.csv", "manifest.json")]
    for each in names:
        each.write_text("old")
    with pytest.raises(UsageError):
        write_files([(each, b"new") for each in [*names, tmp_path / "nowhere" / "c.csv"]])
    assert {each.read_text() for each in names} == {"old"}
    assert parts(tmp_path) == []


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), replaced(tmp_path / "o.csv") as stream:
        stream.write(b"half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_name_as_long_as_a_folder_takes_can_be_written(tmp_path: Path) -> None:
    out = tmp_path / ("n" * 251 + ".csv")
    write_text("new", out)
    assert out.read_text() == "new"


KILLED = """
import os, pathlib, signal, sys
from svtool.output.replacing import replacing
with replacing(pathlib.Path("o.csv")) as stream:
    stream.write(b"records")
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@posix
def test_what_a_killed_run_left_the_next_run_removes_and_that_of_a_running_one_it_leaves(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED], cwd=tmp_path, check=False)
    left = parts(tmp_path)
    assert len(left) == 1
    running = Staged(tmp_path / "other.csv")
    try:
        (own,) = parts(tmp_path)
        assert own not in left
        write_text("new", tmp_path / "o.csv")
        assert parts(tmp_path) == [own]
    finally:
        running.remove()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["o.csv"]
