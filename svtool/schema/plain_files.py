"""Files that can be read to their end: a pipe, a device or a socket may have none, and a run would wait for ever."""

from __future__ import annotations

import errno
import stat
from pathlib import Path


class NoPlainFileError(OSError):
    """What stands there is no file, or no file can be called so."""


def plain(path: Path) -> Path:
    """Return the path of a file, or of a folder, which whoever opens it tells.

    Raises:
        OSError: there is none, or it is something else.
    """
    try:
        mode = path.stat().st_mode
    except ValueError:  # a NUL in the name
        raise NoPlainFileError(errno.EINVAL, "no file can be called so") from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise NoPlainFileError(errno.EINVAL, "it is a pipe, a device or a socket, and no file")
    return path
