"""Which names Windows gives to no file. A project may lie on a share, so that names that we choose are such nowhere."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

from svtool.schema.running_system import WINDOWS

# learn.microsoft.com/windows/win32/fileio/naming-a-file; also with an ending, and the digits ¹ ² ³ too.
_PORTS = {f"{kind}{number}" for kind in ("com", "lpt") for number in "0123456789¹²³"}
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS}
_NEVER = '<>:"|?*'
LONGEST_PATH = 259  # letters, unless a machine is set to take more


def is_kept_for_device(name: str) -> bool:
    """Return whether Windows takes a name, with whatever ending, for that of a device, such as `con` or `aux.csv`."""
    return name.partition(".")[0].rstrip(" ").casefold() in _DEVICES


def refused_by_windows(path: Path) -> str:
    """Return why Windows lets no file be called so, in words that follow its name; empty elsewhere, and where it does.

    Left alone it would write to a device, into a stream that no program shows, or to another name.
    """
    if not WINDOWS:
        return ""
    pure = PureWindowsPath(path)
    for part in pure.parts[1:] if pure.anchor else pure.parts:
        if is_kept_for_device(part):
            return f"{part} is a name that Windows keeps for a device"
        if lacking := next((sign for sign in part if sign in _NEVER), ""):
            return f"{lacking} stands in no name of a file on Windows"
        if part not in {".", ".."} and part.endswith((".", " ")):
            return "no name of a file ends in a dot or a blank on Windows"
    return ""


def too_long_for_windows(path: Path) -> str:
    """Return that a whole path is too long, as a sentence that follows another; empty elsewhere, or where it is not."""
    length = len(os.path.abspath(path)) if WINDOWS else 0  # noqa: PTH100 (of links the names, not what they lead to)
    if length <= LONGEST_PATH:
        return ""
    return f" Its whole path has {length} letters, and Windows takes {LONGEST_PATH} unless it is told to take more."
