"""The folder for what does not fit into memory, and why it can't be used."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

from svtool.errors import OutputError, SvtoolError, UsageError

_NO_SUCH_FOLDER = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}


def refused(folder: Path | None, error: OSError) -> SvtoolError:
    """Return what a user can mend of a folder for temporary files that can't be used.

    Args:
        folder: the folder that was named; None for the system's.
        error: what the system says of it.
    """
    reason = (error.strerror or "it can't be written").lower()
    told = (
        f"--temp-dir {folder or tempfile.gettempdir()}: can't be used: {reason}. Make room, name another folder with "
        "--temp-dir, or allow more memory with --memory-limit."
    )
    return UsageError(told) if folder and error.errno in _NO_SUCH_FOLDER else OutputError(told)
