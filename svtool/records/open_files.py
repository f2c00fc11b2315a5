"""Files that are open: Windows lets nobody rename or remove them, other systems do."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

from svtool.schema.running_system import WINDOWS

# Seconds after which it is tried again: virus scanners, indexers and clouds open what is new, for a moment.
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)


def take_place(source: Path, target: Path) -> None:
    """Let a file take the place of another, which need not be there.

    Raises:
        OSError: it can't; on Windows also because a program has one of them open.
    """
    _patiently(lambda: os.replace(source, target))  # noqa: PTH105 (Path.replace is the same call)


def check_place(target: Path) -> None:
    """Check that a file may be replaced, before any of its run is: on Windows no program has it open.

    Raises:
        PermissionError: one has, the file may only be read, or it is another account's in a folder as /tmp is.
    """
    if not WINDOWS:
        _check_owner(target)
    if not WINDOWS or not target.exists():
        return
    if not os.access(target, os.W_OK):
        raise PermissionError("the file may only be read")
    # To rename a file to its own name changes nothing, and is refused where to replace it would be.
    _patiently(lambda: os.rename(target, target))  # noqa: PTH104


def _check_owner(target: Path) -> None:
    """Check that a file is not another account's, where each may replace its own alone (a sticky folder).

    Raises:
        PermissionError: it is.
    """
    folder, me = target.parent.stat(), os.geteuid()
    if not folder.st_mode & stat.S_ISVTX or me in (0, folder.st_uid) or not target.exists():
        return
    if target.stat().st_uid != me:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def _patiently(rename: Callable[[], None]) -> None:
    """Rename a file, again after a while where Windows refuses.

    Raises:
        OSError: it is refused to the end.
    """
    for pause in PAUSES if WINDOWS else ():
        try:
            return rename()
        except PermissionError:
            time.sleep(pause)
    return rename()


def remove_open(path: Path, handle: int) -> None:
    """Remove a file that this process has open, and close it: the name goes first where that can be.

    Raises:
        OSError: it can't be removed.
    """
    if WINDOWS:
        os.close(handle)
    try:
        path.unlink()
    finally:
        if not WINDOWS:
            os.close(handle)
