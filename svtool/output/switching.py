"""The files of one run take their places together: a journal says which, so that the next run can finish what it began.

All files are whole and on the disk before the journal is; with it, a run that is killed amid the renames is finished by
the next that writes into the folder. Before it, nothing has happened. While a run has the folder, others wait.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from svtool.errors import OutputError
from svtool.records.file_locks import hold, is_free_within

PREFIX, SUFFIX = ".svtool-", ".part"  # short, so that a name of any length that a folder takes can be written
JOURNAL = ".journal"
LONGEST_WAIT = 60.0  # seconds; files take their places in moments


def new_file_in(folder: Path) -> tuple[int, Path]:
    """Open a new file that its owner alone may read, and lock it.

    Another run that starts just then may take it for one that was left, and remove it: then there is a next one.
    """
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=PREFIX, suffix=SUFFIX)
        if os.name != "nt":  # where an open file can't be removed anyway, and a locked one not be read
            with contextlib.suppress(OSError):  # where there are no locks, nobody removes anything
                hold(handle, wait=True)
        if os.path.exists(name):  # noqa: PTH110 (a name as the system gave it)
            return handle, Path(name)
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Bring the new name of a file to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def alone_in(folder: Path, longest: float = LONGEST_WAIT) -> Iterator[None]:
    """Keep other runs from putting files into a folder, once those that do have ended.

    Args:
        folder: the folder.
        longest: for how many seconds others are waited for.

    Raises:
        OutputError: another run still has it.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folder; what can't be opened for another reason is told when it is written to
        yield
        return
    try:
        if not is_free_within(handle, longest):
            raise OutputError(f"--out {folder}: another run is writing there. Run again when it has ended.")
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def together(files: Sequence[tuple[Path, Path]]) -> Iterator[None]:
    """Let files take their places, all of them even if this process is killed meanwhile.

    Args:
        files: each file as it is written, and the place that it will take. What lies in another folder than the last,
            as where a link leads, is not part of the promise.

    Raises:
        OSError: the journal can't be written.
    """
    folder = files[-1][1].parent
    names = [[staged.name, place.name] for staged, place in files if staged.parent == place.parent == folder]
    if len(names) < 2:
        yield
        return
    handle, path = _write_journal(folder, names)
    try:
        yield
    except OSError:
        # It is told, and whoever reads it runs again: nothing is finished behind their back.
        _end_journal(handle, path)
        raise
    except BaseException:
        # Told to end amid the renames, which take moments: what has begun is finished.
        with contextlib.suppress(OSError):
            _put_all(folder, names)
        _end_journal(handle, path)
        raise
    _end_journal(handle, path)


def _end_journal(handle: int, path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
    os.close(handle)
    sync_folder(path.parent)


def _write_journal(folder: Path, names: list[list[str]]) -> tuple[int, Path]:
    """Write a journal and lock it; it has its name only once it is on the disk."""
    handle, unfinished = new_file_in(folder)
    path = unfinished.with_suffix(JOURNAL)
    try:
        with os.fdopen(handle, "wb", closefd=False) as stream:  # a bare write may take a part on a disk that is full
            stream.write(json.dumps(names).encode("utf-8"))
        os.fsync(handle)
        os.replace(unfinished, path)  # noqa: PTH105 (Path.replace is the same call)
    except BaseException:
        os.close(handle)
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise
    sync_folder(folder)
    return handle, path


def finish_begun(folder: Path) -> int:
    """Put in place what runs that were killed had begun to, and return how many files that were."""
    finished = 0
    journals: list[Path] = []
    with contextlib.suppress(OSError):
        journals = sorted(folder.glob(f"{PREFIX}*{JOURNAL}"))
    for path in journals:
        with contextlib.suppress(OSError, ValueError):
            finished += _finish(path)
    return finished


def _finish(path: Path) -> int:
    """Finish what one journal tells, and remove it.

    Raises:
        OSError: another process has it, or it is somebody else's.
        ValueError: it is no journal.
    """
    handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        if os.name != "nt":
            hold(handle, wait=False)
        if hasattr(os, "getuid") and os.fstat(handle).st_uid != os.getuid():
            raise PermissionError("somebody else's journal would rename files in our name")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            done = _put_all(path.parent, json.load(stream))
        path.unlink()
        sync_folder(path.parent)
    finally:
        os.close(handle)
    return done


def _put_all(folder: Path, names: Any) -> int:
    """Let the files of a journal take their places, and return how many had not yet.

    Raises:
        OSError: one can't.
        ValueError: it is no journal.
    """
    return sum(_put(folder, staged, place) for staged, place in _pairs(names))


def _pairs(names: Any) -> list[tuple[str, str]]:
    """Return the names of a journal, each as it is written and as it will be called.

    Raises:
        ValueError: it has others.
    """
    pairs = [pair for pair in names if isinstance(pair, list) and [type(each) for each in pair] == [str, str]]
    if not isinstance(names, list) or len(pairs) != len(names):
        raise ValueError("not a journal of names")
    return [(staged, place) for staged, place in pairs]


def _put(folder: Path, staged: str, place: str) -> bool:
    """Let a file take its place, unless it has; names with a folder in them are none of ours."""
    source, target = folder / staged, folder / place
    if source.parent != folder or target.parent != folder or not staged.startswith(PREFIX):
        raise ValueError("not a journal of files in this folder")
    if not source.is_file() or source.is_symlink():
        return False
    os.replace(source, target)  # noqa: PTH105 (Path.replace is the same call)
    return True
