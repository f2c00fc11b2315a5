"""Files that are open: Windows lets nobody rename or remove them, other systems do."""

from __future__ import annotations

import os
import time
from pathlib import Path

from svtool.schema.running_system import WINDOWS

# Seconds after which it is tried again: virus scanners, indexers and clouds open what is new, for a moment.
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)


def take_place(source: Path, target: Path) -> None:
    """Let a file take the place of another, which need not be there.

    Raises:
        OSError: it can't; on Windows also because a program has one of them open.
    """
    _patiently(source, target)


def check_place(target: Path) -> None:
    """Check that no program has a file open that is to be replaced; only Windows lets one keep it so.

    Raises:
        PermissionError: one has, or the file may only be read.
    """
    if not WINDOWS or not target.exists():
        return
    if not os.access(target, os.W_OK):
        raise PermissionError("the file may only be read")
    _patiently(target, target)  # changes nothing, and is refused as the other will be


def _patiently(source: Path, target: Path) -> None:
    """Rename a file, again after a while where Windows refuses.

    Raises:
        OSError: it is refused to the end.
    """
    for pause in PAUSES if WINDOWS else ():
        try:
            os.replace(source, target)  # noqa: PTH105 (Path.replace is the same call)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    os.replace(source, target)  # noqa: PTH105


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
