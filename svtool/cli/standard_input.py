"""Standard input as a file: a workbook must be jumped about in, and a CSV file is opened twice."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from svtool.errors import SvtoolError, UsageError

DASH = Path("-")
NAME = "stdin"


@contextmanager
def spooled(paths: Sequence[Path]) -> Iterator[tuple[tuple[Path, ...], str]]:
    """Yield the paths, that of what came from standard input in the place of `-`, and its name; empty without one.

    Raises:
        UsageError: `-` is named twice.
    """
    if DASH not in paths:
        yield tuple(paths), ""
        return
    if list(paths).count(DASH) > 1:
        raise UsageError("-: standard input is named twice; it can be read once. Leave one out.")
    with tempfile.TemporaryDirectory(prefix="svtool-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / NAME
        with path.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        try:
            yield tuple(path if each == DASH else each for each in paths), path.as_posix()
        except SvtoolError as error:
            raise type(error)(str(error).replace(str(path), NAME).replace(path.as_posix(), NAME)) from None
