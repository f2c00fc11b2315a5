"""Where records go that do not fit into memory: a folder of the run's own, gone when the run has ended.

Whether a folder still has a run is told by a lock. At whatever moment a run is killed, it leaves either a folder with a
lock that nobody holds, or an empty one: the lock is the first file in it and the last.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path

from svtool.records.file_locks import hold
from svtool.records.temp_folder import refused
from svtool.schema.running_system import WINDOWS

PREFIX = "svtool-records-"
LOCK = "lock"


@dataclass(frozen=True)
class LeftBehind:
    """What a killed run left: its folder, and how many bytes were in it."""

    folder: Path
    size: int


class SpillFolder:
    """A folder that only its owner may look into, with a lock for as long as the run lasts.

    Attributes:
        path: the folder.
    """

    def __init__(self, parent: Path | None = None) -> None:
        """Make the folder.

        Args:
            parent: the folder that it is in; the system's folder for temporary files without it.

        Raises:
            UsageError: there is no such folder.
            OutputError: the folder takes no other.
        """
        try:
            self.path, lock = _new_folder(parent)
        except OSError as error:
            raise refused(parent, error) from None
        self._removed = weakref.finalize(self, _remove, self.path, lock)  # at the end of the process at the latest

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        self._removed()


def remove_left_behind(parent: Path | None = None) -> list[LeftBehind]:
    """Remove what killed runs left, and return what that was.

    Args:
        parent: the folder that they used; the system's folder for temporary files without it.
    """
    folders = sorted(Path(parent or tempfile.gettempdir()).glob(f"{PREFIX}*"))
    found = []
    for folder in folders:
        with contextlib.suppress(OSError):
            found += _removed_if_left(folder)
    return found


def _new_folder(parent: Path | None) -> tuple[Path, int]:
    """Make a folder and return it with its lock.

    Another run that starts just then may take it for one that was left, and remove it: then there is a next one.

    Raises:
        OSError: the parent takes none.
    """
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))  # with the rights of its owner alone, 0700
        with contextlib.suppress(FileNotFoundError):
            lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with contextlib.suppress(OSError):  # where there are no locks, nobody removes anything
                hold(lock, wait=True)
            if (folder / LOCK).exists():
                return folder, lock
            os.close(lock)


def _removed_if_left(folder: Path) -> list[LeftBehind]:
    """Remove a folder that is ours and has no run, and return what it held; nothing where it stays or was empty.

    Raises:
        OSError: another process has it, or it can't be looked into.
    """
    if not _is_ours(folder):
        return []
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        folder.rmdir()  # refused unless it is empty
        return []
    try:
        hold(lock, wait=False)
    except OSError:
        os.close(lock)
        raise
    left = LeftBehind(folder, _size(folder))
    _remove(folder, lock)
    return [left] if left.size else []


def _remove(folder: Path, lock: int) -> None:
    """Remove a folder whose lock this process holds."""
    with contextlib.suppress(OSError):
        for each in folder.iterdir():
            if each.name != LOCK:
                _remove_one(each)
    if WINDOWS:
        os.close(lock)  # which removes no open file
    with contextlib.suppress(OSError):
        (folder / LOCK).unlink()
        folder.rmdir()
    if not WINDOWS:
        os.close(lock)


def _remove_one(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        path.unlink()


def _is_ours(folder: Path) -> bool:
    """Return whether a folder is one, and no link to one, and belongs to who runs this."""
    told = folder.lstat()
    is_folder = folder.is_dir() and not folder.is_symlink()
    return is_folder and (not hasattr(os, "getuid") or told.st_uid == os.getuid())


def _size(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
