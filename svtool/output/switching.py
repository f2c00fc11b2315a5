"""The files of one run take their places together: a journal says which, so that the next run can finish what it began.

All files are whole and on the disk before the journal is; with it, a run that is killed amid the renames is finished by
the next that writes into the folder. Before it, nothing has happened. While a run has the folder, others wait.

A lock on each file tells whether a run still has it. Windows removes and renames no file that is open, so that there a
file in the folder is locked instead, for as long as files take their places or what is left is looked through.
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
from svtool.records.file_locks import hold, is_free, is_free_within, let_go
from svtool.records.open_files import remove_open, take_place
from svtool.schema.defaults import OWNER_ONLY
from svtool.schema.running_system import WINDOWS

PREFIX, SUFFIX = ".svtool-", ".part"  # short, so that a name of any length that a folder takes can be written
JOURNAL = ".journal"
LOCK = f"{PREFIX}lock"  # on Windows, which opens no folder
LONGEST_WAIT = 60.0  # seconds; files take their places in moments


def new_file_in(folder: Path) -> tuple[int, Path]:
    """Open a new file that its owner alone may read, and lock it.

    Another run that starts just then may take it for one that was left, and remove it: then there is a next one.
    """
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=PREFIX, suffix=SUFFIX)
        if not WINDOWS:  # where an open file can't be removed anyway, and a locked one not be read
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
        handle = _open_lock(folder)
    except OSError:  # what can't be opened is told when it is written to
        yield
        return
    try:
        if not is_free_within(handle, longest):
            raise OutputError(f"--out {folder}: another run is writing there. Run again when it has ended.")
        yield
    finally:
        _close_lock(handle, folder)


@contextlib.contextmanager
def looking_through(folder: Path) -> Iterator[bool]:
    """Yield whether what lies in a folder may be told from what a run has, which goes on meanwhile."""
    if not WINDOWS:
        yield True
        return
    try:
        handle = _open_lock(folder)
    except OSError:
        yield False
        return
    try:
        yield is_free(handle)
    finally:
        _close_lock(handle, folder)


def _open_lock(folder: Path) -> int:
    if WINDOWS:
        return os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    return os.open(folder, os.O_RDONLY)


def _close_lock(handle: int, folder: Path) -> None:
    let_go(handle)
    os.close(handle)
    if WINDOWS:
        with contextlib.suppress(OSError):  # another run waits for it, and removes it
            (folder / LOCK).unlink()


@contextlib.contextmanager
def together(files: Sequence[tuple[Path, Path]]) -> Iterator[None]:
    """Let files take their places, all of them even if this process is killed meanwhile.

    Args:
        files: each file as it is written, and the place that it will take. What is not written where the last is, or
            takes a place that is neither there nor in a folder below, as where a link leads, is not part of the
            promise.

    Raises:
        OSError: the journal can't be written.
    """
    folder = files[-1][0].parent
    names = [
        [staged.name, place.relative_to(folder).as_posix()]
        for staged, place in files
        if staged.parent == folder and folder in place.parents
    ]
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


def _end_journal(handle: int | None, path: Path) -> None:
    with contextlib.suppress(OSError):
        if handle is None:
            path.unlink()
        else:
            remove_open(path, handle)
    sync_folder(path.parent)


def _write_journal(folder: Path, names: list[list[str]]) -> tuple[int | None, Path]:
    """Write a journal and lock it; it has its name only once it is on the disk.

    On Windows it is closed, so that it can have that name; the folder is locked meanwhile.
    """
    handle, unfinished = new_file_in(folder)
    path = unfinished.with_suffix(JOURNAL)
    try:
        with os.fdopen(handle, "wb", closefd=False) as stream:  # a bare write may take a part on a disk that is full
            stream.write(json.dumps(names).encode("utf-8"))
        os.fsync(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            remove_open(unfinished, handle)
        raise
    kept = _closed_on_windows(handle)
    try:
        take_place(unfinished, path)
    except BaseException:
        _end_journal(kept, unfinished)
        raise
    sync_folder(folder)
    return kept, path


def _closed_on_windows(handle: int) -> int | None:
    if not WINDOWS:
        return handle
    os.close(handle)
    return None


def finish_begun(folder: Path) -> int:
    """Put in place what runs that were killed had begun to, and return how many files that were."""
    finished = 0
    for path in _journals(folder):
        with contextlib.suppress(OSError, ValueError):
            finished += _finish(path)
    return finished


def still_to_finish(folder: Path) -> set[str]:
    """Return the names of what waits in a folder to take its place, as where another program has that open."""
    found: set[str] = set()
    for path in _journals(folder):
        with contextlib.suppress(OSError, ValueError):
            found |= {staged for staged, _ in _pairs(json.loads(path.read_bytes()))}
    return found


def _journals(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(folder.glob(f"{PREFIX}*{JOURNAL}"))
    return []


def _finish(path: Path) -> int:
    """Finish what one journal tells, and remove it.

    Raises:
        OSError: another process has it, or it is somebody else's.
        ValueError: it is no journal.
    """
    handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        if not WINDOWS:
            hold(handle, wait=False)
        if hasattr(os, "getuid") and os.fstat(handle).st_uid != os.getuid():
            raise PermissionError("somebody else's journal would rename files in our name")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            done = _put_all(path.parent, json.load(stream))
    except BaseException:
        os.close(handle)
        raise
    remove_open(path, handle)
    sync_folder(path.parent)
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
    """Let a file take its place, unless it has; names that lead out of the folder are none of ours."""
    source, target = folder / staged, folder / place
    is_below = folder in target.parents and ".." not in target.parts
    if source.parent != folder or not is_below or not staged.startswith(PREFIX):
        raise ValueError("not a journal of files in this folder")
    if not source.is_file() or source.is_symlink():
        return False
    take_place(source, target)
    return True
