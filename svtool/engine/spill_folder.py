"""Where records go that do not fit into memory: a folder of the run's own, gone when the run has ended.

Whether a folder still has a run is told by a lock, which the system takes away from a process that is killed. A number
of a process would not do: the next process may get it again, and containers share folders but no numbers.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from svtool.errors import UsageError

PREFIX = "svtool-records-"
LOCK = "lock"


@dataclass(frozen=True)
class LeftBehind:
    """What a killed run left: its folder, and how many bytes were in it."""

    folder: Path
    size: int


class SpillFolder:
    """A folder that only its owner may look into, with a lock for as long as the run lasts."""

    def __init__(self, parent: Path | None = None) -> None:
        """Make the folder.

        Args:
            parent: the folder that it is in; the system's folder for temporary files without it.

        Raises:
            UsageError: it can't be made there.
        """
        try:
            # Python makes it with the rights of its owner alone, 0700.
            self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent, ignore_cleanup_errors=True)
            self._lock = _new_lock(self.path)
        except OSError as error:
            raise refused(parent, error.strerror or "it can't be written") from None

    @property
    def path(self) -> Path:
        """Return the folder."""
        return Path(self._folder.name)

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        os.ftruncate(self._lock, 0)  # between the two steps below another run would take it for one of a killed run
        os.close(self._lock)
        self._folder.cleanup()


def refused(parent: Path | None, reason: str) -> UsageError:
    """Return the fault of a folder for temporary files that can't be used."""
    return UsageError(
        f"--temp-dir {parent or tempfile.gettempdir()}: can't be used: {reason.lower()}. Name another folder with "
        "--temp-dir, or allow more memory with --memory-limit."
    )


def remove_left_behind(parent: Path | None = None) -> list[LeftBehind]:
    """Remove what killed runs left, and return what that was.

    Args:
        parent: the folder that they used; the system's folder for temporary files without it.
    """
    found = []
    for folder in sorted(Path(parent or tempfile.gettempdir()).glob(f"{PREFIX}*")):
        if _has_no_run(folder):
            found.append(LeftBehind(folder, _size(folder)))
            shutil.rmtree(folder, ignore_errors=True)
    return found


def _new_lock(folder: Path) -> int:
    """Return the lock of a new folder; it is empty until it is held, so that nobody takes a new run for a dead one."""
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    _hold(lock, wait=True)
    os.write(lock, b"held")
    return lock


def _has_no_run(folder: Path) -> bool:
    """Return whether a folder is ours, and the run that made it is gone."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR) if _is_ours(folder) else None
    except OSError:
        return False
    if lock is None:
        return False
    try:
        _hold(lock, wait=False)
        return os.fstat(lock).st_size > 0
    except OSError:
        return False
    finally:
        os.close(lock)


def _is_ours(folder: Path) -> bool:
    """Return whether a folder is one, and no link to one, and belongs to who runs this."""
    told = folder.lstat()
    is_folder = folder.is_dir() and not folder.is_symlink()
    return is_folder and (not hasattr(os, "getuid") or told.st_uid == os.getuid())


def _hold(lock: int, *, wait: bool) -> None:
    """Take a lock for this process.

    Raises:
        OSError: another has it, and this one does not wait.
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 (only Windows has it)

        msvcrt.locking(lock, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 (Windows lacks it)

        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _size(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
